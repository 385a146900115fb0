import type { Spoken } from '../record/spoken.ts'
import { personIn } from './record-who.ts'
import type { Situation, Wish } from './wish.ts'

/** Reads one kind of change of a customer's record; null when the sentence is something else. */
export type RecordReader = (text: string, situation: Situation) => Wish | null

/** The wish about that person; null where the words name nobody. */
export function about(who: string | undefined, wish: (name: string) => Wish): Wish | null {
  const name = personIn(who)
  return name === null ? null : wish(name)
}

/** What was said of that person; null where the words name nobody. */
export const saidOf = (who: string | undefined, spoken: Spoken): Wish | null =>
  about(who, (name) => ({ kind: 'record', who: name, spoken }))

/** The named groups of the first pattern that fits and names somebody. */
export function firstFit(
  patterns: readonly RegExp[],
  text: string,
): Readonly<Record<string, string | undefined>> | null {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups
    if (groups && personIn(groups.who) !== null) return groups
  }
  return null
}

/** What surrounds words that somebody quoted. */
export const unquoted = (said: string): string => said.replace(/^[\s"'`*_:,-]+|[\s"'`*_,;.!]+$/g, '').trim()
