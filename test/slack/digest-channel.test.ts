import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import type { Message } from '../../src/workspace/types.ts'
import { clickEntry, entryOf, posted, promise, showing, tick, told } from './mornings.ts'
import { counter, dana, gil, hank, openStory, type Story, shared, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

const own = (email: string, active: boolean) =>
  story.shop.db
    .selectFrom('staff')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
    .then(({ id }) =>
      story.shop.db
        .insertInto('digest_recipients')
        .values({ staff_id: id, active, when_empty: 'silent', changed_by: 'test' })
        .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ active }))
        .execute(),
    )

const arranged = () =>
  story.shop.db
    .selectFrom('digest_recipients')
    .leftJoin('stores', 'stores.id', 'store_id')
    .select(['digest_recipients.channel', 'active', 'stores.name as store'])
    .where('channel', 'is not', null)
    .execute()

function digest(): Message {
  const [message] = posted(story, counter)
  if (!message) throw new Error('there is no digest in the channel')
  return message
}

test('an associate cannot arrange a channel’s digest, and a shared channel gets none', async () => {
  expect(textOf(await story.ask(hank, 'send the digest here every morning'))).toContain('is for managers')
  const whisper = story.whisper(dana, shared)
  await story.say(dana, `<@${story.workspace.botUserId}> send the digest here every morning`, { channel: shared })
  expect(textOf(await whisper)).toContain('another organisation')
  expect(await arranged()).toEqual([])
})

test('a store that is not there is said, with those there are', async () => {
  expect(textOf(await story.ask(dana, 'send the Springfield digest here'))).toContain('There is no store called')
  expect(await arranged()).toEqual([])
})

test('a manager arranges one store’s digest by its name, its city, or all customers’', async () => {
  expect(textOf(await story.ask(dana, 'post the Oak Street digest here'))).toContain('the customers of Oak Street')
  expect(await arranged()).toEqual([{ channel: counter, active: true, store: 'Oak Street' }])
  await story.ask(dana, 'send the Evanston digest here')
  expect(await arranged()).toEqual([{ channel: counter, active: true, store: 'River Road' }])
  expect(textOf(await story.ask(dana, 'send the digest here every morning'))).toMatch(
    /digest of all customers is posted here on working days at 8:00 AM/,
  )
  expect(await arranged()).toEqual([{ channel: counter, active: true, store: null }])
})

test('it is posted there once, without contact details in what somebody wrote', async () => {
  await own('dana@cast.example', false)
  await own('hank@cast.example', false)
  await promise(story, 'A1', 'dana@cast.example', 'Call 312 555 0142 or write to ana@mail.example')
  await promise(story, 'B1', 'dana@cast.example', 'Ask about the rake')
  await promise(story, 'G1', 'dana@cast.example', 'Ask about the saw')
  await tick(story)
  await tick(story)
  expect(posted(story, counter)).toHaveLength(1)
  const text = textOf(digest())
  expect(text).toContain('Call (number) or write to (e-mail address)')
  expect(text).not.toContain('555')
})

test('how to reach somebody is shown to who asks and may see it, to them alone', async () => {
  const item = await entryOf(story, 'A1')
  const refused = story.whisper(hank)
  await clickEntry(story, hank, digest(), item, 'digest_show_contact')
  expect(textOf(await refused)).toContain('You may not see contact details here.')
  const shown = story.whisper(dana)
  await clickEntry(story, dana, digest(), item, 'digest_show_contact')
  expect(textOf(await shown)).toContain('ana@mail.example')
  expect(textOf(digest())).not.toContain('ana@mail.example')
  const audit = await story.shop.db.selectFrom('audit_log').selectAll().where('action', '=', 'show_contact').execute()
  expect(audit).toMatchObject([{ actor: 'dana@cast.example', subject: 'customer A1' }])
})

test('a slip in a channel is taken back by whoever made it, not by the next one', async () => {
  const item = await entryOf(story, 'G1')
  await clickEntry(story, dana, digest(), item, 'digest_done', 'reached')
  await showing(story, digest(), 'reached by Dana')
  const said = await told(story, hank, () => clickEntry(story, hank, digest(), item, 'digest_undo'))
  expect(said).toMatch(/^Only Dana\b.* or a manager can take that back\.$/)
  await clickEntry(story, dana, digest(), item, 'digest_undo')
  await showing(story, digest(), 'Ask about the saw')
})

test('whoever is first is heard, and the next one is told who it was', async () => {
  const item = await entryOf(story, 'B1')
  const before = digest()
  await clickEntry(story, hank, before, item, 'digest_done', 'reached')
  await showing(story, before, 'reached by Hank Dombrowski')
  // As the next one sees it who has the message of before on the screen.
  const { run_id, closed_at, closed_by } = await story.shop.db
    .selectFrom('digest_items')
    .select(['run_id', 'closed_at', 'closed_by'])
    .where('id', '=', item)
    .executeTakeFirstOrThrow()
  await story.shop.db
    .updateTable('digest_items')
    .set({ state: 'open', closed_at: null, closed_by: null })
    .where('id', '=', item)
    .execute()
  await story.app.redrawDigests([run_id])
  await showing(story, before, 'Ask about the rake')
  await story.shop.db
    .updateTable('digest_items')
    .set({ state: 'done', closed_at, closed_by })
    .where('id', '=', item)
    .execute()
  const said = await told(story, dana, () => clickEntry(story, dana, before, item, 'digest_later', '7'))
  expect(said).toContain('Hank Dombrowski was first: nothing was changed.')
  await showing(story, before, 'reached by Hank Dombrowski')
})

test('an associate of another store changes nothing, and is told why', async () => {
  await changeSettings(story.shop.db, { associate_scope: 'store' }, 'test')
  const item = await entryOf(story, 'A1')
  const said = await told(story, hank, () => clickEntry(story, hank, digest(), item, 'digest_done', 'reached'))
  expect(said).toContain('not one of yours')
  const state = await story.shop.db.selectFrom('digest_items').select('state').where('id', '=', item).executeTakeFirst()
  expect(state?.state).toBe('open')
  const reached = await entryOf(story, 'G1')
  await clickEntry(story, hank, digest(), reached, 'digest_done', 'reached')
  await showing(story, digest(), 'reached by Hank Dombrowski')
})

test('somebody who is no colleague is refused, and sees nobody’s page', async () => {
  const item = await entryOf(story, 'A1')
  const before = story.workspace.state(gil).views.length
  await clickEntry(story, gil, digest(), item, 'digest_page')
  const view = await story.workspace.waitFor('the refusal', () => story.workspace.state(gil).views[before])
  expect(textOf(view)).not.toContain('Ana')
})

test('an entry is not reached through another message', async () => {
  const item = await entryOf(story, 'A1')
  await story.shop.db.updateTable('digest_runs').set({ message_ts: '1.000001' }).execute()
  const said = await told(story, dana, () => clickEntry(story, dana, digest(), item, 'digest_done', 'reached'))
  expect(said).toContain('no longer there')
  await story.shop.db.updateTable('digest_runs').set({ message_ts: digest().ts }).execute()
})

test('it is stopped by saying so, by a manager', async () => {
  expect(textOf(await story.ask(hank, 'stop the digest here'))).toContain('is for managers')
  expect(textOf(await story.ask(dana, 'stop the digest here'))).toContain('No digest is posted here any more.')
  expect(await arranged()).toEqual([{ channel: counter, active: false, store: null }])
  expect(textOf(await story.ask(dana, 'stop the digest here'))).toContain('No digest is posted here.')
})

test('what was posted before can still be dealt with, and shows it', async () => {
  await changeSettings(story.shop.db, { associate_scope: 'all' }, 'test')
  await clickEntry(story, hank, digest(), await entryOf(story, 'A1'), 'digest_done', 'no_answer')
  await showing(story, digest(), 'no answer, tried by Hank Dombrowski')
})

test('a channel that is shared by now gets none', async () => {
  const values = { channel: shared, active: true, when_empty: 'say' as const, changed_by: 'test' }
  await story.shop.db.insertInto('digest_recipients').values(values).execute()
  await tick(story)
  expect(posted(story, shared)).toEqual([])
  const run = await story.shop.db
    .selectFrom('digest_runs')
    .select(['outcome', 'fault'])
    .where('channel', '=', shared)
    .executeTakeFirst()
  expect(run).toEqual({ outcome: 'failed', fault: 'shared channel' })
})

test('in the direct message it is one’s own', async () => {
  expect(textOf(await story.tell(hank, 'stop the digest'))).toContain('You get no digest any more')
  expect(textOf(await story.tell(hank, 'send me the digest every morning'))).toContain('Your digest comes to you')
})
