import type { ValueHistory, ValueParameters } from './gamma-gamma.ts'
import type { PurchaseHistory } from './histories.ts'
import { chancesIfActive, chancesToReach } from './predictions.ts'
import { chanceActive, type PurchaseModel, type PurchaseParameters } from './purchases.ts'
import { spendCurve } from './spend-curve.ts'
import { spendingOf } from './spending.ts'

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
 * It knows what chance does to one customer, and takes the shop's parameters for certain. Since days are whole it mostly
 * holds more than its share: of CDNOW's customers more than nine in ten, in the 39 weeks held out.
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
  const low = reached.findLastIndex((chance) => chance >= 1 - tail)
  return { low: Math.min(low, most), high: Math.min(reached.length - 1, most) }
}

/**
 * The spend of the next `weeks`, in the shop's currency, between which the middle `share` of the predictive
 * distribution lies: the count's distribution together with that of the values. Of CDNOW's customers it holds between 85
 * and 90 in a hundred, in the 39 weeks held out.
 */
export function valueRange(
  estimator: Estimator,
  history: PurchaseHistory,
  value: ValueHistory | null,
  weeks: number,
  share = 0.8,
): Range {
  const { low, high } = valueMultiples(estimator, weeks, share)(history, value?.purchases ?? 0)
  const unit = estimator.values.gamma + (value ? value.purchases * value.meanValue : 0)
  return { low: low * unit, high: high * unit }
}

/**
 * `valueRange` for many customers, in multiples of γ + x·m: without the customer's own mean value m, so that those with
 * the same history share it, and the money is one multiplication for each. `valued` is the x of m: how many purchases it
 * is the mean of, 0 for a customer without.
 *
 * The day of the last purchase only decides how likely the customer is active at all. The distribution is therefore
 * kept from one call to the next: give it the histories in the order of repeats and age.
 */
export function valueMultiples(
  { model, purchases, values }: Estimator,
  weeks: number,
  share = 0.8,
): (history: PurchaseHistory, valued: number) => Range {
  const tail = (1 - share) / 2
  const curveOf = (history: PurchaseHistory, valued: number) => {
    const reached = chancesIfActive(model, purchases, history, weeks, negligible)
    return spendCurve(spendingOf(reached, values.p, values.q + values.p * valued), tail)
  }
  const kept = lastKept(curveOf)
  return (history, valued) => {
    if (weeks <= 0) return { low: 0, high: 0 }
    const active = chanceActive(model, purchases, history)
    const exceeded = kept(history, valued)
    return { low: exceeded((1 - tail) / active), high: exceeded(tail / active) }
  }
}

/** Numbers of purchases that are rarer than this do not move the middle of the distribution. */
const negligible = 1e-4

type CurveOf = (history: PurchaseHistory, valued: number) => (chance: number) => number

function lastKept(curveOf: CurveOf): CurveOf {
  let last: { history: PurchaseHistory; valued: number; curve: ReturnType<CurveOf> } | null = null
  return (history, valued) => {
    const same =
      last?.valued === valued && last.history.repeats === history.repeats && last.history.ageWeeks === history.ageWeeks
    if (!last || !same) last = { history, valued, curve: curveOf(history, valued) }
    return last.curve
  }
}
