import { daysMentioned, type Mentioned } from './days.ts'
import type { Note } from './notes.ts'

/**
 * The day that a changed note speaks of and did not before, where its follow-up stands on a day it speaks of no longer; null
 * where nothing suggests moving it. A follow-up is never moved by itself: its day may have been chosen for reasons of its own.
 */
export function movedTo(
  before: string,
  { body, promised }: Pick<Note, 'body' | 'promised'>,
  today: string,
): Mentioned | null {
  if (promised === null) return null
  const said = daysMentioned(body, today)
  if (said.some(({ on }) => on === promised)) return null
  const earlier = daysMentioned(before, today)
  return said.find(({ on }) => !earlier.some((one) => one.on === on)) ?? null
}
