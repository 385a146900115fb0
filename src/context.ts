import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import { openPools } from './db/database.ts'
import { startEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import type { Database, Day } from './db/schema.ts'
import { readSettings, type ShopSettings } from './db/settings.ts'
import { type Log, openLog } from './log.ts'

/** What every story needs, opened once. The only place that asks the time. */
export type Context = AsyncDisposable & {
  /** Reads and writes. */
  readonly db: Kysely<Database>
  /** Answers questions; use it through `readTransaction`. */
  readonly reader: Kysely<Database>
  readonly settings: ShopSettings
  /** The as-of day, in the shop's time zone. */
  readonly today: () => Day
  readonly now: () => Date
  readonly log: Log
  /** Folder of the embedded database and the log, absolute. */
  readonly home: string
  /** Whether the database is the one that comes along. */
  readonly embedded: boolean
  /** Names of the migrations that opening applied. */
  readonly migrated: readonly string[]
  /** Where a language model is to be found, if anywhere. */
  readonly openai?: Config['openai']
}

export type ContextOverrides = {
  /** Pins today; the clock keeps running for time stamps. */
  readonly asOf?: Day
  readonly now?: () => Date
  readonly log?: Log
}

/** Opens the database (ours when no address is given), brings it to the newest form and reads the shop's settings. */
export async function openContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const stack = new AsyncDisposableStack()
  try {
    const now = overrides.now ?? clock
    const server = config.databaseUrl ? null : stack.use(await startEmbedded({ home: config.home }))
    const url = config.databaseUrl ?? server?.url ?? ''
    const { db, reader } = stack.use(openPools(url, config.databaseReadUrl))
    const migrated = await migrate(db)
    const settings = await readSettings(db)
    const asOf = overrides.asOf ?? config.asOf
    return {
      db,
      reader,
      settings,
      now,
      today: () => asOf ?? dayOf(now(), settings.timeZone),
      log: overrides.log ?? openLog(config.home, config.logLevel, now, 'cli'),
      home: config.home,
      embedded: server !== null,
      migrated,
      openai: config.openai,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** The machine's clock; nothing else asks it. */
export const clock = (): Date => new Date()

/** The day a moment falls on in a time zone. */
export function dayOf(moment: Date, timeZone: string): Day {
  const known = calendars.get(timeZone)
  if (known) return known.format(moment)
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  calendars.set(timeZone, made)
  return made.format(moment)
}

/** One for each time zone asked for: making one takes a thousand times as long as using it. */
const calendars = new Map<string, Intl.DateTimeFormat>()
