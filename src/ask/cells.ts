import { sql } from 'kysely'
import type { CheckedDimension, CheckedMeasurePlan } from './checked.ts'
import { addDays } from './days.ts'
import { isSortKey, naturalOrder, startOfBucket } from './dimensions.ts'
import type { Draft, Key } from './facts.ts'
import type { Part } from './figures.ts'
import { lines, name, type Sql, shared } from './fragments.ts'
import { havingOf, type Keyed, type Measured, numbersOf } from './numbers.ts'
import type { Stretch } from './period.ts'
import type { Grain } from './plan.ts'
import { listing } from './query.ts'

/**
 * Groups that any of the numbers has, one row for each: the facts' rows under one another, each with the others' numbers
 * missing, then brought together by group. That also holds for groups whose value is missing, which a join would lose.
 */
export function inCells(
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
