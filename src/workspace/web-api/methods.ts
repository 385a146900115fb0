import type { State } from '../state.ts'
import { type Answer, invalidArguments, lacking, refuse } from './answers.ts'
import { type Arguments, textOf } from './arguments.ts'
import { assistant } from './assistant.ts'
import { auth } from './auth.ts'
import { blocks } from './blocks.ts'
import { chat } from './chat.ts'
import { conversations } from './conversations.ts'
import { files } from './files.ts'
import type { Method, Methods } from './method.ts'
import { postedTooFast } from './rate.ts'
import { reactions } from './reactions.ts'
import { streams } from './streams.ts'
import { users } from './users.ts'
import { views } from './views.ts'

const methods: Methods = {
  ...auth,
  ...chat,
  ...streams,
  ...assistant,
  ...views,
  ...users,
  ...conversations,
  ...files,
  ...reactions,
  ...blocks,
}

export interface Tokens {
  readonly bot: string
  readonly app: string
}

/** token → scope → arguments → carried out, in the order in which Slack refuses. */
export function call(state: State, tokens: Tokens, name: string, token: string | null, args: Arguments): Answer {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (!method) return refuse('unknown_method', { req_method: name })
  return (
    tokenFault(method, tokens, token) ??
    (method.token === 'app' ? null : lacking(state, method.scopes ?? [])) ??
    missingFault(method, args) ??
    postedTooFast(state, name, textOf(args, 'channel')) ??
    method.run(state, args)
  )
}

function tokenFault(method: Method, tokens: Tokens, token: string | null): Answer | null {
  if (!token) return refuse('not_authed')
  if (token !== tokens.bot && token !== tokens.app) return refuse('invalid_auth')
  return token === (method.token === 'app' ? tokens.app : tokens.bot) ? null : refuse('not_allowed_token_type')
}

function missingFault(method: Method, args: Arguments): Answer | null {
  const missing = (method.required ?? []).filter((name) => args[name] === undefined || args[name] === '')
  return missing.length === 0 ? null : invalidArguments(...missing.map((name) => `missing required field: ${name}`))
}
