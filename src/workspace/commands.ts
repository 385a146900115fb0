import { commandText, handleOf } from './composed.ts'
import { tellJoined } from './events.ts'
import type { ManifestCommand } from './manifest.ts'
import { channelNameFor } from './payloads.ts'
import { issueReplyAddress, say } from './response-urls.ts'
import { holdsOne } from './scopes.ts'
import { changed, notify, type State } from './state.ts'
import { issueTrigger } from './triggers.ts'
import type { ActResult, Channel, Person } from './types.ts'
import { blocksFrom, isRefusal } from './web-api/answers.ts'

/** Runs a slash command of the app's manifest, or `/invite`, which adds the app to a channel. */
export async function runCommand(
  state: State,
  person: Person,
  channel: Channel,
  name: string,
  text: string,
): Promise<ActResult> {
  if (name === '/invite') return invite(state, person, channel)
  const command = state.manifest.commands.find((other) => other.command === name)
  if (!command || person.foreign || !holdsOne(state.manifest, ['commands'])) return unknown(state, person, name)
  const payload = commandPayload(state, person, channel, command, text)
  const result = await state.sockets.send({ type: 'slash_commands', payload, acceptsResponse: true })
  if (result.kind === 'acknowledged') return answer(state, person, channel, command, result.payload)
  return failed(state, person, name, result.kind === 'unconnected' ? 'dispatch_failed' : 'operation_timeout')
}

function unknown(state: State, person: Person, name: string): ActResult {
  notify(state, person.id, `${name} is not a valid command.`)
  return { ok: false, error: 'unknown_command' }
}

function failed(state: State, person: Person, name: string, error: string): ActResult {
  notify(state, person.id, `${name} failed with the error ${error}`)
  return { ok: false, error }
}

function commandPayload(
  state: State,
  person: Person,
  channel: Channel,
  command: ManifestCommand,
  text: string,
): Record<string, unknown> {
  return {
    token: 'workspace',
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: channel.id,
    channel_name: channelNameFor(channel),
    user_id: person.id,
    user_name: handleOf(person),
    command: command.command,
    text: commandText(state, text, command.shouldEscape),
    api_app_id: state.app.id,
    is_enterprise_install: 'false',
    response_url: issueReplyAddress(state, channel.id, person.id, null),
    trigger_id: issueTrigger(state, person.id),
  }
}

/** What the app acknowledged with is its first answer; nothing is fine. */
function answer(
  state: State,
  person: Person,
  channel: Channel,
  { command }: ManifestCommand,
  payload: Readonly<Record<string, unknown>>,
): ActResult {
  const blocks = blocksFrom(state, 'message', payload.blocks)
  if (isRefusal(blocks)) return failed(state, person, command, blocks.error)
  if (!payload.text && blocks.length === 0) return { ok: true }
  return { ok: true, ts: say(state, channel.id, person.id, payload, blocks).ts }
}

function invite(state: State, person: Person, channel: Channel): ActResult {
  if (channel.hasApp) return { ok: true }
  const joined = { ...channel, hasApp: true }
  state.channels.set(channel.id, joined)
  changed(state)
  tellJoined(state, joined, state.app.userId, person.id)
  return { ok: true }
}
