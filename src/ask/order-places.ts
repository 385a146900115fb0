import { writeNumber } from './amounts.ts'
import type { CheckedFieldFilter } from './checked.ts'

/**
 * Which of a customer's orders are meant, as people say it; null for what is no condition on an order's place among theirs.
 *
 *     order.from_last equals 1  // “their latest order”
 *     order.number at least 2   // “their second order or a later one”
 */
export function phraseOrderPlace({ field, op, values, not }: CheckedFieldFilter): string | null {
  const [value] = values
  if (not || typeof value !== 'number' || values.length !== 1) return null
  const end = ends[field.name]
  if (end === undefined) return null
  switch (op) {
    case 'equals':
      return value === 1 ? `their ${end} order` : end === 'first' ? numbered(value) : null
    case 'at_most':
      return value === 1 ? `their ${end} order` : `their ${end} ${writeNumber(value)} orders`
    case 'at_least':
      return end === 'first' && value === 2 ? 'their second order or a later one' : null
    default:
      return null
  }
}

const ordinals = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

function numbered(value: number): string | null {
  const ordinal = ordinals[value - 2]
  return ordinal === undefined ? null : `their ${ordinal} order`
}

const ends: Readonly<Record<string, string>> = { 'order.number': 'first', 'order.from_last': 'latest' }
