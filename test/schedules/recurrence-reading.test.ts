import { describe, expect, test } from 'vitest'
import { nextAfter } from '../../src/schedules/recurrence.ts'
import { readRecurrence, recurrencesIn } from '../../src/schedules/recurrence-reading.ts'
import { describeRecurrence } from '../../src/schedules/recurrence-text.ts'

/** A Monday, nine in the morning in Chicago. */
const situation = { now: new Date('2026-11-16T15:00:00Z'), timeZone: 'America/Chicago' }

const said = (text: string): string | null => {
  const reading = readRecurrence(text, situation)
  return reading && `${describeRecurrence(reading.recurrence)}${reading.timeSaid ? '' : ', no time said'}`
}

describe('when something recurs is read from words', () => {
  test.each([
    ['every Monday at 9', 'every Monday at 9:00 AM'],
    ['every weekday at 8:30am', 'every weekday at 8:30 AM'],
    ['Every Weekday At 8:30 A.M.', 'every weekday at 8:30 AM'],
    ['monthly', 'on the 1st of each month at 9:00 AM, no time said'],
    ['on the 1st of each month', 'on the 1st of each month at 9:00 AM, no time said'],
    ['every two weeks on Friday', 'every two weeks on Friday at 9:00 AM, no time said'],
    ['every morning', 'every day at 9:00 AM, no time said'],
    ['weekly on Mondays and Thursdays at noon', 'every Monday and Thursday at noon'],
    ['at 9 every Monday', 'every Monday at 9:00 AM'],
    ['9am every day', 'every day at 9:00 AM'],
    ['daily at 17:00', 'every day at 5:00 PM'],
    ['every day at 7', 'every day at 7:00 AM'],
    ['every evening at 6', 'every day at 6:00 PM'],
    ['every evening', 'every day at 6:00 PM, no time said'],
    ['every single day at noon', 'every day at noon'],
    ['each Monday and Thursday', 'every Monday and Thursday at 9:00 AM, no time said'],
    ['every Mon, Wed and Fri at 9 in the morning', 'every Monday, Wednesday and Friday at 9:00 AM'],
    ['Mondays at nine', 'every Monday at 9:00 AM'],
    ['on Fridays at 5 pm', 'every Friday at 5:00 PM'],
    ['every Friday afternoon', 'every Friday at 2:00 PM, no time said'],
    ['every weekday morning at 8', 'every weekday at 8:00 AM'],
    ['Mon-Fri at 8', 'every weekday at 8:00 AM'],
    ['Monday to Friday at half past eight', 'every weekday at 8:30 AM'],
    ['every Tuesday at quarter to nine', 'every Tuesday at 8:45 AM'],
    ['every weekend', 'every Saturday and Sunday at 9:00 AM, no time said'],
    ['every Sunday at midnight', 'every Sunday at midnight'],
    ['weekly', 'every Monday at 9:00 AM, no time said'],
    ['once a week on Thursday', 'every Thursday at 9:00 AM, no time said'],
    ['every other Tuesday at 4pm', 'every two weeks on Tuesday at 4:00 PM'],
    ['biweekly on Friday', 'every two weeks on Friday at 9:00 AM, no time said'],
    ['every 3 weeks on Monday', 'every three weeks on Monday at 9:00 AM, no time said'],
    ['every month at 10', 'on the 1st of each month at 10:00 AM'],
    ['monthly on the 15th at 5pm', 'on the 15th of each month at 5:00 PM'],
    ['every 15th', 'on the 15th of each month at 9:00 AM, no time said'],
    ['the 31st of every month', 'on the last day of each month at 9:00 AM, no time said'],
    ['at the end of each month', 'on the last day of each month at 9:00 AM, no time said'],
    ['on the last day of the month at 17:30', 'on the last day of each month at 5:30 PM'],
    ['monthly on the first Monday at 10', 'on the first Monday of each month at 10:00 AM'],
    ['every last Friday at 4pm', 'on the last Friday of each month at 4:00 PM'],
    ['every second Monday of the month', 'on the second Monday of each month at 9:00 AM, no time said'],
    ['last working day of the month', 'on the last working day of each month at 9:00 AM, no time said'],
    ['every three months on the 10th', 'every three months on the 10th at 9:00 AM, no time said'],
    ['quarterly', 'every three months on the 1st at 9:00 AM, no time said'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected))
})

describe('what is no such time is not read', () => {
  test.each([
    ...['', 'Monday', 'on Monday', 'tomorrow at 9', 'every hour', 'hourly', 'twice a day', 'every 20 weeks', 'at 9'],
    ...['every customer', 'every 40th', 'every Monday at 25:00', 'every Monday at 9:75', 'yearly', 'each month or so'],
  ])('“%s”', (text) => expect(said(text)).toBeNull())
})

test('an hour from one to six is in the afternoon unless it says otherwise', () => {
  expect(
    ['at 5', 'at 5am', 'at 05:00', 'at 5 in the morning', 'at 7'].map((time) => said(`every day ${time}`)),
  ).toEqual([
    'every day at 5:00 PM',
    'every day at 5:00 AM',
    'every day at 5:00 AM',
    'every day at 5:00 AM',
    'every day at 7:00 AM',
  ])
})

test('every two weeks begins with the next such week, and a quarter with the calendar year', () => {
  const next = (text: string) => {
    const reading = readRecurrence(text, situation)
    if (!reading) throw new Error(text)
    const first = nextAfter(reading.recurrence, situation.now)
    return [first, nextAfter(reading.recurrence, first)].map((at) => at.toISOString().slice(0, 10))
  }
  expect(next('every two weeks on Friday')).toEqual(['2026-11-20', '2026-12-04'])
  expect(next('every other Monday at 8am')).toEqual(['2026-11-23', '2026-12-07'])
  expect(next('every two months on the 10th')).toEqual(['2026-12-10', '2027-02-10'])
  expect(next('quarterly')).toEqual(['2027-01-01', '2027-04-01'])
})

test('in a sentence it is found with its place', () => {
  const text = 'post revenue by store every Friday at 5pm here'
  const [reading] = recurrencesIn(text, situation)
  expect(reading && text.slice(reading.from, reading.to)).toBe('every Friday at 5pm')
  expect(recurrencesIn('revenue by weekday last year', situation)).toEqual([])
})
