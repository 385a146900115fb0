import { createHash } from 'node:crypto'
import type OpenAI from 'openai'
import { z } from 'zod'
import type { Config } from '../../../config.ts'
import type { JsonSchema } from './wire.ts'

/** How a server is told the form of the answer: by a JSON schema, by a tool to call, or in the prompt. */
export type Way = 'schema' | 'tool' | 'object'
/** What it calls the limit on the answer's length. */
export type LimitName = 'max_completion_tokens' | 'max_tokens'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface ModelRequest {
  readonly messages: readonly Message[]
  readonly schema: JsonSchema
  readonly way: Way
  readonly limitName: LimitName
  /** Who asks; the server gets a hash of it, where it has a place for that. */
  readonly who: string
}

/** Tokens as the server counts them; none where it does not. */
export interface Tokens {
  readonly input: number
  readonly cached: number
  readonly output: number
}
export const noTokens: Tokens = { input: 0, cached: 0, output: 0 }

/** Why there is no answer. */
export type Fault =
  | 'unreachable'
  | 'slow'
  | 'cancelled'
  | 'wrong_key'
  | 'no_model'
  | 'busy'
  | 'no_credit'
  | 'broken'
  | 'form'
  | 'limit_name'
  | 'rejected'
  | 'cut'
  | 'refused'
  | 'unreadable'

export type Completed =
  | { readonly kind: 'text'; readonly text: string; readonly tokens: Tokens }
  | {
      readonly kind: 'fault'
      readonly fault: Fault
      readonly tokens: Tokens
      /** How long the server asks to be left alone. */
      readonly waitMs: number | null
    }

/** A server that speaks /v1/chat/completions. */
export interface ModelServer {
  readonly model: string
  readonly address: string
  /** Once it can be asked; what comes before is no time of a question's. */
  ready(): Promise<void>
  complete(request: ModelRequest, signal: AbortSignal): Promise<Completed>
  /** The names of the models it has; null where it does not tell. */
  models(signal: AbortSignal): Promise<readonly string[] | null>
}

const openaiAddress = 'https://api.openai.com/v1'
/** Room for the longest plan, and for what a model thinks before it writes. */
const mostTokens = 6_000
/** More than any plan has; a server that goes on is cut off. */
const mostBytes = 1_000_000

/** The server that the environment names; null where it names none. */
export function openModelServer(openai: Config['openai'] | undefined): ModelServer | null {
  if (!openai || (openai.apiKey === undefined && openai.baseUrl === undefined)) return null
  const address = (openai.baseUrl ?? openaiAddress).replace(/\/+$/, '')
  // Loaded beside everything else, and only where there is a model: it takes longer than all other packages together.
  const client = openClient(openai, address)
  client.catch(() => {})
  const model = openai.model
  return {
    model,
    address,
    ready: async () => void (await client),
    complete: async (request, signal) => {
      try {
        const body = bodyOf(request, model, address === openaiAddress)
        // The body is the protocol's own; the package's type wants each model's parameters spelled out.
        const answer: unknown = await (await client).chat.completions.create(body as never, { signal })
        return unlessCut(readCompletion(answer), request)
      } catch (error) {
        return faultOf(error, signal)
      }
    },
    models: async (signal) => {
      try {
        const parsed = modelsSchema.safeParse(await (await client).get('/models', { signal }))
        return parsed.success ? parsed.data.data.map(({ id }) => id).sort() : null
      } catch {
        return null
      }
    },
  }
}

async function openClient({ apiKey }: Config['openai'], address: string): Promise<OpenAI> {
  const { default: Client } = await import('openai')
  return new Client({
    // Servers on one's own machine want no key; the package wants one that is not empty.
    apiKey: apiKey ?? 'none',
    baseURL: address,
    // Null, so that the package does not look into the environment by itself.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    // Tries again are ours, because they share one limit of time.
    maxRetries: 0,
    timeout: 10 * 60_000,
    defaultHeaders: untold,
    fetch: (input, init) => bounded(input, init),
  })
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })).max(10_000) })

/** What the package would tell every server of this machine and its software. */
const untold = Object.fromEntries(
  [
    'OS',
    'Arch',
    'Runtime',
    'Runtime-Version',
    'Lang',
    'Package-Version',
    'Retry-Count',
    'Timeout',
    'Helper-Method',
  ].map((name) => [`X-Stainless-${name}`, null]),
)

/** Fetches without following anybody elsewhere, and reads no more than an answer can be long. */
async function bounded(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers)
  headers.set('user-agent', 'regulars')
  for (const name of [...headers.keys()]) if (name.startsWith('x-stainless-')) headers.delete(name)
  const response = await fetch(input, { ...init, headers, redirect: 'manual' })
  if (!response.body) return response
  let bytes = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) controller.error(new Error('the answer is too long'))
      else controller.enqueue(chunk)
    },
  })
  return new Response(response.body.pipeThrough(counted), response)
}

function bodyOf(request: ModelRequest, model: string, isOpenai: boolean): Readonly<Record<string, unknown>> {
  const { messages, schema, way, limitName, who } = request
  const thinks = /^(gpt-5|o\d)/.test(model)
  return {
    model,
    messages: way === 'object' ? withSchema(messages, schema) : messages,
    [limitName]: mostTokens,
    stream: false,
    ...(isOpenai && { store: false, safety_identifier: createHash('sha256').update(who).digest('hex').slice(0, 32) }),
    // Models that think first take no temperature, and answer in time only when they think little.
    ...(thinks ? isOpenai && { reasoning_effort: 'low' } : { temperature: 0 }),
    ...formOf(way, schema),
  }
}

function formOf(way: Way, schema: JsonSchema): Readonly<Record<string, unknown>> {
  switch (way) {
    case 'schema':
      return { response_format: { type: 'json_schema', json_schema: { name: 'reply', strict: true, schema } } }
    case 'tool':
      return {
        tools: [
          {
            type: 'function',
            function: { name: 'reply', description: 'Gives the answer.', strict: true, parameters: schema },
          },
        ],
        tool_choice: { type: 'function', function: { name: 'reply' } },
      }
    case 'object':
      return { response_format: { type: 'json_object' } }
    default:
      return way satisfies never
  }
}

/** The schema at the end of what stays the same, so that the server's cache still holds the beginning. */
function withSchema(messages: readonly Message[], schema: JsonSchema): readonly Message[] {
  const told = `\n\nAnswer with one JSON object of this JSON schema, and nothing else:\n${JSON.stringify(schema)}`
  return messages.map((message, at) => (at === 0 ? { ...message, content: message.content + told } : message))
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(z.object({ function: z.object({ arguments: z.union([z.string(), z.looseObject({})]) }) }))
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.unknown(),
})

const usageSchema = z.object({
  prompt_tokens: z.number().nonnegative().catch(0),
  completion_tokens: z.number().nonnegative().catch(0),
  prompt_tokens_details: z
    .object({ cached_tokens: z.number().nonnegative().catch(0) })
    .nullish()
    .catch(null),
})

function readCompletion(answer: unknown): Completed {
  const parsed = completionSchema.safeParse(answer)
  if (!parsed.success) return faulty('unreadable')
  const tokens = tokensOf(parsed.data.usage)
  const [choice] = parsed.data.choices
  const { content, refusal, tool_calls: calls } = choice?.message ?? {}
  const given = calls?.[0]?.function.arguments
  const text = given === undefined ? (content ?? '') : typeof given === 'string' ? given : JSON.stringify(given)
  if (refusal) return faulty('refused', tokens)
  if (choice?.finish_reason === 'content_filter') return faulty('refused', tokens)
  if (choice?.finish_reason === 'length') return faulty('cut', tokens)
  return text.trim() === '' ? faulty('unreadable', tokens) : { kind: 'text', text, tokens }
}

/** No tokenizer takes that many characters for a token: a server that counts fewer tokens has thrown some of them away. */
const mostCharactersPerToken = 10

/** Some servers cut a prompt that is longer than their context without a word, and the model answers what is left. */
function unlessCut(done: Completed, { messages }: ModelRequest): Completed {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0)
  const { input } = done.tokens
  return input > 0 && input * mostCharactersPerToken < characters ? faulty('rejected', done.tokens) : done
}

const faulty = (fault: Fault, tokens = noTokens, waitMs: number | null = null): Completed => ({
  kind: 'fault',
  fault,
  tokens,
  waitMs,
})

function tokensOf(usage: unknown): Tokens {
  const parsed = usageSchema.safeParse(usage)
  if (!parsed.success) return noTokens
  const { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details } = parsed.data
  return { input, output, cached: Math.min(input, details?.cached_tokens ?? 0) }
}

async function faultOf(error: unknown, signal: AbortSignal): Promise<Completed> {
  if (signal.aborted) return faulty(isTimeout(signal.reason) ? 'slow' : 'cancelled')
  const { APIConnectionError, APIError, APIUserAbortError } = await import('openai')
  if (error instanceof APIUserAbortError) return faulty('cancelled')
  if (error instanceof APIConnectionError) return faulty('unreachable')
  if (error instanceof APIError && error.status !== undefined) return statusFault(error)
  // A body that ends in the middle, or JSON that is none.
  return faulty(error instanceof SyntaxError ? 'unreadable' : 'unreachable')
}

const isTimeout = (reason: unknown): boolean => reason instanceof Error && reason.name === 'TimeoutError'

function statusFault(error: { status?: unknown; code?: unknown; headers?: unknown; message: string }): Completed {
  const status = Number(error.status)
  const said = `${String(error.code ?? '')} ${error.message}`
  if (status === 401 || status === 403) return faulty('wrong_key')
  if (status === 404) return faulty('no_model')
  if (status === 402 || /insufficient_quota|billing/i.test(said)) return faulty('no_credit')
  if (status === 429) return faulty('busy', noTokens, waitOf(error.headers))
  if (status === 408 || status === 504 || status === 501 || status >= 500)
    return faulty(status === 501 ? 'form' : 'broken', noTokens, waitOf(error.headers))
  if (/max_(completion_)?tokens/.test(said)) return faulty('limit_name')
  if (/model/i.test(said) && /not (?:found|exist)|unknown|does not exist/i.test(said)) return faulty('no_model')
  if (/context.{0,20}length|too long|maximum context|exceed.{0,30}context/i.test(said)) return faulty('rejected')
  return faulty(status === 400 || status === 422 ? 'form' : 'broken')
}

function waitOf(headers: unknown): number | null {
  const get = (name: string) => (headers instanceof Headers ? headers.get(name) : null)
  const ms = Number(get('retry-after-ms') ?? Number.NaN)
  const seconds = Number(get('retry-after') ?? Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}
