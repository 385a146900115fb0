import type { CheckedQuery, HistoryUse } from './checked.ts'
import type { Day } from './days.ts'
import { partsOf } from './parts.ts'
import { writeDay } from './period-text.ts'
import type { Note } from './reply.ts'
import { joined } from './wording.ts'

/** Where the histories that a plan looks at begin later, know less, or end earlier than it asks. */
export function historyNotes(plan: CheckedQuery): readonly Note[] {
  const uses = partsOf(plan).histories
  return [
    ...told(uses.filter(beginsLate), ({ history }) => `known from ${writeDay(history.fromDay)} on`),
    ...told(
      uses.filter(isCoarse),
      ({ history }) => `known ${history.step} by ${history.step} only before ${writeDay(history.dailyFrom)}`,
    ),
    ...told(uses.filter(endsEarly), ({ history }) => `recorded up to ${writeDay(history.untilDay)}`),
  ]
}

const earliest = ({ from, history }: HistoryUse): Day =>
  from === null || from < history.fromDay ? history.fromDay : from
const beginsLate = ({ from, history }: HistoryUse): boolean => from === null || from < history.fromDay
const isCoarse = (use: HistoryUse): boolean => use.history.step !== 'day' && earliest(use) < use.history.dailyFrom
const endsEarly = ({ to, history }: HistoryUse): boolean => to > history.untilDay

/** Histories are mostly recorded together: what holds for several is said once. */
function told(uses: readonly HistoryUse[], what: (use: HistoryUse) => string): readonly Note[] {
  const texts = new Map<string, Set<string>>()
  for (const use of uses) texts.set(what(use), (texts.get(what(use)) ?? new Set()).add(`“${use.segment.label}”`))
  return [...texts].map(([text, labels]) => ({
    kind: 'caveat',
    text: `Who was in ${joined([...labels].slice(0, most))}${labels.size > most ? ' and others' : ''} is ${text}.`,
  }))
}

const most = 3
