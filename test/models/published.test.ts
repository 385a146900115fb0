import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fitPurchases } from '../../src/models/fit-purchases.ts'
import { fitValues } from '../../src/models/fit-values.ts'
import { expectedValue, populationValue } from '../../src/models/gamma-gamma.ts'
import { grouped } from '../../src/models/histories.ts'
import { chanceActive, expectedPurchases, type PurchaseModel } from '../../src/models/purchases.ts'

const bg = { r: 0.242_594_5, alpha: 4.413_601_9, a: 0.792_919_9, b: 2.425_888_1 }
const mbg = { r: 0.5248, alpha: 6.183, a: 0.8914, b: 1.614 }

const hardiesCustomer = { repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 }
const customer1516 = { repeats: 26, recencyWeeks: 30.86, ageWeeks: 31 }

describe('formulae against published figures', () => {
  test.each<[string, PurchaseModel, typeof bg, typeof hardiesCustomer, number, number, number]>([
    ['BG/NBD, Hardie’s sheet', 'bg', bg, hardiesCustomer, 39, 1.226, 0.7266],
    ['MBG/NBD, the same customer', 'mbg', mbg, hardiesCustomer, 39, 1.2626, 0.7061],
    ['BG/NBD, customer 1516', 'bg', bg, customer1516, 52, 25.759, 0.9689],
    ['MBG/NBD, customer 1516', 'mbg', mbg, customer1516, 52, 24.0, 0.9656],
  ])('%s', (_, model, parameters, history, weeks, purchases, chance) => {
    expect(expectedPurchases(model, parameters, history, weeks)).toBeCloseTo(purchases, 2)
    expect(chanceActive(model, parameters, history)).toBeCloseTo(chance, 3)
  })

  test('somebody with one purchase is active for certain in BG/NBD alone', () => {
    const once = { repeats: 0, recencyWeeks: 0, ageWeeks: 38.86 }
    expect(chanceActive('bg', bg, once)).toBe(1)
    expect(chanceActive('mbg', mbg, once)).toBeLessThan(0.8)
  })

  test('expected average values of Gamma-Gamma', () => {
    const parameters = { p: 6.25, q: 3.74, gamma: 15.44 }
    expect(populationValue(parameters)).toBeCloseTo(35.2, 1)
    expect(expectedValue(parameters, { purchases: 2, meanValue: 22.35 })).toBeCloseTo(24.65, 1)
    expect(expectedValue(parameters, { purchases: 1, meanValue: 11.77 })).toBeCloseTo(18.91, 1)
  })
})

describe('histories that are hard on numbers', () => {
  test.each([
    ['5,000 purchases', { repeats: 5000, recencyWeeks: 500, ageWeeks: 500.1 }],
    ['the last purchase today', { repeats: 221, recencyWeeks: 103.43, ageWeeks: 103.57 }],
    ['the first purchase today', { repeats: 0, recencyWeeks: 0, ageWeeks: 0 }],
    ['silent for forty years', { repeats: 3, recencyWeeks: 5, ageWeeks: 2080 }],
  ])('%s', (_, history) => {
    for (const model of ['bg', 'mbg'] as const) {
      for (const parameters of [bg, mbg, { r: 2, alpha: 50, a: 1, b: 3 }, { r: 0.01, alpha: 0.1, a: 5, b: 0.1 }]) {
        const chance = chanceActive(model, parameters, history)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
        const expected = expectedPurchases(model, parameters, history, 13)
        expect(Number.isFinite(expected)).toBe(true)
        expect(expected).toBeGreaterThanOrEqual(0)
      }
    }
  })
})

const data = process.env.REGULARS_TEST_DATA
const summary = data ? join(data, 'data/cdnow/cdnow_customers_summary_with_transactions.csv') : ''
const present = data !== undefined

describe.skipIf(!present)(`fits of CDNOW${present ? '' : ' (left out: REGULARS_TEST_DATA is not set)'}`, () => {
  const rows = present
    ? readFileSync(summary, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number))
    : []
  const histories = grouped(rows.map(([, x = 0, tx = 0, age = 0]) => ({ repeats: x, recencyWeeks: tx, ageWeeks: age })))

  test('there are its 2,357 customers', () => {
    expect(rows).toHaveLength(2357)
  })

  test.each<[PurchaseModel, readonly number[], number]>([
    ['bg', [0.243, 4.414, 0.793, 2.426], -9582.43],
    ['mbg', [0.525, 6.183, 0.891, 1.614], -9582.13],
  ])('%s without the prior: the published parameters and likelihood', (model, parameters, likelihood) => {
    const fit = fitPurchases(model, histories, { withPrior: false })
    expect(fit.converged).toBe(true)
    const { r, alpha, a, b } = fit.parameters
    for (const [at, value] of [r, alpha, a, b].entries()) expect(value).toBeCloseTo(parameters[at] ?? 0, 2.9)
    expect(Math.abs(fit.logLikelihood - likelihood)).toBeLessThan(0.01)
  })

  test('the prior moves them by less than one percent', () => {
    const bare = fitPurchases('mbg', histories, { withPrior: false }).parameters
    const withIt = fitPurchases('mbg', histories, { withPrior: true }).parameters
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(withIt[name] / bare[name] - 1)).toBeLessThan(0.01)
  })

  test('Gamma-Gamma of the repeat purchases', () => {
    const values = rows.flatMap(([, x = 0, , , m = 0]) => (x > 0 && m > 0 ? [{ purchases: x, meanValue: m }] : []))
    const fit = fitValues(values, { withPrior: false })
    expect(fit.parameters.p).toBeCloseTo(6.25, 1.9)
    expect(fit.parameters.q).toBeCloseTo(3.74, 1.9)
    expect(fit.parameters.gamma).toBeCloseTo(15.44, 1.5)
    expect(fit.logLikelihood).toBeCloseTo(-4055.92, 1.9)
  })
})
