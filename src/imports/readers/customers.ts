import {
  type ContactValue,
  cellText,
  normalizeAddress,
  normalizeEmail,
  normalizeName,
  normalizePhone,
  parseYesNo,
  searchName,
  shown,
} from '../../customers/normalize.ts'
import { parseBirthday } from '../dates.ts'
import type { Layout } from '../detect.ts'
import type { Findings, RowReader } from '../findings.ts'
import { type Cell, cellOf, columnOf, copyRow, fits, orNull, type Reading, rawOf, stampCell, textOf } from '../rows.ts'

/** The columns of the staging table for customers, in the order in which rows are copied. */
export const CUSTOMER_STAGING = [
  'file smallint',
  'line bigint',
  'system text',
  'ref text',
  'provisional boolean',
  'given_name text',
  'family_name text',
  'display_name text',
  'search_name text',
  'nickname text',
  'birth_year smallint',
  'birth_month smallint',
  'birth_day smallint',
  'language text',
  'source text',
  'city text',
  'region text',
  'postal_code text',
  'country text',
  'created_at timestamptz',
  'owner_email text',
  'store text',
  'referred_by text',
  'consent_at timestamptz',
  'contacts jsonb',
  'consents jsonb',
  'tags jsonb',
  'attributes jsonb',
  'raw jsonb',
] as const

type Line = { readonly cells: readonly string[]; readonly line: number }

/** Reads customers of every format: the fields differ in their columns' names only. */
export function customerReader(layout: Layout, reading: Reading, findings: Findings): RowReader {
  const names = nameReader(layout)
  const reference = referenceReader(layout, names)
  const details = detailReader(layout)
  const birthday = birthdayReader(layout, reading, findings)
  const contacts = contactReader(layout, reading, findings)
  const consents = consentReader(layout, findings)
  const dates = [
    dateReader('created_at', layout, reading, findings),
    dateReader('consent_at', layout, reading, findings),
  ] as const
  const tags = tagReader(layout)
  const attributes = attributeReader(layout)
  const raw = rawOf(layout)
  return {
    read(cells, line) {
      if (!fits(layout, cells, line, findings)) return ''
      const name = names(cells)
      const found = contacts({ cells, line })
      const known = reference(cells, found)
      if (known === null) {
        findings.refuse(
          line,
          columnOf(layout, 'customer_ref'),
          'no reference',
          'nothing to know this customer by: no reference, e-mail, phone or name',
          cells,
        )
        return ''
      }
      if (name.display === '')
        findings.doubt(line, columnOf(layout, 'family_name'), 'no name', 'the customer has no name')
      const [city, region, postalCode, country, language, source, nickname, owner, store, referredBy] = details(cells)
      const born = birthday({ cells, line })
      return copyRow(
        [
          ...[reading.file, line, layout.format.system, known.ref, known.provisional],
          ...[
            orNull(name.given),
            orNull(name.family),
            orNull(name.display),
            orNull(searchName(name.display)),
            nickname,
          ],
          ...[born.year, born.month, born.day, language, source, city, region, postalCode, country],
          ...[dates[0]({ cells, line }), owner?.toLowerCase() ?? null, store, referredBy, dates[1]({ cells, line })],
          ...[JSON.stringify(found), consents({ cells, line }), tags(cells), attributes(cells), raw(cells)],
        ].map((value) => value ?? null),
      )
    },
    end: () => '',
  }
}

interface Name {
  readonly given: string
  readonly family: string
  readonly display: string
}

function nameReader(layout: Layout): (cells: readonly string[]) => Name {
  const [given, family, full, company] = [
    textOf(layout, 'given_name'),
    textOf(layout, 'family_name'),
    textOf(layout, 'full_name'),
    textOf(layout, 'company'),
  ]
  return (cells) => {
    const [first, last] = [normalizeName(given(cells)), normalizeName(family(cells))]
    if (first !== '' || last !== '') return { given: first, family: last, display: `${first} ${last}`.trim() }
    const whole = normalizeName(full(cells))
    return whole === '' ? { given: '', family: '', display: normalizeName(company(cells)) } : splitName(whole)
  }
}

/** “Ana Maria Silva” and “Silva, Ana Maria”; the last word is taken for the family's name. */
export function splitName(whole: string): Name {
  const turned = /^([^,]+), *([^,]+)$/u.exec(whole)
  if (turned?.[1] !== undefined && turned[2] !== undefined)
    return { given: turned[2], family: turned[1], display: `${turned[2]} ${turned[1]}` }
  const cut = whole.lastIndexOf(' ')
  return cut < 0
    ? { given: whole, family: '', display: whole }
    : { given: whole.slice(0, cut), family: whole.slice(cut + 1), display: whole }
}

interface Reference {
  readonly ref: string
  /** Made from an e-mail, phone or name because the file has no reference; gives way to a real one later. */
  readonly provisional: boolean
}

function referenceReader(
  layout: Layout,
  names: (cells: readonly string[]) => Name,
): (cells: readonly string[], contacts: readonly Contact[]) => Reference | null {
  const [ref, other] = [textOf(layout, 'customer_ref'), textOf(layout, 'other_ref')]
  const mustHaveOne = layout.positions.has('customer_ref') && !layout.positions.has('other_ref')
  return (cells, contacts) => {
    const given = ref(cells) || other(cells)
    if (given !== '') return { ref: given, provisional: false }
    if (mustHaveOne) return null
    const reachable = contacts.find((contact) => contact.valid && contact.kind !== 'address')
    if (reachable !== undefined) return { ref: `${reachable.kind}:${reachable.normalized}`, provisional: true }
    const name = searchName(names(cells).display)
    const address = contacts.find((contact) => contact.kind === 'address')
    return name === ''
      ? null
      : { ref: `name:${name}${address ? ` ${address.match_key ?? ''}` : ''}`, provisional: true }
  }
}

/** Fields that are taken over as they are written. */
function detailReader(layout: Layout): (cells: readonly string[]) => (string | null)[] {
  const fields = [
    'city',
    'region',
    'postal_code',
    'country',
    'language',
    'source',
    'nickname',
    'owner_email',
    'store',
    'referred_by',
  ]
  const fallbacks: Readonly<Record<string, string>> = { region: 'region_name', country: 'country_name' }
  const cells = fields.map((field) => [textOf(layout, field), textOf(layout, fallbacks[field] ?? '')] as const)
  return (row) => cells.map(([first, second]) => orNull(normalizeName(first(row) || second(row))))
}

function dateReader(field: string, layout: Layout, reading: Reading, findings: Findings): (row: Line) => string | null {
  const cell = cellOf(layout, field)
  const order = reading.dayOrder(field)
  return ({ cells, line }) => {
    const date = stampCell(cell(cells), order)
    if (date.fault === undefined) return date.text
    findings.doubt(line, columnOf(layout, field), 'unreadable date', date.fault)
    return null
  }
}

interface Born {
  readonly year: number | null
  readonly month: number | null
  readonly day: number | null
}

function birthdayReader(layout: Layout, reading: Reading, findings: Findings): (row: Line) => Born {
  const cell = textOf(layout, 'birthday')
  const order = reading.dayOrder('birthday')
  const nothing = { year: null, month: null, day: null }
  return ({ cells, line }) => {
    const text = cell(cells)
    if (text === '') return nothing
    const birthday = parseBirthday(text, order)
    if (birthday.kind === 'birthday') return birthday
    const why =
      birthday.kind === 'ambiguous'
        ? 'can be read in two ways; say which with --dates day-first or month-first'
        : `is not a birthday; ${birthday.expected}`
    findings.doubt(line, columnOf(layout, 'birthday'), 'unreadable birthday', `“${shown(text)}” ${why}`)
    return nothing
  }
}

interface Contact {
  readonly kind: 'email' | 'phone' | 'address'
  readonly raw: string
  readonly normalized: string
  readonly match_key: string | null
  readonly valid: boolean
}

const DOUBT_LABELS = {
  email: 'not an e-mail address',
  phone: 'doubtful phone number',
  address: 'not an address',
} as const

function contactReader(layout: Layout, reading: Reading, findings: Findings): (row: Line) => Contact[] {
  const [email, phone, phone2] = [textOf(layout, 'email'), textOf(layout, 'phone'), textOf(layout, 'phone_2')]
  const [street, street2, postalCode] = [
    textOf(layout, 'address1'),
    textOf(layout, 'address2'),
    textOf(layout, 'postal_code'),
  ]
  const country = textOf(layout, 'country')
  return ({ cells, line }) => {
    const region = /^[A-Za-z]{2}$/u.test(country(cells)) ? country(cells).toUpperCase() : reading.country
    const lines = [street(cells), street2(cells)].filter((part) => part !== '').join(', ')
    const found: [Contact['kind'], string, ContactValue | null][] = [
      ['email', 'email', normalizeEmail(email(cells))],
      ['phone', 'phone', normalizePhone(phone(cells), region)],
      ['phone', 'phone_2', normalizePhone(phone2(cells), region)],
      ['address', 'address1', normalizeAddress(lines, orNull(postalCode(cells)))],
    ]
    const contacts: Contact[] = []
    for (const [kind, field, value] of found) {
      if (value === null) continue
      if (value.doubt !== null) findings.doubt(line, columnOf(layout, field), DOUBT_LABELS[kind], value.doubt)
      const known = contacts.some((other) => other.kind === kind && other.normalized === value.normalized)
      if (!known)
        contacts.push({
          kind,
          raw: value.raw,
          normalized: value.normalized,
          match_key: value.matchKey,
          valid: value.valid,
        })
    }
    return contacts
  }
}

const CONSENT_FIELDS = [
  ['email', 'email_consent'],
  ['email', 'email_subscription'],
  ['sms', 'sms_consent'],
  ['phone', 'phone_consent'],
  ['post', 'post_consent'],
] as const

/** Words that say that nothing is known; they are a blank and never a yes. */
const NOTHING_SAID = new Set([
  'unknown',
  'none',
  'n/a',
  'na',
  '-',
  'null',
  'pending',
  'not set',
  'invalid',
  'redacted',
  '?',
])

function consentReader(layout: Layout, findings: Findings): (row: Line) => string {
  const fields = CONSENT_FIELDS.filter(([, field]) => layout.positions.has(field)).map(([channel, field]) => ({
    channel,
    field,
    cell: cellOf(layout, field),
  }))
  return ({ cells, line }) => {
    const said: { channel: string; state: 'yes' | 'no' }[] = []
    for (const { channel, field, cell } of fields) {
      const answer = parseYesNo(cell(cells))
      if (typeof answer === 'boolean') said.push({ channel, state: answer ? 'yes' : 'no' })
      if (answer !== 'unclear' || NOTHING_SAID.has(cellText(cell(cells)).toLowerCase())) continue
      findings.doubt(
        line,
        columnOf(layout, field),
        'unclear consent',
        `“${shown(cell(cells))}” is neither yes nor no; it counts as no consent on record`,
      )
    }
    return JSON.stringify(said)
  }
}

function tagReader(layout: Layout): (cells: readonly string[]) => string | null {
  if (!layout.positions.has('tags')) return () => null
  const cell = textOf(layout, 'tags')
  return (cells) =>
    JSON.stringify([
      ...new Set(
        cell(cells)
          .split(layout.format.tagSeparator)
          .map(normalizeName)
          .filter((tag) => tag !== ''),
      ),
    ])
}

/** Customer attributes as [key, value] pairs: `attr:` columns, and what only some exports have (company, note). */
function attributeReader(layout: Layout): (cells: readonly string[]) => string | null {
  const columns: { readonly key: string; readonly cell: Cell }[] = layout.attributes.map(({ key, position }) => ({
    key: normalizeName(key),
    cell: (cells) => cells[position] ?? '',
  }))
  for (const field of ['company', 'note'])
    if (layout.positions.has(field)) columns.push({ key: field, cell: cellOf(layout, field) })
  if (columns.length === 0) return () => null
  return (cells) => {
    const pairs = columns.map(({ key, cell }) => [key, cellText(cell(cells)).normalize('NFC')] as const)
    return JSON.stringify(pairs.filter(([, value]) => value !== ''))
  }
}
