import { describe, expect, test } from 'vitest'
import { hyp2f1, incompleteBetaFraction, lnBeta, lnGamma, lnRising, lnSum } from '../../src/models/special.ts'

const nearly = (value: number, expected: number, relative = 1e-12) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(expected)))

describe('ln Γ', () => {
  test.each([
    ['a half', 0.5, Math.log(Math.PI) / 2],
    ['one', 1, 0],
    ['two', 2, 0],
    ['ten', 10, Math.log(362_880)],
    ['a hundred', 100, 359.134_205_369_575_4],
    ['a millionth', 1e-6, 13.815_509_980_749_43],
    ['a million', 1e6, 12_815_504.569_147_6],
  ])('of %s', (_, x, expected) => nearly(lnGamma(x), expected))

  test('rises by ln x from x to x + 1', () => {
    for (const x of [1e-4, 0.3, 0.5, 1, 7.7, 1e4]) nearly(lnRising(x, 1), Math.log(x), 1e-10)
  })
})

describe('₂F₁', () => {
  test.each([
    ['a logarithm', [1, 1, 2, 0.5], 2 * Math.log(2)],
    ['a logarithm near its pole', [1, 1, 2, 0.999], -Math.log(0.001) / 0.999],
    ['a power', [0.3, 5, 5, 0.9], 0.1 ** -0.3],
    ['a polynomial', [-2, 3, 4, 0.5], 1 - 0.75 + (2 * 12 * 0.25) / (20 * 2)],
    ['an arcsine', [0.5, 0.5, 1.5, 0.25], Math.asin(0.5) / 0.5],
  ] as const)('as %s', (_, [a, b, c, z], expected) => nearly(hyp2f1(a, b, c, z), expected))
})

describe('the incomplete beta function', () => {
  const share = (a: number, b: number, u: number) =>
    Math.exp(a * Math.log(u) + b * Math.log1p(-u) - lnBeta(a, b)) * incompleteBetaFraction(a, b, u)

  test.each([
    ['one event of many', 1, 9, 0.05, 1 - 0.95 ** 9],
    ['all events', 9, 1, 0.8, 0.8 ** 9],
    ['half of a symmetric one', 3.7, 3.7, 0.5, 0.5],
    ['half of a narrow symmetric one', 5000, 5000, 0.5, 0.5],
    ['a polynomial', 2, 3, 0.3, 6 * 0.3 ** 2 - 8 * 0.3 ** 3 + 3 * 0.3 ** 4],
  ])('of %s', (_, a, b, u, expected) => nearly(share(a, b, u), expected, 1e-9))
})

describe('the logarithm of a sum of exponentials', () => {
  test.each([
    ['neither overflows', 1000, 1000, 1000 + Math.log(2)],
    ['the smaller vanishes', 1000, -1000, 1000],
    ['one is nothing', Number.NEGATIVE_INFINITY, 3, 3],
    ['both are nothing', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('where %s', (_, a, b, expected) => {
    expect(lnSum(a, b)).toBe(expected)
  })
})
