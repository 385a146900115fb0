import type { OpenPlanner } from '../opening.ts'
import { withMine } from './mine.ts'
import { createOfflinePlanner } from './offline/offline.ts'
import { peopleLookup } from './offline/people.ts'
import { loadVocabulary } from './offline/vocabulary.ts'

/** The planner that comes along: no key, no network. */
export const openOfflinePlanner: OpenPlanner = async ({ reader, settings, today }, catalog) => {
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
