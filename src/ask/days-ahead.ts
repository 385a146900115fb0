import { addDays, addMonths, type Day, type ShopCalendar } from './days.ts'
import { type Period, resolve, wholeUnits } from './period.ts'
import { readTime, type TimeContext, type TimeReading } from './words/time.ts'
import { tokenize } from './words/word.ts'

/** The first and the last day of a stretch that lies ahead. */
export interface Ahead {
  readonly from: Day
  readonly to: Day
}

/** A stretch of time that is all the words there are, as it lies ahead. */
export function stretchAhead(text: string, today: Day): Ahead | null {
  const plain = text.replace(/^(?:the\s+)?(?:all|whole)\s+(?:of\s+)?/iu, '').replace(/\s+(?:off|only)$/iu, '')
  const words = tokenize(plain)
  const context: TimeContext = { today, calendar: { weekStart: 'monday', fiscalYearStart: 1 } }
  const reading = readTime(words, 0, context).find(({ length }) => length === words.length)
  return reading ? lyingAhead(reading, context) : null
}

function lyingAhead(reading: TimeReading, { today, calendar }: TimeContext): Ahead | null {
  if (reading.role === 'duration' && (reading.op === null || reading.op === 'equals')) return rolling(reading, today)
  if (reading.role !== 'period' || reading.periods.length > 1) return null
  const period = wholeUnits(reading.ahead ?? reading.periods[0])
  const stretch = daysFrom(period, today, calendar)
  if (stretch === null || stretch.to >= today) return stretch
  if (period.kind === 'named') return daysFrom({ ...period, occurrence: 'coming' }, today, calendar)
  return reading.anchored ? { from: addMonths(stretch.from, 12), to: addMonths(stretch.to, 12) } : stretch
}

function daysFrom(period: Period, today: Day, calendar: ShopCalendar): Ahead | null {
  const { from, to } = resolve(period, today, calendar)
  return from !== null && to !== null ? { from, to: addDays(to, -1) } : null
}

/** “for two weeks”: from today on. */
function rolling({ unit, count }: Extract<TimeReading, { role: 'duration' }>, today: Day): Ahead {
  const days = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }[unit]
  return { from: today, to: addDays(today, Math.max(count * days - 1, 0)) }
}
