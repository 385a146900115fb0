import { partsOf } from '../../days.ts'
import { calendarPeriod, type Period, resolve, wholeUnits } from '../../period.ts'
import { longest } from '../phrases.ts'
import { numericDates } from './dates.ts'
import { floatingBases } from './floating.ts'
import { soFarWords, type UpTo } from './names.ts'
import { partBases } from './parts.ts'
import type { Base, Source } from './source.ts'
import { unitBasesAt } from './units.ts'
import { fiscalBases, yearBases } from './years.ts'

/** No phrase of time is longer; what seems to be is a heap of them. */
const longestBase = 16

export function readBases(source: Source, at: number): readonly Base[] {
  return [
    ...unitBasesAt(source, at),
    ...yearBases(source, at),
    ...fiscalBases(source, at),
    ...numericDates(source, at),
    ...floatingBases(source, at),
    ...partBases(source, at),
  ]
    .filter((base) => base.end - at <= longestBase)
    .flatMap((base) => [base, ...withSoFar(source, base)])
}

/** "this year so far", "2026 to date", "this month up to yesterday". */
function withSoFar(source: Source, base: Base): Base[] {
  const end = longest(soFarWords, source.words, base.end)
  const period = end === null ? null : soFarPeriod(source, base.period, end.value)
  return end === null || period === null
    ? []
    : [{ ...base, period, end: end.end, ahead: null, floating: null, score: 1 }]
}

/** The period cut at the day that the words name; null where that says nothing. */
export function soFarPeriod(source: Source, period: Period, upTo: UpTo): Period | null {
  const end = upTo === 'yesterday' ? 'yesterday' : 'today'
  const current = inProgress(source, period)
  if (current !== null) return { ...current, end }
  if (upTo === 'so far' && period.kind === 'calendar' && period.unit !== 'day' && period.offset < 0) {
    return { ...period, end }
  }
  const year = upTo === 'year to date' ? wholeYear(source, period) : null
  return year === null ? null : calendarPeriod('year', year - partsOf(source.today).year, { end })
}

/** The unit of the calendar that has these days and holds today. */
function inProgress({ today, calendar }: Source, period: Period): Extract<Period, { kind: 'calendar' }> | null {
  if (period.kind === 'calendar') return period.offset === 0 && period.unit !== 'day' ? period : null
  const { from, to } = resolve(period, today, calendar)
  for (const unit of ['year', 'quarter', 'month', 'fiscal_year', 'fiscal_quarter'] as const) {
    const current = calendarPeriod(unit)
    const whole = resolve(wholeUnits(current), today, calendar)
    if (current.kind === 'calendar' && whole.from === from && whole.to === to) return current
  }
  return null
}

function wholeYear({ today, calendar }: Source, period: Period): number | null {
  const { from, to } = resolve(period, today, calendar)
  const year = Number(from?.slice(0, 4))
  return from === `${year}-01-01` && to === `${year + 1}-01-01` ? year : null
}
