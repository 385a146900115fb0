import type { Asker } from '../../access/asker.ts'
import { maySee } from '../../digest/entry.ts'
import type { Post } from '../../present/blocks/blocks.ts'
import { placeIn, qualityActions, qualityPost, shownCustomers } from '../../present/blocks/quality.ts'
import type { Kind } from '../../quality/kinds.ts'
import { worklist } from '../../quality/worklist.ts'
import { changeRecord } from '../../record/record.ts'
import type { Bot } from '../bot.ts'
import { askFor } from '../home/ask.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick, tell } from '../manage/clicks.ts'
import { always, updateMessage } from '../post.ts'
import { writingBy } from '../record/writing.ts'
import { homeQuality } from './home.ts'

/** The list of customers whose data wants putting right: from the Home tab into the direct message, page by page. */
export function registerQuality(bot: Bot): void {
  onClick(bot, qualityActions.work, async ({ asker, userId, value }) => {
    const { kind, from } = placeIn(value)
    await tell(bot, userId, await listPost(bot, asker, kind, from))
  })
  for (const action of [qualityActions.choose, qualityActions.more])
    onClick(bot, action, async (click) => {
      const { kind, from } = placeIn(click.value)
      await shownAgain(bot, click, kind, from)
    })
  onClick(bot, qualityActions.confirm, (click) => confirmed(bot, click))
  onClick(bot, qualityActions.page, async ({ userId, value, claim }) => {
    if (claim) await askFor(userId, await nameOf(bot, value), claim, bot, { kind: 'customer', customer: value })
  })
}

/** What the question under Messages calls them. */
async function nameOf({ shop: { db } }: Bot, ref: string): Promise<string> {
  const row = await db.selectFrom('customers').select('display_name').where('ref', '=', ref).executeTakeFirst()
  return row?.display_name ?? ref
}

async function listPost(bot: Bot, asker: Asker, kind: Kind | null, from: number): Promise<Post> {
  const [{ today }, { currency, country }] = await Promise.all([bot.asking(), bot.settings()])
  const { db } = bot.shop
  const [found, whole] = await Promise.all([
    worklist(db, today, asker, { kind: kind?.code, most: shownCustomers + 1, from }),
    homeQuality(db, asker, today),
  ])
  const customers = found.slice(0, shownCustomers)
  return qualityPost({
    kind,
    from,
    customers,
    more: found.length > customers.length,
    quality: whole?.quality ?? null,
    currency,
    country,
  })
}

/** In the place of the list that was clicked; somewhere else others might read along. */
async function shownAgain(bot: Bot, { asker, userId, message }: Click, kind: Kind | null, from: number): Promise<void> {
  const post = await listPost(bot, asker, kind, from)
  if (message?.channel.startsWith('D')) await updateMessage(bot, message, always(post))
  else await tell(bot, userId, post)
}

/** Every way to reach them that is on record was found right today. */
async function confirmed(bot: Bot, click: Click): Promise<void> {
  const { asker, value, userId } = click
  const [number = '', ...place] = value.split(':')
  const { kind, from } = placeIn(place.join(':'))
  const customerId = Number(number)
  if (!(await mayChange(bot, asker, customerId)))
    return tell(bot, userId, 'There is no such customer among those you see.')
  const points = await bot.shop.db
    .selectFrom('contact_points')
    .select(['id', 'kind'])
    .where('customer_id', '=', customerId)
    .where('valid', '=', true)
    .orderBy('id')
    .execute()
  const changes = points.map(({ id, kind: of }) => ({ change: { kind: 'verify_contact' as const, of, id } }))
  if (changes.length > 0) await changeRecord(customerId, changes, await writingBy(bot, asker), bot.shop.db)
  await shownAgain(bot, click, kind, from)
  await publishHome(bot, userId)
}

async function mayChange({ shop: { db } }: Bot, asker: Asker, customerId: number): Promise<boolean> {
  if (!Number.isSafeInteger(customerId)) return false
  const row = await db
    .selectFrom('customers')
    .select(['store_id', 'owner_id'])
    .where('id', '=', customerId)
    .where('merged_into_id', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined && maySee(asker, row)
}
