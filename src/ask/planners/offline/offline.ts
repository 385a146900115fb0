import type { Asker } from '../../../access/asker.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import type { ShopCalendar } from '../../days.ts'
import type { Plan } from '../../plan.ts'
import type { Planned, Planner, Thread } from '../planner.ts'
import { chosen } from './chosen.ts'
import { addConditions } from './conditions.ts'
import type { ComposeContext } from './drafting/draft.ts'
import { Chart, Grammar } from './engine.ts'
import { isEveryday } from './english.ts'
import { asksForForecast, mayLookAhead, noBuckets, noForecast, noHorizon, noOrders, otherHorizon } from './forecasts.ts'
import { onlyMeaning, waysToMend } from './mending.ts'
import { type PeopleLookup, rememberedLookup } from './people.ts'
import { withoutPreamble } from './preamble.ts'
import { addQuestions } from './questions.ts'
import { addReaders } from './readers.ts'
import { addPeople, readWords } from './reading.ts'
import { namesOfShop, refusal } from './refusals.ts'
import { requestOf } from './request.ts'
import { addSaved, asPeople, savedNames, withSavedNames } from './saved.ts'
import { type Found, search, withAsides } from './search.ts'
import { Speller } from './spelling.ts'
import { suggestionsFor } from './suggestions.ts'
import { addDefinitions, addText } from './text.ts'
import { addTimes, timeWords } from './times.ts'
import { type Token, tokensOf } from './tokens.ts'
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
  const saved = savedNames(deps.catalog)
  addSaved(grammar, saved)
  addText(grammar)
  addConditions(grammar)
  addQuestions(grammar, deps.catalog)
  addDefinitions(grammar)
  const names = namesOfShop(deps.vocabulary)
  const speller = new Speller([...grammar.words, ...timeWords])

  const open = async (tokens: readonly Token[], people: PeopleLookup, thread: Thread, asker: Asker) => {
    now.today = deps.today()
    const context: ComposeContext = {
      catalog: deps.catalog,
      vocabulary: deps.vocabulary,
      today: now.today,
      calendar: deps.calendar,
      topPercent: deps.topPercent,
    }
    const reading = await readWords(tokens, speller, people, thread, asker)
    const chart = new Chart(grammar, reading.tokens)
    addPeople(chart, reading.people)
    return { context, reading, chart }
  }

  return {
    async plan(question: string, thread: Thread, asker: Asker): Promise<Planned> {
      const refused = refusal(question, names)
      const suggest = () => suggestionsFor(question, deps.vocabulary, saved)
      if (refused) return { kind: 'decline', reason: refused, unknown: [], suggestions: suggest() }
      const picked = chosen(question, thread.offered)
      if (picked)
        return { kind: 'plan', planner: 'offline', plan: picked.plan, notes: [], changed: `Taken as: ${picked.label}.` }
      const people = rememberedLookup(deps.people)
      const searched = async (tokens: readonly Token[]): Promise<Found> => {
        const { context, reading, chart } = await open(tokens, people, thread, asker)
        if (reading.doubtful.size === 0) return search(chart, context, thread, reading)
        const tried: Found[] = []
        for (const words of waysToMend(tokens, reading.doubtful)) {
          const mended = await open(words.tokens, people, thread, asker)
          tried.push(withAsides(search(mended.chart, mended.context, thread, mended.reading), words.notes))
        }
        return onlyMeaning(tried) ?? search(chart, context, thread, reading)
      }
      const read = async (text: string): Promise<Found> => {
        const { tokens, notes } = withSavedNames(tokensOf(text.replace(invisible, '')), saved, speller)
        const asTyped = await searched(tokens)
        const named = asTyped.kind === 'decline' ? asPeople(tokens) : null
        const understood = named ? await searched(named) : asTyped
        return withAsides(understood.kind === 'decline' ? asTyped : understood, notes)
      }
      const request = requestOf(question)
      const whole = withAsides(await read(request.text), request.asides)
      const found = whole.kind === 'decline' ? ((await withoutPreamble(request.text, grammar, read)) ?? whole) : whole
      const told =
        found.kind === 'decline' && [noForecast, otherHorizon, noHorizon, noBuckets, noOrders].includes(found.reason)
      if (asksForForecast(question) && !told && !(found.kind !== 'decline' && plansIn(found).every(mayLookAhead)))
        return { kind: 'decline', reason: noForecast, unknown: [], suggestions: suggest() }
      if (thread.declined && found.kind === 'plan' && found.changed)
        return {
          kind: 'decline',
          reason:
            'I did not understand the question before this one, so I do not know what this one changes. Ask it whole.',
          unknown: [],
          suggestions: suggest(),
        }
      if (thread.slipped && found.kind === 'plan' && found.changed)
        return { ...found, notes: [afterSlip, ...found.notes] }
      return found.kind === 'decline'
        ? { ...found, reason: withNearest(found.reason, found.unknown, speller), suggestions: suggest() }
        : found
    },
  }
}

const afterSlip = 'I did not understand the question before this one; this goes on from the last answer.'

const plansIn = (planned: Exclude<Planned, { kind: 'decline' }>): readonly Plan[] =>
  planned.kind === 'plan' ? [planned.plan] : planned.options.map(({ plan }) => plan)

/** Marks that nobody sees and that would cut a word in two. */
const invisible = /[\u200B-\u200F\u00AD\u2060\u202A-\u202E\uFEFF]/gu

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
