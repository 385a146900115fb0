import { between, calendarPeriod, type Period, resolve, shiftPeriod } from '../../period.ts'
import { says } from '../phrases.ts'
import { determiners } from './names.ts'
import { backAt } from './pointers.ts'
import { uncuedAt } from './ranges.ts'
import type { Base, BaseKind, Joined, Source } from './source.ts'

const listKinds: ReadonlySet<BaseKind> = new Set(['day', 'month', 'part', 'year', 'holiday', 'unit', 'weekday', 'week'])

/** "July, August and September this year", "2024 and 2025", "this month and last month". */
export function listsAt(source: Source, at: number): Joined[] {
  const bases = source.basesAt(at).filter((base) => listKinds.has(base.kind))
  return [...bases.flatMap((base) => moreItems(source, [base])), ...shortLists(source, at)]
}

/** "this and last month", "this year and last". */
function shortLists(source: Source, at: number): Joined[] {
  const { words } = source
  const shortFirst = determiners(words, at).flatMap(({ value, end }) => {
    const offset = { this: 0, last: -1, previous: -1, next: 1 }[value as string]
    const and = afterComma(source, end)
    if (offset === undefined || and === null) return []
    return source.basesAt(and).flatMap((base) => pairOf(base, offset, base.end, true))
  })
  const shortLast = source.basesAt(at).flatMap((base) => {
    const and = afterComma(source, base.end)
    const last = and === null ? and : says(words, and, 'the') ? and + 1 : and
    const ends = last !== null && (says(words, last, 'last') || says(words, last, 'previous'))
    return last !== null && ends ? pairOf(base, -1, last + 1, false) : []
  })
  return [...shortFirst, ...shortLast, ...pointedLists(source, at)]
}

/** "last month and the month before". */
function pointedLists(source: Source, at: number): Joined[] {
  return source.basesAt(at).flatMap(({ period, end, score, anchored }) => {
    const and = afterComma(source, end)
    const back = and === null ? null : backAt(source.words, and)
    if (back === null) return []
    const periods = [period, shiftPeriod(period, back.value.unit, -back.value.count)] as const
    return [{ end: back.end, periods, score, anchored, ahead: null, parts: null, ends: null }]
  })
}

/** A unit of the calendar and the one that a bare "last" or "this" makes of it. */
function pairOf({ period, score, kind }: Base, offset: number, end: number, before: boolean): Joined[] {
  if (kind !== 'unit' || period.kind !== 'calendar' || period.count > 1 || period.offset === offset) return []
  const other = calendarPeriod(period.unit, offset)
  const periods = before ? ([other, period] as const) : ([period, other] as const)
  return [{ end, periods, score, anchored: false, ahead: null, parts: null, ends: null }]
}

const longestList = 24

function moreItems(source: Source, items: readonly Base[]): Joined[] {
  const last = items.at(-1)
  if (last === undefined || items.length >= longestList) return []
  const start = afterComma(source, last.end)
  const next = start === null ? [] : [...uncuedAt(source, start), ...source.basesAt(start)]
  const fitting = next.filter((base) => base.kind === last.kind)
  const best = fitting.reduce<Base | null>((far, base) => (far === null || base.end > far.end ? base : far), null)
  if (best === null) return []
  const longer = [...items, best]
  return [listOf(source, longer), ...moreItems(source, longer)]
}

/** The next item's first word after ",", "and", ", and". */
function afterComma({ words }: Source, at: number): number | null {
  const comma = says(words, at, ',') ? at + 1 : at
  const and = ['and', '&', 'or', 'plus'].includes(words[comma]?.lower ?? '') ? comma + 1 : comma
  return and === at ? null : and
}

/** The items without a year take that of the last one: "Q1 and Q2 last year" are both last year's. */
function listOf(source: Source, items: readonly Base[]): Joined {
  const last = items.at(-1) as Base
  const periods = items.map((item) => (item.floating === null ? item.period : inYearOf(source, item, last)))
  return {
    end: last.end,
    periods: periods as [Period, ...Period[]],
    score: Math.min(...items.map((item) => item.score)),
    anchored: items.some((item) => item.anchored),
    ahead: null,
    parts: null,
    ends: null,
  }
}

function inYearOf(source: Source, item: Base, last: Base): Period {
  if (last.floating !== null || item.floating === null) return item.period
  const { from } = resolve(last.period, source.today, source.calendar)
  if (from === null) return item.period
  if (last.period.kind === 'named' && item.floating.name !== null) return { ...last.period, name: item.floating.name }
  const days = item.floating.inYear(Number(from.slice(0, 4)))
  return days === null ? item.period : between(days.from, days.to)
}
