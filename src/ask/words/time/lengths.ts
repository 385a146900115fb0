import { add, addDays, type Grain, grains } from '../../days.ts'
import { between, type Period, rollingPeriod } from '../../period.ts'
import type { ComparisonOp } from '../number.ts'
import { parseNumeral, readNumeral } from '../numeral.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { units } from './names.ts'
import { onePeriod, type PeriodReading, type TimeReading } from './reading.ts'
import type { Source } from './source.ts'
import { agoAt, durationAt } from './units.ts'

export const lengthOps = phrases<ComparisonOp>([
  ['more than|over|longer than|greater than|upwards of|in excess of|beyond|well over|older than', 'more_than'],
  ['at least|no less than|a minimum of|not less than|a good|a full', 'at_least'],
  ['less than|under|fewer than|shorter than|not even|within', 'less_than'],
  ['at most|no more than|up to|not more than|a maximum of|no longer than', 'at_most'],
  ['exactly|just', 'equals'],
])
export const laterOps = phrases<ComparisonOp>([
  ['or more|and more|or longer|plus|and over|or over|at least|and up|+', 'at_least'],
  ['or less|or fewer|or shorter|at most|max', 'at_most'],
])
export const lengthPrepositions = phrases<string>(
  ['in', 'for', 'within', 'after', 'inside', 'inside of', 'throughout', 'during'].map((each) => [each, each]),
)

/** "90 days", "within two weeks", "for over a year", "in 90 days or more", "90+ days". */
export function durationReadings({ words }: Source, at: number): TimeReading[] {
  const preposition = longest(lengthPrepositions, words, at)
  const starts = [{ value: null, end: at }, ...(preposition === null ? [] : [preposition])]
  return starts.flatMap(({ value, end }) => [
    ...lengths(words, at, end, null, value),
    ...lengthOps(words, end)
      .filter(() => !says(words, end, 'within'))
      .flatMap((op) => lengths(words, at, op.end, op.value, value)),
  ])
}

function lengths(
  words: readonly Word[],
  at: number,
  start: number,
  op: ComparisonOp | null,
  preposition: string | null,
): TimeReading[] {
  const duration = durationAt(words, start)
  if (duration === null) return op === null ? opInside(words, at, start, preposition) : []
  const said = op ?? (hasPlus(words, start) ? 'at_least' : null)
  const later = said === null ? longest(laterOps, words, duration.end) : null
  const found = [{ end: duration.end, op: said }, ...(later === null ? [] : [{ end: later.end, op: later.value }])]
  return found.map(({ end, op }) => ({
    role: 'duration',
    ...duration.value,
    op,
    preposition,
    score: 1,
    length: end - at,
  }))
}

/** "90 or more days", "6 or more months". */
function opInside(words: readonly Word[], at: number, start: number, preposition: string | null): TimeReading[] {
  const number = readNumeral(words, start)
  const op = number === null ? null : longest(laterOps, words, number.end)
  const unit = op === null ? null : longest(units, words, op.end)
  const grain = grains.find((each) => each === unit?.value.unit)
  const count = (number?.value.value ?? 0) * (unit?.value.times ?? 0)
  if (op === null || unit === null || grain === undefined || !(count >= 1 && Number.isInteger(count))) return []
  return [{ role: 'duration', unit: grain, count, op: op.value, preposition, score: 1, length: unit.end - at }]
}

function hasPlus(words: readonly Word[], at: number): boolean {
  return parseNumeral(words[at]?.lower ?? '')?.plus ?? false
}

/** "more than a year ago", "over six months ago", "at least 90 days ago", "less than a month ago", "a year or more ago". */
export function longAgoReadings(source: Source, at: number): PeriodReading[] {
  const { words } = source
  const before = lengthOps(words, at).flatMap(({ value: op, end }) => {
    const ago = agoAt(words, end)
    const period = ago === null ? null : agoPeriod(op, ago.value.unit, ago.value.count)
    return ago === null || period === null ? [] : [onePeriod(period, at, ago.end, null)]
  })
  return [...before, ...longAgoAfter(words, at), ...agoRanges(source, at)]
}

/** "a year ago or more", "a year or more ago", "90+ days ago". */
function longAgoAfter(words: readonly Word[], at: number): PeriodReading[] {
  const duration = durationAt(words, at)
  if (duration === null) return []
  const op = hasPlus(words, at)
    ? { value: 'at_least' as const, end: duration.end }
    : longest(laterOps, words, duration.end)
  const ago = says(words, op?.end ?? duration.end, 'ago') ? (op?.end ?? duration.end) + 1 : null
  const later = op === null && ago !== null ? longest(laterOps, words, ago) : null
  const said = op ?? later
  const end = later?.end ?? ago
  const period = said === null ? null : agoPeriod(said.value, duration.value.unit, duration.value.count)
  return end === null || period === null ? [] : [onePeriod(period, at, end, null)]
}

function agoPeriod(op: ComparisonOp, unit: Grain, count: number): Period | null {
  const before = rollingPeriod(unit, count, { edge: 'before' })
  if (op === 'more_than') return before
  // The day itself, a year ago today, is at least a year ago.
  if (op === 'at_least') return before.kind === 'rolling' ? { ...before, shift: { unit: 'day', count: 1 } } : null
  return op === 'equals' || op === 'between' ? null : rollingPeriod(unit, count, { edge: 'since' })
}

/** "between 30 and 60 days ago", "3-6 months ago", from the earlier day to the later one, both included. */
function agoRanges({ words, today }: Source, at: number): PeriodReading[] {
  const start = says(words, at, 'between') || says(words, at, 'from') ? at + 1 : at
  const near = nearAndFar(words, start)
  const unit = near === null ? null : longest(units, words, near.end)
  if (near === null || unit === null || !says(words, unit.end, 'ago')) return []
  if (!near.value.every((count) => Number.isInteger(count) && count > 0 && count <= 3660)) return []
  const [later, earlier] = near.value.map((count) => add(today, unit.value.unit, -count * unit.value.times))
  if (earlier === undefined || later === undefined || earlier >= later) return []
  return [{ ...onePeriod(between(earlier, addDays(later, 1)), at, unit.end + 1, null), anchored: true }]
}

/** "30 and 60", "3 to 6", "3-6". */
function nearAndFar(words: readonly Word[], at: number): Found<readonly number[]> | null {
  const together = /^(\d{1,4})-(\d{1,4})$/.exec(words[at]?.lower ?? '')
  if (together !== null) return { value: [Number(together[1]), Number(together[2])], end: at + 1 }
  const first = readNumeral(words, at)
  if (first === null || !['and', 'to', '-'].includes(words[first.end]?.lower ?? '')) return null
  const second = readNumeral(words, first.end + 1)
  return second === null ? null : { value: [first.value.value, second.value.value], end: second.end }
}
