import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedValue, type ValueParameters } from '../../src/models/gamma-gamma.ts'
import { chancesIfActive, chancesToReach } from '../../src/models/predictions.ts'
import { chanceActive, expectedPurchases, staysOf } from '../../src/models/purchases.ts'
import { type Estimator, purchaseRange, valueMultiples, valueRange } from '../../src/models/ranges.ts'
import { spendingOf } from '../../src/models/spending.ts'
import {
  histories,
  meanValues,
  models,
  real,
  repeatValue,
  shares,
  shops,
  valueShops,
  weeksAhead,
} from './arbitraries.ts'
import { beta, chanceFrom, gamma } from './simulated.ts'

const shop = { r: 0.52, alpha: 6.18, a: 0.89, b: 1.61 }
const values: ValueParameters = { p: 6.25, q: 3.74, gamma: 15.44 }
const estimator: Estimator = { model: 'mbg', purchases: shop, values }
const regular = { repeats: 12, recencyWeeks: 48, ageWeeks: 50 }
const once = { repeats: 0, recencyWeeks: 0, ageWeeks: 50 }

describe('the chances to buy on n more days', () => {
  test('sum up to the expected purchases', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, (model, parameters, history, weeks) => {
        const expected = expectedPurchases(model, parameters, history, weeks)
        const reached = chancesToReach(model, parameters, history, weeks, 1e-16)
        fc.pre(reached.length < 20_000)
        const sum = reached.reduce((total, chance) => total + chance, -1)
        expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-8 * (1 + expected))
      }),
      { numRuns: 500 },
    )
  })

  test('begin at certainty and only fall', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, (model, parameters, history, weeks) => {
        const reached = chancesToReach(model, parameters, history, weeks, 1e-6)
        expect(reached[0]).toBe(1)
        expect(reached.every((chance, n) => chance >= 0 && chance <= (reached[n - 1] ?? 1))).toBe(true)
      }),
    )
  })

  test('are the shares of simulated customers with that history', () => {
    const [people, weeks] = [40_000, 26]
    const counts = simulatedCounts(people, weeks)
    const reached = chancesIfActive('mbg', shop, regular, weeks, 1e-3)
    expect(reached.length).toBeGreaterThan(8)
    for (const [n, chance] of reached.entries())
      expect(Math.abs(counts.filter((count) => count >= n).length / people - chance)).toBeLessThan(0.01)
  })
})

describe('the range of purchases', () => {
  test('leaves at most half of the rest on either side', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, shares, (model, parameters, history, weeks, share) => {
        const reached = chancesToReach(model, parameters, history, weeks, 1e-12)
        fc.pre(reached.length < weeks * 7)
        const { low, high } = purchaseRange(model, parameters, history, weeks, share)
        const tail = (1 - share) / 2 + 1e-12
        expect(1 - (reached[low] ?? 0)).toBeLessThanOrEqual(tail)
        expect(reached[high + 1] ?? 0).toBeLessThanOrEqual(tail)
        expect(low).toBeLessThanOrEqual(high)
      }),
      { numRuns: 500 },
    )
  })

  test('lies about the expected number', () => {
    fc.assert(
      fc.property(models, shops, histories, weeksAhead, (model, parameters, history, weeks) => {
        const { low, high } = purchaseRange(model, parameters, history, weeks)
        const expected = expectedPurchases(model, parameters, history, weeks)
        // Reached by nine in ten, and by one in ten.
        expect(0.9 * low).toBeLessThanOrEqual(expected * (1 + 1e-9))
        expect(0.1 * high).toBeLessThanOrEqual(expected * (1 + 1e-9))
      }),
    )
  })

  test('of a regular customer, and of one who came once long ago', () => {
    expect(purchaseRange('mbg', shop, regular, 13)).toEqual({ low: 0, high: 5 })
    expect(purchaseRange('mbg', shop, once, 13)).toEqual({ low: 0, high: 0 })
  })

  test('has never more days than there are', () => {
    const daily = { repeats: 700, recencyWeeks: 100, ageWeeks: 100 }
    expect(purchaseRange('mbg', { r: 2, alpha: 2, a: 0.01, b: 10 }, daily, 2).high).toBe(14)
  })

  test('of no time at all is nothing', () => {
    expect(purchaseRange('mbg', shop, regular, 0)).toEqual({ low: 0, high: 0 })
    expect(valueRange(estimator, regular, null, 0)).toEqual({ low: 0, high: 0 })
  })
})

describe('the range of spend', () => {
  const value = { purchases: 12, meanValue: 40 }

  test('is that of simulated spend', () => {
    const { low, high } = valueRange(estimator, regular, value, 52)
    const spends = simulatedSpends(20_000, 52, value.meanValue)
    const share = (within: (spend: number) => boolean) => spends.filter(within).length / spends.length
    expect(share((spend) => spend < low)).toBeLessThan(0.11)
    expect(Math.abs(share((spend) => spend > high) - 0.1)).toBeLessThan(0.01)
  })

  test('leaves half of the rest on either side, but for a hundredth', () => {
    fc.assert(
      fc.property(models, shops, valueShops, histories, shares, (model, purchases, values, history, share) => {
        const reached = chancesToReach(model, purchases, history, 52, 1e-9)
        fc.pre(reached.length < 500)
        const { low, high } = valueMultiples({ model, purchases, values }, 52, share)(history, history.repeats)
        const { anything, above } = spendingOf(reached, values.p, values.q + values.p * history.repeats)
        const exceeds = (spend: number) => (spend > 0 ? above(Math.log(spend)).chance : anything)
        const tail = (1 - share) / 2
        expect(low).toBeLessThanOrEqual(high)
        if (high > 0) expect(Math.abs(exceeds(high) - tail)).toBeLessThan(0.01)
        else expect(anything).toBeLessThan(tail + 0.01)
        if (low > 0) expect(Math.abs(exceeds(low) - (1 - tail))).toBeLessThan(0.01)
        else expect(anything).toBeLessThan(1 - tail + 0.01)
      }),
      { numRuns: 200 },
    )
  })

  test('does not depend on who was asked about before', () => {
    const ranges = valueMultiples(estimator, 52)
    const people = [regular, once, { ...regular, recencyWeeks: 20 }, { ...regular, ageWeeks: 60 }, regular]
    const alone = people.map((history) => valueMultiples(estimator, 52)(history, history.repeats))
    expect(people.map((history) => ranges(history, history.repeats))).toEqual(alone)
  })

  test('of somebody who is hardly here any more is nothing', () => {
    expect(valueRange(estimator, { repeats: 9, recencyWeeks: 3, ageWeeks: 200 }, value, 52)).toEqual({
      low: 0,
      high: 0,
    })
  })

  test('never sinks with the spend so far', () => {
    fc.assert(
      fc.property(models, shops, valueShops, histories, meanValues, real(1, 100), (...given) => {
        const [model, purchases, values, history, meanValue, more] = given
        const rangeAt = (mean: number) =>
          valueRange({ model, purchases, values }, history, repeatValue(history, mean), 13)
        const [less, larger] = [rangeAt(meanValue), rangeAt(meanValue * more)]
        expect(larger.low).toBeGreaterThanOrEqual(less.low)
        expect(larger.high).toBeGreaterThanOrEqual(less.high)
      }),
    )
  })

  test('lies about the expected spend of customers as they are', () => {
    const people = [
      regular,
      { repeats: 3, recencyWeeks: 28, ageWeeks: 30 },
      { repeats: 1, recencyWeeks: 2, ageWeeks: 4 },
    ]
    for (const history of people) {
      const expected =
        expectedPurchases('mbg', shop, history, 52) *
        expectedValue(values, { purchases: history.repeats, meanValue: 40 })
      const { low, high } = valueRange(estimator, history, { purchases: history.repeats, meanValue: 40 }, 52)
      expect(low).toBeLessThan(expected)
      expect(high).toBeGreaterThan(expected)
    }
  })
})

/** How often customers with the regular's history who are still active buy again. */
function simulatedCounts(people: number, weeks: number): readonly number[] {
  const chance = chanceFrom(5)
  return Array.from({ length: people }, () => simulatedCount(weeks, chance))
}

function simulatedCount(weeks: number, chance: () => number): number {
  const rate = gamma(shop.r + regular.repeats, chance) / (shop.alpha + regular.ageWeeks)
  const leaves = beta(shop.a, shop.b + staysOf('mbg', regular.repeats), chance)
  let count = 0
  for (let at = -Math.log(1 - chance()) / rate; at <= weeks; at += -Math.log(1 - chance()) / rate) {
    count++
    if (chance() < leaves) break
  }
  return count
}

/** What customers with the regular's history spend, active or not. */
function simulatedSpends(people: number, weeks: number, meanValue: number): readonly number[] {
  const chance = chanceFrom(6)
  const active = chanceActive('mbg', shop, regular)
  return Array.from({ length: people }, () => {
    const count = chance() < active ? simulatedCount(weeks, chance) : 0
    const nu = gamma(values.q + values.p * regular.repeats, chance) / (values.gamma + regular.repeats * meanValue)
    return count === 0 ? 0 : gamma(values.p * count, chance) / nu
  })
}
