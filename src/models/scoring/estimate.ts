import type { ValueParameters } from '../gamma-gamma.ts'
import type { PurchaseHistory } from '../histories.ts'
import { chanceActive, expectedPurchases, type PurchaseParameters } from '../purchases.ts'
import { purchaseRange, valueMultiples } from '../ranges.ts'
import { daysPerWeek } from './buyers.ts'

/** How far ahead orders are estimated, and the share of customers who are to stay within a range. */
export const ordersAheadDays = 90
/** Twelve months. */
export const valueAheadDays = 365
export const rangeShare = 0.8

/** The parameters that a run estimates with. */
export interface Parameters {
  readonly purchases: PurchaseParameters
  readonly values: ValueParameters | null
}

/**
 * What is estimated of everybody with one history. Money is in multiples of γ + the spend of the customer's own repeat
 * purchases, in which everything that Gamma-Gamma says is linear.
 */
export interface Estimate {
  /** 0–1. */
  readonly chanceActive: number
  /** In the next 90 days. */
  readonly orders: number
  readonly ordersLow: number
  readonly ordersHigh: number
  /** In the next 365 days. */
  readonly money: {
    readonly perOrder: number
    readonly value: number
    readonly low: number
    readonly high: number
  } | null
}

/** Estimates customers by their histories; quickest in the order of repeats and age. */
export function estimator({ purchases, values }: Parameters): (history: PurchaseHistory) => Estimate {
  const weeks = ordersAheadDays / daysPerWeek
  const moneyOf = values === null ? () => null : moneyMultiples(purchases, values)
  return (history) => {
    const { low, high } = purchaseRange('mbg', purchases, history, weeks, rangeShare)
    return {
      chanceActive: chanceActive('mbg', purchases, history),
      orders: expectedPurchases('mbg', purchases, history, weeks),
      ordersLow: low,
      ordersHigh: high,
      money: moneyOf(history),
    }
  }
}

function moneyMultiples(purchases: PurchaseParameters, values: ValueParameters) {
  const weeks = valueAheadDays / daysPerWeek
  const rangeOf = valueMultiples({ model: 'mbg', purchases, values }, weeks, rangeShare)
  return (history: PurchaseHistory) => {
    // w·m + (1 − w)·pγ ÷ (q − 1) with w = px ÷ (px + q − 1) is (γ + x·m) · p ÷ (px + q − 1).
    const perOrder = values.p / (values.p * history.repeats + values.q - 1)
    const value = perOrder * expectedPurchases('mbg', purchases, history, weeks)
    return { perOrder, value, ...rangeOf(history, history.repeats) }
  }
}
