import type { Day } from '../ask/days.ts'
import { localTime } from '../local-time.ts'
import type { NoteKind } from '../notes/kinds.ts'
import type { Spoken } from '../record/spoken.ts'
import type { Recurrence } from '../schedules/recurrence.ts'

/** Whom a list is taken away for: only those reachable that way are in the file. `all` is everybody. */
export type ExportChannel = 'all' | 'email' | 'sms' | 'phone' | 'post'

/** What a message wants that is no question about the shop. */
export type Wish =
  | { readonly kind: 'save_segment'; readonly name: string | null }
  | { readonly kind: 'list_segments' }
  | { readonly kind: 'rename_segment'; readonly from: string; readonly to: string }
  | { readonly kind: 'delete_segment'; readonly name: string }
  | {
      readonly kind: 'schedule'
      /** The question as typed; null is the thread's last answer. */
      readonly question: string | null
      readonly when: Recurrence
      /** Without one, the usual time was taken, which is worth telling. */
      readonly timeSaid: boolean
      readonly target: 'me' | 'here'
    }
  | { readonly kind: 'list_schedules' }
  | {
      readonly kind: 'pause_schedule' | 'resume_schedule' | 'delete_schedule'
      /** How it was told apart from others (“Monday”, “2”); null for the only one, or the one of this thread. */
      readonly which: string | null
    }
  | { readonly kind: 'export'; readonly channel: ExportChannel }
  | { readonly kind: 'view'; readonly view: 'chart' | 'table' }
  | { readonly kind: 'show_query' }
  | { readonly kind: 'help' }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'thanks' }
  /** Both days are away. */
  | { readonly kind: 'absence'; readonly from: Day; readonly to: Day }
  /** A follow-up of one's own: with whom, when, and about what if that was said. */
  | { readonly kind: 'remind'; readonly who: string; readonly on: Day; readonly what: string | null }
  | { readonly kind: 'list_follow_ups' }
  /** A note to keep: whom it is about and what it says, as typed; what it is of, where that was said. */
  | { readonly kind: 'note'; readonly text: string; readonly noteKind: NoteKind | null }
  /** What the digests of those days brought, both included. */
  | { readonly kind: 'digest_report'; readonly from: Day; readonly to: Day; readonly about: 'all' | 'rules' }
  /** A digest every morning, to its asker or in the channel, of one store by its name or of all customers; or none any more. */
  | {
      readonly kind: 'arrange_digest'
      readonly where: 'me' | 'here'
      readonly active: boolean
      readonly store: string | null
    }
  /** Today's digest of whoever asks, now. */
  | { readonly kind: 'show_digest' }
  /** Something to be kept on a customer's record, once it is confirmed. */
  | { readonly kind: 'record'; readonly who: string; readonly spoken: Spoken }
  | {
      readonly kind: 'new_customer'
      readonly name: string
      readonly email: string | null
      readonly phone: string | null
    }
  /** What its author wrote last is to be taken back: a note, a change of a record, or the later of both. */
  | { readonly kind: 'undo'; readonly what: 'last' | 'note' | 'change' }
  /** How many customers are there twice. */
  | { readonly kind: 'duplicates' }
  /** It is a wish, but something is missing or cannot be done; the sentence says what to say instead. */
  | { readonly kind: 'unclear'; readonly sentence: string }
  /** Becoming administrator with the code that the program printed. */
  | { readonly kind: 'claim'; readonly code: string }

/** What a wish may refer to. */
export interface Situation {
  /** Whether the thread has an answer that “this” can mean. */
  readonly hasAnswer: boolean
  /** The reference of the customer whose page the thread's last answer is: “her birthday is May 5” is about them. */
  readonly customer?: string
  /** The names of the shop's saved segments. */
  readonly segments: readonly string[]
  readonly now: Date
  readonly timeZone: string
  /** The day that counts as today where it is pinned to one; otherwise it is that of `now`. */
  readonly today?: Day
}

/** What “tomorrow” and “last week” are counted from. */
export const todayOf = ({ now, timeZone, today }: Situation): Day => today ?? localTime(now, timeZone).day

/** One kind of wish: reads the message without its courtesy; null when it is something else. */
export type WishReader = (text: string, situation: Situation) => Wish | null

export const unclear = (sentence: string): Wish => ({ kind: 'unclear', sentence })
