import { fitPurchases, type PurchaseFit } from '../fit-purchases.ts'
import { fitValues, type ValueFit } from '../fit-values.ts'
import type { ValueHistory } from '../gamma-gamma.ts'
import type { CountedHistory } from '../histories.ts'
import { type HoldOut, holdOut, type WatchedHistory } from '../hold-out.ts'
import { type InSample, inSample } from '../in-sample.ts'
import { fitFault } from '../soundness.ts'
import { daysPerWeek } from './buyers.ts'

/** What a shop's customers are estimated with, and how far it can be trusted. */
export interface Fitted {
  readonly purchases: PurchaseFit
  readonly inSample: InSample
  readonly holdOut: HoldOut
  /** Null where values cannot be estimated; `valuesFault` says why. */
  readonly values: ValueFit | null
  readonly valuesFault: string | null
  /** Of how often customers buy again with what they then spend, −1 to 1; Gamma-Gamma supposes that there is none. */
  readonly valueCorrelation: number | null
}

/** What is known of the buyers that a fit is made from. */
export interface FitInput {
  readonly histories: readonly CountedHistory[]
  readonly values: readonly ValueHistory[]
  readonly watched: readonly WatchedHistory[]
  /** How many days are held out. */
  readonly heldOutDays: number
}

/** The estimates reach 90 days ahead, so as many are held out; never more than a third of the shop's time. */
export const heldOutDays = (daysOfHistory: number): number => Math.min(90, Math.floor(daysOfHistory / 3))

/** Fits the models and tries them; `fault` says in a sentence why the purchases' fit cannot be used. */
export function fitShop({ histories, values, watched, heldOutDays: days }: FitInput): {
  readonly fitted: Fitted
  readonly fault: string | null
} {
  const withPrior = { withPrior: true }
  const purchases = fitPurchases('mbg', histories, withPrior)
  const evidence = {
    inSample: inSample(purchases, histories),
    holdOut: holdOut('mbg', watched, days / daysPerWeek, withPrior),
  }
  const fitted = { purchases, ...evidence, ...fittedValues(values), valueCorrelation: correlation(values) }
  return { fitted, fault: fitFault({ fit: purchases, ...evidence }) }
}

const leastValued = 100

function fittedValues(histories: readonly ValueHistory[]): Pick<Fitted, 'values' | 'valuesFault'> {
  if (histories.length < leastValued)
    return {
      values: null,
      valuesFault: `Too few customers have come back to estimate what they will spend: ${histories.length}, and it takes ${leastValued}.`,
    }
  const fit = fitValues(histories, { withPrior: true })
  const { p, q, gamma } = fit.parameters
  const isSound = fit.converged && q > 1.01 && Number.isFinite((p * gamma) / (q - 1))
  return isSound
    ? { values: fit, valuesFault: null }
    : { values: null, valuesFault: 'What customers spend varies too wildly to estimate what they will spend.' }
}

function correlation(histories: readonly ValueHistory[]): number | null {
  const count = histories.length
  const mean = (of: (one: ValueHistory) => number) => histories.reduce((sum, one) => sum + of(one), 0) / count
  const [x, m] = [mean(({ purchases }) => purchases), mean(({ meanValue }) => meanValue)]
  const covariance = mean(({ purchases, meanValue }) => (purchases - x) * (meanValue - m))
  const variances = mean(({ purchases }) => (purchases - x) ** 2) * mean(({ meanValue }) => (meanValue - m) ** 2)
  return variances > 0 ? covariance / Math.sqrt(variances) : null
}
