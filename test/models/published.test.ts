import { describe, expect, test } from 'vitest'
import { expectedValue, populationValue } from '../../src/models/gamma-gamma.ts'
import { chancesToReach } from '../../src/models/predictions.ts'
import {
  chanceActive,
  expectedPurchases,
  lnLikelihood,
  type PurchaseModel,
  type PurchaseParameters,
} from '../../src/models/purchases.ts'

const bg = { r: 0.242_594_5, alpha: 4.413_601_9, a: 0.792_919_9, b: 2.425_888_1 }
/** As the paper prints them. */
const printed = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const mbg = { r: 0.5248, alpha: 6.183, a: 0.8914, b: 1.614 }

const newcomer = { repeats: 0, recencyWeeks: 0, ageWeeks: 0 }
const hardiesCustomer = { repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 }
const customer1516 = { repeats: 26, recencyWeeks: 30.86, ageWeeks: 31 }

test.each<[string, PurchaseModel, PurchaseParameters, typeof hardiesCustomer, number, number, number]>([
  ['BG/NBD, Hardie’s sheet', 'bg', bg, hardiesCustomer, 39, 1.226, 0.7266],
  ['MBG/NBD, the same customer', 'mbg', mbg, hardiesCustomer, 39, 1.2626, 0.7061],
  ['BG/NBD, customer 1516', 'bg', bg, customer1516, 52, 25.759, 0.9689],
  ['MBG/NBD, customer 1516', 'mbg', mbg, customer1516, 52, 24.0, 0.9656],
])('%s: expected purchases and chance of being active', (_, model, parameters, history, weeks, purchases, chance) => {
  expect(expectedPurchases(model, parameters, history, weeks)).toBeCloseTo(purchases, 2)
  expect(chanceActive(model, parameters, history)).toBeCloseTo(chance, 3)
})

test.each([
  [0.1429, 0.0078],
  [1, 0.0532],
  [3, 0.1506],
  [31.86, 1.0405],
  [32, 1.0437],
  [78, 1.8576],
])('BG/NBD: a new customer’s repeat purchases within %f weeks', (weeks, purchases) => {
  expect(Math.abs(expectedPurchases('bg', bg, newcomer, weeks) - purchases)).toBeLessThan(0.0005)
})

test('BG/NBD: a new customer stays away for 39 weeks with the published chance', () => {
  const [, once = 0] = chancesToReach('bg', printed, newcomer, 39, 0)
  expect(1 - once).toBeCloseTo(0.573_786_4, 6)
})

test.each([
  ['once', { repeats: 0, recencyWeeks: 0, ageWeeks: 40 }, -0.599_473_82],
  ['two hundred times more', { repeats: 200, recencyWeeks: 38, ageWeeks: 40 }, 100.7957],
])('BG/NBD: the likelihood of somebody who bought %s', (_, history, likelihood) => {
  expect(lnLikelihood('bg', { r: 0.25, alpha: 4, a: 0.8, b: 2.5 }, history)).toBeCloseTo(likelihood, 4)
})

test('somebody with one purchase is active for certain in BG/NBD alone', () => {
  const once = { repeats: 0, recencyWeeks: 0, ageWeeks: 38.86 }
  expect(chanceActive('bg', bg, once)).toBe(1)
  expect(chanceActive('mbg', mbg, once)).toBeLessThan(0.8)
})

describe('Gamma-Gamma', () => {
  const parameters = { p: 6.25, q: 3.74, gamma: 15.44 }

  test('all customers’ mean value', () => {
    expect(populationValue(parameters)).toBeCloseTo(35.2, 1)
  })

  test.each([
    [{ purchases: 2, meanValue: 22.35 }, 24.65],
    [{ purchases: 1, meanValue: 11.77 }, 18.91],
    [null, 35.17],
  ])('the next value expected after %j', (history, value) => {
    expect(Math.abs(expectedValue(parameters, history) - value)).toBeLessThan(0.06)
  })
})
