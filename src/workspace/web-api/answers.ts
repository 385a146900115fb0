import { type BlockFault, faultsOf, type Surface } from '../../present/blocks/validate.ts'
import { named } from '../elements.ts'
import { channelScope, holdsOne, type Scopes } from '../scopes.ts'
import type { State } from '../state.ts'
import type { AnyBlock, Channel, Person } from '../types.ts'
import { decoded } from './arguments.ts'

/** Slack's answer to a call that it does not carry out. */
export type Refusal = Readonly<Record<string, unknown>> & { readonly ok: false; readonly error: string }

export type Answer = Refusal | (Readonly<Record<string, unknown>> & { readonly ok: true })

export function refuse(error: string, more: Readonly<Record<string, unknown>> = {}): Refusal {
  return { ok: false, error, ...more }
}

export function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false
}

export function invalidArguments(...messages: readonly string[]): Refusal {
  return refuse('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  })
}

/** Null when one of the scopes is held. */
export function lacking(state: State, scopes: Scopes): Refusal | null {
  if (holdsOne(state.manifest, scopes)) return null
  return refuse('missing_scope', { needed: scopes[0], provided: state.manifest.scopes.join(',') })
}

/** Blocks as they were given, checked as Slack checks them, each with its `block_id`. None when none were given. */
export function blocksFrom(state: State, surface: Surface, value: unknown): readonly AnyBlock[] | Refusal {
  if (value === undefined || value === null || value === '') return []
  const blocks = decoded(value)
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format')
  const faults = faultsOf(surface, blocks)
  return faults.length > 0 ? invalidBlocks(faults) : named(blocks, state.ids)
}

export function invalidBlocks(faults: readonly BlockFault[], error = 'invalid_blocks'): Refusal {
  const messages = faults.map(({ pointer, message }) => `[ERROR] ${message} [json-pointer:${pointer}]`)
  return refuse(error, {
    errors: messages.map((text) => text.slice('[ERROR] '.length)),
    response_metadata: { messages },
  })
}

/** A channel that the app can see: private ones only once it was added. */
export function visibleChannel(state: State, id: string | undefined): Channel | Refusal {
  const channel = state.channels.get(id ?? '')
  return channel && (channel.kind === 'public' || channel.hasApp) ? channel : refuse('channel_not_found')
}

/** A channel that the app can post to; a person's id stands for their direct message. */
export function joinedChannel(state: State, id: string | undefined): Channel | Refusal {
  const person = state.people.get(id ?? '')
  const channel = visibleChannel(state, person ? directOf(state, person.id)?.id : id)
  if (isRefusal(channel)) return channel
  if (channel.kind === 'direct' && !state.manifest.messagesTab) return refuse('messages_tab_disabled')
  return channel.hasApp ? channel : refuse('not_in_channel')
}

/** A channel whose messages the app may read. */
export function readableChannel(state: State, id: string | undefined): Channel | Refusal {
  const channel = joinedChannel(state, id)
  return isRefusal(channel) ? channel : (lacking(state, channelScope(channel, 'history')) ?? channel)
}

export function directOf(state: State, user: string): Channel | undefined {
  return [...state.channels.values()].find(({ kind, members }) => kind === 'direct' && members.includes(user))
}

export function personOf(state: State, id: string | undefined): Person | Refusal {
  return state.people.get(id ?? '') ?? refuse('user_not_found')
}
