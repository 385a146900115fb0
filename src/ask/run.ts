import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { readTransaction } from '../db/reading.ts'
import type { Database } from '../db/schema.ts'
import type { Statement } from './fragments.ts'
import type { AnswerColumn, Cell, Row } from './reply.ts'
import type { ShopRules } from './rules.ts'

/** How much one question may ask of the database. */
export interface RunLimits {
  readonly timeoutMs: number
  /** The planner's estimate, in PostgreSQL's own unit; a sum over ten million order lines is about half a million. */
  readonly maximumCost: number
  readonly rowCap: number
}

export const standardLimits: RunLimits = { timeoutMs: 20_000, maximumCost: 50_000_000, rowCap: 10_000 }

export interface RunContext {
  readonly reader: Kysely<Database>
  readonly rules: ShopRules
  readonly asker: Asker
  readonly limits: RunLimits
}

export type RunResult =
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly truncated: boolean; readonly queryMs: number }
  | { readonly kind: 'refused'; readonly reason: string }

/** Runs a compiled plan as the role that may only read, and turns what comes back into the answer's types. */
export async function run(
  statement: Statement,
  columns: readonly AnswerColumn[],
  context: RunContext,
): Promise<RunResult> {
  const { reader, limits } = context
  const started = performance.now()
  try {
    const found = await readTransaction(reader, readLimits(context), async (trx) => {
      const cost = await estimatedCost(statement, trx)
      return cost > limits.maximumCost ? null : rowsOf(statement, trx)
    })
    if (found === null) return { kind: 'refused', reason: tooMuch }
    const rows = found.slice(0, limits.rowCap).map((row) => columns.map((column) => cell(row[column.name], column)))
    return { kind: 'rows', rows, truncated: found.length > limits.rowCap, queryMs: performance.now() - started }
  } catch (error) {
    if (isTimeout(error)) return { kind: 'refused', reason: tooLong(limits) }
    throw error
  }
}

export function readLimits({ rules, asker, limits }: RunContext) {
  return {
    timeoutMs: limits.timeoutMs,
    timeZone: rules.timeZone,
    scope: asker.scope,
    contacts: asker.maySeeContactDetails,
    managerNotes: asker.maySeeManagerNotes,
  }
}

const tooMuch = 'That would have to read more than one question may. Narrow it to a period, a store or a segment.'
const tooLong = ({ timeoutMs }: RunLimits) =>
  `That took longer than ${Math.round(timeoutMs / 1000)} seconds and was stopped. Narrow it to a period, a store or a segment.`

const explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Total Cost': z.number() }) })]) }),
])

async function estimatedCost({ sql, parameters }: Statement, trx: Kysely<Database>): Promise<number> {
  const { rows } = await trx.executeQuery(CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]))
  return explained.parse(rows)[0]['QUERY PLAN'][0].Plan['Total Cost']
}

async function rowsOf({ sql, parameters }: Statement, trx: Kysely<Database>): Promise<Record<string, unknown>[]> {
  const { rows } = await trx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql, [...parameters]))
  return rows
}

/** Numbers leave PostgreSQL's exact decimals here, once, on their way to be shown. */
function cell(value: unknown, { type }: AnswerColumn): Cell {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'number':
    case 'money':
    case 'percent':
      return Number(value)
    case 'boolean':
      return value === true
    case 'date':
      return String(value).slice(0, 10)
    case 'key':
    case 'text':
      return String(value)
    default:
      return type satisfies never
  }
}

/** PostgreSQL's code for a statement that was cancelled, here by its time-out. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '57014'
}
