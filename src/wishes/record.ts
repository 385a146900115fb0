import { readBirthdayWish } from './record-birthday.ts'
import { readCaseWish } from './record-cases.ts'
import { readBanWish, readConsentWish } from './record-consents.ts'
import { readContactVerdict, readContactWish } from './record-contacts.ts'
import { readAttributeWish, readNameWish, readTagWish } from './record-marks.ts'
import { readOwnerWish, readReferralWish, readStoreWish } from './record-people.ts'
import type { RecordReader } from './record-reading.ts'
import { personIn } from './record-who.ts'
import type { Wish, WishReader } from './wish.ts'

/** In this order: “set Ana's phone to …” is a phone before it is anything else that can be set. */
const readers: readonly RecordReader[] = [
  readNewCustomer,
  readBirthdayWish,
  readContactVerdict,
  readContactWish,
  readBanWish,
  readConsentWish,
  readCaseWish,
  readTagWish,
  readReferralWish,
  readStoreWish,
  readOwnerWish,
  readNameWish,
  readAttributeWish,
]

/** How a question begins that a statement about somebody never does. */
const asks =
  /^(?:who|whom|whose|which|what|when|where|why|how|is|are|was|were|do(?! not\b)|does|did|has|have|had|can|could|will|would|should|may|show|list|find|give me|get me|tell me|count|compare|only|and|or|also|just|for|in|of|with|without|from|by|sort|order by|group|break)\b/iu

/**
 * What somebody says of one customer, to be kept: “Ana Silva's birthday is May 5”, “Ana does not want e-mails anymore”.
 *
 * Only whole sentences that state something of one person by name are read. Questions use the same words (“when is Ana's
 * birthday”, “who does not want e-mails”): what begins like one or speaks of many is left to the planner. And even what is read is never written before its author has confirmed it.
 */
export const readRecordWish: WishReader = (text, situation): Wish | null => {
  const plain = spelledOut(text, situation.customer)
  if (asks.test(plain) && !namesake.test(plain)) return null
  for (const read of readers) {
    const wish = read(plain, situation)
    if (wish !== null) return wish
  }
  return null
}

/** Will Smith and May Chen begin like questions, until it is said what is so of them. */
const namesake =
  /^(?:Will|May|Do|Can) \p{Lu}[\p{L}'-]+(?:'s? | (?:was|is|has|does|doesn't|agreed|wants|goes|belongs|opted|signed|unsubscribed)\b)/u

const pronoun = /\b(?:(?<theirs>his|their)|(?<they>she|he|they|him|them)|(?<her>her))\b/iu
/** After “her” these words say that it is she, and not something of hers. */
const notHers = /^(?:$|[^ ]| (?:as|to|again|ever|from|off|over|now|any ?more|at|by|on|in|about|with)\b)/iu

/** Below a customer's page “her birthday is May 5” is that customer's. */
function spelledOut(text: string, customer: string | undefined): string {
  const found = customer === undefined ? null : pronoun.exec(text)
  if (found === null) return text
  const behind = text.slice(found.index + found[0].length)
  const owned = found.groups?.theirs !== undefined || (found.groups?.her !== undefined && !notHers.test(behind))
  return `${text.slice(0, found.index)}${customer}${owned ? "'s" : ''}${behind}`
}

const added = [
  /^(?:add|create|make|register|enter)(?: us)? (?:an?|the) new customer:? (?<rest>.+)$/iu,
  /^(?:create|register|enter|new) (?:an? )?customer:? (?<rest>\p{Lu}.+)$/iu,
  /^new customer: ?(?<rest>.+)$/iu,
  /^(?:add|create|register|enter) (?<rest>.+?) as an? (?:new )?customer$/iu,
]

/** “New customer: Ana Silva, ana@mail.example, 415 555 0123”. */
function readNewCustomer(text: string): Wish | null {
  const rest = added.map((pattern) => pattern.exec(text)?.groups?.rest).find((found) => found !== undefined)
  if (rest === undefined) return null
  const parts = rest.split(/\s*[,;]\s*|\s+(?=\S+@\S)/u)
  const email = parts.find((part) => part.includes('@')) ?? null
  const phone = parts.find((part) => /^[+()\d][+()\d\s./-]{5,}$/.test(part)) ?? null
  const names = parts.filter((part) => part !== email && part !== phone)
  const [name] = names
  const person = personIn(name)
  if (person === null || names.length !== 1 || /\d|@/.test(person)) return null
  return { kind: 'new_customer', name: person, email, phone }
}
