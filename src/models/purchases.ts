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

/** ln of the likelihood of one history. */
export function lnLikelihood(model: PurchaseModel, p: PurchaseParameters, history: PurchaseHistory): number {
  const { r, alpha, a, b } = p
  const { repeats: x, recencyWeeks, ageWeeks } = history
  // After x repeats a customer had as many chances to leave: x in BG, and one more, the first purchase, in MBG.
  const stays = model === 'mbg' ? x + 1 : x
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
  const stays = model === 'mbg' ? x + 1 : x
  if (stays === 0) return 1
  const lnOdds = Math.log(a / (b + stays - 1)) + (r + x) * (Math.log(alpha + ageWeeks) - Math.log(alpha + recencyWeeks))
  return 1 / (1 + Math.exp(lnOdds))
}

/**
 * Purchase days expected in the next `weeks`, whether or not the customer is still active.
 *
 * Written after Euler's transformation of ₂F₁, in which the power of x cancels: the form in the papers is not a number
 * at some thousand purchases. a = 1 is a removable gap, bridged from both sides.
 */
export function expectedPurchases(
  model: PurchaseModel,
  p: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
): number {
  if (weeks <= 0) return 0
  if (Math.abs(p.a - 1) < 1e-5) {
    const beside = (a: number) => expectedPurchases(model, { ...p, a }, history, weeks)
    return (beside(1 - 2e-5) + beside(1 + 2e-5)) / 2
  }
  const { r, alpha, a, b } = p
  const stays = model === 'mbg' ? history.repeats + 1 : history.repeats
  const c = a + b + stays - 1
  const z = weeks / (alpha + history.ageWeeks + weeks)
  const shortfall = (1 - z) ** (a - 1) * hyp2f1(model === 'mbg' ? a + b - r : a + b - 1 - r, a - 1, c, z)
  return Math.max(0, (c / (a - 1)) * (1 - shortfall) * chanceActive(model, p, history))
}
