import { isNumber } from './conditions.ts'
import { approximately, isInDoubt } from './fraction.ts'
import { byKeys, type Table } from './interpreter.ts'
import type { Value } from './meanings.ts'

/** A cell as it comes out of an answer. */
export type Cell = string | number | boolean | null

const tolerance = 1e-9

/**
 * What is different between what the interpreter and the database say; null where nothing is. Rows whose numbers in the
 * plan's order differ by less than PostgreSQL's quotients are exact may come in any order among themselves.
 */
export function difference(
  expected: Table,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string | null {
  if (new Set(columns).size !== columns.length) return `two columns have one name: ${columns.join(', ')}`
  if (expected.rows.length !== rows.length) return `${expected.rows.length} rows expected, ${rows.length} given`
  const wrong = expected.rows.findIndex(
    (row, index) => row.length !== columns.length || rows[index]?.length !== columns.length,
  )
  if (wrong >= 0) return `${expected.rows[wrong]?.length} columns expected, ${columns.length} given`
  for (const { from, to } of ties(expected)) {
    const anyOrder = isNearTie(expected, from, to)
    const missing = unmatched(expected.rows.slice(from, to), rows.slice(from, to), anyOrder)
    if (missing)
      return `row ${from + 1}${to - from > 1 ? ` to ${to}` : ''}: not there is ${JSON.stringify(missing.map(plain))}`
  }
  return null
}

interface Run {
  readonly from: number
  readonly to: number
}

/** Stretches of rows that the order does not tell apart. */
function ties({ rows, order, directions }: Table): readonly Run[] {
  const starts = rows.flatMap((_row, index) => {
    const [before, here] = [order[index - 1], order[index]]
    const same =
      before &&
      here &&
      byKeys(
        nearly(before),
        nearly(here),
        directions.map((direction) => ({ direction })),
      ) === 0
    return same ? [] : [index]
  })
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? rows.length }))
}

/** Whether rows stand together that PostgreSQL may hold in another order. */
function isNearTie({ order }: Table, from: number, to: number): boolean {
  return order.slice(from + 1, to).some(({ keys }, index) =>
    keys.some((key, at) => {
      const before = order[from + index]?.keys[at] ?? null
      return isNumber(key) && isNumber(before) && isInDoubt(key, before)
    }),
  )
}

/** Quotients that end in different digits far behind the point are one number to an order. */
const nearly = ({ keys }: { readonly keys: readonly Value[] }): { readonly keys: readonly Value[] } => ({
  keys: keys.map((key) => (isNumber(key) ? approximately(key).toPrecision(11) : key)),
})

function unmatched(
  expected: readonly (readonly Value[])[],
  given: readonly (readonly Cell[])[],
  anyOrder: boolean,
): readonly Value[] | null {
  const left = [...given]
  for (const row of expected) {
    const same = (other: readonly Cell[]): boolean => row.every((value, index) => isSame(value, other[index] ?? null))
    const found = anyOrder ? left.findIndex(same) : left[0] && same(left[0]) ? 0 : -1
    if (found < 0) return row
    left.splice(found, 1)
  }
  return null
}

function isSame(expected: Value, given: Cell): boolean {
  if (!isNumber(expected)) return expected === given
  if (typeof given !== 'number') return false
  const wanted = approximately(expected)
  return Math.abs(wanted - given) <= tolerance * Math.max(1, Math.abs(wanted), Math.abs(given))
}

/** For reading: numbers as numbers. */
export const plain = (value: Value): Cell => (isNumber(value) ? approximately(value) : value)
