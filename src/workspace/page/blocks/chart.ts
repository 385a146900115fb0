/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { nextIndex } from '../keyboard.ts'
import { known, local, setLocal } from '../state.ts'
import { unknown } from './actions.ts'
import { type Pie, pie, sliceText } from './pie.ts'
import { type Json, number, record, records, string } from './read.ts'
import { inFigures, inShort, type Scale, scaleOf } from './scale.ts'

interface Series {
  readonly name: string
  /** By category; null where the series has none. */
  readonly values: readonly (number | null)[]
}

interface Plot {
  readonly kind: 'line' | 'bar' | 'area'
  readonly categories: readonly string[]
  readonly series: readonly Series[]
  readonly xLabel: string
  readonly yLabel: string
}

/** A `data_visualization`: the picture, what its colours mean, and the same figures as a table. */
export function chart(block: Json, key: string): VNode {
  const drawn = record(block.chart) ?? {}
  const title = string(block.title)
  switch (drawn.type) {
    case 'pie':
      return figure(title, key, pieOf(drawn))
    case 'line':
    case 'bar':
    case 'area':
      return figure(title, key, plotOf(drawn, drawn.type))
    default:
      return unknown(`a chart of type ${string(drawn.type)}`)
  }
}

function figure(title: string, key: string, shown: Plot | Pie): VNode {
  const names = shown.kind === 'pie' ? shown.slices.map(sliceText) : shown.series.map(({ name }) => name)
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', { class: 'chart-title' }, title),
    h(
      'div',
      { class: `chart-body chart-${shown.kind}` },
      shown.kind === 'pie' ? pie(shown, title, key) : plot(shown, title, key),
      (names.length > 1 || shown.kind === 'pie') && legend(names),
    ),
    h(
      'details',
      { class: 'chart-figures', key: 'figures' },
      h('summary', {}, 'Show the figures'),
      figures(shown, title),
    ),
  )
}

function legend(names: readonly string[]): VNode {
  return h(
    'ul',
    { class: 'legend' },
    names.map((name, index) => h('li', {}, h('span', { class: `swatch series-${index % 6}` }), name)),
  )
}

function plotOf(drawn: Json, kind: Plot['kind']): Plot {
  const axis = record(drawn.axis_config) ?? {}
  const given = records(drawn.series)
  const listed = Array.isArray(axis.categories) ? axis.categories.map(String) : []
  const categories =
    listed.length > 0
      ? listed
      : [...new Set(given.flatMap(({ data }) => records(data).map(({ label }) => string(label))))]
  const series = given.map(({ name, data }) => ({ name: string(name), values: valuesBy(categories, records(data)) }))
  return { kind, categories, series, xLabel: string(axis.x_label), yLabel: string(axis.y_label) }
}

function valuesBy(categories: readonly string[], data: readonly Json[]): readonly (number | null)[] {
  const byLabel = new Map(data.map(({ label, value }) => [string(label), number(value)]))
  return categories.map((category) => byLabel.get(category) ?? null)
}

function pieOf(drawn: Json): Pie {
  const slices = records(drawn.segments).map(({ label, value }) => ({
    label: string(label),
    value: number(value) ?? 0,
  }))
  const total = slices.reduce((sum, { value }) => sum + value, 0)
  return { kind: 'pie', slices: slices.map((slice) => ({ ...slice, share: total === 0 ? 0 : slice.value / total })) }
}

/** Where a plot lies within its picture, in the picture's own units. */
interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly scale: Scale
  readonly count: number
  /** Whether the names along the bottom stand at a slant. */
  readonly tilted: boolean
}

function frameOf(shown: Plot, key: string): Frame {
  const { series, categories, xLabel, yLabel } = shown
  const width = local(`${key}:width`, known.narrow ? 300 : 640)
  const scale = scaleOf(series.flatMap(({ values }) => values.filter((value) => value !== null)))
  const widest = Math.max(...scale.ticks.map((tick) => inShort(tick).length))
  const sides = { left: 14 + widest * 7 + (yLabel === '' ? 0 : 18), right: width - 10 }
  const tilted = isTilted(shown, sides.right - sides.left)
  const names = tilted ? lettersOf(categories) * letterWidth * 0.6 : 0
  const height = (width < 420 ? 240 : 280) + names
  const bottom = height - names - (xLabel === '' ? 28 : 48)
  return { width, height, ...sides, top: 12, bottom, scale, count: categories.length, tilted }
}

/** Bars are told apart by their names: where those do not fit beside each other they stand at a slant. */
function isTilted({ kind, categories }: Plot, width: number): boolean {
  const room = width / categories.length
  return kind === 'bar' && room > 16 && lettersOf(categories) * letterWidth + 8 > room
}

function lettersOf(categories: readonly string[]): number {
  return Math.min(Math.max(...categories.map(({ length }) => length)), mostLetters)
}

/** About as wide as a letter of the axis is, so that names are not written over each other. */
const letterWidth = 7.4
const mostLetters = 16

function plot(shown: Plot, title: string, key: string): VNode {
  const frame = frameOf(shown, key)
  const active = local<number | null>(key, null)
  const move = (to: number | null) => active !== to && setLocal(key, to)
  return h(
    'div',
    { class: 'plot', 'data-chart': key, mounted: (node) => sizes.observe(node) },
    h(
      'svg',
      {
        viewBox: `0 0 ${frame.width} ${frame.height}`,
        role: 'img',
        tabindex: '0',
        'aria-label': `${title}. ${summary(shown)} Arrow keys read the values.`,
        onkeydown: (event: KeyboardEvent) => walk(event, frame.count, active, move),
        onpointermove: (event: PointerEvent) => move(categoryAt(event, frame)),
        onpointerleave: () => move(null),
        onblur: () => move(null),
      },
      grid(shown, frame),
      active !== null && highlight(shown, frame, active),
      shown.kind === 'bar'
        ? bars(shown, frame, active)
        : shown.series.map((series, index) => curve(shown.kind, series, index, frame)),
      active !== null && shown.kind !== 'bar' && dots(shown, frame, active),
    ),
    h('div', { class: 'sr-only', role: 'status' }, active !== null && reading(shown, active)),
    active !== null && tooltip(shown, frame, active),
  )
}

/** Charts are drawn in the pixels they have, so that their letters keep their size. */
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const key = `${(target as HTMLElement).dataset.chart}:width`
    const width = Math.round(contentRect.width)
    if (width > 0 && local(key, 0) !== width) setLocal(key, width)
  }
})

function summary({ kind, series, categories }: Plot): string {
  const names = series.map(({ name }) => name).join(', ')
  return `${kind === 'bar' ? 'Bar' : kind === 'line' ? 'Line' : 'Area'} chart of ${names}, from ${categories[0]} to ${categories.at(-1)}.`
}

function reading({ series, categories }: Plot, at: number): string {
  return `${categories[at]}: ${series.map(({ name, values }) => `${name} ${inFigures(values[at] ?? 0)}`).join(', ')}`
}

function walk(event: KeyboardEvent, count: number, active: number | null, move: (to: number | null) => void): void {
  if (!/^Arrow(Left|Right)$|^Home$|^End$/.test(event.key)) return
  event.preventDefault()
  move(active === null ? 0 : nextIndex(event.key, active, count))
}

function categoryAt(event: PointerEvent, frame: Frame): number | null {
  const box = (event.currentTarget as SVGElement).getBoundingClientRect()
  const x = ((event.clientX - box.left) / box.width) * frame.width
  const at = Math.floor(((x - frame.left) / (frame.right - frame.left)) * frame.count)
  return at >= 0 && at < frame.count ? at : null
}

/** The middle of a category, and half of its breadth. */
function across({ left, right, count }: Frame, at: number): { readonly middle: number; readonly half: number } {
  const breadth = (right - left) / count
  return { middle: left + breadth * (at + 0.5), half: breadth / 2 }
}

function height({ top, bottom, scale }: Frame, value: number): number {
  return bottom - scale.at(value) * (bottom - top)
}

function grid(shown: Plot, frame: Frame): Child {
  const { left, right, top, bottom, width, scale } = frame
  const middle = (top + bottom) / 2
  return [
    scale.ticks.map((tick) => {
      const y = height(frame, tick)
      return [
        h('line', { class: tick === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y, y2: y }),
        h('text', { class: 'tick-text', x: left - 6, y: y + 4, 'text-anchor': 'end' }, inShort(tick)),
      ]
    }),
    categoryTexts(shown.categories, frame),
    shown.yLabel !== '' &&
      h(
        'text',
        { class: 'axis-label', transform: `translate(12 ${middle}) rotate(-90)`, 'text-anchor': 'middle' },
        shown.yLabel,
      ),
    shown.xLabel !== '' &&
      h(
        'text',
        { class: 'axis-label', x: (left + width) / 2, y: frame.height - 6, 'text-anchor': 'middle' },
        shown.xLabel,
      ),
  ]
}

/** As many names as fit beside each other; the others are told by pointing at them. */
function categoryTexts(categories: readonly string[], frame: Frame): Child {
  const room = (frame.right - frame.left) / frame.count
  if (frame.tilted) return categories.map((category, at) => tiltedText(shorten(category, mostLetters), frame, at))
  const every = Math.max(1, Math.ceil((Math.min(lettersOf(categories), 10) * letterWidth + 8) / room))
  const letters = Math.min(mostLetters, Math.floor((room * every - 8) / letterWidth))
  return categories.map((category, at) => at % every === 0 && categoryText(shorten(category, letters), frame, at))
}

function categoryText(text: string, frame: Frame, at: number): VNode {
  const half = (text.length * letterWidth) / 2
  const x = Math.min(Math.max(across(frame, at).middle, half), frame.width - half)
  return h('text', { class: 'tick-text', x, y: frame.bottom + 17, 'text-anchor': 'middle' }, text)
}

function tiltedText(text: string, frame: Frame, at: number): VNode {
  const transform = `translate(${across(frame, at).middle + 4} ${frame.bottom + 14}) rotate(-35)`
  return h('text', { class: 'tick-text', transform, 'text-anchor': 'end' }, text)
}

function shorten(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text
}

function highlight(shown: Plot, frame: Frame, at: number): VNode {
  const { middle, half } = across(frame, at)
  const { top, bottom } = frame
  if (shown.kind !== 'bar') return h('line', { class: 'pointer', x1: middle, x2: middle, y1: top, y2: bottom })
  return h('rect', { class: 'pointed', x: middle - half, width: half * 2, y: top, height: bottom - top })
}

function bars({ series }: Plot, frame: Frame, active: number | null): Child {
  const zero = height(frame, 0)
  return series.map(({ values }, index) =>
    values.map((value, at) => {
      if (value === null) return null
      const { middle, half } = across(frame, at)
      const width = Math.min((half * 1.5) / series.length, 64)
      const y = height(frame, value)
      const x = middle + (index - series.length / 2) * width
      const faded = active !== null && active !== at ? ' faded' : ''
      const box = {
        x: x + 1,
        width: Math.max(width - 2, 1),
        y: Math.min(y, zero),
        height: Math.max(Math.abs(zero - y), 1),
        rx: 2,
      }
      return h('rect', { class: `bar series-${index % 6}${faded}`, ...box })
    }),
  )
}

function curve(kind: Plot['kind'], { values }: Series, index: number, frame: Frame): Child {
  const points = values.flatMap((value, at) =>
    value === null ? [] : [[across(frame, at).middle, height(frame, value)] as const],
  )
  if (points.length === 0) return null
  const line = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  const zero = height(frame, 0).toFixed(1)
  const under = `${line}L${points.at(-1)?.[0].toFixed(1)} ${zero}L${points[0]?.[0].toFixed(1)} ${zero}Z`
  return [
    kind === 'area' && h('path', { class: `area series-${index % 6}`, d: under }),
    h('path', { class: `curve series-${index % 6}`, d: line }),
    points.length <= 14 &&
      points.map(([x, y]) => h('circle', { class: `dot series-${index % 6}`, cx: x, cy: y, r: 2.6 })),
  ]
}

function dots({ series }: Plot, frame: Frame, at: number): Child {
  return series.map(({ values }, index) => {
    const value = values[at] ?? null
    return (
      value !== null &&
      h('circle', {
        class: `dot large series-${index % 6}`,
        cx: across(frame, at).middle,
        cy: height(frame, value),
        r: 4.5,
      })
    )
  })
}

function tooltip({ series, categories }: Plot, frame: Frame, at: number): VNode {
  const share = across(frame, at).middle / frame.width
  const side = share > 0.55 ? { right: `${(1 - share) * 100 + 2}%` } : { left: `${share * 100 + 2}%` }
  return h(
    'div',
    { class: 'tooltip', 'aria-hidden': 'true', style: side, key: share > 0.55 ? 'left' : 'right' },
    h('div', { class: 'tooltip-title' }, categories[at]),
    series.map(({ name, values }, index) => {
      const value = values[at] ?? null
      return h(
        'div',
        { class: 'tooltip-row' },
        h('span', { class: `swatch series-${index % 6}` }),
        h('span', { class: 'tooltip-name' }, name),
        h('b', {}, value === null ? '–' : inFigures(value)),
      )
    }),
  )
}

/** The same in words and figures, for those who would rather read it. */
function figures(shown: Plot | Pie, title: string): VNode {
  const head = shown.kind === 'pie' ? ['', 'Value', 'Share'] : [shown.xLabel, ...shown.series.map(({ name }) => name)]
  const rows =
    shown.kind === 'pie'
      ? shown.slices.map(({ label, value, share }) => [label, inFigures(value), `${inFigures(share * 100)} %`])
      : shown.categories.map((category, at) => [
          category,
          ...shown.series.map(({ values }) => figureOf(values[at] ?? null)),
        ])
  return h(
    'div',
    { class: 'table-scroll' },
    h(
      'table',
      { 'aria-label': title },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head.map((text, at) => h('th', { scope: 'col', class: at > 0 ? 'numeric' : undefined }, text)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(([first, ...rest]) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, first),
            rest.map((text) => h('td', { class: 'numeric' }, text)),
          ),
        ),
      ),
    ),
  )
}

function figureOf(value: number | null): string {
  return value === null ? '–' : inFigures(value)
}
