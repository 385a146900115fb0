import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/types.ts'
import { call, channels, manifest, openTestWorkspace, people, plain, without } from './support.ts'

const CHANNEL = channels.general.id

let workspace: Workspace
let other: Workspace

beforeAll(async () => {
  workspace = await openTestWorkspace()
  other = await openTestWorkspace({ manifest: manifest({ scopes: ['chat:write', 'commands'] }) })
})
afterAll(async () => {
  await workspace[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

async function post(body: object = {}): Promise<string> {
  const { ts } = await call(workspace, 'chat.postMessage', { channel: CHANNEL, text: 'Hello', ...body })
  return String(ts)
}

async function said(text: string): Promise<string> {
  const result = await workspace.act(people.dana.id, { kind: 'say', channel: CHANNEL, text })
  return result.ok ? (result.ts ?? '') : ''
}

describe('refusals', () => {
  test.each<[what: string, method: string, body: object, error: string]>([
    ['a method that is none', 'chat.shout', {}, 'unknown_method'],
    ['a method of every object', 'toString', {}, 'unknown_method'],
    ['no channel', 'chat.postMessage', { text: 'Hello' }, 'invalid_arguments'],
    ['a channel that is none', 'chat.postMessage', { channel: 'C0NONE', text: 'Hello' }, 'channel_not_found'],
    ['a channel without the app', 'chat.postMessage', { channel: channels.quiet.id, text: 'Hello' }, 'not_in_channel'],
    ['a secret channel', 'chat.postMessage', { channel: channels.safe.id, text: 'Hello' }, 'channel_not_found'],
    ['nothing to say', 'chat.postMessage', { channel: CHANNEL, text: ' ' }, 'no_text'],
    ['too much', 'chat.postMessage', { channel: CHANNEL, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      'a thread that is none',
      'chat.postMessage',
      { channel: CHANNEL, text: 'x', thread_ts: '12' },
      'invalid_thread_ts',
    ],
    ['broken metadata', 'chat.postMessage', { channel: CHANNEL, text: 'x', metadata: {} }, 'invalid_metadata_format'],
    [
      'blocks that are no list',
      'chat.postMessage',
      { channel: CHANNEL, text: 'x', blocks: '{}' },
      'invalid_blocks_format',
    ],
    [
      'an unknown block',
      'chat.postMessage',
      { channel: CHANNEL, text: 'x', blocks: [{ type: 'nope' }] },
      'invalid_blocks',
    ],
    [
      'an ephemeral to a stranger',
      'chat.postEphemeral',
      { channel: CHANNEL, user: 'U0GUS', text: 'x' },
      'user_not_in_channel',
    ],
    ['no such message', 'chat.update', { channel: CHANNEL, ts: '1700000000.000000', text: 'x' }, 'message_not_found'],
    ['nobody', 'users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['no such address', 'users.lookupByEmail', { email: 'nobody@example.com' }, 'users_not_found'],
    ['somebody who has left', 'users.lookupByEmail', { email: people.lev.email }, 'users_not_found'],
    ['no such thread', 'conversations.replies', { channel: CHANNEL, ts: '1700000000.000000' }, 'thread_not_found'],
    [
      'a reaction to nothing',
      'reactions.add',
      { channel: CHANNEL, timestamp: '1.000000', name: 'eyes' },
      'message_not_found',
    ],
    ['a trigger that is none', 'views.open', { trigger_id: 'mine', view: modal() }, 'invalid_trigger_id'],
    [
      'a modal without a title',
      'views.open',
      { trigger_id: 'mine', view: { ...modal(), title: undefined } },
      'invalid_arguments',
    ],
    ['a file that was not sent', 'files.completeUploadExternal', { files: [{ id: 'F1' }] }, 'file_not_found'],
    ['an empty file', 'files.getUploadURLExternal', { filename: 'a.csv', length: 0 }, 'invalid_arguments'],
    [
      'five prompts',
      'assistant.threads.setSuggestedPrompts',
      { channel_id: 'D0DANA', prompts: prompts(5) },
      'invalid_arguments',
    ],
  ])('%s: %s %j is %s', async (_, method, body, error) => {
    expect(await call(workspace, method, body)).toMatchObject({ ok: false, error })
  })

  test('a token is needed, the right one, of the right kind', async () => {
    expect(await call(workspace, 'auth.test', {}, null)).toMatchObject({ error: 'not_authed' })
    expect(await call(workspace, 'auth.test', {}, 'xoxb-mine')).toMatchObject({ error: 'invalid_auth' })
    expect(await call(workspace, 'auth.test', {}, workspace.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    })
    expect(await call(workspace, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' })
  })

  test.each<[method: string, body: object, needed: string]>([
    ['users.info', { user: 'U0DANA' }, 'users:read'],
    ['users.lookupByEmail', { email: 'dana@example.com' }, 'users:read.email'],
    ['files.getUploadURLExternal', { filename: 'a.csv', length: 1 }, 'files:write'],
    ['conversations.info', { channel: CHANNEL }, 'channels:read'],
    ['conversations.info', { channel: channels.back.id }, 'groups:read'],
    ['conversations.info', { channel: 'D0DANA' }, 'im:read'],
    ['conversations.history', { channel: CHANNEL }, 'channels:history'],
    ['conversations.replies', { channel: channels.back.id, ts: '1.000000' }, 'groups:history'],
    ['conversations.open', { users: 'U0DANA' }, 'im:write'],
    ['reactions.add', { channel: CHANNEL, timestamp: '1.000000', name: 'eyes' }, 'reactions:write'],
    ['assistant.threads.setTitle', { channel_id: 'D0DANA', thread_ts: '1.000000', title: 'T' }, 'assistant:write'],
  ])('%s of %j needs a scope', async (method, body, needed) => {
    const missing = { ok: false, error: 'missing_scope', needed, provided: 'chat:write,commands' }
    expect(await call(other, method, body)).toEqual(missing)
  })

  test('blocks are refused with the place of each fault', async () => {
    const blocks = [{ type: 'divider' }, { type: 'section', text: plain('x'.repeat(3_001)) }]
    const refusal = await call(workspace, 'chat.postMessage', { channel: CHANNEL, text: 'x', blocks })
    expect(refusal.error).toBe('invalid_blocks')
    expect(JSON.stringify(refusal.response_metadata)).toContain('[json-pointer:/blocks/1/text')
    const checked = await call(workspace, 'blocks.validate', { blocks })
    expect(checked).toMatchObject({
      ok: true,
      valid: false,
      errors: [{ pointer: expect.stringContaining('/blocks/1/') }],
    })
  })
})

describe('messages', () => {
  test('are posted by form as well, with lists as JSON, and keep their options and metadata', async () => {
    const metadata = { event_type: 'regulars_answer', event_payload: { event_id: 'Ev1' } }
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        token: workspace.botToken,
        channel: CHANNEL,
        text: 'Posted by form',
        blocks: JSON.stringify([{ type: 'section', text: plain('Posted by form') }]),
        metadata: JSON.stringify(metadata),
        unfurl_links: 'false',
      }),
    })
    const { ts } = (await response.json()) as { readonly ts: string }
    const message = workspace.messages(CHANNEL).find((one) => one.ts === ts)
    expect(message).toMatchObject({
      metadata,
      options: { unfurl_links: 'false' },
      blocks: [{ block_id: expect.any(String) }],
    })
    const plainThread = await call(workspace, 'conversations.replies', { channel: CHANNEL, ts })
    expect(plainThread.messages).not.toMatchObject([{ metadata }])
    const thread = await call(workspace, 'conversations.replies', { channel: CHANNEL, ts, include_all_metadata: true })
    expect(thread.messages).toMatchObject([{ metadata }])
  })

  test('are changed and deleted by their author alone', async () => {
    const own = await post({ blocks: [{ type: 'divider' }] })
    await call(workspace, 'chat.update', { channel: CHANNEL, ts: own, text: 'Changed' })
    expect(workspace.messages(CHANNEL).find(({ ts }) => ts === own)).toMatchObject({
      text: 'Changed',
      edited: true,
      blocks: [{ type: 'divider' }],
    })
    const hers = await said('mine')
    const change = await call(workspace, 'chat.update', { channel: CHANNEL, ts: hers, text: 'ours' })
    expect(change).toMatchObject({ error: 'cant_update_message' })
    expect(await call(workspace, 'chat.delete', { channel: CHANNEL, ts: hers })).toMatchObject({
      error: 'cant_delete_message',
    })
    expect(await call(workspace, 'chat.delete', { channel: CHANNEL, ts: own })).toMatchObject({ ok: true })
    expect(workspace.messages(CHANNEL).some(({ ts }) => ts === own)).toBe(false)
  })

  test('a thread lists its beginning first, and a channel’s history its latest message without answers', async () => {
    const root = await said('How many?')
    const answers = [await post({ thread_ts: root, text: 'One' }), await post({ thread_ts: root, text: 'Two' })]
    const thread = await call(workspace, 'conversations.replies', { channel: CHANNEL, ts: root })
    expect((thread.messages as { readonly ts: string }[]).map(({ ts }) => ts)).toEqual([root, ...answers])
    expect(thread.messages).toMatchObject([{ reply_count: 2, thread_ts: root }, { parent_user_id: 'U0DANA' }, {}])
    const history = await call(workspace, 'conversations.history', { channel: CHANNEL, limit: 1 })
    expect(history).toMatchObject({ messages: [{ ts: root }], has_more: true })
    const later = await call(workspace, 'conversations.replies', { channel: CHANNEL, ts: root, oldest: answers[0] })
    expect((later.messages as { readonly ts: string }[]).map(({ ts }) => ts)).toEqual([root, answers[1]])
  })

  test('to a person go to their direct message with the app', async () => {
    const posted = await call(workspace, 'chat.postMessage', { channel: people.noor.id, text: 'Good morning' })
    expect(posted.channel).toBe(workspace.directChannel(people.noor.id))
    const opened = await call(workspace, 'conversations.open', { users: people.noor.id })
    expect(opened).toMatchObject({ channel: { id: posted.channel } })
    expect(workspace.state(people.dana.id).messages.some(({ text }) => text === 'Good morning')).toBe(false)
  })

  test('reactions come and go', async () => {
    const timestamp = await said('nice')
    const eyes = { channel: CHANNEL, timestamp, name: 'eyes' }
    const found = () => workspace.messages(CHANNEL).find(({ ts }) => ts === timestamp)?.reactions
    expect(await call(workspace, 'reactions.add', eyes)).toEqual({ ok: true })
    expect(await call(workspace, 'reactions.add', eyes)).toMatchObject({ error: 'already_reacted' })
    expect(found()).toEqual([{ name: 'eyes', users: [workspace.botUserId] }])
    expect(await call(workspace, 'reactions.remove', eyes)).toEqual({ ok: true })
    expect(await call(workspace, 'reactions.remove', eyes)).toMatchObject({ error: 'no_reaction' })
    expect(found()).toEqual([])
  })

  test('only the last 2,000 of a channel are kept', async () => {
    await using busy = await openTestWorkspace()
    for (let nth = 1; nth <= 2_005; nth++)
      await busy.act(people.dana.id, { kind: 'say', channel: CHANNEL, text: `message ${nth}` })
    expect(busy.messages(CHANNEL)).toHaveLength(2_000)
    expect(busy.messages(CHANNEL)[0]?.text).toBe('message 6')
  })
})

describe('streams', () => {
  const begin = async () => {
    const thread_ts = await said('top customers')
    const recipient = { recipient_team_id: workspace.teamId, recipient_user_id: people.dana.id }
    const { ts } = await call(workspace, 'chat.startStream', { channel: CHANNEL, thread_ts, ...recipient })
    return { place: { channel: CHANNEL, ts }, message: () => workspace.messages(CHANNEL).find((one) => one.ts === ts) }
  }
  const task = (status: string) => ({ chunks: [{ type: 'task_update', id: 't1', title: 'Looking', status }] })

  test('are begun, fed and stopped, and take no more after that', async () => {
    const { place, message } = await begin()
    expect(message()?.streaming).toEqual([])
    await call(workspace, 'chat.appendStream', { ...place, ...task('in_progress') })
    expect(message()?.streaming).toEqual([{ id: 't1', title: 'Looking', status: 'in_progress' }])
    const busy = await call(workspace, 'chat.update', { ...place, text: 'x' })
    expect(busy).toMatchObject({ error: 'streaming_state_conflict' })
    expect(await call(workspace, 'chat.delete', place)).toMatchObject({ error: 'cant_delete_message' })
    const last = { markdown_text: 'Ten customers', blocks: [{ type: 'divider' }], ...task('complete') }
    expect(await call(workspace, 'chat.stopStream', { ...place, ...last })).toMatchObject({ ok: true })
    expect(message()).toMatchObject({ text: 'Ten customers', blocks: [{ type: 'divider' }] })
    expect(message()?.streaming).toBeUndefined()
    for (const method of ['chat.appendStream', 'chat.stopStream'])
      expect(await call(workspace, method, { ...place, markdown_text: 'more' })).toMatchObject({
        error: 'message_not_in_streaming_state',
      })
    expect(await call(workspace, 'chat.update', { ...place, text: 'Eleven' })).toMatchObject({ ok: true })
  })

  test('end by themselves when a test says so; an update still works', async () => {
    const { place, message } = await begin()
    workspace.inject('chat.appendStream', { kind: 'error', error: 'message_not_in_streaming_state' })
    const append = { ...place, ...task('complete') }
    for (const _ of [1, 2])
      expect(await call(workspace, 'chat.appendStream', append)).toMatchObject({
        error: 'message_not_in_streaming_state',
      })
    expect(message()?.streaming).toBeUndefined()
    expect(await call(workspace, 'chat.update', { ...place, text: 'Ten' })).toMatchObject({ ok: true })
  })

  test('end by themselves after five minutes, however often they are fed', async () => {
    let minute = 0
    await using slow = await openTestWorkspace({ now: () => new Date(Date.UTC(2026, 10, 20, 9, minute)) })
    const direct = slow.directChannel(people.dana.id)
    const thread_ts = '1795316279.950000'
    const { ts } = await call(slow, 'chat.startStream', { channel: direct, thread_ts })
    minute = 4
    expect(await call(slow, 'chat.appendStream', { channel: direct, ts, markdown_text: 'a' })).toMatchObject({
      ok: true,
    })
    minute = 6
    expect(await call(slow, 'chat.appendStream', { channel: direct, ts, markdown_text: 'b' })).toMatchObject({
      error: 'message_not_in_streaming_state',
    })
    expect(slow.messages(direct).map(({ text }) => text)).toEqual(['a'])
  })

  test('in channels need to know for whom', async () => {
    const thread_ts = await said('top customers')
    expect(await call(workspace, 'chat.startStream', { channel: CHANNEL, thread_ts })).toMatchObject({
      error: 'missing_recipient_team_id',
    })
  })
})

describe('people and channels', () => {
  test('guests, people who left and administrators can be told apart', async () => {
    const seen = async (user: string) => (await call(workspace, 'users.info', { user })).user
    expect(await seen('U0DANA')).toMatchObject({
      is_admin: true,
      is_restricted: false,
      deleted: false,
      tz: 'America/Los_Angeles',
    })
    expect(await seen('U0GUS')).toMatchObject({ is_admin: false, is_restricted: true })
    expect(await seen('U0LEV')).toMatchObject({ deleted: true })
    expect(await seen(workspace.botUserId)).toMatchObject({ is_bot: true })
  })

  test('addresses are shown only with users:read.email', async () => {
    await using shy = await openTestWorkspace({ manifest: manifest({ scopes: without('users:read.email') }) })
    const profile = async (at: Workspace) =>
      ((await call(at, 'users.info', { user: 'U0DANA' })).user as { readonly profile: object }).profile
    expect(await profile(workspace)).toMatchObject({ email: 'dana@example.com' })
    expect(await profile(shy)).not.toHaveProperty('email')
  })

  test('a shared channel says so', async () => {
    const info = await call(workspace, 'conversations.info', { channel: channels.suppliers.id })
    expect(info.channel).toMatchObject({ is_ext_shared: true, is_member: true })
  })

  test('lists come in pages', async () => {
    const first = await call(workspace, 'users.list', { limit: 3 })
    const cursor = (first.response_metadata as { readonly next_cursor: string }).next_cursor
    const second = await call(workspace, 'users.list', { limit: 3, cursor })
    const ids = [first, second].flatMap(({ members }) => (members as { readonly id: string }[]).map(({ id }) => id))
    expect(ids).toEqual(['U0DANA', 'U0NOOR', 'U0GUS', 'U0LEV', workspace.botUserId])
    const names = await call(workspace, 'conversations.list', { types: 'public_channel,private_channel' })
    expect((names.channels as { readonly name: string }[]).map(({ name }) => name)).toEqual([
      ...['general', 'quiet', 'back-office', 'suppliers'],
    ])
  })
})

describe('the app’s direct message', () => {
  test('shows prompts until others are set, and a status until the answer', async () => {
    const channel_id = workspace.directChannel(people.noor.id)
    expect(workspace.state(people.noor.id).prompts).toBeNull()
    await call(workspace, 'assistant.threads.setSuggestedPrompts', { channel_id, title: 'Try', prompts: prompts(2) })
    expect(workspace.state(people.noor.id).prompts).toEqual({ title: 'Try', prompts: prompts(2) })
    const thread_ts = '1795316279.950000'
    await call(workspace, 'assistant.threads.setStatus', { channel_id, thread_ts, status: 'is looking …' })
    const statuses = () => workspace.state(people.noor.id).statuses.map(({ text }) => text)
    expect(statuses()).toEqual(['is looking …'])
    await call(workspace, 'chat.postMessage', { channel: channel_id, thread_ts, text: 'Ten' })
    expect(statuses()).toEqual([])
  })
})

describe('faults', () => {
  test('are met as often as they were asked for, and recorded', async () => {
    await using faulty = await openTestWorkspace()
    faulty.inject('auth.test', { kind: 'error', error: 'internal_error' }, 2)
    const errors = []
    for (const _ of [1, 2, 3]) errors.push((await call(faulty, 'auth.test')).error)
    expect(errors).toEqual(['internal_error', 'internal_error', undefined])
    expect(faulty.calls('auth.test').map(({ response }) => response.ok)).toEqual([false, false, true])
  })

  test.each<[done: boolean, posted: number]>([
    [false, 0],
    [true, 1],
  ])('a status of 500 with done: %s leaves %i messages', async (done, posted) => {
    await using faulty = await openTestWorkspace()
    faulty.inject('chat.postMessage', { kind: 'status', status: 500, done })
    await call(faulty, 'chat.postMessage', { channel: CHANNEL, text: 'Hello' })
    expect(faulty.messages(CHANNEL)).toHaveLength(posted)
  })

  test('one message a second in a channel, where asked; the next is told when to come again', async () => {
    let second = 0
    const now = () => new Date(Date.UTC(2026, 10, 20, 9, 0, second))
    await using strict = await openTestWorkspace({ messageRate: true, now })
    const send = (channel: string) =>
      fetch(`${strict.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${strict.botToken}` },
        body: new URLSearchParams({ channel, text: 'Hello' }),
      })
    expect((await send(CHANNEL)).status).toBe(200)
    const refused = await send(CHANNEL)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await send(channels.back.id)).status).toBe(200)
    second = 1
    expect((await send(CHANNEL)).status).toBe(200)
  })
})

function modal() {
  return { type: 'modal', title: plain('Note'), blocks: [{ type: 'divider' }] }
}

function prompts(count: number) {
  return Array.from({ length: count }, (_, index) => ({ title: `Title ${index}`, message: `Message ${index}` }))
}
