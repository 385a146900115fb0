import { writeEstimate, writeMoney, writeNumber, writePercent } from '../ask/amounts.ts'
import { writeMonthDay } from '../ask/birthday-text.ts'
import type { Day } from '../ask/days.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Grain } from '../ask/plan.ts'
import type { AnswerColumn, Cell } from '../ask/reply.ts'
import { writePhone } from '../customers/phone-text.ts'

/** A value as a person reads it: "$1,830.50", "12.4 %", "Nov 10, 2026"; what is missing is a dash. */
export function formatCell(
  value: Cell,
  { type, grain, estimate, phoneIn, monthDay }: AnswerColumn,
  currency: string,
): string {
  if (value === null) return '–'
  if (estimate) return writeEstimate(Number(value), type === 'money' ? currency : null)
  switch (type) {
    case 'money':
      return writeMoney(Number(value), currency)
    case 'percent':
      return writePercent(Number(value))
    case 'number':
      return writeNumber(Number(value))
    case 'date':
      return writeBucket(String(value), grain ?? 'day')
    case 'boolean':
      return value === true ? 'yes' : 'no'
    case 'key':
    case 'text':
      if (monthDay) return writeMonthDay(String(value))
      return plainLine(phoneIn === undefined ? String(value) : writePhone(String(value), phoneIn))
    default:
      return type satisfies never
  }
}

/** A stretch by its first day: "Oct 2026", "Q4 2026", "2026", "week of Nov 9, 2026". */
function writeBucket(day: Day, grain: Grain): string {
  const [year, month] = day.split('-')
  switch (grain) {
    case 'day':
      return writeDay(day)
    case 'week':
      return `week of ${writeDay(day)}`
    case 'month':
      return `${writeDay(day).slice(0, 3)} ${year}`
    case 'quarter':
      return `Q${Math.ceil(Number(month) / 3)} ${year}`
    case 'year':
      return year ?? day
    default:
      return grain satisfies never
  }
}

/** One line of printable text: data may hold line breaks and control characters that would move the cursor. */
export function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

/** Whether a column is lined up on the right, as figures are. */
export function isFigure({ type }: AnswerColumn): boolean {
  return type === 'number' || type === 'money' || type === 'percent'
}
