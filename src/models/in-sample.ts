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
export function inSample(fit: PurchaseFit, histories: readonly CountedHistory[]): InSample {
  const newcomers = newcomersOf(fit, histories)
  const customersWith = customersByRow(histories)
  return {
    actualRepeats: histories.reduce((sum, { repeats, customers }) => sum + repeats * customers, 0),
    expectedRepeats: newcomers.reduce((sum, { customers, repeats }) => sum + customers * repeats, 0),
    frequencies: customersWith.map((actual, repeats) => ({
      repeats,
      actual,
      expected: newcomers.reduce((sum, { customers, reached }) => sum + customers * exactly(reached, repeats), 0),
    })),
  }
}

/** So many customers were new so long ago: what is expected of one, and the chances of at least n repeat purchases. */
interface Newcomers {
  readonly customers: number
  readonly repeats: number
  readonly reached: readonly number[]
}

const newcomersOf = ({ model, parameters }: PurchaseFit, histories: readonly CountedHistory[]): readonly Newcomers[] =>
  [...customersByAge(histories)].map(([ageWeeks, customers]) => ({
    customers,
    repeats: expectedPurchases(model, parameters, newcomer, ageWeeks),
    reached: chancesToReach(model, parameters, newcomer, ageWeeks, 1e-9),
  }))

/** The chance of just so many; in the last row, of so many or more. */
const exactly = (reached: readonly number[], repeats: number): number =>
  (reached[repeats] ?? 0) - (repeats === rows - 1 ? 0 : (reached[repeats + 1] ?? 0))

function customersByRow(histories: readonly CountedHistory[]): readonly number[] {
  const counts = new Array<number>(rows).fill(0)
  for (const { repeats, customers } of histories) {
    const row = Math.min(repeats, rows - 1)
    counts[row] = (counts[row] ?? 0) + customers
  }
  return counts
}

function customersByAge(histories: readonly CountedHistory[]): ReadonlyMap<number, number> {
  const byAge = new Map<number, number>()
  for (const { ageWeeks, customers } of histories) byAge.set(ageWeeks, (byAge.get(ageWeeks) ?? 0) + customers)
  return byAge
}
