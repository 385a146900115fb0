import { describe, expect, test } from 'vitest'
import { mentionsOf, withoutIn } from '../../src/privacy/mentions.ts'
import type { Person } from '../../src/privacy/person.ts'

const zoe: Person = {
  ids: [1],
  ref: 'C0042',
  name: 'Zoë Łukasiewicz-O’Neill',
  names: ['Zoë Łukasiewicz-O’Neill', 'Łukasiewicz-O’Neill, Zoë'],
  emails: ['zoe+shop@example.com'],
  phones: ['(312) 555-0142', '+13125550142'],
  addresses: ['4 Elm St. (rear)'],
  references: [
    { system: 'regulars', ref: 'C0042' },
    { system: 'square', ref: '7' },
    { system: 'csv', ref: 'A1' },
    { system: 'shopify', ref: '6940000000001' },
  ],
  namesakes: [],
}
const { without, patterns } = mentionsOf(zoe)

describe('a mention is found however it is written', () => {
  test.each([
    ['in capitals and without accents', "ask ZOE LUKASIEWICZ-O'NEILL", 'ask (erased)'],
    ['over two lines', 'Zoë\n  Łukasiewicz-O’Neill called', '(erased) called'],
    ['in its decomposed form', 'Zoe\u0308 Łukasiewicz-O’Neill', '(erased)'],
    ['an e-mail address with a sign', 'to <Zoe+Shop@EXAMPLE.com>.', 'to <(erased)>.'],
    ['a number with dots', 'ring 312.555.0142 now', 'ring (erased) now'],
    ['a number with its country', '+1 (312) 555 0142', '(erased)'],
    ['a number as it was dialled', '3125550142', '(erased)'],
    ['an address with brackets', 'lives at 4 elm st. (rear)', 'lives at (erased)'],
    ['a reference', 'customer C0042: hello', 'customer (erased): hello'],
    ['a long number of a system', 'shopify 6940000000001', 'shopify (erased)'],
    ['a short reference that stands alone', 'A1', '(erased)'],
  ])('%s', (_, text, left) => {
    expect(without(text)).toBe(left)
  })
})

test.each([
  ['a part of a longer word', 'zoe+shop@example.company, xC0042, C00421'],
  ['another number', '312-555-0143, 13125550142000'],
  ['a short reference within a sentence', 'size A1, aisle 7'],
  ['one of the names alone', 'Zoë likes tea'],
  ['nothing', ''],
])('%s is no mention', (_, text) => {
  expect(without(text)).toBeNull()
})

test('what is certain goes also where a name may be another’s', () => {
  expect(without('Zoë Łukasiewicz-O’Neill, C0042', false)).toBe('Zoë Łukasiewicz-O’Neill, (erased)')
})

test('JSON is looked through to its last text and key, and its numbers stay', () => {
  const held = { C0042: [{ said: 'for zoe+shop@example.com', n: 7, none: null }], other: true }
  expect(withoutIn(held, without)).toEqual({ '(erased)': [{ said: 'for (erased)', n: 7, none: null }], other: true })
  expect(withoutIn({ fine: ['A12', 7] }, without)).toBeNull()
})

test('names and references that are patterns themselves are only text', () => {
  const odd = mentionsOf({ ...zoe, names: ['a.*b (c|d)+ [x'], emails: ['%_\\@x.example'], references: [], phones: [] })
  expect(odd.without('zzz a.*b (c|d)+ [x zzz')).toBe('zzz (erased) zzz')
  expect(odd.without('axxb c d x')).toBeNull()
  expect(odd.patterns.every((pattern) => !/[\\_]/u.test(pattern))).toBe(true)
})

test('what PostgreSQL looks for first is never narrower', () => {
  expect(patterns).toContain('%lukasiewicz-o%neill%zoe%')
  expect(patterns).toContain('%zoe%shop@example.com%')
  expect(patterns).toContain('a1')
})
