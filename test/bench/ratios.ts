import { CompiledQuery, type Kysely } from 'kysely'
import { administrator } from '../../src/access/asker.ts'
import type { AskContext } from '../../src/ask/ask.ts'
import { readLimits } from '../../src/ask/run.ts'
import { readTransaction } from '../../src/db/reading.ts'
import type { Database } from '../../src/db/schema.ts'
import { type Pair, pairs } from './handwritten.ts'
import { askOne } from './latency.ts'
import { timed } from './measure.ts'

export type Ratio = { readonly question: string } & (
  | { readonly kind: 'measured'; readonly compiledMs: number; readonly handMs: number; readonly ratio: number }
  /** Nothing to compare: no answer, or other rows than those of the SQL written by hand. */
  | { readonly kind: 'differs'; readonly why: string }
)

/** Each common question's compiled query against SQL written by hand, on the same tables, as the same role. */
export async function ratios(context: AskContext, times: number): Promise<readonly Ratio[]> {
  const measured: Ratio[] = []
  for (const pair of pairs(context.today)) measured.push(await ratio(pair, context, times))
  return measured
}

async function ratio(pair: Pair, context: AskContext, times: number): Promise<Ratio> {
  const { question } = pair
  const reply = await askOne(question, context)
  if (reply.kind !== 'answer') return { question, kind: 'differs', why: reply.kind }
  return reading(context, async (trx) => {
    const compiled = () =>
      trx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(reply.sql, [...reply.parameters]))
    const byHand = () => trx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(pair.sql, [...pair.parameters]))
    const difference = differenceOf((await compiled()).rows, (await byHand()).rows)
    if (difference !== null) return { question, kind: 'differs', why: difference }
    const compiledMs: number[] = []
    const handMs: number[] = []
    // Turn about, so that whatever else the machine does falls on both.
    for (let round = 0; round < times; round++) {
      compiledMs.push((await timed(compiled)).ms)
      handMs.push((await timed(byHand)).ms)
    }
    // The fastest of each: whatever else the machine does only adds.
    const [ours, theirs] = [Math.min(...compiledMs), Math.min(...handMs)]
    return { question, kind: 'measured', compiledMs: ours, handMs: theirs, ratio: ours / theirs }
  })
}

function reading<T>(context: AskContext, work: (trx: Kysely<Database>) => Promise<T>): Promise<T> {
  return readTransaction(context.reader, readLimits({ ...context, asker: administrator }), work)
}

type Rows = readonly Record<string, unknown>[]

/** What is different between two lists of rows, read column by column; null where they are equal. */
export function differenceOf(ours: Rows, theirs: Rows): string | null {
  if (ours.length !== theirs.length) return `${ours.length} rows against ${theirs.length} by hand`
  const at = ours.findIndex((row, index) => !sameCells(Object.values(row), Object.values(theirs[index] ?? {})))
  return at < 0 ? null : `row ${at + 1}: ${JSON.stringify(ours[at])} against ${JSON.stringify(theirs[at])} by hand`
}

const sameCells = (ours: readonly unknown[], theirs: readonly unknown[]): boolean =>
  ours.length === theirs.length && ours.every((cell, at) => sameCell(cell, theirs[at]))

function sameCell(ours: unknown, theirs: unknown): boolean {
  if (ours === null || theirs === null) return ours === theirs
  const [a, b] = [Number(ours), Number(theirs)]
  if (Number.isNaN(a) || Number.isNaN(b)) return String(ours) === String(theirs)
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
}
