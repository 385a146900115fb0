import { changeMessage, findMessage } from '../messages.ts'
import type { State } from '../state.ts'
import type { Message } from '../types.ts'
import { type Answer, isRefusal, joinedChannel, refuse } from './answers.ts'
import { type Arguments, textOf } from './arguments.ts'
import type { Methods } from './method.ts'

const scopes = ['reactions:write']
const required = ['channel', 'timestamp', 'name']

export const reactions: Methods = {
  'reactions.add': { scopes, required, run: (state, args) => onMessage(state, args, add) },
  'reactions.remove': { scopes, required, run: (state, args) => onMessage(state, args, remove) },
}

type Change = (state: State, message: Message, name: string) => Answer

function onMessage(state: State, args: Arguments, change: Change): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel'))
  if (isRefusal(channel)) return channel
  const message = findMessage(state, channel.id, textOf(args, 'timestamp') ?? '')
  if (!message || message.ephemeralTo) return refuse('message_not_found')
  const name = textOf(args, 'name') ?? ''
  return /^[\w+-]+$/.test(name) ? change(state, message, name) : refuse('invalid_name')
}

const usersOf = (message: Message, name: string): readonly string[] =>
  message.reactions.find((reaction) => reaction.name === name)?.users ?? []

function add(state: State, message: Message, name: string): Answer {
  const users = usersOf(message, name)
  if (users.includes(state.app.userId)) return refuse('already_reacted')
  return withUsers(state, message, name, [...users, state.app.userId])
}

function remove(state: State, message: Message, name: string): Answer {
  const users = usersOf(message, name)
  if (!users.includes(state.app.userId)) return refuse('no_reaction')
  return withUsers(
    state,
    message,
    name,
    users.filter((user) => user !== state.app.userId),
  )
}

function withUsers(state: State, message: Message, name: string, users: readonly string[]): Answer {
  const others = message.reactions.filter((reaction) => reaction.name !== name)
  changeMessage(state, { ...message, reactions: users.length > 0 ? [...others, { name, users }] : others })
  return { ok: true }
}
