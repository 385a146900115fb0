import { addDays, daysBetween, type ShopCalendar } from '../../../days.ts'
import { buckets, type Period, previous, resolve, type Stretch, shiftPeriod, yearBefore } from '../../../period.ts'
import type { Baseline, Grain } from '../../../plan.ts'
import type { Against } from '../../../words/time.ts'
import { dueIn } from '../grammar/meanings.ts'
import { type ComposeContext, type Draft, Misfit, type Piece } from './draft.ts'
import { noPeriod } from './facts.ts'

/** Every stretch of time that the pieces name. */
export function takeTimes(draft: Draft): Period[] {
  return draft.all('time').flatMap((piece) => {
    draft.use(piece)
    return [...piece.item.periods]
  })
}

/** What has not begun cannot be measured. */
function begun(draft: Draft, period: Period): Period {
  const { from } = resolve(period, draft.context.today, draft.context.calendar)
  const ahead = period.kind === 'rolling' && period.future
  if (from !== null && (ahead || from > draft.context.today)) throw new Misfit('a stretch of time that lies ahead')
  return period
}

/** The one stretch the sentence speaks of; null when it names none. */
export function takePeriod(draft: Draft): Period | null {
  const times = takeTimes(draft)
  const real = times.filter((period) => period.kind !== 'all')
  if (real.length > 1) {
    const within = innermost(real, draft.context)
    if (within && !comesBack(within, real, draft.context)) return within
    throw new Misfit('several stretches of time')
  }
  return real[0] ?? times[0] ?? null
}

/** "Black Friday over the last three years" is one in each of them. */
const comesBack = (within: Period, periods: readonly Period[], context: ComposeContext): boolean =>
  within.kind === 'named' && periods.some((each) => Number.isFinite(lasts(each, context)) && lasts(each, context) > 370)

/** "Every month of this year, January to October": the stretch that lies in each of the others; null where none does. */
export function innermost(periods: readonly Period[], { today, calendar }: ComposeContext): Period | null {
  const spans = periods.map((period) => ({ period, ...resolve(period, today, calendar) }))
  const found = spans.find(({ from, to }) =>
    spans.every((other) => (from ?? '') >= (other.from ?? '') && (to ?? '9999') <= (other.to ?? '9999')),
  )
  return found?.period ?? null
}

/** Whether the plan's own stretch lies in the one that the piece names, which then says nothing more. */
export function isTimeOf({ item }: Piece, plan: unknown, { today, calendar }: ComposeContext): boolean {
  const named: readonly Period[] = [...item.periods, ...(item.ahead ? [dueIn(item.ahead)] : [])]
  const spans = periodsIn(plan).map((period) => resolve(period, today, calendar))
  return named.some((period) => {
    const { from, to } = resolve(period, today, calendar)
    return spans.some(
      (span) => span.from !== null && (span.from ?? '') >= (from ?? '') && (span.to ?? '9999') <= (to ?? '9999'),
    )
  })
}

function periodsIn(part: unknown): readonly Period[] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'period' && value ? [value as Period] : periodsIn(value),
  )
}

/** Whether a condition speaks of the same days: "due next week, Nov 23 to 29". */
export function isSaidIn(conditions: unknown, period: Period, context: ComposeContext): boolean {
  if (typeof conditions !== 'object' || conditions === null) return false
  return Object.entries(conditions).some(([key, value]) =>
    key === 'period' && value ? sameStretch(value as Period, period, context) : isSaidIn(value, period, context),
  )
}

/** The period of the number; several for a list of stretches. */
export function periodFor(draft: Draft, metric: string): Period | Period[] | null {
  const pieces = draft.all('time')
  const listed = pieces.find((piece) => piece.item.role === 'list')
  if (listed && pieces.length === 1) {
    draft.use(listed)
    const periods: Period[] = listed.item.periods.map((period: Period) => begun(draft, period))
    if (
      periods.length > 2 &&
      !draft.pieces.some((piece) => piece.item.kind === 'growth' || piece.item.kind === 'versus')
    )
      throw new Misfit('each of them, or together?')
    return periods
  }
  const period = takePeriod(draft)
  if (period && period.kind !== 'all' && noPeriod.has(metric)) {
    if (metric !== 'customers') throw new Misfit('a figure that has no period')
    throw new Misfit('customers in a stretch of time')
  }
  if (period && !['follow_ups'].includes(metric)) begun(draft, period)
  return period?.kind === 'all' ? null : period
}

/** The stretch asked about and the one it is set against; `base` is null where each bucket has its own. */
export function takeStretches(draft: Draft): { main: Period; baseline: Baseline; base: Period | null } {
  const pieces = draft.all('time')
  for (const piece of pieces) draft.use(piece)
  const compared = pieces.find((piece) => piece.item.role === 'comparison')
  const plain = pieces
    .filter((piece) => piece !== compared)
    .flatMap((piece) => [...piece.item.periods])
    .filter((period) => period.kind !== 'all')
  if (compared) {
    const against: Against = compared.item.against
    const named: Period | undefined = compared.item.main ?? plain[0] ?? mainBefore(against)
    if (!named) throw new Misfit('compared with what?')
    const main = begun(
      draft,
      against.kind === 'period' ? inSameYear(draft, named, against.period, compared.words) : named,
    )
    const based = apartFrom(main, withBaseline(main, against, draft.context), draft.context)
    const said = [main, ...(based.base ? [based.base] : [])].map((period) =>
      JSON.stringify(resolve(period, draft.context.today, draft.context.calendar)),
    )
    const other = plain.filter(
      (period) =>
        period !== named &&
        !said.includes(JSON.stringify(resolve(period, draft.context.today, draft.context.calendar))),
    )
    if (other.length > 0) throw new Misfit('compared with what?')
    return based
  }
  const [first, other] = plain
  const behind = pieces.find(({ item }) => item.periods?.includes(other))
  const one = first && other && begun(draft, inSameYear(draft, first, begun(draft, other), behind?.words ?? ''))
  if (
    plain.length !== 2 ||
    !one ||
    !other ||
    overlap(
      resolve(one, draft.context.today, draft.context.calendar),
      resolve(other, draft.context.today, draft.context.calendar),
    )
  )
    throw new Misfit('compared with what?')
  // "from Q3 last year to Q3 this year": the later one is measured from the earlier one, whatever their order
  if (sameStretch(one, other, draft.context)) throw new Misfit('compared with itself')
  const swapped =
    startOf(one, draft.context) < startOf(other, draft.context) &&
    draft.pieces.some((piece) => piece.item.kind === 'growth')
  const [main, base] = swapped ? [other, one] : [one, other]
  return { main, base, baseline: { kind: 'period', period: base } }
}

/** "H1 vs H2 2025", "January against February last year": the year is said once, and is that of both. */
function inSameYear(draft: Draft, main: Period, other: Period, words: string): Period {
  const said = draft.pieces.find(({ item }) => item.kind === 'time' && item.periods?.includes(main))
  if (!said || !ofYear.test(words) || isDated.test(said.words)) return main
  const [from, to] = [main, other].map((period) => Number(startOf(period, draft.context).slice(0, 4)))
  const moved = from && to && from !== to ? shiftPeriod(main, 'year', to - from) : main
  return sameStretch(moved, other, draft.context) ? main : moved
}

/** A year said behind the name of a part of it. */
const ofYear = /\p{L}\d?\s+(?:of )?(?:in )?(?:(?:last|this) year|(?:19|20)\d\d)$/iu
const isDated = /\b(?:year|last|this|previous|(?:19|20)\d\d|ago|today|so far|week|weekend|days?)\b/i

/** "Compared with last year", and nothing else said: this year up to today. */
const mainBefore = (against: Against): Period | undefined =>
  (against.kind === 'back' && against.unit === 'year' && against.count === 1) ||
  (against.kind === 'period' && JSON.stringify(against.period).includes('"end":"today"'))
    ? { kind: 'calendar', unit: 'year', offset: 0, count: 1, end: 'today', edge: 'within', shift: null }
    : undefined

/** Whether they are the same days. */
export const sameStretch = (one: Period, other: Period, { today, calendar }: ComposeContext): boolean =>
  JSON.stringify(resolve(one, today, calendar)) === JSON.stringify(resolve(other, today, calendar))

/** "This summer compared with last summer", said in autumn: the summer before the latest. */
function apartFrom(main: Period, based: ReturnType<typeof withBaseline>, context: ComposeContext): typeof based {
  const { base } = based
  if (!base || !sameStretch(main, base, context)) return based
  const before = yearBefore(base)
  if (base.kind !== 'named' || sameStretch(main, before, context)) throw new Misfit('compared with itself')
  return { main, base: before, baseline: { kind: 'period', period: before } }
}

const overlap = (one: Stretch, other: Stretch): boolean =>
  (one.from ?? '') < (other.to ?? '9999') && (other.from ?? '') < (one.to ?? '9999')

function startOf(period: Period, context: ComposeContext): string {
  return resolve(period, context.today, context.calendar).from ?? ''
}

const daysIn: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 }

/** How many days a stretch has; one without a beginning or an end has no number of them. */
function lasts(period: Period, { today, calendar }: ComposeContext): number {
  const { from, to } = resolve(period, today, calendar)
  return from && to ? daysBetween(from, to) : Number.POSITIVE_INFINITY
}

const before = (main: Period, { unit, count }: Extract<Against, { kind: 'back' }>): Period =>
  unit === 'year' && count === 1 ? yearBefore(main) : shiftPeriod(main, unit, -count)

/** How many days, weeks, months … a stretch has, the last up to today. */
export function bucketCount(period: Period, grain: Grain, context: { today: string; calendar: ShopCalendar }): number {
  const { from, to } = resolve(period, context.today, context.calendar)
  if (!from) throw new Misfit('every bucket of all time')
  return buckets({ from, to: to ?? addDays(context.today, 1) }, grain, context.calendar).length
}

/** Each day, week, month … of a stretch, at most a year of months. */
export function bucketsOf(period: Period, grain: Grain, context: { today: string; calendar: ShopCalendar }): Period[] {
  const { from, to } = resolve(period, context.today, context.calendar)
  if (!from) throw new Misfit('every bucket of all time')
  const end = to ?? addDays(context.today, 1)
  const found = buckets({ from, to: end }, grain, context.calendar)
  if (found.length > 12) throw new Misfit('too many stretches')
  return found.map((first, index) => ({ kind: 'between', from: first, to: found[index + 1] ?? end }))
}

function withBaseline(
  main: Period,
  against: Against,
  context: ComposeContext,
): { main: Period; baseline: Baseline; base: Period | null } {
  switch (against.kind) {
    case 'period':
      return { main, base: against.period, baseline: { kind: 'period', period: against.period } }
    case 'back':
      return {
        main,
        base: lasts(main, context) <= against.count * daysIn[against.unit] ? before(main, against) : null,
        baseline: { kind: 'back', unit: against.unit, count: against.count },
      }
    case 'previous': {
      const base = previous(main)
      if (!base) throw new Misfit('nothing before that')
      return { main, base, baseline: { kind: 'period', period: base } }
    }
    default:
      return against satisfies never
  }
}
