import type { PurchaseFit } from './fit-purchases.ts'
import type { CountedHistory, PurchaseHistory } from './histories.ts'
import { chancesToReach } from './predictions.ts'
import { expectedPurchases } from './purchases.ts'

/** So many customers bought so often again: in truth, and as the fit would have it. */
export interface Frequency {
  readonly repeats: number
  readonly actual: number
  readonly expected: number
}

/** How well a fit describes the very purchases it was made from. */
export interface InSample {
  readonly actualRepeats: number
  readonly expectedRepeats: number
  /** From 0 repeat purchases on; the last row takes in all that are more. */
  readonly frequencies: readonly Frequency[]
}

const rows = 8

/** Somebody on the day of the first purchase, of whom nothing else is known. */
const newcomer: PurchaseHistory = { repeats: 0, recencyWeeks: 0, ageWeeks: 0 }

/**
 * The repeat purchases that the fit expects of a new customer over as long as each customer is known, against theirs:
 * in all (Fader, Hardie, Lee 2005, equation 9) and by number (equation 8, their figure 2).
 */
export function inSample({ model, parameters }: PurchaseFit, histories: readonly CountedHistory[]): InSample {
  const actual = new Array<number>(rows).fill(0)
  const expected = new Array<number>(rows).fill(0)
  let [actualRepeats, expectedRepeats] = [0, 0]
  for (const { repeats, customers } of histories) {
    actualRepeats += repeats * customers
    const row = Math.min(repeats, rows - 1)
    actual[row] = (actual[row] ?? 0) + customers
  }
  for (const [ageWeeks, customers] of customersByAge(histories)) {
    expectedRepeats += customers * expectedPurchases(model, parameters, newcomer, ageWeeks)
    const reached = chancesToReach(model, parameters, newcomer, ageWeeks, 1e-9)
    for (let n = 0; n < rows; n++) {
      const more = n === rows - 1 ? 0 : (reached[n + 1] ?? 0)
      expected[n] = (expected[n] ?? 0) + customers * ((reached[n] ?? 0) - more)
    }
  }
  const frequencies = actual.map((count, repeats) => ({ repeats, actual: count, expected: expected[repeats] ?? 0 }))
  return { actualRepeats, expectedRepeats, frequencies }
}

function customersByAge(histories: readonly CountedHistory[]): ReadonlyMap<number, number> {
  const byAge = new Map<number, number>()
  for (const { ageWeeks, customers } of histories) byAge.set(ageWeeks, (byAge.get(ageWeeks) ?? 0) + customers)
  return byAge
}
