import { type Kysely, sql } from 'kysely'
import { isDay } from '../ask/days.ts'
import { writeDay } from '../ask/period-text.ts'
import { dayOf } from '../context.ts'
import type { Database, Day } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { ConsentChannel, Of } from './change.ts'
import { type Idea, nothingMore, type Restore, type State, type Writing } from './idea.ts'

/** What is on record: when it was said and how; nothing is no record, which counts as no. */
type Given = { readonly state: 'yes' | 'no'; readonly on: Day | null; readonly how: string } | null

const names = { email: 'E-mail', sms: 'Text messages', phone: 'Phone calls', post: 'Post' } as const
/** What a yes is worth nothing without. */
const needed = { email: 'email', sms: 'phone', phone: 'phone', post: 'address' } as const
const missing = { email: 'e-mail address', phone: 'phone number', address: 'postal address' } as const

/** “E-mail”, “Text messages”… */
export const channelName = (channel: ConsentChannel): string => names[channel]

/**
 * A yes or a no for one channel, with the day and the evidence. It is added, never changed: what was said before stays on
 * record, and saying the same again is a fact of its own.
 */
export function consentIdea(change: Of<'consent'>, timeZone: string): Idea {
  const { channel, state: wanted, on } = change
  const how = change.how.trim()
  return {
    field: 'consent',
    key: channel,
    state: (customerId, db) => readConsent(customerId, channel, timeZone, db),
    seen: (state) => (state as Given)?.state ?? null,
    check: async (_, __, { today }) => {
      if (how === '') throw new UserError('Say how you know: “at the counter”, “by phone”, “in writing”.')
      if (how.length > 200) throw new UserError('The evidence may have 200 characters.')
      if (!isDay(on) || on > today) throw new UserError('Choose the day on which it was said: today or before.')
    },
    doubts: (customerId, _, __, db) => doubtsOf(customerId, channel, wanted, db),
    isDone: (state) => {
      const now = state as Given
      return now !== null && now.state === wanted && now.on === on && now.how === how
    },
    say: async (_, state) => ({
      label: `Consent to ${names[channel].toLowerCase()}`,
      before: textOf(state as Given),
      after: `${wanted} (${how}, ${writeDay(on)})`,
      isContact: false,
    }),
    write: async (customerId, _, writing, db) => {
      await add(customerId, channel, { state: wanted, on, how }, writing, db)
      return nothingMore
    },
  }
}

const textOf = (given: Given): string =>
  given === null
    ? 'nothing on record, which counts as no'
    : `${given.state} (${[evidence(given.how), given.on && writeDay(given.on)].filter(Boolean).join(', ')})`

/** The names of an import's files say nothing to somebody who wants to know what a customer agreed to. */
const evidence = (how: string): string => (how.startsWith('import ') ? 'from a file' : how)

async function readConsent(
  customerId: number,
  channel: ConsentChannel,
  timeZone: string,
  db: Kysely<Database>,
): Promise<State> {
  const row = await db
    .selectFrom('consents')
    .select(['state', 'source as how'])
    .select(sql<Day | null>`to_char(captured_at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('on'))
    .where('customer_id', '=', customerId)
    .where('channel', '=', channel)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { state: row.state, on: row.on, how: row.how } : null
}

async function add(
  customerId: number,
  channel: ConsentChannel,
  { state, on, how }: { readonly state: 'yes' | 'no'; readonly on: Day; readonly how: string },
  { by, now, timeZone }: Writing,
  db: Kysely<Database>,
): Promise<void> {
  await db
    .insertInto('consents')
    .values({
      ...{ customer_id: customerId, channel, state, source: how, recorded_by: by.who, recorded_at: now },
      captured_at: momentOn(on, now, timeZone),
    })
    .execute()
}

/** Now where the day is today's; of another day its noon, which is of that day nearly everywhere. */
export const momentOn = (day: Day, now: Date, timeZone: string): Date =>
  dayOf(now, timeZone) === day ? now : new Date(`${day}T12:00:00Z`)

async function doubtsOf(
  customerId: number,
  channel: ConsentChannel,
  state: 'yes' | 'no',
  db: Kysely<Database>,
): Promise<readonly string[]> {
  if (state === 'no') return []
  const kind = needed[channel]
  const customer = await db
    .selectFrom('customers')
    .select('do_not_contact')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('contact_points as p')
          .select('p.id')
          .where('p.customer_id', '=', customerId)
          .where('p.kind', '=', kind)
          .where('p.valid', '=', true),
      ).as('reachable'),
    )
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return [
    ...(customer.do_not_contact ? ['They asked never to be contacted; that still holds before any consent.'] : []),
    ...(customer.reachable ? [] : [`There is no valid ${missing[kind]} on record yet.`]),
  ]
}

/**
 * Consent is only ever added to, so taking one back adds what held before. Where nothing was on record, that is a no:
 * a mistaken yes must not leave anything that could be read as one.
 */
export const restoreConsent: Restore = async (customerId, { key, before, after }, writing, db) => {
  const [held, mistaken] = [before as Given, after as Given]
  const state = held?.state ?? 'no'
  const how = `taken back: “${mistaken?.how ?? ''}”${held ? `; before: ${held.how}` : ''}`
  await add(customerId, key as ConsentChannel, { state, on: held?.on ?? writing.today, how }, writing, db)
}
