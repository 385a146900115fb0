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
  const outcomes = histories.map((history) => outcomeOf(fit, history, weeks))
  const total: Total = (of) => outcomes.reduce((sum, outcome) => sum + outcome.customers * of(outcome), 0)
  const customers = total(() => 1)
  return {
    weeks,
    customers,
    actual: total(({ later }) => later),
    predicted: total(({ predicted }) => predicted),
    correlation: correlation(total, customers),
    meanAbsoluteError: total(({ later, predicted }) => Math.abs(later - predicted)) / Math.max(customers, 1),
    rangeCoverage: total(({ isWithin }) => (isWithin ? 1 : 0)) / Math.max(customers, 1),
  }
}

interface Outcome {
  readonly customers: number
  readonly later: number
  readonly predicted: number
  readonly isWithin: boolean
}

/** The sum over all customers. */
type Total = (of: (outcome: Outcome) => number) => number

function outcomeOf({ model, parameters }: PurchaseFit, history: WatchedHistory, weeks: number): Outcome {
  const { customers, later } = history
  const { low, high } = purchaseRange(model, parameters, history, weeks)
  const predicted = expectedPurchases(model, parameters, history, weeks)
  return { customers, later, predicted, isWithin: low <= later && later <= high }
}

function correlation(total: Total, customers: number): number | null {
  const [actual, predicted] = [total((one) => one.later) / customers, total((one) => one.predicted) / customers]
  const spreads = [total((one) => (one.later - actual) ** 2), total((one) => (one.predicted - predicted) ** 2)]
  // What is the same for everybody may differ from its mean by rounding.
  const [one = 0, other = 0] = spreads.map((spread) => (spread > 1e-20 * customers ? Math.sqrt(spread) : 0))
  const together = total((outcome) => (outcome.later - actual) * (outcome.predicted - predicted))
  return one * other > 0 ? together / (one * other) : null
}
