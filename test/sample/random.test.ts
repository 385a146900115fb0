import { expect, test } from 'vitest'
import {
  below,
  beta,
  chance,
  exponential,
  gamma,
  normal,
  pickWeighted,
  randomStream,
  uniform,
} from '../../src/sample/random.ts'

const many = (draw: () => number): readonly number[] => Array.from({ length: 40_000 }, draw)
const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
const variance = (list: readonly number[], centre = mean(list)): number => mean(list.map((one) => (one - centre) ** 2))

test('a stream gives the same numbers again, and another seed, index or topic others', () => {
  const draws = (seed: number, index: number, topic: number): string => {
    const random = randomStream(seed, index, topic)
    return JSON.stringify([uniform(random), uniform(random), uniform(random)])
  }
  expect(draws(1, 2, 3)).toBe(draws(1, 2, 3))
  expect(new Set([draws(1, 2, 3), draws(2, 2, 3), draws(1, 3, 3), draws(1, 2, 4), draws(2, 1, 3)]).size).toBe(5)
})

test('the first numbers of neighbouring streams are spread evenly', () => {
  const firsts = Array.from({ length: 10_000 }, (_, index) => uniform(randomStream(7, index, 1)))
  const tenths = Array.from({ length: 10 }, (_, tenth) => firsts.filter((one) => Math.floor(one * 10) === tenth).length)
  expect(Math.min(...tenths)).toBeGreaterThan(880)
  expect(Math.max(...tenths)).toBeLessThan(1_120)
})

test.each([
  ['uniform', uniform, 1 / 2, 1 / 12],
  ['normal', normal, 0, 1],
  ['exponential', exponential, 1, 1],
  ['gamma of shape 0.6', (random) => gamma(random, 0.6), 0.6, 0.6],
  ['gamma of shape 4', (random) => gamma(random, 4), 4, 4],
  ['beta of 2 and 6', (random) => beta(random, 2, 6), 1 / 4, 1 / 48],
  ['a whole number below 3', (random) => below(random, 3), 1, 2 / 3],
  ['a chance of 0.3', (random) => Number(chance(random, 0.3)), 0.3, 0.21],
  ['weights 1, 0 and 3', (random) => pickWeighted(random, [1, 0, 3]), 1.5, 0.75],
] as const satisfies readonly (readonly [
  string,
  (random: ReturnType<typeof randomStream>) => number,
  number,
  number,
])[])('%s has the mean and the spread of its name', (_, draw, expectedMean, expectedVariance) => {
  const random = randomStream(11, 0, 0)
  const list = many(() => draw(random))
  expect(Math.abs(mean(list) - expectedMean)).toBeLessThan(0.05)
  expect(Math.abs(variance(list) / expectedVariance - 1)).toBeLessThan(0.08)
})
