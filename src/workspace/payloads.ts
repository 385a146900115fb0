import { handleOf } from './composed.ts'
import { filledIn } from './inputs.ts'
import { findMessage, messagesOf } from './messages.ts'
import { richText } from './rich-text.ts'
import { placeKey, type State, type StoredView } from './state.ts'
import type { Channel, Message, Person, ViewValues } from './types.ts'

/** A message as Slack writes it in events and answers. */
export function messagePayload(state: State, message: Message): Record<string, unknown> {
  const own = message.user === state.app.userId
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    ...teamFields(state, message.user),
    ...(own ? botFields(state) : { client_msg_id: `client-${message.ts}` }),
    ...blockFields(message, own),
    ...(message.files.length > 0 ? { files: message.files.map(filePayload) } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...threadFields(state, message),
    ...reactionFields(message),
    ...streamFields(state, message),
  }
}

/** Somebody of another organisation says so in every message. */
function teamFields(state: State, user: string): object {
  const person = state.people.get(user)
  return person?.foreign
    ? { team: FOREIGN_TEAM, user_team: FOREIGN_TEAM, source_team: FOREIGN_TEAM }
    : { team: state.team.id }
}

/** The organisation with which channels are shared. */
const FOREIGN_TEAM = 'T0FOREIGN'

export const teamOf = (state: State, person: Person): string => (person.foreign ? FOREIGN_TEAM : state.team.id)

function botFields(state: State): object {
  const { id, botId, name } = state.app
  return { bot_id: botId, app_id: id, bot_profile: { id: botId, app_id: id, name, team_id: state.team.id } }
}

function threadFields(state: State, { channel, ts, threadTs }: Message): object {
  if (!threadTs) return {}
  if (threadTs !== ts) return { thread_ts: threadTs, parent_user_id: findMessage(state, channel, threadTs)?.user }
  const answers = messagesOf(state, channel).filter(
    (other) => other.threadTs === ts && other.ts !== ts && !other.ephemeralTo,
  )
  return { thread_ts: ts, reply_count: answers.length, latest_reply: answers.at(-1)?.ts }
}

function blockFields({ blocks, text, ts }: Message, own: boolean): object {
  if (!own) return { blocks: [richText(text, `rich-${ts}`)] }
  return blocks.length > 0 ? { blocks } : {}
}

function streamFields(state: State, { channel, ts }: Message): object {
  const stream = state.streams.get(placeKey(channel, ts))
  return stream ? { streaming_state: stream.ended ? 'completed' : 'in_progress' } : {}
}

function reactionFields({ reactions }: Message): object {
  const listed = reactions.map(({ name, users }) => ({ name, users, count: users.length }))
  return listed.length > 0 ? { reactions: listed } : {}
}

export function filePayload(file: Message['files'][number]): Record<string, unknown> {
  return { id: file.id, name: file.name, title: file.title, size: file.size, mimetype: file.mimeType }
}

/** A view as Slack gives it back to the app. */
export function viewPayload(state: State, view: StoredView, values: ViewValues = {}): Record<string, unknown> {
  const { source } = view
  return {
    id: view.id,
    team_id: state.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: source.private_metadata ?? '',
    callback_id: source.callback_id ?? '',
    state: { values: filledIn(view.blocks, values) },
    hash: view.hash,
    title: source.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: source.clear_on_close === true,
    notify_on_close: source.notify_on_close === true,
    close: source.close ?? null,
    submit: source.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: state.app.id,
    external_id: source.external_id ?? '',
    app_installed_team_id: state.team.id,
    bot_id: state.app.botId,
  }
}

export const teamPayload = (state: State) => ({ id: state.team.id, domain: state.team.domain })

export function userPayload(state: State, person: Person): Record<string, unknown> {
  return { id: person.id, username: handleOf(person), name: handleOf(person), team_id: teamOf(state, person) }
}

/** The name of a channel where Slack hides it from what is not public. */
export function channelNameFor(channel: Channel): string {
  switch (channel.kind) {
    case 'public':
      return channel.name
    case 'private':
      return 'privategroup'
    case 'direct':
      return 'directmessage'
    default:
      return channel.kind satisfies never
  }
}
