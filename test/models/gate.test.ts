import { expect, test } from 'vitest'
import { type HistoryFacts, tooLittleHistory } from '../../src/models/gate.ts'

const enough: HistoryFacts = { buyers: 500, daysOfHistory: 180, daysSinceLastOrder: 30, withThreePurchaseDays: 1 }
const lacking = (facts: Partial<HistoryFacts>) => tooLittleHistory({ ...enough, ...facts })

test('just enough history is enough', () => {
  expect(tooLittleHistory(enough)).toBeNull()
})

test.each<[string, Partial<HistoryFacts>, string]>([
  [
    'too few customers',
    { buyers: 499 },
    'There is too little history to estimate from: 499 customers have bought so far, and it takes 500.',
  ],
  [
    'a single customer',
    { buyers: 1 },
    'There is too little history to estimate from: 1 customer has bought so far, and it takes 500.',
  ],
  [
    'too short a time',
    { daysOfHistory: 179 },
    'There is too little history to estimate from: the orders cover 179 days, and it takes 180 from the first to the last.',
  ],
  [
    'orders that have stopped',
    { daysSinceLastOrder: 31 },
    'There is too little history to estimate from: the last order is 31 days old, and it takes one from the last 30.',
  ],
  [
    'nobody who came a third time',
    { withThreePurchaseDays: 0 },
    'There is too little history to estimate from: nobody has bought on three days yet.',
  ],
])('%s is too little', (_, facts, sentence) => {
  expect(lacking(facts)).toBe(sentence)
})

test('everything that is lacking is said at once', () => {
  expect(lacking({ buyers: 12, daysOfHistory: 0, withThreePurchaseDays: 0 })).toBe(
    'There is too little history to estimate from: 12 customers have bought so far, and it takes 500; the orders cover 0 days, and it takes 180 from the first to the last; nobody has bought on three days yet.',
  )
})

test('a shop without orders is told just that', () => {
  const empty = { buyers: 0, daysOfHistory: 0, daysSinceLastOrder: null, withThreePurchaseDays: 0 }
  expect(tooLittleHistory(empty)).toBe('There is too little history to estimate from: nobody has bought yet.')
})
