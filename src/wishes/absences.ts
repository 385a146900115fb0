import { addDays, type Day } from '../ask/days.ts'
import { type Ahead, stretchAhead } from '../ask/days-ahead.ts'
import { type Situation, todayOf, unclear, type Wish } from './wish.ts'

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
  const today = todayOf(situation)
  if (when === '' && /\b(?:sick|ill)\b/iu.test(text)) return { kind: 'absence', from: today, to: today }
  const days = daysOf(when, today)
  if (days !== null) return !told && days.to < today ? null : inTime(days, today)
  if (when !== '' && (!told || asking.test(when) || /^(?:of|to)\b/iu.test(when) || present.test(said.away ?? '')))
    return null
  return unclear('When are you away? Say it like “I am away next week” or “I am away from December 3 to December 10”.')
}

/** “I'm off to Chicago, who should I see there?” is a question with a preamble. */
const asking = /\?|\b(?:who|whom|whose|what|which|how|show|list|customers?|buyers?|orders?|revenue|sales)\b/iu

function inTime({ from, to }: Ahead, today: Day): Wish {
  if (to < today) return unclear('Those days are over. Say when you will be away, like “I am away next week”.')
  if (from > to)
    return unclear('The last day comes before the first. Say it like “I am away from December 3 to December 10”.')
  return { kind: 'absence', from: from < today ? today : from, to }
}

/** The first and the last day away. “Until” takes its day in: whoever is back earlier says so. */
function daysOf(when: string, today: Day): Ahead | null {
  const until =
    /^(?:(?:from )?(?:today|now)(?: on)?,? )?(?:until|till|til|through|thru|to|up to)\s+(?<last>.+)$/iu.exec(when)
  if (until) {
    const last = stretchAhead(until.groups?.last ?? '', today)
    // On a Monday, “until Monday” is the next one.
    return last && { from: today, to: last.to > today ? last.to : addDays(today, 7) }
  }
  const range =
    /^(?:from |between |starting )?(?<first>.+?)\s+(?:until|till|til|through|thru|to|and|-)\s+(?<last>.+)$/iu.exec(
      when.replace(/\s*[–—]\s*|(?<=\b\d{1,2})\s*-\s*(?=\d{1,2}\b(?!-))/g, ' - '),
    )
  const [first, last] = [range?.groups?.first ?? '', range?.groups?.last ?? '']
  return weekdays(first, last, today) ?? stretchAhead(when, today) ?? (range && fromTo(first, last, today))
}

const weekday = /^(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?$/iu

/** “Monday to Friday”: the coming Monday, and the Friday after it. Read as one stretch it would be the week gone by. */
function weekdays(first: string, last: string, today: Day): Ahead | null {
  if (!weekday.test(first.replace(/^(?:next|this|coming|on) /iu, '')) || !weekday.test(last)) return null
  const from = stretchAhead(first, today)
  const to = from && stretchAhead(last, from.from)
  return from && to && { from: from.from, to: to.to }
}

function fromTo(first: string, last: string, today: Day): Ahead | null {
  const to = stretchAhead(last, today)
  const month = /(?<month>[a-z]{3,})/iu.exec(last)?.groups?.month
  const from = stretchAhead(first, today) ?? (month ? stretchAhead(`${first} ${month}`, today) : null)
  return from && to && { from: from.from, to: to.to }
}
