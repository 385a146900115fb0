import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { slackError } from './faults.ts'

/** Where something is said. */
export type Place =
  /** The direct message with one person. */
  | { readonly kind: 'direct'; readonly channel: string; readonly threadTs: string | null }
  /** Others look on. */
  | { readonly kind: 'channel'; readonly channel: string; readonly threadTs: string | null }
  /** Seen by one person alone and not kept by Slack: what `/ask` answers. */
  | { readonly kind: 'private'; readonly channel: string; readonly user: string; readonly respond: RespondFn }

/** Direct messages begin with D; everything else is read by others. */
export const placeOf = (channel: string, threadTs: string | null): Place =>
  channel.startsWith('D') ? { kind: 'direct', channel, threadTs } : { kind: 'channel', channel, threadTs }

/** The name of a conversation, as `conversations.thread` has it. */
export const threadKey = (team: string, channel: string, threadTs: string): string =>
  `slack:${team}:${channel}:${threadTs}`

/** Whether we answered in that thread before. */
export async function isConversation(db: Kysely<Database>, thread: string): Promise<boolean> {
  const row = await db.selectFrom('conversations').select('thread').where('thread', '=', thread).executeTakeFirst()
  return row !== undefined
}

/** Whether people of another organisation read along. A channel that we are not in is not known to be. */
export async function isShared(channel: string, client: WebClient): Promise<boolean> {
  if (channel.startsWith('D')) return false
  try {
    const { channel: found } = await client.conversations.info({ channel })
    return found?.is_ext_shared === true || found?.is_pending_ext_shared === true
  } catch (error) {
    // Without channels:read there is no telling here; events say it themselves.
    const code = slackError(error)
    if (code === 'channel_not_found' || code === 'missing_scope' || code === 'not_in_channel') return false
    throw error
  }
}

export const sharedSentence =
  'People of another organisation read this channel, so I answer nothing here. Ask me in a direct message.'
