import { partsOf } from '../../days.ts'
import { isWeekly } from '../../named-days.ts'
import { between, namedPeriod, type Period, resolve } from '../../period.ts'
import { nearest } from './dates.ts'
import type { Base, Floating, Source, Spec } from './source.ts'
import { specsAt } from './specs.ts'

/** The stretch as it stands, and with every specification after it. */
export function placedWithSpecs(source: Source, floating: Floating, end: number): Base[] {
  const specified = specsAt(source, floating, end).flatMap((spec) => placed(source, floating, spec.value, spec.end))
  return [...placed(source, floating, null, end), ...specified]
}

/** The stretch in the year that the specification gives, or the latest that has begun. */
export function placed(source: Source, floating: Floating, spec: Spec | null, end: number): Base[] {
  if (spec === null) return latest(source, floating, end)
  switch (spec.kind) {
    case 'year':
      return inYears(floating, spec.year, end)
    case 'offset':
      return withOffset(source, floating, spec.offset, end)
    case 'within':
      return within(source, floating, spec.period, end)
    default:
      return spec satisfies never
  }
}

function latest(source: Source, floating: Floating, end: number): Base[] {
  const base = { end, kind: floating.kind, score: 1, floating, parts: null }
  if (floating.name !== null) {
    const season = floating.name === 'holiday_season'
    const period = namedPeriod(floating.name, season ? 'completed' : 'latest')
    return [{ ...base, period, anchored: false, ahead: ifOther(source, period, namedPeriod(floating.name, 'coming')) }]
  }
  const near = nearest(source, floating.inYear)
  if (near === null) return []
  const ahead = near.ahead === null ? null : between(near.ahead.from, near.ahead.to)
  return [{ ...base, period: between(near.days.from, near.days.to), anchored: true, ahead }]
}

/** The second period, unless it is the same days as the first. */
export function ifOther({ today, calendar }: Source, one: Period, other: Period): Period | null {
  const [first, second] = [resolve(one, today, calendar), resolve(other, today, calendar)]
  return first.from === second.from && first.to === second.to ? null : other
}

/** "winter 2025" is the one that begins in it, or, as likely, the one that ends in it. */
function inYears(floating: Floating, year: number, end: number): Base[] {
  const winter = floating.name === 'winter'
  return (winter ? [year, year - 1] : [year]).flatMap((each) => {
    const days = floating.inYear(each)
    return days === null ? [] : [settled(floating, between(days.from, days.to), end, winter ? 0.6 : 1)]
  })
}

/** In the current year, or so many years from it. */
export function withOffset(source: Source, floating: Floating, offset: number, end: number): Base[] {
  const { name } = floating
  if (name !== null && !isWeekly(name)) {
    const period = offset === -1 ? namedPeriod(name, 'last') : namedPeriod(name, 'this', yearsAway(offset))
    return [settled(floating, period, end, 1)]
  }
  const days = floating.inYear(partsOf(source.today).year + offset)
  return days === null ? [] : [{ ...settled(floating, between(days.from, days.to), end, 1), anchored: true }]
}

function yearsAway(offset: number): { unit: 'year'; count: number } | null {
  return offset === 0 ? null : { unit: 'year', count: offset }
}

/** "December at the latest holiday season", "Feb 28 last winter". */
function within({ today, calendar }: Source, floating: Floating, period: Period, end: number): Base[] {
  const outer = resolve(period, today, calendar)
  if (outer.from === null || outer.to === null) return []
  const first = partsOf(outer.from).year
  for (const year of [first - 1, first, first + 1]) {
    const days = floating.inYear(year)
    if (days !== null && days.from < outer.to && days.to > outer.from) {
      return [{ ...settled(floating, between(days.from, days.to), end, 1), anchored: true }]
    }
  }
  return []
}

/** A base that nothing moves any more. */
export function settled(floating: Floating, period: Period, end: number, score: number): Base {
  return { end, kind: floating.kind, period, score, anchored: false, ahead: null, floating: null, parts: null }
}
