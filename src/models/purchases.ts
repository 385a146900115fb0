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

/** So near to a = 1 the formula is 0 ÷ 0, and the value is taken from both sides. */
const gap = 1e-5

/**
 * Purchase days expected in the next `weeks`, whether or not the customer is still active (Fader, Hardie, Lee 2005,
 * equation 10).
 *
 * Of the two forms of its ₂F₁ (Euler's transformation) the one that stays small up to z = 1: as printed in the paper,
 * the power of x makes it not a number at some thousand purchases.
 */
export function expectedPurchases(
  model: PurchaseModel,
  p: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
): number {
  if (weeks <= 0) return 0
  if (Math.abs(p.a - 1) < gap) {
    const beside = (a: number) => expectedPurchases(model, { ...p, a }, history, weeks)
    return (beside(1 - 2 * gap) + beside(1 + 2 * gap)) / 2
  }
  const { r, alpha, a, b } = p
  const stays = staysOf(model, history.repeats)
  const size = r + history.repeats
  // 0 only in BG, and there a gap as well.
  const c = a + b + stays - 1 || 1e-9
  const z = weeks / (alpha + history.ageWeeks + weeks)
  const shortfall =
    a > size + 1 ? (1 - z) ** size * hyp2f1(size, b + stays, c, z) : (1 - z) ** (a - 1) * hyp2f1(c - size, a - 1, c, z)
  return Math.max(0, (c / (a - 1)) * (1 - shortfall) * chanceActive(model, p, history))
}
