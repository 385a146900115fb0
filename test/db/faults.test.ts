import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { serverFault, withoutPassword } from '../../src/db/faults.ts'
import { UserError } from '../../src/errors.ts'
import { testDatabase } from '../support/database.ts'

describe('an address is shown without its secrets', () => {
  test.each([
    ['postgres://ana:hunter2@db.example/shop', 'postgres://ana:…@db.example/shop'],
    [
      'postgres://ana@db.example/shop?password=hunter2&sslmode=require',
      'postgres://ana@db.example/shop?sslmode=require',
    ],
    ['hunter2', 'the address in DATABASE_URL'],
    ['', 'the address of the one that comes along'],
  ])('%s', (url, shown) => {
    expect(withoutPassword(url)).toBe(shown)
  })
})

test('a server that ends our session fails that work with a sentence, and the next goes through', async () => {
  await using shop = await testDatabase()
  const fault = await sql`select pg_terminate_backend(pg_backend_pid())`
    .execute(shop.db)
    .catch((error: unknown) => serverFault(error, shop.url))
  expect(fault).toBeInstanceOf(UserError)
  expect(String(fault)).toContain('stopped in the middle of work')
  expect((await sql<{ one: number }>`select 1 as one`.execute(shop.db)).rows).toEqual([{ one: 1 }])
})

test('a transaction whose session is ended leaves nothing', async () => {
  await using shop = await testDatabase()
  const work = shop.db.transaction().execute(async (trx) => {
    await trx.insertInto('stores').values({ name: 'North' }).execute()
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
  })
  await expect(work).rejects.toThrow()
  expect(await shop.db.selectFrom('stores').select('name').execute()).toEqual([])
})

test('a fault of a statement is not taken for one of the server', () => {
  const denied = Object.assign(new Error('permission denied for table customers'), { code: '42501' })
  expect(serverFault(denied, '')).toBe(denied)
})
