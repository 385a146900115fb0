import { add, addDays, addMonths, type Days, daysBetween, type Grain, grains } from '../../days.ts'
import { calendarPeriod, resolve } from '../../period.ts'
import { readNumeral } from '../numeral.ts'
import { type Found, longest, phrases, says } from '../phrases.ts'
import type { Word } from '../word.ts'
import { derived, wholesAt } from './derived.ts'
import { type SaidUnit, units } from './names.ts'
import { placed, withOffset } from './placing.ts'
import type { Base, Floating, Source } from './source.ts'
import { specsAt } from './specs.ts'
import { weekBases } from './weeks.ts'

/** Stretches told by another one: the last week of October, the week before Christmas, the rest of the year. */
export function partBases(source: Source, at: number): Base[] {
  const start = says(source.words, at, 'the') ? at + 1 : at
  return [
    ...weekBases(source, start),
    ...firstParts(source, start),
    ...piecesOf(source, start),
    ...besides(source, start),
    ...restOf(source, start),
  ]
}

/** "the first three quarters (of 2025)", "the first six months of last year": in the current year unless it is given. */
function firstParts(source: Source, at: number): Base[] {
  const { words } = source
  const counted = says(words, at, 'first') ? countedAt(words, at + 1) : null
  if (counted === null) return []
  const { unit, count } = counted.value
  const months = count * (unit.unit === 'month' ? unit.times : unit.unit === 'quarter' ? 3 : 0)
  if (!(months >= 1 && months <= 12 && Number.isInteger(months))) return []
  const inYear = (year: number): Days => ({ from: `${year}-01-01`, to: addMonths(`${year}-01-01`, months) })
  const floating: Floating = { kind: 'part', name: null, inYear }
  const specs = specsAt(source, floating, counted.end)
  const specified = specs.flatMap((spec) => placed(source, floating, spec.value, spec.end))
  const parts = grains.find((grain) => grain === unit.unit) ?? null
  return [...withOffset(source, floating, 0, counted.end), ...specified].map((base) => ({ ...base, parts }))
}

export const places = phrases<'first' | 'last'>([
  ['first|opening|1st', 'first'],
  ['last|final|closing', 'last'],
])

/** "the last week of October", "the first 10 days of last month", "the last three months of 2025". */
function piecesOf(source: Source, at: number): Base[] {
  const { words } = source
  const place = longest(places, words, at)
  if (place === null) return []
  const half = says(words, place.end, 'half') ? { value: null, end: place.end + 1 } : null
  const piece = half ?? countedAt(words, place.end)
  if (piece === null || !(says(words, piece.end, 'of') || says(words, piece.end, 'in'))) return []
  return wholesAt(source, piece.end + 1).flatMap(({ value: whole, end }) => {
    const days = piece.value === null ? halfOf(whole, place.value) : cutOff(whole, place.value, piece.value)
    return days === null ? [] : [derived(days, end, piece.value === null ? null : grainOf(piece.value.unit))]
  })
}

interface Counted {
  readonly unit: SaidUnit
  readonly count: number
}

/** "week", "three quarters". */
function countedAt(words: readonly Word[], at: number): Found<Counted> | null {
  const number = readNumeral(words, at)
  const unit = longest(units, words, number?.end ?? at)
  const count = number?.value.value ?? 1
  return unit === null || !Number.isInteger(count) || count < 1 || count > 400
    ? null
    : { value: { unit: unit.value, count }, end: unit.end }
}

function grainOf({ unit }: SaidUnit): Grain | null {
  return grains.find((grain) => grain === unit) ?? null
}

function cutOff(whole: Days, place: 'first' | 'last', { unit, count }: Counted): Days | null {
  const length = count * unit.times
  const days =
    place === 'first'
      ? { from: whole.from, to: add(whole.from, unit.unit, length) }
      : { from: add(whole.to, unit.unit, -length), to: whole.to }
  return days.from >= whole.from && days.to <= whole.to ? days : null
}

function halfOf({ from, to }: Days, place: 'first' | 'last'): Days {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
  const even = from.endsWith('-01') && to.endsWith('-01') && months % 2 === 0
  const middle = even ? addMonths(from, months / 2) : addDays(from, Math.floor(daysBetween(from, to) / 2))
  return place === 'first' ? { from, to: middle } : { from: middle, to }
}

export const sides = phrases<'before' | 'after'>([
  ['before|leading up to|prior to|preceding|just before|right before|ahead of|up to', 'before'],
  ['after|following|just after|right after', 'after'],
])

/** "the week before Christmas", "the two weeks after Black Friday", "30 days before Easter". */
function besides(source: Source, at: number): Base[] {
  const { words } = source
  const amount = countedAt(words, at)
  const side = amount === null ? null : longest(sides, words, amount.end)
  if (amount === null || side === null || says(words, side.end, 'last')) return []
  const { unit, count } = amount.value
  return wholesAt(source, side.end).map(({ value: { from, to }, end }) => {
    const length = count * unit.times
    const days =
      side.value === 'before'
        ? { from: add(from, unit.unit, -length), to: from }
        : { from: to, to: add(to, unit.unit, length) }
    return { ...derived(days, end), score: 0.9 }
  })
}

export const rests = phrases<0 | 1>([
  ['rest of the|rest of this|remainder of the|remainder of this|what is left of the|remaining', 0],
  ['later this|later in the', 1],
])

/** "the rest of the year" with today, "later this week" without. */
function restOf({ words, today, calendar }: Source, at: number): Base[] {
  const rest = longest(rests, words, at)
  const unit = rest === null ? null : longest(units, words, rest.end)
  if (rest === null || unit === null || unit.value.times > 1) return []
  const { to } = resolve(calendarPeriod(unit.value.unit, 0, { end: 'whole' }), today, calendar)
  const from = addDays(today, rest.value)
  return to === null || from >= to ? [] : [derived({ from, to }, unit.end)]
}
