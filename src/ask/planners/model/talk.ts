import { setTimeout as wait } from 'node:timers/promises'
import { type Manners, nextWay } from './manners.ts'
import { type Completed, type Fault, type Message, type ModelServer, noTokens, type Tokens } from './server.ts'
import type { JsonSchema } from './wire.ts'

/** A conversation with the model about one question. */
export interface Talk {
  /** What the server made of the messages; tries once more what may pass, and asks otherwise where it wants that. */
  say(messages: readonly Message[]): Promise<Said>
  /** How the server was asked last. */
  manners(): Manners
  /** From now on with the schema in the prompt: the server said that it holds to one, and did not. */
  spellOut(): void
  readonly spent: () => Spent
}

export type Said = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'fault'; readonly fault: Fault }

export interface Spent {
  readonly calls: number
  readonly tokens: Tokens
}

export interface TalkOptions {
  readonly server: ModelServer
  readonly manners: Manners
  readonly schema: JsonSchema
  readonly who: string
  /** Ends everything, whatever is under way. */
  readonly signal: AbortSignal
}

/** What may be over in a moment. */
const passing: ReadonlySet<Fault> = new Set(['busy', 'broken', 'unreachable'])
const shortestWaitMs = 250
/** Longer than this nobody waits for a server that asks for it. */
const longestWaitMs = 3_000

export function openTalk({ server, manners: first, schema, who, signal }: TalkOptions): Talk {
  let manners = first
  let [retried, renamed, calls, tokens] = [false, false, 0, noTokens]

  async function once(messages: readonly Message[]): Promise<Completed> {
    if (signal.aborted) return { kind: 'fault', fault: 'slow', tokens: noTokens, waitMs: null }
    calls += 1
    const done = await server.complete({ messages, schema, who, ...manners }, signal)
    tokens = sum(tokens, done.tokens)
    return done
  }

  /** Whether it is worth asking again after that, and asked how. */
  async function mended({ fault, waitMs }: Extract<Completed, { kind: 'fault' }>): Promise<boolean> {
    if (fault === 'limit_name' && !renamed) {
      renamed = true
      const { limitName } = manners
      manners = { ...manners, limitName: limitName === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' }
      return true
    }
    if (fault === 'form') {
      const way = nextWay(manners.way)
      if (way !== null) manners = { ...manners, way }
      return way !== null
    }
    if (!passing.has(fault) || retried || (waitMs ?? 0) > longestWaitMs) return false
    retried = true
    await wait(Math.max(shortestWaitMs, waitMs ?? 0), undefined, { signal }).catch(() => {})
    return !signal.aborted
  }

  return {
    async say(messages) {
      for (;;) {
        const done = await once(messages)
        if (done.kind === 'text') return done
        if (!(await mended(done))) return { kind: 'fault', fault: endedBy(done.fault, signal) }
      }
    },
    manners: () => manners,
    spellOut: () => {
      manners = { ...manners, way: 'object' }
    },
    spent: () => ({ calls, tokens }),
  }
}

const endedBy = (fault: Fault, { aborted, reason }: AbortSignal): Fault =>
  aborted ? (reason instanceof Error && reason.name === 'TimeoutError' ? 'slow' : 'cancelled') : fault

const sum = (one: Tokens, other: Tokens): Tokens => ({
  input: one.input + other.input,
  cached: one.cached + other.cached,
  output: one.output + other.output,
})
