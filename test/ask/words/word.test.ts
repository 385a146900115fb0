import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, tokenize } from '../../../src/ask/words/word.ts'

test.each<[question: string, words: string[]]>([
  ['Revenue by month', ['revenue', 'by', 'month']],
  ['spent $1.5k or more', ['spent', '$1.5k', 'or', 'more']],
  ['over 3,000 and 20% of 1,234.50', ['over', '3,000', 'and', '20%', 'of', '1,234.50']],
  ['in 2024,2025', ['in', '2024', ',', '2025']],
  ['since 2026-10-01 or 10/5/2026, 12-31', ['since', '2026-10-01', 'or', '10/5/2026', ',', '12-31']],
  ['11/1–11/15', ['11/1-11/15']],
  ["Q3 of FY25, Oct '25", ['q3', 'of', 'fy25', ',', 'oct', "'25"]],
  ["Q3'25", ['q3', "'25"]],
  ['3+ orders, 90d, 12mo, 1st, #1', ['3+', 'orders', ',', '90d', ',', '12mo', ',', '1st', ',', '#1']],
  ["Priya's customers", ['priya', "'s", 'customers']],
  ["our customers' orders", ['our', 'customers', "'", 'orders']],
  ['Ana’s', ['ana', "'s"]],
  ["who hasn't come? they're due", ['who', "hasn't", 'come', '?', "they're", 'due']],
  ["Michael O'Brien's", ['michael', "o'brien", "'s"]],
  ["five o'clock", ['five', "o'clock"]],
  ['year-to-date', ['year', 'to', 'date']],
  ['Hannah Foster-Baker', ['hannah', 'foster', 'baker']],
  ['Łucía Jabłoński', ['lucia', 'jablonski']],
  ['i.e. the U.S. store', ['ie', 'the', 'us', 'store']],
  ['a 20V drill, 5.5 qt, 2-1/2 in.', ['a', '20v', 'drill', ',', '5.5', 'qt', ',', '2-1/2', 'in', '.']],
  ['ana.b@shop.example', ['ana.b@shop.example']],
  ['orders >= 5 & w/o email', ['orders', '>=', '5', '&', 'w/o', 'email']],
  ['$50-$100, 5-10', ['$50', '-', '$100', ',', '5-10']],
  ['(why)…', ['(', 'why', ')', '...']],
  ['', []],
  ['  ', []],
])('%s', (question, words) => {
  expect(tokenize(question).map(({ lower }) => lower)).toEqual(words)
})

test('a hyphen inside a word joins its parts', () => {
  expect(tokenize('one-time pick').map(({ joined }) => joined)).toEqual([false, true, false])
})

test('punctuation is kept and flagged, signs that carry meaning are words', () => {
  const flagged = tokenize('what, $ & % (now) - ?').filter(({ punctuation }) => punctuation)
  expect(flagged.map(({ text }) => text)).toEqual([',', '(', ')', '-', '?'])
})

test('every word is the text at its place, in order and without overlap', () => {
  fc.assert(
    fc.property(questions, (question) => {
      let end = 0
      for (const { text, from, to } of tokenize(question)) {
        expect(question.slice(from, to)).toBe(text)
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        end = to
      }
    }),
  )
})

test('no character is lost but white space and the hyphens inside words', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const words = tokenize(question)
      const covered = new Set(
        words.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)),
      )
      for (let at = 0; at < question.length; at += 1) {
        const inner = words.some(({ joined, from }) => joined && from === at + 1)
        if (!covered.has(at) && !inner) expect(question.charAt(at)).toMatch(/\s/u)
      }
    }),
  )
})

test('ten thousand characters of anything are read to the end', () => {
  for (const part of ['a', 'a.', '1,111', '1-', "'", 'a-', '@', 'x@', '$1,', '“a”', 'é']) {
    const text = part.repeat(Math.ceil(10_000 / part.length))
    expect(tokenize(text).at(-1)?.to).toBe(text.length)
  }
})

test('folding takes accents and case away', () => {
  expect(fold('Łódź – Ångström’s ŒUVRE ß')).toBe("lodz - angstrom's oeuvre ss")
})

const pieces = fc.constantFrom(
  ...`a é O'Brien 's ' ’s - – — , . ? $1.5k 3,000 20% 2026-10-01 Q3 '25 ( ) @ x@y.z 😀 \t \n w/o i.e. >= #1`.split(' '),
  ' ',
)
const questions = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
)
