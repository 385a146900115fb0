import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../src/db/settings.ts'
import { dueNow, isFirstOfWeek, type Recipient } from '../../src/digest/recipients.ts'

const recipient = (more: Partial<Recipient> = {}): Recipient => ({
  target: { kind: 'channel', channel: 'C1', storeId: null, store: null },
  time: '08:00',
  weekdays: [1, 2, 3, 4, 5],
  timeZone: 'America/Chicago',
  whenEmpty: 'silent',
  ...more,
})

const due = (
  moment: string,
  more: Partial<Recipient> = {},
  settings: Partial<typeof defaultSettings> = {},
): string | null => {
  const found = dueNow(recipient(more), new Date(moment), { ...defaultSettings, ...settings })
  return found && `${found.day} ${found.dueAt.toISOString().slice(0, 16)}`
}

describe('a digest at eight in Chicago, caught up with until noon', () => {
  test.each([
    ['a minute before', '2026-11-16T13:59:59Z', null],
    ['on the minute', '2026-11-16T14:00:00Z', '2026-11-16 2026-11-16T14:00'],
    ['three hours later', '2026-11-16T17:00:00Z', '2026-11-16 2026-11-16T14:00'],
    ['at noon', '2026-11-16T18:00:00Z', '2026-11-16 2026-11-16T14:00'],
    ['after noon', '2026-11-16T18:00:01Z', null],
    ['on a Sunday', '2026-11-15T14:00:00Z', null],
    ['on a Friday', '2026-11-20T14:00:00Z', '2026-11-20 2026-11-20T14:00'],
    ['on a Saturday', '2026-11-21T14:00:00Z', null],
    ['while it is tomorrow in London', '2026-11-17T00:30:00Z', null],
  ])('%s', (_, moment, expected) => expect(due(moment)).toBe(expected))
})

describe('on the days when clocks change', () => {
  test.each([
    ['the day before, Chicago', '2026-03-07T14:00:00Z', 'America/Chicago', '08:00', '2026-03-07 2026-03-07T14:00'],
    ['forward, Chicago', '2026-03-08T13:00:00Z', 'America/Chicago', '08:00', '2026-03-08 2026-03-08T13:00'],
    ['forward, an hour too early', '2026-03-08T12:59:00Z', 'America/Chicago', '08:00', null],
    [
      'forward, at a time that is skipped',
      '2026-03-08T08:00:00Z',
      'America/Chicago',
      '02:30',
      '2026-03-08 2026-03-08T08:00',
    ],
    ['back, Chicago', '2026-11-01T14:00:00Z', 'America/Chicago', '08:00', '2026-11-01 2026-11-01T14:00'],
    [
      'back, at a time that comes twice, the first',
      '2026-11-01T06:30:00Z',
      'America/Chicago',
      '01:30',
      '2026-11-01 2026-11-01T06:30',
    ],
    [
      'back, at a time that comes twice, the second is the same digest',
      '2026-11-01T07:30:00Z',
      'America/Chicago',
      '01:30',
      '2026-11-01 2026-11-01T06:30',
    ],
    ['forward, Berlin', '2026-03-29T06:00:00Z', 'Europe/Berlin', '08:00', '2026-03-29 2026-03-29T06:00'],
    ['forward, Berlin, too early', '2026-03-29T05:59:00Z', 'Europe/Berlin', '08:00', null],
    ['back, Berlin', '2026-10-25T07:00:00Z', 'Europe/Berlin', '08:00', '2026-10-25 2026-10-25T07:00'],
    ['back, Berlin, too early', '2026-10-25T06:59:00Z', 'Europe/Berlin', '08:00', null],
  ])('%s', (_, moment, timeZone, time, expected) =>
    expect(due(moment, { timeZone, time, weekdays: [1, 2, 3, 4, 5, 6, 7] })).toBe(expected))
})

describe('what somebody wishes', () => {
  test.each([
    ['in Tokyo it is tomorrow', '2026-11-16T23:00:00Z', { timeZone: 'Asia/Tokyo' }, '2026-11-17 2026-11-16T23:00'],
    [
      'half past eleven at night, on the minute',
      '2026-11-17T05:30:00Z',
      { time: '23:30' },
      '2026-11-16 2026-11-17T05:30',
    ],
    [
      'half past eleven at night, some seconds later',
      '2026-11-17T05:30:20Z',
      { time: '23:30' },
      '2026-11-16 2026-11-17T05:30',
    ],
    [
      'half past eleven at night, after midnight',
      '2026-11-17T06:20:00Z',
      { time: '23:30' },
      '2026-11-16 2026-11-17T05:30',
    ],
    ['half past eleven at night, an hour is over', '2026-11-17T06:31:00Z', { time: '23:30' }, null],
    ['Friday night, on Saturday', '2026-11-21T06:10:00Z', { time: '23:30' }, '2026-11-20 2026-11-21T05:30'],
    ['two in the afternoon has an hour', '2026-11-16T21:00:00Z', { time: '14:00' }, '2026-11-16 2026-11-16T20:00'],
    ['two in the afternoon has no more', '2026-11-16T21:00:01Z', { time: '14:00' }, null],
    ['Sundays', '2026-11-15T14:00:00Z', { weekdays: [7] }, '2026-11-15 2026-11-15T14:00'],
  ] satisfies readonly [string, string, Partial<Recipient>, string | null][])('%s', (_, moment, wishes, expected) =>
    expect(due(moment, wishes)).toBe(expected))

  test.each([
    ['none', '2026-12-25 2026-12-25T14:00'],
    ['2026-12-25', null],
    ['2026-12-24,2026-12-25', null],
    ['2026-12-24', '2026-12-25 2026-12-25T14:00'],
  ])('holidays %s', (holidays, expected) => expect(due('2026-12-25T14:00:00Z', {}, { holidays })).toBe(expected))

  test('a holiday lasts a night owl until midnight', () => {
    expect(due('2026-12-26T05:40:00Z', { time: '23:30' }, { holidays: '2026-12-25' })).toBeNull()
    expect(due('2026-12-25T05:40:00Z', { time: '23:30' }, { holidays: '2026-12-25' })).toBe(
      '2026-12-24 2026-12-25T05:30',
    )
  })
})

test.each([
  ['a Monday', '2026-11-16', 'none', true],
  ['a Tuesday', '2026-11-17', 'none', false],
  ['a Tuesday after a holiday', '2026-11-17', '2026-11-16', true],
  ['the holiday', '2026-11-16', '2026-11-16', false],
  ['a Sunday', '2026-11-22', 'none', false],
])('the first working day of a week: %s', (_, day, holidays, expected) =>
  expect(isFirstOfWeek(day, recipient(), { ...defaultSettings, holidays })).toBe(expected))
