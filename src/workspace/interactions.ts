import { type AnyElement, findElement } from './elements.ts'
import { chosenIn, filledIn } from './inputs.ts'
import { findMessage } from './messages.ts'
import { messagePayload, teamPayload, userPayload, viewPayload } from './payloads.ts'
import { issueReplyAddress } from './response-urls.ts'
import type { State, StoredView } from './state.ts'
import { issueTrigger } from './triggers.ts'
import type { AnyBlock, Channel, Message, Person, ViewValues } from './types.ts'
import { findView } from './views.ts'

/** Where an element is that somebody uses. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly view: string }

export type Found =
  | { readonly kind: 'message'; readonly message: Message; readonly channel: Channel }
  | { readonly kind: 'view'; readonly view: StoredView }

/** What a person sees at a place; null when it is not there for them. */
export function placeOf(state: State, user: string, place: Place): Found | null {
  if ('view' in place) {
    const view = findView(state, place.view)
    return view?.user === user ? { kind: 'view', view } : null
  }
  const message = findMessage(state, place.channel, place.ts)
  const channel = state.channels.get(place.channel)
  const hidden = !message || (message.ephemeralTo !== undefined && message.ephemeralTo !== user)
  return hidden || !channel?.members.includes(user) ? null : { kind: 'message', message, channel }
}

export function blocksAt(found: Found): readonly AnyBlock[] {
  return found.kind === 'message' ? found.message.blocks : found.view.blocks
}

/** What every interaction says: the app, the person, the team. */
export function commonFields(state: State, person: Person): Record<string, unknown> {
  return {
    user: userPayload(state, person),
    api_app_id: state.app.id,
    token: 'workspace',
    team: teamPayload(state),
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** Where it happened, as Slack says it. */
function containerFields(state: State, found: Found, values: ViewValues): Record<string, unknown> {
  if (found.kind === 'view')
    return {
      container: { type: 'view', view_id: found.view.id },
      view: viewPayload(state, found.view, values),
    }
  const { message, channel } = found
  const ephemeral = message.ephemeralTo !== undefined
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {}
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: messagePayload(state, message) }),
    state: { values: filledIn(message.blocks, values) },
  }
}

export interface Use {
  readonly blockId: string
  readonly actionId: string
  readonly chosen?: Readonly<Record<string, unknown>>
  readonly values?: ViewValues
}

/** `block_actions`, or null when there is no such element, or no such option in it. */
export function actionPayload(state: State, person: Person, found: Found, use: Use): Record<string, unknown> | null {
  const element = findElement(blocksAt(found), use.blockId, use.actionId)
  const chosen = element ? chosenIn(element, use.chosen ?? {}) : null
  if (!element || !chosen) return null
  const action = { ...actionOf(element, { ...use, chosen }), action_ts: state.ids.ts() }
  const reply =
    found.kind === 'message'
      ? { response_url: issueReplyAddress(state, found.channel.id, person.id, found.message.ts) }
      : {}
  return {
    type: 'block_actions',
    ...commonFields(state, person),
    ...containerFields(state, found, use.values ?? {}),
    trigger_id: issueTrigger(state, person.id),
    ...reply,
    actions: [action],
  }
}

function actionOf(element: AnyElement, { blockId, actionId, chosen = {} }: Use): Record<string, unknown> {
  const button = element.type === 'button' ? pick(element, ['text', 'value', 'style', 'url']) : {}
  const icon = element.type === 'icon_button' ? pick(element, ['text', 'value', 'icon']) : {}
  const feedback = element.type === 'feedback_buttons' ? feedbackOf(element, chosen) : {}
  const menu = pick(element, ['placeholder', 'confirm'])
  return {
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    ...menu,
    ...button,
    ...icon,
    ...chosen,
    ...feedback,
  }
}

/** The button of the two whose value was chosen; the positive one unless said. */
function feedbackOf(element: AnyElement, chosen: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const buttons = [element.positive_button, element.negative_button] as readonly Record<string, unknown>[]
  const button = buttons.find(({ value }) => value === chosen.value) ?? buttons[0] ?? {}
  return pick(button, ['text', 'value'])
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]))
}

export function suggestionPayload(
  state: State,
  person: Person,
  found: Found,
  asked: { readonly blockId: string; readonly actionId: string; readonly value: string },
): Record<string, unknown> | null {
  if (!findElement(blocksAt(found), asked.blockId, asked.actionId)) return null
  const { state: _, ...container } = containerFields(state, found, {})
  return {
    type: 'block_suggestion',
    ...commonFields(state, person),
    ...container,
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.value,
  }
}

export function submissionPayload(
  state: State,
  person: Person,
  view: StoredView,
  values: ViewValues,
): Record<string, unknown> {
  return {
    type: 'view_submission',
    ...commonFields(state, person),
    trigger_id: issueTrigger(state, person.id),
    view: viewPayload(state, view, values),
    response_urls: [],
  }
}

export function closingPayload(
  state: State,
  person: Person,
  view: StoredView,
  cleared: boolean,
): Record<string, unknown> {
  return {
    type: 'view_closed',
    ...commonFields(state, person),
    view: viewPayload(state, view),
    is_cleared: cleared,
  }
}
