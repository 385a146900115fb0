import type { Asker } from '../access/asker.ts'
import { keepBorders } from '../catalog/kept-borders.ts'
import { columnsOf } from './answer.ts'
import type { AskContext } from './ask.ts'
import type { CheckedDefinition, CheckedPlan, CheckedQuery } from './checked.ts'
import { type CompileContext, compile } from './compile.ts'
import { type CustomerPage, customerPage } from './customer-page.ts'
import { diagnose } from './diagnose.ts'
import { estimateNotes } from './estimates.ts'
import { fill, notesOn } from './explain.ts'
import type { Statement } from './fragments.ts'
import { groupNotes } from './group-notes.ts'
import { historyNotes } from './history-notes.ts'
import { meaningFor } from './meanings.ts'
import { namesIn } from './names.ts'
import { writeDay } from './period-text.ts'
import type { PhraseContext } from './phrases.ts'
import { reading } from './reading.ts'
import type { AnswerColumn, Note, Relaxation, Row } from './reply.ts'
import { rightsNotes } from './rights-notes.ts'
import { type RunContext, run } from './run.ts'
import { whyInSegment } from './why.ts'

/** What a checked plan came to. */
export interface Answered {
  readonly kind: 'answered'
  readonly reading: string
  readonly notes: readonly Note[]
  readonly columns: readonly AnswerColumn[]
  readonly withheld: readonly string[]
  readonly rows: readonly Row[]
  readonly truncated: boolean
  readonly relaxations: readonly Relaxation[]
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly queryMs: number
  /** Of one customer's page: what it shows beside its rows. */
  readonly page?: CustomerPage
}
export type Refused = { readonly kind: 'refused'; readonly reason: string }

/** checked plan → query → rows → what they say */
export async function answerPlan(plan: CheckedPlan, asker: Asker, context: AskContext): Promise<Answered | Refused> {
  switch (plan.kind) {
    case 'list':
    case 'measure':
    case 'cohorts':
      return answerQuery(plan, asker, context)
    case 'customer':
      return customerPage(plan, asker, context)
    case 'why':
      return whyInSegment(plan, asker, context)
    case 'definition':
      return define(plan, asker, context)
    default:
      return plan satisfies never
  }
}

export const runContext = (asker: Asker, { reader, rules, limits }: AskContext): RunContext => ({
  reader,
  rules,
  asker,
  limits,
})

export function compileContext(context: AskContext): CompileContext {
  const { catalog, today, rules, summaries, borders, scores, histories, limits } = context
  const recorded = [...histories].flatMap(([name, { segmentId }]) => (catalog.segments.has(name) ? [segmentId] : []))
  const known = { catalog, today, rules, summaries, scoreRun: scores?.id ?? null, recorded, rowCap: limits.rowCap }
  return borders ? { ...known, borders } : known
}

/** Before a statement that looks for the kept borders: after a change of ranks the first who asks finds them again. */
export async function borderReady({ sql }: Statement, { db, rules }: AskContext): Promise<void> {
  if (sql.includes('rank_borders')) await keepBorders(db, rules.topPercent)
}

async function answerQuery(plan: CheckedQuery, asker: Asker, context: AskContext): Promise<Answered | Refused> {
  const statement = compile(plan, compileContext(context))
  const columns = columnsOf(plan, context.rules.country)
  await borderReady(statement, context)
  const [result, names] = await Promise.all([
    run(statement, columns, runContext(asker, context)),
    namesIn(plan, runContext(asker, context)),
  ])
  if (result.kind === 'refused') return result
  const phrasing: PhraseContext = { today: context.today, rules: context.rules, names }
  const { rows, truncated, queryMs } = result
  const { notes, relaxations } = isEmpty(plan, rows)
    ? await diagnose(plan, asker, phrasing, context)
    : { notes: [], relaxations: [] }
  return {
    kind: 'answered',
    reading: reading(plan, phrasing),
    notes: [
      ...notes,
      ...notesOn(plan, asker.scope, phrasing),
      ...groupNotes(plan, columns, rows),
      ...estimateNotes(plan, context.scores),
      ...historyNotes(plan),
      ...rightsNotes(plan, asker),
      ...caveats(truncated, context),
    ],
    columns,
    withheld: plan.kind === 'list' ? plan.withheld : [],
    rows,
    truncated,
    relaxations,
    ...statement,
    queryMs,
  }
}

/** No rows, or a single row of nothing at all. */
function isEmpty(plan: CheckedQuery, rows: readonly Row[]): boolean {
  if (rows.length === 0) return true
  return (
    plan.kind === 'measure' &&
    plan.by.length === 0 &&
    rows.every((row) => row.every((value) => value === null || value === 0))
  )
}

/** What holds for every answer from this shop's data. */
export function caveats(truncated: boolean, { freshness, limits }: AskContext): readonly Note[] {
  const texts = [
    ...(truncated ? [`Only the first ${limits.rowCap.toLocaleString('en-US')} rows are shown; there are more.`] : []),
    ...(freshness.latestOrder === null
      ? ['There are no orders yet.']
      : [`Orders up to ${writeDay(freshness.latestOrder)}.`]),
    ...(freshness.sample ? ['Sample data: this shop is invented.'] : []),
  ]
  return texts.map((text) => ({ kind: 'caveat', text }))
}

async function define(plan: CheckedDefinition, asker: Asker, context: AskContext): Promise<Answered> {
  const names = await namesIn(plan, runContext(asker, context))
  const phrasing: PhraseContext = { today: context.today, rules: context.rules, names }
  const meaning = plan.saved ? meaningFor(plan.saved, asker.scope, phrasing) : plan.term.meaning
  return {
    kind: 'answered',
    reading: reading(plan, phrasing),
    notes: [],
    columns: [
      { name: 'word', label: 'Word', type: 'text' },
      { name: 'meaning', label: 'Meaning', type: 'text' },
    ],
    withheld: [],
    rows: [[plan.term.label, fill(meaning, context.rules)]],
    truncated: false,
    relaxations: [],
    sql: '',
    parameters: [],
    queryMs: 0,
  }
}
