import { buildCatalog } from '../../../catalog/catalog.ts'
import type { Config } from '../../../config.ts'
import { nearest } from '../../../nearest.ts'
import type { Day } from '../../days.ts'
import type { ShopRules } from '../../rules.ts'
import type { Manners } from './manners.ts'
import { instructions, questionMessage } from './prompt.ts'
import { readReply } from './reply.ts'
import { type Fault, openModelServer } from './server.ts'
import { openTalk } from './talk.ts'
import { wireSchema } from './wire.ts'

/** How the model's server answers a question about nothing. */
export interface Pinged {
  readonly model: string
  readonly address: string
  readonly ms: number
  /** Tokens of the question, as the server counts them; 0 where it does not. */
  readonly tokens: number
  /** Null when all is well. */
  readonly fault: Fault | null
  readonly manners: Manners | null
  /** The models that the server says it has; null where it does not say. */
  readonly models: readonly string[] | null
  /** The nearest of these to the one that is set. */
  readonly nearest: string | null
}

/**
 * Asks the model of the environment a question about nobody, exactly as questions are asked: with the whole catalogue and the
 * whole schema, so that a server that cannot take them is found out here. Null where there is none.
 */
export async function pingModel(
  openai: Config['openai'],
  seconds: number,
  today: Day,
  rules: ShopRules,
): Promise<Pinged | null> {
  const server = openModelServer(openai)
  if (server === null) return null
  await server.ready()
  const started = performance.now()
  const signal = AbortSignal.timeout(seconds * 1000)
  const limitName = server.address.includes('.openai.com') ? 'max_completion_tokens' : 'max_tokens'
  const catalog = buildCatalog([])
  const talk = openTalk({
    server,
    manners: { way: 'schema', limitName },
    schema: wireSchema(catalog),
    who: 'doctor',
    signal,
  })
  const asked = { question: 'how many customers do we have', today, rules, before: null, hints: [] }
  const said = await talk.say([instructions(catalog, rules), questionMessage(asked)])
  const read = said.kind === 'text' ? readReply(said.text) : null
  const fault = said.kind === 'fault' ? said.fault : read?.kind === 'reply' ? null : 'unreadable'
  const models = fault === 'no_model' ? await server.models(AbortSignal.timeout(2_000)) : null
  return {
    model: server.model,
    address: server.address,
    ms: performance.now() - started,
    tokens: talk.spent().tokens.input,
    fault,
    manners: fault === null ? talk.manners() : null,
    models,
    nearest: models && nearest(server.model, models),
  }
}
