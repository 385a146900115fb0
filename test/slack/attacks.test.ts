import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import { incoming } from '../../src/slack/incoming.ts'
import type { AnyBlock, Message } from '../../src/workspace/types.ts'
import { formAfter, openHome, press } from './forms.ts'
import { counter, dana, gil, hank, openStory, type Story, tess, textOf, twoOfOneName } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

/** A message of the app with buttons that nobody was ever offered: as if a click could be forged. */
async function forge(
  channel: string,
  actionId: string,
  value: string,
  threadTs?: string,
): Promise<{ channel: string; ts: string; blocks: readonly AnyBlock[] }> {
  const { workspace } = story
  const blocks = [
    {
      type: 'actions',
      block_id: 'forged',
      elements: [{ type: 'button', action_id: actionId, value, text: { type: 'plain_text', text: 'Press' } }],
    },
  ]
  const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'forged', blocks, ...(threadTs && { thread_ts: threadTs }) }),
  })
  const { ts } = (await response.json()) as { ts: string }
  return { channel, ts, blocks }
}

const idOf = async ({ ts }: Message): Promise<string> => {
  for (;;) {
    const row = await story.shop.db.selectFrom('answers').select('id').where('message_ts', '=', ts).executeTakeFirst()
    if (row) return String(row.id)
    await wait(20)
  }
}

/** Everything that somebody sees. */
const sightOf = (user: string): string => JSON.stringify(story.workspace.state(user))

describe('a click with a made-up value', () => {
  test.for([
    'answer_csv',
    'answer_view:table',
    'answer_page_on:1',
    'answer_show',
    'answer_segment',
    'answer_next_0',
    'more_rows',
    'answer_delete',
    'answer_verdict_right:right',
    'ask_post_here',
  ])('cannot take %s of an answer in somebody else’s direct message', async (what) => {
    const private_ = await story.tell(dana, 'email of Ana')
    expect(textOf(private_)).toContain('ana@mail.example')
    const id = await idOf(private_)
    const [action = '', choice] = what.split(':')
    const forged = await forge(counter, action, choice === undefined ? id : `${id}:${choice}`)
    const before = story.workspace.messages(counter).length
    await story.click(hank, forged as Message, action)
    await wait(250)
    const told = story.workspace.messages(counter).slice(before)
    expect(told.map((message) => textOf(message))).toEqual([
      'This answer is too old for that, or it was deleted. Ask again.',
    ])
    expect(story.now(private_)).toBeDefined()
    expect(story.workspace.state(hank).views).toEqual([])
    expect(await story.shop.db.selectFrom('saved_readings').select('id').execute()).toEqual([])
  })

  test.for([
    '0',
    '-1',
    '99999999999999999999',
    '1;drop table answers',
    '1:1:1',
    '',
    '１',
    'null',
    '1\u0000',
  ])('that is no answer (%j) is said, and nothing breaks', async (value) => {
    for (const action of ['answer_csv', 'answer_view', 'answer_page_on', 'answer_delete', 'ask_post_here']) {
      const forged = await forge(counter, action, value)
      if (forged.ts) await story.click(hank, forged as Message, action)
    }
    await wait(100)
    expect(story.log.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('a page that does not exist shows the last', async () => {
    const reply = await story.ask(hank, 'top customers')
    const forged = await forge(counter, 'answer_page_on', `${await idOf(reply)}:99999`, reply.threadTs)
    await story.click(hank, forged as Message, 'answer_page_on')
    await wait(300)
    expect(story.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

test('what one person alone was shown in a channel is nobody else’s to press', async () => {
  const reply = await story.ask(dana, 'email of Ana')
  const own = story.whisper(dana)
  await story.click(dana, reply, 'answer_show')
  expect(textOf(await own)).toContain('ana@mail.example')
  const copy = await story.shop.db.selectFrom('answers').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  const forged = await forge(counter, 'answer_view', `${copy.id}:table`)
  await story.click(hank, forged as Message, 'answer_view')
  await wait(250)
  expect(sightOf(hank)).not.toContain('ana@mail.example')
  expect(textOf(story.whispers(hank).at(-1) as Message)).toContain('too old')
})

describe('where another organisation reads along', () => {
  const share = (shared: boolean) => {
    const channel = story.workspace.state(dana).channels.find(({ id }) => id === counter)
    Object.assign(channel as object, { shared })
  }

  test('nothing that was asked before is told any more: not by a click, a command, an edit or a saved segment’s button', async () => {
    const reply = await story.ask(dana, 'revenue by month this year')
    const thread = reply.threadTs ?? ''
    const toSave = await story.ask(dana, 'customers in the city of Chicago')
    await story.ask(dana, 'save this as Loop people', toSave.threadTs)
    const question = await story.ask(dana, 'delete the segment Loop people')
    const asked = await story.say(dana, `<@${story.workspace.botUserId}> top 3 customers`)
    const answered = await story.reply(counter, asked)
    share(true)
    try {
      const before = story.workspace.messages(counter, thread).length
      const bodies = () => [textOf(story.now(reply) as Message), textOf(story.now(answered) as Message)]
      const were = bodies()
      await story.click(dana, reply, 'answer_view')
      await story.click(dana, reply, 'answer_csv')
      await story.click(dana, question, 'saved_segment_delete')
      await story.act(dana, {
        kind: 'edit',
        channel: counter,
        ts: asked,
        text: `<@${story.workspace.botUserId}> top 2 customers`,
      })
      await story.act(dana, { kind: 'slash', channel: counter, command: '/ask', text: 'top customers' })
      await wait(600)
      expect(bodies()).toEqual(were)
      expect(story.workspace.messages(counter, thread).length).toBe(before)
      expect(textOf(story.now(question) as Message)).toContain('Delete the segment')
      const told = story.whispers(dana).slice(-3).map(textOf)
      for (const each of told) expect(each).toContain('People of another organisation')
    } finally {
      share(false)
    }
  })
})

describe('rights', () => {
  test('that a setting takes away are gone with the next question, however long the catalogue takes to open', async () => {
    await changeSettings(story.shop.db, { contact_details: 'everyone' }, 'test')
    expect(textOf(await story.tell(hank, 'email of Ana'))).toContain('ana@mail.example')
    await changeSettings(story.shop.db, { contact_details: 'managers' }, 'test')
    expect(textOf(await story.tell(hank, 'email of Ana'))).not.toContain('ana@mail.example')
  })
})

test('a file is there once, also when Slack carries the upload out and says that it failed', async () => {
  const reply = await story.ask(dana, 'top 3 customers')
  story.workspace.inject('files.completeUploadExternal', { kind: 'status', status: 500, done: true })
  await story.click(dana, reply, 'answer_csv')
  const files = () => story.workspace.messages(counter, reply.threadTs ?? '').filter((one) => one.files.length > 0)
  await story.workspace.waitFor('the file', () => files().length > 0)
  await wait(2_500)
  expect(files()).toHaveLength(1)
})

test('a question pressed on the Home tab is answered after a crash, and said once', async () => {
  const { workspace, shop, app } = story
  const body = {
    type: 'block_actions',
    user: { id: dana, team_id: workspace.teamId },
    team: { id: workspace.teamId },
    api_app_id: 'A',
    container: { type: 'view', view_id: 'V1' },
    trigger_id: '1.2.3',
    view: { id: 'V1', type: 'home', state: { values: {} } },
    actions: [
      {
        type: 'button',
        action_id: 'home_ask_0',
        block_id: 'b',
        action_ts: '9',
        value: 'how many customers do we have',
      },
    ],
  }
  const key = `action:V1:home_ask_0:9:${dana}`
  const direct = workspace.directChannel(dana)
  const asked = () => workspace.messages(direct).filter((one) => textOf(one).includes('You asked: how many'))
  for (const attempts of [1, 1]) {
    await shop.db.deleteFrom('event_deduplication').where('event_id', '=', key).execute()
    await shop.db
      .insertInto('event_deduplication')
      .values({ event_id: key, attempts, body: JSON.stringify(body), claimed_until: new Date(Date.now() - 1_000) })
      .execute()
    await app.sweep()
    expect(asked()).toHaveLength(1)
    expect(workspace.messages(direct, asked()[0]?.ts).filter(({ ts }) => ts !== asked()[0]?.ts)).toHaveLength(1)
  }
  expect(incoming(body, workspace.botUserId).again).toBe(true)
})

test.for([
  [tess, 'guests'],
  [gil, 'only the shop’s staff'],
] as const)('%s is turned away wherever they try', async ([user, why]) => {
  const { workspace } = story
  const reply = await story.ask(dana, 'revenue by month this year')
  const list = await story.ask(dana, 'customers in the city of Chicago')
  await story.ask(dana, 'save this as Turned away', list.threadTs)
  const question = await story.ask(dana, 'delete the segment Turned away')
  const saw = sightOf(user).length
  const before = story.whispers(user).length
  const tries: readonly (() => Promise<unknown>)[] = [
    () => story.say(user, `<@${workspace.botUserId}> top customers`),
    () => story.say(user, `<@${workspace.botUserId}> how many`, { thread: reply.threadTs ?? '' }),
    () => story.act(user, { kind: 'slash', channel: counter, command: '/ask', text: 'top customers' }),
    () => story.click(user, reply, 'answer_view'),
    () => story.click(user, reply, 'answer_csv'),
    () => story.click(user, reply, 'answer_delete'),
    () => story.click(user, reply, 'answer_verdict', `${'x'}:wrong`),
    () => story.click(user, list, 'answer_segment'),
    () => story.click(user, question, 'saved_segment_delete'),
    () => story.click(user, question, 'saved_segment_keep'),
  ]
  for (const attempt of tries) await attempt()
  await workspace.waitFor('ten refusals', () => story.whispers(user).length >= before + tries.length)
  for (const told of story.whispers(user).slice(before)) expect(textOf(told)).toContain(why)
  expect(textOf(await story.tell(user, 'top customers'))).toContain(why)
  await story.act(user, { kind: 'open', tab: 'home' })
  const home = await workspace.waitFor('the Home tab', () => workspace.state(user).home)
  expect(textOf(home)).toContain(why)
  for (const action of [
    'settings_change',
    'staff_add',
    'staff_leave',
    'segment_delete',
    'schedule_new',
    'home_ask_0',
  ]) {
    const forged = await forge(counter, action, action === 'settings_change' ? 'rights' : '1')
    await story.click(user, forged as Message, action)
    const view = await workspace.waitFor('the refusal', () => workspace.state(user).views.at(-1))
    expect(textOf(view)).toContain(why)
    await story.act(user, { kind: 'close', view: view.id })
  }
  expect(sightOf(user).slice(saw)).not.toMatch(/\bAna\b.*\$/)
  expect(textOf(story.now(question) as Message)).toContain('Delete the segment')
  const audited = await story.shop.db.selectFrom('audit_log').select('action').where('actor', '=', user).execute()
  expect(new Set(audited.map(({ action }) => action))).toEqual(new Set(['turned_away']))
})

test('an associate who presses what managers have gets nothing of it', async () => {
  for (const [action, value] of [
    ['settings_change', 'rights'],
    ['staff_add', 'staff_add'],
    ['staff_edit', '1'],
    ['staff_leave', '1'],
    ['staff_return', '1'],
    ['absence_end', '1'],
    ['segment_delete', 'turned_away'],
    ['schedule_delete', '1'],
    ['staff_leave', "1'; drop table staff"],
    ['staff_leave', '99999999999999999999'],
    ['absence_end', ''],
  ] as const) {
    const forged = await forge(counter, action, value || '-')
    const before = story.workspace.state(hank).views.length
    await story.click(hank, forged as Message, action)
    const view = await story.workspace.waitFor(
      `the answer to ${action}`,
      () => story.workspace.state(hank).views[before],
    )
    expect.soft(view.submit, `${action} ${value}`).toBeNull()
    await story.act(hank, { kind: 'close', view: view.id })
  }
  const staff = await story.shop.db.selectFrom('staff').select(['email', 'active', 'role']).orderBy('email').execute()
  expect(staff.map(({ active }) => active)).toEqual([true, true])
})

test.for([
  { kind: 'rate_limited', retryAfterSeconds: 1 },
  { kind: 'status', status: 500 },
  { kind: 'error', error: 'invalid_blocks' },
] as const)('/ask is answered also when its address meets %j', async (fault) => {
  story.workspace.inject('response_url', fault)
  const waiting = story.whisper(dana)
  await story.act(dana, { kind: 'slash', channel: counter, command: '/ask', text: 'how many customers do we have' })
  expect(textOf(await waiting)).toMatch(/Number of customers/)
})

test('notes meant for managers go to the manager’s direct message, not into the channel’s file', async () => {
  const reply = await story.ask(dana, 'list all notes')
  expect(textOf(reply)).not.toContain('Owes us money')
  const told = story.whisper(dana)
  await story.click(dana, reply, 'answer_csv')
  expect(textOf(await told)).toContain('direct message')
  const files = story.workspace.messages(counter, reply.threadTs ?? '').flatMap((one) => one.files)
  expect(files.map(({ id }) => story.workspace.fileContent(id)?.toString())).toEqual([])
})

test('of two who choose a reading at once, one gets it and the other is told', async () => {
  await twoOfOneName(story.shop.db)
  const reply = await story.ask(dana, 'orders of Ricci')
  const told = () =>
    [...story.whispers(dana), ...story.whispers(hank)].filter((one) => textOf(one).includes('no longer offered'))
  const before = told().length
  await Promise.all([story.click(dana, reply, 'clarify_0'), story.click(hank, reply, 'clarify_1')])
  await story.workspace.waitFor('the word to the other', () => told().length > before)
  await wait(300)
  expect(told().length).toBe(before + 1)
})

describe('a form with values that it does not offer', () => {
  const chosen = (name: string, value: string) => ({
    [name]: { [name]: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'x' }, value } } },
  })

  test('schedules neither somebody else’s answer nor a post where the asker is not', async () => {
    await story.tell(hank, 'top customers')
    const foreign = await idOf(await story.tell(dana, 'email of Ana'))
    const home = await openHome(story, hank)
    const form = await formAfter(story, hank, () => press(story, hank, home, 'schedule_new'))
    await story.act(hank, { kind: 'submit', view: form.id, values: chosen('answer', foreign) })
    const refused = story.workspace.state(hank).views.at(-1)
    expect(Object.values(refused?.errors ?? {})).toEqual(['Type a question, or choose one of your answers.'])
    const question = { question: { question: { type: 'plain_text_input', value: 'top customers' } } }
    for (const where of ['C0BACK', 'C0SHARED', story.workspace.directChannel(dana), dana, 'C0NOWHERE']) {
      await story.act(hank, { kind: 'submit', view: form.id, values: { ...question, ...chosen('where', where) } })
      const now = story.workspace.state(hank).views.at(-1)
      expect.soft(Object.keys(now?.errors ?? {}), where).toEqual(['where'])
    }
    expect(await story.shop.db.selectFrom('schedules').select('id').execute()).toEqual([])
    await story.act(hank, { kind: 'close', view: form.id })
  })

  test('gives nobody a role that the manager may not give', async () => {
    const staff = await story.shop.db.selectFrom('staff').select(['id', 'email']).execute()
    const id = String(staff.find(({ email }) => email.startsWith('hank'))?.id)
    const home = await openHome(story, dana)
    const form = await formAfter(story, dana, () => press(story, dana, home, 'staff_edit', id))
    for (const role of ['admin', 'manager', 'root', '']) {
      await story.act(dana, { kind: 'submit', view: form.id, values: chosen('role', role) })
      const now = await story.shop.db.selectFrom('staff').select('role').where('id', '=', Number(id)).executeTakeFirst()
      expect.soft(now, role).toEqual({ role: 'associate' })
    }
  })
})

/** Ana is of Oak Street and sent Fay, Gus and Jo of River Road, where Hank works. */
describe('an associate who sees one store', () => {
  beforeAll(async () => {
    await changeSettings(story.shop.db, { associate_scope: 'store' }, 'test')
    const saved = await story.tell(dana, 'customers referred by Ana')
    expect(textOf(await story.tell(dana, 'save this as Friends one', saved.threadTs))).toContain('is saved')
    const filter = {
      kind: 'field',
      field: 'customer.email',
      op: 'is',
      values: ['ana@mail.example'],
      period: null,
      not: false,
    }
    const reading = 'Customers, e-mail ana@mail.example'
    await sql`
      with made as (
        insert into segments (name, label, meaning, kind, owner_id, created_by)
        select 'mail_one', 'Mail one', ${reading}, 'rule', id, email from staff where slack_user_id = ${dana} returning id
      )
      insert into segment_definitions (segment_id, version, definition, changed_by, reading)
      select id, 1, ${JSON.stringify({ kind: 'rule', where: [{ any: [filter] }] })}::jsonb, 'dana@cast.example', ${reading} from made
    `.execute(story.shop.db)
  })
  afterAll(() => changeSettings(story.shop.db, { associate_scope: 'all' }, 'test').then(() => {}))

  test('is not told the names of others by segments that colleagues saved', async () => {
    const direct = story.workspace.directChannel(hank)
    const before = story.workspace.messages(direct).length
    for (const text of [
      'my segments',
      'customers in Friends one',
      'how many customers in Friends one',
      'what is Friends one',
      'what is Mail one',
      'customers in Mail one',
    ])
      expect.soft(textOf(await story.tell(hank, text)), text).not.toMatch(/\bAna\b|ana@mail/)
    await story.act(hank, { kind: 'open', tab: 'home' })
    await story.workspace.waitFor('the Home tab', () => story.workspace.state(hank).home)
    await wait(300)
    expect(textOf(story.workspace.state(hank).home as never)).not.toMatch(/\bAna\b|ana@mail/)
    expect(before).toBeGreaterThanOrEqual(0)
  })

  test('is not told by a name for a segment that there is such a customer', async () => {
    const reply = await story.tell(hank, 'top customers')
    const name = 'Ben Nowhere'
    await sql`update customers set display_name = 'Zelda Quist', search_name = plain_text('Zelda Quist') where ref = 'A1'`.execute(
      story.shop.db,
    )
    const there = textOf(await story.tell(hank, 'save this as Zelda Quist', reply.threadTs))
    const nowhere = textOf(await story.tell(hank, `save this as ${name}`, reply.threadTs))
    await sql`update customers set display_name = 'Ana', search_name = plain_text('ana') where ref = 'A1'`.execute(
      story.shop.db,
    )
    expect(there.replace('Zelda Quist', '')).toBe(nowhere.replace(name, ''))
  })
})

test('contact details in what a segment means stay out of channels', async () => {
  const listed = await story.ask(dana, 'my segments')
  expect(textOf(listed)).toContain('Mail one')
  expect(textOf(listed)).not.toContain('ana@mail.example')
  const asked = await story.ask(dana, 'delete the segment Mail one')
  expect(textOf(asked)).toContain('Delete the segment “Mail one”?')
  expect(textOf(asked)).not.toContain('ana@mail.example')
  const list = await story.ask(dana, 'customers in the city of Chicago')
  const again = await story.ask(dana, 'save this as Mail one', list.threadTs)
  expect(textOf(again)).toContain('There is a segment called “Mail one” already.')
  expect(textOf(again)).not.toContain('ana@mail.example')
  expect(textOf(await story.tell(dana, 'my segments'))).toContain('ana@mail.example')
})

test.for([
  'top 3 customers\u0000',
  'top 3 \ud83d customers',
  '\u0000',
  '\u202etop 3 customers\u202c',
  'top\u200b 3 customers',
])('a question with characters that cannot be kept (%j) is answered all the same', async (text) => {
  expect(textOf(await story.tell(dana, `x${text}`))).not.toContain('Reference')
})
