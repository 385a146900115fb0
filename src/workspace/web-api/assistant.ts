import { changed, placeKey, type State } from '../state.ts'
import type { SuggestedPrompt } from '../types.ts'
import { type Answer, invalidArguments, isRefusal, joinedChannel, refuse } from './answers.ts'
import { type Arguments, jsonOf, textOf } from './arguments.ts'
import type { Methods } from './method.ts'

const MOST_PROMPTS = 4

export const assistant: Methods = {
  'assistant.threads.setStatus': {
    scopes: ['chat:write', 'assistant:write'],
    required: ['channel_id', 'thread_ts'],
    run: setStatus,
  },
  'assistant.threads.setTitle': {
    scopes: ['assistant:write'],
    required: ['channel_id', 'thread_ts', 'title'],
    run: setTitle,
  },
  'assistant.threads.setSuggestedPrompts': {
    scopes: ['assistant:write'],
    required: ['channel_id', 'prompts'],
    run: setPrompts,
  },
}

function setStatus(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel_id'))
  if (isRefusal(channel)) return channel
  const status = textOf(args, 'status')
  if (status === undefined) return invalidArguments('missing required field: status')
  const threadTs = textOf(args, 'thread_ts') ?? ''
  const key = placeKey(channel.id, threadTs)
  if (status === '') state.statuses.delete(key)
  else state.statuses.set(key, { channel: channel.id, threadTs, text: status })
  changed(state)
  return { ok: true }
}

function setTitle(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel_id'))
  if (isRefusal(channel)) return channel
  state.threadTitles.set(placeKey(channel.id, textOf(args, 'thread_ts') ?? ''), textOf(args, 'title') ?? '')
  changed(state)
  return { ok: true }
}

function setPrompts(state: State, args: Arguments): Answer {
  const channel = joinedChannel(state, textOf(args, 'channel_id'))
  if (isRefusal(channel)) return channel
  if (channel.kind !== 'direct') return refuse('channel_not_supported')
  const prompts = jsonOf(args, 'prompts')
  if (!Array.isArray(prompts) || !prompts.every(isPrompt) || prompts.length > MOST_PROMPTS)
    return invalidArguments(`up to ${MOST_PROMPTS} prompts with title and message [json-pointer:/prompts]`)
  const written = prompts.map(({ title, message }) => ({ title, message }))
  state.prompts.set(channel.id, { title: textOf(args, 'title') ?? '', prompts: written })
  changed(state)
  return { ok: true }
}

function isPrompt(value: unknown): value is SuggestedPrompt {
  const prompt = value as Partial<SuggestedPrompt> | null
  return typeof prompt?.title === 'string' && typeof prompt.message === 'string'
}
