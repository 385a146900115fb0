import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enforceScopes, type ReadLimits, readTransaction } from '../../src/db/reading.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { customer, order } from '../support/shop.ts'

const limits: ReadLimits = { timeoutMs: 2_000, timeZone: 'America/Chicago' }

let shop: TestDatabase
let north: number
let dana: number
beforeAll(async () => {
  shop = await testDatabase()
  north = (await shop.db.insertInto('stores').values({ name: 'North' }).returning('id').executeTakeFirstOrThrow()).id
  dana = (
    await shop.db
      .insertInto('staff')
      .values({ email: 'dana@shop.example', name: 'Dana' })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
  const ana = await customer(shop.db, 'Ana', '2020-01-01', { store: north })
  const ben = await customer(shop.db, 'Ben', '2020-01-01', { owner: dana })
  const chloe = await customer(shop.db, 'Chloe')
  for (const [ref, who] of [
    ['1', ana],
    ['2', ben],
    ['3', chloe],
    ['4', null],
  ] as const) {
    await order(shop.db, {
      ref,
      at: '2026-01-01T10:00Z',
      customer: who,
      store: who === null ? north : null,
      lines: [{ price: 10 }],
    })
  }
  await shop.db
    .insertInto('contact_points')
    .values({
      customer_id: ana,
      kind: 'email',
      raw: 'ana@shop.example',
      normalized: 'ana@shop.example',
      valid: true,
      source: 'test',
    })
    .execute()
  for (const visibility of ['everyone', 'managers'] as const) {
    await shop.db
      .insertInto('notes')
      .values({ customer_id: ana, written_at: '2026-01-01', written_day: '2026-01-01', body: visibility, visibility })
      .execute()
  }
  await refreshSummaries(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** Runs one statement as a question would. */
async function read<Row = Record<string, unknown>>(statement: string, more: Partial<ReadLimits> = {}): Promise<Row[]> {
  return readTransaction(shop.reader, { ...limits, ...more }, async (trx) => {
    const { rows } = await trx.executeQuery(CompiledQuery.raw(statement))
    return rows as Row[]
  })
}

const customersLeft = async () => (await shop.db.selectFrom('customers').select('id').execute()).length

describe('a question cannot write', () => {
  test.each([
    ['a delete', 'delete from customers', /read-only transaction|permission denied/],
    ['a commit and a delete in one string', 'commit; delete from customers', /multiple commands/],
    ['a rollback and a drop in one string', 'rollback; drop table order_lines', /multiple commands/],
    ['leaving the role and deleting in one string', 'reset role; delete from customers', /multiple commands/],
    [
      'a delete hidden in a with',
      'with gone as (delete from customers returning 1) select * from gone',
      /read-only|permission denied/,
    ],
    ['a function that writes', `select nextval('customers_id_seq')`, /permission denied|read-only/],
    ['a table of its own', 'create table mine (id integer)', /permission denied|read-only/],
    ['a copy to a program', `copy customers to program 'cat'`, /permission denied|must be superuser|read-only/],
    ['reading a file of the server', `select pg_read_file('/etc/passwd')`, /permission denied/],
  ])('%s is refused', async (_, statement, refused) => {
    await expect(read(statement)).rejects.toThrow(refused)
    expect(await customersLeft()).toBe(3)
  })
})

describe('a question cannot see', () => {
  test.each([
    ['e-mail addresses', 'select normalized from contact_points'],
    ['everything of a contact point', 'select * from contact_points'],
    ['the raw columns of an import', 'select raw from customers'],
    ['settings', 'select * from settings'],
    ['the audit log', 'select * from audit_log'],
    ['conversations', 'select * from conversations'],
    ['merge snapshots', 'select snapshot from merge_events'],
    ['password hashes', 'select rolpassword from pg_authid'],
  ])('%s', async (_, statement) => {
    await expect(read(statement)).rejects.toThrow(/permission denied/)
  })

  test('e-mail addresses, unless the asker may', async () => {
    expect(await read('select normalized from contact_points', { contacts: true })).toEqual([
      { normalized: 'ana@shop.example' },
    ])
  })

  test('notes for managers, unless the asker is one', async () => {
    const bodies = async (more: Partial<ReadLimits>) =>
      (await read<{ body: string }>('select body from notes order by body', more)).map(({ body }) => body)
    expect(await bodies({})).toEqual(['everyone'])
    expect(await bodies({ managerNotes: true })).toEqual(['everyone', 'managers'])
  })
})

describe('a scope hides other people’s customers', () => {
  const refs = async (table: string, more: Partial<ReadLimits>) =>
    (await read<{ ref: string }>(`select ref from ${table} order by ref`, more)).map(({ ref }) => ref)

  beforeAll(() => enforceScopes(shop.db, true))
  afterAll(() => enforceScopes(shop.db, false))

  test('all sees everybody', async () => {
    expect(await refs('customers', {})).toEqual(['ANA', 'BEN', 'CHLOE'])
    expect(await refs('orders', {})).toEqual(['1', '2', '3', '4'])
  })

  test('a store sees its own, with its anonymous sales', async () => {
    const scope = { kind: 'store', id: north } as const
    expect(await refs('customers', { scope })).toEqual(['ANA'])
    expect(await refs('orders', { scope })).toEqual(['1', '4'])
    expect(await read('select count(*) as lines from order_lines', { scope })).toEqual([{ lines: 2 }])
    expect(await read('select count(*) as people from customer_summaries', { scope })).toEqual([{ people: 1 }])
    expect(await read(`select count(*) as people from customer_summaries_at('infinity')`, { scope })).toEqual([
      { people: 1 },
    ])
  })

  test('a colleague sees those they look after', async () => {
    const scope = { kind: 'owner', id: dana } as const
    expect(await refs('customers', { scope })).toEqual(['BEN'])
    expect(await read('select normalized from contact_points', { scope, contacts: true })).toEqual([])
    await expect(read('select normalized from contact_points', { scope })).rejects.toThrow(/permission denied/)
  })

  test('nobody’s number sees nobody', async () => {
    expect(await refs('customers', { scope: { kind: 'owner', id: 999 } })).toEqual([])
  })

  test('and a view does not look past it', async () => {
    await shop.db
      .insertInto('consents')
      .values({ customer_id: 2, channel: 'email', state: 'yes', source: 'test' })
      .execute()
    expect(await read('select * from current_consents', { scope: { kind: 'store', id: north } })).toEqual([])
    expect(await read('select * from current_consents')).toHaveLength(1)
  })
})

describe('limits', () => {
  test('a statement that takes too long is stopped', async () => {
    await expect(read('select pg_sleep(5)', { timeoutMs: 50 })).rejects.toThrow(/statement timeout/)
  })

  test('hold for the transaction alone, so that a pooled connection carries nothing over', async () => {
    await read('select 1', { contacts: true, timeoutMs: 77 })
    const { rows } = await sql`
      select current_user = session_user as own_role, current_setting('statement_timeout') as timeout, current_setting('regulars.scope', true) as scope
    `.execute(shop.reader)
    expect(rows).toEqual([{ own_role: true, timeout: '0', scope: '' }])
  })

  test('days are those of the shop', async () => {
    const day = `select (timestamptz '2026-01-02 04:30Z')::date as day`
    expect(await read(day)).toEqual([{ day: '2026-01-01' }])
    expect(await read(day, { timeZone: 'UTC' })).toEqual([{ day: '2026-01-02' }])
  })
})

test('a scope is refused before the shop limits who sees whom', async () => {
  await expect(read('select ref from customers', { scope: { kind: 'store', id: north } })).rejects.toThrow(
    /before enforceScopes/,
  )
})

describe('a shop that does not limit who sees whom', () => {
  const plan = async (statement: string, more: Partial<ReadLimits> = {}) =>
    (await read<{ 'QUERY PLAN': string }>(`explain ${statement}`, more)).map((row) => row['QUERY PLAN']).join('\n')

  test('pays nothing for it: a plan is that of the owner, letter by letter', async () => {
    const statement = `select customers.ref from customers join orders on orders.customer_id = customers.id where search_name like '%an%' and net > 5`
    const { rows } = await sql<{ 'QUERY PLAN': string }>`${sql.raw(`explain ${statement}`)}`.execute(shop.db)
    expect(await plan(statement)).toBe(rows.map((row) => row['QUERY PLAN']).join('\n'))
  })
})

test('what comes back has the types that everything else counts on', async () => {
  const rows = await read(`
    select 9007199254740991::bigint as safe, 9007199254740993::bigint as beyond, 0.1::numeric + 0.2 as exact,
      date '2026-02-28' as day, array[1, null]::bigint[] as numbers, array[date '2026-01-01'] as days, true as yes
  `)
  expect(rows).toEqual([
    {
      safe: 9007199254740991,
      beyond: 9007199254740993n,
      exact: '0.3',
      day: '2026-02-28',
      numbers: [1, null],
      days: ['2026-01-01'],
      yes: true,
    },
  ])
})
