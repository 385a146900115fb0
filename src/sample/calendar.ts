/** A second of a day in the shop's time zone; `day` counts from 1970-01-01. */
export interface Moment {
  readonly day: number
  readonly second: number
}

/**
 * The days the sample shop has been open, with how busy each was.
 *
 * The last day is yesterday: a sample loaded at nine in the morning must not know the afternoon.
 */
export interface Calendar {
  readonly today: number
  readonly firstDay: number
  readonly lastDay: number
  /** The text `YYYY-MM-DD` of each day from the first. */
  readonly texts: readonly string[]
  /** The distance from UTC of each day, as in `-07:00`. */
  readonly offsets: readonly string[]
  /** Months from 0, by day from the first. */
  readonly months: Uint8Array
  /** 1 for days on which the stores are closed and only the online shop sells. */
  readonly closed: Uint8Array
  /** Busyness up to the beginning of each day from the first, one entry more than days; an ordinary day adds 1. */
  readonly trade: Float64Array
}

const MS_PER_DAY = 86_400_000
const YEARS_OPEN = 4

/** How busy each weekday is, Sunday first, and each month, January first; 1 is ordinary. */
const WEEKDAYS = [1.15, 0.72, 0.78, 0.86, 0.94, 1.12, 1.62]
const MONTHS = [0.82, 0.84, 0.97, 1.1, 1.14, 1.12, 1.06, 1.02, 0.98, 0.94, 0.98, 1.14]

/** The four years before `today` (`YYYY-MM-DD`) in the given time zone. */
export function openCalendar(today: string, timeZone: string): Calendar {
  const end = dayNumber(today)
  const firstDay = end - Math.round(YEARS_OPEN * 365.25)
  const days = Array.from({ length: end - firstDay + 1 }, (_, index) => firstDay + index)
  const texts = days.map(dayText)
  const trade = new Float64Array(days.length)
  for (let index = 1; index < days.length; index += 1) {
    trade[index] = (trade[index - 1] ?? 0) + busyness(texts[index - 1] ?? '')
  }
  return {
    today: end,
    firstDay,
    lastDay: end - 1,
    texts,
    offsets: utcOffsets(days, timeZone),
    months: Uint8Array.from(texts, (text) => Number(text.slice(5, 7)) - 1),
    closed: Uint8Array.from(texts, (text) => (isHoliday(text) ? 1 : 0)),
    trade,
  }
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayNumber(text: string): number {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / MS_PER_DAY)
}

/** `YYYY-MM-DD` of a number of days since 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

/** The day of the week, 0 for Sunday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The month from 0 of a day on which the shop was open. */
export function monthOf(calendar: Calendar, day: number): number {
  return calendar.months[day - calendar.firstDay] ?? 0
}

/** Whether the stores are closed on a day. */
export function isClosed(calendar: Calendar, day: number): boolean {
  return calendar.closed[day - calendar.firstDay] === 1
}

/** The day itself, or the one beside it when the stores are closed. */
export function openDay(calendar: Calendar, day: number): number {
  if (!isClosed(calendar, day)) return day
  return day < calendar.lastDay ? day + 1 : day - 1
}

/** The trade done from the opening to the beginning of a day. */
export function tradeAt(calendar: Calendar, day: number): number {
  return calendar.trade[day - calendar.firstDay] ?? 0
}

/** All trade done so far. */
export function tradeTotal(calendar: Calendar): number {
  return calendar.trade[calendar.trade.length - 1] ?? 0
}

/**
 * The day on which the shop's trade reached an amount: what turns an even flow of visits into one with busy Saturdays.
 *
 * An amount not reached yet is the day after the last.
 */
export function dayOfTrade(calendar: Calendar, amount: number): number {
  let low = 0
  let high = calendar.trade.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((calendar.trade[middle] ?? 0) <= amount) low = middle
    else high = middle - 1
  }
  return calendar.firstDay + low
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))

/** A moment as a file has it: `2026-05-12T10:55:00-07:00`. */
export function timestamp(calendar: Calendar, moment: Moment): string {
  const index = moment.day - calendar.firstDay
  const hours = TWO_DIGITS[Math.floor(moment.second / 3600)]
  const minutes = TWO_DIGITS[Math.floor(moment.second / 60) % 60]
  return `${calendar.texts[index]}T${hours}:${minutes}:${TWO_DIGITS[moment.second % 60]}${calendar.offsets[index]}`
}

function busyness(text: string): number {
  const month = Number(text.slice(5, 7)) - 1
  const ordinary = (WEEKDAYS[weekday(dayNumber(text))] ?? 1) * (MONTHS[month] ?? 1)
  return isHoliday(text) ? ordinary * 0.12 : ordinary
}

/** Christmas, New Year and Thanksgiving. */
function isHoliday(text: string): boolean {
  const monthAndDay = text.slice(5)
  if (monthAndDay === '12-25' || monthAndDay === '01-01') return true
  return monthAndDay >= '11-22' && monthAndDay <= '11-28' && weekday(dayNumber(text)) === 4
}

/** The distance from UTC at midday of each day; nothing in the sample happens in the small hours, when clocks change. */
function utcOffsets(days: readonly number[], timeZone: string): readonly string[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  return days.map((day) => {
    const parts = format.formatToParts(new Date(day * MS_PER_DAY + MS_PER_DAY / 2))
    const offset = parts.find((part) => part.type === 'timeZoneName')?.value.slice('GMT'.length) ?? ''
    return offset === '' ? '+00:00' : offset
  })
}
