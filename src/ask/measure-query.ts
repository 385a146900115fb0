import { sql } from 'kysely'
import type { CheckedDimension, CheckedMeasure, CheckedMeasurePlan } from './checked.ts'
import { addDays } from './days.ts'
import type { Draft, FactRows, Key } from './facts.ts'
import { type Figure, figureOf, type Grouping, type Part } from './figures.ts'
import { compare, number, ownOf, segmentOwn } from './filters.ts'
import { lines, name, type Sql, shared } from './fragments.ts'
import type { Stretch } from './period.ts'
import type { Grain } from './plan.ts'
import { finish, listing, type OrderTerm, type Selection, select } from './query.ts'

/** Numbers, in one row or broken down. Each is aggregated over its own facts; only then are they laid side by side. */
export function measureQuery(plan: CheckedMeasurePlan, draft: Draft, cap: number): Sql {
  const grouping: Grouping = {
    where: plan.where,
    keys: (rows) => plan.by.flatMap((dimension) => keysOf(dimension, rows, draft)),
    by: plan.by.length === 0 ? 'in_all' : `by_${plan.by.map((one) => one.column).join('_and_')}`,
    total: 'kept',
  }
  const figures = plan.measures.map((measure) => ({ measure, figure: figureOf(measure, grouping, draft) }))
  const selection = selectionOf(plan, figures, draft)
  return cut(plan, selection, draft, cap)
}

interface Measured {
  readonly measure: CheckedMeasure
  readonly figure: Figure
}

interface Keyed extends Selection {
  /** What the rows are ordered by after the plan's own order: output names, and what is not shown, under a name. */
  readonly natural: readonly { readonly name: string; readonly hidden: Sql | null }[]
}

function selectionOf(plan: CheckedMeasurePlan, figures: readonly Measured[], draft: Draft): Keyed {
  const relations = new Set(figures.flatMap(({ figure }) => figure.parts.map((part) => part.relation)))
  const single = figures[0]?.figure.parts[0]?.facts
  const overTime = plan.by.find((dimension) => dimension.kind === 'time')
  const isRead = figures.some(
    ({ figure }) => single !== null && single !== undefined && figure.reads.includes(single.name),
  )
  if (relations.size === 1 && single && !overTime && !isRead) return overOneKindOfFacts(plan, figures, draft)
  return plan.by.length === 0 ? sideBySide(plan, figures) : inCells(plan, figures, overTime ?? null, draft)
}

/** All numbers come from the same facts: one select over them. */
function overOneKindOfFacts(plan: CheckedMeasurePlan, figures: readonly Measured[], draft: Draft): Keyed {
  const facts = figures[0]?.figure.parts[0]?.facts
  if (!facts) throw new Error('There are no facts to select from.')
  draft.inline(facts)
  const { from, where, keys } = facts.body()
  const columns = facts.keys.map((key, at) => ({ name: key.name, sql: keys[at] ?? sql`null` }))
  const shown = columns.filter((column) => !isSortKey(column.name))
  const beside = columns.filter((column) => isSortKey(column.name)).map((column) => column.sql)
  const numbers = numbersOf(figures, (part) => part.facts?.expression(part.column) ?? sql`null`)
  const groups = columns.length === 0 ? null : { columns: shown.length, beside }
  const natural = naturalOrder(plan.by, facts.keys, (key) => columns.find((one) => one.name === key)?.sql ?? sql`null`)
  return { columns: [...shown, ...numbers], from, where, groups, having: havingOf(plan, numbers), natural }
}

function numbersOf(
  figures: readonly Measured[],
  refer: (part: Part) => Sql,
): readonly { readonly name: string; readonly sql: Sql }[] {
  return figures.map(({ measure, figure }) => ({ name: measure.column, sql: figure.value(figure.parts.map(refer)) }))
}

/** One row of numbers from different facts. */
function sideBySide(plan: CheckedMeasurePlan, figures: readonly Measured[]): Keyed {
  const relations = [...new Set(figures.flatMap(({ figure }) => figure.parts.map((part) => part.relation)))]
  const columns = numbersOf(figures, (part) => sql`${sql.raw(`${part.relation}.`)}${name(part.column)}`)
  const from = sql`from ${sql.raw(relations.join('\ncross join '))}`
  const kept = plan.having.map((having) => conditionOn(having, columns))
  return { columns, from, where: kept, groups: null, having: [], natural: [] }
}

/**
 * Groups that any of the numbers has, one row for each: the facts' rows under one another, each with the others' numbers
 * missing, then brought together by group. That also holds for groups whose value is missing, which a join would lose.
 */
function inCells(
  plan: CheckedMeasurePlan,
  figures: readonly Measured[],
  time: Extract<CheckedDimension, { kind: 'time' }> | null,
  draft: Draft,
): Keyed {
  const parts = distinctParts(figures)
  const keys = parts[0]?.keys ?? []
  const names = parts.map((_, at) => `n${at + 1}`)
  const buckets = time ? defineBuckets(time, figures, parts, draft) : null
  const cells = cellRows(parts, keys, names, figures, buckets, draft)
  const numbers = numbersOf(
    figures,
    (part) => sql`max(cells.${sql.raw(names[parts.indexOf(partLike(part, parts))] ?? 'n0')})`,
  )
  const shown = keys.filter((key) => !isSortKey(key.name))
  const beside = keys.filter((key) => isSortKey(key.name)).map((key) => sql`cells.${name(key.name)}`)
  return {
    columns: [...shown.map((key) => ({ name: key.name, sql: sql`cells.${name(key.name)}` })), ...numbers],
    from: sql`from (\n${lines(cells, '\nunion all\n')}\n) cells`,
    where: [],
    groups: { columns: shown.length, beside },
    having: havingOf(plan, numbers),
    natural: naturalOrder(plan.by, keys, (key) => sql`cells.${name(key)}`),
  }
}

function distinctParts(figures: readonly Measured[]): readonly Part[] {
  const parts: Part[] = []
  for (const part of figures.flatMap(({ figure }) => figure.parts))
    if (!parts.some((other) => alike(part, other))) parts.push(part)
  return parts
}

const alike = (one: Part, other: Part): boolean =>
  one.relation === other.relation &&
  one.column === other.column &&
  one.back?.unit === other.back?.unit &&
  one.back?.count === other.back?.count
const partLike = (part: Part, parts: readonly Part[]): Part => parts.find((other) => alike(part, other)) ?? part

interface Buckets {
  readonly relation: string
  readonly column: string
  readonly grain: Grain
}

/** The facts' rows, and for time also every bucket of the stretch for each of the other groups. */
function cellRows(
  parts: readonly Part[],
  keys: readonly Key[],
  names: readonly string[],
  figures: readonly Measured[],
  buckets: Buckets | null,
  draft: Draft,
): readonly Sql[] {
  const relations = [
    ...new Map(parts.map((part) => [`${part.relation} ${part.back?.unit} ${part.back?.count}`, part])).values(),
  ]
  const rows = relations.map((relation) => {
    const numbers = parts.map((part, at) => {
      const mine = part.relation === relation.relation && (part.back === null) === (relation.back === null)
      return mine
        ? sql`${sql.raw(`${part.relation}.`)}${name(part.column)} as ${sql.raw(names[at] ?? '')}`
        : sql`${nothing(part, figures)} as ${sql.raw(names[at] ?? '')}`
    })
    return relation.back && buckets
      ? earlierRows(relation, keys, numbers, buckets, draft)
      : plainRows(relation, keys, numbers)
  })
  return buckets ? [...rows, emptyBuckets(parts, keys, names, figures, buckets)] : rows
}

const nothing = (part: Part, figures: readonly Measured[]): Sql => {
  const owner = figures.find(({ figure }) => figure.parts.some((one) => alike(one, part)))
  return owner && owner.measure.type === 'date' ? sql`null::date` : sql`null::numeric`
}

function plainRows(part: Part, keys: readonly Key[], numbers: readonly Sql[]): Sql {
  const shown = [...keys.map((key) => sql`${sql.raw(`${part.relation}.`)}${name(key.name)}`), ...numbers]
  return sql`${listing('select', shown)}\nfrom ${sql.raw(part.relation)}`
}

/** Facts of earlier buckets, shown in the buckets that are compared with them. */
function earlierRows(part: Part, keys: readonly Key[], numbers: readonly Sql[], buckets: Buckets, draft: Draft): Sql {
  const bucket = sql`${sql.raw(`${buckets.relation}.`)}${name(buckets.column)}`
  const shown = keys.map((key) =>
    key.name === buckets.column ? bucket : sql`${sql.raw(`${part.relation}.`)}${name(key.name)}`,
  )
  const earlier = startOfBucket(sql`(${bucket} - ${intervalOf(part.back)})`, buckets.grain, draft)
  const on = sql`${sql.raw(`${part.relation}.`)}${name(buckets.column)} = ${earlier}`
  return sql`${listing('select', [...shown, ...numbers])}\nfrom ${sql.raw(part.relation)}\njoin ${sql.raw(buckets.relation)} on ${on}`
}

function intervalOf(back: Part['back']): Sql {
  const [count, unit] = back?.unit === 'quarter' ? [back.count * 3, 'month'] : [back?.count ?? 0, back?.unit ?? 'day']
  return sql.raw(`interval '${count} ${unit}'`)
}

/** The first day of the bucket that holds the day. */
function startOfBucket(day: Sql, grain: Grain, { bindings }: Draft): Sql {
  if (grain === 'day') return sql`${day}::date`
  const sunday = grain === 'week' && bindings.rules.weekStart === 'sunday'
  if (sunday) return sql`(date_trunc('week', ${day} + interval '1 day') - interval '1 day')::date`
  return sql`date_trunc('${sql.raw(grain)}', ${day}::timestamp)::date`
}

function emptyBuckets(
  parts: readonly Part[],
  keys: readonly Key[],
  names: readonly string[],
  figures: readonly Measured[],
  buckets: Buckets,
): Sql {
  const others = keys.filter((key) => key.name !== buckets.column)
  const shown = keys.map((key) =>
    key.name === buckets.column
      ? sql`${sql.raw(`${buckets.relation}.`)}${name(key.name)}`
      : sql`others.${name(key.name)}`,
  )
  const numbers = parts.map((part, at) => sql`${nothing(part, figures)} as ${sql.raw(names[at] ?? '')}`)
  const select = listing('select', [...shown, ...numbers])
  if (others.length === 0) return sql`${select}\nfrom ${sql.raw(buckets.relation)}`
  const current = [...new Set(parts.filter((part) => part.back === null).map((part) => part.relation))]
  const groups = current.map(
    (relation) =>
      sql`${listing(
        'select',
        others.map((key) => name(key.name)),
      )} from ${sql.raw(relation)}`,
  )
  return sql`${select}\nfrom ${sql.raw(buckets.relation)}\ncross join (${lines(groups, ' union ')}) others`
}

/** Every bucket of the measured stretches, those without facts too. */
function defineBuckets(
  time: Extract<CheckedDimension, { kind: 'time' }>,
  figures: readonly Measured[],
  parts: readonly Part[],
  draft: Draft,
): Buckets {
  const current = [...new Set(parts.filter((part) => part.back === null).map((part) => part.relation))]
  const stretches = [...new Map(figures.map(({ figure }) => [JSON.stringify(figure.stretch), figure.stretch])).values()]
  const grain = time.grain
  const relation = draft.define(
    `${grain}s`,
    () => current,
    () => {
      const series = stretches.map((stretch) => seriesOf(stretch, time, current, draft))
      return lines(series, '\nunion\n')
    },
  )
  return { relation, column: time.column, grain }
}

function seriesOf(
  { from, to }: Stretch,
  { grain, column }: Extract<CheckedDimension, { kind: 'time' }>,
  relations: readonly string[],
  draft: Draft,
): Sql {
  const { today } = draft.bindings
  const firsts = relations.map((relation) => sql`select min(${name(column)}) as first from ${sql.raw(relation)}`)
  const start =
    from === null
      ? sql`(select min(first) from (${lines(firsts, ' union all ')}) starts)`
      : startOfBucket(sql`${from}::date`, grain, draft)
  // Nothing has happened in buckets ahead of today; what lies ahead (due dates) shows as far as there is any.
  const ends = relations.map((relation) => sql`select max(${name(column)}) as last from ${sql.raw(relation)}`)
  const known = sql`greatest(${shared('today', today, 'date')}, (select max(last) from (${lines(ends, ' union all ')}) ends))`
  const last = to === null ? shared('today', today, 'date') : sql`least(${addDays(to, -1)}::date, ${known})`
  const step = grain === 'quarter' ? '3 months' : `1 ${grain}`
  return sql`select day::date as ${name(column)}\nfrom generate_series(${start}::timestamp, ${last}::timestamp, interval '${sql.raw(step)}') day`
}

function havingOf(
  plan: CheckedMeasurePlan,
  numbers: readonly { readonly name: string; readonly sql: Sql }[],
): readonly Sql[] {
  return plan.having.map((having) => conditionOn(having, numbers))
}

function conditionOn(
  having: CheckedMeasurePlan['having'][number],
  numbers: readonly { readonly name: string; readonly sql: Sql }[],
): Sql {
  const value = numbers.find((one) => one.name === having.measure.column)?.sql ?? sql`null`
  return compare(value, having.op, number(having.value), number(having.upper ?? 0))
}

const sortSuffix = '_in_order'
const isSortKey = (key: string): boolean => key.endsWith(sortSuffix)

/** Each dimension by its natural order (weekdays from Monday), then by its value. */
function naturalOrder(
  by: readonly CheckedDimension[],
  keys: readonly Key[],
  hidden: (key: string) => Sql,
): Keyed['natural'] {
  const known = new Set(keys.map((key) => key.name))
  return by.flatMap((dimension) => {
    const names = [
      `${dimension.column}${sortSuffix}`,
      dimension.column,
      ...(dimension.kind === 'field' && dimension.companion ? [dimension.companion.column] : []),
    ]
    return names
      .filter((one) => known.has(one))
      .map((one) => ({ name: one, hidden: isSortKey(one) ? hidden(one) : null }))
  })
}

/** A dimension as the keys that facts are grouped by. */
function keysOf(dimension: CheckedDimension, rows: FactRows, draft: Draft): readonly Key[] {
  const { column } = dimension
  switch (dimension.kind) {
    case 'time':
      return [{ name: column, sql: bucketSql(rows.day, dimension.grain, draft), required: !always.has(rows.day ?? '') }]
    case 'segment':
      return [
        {
          name: column,
          sql: `coalesce((${dimension.segment.sql}), false)`,
          own: segmentOwn(dimension),
          required: false,
        },
      ]
    case 'field': {
      const { field, companion } = dimension
      const own = ownOf(field)
      return [
        {
          name: column,
          sql: field.sql,
          own,
          required: field.dropsMissing ?? false,
          ...(field.spread === undefined ? {} : { spread: field.spread }),
        },
        ...(companion
          ? [{ name: companion.column, sql: companion.field.sql, own: ownOf(companion.field), required: false }]
          : []),
        ...(field.sort ? [{ name: `${column}${sortSuffix}`, sql: field.sort, own, required: false }] : []),
      ]
    }
    default:
      return dimension satisfies never
  }
}

/** Days that no row is without. */
const always = new Set(['o.ordered_day', 'i.on_day', 'k.opened_day', 'n.written_day', 'f.due_on'])

/** The first day of the bucket, in catalogue SQL; facts without a day are in none. */
function bucketSql(day: string | null, grain: Grain, { bindings }: Draft): string {
  if (day === null) return ''
  if (grain === 'day') return day
  if (grain === 'week' && bindings.rules.weekStart === 'sunday')
    return `(date_trunc('week', ${day} + interval '1 day') - interval '1 day')::date`
  return `date_trunc('${grain}', ${day}::timestamp)::date`
}

function cut(plan: CheckedMeasurePlan, selection: Keyed, draft: Draft, cap: number): Sql {
  const { limit, by } = plan
  if (by.length === 0) return sql`${draft.definitions()}${select(selection)}`
  if (limit !== null && (limit.percent !== null || limit.per !== null)) return ranked(plan, selection, draft, cap)
  const order = [
    ...orderOf(plan),
    ...selection.natural.map((term): OrderTerm => ({ sql: term.hidden ?? name(term.name), direction: 'asc' })),
  ]
  return sql`${draft.definitions()}${finish(selection, order, { limit, per: null, cap })}`
}

const orderOf = (plan: CheckedMeasurePlan): readonly OrderTerm[] =>
  plan.order.map(({ by, direction }) => ({ sql: name(by.column), direction }))

/** Windows look at finished numbers, so those are selected first. */
function ranked(plan: CheckedMeasurePlan, selection: Keyed, draft: Draft, cap: number): Sql {
  const hidden = selection.natural.flatMap((term) => (term.hidden ? [sql`${term.hidden} as ${name(term.name)}`] : []))
  const numbers = select(selection, hidden)
  const per = plan.by.find((dimension) => dimension.kind === 'field' && dimension.field.name === plan.limit?.per?.name)
  const columns = selection.columns.map((column) => ({ name: column.name, sql: name(column.name) }))
  const outer: Selection = { columns, from: sql`from (\n${numbers}\n) answer`, where: [], groups: null, having: [] }
  const order = [
    ...orderOf(plan),
    ...selection.natural.map((term): OrderTerm => ({ sql: name(term.name), direction: 'asc' })),
  ]
  return sql`${draft.definitions()}${finish(outer, order, { limit: plan.limit, per: per ? name(per.column) : null, cap })}`
}
