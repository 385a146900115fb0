import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/types.ts'
import { call, channels, openTestWorkspace, people } from './support.ts'

let workspace: Workspace
beforeAll(async () => {
  workspace = await openTestWorkspace()
  for (const text of ['hello', '@Regulars hello'])
    await workspace.act(people.dana.id, { kind: 'say', channel: channels.general.id, text })
})
afterAll(() => workspace[Symbol.asyncDispose]())

const METHODS = [
  ...['auth.test', 'bots.info', 'team.info', 'blocks.validate'],
  ...['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.delete', 'chat.getPermalink'],
  ...['chat.startStream', 'chat.appendStream', 'chat.stopStream'],
  ...['assistant.threads.setStatus', 'assistant.threads.setTitle', 'assistant.threads.setSuggestedPrompts'],
  ...['views.open', 'views.push', 'views.update', 'views.publish'],
  ...['users.info', 'users.list', 'users.lookupByEmail', 'users.conversations'],
  ...['conversations.info', 'conversations.open', 'conversations.list', 'conversations.members'],
  ...['conversations.history', 'conversations.replies'],
  ...['files.getUploadURLExternal', 'files.completeUploadExternal', 'reactions.add', 'reactions.remove'],
]

const NAMES = [
  ...['channel', 'channel_id', 'channels', 'user', 'user_id', 'users', 'ts', 'thread_ts', 'message_ts', 'timestamp'],
  ...['text', 'markdown_text', 'blocks', 'chunks', 'metadata', 'view', 'view_id', 'external_id', 'hash', 'trigger_id'],
  ...['prompts', 'title', 'status', 'name', 'email', 'files', 'filename', 'length', 'limit', 'cursor', 'types'],
  ...['recipient_user_id', 'recipient_team_id', 'message', 'bot', 'oldest', 'latest', 'inclusive'],
]

/** Values that are nearly right, and anything else. */
const value = fc.oneof(
  fc.constantFrom('C0GENERAL', 'D0DANA', 'U0DANA', '1795316279.950000', 'hello', '[]', '[null]', '{', '-1', 'a.csv'),
  fc.constantFrom<unknown>([null], [{}], [{ type: 'actions', elements: [null] }], [{ type: 'blocks' }], {
    type: 'modal',
  }),
  fc.constantFrom<unknown>([{ type: 'task_update', id: 't', status: 'complete', title: 7 }], { event_type: 'x' }),
  fc.jsonValue({ maxDepth: 3 }),
)
const body = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 10 })

test('whatever is sent to whichever method, the answer is Slack’s and not a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...METHODS), body, async (method, args) => {
      const answer = await call(workspace, method, args)
      expect(answer.error).not.toBe('fatal_error')
      expect(typeof answer.ok).toBe('boolean')
    }),
    { numRuns: 600 },
  )
  for (const { id } of [people.dana, people.noor]) expect(workspace.state(id).me.id).toBe(id)
})
