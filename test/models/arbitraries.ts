import fc from 'fast-check'
import type { ValueHistory, ValueParameters } from '../../src/models/gamma-gamma.ts'
import type { PurchaseHistory } from '../../src/models/histories.ts'
import type { PurchaseModel, PurchaseParameters } from '../../src/models/purchases.ts'

/** Evenly spread; fast-check's own doubles are mostly next to nothing. */
export const real = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000)
/** As many small ones as large ones. */
const scale = (min: number, max: number) => real(Math.log(min), Math.log(max)).map(Math.exp)

export const models = fc.constantFrom<PurchaseModel>('mbg', 'bg')
export const weeksAhead = scale(0.1, 520)
export const shares = real(0.1, 0.99)

/** Any shop that could be, and many that could not. */
export const shops: fc.Arbitrary<PurchaseParameters> = fc.record({
  r: scale(0.01, 50),
  alpha: scale(0.5, 500),
  a: fc.oneof({ weight: 9, arbitrary: scale(0.01, 50) }, fc.constantFrom(1, 1 - 1e-6, 1 + 1e-6, 0.999, 1.001)),
  b: scale(0.01, 200),
})

/** Whatever a fit can come to at the very bounds. */
export const wildShops: fc.Arbitrary<PurchaseParameters> = fc.record({
  r: scale(Math.exp(-10), Math.exp(10)),
  alpha: scale(Math.exp(-10), Math.exp(10)),
  a: scale(Math.exp(-10), Math.exp(10)),
  b: scale(Math.exp(-10), Math.exp(10)),
})

const historiesUpTo = (mostRepeats: number, mostWeeks: number): fc.Arbitrary<PurchaseHistory> =>
  fc
    .record({
      repeats: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: mostRepeats })),
      ageWeeks: real(0, mostWeeks),
      share: fc.oneof(real(0, 1), fc.constantFrom(0, 1)),
    })
    .map(({ repeats, ageWeeks, share }) => ({ repeats, ageWeeks, recencyWeeks: repeats === 0 ? 0 : ageWeeks * share }))

export const histories = historiesUpTo(300, 500)
/** A purchase every minute for years, or one in a lifetime. */
export const wildHistories = historiesUpTo(50_000, 5000)

export const valueShops: fc.Arbitrary<ValueParameters> = fc.record({
  p: scale(0.2, 50),
  q: scale(1.05, 50),
  gamma: scale(0.1, 1e5),
})

export const meanValues = scale(0.01, 1e6)

export const repeatValue = ({ repeats }: PurchaseHistory, meanValue: number): ValueHistory | null =>
  repeats === 0 ? null : { purchases: repeats, meanValue }
