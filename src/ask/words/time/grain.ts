import { type Grain, grains } from '../../days.ts'
import { longest, phrases } from '../phrases.ts'
import type { TimeReading } from './reading.ts'
import type { Source } from './source.ts'

/** What a breakdown over time counts by; `weekday` puts all Mondays together. */
interface SaidGrain {
  readonly grain: Grain | 'weekday'
  /** "each month", "every quarter": each one is meant, which may also be a condition ("ordered in every year"). */
  readonly every: boolean
  readonly score: number
}

const spelled: Readonly<Record<Grain, readonly string[]>> = {
  day: ['day'],
  week: ['week', 'wk'],
  month: ['month', 'mo', 'mth'],
  quarter: ['quarter', 'qtr'],
  year: ['year', 'yr'],
}
const adverbs: Readonly<Record<Grain, string>> = {
  day: 'daily|day by day|on a daily basis|day wise',
  week: 'weekly|week by week|on a weekly basis|week wise',
  month: 'monthly|month by month|on a monthly basis|month wise|by months',
  quarter: 'quarterly|quarter by quarter|on a quarterly basis|by quarters',
  year: 'yearly|annually|year by year|on a yearly basis|on an annual basis|annual|by years|per annum',
}

export const grainWords = phrases<SaidGrain>([
  ...grains.flatMap((grain) =>
    spelled[grain].flatMap((unit) => [
      [
        opened(['by', 'per', 'by the', 'per calendar', 'by calendar', 'per each', 'within each'], unit),
        said(grain),
      ] as const,
      [
        opened(['each', 'every', 'each single', 'every single', 'each and every', 'each calendar'], unit),
        said(grain, true),
      ] as const,
      [
        opened(
          ['for each', 'for every', 'in each', 'in every', 'in every single', 'during each', 'in each single'],
          unit,
        ),
        said(grain, true),
      ] as const,
      [
        opened(['by each', 'for each single', 'for every single', 'in each and every', 'in any given'], unit),
        said(grain, true),
      ] as const,
      [opened(['a'], unit), said(grain, false, 0.5)] as const,
    ]),
  ),
  ...grains.map((grain) => [adverbs[grain], said(grain)] as const),
  ['over time|through time|across time', said('month', false, 0.6)],
  [
    'by day of the week|by day of week|by weekday|per weekday|by week day|by days of the week|by the day of the week',
    said('weekday'),
  ],
  ['over the days of the week|across the days of the week|each day of the week|every day of the week', said('weekday')],
  [
    'per day of the week|for each day of the week|for every day of the week|by weekdays|days of the week',
    said('weekday'),
  ],
  ['day of the week|day of week|days of week|weekday|weekdays|which day of the week|for each weekday', said('weekday')],
])

export function grainReadings({ words }: Source, at: number): TimeReading[] {
  const found = longest(grainWords, words, at)
  return found === null ? [] : [{ role: 'grain', ...found.value, length: found.end - at }]
}

function opened(openings: readonly string[], unit: string): string {
  return openings.map((opening) => `${opening} ${unit}`).join('|')
}

function said(grain: SaidGrain['grain'], every = false, score = 1): SaidGrain {
  return { grain, every, score }
}
