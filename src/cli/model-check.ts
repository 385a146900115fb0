import type { Kysely } from 'kysely'
import { addDays } from '../ask/days.ts'
import { type Pinged, pingModel } from '../ask/planners/model/ping.ts'
import { costOf, useTotals } from '../ask/planners/model/uses.ts'
import type { Config } from '../config.ts'
import { clock, dayOf } from '../context.ts'
import { migrationState } from '../db/migrate.ts'
import type { Database, Day } from '../db/schema.ts'
import { readSettings, type ShopSettings } from '../db/settings.ts'
import type { Finding } from './checks.ts'

/** Whether the language model answers, and what it was used for; nothing where there is none, or none may be asked. */
export async function* modelFindings(config: Config, db: Kysely<Database>): AsyncGenerator<Finding> {
  if (!config.openai.apiKey && !config.openai.baseUrl) return
  if ((await migrationState(db)).pending.length > 0) {
    yield { kind: 'note', subject: 'Model', says: 'looked at once the migrations are applied' }
    return
  }
  const settings = await readSettings(db)
  if (settings.model === 'off') {
    yield { kind: 'note', subject: 'Model', says: 'set up, and not asked: the setting model is off' }
    return
  }
  const today = config.asOf ?? dayOf(clock(), settings.timeZone)
  const pinged = await pingModel(config.openai, settings.modelSeconds, today, settings)
  if (pinged) yield { subject: 'Model', ...answerOf(pinged, settings) }
  yield await useFinding(db, settings, today)
}

const ways = {
  schema: 'a JSON schema',
  tool: 'a tool to call',
  object: 'the form in the prompt',
} as const

function answerOf(
  { model, address, ms, tokens, fault, manners, models, nearest }: Pinged,
  { modelSeconds }: ShopSettings,
): Omit<Finding, 'subject'> {
  const at = `${model} at ${address}`
  const wrong = (says: string, mend: string): Omit<Finding, 'subject'> => ({ kind: 'fault', says, mend })
  switch (fault) {
    case null:
      return {
        kind: 'good',
        says: `${at} answers in ${Math.round(ms)} ms, told the form by ${ways[manners?.way ?? 'schema']}${tokens > 0 ? `; a question is ${tokens.toLocaleString('en-US')} tokens` : ''}`,
      }
    case 'wrong_key':
      return wrong(`${address} refuses the key`, 'Check OPENAI_API_KEY: is it whole, still valid, and of that server?')
    case 'no_model': {
      const has =
        models && models.length > 0
          ? ` It has ${models.slice(0, 6).join(', ')}${models.length > 6 ? ' and others' : ''}.`
          : ''
      const meant = nearest ? ` Did you mean ${nearest}?` : ''
      return wrong(
        `${address} has no model ${model}.${meant}${has}`,
        'Set OPENAI_MODEL to a model that the server has; OPENAI_BASE_URL ends in /v1 on most servers.',
      )
    }
    case 'unreachable':
      return wrong(
        `nothing answers at ${address}`,
        'Is the server running, and is OPENAI_BASE_URL its address, with http or https and the port?',
      )
    case 'slow':
      return wrong(
        `${at} did not answer within ${modelSeconds} seconds`,
        `A model on your own machine may need longer: npm run -s cli -- settings set model_seconds=30`,
      )
    case 'no_credit':
      return wrong(`${address} says that there is no credit left`, 'Look at the billing page of your account there.')
    case 'busy':
      return wrong(
        `${address} has too many requests just now`,
        'Try again in a minute; a higher limit is set in your account there.',
      )
    case 'rejected':
      return wrong(
        `${at} cannot take a whole question: it refuses it for its length, or cuts it off`,
        'Give the model a context of 32,768 tokens. For Ollama: OLLAMA_CONTEXT_LENGTH=32768 ollama serve',
      )
    case 'unreadable':
      return wrong(
        `${at} answers, but not a question of Regulars: what it writes has not the form that it was told`,
        'A larger model may do; is OPENAI_BASE_URL the address of an API with /chat/completions? It ends in /v1 on most servers.',
      )
    case 'broken':
      return wrong(`${address} answers with an error of its own`, 'Its log says why.')
    default:
      return wrong(
        `${at} answers in a way that Regulars cannot use`,
        'Is that the address of an API with /chat/completions? OPENAI_BASE_URL ends in /v1 on most servers.',
      )
  }
}

/** The last thirty days: how often, how much, and what that cost where prices are set. */
async function useFinding(db: Kysely<Database>, settings: ShopSettings, today: Day): Promise<Finding> {
  const totals = await useTotals(db, addDays(today, -29))
  const { uses, useful, input, cached, output } = totals
  const number = (value: number) => value.toLocaleString('en-US')
  const budget = `at most ${number(settings.modelQuestionsPerDay)} a day for each person`
  if (uses === 0) return { kind: 'good', subject: 'Model use', says: `none in the last 30 days; ${budget}` }
  const cost = costOf(totals, settings)
  const money = cost === null ? '' : `, $${cost.toFixed(cost < 1 ? 4 : 2)}`
  const says = `${number(uses)} in the last 30 days, ${number(useful)} of them of use; ${number(input)} tokens sent (${number(cached)} from the server’s cache), ${number(output)} received${money}; ${budget}`
  if (cost !== null) return { kind: 'good', subject: 'Model use', says }
  const mend =
    'To see the cost, set its prices: npm run -s cli -- settings set model_input_price=0.25 model_output_price=2'
  return { kind: 'good', subject: 'Model use', says, mend }
}
