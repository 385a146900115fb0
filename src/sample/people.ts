import { dayText } from './calendar.ts'
import { type Habits, habitsOf } from './habits.ts'
import { type Member, memberAt } from './members.ts'
import {
  NAME_GROUPS,
  type NameGroup,
  NICKNAMES,
  OTHER_AREA_CODES,
  plainLetters,
  STREET_KINDS,
  STREETS,
  WESTERN_AREA_CODES,
} from './names.ts'
import { below, between, chance, pick, pickWeighted, type Random } from './random.ts'
import type { Consent, Consents, Person } from './records.ts'
import { FAR_TOWNS, staffOf, type Town } from './shop.ts'
import { customerRef, stream, type World } from './world.ts'

export interface FullName {
  readonly given: string
  readonly family: string
  readonly group: NameGroup | undefined
}

/** Who a customer outside the cast is, as the shop's files have it: with gaps and slips. */
export function personOf(world: World, member: Member): Person {
  const own = ownPerson(world, member)
  const { relation } = member
  switch (relation.kind) {
    case 'own':
    case 'namesake':
      return own
    case 'household':
      return sharingHome(own, personOf(world, memberAt(world, relation.of)), stream(world, 'relation', member.index))
    case 'duplicate':
      return typedAgain(own, personOf(world, memberAt(world, relation.of)), stream(world, 'relation', member.index))
  }
}

function ownPerson(world: World, member: Member): Person {
  const random = stream(world, 'profile', member.index)
  const name = nameOf(world, member)
  const habits = habitsOf(world, member)
  const contact = contactOf(world, member, name)
  const town = townOf(member, random)
  return {
    given: name.given,
    family: name.family,
    ...contact,
    address: chance(random, 0.06) ? '' : addressOf(random),
    city: town.city,
    region: town.region,
    postalCode: chance(random, 0.03) ? '' : pick(random, town.postalCodes),
    country: 'US',
    birthday: chance(random, 0.62) ? birthdayOf(world, random) : '',
    language: name.group?.language && chance(random, 0.3) ? name.group.language : 'en',
    source: sourceOf(member, random),
    consents: consentsOf(world, member),
    owner: ownerOf(member, habits, random),
    store: member.home?.name ?? '',
    referredBy: member.referrer === null ? '' : customerRef(member.referrer),
    tags: tagsOf(habits, random),
    householdSize: chance(random, 0.4) ? '' : String(1 + pickWeighted(random, [24, 36, 16, 16, 8])),
    interest: chance(random, 0.32) ? '' : interestOf(habits, random),
  }
}

const GROUP_SHARES = NAME_GROUPS.map((group) => group.share)

/** The name of a customer; a household shares the family name, a namesake both. */
export function nameOf(world: World, member: Pick<Member, 'index' | 'relation'>): FullName {
  const { relation } = member
  const own = drawnName(world, member.index)
  if (relation.kind === 'own' || relation.kind === 'duplicate') return own
  const other = drawnName(world, relation.of)
  return relation.kind === 'namesake' ? other : { ...own, family: other.family }
}

function drawnName(world: World, index: number): FullName {
  const random = stream(world, 'name', index)
  const group = NAME_GROUPS[pickWeighted(random, GROUP_SHARES)]
  const married = chance(random, 0.1) ? NAME_GROUPS[pickWeighted(random, GROUP_SHARES)] : group
  return { given: pick(random, group?.given ?? []), family: pick(random, married?.family ?? []), group }
}

/** Up to here addresses without a number are checked to be one person's; later customers always have a number. */
export const PLAIN_ADDRESS_LIMIT = 3_000

/** E-mail and phone as they are on file: some missing, a few unusable. */
export function contactOf(world: World, member: Member, name: FullName): { email: string; phone: string } {
  const random = stream(world, 'contact', member.index)
  const email = chance(random, 0.14) ? '' : emailOf(world, member, name, random)
  const phone = chance(random, 0.12) ? '' : phoneOf(member.index, random)
  return {
    email: email !== '' && chance(random, 0.02) ? spoiledEmail(email, random) : email,
    phone: phone !== '' && chance(random, 0.015) ? spoiledPhone(phone, random) : phone,
  }
}

function emailOf(world: World, member: Member, name: FullName, random: Random): string {
  const domain = pick(random, ['example.com', 'example.com', 'example.net', 'example.org'])
  const given = plainLetters(name.given)
  const family = plainLetters(name.family)
  if (world.plainAddresses.has(member.index) && chance(random, 0.5)) return `${given}.${family}@${domain}`
  const number = member.index < PLAIN_ADDRESS_LIMIT ? between(random, 2, 999) : member.index
  const local = pick(random, [`${given}.${family}${number}`, `${given[0]}${family}${number}`, `${given}_${number}`])
  return `${local}@${domain}`
}

function spoiledEmail(email: string, random: Random): string {
  return pick(random, [
    email.replace('@', ' at '),
    email.replace('.com', '').replace('.net', '').replace('.org', ''),
    email.replace('example', 'example.'),
    'none',
    'will tell us next time',
  ])
}

const AREA_CODES = [...WESTERN_AREA_CODES, ...OTHER_AREA_CODES]

/** Numbers from 555-0100 to 555-0199, which no telephone has; each its owner's alone among the first 25,000. */
export function phoneOf(index: number, random: Random): string {
  const western = WESTERN_AREA_CODES.length * 100
  const slot = index < western ? (index * 2711) % western : index % (AREA_CODES.length * 100)
  const area = AREA_CODES[Math.floor(slot / 100)]
  const line = `01${String(slot % 100).padStart(2, '0')}`
  return pick(random, [
    `${area}-555-${line}`,
    `(${area}) 555-${line}`,
    `+1 ${area} 555 ${line}`,
    `${area}.555.${line}`,
    `${area}555${line}`,
  ])
}

function spoiledPhone(phone: string, random: Random): string {
  return pick(random, [phone.slice(0, -3), `555-01${phone.slice(-2)}`, 'no mobile', 'ask at next visit'])
}

function townOf(member: Member, random: Random): Town {
  const towns = member.home?.towns ?? FAR_TOWNS
  // A store without towns around it does not exist.
  return towns[
    pickWeighted(
      random,
      towns.map((town) => town.share),
    )
  ] as Town
}

function addressOf(random: Random): string {
  const street = `${between(random, 101, 9_899)} ${pick(random, STREETS)} ${pick(random, STREET_KINDS)}`
  if (!chance(random, 0.24)) return street
  return (
    street +
    pick(random, [` Apt ${between(random, 1, 48)}`, ` #${between(random, 1, 30)}`, `, Unit ${below(random, 9)}B`])
  )
}

function birthdayOf(world: World, random: Random): string {
  const age = 18 + Math.floor(64 * ((below(random, 1000) + below(random, 1000)) / 2000))
  return dayText(world.calendar.today - Math.round((age + below(random, 1000) / 1000) * 365.25))
}

function sourceOf(member: Member, random: Random): string {
  if (member.referrer !== null) return 'referral'
  if (member.home === null) return pick(random, ['website', 'website', 'website', 'newsletter', 'social'])
  return pick(random, [
    'walk-in',
    'walk-in',
    'walk-in',
    'website',
    'website',
    'group ride',
    'bike expo',
    'newsletter',
    'social',
  ])
}

/** Consent as it is on file; blank is nothing asked, which counts as no. */
export function consentsOf(world: World, member: Pick<Member, 'index'>): Consents {
  const random = stream(world, 'consent', member.index)
  return {
    email: answer(random, 0.56, 0.12),
    sms: answer(random, 0.34, 0.2),
    phone: answer(random, 0.38, 0.2),
    post: answer(random, 0.48, 0.14),
  }
}

function answer(random: Random, yes: number, no: number): Consent {
  return (['yes', 'no', ''] as const)[pickWeighted(random, [yes, no, 1 - yes - no])] ?? ''
}

const GOOD_YEAR_CENTS = 120_000

/** Those who promise a good year mostly have somebody of their own in the store. */
function ownerOf(member: Member, habits: Habits, random: Random): string {
  if (member.home === null) return ''
  const promising = habits.rate * 365 * habits.basket > GOOD_YEAR_CENTS
  return chance(random, promising ? 0.75 : 0.3) ? pick(random, staffOf(member.home.name)).email : ''
}

function tagsOf(habits: Habits, random: Random): readonly string[] {
  const drawn: readonly (readonly [tag: string, share: number])[] = [
    ['rewards card', 0.2],
    ['group ride', 0.08],
    ['gravel league', 0.05],
    ['bike commuter', 0.08],
    ['school run', 0.05],
    ['women who wrench', 0.04],
  ]
  const tags = drawn.filter(([, share]) => chance(random, share)).map(([tag]) => tag)
  return habits.regularDiscount ? [...tags, 'team discount'] : tags
}

/** By shelf, in the order of CATEGORIES. */
const INTERESTS = [
  'touring',
  'gravel',
  'commuting',
  'bike repair',
  'touring',
  'running',
  'camping',
  'snow',
  'racing',
  'trail riding',
]

function interestOf(habits: Habits, random: Random): string {
  const favourite = habits.tastes.indexOf(Math.max(...habits.tastes))
  return chance(random, 0.7) ? (INTERESTS[favourite] ?? '') : pick(random, [...INTERESTS, 'family rides'])
}

function sharingHome(own: Person, other: Person, random: Random): Person {
  const { address, city, region, postalCode, householdSize } = other
  const phone = chance(random, 0.25) ? other.phone : own.phone
  return { ...own, address, city, region, postalCode, phone, householdSize, store: other.store }
}

/** The slips of a second till: a nickname, swapped letters, an accent lost, another way to write the address. */
function typedAgain(own: Person, other: Person, random: Random): Person {
  const slip = below(random, 5)
  return {
    ...other,
    given: slip === 0 ? (NICKNAMES[other.given] ?? withoutAccents(other.given)) : other.given,
    family: slip === 1 ? swapLetters(other.family, random) : slip === 2 ? withoutAccents(other.family) : other.family,
    email: chance(random, 0.5)
      ? other.email
      : own.email === ''
        ? ''
        : chance(random, 0.4)
          ? other.email.toUpperCase()
          : '',
    phone: chance(random, 0.65) ? other.phone : '',
    address: other.address.replace(/ St$/, ' Street').replace(/ Ave$/, ' Avenue').replace(', Unit', ' #'),
    birthday: chance(random, 0.5) ? other.birthday : '',
    source: own.source === 'referral' ? 'walk-in' : own.source,
    consents: own.consents,
    referredBy: '',
    tags: [],
    householdSize: '',
    interest: '',
  }
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}

function swapLetters(text: string, random: Random): string {
  if (text.length < 4) return text
  const at = 1 + below(random, text.length - 3)
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
}
