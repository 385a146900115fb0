import { addDays, addMonths, type Day, type ShopCalendar } from '../ask/days.ts'
import { type Period, resolve, wholeUnits } from '../ask/period.ts'
import { readTime, type TimeContext, type TimeReading } from '../ask/words/time.ts'
import { tokenize } from '../ask/words/word.ts'
import { localTime } from '../local-time.ts'
import { type Situation, unclear, type Wish } from './wish.ts'

const self = `(?:i'm|i am|im|i'll be|i will be|ill be|i'm going to be|i am going to be|i'm going|i am going|i'll be going|i've got|i have|i'm taking|i am taking|i'll be taking|i will take|i'll take|i take|i won't be|i will not be|i'm not|i am not|i was|note that i'm|note that i am)`
const away = `(?:(?:back )?(?:away|off(?: (?:work|duty|sick))?|out(?: (?:of (?:the )?(?:office|shop|store|town)|sick|ill))?|gone|absent|unavailable|sick|ill|abroad|travel(?:l)?ing|on (?:my |a )?(?:annual |sick |parental |maternity |paternity |unpaid )?(?:vacation|holidays?|leave|pto|break|trip|honeymoon)|vacation|holidays?|pto|time off|(?:the )?(?:day|days|week|afternoon) off|annual leave|leave|in|here|available|working|at work|around|in the (?:office|shop|store)))`
const spoken = new RegExp(
  String.raw`^(?:${self}\s+)(?<away>${away})\b[\s,:-]*(?:(?:for|on|during|from|starting)\s+)?(?<when>.*)$`,
  'iu',
)
const taking =
  /^(?:i'm taking|i am taking|i'll take|i will take|i'll be taking|i have|i've got)\s+(?<when>.+?)\s+off$/iu
const short =
  /^(?:out(?: of (?:the )?office| sick| ill)?|off(?: sick)?|ooo|pto|vacation|on vacation|on leave|away|day off|sick leave|sick|my vacation(?: is)?|my holidays?(?: are| is)?|mark me (?:as )?(?:away|out|absent|off)|set me (?:as |to )?(?:away|out|absent))[\s,:-]*(?:(?:for|on|during|from)\s+)?(?<when>.*)$/iu
const present = /^(?:in|here|available|working|at work|around|in the (?:office|shop|store))$/iu
const denying = /\b(?:won't be|will not be|not)\s+(?:in|here|available|working|at work|around)\b/iu

/** “I'm away next week”, “I am on vacation from 3 to 10 December”, “out sick today”. */
export function readAbsence(text: string, situation: Situation): Wish | null {
  const told = spoken.exec(text)?.groups
  const said = told ?? taking.exec(text)?.groups ?? short.exec(text)?.groups
  if (!said || (present.test(said.away ?? '') && !denying.test(text))) return null
  const when = (said.when ?? '').replace(/^(?:be|for|on|from)\s+(?=from\b)/iu, '').trim()
  const today = localTime(situation.now, situation.timeZone).day
  if (when === '' && /\b(?:sick|ill)\b/iu.test(text)) return { kind: 'absence', from: today, to: today }
  const days = daysOf(when, today)
  if (days !== null) return !told && days.to < today ? null : inTime(days, today)
  if (when !== '' && (!told || asking.test(when) || /^(?:of|to)\b/iu.test(when) || present.test(said.away ?? '')))
    return null
  return unclear('When are you away? Say it like “I am away next week” or “I am away from December 3 to December 10”.')
}

/** “I'm off to Chicago, who should I see there?” is a question with a preamble. */
const asking = /\?|\b(?:who|whom|whose|what|which|how|show|list|customers?|buyers?|orders?|revenue|sales)\b/iu

interface Away {
  readonly from: Day
  readonly to: Day
}

function inTime({ from, to }: Away, today: Day): Wish {
  if (to < today) return unclear('Those days are over. Say when you will be away, like “I am away next week”.')
  if (from > to)
    return unclear('The last day comes before the first. Say it like “I am away from December 3 to December 10”.')
  return { kind: 'absence', from: from < today ? today : from, to }
}

/** The first and the last day away. “Until” takes its day in: whoever is back earlier says so. */
function daysOf(when: string, today: Day): Away | null {
  const until =
    /^(?:(?:from )?(?:today|now)(?: on)?,? )?(?:until|till|til|through|thru|to|up to)\s+(?<last>.+)$/iu.exec(when)
  if (until) {
    const last = stretchOf(until.groups?.last ?? '', today)
    // On a Monday, “until Monday” is the next one.
    return last && { from: today, to: last.to > today ? last.to : addDays(today, 7) }
  }
  const range =
    /^(?:from |between |starting )?(?<first>.+?)\s+(?:until|till|til|through|thru|to|and|-)\s+(?<last>.+)$/iu.exec(
      when.replace(/\s*[–—]\s*|(?<=\b\d{1,2})\s*-\s*(?=\d{1,2}\b(?!-))/g, ' - '),
    )
  const [first, last] = [range?.groups?.first ?? '', range?.groups?.last ?? '']
  return weekdays(first, last, today) ?? stretchOf(when, today) ?? (range && fromTo(first, last, today))
}

const weekday = /^(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?$/iu

/** “Monday to Friday”: the coming Monday, and the Friday after it. Read as one stretch it would be the week gone by. */
function weekdays(first: string, last: string, today: Day): Away | null {
  if (!weekday.test(first.replace(/^(?:next|this|coming|on) /iu, '')) || !weekday.test(last)) return null
  const from = stretchOf(first, today)
  const to = from && stretchOf(last, from.from)
  return from && to && { from: from.from, to: to.to }
}

function fromTo(first: string, last: string, today: Day): Away | null {
  const to = stretchOf(last, today)
  const month = /(?<month>[a-z]{3,})/iu.exec(last)?.groups?.month
  const from = stretchOf(first, today) ?? (month ? stretchOf(`${first} ${month}`, today) : null)
  return from && to && { from: from.from, to: to.to }
}

/** A stretch of time that is all the words there are, as it lies ahead. */
function stretchOf(text: string, today: Day): Away | null {
  const plain = text.replace(/^(?:the\s+)?(?:all|whole)\s+(?:of\s+)?/iu, '').replace(/\s+(?:off|only)$/iu, '')
  const words = tokenize(plain)
  const context: TimeContext = { today, calendar: { weekStart: 'monday', fiscalYearStart: 1 } }
  const reading = readTime(words, 0, context).find(({ length }) => length === words.length)
  return reading ? lyingAhead(reading, context) : null
}

function lyingAhead(reading: TimeReading, { today, calendar }: TimeContext): Away | null {
  if (reading.role === 'duration' && (reading.op === null || reading.op === 'equals')) return rolling(reading, today)
  if (reading.role !== 'period' || reading.periods.length > 1) return null
  const period = wholeUnits(reading.ahead ?? reading.periods[0])
  const stretch = daysFrom(period, today, calendar)
  if (stretch === null || stretch.to >= today) return stretch
  if (period.kind === 'named') return daysFrom({ ...period, occurrence: 'coming' }, today, calendar)
  return reading.anchored ? { from: addMonths(stretch.from, 12), to: addMonths(stretch.to, 12) } : stretch
}

function daysFrom(period: Period, today: Day, calendar: ShopCalendar): Away | null {
  const { from, to } = resolve(period, today, calendar)
  return from !== null && to !== null ? { from, to: addDays(to, -1) } : null
}

/** “for two weeks”: from today on. */
function rolling({ unit, count }: Extract<TimeReading, { role: 'duration' }>, today: Day): Away {
  const days = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }[unit]
  return { from: today, to: addDays(today, Math.max(count * days - 1, 0)) }
}
