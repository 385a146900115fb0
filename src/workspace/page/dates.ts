/// <reference lib="dom" />
import { now } from './connection.ts'
import { current } from './state.ts'

/** A message's `ts` as a moment: seconds before the point. */
export function momentOf(ts: string): Date {
  return new Date(Number.parseFloat(ts) * 1000)
}

/** “9:41 AM”, where the reader is. */
export function timeOf(date: Date): string {
  return format(date, { hour: 'numeric', minute: '2-digit' })
}

/** `2026-11-22`, where the reader is. */
export function dayOf(date: Date): string {
  return formatter('en-CA', { dateStyle: 'short' }).format(date)
}

/** “Today”, “Yesterday”, “Friday, November 20”; of other years the year too. */
export function dayName(date: Date): string {
  const relative = nearDay(date)
  if (relative !== null) return relative
  const sameYear = dayOf(date).slice(0, 4) === dayOf(now()).slice(0, 4)
  return format(date, { weekday: 'long', month: 'long', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) })
}

function nearDay(date: Date): string | null {
  const days = Math.round((Date.parse(dayOf(now())) - Date.parse(dayOf(date))) / 86_400_000)
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : days === -1 ? 'Tomorrow' : null
}

/** “today at 9:41 AM”, “Nov 20 at 9:41 AM” */
export function lately(date: Date): string {
  const day = nearDay(date)?.toLowerCase() ?? format(date, { month: 'short', day: 'numeric' })
  return `${day} at ${timeOf(date)}`
}

/** In full, for a tooltip. */
export function inFull(date: Date): string {
  return format(date, { dateStyle: 'full', timeStyle: 'short' })
}

const long = { month: 'long', day: 'numeric', year: 'numeric' } as const
const short = { month: 'short', day: 'numeric', year: 'numeric' } as const

const tokens: Readonly<Record<string, (date: Date) => string>> = {
  date: (date) => format(date, long),
  date_num: dayOf,
  date_slash: (date) => format(date, { dateStyle: 'short' }),
  date_short: (date) => format(date, short),
  date_long: (date) => format(date, { weekday: 'long', ...long }),
  date_pretty: (date) => nearDay(date)?.toLowerCase() ?? format(date, long),
  date_short_pretty: (date) => nearDay(date)?.toLowerCase() ?? format(date, short),
  date_long_pretty: (date) => nearDay(date)?.toLowerCase() ?? format(date, { weekday: 'long', ...long }),
  day_divider_pretty: dayName,
  time: timeOf,
  time_secs: (date) => format(date, { timeStyle: 'medium' }),
  ago: ago,
}

/** Slack's date templates: “Posted {date_short_pretty} at {time}”. */
export function fillDate(template: string, seconds: number): string {
  const date = new Date(seconds * 1000)
  return template.replace(/\{(\w+)\}/g, (whole, token: string) => tokens[token]?.(date) ?? whole)
}

function ago(date: Date): string {
  const minutes = Math.round((now().getTime() - date.getTime()) / 60_000)
  if (Math.abs(minutes) < 60) return relative(-minutes, 'minute')
  if (Math.abs(minutes) < 60 * 24) return relative(-Math.round(minutes / 60), 'hour')
  return relative(-Math.round(minutes / 60 / 24), 'day')
}

function relative(amount: number, unit: Intl.RelativeTimeFormatUnit): string {
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(amount, unit)
}

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return formatter('en-US', options).format(date)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Each kind is made once: making one takes longer than all the rest of a message. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone()} ${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone(), ...options })
  formatters.set(key, known)
  return known
}

function zone(): string {
  return current().me.timeZone
}
