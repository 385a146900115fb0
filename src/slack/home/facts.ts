import type { Asker } from '../../access/asker.ts'
import type { Day } from '../../db/schema.ts'
import type { ShopSettings } from '../../db/settings.ts'
import type { FollowUps } from '../../digest/follow-ups.ts'
import type { HomeQuality } from '../quality/home.ts'

/** All that one person's Home tab shows, read at one moment with that person's rights. */
export interface HomeFacts {
  readonly asker: Asker
  readonly settings: ShopSettings
  readonly freshness: Freshness
  /** What an administrator has still to do before the shop can work with it; none for everybody else. */
  readonly firstSteps: readonly string[]
  /** Questions that have an answer in this shop today. */
  readonly examples: readonly string[]
  /** Their own; null for somebody who is not on the staff. */
  readonly followUps: FollowUps | null
  /** Of this morning's digest; null where there was none. */
  readonly digest: { readonly open: number; readonly all: number } | null
  /** The built-in segments that a shop watches; none before their history reaches back a month. */
  readonly segmentChanges: readonly SegmentChange[]
  /** How good the data about the customers whom they see is; null before it was first looked at. */
  readonly quality: HomeQuality | null
  readonly segments: readonly HomeSegment[]
  readonly schedules: readonly HomeSchedule[]
  /** The asker's own absences that are not over, earliest first. */
  readonly absences: readonly HomeAbsence[]
  /** What only managers see; null for everybody else. */
  readonly management: Management | null
}

export interface Freshness {
  readonly latestOrder: Day | null
  /** Whether the shop is the invented one. */
  readonly sample: boolean
}

/** How many are in a segment, and how many more or fewer than thirty days before. */
export interface SegmentChange {
  readonly label: string
  /** The day it is counted for: the last that is recorded. */
  readonly day: Day
  readonly customers: number
  readonly change: number
}

export interface HomeSegment {
  /** In plans, and in the buttons. */
  readonly name: string
  readonly label: string
  /** What it means, in words. */
  readonly reading: string
  /** How many customers are in it now, of those whom the asker may see; null where it cannot be told. */
  readonly customers: number | null
  readonly savedBy: string
  /** Whether the asker may rename and delete it. */
  readonly mine: boolean
}

export interface HomeSchedule {
  readonly id: number
  /** What is asked. */
  readonly question: string
  /** “every Monday at 9:00 AM”. */
  readonly when: string
  /** The channel it is posted in; null: sent to its owner. */
  readonly channel: string | null
  /** Whose it is, where it is not the asker's own. */
  readonly owner: string | null
  /** “Nov 23, 2026 at 9:00 AM”; null while it is paused. */
  readonly next: string | null
  /** Why it was paused, when nobody asked for it. */
  readonly trouble: string | null
}

export interface HomeAbsence {
  readonly id: number
  readonly from: Day
  /** The last day away. */
  readonly to: Day
}

export interface Management {
  readonly staff: readonly HomeColleague[]
  readonly changes: readonly HomeChange[]
  /** Pairs of customers that are likely one person. */
  readonly duplicates: number
}

export interface HomeColleague {
  readonly id: number
  readonly name: string
  readonly role: Asker['role']
  readonly store: string | null
  readonly linked: boolean
  readonly active: boolean
  /** The last day of an absence that has begun. */
  readonly awayUntil: Day | null
  /** Whether the asker may change them: their own role or one below it. */
  readonly editable: boolean
}

export interface HomeChange {
  /** “Nov 21, 2026: Dana Whitlock changed …”. */
  readonly text: string
}
