import type { Asker } from '../../../access/asker.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import type { ShopCalendar } from '../../days.ts'
import type { Filter, Plan } from '../../plan.ts'
import type { Planned, Planner, Thread } from '../planner.ts'
import { compose, type Outcome } from './compose.ts'
import { addConditions } from './conditions.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { Chart, Grammar } from './engine.ts'
import { isEveryday } from './english.ts'
import { followUp, isFollowUp } from './followups.ts'
import type { Person } from './items.ts'
import { paths } from './paths.ts'
import type { PeopleLookup } from './people.ts'
import { addQuestions } from './questions.ts'
import { addReaders } from './readers.ts'
import { refusal } from './refusals.ts'
import { requestOf } from './request.ts'
import { likeliest, Speller } from './spelling.ts'
import { suggestionsFor } from './suggestions.ts'
import { addDefinitions, addText } from './text.ts'
import { addTimes, timeWords } from './times.ts'
import { asking, isFiller, type Token, tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What the planner reads from. */
export interface OfflineDeps {
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly people: PeopleLookup
  readonly calendar: ShopCalendar
  readonly country: string
  readonly topPercent: number
  readonly today: () => string
}

/**
 * The planner that comes along: no key, no model, milliseconds.
 *
 * question → words (spelling, names) → pieces of meaning that cover every word → a plan. A content word that nothing
 * reads makes it decline and name the word; two readings equally good make it ask.
 */
export function createOfflinePlanner(deps: OfflineDeps): Planner {
  const now = { today: deps.today() }
  const grammar = new Grammar()
  addTimes(grammar, () => ({ today: now.today, calendar: deps.calendar, country: deps.country }))
  addReaders(grammar, deps.catalog, deps.vocabulary)
  addText(grammar)
  addConditions(grammar)
  addQuestions(grammar, deps.catalog)
  addDefinitions(grammar)
  const speller = new Speller([...grammar.words, ...timeWords])

  const open = async (question: string, thread: Thread) => {
    now.today = deps.today()
    const context: ComposeContext = {
      catalog: deps.catalog,
      vocabulary: deps.vocabulary,
      today: now.today,
      calendar: deps.calendar,
      topPercent: deps.topPercent,
    }
    const reading = await readWords(
      question.replace(/[\u200B-\u200F\u00AD\u2060\u202A-\u202E\uFEFF]/gu, ''),
      speller,
      deps.people,
      thread,
    )
    const chart = new Chart(grammar, reading.tokens)
    addPeople(chart, reading.people)
    return { context, reading, chart }
  }

  return {
    async plan(question: string, thread: Thread, _asker: Asker): Promise<Planned> {
      const refused = refusal(question)
      const suggest = () => suggestionsFor(question, deps.vocabulary)
      if (refused) return { kind: 'decline', reason: refused, unknown: [], suggestions: suggest() }
      const read = async (text: string): Promise<Found> => {
        const { context, reading, chart } = await open(text, thread)
        return search(chart, context, thread, reading)
      }
      const request = requestOf(question)
      const whole = withAsides(await read(request.text), request.asides)
      const found = whole.kind === 'decline' ? ((await withoutPreamble(request.text, grammar, read)) ?? whole) : whole
      if (thread.declined && found.kind === 'plan' && found.changed)
        return {
          kind: 'decline',
          reason:
            'I did not understand the question before this one, so I do not know what this one changes. Ask it whole.',
          unknown: [],
          suggestions: suggest(),
        }
      return found.kind === 'decline'
        ? { ...found, reason: withNearest(found.reason, found.unknown, speller), suggestions: suggest() }
        : found
    },
  }
}

interface Reading {
  readonly tokens: readonly Token[]
  readonly people: readonly {
    readonly from: number
    readonly to: number
    readonly people: readonly Person[]
    readonly words: string
    readonly note: string | null
    readonly pronoun?: boolean
  }[]
  readonly notes: readonly string[]
  readonly unknown: readonly Token[]
}

/** The words, with misspelt ones mended and the customers they name. */
async function readWords(question: string, speller: Speller, lookup: PeopleLookup, thread: Thread): Promise<Reading> {
  const tokens = tokensOf(question)
  const known = (token: Token): boolean =>
    token.filler ||
    /\d/.test(token.lower) ||
    !/\p{L}/u.test(token.lower) ||
    speller.knows(token.lower) ||
    speller.knows(token.stem)
  const spans = nameSpans(tokens, known)
  const found = await lookup.find(
    spans.map((span) => span.name),
    spans.filter((span) => span.unknown).map((span) => span.name),
  )
  const people = spans.flatMap((span) => {
    const matches = found.get(span.name)
    if (!matches) return []
    const near = matches.every((each) => !each.exact)
    const words = tokens
      .slice(span.from, span.to)
      .map((token) => token.text)
      .join(' ')
    return [
      {
        from: span.from,
        to: span.to,
        people: matches,
        words,
        note: near && matches[0] ? `Read “${words}” as ${matches[0].name}.` : null,
      },
    ]
  })
  const named = new Set(
    people.flatMap((each) => Array.from({ length: each.to - each.from }, (_, index) => each.from + index)),
  )
  const notes: string[] = people.flatMap((each) => (each.note ? [each.note] : []))
  const unknown: Token[] = []
  const mended = tokens.map((token, index): Token => {
    if (known(token) || named.has(index)) return token
    const nearest = isEveryday(token.lower)
      ? []
      : likeliest(token.lower, [...speller.nearest(token.lower), ...littleWord(token.lower, tokens[index + 1]?.lower)])
    const [only] = nearest
    if (only === undefined) {
      unknown.push(token)
      return token
    }
    if (nearest.length === 1) {
      notes.push(`Read “${token.text}” as “${only}”.`)
      return {
        ...token,
        lower: only,
        stem: tokensOf(only)[0]?.stem ?? only,
        filler: isFiller(only) && !asking.has(only),
      }
    }
    unknown.push(token)
    return token
  })
  const meant = pronouns(tokens, thread)
  const pointing = thread.plans.length > 0 ? ['those', 'these', 'them', 'they'] : []
  const weighty = mended.map((token, index) =>
    meant.some((each) => each.from === index && !['their', 'they', 'them'].includes(token.lower)) ||
    pointing.includes(token.lower)
      ? { ...token, filler: false }
      : token,
  )
  return { tokens: weighty, people: [...people, ...meant], notes, unknown }
}

/** "hwo" is "how" before "many" and the like, else "who". */
const littleWord = (word: string, next: string | undefined): string[] =>
  word === 'hwo' ? [['many', 'much', 'often', 'do', 'did', 'does'].includes(next ?? '') ? 'how' : 'who'] : []

interface NameSpan {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Holds a word that nothing else knows, so near matches are worth looking for. */
  readonly unknown: boolean
}

/** Runs of two or three words that may be a customer's name. */
function nameSpans(tokens: readonly Token[], known: (token: Token) => boolean): NameSpan[] {
  const spans: NameSpan[] = []
  for (let from = 0; from < tokens.length; from += 1) {
    for (const length of [2, 3, 4]) {
      const run = tokens.slice(from, from + length)
      if (run.length < length || run.some((token) => token.punctuation || /\d/.test(token.lower))) continue
      if (run[0]?.filler || run.at(-1)?.filler || run.at(-1)?.lower === "'s") continue
      const unknown = run.some((token) => !known(token))
      if (length > 2 && !unknown && !run.some((token) => token.joined)) continue
      const name = run.reduce(
        (text, token) => (token.joined ? `${text}-${token.lower}` : text ? `${text} ${token.lower}` : token.lower),
        '',
      )
      spans.push({ name, from, to: from + length, unknown })
      const last = run.at(-1)
      if (last && /[^s]s$/.test(last.lower)) spans.push({ name: name.slice(0, -1), from, to: from + length, unknown })
    }
  }
  for (const [index, token] of tokens.entries()) {
    if (!known(token) && /^\p{Lu}\p{L}{2,}/u.test(token.text))
      spans.push({ name: token.lower, from: index, to: index + 1, unknown: false })
  }
  return spans.slice(0, 120)
}

/** "she", "her order": the one customer that the thread is about. */
function pronouns(tokens: readonly Token[], thread: Thread): Reading['people'] {
  const ref = customerOf(thread.plans.at(-1)) ?? customerOf(thread.plans.at(-2))
  if (!ref) return []
  return tokens.flatMap((token, index) =>
    ['she', 'he', 'her', 'his', 'him', 'hers', 'them', 'they', 'their'].includes(token.lower)
      ? [
          {
            from: index,
            to: index + 1,
            people: [{ ref, name: ref, city: null, exact: true }],
            words: token.text,
            note: null,
            pronoun: true,
          },
        ]
      : [],
  )
}

/** The one customer a plan speaks of, if it speaks of one. */
export function customerOf(plan: Plan | undefined): string | null {
  if (!plan || plan.kind === 'definition') return null
  if (plan.kind === 'customer' || plan.kind === 'why') return plan.customer
  const filters = plan.where.flatMap((each) => each.any)
  for (const filter of filters) {
    if (
      filter.kind === 'field' &&
      ['customer.customer', 'customer.referred_by'].includes(filter.field) &&
      filter.op === 'is' &&
      !filter.not &&
      filter.values.length === 1
    )
      return String(filter.values[0])
    if (filter.kind === 'metric')
      for (const inner of filter.where)
        if (inner.kind === 'field' && inner.field === 'customer.customer' && inner.values.length === 1 && !inner.not)
          return String(inner.values[0])
  }
  return null
}

function addPeople(chart: Chart, people: Reading['people']): void {
  for (const { from, to, people: matches, words, note, pronoun } of people) {
    chart.put('person', from, {
      end: to,
      value: {
        kind: 'person',
        people: matches,
        words,
        ...(note ? { note } : {}),
        ...(pronoun ? { pronoun: true } : {}),
      },
      cost: note ? 1 : pronoun ? 0 : -0.5,
    })
    chart.put('someone', from, { end: to, value: matches, cost: note ? 1 : 0 })
  }
}

/** What a question means, or why it is declined; suggestions are added by the caller. */
type Found =
  | Exclude<Planned, { kind: 'decline' }>
  | { readonly kind: 'decline'; readonly reason: string; readonly unknown: readonly string[] }

interface Candidate {
  readonly outcome: Extract<Outcome, { kind: 'plan' | 'clarify' }>
  readonly cost: number
  readonly notes: readonly string[]
  readonly changed?: string
}

/** Readings that cost nearly the same and mean different things are no reading. */
const tie = 0.01
const worthTrying = 0.35

/** The cheapest complete readings are put together until they cost too much more than the first that makes sense. */
function search(chart: Chart, context: ComposeContext, thread: Thread, reading: Reading): Found {
  const candidates = paths(chart, 'item')
  const found: Candidate[] = []
  for (const { pieces, cost } of candidates) {
    const least = Math.min(...found.map((each) => each.cost))
    if (cost > least + worthTrying) break
    const outcome = attempts(pieces, thread.plans.at(-1), context, reading).find((each) => each.kind !== 'fail')
    if (!outcome) continue
    if (outcome.kind === 'impossible') return { kind: 'decline', reason: outcome.reason, unknown: [] }
    const { changed } = outcome
    found.push({
      outcome,
      cost: cost + outcome.penalty,
      notes: [...reading.notes, ...asides(pieces)],
      ...(changed ? { changed } : {}),
    })
  }
  const [best, ...others] = found.sort((one, other) => one.cost - other.cost)
  if (!best) return decline(reading, candidates.length > 0, chart)
  const rival = others.find((other) => other.cost <= best.cost + tie && !sameMeaning(other.outcome, best.outcome))
  if (rival)
    return { kind: 'decline', reason: 'I can read that in two ways. Say it a little differently.', unknown: [] }
  return planned(best)
}

function planned({ outcome, notes, changed }: Candidate): Found {
  if (outcome.kind === 'clarify') return { kind: 'clarify', ask: outcome.ask, options: outcome.options }
  return {
    kind: 'plan',
    planner: 'offline',
    plan: outcome.plan,
    notes: [...notes, ...outcome.notes],
    ...(changed ? { changed } : {}),
  }
}

const sameMeaning = (one: Candidate['outcome'], other: Candidate['outcome']): boolean =>
  one.kind === 'plan' && other.kind === 'plan' ? meaningOf(one.plan) === meaningOf(other.plan) : one.kind === other.kind

/** "Prospects" and "without any order" are the same customers. */
function plainer(filter: Filter): Filter {
  if (
    filter.kind !== 'metric' ||
    filter.metric !== 'orders' ||
    filter.where.length > 0 ||
    filter.of !== 'customer' ||
    filter.period?.kind !== 'all' ||
    filter.than.kind !== 'value'
  )
    return filter
  const known: Readonly<Record<string, string>> = {
    'equals 0': 'prospect',
    'at_least 1': 'buyer',
    'equals 1': 'one_time',
    'at_least 2': 'repeat',
    'more_than 0': 'buyer',
    'more_than 1': 'repeat',
  }
  const name = known[`${filter.op} ${filter.than.value}`]
  return name ? { kind: 'segment', segment: name, percent: null, category: null, not: filter.not } : filter
}

/** A plan without what changes only how the answer looks: the order of its conditions, and of rows that are all shown. */
function meaningOf(plan: Plan): string {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return JSON.stringify(plan)
  const where = [...new Set(plan.where.map((each) => JSON.stringify({ any: each.any.map(plainer) })))].sort()
  if (plan.limit) return JSON.stringify({ ...plan, where })
  return JSON.stringify(
    plan.kind === 'list' ? { ...plan, where, columns: [], order: [] } : { ...plan, where, order: [] },
  )
}

type Attempt = Outcome & { readonly changed?: string }

function attempts(
  pieces: readonly Piece[],
  previous: Plan | undefined,
  context: ComposeContext,
  reading: Reading,
): Attempt[] {
  const alone = (): Attempt => compose(withCustomer(pieces, previous), context)
  if (!previous)
    return pieces.some((piece) => piece.item.kind === 'back' && !piece.item.only)
      ? [{ kind: 'fail', reason: 'who is meant?' }]
      : [alone()]
  const follows = isFollowUp(pieces, reading.tokens)
  const changed = (): Attempt => followUp(pieces, previous, context)
  if (customerOf(previous) && withCustomer(pieces, previous) !== pieces) return [alone(), changed()]
  return follows === 'surely' ? [changed()] : follows === 'maybe' ? [changed(), alone()] : [alone(), changed()]
}

const asides = (pieces: readonly Piece[]): string[] =>
  pieces.filter((piece) => piece.item.kind === 'set-aside').map((piece) => `Set aside: “${piece.words}”.`)

function decline(reading: Reading, covered: boolean, chart: Chart): Found {
  const unknown = reading.unknown.length > 0 ? reading.unknown.map((token) => token.text) : covered ? [] : unread(chart)
  const words = unknown.map((word) => `“${word}”`).join(', ')
  const reason =
    unknown.length > 0
      ? `I do not know ${words}.`
      : `I know the words, but not what to answer${covered ? '' : ' from them together'}.`
  return { kind: 'decline', reason, unknown }
}

/** Content words that begin or stand in no piece of meaning at all. */
function unread(chart: Chart): string[] {
  const read = new Set<number>()
  for (let at = 0; at < chart.tokens.length; at += 1)
    for (const { end } of chart.read('item', at)) for (let index = at; index < end; index += 1) read.add(index)
  return chart.tokens.flatMap((token, index) => (token.filler || read.has(index) ? [] : [token.text]))
}

/** "What was in it?" right after a question about one customer is about that customer. */
function withCustomer(pieces: readonly Piece[], previous: Plan | undefined): readonly Piece[] {
  const ref = customerOf(previous)
  const asks = pieces.some(
    (piece) =>
      (piece.item.kind === 'ask' &&
        ['items', 'which_order', 'about', 'cases', 'last_contact'].includes(piece.item.ask)) ||
      (piece.item.kind === 'measure' && ['cases', 'open_cases'].includes(piece.item.measure.metric)) ||
      (piece.item.kind === 'subject' && piece.item.entity === 'case'),
  )
  if (!ref || !asks || pieces.some((piece) => piece.item.kind === 'person')) return pieces
  const person = { kind: 'person', people: [{ ref, name: ref, city: null, exact: true }], words: '', pronoun: true }
  return [{ item: person, plural: false, from: 0, to: 0, words: '' }, ...pieces]
}

/** Names the known words nearest to the unknown ones, where there are any. */
function withNearest(reason: string, unknown: readonly string[], speller: Speller): string {
  const near = [
    ...new Set(
      unknown.flatMap((word) =>
        isEveryday(word.toLowerCase())
          ? []
          : speller
              .nearest(word.toLowerCase(), 1)
              .filter((near) => near !== word.toLowerCase())
              .slice(0, 3),
      ),
    ),
  ]
  return near.length > 0
    ? `${reason} Near to that I know ${near
        .slice(0, 4)
        .map((word) => `“${word}”`)
        .join(', ')}.`
    : reason
}

/**
 * "We're planning a coffee morning in Evanston. Who there …": what comes before the question is set aside, and said so,
 * when it is about the asker and names nothing that the question does not name again.
 */
async function withoutPreamble(
  question: string,
  grammar: Grammar,
  read: (text: string) => Promise<Found>,
): Promise<Found | null> {
  const parts = [...question.matchAll(/[.:!?;](?=\s)|,\s(?=so\b)/gu)].map((mark) => (mark.index ?? 0) + 1)
  for (const at of parts) {
    const [preamble, rest] = [
      question.slice(0, at).trim(),
      question
        .slice(at)
        .trim()
        .replace(/^so\b[:,]?\s*/iu, ''),
    ]
    if (rest.split(/\s+/).length < 3 || !isAside(preamble, rest, grammar)) continue
    const found = await read(rest)
    if (found.kind === 'plan')
      return { ...found, notes: [`Set aside: “${preamble.replace(/[.:!?;,]+$/u, '')}”.`, ...found.notes] }
    if (found.kind === 'clarify') return found
  }
  return null
}

const denying = new Set(['not', 'never', 'no', 'without', 'only', 'except', 'nothing', 'nobody', 'none'])

function isAside(preamble: string, rest: string, grammar: Grammar): boolean {
  const named = new Set(tokensOf(rest).flatMap((token) => [token.lower, token.stem]))
  const tokens = tokensOf(preamble).filter((token) => !token.punctuation)
  const aboutUs =
    /^(?:hi|hello|hey|good|morning|ok|so|i|i'm|i'd|we|we're|we'd|we'll|i'll|for|first|every|our|my|it's|it is|thinking|planning)\b/iu.test(
      preamble,
    )
  return (
    aboutUs &&
    !/\b(?:who|whose|which|what|when|how many|how much|show|list)\b/iu.test(preamble) &&
    tokens.every((token, index) => {
      if (/\d/.test(token.lower) || denying.has(token.lower)) return false
      const shopWord =
        grammar.words.has(token.stem) &&
        !grammar.patternWords.has(token.stem) &&
        !grammar.patternWords.has(token.lower) &&
        !token.filler
      const name = index > 0 && /^\p{Lu}\p{L}+/u.test(token.text)
      return !(shopWord || name) || named.has(token.lower) || named.has(token.stem)
    })
  )
}

const withAsides = (found: Found, asides: readonly string[]): Found =>
  found.kind === 'plan' ? { ...found, notes: [...asides, ...found.notes] } : found
