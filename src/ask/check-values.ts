import type { Field } from '../catalog/types.ts'
import { nearest } from '../nearest.ts'
import type { Checking } from './check-filters.ts'
import { isDay } from './days.ts'
import type { FieldFilter } from './plan.ts'

const ordered = ['equals', 'more_than', 'at_least', 'less_than', 'at_most', 'between'] as const

/** The operations that make sense for a field. */
export function operationsOf(field: Field): readonly FieldFilter['op'][] {
  if (field.many) return field.spread ? ['is', 'contains', 'missing'] : ['is']
  switch (field.type) {
    case 'key':
    case 'text':
      return ['is', 'contains', 'missing']
    case 'number':
    case 'money':
    case 'percent':
      return ['is', 'missing', ...ordered]
    case 'date':
      return ['is', 'missing', 'in', ...ordered]
    case 'monthday':
      return ['is', 'missing', 'in', 'between']
    case 'boolean':
      return ['is', 'missing']
    default:
      return field.type satisfies never
  }
}

export function checkOperation(field: Field, filter: FieldFilter, at: string, checking: Checking): void {
  const allowed = operationsOf(field)
  if (!allowed.includes(filter.op)) {
    checking.issues.push({ code: 'wrong_operation', at, field: field.label, op: filter.op, allowed })
    return
  }
  if (filter.op === 'in' && filter.period === null) checking.issues.push({ code: 'no_period', at, field: field.label })
  const expected = valueCount(filter.op)
  if (expected !== null && !expected.fits(filter.values.length)) {
    checking.issues.push({
      code: 'value_count',
      at,
      op: filter.op,
      given: filter.values.length,
      expected: expected.words,
    })
  }
  if (filter.op !== 'missing' && filter.op !== 'in')
    for (const value of filter.values) checkValue(field, filter.op, value, at, checking)
}

function valueCount(op: FieldFilter['op']): { readonly words: string; fits(count: number): boolean } | null {
  if (op === 'missing' || op === 'in') return null
  if (op === 'is' || op === 'contains') return { words: 'at least one value', fits: (count) => count >= 1 }
  if (op === 'between') return { words: 'two values', fits: (count) => count === 2 }
  return { words: 'one value', fits: (count) => count === 1 }
}

function checkValue(
  field: Field,
  op: FieldFilter['op'],
  value: string | number | boolean,
  at: string,
  checking: Checking,
): void {
  const expected = expectedValue(field, value)
  if (expected !== null)
    checking.issues.push({ code: 'wrong_value', at, field: field.label, value: String(value), expected })
  else if (op === 'is' && Array.isArray(field.values)) checkListedValue(field, field.values, value, at, checking)
}

/** What the value should have been, when it is not. */
function expectedValue(field: Field, value: string | number | boolean): string | null {
  switch (field.type) {
    case 'key':
    case 'text':
      return typeof value === 'string' && !value.includes('\0') ? null : 'a text'
    case 'number':
    case 'money':
    case 'percent':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'a number'
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'a day such as 2026-10-31'
    case 'monthday':
      return typeof value === 'string' && isDay(`2024-${value}`) ? null : 'a month and a day such as 10-31'
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false'
    default:
      return field.type satisfies never
  }
}

function checkListedValue(
  field: Field,
  values: readonly { readonly value: string | number | boolean }[],
  value: string | number | boolean,
  at: string,
  checking: Checking,
): void {
  if (values.some((known) => known.value === value)) return
  const known = values.map((one) => String(one.value))
  checking.issues.push({
    code: 'unknown_value',
    at,
    field: field.label,
    value: String(value),
    nearest: nearest(String(value), known),
    known,
  })
}
