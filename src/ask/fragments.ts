import { createQueryId, PostgresQueryCompiler, type RawBuilder, sql } from 'kysely'
import { keptBorders, topBorderKept } from '../catalog/kept-borders.ts'
import { borderColumns, bordersAlongIndex, bordersAmong } from '../catalog/rfm.ts'
import { topBorder } from '../catalog/segments.ts'
import type { ReadScope } from '../db/reading.ts'
import { categorySummaryColumns, summaryColumns } from '../db/summaries.ts'
import type { Day } from './days.ts'
import type { ShopRules } from './rules.ts'

/** A piece of SQL with its values bound. */
export type Sql = RawBuilder<unknown>

export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/**
 * What the placeholders of catalogue SQL stand for. `summaries` says which relation holds them: the maintained table
 * where today is not before the latest fact, else the same figures worked out as of today.
 */
export interface Bindings {
  readonly today: Day
  readonly rules: ShopRules
  readonly summaries: 'maintained' | 'as_of'
  /** Whether `rank_borders` is worth a look: in large shops, where finding the borders anew takes a second. */
  readonly borders?: 'kept'
  /** The scoring run that estimates come from; null where there is none. */
  readonly scoreRun: number | null
  /** The numbers of the segments whose histories may be looked at. */
  readonly recorded: readonly number[]
  /** Whose rows may be seen. */
  readonly scope: ReadScope
}

/**
 * Values of a field's or a segment's own, with their types: `:value`, `:percent`, `:category`, `:attribute`; or a relation
 * that the statement defines: `:members`.
 */
export type Own = Readonly<Record<string, OwnValue | { readonly relation: string }>>
interface OwnValue {
  readonly value: unknown
  readonly type: string
}

/**
 * Catalogue SQL with its placeholders bound. Only SQL of the catalogue comes in here; whatever a plan holds comes in as a
 * value.
 */
export function fragment(text: string, bindings: Bindings, own: Own = {}): Sql {
  const pieces = withKeptTop(text, bindings).split(/(?<!:):([a-z_]+)/)
  const bound = pieces.map((piece, index) => {
    if (index % 2 === 0) return sql.raw(piece)
    const mine = own[piece]
    if (mine && 'relation' in mine) return sql.raw(mine.relation)
    return mine ? sql`${mine.value}::${sql.raw(mine.type)}` : placeholder(piece, bindings)
  })
  return sql.join(bound, sql.raw(''))
}

/** What takes somebody to the top is looked up where it is kept for that share of the buyers, else found. */
function withKeptTop(text: string, { borders, summaries }: Bindings): string {
  if (borders !== 'kept') return text
  return [':percent', ':top_percent'].reduce((whole, percent) => {
    const found = topBorder.replace(':percent', percent)
    return whole.replaceAll(found, `coalesce(${topBorderKept(percent, summaries)}, ${found})`)
  }, text)
}

function placeholder(name: string, bindings: Bindings): Sql {
  const { rules } = bindings
  switch (name) {
    case 'today':
      return shared('today', bindings.today, 'date')
    case 'zone':
      return shared('zone', rules.timeZone, 'text')
    case 'top_percent':
      return shared(name, rules.topPercent, 'numeric')
    case 'due_gaps':
      return shared(name, rules.dueGaps, 'numeric')
    case 'lapsed_gaps':
      return shared(name, rules.lapsedGaps, 'numeric')
    case 'minimum_gap_days':
      return shared(name, rules.minimumGapDays, 'numeric')
    case 'default_gap_days':
      return shared(name, rules.defaultGapDays, 'numeric')
    case 'likely_gone_percent':
      return shared(name, rules.likelyGonePercent, 'numeric')
    case 'score_run':
      return shared(name, bindings.scoreRun, 'bigint')
    case 'recorded':
      return shared(name, bindings.recorded, 'bigint[]')
    case 'week_shift':
      return shared(name, rules.weekStart === 'sunday' ? 1 : 0, 'int')
    case 'summaries':
      return summaries(bindings)
    case 'borders':
      return sql`rfm_borders(${summaries(bindings)}${keptFor(bindings)})`
    case 'category_summaries':
      return categorySummaries(bindings)
    case 'refills':
      return refills(bindings)
    case 'aftercare':
      return aftercare(bindings)
    case 'scope_id':
      return shared(name, bindings.scope.kind === 'all' ? null : bindings.scope.id, 'bigint')
    default:
      throw new Error(`Catalogue SQL speaks of :${name}, which nothing binds.`)
  }
}

/** Behind the summaries whose borders are meant: until which day the kept ones would be the same. */
function keptFor(bindings: Bindings): Sql {
  if (bindings.borders !== 'kept') return sql``
  return bindings.summaries === 'maintained' ? sql` kept` : sql` kept ${shared('today', bindings.today, 'date')}`
}

/** The relation that holds one row of figures for each customer, as of today. */
export function summaries(bindings: Bindings): Sql {
  if (bindings.summaries === 'maintained') return sql.raw('customer_summaries')
  return sql`customer_summaries_at(${shared('today', bindings.today, 'date')})`
}

/** The relation that holds one row for each category that a customer has bought of, as of today. */
function categorySummaries(bindings: Bindings): Sql {
  if (bindings.summaries === 'maintained') return sql.raw('customer_category_summaries')
  return sql`customer_category_summaries_at(${shared('today', bindings.today, 'date')})`
}

/** The relation that holds one row for each product that runs out and that a customer bought twice, as of today. */
function refills(bindings: Bindings): Sql {
  if (bindings.summaries === 'maintained') return sql.raw('customer_refills')
  return sql`customer_refills_at(${shared('today', bindings.today, 'date')})`
}

/** The relation that holds one row for each product with a check-in or a warranty in each order, as of today. */
function aftercare(bindings: Bindings): Sql {
  if (bindings.summaries === 'maintained') return sql.raw('aftercare_purchases')
  return sql`aftercare_purchases_at(${shared('today', bindings.today, 'date')})`
}

const isShared = Symbol('shared')
interface Shared {
  readonly [isShared]: true
  readonly name: string
  readonly value: unknown
  readonly type: string
}

/** A value that is bound once, however often the statement speaks of it. */
export function shared(name: string, value: unknown, type: string): Sql {
  const parameter: Shared = { [isShared]: true, name, value, type }
  return sql`${sql.val(parameter)}`
}

/** Numbers a shared value once, and writes its type, which PostgreSQL could otherwise not tell from the first use. */
class StatementCompiler extends PostgresQueryCompiler {
  readonly #placeholders = new Map<string, string>()

  protected override appendValue(parameter: unknown): void {
    if (sharedValue(parameter)) this.#appendShared(parameter)
    else super.appendValue(parameter)
  }

  #appendShared({ name, value, type }: Shared): void {
    if (!this.#placeholders.has(name)) {
      this.addParameter(value)
      this.#placeholders.set(name, this.getCurrentParameterPlaceholder())
    }
    this.append(`${this.#placeholders.get(name)}::${type}`)
  }
}

function sharedValue(value: unknown): value is Shared {
  return typeof value === 'object' && value !== null && isShared in value
}

/** SQL and parameters, without a connection; `shaped` sees the text before relations of the whole statement are put ahead. */
export function statement(query: Sql, shaped: (text: string) => string = (text) => text): Statement {
  // A raw builder's node is one of those that can stand at the root.
  const root = query.toOperationNode() as Parameters<PostgresQueryCompiler['compileQuery']>[0]
  const compiled = new StatementCompiler().compileQuery(root, createQueryId())
  return { sql: layOut(workedOutOnce(withBorders(shaped(compiled.sql)))), parameters: compiled.parameters }
}

/** The borders of scores by rank, of those that the statement speaks of, ahead of it. */
function withBorders(text: string): string {
  const [call, summaries = '', kept, day] =
    /\brfm_borders\(((?:[^() ]|\([^()]*\))*)( kept(?: (\$\d+::date))?)?\)/.exec(text) ?? []
  if (call === undefined) return text
  const used = [...borderColumns.keys()].filter((column) => text.includes(`b.${column} `))
  const found = (only?: string) =>
    summaries === 'customer_summaries' ? bordersAlongIndex(used, [], only) : bordersAmong(summaries, used, only)
  const query = kept === undefined ? found() : keptOr(found, used, day)
  return ahead('rfm_borders', query, text.replaceAll(call, 'rfm_borders'))
}

/** The kept borders, or where a rank has changed since, in what this statement sees, those that it finds. */
function keptOr(found: (only: string) => string, columns: readonly string[], day: string | undefined): string {
  const kept = keptBorders(day)
  const looked = `select ${columns.map((column) => `kept.${column}`).join(', ')}\nfrom ${kept}`
  return `${looked}\nunion all\n${found(`not exists (select from ${kept})`)}\nlimit 1`
}

/** The statement with one more relation defined before all others. */
function ahead(name: string, query: string, text: string): string {
  const definition = `with\n${name} as (\n${query}\n)`
  return text.startsWith('with\n') ? `${definition},\n${text.slice('with\n'.length)}` : `${definition}\n${text}`
}

/** What is worked out as of a day, and the columns it has; statements speak of it by these aliases. */
const thens = [
  { of: 'customer_summaries_at', as: 'summaries_then', columns: ['customer_id', ...summaryColumns] },
  { of: 'customer_ranks_at', as: 'ranks_then', columns: ['order_count', 'net_spend', 'last_order_day'] },
  { of: 'customer_category_summaries_at', as: 'category_summaries_then', columns: categorySummaryColumns },
] as const

/**
 * Summaries as of a day cost a look at every fact: however often a statement speaks of them, they are worked out once,
 * and only the figures it uses.
 */
function workedOutOnce(text: string): string {
  return thens.reduce((statement, then) => workedOut(statement, then), text)
}

function workedOut(text: string, { of, as, columns }: (typeof thens)[number]): string {
  const [call] = new RegExp(`\\b${of}\\(\\$\\d+::date\\)`).exec(text) ?? []
  if (call === undefined || text.split(call).length < 3) return text
  const used = columns.filter((column) => column === 'customer_id' || new RegExp(`\\b[st]\\.${column}\\b`).test(text))
  return ahead(as, `select ${used.join(', ')}\nfrom ${call}`, text.replaceAll(call, as))
}

/** `a, b, c` on lines of their own. */
export const lines = (parts: readonly Sql[], separator: string): Sql => sql.join([...parts], sql.raw(separator))

const reserved = new Set([
  'all',
  'and',
  'any',
  'as',
  'asc',
  'case',
  'desc',
  'end',
  'from',
  'group',
  'in',
  'is',
  'limit',
  'not',
  'null',
  'offset',
  'on',
  'or',
  'order',
  'select',
  'table',
  'then',
  'to',
  'true',
  'union',
  'user',
  'when',
  'where',
  'with',
])

/** An output name; those that come from data (customer attributes) are quoted. */
export function name(text: string): Sql {
  return /^[a-z][a-z0-9_]*$/.test(text) && !reserved.has(text) ? sql.raw(text) : sql.id(text)
}

/** One clause a line; conditions stand two spaces in, and so does what stands in parentheses. */
function layOut(text: string): string {
  const levels = [0]
  const rows = text.split('\n').map((line) => line.trim())
  return rows
    .filter((line) => line !== '')
    .map((line) => {
      let closed: number | undefined
      for (const _ of /^\)+/.exec(line)?.[0] ?? '') closed = levels.pop()
      const level = closed === undefined ? (levels.at(-1) ?? 0) + (/^(and|or) /.test(line) ? 1 : 0) : closed - 1
      const opened = balance(line.replace(/^\)+/, ''))
      for (let count = 0; count < opened; count++) levels.push(level + 1)
      for (let count = opened; count < 0; count++) levels.pop()
      return '  '.repeat(level) + line
    })
    .join('\n')
}

/** Parentheses opened and not closed on the line; those in quotes do not count. */
function balance(line: string): number {
  const bare = line.replace(/'[^']*'|"[^"]*"/g, '')
  return (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0)
}
