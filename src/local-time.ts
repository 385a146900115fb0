import type { Day } from './db/schema.ts'

/** What a clock on the wall of the time zone shows, to the minute. */
export interface LocalTime {
  readonly day: Day
  /** HH:MM, 00:00 to 23:59. */
  readonly time: string
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clocks of the time zone show at the moment. */
export function localTime(moment: Date, timeZone: string): LocalTime {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  return {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  }
}

/**
 * The first minute at which the clocks of the time zone show that time of that day, or a later one.
 *
 * So a time that the clocks skip when they are put forward is the first minute after the gap, and one that they show
 * twice when they are put back is the first of the two.
 *
 *     firstMomentAt('2026-03-08', '02:30', 'America/Chicago') // 03:00 there, 08:00 UTC
 */
export function firstMomentAt(day: Day, time: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00Z`)
  // More than a day to either side, so that a change of the clocks that touches the time lies between the two.
  const offsets = [asUtc - 26 * hourMs, asUtc + 26 * hourMs].map((at) => offsetAt(at, timeZone))
  const exact = offsets
    .map((offset) => asUtc - offset)
    .filter((at) => shown(at, timeZone) === `${day} ${time}`)
    .sort((one, other) => one - other)
  return new Date(
    exact[0] ?? afterGap(`${day} ${time}`, asUtc - Math.max(...offsets), asUtc - Math.min(...offsets), timeZone),
  )
}

/** The first minute in (`before`, `after`] that shows the wanted time or a later one. */
function afterGap(wanted: string, before: number, after: number, timeZone: string): number {
  let [low, high] = [before, after]
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / minuteMs / 2) * minuteMs
    if (shown(middle, timeZone) >= wanted) high = middle
    else low = middle
  }
  return high
}

function offsetAt(at: number, timeZone: string): number {
  const { day, time } = localTime(new Date(at), timeZone)
  return Date.parse(`${day}T${time}:00Z`) - at
}

function shown(at: number, timeZone: string): string {
  const { day, time } = localTime(new Date(at), timeZone)
  return `${day} ${time}`
}

/** Making a formatter takes a hundred times as long as using it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  clocks.set(timeZone, clock)
  return clock
}
