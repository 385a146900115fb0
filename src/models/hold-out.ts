import { fitPurchases, type PurchaseFit } from './fit-purchases.ts'
import type { CountedHistory } from './histories.ts'
import { expectedPurchases, type PurchaseModel } from './purchases.ts'
import { purchaseRange } from './ranges.ts'

/** Customers with the same history up to a day, and the same number of purchase days in the weeks after it. */
export interface WatchedHistory extends CountedHistory {
  readonly later: number
}

/** How well the first part of a shop's time predicts the rest of it. */
export interface HoldOut {
  readonly weeks: number
  readonly customers: number
  /** Purchase days of these customers in these weeks. */
  readonly actual: number
  readonly predicted: number
  /** Of each customer's purchase days with those predicted, −1 to 1; null where either is the same for everybody. */
  readonly correlation: number | null
  readonly meanAbsoluteError: number
  /** The share of customers who stayed within their range, 0–1. */
  readonly rangeCoverage: number
}

/** Fits on what was known on a day, and compares what that predicts of the `weeks` after it with what came. */
export function holdOut(
  model: PurchaseModel,
  histories: readonly WatchedHistory[],
  weeks: number,
  { withPrior }: { readonly withPrior: boolean },
): HoldOut {
  return compared(fitPurchases(model, histories, { withPrior }), histories, weeks)
}

/** What a fit predicts of the next `weeks` against what came. */
export function compared(fit: PurchaseFit, histories: readonly WatchedHistory[], weeks: number): HoldOut {
  const [sums, product] = [
    { n: 0, actual: 0, predicted: 0 },
    { actual: 0, predicted: 0, both: 0 },
  ]
  let [error, within] = [0, 0]
  for (const history of histories) {
    const { customers, later } = history
    const predicted = expectedPurchases(fit.model, fit.parameters, history, weeks)
    const { low, high } = purchaseRange(fit.model, fit.parameters, history, weeks)
    sums.n += customers
    sums.actual += customers * later
    sums.predicted += customers * predicted
    product.actual += customers * later ** 2
    product.predicted += customers * predicted ** 2
    product.both += customers * later * predicted
    error += customers * Math.abs(later - predicted)
    if (low <= later && later <= high) within += customers
  }
  const { n, actual, predicted } = sums
  const covariance = n * product.both - actual * predicted
  const variances = (n * product.actual - actual ** 2) * (n * product.predicted - predicted ** 2)
  return {
    weeks,
    customers: n,
    actual,
    predicted,
    correlation: variances > 0 ? covariance / Math.sqrt(variances) : null,
    meanAbsoluteError: error / Math.max(n, 1),
    rangeCoverage: within / Math.max(n, 1),
  }
}
