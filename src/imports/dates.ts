/** In which order 3/4/2024 is meant; null while nothing in the column has decided it. */
export type DayOrder = 'day-first' | 'month-first' | null

/** What a cell of a date column turned out to be. `text` is ISO, with an offset only where the cell had one. */
export type Stamp =
  | { readonly kind: 'stamp'; readonly text: string }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'wrong'; readonly expected: string }

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/u
const NUMBERS =
  /^(\d{1,2}|\d{4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:,?[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?: ?([AaPp])\.?[Mm]\.?)?)?$/u
const WORDS =
  /^(?:[A-Za-z]{3,9},? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?[ -,]+|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? )(\d{4})(?:,? (?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?$/u
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const EXPECTED = 'expected a date such as 2026-11-16 or 2026-11-16T14:30:00'

/**
 * A point in time as ISO text that PostgreSQL reads. A time without an offset is meant in the shop's zone, which the
 * session is set to; it is not converted here.
 *
 *     parseStamp('12/1/2010 8:26', 'month-first') // { kind: 'stamp', text: '2010-12-01 08:26:00' }
 *     parseStamp('3/4/2024', null)                // { kind: 'ambiguous' }
 */
export function parseStamp(cell: string, order: DayOrder): Stamp {
  const iso = ISO.exec(cell)
  if (iso !== null) return isoStamp(iso, cell)
  const text = cell.replace(/^'/u, '').trim()
  if (text !== cell) return parseStamp(text, order)
  const numbers = NUMBERS.exec(text)
  if (numbers !== null) return numberStamp(numbers, order)
  const words = WORDS.exec(text)
  return words === null ? { kind: 'wrong', expected: EXPECTED } : wordStamp(words)
}

/** A day without a time, as YYYY-MM-DD. A cell with a time gives the day written in it. */
export function parseDay(cell: string, order: DayOrder): Stamp {
  const stamp = parseStamp(cell, order)
  return stamp.kind === 'stamp' ? { kind: 'stamp', text: stamp.text.slice(0, 10) } : stamp
}

function isoStamp(parts: RegExpExecArray, cell: string): Stamp {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = parts
  const fault = impossible(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  return fault === null ? { kind: 'stamp', text: cell } : { kind: 'wrong', expected: fault }
}

function numberStamp(parts: RegExpExecArray, order: DayOrder): Stamp {
  const [, first = '', separator, second = '', third = '', hour, minute, seconds, half] = parts
  const time = [hour, minute, seconds, half] as const
  if (first.length === 4) return composed(Number(first), Number(second), Number(third), ...time)
  if (third.length !== 4) return { kind: 'wrong', expected: 'expected a year with four digits, as in 2026-11-16' }
  const decided = separator === '.' ? 'day-first' : (order ?? orderShownBy(Number(first), Number(second)))
  if (decided === null) return { kind: 'ambiguous' }
  const [month, day] = decided === 'day-first' ? [second, first] : [first, second]
  return composed(Number(third), Number(month), Number(day), ...time)
}

function orderShownBy(first: number, second: number): DayOrder {
  if (first === second) return 'day-first'
  if (first > 12) return 'day-first'
  return second > 12 ? 'month-first' : null
}

function wordStamp(parts: RegExpExecArray): Stamp {
  const [, dayBefore, monthAfter, monthBefore, dayAfter, year, hour, minute, second, half] = parts
  const month = MONTHS.indexOf((monthAfter ?? monthBefore ?? '').slice(0, 3).toLowerCase()) + 1
  if (month === 0) return { kind: 'wrong', expected: EXPECTED }
  return composed(Number(year), month, Number(dayBefore ?? dayAfter), hour, minute, second, half)
}

function composed(
  year: number,
  month: number,
  day: number,
  hourText: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  half: string | undefined,
): Stamp {
  const hour = hourOf(hourText, half)
  const fault =
    hour === null
      ? `expected an hour from 1 to 12 before ${half}m`
      : impossible(year, month, day, hour, Number(minute ?? 0), Number(second ?? 0))
  if (fault !== null || hour === null) return { kind: 'wrong', expected: fault ?? EXPECTED }
  const date = `${year}-${two(month)}-${two(day)}`
  return { kind: 'stamp', text: hourText === undefined ? date : `${date} ${two(hour)}:${minute}:${second ?? '00'}` }
}

function hourOf(hour: string | undefined, half: string | undefined): number | null {
  const number = Number(hour ?? 0)
  if (half === undefined) return number
  if (number < 1 || number > 12) return null
  return (number % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** The sentence for a day or time that does not exist, or null. Years are kept to what a shop can have seen. */
function impossible(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): string | null {
  if (year < 1900 || year > 2100) return 'expected a year from 1900 to 2100'
  if (month < 1 || month > 12) return 'expected a month from 1 to 12'
  if (day < 1 || day > daysIn(year, month))
    return `expected a day that exists (that month has ${daysIn(year, month)} days)`
  if (hour > 23 || minute > 59 || second > 59) return 'expected a time of day from 00:00 to 23:59'
  return null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Finds out, value by value, in which order a column writes day and month. One number over 12 decides it. */
export function dayOrderFinder(): { see(cell: string): boolean; readonly needed: boolean; readonly order: DayOrder } {
  let order: DayOrder = null
  let needed = false
  return {
    /** True as soon as the order is known, so that reading on is not needed. */
    see(cell) {
      const parts = NUMBERS.exec(cell.trim())
      if (parts?.[1] === undefined || parts[1].length === 4 || parts[2] === '.') return order !== null
      needed = true
      const [first, second] = [Number(parts[1]), Number(parts[3])]
      if (first !== second) order = orderShownBy(first, second)
      return order !== null
    },
    get needed() {
      return needed
    },
    get order() {
      return order
    },
  }
}

/** A birthday; the year is often not told (Square writes 0000-MM-DD). */
export type Birthday =
  | { readonly kind: 'birthday'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'wrong'; readonly expected: string }

/**
 * A birthday with or without its year. 29 February is right where no year says otherwise; 1900-01-01 and other days
 * that a till writes for "unknown" are left to the caller.
 *
 *     parseBirthday('0000-02-29', null) // { kind: 'birthday', year: null, month: 2, day: 29 }
 */
export function parseBirthday(cell: string, order: DayOrder): Birthday {
  const bare = /^(?:0000|-|--)?-?(\d{2})-(\d{2})$/u.exec(cell.trim())
  if (bare !== null) return yearless(Number(bare[1]), Number(bare[2]))
  const day = parseDay(cell.trim(), order)
  if (day.kind !== 'stamp')
    return day.kind === 'ambiguous'
      ? day
      : { kind: 'wrong', expected: 'expected a birthday such as 1977-04-21 or 0000-04-21' }
  const [year, month, date] = day.text.split('-').map(Number)
  return { kind: 'birthday', year: year ?? null, month: month ?? 0, day: date ?? 0 }
}

function yearless(month: number, day: number): Birthday {
  const fault = impossible(2000, month, day, 0, 0, 0)
  return fault === null ? { kind: 'birthday', year: null, month, day } : { kind: 'wrong', expected: fault }
}
