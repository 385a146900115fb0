import { sendDigests } from '../../src/jobs/morning.ts'
import type { Message } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { type Story, textOf } from './support.ts'

/** Ten past eight in Chicago on the cast's Monday. */
export const morning = new Date(`${today}T14:10:00Z`)

/** The minute's tick at that moment. */
export const tick = ({ shop, app }: Story, now: Date = morning): Promise<void> =>
  sendDigests({ ...shop, now: () => now, today: () => now.toISOString().slice(0, 10) }, app)

/** Something promised to that customer for today; gives its number. */
export async function promise(
  { shop: { db } }: Story,
  ref: string,
  email: string,
  reason = 'Call about the drill',
): Promise<number> {
  const [customer, staff] = await Promise.all([
    db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirstOrThrow(),
    db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirstOrThrow(),
  ])
  const { id } = await db
    .insertInto('follow_ups')
    .values({ customer_id: customer.id, due_on: today, assigned_to: staff.id, reason })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The digests in a channel or direct message, or the reports of the week, the latest last. */
export const posted = (
  { workspace }: Story,
  channel: string,
  what: 'digest' | 'report' = 'digest',
): readonly Message[] =>
  workspace.messages(channel).filter((message) => {
    const ours = (message.metadata as { event_type?: string } | undefined)?.event_type === 'regulars_digest'
    return ours && textOf(message).startsWith('What the digests brought') === (what === 'report')
  })

/** The number of a customer's entry in the digests of that morning. */
export async function entryOf({ shop: { db } }: Story, ref: string): Promise<number> {
  const { id } = await db
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select('item.id')
    .where('c.ref', '=', ref)
    .orderBy('item.id', 'desc')
    .executeTakeFirstOrThrow()
  return id
}

/** Clicks at an entry: a button, or with `choice` what is chosen of a menu. */
export async function clickEntry(
  story: Story,
  user: string,
  { channel, ts }: Message,
  item: number,
  actionId: string,
  choice?: string,
): Promise<void> {
  const selected_option = { text: { type: 'plain_text', text: choice ?? '' }, value: `${item}:${choice}` }
  await story.act(user, {
    kind: 'click',
    in: { channel, ts },
    blockId: `digest:${item}`,
    actionId,
    ...(choice !== undefined && { chosen: { selected_option } }),
  })
}

/** The message once its text holds that. */
export const showing = (story: Story, message: Message, what: string): Promise<Message> =>
  story.workspace.waitFor(`“${what}” in the message`, () => {
    const now = story.now(message)
    return now && textOf(now).includes(what) && now
  })

/** What the app tells somebody in their direct message when they do that. */
export async function told(story: Story, user: string, work: () => Promise<unknown>): Promise<string> {
  const { workspace } = story
  const direct = () =>
    workspace.messages(workspace.directChannel(user)).filter((message) => message.user === workspace.botUserId)
  const known = direct().length
  await work()
  const message = await workspace.waitFor('a word in the direct message', () => direct()[known])
  return textOf(message)
}
