import { comingChances } from './coming.ts'
import type { PurchaseHistory } from './histories.ts'
import { chanceActive, comingOf, type PurchaseModel, type PurchaseParameters } from './purchases.ts'

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

/** The same of somebody who still buys here; the day of the last purchase then tells nothing more. */
export const chancesIfActive = (
  model: PurchaseModel,
  p: PurchaseParameters,
  history: Pick<PurchaseHistory, 'repeats' | 'ageWeeks'>,
  weeks: number,
  least: number,
): readonly number[] => comingChances(comingOf(model, p, history, weeks), least)
