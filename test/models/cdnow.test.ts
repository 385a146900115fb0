import { describe, expect, test } from 'vitest'
import { fitPurchases } from '../../src/models/fit-purchases.ts'
import { fitValues } from '../../src/models/fit-values.ts'
import { grouped } from '../../src/models/histories.ts'
import { compared } from '../../src/models/hold-out.ts'
import { inSample } from '../../src/models/in-sample.ts'
import type { PurchaseModel } from '../../src/models/purchases.ts'
import { valueRange } from '../../src/models/ranges.ts'
import { fitFault, valueFault } from '../../src/models/soundness.ts'
import { cdnowMaster, cdnowSample, hasRealShops, type RealCustomer, valuesOf, whyNot } from './real.ts'

const bare = { withPrior: false }
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

describe.skipIf(!hasRealShops)(`CDNOW’s sample${hasRealShops ? '' : ` (${whyNot})`}`, () => {
  const customers = hasRealShops ? cdnowSample() : []
  const fitted = (model: PurchaseModel, options = bare) => fitPurchases(model, grouped(customers), options)

  test('there are its 2,357 customers, 946 of them with repeat purchases', () => {
    expect(customers).toHaveLength(2357)
    expect(valuesOf(customers)).toHaveLength(946)
  })

  test.each<[PurchaseModel, readonly number[], number]>([
    ['bg', [0.243, 4.414, 0.793, 2.426], -9582.43],
    ['mbg', [0.525, 6.183, 0.891, 1.614], -9582.13],
  ])('%s without the prior: the published parameters to three digits', (model, published, likelihood) => {
    const { parameters, logLikelihood, converged } = fitted(model)
    const { r, alpha, a, b } = parameters
    expect(converged).toBe(true)
    expect([r, alpha, a, b].map((value) => rounded(value, 3))).toEqual(published)
    expect(Math.abs(logLikelihood - likelihood)).toBeLessThan(0.01)
  })

  test('the prior moves them by less than one percent', () => {
    const [without, withIt] = [fitted('mbg').parameters, fitted('mbg', { withPrior: true }).parameters]
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(withIt[name] / without[name] - 1)).toBeLessThan(0.01)
  })

  test('Gamma-Gamma of the repeat purchases: the published parameters', () => {
    const { parameters, logLikelihood, converged } = fitValues(valuesOf(customers), bare)
    expect(converged).toBe(true)
    expect([parameters.p, parameters.q, parameters.gamma].map((value) => rounded(value, 2))).toEqual([
      6.25, 3.74, 15.44,
    ])
    expect(logLikelihood).toBeCloseTo(-4055.92, 2)
  })

  test.each<[PurchaseModel, predicted: number, correlation: number, error: number]>([
    ['bg', 1653, 0.626, 0.785],
    ['mbg', 1577, 0.627, 0.765],
  ])('%s predicts the 39 weeks held out as well as in the literature', (model, predicted, correlation, error) => {
    const outcome = compared(fitted(model), customers, 39)
    expect(outcome.actual).toBe(1882)
    expect(rounded(outcome.predicted, 0)).toBe(predicted)
    expect(rounded(outcome.correlation ?? 0, 3)).toBeGreaterThanOrEqual(correlation)
    expect(rounded(outcome.meanAbsoluteError, 3)).toBeLessThanOrEqual(error)
  })

  test('more than nine in ten customers stay within the range of their purchases in these weeks', () => {
    const { rangeCoverage } = compared(fitted('mbg', { withPrior: true }), customers, 39)
    expect(rangeCoverage).toBeGreaterThan(0.9)
    expect(rangeCoverage).toBeLessThan(0.95)
  })

  test('between 85 and 90 in a hundred stay within the range of their spend', () => {
    const within = spendCoverage(customers, 39)
    expect(within).toBeGreaterThan(0.85)
    expect(within).toBeLessThan(0.9)
  })

  test('the fit describes the purchases that it is made from', () => {
    const check = inSample(fitted('mbg'), customers)
    expect(check.actualRepeats).toBe(2457)
    expect(Math.abs(check.expectedRepeats / check.actualRepeats - 1)).toBeLessThan(0.01)
    expect(check.frequencies.map(({ actual }) => actual)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64])
    for (const { actual, expected } of check.frequencies) expect(Math.abs(expected - actual)).toBeLessThan(17)
  })

  test('it is sound', () => {
    const fit = fitted('mbg', { withPrior: true })
    expect(fitFault({ fit, inSample: inSample(fit, customers), holdOut: compared(fit, customers, 39) })).toBeNull()
    expect(valueFault(fitValues(valuesOf(customers), { withPrior: true }), valuesOf(customers))).toBeNull()
  })
})

describe.skipIf(!hasRealShops)(`All of CDNOW${hasRealShops ? '' : ` (${whyNot})`}`, () => {
  const customers = hasRealShops ? cdnowMaster('1997-12-31') : []

  test('MBG/NBD finds the likelihood and the prediction of the reference', () => {
    expect(customers).toHaveLength(23_570)
    const fit = fitPurchases('mbg', grouped(customers), bare)
    const { r, alpha, a, b } = fit.parameters
    for (const [at, value] of [0.605, 8.05, 0.639, 1.179].entries())
      expect(Math.abs(([r, alpha, a, b][at] ?? 0) / value - 1)).toBeLessThan(0.01)
    expect(Math.abs(fit.logLikelihood + 124_640.1)).toBeLessThan(0.1)
    const { actual, predicted } = compared(fit, customers, 181 / 7)
    expect(actual).toBe(12_272)
    expect(Math.abs(predicted - 11_558)).toBeLessThan(5)
  })
})

/** The share of customers who spend within their range in these weeks. */
function spendCoverage(customers: readonly RealCustomer[], weeks: number): number {
  const model = 'mbg'
  const { parameters: purchases } = fitPurchases(model, grouped(customers), { withPrior: true })
  const { parameters: values } = fitValues(valuesOf(customers), { withPrior: true })
  const within = customers.filter(({ meanValue, laterSpend, ...history }) => {
    const value = meanValue > 0 ? { purchases: history.repeats, meanValue } : null
    const { low, high } = valueRange({ model, purchases, values }, history, value, weeks)
    return low <= laterSpend && laterSpend <= high
  })
  return within.length / customers.length
}
