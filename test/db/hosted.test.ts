import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { findings } from '../../src/cli/checks.ts'
import type { SlackDoor } from '../../src/cli/slack-checks.ts'
import { readConfig } from '../../src/config.ts'
import { openKysely, openPools, type Pools } from '../../src/db/database.ts'
import { migrate, prepareReaders } from '../../src/db/migrate.ts'
import { readTransaction } from '../../src/db/reading.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { customer } from '../support/shop.ts'

type Hosted = AsyncDisposable & { readonly url: string; readonly login: string }

/** Makes a database that belongs to a login without any right beyond it, as hosters give; null where we may not. */
async function hostedDatabase(): Promise<Hosted | null> {
  const admin = openKysely(inject('serverUrl'), 1)
  const login = `regulars_test_hosted_${process.pid}`
  const drop = async () => {
    await sql`drop database if exists ${sql.id(login)} with (force)`.execute(admin)
    await sql`drop role if exists ${sql.id(login)}`.execute(admin)
    await admin.destroy()
  }
  try {
    await sql`create role ${sql.id(login)} login password 'secret'`.execute(admin)
    await sql`create database ${sql.id(login)} owner ${sql.id(login)}`.execute(admin)
  } catch {
    await drop()
    return null
  }
  const url = new URL(inject('serverUrl'))
  Object.assign(url, { username: login, password: 'secret', pathname: `/${login}` })
  return { url: url.href, login, [Symbol.asyncDispose]: drop }
}

let hosted: Hosted | null
let shop: Pools | null
beforeAll(async () => {
  hosted = await hostedDatabase()
  shop = hosted && openPools(hosted.url)
})
afterAll(async () => {
  await shop?.[Symbol.asyncDispose]()
  await hosted?.[Symbol.asyncDispose]()
})

const limits = { timeoutMs: 1_000, timeZone: 'UTC' }

describe('a login that owns its database and nothing else', () => {
  test('can migrate, fill and read it, without the reading role', async ({ skip }) => {
    if (!shop) return skip('the login of DATABASE_URL may not make another one')
    expect((await migrate(shop.db)).length).toBeGreaterThan(10)
    expect(await prepareReaders(shop.db)).toBe(false)
    await customer(shop.db, 'Ana')
    const names = await readTransaction(shop.reader, limits, (trx) =>
      trx.selectFrom('customers').select('ref').execute(),
    )
    expect(names).toEqual([{ ref: 'ANA' }])
  })

  test('still cannot write in a reading', async ({ skip }) => {
    if (!shop) return skip('the login of DATABASE_URL may not make another one')
    await expect(readTransaction(shop.reader, limits, (trx) => trx.deleteFrom('customers').execute())).rejects.toThrow(
      /read-only/,
    )
  })

  test('does not let a scoped colleague through', async ({ skip }) => {
    if (!shop) return skip('the login of DATABASE_URL may not make another one')
    const scoped = readTransaction(shop.reader, { ...limits, scope: { kind: 'store', id: 1 } }, (trx) =>
      trx.selectFrom('customers').select('ref').execute(),
    )
    await expect(scoped).rejects.toThrow(/need the role regulars_scoped_reader/)
  })

  test('is told so before it limits who sees whom', async ({ skip }) => {
    if (!shop) return skip('the login of DATABASE_URL may not make another one')
    await expect(changeSettings(shop.db, { associate_scope: 'store' }, 'terminal')).rejects.toThrow(
      'Rights by store or colleague need the reading roles, which this database does not have.',
    )
  })

  const noSlack: SlackDoor = { probe: () => Promise.reject(new Error('no token')), neededScopes: async () => [] }

  test('is told by doctor what a superuser has to type, and that is enough', async ({ skip }) => {
    if (!shop || !hosted) return skip('the login of DATABASE_URL may not make another one')
    const role = async () =>
      (await Array.fromAsync(findings(readConfig({ DATABASE_URL: hosted?.url }), noSlack))).find(
        ({ subject }) => subject === 'Reading role',
      )
    const { kind, mend } = (await role()) ?? {}
    expect(kind).toBe('fault')
    const admin = openKysely(inject('serverUrl'), 1)
    for (const [statement] of mend?.matchAll(/^ *(create|grant) .*;$/gm) ?? []) await sql.raw(statement).execute(admin)
    await admin.destroy()
    expect(await role()).toMatchObject({ kind: 'good' })
    await expect(
      readTransaction(shop.reader, limits, (trx) => trx.selectFrom('customers').select('raw').execute()),
    ).rejects.toThrow(/permission denied/)
  })
})
