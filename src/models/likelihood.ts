import type { CountedHistory } from './histories.ts'
import { type PurchaseModel, type PurchaseParameters, staysOf } from './purchases.ts'

/**
 * ln of the likelihood of all these customers, as a function of the parameters: the sum of `lnLikelihood`, prepared for
 * being asked some hundred times.
 *
 * What depends on the number of purchases alone is a sum of logarithms that goes on from one number to the next (every
 * Γ of the formula stands over another that is whole steps away), and what depends on a time alone is taken once for
 * each time that occurs. A group of customers with the same history is left with one exponential and one logarithm.
 */
export function likelihoodOf(
  model: PurchaseModel,
  histories: readonly CountedHistory[],
): (p: PurchaseParameters) => number {
  const groups = columnsOf(histories)
  const most = groups.repeats.reduce((larger, x) => Math.max(larger, x), 0)
  const lnTimes = new Float64Array(groups.times.length)
  return (p) => {
    const { buying, leaving } = byRepeats(model, p, most)
    for (let at = 0; at < lnTimes.length; at++) lnTimes[at] = Math.log(p.alpha + value(groups.times, at))
    let total = 0
    for (let at = 0; at < groups.repeats.length; at++) {
      const x = value(groups.repeats, at)
      const size = p.r + x
      const lnAge = value(lnTimes, value(groups.age, at))
      const lnOdds = value(leaving, x) + size * (lnAge - value(lnTimes, value(groups.recency, at)))
      total += value(groups.customers, at) * (value(buying, x) - size * lnAge + softplus(lnOdds))
    }
    return total
  }
}

type Numbers = Float64Array | Int32Array

/** An index that the loop keeps within bounds. */
const value = (numbers: Numbers, index: number): number => numbers[index] as number

/** ln(1 + eˣ) without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))

/** The histories column by column; recency and age as places in the list of times. */
interface Columns {
  readonly repeats: Int32Array
  readonly recency: Int32Array
  readonly age: Int32Array
  readonly customers: Float64Array
  readonly times: Float64Array
}

function columnsOf(histories: readonly CountedHistory[]): Columns {
  const places = new Map<number, number>()
  const place = (weeks: number) => {
    const known = places.get(weeks)
    if (known === undefined) places.set(weeks, places.size)
    return known ?? places.size - 1
  }
  return {
    repeats: Int32Array.from(histories, ({ repeats }) => repeats),
    recency: Int32Array.from(histories, ({ recencyWeeks }) => place(recencyWeeks)),
    age: Int32Array.from(histories, ({ ageWeeks }) => place(ageWeeks)),
    customers: Float64Array.from(histories, ({ customers }) => customers),
    times: Float64Array.from(places.keys()),
  }
}

/**
 * For each number of repeat purchases: ln of Γ(r + x) ÷ Γ(r) · αʳ · B(a, b + stays) ÷ B(a, b), and ln of the chance that
 * the last purchase was followed by leaving over that of staying.
 */
function byRepeats(model: PurchaseModel, { r, alpha, a, b }: PurchaseParameters, most: number) {
  const buying = new Float64Array(most + 1)
  const leaving = new Float64Array(most + 1)
  let sum = r * Math.log(alpha)
  let stayed = 0
  for (let x = 0; x <= most; x++) {
    if (x > 0) sum += Math.log(r + x - 1)
    for (; stayed < staysOf(model, x); stayed++) sum += Math.log((b + stayed) / (a + b + stayed))
    buying[x] = sum
    leaving[x] = stayed === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + stayed - 1))
  }
  return { buying, leaving }
}
