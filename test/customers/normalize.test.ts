import { describe, expect, test } from 'vitest'
import {
  cellText,
  normalizeAddress,
  normalizeEmail,
  normalizeName,
  normalizePhone,
  parseMoney,
  parseWhole,
  parseYesNo,
  searchName,
  shown,
} from '../../src/customers/normalize.ts'

describe('an e-mail address', () => {
  test.each<[what: string, cell: string, stored: string, key: string | null, valid: boolean]>([
    ['is trimmed and lower-cased', '  Ana.Silva@Example.COM ', 'ana.silva@example.com', 'ana.silva@example.com', true],
    ['keeps its +tag to be written to', 'ana+shop@gmail.com', 'ana+shop@gmail.com', 'ana@gmail.com', true],
    ['keeps its dots to be written to', 'J.Doe@GoogleMail.com', 'j.doe@googlemail.com', 'jdoe@gmail.com', true],
    ['keeps a dash at providers that use it', 'a-b@yahoo.com', 'a-b@yahoo.com', 'a-b@yahoo.com', true],
    ['keeps its dots at other providers', 'a.b+c@outlook.com', 'a.b+c@outlook.com', 'a.b@outlook.com', true],
    ['may have letters of any script', 'zoë@exämple.de', 'zoë@exämple.de', 'zoë@exämple.de', true],
    ['is taken out of angle brackets', 'Ana Silva <ana@example.com>', 'ana@example.com', 'ana@example.com', true],
    ['needs a domain', 'ana@', 'ana@', null, false],
    ['needs a dot in the domain', 'ana@localhost', 'ana@localhost', null, false],
    ['needs an @', 'ana.example.com', 'ana.example.com', null, false],
    ['has one @ only', 'ana@b@example.com', 'ana@b@example.com', null, false],
    ['has no blank inside', 'ana silva@example.com', 'ana silva@example.com', null, false],
    ['has no comma for a dot', 'ana@example,com', 'ana@example,com', null, false],
    ['has no two dots in a row', 'ana..silva@example.com', 'ana..silva@example.com', null, false],
  ])('%s', (_, cell, normalized, matchKey, valid) => {
    expect(normalizeEmail(cell)).toMatchObject({ normalized, matchKey, valid })
  })

  test('that is blank is none', () => {
    expect(normalizeEmail("  ' ")).toBeNull()
  })
})

describe('a phone number', () => {
  test.each<[what: string, cell: string, country: string, stored: string, valid: boolean, doubtful: boolean]>([
    ['of the shop’s country', '0412 345 678', 'AU', '+61412345678', true, false],
    ['with a country code', '+44 20 7946 0958', 'US', '+442079460958', true, false],
    ['with Shopify’s apostrophe', "'+573001112233", 'US', '+573001112233', true, false],
    ['with a word behind it', '847 555-0137 (cell)', 'US', '+18475550137', true, false],
    ['with an extension', '(312) 555-0100 x22', 'US', '+13125550100;ext=22', true, false],
    ['that begins with 00 for +', '00 44 20 7946 0958', 'US', '+442079460958', true, false],
    ['without its area code', '555-0100', 'US', '555-0100', false, true],
    ['that no operator gives out', '999 555 0100', 'US', '+19995550100', true, true],
    ['that Excel made a number of', '4.15556E+09', 'US', '4.15556E+09', false, true],
    ['that is a word', 'none', 'US', 'none', false, true],
    ['that is too long', '+1 312 555 0100 312 555 0100', 'US', '+1 312 555 0100 312 555 0100', false, true],
  ])('%s', (_, cell, country, normalized, valid, doubtful) => {
    const phone = normalizePhone(cell, country)
    expect(phone).toMatchObject({ normalized, valid })
    expect(phone?.doubt !== null).toBe(doubtful)
  })

  test('keeps its extension out of the key by which duplicates are found', () => {
    expect(normalizePhone('(312) 555-0100 x22', 'US')?.matchKey).toBe('+13125550100')
  })
})

test.each([
  ['composed and decomposed accents are one', 'Zoe\u0308', 'Zo\u00eb'],
  ['runs of blanks are one', ' Ana \t  Silva\n', 'Ana Silva'],
  ['characters that nobody sees go', 'A\u200bna', 'Ana'],
  ['the writing stays', "O'BRIEN-McKay", "O'BRIEN-McKay"],
])('a name: %s', (_, raw, expected) => {
  expect(normalizeName(raw)).toBe(expected)
})

test.each([
  ['accents go', ['Zoë', 'Núñez'], 'zoe nunez'],
  ['letters without a separable accent are replaced', ['Łukasz', 'Sørensen'], 'lukasz sorensen'],
  ['ß is ss', ['Anna', 'Weiß'], 'anna weiss'],
  ['a missing part leaves no blank', ['Ana', null], 'ana'],
])('what names are searched by: %s', (_, parts, expected) => {
  expect(searchName(...parts)).toBe(expected)
})

test.each([
  ["'02139", '02139'],
  ['="00123"', '00123'],
  ['  plain ', 'plain'],
  ["O'Brien", "O'Brien"],
])('spreadsheets’ wrapping comes off %s', (cell, expected) => {
  expect(cellText(cell)).toBe(expected)
})

test('an address is compared without accents and punctuation', () => {
  expect(normalizeAddress(' 12,  Rué de l’Été ', '75001')).toMatchObject({
    normalized: '12, Rué de l’Été',
    matchKey: '12 rue de l ete 75001',
    valid: true,
  })
  expect(normalizeAddress('--', null)).toMatchObject({ valid: false })
})

test.each([
  ['yes', true],
  [' Y ', true],
  ['SUBSCRIBED', true],
  ['no', false],
  ['unsubscribed', false],
  ['0', false],
  ['', null],
  ['  ', null],
  ['perhaps', 'unclear'],
])('consent: “%s” is %s', (cell, expected) => {
  expect(parseYesNo(cell)).toBe(expected)
})

test.each([
  ['16.99', '16.99'],
  ['0', '0'],
  ['$1,234.50', '1234.50'],
  ['1,234.50', '1234.50'],
  ['1.234,50 €', '1234.50'],
  ['12,5', '12.5'],
  ["1'234.50", '1234.50'],
  ['USD 12.00', '12.00'],
  ['-3.20', '-3.20'],
  ['(3.20)', '-3.20'],
  ['-$3.20', '-3.20'],
  ['.99', '0.99'],
  ['0.001', '0.001'],
  ['1,234,567', '1234567'],
  ['1,234', null],
  ['1.234', null],
  ['12.50.3', null],
  ['abc', null],
  ['', null],
  ['1e5', null],
  ['NaN', null],
])('money: “%s” is %s', (cell, expected) => {
  expect(parseMoney(cell)).toBe(expected)
})

test.each([
  ['3', '3'],
  ['-12', '-12'],
  ['3.0', '3'],
  ['3.5', null],
  ['1e3', null],
  ['', null],
  ['99999999999', null],
])('a whole number: “%s” is %s', (cell, expected) => {
  expect(parseWhole(cell)).toBe(expected)
})

test('a value in a message is one short line', () => {
  expect(shown(`a\n${'b'.repeat(100)}`)).toHaveLength(40)
})
