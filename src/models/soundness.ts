import { atBound, type PurchaseFit } from './fit-purchases.ts'
import type { ValueFit } from './fit-values.ts'
import { populationValue, type ValueHistory } from './gamma-gamma.ts'
import type { HoldOut } from './hold-out.ts'
import type { InSample } from './in-sample.ts'

/** What a fit of the purchases is judged by. */
export interface PurchaseEvidence {
  readonly fit: PurchaseFit
  readonly inSample: InSample
  /** Null where the shop's time is too short to hold some of it out. */
  readonly holdOut: HoldOut | null
}

/** So far from the truth an estimate does more harm than none. */
const mostFactor = { inSample: 1.5, holdOut: 2, value: 2 } as const

/** A range that promises eight in ten and holds fewer than seven says too little. */
const leastCoverage = 0.7

/**
 * Why a fit cannot be trusted, in a sentence for the shop, or null: it did not settle, ran off, does not describe the
 * purchases it was made from, or was far off where it was tried on what it had not seen.
 */
export function fitFault({ fit, inSample, holdOut }: PurchaseEvidence): string | null {
  if (!fit.converged || atBound(fit.parameters)) return ranOff
  const { actualRepeats, expectedRepeats } = inSample
  if (isFarOff(actualRepeats, expectedRepeats, mostFactor.inSample))
    return `The estimates do not even describe the past: by them customers came back ${times(expectedRepeats)}, and really they did ${times(actualRepeats)}.`
  if (holdOut === null) return null
  const { weeks, actual, predicted, rangeCoverage } = holdOut
  const tried = `The estimates were tried on the last ${whole(weeks)} weeks, as if these had not happened yet`
  if (isFarOff(actual, predicted, mostFactor.holdOut))
    return `${tried}, and were far off: they expected customers to come back ${times(predicted)}, and really they did ${times(actual)}.`
  if (rangeCoverage < leastCoverage)
    return `${tried}, and only ${whole(100 * rangeCoverage)} of 100 customers stayed within the range given for them.`
  return null
}

const ranOff =
  'No estimate fits the orders well enough: the calculation ran off to figures that no shop has, or did not come to an end.'

/** Why the estimated values of purchases cannot be trusted, in a sentence for the shop, or null. */
export function valueFault(fit: ValueFit, histories: readonly ValueHistory[]): string | null {
  if (histories.length === 0) return 'Nobody has come back with a purchase of any value yet.'
  if (!fit.converged || fit.atBound) return ranOff
  const actual = histories.reduce((sum, { meanValue }) => sum + meanValue, 0) / histories.length
  const expected = populationValue(fit.parameters)
  const larger = Math.max(actual, expected)
  return larger > mostFactor.value * Math.min(actual, expected)
    ? `The estimates do not even describe the past: by them a purchase brings ${expected.toFixed(2)} on average, and really it is ${actual.toFixed(2)}.`
    : null
}

/** Off by more than the factor, and by more than chance makes of small numbers. */
function isFarOff(actual: number, expected: number, factor: number): boolean {
  if (!Number.isFinite(expected)) return true
  const larger = Math.max(actual, expected)
  return larger > factor * Math.min(actual, expected) && Math.abs(actual - expected) > 4 * Math.sqrt(larger)
}

const whole = (count: number): string => Math.round(count).toLocaleString('en-US')
const times = (count: number): string => (Math.round(count) === 1 ? 'once' : `${whole(count)} times`)
