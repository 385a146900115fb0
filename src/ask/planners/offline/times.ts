import { daysBetween } from '../../days.ts'
import { type Period, resolve } from '../../period.ts'
import { readTime, type TimeContext } from '../../words/time.ts'
import type { Grammar, Reading } from './engine.ts'

const days: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }

/** The categories of time: `when` (one stretch), `whenlist`, `graintime`, `duration`, `versuswhen`, `wheneach`. */
export function addTimes(grammar: Grammar, context: () => TimeContext): void {
  const readings = (tokens: Parameters<typeof readTime>[0], at: number) => readTime(tokens, at, context())
  grammar.reader('when', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'period' && reading.periods.length === 1 && !reading.each
        ? [{ end: at + reading.length, value: reading.periods[0], cost: 1 - reading.score }]
        : [],
    ),
  )
  grammar.reader('whenboth', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'period' && reading.periods.length === 1 && !reading.each
        ? [
            {
              end: at + reading.length,
              value: { period: reading.periods[0], ahead: nearer(reading.periods[0], reading.ahead, context()) },
              cost: 1 - reading.score,
            },
          ]
        : [],
    ),
  )
  grammar.reader('ahead', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'period' && reading.periods.length === 1
        ? [
            {
              end: at + reading.length,
              value: nearer(reading.periods[0], reading.ahead, context()),
              cost: 1 - reading.score,
            },
          ]
        : [],
    ),
  )
  grammar.reader('whenlist', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'period' && reading.periods.length > 1
        ? [{ end: at + reading.length, value: reading.periods, cost: 1 - reading.score }]
        : [],
    ),
  )
  grammar.reader('wheneach', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'period' && reading.each
        ? [
            {
              end: at + reading.length,
              value: { periods: reading.periods, grain: reading.grain },
              cost: 1 - reading.score,
            },
          ]
        : [],
    ),
  )
  grammar.reader('graintime', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'grain' && reading.grain !== 'weekday'
        ? [{ end: at + reading.length, value: reading.grain, cost: 0 }]
        : [],
    ),
  )
  grammar.reader('duration', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'duration'
        ? [
            {
              end: at + reading.length,
              value: {
                unit: reading.unit,
                count: reading.count,
                op: reading.op,
                days: reading.count * (days[reading.unit] ?? 1),
                preposition: reading.preposition,
              },
              cost: 0,
            },
          ]
        : [],
    ),
  )
  grammar.reader('versuswhen', (tokens, at) =>
    readings(tokens, at).flatMap((reading): Reading[] =>
      reading.role === 'comparison'
        ? [
            {
              end: at + reading.length,
              value: { main: reading.main, against: reading.against },
              cost: 1 - reading.score,
            },
          ]
        : [],
    ),
  )
  grammar.rule('unit', 'day|days', () => ({ days: 1 }))
  grammar.rule('unit', 'week|weeks', () => ({ days: 7 }))
  grammar.rule('unit', 'month|months', () => ({ days: 30 }))
  grammar.rule('unit', 'year|years', () => ({ days: 365 }))
}

/** Of a date without a year, the one nearer to today: due dates lie on both sides of it. */
function nearer(past: Period, ahead: Period | null, { today, calendar }: TimeContext): Period {
  if (!ahead) return past
  const far = (period: Period): number => {
    const { from, to } = resolve(period, today, calendar)
    return Math.min(...[from, to].filter((day) => day !== null).map((day) => Math.abs(daysBetween(today, day))), 36_500)
  }
  return far(ahead) <= far(past) ? ahead : past
}

/** Words of time and number that spelling correction may correct to. */
export const timeWords: readonly string[] =
  `today yesterday tomorrow day days week weeks month months quarter quarters year years fortnight last this past next previous current ago since before after until between through during within
   january february march april june july august september october november december jan feb mar apr may jun jul aug sep sept oct nov dec
   monday tuesday wednesday thursday friday saturday sunday weekend spring summer fall autumn winter holiday holidays christmas easter thanksgiving black cyber new labor memorial halloween
   start beginning end half first second third fourth latest trailing rolling ytd mtd qtd wtd date time all ever far season easter eve mother mothers father fathers valentine valentines
   one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen couple once twice thrice
   more most less least fewer than over under above below exactly only percent dollar dollars bucks usd grand half third quarter times or up least minimum maximum at north upwards`.split(
    /\s+/,
  )
