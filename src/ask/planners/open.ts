import type { Catalog } from '../../catalog/catalog.ts'
import type { Context } from '../../context.ts'
import { withMine } from './mine.ts'
import { createOfflinePlanner } from './offline/offline.ts'
import { peopleLookup } from './offline/people.ts'
import { loadVocabulary } from './offline/vocabulary.ts'
import type { Planner } from './planner.ts'

/** The planner that comes along: no key, no network. */
export const openOfflinePlanner = async ({ reader, settings, today }: Context, catalog: Catalog): Promise<Planner> => {
  const planner = createOfflinePlanner({
    catalog,
    vocabulary: await loadVocabulary(reader),
    people: peopleLookup(reader, today),
    calendar: settings,
    country: settings.country,
    topPercent: settings.topPercent,
    today,
  })
  return withMine(planner, reader)
}
