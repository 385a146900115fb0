import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { normalizeAddress, normalizeEmail, normalizePhone, searchName } from '../../src/customers/normalize.ts'
import type { Database } from '../../src/db/schema.ts'
import { mergeAlone } from '../../src/identity/automatic.ts'
import { compare } from '../../src/identity/compared.ts'
import { dedupe } from '../../src/identity/dedupe.ts'
import { reasonsOf } from '../../src/identity/evidence.ts'
import { merge } from '../../src/identity/merge.ts'
import { openProposals, reject } from '../../src/identity/proposals.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
let db: Kysely<Database>
beforeAll(async () => {
  shop = await testDatabase()
  db = shop.db
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => sql`truncate customers, match_runs restart identity cascade`.execute(db))

interface Person {
  readonly ref: string
  readonly given?: string
  readonly family?: string
  readonly email?: string
  readonly phone?: string
  readonly street?: string
  readonly city?: string
  readonly born?: readonly [year: number | null, month: number, day: number]
  /** The system it came from; two references of one system are never merged alone. */
  readonly system?: string
}

async function add(...people: readonly Person[]): Promise<void> {
  const rows = people.map(({ ref, given, family, city = 'Chicago', born, system = 'till' }) => ({
    ...{ ref, system, given_name: given ?? null, family_name: family ?? null },
    ...{
      display_name: [given, family].filter(Boolean).join(' ') || ref,
      search_name: searchName(given ?? null, family ?? null),
    },
    ...{ city, postal_code: city === 'Chicago' ? '60601' : '60201', birth_year: born?.[0] ?? null },
    ...{ birth_month: born?.[1] ?? null, birth_day: born?.[2] ?? null },
  }))
  const made = await db.insertInto('customers').values(rows).returning(['id', 'ref']).execute()
  const idOf = (ref: string) => made.find((one) => one.ref === ref)?.id ?? 0
  const points = people.flatMap(({ ref, email, phone, street }) => [
    { ref, kind: 'email' as const, value: email ? normalizeEmail(email) : null },
    { ref, kind: 'phone' as const, value: phone ? normalizePhone(phone, 'US') : null },
    { ref, kind: 'address' as const, value: street ? normalizeAddress(street, '60601') : null },
  ])
  const rowsOfPoints = points.flatMap(({ ref, kind, value }) =>
    value === null
      ? []
      : [
          {
            customer_id: idOf(ref),
            kind,
            raw: value.raw,
            normalized: value.normalized,
            match_key: value.matchKey,
            valid: value.valid,
            is_primary: true,
            verified_at: null,
            source: 'test',
          },
        ],
  )
  if (rowsOfPoints.length > 0) await db.insertInto('contact_points').values(rowsOfPoints).execute()
  await db
    .insertInto('external_ids')
    .values(people.map(({ ref, system = 'till' }) => ({ customer_id: idOf(ref), system, external_id: ref })))
    .execute()
}

const givens = [
  'Ana',
  'Ben',
  'Chloe',
  'Dara',
  'Eli',
  'Fay',
  'Gus',
  'Hana',
  'Ivo',
  'Jon',
  'Kit',
  'Lena',
  'Marco',
  'Nia',
  'Otto',
  'Pia',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
]
const families = [
  'Abara',
  'Bakker',
  'Castro',
  'Dvorak',
  'Eriksen',
  'Farkas',
  'Gallo',
  'Haddad',
  'Ito',
  'Jansen',
  'Kowal',
  'Lopez',
  'Meyer',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rossi',
  'Silva',
  'Tanaka',
  'Udo',
  'Vargas',
  'Weiss',
]

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % sides
  }
}

/** People who are all somebody else; names recur, as they do. */
function strangers(count: number): readonly Person[] {
  const roll = dice(7)
  const pick = (from: readonly string[]) => from[roll(from.length)] ?? ''
  return Array.from({ length: count }, (_, at) => {
    const [given, family] = [pick(givens), pick(families)]
    return {
      ...{
        ref: `S${at}`,
        given,
        family,
        email: `${given}.${family}${at}@example.com`,
        phone: `+1312${2000000 + roll(7_999_999)}`,
      },
      ...{ street: `${1 + roll(900)} ${pick(families)} Street`, city: roll(3) === 0 ? 'Evanston' : 'Chicago' },
      born: [1940 + roll(65), 1 + roll(12), 1 + roll(28)] as const,
    }
  })
}

const look = (kind: 'whole' | 'changed' = 'whole') =>
  dedupe({ db, today: () => '2026-11-16', now: () => new Date() }, { kind })

/** The pairs proposed, by reference, with what is said of them. */
async function proposed(): Promise<readonly (readonly [pair: string, reasons: string])[]> {
  const found = await compare(db, await openProposals(db))
  return found.map(({ proposal, stays, goes }) => [
    [stays.ref, goes.ref].sort().join(' '),
    reasonsOf(proposal.evidence, stays, goes)
      .map(({ text }) => text)
      .join(', '),
  ])
}

describe.each([50, 400])('in a shop of %i customers', (count) => {
  test('who are all somebody else, nobody is proposed', async () => {
    await add(...strangers(count))
    const report = await look()
    expect(report).toMatchObject({ customers: count, found: 0, proposed: 0 })
  })

  test('those who are in twice are found, and families and offices are not', async () => {
    await add(...strangers(count))
    const home = { street: '12 Elm Street Apt 4', phone: '+13125550001', family: 'Harlow' }
    await add(
      { ref: 'A1', given: 'Jonathan', family: 'Brandt', email: 'jb@example.com', born: [1970, 3, 14] },
      { ref: 'A2', given: 'Jon', family: 'Brandt', email: 'JB@example.com', born: [1970, 3, 15] },
      { ref: 'B1', given: 'Zsófia', family: 'Kelemen', phone: '+13125550177', street: '9 Oak Ave' },
      { ref: 'B2', given: 'Kelemen', family: 'Zsofia', phone: '312-555-0177', street: '9 Oak Ave' },
      // A family: one flat, one phone, three people.
      { ref: 'H1', given: 'Mary', ...home, born: [1960, 1, 2] },
      { ref: 'H2', given: 'Peter', ...home, born: [1958, 7, 9] },
      { ref: 'H3', given: 'Lucy', ...home },
      // Father and son of one name.
      { ref: 'J1', given: 'Walter', family: 'Quill', street: '3 Ash Road', phone: '+13125550002', born: [1940, 5, 6] },
      {
        ref: 'J2',
        given: 'Walter',
        family: 'Quill',
        street: '3 Ash Road',
        phone: '+13125550002',
        born: [1968, 11, 30],
      },
      // Namesakes.
      {
        ref: 'N1',
        given: 'Maria',
        family: 'Garcia',
        email: 'maria1@example.com',
        phone: '+13125550003',
        born: [1980, 3, 19],
      },
      {
        ref: 'N2',
        given: 'Maria',
        family: 'Garcia',
        email: 'mg@example.org',
        phone: '+13125550004',
        born: [1951, 9, 22],
        city: 'Evanston',
      },
      // An office whose switchboard and mailbox thirty people gave.
      ...Array.from({ length: 30 }, (_, at) => ({
        ref: `O${at}`,
        given: givens[at % 20] ?? '',
        family: families[(at * 3) % 23] ?? '',
        phone: '+13125559999',
        email: 'office@works.example',
      })),
    )
    await look()
    const pairs = await proposed()
    expect(pairs.map(([pair]) => pair).sort()).toEqual(['A1 A2', 'B1 B2'])
    expect(pairs.find(([pair]) => pair === 'A1 A2')?.[1]).toBe(
      'given name a short form: Jonathan / Jon, same family name, same e-mail address, birthday differs in the day, same city and postal code',
    )
    expect(pairs.find(([pair]) => pair === 'B1 B2')?.[1]).toContain('given and family name exchanged')
  })
})

test('a rejected pair stays rejected until the two agree in something new, also under a record they were merged into', async () => {
  await add(...strangers(60))
  await add(
    { ref: 'A1', given: 'Jon', family: 'Brandt', email: 'jb@example.com', phone: '+13125550100' },
    { ref: 'A2', given: 'Jon', family: 'Brandt', email: 'jb@example.com', phone: '+13125550199' },
    {
      ref: 'A3',
      given: 'Jon',
      family: 'Brandt',
      email: 'jb@example.com',
      street: '7 Pine Court',
      phone: '+13125550100',
    },
  )
  await look()
  const all = await compare(db, await openProposals(db))
  expect(all).toHaveLength(3)
  const pair = (one: string, other: string) =>
    all.find(({ stays, goes }) => [stays.ref, goes.ref].sort().join() === `${one},${other}`)?.proposal
  for (const [one, other] of [
    ['A1', 'A2'],
    ['A2', 'A3'],
  ] as const)
    await reject(db, pair(one, other)?.id ?? 0, dana)
  const joined = pair('A1', 'A3')
  await merge(db, joined?.firstId ?? 0, joined?.secondId ?? 0, dana)
  await look()
  expect(await proposed()).toEqual([])
  // Now they have a phone number in common too.
  await sql`update contact_points set match_key = '+13125550100', normalized = '+13125550100' where match_key = '+13125550199'`.execute(
    db,
  )
  await look('changed')
  expect((await proposed()).map(([found]) => found)).toEqual(['A1 A2'])
})

test('the nightly search looks at changed records alone, and takes back what they no longer bear out', async () => {
  await add(...strangers(120))
  await add(
    { ref: 'A1', given: 'Jon', family: 'Brandt', email: 'jb@example.com' },
    { ref: 'A2', given: 'John', family: 'Brandt', email: 'jb@example.com' },
  )
  expect(await look()).toMatchObject({ kind: 'whole', proposed: 1 })
  expect(await look('changed')).toMatchObject({ kind: 'changed', looked: 0, compared: 0, proposed: 0 })
  await add({ ref: 'A3', given: 'Jon', family: 'Brandt', email: 'jb@example.com' })
  expect(await look('changed')).toMatchObject({ kind: 'changed', looked: 1, proposed: 2 })
  expect(await look()).toMatchObject({ kind: 'whole', found: 3, proposed: 0 })
  await db
    .updateTable('customers')
    .set({ given_name: 'Wilhelmina', family_name: 'Zu Tal' })
    .where('ref', '=', 'A3')
    .execute()
  expect(await look('changed')).toMatchObject({ looked: 1, proposed: 0 })
  expect((await proposed()).map(([pair]) => pair)).toEqual(['A1 A2'])
})

test('alone only what is beyond doubt is merged: one key that nobody else has, across systems', async () => {
  await add(...strangers(60))
  const same = {
    given: 'Ida',
    family: 'Mork',
    email: 'ida@example.com',
    phone: '+13125550111',
    born: [1970, 1, 1],
  } as const
  await add({ ref: 'T1', ...same }, { ref: 'W1', ...same, system: 'web' })
  // Two references of one system; a key that a third has too; a birthday against it.
  await add(
    { ref: 'T2', ...same, given: 'Olaf', email: 'olaf@example.com', phone: '+13125550177', born: [1981, 6, 9] },
    { ref: 'T3', ...same, given: 'Olaf', email: 'olaf@example.com', phone: '+13125550177', born: [1981, 6, 9] },
  )
  await look()
  expect((await mergeAlone(db, 'nightly')).map(({ stays, goes }) => [stays, goes].sort().join(' '))).toEqual(['T1 W1'])
  expect((await proposed()).map(([pair]) => pair)).toEqual(['T2 T3'])
  expect(await mergeAlone(db, 'nightly')).toEqual([])
})

test('names that are long, empty, in another script or made to do harm are compared like any other', async () => {
  await add(...strangers(40))
  const hostile = `'); drop table customers; -- %_\\ <!channel> ${'x'.repeat(5000)}`
  await add(
    { ref: 'L1', given: hostile, family: hostile, email: 'x@example.com' },
    { ref: 'L2', given: hostile, family: hostile, email: 'x@example.com' },
    { ref: 'C1', given: 'Алексей', family: 'Иванов', email: 'ivanov@example.com' },
    { ref: 'C2', given: 'Алексеи', family: 'Иванов', email: 'ivanov@example.com' },
    { ref: 'E1' },
    { ref: 'E2' },
  )
  await look()
  expect((await proposed()).map(([pair]) => pair).sort()).toEqual(['C1 C2', 'L1 L2'])
})

test('of two searches at once one is made and the other says so', async () => {
  await add(...strangers(200))
  const both = await Promise.allSettled([look(), look()])
  const said = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  for (const sentence of said) expect(sentence).toContain('Duplicates are being looked for already')
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
})

const dana = { who: 'dana@shop.example' } as const
