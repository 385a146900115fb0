import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { openKysely } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { otherDatabase } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly serverUrl: string
    readonly templateName: string
  }
}

/** Once for each run: a server (DATABASE_URL's, else our own in a folder thrown away afterwards) and a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = new AsyncDisposableStack()
  const serverUrl = process.env.DATABASE_URL ?? (await startThrowaway(stack))
  const templateName = `regulars_template_${process.pid}`
  const admin = stack.adopt(openKysely(serverUrl, 2), (db) => db.destroy())
  await sql`create database ${sql.id(templateName)}`.execute(admin)
  stack.defer(async () => void (await sql`drop database if exists ${sql.id(templateName)} with (force)`.execute(admin)))
  await migrateTemplate(otherDatabase(serverUrl, templateName))
  project.provide('serverUrl', serverUrl)
  project.provide('templateName', templateName)
  return () => stack.disposeAsync()
}

async function startThrowaway(stack: AsyncDisposableStack): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'regulars-test-'))
  // Root's folders in /tmp are closed; PostgreSQL runs as another user there.
  chmodSync(home, 0o755)
  stack.defer(() => rmSync(home, { recursive: true, force: true }))
  return stack.use(await startEmbedded({ home, careless: true })).url
}

async function migrateTemplate(url: string): Promise<void> {
  const db = openKysely(url, 1)
  await migrate(db)
  await db.destroy()
}
