import { expect, test } from 'vitest'
import { rfmNames } from '../../src/catalog/rfm.ts'

const scores = [1, 2, 3, 4, 5] as const
const cells = scores.flatMap((recency) => scores.map((together) => [recency, together] as const))

test.each(cells)('recency %i with frequency and money %i has exactly one name', (recency, together) => {
  const fitting = rfmNames.filter(
    (one) =>
      one.recency[0] <= recency &&
      recency <= one.recency[1] &&
      one.frequencyAndMoney[0] <= together &&
      together <= one.frequencyAndMoney[1],
  )
  expect(fitting.map(({ name }) => name)).toHaveLength(1)
})

test.each([
  [5, 5, 'champion'],
  [4, 4, 'loyal'],
  [5, 3, 'potential_loyalist'],
  [5, 1, 'new_rfm'],
  [4, 1, 'promising'],
  [3, 3, 'need_attention'],
  [3, 2, 'about_to_sleep'],
  [2, 5, 'cant_lose'],
  [1, 3, 'at_risk'],
  [1, 1, 'hibernating'],
])('recency %i with frequency and money %i is %s', (recency, together, name) => {
  const found = rfmNames.find(
    (one) =>
      one.recency[0] <= recency &&
      recency <= one.recency[1] &&
      one.frequencyAndMoney[0] <= together &&
      together <= one.frequencyAndMoney[1],
  )
  expect(found?.name).toBe(name)
})
