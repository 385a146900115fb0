import { incompleteBetaFraction, lnBeta } from './special.ts'

/**
 * What somebody who still buys here will spend, in multiples of γ + x·m: a number of purchases of known distribution,
 * each with a value that is Gamma(p, ν), where ν is Gamma(q, γ + x·m).
 */
export interface Spending {
  /** The chance of spending anything. */
  readonly anything: number
  /**
   * The chance of spending more than eʸ, and by how much it falls with y.
   *
   * The sum of n values is Gamma(pn, ν), so that over ν the sum ÷ (γ + x·m) is beta prime (pn, q): its distribution
   * function is Iᵤ(pn, q) at u = v ÷ (1 + v), and the derivative of that in ln v is the front factor of I (as Fader
   * and Hardie 2013, note 025, derive it for the mean of past values).
   */
  readonly above: (y: number) => { readonly chance: number; readonly slope: number }
  /** About the standard deviation of the logarithm of what a single purchase brings. */
  readonly width: number
}

/**
 * `reached` are the chances of at least n purchases, from n = 0 on; p is the shop's, and q the customer's own: the
 * shop's and p more for each purchase whose value is known.
 */
export function spendingOf(reached: readonly number[], p: number, q: number): Spending {
  const counts = countsOf(reached, p, q)
  const above = (y: number) => {
    const v = Math.exp(y)
    const [u, rest] = [v / (1 + v), 1 / (1 + v)]
    const [lnU, lnRest] = [Math.log(u), Math.log(rest)]
    const sum = { chance: 0, slope: 0 }
    for (const { chance, shape, lnBeta } of counts) {
      const front = Math.exp(shape * lnU + q * lnRest - lnBeta)
      const more =
        u <= (shape + 1) / (shape + q + 2)
          ? 1 - front * incompleteBetaFraction(shape, q, u)
          : front * incompleteBetaFraction(q, shape, rest)
      sum.chance += chance * more
      sum.slope += chance * front
    }
    return sum
  }
  return { anything: reached[1] ?? 0, above, width: Math.sqrt(1 / p + 1 / q) }
}

/** A number of purchases, from 1 on, with what of its spend does not depend on the amount. */
interface Count {
  readonly chance: number
  /** pn. */
  readonly shape: number
  readonly lnBeta: number
}

/** Neighbouring numbers that are rarer than this together are taken as one, their mean. */
const rarest = 0.005

function countsOf(reached: readonly number[], p: number, q: number): readonly Count[] {
  const counts: Count[] = []
  let [chance, purchases] = [0, 0]
  for (let n = 1; n < reached.length; n++) {
    const exactly = (reached[n] ?? 0) - (reached[n + 1] ?? 0)
    chance += exactly
    purchases += n * exactly
    if (chance < rarest && n + 1 < reached.length) continue
    if (chance > 0) {
      const shape = (p * purchases) / chance
      counts.push({ chance, shape, lnBeta: lnBeta(shape, q) })
    }
    ;[chance, purchases] = [0, 0]
  }
  return counts
}
