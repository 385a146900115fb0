import { writePhone } from '../customers/phone-text.ts'
import type { Comparison } from '../identity/compared.ts'
import type { DedupeReport } from '../identity/dedupe.ts'
import { reasonsOf, shownChance } from '../identity/evidence.ts'
import { plainLine } from './format.ts'

const whole = (count: number): string => count.toLocaleString('en-US')
const pairs = (count: number): string => (count === 1 ? 'one pair' : `${whole(count)} pairs`)

/** What was looked at, what was found, and what was left out. */
export function searchText({ kind, customers, looked, compared, leftOut, seconds }: DedupeReport): readonly string[] {
  const who =
    kind === 'whole' ? `${whole(customers)} customers` : `${whole(looked)} changed of ${whole(customers)} customers`
  return [
    `Looked through ${who} in ${seconds.toFixed(1)} s: ${pairs(compared)} with enough in common were compared field by field.`,
    ...leftOut.map(
      ({ what, groups, largest }) =>
        `Left out: ${groups === 1 ? 'a group' : `${whole(groups)} groups`} of up to ${whole(largest)} who share ${what}.`,
    ),
  ]
}

/** Each proposal with its number, its chance, who would stay, and what speaks for it and against it. */
export function proposalsText(
  comparisons: readonly Comparison[],
  reader: { readonly contactDetails: boolean; readonly country: string },
): string {
  return comparisons.map((each) => proposalText(each, reader).join('\n')).join('\n\n')
}

function proposalText(
  { proposal, stays, goes }: Comparison,
  { contactDetails, country }: Parameters<typeof proposalsText>[1],
): readonly string[] {
  const name = (side: typeof stays) =>
    plainLine(`${side.name} (${side.ref}${side.city === null ? '' : `, ${side.city}`})`)
  const reasons = reasonsOf(proposal.evidence, stays, goes).map(({ field, speaks, text }) => {
    const shared = contactDetails ? sharedValue(field, stays, goes, country) : null
    return { speaks, text: plainLine(shared === null ? text : `${text}: ${shared}`) }
  })
  const told = (speaks: 'for' | 'against') =>
    reasons.filter((reason) => reason.speaks === speaks).map(({ text }) => text)
  return [
    `${String(proposal.id).padStart(5)}  ${name(stays)} and ${name(goes)}: ${shownChance(proposal.probability)}`,
    `       ${told('for').join('; ')}`,
    ...(told('against').length > 0 ? [`       but ${told('against').join('; ')}`] : []),
  ]
}

function sharedValue(
  field: string,
  one: Comparison['stays'],
  other: Comparison['goes'],
  country: string,
): string | null {
  if (field === 'email') return one.emails.find((email) => other.emails.includes(email)) ?? null
  const phone = field === 'phone' ? one.phones.find((each) => other.phones.includes(each)) : undefined
  return phone === undefined ? null : writePhone(phone, country)
}
