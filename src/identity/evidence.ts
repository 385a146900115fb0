import type { Side } from './compared.ts'
import { type Agreement, type Evidence, type FieldName, fields } from './fields.ts'
import { standsFor } from './nicknames.ts'

/** What speaks for two records being one person, or against it, in words. */
export interface Reason {
  readonly field: FieldName
  readonly speaks: 'for' | 'against'
  readonly text: string
}

/**
 * Field by field, in words: “same phone number”, “given name spelt alike: Jon / John”, “birthday differs in the day”.
 * E-mail addresses, phone numbers and streets are not in it.
 */
export function reasonsOf(evidence: Evidence, one: Side, other: Side): readonly Reason[] {
  return fields.flatMap(({ name }) => {
    const agreement = evidence[name]
    if (agreement === undefined) return []
    const speaks = agreement === 'different' ? 'against' : 'for'
    return [{ field: name, speaks, text: said(name, agreement, one, other) } as const]
  })
}

function said(field: FieldName, agreement: Agreement, one: Side, other: Side): string {
  switch (field) {
    case 'given':
      return named('given name', agreement, one.given ?? one.name, other.given ?? other.name, crossed(one, other))
    case 'family':
      return named('family name', agreement, one.family ?? one.name, other.family ?? other.name, crossed(one, other))
    case 'birthday':
      return birthday(agreement, one, other)
    default:
      return plainly[field][agreement]
  }
}

const plainly: Readonly<Record<'email' | 'phone' | 'address' | 'place', Readonly<Record<Agreement, string>>>> = {
  email: {
    ...{ same: 'same e-mail address', near: 'e-mail addresses alike', alike: 'e-mail addresses alike' },
    ...{ yearless: '', different: 'different e-mail addresses' },
  },
  phone: {
    ...{ same: 'same phone number', near: 'phone numbers differ in one digit', alike: 'phone numbers alike' },
    ...{ yearless: '', different: 'different phone numbers' },
  },
  address: {
    ...{ same: 'same street address', near: 'same house, street written differently', alike: 'street addresses alike' },
    ...{ yearless: '', different: 'different street addresses' },
  },
  place: {
    ...{
      same: 'same city and postal code',
      near: 'same city or postal code',
      alike: 'city or postal code nearly the same',
    },
    ...{ yearless: '', different: 'different city' },
  },
}

function named(what: string, agreement: Agreement, one: string, other: string, isCrossed: boolean): string {
  const both = `${one} / ${other}`
  if (isCrossed && agreement !== 'different') return 'given and family name exchanged'
  switch (agreement) {
    case 'same':
      return one === other ? `same ${what}` : `same ${what} but for how it is written: ${both}`
    case 'near':
      return isFamiliar(one, other) ? `${what} a short form: ${both}` : `${what} spelt alike: ${both}`
    case 'alike':
      return `${what} similar: ${both}`
    case 'different':
    case 'yearless':
      return `different ${what}: ${both}`
    default:
      return agreement satisfies never
  }
}

const bare = (text: string | null): string =>
  (text ?? '')
    .normalize('NFD')
    .replace(/[\p{M}\p{P}]+/gu, '')
    .toLowerCase()
    .trim()

/** The given name of one is nearer to the family name of the other than to the given name. */
function crossed(one: Side, other: Side): boolean {
  const [given, family] = [bare(one.given), bare(one.family)]
  const [otherGiven, otherFamily] = [bare(other.given), bare(other.family)]
  if (given === otherGiven || family === otherFamily) return false
  return (given !== '' && given === otherFamily) || (family !== '' && family === otherGiven)
}

function isFamiliar(one: string, other: string): boolean {
  const formals = (name: string) => standsFor.get(bare(name).split(' ')[0] ?? '') ?? []
  return formals(one).some((formal) => formals(other).includes(formal))
}

function birthday(agreement: Agreement, one: Side, other: Side): string {
  switch (agreement) {
    case 'same':
      return 'same birthday'
    case 'yearless':
      return 'same day and month of birth'
    case 'near':
    case 'alike':
      return `birthday differs in ${differing(one, other)}`
    case 'different':
      return 'different birthdays'
    default:
      return agreement satisfies never
  }
}

function differing(one: Side, other: Side): string {
  if (one.birthYear === other.birthYear && one.birthMonth === other.birthDay && one.birthDay === other.birthMonth)
    return 'that day and month are exchanged'
  const parts = [
    ...(one.birthDay === other.birthDay ? [] : ['the day']),
    ...(one.birthMonth === other.birthMonth ? [] : ['the month']),
    ...(one.birthYear === other.birthYear ? [] : ['the year']),
  ]
  return parts.join(' and ')
}

/** A chance as it is read; what is nearly certain is never called certain. */
export function shownChance(probability: number): string {
  const percent = probability * 100
  if (percent >= 99.9) return 'over 99.9 %'
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`
}
