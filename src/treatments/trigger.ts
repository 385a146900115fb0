/**
 * What a reason to contact somebody weighs: a promise before a service case, both before a date that passes, then
 * customers at risk, then those who could buy more. `companion` never names anybody by itself: it is said along with
 * another reason.
 */
export const reasonClasses = ['promise', 'service', 'dated', 'at_risk', 'growth', 'companion'] as const
export type ReasonClass = (typeof reasonClasses)[number]

/** A number that a shop may tune, in days unless its meaning says otherwise. */
export interface Dial {
  readonly meaning: string
  readonly default: number
  readonly least: number
  readonly most: number
}

/** What a sentence is written with: the shop's own way to write days and amounts. */
export interface Wording {
  readonly money: (amount: number) => string
  /** Of a share from 0 to 1. */
  readonly percent: (share: number) => string
  /** “Nov 12”, with the year where it is not this one. */
  readonly day: (day: string) => string
  /** Whole days from that day to today; negative for a day to come. */
  readonly daysSince: (day: string) => number
}

/** What was found out, as the database gave it; each trigger knows its own keys. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

/**
 * What makes a treatment rule apply.
 *
 * `candidates` is SQL in the catalogue's manner: `:today`, `:zone`, `:summaries`, the shop's numbers and the trigger's
 * dials are placeholders. It gives `customer_id`, `occasion` (the same text for the same thing on any day, so that what
 * was done about it is known), `due_on`, `staff_id` (whom it concerns by name, else null) and `facts` (jsonb). Of all that
 * come back only those from `:from_customer` to `:to_customer` are looked at; what is costly for each may begin with these.
 */
export interface Trigger {
  readonly code: string
  readonly label: string
  /** When it names somebody, in one sentence. */
  readonly meaning: string
  readonly class: ReasonClass
  readonly dials: Readonly<Record<string, Dial>>
  readonly candidates: string
  /** One sentence with the evidence in it, in words a shopkeeper would say. */
  readonly sentence: (facts: Facts, wording: Wording) => string
}

export const days = (meaning: string, standard: number, least: number, most: number): Dial => ({
  meaning,
  default: standard,
  least,
  most,
})

export const text = (facts: Facts, key: string): string => String(facts[key] ?? '')
export const number = (facts: Facts, key: string): number => Number(facts[key] ?? 0)
export const known = (facts: Facts, key: string): boolean => facts[key] !== null && facts[key] !== undefined

/** “1 day”, “14 days”. */
export const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`

/** “today”, “yesterday”, “14 days ago”. */
export function ago(daysAgo: number): string {
  if (daysAgo <= 0) return 'today'
  return daysAgo === 1 ? 'yesterday' : `${counted(daysAgo, 'day')} ago`
}

/** “today”, “tomorrow”, “in 3 days”. */
export function ahead(daysAhead: number): string {
  if (daysAhead <= 0) return 'today'
  return daysAhead === 1 ? 'tomorrow' : `in ${counted(daysAhead, 'day')}`
}

/** Words that somebody typed, on one line and not longer than a sentence is read. */
export function quoted(words: string, longest = 280): string {
  const line = words.replace(/\s+/g, ' ').trim()
  if (line.length <= longest) return line
  const cut = line.slice(0, longest)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest - 40)).trimEnd()}…`
}

/** Nobody answered, or somebody else did: the customer does not know that the shop tried. */
const isAttempt = (interaction: string): string =>
  `exists (select from outcomes tried where tried.customer_id = ${interaction}.customer_id and tried.interaction_id = ${interaction}.id and tried.kind in ('left_message', 'no_answer', 'wrong_number'))`

/**
 * Somebody of the shop called, visited or wrote; not a mailing to many, by the word that the shop has for it, and not a
 * message that no colleague sent. Only this keeps a promise or answers a case: a newsletter does neither.
 */
export const byAPerson = (interaction: string): string =>
  `(${interaction}.direction = 'outbound' and ${interaction}.kind !~* '${mailing}' and (${interaction}.staff_id is not null or ${interaction}.kind in ('call', 'visit') or ${interaction}.channel in ('phone', 'store')))`

const mailing = 'campaign|newsletter|mailing|marketing|promo|advert|bulk|blast|broadcast|automat'

/** The last day up to today on which somebody of the shop reached the customer, from a day on; attempts do not count. */
export const lastReached = (customer: string, from: string): string =>
  `(select max(i.on_day) from interactions i where i.customer_id = ${customer} and ${byAPerson('i')} and i.on_day between ${from} and :today and not ${isAttempt('i')})`

/** A customer whom somebody of the shop called, wrote to or visited since a day. */
export const contactedSince = (customer: string, day: string): string =>
  `exists (select from interactions i where i.customer_id = ${customer} and ${byAPerson('i')} and i.on_day >= ${day} and i.on_day <= :today)`
