import type { Asker } from '../../access/asker.ts'
import { writeBirthday } from '../../ask/birthday-text.ts'
import { writeDay } from '../../ask/period-text.ts'
import { writePhone } from '../../customers/phone-text.ts'
import type { Comparison, Side } from '../../identity/compared.ts'
import { reasonsOf, shownChance } from '../../identity/evidence.ts'
import type { Block, ModalView, PlainText } from '../../present/blocks/blocks.ts'
import { duplicateActions } from '../../present/blocks/duplicates.ts'
import { paragraph } from '../../present/blocks/pieces.ts'
import { aside, button, divider, notice, row, section } from '../elements.ts'

/** Two records side by side with what speaks for their being one person, and what can be decided. */
export function comparisonView(
  { proposal, stays, goes }: Comparison,
  asker: Asker,
  { more, country }: { readonly more: number; readonly country: string },
): ModalView {
  const reasons = reasonsOf(proposal.evidence, stays, goes)
  const told = (speaks: 'for' | 'against') => reasons.filter((each) => each.speaks === speaks).map(({ text }) => text)
  const against = told('against')
  return {
    ...notice('In twice?'),
    blocks: [
      section(`${stays.name} and ${goes.name} are one person with a chance of ${shownChance(proposal.probability)}.`),
      section(`For it: ${told('for').join(', ')}.${against.length > 0 ? `\nAgainst it: ${against.join(', ')}.` : ''}`),
      divider,
      ...sideBySide(stays, goes, asker, country),
      divider,
      row(
        keep(duplicateActions.keepFirst, proposal.id, stays, 'primary'),
        keep(duplicateActions.keepSecond, proposal.id, goes),
        button(duplicateActions.reject, 'Not the same', { value: String(proposal.id) }),
        ...(more > 0 ? [button(duplicateActions.list, `All ${more + 1} pairs`)] : []),
      ),
      aside(
        `${stays.ref} was seen last, so its values are the more recent ones. What the kept record lacks comes from the other, with all orders, notes and the rest. Where one of them says no to being contacted, it stays no. Undo takes it all back.`,
      ),
    ],
  }
}

const keep = (action: string, proposal: number, { id, ref }: Side, style?: 'primary') =>
  button(action, `Merge, keep ${ref}`, { value: `${proposal}:${id}`, ...(style && { style }) })

/** A line for each thing that is known of one of them; contact details only for those who may see them. */
function sideBySide(one: Side, other: Side, asker: Asker, country: string): readonly Block[] {
  const lines = facts(asker, country).flatMap(([label, told]) => {
    const values = [told(one), told(other)]
    return values.every((value) => value === '') ? [] : [values.map((value) => cell(label, value || '–'))]
  })
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at += 5) blocks.push({ type: 'section', fields: lines.slice(at, at + 5).flat() })
  return asker.maySeeContactDetails
    ? blocks
    : [...blocks, aside('E-mail addresses, phone numbers and streets are shown to those who may see them.')]
}

const cell = (label: string, value: string): PlainText => ({
  type: 'plain_text',
  text: paragraph(`${label}\n${value}`, 400),
  emoji: false,
})

type Telling = readonly [label: string, told: (side: Side) => string]

function facts({ maySeeContactDetails }: Asker, country: string): readonly Telling[] {
  const contact: readonly Telling[] = [
    ['E-mail', ({ emails }) => listed(emails)],
    ['Phone', ({ phones }) => listed(phones.map((phone) => writePhone(phone, country)))],
    ['Address', ({ addresses }) => listed(addresses)],
  ]
  return [
    ['Record', ({ name, ref }) => `${name} (${ref})`],
    ['Called', ({ nickname }) => nickname ?? ''],
    ...(maySeeContactDetails ? contact : []),
    ['City', ({ city, postalCode }) => [city, postalCode].filter((part) => part !== null).join(', ')],
    ['Birthday', birthday],
    [
      'Orders',
      ({ orders, lastOrder }) => `${orders}${lastOrder === null ? '' : `, the last on ${writeDay(lastOrder)}`}`,
    ],
    ['Home store', ({ store }) => store ?? ''],
    ['Customer since', ({ knownSince }) => (knownSince === null ? '' : writeDay(knownSince))],
  ]
}

const listed = (values: readonly string[]): string =>
  values.length > 3 ? `${values.slice(0, 3).join('\n')}\nand ${values.length - 3} more` : values.join('\n')

function birthday({ birthMonth, birthDay, birthYear }: Side): string {
  if (birthMonth === null) return ''
  return writeBirthday({ month: birthMonth, day: birthDay, year: birthYear })
}
