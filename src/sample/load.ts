import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { CopySession } from '../db/database.ts'
import { catchUpNumbers, numberShop } from './numbering.ts'
import { type Page, type PageOrder, pagesOf } from './pages.ts'
import { SHEETS, type SheetName } from './sheets.ts'
import { putBack, setAside } from './unhindered.ts'
import type { World } from './world.ts'

/** From this many customers on it is worth it to load unhindered, and to write in a thread of its own. */
const MANY = 20_000

/** Pages written ahead of the database: it never waits, and memory stays small. */
const PAGES_AHEAD = 3

export interface LoadOptions {
  readonly currency: string
  /** Treats a small shop as a large one is treated. */
  readonly asIfMany?: boolean
  readonly onProgress?: (customers: number) => void
}

export interface LoadedCounts {
  readonly orders: number
  readonly interactions: number
  readonly notes: number
}

/**
 * Writes the sample shop into the tables, customer by customer, in the transaction of the session.
 *
 * It does not go through import: the rows are ours, so that nothing in them needs to be looked for or doubted, and ten
 * million orders need no staging. What import would make of the same rows is held equal by a test.
 */
export async function loadSample(session: CopySession, world: World, options: LoadOptions): Promise<LoadedCounts> {
  const tables = Object.keys(SHEETS) as SheetName[]
  const many = options.asIfMany ?? world.options.customers >= MANY
  const aside = many ? await setAside(session.trx, tables) : null
  const numbers = await numberShop(session.trx, world)
  const order = { world, numbers, currency: options.currency }
  let next = numbers.next
  for await (const page of many ? pagesFromThread(order) : pagesOf(order)) {
    await send(session, page)
    next = page.next
    options.onProgress?.(page.customers)
  }
  await catchUpNumbers(session.trx)
  if (aside !== null) await putBack(session.trx, aside)
  // What follows in this transaction would otherwise be planned for empty tables.
  await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(session.trx)
  return {
    orders: next.orders - numbers.next.orders,
    interactions: next.interactions - numbers.next.interactions,
    notes: next.notes - numbers.next.notes,
  }
}

async function send({ copy }: CopySession, page: Page): Promise<void> {
  for (const [table, columns] of Object.entries(SHEETS)) {
    const text = page.texts[table as SheetName]
    if (text !== '') await copy(`copy ${table} (${columns}) from stdin`, [text])
  }
}

/** The same pages, written by another thread while the database takes in the ones before. */
async function* pagesFromThread(order: PageOrder): AsyncGenerator<Page> {
  const thread = new Worker(new URL('./page-thread.ts', import.meta.url), {
    workerData: order,
    // Short-lived text fills a large young generation with nothing but garbage.
    resourceLimits: { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 256 },
  })
  try {
    for (let ahead = 0; ahead < PAGES_AHEAD; ahead += 1) thread.postMessage('next')
    for await (const [page] of on(thread, 'message') as AsyncIterable<[Page | null]>) {
      if (page === null) return
      thread.postMessage('next')
      yield page
    }
  } finally {
    await thread.terminate()
  }
}
