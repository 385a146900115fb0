import type { Segment } from '../catalog/types.ts'
import type { ReadScope } from '../db/reading.ts'
import { writeNumber } from './amounts.ts'
import { anonymousSalesNotes } from './anonymous-sales.ts'
import type { CheckedCohorts, CheckedPlan, CheckedQuery, HistoryUse } from './checked.ts'
import { addDays, daysBetween } from './days.ts'
import { meaningFor } from './meanings.ts'
import { partsOf } from './parts.ts'
import type { Stretch } from './period.ts'
import { describePeriod, writeDay, writeDays } from './period-text.ts'
import type { PhraseContext } from './phrases.ts'
import type { Note } from './reply.ts'
import type { ShopRules } from './rules.ts'
import { capital } from './wording.ts'

/** The words used with what they mean here, the days they cover, and what to keep in mind. */
export function notesOn(plan: CheckedPlan, scope: ReadScope, context: PhraseContext): readonly Note[] {
  if (plan.kind === 'why')
    return [definition(capital(plan.segment.label), meaningFor(plan, scope, context), context.rules)]
  if (plan.kind !== 'list' && plan.kind !== 'measure' && plan.kind !== 'cohorts') return []
  return unique([
    ...definitions(plan, scope, context),
    ...dates(plan, context),
    ...unfinished(plan, context),
    ...uneven(plan, context),
    ...anonymousSalesNotes(plan, scope),
  ])
}

function definitions(plan: CheckedQuery, scope: ReadScope, context: PhraseContext): readonly Note[] {
  const { rules } = context
  const { metrics, segments, fields, histories } = partsOf(plan)
  const worthSaying = fields.filter(({ alias, synonyms }) => (alias === 's' || alias === 'sc') && synonyms.length > 0)
  return [
    ...segments.map((one) => {
      const { segment, percent, category } = one
      const label = capital(category === null ? segment.label : `${segment.label} of ${category}`)
      return definition(label, meaningFor(one, scope, context), { ...rules, topPercent: percent })
    }),
    ...moved(histories, scope).map(({ label, meaning }) => definition(capital(label), meaning, rules)),
    ...metrics.map(({ label, meaning }) => definition(label, meaning, rules)),
    ...worthSaying.map(({ label, meaning }) => definition(label, meaning, rules)),
  ]
}

/** What a saved segment means may name customers whom the asker does not see; of many segments each is in the table. */
function moved(histories: readonly HistoryUse[], scope: ReadScope): readonly Segment[] {
  const segments = [...new Set(histories.map(({ segment }) => segment))]
  return segments.length > 3 ? [] : segments.filter(({ saved }) => saved === undefined || scope.kind === 'all')
}

const definition = (label: string, meaning: string, rules: ShopRules): Note => ({
  kind: 'definition',
  text: `${label}: ${fill(meaning, rules)}`,
})

/** A meaning with the shop's own numbers in it. */
export function fill(meaning: string, rules: ShopRules): string {
  const numbers: Readonly<Record<string, number>> = {
    top_percent: rules.topPercent,
    due_gaps: rules.dueGaps,
    lapsed_gaps: rules.lapsedGaps,
    minimum_gap_days: rules.minimumGapDays,
    default_gap_days: rules.defaultGapDays,
    likely_gone_percent: rules.likelyGonePercent,
  }
  return meaning.replace(/:([a-z_]+)/g, (whole, name: string) =>
    name in numbers ? writeNumber(numbers[name] ?? 0) : whole,
  )
}

function dates(plan: CheckedQuery, { today, rules }: PhraseContext): readonly Note[] {
  const bounded = partsOf(plan).periods.filter(({ period }) => period.kind !== 'all')
  const measures = plan.kind === 'measure' ? plan.measures : []
  const earlier = measures.flatMap((measure) =>
    measure.kind === 'change' && measure.baseline.kind === 'back' ? [measure.baseline.stretch] : [],
  )
  return [
    ...bounded.map(({ period }): Note => ({ kind: 'period', text: `Dates: ${describePeriod(period, today, rules)}.` })),
    ...earlier.flatMap(({ from, to }): readonly Note[] =>
      from && to ? [{ kind: 'period', text: `Compared with ${writeDays({ from, to })}.` }] : [],
    ),
  ]
}

/** The last bucket of a breakdown over time is often a part of one. */
function unfinished(plan: CheckedQuery, { today }: PhraseContext): readonly Note[] {
  if (plan.kind === 'cohorts') return [unfinishedCohorts(plan)]
  const time = plan.kind === 'measure' ? plan.by.find((dimension) => dimension.kind === 'time') : undefined
  if (time?.kind !== 'time' || plan.kind !== 'measure') return []
  const reachesToday = plan.measures.some(
    ({ period }) => period === null || period.stretch.to === null || addDays(period.stretch.to, -1) >= today,
  )
  if (!reachesToday || time.grain === 'day') return []
  return [{ kind: 'caveat', text: `The last ${time.grain} is not over: figures up to ${writeDay(today)}.` }]
}

/** Days by which two stretches that are compared may differ and still be alike: of months, quarters and leap years. */
const alike = 0.12

/** "This year against last year", in November: what is not over yet stands against a whole year, and looks worse. */
function uneven(plan: CheckedPlan, { today }: PhraseContext): readonly Note[] {
  const measures = plan.kind === 'measure' ? plan.measures : plan.kind === 'list' ? plan.columns : []
  return measures.flatMap((measure): readonly Note[] => {
    if (measure.kind !== 'change' || measure.baseline.kind !== 'period' || !measure.period) return []
    const { stretch, period } = measure.period
    const [days, before] = [lengthOf(stretch), lengthOf(measure.baseline.period.stretch)]
    const open = period.kind === 'calendar' && period.end === 'today' && stretch.to === addDays(today, 1)
    if (!open || days === null || before === null || before <= days * (1 + alike)) return []
    return [{ kind: 'caveat', text: `The ${days} days so far stand against ${before} days before.` }]
  })
}

const lengthOf = ({ from, to }: Stretch): number | null => (from && to ? daysBetween(from, to) : null)

const unfinishedCohorts = ({ grain }: CheckedCohorts): Note => ({
  kind: 'caveat',
  text: `A ${grain} that is not over yet is left empty; the customers of this ${grain} are those so far.`,
})

function unique(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()]
}
