import { daysBetween } from '../ask/days.ts'
import type { Day } from '../db/schema.ts'
import { ensureRules, readRules, type TreatmentRule } from '../treatments/rules.ts'
import { type Channel, candidates } from './candidates.ts'
import type { DigestContext } from './context.ts'
import { filled, type Openings, openingFor, readOpenings } from './openings.ts'
import { ranked } from './ranking.ts'
import { type Entry, merged } from './reasons.ts'
import type { Target } from './recipients.ts'

/** A customer on the list, with the way to reach them and a line to begin with. */
export interface Suggested extends Entry {
  /** The best channel of those they agreed to; null where they agreed to none. */
  readonly channel: Channel | null
  readonly opening: string | null
}

/** One recipient's list of a day. The same day and data give the same list. */
export interface Digest {
  readonly day: Day
  readonly target: Target
  readonly entries: readonly Suggested[]
  /** Counted for the measurement, and not named. */
  readonly heldOut: readonly Entry[]
  /** How many more customers there would be. */
  readonly more: number
  /** The day of the latest order, where that is so long ago that the list may be out of date. */
  readonly staleSince: Day | null
}

/** All that the day's lists are cut from. */
export interface Morning {
  readonly context: DigestContext
  readonly rules: readonly TreatmentRule[]
  readonly entries: readonly Entry[]
  readonly openings: Openings
  readonly staleSince: Day | null
}

/** candidates → reasons: everybody worth contacting that day */
export async function openMorning(context: DigestContext): Promise<Morning> {
  await ensureRules(context.db)
  const rules = await readRules(context.db)
  const [found, staleSince] = await Promise.all([
    candidates(rules, context.settings.digestCustomers * 4, context),
    staleness(context),
  ])
  return { context, rules, entries: merged(found, rules, context), openings: readOpenings(), staleSince }
}

/** → ranking → digest: one recipient's list, without those already named that day */
export function digestFor(target: Target, morning: Morning, named: ReadonlySet<number> = new Set()): Digest {
  const { context, entries, staleSince } = morning
  const theirs = entries.filter((entry) => !named.has(entry.customerId) && isFor(target, entry))
  const { named: list, heldOut, more } = ranked(theirs, context.settings.digestCustomers)
  return {
    day: context.today,
    target,
    entries: list.map((entry) => suggested(entry, target, morning)),
    heldOut,
    more,
    staleSince,
  }
}

const isFor = (target: Target, entry: Entry): boolean =>
  target.kind === 'staff' ? entry.recipient === target.id : target.storeId === null || entry.storeId === target.storeId

/** Somebody who waits is called; a kind word may be written. */
const calledFirst: readonly Channel[] = ['phone', 'sms', 'email', 'post']
const writtenFirst: readonly Channel[] = ['email', 'sms', 'phone', 'post']

function suggested(entry: Entry, target: Target, { rules, openings, context }: Morning): Suggested {
  const [first] = entry.reasons
  const isPressing = first.class === 'promise' || first.class === 'service' || first.class === 'at_risk'
  const channel = (isPressing ? calledFirst : writtenFirst).find((each) => entry.channels.includes(each)) ?? null
  // Who agreed to no channel is not called: nothing is said until they come in.
  if (channel === null) return { ...entry, channel, opening: null }
  const manner = channel === 'phone' ? 'spoken' : 'written'
  const own = rules.find(({ code }) => code === first.rule)?.words[manner]
  const facts = {
    ...first.facts,
    first: entry.givenName ?? entry.name,
    me: target.kind === 'staff' ? target.name.split(' ')[0] : undefined,
    shop: context.settings.name,
  }
  const opening = own === undefined ? openingFor(first.rule, manner, facts, openings) : filled(own, facts)
  return { ...entry, channel, opening }
}

/** A day without an order is usual; four say that nobody has imported. */
async function staleness({ db, today }: DigestContext): Promise<Day | null> {
  const { latest } = await db
    .selectFrom('orders')
    .select(({ fn }) => fn.max('ordered_day').as('latest'))
    .where('ordered_day', '<=', today)
    .executeTakeFirstOrThrow()
  return latest !== null && daysBetween(latest, today) > 3 ? latest : null
}
