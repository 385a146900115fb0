import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/present/blocks/blocks.ts'
import { viewFaults } from '../../src/present/blocks/validate.ts'
import { recurrenceSchema } from '../../src/schedules/recurrence.ts'
import { describeRecurrence } from '../../src/schedules/recurrence-text.ts'
import { recurrenceOf, scheduleView } from '../../src/slack/manage/schedule-form.ts'

const timeZone = 'America/Chicago'
const fromHome = scheduleView({ answer: null, channel: null, timeZone })
const fromAnswer = scheduleView({
  answer: { id: '7', reading: 'Top customers who have lapsed' },
  channel: { id: 'C1', name: 'floor' },
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
    ['from the Home tab', fromHome] as const,
    ['from an answer', fromAnswer] as const,
  ])('%s is one that Slack takes', (_, view) => {
    expect(viewFaults(view)).toEqual([])
  })

  test('asks for a question where there is no answer to repeat', () => {
    const asks = (view: typeof fromHome) => view.blocks.some(({ block_id }) => block_id === 'question')
    expect([asks(fromHome), asks(fromAnswer)]).toEqual([true, false])
  })

  test('offers the channel only where there is one', () => {
    expect(choices(fromHome.blocks, 'where')).toEqual(['me'])
    expect(choices(fromAnswer.blocks, 'where')).toEqual(['me', 'here'])
  })
})

test('every choice of days is a recurrence that can be kept', () => {
  const days = choices(fromHome.blocks, 'days')
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
