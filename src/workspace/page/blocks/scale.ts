/// <reference lib="dom" />

/** A value's place on an axis, and the round values written along it. */
export interface Scale {
  readonly ticks: readonly number[]
  /** From the value to a fraction of the axis: 0 at its foot, 1 at its top. */
  readonly at: (value: number) => number
}

/** An axis of about five round steps that holds all values, and zero, since bars and areas stand on it. */
export function scaleOf(values: readonly number[]): Scale {
  const least = Math.min(0, ...values)
  const most = Math.max(0, ...values)
  const step = roundStep((most - least || 1) / 4)
  const from = Math.floor(least / step) * step
  const to = Math.max(Math.ceil(most / step) * step, from + step)
  const count = Math.round((to - from) / step)
  const ticks = Array.from({ length: count + 1 }, (_, index) => from + index * step)
  return { ticks, at: (value) => (value - from) / (to - from) }
}

/** 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10
  return factor * power
}

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** “12,480.5” */
export function inFigures(value: number): string {
  return exact.format(value)
}

/** “12.5K”, along an axis. */
export function inShort(value: number): string {
  return Math.abs(value) < 10_000 ? exact.format(value) : compact.format(value)
}
