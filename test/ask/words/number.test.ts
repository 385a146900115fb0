import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type NumberReading, readComparison, readNumber } from '../../../src/ask/words/number.ts'
import { tokenize } from '../../../src/ask/words/word.ts'

/** The longest number at the beginning, as "money 1500 dollar" and how many words it takes. */
function first(phrase: string): string {
  const [reading] = readNumber(tokenize(phrase), 0)
  return reading === undefined ? 'nothing' : `${written(reading)} (${reading.length})`
}

function written(reading: NumberReading): string {
  const value = Number(reading.value.toFixed(4))
  return reading.kind === 'money' ? `money ${value} ${reading.currency}` : `${reading.kind} ${value}`
}

describe('a number', () => {
  test.each<[phrase: string, reading: string]>([
    ['5', 'number 5 (1)'],
    ['1,234 orders', 'number 1234 (1)'],
    ['3.5', 'number 3.5 (1)'],
    ['12k', 'number 12000 (1)'],
    ['1.2 million', 'number 1200000 (2)'],
    ['5 thousand', 'number 5000 (2)'],
    ['one', 'number 1 (1)'],
    ['twelve months', 'number 12 (1)'],
    ['twenty-five', 'number 25 (2)'],
    ['ninety nine', 'number 99 (2)'],
    ['three hundred and two', 'number 302 (4)'],
    ['two thousand five hundred', 'number 2500 (4)'],
    ['nine hundred ninety-nine thousand nine hundred ninety-nine', 'number 999999 (9)'],
    ['a hundred', 'number 100 (2)'],
    ['a dozen', 'number 12 (2)'],
    ['half a dozen', 'number 6 (3)'],
    ['two dozen', 'number 24 (2)'],
    ['a couple', 'number 2 (2)'],
    ['a couple of', 'number 2 (3)'],
    ['zero', 'number 0 (1)'],

    ['$3,000', 'money 3000 dollar (1)'],
    ['$ 50', 'money 50 dollar (2)'],
    ['$1.5k', 'money 1500 dollar (1)'],
    ['$1.2 million', 'money 1200000 dollar (2)'],
    ['3000 dollars', 'money 3000 dollar (2)'],
    ['50 bucks', 'money 50 dollar (2)'],
    ['a hundred bucks', 'money 100 dollar (3)'],
    ['1.2 million dollars', 'money 1200000 dollar (3)'],
    ['two grand', 'money 2000 null (2)'],
    ['50 cents', 'money 0.5 dollar (2)'],
    ['USD 50', 'money 50 USD (2)'],
    ['50 USD', 'money 50 USD (2)'],
    ['€20', 'money 20 EUR (1)'],
    ['20€', 'money 20 EUR (1)'],
    ['20 euros', 'money 20 EUR (2)'],
    ['£2m', 'money 2000000 GBP (1)'],
    ['20 quid', 'money 20 GBP (2)'],

    ['20%', 'percent 0.2 (1)'],
    ['20 %', 'percent 0.2 (2)'],
    ['20 percent', 'percent 0.2 (2)'],
    ['twenty per cent', 'percent 0.2 (3)'],
    ['2.5%', 'percent 0.025 (1)'],
    ['half', 'percent 0.5 (1)'],
    ['a third', 'percent 0.3333 (2)'],
    ['two thirds', 'percent 0.6667 (2)'],
    ['three quarters', 'percent 0.75 (2)'],
    ['a quarter', 'percent 0.25 (2)'],

    ['first', 'ordinal 1 (1)'],
    ['2nd', 'ordinal 2 (1)'],
    ['third', 'ordinal 3 (1)'],
    ['twenty-third', 'ordinal 23 (2)'],
    ['number 1', 'ordinal 1 (2)'],
    ['number one', 'ordinal 1 (2)'],
    ['no. 1', 'ordinal 1 (3)'],
    ['#1', 'ordinal 1 (1)'],

    ['once', 'times 1 (1)'],
    ['twice', 'times 2 (1)'],
    ['three times', 'times 3 (2)'],
    ['12 times', 'times 12 (2)'],
    ['one time', 'times 1 (2)'],
    ['3x', 'times 3 (1)'],
  ])('%s is %s', (phrase, reading) => {
    expect(first(phrase)).toBe(reading)
  })

  test.each([
    'no orders',
    'no one',
    'orders',
    '20V',
    '2-1/2 in.',
    '3rd-party',
    '1st',
    'Cone #4',
  ])('%s begins with no plain number', (phrase) => {
    expect(readNumber(tokenize(phrase), 0).filter(({ kind }) => kind === 'number')).toEqual([])
  })

  test.each([
    '20V drill',
    '5.5 qt kettle',
    '2-1/2 in. nails',
    '50 lb of seed',
    'Cone #4',
    '2m cable',
    'one-time buyers',
  ])('no word of “%s” is money, a share or times', (phrase) => {
    const words = tokenize(phrase)
    const found = words.flatMap((_, at) => readNumber(words, at))
    expect(found.filter(({ kind }) => ['money', 'percent', 'times'].includes(kind))).toEqual([])
  })
})

/** The longest comparison at the beginning, as "at_least 3000 money" and how many words it takes. */
function compared(phrase: string): string {
  const [reading] = readComparison(tokenize(phrase), 0)
  if (reading === undefined) return 'nothing'
  const unit = reading.unit === null ? '' : ` ${reading.unit}`
  return `${reading.op} ${reading.values.join(' ')}${unit} (${reading.length})`
}

describe('a comparison', () => {
  test.each<[phrase: string, reading: string]>([
    ['more than 5', 'more_than 5 (3)'],
    ['over $500', 'more_than 500 money (2)'],
    ['above 3', 'more_than 3 (2)'],
    ['greater than 10', 'more_than 10 (3)'],
    ['exceeding $1,000', 'more_than 1000 money (2)'],
    ['north of $5k', 'more_than 5000 money (3)'],
    ['> 5', 'more_than 5 (2)'],
    ['more than half', 'more_than 0.5 percent (3)'],
    ['more than twice', 'more_than 2 times (3)'],
    ['at least 3', 'at_least 3 (3)'],
    ['at least once', 'at_least 1 times (3)'],
    ['at least $3,000', 'at_least 3000 money (3)'],
    ['no less than 3', 'at_least 3 (4)'],
    ['no fewer than three', 'at_least 3 (4)'],
    ['a minimum of 5', 'at_least 5 (4)'],
    ['minimum 5', 'at_least 5 (2)'],
    ['5 or more orders', 'at_least 5 (3)'],
    ['5+ orders', 'at_least 5 (1)'],
    ['$3,000+', 'at_least 3000 money (1)'],
    ['$3,000 and up', 'at_least 3000 money (3)'],
    ['twice or more', 'at_least 2 times (3)'],
    ['>= 5', 'at_least 5 (2)'],
    ['≥ 5', 'at_least 5 (2)'],
    ['less than 3', 'less_than 3 (3)'],
    ['fewer than 3 units', 'less_than 3 (3)'],
    ['under $20', 'less_than 20 money (2)'],
    ['below 10%', 'less_than 0.1 percent (2)'],
    ['at most 3', 'at_most 3 (3)'],
    ['no more than twice', 'at_most 2 times (4)'],
    ['up to 10', 'at_most 10 (3)'],
    ['3 or less', 'at_most 3 (3)'],
    ['3 or fewer orders', 'at_most 3 (3)'],
    ['3 max', 'at_most 3 (2)'],
    ['exactly 3', 'equals 3 (2)'],
    ['just 2', 'equals 2 (2)'],
    ['only one', 'equals 1 (2)'],
    ['only once', 'equals 1 times (2)'],
    ['= 5', 'equals 5 (2)'],
    ['equal to 5', 'equals 5 (3)'],
    ['between 5 and 10', 'between 5 10 (4)'],
    ['between $50 and $100', 'between 50 100 money (4)'],
    ['between 50 and 100 dollars', 'between 50 100 money (5)'],
    ['between one hundred and two hundred', 'between 100 200 (6)'],
    ['between 10 and 5', 'between 5 10 (4)'],
    ['from 5 to 10', 'between 5 10 (4)'],
    ['5 to 10 orders', 'between 5 10 (3)'],
    ['$50-$100', 'between 50 100 money (3)'],
    ['5-10 orders', 'between 5 10 (1)'],
    ['20-30%', 'between 0.2 0.3 percent (1)'],
    ['2-3 times', 'between 2 3 times (2)'],
  ])('%s is %s', (phrase, reading) => {
    expect(compared(phrase)).toBe(reading)
  })

  test.each([
    '5 orders',
    'more than average',
    'over the last 90 days',
    'more than that',
    'only customers',
    'under review',
  ])('%s is none', (phrase) => {
    expect(compared(phrase)).toBe('nothing')
  })
})

test('a number in digits means what it says, with or without separators', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
      for (const text of [String(value), value.toLocaleString('en-US')]) {
        expect(readNumber(tokenize(text), 0)).toContainEqual({ kind: 'number', value, length: 1 })
        expect(readNumber(tokenize(`$${text}`), 0)).toEqual([{ kind: 'money', value, currency: 'dollar', length: 1 }])
      }
    }),
  )
})

test('every reading takes at least one word and no more than there are', () => {
  const word = fc.constantFrom(
    ...'a half third two dozen hundred thousand and $5 20% 5 3+ - to between at least more than or times once no . # k usd 5-10'.split(
      ' ',
    ),
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (parts) => {
      const words = tokenize(parts.join(' '))
      words.forEach((_, at) => {
        for (const { length } of [...readNumber(words, at), ...readComparison(words, at)]) {
          expect(length).toBeGreaterThanOrEqual(1)
          expect(at + length).toBeLessThanOrEqual(words.length)
        }
      })
    }),
  )
})
