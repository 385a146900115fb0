import type { Plan } from '../../../src/ask/plan.ts'
import type { Answer, AnswerColumn } from '../../../src/ask/reply.ts'
import type { Shown } from '../../../src/present/blocks/shown.ts'
import { rules } from '../../ask/plan-words.ts'

/** How a manager in a direct message sees an answer. */
export const shown = (more: Partial<Shown> = {}): Shown => ({
  answerId: '17',
  rules,
  view: 'table',
  page: 0,
  company: false,
  mayExport: true,
  nextSteps: [],
  ...more,
})

export const column = (label: string, type: AnswerColumn['type'], more: Partial<AnswerColumn> = {}): AnswerColumn => ({
  name: label.toLowerCase().replaceAll(' ', '_'),
  label,
  type,
  ...more,
})

const customers: Plan = { kind: 'list', entity: 'customer', where: [], columns: [], order: [], limit: null }

/** An answer made by hand; of a list of customers unless another plan is given. */
export const answer = (more: Partial<Answer> = {}): Answer => ({
  kind: 'answer',
  question: 'a question',
  planner: 'offline',
  reading: 'Customers, by spend',
  changed: null,
  notes: [],
  plan: customers,
  columns: [column('Customer', 'key', { name: 'customer_ref' }), column('Name', 'text'), column('Spend', 'money')],
  withheld: [],
  rows: [
    ['A1', 'Ana', 1830.5],
    ['B1', 'Ben', 12],
  ],
  truncated: false,
  relaxations: [],
  sql: 'select 1',
  parameters: [],
  timings: { planMs: 1, queryMs: 2 },
  ...more,
})
