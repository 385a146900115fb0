import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Context } from '../../src/context.ts'
import { defaultSettings, type ShopSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import { testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'

export type ImportShop = AsyncDisposable & {
  readonly context: Context
  readonly url: string
  /** A folder of the test's own. */
  readonly folder: string
  /** Writes files into the folder and gives their paths. */
  readonly write: (files: Readonly<Record<string, string | Buffer>>) => Promise<string[]>
  /** Rows of a statement. */
  readonly rows: <T = Record<string, unknown>>(statement: string) => Promise<T[]>
  /** Empties all tables of facts, for the next test. */
  readonly clear: () => Promise<void>
}

/** A shop of one's own: an empty database, a folder, and settings that differ from the defaults where given. */
export async function importShop(settings: Partial<ShopSettings> = {}): Promise<ImportShop> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'regulars-imports-'))
  const chosen = { ...defaultSettings, ...settings }
  const stored = { time_zone: chosen.timeZone, currency: chosen.currency, country: chosen.country }
  for (const [key, value] of Object.entries(stored)) {
    await sql`insert into settings (key, value, changed_by) values (${key}, ${JSON.stringify(value)}::jsonb, 'test')`.execute(
      database.db,
    )
  }
  const context: Context = {
    ...{ db: database.db, reader: database.reader, settings: chosen, log: silentLog },
    ...{ home: join(folder, 'home'), embedded: false, migrated: [] },
    today: () => '2026-11-16',
    now: () => new Date('2026-11-16T12:00:00Z'),
    [Symbol.asyncDispose]: async () => {},
  }
  return {
    ...{ context, folder, url: database.url },
    write: (files) => Promise.all(Object.entries(files).map(([name, text]) => writeInto(folder, name, text))),
    rows: async <T>(statement: string) => (await sql.raw<T>(statement).execute(database.db)).rows,
    clear: () => clear(context),
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true })
      await database[Symbol.asyncDispose]()
    },
  }
}

async function writeInto(folder: string, name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
  return path
}

/** Every table that an import can write to, and those that hang on them. */
const FACTS = [
  'stores',
  'staff',
  'categories',
  'products',
  'customers',
  'campaigns',
  'import_batches',
  'import_folders',
  'erasures',
  'unknown_columns',
]

async function clear({ db }: Context): Promise<void> {
  await empty(db, ...FACTS)
}

/** A CSV of a header and rows, as a program would write it. */
export function csv(header: string, ...rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`
}

/** The whole content of every table that holds facts, in a fixed order: equal text is an equal database. */
export async function dump({ rows }: Pick<ImportShop, 'rows'>): Promise<Readonly<Record<string, string>>> {
  const tables = await rows<{ name: string }>(`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
    and table_name not in ('import_batches', 'import_issues', 'import_changes', 'migrations', 'summary_state', 'rank_changes', 'rank_borders', 'settings', 'setting_changes')
    order by table_name`)
  const content: Record<string, string> = {}
  for (const { name } of tables) {
    const found = await rows<{ row: string }>(`select t::text as row from ${name} as t order by t::text`)
    content[name] = found.map(({ row }) => row).join('\n')
  }
  return content
}
