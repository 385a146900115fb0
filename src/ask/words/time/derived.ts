import type { Days, Grain } from '../../days.ts'
import { between, calendarPeriod, type Period, resolve } from '../../period.ts'
import { type Found, longest, says } from '../phrases.ts'
import { units } from './names.ts'
import type { Base, Source } from './source.ts'

/** Days told by other days. */
export function derived(days: Days, end: number, parts: Grain | null = null): Base {
  const period = between(days.from, days.to)
  return { end, kind: 'part', period, score: 1, anchored: true, ahead: null, floating: null, parts }
}

/** Stretches with both ends, and "the month" for the current one. */
export function wholesAt(source: Source, at: number): Found<Days>[] {
  const { words, today, calendar } = source
  const found = source.basesAt(at).map((base) => ({ period: base.period, end: base.end }))
  const unit = says(words, at, 'the') || says(words, at, 'this') ? longest(units, words, at + 1) : null
  if (unit !== null) found.push({ period: calendarPeriod(unit.value.unit, 0, { end: 'whole' }), end: unit.end })
  return found.flatMap(({ period, end }) => {
    const { from, to } = resolve(wholeOf(period), today, calendar)
    return from === null || to === null || from >= to ? [] : [{ value: { from, to }, end }]
  })
}

function wholeOf(period: Period): Period {
  return period.kind === 'calendar' ? { ...period, end: 'whole' } : period
}
