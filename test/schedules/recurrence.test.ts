import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/ask/days.ts'
import { firstMomentAt, localTime } from '../../src/local-time.ts'
import {
  fallsOn,
  nextAfter,
  places,
  type Recurrence,
  recurrenceSchema,
  weekdayNames,
} from '../../src/schedules/recurrence.ts'
import { readRecurrence } from '../../src/schedules/recurrence-reading.ts'
import { clockWords, describeRecurrence, latenessNote } from '../../src/schedules/recurrence-text.ts'

const zones = [
  'UTC',
  'America/Chicago',
  'Europe/Warsaw',
  // Half an hour forward and back.
  'Australia/Lord_Howe',
  // Back at midnight: the last hour of the day comes twice.
  'America/Havana',
  // Forward at midnight: the day begins at one.
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Apia',
]

const clock = { time: '09:00', timeZone: 'America/Chicago' }
const steps = { every: 1, from: null }
const at = (recurrence: Recurrence, from: string, count = 3): readonly string[] => {
  const found: string[] = []
  let moment = new Date(from)
  for (let turn = 0; turn < count; turn += 1) {
    moment = nextAfter(recurrence, moment)
    const { day, time } = localTime(moment, recurrence.timeZone)
    found.push(`${day} ${time}`)
  }
  return found
}

describe('the next time', () => {
  test.each<[string, Recurrence, string, readonly string[]]>([
    [
      'of every day is today, if it is still ahead',
      { kind: 'daily', ...clock },
      '2026-11-16T14:59:00Z',
      ['2026-11-16 09:00', '2026-11-17 09:00', '2026-11-18 09:00'],
    ],
    [
      'is never the moment itself',
      { kind: 'daily', ...clock },
      '2026-11-16T15:00:00Z',
      ['2026-11-17 09:00', '2026-11-18 09:00', '2026-11-19 09:00'],
    ],
    [
      'of weekdays leaves out the weekend',
      { kind: 'workdays', ...clock },
      '2026-11-19T16:00:00Z',
      ['2026-11-20 09:00', '2026-11-23 09:00', '2026-11-24 09:00'],
    ],
    [
      'of days of the week is the nearest of them',
      { kind: 'weekly', weekdays: ['monday', 'thursday'], ...steps, ...clock },
      '2026-11-16T16:00:00Z',
      ['2026-11-19 09:00', '2026-11-23 09:00', '2026-11-26 09:00'],
    ],
    [
      'of every third week skips two',
      { kind: 'weekly', weekdays: ['friday'], every: 3, from: '2026-11-20', ...clock },
      '2026-11-16T16:00:00Z',
      ['2026-11-20 09:00', '2026-12-11 09:00', '2027-01-01 09:00'],
    ],
    [
      'of the 31st is the last day of a shorter month',
      { kind: 'monthly_day', day: 31, ...steps, ...clock },
      '2027-01-31T16:00:00Z',
      ['2027-02-28 09:00', '2027-03-31 09:00', '2027-04-30 09:00'],
    ],
    [
      'of the 29th is the 29th of February in a leap year',
      { kind: 'monthly_day', day: 29, ...steps, ...clock },
      '2028-02-01T16:00:00Z',
      ['2028-02-29 09:00', '2028-03-29 09:00', '2028-04-29 09:00'],
    ],
    [
      'of the first Monday can be the first of the month',
      { kind: 'monthly_weekday', place: 'first', weekday: 'monday', ...steps, ...clock },
      '2027-01-31T16:00:00Z',
      ['2027-02-01 09:00', '2027-03-01 09:00', '2027-04-05 09:00'],
    ],
    [
      'of the last working day goes round the weekend',
      { kind: 'monthly_weekday', place: 'last', weekday: 'workday', ...steps, ...clock },
      '2026-10-01T16:00:00Z',
      ['2026-10-30 09:00', '2026-11-30 09:00', '2026-12-31 09:00'],
    ],
    [
      'of a quarter is the first of January, April, July and October',
      { kind: 'monthly_day', day: 1, every: 3, from: '2000-01-01', ...clock },
      '2026-11-16T16:00:00Z',
      ['2027-01-01 09:00', '2027-04-01 09:00', '2027-07-01 09:00'],
    ],
  ])('%s', (_, recurrence, from, expected) => expect(at(recurrence, from)).toEqual(expected))
})

describe('when the clocks change', () => {
  test('a time that is skipped is the next minute there is', () => {
    const recurrence: Recurrence = { kind: 'daily', time: '02:30', timeZone: 'America/Chicago' }
    expect(at(recurrence, '2026-03-07T12:00:00Z', 2)).toEqual(['2026-03-08 03:00', '2026-03-09 02:30'])
  })
  test('a time that comes twice is the first of the two, once', () => {
    const recurrence: Recurrence = { kind: 'daily', time: '01:30', timeZone: 'America/Chicago' }
    expect(nextAfter(recurrence, new Date('2026-10-31T12:00:00Z')).toISOString()).toBe('2026-11-01T06:30:00.000Z')
    expect(nextAfter(recurrence, new Date('2026-11-01T06:30:00Z')).toISOString()).toBe('2026-11-02T07:30:00.000Z')
  })
  test('a day that begins at one begins there', () => {
    expect(firstMomentAt('2026-04-24', '00:10', 'Africa/Cairo').toISOString()).toBe('2026-04-23T22:00:00.000Z')
  })
  test('a day that the zone left out is made up for at the beginning of the next', () => {
    expect(localTime(firstMomentAt('2011-12-30', '09:00', 'Pacific/Apia'), 'Pacific/Apia')).toEqual({
      day: '2011-12-31',
      time: '00:00',
    })
  })
})

const minuteMs = 60_000

/** The same by looking at every minute: the first at which a day's time has come, for each day that counts. */
function searched(recurrence: Recurrence, moment: Date, days: number): Date | null {
  const start = Math.floor(moment.getTime() / minuteMs) * minuteMs - 49 * 60 * minuteMs
  const reached = new Set<string>()
  const before = localTime(new Date(start - minuteMs), recurrence.timeZone)
  let awaited = before.time >= recurrence.time ? addDays(before.day, 1) : before.day
  for (let now = start; now < start + (days + 3) * 1440 * minuteMs; now += minuteMs) {
    const shown = localTime(new Date(now), recurrence.timeZone)
    while (`${shown.day} ${shown.time}` >= `${awaited} ${recurrence.time}`) {
      if (fallsOn(recurrence, awaited) && now > moment.getTime() && !reached.has(awaited)) return new Date(now)
      reached.add(awaited)
      awaited = addDays(awaited, 1)
    }
  }
  return null
}

const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
})
const zone = fc.constantFrom(...zones)
const weekdays = fc.uniqueArray(fc.constantFrom(...weekdayNames), { minLength: 1, maxLength: 7 })
/** Around changes of the clocks in one zone or another, and anywhere else. */
const moment = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-10-04', '2026-10-25', '2026-11-01'),
      fc.integer({ min: -2880, max: 2880 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs)),
  fc.integer({ min: 0, max: 1_500_000 }).map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * minuteMs)),
)

const often: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), time, timeZone: zone }),
  fc.record({ kind: fc.constant('workdays' as const), time, timeZone: zone }),
  fc.record({
    kind: fc.constant('weekly' as const),
    weekdays,
    every: fc.constant(1),
    from: fc.constant(null),
    time,
    timeZone: zone,
  }),
)

test('the next time is the one that a search through every minute finds', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(often, moment, (recurrence, from) => {
      expect(nextAfter(recurrence, from).toISOString()).toBe(searched(recurrence, from, 8)?.toISOString())
    }),
    { numRuns: 120 },
  )
})

const every = fc.integer({ min: 1, max: 12 })
const anchored = every.chain((count) =>
  fc.record({
    every: fc.constant(count),
    from: count === 1 ? fc.constant(null) : fc.constantFrom('2026-01-05', '2026-11-20', '2024-02-29'),
  }),
)
const any: fc.Arbitrary<Recurrence> = fc.oneof(
  often,
  fc.tuple(anchored, weekdays, time, zone).map(([step, days, clock, timeZone]): Recurrence => {
    return { kind: 'weekly', weekdays: days, ...step, time: clock, timeZone }
  }),
  fc.tuple(anchored, fc.integer({ min: 1, max: 31 }), time, zone).map(([step, day, clock, timeZone]): Recurrence => {
    return { kind: 'monthly_day', day, ...step, time: clock, timeZone }
  }),
  fc
    .tuple(anchored, fc.constantFrom(...places), fc.constantFrom(...weekdayNames, 'workday' as const), time, zone)
    .map(([step, place, weekday, clock, timeZone]): Recurrence => {
      return { kind: 'monthly_weekday', place, weekday, ...step, time: clock, timeZone }
    }),
)

test('times come one after the other, each on a day that counts, and none is left out', () => {
  fc.assert(
    fc.property(any, moment, (recurrence, from) => {
      const first = nextAfter(recurrence, from)
      const second = nextAfter(recurrence, first)
      expect(first > from).toBe(true)
      expect(second > first).toBe(true)
      const between = new Date(first.getTime() + (second.getTime() - first.getTime()) / 2)
      expect(nextAfter(recurrence, between).toISOString()).toBe(second.toISOString())
      expect(nextAfter(recurrence, new Date(first.getTime() - 1)).toISOString()).toBe(first.toISOString())
      expect(recurrenceSchema.safeParse(recurrence).success).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('what is written reads back as the same', () => {
  fc.assert(
    fc.property(any, moment, (recurrence, now) => {
      const reading = readRecurrence(describeRecurrence(recurrence), { now, timeZone: recurrence.timeZone })
      expect(reading && describeRecurrence(reading.recurrence)).toBe(describeRecurrence(recurrence))
      if ('every' in recurrence && recurrence.every > 1) return
      expect(reading && nextAfter(reading.recurrence, now).toISOString()).toBe(nextAfter(recurrence, now).toISOString())
    }),
    { numRuns: 300 },
  )
})

test('the clock is written as people say it', () => {
  expect(['00:00', '00:30', '09:05', '12:00', '12:30', '17:00'].map(clockWords)).toEqual([
    'midnight',
    '12:30 AM',
    '9:05 AM',
    'noon',
    '12:30 PM',
    '5:00 PM',
  ])
})

test('being late is told, from ten minutes on', () => {
  const due = new Date('2026-11-16T15:00:00Z')
  const note = (sent: string) => latenessNote(due, new Date(sent), 'America/Chicago')
  expect(note('2026-11-16T15:10:00Z')).toBeNull()
  expect(note('2026-11-16T17:20:00Z')).toBe('Due at 9:00 AM, sent at 11:20 AM.')
  expect(note('2026-11-17T13:00:00Z')).toBe('Due at 9:00 AM the day before, sent at 7:00 AM.')
})
