import type { Kysely } from 'kysely'
import { askerOfStaff } from '../../access/rights.ts'
import { colleagueBy } from '../../access/staff.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Database, Day } from '../../db/schema.ts'
import { type Item, readDigest, type WrittenDigest } from '../../digest/make.ts'
import { type Reach, reachOf, readableReach } from '../../digest/reach.ts'
import type { Target } from '../../digest/recipients.ts'
import { type DigestRun, finishDigest, giveUpDigest, notInSlack, stampOf } from '../../digest/runs.ts'
import { mayStillUndo } from '../../digest/undo.ts'
import { digestPost, type ShownDigest, type ShownItem } from '../../present/blocks/digest.ts'
import { withoutContactDetails } from '../../present/contact-details.ts'
import { latenessNote } from '../../schedules/recurrence-text.ts'
import type { Bot } from '../bot.ts'
import { slackError } from '../faults.ts'
import { directChannel } from '../files.ts'
import { always, findPosted, type Posted, postMessage, type Rendering, type Stamp, updateMessage } from '../post.ts'

export const stamped = (run: { readonly id: number }): Stamp => ({
  event_type: 'regulars_digest',
  event_payload: { digest: stampOf(run) },
})

/**
 * Posts a digest whose entries are written down, never twice: from the second attempt on its message is looked for first.
 * Without an entry it says so or stays silent, as its recipient wishes.
 */
export async function postDigest(run: DigestRun, bot: Bot): Promise<void> {
  const { db, now } = bot.shop
  const written = await readDigest(db, run.id)
  if (!written) return
  const { target, whenEmpty } = run.recipient
  if (written.items.length === 0 && whenEmpty === 'silent') return finishDigest(db, run, null, now())
  const channel = await channelOf(target, bot)
  if (channel === null) return giveUpDigest(db, run, notInSlack, now())
  if (target.kind === 'channel' && (await bot.isShared(channel))) return giveUpDigest(db, run, 'shared channel', now())
  const to = { channel, threadTs: null }
  const before = run.attempt > 1 ? await findPosted(bot, to, stamped(run), run.dueAt) : null
  const lateness = latenessNote(run.dueAt, now(), run.recipient.timeZone)
  const posted =
    before ?? (await postMessage(bot, to, always(await postOf(written, target, lateness, bot)), stamped(run)))
  await finishDigest(db, run, posted, now())
  // Somebody may have acted on it before it was known where it is.
  if (before && written.items.some(({ state }) => state !== 'open')) await redrawDigest(run.id, bot)
}

/** Null where nothing can be posted: a colleague who never was in this Slack or has left it. */
export async function channelOf(target: Target, bot: Bot): Promise<string | null> {
  if (target.kind === 'channel') return target.channel
  if (target.slackUserId === null) return null
  try {
    return await directChannel(bot, target.slackUserId)
  } catch (error) {
    if (!unreachable.has(slackError(error) ?? '')) throw error
    return null
  }
}

const unreachable = new Set(['user_not_found', 'user_disabled', 'users_not_found', 'cannot_dm_bot', 'user_not_visible'])

/** Who reads a digest: a colleague, or everybody in a channel. */
type Reader =
  | { readonly kind: 'staff'; readonly id: number; readonly name: string }
  | { readonly kind: 'channel'; readonly store: string | null }

async function postOf(written: WrittenDigest, target: Reader, lateness: string | null, bot: Bot) {
  const [{ freshness, rules }, seesContacts] = await Promise.all([bot.asking(), seesContactsOf(target, bot)])
  const open = written.items.filter(({ state }) => state === 'open')
  const onFile = await reachOf(bot.shop.db, seesContacts ? open.map(({ customerId }) => customerId) : [])
  const reach = readableReach(onFile, rules.country)
  const now = bot.shop.now()
  const shown: ShownDigest = {
    greeting: target.kind === 'staff' ? `Good morning, ${target.name.split(' ')[0]}` : (target.store ?? 'Good morning'),
    day: weekdayAnd(written.day),
    items: written.items.map((item) => itemFor(target, item, reach, now)),
    more: written.more,
    staleSince: written.staleSince === null ? null : writeDay(written.staleSince),
    sample: freshness.sample,
    lateness,
  }
  return digestPost(shown)
}

const weekdays = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' })
const weekdayAnd = (day: Day): string => `${weekdays.format(new Date(`${day}T00:00:00Z`))}, ${writeDay(day)}`

/** Whether numbers and addresses may stand in their list; never where others read along. */
async function seesContactsOf(target: Reader, bot: Bot): Promise<boolean> {
  if (target.kind === 'channel') return false
  const [colleague, settings] = await Promise.all([colleagueBy('id', target.id, bot.shop.db), bot.settings()])
  const identified = colleague && askerOfStaff(colleague, settings)
  return identified?.kind === 'asker' && identified.asker.maySeeContactDetails
}

/** In their own list nobody reads who they are. */
function itemFor(target: Reader, item: Item, reach: Reach, now: Date): ShownItem {
  const mayUndo = item.saidAt !== null && mayStillUndo(item.saidAt, now)
  if (target.kind === 'channel')
    return forEverybody({ ...shownItem(item), mayUndo, reach: { kind: item.channel === null ? 'hidden' : 'asked' } })
  const at = item.channel === null ? undefined : reach.get(item.customerId)?.[item.channel]
  return {
    ...shownItem(item.closedBy === target.name ? { ...item, closedBy: null } : item),
    mayUndo,
    reach: at === undefined ? { kind: 'hidden' } : { kind: 'shown', at },
  }
}

const shownItem = (item: Item): Omit<ShownItem, 'reach' | 'mayUndo'> => ({
  id: item.id,
  ref: item.ref,
  name: item.name,
  sentences: item.reasons.map(({ sentence }) => sentence),
  channel: item.channel,
  opening: item.opening,
  state: item.state,
  closed: item.state === 'open' ? null : closedWords(item),
})

/** Everybody in the channel reads it: what somebody wrote down may hold an address or a number. */
const forEverybody = (item: ShownItem): ShownItem => ({
  ...item,
  sentences: item.sentences.map(withoutContactDetails),
  opening: item.opening === null ? null : withoutContactDetails(item.opening),
})

function closedWords({ state, outcome, channel, closedBy, until }: Item): string {
  const by = closedBy === null ? '' : ` by ${closedBy}`
  switch (state) {
    case 'ordered':
      return 'has ordered'
    case 'solved':
      return 'settled'
    case 'snoozed':
      return `again on ${until === null ? 'another day' : writeDay(until)}${by && `, says${by.slice(3)}`}`
    case 'not_relevant':
      return `not relevant${by && `, says${by.slice(3)}`}`
    case 'do_not_contact':
      return `not to be contacted${by && `, says${by.slice(3)}`}`
    case 'done':
      return doneWords(outcome, channel, by)
    case 'open':
      return ''
    default:
      return state satisfies never
  }
}

const sent = { phone: 'message left', sms: 'text sent', email: 'e-mail sent', post: 'letter sent' } as const

/** `by`: “ by Hank Dombrowski”, or nothing. */
function doneWords(outcome: string | null, channel: Item['channel'], by: string): string {
  switch (outcome) {
    case 'reached':
      return `reached${by}`
    case 'left_message':
      return `${sent[channel ?? 'phone']}${by}`
    case 'no_answer':
      return `no answer${by && `, tried${by}`}`
    case 'wrong_number':
      return `${channel === 'email' || channel === 'post' ? 'the address is wrong' : 'wrong number'}${by && `, found${by}`}`
    default:
      return `done${by}`
  }
}

/** Draws the message anew as its entries stand now. One that is gone stays gone. */
export async function redrawDigest(runId: number, bot: Bot): Promise<void> {
  await bot.inOrder(`digest:${runId}`, async () => {
    const { db } = bot.shop
    const row = await db.selectFrom('digest_runs').selectAll().where('id', '=', runId).executeTakeFirst()
    if (!row?.posted_channel || !row.message_ts) return
    const rendering = await drawnNow(row, bot)
    const message: Posted = { channel: row.posted_channel, ts: row.message_ts }
    if (rendering) await updateMessage(bot, message, rendering, stamped(row)).catch(unlessGone)
  })
}

function unlessGone(error: unknown): void {
  if (slackError(error) !== 'message_not_found') throw error
}

/** The digest's message as its entries stand now; null when it is nobody's any more. */
export async function drawnNow(row: RunRow, bot: Bot): Promise<Rendering | null> {
  const { db } = bot.shop
  const [written, reader] = [await readDigest(db, row.id), await readerOf(db, row)]
  return written && reader ? always(await postOf(written, reader, null, bot)) : null
}

interface RunRow {
  readonly id: number
  readonly staff_id: number | null
  readonly channel: string | null
}

/** Also of somebody who wants none any more: what stands there can still be clicked. */
async function readerOf(db: Kysely<Database>, { staff_id, channel }: RunRow): Promise<Reader | undefined> {
  if (staff_id !== null) {
    const colleague = await db.selectFrom('staff').select(['id', 'name']).where('id', '=', staff_id).executeTakeFirst()
    return colleague && { kind: 'staff', ...colleague }
  }
  const place = await db
    .selectFrom('digest_recipients as wish')
    .leftJoin('stores', 'stores.id', 'wish.store_id')
    .select('stores.name as store')
    .where('wish.channel', '=', channel)
    .executeTakeFirst()
  return { kind: 'channel', store: place?.store ?? null }
}

export async function redrawDigests(runIds: readonly number[], bot: Bot): Promise<void> {
  for (const id of runIds)
    await redrawDigest(id, bot).catch((error: unknown) =>
      bot.log.warn('a digest was not drawn anew', { digest: id, error }),
    )
}
