import type { Dimension, MeasurePlan } from '../../ask/plan.ts'
import type { Answer, AnswerColumn, Cell, Row } from '../../ask/reply.ts'
import { isFigure } from '../format.ts'
import { groupName } from './groups.ts'
import { limits } from './limits.ts'
import { cut, line } from './pieces.ts'
import { retentionOf } from './retention.ts'

export type ChartKind = 'line' | 'bar' | 'pie'

/** What can be drawn of an answer, and what had to be left out, in sentences. */
export interface Drawing {
  readonly kind: ChartKind
  readonly overTime: boolean
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  readonly across: string
  readonly figure: AnswerColumn
  readonly said: readonly string[]
}

/** An answer's columns told apart: what it is broken down by, and the numbers. */
interface Breakdown {
  readonly plan: MeasurePlan
  readonly dimensions: readonly { readonly by: Dimension; readonly label: number }[]
  readonly figures: readonly number[]
}

/** Null where nothing would be seen in a chart that the table does not say better. */
export function drawingOf(answer: Answer): Drawing | null {
  if (answer.plan.kind === 'cohorts') return retentionOf(answer)
  const breakdown = breakdownOf(answer)
  if (breakdown === null || answer.rows.length < 2) return null
  const [first, second] = breakdown.dimensions
  if (!first) return null
  if (!second) return shares(answer, breakdown, first.label) ?? single(answer, breakdown, first)
  if (breakdown.dimensions.length > 2) return null
  const [time, other] = first.by.kind === 'time' ? [first, second] : [second, first]
  return time.by.kind === 'time' && other.by.kind !== 'time'
    ? crossed(answer, breakdown, time.label, other.label)
    : null
}

function breakdownOf({ plan, columns }: Answer): Breakdown | null {
  if (plan.kind !== 'measure' || plan.by.length === 0) return null
  const first = columns.length - plan.measures.length
  const dimensions: { by: Dimension; label: number }[] = []
  let at = 0
  for (const [place, by] of plan.by.entries()) {
    // A name that stands beside a reference is what people know it by.
    const named = columns[at]?.type === 'key' && first - at > plan.by.length - place
    dimensions.push({ by, label: named ? at + 1 : at })
    at += named ? 2 : 1
  }
  if (at !== first) return null
  const figures = plan.measures
    .map((_, place) => first + place)
    .filter((place) => {
      const column = columns[place]
      return column !== undefined && isFigure(column)
    })
  return figures.length === 0 ? null : { plan, dimensions, figures }
}

/** The parts of a whole as a pie; what is not in the answer or too small for a piece of its own is “Other”. */
function shares({ columns, rows }: Answer, { plan, figures }: Breakdown, label: number): Drawing | null {
  const figure = figures.find((place) => {
    const measure = plan.measures[place - (columns.length - plan.measures.length)]
    return measure?.kind === 'share' && measure.of === 'total'
  })
  const column = columns[figure ?? -1]
  if (figure === undefined || column === undefined) return null
  const parts = rows.map((row) => ({ name: nameIn(row, label, columns), value: numberIn(row, figure) }))
  const whole = parts.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const kept = parts.flatMap(({ name, value }) => (value !== null && value > 0 ? [{ name, value }] : []))
  if (kept.length < 2 || whole > 1.001 || kept.length < parts.filter(({ value }) => (value ?? 0) !== 0).length)
    return null
  const largest = kept.toSorted((one, other) => other.value - one.value)
  const crowded = largest.length > limits.chartSeries || (largest.length === limits.chartSeries && whole < 0.9995)
  const shown = largest.slice(0, crowded ? limits.chartSeries - 1 : limits.chartSeries)
  const rest = 1 - shown.reduce((sum, { value }) => sum + value, 0)
  const other = rest > 0.0005 ? [{ name: 'Other', value: rest }] : []
  const segments = [...shown, ...other]
  return {
    kind: 'pie',
    overTime: false,
    categories: distinct(segments.map(({ name }) => name)),
    series: [
      {
        name: line(column.label, limits.chartLabel),
        values: segments.map(({ value }) => Math.max(rounded(value * 100), 0.01)),
      },
    ],
    across: columns[label]?.label ?? '',
    figure: column,
    said: [
      ...(shown.length < largest.length
        ? [`The chart puts ${largest.length - shown.length} smaller parts together as “Other”.`]
        : other.length > 0
          ? ['“Other” in the chart is what the table does not list.']
          : []),
      ...leftOut(parts.filter(({ value }) => value === null).map(({ name }) => name)),
    ].slice(0, 2),
  }
}

/** One dimension, and every number that has the first one's unit. */
function single(
  { columns, rows }: Answer,
  { figures }: Breakdown,
  { by, label }: Breakdown['dimensions'][number],
): Drawing | null {
  const figure = columns[figures[0] ?? -1]
  if (figure === undefined) return null
  const alike = figures.filter((place) => columns[place]?.type === figure.type)
  const drawn = alike.slice(0, limits.chartSeries)
  const isWhole = (row: Row): boolean => drawn.every((place) => numberIn(row, place) !== null)
  const whole = rows.filter(isWhole)
  const time = by.kind === 'time'
  const kept = time ? whole.slice(-limits.chartCategories) : whole.slice(0, limits.chartCategories)
  if (kept.length < 2) return null
  const undrawn = figures.filter((place) => !drawn.includes(place)).map((place) => columns[place]?.label ?? '')
  const names = distinct(drawn.map((place) => columns[place]?.label ?? ''))
  return {
    kind: time && kept.length > 6 ? 'line' : 'bar',
    overTime: time,
    categories: distinct(kept.map((row) => nameIn(row, label, columns))),
    series: drawn.map((place, at) => ({
      name: names[at] ?? '',
      values: kept.map((row) => scaled(numberIn(row, place) ?? 0, figure)),
    })),
    across: columns[label]?.label ?? '',
    figure,
    said: [
      ...cutSaid(kept.length, whole.length, time),
      ...leftOut(rows.filter((row) => !isWhole(row)).map((row) => nameIn(row, label, columns))),
      ...(undrawn.length > 0 ? [`Not in the chart: ${listed(undrawn)}.`] : []),
    ],
  }
}

/** A number over time, with a line for each value of another dimension. */
function crossed({ columns, rows }: Answer, { figures }: Breakdown, time: number, other: number): Drawing | null {
  const place = figures[0] ?? -1
  const figure = columns[place]
  if (figure === undefined) return null
  const groups = groupsOf(rows, other, place)
  const drawn = groups.slice(0, limits.chartSeries)
  const moments = [...new Set(rows.map((row) => String(row[time])))].toSorted()
  const found = new Map(rows.map((row) => [JSON.stringify([String(row[time]), row[other]]), numberIn(row, place)]))
  const at = (moment: string, group: Cell): number | null => found.get(JSON.stringify([moment, group])) ?? null
  const whole = moments.filter((moment) => drawn.every((group) => at(moment, group) !== null))
  const kept = whole.slice(-limits.chartCategories)
  if (kept.length < 2 || drawn.length === 0) return null
  const named = (moment: string): string => nameOf(moment, columns[time])
  const names = distinct(drawn.map((group) => nameOf(group, columns[other])))
  return {
    kind: kept.length > 6 ? 'line' : 'bar',
    overTime: true,
    categories: distinct(kept.map(named)),
    series: drawn.map((group, index) => ({
      name: names[index] ?? '',
      values: kept.map((moment) => scaled(at(moment, group) ?? 0, figure)),
    })),
    across: columns[time]?.label ?? '',
    figure,
    said: [
      ...cutSaid(kept.length, whole.length, true),
      ...(groups.length > drawn.length
        ? [`The chart shows the ${drawn.length} largest of ${groups.length}; the table has all of them.`]
        : []),
      ...leftOut(moments.filter((moment) => !whole.includes(moment)).map(named)),
      ...(figures.length > 1
        ? [`Not in the chart: ${listed(figures.slice(1).map((one) => columns[one]?.label ?? ''))}.`]
        : []),
    ],
  }
}

/** The values of a column, those with the most first. */
function groupsOf(rows: readonly Row[], place: number, figure: number): readonly Cell[] {
  const sums = new Map<Cell, number>()
  for (const row of rows) {
    const group = row[place] ?? null
    sums.set(group, (sums.get(group) ?? 0) + Math.abs(numberIn(row, figure) ?? 0))
  }
  return [...sums].toSorted(([, one], [, other]) => other - one).map(([group]) => group)
}

function numberIn(row: Row, place: number): number | null {
  const value = row[place]
  return typeof value === 'number' && Math.abs(value) < 1e15 ? value : null
}

const nameIn = (row: Row, place: number, columns: readonly AnswerColumn[]): string =>
  nameOf(row[place] ?? null, columns[place])

/** As the table has it; weeks by their first day alone, since the axis says that they are weeks. */
function nameOf(value: Cell, column: AnswerColumn | undefined): string {
  if (column === undefined) return '–'
  return groupName(value, column.grain === 'week' ? { ...column, grain: 'day' } : column)
}

const scaled = (value: number, { type }: AnswerColumn): number => rounded(type === 'percent' ? value * 100 : value)
const rounded = (value: number): number => (Math.abs(value) < 1e12 ? Math.round(value * 100) / 100 : value)

/** Names short enough for an axis, and still each a different one. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let label = line(name, limits.chartLabel)
    for (let count = 2; taken.has(label); count += 1) {
      const mark = ` ${count}`
      label = `${cut(line(name, limits.text), limits.chartLabel - mark.length)}${mark}`
    }
    taken.add(label)
    return label
  })
}

function cutSaid(kept: number, all: number, time: boolean): readonly string[] {
  return kept < all ? [`The chart shows the ${time ? 'last' : 'first'} ${kept} of ${all.toLocaleString('en-US')}.`] : []
}

const leftOut = (names: readonly string[]): readonly string[] =>
  names.length > 0 ? [`Left out of the chart for want of a value: ${listed(names)}.`] : []

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => line(name, 60))
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more.toLocaleString('en-US')} more` : shown.join(', ')
}
