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
import { type ModelServer, openModelServer } from './model/server.ts'
import { createOfflinePlanner } from './offline/offline.ts'
import { peopleLookup } from './offline/people.ts'
import { loadVocabulary, type Vocabulary } from './offline/vocabulary.ts'
import type { Planner } from './planner.ts'
import { withSaved } from './saved/saved.ts'
import { modelAlone, together } from './together.ts'

/** The planner that comes along: no key, no network. */
export const openOfflinePlanner = async (shop: Context, catalog: Catalog): Promise<Planner> =>
  withMine(offlinePlanner(shop, catalog, await loadVocabulary(shop.reader)), shop.reader)

/** All that reads questions: what people confirmed, the planner that comes along, a model where the shop has one. */
export const openPlanner: OpenPlanner = async (shop, catalog, asking) => {
  const server = shop.settings.model === 'off' ? null : openModelServer(shop.openai)
  return withSaved(await openBoth(server)(shop, catalog, asking), asking)
}

/** The planner that comes along, and the model of that server where it declines; what people confirmed aside. */
export const openBoth =
  (server: ModelServer | null): OpenPlanner =>
  async (shop, catalog, asking) => {
    const vocabulary = await loadVocabulary(shop.reader)
    const offline = offlinePlanner(shop, catalog, vocabulary)
    const model = server && modelReader({ shop, catalog, vocabulary, asking, server })
    return withMine(together({ offline, model, doubleCheck: shop.settings.doubleCheck, asking }), shop.reader)
  }

/** The model of that server and nothing else, to see what it does by itself. */
export const openModelAlone =
  (server: ModelServer): OpenPlanner =>
  async (shop, catalog, asking) => {
    const vocabulary = await loadVocabulary(shop.reader)
    return withMine(modelAlone(modelReader({ shop, catalog, vocabulary, asking, server })), shop.reader)
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

interface Reading {
  readonly shop: Context
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly asking: () => AskContext
  readonly server: ModelServer
}

/** The words it tells names from are gathered when the first question needs them. */
function modelReader(reading: Reading): ModelReader {
  const { shop, catalog, vocabulary } = reading
  let words: KnownWords | null = null
  return {
    read: (...asked) => {
      words ??= knownWords(catalog, vocabulary)
      return createModelReader({ ...reading, known: words, breaker: breakerOf(shop) }).read(...asked)
    },
  }
}
