import { sql } from 'kysely'
import type { CheckedDimension } from './checked.ts'
import { add, addDays, type Day, lastDayOf, startOf } from './days.ts'
import type { Draft, FactRows, Key } from './facts.ts'
import { ownOf } from './field-filters.ts'
import type { Sql } from './fragments.ts'
import { segmentSql } from './members.ts'
import type { Keyed } from './numbers.ts'
import type { Stretch } from './period.ts'
import type { Grain } from './plan.ts'

const sortSuffix = '_in_order'
export const isSortKey = (key: string): boolean => key.endsWith(sortSuffix)

/** Each dimension by its natural order (weekdays from Monday), then by its value. */
export function naturalOrder(
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
export function keysOf(dimension: CheckedDimension, rows: FactRows, draft: Draft): readonly Key[] {
  const { column } = dimension
  switch (dimension.kind) {
    case 'time':
      if (rows.lasting) return [lastingKey(column, dimension.grain, rows, draft)]
      return [{ name: column, sql: bucketSql(rows.day, dimension.grain, draft), required: !always.has(rows.day ?? '') }]
    case 'segment': {
      const { sql: text, own } = segmentSql(dimension, rows.entity.alias, draft)
      return [{ name: column, sql: `coalesce((${text}), false)`, own, required: false }]
    }
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

/** A row that lasts is in every bucket at whose end (or on the last day that is looked at) it holds. */
function lastingKey(column: string, grain: Grain, { day, lasting, period }: FactRows, draft: Draft): Key {
  const until = lasting?.until ?? ''
  const buckets = bucketsIn(period ?? { from: null, to: null }, grain, draft)
  const held = `select held.first_day as value
    from unnest(:first_days, :last_days) held (first_day, last_day)
    where ${day} <= held.last_day and (${until} is null or ${until} > held.last_day)`
  return {
    name: column,
    sql: `(${held} limit 1)`,
    spread: held,
    own: {
      first_days: { value: buckets.map(({ first }) => first), type: 'date[]' },
      last_days: { value: buckets.map(({ last }) => last), type: 'date[]' },
    },
    required: true,
  }
}

/** The buckets of a stretch with the last day of each that is looked at; known ahead, so that PostgreSQL knows how many. */
function bucketsIn(
  { from, to }: Stretch,
  grain: Grain,
  { bindings: { today, rules } }: Draft,
): readonly { readonly first: Day; readonly last: Day }[] {
  const end = lastDayOf(to, today)
  const buckets: { first: Day; last: Day }[] = []
  for (let first = startOf(grain, from ?? today, rules); first <= end; first = add(first, grain, 1)) {
    const last = addDays(add(first, grain, 1), -1)
    buckets.push({ first, last: last < end ? last : end })
  }
  return buckets
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

/** The first day of the bucket that holds the day. */
export function startOfBucket(day: Sql, grain: Grain, { bindings }: Draft): Sql {
  if (grain === 'day') return sql`${day}::date`
  const sunday = grain === 'week' && bindings.rules.weekStart === 'sunday'
  if (sunday) return sql`(date_trunc('week', ${day} + interval '1 day') - interval '1 day')::date`
  return sql`date_trunc('${sql.raw(grain)}', ${day}::timestamp)::date`
}
