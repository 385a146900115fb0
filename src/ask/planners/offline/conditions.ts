import type { Grammar } from './engine.ts'
import { addAbsences } from './grammar/absences.ts'
import { addAges } from './grammar/ages.ts'
import { addAttributes } from './grammar/attributes.ts'
import { addCampaigns } from './grammar/campaigns.ts'
import { addCases, addWaiting } from './grammar/cases.ts'
import { addCohorts } from './grammar/cohorts.ts'
import { addConsents, addDoNotContact } from './grammar/consent.ts'
import { addContactDetails, addShownDetails } from './grammar/contact-details.ts'
import { addContacts } from './grammar/contacts.ts'
import { addCounts } from './grammar/counts.ts'
import { addDataQuality } from './grammar/data-quality.ts'
import { addDates } from './grammar/dates.ts'
import { addEstimates } from './grammar/estimates.ts'
import { addInteractions } from './grammar/interactions.ts'
import { addLanguages } from './grammar/languages.ts'
import { addManners } from './grammar/manners.ts'
import { addMovement } from './grammar/movement.ts'
import { addNotes } from './grammar/notes.ts'
import { addOwners } from './grammar/owners.ts'
import { addPlaces } from './grammar/places.ts'
import { addPurchases } from './grammar/purchases.ts'
import { addChannels, addReach } from './grammar/reach.ts'
import { addReferrals } from './grammar/referrals.ts'
import { addRepeats } from './grammar/repeats.ts'
import { addRhythms } from './grammar/rhythms.ts'
import { addScores } from './grammar/scores.ts'
import { addHeavy, addSegments, addTop } from './grammar/segments.ts'
import { addSources } from './grammar/sources.ts'
import { addSpending, addSpendingAgainst } from './grammar/spending.ts'
import { addTags } from './grammar/tags.ts'
import { addWhats } from './grammar/whats.ts'
import { addMacros } from './grammar/words.ts'
import { addWritten } from './grammar/written.ts'

/** How customers are described: where they live, what they bought or did not, what we may do, what we know of them. */
export function addConditions(grammar: Grammar): void {
  addMacros(grammar)
  addWhats(grammar)
  addManners(grammar)
  addPurchases(grammar)
  addAbsences(grammar)
  addCounts(grammar)
  addSpending(grammar)
  addSpendingAgainst(grammar)
  addRepeats(grammar)
  addSegments(grammar)
  addTop(grammar)
  addHeavy(grammar)
  addReferrals(grammar)
  addPlaces(grammar)
  addOwners(grammar)
  addTags(grammar)
  addSources(grammar)
  addLanguages(grammar)
  addAttributes(grammar)
  addAges(grammar)
  addDoNotContact(grammar)
  addContactDetails(grammar)
  addShownDetails(grammar)
  addDataQuality(grammar)
  addChannels(grammar)
  addReach(grammar)
  addConsents(grammar)
  addContacts(grammar)
  addInteractions(grammar)
  addCases(grammar)
  addWaiting(grammar)
  addNotes(grammar)
  addWritten(grammar)
  addCampaigns(grammar)
  addRhythms(grammar)
  addDates(grammar)
  addEstimates(grammar)
  addScores(grammar)
  addMovement(grammar)
  addCohorts(grammar)
}
