import { z } from 'zod'
import { mentions } from './words.ts'

/** What Slack sent, as far as it tells one delivery from another. */
export interface Incoming {
  /** What makes it the same when it comes again; the first is the claim's. Null: done over without harm. */
  readonly keys: readonly [string, ...string[]] | null
  /** Whether it is taken up again after a crash, so that nobody is left without an answer. */
  readonly again: boolean
  /** A thread in which it was said without addressing us: of interest only if we answered there before. */
  readonly overheard?: { readonly channel: string; readonly threadTs: string }
}

const free: Incoming = { keys: null, again: false }

const eventBody = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.looseObject({
    type: z.string(),
    subtype: z.string().optional(),
    channel: z.unknown().optional(),
    channel_type: z.string().optional(),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    text: z.string().optional(),
    user: z.unknown().optional(),
    bot_id: z.string().optional(),
  }),
})

type EventBody = z.infer<typeof eventBody>

const action = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  container: z.looseObject({ message_ts: z.string().optional(), view_id: z.string().optional() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string() })).min(1),
})

const view = z.object({ type: z.literal('view_submission'), view: z.object({ id: z.string(), hash: z.string() }) })
const shortcut = z.object({
  type: z.enum(['shortcut', 'message_action']),
  callback_id: z.string(),
  trigger_id: z.string(),
})
const command = z.object({ command: z.string(), trigger_id: z.string() })

/** Clicks that post an answer; other clicks are done again by who clicked. */
const answering = /^((answer_next|answer_relax|clarify|suggest|home_ask)_\d+|ask_post_here|segment_show)$/

/** Looks at what Slack sent, whatever it is. */
export function incoming(body: unknown, botUserId: string): Incoming {
  const asEvent = eventBody.safeParse(body)
  if (asEvent.success) return incomingEvent(asEvent.data, botUserId)
  const asAction = action.safeParse(body)
  if (asAction.success) return incomingAction(asAction.data)
  const asView = view.safeParse(body)
  if (asView.success) return { keys: [`view:${asView.data.view.id}:${asView.data.view.hash}`], again: false }
  const asShortcut = shortcut.safeParse(body)
  if (asShortcut.success) return { keys: [`shortcut:${asShortcut.data.trigger_id}`], again: false }
  const asCommand = command.safeParse(body)
  if (asCommand.success)
    return { keys: [`command:${asCommand.data.trigger_id}`], again: asCommand.data.command === '/ask' }
  return free
}

/** A mention comes twice, as `app_mention` and as `message`, with different ids but one channel and time. */
function incomingEvent({ event_id, event }: EventBody, botUserId: string): Incoming {
  if (event.bot_id !== undefined) return free
  if (event.user === botUserId && event.type !== 'member_joined_channel') return free
  const key = `event:${event_id}`
  if (event.type === 'message' && isTalk(event, botUserId)) return free
  const asks = event.type === 'app_mention' || (event.type === 'message' && saidByPerson(event.subtype))
  if (asks && typeof event.channel === 'string' && event.ts)
    return {
      keys: [messageKey(event.channel, event.ts), key],
      again: true,
      ...overheard(event, event.channel, botUserId),
    }
  if (event.type !== 'message') return { keys: [key], again: false }
  const edits = event.subtype === 'message_changed' || event.subtype === 'message_deleted'
  return edits ? { keys: [key], again: concernsUs(event, botUserId) } : free
}

/** What colleagues say to each other in a channel is none of our business: not even that it was said is kept. */
const isTalk = (said: EventBody['event'], botUserId: string): boolean =>
  said.channel_type !== 'im' &&
  saidByPerson(said.subtype) &&
  said.thread_ts === undefined &&
  !mentions(said.text ?? '', botUserId)

/** An edit is kept for the case of a crash only where we were spoken to. */
const concernsUs = ({ channel_type, message, previous_message }: EventBody['event'], botUserId: string): boolean =>
  channel_type === 'im' || mentions(JSON.stringify([message, previous_message]), botUserId)

function overheard(
  { type, channel_type, thread_ts, text }: EventBody['event'],
  channel: string,
  botUserId: string,
): Pick<Incoming, 'overheard'> {
  const addressed = type !== 'message' || channel_type === 'im' || mentions(text ?? '', botUserId)
  return addressed || thread_ts === undefined ? {} : { overheard: { channel, threadTs: thread_ts } }
}

/** The key of a message that asks, whichever event tells of it. */
export const messageKey = (channel: string, ts: string): string => `message:${channel}:${ts}`

/** A message that somebody typed, as opposed to “… has joined the channel” and the like. */
export const saidByPerson = (subtype: string | undefined): boolean =>
  subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast'

function incomingAction({ user, container, actions }: z.infer<typeof action>): Incoming {
  const [first] = actions
  if (!first) return free
  const place = container?.message_ts ?? container?.view_id ?? ''
  return {
    keys: [`action:${place}:${first.action_id}:${first.action_ts}:${user.id}`],
    again: answering.test(first.action_id),
  }
}
