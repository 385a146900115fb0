import type { Selectable } from 'kysely'
import { dayOf } from '../../context.ts'
import type { Database, Day } from '../../db/schema.ts'
import { digestContext } from '../../digest/context.ts'
import { openMorning } from '../../digest/digest.ts'
import { readDigest, writeDown } from '../../digest/make.ts'
import { keyOf, oneRecipient, type Recipient } from '../../digest/recipients.ts'
import { claimAskedFor, type DigestRun, failDigest } from '../../digest/runs.ts'
import { localTime } from '../../local-time.ts'
import type { Bot } from '../bot.ts'
import { deleteMessage, postMessage } from '../post.ts'
import { moveTo } from './bring-back.ts'
import { drawnNow, postDigest, stamped } from './post.ts'

/** What was done about a digest that was asked for. */
export interface AskedFor {
  /** Whether the digest stands in the direct message now. */
  readonly posted: boolean
  readonly sentence: string
}

const leaseMs = 5 * 60_000

/**
 * Today's digest of a colleague who asks for it, in their direct message. Each day has one: asked for before its hour, it
 * does not come again at its hour, and one that is there already moves down to where they look, as it stands now.
 */
export async function digestNow(bot: Bot, staffId: number | null): Promise<AskedFor> {
  const settings = await bot.settings()
  const recipient = staffId === null ? null : await oneRecipient(bot.shop.db, settings, staffId)
  if (recipient === null) return nothing('You are not on the staff list, so there is no digest for you.')
  const day = dayFor(recipient, bot)
  return bot.inOrder(`digest asked for: ${keyOf(recipient.target)}`, async () => {
    const { db, now } = bot.shop
    const run = await claimAskedFor(db, { ...recipient, whenEmpty: 'silent' }, day, now(), leaseMs)
    if (run) await make(run, bot)
    return run ? made(run, bot) : again(recipient, day, bot)
  })
}

const nothing = (sentence: string): AskedFor => ({ posted: false, sentence })
const nobody = nothing('There is nobody for you to contact today. /followups lists what is promised for later.')

/** As for the digest of the morning: the day by the colleague's own clocks, unless today is pinned. */
function dayFor({ timeZone }: Recipient, { shop }: Bot): Day {
  const today = shop.today()
  return today === dayOf(shop.now(), shop.settings.timeZone) ? localTime(shop.now(), timeZone).day : today
}

async function make(run: DigestRun, bot: Bot): Promise<void> {
  const { shop } = bot
  try {
    if (!run.made) {
      const settings = await bot.settings()
      const morning = await openMorning(await digestContext({ ...shop, settings }, run.day))
      await writeDown(shop.db, run, morning, shop.now())
    }
    await postDigest(run, bot)
  } catch (error) {
    await failDigest(shop.db, run, 'asked for, and not made', shop.now())
    throw error
  }
}

async function made(run: DigestRun, { shop: { db } }: Bot): Promise<AskedFor> {
  const written = await readDigest(db, run.id)
  const count = written?.items.length ?? 0
  if (count === 0) return nobody
  return {
    posted: true,
    sentence: `Your digest of today is below: ${count === 1 ? 'one customer' : `${count} customers`}.`,
  }
}

async function again({ target }: Recipient, day: Day, bot: Bot): Promise<AskedFor> {
  const row = await bot.shop.db
    .selectFrom('digest_runs')
    .selectAll()
    .where('day', '=', day)
    .where('recipient', '=', keyOf(target))
    .executeTakeFirst()
  if (!row?.finished_at) return nothing('Your digest of today is being made at this moment.')
  const written = await readDigest(bot.shop.db, row.id)
  if (!written || written.items.length === 0 || row.posted_channel === null || row.message_ts === null) return nobody
  await moveDown(row, { channel: row.posted_channel, ts: row.message_ts }, bot)
  const open = written.items.filter(({ state }) => state === 'open').length
  const all = written.items.length
  const left = open === 0 ? 'all of it is dealt with' : `${open} of ${all} ${open === 1 ? 'is' : 'are'} open`
  return { posted: true, sentence: `Your digest of today is below, as it stands now: ${left}.` }
}

/** Drawn as it stands now where they look, and taken away above: two that can be clicked would contradict each other. */
async function moveDown(
  row: Selectable<Database['digest_runs']>,
  from: { readonly channel: string; readonly ts: string },
  bot: Bot,
): Promise<void> {
  await bot.inOrder(`digest:${row.id}`, async () => {
    const rendering = await drawnNow(row, bot)
    if (rendering === null) return
    await moveTo(
      row.id,
      await postMessage(bot, { channel: from.channel, threadTs: null }, rendering, stamped(row)),
      bot,
    )
    await deleteMessage(bot, from)
  })
}
