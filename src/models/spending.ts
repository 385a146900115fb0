import { incompleteBetaFraction, lnBeta } from './special.ts'

/**
 * What a customer will spend, in multiples of γ + x·m: a number of purchases of known distribution, each with a value
 * that is Gamma(p, ν), ν itself being Gamma(q, 1) spread.
 */
export interface CountedSpend {
  /** The chance of at least n purchases, from n = 0 on (`chancesToReach`). */
  readonly reached: readonly number[]
  readonly p: number
  /** The customer's own, which is the shop's q and p more for each purchase whose value is known. */
  readonly q: number
}

/**
 * The spend that stays unreached with this chance.
 *
 * The sum of n values that are Gamma(p, ν) is Gamma(pn, ν), so that over ν ~ Gamma(q, γ + x·m) the sum ÷ (γ + x·m) is
 * beta prime (pn, q): its distribution function is Iᵤ(pn, q) at u = v ÷ (1 + v) (Fader, Hardie 2013, note 025, whose
 * equation 2 is the same for the mean of past values). Summed over n, it is inverted by Newton's method in ln v between
 * bounds; its derivative is the front factor of I.
 */
export function spendQuantile(spend: CountedSpend, chance: number): number {
  const parts = partsOf(spend)
  if (1 - (spend.reached[1] ?? 0) >= chance) return 0
  let [low, high] = [-60, 60]
  let lnV = Math.log(meanSpend(parts, spend.q) || 1)
  for (let step = 0; step < mostSteps; step++) {
    const { below, slope } = distribution(spend.q, parts, lnV)
    const excess = below - chance
    if (excess > 0) high = lnV
    else low = lnV
    const newton = lnV - excess / slope
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - lnV) < 1e-7) return Math.exp(next)
    lnV = next
  }
  return Math.exp(lnV)
}

const mostSteps = 200

/** A number of purchases with what of it does not depend on the spend. */
interface Part {
  readonly chance: number
  /** pn. */
  readonly shape: number
  readonly lnBeta: number
}

function partsOf({ reached, p, q }: CountedSpend): readonly Part[] {
  return reached.map((chance, n) => ({
    chance: chance - (reached[n + 1] ?? 0),
    shape: p * n,
    lnBeta: n === 0 ? 0 : lnBeta(p * n, q),
  }))
}

const meanSpend = (parts: readonly Part[], q: number): number =>
  parts.reduce((sum, { chance, shape }) => sum + chance * shape, 0) / Math.max(q - 1, 0.1)

/** The chance to spend at most v, and its slope over ln v. */
function distribution(q: number, parts: readonly Part[], lnV: number): { below: number; slope: number } {
  const v = Math.exp(lnV)
  const [u, rest] = [v / (1 + v), 1 / (1 + v)]
  const [lnU, lnRest] = [Math.log(u), Math.log(rest)]
  let [below, slope] = [0, 0]
  for (const { chance, shape, lnBeta } of parts) {
    if (shape === 0) {
      below += chance
      continue
    }
    const front = Math.exp(shape * lnU + q * lnRest - lnBeta)
    slope += chance * front
    const share =
      u <= (shape + 1) / (shape + q + 2)
        ? front * incompleteBetaFraction(shape, q, u)
        : 1 - front * incompleteBetaFraction(q, shape, rest)
    below += chance * share
  }
  return { below, slope }
}
