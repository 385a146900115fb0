import { calendarPeriod, type Period, resolve } from '../period.ts'
import { longest } from './phrases.ts'
import { numericDates } from './time-dates.ts'
import { floatingBases } from './time-floating.ts'
import type { Base, Source, TimeContext } from './time-source.ts'
import { unitBasesAt } from './time-units.ts'
import { soFarWords } from './time-words.ts'
import { fiscalBases, yearBases } from './time-years.ts'
import type { Word } from './word.ts'

/** The question, ready to be read from any of its words. */
export function openSource(words: readonly Word[], context: TimeContext): Source {
  const known = new Map<number, readonly Base[]>()
  const source: Source = { ...context, words, basesAt: (at) => known.get(at) ?? remember(at) }
  function remember(at: number): readonly Base[] {
    // "The year before" looks at the stretches before it: what is being read is not yet one of them.
    known.set(at, [])
    const bases = readBases(source, at)
    known.set(at, bases)
    return bases
  }
  return source
}

function readBases(source: Source, at: number): readonly Base[] {
  return [
    ...unitBasesAt(source, at),
    ...yearBases(source, at),
    ...fiscalBases(source, at),
    ...numericDates(source, at),
    ...floatingBases(source, at),
  ].flatMap((base) => [base, ...withSoFar(source, base)])
}

/** "this year so far", "2026 to date", "this month up to yesterday". */
function withSoFar(source: Source, base: Base): Base[] {
  const end = longest(soFarWords, source.words, base.end)
  const period = end === null ? null : soFarPeriod(source, base.period, end.value)
  return end === null || period === null
    ? []
    : [{ ...base, period, end: end.end, ahead: null, floating: null, score: 1 }]
}

/** The period cut at today, or at yesterday; null where that says nothing. */
export function soFarPeriod(source: Source, period: Period, end: 'today' | 'yesterday'): Period | null {
  if (period.kind === 'calendar' && period.unit !== 'day' && period.offset <= 0) {
    return period.offset === 0 || end === 'today' ? { ...period, end } : null
  }
  const { today, calendar } = source
  const { from, to } = resolve(period, today, calendar)
  const same = (['year', 'quarter', 'month'] as const).find((unit) => {
    const current = resolve(calendarPeriod(unit, 0, { end: 'whole' }), today, calendar)
    return current.from === from && current.to === to
  })
  return same === undefined ? null : calendarPeriod(same, 0, { end })
}
