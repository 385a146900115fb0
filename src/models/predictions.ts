import type { PurchaseHistory } from './histories.ts'
import { chanceActive, type PurchaseModel, type PurchaseParameters, staysOf } from './purchases.ts'
import { lnGamma, lnRising } from './special.ts'

/** No walk goes further; whoever is expected to buy on more days than these is no customer but a fault. */
const mostPurchases = 100_000

/**
 * The chance that a customer buys on at least n more days within `weeks`, for n = 0, 1, 2, … down to the first that is
 * under `least` (which is left out). Its sum from n = 1 on is `expectedPurchases`.
 *
 * Of an active customer the buying rate is spread as Gamma(r + x, α + T) and the chance to leave as Beta(a, b + x), in
 * MBG with one more stay. The n-th coming purchase takes n − 1 further stays, whose chance is
 * B(a, b′ + n − 1) ÷ B(a, b′), and, independent of it, n events of a Poisson process with that rate: a negative binomial
 * (Fader, Hardie, Lee 2005, equations 3 and 7, with the posterior in place of the prior; Batislam et al. 2007). Both
 * come from the step before by one multiplication.
 */
export function chancesToReach(
  model: PurchaseModel,
  p: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
  least: number,
): readonly number[] {
  const buying = comingEvents(p, history, weeks)
  const bStayed = p.b + staysOf(model, history.repeats)
  const reached = [1]
  let staying = chanceActive(model, p, history)
  let fewer = 0
  let exactly = buying.first
  for (let n = 1; n < mostPurchases; n++) {
    if (n > buying.from) {
      fewer += exactly
      exactly *= ((buying.size + n - 1) / n) * buying.z
    }
    const chance = staying * Math.max(0, 1 - fewer)
    // Beyond the mean, what one minus the sum leaves is rounding alone.
    if (!(chance >= least) || (n > buying.mean && exactly < 1e-17)) break
    reached.push(chance)
    staying *= (bStayed + n - 1) / (p.a + bStayed + n - 1)
  }
  return reached
}

/** How many events an active customer's process has within the time: a negative binomial, walked upwards from `from`. */
interface ComingEvents {
  readonly size: number
  readonly z: number
  readonly mean: number
  /** From where to walk: 0, but where no events at all is less likely than a number can be, far below the mean. */
  readonly from: number
  /** The chance of exactly `from` events. */
  readonly first: number
}

function comingEvents({ r, alpha }: PurchaseParameters, history: PurchaseHistory, weeks: number): ComingEvents {
  const size = r + history.repeats
  const z = weeks / (alpha + history.ageWeeks + weeks)
  const mean = (size * z) / (1 - z)
  const lnNone = size * Math.log1p(-z)
  if (lnNone > -700) return { size, z, mean, from: 0, first: Math.exp(lnNone) }
  // Below twelve standard deviations lies less than what a sum can hold.
  const from = Math.max(0, Math.floor(mean - (12 * Math.sqrt(size * z)) / (1 - z)))
  const first = Math.exp(lnRising(size, from) - lnGamma(from + 1) + lnNone + from * Math.log(z))
  return { size, z, mean, from, first }
}
