import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../../src/access/asker.ts'
import type { AskContext } from '../../../src/ask/ask.ts'
import { openAsking } from '../../../src/ask/opening.ts'
import { addConditions } from '../../../src/ask/planners/offline/conditions.ts'
import { Grammar } from '../../../src/ask/planners/offline/engine.ts'
import { addQuestions } from '../../../src/ask/planners/offline/questions.ts'
import { addReaders } from '../../../src/ask/planners/offline/readers.ts'
import { addDefinitions, addText } from '../../../src/ask/planners/offline/text.ts'
import { addTimes } from '../../../src/ask/planners/offline/times.ts'
import { loadVocabulary } from '../../../src/ask/planners/offline/vocabulary.ts'
import { openOfflinePlanner } from '../../../src/ask/planners/open.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { readConfig } from '../../../src/config.ts'
import { type Context, openContext } from '../../../src/context.ts'
import { testDatabase } from '../../support/database.ts'
import { openCast, today } from '../cast.ts'
import { meaningOf } from './sample-planner.ts'

const stack = new AsyncDisposableStack()
let shop: Context
let asking: AskContext
beforeAll(async () => {
  const cast = stack.use(await testDatabase())
  await openCast(cast.db)
  shop = stack.use(await openContext(readConfig({ DATABASE_URL: cast.url }), { asOf: today }))
  asking = await openAsking(shop, openOfflinePlanner)
})
afterAll(() => stack.disposeAsync())

/** Whether one of the questions is planned with the piece of plan that stands for the word. */
async function isReached(questions: readonly string[], pieces: readonly string[]): Promise<boolean> {
  for (const question of questions) {
    const meaning = meaningOf(await asking.planner.plan(question, emptyThread, administrator))
    if (pieces.some((piece) => meaning.includes(piece))) return true
  }
  return false
}

/** The names among these that none of their own words leads to. */
async function unreached(
  entries: Iterable<{ readonly name: string; readonly label: string; readonly synonyms: readonly string[] }>,
  ask: (word: string) => readonly string[],
  piecesOf: (name: string) => readonly string[],
): Promise<readonly string[]> {
  const missed: string[] = []
  for (const { name, label, synonyms } of entries) {
    const words = [...new Set([label.toLowerCase(), ...synonyms])]
    if (!(await isReached(words.flatMap(ask), piecesOf(name)))) missed.push(name)
  }
  return missed
}

/** People are looked up when a question is read, and put into its chart. */
const readLater: readonly string[] = ['person', 'someone']

test('the grammar names no category that nothing reads', async () => {
  const grammar = new Grammar()
  addTimes(grammar, () => ({ today, calendar: shop.settings, country: shop.settings.country }))
  addReaders(grammar, asking.catalog, await loadVocabulary(shop.reader))
  addText(grammar)
  addConditions(grammar)
  addQuestions(grammar, asking.catalog)
  addDefinitions(grammar)
  expect(grammar.undefinedCategories().sort()).toEqual(readLater)
})

/** Bound and left aside on purpose: by words that only say how a phrase goes on, or that refuse it. */
const leftAside: readonly string[] = [
  'aside: anything',
  'aside: doing',
  'ask: channel',
  'back: counted',
  'back: countof',
  'cond: backagain',
  'cond: boughtafter',
  'cond: campaign',
  'cond: casenoun',
  'cond: lostword',
  'cond: reachtail',
  'cond: response',
  'cond: topwords',
  'cond: unitword',
  'estimate: alive',
  'estimate: backagain',
  'estimate: lostword',
  'event: compared',
  'event: item',
  'event: number',
  'event: onwhat',
  'group: howmany',
  'item: alive',
  'item: backagain',
  'item: byhere',
  'item: compared',
  'item: decade',
  'item: lapsedverb',
  'item: other',
  'item: segment',
  'item: theend',
  'item: topwords',
  'item: verbhere',
  'item: yearnumber',
  'lostword: alive',
  'lostword: backagain',
  'measure: casenoun',
  'segmentgroup: same',
  'state: topwords',
  'super: alive',
  'super: backagain',
  'super: lostword',
]

test('what a pattern binds, its meaning reads', async () => {
  const grammar = new Grammar()
  addConditions(grammar)
  addQuestions(grammar, asking.catalog)
  addDefinitions(grammar)
  expect(grammar.unusedCategories()).toEqual(leftAside)
})

test('every segment that is scored by now is found by a word of its own', async () => {
  const segments = [...asking.catalog.segments.values()]
  expect(segments.length).toBeGreaterThan(10)
  const missed = await unreached(
    segments,
    (word) => [`how many ${word} customers`, `customers who ${word}`, `customers we ${word}`, `${word} of Garden`],
    (name) => [`"segment":"${name}"`],
  )
  expect(missed).toEqual([])
})

/**
 * Days of the first and the last fact, which only questions about one customer ask for so far, and what is told of a
 * segment's history: that is asked for by the segment's name.
 */
const metricsWithoutQuestion: readonly string[] = [
  'first_order',
  'last_order',
  'last_interaction',
  'segment_size',
  'segment_entries',
  'segment_exits',
  'entered_on',
  'left_on',
]

test('every metric is found by a word of its own', async () => {
  const missed = await unreached(
    asking.catalog.metrics.values(),
    (word) => [`${word} this year`, word, `how many ${word}`, `${word} by campaign`],
    // Open cases are cases, of those that are open.
    (name) => [`"metric":"${name}"`, ...(name === 'open_cases' ? ['"case.status"'] : [])],
  )
  expect(missed).toEqual(metricsWithoutQuestion)
})

/** Lines are counted as units and listed as orders or products; stays are what histories of segments are made of. */
const entitiesWithoutQuestion: readonly string[] = ['line', 'stay']

test('every entity is found by a word of its own, as a list or as a number of them', async () => {
  const metrics = [...asking.catalog.metrics.values()]
  const missed = await unreached(
    asking.catalog.entities.values(),
    (word) => [`list all ${word}s`, `list all ${word}`, `how many ${word}s do we have`],
    (name) => [
      `"entity":"${name}"`,
      ...metrics
        .filter(({ at }) => at.length === 1 && at[0]?.entity === name)
        .map((metric) => `"metric":"${metric.name}"`),
    ],
  )
  expect(missed).toEqual(entitiesWithoutQuestion)
})
