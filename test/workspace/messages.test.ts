import { expect, test } from 'vitest'
import { channels, manifest, people, stage, without } from './support.ts'

type Heard = {
  readonly type: string
  readonly text?: string
  readonly subtype?: string
  readonly channel_type?: string
}

test('a mention is heard twice, as mention and as message, and answered in its thread', async () => {
  const heard: Heard[] = []
  await using on = await stage((app) => {
    app.event('app_mention', async ({ event, say }) => {
      heard.push(event)
      await say({ text: 'Forty-two', thread_ts: event.ts })
    })
    app.message(async ({ message }) => void heard.push(message as Heard))
  })
  const { ts } = (await on.does(people.dana, say('@Regulars how many customers?'))) as { readonly ts: string }
  await on.workspace.waitFor('the answer and both events', () => on.said().length === 1 && heard.length === 2)
  expect(heard.map(({ type }) => type).sort()).toEqual(['app_mention', 'message'])
  expect(heard[0]?.text).toBe(`<@${on.workspace.botUserId}> how many customers?`)
  expect(on.workspace.messages(channels.general.id, ts).map(({ text }) => text)).toEqual([
    `<@${on.workspace.botUserId}> how many customers?`,
    'Forty-two',
  ])
})

test.each<[typed: string, passedOn: string]>([
  ['@Noor Haddad has it', '<@U0NOOR> has it'],
  ['@noor has it', '<@U0NOOR> has it'],
  ['@noor’s', '<@U0NOOR>’s'],
  ['@noorish', '@noorish'],
  ['@here look', '<!here> look'],
  ['see #general', 'see <#C0GENERAL|general>'],
  ['#nowhere', '#nowhere'],
  ['ana@example.com', '<mailto:ana@example.com|ana@example.com>'],
  ['https://example.com/a?b=1.', '<https://example.com/a?b=1>.'],
  ['1 < 2 & 3 > 2', '1 &lt; 2 &amp; 3 &gt; 2'],
  ['<@U0NOOR> has it', '<@U0NOOR> has it'],
  ['<@U0NOBODY> has it', '&lt;@U0NOBODY&gt; has it'],
  ['<!channel>', '&lt;!channel&gt;'],
])('“%s” is passed on as “%s”', async (typed, passedOn) => {
  await using on = await stage(() => {})
  await on.does(people.dana, say(typed))
  expect(on.workspace.messages(channels.general.id).map(({ text }) => text)).toEqual([passedOn])
})

test.each<[where: string, channel: string, kind: string | null]>([
  ['a public channel', channels.general.id, 'channel'],
  ['a private channel', channels.back.id, 'group'],
  ['the direct message', 'D0DANA', 'im'],
  ['a channel without the app', channels.quiet.id, null],
])('a message in %s arrives as %s', async (_, channel, kind) => {
  const heard: Heard[] = []
  await using on = await stage((app) => app.message(async ({ message }) => void heard.push(message as Heard)))
  await on.does(people.dana, { kind: 'say', channel, text: 'hello' })
  if (kind) await on.workspace.waitFor('the message', () => heard.length > 0)
  await on.workspace.redeliver()
  expect(heard.map(({ channel_type }) => channel_type)).toEqual(kind ? [kind, kind] : [])
})

test('only events in the manifest come, and only with the scope that they need', async () => {
  const heard: string[] = []
  const listen = (app: Parameters<Parameters<typeof stage>[0]>[0]) => {
    app.event('app_mention', async () => void heard.push('app_mention'))
    app.message(async () => void heard.push('message'))
  }
  await using on = await stage(listen, { manifest: manifest({ scopes: without('channels:history') }) })
  await on.does(people.dana, say('@Regulars hello'))
  await on.workspace.redeliver()
  expect(new Set(heard)).toEqual(new Set(['app_mention']))
})

test('the app’s own messages reach it with its bot_id, and Bolt leaves them out', async () => {
  const texts: (string | undefined)[] = []
  const bots: unknown[] = []
  await using on = await stage((app) => {
    const process = app.processEvent.bind(app)
    app.processEvent = async (event) => {
      bots.push((event.body as { readonly event?: { readonly bot_id?: string } }).event?.bot_id)
      await process(event)
    }
    app.message(async ({ message, say }) => {
      texts.push((message as Heard).text)
      await say('echo')
    })
  })
  await on.does(people.dana, say('one'))
  await on.workspace.waitFor('the echo to come back', () => on.said().length === 1)
  await on.does(people.dana, say('two'))
  await on.workspace.waitFor('the second echo', () => on.said().length === 2)
  await on.workspace.waitFor('its own message', () => bots.some((bot) => bot !== undefined))
  expect(texts).toEqual(['one', 'two'])
})

test('what people write comes as rich text too', async () => {
  const blocks: unknown[] = []
  await using on = await stage((app) =>
    app.event('app_mention', async ({ event }) => void blocks.push(...((event as { blocks?: unknown }).blocks as []))),
  )
  await on.does(people.dana, say('@Regulars is R&D ana@example.com?'))
  await on.workspace.waitFor('the mention', () => blocks[0])
  const elements = [
    { type: 'user', user_id: on.workspace.botUserId },
    { type: 'text', text: ' is R&D ' },
    { type: 'link', url: 'mailto:ana@example.com', text: 'ana@example.com' },
    { type: 'text', text: '?' },
  ]
  expect(blocks).toMatchObject([{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }])
})

test('edits and deletions arrive with what was there before', async () => {
  const heard: Record<string, unknown>[] = []
  await using on = await stage((app) =>
    app.event('message', async ({ event }) => void heard.push(event as unknown as Record<string, unknown>)),
  )
  const { ts } = (await on.does(people.dana, say('top customers'))) as { readonly ts: string }
  await on.does(people.dana, { kind: 'edit', channel: channels.general.id, ts, text: 'top 5 customers' })
  await on.does(people.dana, { kind: 'remove', channel: channels.general.id, ts })
  await on.workspace.waitFor('three events', () => heard.length === 3)
  expect(heard.map(({ subtype }) => subtype)).toEqual([undefined, 'message_changed', 'message_deleted'])
  expect(heard[1]).toMatchObject({ message: { text: 'top 5 customers' }, previous_message: { text: 'top customers' } })
  expect(heard[2]).toMatchObject({ deleted_ts: ts })
  expect(on.workspace.messages(channels.general.id)).toEqual([])
})

test('a deleted message that was answered leaves a stone', async () => {
  await using on = await stage(() => {})
  const { ts } = (await on.does(people.dana, say('who?'))) as { readonly ts: string }
  await on.app.client.chat.postMessage({ channel: channels.general.id, thread_ts: ts, text: 'Ana' })
  await on.does(people.dana, { kind: 'remove', channel: channels.general.id, ts })
  expect(on.workspace.messages(channels.general.id, ts).map(({ text }) => text)).toEqual([
    'This message was deleted.',
    'Ana',
  ])
})

test('nobody edits what another wrote, or reads a channel that they are not in', async () => {
  await using on = await stage(() => {})
  const { ts } = (await on.does(people.dana, say('mine'))) as { readonly ts: string }
  const place = { channel: channels.general.id, ts }
  expect(await on.does(people.noor, { kind: 'edit', ...place, text: 'ours' })).toMatchObject({ ok: false })
  expect(await on.does(people.gus, say('let me in'))).toEqual({ ok: false, error: 'channel_not_found' })
  expect(await on.does(people.lev, say('I left'))).toEqual({ ok: false, error: 'user_not_found' })
  expect(on.workspace.state(people.gus.id).messages).toEqual([])
})

test('opening the app says which tab, and brings the Home that was published', async () => {
  const heard: { readonly tab?: string; readonly view?: object }[] = []
  await using on = await stage((app) =>
    app.event('app_home_opened', async ({ event, client }) => {
      heard.push(event)
      const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'Good morning' } }]
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: blocks as never } })
    }),
  )
  await on.does(people.dana, { kind: 'open', tab: 'home' })
  await on.workspace.waitFor('the Home', () => on.workspace.state(people.dana.id).home)
  await on.does(people.dana, { kind: 'open', tab: 'messages' })
  await on.does(people.dana, { kind: 'open', tab: 'home' })
  await on.workspace.waitFor('all three', () => heard.length === 3)
  expect(heard.map(({ tab, view }) => [tab, view !== undefined])).toEqual([
    ['home', false],
    ['messages', false],
    ['home', true],
  ])
  expect(on.workspace.state(people.noor.id).home).toBeNull()
})

test('/invite adds the app to a channel, and it hears that it joined', async () => {
  const joined: string[] = []
  await using on = await stage((app) =>
    app.event('member_joined_channel', async ({ event }) => void joined.push(`${event.user} ${event.inviter}`)),
  )
  await on.does(people.dana, { kind: 'say', channel: channels.quiet.id, text: '@Regulars hello' })
  expect(on.workspace.state(people.dana.id).notices[0]?.text).toContain('is not in #quiet')
  await on.does(people.dana, { kind: 'slash', channel: channels.quiet.id, command: '/invite', text: '@Regulars' })
  await on.workspace.waitFor('the event', () => joined.length === 1)
  expect(joined).toEqual([`${on.workspace.botUserId} ${people.dana.id}`])
})

function say(text: string) {
  return { kind: 'say', channel: channels.general.id, text } as const
}

test('somebody of another organisation is recognised in what they write and are', async () => {
  const otto = { ...people.noor, id: 'U0OTTO', name: 'Otto Weiss', email: 'otto@supplier.example', foreign: true }
  const shared = { ...channels.suppliers, members: [people.dana.id, otto.id] }
  const bodies: Record<string, unknown>[] = []
  await using on = await stage(
    (app) => app.event('app_mention', async ({ body, event }) => void bodies.push({ ...body, ...event })),
    { people: [people.dana, otto], channels: [shared] },
  )
  await on.does(otto, { kind: 'say', channel: shared.id, text: '@Regulars who buys from you?' })
  await on.workspace.waitFor('the mention', () => bodies[0])
  expect(bodies[0]).toMatchObject({ is_ext_shared_channel: true, team_id: on.workspace.teamId, user_team: 'T0FOREIGN' })
  const { user } = await on.app.client.users.info({ user: otto.id })
  expect(user).toMatchObject({ team_id: 'T0FOREIGN', is_stranger: true })
  const ask = { kind: 'slash', channel: shared.id, command: '/ask', text: 'top customers' } as const
  expect(await on.does(otto, ask)).toEqual({ ok: false, error: 'unknown_command' })
})

test('people answer to the beginning of a thread, and to nothing else', async () => {
  await using on = await stage(() => {})
  const answerTo = (threadTs: string) => on.does(people.noor, { ...say('answer'), threadTs })
  const root = (await on.does(people.dana, say('who?'))) as { readonly ts: string }
  const answer = (await answerTo(root.ts)) as { readonly ts: string }
  expect(await answerTo(answer.ts)).toEqual({ ok: false, error: 'thread_not_found' })
  expect(await answerTo('1795316279.950000')).toEqual({ ok: false, error: 'thread_not_found' })
})

test('without a Messages tab nobody writes to the app, nor it to them', async () => {
  const closed = manifest().replace('"messages_tab_enabled":true', '"messages_tab_enabled":false')
  await using on = await stage(() => {}, { manifest: closed })
  const error = 'messages_tab_disabled'
  expect(await on.does(people.dana, { ...say('hello'), channel: 'D0DANA' })).toEqual({ ok: false, error })
  await expect(on.app.client.chat.postMessage({ channel: 'D0DANA', text: 'hello' })).rejects.toThrow(error)
})
