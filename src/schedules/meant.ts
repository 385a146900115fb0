import { fold } from '../ask/words/word.ts'
import { describeRecurrence } from './recurrence-text.ts'
import type { Schedule } from './schedule.ts'

const rhythms: Readonly<Record<string, readonly Schedule['recurrence']['kind'][]>> = {
  daily: ['daily', 'workdays'],
  weekday: ['workdays'],
  workday: ['workdays'],
  weekly: ['weekly'],
  monthly: ['monthly_day', 'monthly_weekday'],
}
const idle = new Set([
  'the',
  'my',
  'our',
  'a',
  'an',
  'of',
  'by',
  'for',
  'one',
  'and',
  'on',
  'at',
  'every',
  'each',
  'in',
])

/**
 * The schedules that words may mean: “2” is the one with that number, “Monday” those on Mondays, “revenue” those that
 * ask for it. Null is any of them, “all” all of them; several are for the asker to choose from.
 */
export function schedulesMeant(schedules: readonly Schedule[], which: string | null): readonly Schedule[] {
  if (which === null || which === 'all') return schedules
  const number = /^#?(\d+)$/.exec(which)?.[1]
  if (number !== undefined) return schedules.filter(({ id }) => id === Number(number))
  const words = wordsOf(which).filter((word) => !idle.has(word))
  return words.length === 0 ? [] : schedules.filter((schedule) => words.every((word) => speaksOf(schedule, word)))
}

function speaksOf(schedule: Schedule, word: string): boolean {
  const { recurrence, question, reading } = schedule
  if (rhythms[word]?.includes(recurrence.kind)) return true
  if (word === partOf(recurrence.time)) return true
  const said = wordsOf(`${describeRecurrence(recurrence)} ${question} ${reading}`)
  return said.some((each) => each === word || each === `${word}s` || `${each}s` === word)
}

function partOf(time: string): string {
  if (time < '12:00') return 'morning'
  return time < '17:00' ? 'afternoon' : 'evening'
}

const wordsOf = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
