import type { ContactKind } from '../record/change.ts'
import { firstFit, type RecordReader, saidOf } from './record-reading.ts'
import { unclear } from './wish.ts'

const email = `(?:e-?mail(?: address)?)`
const phone = `(?:(?:tele)?phone(?: number)?|mobile(?: phone)?(?: number)?|cell(?: ?phone)?(?: number)?|number|telephone(?: number)?)`
const address = `(?:(?:postal |home |street |mailing )?address)`
const noun = `(?<noun>${email}|${phone}|${address})`
const which = `(?<which>(?:(?:new|current|correct|right|main|first|only|private|personal|work|other|second|further|another|additional) )*)`
const value = `(?<value>\\S.*)`
const now = `(?: (?:is|are|has (?:been )?changed to|changed to|should be|must be|to|=|:)(?: now)?| now)+[ :=]*`

const given = [
  new RegExp(
    `^(?:(?:set|change|correct|update|make|record|note|save|enter|replace) )?(?<who>.+?)'s? ${which}${noun}(?:${now}| ?[:=] ?)${value}$`,
    'iu',
  ),
  new RegExp(
    `^(?:set|change|correct|update|replace) the ${which}${noun} (?:of|for) (?<who>.+?) (?:to|with|by|:) ${value}$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?) (?:has|got|has got|uses) (?:an? )?${which}${noun}(?: now)?(?:[:,]| which is| it is| -)? ?${value}$`,
    'iu',
  ),
  /^(?<who>.+?) (?:can be reached|is reachable|is) (?:now )?(?:at|on|under|by) (?<value>[^ ]*[@\d].*)$/iu,
  new RegExp(
    `^(?:add|put|save) (?<further>)(?:the |an? )?${which}(?:${noun}:? )?(?<value>[^ ]*[@\\d].*?) (?:to|for|on) (?<who>.+?)(?:'s? (?:record|page))?$`,
    'iu',
  ),
]
const wrong = [
  new RegExp(
    `^(?<who>.+?)'s? ${which}${noun}(?: (?<value>\\S*[@\\d].*?))? (?:is|was) (?:wrong|not right|incorrect|invalid|not valid(?: any ?more)?|no longer valid|out of date|outdated|dead|bouncing|not (?:hers|his|theirs)(?: any ?more)?|no longer (?:hers|his|theirs)|not in use(?: any ?more)?|no longer in use)$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?)'s? ${which}${noun}(?: (?<value>\\S*[@\\d].*?))? (?:bounces|bounced|does not work(?: any ?more)?|doesn't work(?: any ?more)?|no longer works|does not exist(?: any ?more)?|doesn't exist(?: any ?more)?)$`,
    'iu',
  ),
  new RegExp(
    `^(?:remove|delete|take off|drop|retire) (?<who>.+?)'s? ${which}${noun}(?: (?<value>\\S*[@\\d].*))?$`,
    'iu',
  ),
]
const right = [
  new RegExp(
    `^(?<who>.+?)'s? ${which}${noun}(?: (?<value>\\S*[@\\d].*?))? (?:is|was) (?:right|correct|verified|confirmed|checked|still (?:right|correct|valid))(?: (?:today|now))?$`,
    'iu',
  ),
  new RegExp(
    `^(?:mark|verify|confirm) (?<who>.+?)'s? ${which}${noun}(?: (?<value>\\S*[@\\d].*?))?(?: as (?:right|correct|verified|checked))?$`,
    'iu',
  ),
]

/** “Ana's new phone is 415 555 0123”, “add ana@mail.example to Ana Silva”. Without an address or number it is a question. */
export const readContactWish: RecordReader = (text) => {
  const groups = firstFit(given, text)
  if (!groups) return null
  const { who, which: kind = '', noun: said, value: typed = '', further } = groups
  const written = typed.replace(/^["'<]+|[">',;.!]+$/g, '').trim()
  const of = said === undefined ? kindOf(written) : nounOf(said)
  if (of === null || !looksLike(of, written)) return null
  const isFurther = further !== undefined || /other|second|further|another|additional|work/iu.test(kind)
  if (of === 'email' && !/^\S+@\S+\.\S+$/.test(written)) return unclear(`“${written}” is not an e-mail address.`)
  return saidOf(who, { kind: 'contact', of, written, further: isFurther })
}

/** “Ana's e-mail bounces”, “Ana's phone is wrong”: that one goes; “Ana's phone is right” says that it was checked. */
export const readContactVerdict: RecordReader = (text) => {
  for (const [patterns, kind] of [
    [wrong, 'wrong_contact'],
    [right, 'right_contact'],
  ] as const) {
    const groups = firstFit(patterns, text)
    const of = groups?.noun === undefined ? null : nounOf(groups.noun)
    if (groups && of !== null) return saidOf(groups.who, { kind, of, written: groups.value?.trim() ?? null })
  }
  return null
}

const nounOf = (said: string): ContactKind =>
  new RegExp(`^${email}$`, 'iu').test(said)
    ? 'email'
    : new RegExp(`^${address}$`, 'iu').test(said)
      ? 'address'
      : 'phone'

const kindOf = (written: string): ContactKind | null =>
  written.includes('@') ? 'email' : /^[+()\d\s./-]{7,}$/.test(written) ? 'phone' : null

/** Something that can only be meant as one: “Ana's address is in Chicago” is no street. */
function looksLike(of: ContactKind, written: string): boolean {
  switch (of) {
    case 'email':
      return /^[^\s@]+@\S*$/.test(written)
    case 'phone':
      return /^[+()\d][+()\d\s./x-]*$/iu.test(written) && (written.match(/\d/g)?.length ?? 0) >= 5
    case 'address':
      return /\d/.test(written) && /\p{L}{2}/u.test(written) && written.length >= 6 && written.length <= 200
    default:
      return of satisfies never
  }
}
