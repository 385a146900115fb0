import type { Kysely } from 'kysely'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import type { AskContext } from '../ask.ts'
import type { OpenPlanner } from '../opening.ts'
import { withMine } from './mine.ts'
import { type Breaker, openBreaker } from './model/breaker.ts'
import { type KnownWords, knownWords } from './model/known-words.ts'
import { createModelReader, type ModelReader } from './model/model.ts'
import { openModelServer } from './model/server.ts'
import { createOfflinePlanner } from './offline/offline.ts'
import { peopleLookup } from './offline/people.ts'
import { loadVocabulary, type Vocabulary } from './offline/vocabulary.ts'
import type { Planner } from './planner.ts'
import { withSaved } from './saved/saved.ts'
import { together } from './together.ts'

/** The planner that comes along: no key, no network. */
export const openOfflinePlanner = async (shop: Context, catalog: Catalog): Promise<Planner> =>
  withMine(offlinePlanner(shop, catalog, await loadVocabulary(shop.reader)), shop.reader)

/** All that reads questions: what people confirmed, the planner that comes along, a model where the shop has one. */
export const openPlanner: OpenPlanner = async (shop, catalog, asking) => {
  const vocabulary = await loadVocabulary(shop.reader)
  const offline = offlinePlanner(shop, catalog, vocabulary)
  const model = modelReader(shop, catalog, vocabulary, asking)
  const planner = together({ offline, model, doubleCheck: shop.settings.doubleCheck, asking })
  return withSaved(withMine(planner, shop.reader), asking)
}

function offlinePlanner({ reader, settings, today }: Context, catalog: Catalog, vocabulary: Vocabulary): Planner {
  return createOfflinePlanner({
    catalog,
    vocabulary,
    people: peopleLookup(reader, today),
    calendar: settings,
    country: settings.country,
    topPercent: settings.topPercent,
    today,
  })
}

/** One for each shop of this process: how its server did is remembered while catalogues come and go. */
const breakers = new WeakMap<Kysely<Database>, Breaker>()

function breakerOf({ db }: Context): Breaker {
  const known = breakers.get(db) ?? openBreaker(() => performance.now())
  breakers.set(db, known)
  return known
}

/** Null without a server, or where the shop has forbidden it. */
function modelReader(
  shop: Context,
  catalog: Catalog,
  vocabulary: Vocabulary,
  asking: () => AskContext,
): ModelReader | null {
  const server = openModelServer(shop.openai)
  if (server === null || shop.settings.model === 'off') return null
  let words: KnownWords | null = null
  const known = (): KnownWords => {
    words ??= knownWords(catalog, vocabulary)
    return words
  }
  const reader = () =>
    createModelReader({ shop, catalog, vocabulary, known: known(), server, breaker: breakerOf(shop), asking })
  return { read: (...asked) => reader().read(...asked) }
}
