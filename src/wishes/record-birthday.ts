import { writeBirthday } from '../ask/birthday-text.ts'
import { addDays } from '../ask/days.ts'
import { birthdayFault } from '../record/birthday.ts'
import type { SaidBirthday } from '../record/change.ts'
import { about, type RecordReader } from './record-reading.ts'
import { type Situation, todayOf, unclear } from './wish.ts'

const birthday = `(?:birthday|birth ?date|date of birth|birth ?day|b-?day|dob|d\\.o\\.b\\.)`
const patterns = [
  new RegExp(
    `^(?:(?:set|change|correct|update|make|record|note|add|save|enter|put) )?(?<who>.+?)'s? ${birthday}(?: (?:is|was|falls|to|as|:|=|must be|should be))*[ :=]+(?:on )?(?:the )?(?<when>.+)$`,
    'iu',
  ),
  /^(?<who>.+?) (?:was|is) born (?:on )?(?:the )?(?<when>.+)$/iu,
  new RegExp(`^(?<who>.+?) has (?:(?:her|his|their|a) )?${birthday} (?:on )?(?:the )?(?<when>.+)$`, 'iu'),
  new RegExp(
    `^(?:set|change|correct|update|record|note|enter) the ${birthday} (?:of|for) (?<who>.+?) (?:to|as|:|is|=) (?:the )?(?<when>.+)$`,
    'iu',
  ),
]

/** “Ana Silva's birthday is May 5”, “Ana was born on 5 May 1980”. Words that are no day are a question's. */
export const readBirthdayWish: RecordReader = (text, situation) => {
  for (const pattern of patterns) {
    const { who, when } = pattern.exec(text)?.groups ?? {}
    if (when === undefined) continue
    const read = birthdayIn(when, situation)
    if (read === null) continue
    if (typeof read === 'string') return about(who, () => unclear(read))
    const fault = birthdayFault(read, todayOf(situation))
    return about(who, (name) =>
      fault === null ? { kind: 'record', who: name, spoken: { kind: 'birthday', birthday: read } } : unclear(fault),
    )
  }
  return null
}

const names =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const starts = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthFirst = new RegExp(
  `^(?<month>${names})\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?:in )?(?<year>\\d{4}))?$`,
  'iu',
)
const dayFirst = new RegExp(
  `^(?<day>\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?(?<month>${names})\\.?(?:,? (?:in )?(?<year>\\d{4}))?$`,
  'iu',
)
const iso = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/
const numbers = /^(?<one>\d{1,2})[/.](?<two>\d{1,2})(?:[/.](?<year>\d{4})|\.)?$/

/** The day of a birthday, a sentence where it could be two days or is half of one, null where it is no day. */
export function birthdayIn(said: string, situation: Situation): SaidBirthday | string | null {
  const text = said.replace(/[.!]+$/, '').trim()
  if (/^(?:today|tomorrow|yesterday)$/iu.test(text)) return nearToday(text.toLowerCase(), todayOf(situation))
  const named = (monthFirst.exec(text) ?? dayFirst.exec(text))?.groups
  if (named) return { ...dated(named), month: starts.indexOf((named.month ?? '').slice(0, 3).toLowerCase()) + 1 }
  const plain = iso.exec(text)?.groups
  if (plain) return { ...dated(plain), month: Number(plain.month) }
  if (new RegExp(`^(?:in )?(?:${names})$`, 'iu').test(text))
    return 'On which day? Say it like “May 5” or “May 5, 1980”.'
  const written = numbers.exec(text)?.groups
  return written ? inNumbers(written) : null
}

type Groups = Readonly<Record<string, string | undefined>>

const dated = ({ day, year }: Groups) => ({ day: Number(day), ...yearSaid(year) })

/** Nothing where none was said: that is no word against a year on record. */
const yearSaid = (year: string | undefined) => (year === undefined ? {} : { year: Number(year) })

function nearToday(word: string, today: string): SaidBirthday {
  const day = addDays(today, word === 'tomorrow' ? 1 : word === 'yesterday' ? -1 : 0)
  return { month: Number(day.slice(5, 7)), day: Number(day.slice(8)) }
}

/** 13/5 has one meaning, 4/5 has two. */
function inNumbers({ one, two, year: written }: Groups): SaidBirthday | string {
  const [first, second] = [Number(one), Number(two)]
  const year = yearSaid(written)
  if (first === second || second > 12) return { month: first, day: second, ...year }
  if (first > 12) return { month: second, day: first, ...year }
  const readings = [
    writeBirthday({ month: first, day: second, ...year }),
    writeBirthday({ month: second, day: first, ...year }),
  ]
  return `Is that ${readings.join(' or ')}? Write the month as a word.`
}
