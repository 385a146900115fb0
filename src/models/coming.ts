import { lnGamma, lnRising } from './special.ts'

/**
 * What is known of somebody who still buys here: the buying rate is spread as Gamma(size, …), of whose events the time
 * looked ahead takes the share z; the chance to leave after a purchase as Beta(a, b).
 */
export interface Coming {
  readonly size: number
  /** The time looked ahead ÷ (α + T + that time), 0–1. */
  readonly z: number
  readonly a: number
  readonly b: number
}

/** No walk goes further; whoever is expected to buy on more days than these is no customer but a fault. */
const mostPurchases = 100_000

/**
 * The chance of at least n purchases, for n = 0, 1, 2, … down to the first that is under `least` (which is left out).
 *
 * The n-th takes n − 1 stays, whose chance is B(a, b + n − 1) ÷ B(a, b), and, independent of these, n events of a
 * Poisson process: a negative binomial. Both come from the number before by one multiplication.
 */
export function comingChances({ size, z, a, b }: Coming, least: number): readonly number[] {
  const mean = (size * z) / (1 - z)
  const { from, chance } = firstEvents(size, z)
  const reached = [1]
  let staying = 1
  let fewer = 0
  let exactly = chance
  for (let n = 1; n < mostPurchases; n++) {
    if (n > from) {
      fewer += exactly
      exactly *= ((size + n - 1) / n) * z
    }
    const chance = staying * Math.max(0, 1 - fewer)
    // Beyond the mean, what one minus the sum leaves is rounding alone.
    if (!(chance >= least) || (n > mean && exactly < 1e-17)) break
    reached.push(chance)
    staying *= (b + n - 1) / (a + b + n - 1)
  }
  return reached
}

/**
 * The number of events from which to walk upwards, and its chance: none; or, where none is less likely than a number can
 * say, one so far below the mean that fewer do not count.
 */
function firstEvents(size: number, z: number): { readonly from: number; readonly chance: number } {
  const lnNone = size * Math.log1p(-z)
  if (lnNone > -700) return { from: 0, chance: Math.exp(lnNone) }
  const [mean, deviation] = [(size * z) / (1 - z), Math.sqrt(size * z) / (1 - z)]
  const from = Math.max(0, Math.floor(mean - 12 * deviation))
  return { from, chance: Math.exp(lnRising(size, from) - lnGamma(from + 1) + lnNone + from * Math.log(z)) }
}
