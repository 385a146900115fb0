import { describe, expect, test } from 'vitest'
import { daysFrom, stepsFor } from '../../../src/segments/history/steps.ts'

const monday = { weekStart: 'monday', fiscalYearStart: 1 } as const
const sunday = { weekStart: 'sunday', fiscalYearStart: 1 } as const
const [from, until] = ['2025-10-12', '2026-11-16']

describe('the days that a past is rebuilt by', () => {
  test('are all of them in a shop of 19,900 customers', () => {
    expect(stepsFor(from, until, 19_900, monday)).toEqual({ days: daysFrom(from, until), dailyFrom: from, step: 'day' })
  })

  test('are the ends of weeks and months in a shop of 60,000, and every day of the latest five weeks', () => {
    const { days, dailyFrom, step } = stepsFor(from, until, 60_000, monday)
    expect({ dailyFrom, step }).toEqual({ dailyFrom: '2026-10-12', step: 'week' })
    expect(days.slice(0, 5)).toEqual(['2025-10-12', '2025-10-19', '2025-10-26', '2025-10-31', '2025-11-02'])
    expect(days.slice(-36)).toEqual(daysFrom('2026-10-12', until))
  })

  test('end weeks as the shop does', () => {
    const { days } = stepsFor(from, until, 60_000, sunday)
    expect(days.slice(0, 4)).toEqual(['2025-10-12', '2025-10-18', '2025-10-25', '2025-10-31'])
  })

  test('are the ends of months in a shop of a million, and every day of the latest five weeks', () => {
    const { days, step } = stepsFor(from, until, 1_000_000, monday)
    expect(step).toBe('month')
    expect(days.slice(0, 3)).toEqual(['2025-10-12', '2025-10-31', '2025-11-30'])
    expect(days).toHaveLength(13 + 36)
  })

  test('are all of them where the past is short', () => {
    expect(stepsFor('2026-11-01', until, 1_000_000, monday)).toMatchObject({ dailyFrom: '2026-11-01', step: 'day' })
  })

  test('are one where the history begins today', () => {
    expect(stepsFor(until, until, 1_000_000, monday)).toEqual({ days: [until], dailyFrom: until, step: 'day' })
  })
})
