import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openKysely } from '../../src/db/database.ts'
import { importFiles, importRows } from '../../src/imports/imports.ts'
import { importEveryNight, nightlyFolders, runNightlyImports, stopNightlyImport } from '../../src/imports/nightly.ts'
import { undoLastImport } from '../../src/imports/undo.ts'
import { csv, dump, importShop } from './import-support.ts'

const shop = await importShop({ timeZone: 'America/Chicago' })
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.clear())

const CUSTOMERS =
  'customer_ref,given_name,family_name,email,phone,city,email_consent,tags,referred_by,attr:interest,created_at,Loyalty card'
const ORDERS =
  'order_ref,ordered_at,customer_ref,store,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity'

const before = {
  'customers.csv': csv(
    CUSTOMERS,
    'C1,Ana,Silva,ana@example.com,312 555 0101,Chicago,yes,vip;tea,,tea,2023-01-01,77',
    'C2,Ben,Ott,ben@example.com,,Evanston,,,C1,,2023-02-01,',
  ),
  'orders.csv': csv(
    ORDERS,
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,KE-1,2,40.00,8.00,1',
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,SE-1,3,5.50,1.00,1',
    'O2,2023-06-01T10:00:00-05:00,C2,Chicago,store,completed,USD,KE-1,1,40.00,0.00,0',
  ),
  'interactions.csv': csv(
    'customer_ref,at,channel,direction,kind,staff_email,summary,order_ref,status',
    'C2,2023-08-02T09:00:00-05:00,store,inbound,service_case,,Lid does not close,O2,open',
  ),
  'campaigns.csv': csv('campaign_ref,name,channel,started_on,ended_on', 'CMP-1,Spring,email,2023-03-01,2023-04-01'),
  'campaign_recipients.csv': csv(
    'campaign_ref,customer_ref,sent_at,opened_at,clicked_at,responded_at,holdout',
    'CMP-1,C1,2023-03-01,,,,no',
  ),
}

/** The same shop later: everything that can change has changed once. */
const after = {
  ...before,
  'customers.csv': csv(
    CUSTOMERS,
    'C1,Ana,Silva-Ott,ana.silva@example.com,312 555 0199,Boston,no,tea;garden,,coffee,2023-01-01,78',
    'C2,Ben,Ott,ben@example.com,,Evanston,yes,new,C3,books,2023-02-01,',
    'C3,Eli,Ray,eli@example.com,,Evanston,,,,,2023-03-01,',
  ),
  'orders.csv': csv(
    ORDERS,
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,KE-1,2,40.00,8.00,2',
    'O2,2023-06-01T10:00:00-05:00,C2,Chicago,store,cancelled,USD,KE-1,1,40.00,0.00,0',
    'O3,2023-09-01T10:00:00-05:00,C3,Skokie,store,completed,USD,TE-1,1,9.00,0.00,0',
  ),
  'interactions.csv': before['interactions.csv'].replace('O2,open', 'O2,resolved'),
  'notes.csv': csv('customer_ref,at,author_email,body,follow_up_on', 'C1,2023-09-02,,wants a teapot,2023-10-01'),
  'campaign_recipients.csv': before['campaign_recipients.csv'].replace(
    '2023-03-01,,,,no',
    '2023-03-01,2023-03-02,,,no',
  ),
}

const importAll = async (files: Readonly<Record<string, string>>) => importFiles(shop.context, await shop.write(files))

describe('an undo', () => {
  test('leaves every table as it was before the import', async () => {
    await importAll(before)
    const was = await dump(shop)
    await importAll(after)
    expect(await dump(shop)).not.toEqual(was)
    const report = await undoLastImport(shop.context)
    expect(report.removed).toBeGreaterThan(5)
    expect(report.restored).toBeGreaterThan(5)
    expect(await dump(shop)).toEqual(was)
  })

  test('of the first import leaves nothing', async () => {
    const empty = await dump(shop)
    await importAll(before)
    await undoLastImport(shop.context)
    expect(await dump(shop)).toEqual(empty)
  })

  test('takes back one import only, and only once', async () => {
    await importAll(before)
    await importAll(after)
    await undoLastImport(shop.context)
    await expect(undoLastImport(shop.context)).rejects.toThrow('There is no import to undo.')
  })

  test('is still there after an import that changed nothing', async () => {
    await importAll(before)
    await importAll(before)
    await undoLastImport(shop.context)
    expect(await shop.rows('select ref from customers')).toEqual([])
  })

  test('does not throw away what colleagues have written since', async () => {
    await importAll(before)
    await shop.rows(
      "insert into notes (customer_id, written_at, written_day, body) select id, now(), current_date, 'by hand' from customers where ref = 'C1'",
    )
    await expect(undoLastImport(shop.context)).rejects.toThrow('colleagues have added 1 notes')
    expect(await shop.rows('select count(*)::int as n from customers')).toEqual([{ n: 2 }])
  })
})

describe('an import', () => {
  test('leaves nothing when one of its files is at fault', async () => {
    await importAll(before)
    const was = await dump(shop)
    const paths = await shop.write({
      ...after,
      'notes.csv': 'customer_ref,at,author_email,body\nC1,2023-09-02,,"never closed\n',
    })
    await expect(importFiles(shop.context, paths)).rejects.toThrow(/quotation mark/)
    expect(await dump(shop)).toEqual(was)
    expect(await shop.rows("select count(*)::int as n from import_batches where status <> 'done'")).toEqual([{ n: 0 }])
  })

  test('leaves nothing when its process is killed in the middle', async () => {
    await importAll(before)
    const was = await dump(shop)
    const big = join(shop.folder, 'big.csv')
    const file = createWriteStream(big)
    file.write(`${ORDERS}\n`)
    for (let order = 0; order < 40_000; order++) {
      file.write(`B${order},2024-05-01T10:00:00-05:00,X${order % 5000},,online,completed,USD,KE-1,1,40.00,0.00,0\n`)
    }
    file.end()
    await once(file, 'finish')
    const child = spawn(process.execPath, ['src/cli.ts', 'import', big], {
      env: { ...process.env, DATABASE_URL: shop.url, REGULARS_HOME: shop.context.home },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await untilImporting()
    child.kill('SIGKILL')
    await ended
    await untilFree()
    expect(await dump(shop)).toEqual(was)
  })

  test('waits for no other: the second is told that one is running', async () => {
    const other = openKysely(shop.url, 1)
    let release = (): void => {}
    const held = other.transaction().execute(async (tx) => {
      const { lockImports } = await import('../../src/imports/lock.ts')
      await lockImports(tx)
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
    await untilImporting()
    await expect(importAll(before)).rejects.toThrow('Another import is running.')
    release()
    await held
    await other.destroy()
  })

  test('of many rows leaves every key and index in place, and can be undone', async () => {
    const guards = () =>
      shop.rows(`
        select conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where connamespace = 'public'::regnamespace
        union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2, 3`)
    const [empty, guarded] = [await dump(shop), await guards()]
    const customers = Array.from({ length: 25_000 }, (_, row) => [
      `C${row}`,
      'Given',
      `Family ${row}`,
      `c${row}@example.com`,
      'yes',
    ])
    const orders = Array.from({ length: 25_000 }, (_, row) => [`O${row}`, '2024-05-01', `C${row}`, '1', '2.50', 'KE-1'])
    const report = await importRows(shop.context, [
      {
        format: 'customers',
        header: ['customer_ref', 'given_name', 'family_name', 'email', 'email_consent'],
        rows: customers,
      },
      {
        format: 'orders',
        header: ['order_ref', 'ordered_at', 'customer_ref', 'quantity', 'unit_price', 'sku'],
        rows: orders,
      },
    ])
    expect(report.entities).toMatchObject([{ new: 1 }, { new: 25_000 }, { new: 25_000 }, { new: 25_000 }])
    expect(await guards()).toEqual(guarded)
    await undoLastImport(shop.context)
    expect(await dump(shop)).toEqual(empty)
  }, 120_000)

  test('that is only tried changes nothing and reports the same', async () => {
    await importAll(before)
    const was = await dump(shop)
    const paths = await shop.write(after)
    const tried = await importFiles(shop.context, paths, { dryRun: true })
    expect(await dump(shop)).toEqual(was)
    expect(tried).toMatchObject({ dryRun: true, batch: null })
    const done = await importFiles(shop.context, paths)
    expect(done.entities).toEqual(tried.entities)
    expect(done.findings).toEqual(tried.findings)
  })

  test('of rows that fail on the way leaves nothing', async () => {
    async function* broken() {
      yield ['C1', 'Ana']
      throw new Error('the generator broke')
    }
    const feed = { format: 'customers', header: ['customer_ref', 'given_name'], rows: broken() } as const
    await expect(importRows(shop.context, [feed])).rejects.toThrow('the generator broke')
    expect(await shop.rows('select ref from customers')).toEqual([])
  })

  async function untilImporting(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const held = await shop.rows<{ n: number }>(
        "select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = 7236431 and database = (select oid from pg_database where datname = current_database())",
      )
      if ((held[0]?.n ?? 0) > 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('the import never began')
  }

  async function untilFree(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const others = await shop.rows<{ n: number }>(
        'select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null',
      )
      if (others[0]?.n === 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
})

describe('a folder that is imported every night', () => {
  const night = async () => (await runNightlyImports(shop.context)).map(({ kind }) => kind)

  test('is imported when something in it has changed, and only then', async () => {
    await shop.write({ 'nightly/customers.csv': before['customers.csv'] })
    await importEveryNight(shop.context, join(shop.folder, 'nightly'), {}, 'test')
    expect(await night()).toEqual(['imported'])
    expect(await night()).toEqual(['unchanged'])
    await shop.write({ 'nightly/customers.csv': after['customers.csv'] })
    expect(await night()).toEqual(['imported'])
    expect(await shop.rows("select city from customers where ref = 'C1'")).toEqual([{ city: 'Boston' }])
  })

  test('that cannot be read does not keep the others from it', async () => {
    await shop.write({ 'a/customers.csv': before['customers.csv'], 'b/customers.csv': before['customers.csv'] })
    await importEveryNight(shop.context, join(shop.folder, 'a'), {}, 'test')
    await importEveryNight(shop.context, join(shop.folder, 'b'), {}, 'test')
    await shop.write({ 'a/customers.csv': 'what,is,this\n1,2,3\n' })
    expect(await night()).toEqual(['failed', 'imported'])
    const [a] = await nightlyFolders(shop.context.db)
    expect(a?.lastOutcome).toMatch(/^failed: .* is none of the files that are known/)
    await stopNightlyImport(shop.context, join(shop.folder, 'a'))
    expect(await night()).toEqual(['unchanged'])
  })
})
