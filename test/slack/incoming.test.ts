import { expect, test } from 'vitest'
import { incoming } from '../../src/slack/incoming.ts'

const event = (more: Readonly<Record<string, unknown>>) => ({ type: 'event_callback', event_id: 'Ev1', event: more })
const keysOf = (body: unknown) => incoming(body, 'U0BOT').keys

test('a mention and the message that carries it are the same', () => {
  const said = { channel: 'C1', ts: '1.2', user: 'U1', text: '<@U0BOT> top customers' }
  expect(keysOf(event({ type: 'app_mention', ...said }))).toEqual(['message:C1:1.2', 'event:Ev1'])
  expect(keysOf(event({ type: 'message', channel_type: 'channel', ...said }))).toEqual(['message:C1:1.2', 'event:Ev1'])
})

test.each([
  [
    'talk in a channel',
    { type: 'message', channel_type: 'channel', channel: 'C1', ts: '1.2', user: 'U1', text: 'lunch?' },
  ],
  [
    'what another bot says',
    { type: 'message', channel: 'D1', channel_type: 'im', ts: '1.2', user: 'U9', bot_id: 'B9' },
  ],
  [
    'a picture for colleagues',
    { type: 'message', subtype: 'file_share', channel_type: 'channel', channel: 'C1', ts: '1.2', user: 'U1' },
  ],
  [
    'who came',
    { type: 'message', subtype: 'channel_join', channel_type: 'channel', channel: 'C1', ts: '1.2', user: 'U1' },
  ],
  ['what we say', { type: 'message', channel: 'D1', channel_type: 'im', ts: '1.2', user: 'U0BOT' }],
])('%s leaves no trace', (_, said) => {
  expect(keysOf(event(said))).toBeNull()
})

test('what is said in a thread without addressing us may be none of our business', () => {
  const said = { type: 'message', channel_type: 'channel', channel: 'C1', ts: '1.3', thread_ts: '1.2', user: 'U1' }
  const overheard = { channel: 'C1', threadTs: '1.2' }
  expect(incoming(event({ ...said, text: 'how many' }), 'U0BOT')).toMatchObject({ overheard })
  expect(incoming(event({ ...said, text: '<@U0BOT> how many' }), 'U0BOT').overheard).toBeUndefined()
})

test('that we were added to a channel is dealt with once', () => {
  expect(keysOf(event({ type: 'member_joined_channel', user: 'U0BOT', channel: 'C1' }))).toEqual(['event:Ev1'])
})

test('an edited message is another event, and taken up again after a crash', () => {
  const changed = (text: string) =>
    event({ type: 'message', subtype: 'message_changed', channel: 'C1', ts: '1.3', message: { text } })
  expect(incoming(changed('<@U0BOT> top customers'), 'U0BOT')).toEqual({ keys: ['event:Ev1'], again: true })
  expect(incoming(changed('lunch at one'), 'U0BOT')).toEqual({ keys: ['event:Ev1'], again: false })
})

test.each([
  ['answer_next_0', true],
  ['clarify_2', true],
  ['suggest_1', true],
  ['answer_csv', false],
  ['staff_edit', false],
])('a click on %s is done again after a crash: %s', (action_id, again) => {
  const body = {
    type: 'block_actions',
    user: { id: 'U1' },
    container: { message_ts: '5.6' },
    actions: [{ action_id, action_ts: '7.8' }],
  }
  expect(incoming(body, 'U0BOT')).toEqual({ keys: [`action:5.6:${action_id}:7.8:U1`], again })
})

test('forms and commands have keys of their own, and what nobody knows has none', () => {
  expect(keysOf({ type: 'view_submission', view: { id: 'V1', hash: 'h' } })).toEqual(['view:V1:h'])
  expect(keysOf({ command: '/ask', trigger_id: 't' })).toEqual(['command:t'])
  expect(keysOf({ type: 'block_suggestion' })).toBeNull()
  expect(keysOf(undefined)).toBeNull()
})
