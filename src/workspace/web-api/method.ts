import type { Scopes } from '../scopes.ts'
import type { State } from '../state.ts'
import type { Answer } from './answers.ts'
import type { Arguments } from './arguments.ts'

/** One method of the Web API. */
export interface Method {
  /** One of these is needed; none where it depends on the channel. */
  readonly scopes?: Scopes
  readonly required?: readonly string[]
  /** Which token it takes: the bot's unless said. */
  readonly token?: 'app'
  readonly run: (state: State, args: Arguments) => Answer
}

export type Methods = Readonly<Record<string, Method>>
