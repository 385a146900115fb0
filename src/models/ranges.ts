import type { ValueHistory, ValueParameters } from './gamma-gamma.ts'
import type { PurchaseHistory } from './histories.ts'
import { chancesToReach } from './predictions.ts'
import type { PurchaseModel, PurchaseParameters } from './purchases.ts'
import { type CountedSpend, spendQuantile } from './spending.ts'

/** Both ends belong to it. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** Everything that a shop's customers are estimated with. */
export interface Estimator {
  readonly model: PurchaseModel
  readonly purchases: PurchaseParameters
  readonly values: ValueParameters
}

const daysPerWeek = 7

/**
 * The purchase days of the next `weeks` between which at least the middle `share` of the predictive distribution lies:
 * fewer than `low`, and more than `high`, have at most half of the rest each. Nobody buys on more days than there are.
 *
 * It knows what chance does to one customer, and takes the shop's parameters for certain.
 */
export function purchaseRange(
  model: PurchaseModel,
  parameters: PurchaseParameters,
  history: PurchaseHistory,
  weeks: number,
  share = 0.8,
): Range {
  if (weeks <= 0) return { low: 0, high: 0 }
  const tail = (1 - share) / 2
  const reached = chancesToReach(model, parameters, history, weeks, tail)
  const most = Math.floor(weeks * daysPerWeek)
  // The chances only fall, so that these are the last number reached almost surely and the last one reached at times.
  const low = reached.findLastIndex((chance) => chance >= 1 - tail)
  return { low: Math.min(low, most), high: Math.min(reached.length - 1, most) }
}

/**
 * The spend of the next `weeks`, in the shop's currency, between which the middle `share` of the predictive
 * distribution lies: the count's distribution together with that of the values.
 */
export function valueRange(
  estimator: Estimator,
  history: PurchaseHistory,
  value: ValueHistory | null,
  weeks: number,
  share = 0.8,
): Range {
  const { low, high } = valueMultiples(estimator, history, value?.purchases ?? 0, weeks, share)
  const unit = estimator.values.gamma + (value ? value.purchases * value.meanValue : 0)
  return { low: low * unit, high: high * unit }
}

/**
 * `valueRange` in multiples of γ + x·m, which leaves out the customer's own mean value m: customers with the same
 * history share it, and the money is one multiplication for each. `valued` is the x of m: 0 for who has no mean value.
 */
export function valueMultiples(
  { model, purchases, values }: Estimator,
  history: PurchaseHistory,
  valued: number,
  weeks: number,
  share = 0.8,
): Range {
  if (weeks <= 0) return { low: 0, high: 0 }
  const reached = chancesToReach(model, purchases, history, weeks, negligible)
  const spend: CountedSpend = { reached, p: values.p, q: values.q + values.p * valued }
  const tail = (1 - share) / 2
  return { low: spendQuantile(spend, tail), high: spendQuantile(spend, 1 - tail) }
}

/** Numbers of purchases that are rarer than this do not move the middle of the distribution. */
const negligible = 1e-4
