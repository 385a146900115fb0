import type { NextStep } from '../../ask/next-steps.ts'
import type { Answer } from '../../ask/reply.ts'
import type { ShopRules } from '../../ask/rules.ts'

/** How and to whom a reply is shown. */
export interface Shown {
  /** Our number for the reply; each button carries it. */
  readonly answerId: string
  readonly rules: ShopRules
  /** `chart` shows one above the table, where the answer can be drawn. */
  readonly view: 'table' | 'chart'
  /** From 0; one too high means the last. */
  readonly page: number
  /** Others look on: contact details are withheld and “Show to me” is offered. */
  readonly company: boolean
  readonly mayExport: boolean
  /** What is worth asking next, the most useful first. */
  readonly nextSteps: readonly NextStep[]
  /** For when Slack refuses its own tables, charts and containers: the same in preformatted text. */
  readonly plainBlocks?: boolean
}

/** A list of customers, which can be kept as a segment and exported for a channel; not of one asked for by name. */
export function listsCustomers({ plan, columns, rows }: Answer): boolean {
  if (plan.kind !== 'list' || plan.entity !== 'customer' || columns[0]?.name !== 'customer_ref') return false
  const byName = plan.where.some(({ any }) =>
    any.some((filter) => filter.kind === 'field' && filter.field === 'customer.customer' && !filter.not),
  )
  return rows.length > 0 && !byName
}

/** Whether the answer is one number and nothing else. */
export const isOneNumber = ({ columns, rows }: Answer): boolean => rows.length === 1 && columns.length === 1
