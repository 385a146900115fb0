import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type ShopCalendar } from '../../../src/ask/days.ts'
import { periodSchema, resolve } from '../../../src/ask/period.ts'
import { type Against, readTime, type TimeContext, type TimeReading } from '../../../src/ask/words/time.ts'
import { tokenize } from '../../../src/ask/words/word.ts'

const mondays: ShopCalendar = { weekStart: 'monday', fiscalYearStart: 1 }
const sundays: ShopCalendar = { weekStart: 'sunday', fiscalYearStart: 1 }
const april: ShopCalendar = { weekStart: 'monday', fiscalYearStart: 4 }

type PeriodReading = Extract<TimeReading, { role: 'period' }>

/** The readings that take the whole phrase. */
function readings(phrase: string, today: string, calendar = mondays, country?: string): readonly TimeReading[] {
  const words = tokenize(phrase)
  const context: TimeContext = country === undefined ? { today, calendar } : { today, calendar, country }
  return readTime(words, 0, context).filter(({ length }) => length === words.length)
}

function periods(phrase: string, today: string, calendar = mondays, country?: string): PeriodReading[] {
  return readings(phrase, today, calendar, country).filter((reading) => reading.role === 'period')
}

/** "2026-10-01 to 2026-11-01" for each period of the likeliest reading; the last day is not in it. */
function days(phrase: string, today: string, calendar = mondays): string[] {
  const [likeliest] = periods(phrase, today, calendar)
  return (likeliest?.periods ?? []).map((period) => written(period, today, calendar))
}

function written(period: Parameters<typeof resolve>[0], today: string, calendar = mondays): string {
  const { from, to } = resolve(period, today, calendar)
  return `${from ?? ''} to ${to ?? ''}`.trim()
}

describe('on Monday, November 16, 2026', () => {
  const today = '2026-11-16'

  test.each<[phrase: string, days: string]>([
    ['today', '2026-11-16 to 2026-11-17'],
    ['yesterday', '2026-11-15 to 2026-11-16'],
    ['the day before yesterday', '2026-11-14 to 2026-11-15'],
    ['day before yesterday', '2026-11-14 to 2026-11-15'],
    ['tomorrow', '2026-11-17 to 2026-11-18'],
    ['this morning', '2026-11-16 to 2026-11-17'],
    ['last night', '2026-11-15 to 2026-11-16'],
    ['ten days ago', '2026-11-06 to 2026-11-07'],

    ['this week', '2026-11-16 to 2026-11-17'],
    ['this month', '2026-11-01 to 2026-11-17'],
    ['this quarter', '2026-10-01 to 2026-11-17'],
    ['this year', '2026-01-01 to 2026-11-17'],
    ['this yr', '2026-01-01 to 2026-11-17'],
    ['the current month', '2026-11-01 to 2026-11-17'],
    ['last week', '2026-11-09 to 2026-11-16'],
    ['last month', '2026-10-01 to 2026-11-01'],
    ['last quarter', '2026-07-01 to 2026-10-01'],
    ['last year', '2025-01-01 to 2026-01-01'],
    ['previous week', '2026-11-09 to 2026-11-16'],
    ['the previous month', '2026-10-01 to 2026-11-01'],
    ['previous quarter', '2026-07-01 to 2026-10-01'],
    ['the prior year', '2025-01-01 to 2026-01-01'],
    ['next week', '2026-11-23 to 2026-11-30'],
    ['next month', '2026-12-01 to 2027-01-01'],
    ['next quarter', '2027-01-01 to 2027-04-01'],
    ['next year', '2027-01-01 to 2028-01-01'],
    ['past week', '2026-11-09 to 2026-11-16'],
    ['past month', '2026-10-16 to 2026-11-16'],
    ['the past quarter', '2026-08-16 to 2026-11-16'],
    ['past year', '2025-11-16 to 2026-11-16'],
    ['this past year', '2025-11-16 to 2026-11-16'],
    ['the week that just ended', '2026-11-09 to 2026-11-16'],
    ['in the month that just ended', '2026-10-01 to 2026-11-01'],
    ['last full month', '2026-10-01 to 2026-11-01'],
    ['the last complete quarter', '2026-07-01 to 2026-10-01'],
    ['last calendar year', '2025-01-01 to 2026-01-01'],
    ['the month before last', '2026-09-01 to 2026-10-01'],
    ['the year before last', '2024-01-01 to 2025-01-01'],
    ['all this year', '2026-01-01 to 2026-11-17'],
    ['all of last year', '2025-01-01 to 2026-01-01'],
    ['any time last year', '2025-01-01 to 2026-01-01'],

    ['last 30 days', '2026-10-17 to 2026-11-16'],
    ['in the last 30 days', '2026-10-17 to 2026-11-16'],
    ['in the last 90 days', '2026-08-18 to 2026-11-16'],
    ['last 90d', '2026-08-18 to 2026-11-16'],
    ['the past 12 months', '2025-11-16 to 2026-11-16'],
    ['last 12mo', '2025-11-16 to 2026-11-16'],
    ['trailing twelve months', '2025-11-16 to 2026-11-16'],
    ['trailing 12 months', '2025-11-16 to 2026-11-16'],
    ['rolling 30 days', '2026-10-17 to 2026-11-16'],
    ['rolling 12-month', '2025-11-16 to 2026-11-16'],
    ['TTM', '2025-11-16 to 2026-11-16'],
    ['over the past six months', '2026-05-16 to 2026-11-16'],
    ['within the last two years', '2024-11-16 to 2026-11-16'],
    ['for the last 3 months', '2026-08-16 to 2026-11-16'],
    ['last two weeks', '2026-11-02 to 2026-11-16'],
    ['the last couple of weeks', '2026-11-02 to 2026-11-16'],
    ['past fortnight', '2026-11-02 to 2026-11-16'],
    ['the last half year', '2026-05-16 to 2026-11-16'],
    ['last year and a half', '2025-05-16 to 2026-11-16'],
    ['in the past two and a half years', '2024-05-16 to 2026-11-16'],
    ['previous 3 months', '2026-08-16 to 2026-11-16'],
    ['the last six full months', '2026-05-01 to 2026-11-01'],
    ['last two quarters', '2026-04-01 to 2026-10-01'],
    ['past 48 hours', '2026-11-14 to 2026-11-16'],
    ['next 7 days', '2026-11-16 to 2026-11-23'],
    ['in the next two weeks', '2026-11-16 to 2026-11-30'],

    ['ytd', '2026-01-01 to 2026-11-17'],
    ['mtd', '2026-11-01 to 2026-11-17'],
    ['qtd', '2026-10-01 to 2026-11-17'],
    ['wtd', '2026-11-16 to 2026-11-17'],
    ['year to date', '2026-01-01 to 2026-11-17'],
    ['year-to-date', '2026-01-01 to 2026-11-17'],
    ['so far this year', '2026-01-01 to 2026-11-17'],
    ['this year so far', '2026-01-01 to 2026-11-17'],
    ['for this month so far', '2026-11-01 to 2026-11-17'],
    ['year so far', '2026-01-01 to 2026-11-17'],
    ['2026 so far', '2026-01-01 to 2026-11-17'],
    ['for 2026 so far', '2026-01-01 to 2026-11-17'],
    ['2026 to date', '2026-01-01 to 2026-11-17'],
    ['earlier this month', '2026-11-01 to 2026-11-17'],
    ['Q4 so far', '2026-10-01 to 2026-11-17'],
    ['last year so far', '2025-01-01 to 2025-11-17'],
    ['YTD 2025', '2025-01-01 to 2025-11-17'],
    ['2025 ytd', '2025-01-01 to 2025-11-17'],
    ['same time last year', '2025-01-01 to 2025-11-17'],
    ['the same stretch of last year', '2025-01-01 to 2025-11-17'],
    ['by the same day last year', '2025-01-01 to 2025-11-17'],
    ['this time last year', '2025-01-01 to 2025-11-17'],
    ['the same month last year', '2025-11-01 to 2025-12-01'],
    ['this month up to yesterday', '2026-11-01 to 2026-11-16'],
    ['this year through yesterday', '2026-01-01 to 2026-11-16'],
    ['the rest of the year', '2026-11-16 to 2027-01-01'],
    ['all year', '2026-01-01 to 2026-11-17'],
    ['the entire year 2025', '2025-01-01 to 2026-01-01'],

    ['in October', '2026-10-01 to 2026-11-01'],
    ['Oct', '2026-10-01 to 2026-11-01'],
    ['Oct.', '2026-10-01 to 2026-11-01'],
    ['Sept', '2026-09-01 to 2026-10-01'],
    ['in November', '2026-11-01 to 2026-12-01'],
    ['in December', '2025-12-01 to 2026-01-01'],
    ['in may', '2026-05-01 to 2026-06-01'],
    ['october 2025', '2025-10-01 to 2025-11-01'],
    ['October, 2025', '2025-10-01 to 2025-11-01'],
    ["Oct '25", '2025-10-01 to 2025-11-01'],
    ['2026-10', '2026-10-01 to 2026-11-01'],
    ['in October last year', '2025-10-01 to 2025-11-01'],
    ['October of last year', '2025-10-01 to 2025-11-01'],
    ['September last year', '2025-09-01 to 2025-10-01'],
    ['in October two years ago', '2024-10-01 to 2024-11-01'],
    ['this October', '2026-10-01 to 2026-11-01'],
    ['October of this year', '2026-10-01 to 2026-11-01'],
    ['last December', '2025-12-01 to 2026-01-01'],
    ['next March', '2027-03-01 to 2027-04-01'],
    ['the month of October', '2026-10-01 to 2026-11-01'],
    ['in December at the latest holiday season', '2025-12-01 to 2026-01-01'],

    ['the first three quarters', '2026-01-01 to 2026-10-01'],
    ['the first six months of 2025', '2025-01-01 to 2025-07-01'],
    ['first half of 2025', '2025-01-01 to 2025-07-01'],
    ['the first half of the year', '2026-01-01 to 2026-07-01'],
    ['the second half of last year', '2025-07-01 to 2026-01-01'],
    ['H1 2025', '2025-01-01 to 2025-07-01'],
    ['Q3', '2026-07-01 to 2026-10-01'],
    ['third quarter', '2026-07-01 to 2026-10-01'],
    ['Q3 last year', '2025-07-01 to 2025-10-01'],
    ['Q3 of 2025', '2025-07-01 to 2025-10-01'],
    ['2025 Q3', '2025-07-01 to 2025-10-01'],
    ["last year's third quarter", '2025-07-01 to 2025-10-01'],
    ['the last quarter of 2025', '2025-10-01 to 2026-01-01'],
    ['the last week of October', '2026-10-25 to 2026-11-01'],
    ['the first 10 days of last month', '2026-10-01 to 2026-10-11'],
    ['2025', '2025-01-01 to 2026-01-01'],
    ['in 2026', '2026-01-01 to 2027-01-01'],
    ['the year 2024', '2024-01-01 to 2025-01-01'],
    ["in '25", '2025-01-01 to 2026-01-01'],
    ['FY25', '2025-01-01 to 2026-01-01'],

    ['since Jan 1', '2026-01-01 to'],
    ['since January 1st', '2026-01-01 to'],
    ['since Aug 31', '2026-08-31 to'],
    ['since October', '2026-10-01 to'],
    ['since this October 1', '2026-10-01 to'],
    ['since December', '2025-12-01 to'],
    ['since 2024', '2024-01-01 to'],
    ['since the start of 2025', '2025-01-01 to'],
    ['since the beginning of the year', '2026-01-01 to'],
    ['since the end of last year', '2026-01-01 to'],
    ['since the first of the month', '2026-11-01 to'],
    ['since last month', '2026-10-01 to'],
    ['since last summer', '2026-06-01 to'],
    ['since Easter', '2026-04-05 to'],
    ['since Black Friday', '2025-11-28 to'],
    ["since New Year's", '2026-01-01 to'],
    ['since the first of the year', '2026-01-01 to'],
    ['since Monday', '2026-11-16 to'],
    ['since a year ago', '2025-11-16 to'],
    ['on or after Oct 1', '2026-10-01 to'],
    ['starting October 1st', '2026-10-01 to'],
    ['from Oct 1 on', '2026-10-01 to'],
    ['October 1 onwards', '2026-10-01 to'],
    ['2025 or later', '2025-01-01 to'],
    ['2023 to now', '2023-01-01 to'],
    ['2023 to date', '2023-01-01 to'],
    ['from Oct 1 until now', '2026-10-01 to'],
    ['after Nov 1', '2026-11-02 to'],
    ['after last month', '2026-11-01 to'],
    ['between 30 and 60 days ago', '2026-09-17 to 2026-10-18'],
    ['3-6 months ago', '2026-05-16 to 2026-08-17'],
    ['less than a month ago', '2026-10-16 to'],
    ['before Nov 16, 2025', 'to 2025-11-16'],
    ['before 2025', 'to 2025-01-01'],
    ['prior to 2025', 'to 2025-01-01'],
    ['before last month', 'to 2026-10-01'],
    ['until yesterday', 'to 2026-11-16'],
    ['up to yesterday', 'to 2026-11-16'],
    ['up to and including Oct 31', 'to 2026-11-01'],
    ['through the end of October', 'to 2026-11-01'],
    ['by the end of the month', 'to 2026-12-01'],
    ['more than a year ago', 'to 2025-11-16'],
    ['over six months ago', 'to 2026-05-16'],
    ['at least 90 days ago', 'to 2026-08-19'],
    ['90+ days ago', 'to 2026-08-19'],
    ['a year or more ago', 'to 2025-11-17'],
    ['more than a year ago, i.e. before Nov 16, 2025', 'to 2025-11-16'],

    ['Black Friday', '2025-11-28 to 2025-11-29'],
    ['on Black Friday last year', '2025-11-28 to 2025-11-29'],
    ["last year's Black Friday", '2025-11-28 to 2025-11-29'],
    ['Black Friday 2024', '2024-11-29 to 2024-11-30'],
    ['Cyber Monday', '2025-12-01 to 2025-12-02'],
    ['Thanksgiving', '2025-11-27 to 2025-11-28'],
    ['last Christmas', '2025-12-25 to 2025-12-26'],
    ["on Mother's Day", '2026-05-10 to 2026-05-11'],
    ['fathers day', '2026-06-21 to 2026-06-22'],
    ['the fourth of July', '2026-07-04 to 2026-07-05'],
    ['on Labor Day', '2026-09-07 to 2026-09-08'],
    ['Memorial Day weekend', '2026-05-23 to 2026-05-26'],
    ['the latest holiday season', '2025-11-01 to 2026-01-01'],
    ['over the holidays', '2025-11-01 to 2026-01-01'],
    ['the 2024 holiday season', '2024-11-01 to 2025-01-01'],
    ['last winter', '2025-12-01 to 2026-03-01'],
    ['last summer', '2026-06-01 to 2026-09-01'],
    ['last spring', '2026-03-01 to 2026-06-01'],
    ['last fall', '2025-09-01 to 2025-12-01'],
    ['last autumn', '2025-09-01 to 2025-12-01'],
    ['in the summer of 2025', '2025-06-01 to 2025-09-01'],
    ['winter 2024-25', '2024-12-01 to 2025-03-01'],
    ['the week before Christmas', '2025-12-18 to 2025-12-25'],
    ['in the two weeks after Black Friday', '2025-11-29 to 2025-12-13'],
    ['Thanksgiving week', '2025-11-24 to 2025-12-01'],

    ['between Dec 1 and Feb 28', '2025-12-01 to 2026-03-01'],
    ['between Dec 1 and Feb 28 last winter', '2025-12-01 to 2026-03-01'],
    ['from March to May', '2026-03-01 to 2026-06-01'],
    ['between March and May 2025', '2025-03-01 to 2025-06-01'],
    ['March through May last year', '2025-03-01 to 2025-06-01'],
    ['Oct-Dec 2025', '2025-10-01 to 2026-01-01'],
    ['Q1 to Q3', '2026-01-01 to 2026-10-01'],
    ['2023 through 2025', '2023-01-01 to 2026-01-01'],
    ['from 2023 to 2026', '2023-01-01 to 2027-01-01'],
    ['2023-2025', '2023-01-01 to 2026-01-01'],
    ['Nov 20 through Nov 30', '2025-11-20 to 2025-12-01'],
    ['Nov 1 - Nov 15', '2026-11-01 to 2026-11-16'],
    ['Nov 1 – Nov 15', '2026-11-01 to 2026-11-16'],
    ['Nov 1-15', '2026-11-01 to 2026-11-16'],
    ['November 1 through 15th, 2025', '2025-11-01 to 2025-11-16'],
    ['11/1 to 11/15', '2026-11-01 to 2026-11-16'],
    ['11/1-11/15', '2026-11-01 to 2026-11-16'],
    ['Jan 1 to Nov 16', '2026-01-01 to 2026-11-17'],
    ['from October 1, 2025 to March 31, 2026', '2025-10-01 to 2026-04-01'],
    ['between Thanksgiving and Christmas', '2025-11-27 to 2025-12-26'],
    ['last year through Mar 31', '2025-01-01 to 2025-04-01'],

    ['2026-10-01', '2026-10-01 to 2026-10-02'],
    ['10/5/2026', '2026-10-05 to 2026-10-06'],
    ['13/5/2026', '2026-05-13 to 2026-05-14'],
    ['10/5', '2026-10-05 to 2026-10-06'],
    ['on Oct 26', '2026-10-26 to 2026-10-27'],
    ['Oct. 5, 2026', '2026-10-05 to 2026-10-06'],
    ['5 Oct 2026', '2026-10-05 to 2026-10-06'],
    ['October 5 last year', '2025-10-05 to 2025-10-06'],
    ['1st of October', '2026-10-01 to 2026-10-02'],
    ['Monday, November 2', '2026-11-02 to 2026-11-03'],
    ['on the 5th', '2026-11-05 to 2026-11-06'],
    ['on the 20th', '2026-10-20 to 2026-10-21'],
    ['on the 5th of last month', '2026-10-05 to 2026-10-06'],
    ['the week of Nov 4', '2026-11-02 to 2026-11-09'],
    ['the week ending Nov 14', '2026-11-08 to 2026-11-15'],
    ['the second week of October', '2026-10-08 to 2026-10-15'],
    ['the first Monday in November', '2026-11-02 to 2026-11-03'],
    ['the last Friday of October', '2026-10-30 to 2026-10-31'],
    ['Easter weekend', '2026-04-03 to 2026-04-06'],
    ['Thanksgiving weekend', '2025-11-27 to 2025-12-01'],
    ['on Monday', '2026-11-16 to 2026-11-17'],
    ['on Saturday', '2026-11-14 to 2026-11-15'],
    ['last Friday', '2026-11-13 to 2026-11-14'],
    ['last Monday', '2026-11-09 to 2026-11-10'],
    ['this Friday', '2026-11-20 to 2026-11-21'],
    ['next Friday', '2026-11-20 to 2026-11-21'],
    ['Monday next week', '2026-11-23 to 2026-11-24'],
    ['Monday of last week', '2026-11-09 to 2026-11-10'],
    ['this weekend', '2026-11-21 to 2026-11-23'],
    ['last weekend', '2026-11-14 to 2026-11-16'],
    ['over the weekend', '2026-11-14 to 2026-11-16'],

    ['all time', 'to'],
    ['of all time', 'to'],
    ['ever', 'to'],
    ['to date', 'to'],
    ['at some point', 'to'],
    ['since we opened', 'to'],
  ])('%s', (phrase, expected) => {
    expect(days(phrase, today)).toEqual([expected])
  })

  test.each<[phrase: string, expected: string[]]>([
    ['in 2024 and 2025', ['2024-01-01 to 2025-01-01', '2025-01-01 to 2026-01-01']],
    [
      'July, August and September this year',
      ['2026-07-01 to 2026-08-01', '2026-08-01 to 2026-09-01', '2026-09-01 to 2026-10-01'],
    ],
    ['Q1 and Q2 last year', ['2025-01-01 to 2025-04-01', '2025-04-01 to 2025-07-01']],
    ['Nov and Dec 2024', ['2024-11-01 to 2024-12-01', '2024-12-01 to 2025-01-01']],
    ['in April or May', ['2026-04-01 to 2026-05-01', '2026-05-01 to 2026-06-01']],
    ['this month and last month', ['2026-11-01 to 2026-11-17', '2026-10-01 to 2026-11-01']],
    ['last month and the month before', ['2026-10-01 to 2026-11-01', '2026-09-01 to 2026-10-01']],
    ['the months of July and August', ['2026-07-01 to 2026-08-01', '2026-08-01 to 2026-09-01']],
    ['this and last month', ['2026-11-01 to 2026-11-17', '2026-10-01 to 2026-11-01']],
    ['this year and last', ['2026-01-01 to 2026-11-17', '2025-01-01 to 2026-01-01']],
    ['last Saturday and Sunday', ['2026-11-14 to 2026-11-15', '2026-11-15 to 2026-11-16']],
  ])('%s is a list', (phrase, expected) => {
    expect(days(phrase, today)).toEqual(expected)
  })

  test.each<[phrase: string, grain: string | null, count: number]>([
    ['in each of July, August and September this year', null, 3],
    ['in each of the last six months', 'month', 1],
    ['each of the first three quarters', 'quarter', 1],
    ['each of the last 3 years', 'year', 1],
  ])('%s means one by one', (phrase, grain, count) => {
    const [likeliest] = periods(phrase, today)
    expect(likeliest).toMatchObject({ each: true, grain })
    expect(likeliest?.periods).toHaveLength(count)
  })

  test('each of the last six months is a whole month', () => {
    expect(days('each of the last six months', today)).toEqual(['2026-05-01 to 2026-11-01'])
  })

  test.each<[phrase: string, ahead: string]>([
    ['on Friday', '2026-11-20 to 2026-11-21'],
    ['by Friday', 'to 2026-11-21'],
    ['in December', '2026-12-01 to 2027-01-01'],
    ['between Nov 20 and Nov 30', '2026-11-20 to 2026-12-01'],
    ['before Thanksgiving', 'to 2026-11-26'],
    ['on the 20th', '2026-11-20 to 2026-11-21'],
  ])('%s, of what lies ahead', (phrase, expected) => {
    const ahead = periods(phrase, today)[0]?.ahead
    expect(ahead && written(ahead, today)).toBe(expected)
  })

  test.each<[phrase: string, both: string[]]>([
    ['last October', ['2025-10-01 to 2025-11-01', '2026-10-01 to 2026-11-01']],
    ['in the last year', ['2025-11-16 to 2026-11-16', '2025-01-01 to 2026-01-01']],
    ['in the last month', ['2026-10-16 to 2026-11-16', '2026-10-01 to 2026-11-01']],
    ['winter 2025', ['2025-12-01 to 2026-03-01', '2024-12-01 to 2025-03-01']],
    ['previous 3 months', ['2026-08-16 to 2026-11-16', '2026-08-01 to 2026-11-01']],
  ])('%s can mean two stretches', (phrase, both) => {
    const found = periods(phrase, today).map((reading) => written(reading.periods[0], today))
    expect(found).toEqual(both)
    expect(periods(phrase, today)[0]?.score).toBeLessThan(1)
  })

  test('Black Friday the year before is of the year before the one in the sentence', () => {
    const words = tokenize('who bought on Black Friday last year but not on Black Friday the year before')
    const at = words.findLastIndex(({ lower }) => lower === 'on')
    const [likeliest] = readTime(words, at, { today, calendar: mondays })
    expect(likeliest).toMatchObject({ role: 'period', length: 6 })
    expect(likeliest?.role === 'period' && written(likeliest.periods[0], today)).toBe('2024-11-29 to 2024-11-30')
  })

  test.each<[phrase: string, grain: string, every: boolean]>([
    ['by month', 'month', false],
    ['per quarter', 'quarter', false],
    ['monthly', 'month', false],
    ['week by week', 'week', false],
    ['each week', 'week', true],
    ['in every single year', 'year', true],
    ['for each year', 'year', true],
    ['over the days of the week', 'weekday', false],
    ['by day of the week', 'weekday', false],
    ['by day', 'day', false],
  ])('%s says what to count by', (phrase, grain, every) => {
    expect(readings(phrase, today)).toContainEqual(expect.objectContaining({ role: 'grain', grain, every }))
  })

  test.each<[phrase: string, length: object]>([
    ['90 days', { unit: 'day', count: 90, op: null, preposition: null }],
    ['two weeks', { unit: 'week', count: 2, op: null, preposition: null }],
    ['a fortnight', { unit: 'week', count: 2, op: null, preposition: null }],
    ['half a year', { unit: 'month', count: 6, op: null, preposition: null }],
    ['90-day', { unit: 'day', count: 90, op: null, preposition: null }],
    ['within 90 days', { unit: 'day', count: 90, op: null, preposition: 'within' }],
    ['in 90 days', { unit: 'day', count: 90, op: null, preposition: 'in' }],
    ['for 6 months', { unit: 'month', count: 6, op: null, preposition: 'for' }],
    ['for over a year', { unit: 'year', count: 1, op: 'more_than', preposition: 'for' }],
    ['in more than 90 days', { unit: 'day', count: 90, op: 'more_than', preposition: 'in' }],
    ['at least 6 months', { unit: 'month', count: 6, op: 'at_least', preposition: null }],
    ['90 or more days', { unit: 'day', count: 90, op: 'at_least', preposition: null }],
    ['90+ days', { unit: 'day', count: 90, op: 'at_least', preposition: null }],
    ['in 90 days or more', { unit: 'day', count: 90, op: 'at_least', preposition: 'in' }],
  ])('%s is a length of time', (phrase, length) => {
    expect(readings(phrase, today)).toContainEqual(expect.objectContaining({ role: 'duration', ...length }))
    expect(periods(phrase, today)).toEqual([])
  })

  test.each<[phrase: string, against: Against | string]>([
    ['vs last year', '2025-01-01 to 2026-01-01'],
    ['compared with September', '2026-09-01 to 2026-10-01'],
    ['versus 2024', '2024-01-01 to 2025-01-01'],
    ['than in October last year', '2025-10-01 to 2025-11-01'],
    ['than the year before', { kind: 'back', unit: 'year', count: 1 }],
    ['over the quarter before', { kind: 'back', unit: 'quarter', count: 1 }],
    ['against the same quarter of last year', { kind: 'back', unit: 'year', count: 1 }],
    ['versus the same stretch of last year', { kind: 'back', unit: 'year', count: 1 }],
    ['versus the same stretch of last year, Jan 1 to Nov 16', { kind: 'back', unit: 'year', count: 1 }],
    ['compared to the same period last year', { kind: 'back', unit: 'year', count: 1 }],
    ['year over year', { kind: 'back', unit: 'year', count: 1 }],
    ['MoM', { kind: 'back', unit: 'month', count: 1 }],
    ['two years earlier', { kind: 'back', unit: 'year', count: 2 }],
    ['than the period before', { kind: 'previous' }],
  ])('%s says what to compare with', (phrase, against) => {
    const found = readings(phrase, today).flatMap((reading) => (reading.role === 'comparison' ? [reading.against] : []))
    const shown = found.map((each) => (each.kind === 'period' ? written(each.period, today) : each))
    expect(shown).toContainEqual(against)
  })

  test('from Q3 last year to Q3 this year compares the two rather than joining them', () => {
    const [likeliest] = readings('from Q3 last year to Q3 this year', today)
    expect(likeliest?.role).toBe('comparison')
    const [main, against] = likeliest?.role === 'comparison' ? [likeliest.main, likeliest.against] : [null, null]
    expect(main && written(main, today)).toBe('2026-07-01 to 2026-10-01')
    expect(against?.kind === 'period' && written(against.period, today)).toBe('2025-07-01 to 2025-10-01')
  })

  test('this year vs last compares with last year', () => {
    const words = tokenize('sales this year vs last')
    const [likeliest] = readTime(words, 3, { today, calendar: mondays })
    expect(likeliest).toMatchObject({ role: 'comparison', length: 2 })
  })

  test.each([
    'recently',
    'lately',
    'in the last few weeks',
    'a while ago',
    'all together',
    'these days',
    'second',
    'customers',
  ])('%s is no time', (phrase) => {
    expect(readings(phrase, today)).toEqual([])
  })

  test.each<[question: string, word: string]>([
    ['who may we call', 'may'],
    ['who may I email', 'may'],
    ['in Evanston, and may we call', 'may'],
    ['spent more than $2026', '$2026'],
    ['customers with 2026 orders', '2026'],
    ['2026 orders', '2026'],
    ['whose birthday falls soon', 'falls'],
    ['spring bulbs', 'spring'],
    ['the sun hat', 'sun'],
    ['last customer to order', 'last'],
    ['last 5 orders', 'last'],
    ['the first 10 customers', 'first'],
    ['a 20V drill', '20v'],
    ['the next customer', 'next'],
  ])('%s: “%s” is no time', (question, word) => {
    const words = tokenize(question)
    const at = words.findIndex(({ lower }) => lower === word)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(readTime(words, at, { today, calendar: mondays })).toEqual([])
  })

  test('a day and month in digits are asked about outside the United States', () => {
    const found = periods('10/5/2026', today, mondays, 'DE').map((reading) => written(reading.periods[0], today))
    expect(found).toEqual(['2026-05-10 to 2026-05-11', '2026-10-05 to 2026-10-06'])
    expect(periods('13/5/2026', today, mondays, 'DE')).toHaveLength(1)
    expect(periods('10/5/2026', today, mondays, 'US')).toHaveLength(1)
  })

  test.each<[phrase: string, anchored: boolean]>([
    ['since Aug 31', true],
    ['Nov 1 - Nov 15', true],
    ['since Aug 31, 2026', false],
    ['last month', false],
    ['in October', false],
    ['since last summer', false],
  ])('%s holds only as of today: %s', (phrase, anchored) => {
    expect(periods(phrase, today)[0]?.anchored).toBe(anchored)
  })
})

describe('on other days', () => {
  test.each<[today: string, phrase: string, days: string]>([
    // A leap day, a Thursday.
    ['2024-02-29', 'last year so far', '2023-01-01 to 2023-03-01'],
    ['2024-02-29', 'past year', '2023-02-28 to 2024-02-29'],
    ['2024-02-29', 'last month', '2024-01-01 to 2024-02-01'],
    ['2024-02-29', 'this month', '2024-02-01 to 2024-03-01'],
    ['2024-02-29', 'in February', '2024-02-01 to 2024-03-01'],
    ['2024-02-29', 'last winter', '2022-12-01 to 2023-03-01'],
    ['2024-02-29', 'more than a year ago', 'to 2023-02-28'],
    ['2024-02-29', 'on Feb 29', '2024-02-29 to 2024-03-01'],
    ['2025-02-28', 'last year so far', '2024-01-01 to 2024-02-29'],
    ['2025-03-01', 'on Feb 29', '2024-02-29 to 2024-03-01'],
    ['2023-03-01', 'since Feb 29', '2020-02-29 to'],
    // New Year's Day, a Thursday.
    ['2026-01-01', 'yesterday', '2025-12-31 to 2026-01-01'],
    ['2026-01-01', 'last week', '2025-12-22 to 2025-12-29'],
    ['2026-01-01', 'last month', '2025-12-01 to 2026-01-01'],
    ['2026-01-01', 'last quarter', '2025-10-01 to 2026-01-01'],
    ['2026-01-01', 'last year', '2025-01-01 to 2026-01-01'],
    ['2026-01-01', 'this year', '2026-01-01 to 2026-01-02'],
    ['2026-01-01', 'in January', '2026-01-01 to 2026-02-01'],
    ['2026-01-01', 'in December', '2025-12-01 to 2026-01-01'],
    ['2026-01-01', 'since Christmas', '2025-12-25 to'],
    ['2026-01-01', 'last winter', '2024-12-01 to 2025-03-01'],
    ['2026-01-01', 'between Dec 1 and Feb 28', '2025-12-01 to 2026-03-01'],
    // A Sunday.
    ['2026-11-15', 'this week', '2026-11-09 to 2026-11-16'],
    ['2026-11-15', 'last week', '2026-11-02 to 2026-11-09'],
    ['2026-11-15', 'this weekend', '2026-11-14 to 2026-11-16'],
    ['2026-11-15', 'last weekend', '2026-11-07 to 2026-11-09'],
    ['2026-11-15', 'on Sunday', '2026-11-15 to 2026-11-16'],
    ['2026-11-15', 'last Sunday', '2026-11-08 to 2026-11-09'],
    // New Year's Eve, a Thursday.
    ['2026-12-31', 'this month', '2026-12-01 to 2027-01-01'],
    ['2026-12-31', 'this year', '2026-01-01 to 2027-01-01'],
    ['2026-12-31', 'tomorrow', '2027-01-01 to 2027-01-02'],
    ['2026-12-31', 'next month', '2027-01-01 to 2027-02-01'],
    ['2026-12-31', 'past month', '2026-11-30 to 2026-12-31'],
    ['2026-12-31', 'since Black Friday', '2026-11-27 to'],
    ['2026-12-31', 'Q4', '2026-10-01 to 2027-01-01'],
    ['2026-12-31', 'over the holidays', '2025-11-01 to 2026-01-01'],
    ['2026-12-31', 'this holiday season', '2026-11-01 to 2027-01-01'],
  ])('%s: %s', (today, phrase, expected) => {
    expect(days(phrase, today)).toEqual([expected])
  })

  test.each<[today: string, phrase: string, days: string]>([
    ['2026-11-16', 'this week', '2026-11-15 to 2026-11-17'],
    ['2026-11-16', 'last week', '2026-11-08 to 2026-11-15'],
    ['2026-11-15', 'this week', '2026-11-15 to 2026-11-16'],
    ['2026-11-15', 'last week', '2026-11-08 to 2026-11-15'],
    ['2026-11-14', 'this week', '2026-11-08 to 2026-11-15'],
    ['2026-11-16', 'last weekend', '2026-11-14 to 2026-11-16'],
    ['2026-11-16', 'the week of Nov 4', '2026-11-01 to 2026-11-08'],
  ])('weeks from Sunday on, %s: %s', (today, phrase, expected) => {
    expect(days(phrase, today, sundays)).toEqual([expected])
  })

  test.each<[phrase: string, days: string]>([
    ['this fiscal year', '2026-04-01 to 2026-11-17'],
    ['last fiscal year', '2025-04-01 to 2026-04-01'],
    ['fiscal year to date', '2026-04-01 to 2026-11-17'],
    ['FY26', '2025-04-01 to 2026-04-01'],
    ['fiscal 2025', '2024-04-01 to 2025-04-01'],
    ['last fiscal quarter', '2026-07-01 to 2026-10-01'],
    ['fiscal Q1', '2026-04-01 to 2026-07-01'],
    ['fiscal Q4', '2026-01-01 to 2026-04-01'],
    ['Q1 FY26', '2025-04-01 to 2025-07-01'],
    ['Q1', '2026-01-01 to 2026-04-01'],
    ['this year', '2026-01-01 to 2026-11-17'],
  ])('a fiscal year from April on: %s', (phrase, expected) => {
    expect(days(phrase, '2026-11-16', april)).toEqual([expected])
  })
})

test('ten thousand characters of time words are read to the end', () => {
  const phrases = [
    'the week before ',
    'from march to ',
    'january, february and ',
    'black friday the year before ',
    '1-',
  ]
  for (const phrase of phrases) {
    const words = tokenize(phrase.repeat(Math.ceil(10_000 / phrase.length)))
    const readings = words.map((_, at) => readTime(words, at, { today: '2026-11-16', calendar: mondays }))
    expect(readings).toHaveLength(words.length)
  }
})

test('whatever is said, a reading takes words that are there and means periods that a plan can hold', () => {
  const said = fc.constantFrom(
    ...`the last first this next past previous 3 two 12 30 90+ days weeks month months quarter years year week ago of in on
    since before after until by to from between and or through so far date ytd october dec may march 1 5th 29 31 feb 2024
    2025 '25 q3 h1 monday weekend friday easter black thanksgiving winter summer holiday season fiscal fy25 each every per
    more than a at least over vs same time half end start rest , - ( ) i.e. 11/1 2026-10-01 12-31 10/5/2026 0 9999 30d now 2.5 3-6
    today yesterday full just ended that before last`.split(/\s+/),
  )
  const calendar = fc.constantFrom(mondays, sundays, april)
  const today = fc.integer({ min: 0, max: 12_000 }).map((offset) => addDays('2010-01-01', offset))
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 10 }), today, calendar, (parts, today, calendar) => {
      const words = tokenize(parts.join(' '))
      words.forEach((_, at) => {
        for (const reading of readTime(words, at, { today, calendar })) {
          expect(reading.length).toBeGreaterThanOrEqual(1)
          expect(at + reading.length).toBeLessThanOrEqual(words.length)
          expect(reading.score > 0 && reading.score <= 1).toBe(true)
          for (const period of periodsOf(reading)) {
            periodSchema.parse(period)
            const { from, to } = resolve(period, today, calendar)
            expect(from === null || to === null || from <= to).toBe(true)
          }
        }
      })
    }),
    { numRuns: 2000 },
  )
})

function periodsOf(reading: TimeReading) {
  if (reading.role === 'period') return [...reading.periods, ...(reading.ahead === null ? [] : [reading.ahead])]
  if (reading.role !== 'comparison') return []
  const { main, against } = reading
  return [...(main === null ? [] : [main]), ...(against.kind === 'period' ? [against.period] : [])]
}
