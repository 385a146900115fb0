import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Asker } from '../../../access/asker.ts'
import type { Context } from '../../../context.ts'
import { keepManners, knownManners } from './manners.ts'
import type { Failure } from './model.ts'
import { type Message, type ModelServer, openModelServer } from './server.ts'
import { openTalk, type Talk } from './talk.ts'
import { beginUse, endUse } from './uses.ts'

/** What a message is to be about. Nothing in it says who the customer is. */
export interface DraftRequest {
  /** Why they are contacted, in the words of the rule. */
  readonly reason: string
  readonly manner: 'phone' | 'sms' | 'email' | 'post'
  /** The customer's language, by its English name. */
  readonly language: string
  /** The facts there are, by the names of their placeholders; `first` always. */
  readonly facts: readonly string[]
  /** The line that is offered without a model. */
  readonly example: string | null
}

export type Drafted =
  | { readonly kind: 'draft'; readonly text: string }
  | { readonly kind: 'failed'; readonly why: Failure | 'none' }

const schema = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
}

const system = (): Message => ({
  role: 'system',
  content: readFileSync(new URL('../../../../prompts/drafts.md', import.meta.url), 'utf8').trim(),
})

const manners = {
  phone: 'said on the phone',
  sms: 'a text message',
  email: 'an e-mail without a subject',
  post: 'a short letter',
} as const

/**
 * A message with placeholders where the facts go, which are filled in here and never sent. It counts as a use of the asker's
 * day. What breaks the rules of the prompt goes back once; what breaks them again is no draft.
 */
export async function draftMessage(request: DraftRequest, asker: Asker, shop: Context): Promise<Drafted> {
  const server = shop.settings.model === 'off' ? null : openModelServer(shop.openai)
  if (server === null) return { kind: 'failed', why: 'none' }
  const use = { day: shop.today(), who: asker.who, purpose: 'draft', model: server.model } as const
  const id = await beginUse(shop.db, use, shop.settings.modelQuestionsPerDay)
  if (id === null) return { kind: 'failed', why: 'budget' }
  await server.ready()
  const started = performance.now()
  const talk = await openDraftTalk(server, asker, shop)
  const drafted = await written(request, talk)
  if (drafted.kind === 'draft') await keepManners(shop.db, server, talk.manners())
  const outcome = drafted.kind === 'draft' ? 'draft' : drafted.why
  await endUse(shop.db, id, talk.spent(), { ms: performance.now() - started, outcome })
  return drafted
}

async function openDraftTalk(server: ModelServer, { who }: Asker, { db, settings }: Context): Promise<Talk> {
  const signal = AbortSignal.timeout(settings.modelSeconds * 1000)
  return openTalk({ server, manners: await knownManners(db, server), schema, who, signal })
}

async function written(request: DraftRequest, talk: Talk): Promise<Drafted> {
  const asked: Message = { role: 'user', content: JSON.stringify(toldOf(request), null, 1) }
  const first = await talk.say([system(), asked])
  if (first.kind === 'fault') return { kind: 'failed', why: first.fault }
  const one = readDraft(first.text, request)
  if (one.faults.length === 0) return { kind: 'draft', text: one.text }
  const mend: Message = { role: 'user', content: `Write it again as {"text": "…"}. ${one.faults.join(' ')}` }
  const second = await talk.say([system(), asked, { role: 'assistant', content: first.text.slice(0, 4000) }, mend])
  if (second.kind === 'fault') return { kind: 'failed', why: second.fault }
  const other = readDraft(second.text, request)
  return other.faults.length === 0 ? { kind: 'draft', text: other.text } : { kind: 'failed', why: 'not_understood' }
}

const toldOf = ({ reason, manner, language, facts, example }: DraftRequest) => ({
  reason,
  how: manners[manner],
  language,
  placeholders: facts.map((name) => `{${name}}`),
  ...(example !== null && { example }),
})

const replySchema = z.object({ text: z.string() })
const longest = { phone: 300, sms: 300, email: 700, post: 900 } as const

/** The message in what the model wrote, and what is wrong with it. */
function readDraft(
  answer: string,
  { manner, facts }: DraftRequest,
): { readonly text: string; readonly faults: readonly string[] } {
  const parsed = replySchema.safeParse(jsonIn(answer))
  if (!parsed.success) return { text: '', faults: ['It has to be one JSON object with “text”.'] }
  const text = parsed.data.text
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const used = [...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1] ?? '')
  const bare = text.replace(/\{\w*\}/g, '')
  return {
    text,
    faults: [
      ...(text === '' || text.length > longest[manner] ? [`It may have ${longest[manner]} characters.`] : []),
      ...(used.includes('first') ? [] : ['It has to greet {first}.']),
      ...(used.every((name) => facts.includes(name)) ? [] : ['It uses a placeholder that there is not.']),
      ...(/[{}]/.test(bare) ? ['Braces are for placeholders alone.'] : []),
      ...(/\d|[%$€£¥@<>]|https?:|www\.|\w\.(?:com|net|org|shop|io)\b/i.test(bare)
        ? ['No digits, prices, links or addresses.']
        : []),
    ],
  }
}

function jsonIn(answer: string): unknown {
  const [object] = /\{[\s\S]*\}/.exec(answer) ?? []
  try {
    return JSON.parse(object ?? answer)
  } catch {
    return null
  }
}
