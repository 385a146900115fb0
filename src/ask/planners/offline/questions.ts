import type { Catalog } from '../../../catalog/catalog.ts'
import type { Grammar } from './engine.ts'
import { addAsides } from './grammar/asides.ts'
import { addAverages } from './grammar/averages.ts'
import { addComparisons, addHalves, addPairs } from './grammar/comparisons.ts'
import { addDimensions } from './grammar/dimensions.ts'
import { addGroups, addSegmentGroups } from './grammar/groups.ts'
import { addHeads } from './grammar/heads.ts'
import { addInteractionMeasures } from './grammar/interaction-measures.ts'
import { addLightWords } from './grammar/light-words.ts'
import { addLittlePhrases } from './grammar/little-phrases.ts'
import { addMeasures } from './grammar/measures.ts'
import { addNthOrders } from './grammar/nth-orders.ts'
import { addOrderings } from './grammar/orderings.ts'
import { addItems } from './grammar/pieces.ts'
import { addProfiles } from './grammar/profiles.ts'
import { addRankings } from './grammar/rankings.ts'
import { addBackReferences } from './grammar/references.ts'
import { addSingleOrders } from './grammar/single-orders.ts'
import { addSoldEvents } from './grammar/sold.ts'
import { addSubjects } from './grammar/subjects.ts'
import { addWholePhrases } from './grammar/whole-phrases.ts'

/** What is asked for: heads, subjects, numbers, rankings, breakdowns, comparisons. */
export function addQuestions(grammar: Grammar, catalog: Catalog): void {
  addHeads(grammar)
  addSubjects(grammar)
  addLightWords(grammar)
  addLittlePhrases(grammar)
  addMeasures(grammar)
  addAverages(grammar, catalog)
  addNthOrders(grammar)
  addInteractionMeasures(grammar)
  addRankings(grammar)
  addOrderings(grammar)
  addDimensions(grammar, catalog)
  addGroups(grammar)
  addComparisons(grammar)
  addPairs(grammar)
  addHalves(grammar)
  addProfiles(grammar)
  addAsides(grammar)
  addItems(grammar)
  addSoldEvents(grammar)
  addSegmentGroups(grammar)
  addBackReferences(grammar)
  addSingleOrders(grammar)
  addWholePhrases(grammar)
}
