import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { ValueType } from '../catalog/types.ts'
import { writeMoney, writeNumber, writePercent } from './amounts.ts'
import { borderReady, compileContext, runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import { writeMonthDay } from './birthday-text.ts'
import type { CheckedSegment } from './checked.ts'
import { type Draft, openDraft } from './facts.ts'
import { type Bindings, lines, type Own, type Sql, type Statement, shared, statement, summaries } from './fragments.ts'
import { belonging } from './members.ts'
import { writeDay } from './period-text.ts'
import { allOf, listing } from './query.ts'
import type { AnswerColumn, Row } from './reply.ts'
import type { ShopRules } from './rules.ts'
import { run } from './run.ts'
import { openScope, type Scope } from './scope.ts'
import { withinScope } from './within-scope.ts'

/** A fact of one customer, to be shown under its label: catalogue SQL, or what makes SQL over the customer's row. */
export interface Fact {
  readonly label: string
  readonly sql: string | ((scope: Scope, draft: Draft) => Sql)
  readonly type: ValueType
  readonly unit?: string
  readonly own?: Own
}

export const factColumns: readonly AnswerColumn[] = [
  { name: 'customer_ref', label: 'Customer', type: 'key' },
  { name: 'fact', label: 'Fact', type: 'text' },
  { name: 'value', label: 'Value', type: 'text' },
]

/** The facts of one visible customer in one row: their values, or null when there is no such customer. */
export async function readFacts(
  ref: string,
  facts: readonly Fact[],
  asker: Asker,
  context: AskContext,
): Promise<{
  readonly values: Row | null
  readonly statement: Statement
  readonly queryMs: number
  readonly refused: string | null
}> {
  const query = factStatement(ref, facts, asker, context)
  await borderReady(query, context)
  const columns = facts.map(
    (fact, at): AnswerColumn => ({
      name: `f${at}`,
      label: fact.label,
      type: fact.type === 'monthday' ? 'text' : fact.type,
    }),
  )
  const result = await run(query, columns, runContext(asker, context))
  if (result.kind === 'refused') return { values: null, statement: query, queryMs: 0, refused: result.reason }
  return { values: result.rows[0] ?? null, statement: query, queryMs: result.queryMs, refused: null }
}

function factStatement(ref: string, facts: readonly Fact[], { scope: seen }: Asker, context: AskContext): Statement {
  const customer = context.catalog.entities.get('customer')
  if (!customer) throw new Error('The catalogue has no customers.')
  const bindings: Bindings = { ...compileContext(context), scope: seen }
  const draft = openDraft(context.catalog, bindings)
  const scope = openScope(customer, bindings, figuresOf(ref, bindings))
  const shown = facts.map((fact, at) => sql`${factSql(fact, scope, draft)} as ${sql.raw(`f${at}`)}`)
  const where = [scope.use(customer.visible ?? 'true'), ...withinScope(scope), sql`${scope.use('c.ref')} = ${ref}`]
  for (const each of draft.all())
    each.narrow(scope, (key) => sql`${key} in (select known.id from customers known where known.ref = ${ref})`)
  const query = lines([listing('select', shown), scope.from(), allOf('where', where)], '\n')
  return statement(sql`${draft.definitions()}${query}`, (text) => withOneBorder(byRanks(text)))
}

/** The customer's summary; as of a day before the latest fact it is worked out for them alone. */
function figuresOf(ref: string, bindings: Bindings): Sql {
  if (bindings.summaries === 'maintained') return summaries(bindings)
  const own = sql`array(select known.id from customers known where known.ref = ${ref})`
  return sql`customer_summaries_of(${shared('today', bindings.today, 'date')}, ${own})`
}

/** All the others, `t` in the catalogue and `buyer` in the borders, are looked at for their ranks alone. */
const byRanks = (text: string): string =>
  text
    .replace(/\bcustomer_summaries_at\((\$\d+::date)\) t\b/g, 'customer_ranks_at($1) t')
    .replace(/\brfm_borders\(customer_summaries_at\(/g, 'rfm_borders(customer_ranks_at(')

const border =
  /\(select t\.net_spend from (\S+|\S+\([^)]*\)) t where t\.order_count > 0 order by t\.net_spend desc offset \(select greatest\(ceil\(\S+ \* count\(\*\) \/ 100\.0\), 1\)::int - 1 from \1 t where t\.order_count > 0\) limit 1\)/

/** Stages and segments of one page speak of the same border of top customers, which among many buyers is found once. */
function withOneBorder(text: string): string {
  const [found] = border.exec(text) ?? []
  if (found === undefined || text.split(found).length < 3) return text
  const definition = `with\ntop_border as materialized (select ${found} as spend)`
  const rest = text.replaceAll(found, '(select b.spend from top_border b)')
  return rest.startsWith('with\n') ? `${definition},\n${rest.slice('with\n'.length)}` : `${definition}\n${rest}`
}

const factSql = ({ sql: made, own }: Fact, scope: Scope, draft: Draft): Sql =>
  typeof made === 'string' ? scope.use(made, own) : made(scope, draft)

/** Whether the customer is in a segment, as a fact. */
export function membership(segment: CheckedSegment): Fact {
  return {
    label: segment.segment.label,
    sql: (scope, draft) => sql`coalesce(${belonging(segment, scope, draft)}, false)`,
    type: 'boolean',
  }
}

/** What is said of a reference that brings nobody: to whoever sees a part, the same whether there is such a customer or not. */
export function nobodyCalled(ref: string, { scope }: Asker): string {
  return scope.kind === 'all' ? `There is no customer ${ref}.` : 'There is no such customer among those you see.'
}

/** A value as the page shows it; null where there is none. */
export function shownFact(
  value: Row[number],
  { type, unit }: Pick<Fact, 'type' | 'unit'>,
  rules: ShopRules,
): string | null {
  if (value === null) return null
  switch (type) {
    case 'money':
      return writeMoney(Number(value), rules.currency)
    case 'percent':
      return writePercent(Number(value))
    case 'number':
      return `${writeNumber(Number(value))}${unit ? ` ${unit}` : ''}`
    case 'date':
      return writeDay(String(value))
    case 'monthday':
      return writeMonthDay(String(value))
    case 'boolean':
      return value === true ? 'yes' : 'no'
    case 'key':
    case 'text':
      return String(value)
    default:
      return type satisfies never
  }
}
