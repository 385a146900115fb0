import { addDays, type Day } from '../ask/days.ts'
import { stretchAhead } from '../ask/days-ahead.ts'

/** A day that a note speaks of as still to come, to offer a follow-up for. */
export interface Mentioned {
  readonly on: Day
  /** The words that say it. */
  readonly words: string
  /** They name that very day; otherwise it is the first of a stretch (“next week”), or was counted from one (“before Easter”). */
  readonly exact: boolean
}

const mostMentioned = 3
const longest = 6

/**
 * The days ahead that the words speak of, at most a year away, in the order they are said: “call Friday”, “back in two weeks”,
 * “before Thanksgiving”. Words of what has been (“born May 5”, “moved in March”) and habits (“Saturday mornings”) are none.
 *
 *     daysMentioned('locks Friday, the grill in March', '2026-11-16') // Nov 20, and Mar 1
 */
export function daysMentioned(body: string, today: Day): readonly Mentioned[] {
  const words = body.split(/\s+/).map(plainWord)
  const found: Mentioned[] = []
  for (let start = 0; start < words.length && found.length < mostMentioned; start++) {
    const one = mentionedAt(words, start, today)
    if (one === null) continue
    start += one.length - 1
    if (!found.some(({ on }) => on === one.on)) found.push({ on: one.on, words: one.words, exact: one.exact })
  }
  return found
}

interface Word {
  readonly text: string
  /** A comma or full stop stands behind it: what was is over. */
  readonly ends: boolean
}

const plainWord = (word: string): Word => ({
  text: word.replace(/^[("“]+|[.,;:!?)"”]+$/g, ''),
  ends: /[.,;:!?]["”)]*$/.test(word),
})

const notAhead =
  /^(?:born|birthday|birthdays|anniversary|since|last|ago|was|were|been|bought|ordered|yesterday|came|went|moved|started|retired|married|died|broke|met|paid|called|visited|returned|opened|joined|lived|happened|every|each|usually|always|between)$/i
/** “Comes in Saturday mornings”, “closed on Sundays” is no appointment. */
const habit = /^(?:mornings|afternoons|evenings|nights|(?:mon|tues|wednes|thurs|fri|satur|sun)days)$/i

function mentionedAt(words: readonly Word[], start: number, today: Day) {
  const clause = clauseBefore(words, start)
  // “To be called on Tuesday” is still to come.
  if (clause.some((word) => notAhead.test(word)) && !clause.includes('be')) return null
  for (let length = Math.min(longest, words.length - start); length > 0; length--) {
    const stretch = words.slice(start, start + length)
    if (stretch.slice(0, -1).some(({ ends }) => ends) && !/\d{4}$/.test(stretch.at(-1)?.text ?? '')) continue
    const said = stretch.map(({ text }) => text).join(' ')
    const day = dayOf(said, clause, today)
    if (day !== null && !habit.test(words[start + length]?.text ?? '') && !habit.test(stretch.at(-1)?.text ?? ''))
      return { ...day, words: said, length }
  }
  return null
}

/** The word itself and the three before it, as far as they belong together. */
function clauseBefore(words: readonly Word[], start: number): readonly string[] {
  const clause: string[] = [words[start]?.text ?? '']
  for (let at = start - 1; at >= Math.max(0, start - 3) && !words[at]?.ends; at--) clause.unshift(words[at]?.text ?? '')
  return clause
}

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const inSome =
  /^in (?:a (?:couple of|few) )?(an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (days?|weeks?|months?)$/i

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
/** What names a day by itself. */
const aDay = new RegExp(
  String.raw`^(?:(?:on|by|until|till|next|this|coming|around|from) )?(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|tomorrow|tonight|today|${month}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}(?: \d{4})?|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?)$`,
  'i',
)
const aStretch =
  /^(?:next|this coming|coming) (?:week|weekend|month|year|spring|summer|fall|autumn|winter)$|^(?:this|on the) weekend$/i
/** A month, season or holiday is one only with a word that makes it a time: “in March”, “before Christmas”. */
const inStretch = /^(?:in|by|until|till|early|around|at|over) (?:early |mid |late )?(?:the )?(.+)$/i
const beforeOrAfter = /^(before|after) (?:the )?(.+)$/i
const aMonth = new RegExp(`^(?:next )?${month}$`, 'i')
const aSeason = /^(?:spring|summer|fall|autumn|winter)$/i
const aHoliday =
  /^(?:holidays|christmas|xmas|christmas eve|thanksgiving|easter|halloween|new year'?s?|new year'?s day|new year'?s eve|black friday|labor day|memorial day|mother'?s day|father'?s day|valentine'?s(?: day)?|4th of july|fourth of july)$/i
const toDo =
  /^(?:call|ring|phone|back|again|return|returns|follow|remind|check|contact|write|e-?mail|text|visit|ask|deliver|delivery|pick|pickup|ready|call-?back)$/i

type Found = Pick<Mentioned, 'on' | 'exact'>

type Reader = (said: string, today: Day, clause: readonly string[]) => Found | null

const counted: Reader = (said, today) => {
  const [, count, unit] = inSome.exec(said) ?? []
  return count && unit ? within(addDays(today, daysIn(count, unit)), today, /^d/i.test(unit)) : null
}

const oneDay: Reader = (said, today) => {
  if (/^tonight$/i.test(said)) return { on: today, exact: true }
  return aDay.test(said) ? firstOf(said.replace(/^(?:on|by|until|till|around|from) /i, ''), today, true) : null
}

const stretch: Reader = (said, today) =>
  aStretch.test(said) ? firstOf(said.replace(/^on the /i, 'this '), today, false) : null

/** “In March”, “at Easter”; “in the spring” only of what is to be done then. */
const inTime: Reader = (said, today, clause) => {
  const [, named] = inStretch.exec(said) ?? []
  if (named === undefined) return null
  const isTime =
    aMonth.test(named) || aHoliday.test(named) || (aSeason.test(named) && clause.some((word) => toDo.test(word)))
  return isTime ? firstOf(named, today, false) : null
}

/** The last day before it, the first day after it; the shop is shut on New Year’s Day. */
const besides: Reader = (said, today) => {
  const [, side, edge] = beforeOrAfter.exec(said) ?? []
  if (!side || !edge || !(aMonth.test(edge) || aHoliday.test(edge) || aDay.test(edge))) return null
  const ahead = aheadOf(edge, today)
  if (ahead === null) return null
  const after = addDays(ahead.to, 1)
  return within(
    /^b/i.test(side) ? addDays(ahead.from, -1) : addDays(after, after.endsWith('-01-01') ? 1 : 0),
    today,
    false,
  )
}

const endOfTime: Reader = (said, today) => {
  const [, next, unit] = endOf.exec(said) ?? []
  const ahead = unit ? stretchAhead(`${next ? 'next' : 'this'} ${unit}`, today) : null
  return ahead && within(ahead.to, today, false)
}

const readers: readonly Reader[] = [counted, oneDay, stretch, endOfTime, besides, inTime]

function dayOf(said: string, clause: readonly string[], today: Day): Found | null {
  for (const read of readers) {
    const found = read(said, today, clause)
    if (found !== null) return found
  }
  return null
}

function daysIn(count: string, unit: string): number {
  const said = count.toLowerCase()
  const many = /^an?$/.test(said) ? 1 : numbers.includes(said) ? numbers.indexOf(said) : Number(said)
  return many * (/^d/i.test(unit) ? 1 : /^w/i.test(unit) ? 7 : 30)
}

function firstOf(words: string, today: Day, exact: boolean): Found | null {
  const stretch = aheadOf(words, today)
  if (stretch === null || stretch.to < today) return null
  // Written on a Monday, “Monday” is the next one.
  const from = stretch.from === today && aWeekday.test(words) ? addDays(today, 7) : stretch.from
  return within(from < today ? today : from, today, exact && stretch.from === stretch.to)
}

const aWeekday = /^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?$/i

/** The calendar knows “in spring” and “the holidays”. */
const aheadOf = (words: string, today: Day) =>
  stretchAhead(aSeason.test(words) ? `in ${words}` : /^holidays$/i.test(words) ? 'the holidays' : words, today)

const endOf = /^(?:(?:by|until|till|at|before) )?(?:the )?end of (?:the |this )?((?:next )?)(week|month|year)$/i

const within = (on: Day, today: Day, exact: boolean): Found | null =>
  on >= today && on <= addDays(today, 366) ? { on, exact } : null

const vague =
  /\b(?:(?:in|after|before|over) the (?:spring|summer|fall|autumn|winter|vacation|move|wedding|storm|storms)|in (?:a (?:few|couple of)|some) (?:days|weeks|months)|soon|sometime|some time|some day|one of these days|when (?:it|they|she|he|we)(?:['’]s| is| are|['’]re)? (?:back|in|ready|here)|later)\b/i

/** Words of a time to come that is no day: a person has to choose one. */
export const vagueTime = (body: string): string | null => vague.exec(body)?.[0] ?? null
