import { readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { normalizeAddress, searchName } from '../../src/customers/normalize.ts'
import type { Database } from '../../src/db/schema.ts'

/** A person of the FEBRL sets: synthetic records with the true person in their number. */
interface Person {
  /** “rec-223-dup-0”: person 223. */
  readonly rec_id: string
  readonly given_name: string
  readonly surname: string
  readonly street_number: string
  readonly address_1: string
  readonly address_2: string
  readonly suburb: string
  readonly postcode: string
  readonly state: string
  readonly date_of_birth: string
}

/** Fills an empty shop with the people of a set; their social security numbers are left out. */
export async function loadFebrl(db: Kysely<Database>, path: string): Promise<void> {
  const people = read(path)
  await sql`
    insert into customers (ref, system, given_name, family_name, display_name, search_name, birth_year, birth_month, birth_day,
      city, region, postal_code, country, created_day)
    select * from jsonb_to_recordset(${JSON.stringify(people.map(row))}::jsonb) as given (ref text, system text, given_name text,
      family_name text, display_name text, search_name text, birth_year smallint, birth_month smallint, birth_day smallint,
      city text, region text, postal_code text, country text, created_day date)
  `.execute(db)
  const addresses = people.flatMap((person) => {
    const found = normalizeAddress(
      [person.street_number, person.address_1, person.address_2].filter(Boolean).join(' '),
      person.postcode,
    )
    return found ? [{ ref: person.rec_id, ...found, match_key: found.matchKey }] : []
  })
  await sql`
    insert into contact_points (customer_id, kind, raw, normalized, match_key, valid, is_primary, source)
    select customers.id, 'address', given.raw, given.normalized, given.match_key, given.valid, true, 'febrl'
    from jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) as given (ref text, raw text, normalized text, match_key text, valid boolean)
    join customers using (ref)
  `.execute(db)
}

/** The true person of a record. */
export const personOf = (ref: string): string => ref.split('-')[1] ?? ref

function read(path: string): readonly Person[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const names = header.split(',').map((name) => name.trim())
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.trim())
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) as unknown as Person
  })
}

function row(person: Person) {
  const [year, month, day] = [
    person.date_of_birth.slice(0, 4),
    person.date_of_birth.slice(4, 6),
    person.date_of_birth.slice(6, 8),
  ]
  const born =
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(year) >= 1870
  const name = [person.given_name, person.surname].filter(Boolean).join(' ')
  return {
    ...{
      ref: person.rec_id,
      system: 'febrl',
      given_name: person.given_name || null,
      family_name: person.surname || null,
    },
    ...{ display_name: name || person.rec_id, search_name: searchName(name || person.rec_id), country: 'AU' },
    ...{ city: person.suburb || null, region: person.state || null, postal_code: person.postcode || null },
    ...{
      birth_year: born ? Number(year) : null,
      birth_month: born ? Number(month) : null,
      birth_day: born ? Number(day) : null,
      created_day: '2020-01-01',
    },
  }
}
