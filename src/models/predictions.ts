import type { PurchaseHistory } from './histories.ts'
import { chanceActive, type PurchaseModel, type PurchaseParameters, staysOf } from './purchases.ts'
import { lnGamma, lnRising } from './special.ts'

/** No walk goes further; whoever is expected to buy on more days than these is no customer but a fault. */
const mostPurchases = 100_000

/**
 * The chance that a customer buys on at least n more days within `weeks`, for n = 0, 1, 2, … down to the first that is
 * under `least` (which is left out). Its sum from n = 1 on is `expectedPurchases`.
 */
export function chancesToReach(
  model: PurchaseModel,
  p: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
  least: number,
): readonly number[] {
  const active = chanceActive(model, p, history)
  return chancesIfActive(model, p, history, weeks, least / active).map((chance, n) => (n === 0 ? 1 : active * chance))
}

/**
 * The same of somebody who still buys here; the day of the last purchase then tells nothing more.
 *
 * The buying rate of such a customer is spread as Gamma(r + x, α + T) and the chance to leave as Beta(a, b + x), in MBG
 * with one more stay. The n-th coming purchase takes n − 1 further stays, whose chance is B(a, b′ + n − 1) ÷ B(a, b′),
 * and, independent of it, n events of a Poisson process of that rate: a negative binomial (Fader, Hardie, Lee 2005,
 * equations 3 and 7, with the posterior in place of the prior; Batislam, Denizel, Filiztekin 2007). Both come from the
 * number before by one multiplication.
 */
export function chancesIfActive(
  model: PurchaseModel,
  p: PurchaseParameters,
  history: Pick<PurchaseHistory, 'repeats' | 'ageWeeks'>,
  weeks: number,
  least: number,
): readonly number[] {
  const events = comingEvents(p, history, weeks)
  const b = p.b + staysOf(model, history.repeats)
  const reached = [1]
  let staying = 1
  let fewer = 0
  let exactly = events.first
  for (let n = 1; n < mostPurchases; n++) {
    if (n > events.from) {
      fewer += exactly
      exactly *= ((events.size + n - 1) / n) * events.z
    }
    const chance = staying * Math.max(0, 1 - fewer)
    // Beyond the mean, what one minus the sum leaves is rounding alone.
    if (!(chance >= least) || (n > events.mean && exactly < 1e-17)) break
    reached.push(chance)
    staying *= (b + n - 1) / (p.a + b + n - 1)
  }
  return reached
}

/** How many events an active customer's process has within the time: a negative binomial, walked upwards from `from`. */
interface ComingEvents {
  readonly size: number
  readonly z: number
  readonly mean: number
  /** Where to begin: at 0, but far below the mean where no event at all is less likely than a number can say. */
  readonly from: number
  /** The chance of exactly `from` events. */
  readonly first: number
}

function comingEvents(
  { r, alpha }: PurchaseParameters,
  { repeats, ageWeeks }: Pick<PurchaseHistory, 'repeats' | 'ageWeeks'>,
  weeks: number,
): ComingEvents {
  const size = r + repeats
  const z = weeks / (alpha + ageWeeks + weeks)
  const mean = (size * z) / (1 - z)
  const lnNone = size * Math.log1p(-z)
  if (lnNone > -700) return { size, z, mean, from: 0, first: Math.exp(lnNone) }
  // Below twelve standard deviations lies less than what a sum can hold.
  const from = Math.max(0, Math.floor(mean - (12 * Math.sqrt(size * z)) / (1 - z)))
  const first = Math.exp(lnRising(size, from) - lnGamma(from + 1) + lnNone + from * Math.log(z))
  return { size, z, mean, from, first }
}
