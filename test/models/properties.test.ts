import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedValue, populationValue } from '../../src/models/gamma-gamma.ts'
import { chanceActive, expectedPurchases, lnLikelihood } from '../../src/models/purchases.ts'
import { purchaseRange, valueRange } from '../../src/models/ranges.ts'
import {
  histories,
  meanValues,
  models,
  real,
  repeatValue,
  shops,
  valueShops,
  weeksAhead,
  wildHistories,
  wildShops,
} from './arbitraries.ts'

const longer = real(0, 500)
const nearly = 1 + 1e-9

describe('the chance of being active', () => {
  test('is one', () => {
    fc.assert(
      fc.property(models, wildShops, wildHistories, (model, parameters, history) => {
        const chance = chanceActive(model, parameters, history)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
      }),
      { numRuns: 1000 },
    )
  })

  test('never rises with silence', () => {
    fc.assert(
      fc.property(models, wildShops, wildHistories, longer, (model, parameters, history, silence) => {
        const later = { ...history, ageWeeks: history.ageWeeks + silence }
        expect(chanceActive(model, parameters, later)).toBeLessThanOrEqual(chanceActive(model, parameters, history))
      }),
    )
  })

  test('never falls with a later last purchase', () => {
    fc.assert(
      fc.property(models, wildShops, wildHistories, real(0, 1), (...given) => {
        const [model, parameters, history, share] = given
        const earlier = { ...history, recencyWeeks: history.recencyWeeks * share }
        expect(chanceActive(model, parameters, earlier)).toBeLessThanOrEqual(chanceActive(model, parameters, history))
      }),
    )
  })
})

describe('expected purchases', () => {
  test('never rise with silence', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, longer, (model, parameters, history, weeks, silence) => {
        const later = { ...history, ageWeeks: history.ageWeeks + silence }
        const [now, then] = [history, later].map((one) => expectedPurchases(model, parameters, one, weeks))
        expect(then).toBeLessThanOrEqual((now ?? 0) * (1 + 1e-8) + 1e-10)
      }),
    )
  })

  test('never fall with the time looked ahead, nor do the ends of their range', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, longer, (model, parameters, history, weeks, more) => {
        const [short, long] = [weeks, weeks + more].map((ahead) => ({
          expected: expectedPurchases(model, parameters, history, ahead),
          ...purchaseRange(model, parameters, history, ahead),
        }))
        expect(short?.expected).toBeLessThanOrEqual((long?.expected ?? 0) * (1 + 1e-8) + 1e-10)
        expect(short?.low).toBeLessThanOrEqual(long?.low ?? 0)
        expect(short?.high).toBeLessThanOrEqual(long?.high ?? 0)
      }),
    )
  })

  test('are numbers from 0 on whatever the fit and the history', () => {
    fc.assert(
      fc.property(models, wildShops, wildHistories, weeksAhead, (model, parameters, history, weeks) => {
        const expected = expectedPurchases(model, parameters, history, weeks)
        expect(Number.isFinite(expected)).toBe(true)
        expect(expected).toBeGreaterThanOrEqual(0)
        expect(Number.isFinite(lnLikelihood(model, parameters, history))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

test('in another unit of time everything is the same', () => {
  fc.assert(
    fc.property(
      models,
      shops,
      histories,
      weeksAhead,
      fc.constantFrom(1 / 52, 1 / 4.345, 7, 168),
      (model, parameters, history, weeks, unit) => {
        const other = { ...parameters, alpha: parameters.alpha * unit }
        const scaled = {
          ...history,
          recencyWeeks: history.recencyWeeks * unit,
          ageWeeks: history.ageWeeks * unit,
        }
        expect(chanceActive(model, other, scaled)).toBeCloseTo(chanceActive(model, parameters, history), 9)
        const expected = expectedPurchases(model, parameters, history, weeks)
        expect(Math.abs(expectedPurchases(model, other, scaled, weeks * unit) - expected)).toBeLessThanOrEqual(
          1e-8 * (1 + expected),
        )
      },
    ),
  )
})

describe('expected values', () => {
  test('never sink with the spend so far, and lie between the customer’s mean and everybody’s', () => {
    fc.assert(
      fc.property(
        valueShops,
        fc.integer({ min: 1, max: 500 }),
        meanValues,
        meanValues,
        (parameters, purchases, ...means) => {
          const [less = 0, more = 0] = means.toSorted((one, other) => one - other)
          const at = (meanValue: number) => expectedValue(parameters, { purchases, meanValue })
          expect(at(less)).toBeLessThanOrEqual(at(more) * nearly)
          const everybody = populationValue(parameters)
          expect(at(less)).toBeGreaterThanOrEqual(Math.min(less, everybody) / nearly)
          expect(at(less)).toBeLessThanOrEqual(Math.max(less, everybody) * nearly)
        },
      ),
    )
  })

  test('come nearer to the customer’s own mean the more purchases it is of', () => {
    fc.assert(
      fc.property(valueShops, fc.integer({ min: 1, max: 500 }), meanValues, (parameters, purchases, meanValue) => {
        const away = (count: number) => Math.abs(expectedValue(parameters, { purchases: count, meanValue }) - meanValue)
        expect(away(purchases + 1)).toBeLessThanOrEqual(away(purchases) * nearly + 1e-9 * meanValue)
      }),
    )
  })
})

test('ranges of spend are numbers from 0 on whatever the fit and the history', () => {
  fc.assert(
    fc.property(models, shops, valueShops, histories, meanValues, weeksAhead, (...given) => {
      const [model, purchases, values, history, meanValue, weeks] = given
      fc.pre(expectedPurchases(model, purchases, history, weeks) < 2000)
      const { low, high } = valueRange({ model, purchases, values }, history, repeatValue(history, meanValue), weeks)
      expect(Number.isFinite(high)).toBe(true)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(high)
    }),
    { numRuns: 300 },
  )
})

describe('histories that are hard on numbers', () => {
  test.each([
    ['5,000 purchases', { repeats: 5000, recencyWeeks: 500, ageWeeks: 500.1 }],
    ['the last purchase today', { repeats: 221, recencyWeeks: 103.43, ageWeeks: 103.57 }],
    ['the first purchase today', { repeats: 0, recencyWeeks: 0, ageWeeks: 0 }],
    ['silent for forty years', { repeats: 3, recencyWeeks: 5, ageWeeks: 2080 }],
    ['a purchase a minute in one day', { repeats: 1440, recencyWeeks: 1 / 7, ageWeeks: 1 / 7 }],
  ])('%s', (_, history) => {
    const fits = [
      { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
      { r: 2, alpha: 50, a: 1, b: 3 },
      { r: 0.01, alpha: 0.1, a: 5, b: 0.1 },
      { r: 0.7, alpha: 9.4, a: 4.6e-5, b: 22_026 },
    ]
    for (const model of ['bg', 'mbg'] as const)
      for (const parameters of fits) {
        const chance = chanceActive(model, parameters, history)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
        const expected = expectedPurchases(model, parameters, history, 13)
        expect(Number.isFinite(expected)).toBe(true)
        const { low, high } = purchaseRange(model, parameters, history, 13)
        expect(low).toBeLessThanOrEqual(high)
        expect(high).toBeLessThanOrEqual(91)
      }
  })
})
