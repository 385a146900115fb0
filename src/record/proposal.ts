import type { Kysely } from 'kysely'
import { writeDay } from '../ask/period-text.ts'
import type { Found } from '../customers/find.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { attributeInUse } from './attributes.ts'
import { type Case, casesOf } from './cases.ts'
import type { ContactKind, RecordChange } from './change.ts'
import { contactNoun, pointsOf, readable, readContact, shownPoint } from './contacts.ts'
import type { Chosen } from './drafts.ts'
import { hold } from './holding.ts'
import type { Writing } from './idea.ts'
import { tagInUse } from './marks.ts'
import { namesIn } from './new-customer.ts'
import { type Preview, preview } from './record.ts'
import type { Spoken } from './spoken.ts'

/** One of several that may be meant. */
export interface Option {
  readonly label: string
  /** Where contact details are not shown. */
  readonly covered: string
  readonly id: number
}

/** What became of something said: what would be written, or what has to be decided first. */
export type Proposal =
  | { readonly kind: 'ready'; readonly preview: Preview }
  | {
      readonly kind: 'which'
      readonly about: keyof Chosen
      readonly question: string
      readonly options: readonly Option[]
      /** Nobody is called so: one may be made. */
      readonly mayCreate: boolean
    }
  /** It stands so already. */
  | { readonly kind: 'unchanged'; readonly sentence: string }

/** Finds customers by what somebody typed, with the rights of the person who did. */
export type Find = (said: string) => Promise<readonly Found[]>

/**
 * said → whom it is about → whom else it names → what would be written
 *
 * Asks one thing at a time; what was chosen before comes in `chosen`. Nothing is written.
 */
export async function propose(
  said: { readonly who: string; readonly spoken: Spoken; readonly chosen: Chosen },
  find: Find,
  writing: Writing,
  db: Kysely<Database>,
): Promise<Proposal> {
  const { who, spoken, chosen } = said
  const customer = chosen.customer ?? (await oneOf('customer', who, find))
  if (typeof customer !== 'number') return customer
  const held = await hold(customer, writing.by, db)
  const changes = await changesOf(spoken, held.id, chosen, find, writing, db)
  if (!Array.isArray(changes)) return changes as Proposal
  const found = await preview(held.id, changes, writing, db)
  if (found.proposed.length > 0) return { kind: 'ready', preview: found }
  return { kind: 'unchanged', sentence: `That is so already on the record of ${held.name} (${held.ref}).` }
}

type Which = Extract<Proposal, { kind: 'which' }>

/** The customer whom a name means; several, and those who are only called nearly so, are asked about. */
async function oneOf(about: 'customer' | 'referrer', said: string, find: Find): Promise<number | Which> {
  const found = await find(said)
  const [only] = found
  if (only?.exact && found.length === 1) return only.id
  const exact = found.some((each) => each.exact)
  const question = exact
    ? `${found.length === 10 ? 'Ten or more' : found.length} customers fit “${said}”. ${about === 'referrer' ? 'Who sent them' : 'Who is meant'}?`
    : found.length > 0
      ? `There is no customer “${said}”. Did you mean:`
      : `There is no customer “${said}”.`
  const options = found.slice(0, 8).map(({ id, name, city, store, ref }) => {
    const label = [name, city ?? store, ref].filter(Boolean).join(' · ')
    return { id, label, covered: label }
  })
  return { kind: 'which', about, question, options, mayCreate: about === 'customer' && !exact }
}

type Decided = readonly RecordChange[] | Which

async function changesOf(
  spoken: Spoken,
  customerId: number,
  chosen: Chosen,
  find: Find,
  writing: Writing,
  db: Kysely<Database>,
): Promise<Decided> {
  switch (spoken.kind) {
    case 'birthday':
    case 'nickname':
    case 'do_not_contact':
    case 'open_case':
      return [spoken]
    case 'name':
      return [{ kind: 'names', ...(await wholeName(spoken, customerId, db)) }]
    case 'contact':
      return [await contactChange(spoken, customerId, writing, db)]
    case 'wrong_contact':
    case 'right_contact':
      return pointChange(spoken, customerId, chosen, writing, db)
    case 'consent': {
      const { channels, state, on } = spoken
      const how = spoken.how ?? (writing.by.staffId === null ? 'recorded in the terminal' : `told ${writing.by.name}`)
      return channels.map((channel) => ({ kind: 'consent', channel, state, how, on: on ?? writing.today }))
    }
    case 'tag':
      return [{ kind: 'tag', tag: await tagInUse(spoken.tag, db), on: spoken.on }]
    case 'attribute': {
      const known = await attributeInUse(spoken, db)
      return [{ kind: 'attribute', ...known, of: spoken.of ?? known.of }]
    }
    case 'referral':
      return referral(spoken.by, chosen, find)
    case 'owner':
      return owner(spoken, chosen, writing, db)
    case 'store':
      return [{ kind: 'store', storeId: await storeCalled(spoken.store, db) }]
    case 'answer_case':
    case 'close_case':
    case 'reopen_case':
      return caseChange(spoken, customerId, chosen, writing, db)
    default:
      return spoken satisfies never
  }
}

async function wholeName(
  { part, name }: Extract<Spoken, { kind: 'name' }>,
  customerId: number,
  db: Kysely<Database>,
): Promise<{ readonly given: string | null; readonly family: string | null }> {
  if (part === 'whole') return namesIn(name)
  const now = await db
    .selectFrom('customers')
    .select(['given_name as given', 'family_name as family'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return part === 'given' ? { given: name, family: now.family } : { given: now.given, family: name }
}

/** What is on record as the first already, in the same form, stays; a street said alone keeps the city. */
async function contactChange(
  { of, written, further }: Extract<Spoken, { kind: 'contact' }>,
  customerId: number,
  { country }: Writing,
  db: Kysely<Database>,
): Promise<RecordChange> {
  readContact(of, written, null, country)
  const points = of === 'address' ? await pointsOf('address', customerId, db) : []
  const [wrong] = points.filter(({ first }) => first)
  if (of === 'address' && wrong && !further) return { kind: 'correct_contact', of, id: wrong.id, written, place: null }
  return { kind: 'add_contact', of, written, first: !further, place: null }
}

/** Which of several: as it was typed, or the only one there is. */
async function pointChange(
  spoken: Extract<Spoken, { kind: 'wrong_contact' | 'right_contact' }>,
  customerId: number,
  chosen: Chosen,
  { country }: Writing,
  db: Kysely<Database>,
): Promise<Decided> {
  const { of, written } = spoken
  const all = await pointsOf(of, customerId, db)
  const typed = written === null ? null : sameAs(of, written, country)
  const points = typed === null ? all : all.filter((point) => shownPoint(point) === typed || point.raw === written)
  const [only] = points
  if (!only) throw new UserError(`There is no such ${contactNoun(of)} on the record.`)
  const id = chosen.contact ?? only.id
  if (points.length > 1 && chosen.contact === undefined)
    return {
      ...{ kind: 'which', about: 'contact', question: `Which ${contactNoun(of)}?`, mayCreate: false },
      options: points.slice(0, 8).map((point, at) => ({
        ...{ id: point.id, label: readable(of, point, country) },
        covered: `${point.first ? 'the first' : `the ${ordinals[at] ?? 'next'}`}`,
      })),
    }
  return [{ kind: spoken.kind === 'wrong_contact' ? 'retire_contact' : 'verify_contact', of, id }]
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']

/** In the form in which it is stored; as it was typed where it has none. */
function sameAs(of: ContactKind, written: string, country: string): string {
  try {
    return readContact(of, written, null, country).normalized
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return written
  }
}

async function referral(by: string | null, chosen: Chosen, find: Find): Promise<Decided> {
  if (by === null) return [{ kind: 'referral', referrerId: null, evidence: null }]
  const referrer = chosen.referrer ?? (await oneOf('referrer', by, find))
  if (typeof referrer !== 'number') return referrer
  return [{ kind: 'referral', referrerId: referrer, evidence: null }]
}

async function owner(
  { whom, me }: Extract<Spoken, { kind: 'owner' }>,
  chosen: Chosen,
  { by }: Writing,
  db: Kysely<Database>,
): Promise<Decided> {
  if (me && by.staffId === null) throw new UserError('You are not on the staff list, so nobody can be yours.')
  if (me || whom === null) return [{ kind: 'owner', staffId: me ? by.staffId : null }]
  if (chosen.owner !== undefined) return [{ kind: 'owner', staffId: chosen.owner }]
  const staff = await db
    .selectFrom('staff')
    .select(['id', 'name', 'email'])
    .where('active', '=', true)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const wanted = whom.toLowerCase()
  const fits = (test: (name: string) => boolean) => staff.filter(({ name }) => test(name.toLowerCase()))
  const whole = fits((name) => name === wanted)
  const found =
    whole.length > 0
      ? whole
      : fits((name) => name.split(/\s+/).some((word) => word === wanted) || name.startsWith(`${wanted} `))
  const [only] = found
  if (only && found.length === 1) return [{ kind: 'owner', staffId: only.id }]
  if (found.length > 1)
    return {
      ...{ kind: 'which', about: 'owner', question: `Which ${whom}?`, mayCreate: false },
      options: found.slice(0, 8).map(({ id, name, email }) => ({ id, label: `${name} (${email})`, covered: name })),
    }
  const near = nearest(
    whom,
    staff.map(({ name }) => name),
  )
  throw new UserError(
    `There is no colleague called ${whom}.`,
    near
      ? `Did you mean ${near}?`
      : `Colleagues: ${staff
          .slice(0, 20)
          .map(({ name }) => name)
          .join(', ')}.`,
  )
}

async function storeCalled(said: string, db: Kysely<Database>): Promise<number> {
  const stores = await db.selectFrom('stores').select(['id', 'name']).orderBy('name').execute()
  const wanted = said.toLowerCase().replace(/^the\s+|\s+(?:store|shop)$/g, '')
  const found = stores.find(({ name }) => name.toLowerCase() === wanted || name.toLowerCase() === said.toLowerCase())
  if (found) return found.id
  const near = nearest(
    said,
    stores.map(({ name }) => name),
  )
  throw new UserError(
    `There is no store called ${said}.`,
    near
      ? `Did you mean ${near}?`
      : `Stores: ${stores
          .slice(0, 20)
          .map(({ name }) => name)
          .join(', ')}.`,
  )
}

async function caseChange(
  spoken: Extract<Spoken, { kind: 'answer_case' | 'close_case' | 'reopen_case' }>,
  customerId: number,
  chosen: Chosen,
  { today }: Writing,
  db: Kysely<Database>,
): Promise<Decided> {
  const wanted = spoken.kind === 'reopen_case' ? 'resolved' : 'open'
  const all = await casesOf(customerId, today, db)
  const fitting = all.filter(({ status }) => status === wanted)
  // What is said of a case that a colleague has closed already is kept with it.
  const isKept = spoken.kind !== 'reopen_case' && spoken.words !== null
  const cases = fitting.length === 0 && isKept ? all : fitting
  const [only] = cases
  if (!only) throw new UserError(wanted === 'open' ? noneOpen(all) : 'They have no case that was closed.')
  if (cases.length > 1 && chosen.case === undefined)
    return {
      ...{ kind: 'which', about: 'case', question: 'Which case?', mayCreate: false },
      options: cases.slice(0, 8).map(({ id, summary, openedDay }) => {
        const label = `${writeDay(openedDay)}: ${(summary ?? 'without words').slice(0, 60)}`
        return { id, label, covered: label }
      }),
    }
  const id = chosen.case ?? only.id
  switch (spoken.kind) {
    case 'answer_case':
      return [{ kind: 'answer_case', id, words: spoken.words, by: spoken.by ?? 'phone' }]
    case 'close_case':
      return [{ kind: 'close_case', id, words: spoken.words }]
    case 'reopen_case':
      return [{ kind: 'reopen_case', id }]
    default:
      return spoken satisfies never
  }
}

const noneOpen = ([last]: readonly Case[]): string =>
  last ? `They have no open case; the last, of ${writeDay(last.openedDay)}, is solved.` : 'They have no open case.'
