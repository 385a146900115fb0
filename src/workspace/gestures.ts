import { actionPayload, commonFields, placeOf, suggestionPayload } from './interactions.ts'
import { sendInteraction } from './interactive.ts'
import { messagePayload } from './payloads.ts'
import { issueReplyAddress } from './response-urls.ts'
import { holdsOne } from './scopes.ts'
import { notify, type State } from './state.ts'
import { issueTrigger } from './triggers.ts'
import type { ActOf, ActResult, AnyBlockOption, Person } from './types.ts'

const refused = (error: string): ActResult => ({ ok: false, error })

/** A button is pressed, or something chosen in a menu. */
export async function click(state: State, person: Person, act: ActOf<'click'>): Promise<ActResult> {
  const found = placeOf(state, person.id, act.in)
  const payload = found ? actionPayload(state, person, found, act) : null
  return payload ? interact(state, person, payload) : refused('element_not_found')
}

/** Sends an interaction; the person is told when the app does not acknowledge it. */
async function interact(state: State, person: Person, payload: Readonly<Record<string, unknown>>): Promise<ActResult> {
  const result = await sendInteraction(state, payload, false)
  if (result.kind === 'acknowledged') return { ok: true }
  notify(state, person.id, `${state.app.name} did not respond. Try again?`)
  return refused(result.kind === 'unconnected' ? 'dispatch_failed' : 'operation_timeout')
}

/** Something is typed into an external select: the app says what there is to choose. */
export async function suggest(state: State, person: Person, act: ActOf<'suggest'>): Promise<ActResult> {
  const found = placeOf(state, person.id, act.in)
  const payload = found ? suggestionPayload(state, person, found, act) : null
  if (!payload) return refused('element_not_found')
  const result = await sendInteraction(state, payload, true)
  if (result.kind !== 'acknowledged') return refused('operation_timeout')
  const options = optionsOf(result.payload)
  return options.length <= MOST_OPTIONS && options.every(isOption) ? { ok: true, options } : refused('invalid_options')
}

const MOST_OPTIONS = 100
/** Characters of an option's text and value. */
const LONGEST_OPTION = 75

function isOption(option: AnyBlockOption | null): boolean {
  const fits = (words: unknown) => typeof words === 'string' && words !== '' && words.length <= LONGEST_OPTION
  return fits(option?.text?.text) && fits(option?.value)
}

function optionsOf(payload: Readonly<Record<string, unknown>>): readonly AnyBlockOption[] {
  const groups = Array.isArray(payload.option_groups) ? payload.option_groups : [payload]
  return groups.flatMap((group: { readonly options?: readonly AnyBlockOption[] } | null) => group?.options ?? [])
}

/** A shortcut of the manifest, on a message or from anywhere. */
export async function shortcut(state: State, person: Person, act: ActOf<'shortcut'>): Promise<ActResult> {
  const known = state.manifest.shortcuts.find(({ callbackId }) => callbackId === act.callbackId)
  if (!known || !holdsOne(state.manifest, ['commands'])) return refused('unknown_shortcut')
  const common = {
    callback_id: act.callbackId,
    ...commonFields(state, person),
    trigger_id: issueTrigger(state, person.id),
    action_ts: state.ids.ts(),
  }
  if (known.type === 'global') return interact(state, person, { type: 'shortcut', ...common })
  const found = placeOf(state, person.id, { channel: act.channel ?? '', ts: act.ts ?? '' })
  if (found?.kind !== 'message') return refused('message_not_found')
  const { channel, message } = found
  return interact(state, person, {
    type: 'message_action',
    ...common,
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    message_ts: message.ts,
    message: messagePayload(state, message),
    response_url: issueReplyAddress(state, channel.id, person.id, message.ts),
  })
}
