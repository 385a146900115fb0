import { ordinalWords } from '../number.ts'
import { collective, small, tens } from '../numeral.ts'
import type { Phrases } from '../phrases.ts'
import { comparisonLeads } from './comparisons.ts'
import { ofMonth } from './floating.ts'
import { grainWords } from './grain.ts'
import { laterOps, lengthOps, lengthPrepositions } from './lengths.ts'
import * as names from './names.ts'
import { places, rests, sides } from './parts.ts'
import { backwards } from './periods.ts'
import { earlierBy, overYears, previousOnes, sameNouns, sameSpanPrepositions, sameWords } from './pointers.ts'
import { earlierWords } from './stretches.ts'
import { approximations } from './units.ts'
import { yearOpenings } from './years.ts'

/** Tables whose phrases may begin a phrase of time. */
const opening: readonly Phrases<unknown>[] = [
  names.monthNames,
  names.weekdayNames,
  names.partNames,
  names.seasonNames,
  names.holidayNames,
  names.units,
  names.determiners,
  names.toDatePhrases,
  names.everPhrases,
  names.withinWords,
  names.eachWords,
  names.edgeWords,
  names.startsAndEnds,
  names.unitEnds,
  names.fiscalWords,
  names.fiscalQuarters,
  comparisonLeads,
  earlierWords,
  grainWords,
  lengthOps,
  lengthPrepositions,
  overYears,
  places,
  previousOnes,
  rests,
  sameWords,
  yearOpenings,
  collective,
  ordinalWords,
  small,
  tens,
]
const following: readonly Phrases<unknown>[] = [
  names.agoWords,
  names.justEnded,
  names.onwards,
  names.rangeWords,
  names.soFarWords,
  names.wholeAdjectives,
  backwards,
  earlierBy,
  laterOps,
  ofMonth,
  sameNouns,
  sides,
]
const single =
  'the a an its just today tonight yesterday tomorrow from as between anywhere ttm ltm ly py present morning afternoon evening'

const starts: ReadonlySet<string> = new Set([
  ...opening.flatMap((table) => [...table.starts]),
  ...sameSpanPrepositions,
  ...approximations,
  ...single.split(' '),
])

/** False for a word that no phrase of time begins with: most of a question is passed over by this. */
export function mayBeginTime(lower: string): boolean {
  return starts.has(lower) || /^[#'$€£¥lt]?\d|^[cf]y\d/.test(lower)
}

/** Every word that the grammar of time knows, for whoever mends spelling. */
export const timeVocabulary: ReadonlySet<string> = new Set([
  ...[...opening, ...following].flatMap((table) => [...table.vocabulary]),
  ...single.split(' '),
])
