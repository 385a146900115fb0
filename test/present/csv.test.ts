import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnswerColumn, Cell } from '../../src/ask/reply.ts'
import { answerCsv, csvName } from '../../src/present/csv.ts'
import { column } from './blocks/made.ts'

const columns = [column('Name', 'text'), column('Spend', 'money'), column('Share', 'percent'), column('Since', 'date')]

/** What a spreadsheet reads, row by row. */
const read = (csv: string): readonly string[][] => parse(csv, { bom: true, relax_column_count: false })

test('a file has a header, a line for each row, and the mark by which Excel knows its letters', () => {
  const csv = answerCsv(columns, [
    ['Chloé “Coco” Dupont', 1830.5, 0.123, '2026-11-10'],
    ['Oak, Street "Café"', -4, null, null],
  ])
  expect(csv).toBe(
    '\uFEFFName,Spend,Share,Since\r\nChloé “Coco” Dupont,1830.5,0.123,2026-11-10\r\n"Oak, Street ""Café""",-4,,\r\n',
  )
})

test('a name over several lines stays one cell', () => {
  expect(read(answerCsv([column('Note', 'text')], [['first\nsecond\r\nthird']]))).toEqual([
    ['Note'],
    ['first\nsecond\r\nthird'],
  ])
})

describe('a formula', () => {
  test.each([
    '=1+1',
    '+1-1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =1',
    '\n=1',
    '"=1"',
    "'=1",
    '\u200B=1',
    '\u00A0=1',
    '＝1',
    '＋1',
    '－1',
    '＠A1',
    '−1',
    '=HYPERLINK("http://evil.example","click")',
    "+cmd|' /C calc'!A0",
    '-',
  ])('%j gets an apostrophe', (text) => {
    expect(read(answerCsv([column('Name', 'text')], [[text]]))[1]).toEqual([`'${text}`])
  })

  test('in a heading too', () => {
    expect(read(answerCsv([column('=1', 'number')], []))[0]).toEqual(["'=1"])
  })

  test.each([
    'Ana',
    'a=b',
    '1 + 1',
    'ana@mail.example',
    '12-3',
    '',
    'Ünal',
    '+13125550100',
  ])('is not what %j is', (text) => {
    expect(read(answerCsv([column('Name', 'text'), column('Spend', 'money')], [[text, 1]]))[1]).toEqual([text, '1'])
  })
})

test.each([-4, -0.5, 1e21, 5e-324, 0, 84.61453260242354])('the figure %j stays what it is', (value) => {
  const [, row] = read(answerCsv([column('Name', 'text'), column('Spend', 'money')], [['Ana', value]]))
  expect(Number(row?.[1])).toBe(value)
})

test('whatever is in an answer, no cell of the file begins a formula, and nothing else is lost', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(fc.constantFrom('', ' ', '"', '\t', '\u200B'), fc.constantFrom('=', '+', '-', '@', '＝'), fc.string())
      .map((parts) => parts.join('')),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const kinds: readonly AnswerColumn[] = [column('A', 'text'), column('B', 'text'), column('C', 'text')]
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const [, ...lines] = read(answerCsv(kinds, rows))
      expect(lines).toHaveLength(rows.length)
      for (const [at, row] of rows.entries()) {
        for (const [place, value] of row.entries()) {
          const written = lines[at]?.[place] ?? ''
          if (typeof value !== 'string') continue
          expect(written.replace(/^'/, '')).toBe(value.replaceAll('\0', '').replace(/^'/, ''))
          if (/^[\s"]*[=+\-@]/.test(value) && !/^\+\d+$/.test(value)) expect(written.startsWith("'")).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['Top customers who have lapsed, by spend', 'top-customers-who-have-lapsed-by-spend-2026-11-16.csv'],
  ['Chloé’s orders / Zürich', 'chloe-s-orders-zurich-2026-11-16.csv'],
  ['../../etc/passwd', 'etc-passwd-2026-11-16.csv'],
  ['مرحبا', 'answer-2026-11-16.csv'],
  ['', 'answer-2026-11-16.csv'],
  [`${'long '.repeat(40)}`, `${'long-'.repeat(12).slice(0, -1)}-2026-11-16.csv`],
])('the file of %j is called %s', (reading, name) => {
  expect(csvName(reading, '2026-11-16')).toBe(name)
})
