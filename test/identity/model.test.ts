import { describe, expect, test } from 'vitest'
import { type Agreement, type FieldName, fields, missing, type Pattern } from '../../src/identity/fields.ts'
import { estimate, judgeOf, type PatternCount } from '../../src/identity/model.ts'

/** A pattern by the names of its levels; what is not named is missing. */
function pattern(agreements: Partial<Record<FieldName, Agreement>>): Pattern {
  return fields.reduce((sum, { name, levels }, at) => {
    const agreement = agreements[name]
    return sum + (agreement === undefined ? missing : levels.indexOf(agreement)) * 8 ** at
  }, 0)
}

const stranger = pattern({
  given: 'different',
  family: 'different',
  email: 'different',
  phone: 'different',
  place: 'different',
})
const family = pattern({
  given: 'different',
  family: 'same',
  phone: 'same',
  address: 'same',
  place: 'same',
  birthday: 'different',
})
const twin = pattern({ given: 'same', family: 'same', email: 'same', phone: 'same', place: 'same' })
const namesake = pattern({
  given: 'same',
  family: 'same',
  email: 'different',
  phone: 'different',
  birthday: 'different',
  place: 'different',
})

/** A shop of a thousand: 499,500 pairs, of which 60,000 were drawn. */
const random: readonly PatternCount[] = [
  { pattern: stranger, pairs: 58_800 },
  {
    pattern: pattern({
      given: 'same',
      family: 'different',
      email: 'different',
      phone: 'different',
      place: 'different',
    }),
    pairs: 600,
  },
  {
    pattern: pattern({
      given: 'different',
      family: 'same',
      email: 'different',
      phone: 'different',
      place: 'different',
    }),
    pairs: 300,
  },
  {
    pattern: pattern({
      given: 'different',
      family: 'different',
      email: 'different',
      phone: 'different',
      place: 'same',
    }),
    pairs: 300,
  },
]
const shop = (candidates: readonly PatternCount[]) => estimate({ candidates, random, customers: 1000 })

test('where tight blocks compare little but families, it does not end with everybody a match', () => {
  const sure = pattern({ given: 'same', family: 'same', email: 'same', phone: 'same', birthday: 'same', place: 'same' })
  // Nearly all that is compared agrees in name and street, because that is how it was chosen.
  const model = shop([
    { pattern: family, pairs: 900 },
    { pattern: namesake, pairs: 300 },
    { pattern: sure, pairs: 10 },
  ])
  expect(model.matches).toBeLessThan(40)
  const judge = judgeOf(model)
  expect(judge(sure)).toBeGreaterThan(0.99)
  expect(judge(family)).toBeLessThan(0.1)
  expect(judge(namesake)).toBeLessThan(0.1)
})

test('a shop without duplicates has none, however often names recur', () => {
  const model = shop([
    { pattern: stranger, pairs: 9000 },
    { pattern: namesake, pairs: 40 },
    { pattern: family, pairs: 60 },
  ])
  expect(model.matches).toBeLessThanOrEqual(20)
  expect(judgeOf(model)(namesake)).toBeLessThan(0.1)
})

test('nothing to learn from leaves what is thought beforehand', () => {
  const judge = judgeOf(estimate({ candidates: [], random: [], customers: 0 }))
  expect(judge(twin)).toBeGreaterThan(0.99)
  expect(judge(pattern({}))).toBeGreaterThan(0)
})

describe('of people who live together', () => {
  const judge = judgeOf(
    shop([
      { pattern: twin, pairs: 20 },
      { pattern: family, pairs: 30 },
    ]),
  )
  const home = { family: 'same', phone: 'same', address: 'same', place: 'same' } as const

  test.each<[string, Partial<Record<FieldName, Agreement>>, 'one' | 'two']>([
    ['different given names are two', { given: 'different' }, 'two'],
    ['different given names and the same e-mail are two', { given: 'different', email: 'same' }, 'two'],
    ['father and son of one name, by their birthdays, are two', { given: 'same', birthday: 'different' }, 'two'],
    ['no given name and nothing else that tells them apart is no proposal', {}, 'two'],
    ['a given name spelt alike is one', { given: 'near' }, 'one'],
    ['the same given name is one', { given: 'same' }, 'one'],
    ['a birthday with one wrong digit is one', { given: 'same', birthday: 'near' }, 'one'],
  ])('%s', (_, more, expected) => {
    const chance = judge(pattern({ ...home, ...more }))
    if (expected === 'one') expect(chance).toBeGreaterThan(0.9)
    else expect(chance).toBeLessThan(0.9)
  })
})

test('people of one office share a phone and an address, and nothing more', () => {
  const judge = judgeOf(shop([{ pattern: twin, pairs: 20 }]))
  expect(
    judge(pattern({ given: 'different', family: 'different', phone: 'same', address: 'same', place: 'same' })),
  ).toBeLessThan(0.01)
  expect(
    judge(pattern({ given: 'same', family: 'different', phone: 'same', address: 'same', place: 'same' })),
  ).toBeLessThan(0.9)
})

test('what one of the two lacks says nothing', () => {
  const judge = judgeOf(shop([{ pattern: twin, pairs: 20 }]))
  const known = pattern({ given: 'same', family: 'same', email: 'same' })
  const against = pattern({ given: 'same', family: 'same', email: 'same', birthday: 'different' })
  expect(judge(against)).toBeLessThan(judge(known))
})

test('a common name counts for less than a rare one', () => {
  const judge = judgeOf(shop([{ pattern: twin, pairs: 20 }]))
  const one = pattern({ given: 'same', family: 'same', place: 'same', phone: 'near' })
  expect(judge(one, { given: 5, family: 10 })).toBeLessThan(judge(one))
})
