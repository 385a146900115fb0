import { describe, expect, test } from 'vitest'
import type { PurchaseFit } from '../../src/models/fit-purchases.ts'
import type { ValueFit } from '../../src/models/fit-values.ts'
import type { HoldOut } from '../../src/models/hold-out.ts'
import type { InSample } from '../../src/models/in-sample.ts'
import { fitFault, valueFault } from '../../src/models/soundness.ts'

const parameters = { r: 0.5, alpha: 6, a: 0.9, b: 1.6 }
const fit: PurchaseFit = { model: 'mbg', parameters, logLikelihood: -9600, customers: 2000, converged: true }
const inSample: InSample = { actualRepeats: 2400, expectedRepeats: 2380, frequencies: [] }
const holdOut: HoldOut = {
  weeks: 13,
  customers: 2000,
  actual: 600,
  predicted: 520,
  correlation: 0.6,
  meanAbsoluteError: 0.4,
  rangeCoverage: 0.92,
}

describe('a fit of purchases', () => {
  test('that agrees with what happened is sound, held out or not', () => {
    expect(fitFault({ fit, inSample, holdOut })).toBeNull()
    expect(fitFault({ fit, inSample, holdOut: null })).toBeNull()
  })

  test.each<[string, Partial<PurchaseFit>]>([
    ['did not settle', { converged: false }],
    ['ran off upwards', { parameters: { ...parameters, b: 22_000 } }],
    ['ran off downwards', { parameters: { ...parameters, a: 4.6e-5 } }],
    ['is not a number', { parameters: { ...parameters, r: Number.NaN } }],
  ])('that %s is not', (_, broken) => {
    expect(fitFault({ fit: { ...fit, ...broken }, inSample, holdOut })).toBe(
      'No estimate fits the orders well enough: the calculation ran off to figures that no shop has, or did not come to an end.',
    )
  })

  test('that does not describe the past is not', () => {
    expect(fitFault({ fit, inSample: { ...inSample, expectedRepeats: 3700 }, holdOut })).toBe(
      'The estimates do not even describe the past: by them customers came back 3,700 times, and really they did 2,400 times.',
    )
  })

  test.each<[string, Partial<HoldOut>, string]>([
    [
      'far above',
      { actual: 4482, predicted: 1_191_438 },
      'they expected customers to come back 1,191,438 times, and really they did 4,482 times.',
    ],
    [
      'far below',
      { actual: 900, predicted: 300 },
      'they expected customers to come back 300 times, and really they did 900 times.',
    ],
    ['not a number', { predicted: Number.NaN }, 'they expected customers to come back NaN times'],
  ])('that was %s what came is not', (_, outcome, sentence) => {
    const fault = fitFault({ fit, inSample, holdOut: { ...holdOut, ...outcome } })
    expect(fault).toContain('The estimates were tried on the last 13 weeks, as if these had not happened yet')
    expect(fault).toContain(sentence)
  })

  test('whose ranges hold too few is not', () => {
    expect(fitFault({ fit, inSample, holdOut: { ...holdOut, rangeCoverage: 0.61 } })).toContain(
      'only 61 of 100 customers stayed within the range given for them',
    )
  })

  test('is not blamed for what chance does to small numbers', () => {
    expect(fitFault({ fit, inSample, holdOut: { ...holdOut, actual: 3, predicted: 9 } })).toBeNull()
  })
})

describe('a fit of values', () => {
  const values: ValueFit = {
    parameters: { p: 6, q: 4, gamma: 15 },
    logLikelihood: -4000,
    customers: 3,
    converged: true,
    atBound: false,
  }
  const histories = [28, 30, 35].map((meanValue) => ({ purchases: 2, meanValue }))

  test('that agrees with the purchases is sound', () => {
    expect(valueFault(values, histories)).toBeNull()
  })

  test('is not where it ran off, or nobody came back', () => {
    expect(valueFault({ ...values, atBound: true }, histories)).toContain('ran off')
    expect(valueFault({ ...values, converged: false }, histories)).toContain('ran off')
    expect(valueFault(values, [])).toBe('Nobody has come back with a purchase of any value yet.')
  })

  test('is not where its mean is far from that of the purchases', () => {
    expect(valueFault({ ...values, parameters: { p: 6, q: 1.1, gamma: 15 } }, histories)).toBe(
      'The estimates do not even describe the past: by them a purchase brings 900.00 on average, and really it is 31.00.',
    )
  })
})
