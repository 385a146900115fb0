import type { PurchaseFit } from './fit-purchases.ts'
import { atBound } from './fit-purchases.ts'
import type { HoldOut } from './hold-out.ts'
import type { InSample } from './in-sample.ts'

/** What a fit of the purchases is judged by. */
export interface PurchaseEvidence {
  readonly fit: PurchaseFit
  readonly inSample: InSample
  /** Null where the shop's time is too short to hold some of it out. */
  readonly holdOut: HoldOut | null
}

/** Twice or half of what came is where an estimate does more harm than none. */
const mostFactor = { inSample: 1.5, holdOut: 2 } as const

/** Why a fit cannot be trusted, in a sentence for the shop, or null. */
export function fitFault({ fit, inSample, holdOut }: PurchaseEvidence): string | null {
  if (!fit.converged) return 'The orders fit no estimate well enough: the calculation did not settle on one.'
  if (atBound(fit.parameters))
    return 'The orders fit no estimate well enough: the calculation ran off to figures that no shop has.'
  if (isFarOff(inSample.actualRepeats, inSample.expectedRepeats, mostFactor.inSample))
    return `The estimates do not even describe the past: they would have it that customers came back ${whole(inSample.expectedRepeats)} times, where they did ${whole(inSample.actualRepeats)} times.`
  if (holdOut !== null && isFarOff(holdOut.actual, holdOut.predicted, mostFactor.holdOut))
    return `The estimates were tried on the last ${whole(holdOut.weeks)} weeks and were far off: they expected customers to buy on ${whole(holdOut.predicted)} days, and it was ${whole(holdOut.actual)}.`
  return null
}

/** Off by more than the factor, and by more than chance makes of small counts. */
function isFarOff(actual: number, expected: number, factor: number): boolean {
  if (!Number.isFinite(expected)) return true
  const larger = Math.max(actual, expected)
  return larger > factor * Math.min(actual, expected) && Math.abs(actual - expected) > 4 * Math.sqrt(larger)
}

const whole = (count: number): string => Math.round(count).toLocaleString('en-US')
