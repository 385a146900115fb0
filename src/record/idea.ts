import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Day } from '../db/schema.ts'
import type { Field } from './change.ts'

/** A value as it is kept beside a change: what JSON can hold. */
export type State = null | boolean | number | string | readonly State[] | { readonly [name: string]: State }

/** Who changes it, when, and how the shop counts. */
export interface Writing {
  readonly by: Asker
  readonly today: Day
  readonly now: Date
  readonly timeZone: string
  /** Of phone numbers without a country code. */
  readonly country: string
}

/** How a change reads: “Birthday: May 4 → May 5”. */
export interface Line {
  readonly label: string
  /** How it stands; null for nothing on record. */
  readonly before: string | null
  /** How it will stand; null for nothing. */
  readonly after: string | null
  /** Whether either is an e-mail address, a number or a street, which is not shown where others read along. */
  readonly isContact: boolean
}

/** The key and the state after it, where reading them again would not give them. */
export interface Written {
  readonly key?: string
  readonly after?: State
}

/** All of it can be read again. */
export const nothingMore: Written = {}

/** What is done to a record in one change: where it stands, how it reads, how it is written and checked. */
export interface Idea {
  readonly field: Field
  /** Which of several; empty where there is one. */
  readonly key: string
  /** How it stands now, with all that putting it back needs. */
  state(customerId: number, db: Kysely<Database>): Promise<State>
  /** The part of the state that must not have changed since a person saw it; all of it unless given. */
  seen?(state: State): State
  /** Throws a UserError where it cannot be so: a name that is empty, somebody who sent themselves. */
  check(customerId: number, state: State, writing: Writing, db: Kysely<Database>): Promise<void>
  /** What is worth knowing before it is saved, in sentences without contact details. */
  doubts?(customerId: number, state: State, writing: Writing, db: Kysely<Database>): Promise<readonly string[]>
  say(customerId: number, state: State, writing: Writing, db: Kysely<Database>): Promise<Line>
  /** Whether it would leave everything as it is. */
  isDone(state: State, writing: Writing): boolean
  /** Says what only writing it could tell. */
  write(customerId: number, state: State, writing: Writing, db: Kysely<Database>): Promise<Written>
  /** Whether a question could not know the word before. */
  isNewWord?(db: Kysely<Database>): Promise<boolean>
  /** Other customers whose figures depend on it. */
  touches?(state: State): readonly number[]
}

/** Puts a field back as it was. `after` is how the change left it, which it still is. */
export type Restore = (
  customerId: number,
  kept: { readonly key: string; readonly before: State; readonly after: State },
  writing: Writing,
  db: Kysely<Database>,
) => Promise<void>

/**
 * A state in twenty letters, to notice that it is another by now. It can be handed to a form or a draft, which then hold
 * nobody's address. Names may come in any order, as JSON in the database has another.
 */
export const mark = (state: State): string => createHash('sha256').update(canonical(state)).digest('hex').slice(0, 20)

function canonical(state: State): string {
  if (Array.isArray(state)) return `[${state.map(canonical).join(',')}]`
  if (typeof state === 'object' && state !== null) {
    const named = state as { readonly [name: string]: State }
    const names = Object.keys(named).sort()
    return `{${names.map((name) => `${name}:${canonical(named[name] ?? null)}`).join(',')}}`
  }
  return JSON.stringify(state)
}
