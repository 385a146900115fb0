import type { Day, Days, Grain, ShopCalendar } from '../../days.ts'
import type { StretchName } from '../../named-days.ts'
import type { Period } from '../../period.ts'
import type { Word } from '../word.ts'

/** What reading the time words of a question depends on. */
export interface TimeContext {
  readonly today: Day
  readonly calendar: ShopCalendar
  /** Where the shop is: 10/5 is a day in October in the United States, and asked about elsewhere. */
  readonly country?: string
}

/** A question being read. */
export interface Source extends TimeContext {
  readonly words: readonly Word[]
  /** Every stretch that is named from the word on, never beginning with a preposition; found once. */
  basesAt(at: number): readonly Base[]
  /** The same with ranges and lists of them. */
  stretchesAt(at: number): readonly Joined[]
}

/** What a stretch is called after, for lists and ranges that join stretches of one kind. */
export type BaseKind = 'day' | 'week' | 'month' | 'part' | 'year' | 'holiday' | 'weekday' | 'unit' | 'rolling'

/** One stretch as it is named, before "since" or "to" is applied to it. */
export interface Base {
  readonly end: number
  readonly kind: BaseKind
  readonly period: Period
  /** 1 where the words say just this; less where another reading is as good. */
  readonly score: number
  /** Absolute days whose year comes from today and not from the words. */
  readonly anchored: boolean
  /** What is meant when the thing asked about lies ahead (due dates, birthdays); null when it is the same. */
  readonly ahead: Period | null
  /** For a stretch without a year: its days in any year; null for one that is fixed. */
  readonly floating: Floating | null
  /** The units it is said to be made of ("the last six months"); null when it is one. */
  readonly parts: Grain | null
}

/** A stretch that comes round: a name, or days of a month. */
export interface Floating {
  readonly kind: BaseKind
  readonly name: StretchName | null
  inYear(year: number): Days | null
}

/** What fixes the year of a stretch that comes round. */
export type Spec =
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'within'; readonly period: Period }

export function fixed(kind: BaseKind, period: Period, end: number, score = 1): Base {
  return { end, kind, period, score, anchored: false, ahead: null, floating: null, parts: null }
}

/** A period, or several, made of one stretch or more. */
export interface Joined {
  readonly end: number
  readonly periods: readonly [Period, ...Period[]]
  readonly score: number
  readonly anchored: boolean
  readonly ahead: Period | null
  readonly parts: Grain | null
  /** What both ends of a range name, where they could as well be compared ("from Q3 last year to Q3 this year"). */
  readonly ends: readonly [Period, Period] | null
}
