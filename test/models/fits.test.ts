import { describe, expect, test } from 'vitest'
import { fitPurchases } from '../../src/models/fit-purchases.ts'
import { fitValues } from '../../src/models/fit-values.ts'
import { lnValueLikelihood } from '../../src/models/gamma-gamma.ts'
import { grouped } from '../../src/models/histories.ts'
import { compared } from '../../src/models/hold-out.ts'
import { inSample } from '../../src/models/in-sample.ts'
import { likelihoodOf } from '../../src/models/likelihood.ts'
import { minimize } from '../../src/models/minimize.ts'
import { lnLikelihood, type PurchaseModel, type PurchaseParameters } from '../../src/models/purchases.ts'
import { fitFault } from '../../src/models/soundness.ts'
import { chanceFrom, simulatedCustomers, simulatedValues } from './simulated.ts'

const models = ['mbg', 'bg'] as const
const shop: PurchaseParameters = { r: 0.8, alpha: 9, a: 0.6, b: 2.2 }
const crowd = { customers: 12_000, weeks: 100, later: 13, seed: 7 }

describe.each<PurchaseModel>(models)('simulated customers of %s', (model) => {
  const customers = simulatedCustomers(model, shop, crowd)
  const fit = fitPurchases(model, customers, { withPrior: true })

  test('give their parameters back within 8 percent', () => {
    expect(fit.converged).toBe(true)
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(fit.parameters[name] / shop[name] - 1)).toBeLessThan(0.08)
  })

  test('are likelier with the fit than with the truth, and no step aside is likelier still', () => {
    const bare = fitPurchases(model, customers, { withPrior: false })
    const likelihood = likelihoodOf(model, customers)
    expect(bare.logLikelihood).toBeGreaterThan(likelihood(shop))
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      for (const factor of [0.999, 1.001])
        expect(likelihood({ ...bare.parameters, [name]: bare.parameters[name] * factor })).toBeLessThan(
          bare.logLikelihood,
        )
  })

  test('buy in the next 13 weeks what the fit predicts, within 3 percent and their ranges', () => {
    const outcome = compared(fit, customers, crowd.later)
    expect(Math.abs(outcome.predicted / outcome.actual - 1)).toBeLessThan(0.03)
    expect(outcome.rangeCoverage).toBeGreaterThan(0.8)
    expect(fitFault({ fit, inSample: inSample(fit, customers), holdOut: outcome })).toBeNull()
  })

  test('are as many with each number of repeat purchases as the fit expects, within chance', () => {
    const { frequencies, actualRepeats, expectedRepeats } = inSample(fit, customers)
    expect(Math.abs(expectedRepeats / actualRepeats - 1)).toBeLessThan(0.03)
    expect(frequencies.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(crowd.customers, 3)
    for (const { actual, expected } of frequencies)
      expect(Math.abs(actual - expected)).toBeLessThan(4 * Math.sqrt(expected))
  })
})

test('simulated values give their parameters back within 10 percent', () => {
  const truth = { p: 3, q: 4.5, gamma: 40 }
  const histories = simulatedValues(truth, { customers: 8000, seed: 11 })
  const { parameters, converged, logLikelihood } = fitValues(histories, { withPrior: true })
  expect(converged).toBe(true)
  for (const name of ['p', 'q', 'gamma'] as const)
    expect(Math.abs(parameters[name] / truth[name] - 1)).toBeLessThan(0.1)
  const oneByOne = histories.reduce((sum, history) => sum + lnValueLikelihood(parameters, history), 0)
  expect(logLikelihood).toBeCloseTo(oneByOne, 5)
})

test('shops of 600 customers and every kind are fitted soundly', () => {
  const chance = chanceFrom(9)
  const between = (least: number, most: number) => least * (most / least) ** chance()
  const ratios = Array.from({ length: 30 }, (_, seed) => {
    const kind = { r: between(0.1, 5), alpha: between(2, 60), a: between(0.05, 5), b: between(0.3, 30) }
    const customers = simulatedCustomers('mbg', kind, { customers: 600, weeks: between(26, 200), later: 13, seed })
    const fit = fitPurchases('mbg', customers, { withPrior: true })
    const outcome = compared(fit, customers, 13)
    expect(fitFault({ fit, inSample: inSample(fit, customers), holdOut: outcome })).toBeNull()
    expect(outcome.rangeCoverage).toBeGreaterThan(0.8)
    return (outcome.predicted + 30) / (outcome.actual + 30)
  })
  expect(Math.min(...ratios)).toBeGreaterThan(0.7)
  expect(Math.max(...ratios)).toBeLessThan(1.4)
})

test('the likelihood of all is the sum of that of each', () => {
  const histories = [
    ...simulatedCustomers('mbg', shop, { ...crowd, customers: 200 }),
    { repeats: 5000, recencyWeeks: 500, ageWeeks: 500.1, customers: 3 },
    { repeats: 0, recencyWeeks: 0, ageWeeks: 0, customers: 12 },
  ]
  for (const model of models)
    for (const parameters of [
      shop,
      { r: 1e-4, alpha: 2e4, a: 1e-4, b: 2e4 },
      { r: 2e4, alpha: 1e-4, a: 2e4, b: 1e-4 },
    ]) {
      const oneByOne = histories.reduce((sum, one) => sum + one.customers * lnLikelihood(model, parameters, one), 0)
      expect(Math.abs(likelihoodOf(model, histories)(parameters) / oneByOne - 1)).toBeLessThan(1e-9)
    }
})

describe('a fit', () => {
  const customers = simulatedCustomers('mbg', shop, { ...crowd, customers: 3000 })

  test('is the same for customers in any order, one by one or in groups', () => {
    const one = fitPurchases('mbg', customers, { withPrior: true }).parameters
    const other = fitPurchases('mbg', grouped(customers.toReversed()), { withPrior: true }).parameters
    for (const name of ['r', 'alpha', 'a', 'b'] as const) expect(other[name] / one[name]).toBeCloseTo(1, 4)
  })

  test('in days instead of weeks is the same, with α in days', () => {
    const inDays = customers.map((one) => ({ ...one, recencyWeeks: one.recencyWeeks * 7, ageWeeks: one.ageWeeks * 7 }))
    const weeks = fitPurchases('mbg', customers, { withPrior: false }).parameters
    const days = fitPurchases('mbg', inDays, { withPrior: false }).parameters
    for (const name of ['r', 'a', 'b'] as const) expect(days[name] / weeks[name]).toBeCloseTo(1, 3)
    expect(days.alpha / weeks.alpha).toBeCloseTo(7, 2)
  })

  test.each([
    ['nobody', []],
    ['one customer', [{ repeats: 0, recencyWeeks: 0, ageWeeks: 10, customers: 1 }]],
    ['customers of today', [{ repeats: 0, recencyWeeks: 0, ageWeeks: 0, customers: 900 }]],
    ['customers who all came every day', [{ repeats: 700, recencyWeeks: 100, ageWeeks: 100, customers: 900 }]],
    ['customers who never came back', [{ repeats: 0, recencyWeeks: 0, ageWeeks: 100, customers: 900 }]],
    ['one who came 2,000 times', [{ repeats: 2000, recencyWeeks: 500, ageWeeks: 500, customers: 1 }]],
  ])('of %s stays within its bounds', (_, histories) => {
    for (const model of models)
      for (const withPrior of [true, false]) {
        const { parameters, logLikelihood } = fitPurchases(model, histories, { withPrior })
        expect(Number.isFinite(logLikelihood)).toBe(true)
        for (const value of Object.values(parameters)) expect(Math.abs(Math.log(value))).toBeLessThanOrEqual(10)
      }
  })

  test.each([
    [{ repeats: 1, recencyWeeks: 9, ageWeeks: 8, customers: 1 }, 'later than the day looked from'],
    [{ repeats: 0, recencyWeeks: 1, ageWeeks: 8, customers: 1 }, 'without repeat purchases'],
    [{ repeats: 0.5, recencyWeeks: 1, ageWeeks: 8, customers: 1 }, 'not a whole number'],
    [{ repeats: 1, recencyWeeks: Number.NaN, ageWeeks: 8, customers: 1 }, 'a time is negative'],
  ])('of %j is refused', (history, fault) => {
    expect(() => fitPurchases('mbg', [history], { withPrior: true })).toThrow(fault)
  })
})

describe('fits of values', () => {
  test.each([
    ['nobody', []],
    ['one customer', [{ purchases: 3, meanValue: 20 }]],
    ['customers who all spend the same', Array(500).fill({ purchases: 2, meanValue: 20 })],
    ['pennies and fortunes', [0.01, 1e7, 35, 40].map((meanValue) => ({ purchases: 1, meanValue }))],
  ])('of %s stay finite', (_, histories) => {
    const { parameters, logLikelihood } = fitValues(histories, { withPrior: true })
    expect(Number.isFinite(logLikelihood)).toBe(true)
    for (const value of Object.values(parameters)) expect(Number.isFinite(value) && value > 0).toBe(true)
    expect(parameters.q).toBeGreaterThan(1)
  })

  test('are the same in cents, with γ in cents', () => {
    const dollars = simulatedValues({ p: 6, q: 4, gamma: 15 }, { customers: 1000, seed: 3 })
    const cents = dollars.map((one) => ({ ...one, meanValue: one.meanValue * 100 }))
    const [one, other] = [dollars, cents].map((values) => fitValues(values, { withPrior: true }).parameters)
    expect((other?.p ?? 0) / (one?.p ?? 1)).toBeCloseTo(1, 4)
    expect((other?.gamma ?? 0) / (one?.gamma ?? 1)).toBeCloseTo(100, 2)
  })
})

describe('the search for a minimum', () => {
  test('finds the bottom of Rosenbrock’s valley', () => {
    const { at, converged } = minimize(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2, [-1.2, 1])
    expect(converged).toBe(true)
    expect(at[0]).toBeCloseTo(1, 4)
    expect(at[1]).toBeCloseTo(1, 4)
  })

  test('says that it found none where nothing is a number', () => {
    expect(minimize(() => Number.NaN, [0, 0]).converged).toBe(false)
  })
})
