import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate, migrationState } from '../../src/db/migrate.ts'
import { blankDatabase, type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())

test('every table, view and column says what it is', async () => {
  const { rows } = await sql<{ name: string; comment: string | null }>`
    select pg_class.relname as name, obj_description(pg_class.oid, 'pg_class') as comment
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
    union all
    select pg_class.relname || '.' || attname, col_description(pg_class.oid, attnum)
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and attnum > 0 and not attisdropped
  `.execute(shop.db)
  expect(rows.length).toBeGreaterThan(300)
  expect(rows.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([])
})

test('every foreign key has an index that begins with it', async () => {
  const { rows } = await sql<{ name: string }>`
    select conrelid::regclass || '.' || attname as name
    from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace and confrelid in ('customers'::regclass, 'orders'::regclass)
    and not exists (select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])
    order by 1
  `.execute(shop.db)
  expect(rows.map(({ name }) => name)).toEqual([])
})

test('migrating a second time changes nothing', async () => {
  const before = await migrationState(shop.db)
  expect(await migrate(shop.db)).toEqual([])
  expect(await migrationState(shop.db)).toEqual(before)
  expect(before.applied.length).toBeGreaterThan(10)
})

describe('a blank database', () => {
  test('is brought to the newest form once, by whichever of two comes first', async () => {
    await using blank = await blankDatabase()
    const [one, other] = await Promise.all([migrate(blank.db), migrate(blank.db)])
    const { applied, pending } = await migrationState(blank.db)
    expect([...one, ...other].sort()).toEqual(applied)
    expect(pending).toEqual([])
  })

  test('of somebody else is left alone, with a sentence', async () => {
    await using blank = await blankDatabase()
    await sql`create table customers (id integer)`.execute(blank.db)
    await expect(migrate(blank.db)).rejects.toThrow(
      /Migration 0004_customers cannot be applied: relation "customers" already exists/,
    )
    expect((await migrationState(blank.db)).applied).toEqual([])
  })

  test('of a newer version is refused, with the way out', async () => {
    await using blank = await blankDatabase()
    await migrate(blank.db)
    await blank.db.insertInto('migrations').values({ name: '9999_tomorrow' }).execute()
    await expect(migrate(blank.db)).rejects.toThrow('This database was made by a newer version: it has 9999_tomorrow')
  })
})
