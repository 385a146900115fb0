import { z } from 'zod'

const rowsSchema = z.object({ ordered: z.boolean().default(false), rows: z.array(z.array(z.unknown())) })

/** A question with what its answer should be. */
export const goldSchema = z.object({
  id: z.string(),
  question: z.string(),
  thread: z.string().nullish(),
  expect: z.enum(['rows', 'abstain', 'clarify']),
  ordered: z.boolean().default(false),
  rows: z.array(z.array(z.unknown())).default([]),
  accept: z.array(rowsSchema).default([]),
  group: z.string().nullish(),
  tags: z.array(z.string()).default([]),
})
export type Gold = z.infer<typeof goldSchema>

export type Verdict = 'right' | 'wrong' | 'abstained'

/** What was answered, as far as it counts. */
export interface Given {
  readonly kind: 'answer' | 'clarify' | 'decline'
  readonly rows: readonly (readonly unknown[])[]
}

/**
 * Whether an answer is right: some choice of its columns, one for each column that is wanted, gives the wanted rows as often
 * as they are wanted, in their order where that matters. Answering what nothing can answer is wrong; asking back is right
 * where two readings are good, and either of them is as well.
 */
export function verdictOn({ expect, ordered, rows, accept }: Gold, given: Given): Verdict {
  const isAnswer = given.kind === 'answer'
  if (expect === 'abstain') return isAnswer ? 'wrong' : 'right'
  if (!isAnswer) return expect === 'clarify' && given.kind === 'clarify' ? 'right' : 'abstained'
  const readings = expect === 'rows' ? [{ ordered, rows }, ...accept] : accept
  return readings.some((reading) => holds(reading.rows, given.rows, reading.ordered)) ? 'right' : 'wrong'
}

type Table = readonly (readonly unknown[])[]

function holds(wanted: Table, given: Table, ordered: boolean): boolean {
  if (wanted.length !== given.length) return false
  const [first] = wanted
  if (!first) return true
  const column = (table: Table, at: number): Table => table.map((row) => [row[at]])
  const fitting = first.map((_, at) =>
    (given[0] ?? []).flatMap((_, other) => (sameRows(column(wanted, at), column(given, other), false) ? [other] : [])),
  )
  const choose = (at: number, chosen: readonly number[]): boolean => {
    const choices = fitting[at]
    if (choices === undefined)
      return sameRows(
        wanted,
        given.map((row) => chosen.map((each) => row[each])),
        ordered,
      )
    return choices.some((each) => !chosen.includes(each) && choose(at + 1, [...chosen, each]))
  }
  return choose(0, [])
}

function sameRows(wanted: Table, given: Table, ordered: boolean): boolean {
  if (ordered) return wanted.every((row, at) => sameRow(row, given[at] ?? []))
  const left = [...given]
  return wanted.every((row) => {
    const at = left.findIndex((other) => sameRow(row, other))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

const sameRow = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.every((value, at) => same(value, other[at]))

/** Numbers within 0.01 or a thousandth, fractions within 0.0005; days by their date; texts without case and accents. */
function same(one: unknown, other: unknown): boolean {
  if (one === null || one === undefined || other === null || other === undefined)
    return (one ?? null) === (other ?? null)
  if (isNumber(one) && isNumber(other)) {
    const [x, y] = [Number(one), Number(other)]
    return Math.abs(x - y) <= (Math.abs(x) < 1 ? 0.0005 : Math.max(0.01, 0.001 * Math.abs(x)))
  }
  if (isDate(one) && isDate(other)) return one.slice(0, 10) === other.slice(0, 10)
  return plain(one) === plain(other)
}

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()))
const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
const plain = (value: unknown): string => String(value).normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase()
