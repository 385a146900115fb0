import type { State } from '../state.ts'
import { type Refusal, refuse } from './answers.ts'

const POSTS: readonly string[] = ['chat.postMessage', 'chat.postEphemeral', 'chat.startStream']
const EVERY_MS = 1_000

/** One message a second in a channel, where the workspace holds to it; the answer then has status 429. */
export function postedTooFast(state: State, method: string, channel: string | undefined): Refusal | null {
  if (!state.messageRate || !channel || !POSTS.includes(method)) return null
  const now = state.now().getTime()
  if (now - (state.lastPosts.get(channel) ?? 0) < EVERY_MS) return refuse('ratelimited', { retry_after: 1 })
  state.lastPosts.set(channel, now)
  return null
}
