import { type Kysely, sql } from 'kysely'
import { inject } from 'vitest'
import { openKysely, openPools } from '../../src/db/database.ts'
import type { Database } from '../../src/db/schema.ts'
import { otherDatabase } from './address.ts'

export type TestDatabase = AsyncDisposable & {
  readonly db: Kysely<Database>
  readonly reader: Kysely<Database>
  /** Its address, for a child process or a pool of its own. */
  readonly url: string
}

let made = 0

/**
 * A migrated, empty database of one's own, dropped when disposed. One for each test file is enough:
 *
 *     const shop = await testDatabase()
 *     afterAll(() => shop[Symbol.asyncDispose]())
 */
export async function testDatabase(): Promise<TestDatabase> {
  return copyOf(inject('templateName'))
}

/** A database without a single table, to migrate by hand. */
export async function blankDatabase(): Promise<TestDatabase> {
  return copyOf('template0')
}

async function copyOf(template: string): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `regulars_test_${process.pid}_${made++}`
  await asAdmin(serverUrl, (admin) => sql`create database ${sql.id(name)} template ${sql.id(template)}`.execute(admin))
  const url = otherDatabase(serverUrl, name)
  const pools = openPools(url)
  const drop = async () => {
    await pools[Symbol.asyncDispose]()
    await asAdmin(serverUrl, (admin) => sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin))
  }
  return { db: pools.db, reader: pools.reader, url, [Symbol.asyncDispose]: drop }
}

async function asAdmin(url: string, work: (admin: Kysely<Database>) => Promise<unknown>): Promise<void> {
  const admin = openKysely(url, 1)
  try {
    await work(admin)
  } finally {
    await admin.destroy()
  }
}
