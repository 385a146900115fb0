/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { nextIndex } from '../keyboard.ts'
import { local, setLocal } from '../state.ts'
import { inFigures } from './scale.ts'

export interface Slice {
  readonly label: string
  readonly value: number
  /** Of the whole, 0 to 1. */
  readonly share: number
}

export interface Pie {
  readonly kind: 'pie'
  readonly slices: readonly Slice[]
}

/** “Loyal: 1,204 (38 %)” */
export function sliceText({ label, value, share }: Slice): string {
  return `${label}: ${inFigures(value)} (${Math.round(share * 100)} %)`
}

/** A ring; the slice pointed at is named in its middle. */
export function pie({ slices }: Pie, title: string, key: string): VNode {
  const active = local<number | null>(key, null)
  const move = (to: number | null) => active !== to && setLocal(key, to)
  return h(
    'div',
    { class: 'pie' },
    h(
      'svg',
      {
        viewBox: '0 0 200 200',
        role: 'img',
        tabindex: '0',
        'aria-label': `${title}. Pie chart. ${slices.map(sliceText).join('; ')}`,
        onkeydown: (event: KeyboardEvent) => {
          if (!/^Arrow(Left|Right)$/.test(event.key)) return
          event.preventDefault()
          move(active === null ? 0 : nextIndex(event.key, active, slices.length))
        },
        onpointerleave: () => move(null),
        onblur: () => move(null),
      },
      slices.map((slice, index) => ring(slices, slice, index, active, move)),
      middle(slices, active),
    ),
  )
}

function ring(
  slices: readonly Slice[],
  slice: Slice,
  index: number,
  active: number | null,
  move: (to: number) => void,
): VNode {
  const from = slices.slice(0, index).reduce((sum, { share }) => sum + share, 0)
  const faded = active !== null && active !== index ? ' faded' : ''
  const props = { class: `slice series-${index % 6}${faded}`, onpointerenter: () => move(index) }
  return h('path', { ...props, d: arc(from, Math.min(from + slice.share, from + 0.99999)) })
}

const outer = 92
const inner = 56

/** A piece of the ring between two shares of the circle, clockwise from the top. */
function arc(from: number, to: number): string {
  const large = to - from > 0.5 ? 1 : 0
  const there = `M${point(outer, from)}A${outer} ${outer} 0 ${large} 1 ${point(outer, to)}`
  return `${there}L${point(inner, to)}A${inner} ${inner} 0 ${large} 0 ${point(inner, from)}Z`
}

function point(radius: number, share: number): string {
  const angle = share * 2 * Math.PI
  return `${(100 + radius * Math.sin(angle)).toFixed(2)} ${(100 - radius * Math.cos(angle)).toFixed(2)}`
}

function middle(slices: readonly Slice[], active: number | null): Child {
  const slice = active === null ? undefined : slices[active]
  const total = slices.reduce((sum, { value }) => sum + value, 0)
  const [above, below] =
    slice === undefined ? [inFigures(total), 'in all'] : [`${Math.round(slice.share * 100)} %`, slice.label]
  return [
    h('text', { class: 'pie-figure', x: 100, y: 100, 'text-anchor': 'middle' }, above),
    h('text', { class: 'pie-label', x: 100, y: 118, 'text-anchor': 'middle' }, below),
  ]
}
