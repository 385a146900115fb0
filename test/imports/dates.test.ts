import { describe, expect, test } from 'vitest'
import { dayOrderFinder, parseBirthday, parseDay, parseStamp } from '../../src/imports/dates.ts'

describe('a point in time', () => {
  test.each<[what: string, cell: string, order: 'day-first' | 'month-first' | null, text: string]>([
    ['ISO with an offset', '2026-11-16T14:30:00-06:00', null, '2026-11-16T14:30:00-06:00'],
    ['ISO in UTC', '2026-11-16T14:30:00Z', null, '2026-11-16T14:30:00Z'],
    ['Shopify’s', '2024-05-01 09:58:12 +0000', null, '2024-05-01 09:58:12 +0000'],
    ['without an offset, the shop’s', '2010-12-01 08:26:00', null, '2010-12-01 08:26:00'],
    ['a day alone', '2026-11-16', null, '2026-11-16'],
    ['month first, short', '12/1/2010 8:26', 'month-first', '2010-12-01 08:26:00'],
    ['day first', '12/1/2010 8:26', 'day-first', '2010-01-12 08:26:00'],
    ['a day over 12 decides by itself', '25/12/2023', null, '2023-12-25'],
    ['dots are day first', '1.2.2024', null, '2024-02-01'],
    ['twelve at noon', '5/13/2024 12:05 PM', null, '2024-05-13 12:05:00'],
    ['twelve at night', '5/13/2024 12:05 am', null, '2024-05-13 00:05:00'],
    ['a month in words', 'Dec 1, 2010', null, '2010-12-01'],
    ['a day and a month in words', '1 December 2010 08:26', null, '2010-12-01 08:26:00'],
    ['year first with slashes', '2024/2/29', null, '2024-02-29'],
  ])('%s', (_, cell, order, text) => {
    expect(parseStamp(cell, order)).toEqual({ kind: 'stamp', text })
  })

  test('that can be read in two ways is not guessed', () => {
    expect(parseStamp('3/4/2024', null)).toEqual({ kind: 'ambiguous' })
  })

  test.each([
    ['2023-02-29'],
    ['2023-13-01'],
    ['2023-00-10'],
    ['31.4.2024'],
    ['2026-11-16T25:00:00'],
    ['0021-01-01'],
    ['1/2/24'],
    ['yesterday'],
    ['20240501'],
    ['5/13/2024 13:05 PM'],
  ])('“%s” is wrong, and what was expected is said', (cell) => {
    expect(parseStamp(cell, 'month-first')).toMatchObject({
      kind: 'wrong',
      expected: expect.stringMatching(/^expected/),
    })
  })

  test('as a day is the day that is written', () => {
    expect(parseDay('2026-11-16T23:30:00-06:00', null)).toEqual({ kind: 'stamp', text: '2026-11-16' })
  })
})

describe('the order of day and month in a column', () => {
  test.each<[what: string, cells: readonly string[], order: string | null, needed: boolean]>([
    ['is decided by a number over 12 in the first place', ['1/2/2024', '13/2/2024'], 'day-first', true],
    ['is decided by a number over 12 in the second place', ['1/2/2024', '2/13/2024'], 'month-first', true],
    ['is open while all are 12 or less', ['1/2/2024', '12/12/2024'], null, true],
    ['does not matter for ISO', ['2024-01-02'], null, false],
  ])('%s', (_, cells, order, needed) => {
    const finder = dayOrderFinder()
    for (const cell of cells) finder.see(cell)
    expect([finder.order, finder.needed]).toEqual([order, needed])
  })
})

describe('a birthday', () => {
  test.each<[cell: string, year: number | null, month: number, day: number]>([
    ['1977-04-21', 1977, 4, 21],
    ['0000-04-21', null, 4, 21],
    ['--04-21', null, 4, 21],
    ['04-21', null, 4, 21],
    ['0000-02-29', null, 2, 29],
    ['21.4.1977', 1977, 4, 21],
  ])('%s', (cell, year, month, day) => {
    expect(parseBirthday(cell, null)).toEqual({ kind: 'birthday', year, month, day })
  })

  test.each(['1977-02-30', '0000-13-01', '1850-01-01', 'spring'])('“%s” does not exist', (cell) => {
    expect(parseBirthday(cell, null).kind).toBe('wrong')
  })
})
