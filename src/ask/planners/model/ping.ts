import type { Config } from '../../../config.ts'
import { nearest } from '../../../nearest.ts'
import type { Manners } from './manners.ts'
import { type Fault, openModelServer } from './server.ts'
import { openTalk } from './talk.ts'

/** How the model's server answers a question about nothing. */
export interface Pinged {
  readonly model: string
  readonly address: string
  readonly ms: number
  /** Null when all is well. */
  readonly fault: Fault | null
  readonly manners: Manners | null
  /** The models that the server says it has; null where it does not say. */
  readonly models: readonly string[] | null
  /** The nearest of these to the one that is set. */
  readonly nearest: string | null
}

const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
}

/** Asks the model of the environment for a single word, as questions are asked; null where there is none. */
export async function pingModel(openai: Config['openai'], seconds: number): Promise<Pinged | null> {
  const server = openModelServer(openai)
  if (server === null) return null
  const started = performance.now()
  const signal = AbortSignal.timeout(seconds * 1000)
  const limitName = server.address.includes('.openai.com') ? 'max_completion_tokens' : 'max_tokens'
  const talk = openTalk({ server, manners: { way: 'schema', limitName }, schema, who: 'doctor', signal })
  const said = await talk.say([
    { role: 'system', content: 'You check a connection. Answer as JSON.' },
    { role: 'user', content: 'Answer {"ok": true}.' },
  ])
  const fault = said.kind === 'fault' ? said.fault : null
  const models = fault === 'no_model' ? await server.models(AbortSignal.timeout(2_000)) : null
  return {
    model: server.model,
    address: server.address,
    ms: performance.now() - started,
    fault,
    manners: fault === null ? talk.manners() : null,
    models,
    nearest: models && nearest(server.model, models),
  }
}
