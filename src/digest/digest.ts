import { daysBetween } from '../ask/days.ts'
import { ensureRules, readRules, type TreatmentRule } from '../treatments/rules.ts'
import { type Channel, candidates } from './candidates.ts'
import type { DigestContext } from './context.ts'
import { filled, type Openings, readOpenings } from './openings.ts'
import { type Ranked, ranked } from './ranking.ts'
import { type Entry, merged } from './reasons.ts'

/** A customer on the list, with the way to reach them and a line to begin with. */
export interface Suggested extends Entry {
  /** The best channel of those they agreed to; null where they agreed to none. */
  readonly channel: Channel | null
  readonly opening: string | null
}

export interface Recipient {
  readonly id: number
  readonly email: string
  readonly name: string
}

/** One colleague's list of a day. The same day and data give the same list. */
export interface Digest {
  readonly day: string
  readonly recipient: Recipient
  readonly entries: readonly Suggested[]
  /** Counted for the measurement, and not named. */
  readonly heldOut: readonly Entry[]
  /** How many more customers there would be. */
  readonly more: number
  /** The day of the latest order, where that is so long ago that the list may be out of date. */
  readonly staleSince: string | null
}

/** candidates → reasons → ranking → digest, for everybody who is in today */
export async function digests(context: DigestContext): Promise<readonly Digest[]> {
  await ensureRules(context.db)
  const rules = await readRules(context.db)
  const found = await candidates(rules, context.settings.digestCustomers * 4, context)
  const entries = merged(found, rules, context)
  const [recipients, staleSince] = await Promise.all([recipientsOn(context), staleness(context)])
  const openings = readOpenings()
  return recipients.map((recipient) => {
    const mine = entries.filter((entry) => entry.recipient === recipient.id)
    return digestOf(recipient, ranked(mine, context.settings.digestCustomers), rules, openings, staleSince, context)
  })
}

function digestOf(
  recipient: Recipient,
  { named, heldOut, more }: Ranked,
  rules: readonly TreatmentRule[],
  openings: Openings,
  staleSince: string | null,
  context: DigestContext,
): Digest {
  const entries = named.map((entry) => suggested(entry, recipient, rules, openings, context))
  return { day: context.today, recipient, entries, heldOut, more, staleSince }
}

/** Somebody who waits is called; a kind word may be written. */
const preferred: readonly (readonly Channel[])[] = [
  ['phone', 'sms', 'email', 'post'],
  ['email', 'sms', 'phone', 'post'],
]

function suggested(
  entry: Entry,
  me: Recipient,
  rules: readonly TreatmentRule[],
  openings: Openings,
  { settings }: DigestContext,
): Suggested {
  const [first] = entry.reasons
  const isPressing = first.class === 'promise' || first.class === 'service' || first.class === 'at_risk'
  const channel = preferred[isPressing ? 0 : 1]?.find((each) => entry.channels.includes(each)) ?? null
  const manner = channel === 'phone' || channel === null ? 'spoken' : 'written'
  const line = rules.find(({ code }) => code === first.rule)?.words[manner] ?? openings.get(first.rule)?.[manner]
  const facts = {
    ...first.facts,
    first: entry.givenName ?? entry.name,
    me: me.name.split(' ')[0],
    shop: settings.name,
  }
  return { ...entry, channel, opening: line === undefined ? null : filled(line, facts) }
}

/** Active colleagues who are not away, by name. */
async function recipientsOn({ db, today }: DigestContext): Promise<readonly Recipient[]> {
  return db
    .selectFrom('staff')
    .select(['id', 'email', 'name'])
    .where('active', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('absences')
            .select('absences.id')
            .whereRef('absences.staff_id', '=', 'staff.id')
            .where('from_day', '<=', today)
            .where('to_day', '>=', today),
        ),
      ),
    )
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** A day without an order is usual; three say that nobody has imported. */
async function staleness({ db, today }: DigestContext): Promise<string | null> {
  const { latest } = await db
    .selectFrom('orders')
    .select(({ fn }) => fn.max('ordered_day').as('latest'))
    .where('ordered_day', '<=', today)
    .executeTakeFirstOrThrow()
  if (latest === null) return null
  return daysBetween(latest, today) > 3 ? latest : null
}
