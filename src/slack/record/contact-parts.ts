import { writeDay } from '../../ask/period-text.ts'
import type { Block } from '../../present/blocks/blocks.ts'
import type { ContactKind, PostalPlace, RecordChange } from '../../record/change.ts'
import { contactNoun, type Point, readable } from '../../record/contacts.ts'
import type { Standing } from '../../record/standing.ts'
import { field, menu, option, textInput } from '../elements.ts'
import type { Asked, Offered, Part, Prefilled } from './part.ts'

const titles = { email: 'E-mail addresses', phone: 'Phone numbers', address: 'Address' } as const
const mostPoints = 8

/** A new one, and what about each of those there are. */
export const contactPart = (of: ContactKind): Part => ({
  title: titles[of],
  blocks: (standing, offered, filled) => [
    field(`New ${contactNoun(of)}`, textInput('written', filled.written ?? '', 300), {
      optional: true,
      ...(of === 'phone' && { hint: 'As it is dialled: 415 555 0123, or +44 20 7946 0123.' }),
    }),
    ...(of === 'address' ? placeFields(standing.place, filled) : []),
    ...(standing.points[of].length === 0 ? [] : [usedAs(of, filled)]),
    ...standing.points[of]
      .slice(0, mostPoints)
      .map((point, at) => verdict(of, point, at, { ...offered, country: standing.shopCountry }, filled)),
  ],
  compared: ({ points }) =>
    points[of].slice(0, mostPoints).flatMap(({ id }): readonly RecordChange[] => [
      { kind: 'correct_contact', of, id, written: '', place: null },
      { kind: 'retire_contact', of, id },
      { kind: 'prefer_contact', of, id },
      { kind: 'verify_contact', of, id },
    ]),
  asked: (filled, standing) => asked(of, filled, standing),
})

const usedAs = (of: ContactKind, filled: Prefilled): Block =>
  field(
    'Use the new one',
    menu(
      'place',
      [option('first, before the others', 'first'), option('beside the others', 'further')],
      filled.place ?? 'first',
    ),
    { hint: `Messages and calls go to the first ${contactNoun(of)}.` },
  )

/** The name of the field about a point. */
const verdictOf = ({ id }: Point): string => `point_${id}`

function verdict(
  of: ContactKind,
  point: Point,
  at: number,
  { maySeeContacts, country }: Offered & { readonly country: string },
  filled: Prefilled,
): Block {
  const name = verdictOf(point)
  const choices = [
    option('stays as it is', 'stay'),
    ...(point.first ? [] : [option('is the first from now on', 'prefer')]),
    option('was found right today', 'verify'),
    option('is corrected: the new one takes its place', 'correct'),
    option('is not theirs any more', 'retire'),
  ]
  const called = maySeeContacts ? readable(of, point, country) : `${contactNoun(of)} no. ${at + 1}`
  return field(`${called}${traits(point)}`, menu(name, choices, filled[name] ?? 'stay'))
}

function traits({ first, valid, verified }: Point): string {
  const told = [
    ...(first ? ['first'] : []),
    ...(valid ? [] : ['cannot be used']),
    ...(verified === null ? [] : [`found right on ${writeDay(verified.slice(0, 10))}`]),
  ]
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

const placeFields = (place: PostalPlace, filled: Prefilled): readonly Block[] => [
  field('City', textInput('city', filled.city ?? place.city ?? '', 100), { optional: true }),
  field('State or region', textInput('region', filled.region ?? place.region ?? '', 50), { optional: true }),
  field('Postal code', textInput('postal_code', filled.postal_code ?? place.postalCode ?? '', 20), { optional: true }),
  field('Country', textInput('country', filled.country ?? place.country ?? '', 2), {
    optional: true,
    hint: 'Two letters: US, GB.',
  }),
]

function placeIn({ city, region, postal_code, country }: Prefilled): PostalPlace {
  const known = (text: string | undefined) => (text?.trim() ? text.trim() : null)
  return {
    city: known(city),
    region: known(region),
    postalCode: known(postal_code),
    country: known(country)?.toUpperCase() ?? null,
  }
}

type Answer = readonly Asked[] | { readonly errors: Readonly<Record<string, string>> }

function asked(of: ContactKind, filled: Prefilled, standing: Standing): Answer {
  const written = filled.written?.trim() ?? ''
  const place = of === 'address' ? placeIn(filled) : null
  if (place?.country && !/^[A-Z]{2}$/.test(place.country)) return { errors: { country: 'Two letters: US, GB.' } }
  const verdicts = standing.points[of].map((point) => ({ point, said: filled[verdictOf(point)] ?? 'stay' }))
  const corrected = verdicts.filter(({ said }) => said === 'correct')
  const [twice] = corrected.slice(1)
  if (twice) return { errors: { [verdictOf(twice.point)]: 'The new one can take the place of one only.' } }
  const [old] = corrected
  if (old && written === '') return { errors: { written: `Write the right ${contactNoun(of)}.` } }
  const moved = place !== null && JSON.stringify(place) !== JSON.stringify(standing.place)
  const rest = verdicts.flatMap(({ point, said }) => ofPoint(of, point, said))
  if (written === '' && moved) return { errors: { written: 'Write the street too: an address is kept as a whole.' } }
  if (written === '') return rest
  const change: RecordChange = old
    ? { kind: 'correct_contact', of, id: old.point.id, written, place }
    : { kind: 'add_contact', of, written, first: filled.place !== 'further', place }
  return [{ field: 'written', change }, ...rest]
}

function ofPoint(of: ContactKind, point: Point, said: string): readonly Asked[] {
  const field = verdictOf(point)
  switch (said) {
    case 'prefer':
      return [{ field, change: { kind: 'prefer_contact', of, id: point.id } }]
    case 'verify':
      return [{ field, change: { kind: 'verify_contact', of, id: point.id } }]
    case 'retire':
      return [{ field, change: { kind: 'retire_contact', of, id: point.id } }]
    default:
      return []
  }
}
