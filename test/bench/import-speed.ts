import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Context } from '../../src/context.ts'
import { importFiles } from '../../src/imports/imports.ts'
import { timed } from './measure.ts'

/** How long it took, in seconds; `again` is the same files once more, which changes nothing. */
export interface ImportSpeed {
  readonly lines: number
  readonly customers: number
  readonly seconds: number
  readonly again: number
  readonly refused: number
}

/** Writes a sample shop's customers and order lines as CSV files and imports them into an empty shop. */
export async function importSpeed(from: Context, into: Context, folder: string, most: number): Promise<ImportSpeed> {
  mkdirSync(folder)
  const people = await writeCsv(join(folder, 'customers.csv'), customersHeader, await customers(from))
  const lines = await writeCsv(join(folder, 'orders.csv'), ordersHeader, await orderLines(from, most))
  const first = await timed(() => importFiles(into, [folder]))
  const again = await timed(() => importFiles(into, [folder]))
  const refused = first.value.entities.reduce((sum, entity) => sum + entity.refused, 0)
  return { lines, customers: people, seconds: first.ms / 1000, again: again.ms / 1000, refused }
}

const customersHeader =
  'customer_ref,given_name,family_name,email,phone,address1,city,region,postal_code,country,created_at'
const ordersHeader =
  'order_ref,ordered_at,customer_ref,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity'

async function customers({ db }: Context): Promise<readonly string[]> {
  const point = (kind: string) =>
    sql`(select raw from contact_points p where p.customer_id = c.id and p.kind = ${kind} order by p.id limit 1)`
  const cells = [
    ...[sql`c.ref`, sql`c.given_name`, sql`c.family_name`, point('email'), point('phone'), point('address')],
    ...[sql`c.city`, sql`c.region`, sql`c.postal_code`, sql`c.country`, sql`c.created_at`],
  ]
  const { rows } = await sql<{ line: string }>`select ${csvLine(cells)} as line from customers c order by c.id`.execute(
    db,
  )
  return rows.map(({ line }) => line)
}

async function orderLines({ db }: Context, most: number): Promise<readonly string[]> {
  const cells = [
    ...[sql`o.ref`, sql`o.ordered_at`, sql`c.ref`, sql`o.channel`, sql`o.status`, sql`o.currency`, sql`p.sku`],
    ...[sql`l.quantity`, sql`l.unit_price`, sql`l.discount`, sql`l.refunded_quantity`],
  ]
  const { rows } = await sql<{ line: string }>`
    select ${csvLine(cells)} as line
    from order_lines l
    join orders o on o.id = l.order_id
    join products p on p.id = l.product_id
    left join customers c on c.id = o.customer_id
    order by l.order_id, l.line_no
    limit ${most}`.execute(db)
  return rows.map(({ line }) => line)
}

/** Every cell quoted; a missing one is empty. */
function csvLine(cells: readonly ReturnType<typeof sql>[]) {
  const quoted = cells.map((cell) => sql`'"' || replace(coalesce((${cell})::text, ''), '"', '""') || '"'`)
  return sql`concat_ws(',', ${sql.join(quoted)})`
}

async function writeCsv(path: string, header: string, lines: readonly string[]): Promise<number> {
  writeFileSync(path, `${[header, ...lines].join('\n')}\n`)
  return lines.length
}
