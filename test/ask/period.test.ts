import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  addDays,
  addMonths,
  type Day,
  daysBetween,
  isDay,
  type ShopCalendar,
  startOf,
} from '../../src/ask/days.ts'
import { stretchNames } from '../../src/ask/named-days.ts'
import {
  allTime,
  between,
  buckets,
  calendarPeriod,
  namedPeriod,
  type Period,
  periodSchema,
  previous,
  resolve,
  rollingPeriod,
  shiftPeriod,
  upToToday,
  wholeUnits,
  withEdge,
  yearBefore,
} from '../../src/ask/period.ts'
import { describePeriod } from '../../src/ask/period-text.ts'

const mondays: ShopCalendar = { weekStart: 'monday', fiscalYearStart: 1 }
const today = '2026-11-16'

function days(period: Period, on: Day = today, calendar = mondays): string {
  const { from, to } = resolve(period, on, calendar)
  return `${from ?? ''} to ${to ?? ''}`.trim()
}

const periods = fc.oneof(
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'),
    offset: fc.integer({ min: -60, max: 12 }),
    count: fc.integer({ min: 1, max: 24 }),
    end: fc.constantFrom('whole', 'today'),
    edge: fc.constant('within' as const),
    shift: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('rolling' as const),
    unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    count: fc.integer({ min: 1, max: 400 }),
    future: fc.boolean(),
    edge: fc.constant('within' as const),
    shift: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('named' as const),
    name: fc.constantFrom(...stretchNames),
    occurrence: fc.constantFrom('latest', 'completed', 'coming', 'next', 'this', 'last'),
    edge: fc.constant('within' as const),
    shift: fc.constant(null),
  }),
) as fc.Arbitrary<Period>
const anyDay = fc.integer({ min: 0, max: 36_500 }).map((offset) => addDays('1999-01-01', offset))
const calendars = fc.record({
  weekStart: fc.constantFrom('monday', 'sunday'),
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
}) as fc.Arbitrary<ShopCalendar>

describe('the days of a period', () => {
  test.each<[name: string, period: Period, days: string]>([
    ['all time has no bound', allTime, 'to'],
    ['this month goes up to and including today', calendarPeriod('month'), '2026-11-01 to 2026-11-17'],
    ['the whole of this month', wholeUnits(calendarPeriod('month')), '2026-11-01 to 2026-12-01'],
    ['last month', calendarPeriod('month', -1), '2026-10-01 to 2026-11-01'],
    ['the last three whole months', calendarPeriod('month', -1, { count: 3 }), '2026-08-01 to 2026-11-01'],
    ['last year so far', calendarPeriod('year', -1, { end: 'today' }), '2025-01-01 to 2025-11-17'],
    ['last quarter up to the same day', calendarPeriod('quarter', -1, { end: 'today' }), '2026-07-01 to 2026-08-17'],
    ['this year up to yesterday', calendarPeriod('year', 0, { end: 'yesterday' }), '2026-01-01 to 2026-11-16'],
    ['the last 30 days leave today out', rollingPeriod('day', 30), '2026-10-17 to 2026-11-16'],
    ['the next 7 days begin with today', rollingPeriod('day', 7, { future: true }), '2026-11-16 to 2026-11-23'],
    ['since the beginning of last month', withEdge(calendarPeriod('month', -1), 'since'), '2026-10-01 to'],
    ['before last month', withEdge(calendarPeriod('month', -1), 'before'), 'to 2026-10-01'],
    ['after last month', withEdge(calendarPeriod('month', -1), 'after'), '2026-11-01 to'],
    ['until the end of this month', withEdge(calendarPeriod('month'), 'until'), 'to 2026-12-01'],
    ['more than a year ago', rollingPeriod('year', 1, { edge: 'before' }), 'to 2025-11-16'],
    ['the latest March', namedPeriod('march'), '2026-03-01 to 2026-04-01'],
    ['March of last year', namedPeriod('march', 'last'), '2025-03-01 to 2025-04-01'],
    ['the latest Easter', namedPeriod('easter'), '2026-04-05 to 2026-04-06'],
    ['a winter begins in December', namedPeriod('winter'), '2025-12-01 to 2026-03-01'],
    ['absolute days stay as they are', between('2025-02-03', null), '2025-02-03 to'],
  ])('%s', (_, period, expected) => {
    expect(days(period)).toBe(expected)
  })

  test.each<[name: Parameters<typeof namedPeriod>[0], day: Day]>([
    ['new_years_day', '2025-01-01'],
    ['martin_luther_king_day', '2025-01-20'],
    ['presidents_day', '2025-02-17'],
    ['good_friday', '2025-04-18'],
    ['easter', '2025-04-20'],
    ['mothers_day', '2025-05-11'],
    ['memorial_day', '2025-05-26'],
    ['fathers_day', '2025-06-15'],
    ['labor_day', '2025-09-01'],
    ['columbus_day', '2025-10-13'],
    ['thanksgiving', '2025-11-27'],
    ['black_friday', '2025-11-28'],
    ['small_business_saturday', '2025-11-29'],
    ['cyber_monday', '2025-12-01'],
  ])('%s of 2025', (name, day) => {
    expect(resolve(namedPeriod(name, 'last'), today, mondays).from).toBe(day)
  })

  test('a holiday of another year has that year’s date', () => {
    expect(days(namedPeriod('black_friday', 'last'))).toBe('2025-11-28 to 2025-11-29')
    expect(days(yearBefore(namedPeriod('black_friday', 'last')))).toBe('2024-11-29 to 2024-11-30')
  })

  test('a day of the week may be today', () => {
    expect(days(namedPeriod('monday'))).toBe('2026-11-16 to 2026-11-17')
    expect(days(namedPeriod('monday', 'completed'))).toBe('2026-11-09 to 2026-11-10')
    expect(days(namedPeriod('monday', 'next'))).toBe('2026-11-23 to 2026-11-24')
  })

  test('this month up to yesterday is empty on the first', () => {
    expect(days(calendarPeriod('month', 0, { end: 'yesterday' }), '2026-11-01')).toBe('2026-11-01 to 2026-11-01')
  })

  test('every stretch has a first day before its end', () => {
    fc.assert(
      fc.property(periods, anyDay, calendars, (period, on, calendar) => {
        const { from, to } = resolve(period, on, calendar)
        expect(from !== null && to !== null && from < to).toBe(true)
        expect(isDay(from ?? '') && isDay(to ?? '')).toBe(true)
      }),
    )
  })

  test('units of the calendar follow each other without a gap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
        fc.integer({ min: -40, max: 40 }),
        anyDay,
        calendars,
        (unit, offset, on, calendar) => {
          const [first, second] = [offset, offset + 1].map((each) =>
            resolve(calendarPeriod(unit, each, { end: 'whole' }), on, calendar),
          )
          expect(first?.to).toBe(second?.from)
        },
      ),
    )
  })

  test('today is in the current unit, whatever the calendar', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'),
        anyDay,
        calendars,
        (unit, on, calendar) => {
          const { from, to } = resolve(calendarPeriod(unit), on, calendar)
          expect(from !== null && from <= on).toBe(true)
          expect(to).toBe(addDays(on, 1))
        },
      ),
    )
  })

  test('a period is JSON that the schema takes back', () => {
    fc.assert(
      fc.property(periods, (period) => {
        expect(periodSchema.parse(JSON.parse(JSON.stringify(period)))).toEqual(period)
      }),
    )
  })

  test.each([
    { kind: 'between', from: '2026-02-30', to: null },
    { kind: 'between', from: 'yesterday', to: null },
    { kind: 'calendar', unit: 'month' },
    { ...calendarPeriod('month'), count: 0 },
    { ...calendarPeriod('month'), sql: 'x' },
    { kind: 'named', name: 'ramadan', occurrence: 'latest', edge: 'within', shift: null },
  ])('%j is refused', (period) => {
    expect(periodSchema.safeParse(period).success).toBe(false)
  })
})

describe('the stretch before', () => {
  test.each<[name: string, period: Period, before: string]>([
    ['a quarter', calendarPeriod('quarter', -1), '2026-04-01 to 2026-07-01'],
    ['this month so far', calendarPeriod('month'), '2026-10-01 to 2026-10-17'],
    ['three months', calendarPeriod('month', -1, { count: 3 }), '2026-05-01 to 2026-08-01'],
    ['the last 30 days', rollingPeriod('day', 30), '2026-09-17 to 2026-10-17'],
    ['March', namedPeriod('march'), '2026-02-01 to 2026-03-01'],
    ['Q1', namedPeriod('q1'), '2025-10-01 to 2026-01-01'],
    ['winter', namedPeriod('winter'), '2025-09-01 to 2025-12-01'],
    ['Black Friday', namedPeriod('black_friday'), '2024-11-29 to 2024-11-30'],
    ['whole months', between('2026-02-01', '2026-04-01'), '2025-12-01 to 2026-02-01'],
    ['ten days', between('2026-02-03', '2026-02-13'), '2026-01-24 to 2026-02-03'],
  ])('%s', (_, period, expected) => {
    const before = previous(period)
    expect(before && days(before)).toBe(expected)
  })

  test.each<[name: string, period: Period]>([
    ['all time', allTime],
    ['what has no beginning', between(null, '2026-01-01')],
    ['since last month', withEdge(calendarPeriod('month', -1), 'since')],
  ])('%s has none', (_, period) => {
    expect(previous(period)).toBeNull()
  })

  test('it ends no later than the stretch begins', () => {
    fc.assert(
      fc.property(periods, anyDay, calendars, (period, on, calendar) => {
        const before = previous(period)
        const { from } = resolve(period, on, calendar)
        const to = before === null ? null : resolve(before, on, calendar).to
        expect(to !== null && from !== null && to <= from).toBe(true)
      }),
    )
  })
})

describe('a year before', () => {
  test.each<[name: string, period: Period, before: string]>([
    ['this year so far', calendarPeriod('year'), '2025-01-01 to 2025-11-17'],
    ['this month so far', calendarPeriod('month'), '2025-11-01 to 2025-11-17'],
    ['last quarter', calendarPeriod('quarter', -1), '2025-07-01 to 2025-10-01'],
    ['last week keeps its days of the week', calendarPeriod('week', -1), '2025-11-10 to 2025-11-17'],
    ['the last 30 days', rollingPeriod('day', 30), '2025-10-17 to 2025-11-16'],
    ['Q3', namedPeriod('q3'), '2025-07-01 to 2025-10-01'],
    ['a day', between('2026-03-05', '2026-03-06'), '2025-03-05 to 2025-03-06'],
  ])('%s', (_, period, expected) => {
    expect(days(yearBefore(period))).toBe(expected)
  })

  test.each<[on: Day, before: string]>([
    ['2024-02-29', '2023-01-01 to 2023-03-01'],
    ['2025-02-28', '2024-01-01 to 2024-02-29'],
    ['2025-12-31', '2024-01-01 to 2025-01-01'],
  ])('the year so far on %s ends at the same date', (on, expected) => {
    expect(days(yearBefore(calendarPeriod('year')), on)).toBe(expected)
  })

  test('twice is two years before', () => {
    expect(days(yearBefore(yearBefore(rollingPeriod('month', 3))))).toBe('2024-08-16 to 2024-11-16')
    expect(days(shiftPeriod(shiftPeriod(rollingPeriod('day', 10), 'year', -1), 'month', 1))).toBe(
      '2025-12-06 to 2025-12-16',
    )
  })
})

describe('buckets', () => {
  test('the first holds the first day, the last begins before the end', () => {
    expect(buckets({ from: '2026-09-15', to: '2026-11-02' }, 'month', mondays)).toEqual([
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
    ])
    expect(buckets({ from: '2026-11-16', to: '2026-11-17' }, 'week', { ...mondays, weekStart: 'sunday' })).toEqual([
      '2026-11-15',
    ])
  })

  test('every day of the stretch is in exactly one', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 800 }),
        fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
        calendars,
        (from, length, grain, calendar) => {
          const to = addDays(from, length)
          const starts = buckets({ from, to }, grain, calendar)
          expect(starts[0]).toBe(startOf(grain, from, calendar))
          starts.forEach((start, index) => {
            expect(add(start, grain, 1)).toBe(starts[index + 1] ?? add(start, grain, 1))
            expect(start < to).toBe(true)
          })
          expect(add(starts.at(-1) ?? '', grain, 1) >= to).toBe(true)
        },
      ),
    )
  })

  test('what lies ahead is cut at today', () => {
    expect(upToToday({ from: '2026-01-01', to: '2027-01-01' }, today)).toEqual({ from: '2026-01-01', to: '2026-11-17' })
    expect(upToToday({ from: '2026-01-01', to: null }, today)).toEqual({ from: '2026-01-01', to: '2026-11-17' })
    expect(upToToday({ from: '2027-01-01', to: null }, today)).toBeNull()
  })
})

describe('days', () => {
  test.each<[day: Day, months: number, expected: Day]>([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -13, '2024-12-15'],
  ])('%s and %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected)
  })

  test.each<[text: string, is: boolean]>([
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['26-01-01', false],
    ['2026-01-01T00:00', false],
  ])('%s is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is)
  })

  test('adding and counting days are each other’s inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count)
      }),
    )
  })

  test('days do not leave the years that can be written', () => {
    expect(addDays('0001-01-01', -1)).toBe('0001-01-01')
    expect(add('2026-01-01', 'year', 9000)).toBe('9999-12-31')
    expect(add('2026-01-01', 'year', -3000)).toBe('0001-01-01')
  })
})

test.each<[period: Period, words: string]>([
  [allTime, 'all time'],
  [calendarPeriod('day'), 'today (Nov 16, 2026)'],
  [calendarPeriod('day', -1), 'yesterday (Nov 15, 2026)'],
  [calendarPeriod('week', -1), 'last week (Nov 9 – Nov 15, 2026)'],
  [calendarPeriod('month', -1), 'October 2026 (Oct 1 – Oct 31, 2026)'],
  [calendarPeriod('month'), 'this month so far (Nov 1 – Nov 16, 2026)'],
  [calendarPeriod('month', 0, { end: 'yesterday' }), 'this month up to yesterday (Nov 1 – Nov 15, 2026)'],
  [calendarPeriod('quarter', -1), 'Q3 2026 (Jul 1 – Sep 30, 2026)'],
  [calendarPeriod('year'), 'this year so far (Jan 1 – Nov 16, 2026)'],
  [calendarPeriod('year', -1), '2025 (Jan 1 – Dec 31, 2025)'],
  [calendarPeriod('year', -1, { end: 'today' }), 'last year so far (Jan 1 – Nov 16, 2025)'],
  [calendarPeriod('month', -1, { count: 3 }), 'the last 3 months (Aug 1 – Oct 31, 2026)'],
  [rollingPeriod('day', 30), 'the 30 days before today (Oct 17 – Nov 15, 2026)'],
  [rollingPeriod('year', 1), 'the year before today (Nov 16, 2025 – Nov 15, 2026)'],
  [rollingPeriod('day', 7, { future: true }), 'the 7 days from today on (Nov 16 – Nov 22, 2026)'],
  [rollingPeriod('year', 1, { edge: 'before' }), 'before Nov 16, 2025'],
  [previous(rollingPeriod('day', 30)) ?? allTime, 'Sep 17 – Oct 16, 2026'],
  [namedPeriod('march'), 'March 2026 (Mar 1 – Mar 31, 2026)'],
  [namedPeriod('q4'), 'Q4 2026 so far (Oct 1 – Nov 16, 2026)'],
  [namedPeriod('winter', 'completed'), 'winter 2025–26 (Dec 1, 2025 – Feb 28, 2026)'],
  [namedPeriod('black_friday'), 'Black Friday 2025 (Nov 28, 2025)'],
  [namedPeriod('friday', 'completed'), 'Friday (Nov 13, 2026)'],
  [between('2025-01-01', null), 'since Jan 1, 2025 (up to Nov 16, 2026)'],
  [between('2027-01-01', null), 'from Jan 1, 2027 on'],
  [between(null, '2025-11-16'), 'before Nov 16, 2025'],
  [between('2025-10-01', '2025-11-01'), 'October 2025 (Oct 1 – Oct 31, 2025)'],
  [between('2025-10-05', '2025-10-06'), 'Oct 5, 2025'],
  [between('2025-12-01', '2026-03-01'), 'Dec 1, 2025 – Feb 28, 2026'],
])('%j is said as “%s”', (period, words) => {
  expect(describePeriod(period, today, mondays)).toBe(words)
})
