import type { Asker } from '../../../access/asker.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import type { Context } from '../../../context.ts'
import { type AskContext, checkContext } from '../../ask.ts'
import { check } from '../../check.ts'
import type { Plan } from '../../plan.ts'
import { readingOf } from '../../reading-of.ts'
import type { Vocabulary } from '../offline/vocabulary.ts'
import type { ClarifyOption, Planned, Thread, Waiting } from '../planner.ts'
import type { Breaker } from './breaker.ts'
import { hintsFor } from './hints.ts'
import { type Judged, type Judging, joined, judged, toldUnknown } from './judge.ts'
import type { KnownWords } from './known-words.ts'
import { keepManners, knownManners } from './manners.ts'
import { type Masked, masked, maskedCatalog, maskedPlan } from './masking.ts'
import { type Meant, peopleMeant } from './people.ts'
import type { Placeholder } from './placeholders.ts'
import { instructions, questionMessage, repairMessages } from './prompt.ts'
import { type ModelReply, readReply } from './reply.ts'
import type { Fault, Message, ModelServer } from './server.ts'
import { openTalk, type Talk } from './talk.ts'
import { beginUse, endUse } from './uses.ts'
import { type Grounding, isSaid, type Named } from './values.ts'
import { wireSchema } from './wire.ts'

export interface ModelDeps {
  readonly shop: Context
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly known: KnownWords
  readonly server: ModelServer
  readonly breaker: Breaker
  readonly asking: () => AskContext
}

/** Why the model gave no reading: a fault of its server, or of what it answered. */
export type Failure = Fault | 'resting' | 'budget' | 'not_understood'
export type ModelRead = Planned | { readonly kind: 'failed'; readonly why: Failure }

/** Reads a question with a language model. */
export interface ModelReader {
  read(question: string, thread: Thread, asker: Asker, waiting: Waiting): Promise<ModelRead>
}

/**
 * question → placeholders → model → the shop's values → check → plan
 *
 * The model sees the catalogue and the question without names and numbers of people. What it answers is a plan or nothing:
 * no text of its own reaches anybody, and what the check does not accept goes back once with the same sentences that a
 * person would read. All of it together takes no longer than the shop's limit.
 */
export function createModelReader(deps: ModelDeps): ModelReader {
  const { shop, server, breaker } = deps
  return {
    async read(question, thread, asker, waiting) {
      if (breaker.isOpen()) return { kind: 'failed', why: 'resting' }
      const { modelSeconds, modelQuestionsPerDay } = shop.settings
      const use = { day: shop.today(), who: asker.who, purpose: 'question', model: server.model } as const
      const id = await beginUse(shop.db, use, modelQuestionsPerDay)
      if (id === null) return { kind: 'failed', why: 'budget' }
      await server.ready()
      const started = performance.now()
      const limit = AbortSignal.timeout(modelSeconds * 1000)
      const signal = waiting.signal ? AbortSignal.any([limit, waiting.signal]) : limit
      const turn = await openTurn(question, thread, asker, signal, deps)
      const read = await conversed(turn)
      noted(read, breaker)
      const outcome = read.kind === 'failed' ? read.why : read.kind === 'decline' ? 'unanswerable' : read.kind
      await endUse(shop.db, id, turn.talk.spent(), { ms: performance.now() - started, outcome })
      if (read.kind === 'failed') shop.log.info('the language model gave no reading', { why: read.why })
      return read
    },
  }
}

/** Faults of the server count towards leaving it alone; what a model does not understand is no fault of its server. */
function noted(read: ModelRead, breaker: Breaker): void {
  if (read.kind !== 'failed' || ['not_understood', 'refused', 'cut', 'unreadable', 'rejected'].includes(read.why))
    breaker.worked()
  else if (read.why !== 'cancelled') breaker.failed()
}

/** One question on its way through the model. */
interface Turn {
  readonly deps: ModelDeps
  readonly question: string
  readonly thread: Thread
  readonly asker: Asker
  readonly masked: Masked
  readonly talk: Talk
  readonly messages: readonly Message[]
}

async function openTurn(
  question: string,
  thread: Thread,
  asker: Asker,
  signal: AbortSignal,
  deps: ModelDeps,
): Promise<Turn> {
  const { shop, catalog, vocabulary, known, server } = deps
  const { reader, db, settings, today } = shop
  const [hidden, manners] = await Promise.all([
    masked(question, catalog, { reader, staff: vocabulary.staff, known }),
    knownManners(db, server),
  ])
  // A question nobody understood stands between this one and the last plan; then it has to stand on its own.
  const last = thread.declined ? undefined : thread.plans.at(-1)
  const before = last === undefined ? null : maskedPlan(last, catalog, hidden.placeholders)
  const shown = maskedCatalog(catalog, hidden.placeholders)
  const tells = hidden.placeholders.all().flatMap((each) => {
    const told = each.tells ?? referenceOf(each, vocabulary)
    return told === null ? [] : [`${each.name} is ${told}`]
  })
  const hints = [...tells, ...hintsFor(hidden.text, vocabulary, known)]
  const asked = { question: hidden.text, today: today(), rules: settings, before, hints }
  return {
    deps,
    question,
    thread,
    asker,
    masked: hidden,
    talk: openTalk({ server, manners, schema: wireSchema(shown), who: asker.who, signal }),
    messages: [instructions(shown, settings), questionMessage(asked)],
  }
}

/** What a reference is one of, where that is no customer. */
function referenceOf({ kind, text }: Placeholder, { products, campaigns }: Vocabulary): string | null {
  if (kind !== 'REFERENCE') return null
  if (products.some(({ sku }) => sku.toLowerCase() === text.toLowerCase())) return 'a product (product.product)'
  return campaigns.some(({ ref }) => ref.toLowerCase() === text.toLowerCase()) ? 'a campaign (campaign.campaign)' : null
}

/** asked → answered → once more with what was wrong → understood or not */
async function conversed(turn: Turn): Promise<ModelRead> {
  const { talk, messages } = turn
  const first = await talk.say(messages)
  if (first.kind === 'fault') return { kind: 'failed', why: first.fault }
  const one = await understood(first.text, turn)
  if (one.kind !== 'faulty') return finished(one, turn)
  if (one.malformed) talk.spellOut()
  const second = await talk.say([...messages, ...repairMessages(first.text, one.issues)])
  if (second.kind === 'fault') return one.otherwise ?? { kind: 'failed', why: second.fault }
  const other = await understood(second.text, turn)
  return other.kind === 'faulty'
    ? (other.otherwise ?? { kind: 'failed', why: 'not_understood' })
    : finished(other, turn)
}

type Understood =
  | Planned
  | {
      readonly kind: 'faulty'
      readonly issues: readonly string[]
      /** It was not of the form that the server was given. */
      readonly malformed: boolean
      /** What people are told if it cannot be mended. */
      readonly otherwise: Planned | null
    }

const malformed = (issues: readonly string[]): Understood => ({
  kind: 'faulty',
  issues,
  malformed: true,
  otherwise: null,
})
const faulty = (issues: readonly string[], otherwise: Planned | null = null): Understood => ({
  kind: 'faulty',
  issues,
  malformed: false,
  otherwise,
})

/** How the server was asked worked: it is asked so from now on. */
async function finished(planned: Planned, { deps, talk }: Turn): Promise<Planned> {
  await keepManners(deps.shop.db, deps.server, talk.manners())
  return planned
}

async function understood(text: string, turn: Turn): Promise<Understood> {
  const read = readReply(text)
  if (read.kind === 'no_json') return malformed(['The answer holds no JSON object.'])
  if (read.kind === 'malformed') return malformed(read.problems.map((each) => turn.masked.placeholders.hidden(each)))
  const { reply } = read
  const counted = miscounted(reply)
  if (counted !== null) return faulty([counted])
  if (reply.outcome === 'unanswerable') return unanswerable(reply, turn)
  return planned(reply, turn)
}

function miscounted({ outcome, plans }: ModelReply): string | null {
  const counts = { plan: [1, 1], two_steps: [2, 2], choose: [2, 4], unanswerable: [0, 4] } as const
  const [least, most] = counts[outcome]
  if (plans.length >= least && plans.length <= most) return null
  return `The outcome ${outcome} takes ${least === most ? least : `${least} to ${most}`} plans; there are ${plans.length}.`
}

/** Only words that the person used are said back to them. */
function unanswerable({ missing }: ModelReply, turn: Turn): Planned {
  const words = saidWords(missing, turn)
  const known = 'Regulars knows customers, orders, products, campaigns, service cases, notes and follow-ups.'
  const reason =
    words.length > 0
      ? `I know nothing here about ${words.map((word) => `“${word}”`).join(', ')}.`
      : `I know nothing here that answers this. ${known}`
  return { kind: 'decline', reason, unknown: words, suggestions: [] }
}

function saidWords(words: readonly string[], { masked, question }: Turn): readonly string[] {
  const restored = words.map((word) => masked.placeholders.restored(word).trim())
  return [...new Set(restored.filter((word) => word !== '' && word.length <= 60 && isSaid(word, question)))].slice(0, 6)
}

/** The plans of an answer in the shop's values; a question back where a name or the model says that there are several. */
async function planned(reply: ModelReply, turn: Turn): Promise<Understood> {
  const { deps, asker, masked } = turn
  const used = masked.placeholders.all().filter(({ name }) => JSON.stringify(reply.plans).includes(`"${name}"`))
  const meant = await peopleMeant(used, asker, deps.shop)
  const several = meant.filter(({ people }) => people.length > 1)
  if (several.length > 1) return tooMany(several)
  const [unclear] = several
  if (unclear) return whichPerson(unclear, reply, meant, turn)
  const found = await judgedPlans(reply, groundingOf(meant, turn), turn)
  if ('kind' in found) return found
  const notes = [...namedNotes(meant), ...asideNotes(reply, turn)]
  const [only] = found
  if (only && found.length === 1)
    return {
      kind: 'plan',
      planner: 'model',
      plan: only.plan,
      notes: [...notes, ...only.notes],
      ...(await changeOf(reply, turn)),
    }
  return question(
    'Which of these do you mean?',
    found.map(({ plan }) => plan),
    turn,
  )
}

type Sound = Extract<Judged, { kind: 'sound' }>

async function judgedPlans(
  reply: ModelReply,
  grounding: Grounding,
  turn: Turn,
): Promise<readonly Sound[] | Understood> {
  const judging: Judging = { grounding, asker: turn.asker, context: turn.deps.asking() }
  const plans = reply.plans
  const results =
    reply.outcome === 'two_steps' ? [await joined(plans, judging)] : plans.map((plan) => judged(plan, judging))
  const decline = results.find((each) => each.kind === 'decline')
  if (decline) return declined(decline.reason, decline.unknown)
  const issues = results.flatMap((each) => (each.kind === 'faulty' ? each.issues : []))
  if (issues.length > 0) {
    const told = plans
      .map((plan) => toldUnknown(plan, { ...grounding, step: grounding.step ?? [] }))
      .find((each) => each !== null)
    return faulty(issues, told ? declined(told.reason, told.unknown) : null)
  }
  return results.flatMap((each) => (each.kind === 'sound' ? [each] : []))
}

const declined = (reason: string, unknown: readonly string[]): Extract<Planned, { kind: 'decline' }> => ({
  kind: 'decline',
  reason,
  unknown,
  suggestions: [],
})

function groundingOf(meant: readonly Meant[], { deps, masked, question }: Turn): Grounding {
  const { catalog, vocabulary } = deps
  const people = meant.flatMap(({ placeholder, people: [first] }) =>
    first ? [[placeholder.name, first] as const] : [],
  )
  return { catalog, vocabulary, placeholders: masked.placeholders, question, people: new Map(people) }
}

/** A name of several customers: each of them is a reading. */
async function whichPerson(
  unclear: Meant,
  reply: ModelReply,
  meant: readonly Meant[],
  turn: Turn,
): Promise<Understood> {
  const of = async (person: Named): Promise<readonly ClarifyOption[] | Understood> => {
    const one = meant.map((each) => (each === unclear ? { ...each, people: [person] } : each))
    const found = await judgedPlans(reply, groundingOf(one, turn), turn)
    if ('kind' in found) return found
    const [only] = found
    return only ? [{ label: `${person.label} (${person.ref})`, plan: only.plan }] : []
  }
  const options = await Promise.all(unclear.people.slice(0, 6).map(of))
  const problem = options.find((each) => 'kind' in each)
  if (problem && 'kind' in problem) return problem
  const ask = unclear.exact
    ? `Which “${unclear.placeholder.text}”?`
    : `There is no “${unclear.placeholder.text}”. Do you mean one of these?`
  return { kind: 'clarify', ask, options: options.flatMap((each) => ('kind' in each ? [] : each)) }
}

const tooMany = (several: readonly Meant[]): Understood => {
  const names = several.map(({ placeholder }) => `“${placeholder.text}”`).join(' and ')
  return declined(`Each of ${names} is the name of several customers. Say their references instead.`, [])
}

async function question(ask: string, plans: readonly Plan[], turn: Turn): Promise<Planned> {
  const { asker, deps } = turn
  const context = deps.asking()
  const options = await Promise.all(plans.map((plan) => optionOf(plan, asker, context)))
  const distinct = options.filter((option, at) => options.findIndex(({ label }) => label === option.label) === at)
  const [only] = distinct
  if (only && distinct.length === 1) return { kind: 'plan', planner: 'model', plan: only.plan, notes: [] }
  return { kind: 'clarify', ask, options: distinct }
}

/** A plan as one of several to choose between, in our own words. */
export async function optionOf(plan: Plan, asker: Asker, context: AskContext): Promise<ClarifyOption> {
  const checked = check(plan, checkContext(asker, context))
  return { label: checked.ok ? await readingOf(checked.plan, asker, context) : 'This', plan }
}

const namedNotes = (meant: readonly Meant[]): readonly string[] =>
  meant.flatMap(({ placeholder, people: [first], exact }) =>
    first && !exact ? [`Read “${placeholder.text}” as ${first.label}.`] : [],
  )

function asideNotes({ set_aside }: ModelReply, turn: Turn): readonly string[] {
  const words = saidWords(set_aside, turn)
  return words.length > 0 ? [`Set aside: ${words.map((word) => `“${word}”`).join(', ')}.`] : []
}

/** What a follow-up goes on from. */
async function changeOf(
  { follows }: ModelReply,
  { thread, asker, deps }: Turn,
): Promise<{ readonly changed?: string }> {
  const last = thread.declined ? undefined : thread.plans.at(-1)
  if (!follows || last === undefined) return {}
  const { label } = await optionOf(last, asker, deps.asking())
  return { changed: `Goes on from: ${label}.` }
}
