import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { ENTITIES, type Entity } from './fields.ts'
import type { Findings, RowReader } from './findings.ts'
import { CUSTOMER_STAGING, customerReader } from './readers/customers.ts'
import { ORDER_STAGING, type OrderCounter, orderReader } from './readers/orders.ts'
import { plainReader, plainStaging } from './readers/others.ts'
import { shopifyOrderReader } from './readers/shopify-orders.ts'
import type { Reading } from './rows.ts'
import type { Source } from './source.ts'

/**
 * Makes one temporary table for each kind of record, empty. They belong to the transaction: nothing of an import that
 * is interrupted stays, not even these.
 */
export async function createStaging(tx: Kysely<Database>): Promise<void> {
  for (const entity of ENTITIES) {
    const columns = stagingColumns(entity).join(', ')
    await sql`create temp table ${sql.table(`in_${entity}`)} (${sql.raw(columns)}) on commit drop`.execute(tx)
  }
}

function stagingColumns(entity: Entity): readonly string[] {
  switch (entity) {
    case 'customers':
      return CUSTOMER_STAGING
    case 'orders':
      return ORDER_STAGING
    default:
      return plainStaging(entity)
  }
}

/** The statement that a source's rows are sent with. */
export function copyStatement(source: Source): string {
  const { entity } = source.layout.format
  return `copy in_${entity} (${stagingColumns(entity)
    .map((column) => column.slice(0, column.indexOf(' ')))
    .join(', ')}) from stdin`
}

export function readerOf(source: Source, reading: Reading, findings: Findings, counter: OrderCounter): RowReader {
  const { layout } = source
  const { entity, layout: arrangement } = layout.format
  if (arrangement === 'shopify-orders') return shopifyOrderReader(layout, reading, findings, counter)
  switch (entity) {
    case 'customers':
      return customerReader(layout, reading, findings)
    case 'orders':
      return orderReader(layout, reading, findings, counter)
    default:
      return plainReader(entity, layout, reading, findings)
  }
}

/** Rows as COPY text, batch by batch; `onRows` hears how many rows and bytes have passed. */
export async function* stagedText(
  source: Source,
  reader: RowReader,
  onRows: (rows: number, bytes: number) => void,
): AsyncGenerator<string> {
  let bytes = 0
  const batches = source.batches((more) => {
    bytes += more
  })
  for await (const { rows, lines } of batches) {
    let text = ''
    for (const [place, row] of rows.entries()) text += reader.read(row, lines[place] ?? 0)
    if (text !== '') yield text
    onRows(rows.length, bytes)
    bytes = 0
  }
  const rest = reader.end()
  if (rest !== '') yield rest
}
