import { describe, expect, test } from 'vitest'
import { daysMentioned, vagueTime } from '../../src/notes/days.ts'

const today = '2026-11-16'
const days = (body: string) => daysMentioned(body, today).map(({ on, exact }) => (exact ? on : `${on}~`))

describe('the days that a note speaks of as still to come, on Monday, November 16', () => {
  test.each([
    ['asked about cable locks, call Friday', ['2026-11-20']],
    ['Wants a call on Saturday morning', ['2026-11-21']],
    ['call Monday', ['2026-11-23']],
    ['needs it by Nov 30', ['2026-11-30']],
    ['the party is Dec 3, 2026', ['2026-12-03']],
    ['wedding on 12/20', ['2026-12-20']],
    ['call her tomorrow at 9', ['2026-11-17']],
    ['was here today, call Friday', ['2026-11-20']],
    ['asked to be called on Tuesday', ['2026-11-17']],
    ['locks Friday, the grill in March', ['2026-11-20', '2027-03-01~']],
    ['call Friday, again in two weeks, and by Dec 5, and on Dec 9', ['2026-11-20', '2026-11-30~', '2026-12-05']],
    ['order ready next week', ['2026-11-23~']],
    ['price match until the end of the month', ['2026-11-30~']],
    ['call before Thanksgiving', ['2026-11-25~']],
    ['call after the holidays', ['2027-01-02~']],
    ['Call in spring.', ['2027-03-01~']],
  ])('%j', (body, expected) => expect(days(body)).toEqual(expected))

  test.each([
    'born May 5, likes tea',
    'was here last Friday',
    'bought it on Monday',
    'moved here in March',
    'comes in Saturday mornings before the rush',
    'closed on Sundays',
    'moving to a bigger house in the spring',
    'May be interested in 5 pounds',
    'call 11/31',
    'likes dogs',
    'paid $5',
    '',
  ])('there is none in %j', (body) => expect(days(body)).toEqual([]))
})

test('a time to come that is no day is told as such', () => {
  expect(vagueTime('call when she is back')).toBe('when she is back')
  expect(vagueTime('wants one soon')).toBe('soon')
  expect(vagueTime('likes dogs')).toBeNull()
})
