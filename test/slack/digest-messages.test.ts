import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import { sendDigests } from '../../src/jobs/morning.ts'
import type { Message } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { counter, dana, hank, openStory, type Story, shared, textOf } from './support.ts'

let story: Story | undefined
afterEach(async () => {
  await story?.[Symbol.asyncDispose]()
  story = undefined
})

/** A morning that lasts all day; Ana was promised something by Dana, Eli by Hank. */
async function openMorning(prepare: (story: Story) => Promise<void> = async () => {}): Promise<Story> {
  const opened = await openStory()
  story = opened
  const allDay = { digest_time: '00:00', digest_until: '23:59', working_days: '1,2,3,4,5,6,7', time_zone: 'UTC' }
  await changeSettings(opened.database.db, { ...allDay, holdout_percent: 0 }, 'test')
  await promise(opened, 'A1', 'dana', 'Call about <!channel> *the* <https://evil.example|garden>')
  await promise(opened, 'E1', 'hank', 'Bring the grinder back')
  await prepare(opened)
  await sendDigests(opened.shop, opened.app)
  return opened
}

const promise = ({ database }: Story, ref: string, staff: string, reason: string) =>
  sql`
    insert into follow_ups (customer_id, due_on, assigned_to, reason)
    select id, ${today}::date, (select id from staff where email = ${`${staff}@cast.example`}), ${reason}
    from customers where ref = ${ref}
  `.execute(database.db)

const channelRow = (opened: Story, channel: string) =>
  opened.database.db
    .insertInto('digest_recipients')
    .values({ channel, when_empty: 'say', changed_by: 'test' })
    .execute()

const digestsIn = ({ workspace }: Story, channel: string): readonly Message[] =>
  workspace.messages(channel).filter(({ blocks }) => /for today|nobody to contact/.test(JSON.stringify(blocks)))

function digestOf(opened: Story, user: string): Message {
  const [message] = digestsIn(opened, opened.workspace.directChannel(user))
  if (!message) throw new Error('there is no digest')
  return message
}

const itemOf = ({ database }: Story, ref: string) =>
  database.db
    .selectFrom('digest_items as item')
    .innerJoin('customers as c', 'c.id', 'item.customer_id')
    .select(['item.id', 'item.run_id', 'item.state'])
    .where('c.ref', '=', ref)
    .executeTakeFirstOrThrow()

test('words of people are words: no mention, no link, no bold', async () => {
  const opened = await openMorning()
  const [danas, hanks] = [digestOf(opened, dana), digestOf(opened, hank)]
  expect(textOf(danas)).toContain('Promised for today: “Call about <!channel> *the* <https://evil.example|garden>”')
  expect(danas.text).not.toContain('<!channel>')
  expect(textOf(danas)).not.toContain('Bring the grinder back')
  expect(textOf(hanks)).toContain('Promised for today: “Bring the grinder back”')
  expect(textOf(hanks)).toContain('Call: they agreed to calls.')
  expect(JSON.stringify([danas.blocks, hanks.blocks])).not.toContain('mrkdwn')
})

test('a click on an entry that belongs to another digest changes nothing', async () => {
  const opened = await openMorning()
  const [ana, eli] = [await itemOf(opened, 'A1'), await itemOf(opened, 'E1')]
  const message = digestOf(opened, hank)
  // Hank's button carries the number of an entry that is Dana's.
  await opened.database.db.updateTable('digest_items').set({ run_id: ana.run_id }).where('id', '=', eli.id).execute()
  await opened.click(hank, message, 'digest_done', 'reached')
  await opened.workspace.waitFor('a word', () =>
    opened.workspace
      .messages(opened.workspace.directChannel(hank))
      .some((each) => textOf(each).includes('no longer there')),
  )
  expect((await itemOf(opened, 'E1')).state).toBe('open')
})

test('a channel that another organisation reads is sent none', async () => {
  const opened = await openMorning(async (story) => void (await channelRow(story, shared)))
  expect(digestsIn(opened, shared)).toEqual([])
  const runs = opened.database.db.selectFrom('digest_runs').select(['outcome', 'fault']).where('channel', '=', shared)
  expect(await runs.execute()).toEqual([{ outcome: 'failed', fault: 'shared channel' }])
})

test('a channel with nobody to contact says so where that was wished', async () => {
  const opened = await openMorning(async (story) => {
    const { db } = story.database
    await sql`
      insert into treatment_rules (code, label, trigger, changed_by, active)
      select unnest(array['open_service_case', 'special_day', 'second_purchase_window', 'lapsing_top_customer', 'never_contacted_top']), 'off',
        unnest(array['open_service_case', 'special_day', 'second_purchase_window', 'lapsing_top_customer', 'never_contacted_top']), 'test', false
    `.execute(db)
    await channelRow(story, counter)
  })
  expect(digestsIn(opened, counter).map(textOf).join()).toContain('nobody to contact today')
})

test('three hundred promises on one day are a message that Slack takes, which says how many are not in it', async () => {
  const opened = await openMorning(async ({ database }) => {
    await sql`
      insert into customers (ref, system, display_name, search_name, created_day, owner_id)
      select 'M' || n, 'test', 'Many ' || n, 'many', '2024-01-01', (select id from staff where email = 'hank@cast.example')
      from generate_series(1, 300) n
    `.execute(database.db)
    await sql`
      insert into follow_ups (customer_id, due_on, reason)
      select id, ${today}::date, repeat('Call about the garden. ', 60) from customers where ref like 'M%'
    `.execute(database.db)
    await sql`
      insert into customer_summaries select * from customer_summaries_of('infinity', array(select id from customers where ref like 'M%'))
    `.execute(database.db)
  })
  const message = digestOf(opened, hank)
  expect(message.blocks.length).toBeLessThanOrEqual(50)
  expect(message.blocks.length).toBeGreaterThan(20)
  expect(textOf(message)).toMatch(/28\d more promises and cases come up here as these are dealt with/)
})

test('what cannot be sent to somebody who has left Slack is not kept on their list', async () => {
  const opened = await openMorning(
    async ({ workspace }) => void workspace.inject('conversations.open', { kind: 'error', error: 'user_disabled' }, 1),
  )
  const { db } = opened.database
  const failed = await db.selectFrom('digest_runs').select(['id', 'fault']).where('outcome', '=', 'failed').execute()
  expect(failed.map(({ fault }) => fault)).toEqual(['not in this Slack'])
  expect(
    await db
      .selectFrom('digest_items')
      .select('id')
      .where('run_id', '=', failed[0]?.id ?? 0)
      .execute(),
  ).toEqual([])
})
