import { expect, test } from 'vitest'
import {
  dayNumber,
  dayOfTrade,
  dayText,
  isClosed,
  openCalendar,
  openDay,
  timestamp,
  tradeAt,
  tradeTotal,
  weekday,
} from '../../src/sample/calendar.ts'

const calendar = openCalendar('2026-11-21', 'America/Los_Angeles')

test('days and their texts lead to each other, on both sides of a leap day', () => {
  for (const text of ['2024-02-28', '2024-02-29', '2024-03-01', '1999-12-31', '2026-11-21']) {
    expect(dayText(dayNumber(text))).toBe(text)
  }
  expect(weekday(dayNumber('2026-11-21'))).toBe(6)
})

test('a moment carries the distance from UTC that its day has', () => {
  const at = (day: string): string => timestamp(calendar, { day: dayNumber(day), second: 9 * 3600 + 61 })
  expect(at('2026-03-07')).toBe('2026-03-07T09:01:01-08:00')
  expect(at('2026-03-08')).toBe('2026-03-08T09:01:01-07:00')
  expect(at('2026-10-31')).toBe('2026-10-31T09:01:01-07:00')
  expect(at('2026-11-01')).toBe('2026-11-01T09:01:01-08:00')
})

test('trade grows from day to day, and an amount of trade leads back to its day', () => {
  for (let day = calendar.firstDay; day < calendar.today; day += 1) {
    expect(tradeAt(calendar, day + 1)).toBeGreaterThan(tradeAt(calendar, day))
    expect(dayOfTrade(calendar, tradeAt(calendar, day))).toBe(day)
    expect(dayOfTrade(calendar, tradeAt(calendar, day + 1) - 1e-9)).toBe(day)
  }
})

test('what has not been traded yet is not on any day of the calendar', () => {
  expect(dayOfTrade(calendar, tradeTotal(calendar) + 1)).toBe(calendar.today)
  expect(calendar.lastDay).toBe(calendar.today - 1)
})

test.each([
  ['2025-12-25', true],
  ['2025-12-24', false],
  ['2026-01-01', true],
  ['2025-11-27', true],
  ['2025-11-20', false],
])('on %s the stores are closed: %s', (day, closed) => {
  expect(isClosed(calendar, dayNumber(day))).toBe(closed)
  expect(isClosed(calendar, openDay(calendar, dayNumber(day)))).toBe(false)
})
