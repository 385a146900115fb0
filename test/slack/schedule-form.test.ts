import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/present/blocks/blocks.ts'
import { viewFaults } from '../../src/present/blocks/validate.ts'
import { recurrenceSchema } from '../../src/schedules/recurrence.ts'
import { describeRecurrence } from '../../src/schedules/recurrence-text.ts'
import { recurrenceOf, scheduleForm } from '../../src/slack/manage/schedule-form.ts'

const timeZone = 'America/Chicago'
const blank = scheduleForm({ answers: [], channels: [], timeZone })
const used = scheduleForm({
  answers: [{ id: '7', question: 'who are our lapsed top customers' }],
  channels: [{ id: 'C1', name: 'floor' }],
  timeZone,
})

/** The values of a menu in the form. */
const choices = (blocks: readonly Block[], name: string): readonly string[] =>
  blocks.flatMap((block) =>
    block.type === 'input' && block.block_id === name && block.element.type === 'static_select'
      ? (block.element.options ?? []).map(({ value }) => value)
      : [],
  )

describe('the form', () => {
  test.each([
    ['of somebody who has asked nothing yet', blank] as const,
    ['of somebody who has', used] as const,
  ])('%s is one that Slack takes', (_, view) => {
    expect(viewFaults(view)).toEqual([])
  })

  test('offers the latest answers where there are any', () => {
    expect([choices(blank.blocks, 'answer'), choices(used.blocks, 'answer')]).toEqual([[], ['7']])
  })

  test('offers channels only where there are any', () => {
    expect([choices(blank.blocks, 'where'), choices(used.blocks, 'where')]).toEqual([['me'], ['me', 'C1']])
  })
})

test('every choice of days is a recurrence that can be kept', () => {
  const days = choices(blank.blocks, 'days')
  expect(days.length).toBe(13)
  for (const each of days)
    expect(recurrenceSchema.safeParse(recurrenceOf(each, '09:00', timeZone)).error).toBeUndefined()
})

test.each([
  ['weekly:monday', '09:00', 'every Monday at 9:00 AM'],
  ['workdays', '08:30', 'every weekday at 8:30 AM'],
  ['monthly:31', '17:00', 'on the last day of each month at 5:00 PM'],
  ['first:monday', '12:00', 'on the first Monday of each month at noon'],
])('%s at %s means %s', (days, time, said) => {
  const recurrence = recurrenceOf(days, time, timeZone)
  expect(recurrence && describeRecurrence(recurrence)).toBe(said)
})

test.each(['weekly:someday', 'now', ''])('“%s” means nothing', (days) => {
  expect(recurrenceOf(days, '09:00', timeZone)).toBeNull()
})
