import { expect, test } from 'vitest'
import type { PurchaseFit } from '../../src/models/fit-purchases.ts'
import { compared, holdOut } from '../../src/models/hold-out.ts'
import { expectedPurchases } from '../../src/models/purchases.ts'
import { simulatedCustomers } from './simulated.ts'

const parameters = { r: 0.52, alpha: 6.18, a: 0.89, b: 1.61 }
const fit: PurchaseFit = { model: 'mbg', parameters, logLikelihood: 0, customers: 10, converged: true }
const once = { repeats: 0, recencyWeeks: 0, ageWeeks: 20 }
const regular = { repeats: 9, recencyWeeks: 19, ageWeeks: 20 }

test('groups of customers count as their customers', () => {
  const groups = [
    { ...once, customers: 3, later: 0 },
    { ...regular, customers: 2, later: 5 },
  ]
  const oneByOne = groups.flatMap((group) => Array(group.customers).fill({ ...group, customers: 1 }))
  expect(compared(fit, groups, 13)).toEqual(compared(fit, oneByOne, 13))
})

test('sums, errors and coverage are those of the customers', () => {
  const [few, many] = [once, regular].map((history) => expectedPurchases('mbg', parameters, history, 13))
  const outcome = compared(
    fit,
    [
      { ...once, customers: 3, later: 0 },
      { ...regular, customers: 1, later: 50 },
    ],
    13,
  )
  expect(outcome).toMatchObject({ weeks: 13, customers: 4, actual: 50, rangeCoverage: 0.75 })
  expect(outcome.predicted).toBeCloseTo(3 * (few ?? 0) + (many ?? 0), 9)
  expect(outcome.meanAbsoluteError).toBeCloseTo((3 * (few ?? 0) + 50 - (many ?? 0)) / 4, 9)
  expect(outcome.correlation).toBeCloseTo(1, 9)
})

test('there is no correlation where everybody is the same, or nobody is there', () => {
  expect(compared(fit, [{ ...once, customers: 5, later: 1 }], 13).correlation).toBeNull()
  expect(compared(fit, [], 13)).toEqual({
    weeks: 13,
    customers: 0,
    actual: 0,
    predicted: 0,
    correlation: null,
    meanAbsoluteError: 0,
    rangeCoverage: 0,
  })
})

test('what comes is predicted from what was known before alone', () => {
  const customers = simulatedCustomers('mbg', parameters, { customers: 4000, weeks: 60, later: 20, seed: 21 })
  const outcome = holdOut('mbg', customers, 20, { withPrior: true })
  expect(Math.abs(outcome.predicted / outcome.actual - 1)).toBeLessThan(0.1)
  const unforeseen = customers.map((one) => ({ ...one, later: one.later * 2 }))
  expect(holdOut('mbg', unforeseen, 20, { withPrior: true }).predicted).toBe(outcome.predicted)
})
