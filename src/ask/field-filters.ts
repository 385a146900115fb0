import { sql } from 'kysely'
import type { Field } from '../catalog/types.ts'
import type { CheckedFieldFilter } from './checked.ts'
import { addDays, partsOf } from './days.ts'
import { lines, type Own, type Sql } from './fragments.ts'
import type { Stretch } from './period.ts'
import type { Comparison } from './plan.ts'
import { inStretch } from './query.ts'
import type { Scope } from './scope.ts'

/** A condition that is unknown (because a value is missing) is not met, and its complement is. */
export const complement = (condition: Sql): Sql => sql`not coalesce(${condition}, false)`

/** The placeholders that are a field's own. */
export function ownOf(field: Field): Own {
  const entries = Object.entries(field.parameters ?? {}).map(([key, value]) => [key, { value, type: 'text' }] as const)
  return Object.fromEntries(entries)
}

export function fieldCondition(filter: CheckedFieldFilter, scope: Scope): Sql {
  const { field, op, not } = filter
  if (field.many) return manyCondition(filter, scope)
  if (op === 'missing' && field.present) return not ? scope.use(field.present) : sql`not ${scope.use(field.present)}`
  const value = scope.use(field.sql, ownOf(field))
  if (op === 'missing') return not ? sql`${value} is not null` : sql`${value} is null`
  if (field.type === 'boolean') return booleanCondition(value, filter)
  const met = comparison(value, filter)
  return not ? complement(met) : met
}

function booleanCondition(value: Sql, { values, not }: CheckedFieldFilter): Sql {
  const wanted = new Set(values)
  if (wanted.size > 1) return not ? sql`(${value}) is null` : sql`(${value}) is not null`
  const met = wanted.has(true) ? sql`(${value})` : sql`not (${value})`
  return not ? complement(met) : met
}

/** Values that a row has several of: the catalogue's condition for "one of them", or a look through all of them. */
function manyCondition({ field, op, values, not }: CheckedFieldFilter, scope: Scope): Sql {
  const no = sql.raw(not ? 'not ' : '')
  if (op === 'is') {
    const texts = values.map((value) => (field.folds ? String(value).toLowerCase() : String(value)))
    return sql`${no}${scope.use(field.sql, { ...ownOf(field), value: { value: texts, type: 'text[]' } })}`
  }
  const spread = scope.use(field.spread ?? field.sql, ownOf(field))
  if (op === 'missing') return sql`${sql.raw(not ? '' : 'not ')}exists (${spread})`
  return sql`${no}exists (select 1 from (${spread}) each where ${containing(sql`each.value`, values)})`
}

function comparison(value: Sql, filter: CheckedFieldFilter): Sql {
  const { field, op, values, period } = filter
  switch (op) {
    case 'is':
      return oneOf(value, field, values)
    case 'contains':
      return containing(value, values)
    case 'in':
      return field.type === 'monthday' ? inYearlyStretch(value, period?.stretch) : within(value, period?.stretch)
    case 'missing':
      return sql`${value} is null`
    default: {
      const [first, second] = values.map((one) => literal(one))
      if (field.type === 'monthday') return betweenMonthDays(value, String(values[0]), String(values[1]))
      return compare(value, op, first ?? sql`null`, second ?? sql`null`)
    }
  }
}

function oneOf(value: Sql, field: Field, values: CheckedFieldFilter['values']): Sql {
  if (values.length === 1 && values[0] !== undefined) return sql`${value} = ${literal(values[0])}`
  const type =
    field.type === 'number' || field.type === 'money' || field.type === 'percent'
      ? 'numeric[]'
      : field.type === 'date'
        ? 'date[]'
        : 'text[]'
  return sql`${value} = any(${[...values]}::${sql.raw(type)})`
}

/** A bound value. PostgreSQL takes the type from the other side, which for whole numbers keeps an index of use. */
function literal(value: string | number | boolean): Sql {
  const plain = typeof value !== 'number' || (Number.isInteger(value) && Math.abs(value) < 2 ** 31)
  return plain ? sql`${value}` : sql`${value}::numeric`
}

/** Anywhere in the text, whatever the case and accents; `%` and `_` are letters like any other. */
function containing(text: Sql, values: CheckedFieldFilter['values']): Sql {
  const parts = values.map(
    (value) => sql`plain_text(${text}) like plain_text(${`%${String(value).replace(/[\\%_]/g, '\\$&')}%`})`,
  )
  return parts.length === 1 && parts[0] ? parts[0] : sql`(${lines(parts, ' or ')})`
}

/** In the period; without bounds, any day at all. */
function within(value: Sql, stretch: Stretch | undefined): Sql {
  const bounds = stretch ? inStretch(value, stretch) : []
  return bounds.length === 0 ? sql`${value} is not null` : sql`(${lines(bounds, ' and ')})`
}

/** A birthday in a stretch of days, which may wrap round the year; Feb 29 counts with Feb 28 where a year has no Feb 29. */
function inYearlyStretch(value: Sql, stretch: Stretch | undefined): Sql {
  if (!stretch || stretch.from === null || stretch.to === null) return sql`${value} is not null`
  const last = addDays(stretch.to, -1)
  if (last < stretch.from) return sql`false`
  if (addDays(stretch.from, 365) <= last) return sql`${value} is not null`
  const { year } = partsOf(last)
  const end =
    last.endsWith('-02-28') && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0)) ? '02-29' : last.slice(5)
  return betweenMonthDays(value, stretch.from.slice(5), end)
}

function betweenMonthDays(value: Sql, from: string, to: string): Sql {
  return from <= to ? sql`${value} between ${from} and ${to}` : sql`(${value} >= ${from} or ${value} <= ${to})`
}

export function compare(value: Sql, op: Comparison, first: Sql, second: Sql): Sql {
  switch (op) {
    case 'equals':
      return sql`${value} = ${first}`
    case 'more_than':
      return sql`${value} > ${first}`
    case 'at_least':
      return sql`${value} >= ${first}`
    case 'less_than':
      return sql`${value} < ${first}`
    case 'at_most':
      return sql`${value} <= ${first}`
    case 'between':
      return sql`${value} between ${first} and ${second}`
    default:
      return op satisfies never
  }
}

export const number = (value: number): Sql => literal(value)
