import { type Coming, comingChances } from './coming.ts'
import type { PurchaseHistory } from './histories.ts'
import { hyp2f1, lnGamma, lnRising, lnSum } from './special.ts'

/**
 * Buying rates are spread over customers as Gamma(r, α weeks), the chance to leave after a purchase as Beta(a, b).
 */
export interface PurchaseParameters {
  readonly r: number
  /** In weeks. */
  readonly alpha: number
  readonly a: number
  readonly b: number
}

/**
 * `mbg`: MBG/NBD, in which a customer may leave after the first purchase too (Batislam, Denizel, Filiztekin 2007; Hoppe,
 * Wagner 2007). `bg`: BG/NBD (Fader, Hardie, Lee 2005), in which somebody with a single purchase is active for certain,
 * which is why it is here for comparison alone.
 */
export type PurchaseModel = 'mbg' | 'bg'

/** How often somebody who bought x times again has stayed: x in BG, and once more, after the first purchase, in MBG. */
export const staysOf = (model: PurchaseModel, repeats: number): number => (model === 'mbg' ? repeats + 1 : repeats)

/** ln of the likelihood of one history (Fader, Hardie, Lee 2005, equation 6, in the safe form of Hardie's note 004). */
export function lnLikelihood(model: PurchaseModel, p: PurchaseParameters, history: PurchaseHistory): number {
  const { r, alpha, a, b } = p
  const { repeats: x, recencyWeeks, ageWeeks } = history
  const stays = staysOf(model, x)
  const buying = lnRising(r, x) + r * Math.log(alpha)
  const staying = lnGamma(a + b) + lnGamma(b + stays) - lnGamma(b) - lnGamma(a + b + stays)
  const active = -(r + x) * Math.log(alpha + ageWeeks)
  const left =
    stays === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + stays - 1)) - (r + x) * Math.log(alpha + recencyWeeks)
  return buying + staying + lnSum(active, left)
}

/** The chance that the customer still buys here, 0–1. */
export function chanceActive(model: PurchaseModel, p: PurchaseParameters, history: PurchaseHistory): number {
  const { r, alpha, a, b } = p
  const { repeats: x, recencyWeeks, ageWeeks } = history
  const stays = staysOf(model, x)
  if (stays === 0) return 1
  const lnOdds = Math.log(a / (b + stays - 1)) + (r + x) * (Math.log(alpha + ageWeeks) - Math.log(alpha + recencyWeeks))
  return 1 / (1 + Math.exp(lnOdds))
}

/**
 * What the model says of a customer with this history who is still active: the rate is spread as Gamma(r + x, α + T),
 * the chance to leave as Beta(a, b + stays) (Fader, Hardie, Lee 2005, appendix; Batislam et al. 2007).
 */
export function comingOf(
  model: PurchaseModel,
  { r, alpha, a, b }: PurchaseParameters,
  { repeats, ageWeeks }: Pick<PurchaseHistory, 'repeats' | 'ageWeeks'>,
  weeks: number,
): Coming {
  return { size: r + repeats, z: weeks / (alpha + ageWeeks + weeks), a, b: b + staysOf(model, repeats) }
}

/** Purchase days expected in the next `weeks`, whether or not the customer is still active. */
export const expectedPurchases = (
  model: PurchaseModel,
  p: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
): number => (weeks > 0 ? chanceActive(model, p, history) * expectedIfActive(comingOf(model, p, history, weeks)) : 0)

/**
 * Purchases expected of an active customer (Fader, Hardie, Lee 2005, equation 10), in that form of its ₂F₁ (Euler's
 * transformation) in which the power of x cancels: as printed in the paper it is not a number at some thousand purchases.
 *
 * At a = 1 the formula is 0 ÷ 0, and in shops that hardly exist its series cancels or overflows: there it is the sum of
 * the chances.
 */
function expectedIfActive(coming: Coming): number {
  const { size, z, a, b } = coming
  // 0 only in BG, and there a gap as well.
  const c = a + b - 1 || 1e-9
  if (Math.abs(a - 1) < 1e-4 || c - size < -10 || -a * Math.log1p(-z) > 500)
    return comingChances(coming, 1e-12).reduce((sum, chance) => sum + chance, -1)
  const shortfall = (1 - z) ** (a - 1) * hyp2f1(c - size, a - 1, c, z)
  return Math.max(0, (c / (a - 1)) * (1 - shortfall))
}
