import type { CustomerPage } from './customer-page.ts'
import type { Grain, Plan } from './plan.ts'
import type { ClarifyOption } from './planners/planner.ts'

export type Cell = string | number | boolean | null
export type Row = readonly Cell[]

/** `percent` is a fraction, `date` a day YYYY-MM-DD, `money` a decimal number in the shop's currency. */
export type ColumnType = 'key' | 'text' | 'number' | 'money' | 'percent' | 'date' | 'boolean'

export interface AnswerColumn {
  readonly name: string
  readonly label: string
  readonly type: ColumnType
  /** Of a date that stands for a stretch: what stretch it is the first day of. */
  readonly grain?: Grain
  /** Estimates brought together: no finer than such numbers are worth. */
  readonly estimate?: boolean
  /** A birthday, MM-DD. */
  readonly monthDay?: boolean
  /** Of a phone number: the country whose people read it. Rows and files have it as it is on record. */
  readonly phoneIn?: string
  /** Of an estimate: the names of the columns with the low and the high end of its range. */
  readonly range?: readonly [low: string, high: string]
}

/** Something said below an answer, and why it is said. */
export interface Note {
  readonly kind: 'planner' | 'definition' | 'period' | 'diagnosis' | 'caveat'
  readonly text: string
}

/** A condition that, left out or given another value, would bring rows: a button beside an empty answer. */
export interface Relaxation {
  readonly label: string
  readonly plan: Plan
}

export interface Answer {
  readonly kind: 'answer'
  readonly question: string
  readonly planner: 'offline' | 'model' | 'saved'
  /** What the question was read as, in plain words; also the title. */
  readonly reading: string
  /** For a follow-up, what it changed. */
  readonly changed: string | null
  readonly notes: readonly Note[]
  readonly plan: Plan
  readonly columns: readonly AnswerColumn[]
  /** The labels of columns that the asker may not see, or not here. */
  readonly withheld: readonly string[]
  readonly rows: readonly Row[]
  /** There are more rows than an answer may have. */
  readonly truncated: boolean
  readonly relaxations: readonly Relaxation[]
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly timings: { readonly planMs: number; readonly queryMs: number }
  /** Of one customer's page: what it shows beside its rows. */
  readonly page?: CustomerPage
}

export interface Clarify {
  readonly kind: 'clarify'
  readonly question: string
  readonly ask: string
  readonly options: readonly ClarifyOption[]
  readonly timings: { readonly planMs: number }
}

export interface Decline {
  readonly kind: 'decline'
  readonly question: string
  readonly reason: string
  readonly unknown: readonly string[]
  readonly suggestions: readonly string[]
  readonly timings: { readonly planMs: number }
}

export type Reply = Answer | Clarify | Decline

/** The reply as `--json` prints it. */
export function replyJson(reply: Reply): Readonly<Record<string, unknown>> {
  if (reply.kind !== 'answer') return { ...reply }
  const { kind, question, planner, reading, plan, rows, truncated, sql, parameters, timings } = reply
  const notes = [...(reply.changed === null ? [] : [reply.changed]), ...reply.notes.map((note) => note.text)]
  const columns = reply.columns.map(({ name, label, type }) => ({ name, label, type }))
  return {
    kind,
    question,
    planner,
    reading,
    notes,
    plan,
    columns,
    rows,
    rowCount: rows.length,
    truncated,
    sql,
    parameters,
    timings,
  }
}
