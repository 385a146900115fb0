import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { openKysely } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { silentLog } from '../../src/log.ts'
import { otherDatabase } from '../support/address.ts'

/** A PostgreSQL of the bench's own, in a folder that is thrown away. */
export interface Shops extends AsyncDisposable {
  readonly folder: string
  /** Where the shop's database is, for another process to open. */
  readonly address: (name: string) => string
  /** An empty shop in a database of its own; closed with the rest. */
  readonly open: (name: string) => Promise<Context>
  /** The same shop once more, for settings that have changed. */
  readonly reopen: (name: string) => Promise<Context>
}

/** With the same safety against power cuts as a shop's own, so that what is measured is what a shop gets. */
export async function openShops(): Promise<Shops> {
  const stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-'))
  // Root's folders in /tmp are closed; PostgreSQL runs as another user there.
  chmodSync(folder, 0o755)
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const { url } = stack.use(await startEmbedded({ home: folder }))
  const address = (name: string) => otherDatabase(url, name)
  const reopen = async (name: string) => {
    const config = readConfig({ REGULARS_HOME: folder, DATABASE_URL: address(name) })
    return stack.use(await openContext(config, { log: silentLog }))
  }
  const open = async (name: string) => {
    const admin = openKysely(url, 1)
    await sql`create database ${sql.id(name)}`.execute(admin).finally(() => admin.destroy())
    return reopen(name)
  }
  return { folder, address, open, reopen, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
