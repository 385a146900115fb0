import { createReadStream } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { ask } from '../../src/ask/ask.ts'
import { openAsking } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { emptyThread } from '../../src/ask/threads.ts'
import { copyTransaction } from '../../src/db/database.ts'
import { type ImportReport, importFiles } from '../../src/imports/imports.ts'
import { importShop } from './import-support.ts'

/**
 * A folder with shop/ (a whole invented shop in our own format, with a known answer for every count) and
 * data/online_retail/ (UCI Online Retail, CC BY 4.0). Neither is part of this repository.
 */
const folder = process.env.REGULARS_TEST_DATA
const skipped = folder === undefined ? ' (skipped: REGULARS_TEST_DATA is not set)' : ''

describe.skipIf(folder === undefined)(`a whole shop in our own format${skipped}`, async () => {
  const shop = await importShop({ timeZone: 'America/Chicago' })
  afterAll(() => shop[Symbol.asyncDispose]())
  const records = async (name: string): Promise<Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder ?? '', 'shop', `${name}.csv`)), { columns: true }) as Record<string, string>[]
  const countOf = async (statement: string): Promise<number> =>
    Number((await shop.rows<{ n: unknown }>(`select (${statement}) as n`))[0]?.n)
  let report: ImportReport

  beforeAll(async () => {
    report = await importFiles(shop.context, [join(folder ?? '', 'shop')])
  }, 120_000)

  test('has nothing to refuse or to doubt', () => {
    expect(report.findings).toEqual([])
    expect(report.files.flatMap((file) => file.unknownColumns)).toEqual([])
  })

  test.each([
    ['customers', 'select count(*) from customers', 900],
    ['orders', 'select count(*) from orders', 6367],
    ['order lines', 'select count(*) from order_lines', 14_060],
    ['interactions', 'select count(*) from interactions', 1500],
    ['notes', 'select count(*) from notes', 220],
    ['campaigns', 'select count(*) from campaigns', 6],
    ['campaign recipients', 'select count(*) from campaign_recipients', 1219],
    ['staff', 'select count(*) from staff', 8],
    ['stores', 'select count(*) from stores', 3],
    ['customers with an order', 'select count(*) from customer_summaries where order_count > 0', 783],
  ])('has as many %s as the files', async (_, statement, expected) => {
    expect(await countOf(statement)).toBe(expected)
  })

  test('can reach exactly those who have an address in the file and said yes', async () => {
    const customers = await records('customers')
    const both = (address: string, consent: string) =>
      customers.filter((row) => row[address] !== '' && row[consent] === 'yes').length
    expect(await countOf('select count(*) from customer_summaries where has_email')).toBe(
      customers.filter((row) => row.email !== '').length,
    )
    expect(await countOf('select count(*) from customer_summaries where has_phone')).toBe(
      customers.filter((row) => row.phone !== '').length,
    )
    expect(await countOf('select count(*) from customer_summaries where has_address')).toBe(
      customers.filter((row) => row.address1 !== '').length,
    )
    expect(await countOf('select count(*) from customer_summaries where has_email and email_consent')).toBe(
      both('email', 'email_consent'),
    )
    expect(await countOf('select count(*) from customer_summaries where has_phone and sms_consent')).toBe(
      both('phone', 'sms_consent'),
    )
  })

  test('has the revenue of the lines that were kept', async () => {
    const lines = await records('orders')
    const kept = lines.filter((row) => row.status !== 'cancelled')
    const total = kept.reduce((sum, row) => {
      const [quantity, back] = [Number(row.quantity), Number(row.refunded_quantity)]
      return (
        sum + (quantity - back) * Number(row.unit_price) - (Number(row.line_discount) * (quantity - back)) / quantity
      )
    }, 0)
    expect(await countOf('select sum(net) from orders where counts')).toBeCloseTo(total, 4)
  })

  test('has a follow-up for each note that promises one, and a case for each service interaction', async () => {
    expect(await countOf('select count(*) from follow_ups')).toBe(
      (await records('notes')).filter((row) => row.follow_up_on !== '').length,
    )
    const cases = (await records('interactions')).filter((row) => row.kind === 'service_case')
    expect(await countOf('select count(*) from service_cases')).toBe(cases.length)
    expect(await countOf("select count(*) from service_cases where status = 'open'")).toBe(
      cases.filter((row) => row.status === 'open').length,
    )
  })

  test('is unchanged by a second import', async () => {
    const again = await importFiles(shop.context, [join(folder ?? '', 'shop')])
    for (const entity of again.entities) expect(entity).toMatchObject({ new: 0, changed: 0 })
  })
})

describe.skipIf(folder === undefined)(`a year of a real shop's invoices by --map${skipped}`, async () => {
  const shop = await importShop({ timeZone: 'Europe/London', currency: 'GBP', country: 'GB' })
  afterAll(() => shop[Symbol.asyncDispose]())
  const original = join(folder ?? '', 'data/online_retail/online_retail_uci352.csv.gz')
  const map =
    'InvoiceNo=order_ref,StockCode=sku,Description=product_name,Quantity=quantity,InvoiceDate=ordered_at,UnitPrice=unit_price,CustomerID=customer_ref,Country=country'
  let report: ImportReport

  beforeAll(async () => {
    // Findings are written beside a file, so the original is left where it is.
    const path = join(shop.folder, 'online_retail.csv.gz')
    await copyFile(original, path)
    report = await importFiles(shop.context, [path], { map })
    await copyTransaction(shop.context.db, async ({ trx, copy }) => {
      await sql`create table raw (invoice text, stock text, description text, quantity int, at timestamp, price numeric, customer text, country text)`.execute(
        trx,
      )
      await copy('copy raw from stdin with (format csv, header true)', createReadStream(path).pipe(createGunzip()))
    })
  }, 600_000)

  /** What a sale is in the raw file: not cancelled, at least one piece, not at a negative price. */
  const SALE = "invoice !~ '^C' and quantity > 0 and price >= 0"

  test('keeps every line but the two at a negative price', async () => {
    expect(report.entities.find(({ entity }) => entity === 'order_lines')).toMatchObject({
      read: 541_909,
      new: 541_907,
      refused: 2,
    })
    expect(await shop.rows('select count(*)::int as n from order_lines')).toEqual([{ n: 541_907 }])
  })

  test('keeps anonymous lines as orders without a customer', async () => {
    const [raw] = await shop.rows(
      `select count(*)::int as n, count(distinct invoice)::int as orders from raw where customer is null and price >= 0`,
    )
    expect(
      await shop.rows(
        'select count(*)::int as n, count(distinct o.id)::int as orders from order_lines join orders o on o.id = order_id where o.customer_id is null',
      ),
    ).toEqual([raw])
    expect(await shop.rows('select count(*)::int as n from customers')).toEqual([{ n: 4372 }])
  })

  test('keeps cancellations as cancellations', async () => {
    const [raw] = await shop.rows(
      `select count(distinct invoice)::int as orders, count(*)::int as lines from raw where invoice ~ '^C' or quantity < 0`,
    )
    expect(
      await shop.rows(
        "select count(distinct o.id)::int as orders, count(*)::int as lines from order_lines join orders o on o.id = order_id where o.status = 'cancelled'",
      ),
    ).toEqual([raw])
  })

  test('reports what is doubtful', async () => {
    const [raw] = await shop.rows<{ free: number; twice: number }>(`
      select (select count(*) from raw where price = 0)::int as free,
        (select count(*) - count(distinct (invoice, stock, description, quantity, price)) from raw where price >= 0)::int as twice`)
    const found = Object.fromEntries(report.findings.map(({ label, count }) => [label, count]))
    expect(found).toMatchObject({ 'price 0': raw?.free, 'line stands twice': raw?.twice, 'negative price': 2 })
  })

  test('agrees with the raw file on revenue by month', async () => {
    const raw = await shop.rows(`
      select to_char(first, 'YYYY-MM') as month, sum(net)::text as revenue from (
        select min(at) as first, sum(quantity * price) as net from raw where ${SALE} group by invoice
      ) as invoices group by 1 order by 1`)
    expect(raw).toHaveLength(13)
    expect(
      await shop.rows(
        "select to_char(ordered_day, 'YYYY-MM') as month, trim_scale(sum(net))::text as revenue from orders where counts group by 1 order by 1",
      ),
    ).toEqual(raw.map(({ month, revenue }) => ({ month, revenue: String(revenue).replace(/\.?0+$/u, '') })))
  })

  test('agrees with the raw file on the ten best customers of 2011', async () => {
    const raw = await shop.rows(`
      select customer as ref, sum(quantity * price)::float8 as revenue from raw
      where ${SALE} and customer is not null and at >= '2011-01-01' and at < '2012-01-01'
      group by customer order by 2 desc, 1 limit 10`)
    expect(raw).toHaveLength(10)
    expect(
      await shop.rows(`
        select c.ref, sum(o.net)::float8 as revenue from orders o join customers c on c.id = o.customer_id
        where o.counts and o.ordered_day >= '2011-01-01' and o.ordered_day < '2012-01-01'
        group by c.ref order by 2 desc, 1 limit 10`),
    ).toEqual(raw)
  })

  test('agrees with the raw file on how many customers bought more than once', async () => {
    const raw = await shop.rows(`
      select count(*)::int as n from (
        select customer from raw where ${SALE} and customer is not null group by customer having count(distinct invoice) > 1
      ) as repeat`)
    expect(await shop.rows('select count(*)::int as n from customer_summaries where order_count > 1')).toEqual(raw)
  })

  describe('asked in plain words the day after', async () => {
    const rowsOf = async (text: string): Promise<readonly (readonly unknown[])[]> => {
      const asking = await openAsking({ ...shop.context, today: () => '2011-12-10' }, openOfflinePlanner)
      const reply = await ask({ text, asker: administrator, thread: emptyThread }, asking)
      if (reply.kind !== 'answer') throw new Error(`${reply.kind}: ${JSON.stringify(reply)}`)
      return reply.rows
    }
    const rounded = (value: unknown): number => Math.round(Number(value) * 100) / 100

    test('“top 10 customers by revenue in 2011” gives those of the raw file', async () => {
      const raw = await shop.rows<{ ref: string; revenue: number }>(`
        select customer as ref, sum(quantity * price)::float8 as revenue from raw
        where ${SALE} and customer is not null and at >= '2011-01-01' and at < '2012-01-01'
        group by customer order by 2 desc, 1 limit 10`)
      const rows = await rowsOf('top 10 customers by revenue in 2011')
      expect(rows.map((row) => [row[0], rounded(row.at(-1))])).toEqual(
        raw.map(({ ref, revenue }) => [ref, rounded(revenue)]),
      )
    })

    test('“revenue by month” gives every month of the raw file', async () => {
      const raw = await shop.rows<{ month: string; revenue: number }>(`
        select to_char(first, 'YYYY-MM-01') as month, sum(net)::float8 as revenue from (
          select min(at) as first, sum(quantity * price) as net from raw where ${SALE} group by invoice
        ) as invoices group by 1 order by 1`)
      const rows = await rowsOf('revenue by month')
      expect(rows.map(([month, revenue]) => [month, rounded(revenue)])).toEqual(
        raw.map(({ month, revenue }) => [month, rounded(revenue)]),
      )
    })

    test('“how many customers bought more than once” gives the number of the raw file', async () => {
      const [raw] = await shop.rows<{ n: number }>(`
        select count(*)::int as n from (
          select customer from raw where ${SALE} and customer is not null group by customer having count(distinct invoice) > 1
        ) as repeat`)
      expect(await rowsOf('how many customers bought more than once')).toEqual([[raw?.n]])
    })
  })
})
