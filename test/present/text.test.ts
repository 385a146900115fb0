import { describe, expect, test } from 'vitest'
import type { AnswerColumn, Cell } from '../../src/ask/reply.ts'
import { formatCell, plainLine } from '../../src/present/format.ts'
import { replyText, tableText } from '../../src/present/text.ts'

const column = (type: AnswerColumn['type'], more: Partial<AnswerColumn> = {}): AnswerColumn => ({
  name: 'x',
  label: 'X',
  type,
  ...more,
})

test.each<[value: Cell, column: AnswerColumn, written: string]>([
  [1830.5, column('money'), '$1,830.50'],
  [-4, column('money'), '-$4.00'],
  [0, column('money'), '$0.00'],
  [null, column('money'), '–'],
  [0.12345, column('percent'), '12.3 %'],
  [1234567, column('number'), '1,234,567'],
  [12.345, column('number'), '12.35'],
  ['2026-11-10', column('date'), 'Nov 10, 2026'],
  ['2026-11-01', column('date', { grain: 'month' }), 'Nov 2026'],
  ['2026-10-01', column('date', { grain: 'quarter' }), 'Q4 2026'],
  ['2026-01-01', column('date', { grain: 'year' }), '2026'],
  ['2026-11-09', column('date', { grain: 'week' }), 'week of Nov 9, 2026'],
  [true, column('boolean'), 'yes'],
  [false, column('boolean'), 'no'],
  ['04-05', column('text', { monthDay: true }), 'Apr 5'],
  ['+13125550128', column('text', { phoneIn: 'US' }), '(312) 555-0128'],
  ['two\nlines\u001b[31m', column('text'), 'two lines [31m'],
])('%j is written %#', (value, of, written) => {
  expect(formatCell(value, of, 'USD')).toBe(written)
})

test('another currency has its own sign', () => {
  expect(formatCell(5, column('money'), 'EUR')).toBe('€5.00')
})

test('letters that turn the line round or hide are taken out', () => {
  expect(plainLine('a\u202Eb\u200Bc\td')).toBe('a b c d')
})

describe('a table', () => {
  test('is as wide as its widest values, with figures to the right', () => {
    const columns = [
      column('key', { label: 'Customer' }),
      column('text', { label: 'Name' }),
      column('money', { label: 'Spend' }),
    ]
    const rows = [
      ['C1', 'Chloé', 5],
      ['C22', 'Ana', 1234.5],
    ]
    expect(tableText(columns, rows, 'USD')).toBe(
      [
        'Customer  Name       Spend',
        '────────  ─────  ─────────',
        'C1        Chloé      $5.00',
        'C22       Ana    $1,234.50',
      ].join('\n'),
    )
  })

  test('shows a screenful and says how many more there are', () => {
    const rows = Array.from({ length: 70 }, (_, at) => [`C${at}`])
    const text = replyText(
      {
        kind: 'answer',
        question: '',
        planner: 'offline',
        reading: 'Customers',
        changed: null,
        notes: [],
        plan: { kind: 'list', entity: 'customer', where: [], columns: [], order: [], limit: null },
        columns: [column('key', { label: 'Customer' })],
        withheld: [],
        rows,
        truncated: false,
        relaxations: [],
        sql: 'select 1',
        parameters: [],
        timings: { planMs: 0, queryMs: 0 },
      },
      { currency: 'USD', showSql: false },
    )
    expect(text.split('\n').at(-1)).toBe('and 40 more')
  })
})

test('a question back lists its readings by number', () => {
  const plan = { kind: 'definition', term: 'lapsed' } as const
  const reply = {
    kind: 'clarify',
    question: '',
    ask: 'Which?',
    options: [{ label: 'Per order', plan }],
    timings: { planMs: 0 },
  } as const
  expect(replyText(reply, { currency: 'USD', showSql: false })).toBe('Which?\n  1. Per order')
})

test('a refusal says what could be asked instead', () => {
  const reply = {
    kind: 'decline',
    question: '',
    reason: 'I do not know “weather”.',
    unknown: ['weather'],
    suggestions: ['revenue by month'],
    timings: { planMs: 0 },
  } as const
  expect(replyText(reply, { currency: 'USD', showSql: false })).toBe(
    'I do not know “weather”.\nYou could ask:\n  revenue by month',
  )
})
