import { normalizeEmail, normalizeName, normalizePhone, parseMoney, shown } from '../../customers/normalize.ts'
import type { Layout } from '../detect.ts'
import type { Findings, RowReader } from '../findings.ts'
import {
  type Cell,
  cellOf,
  columnOf,
  copyCell,
  copyRow,
  fits,
  orNull,
  type Reading,
  rawOf,
  stampCell,
  textOf,
} from '../rows.ts'
import { type Fault, fault, lineDoubts, lineReader, type OrderLine } from './order-line.ts'

/**
 * The columns of the staging table for orders. A row is a line; what belongs to the whole order stands on its first
 * line only (line_no = 1), so that ten million lines do not carry their order's date and store.
 */
export const ORDER_STAGING = [
  'file smallint',
  'line bigint',
  'seq int',
  'line_no int',
  'sku text',
  'product_name text',
  'category text',
  'quantity int',
  'unit_price numeric',
  'discount numeric',
  'refunded_quantity int',
  'system text',
  'ref text',
  'ordered_at timestamptz',
  'customer_ref text',
  'customer_name text',
  'email text',
  'phone text',
  'city text',
  'region text',
  'postal_code text',
  'country text',
  'store text',
  'channel text',
  'status text',
  'currency text',
  'shipping numeric',
  'tax numeric',
  'raw jsonb',
] as const

/** Where a line's own columns end and the order's begin. */
const HEAD_WIDTH = ORDER_STAGING.length - ORDER_STAGING.indexOf('system text')
export const NO_HEAD = '\t\\N'.repeat(HEAD_WIDTH)

/** Numbers the orders of one run; several files share it. */
export interface OrderCounter {
  next(): number
}

interface Head {
  readonly text: string
  readonly cancelled: boolean
  readonly refunded: boolean
}

type HeadResult = { readonly kind: 'head'; readonly head: Head } | { readonly kind: 'fault'; readonly fault: Fault }

/**
 * Reads orders of which each row is one line. Rows of one order follow each other; where they do not, the parts are
 * put together again in the database.
 *
 * In a file read by `--map`, an order whose number begins with C and a digit, or whose quantities are negative, is a
 * cancellation: it is kept as a cancelled order with positive quantities. It is not taken off an earlier order, because
 * such files do not say which one is meant.
 */
export function orderReader(layout: Layout, reading: Reading, findings: Findings, counter: OrderCounter): RowReader {
  const isOwn = layout.format.columns.get('order_ref') === 'order_ref' && layout.positions.has('refunded_quantity')
  const ref = textOf(layout, 'order_ref')
  const headOf = headReader(layout, reading, !isOwn)
  const lineOf = lineReader(layout, !isOwn)
  const differs = headComparer(layout)
  const order = runningOrder(reading.file, counter)
  let first: readonly string[] = []
  let current = ''
  let head: HeadResult | null = null
  return {
    read(cells, line) {
      if (!fits(layout, cells, line, findings)) return ''
      const thisRef = ref(cells)
      const parsed = lineOf(cells)
      const refuse = ({ field, label, sentence }: Fault): string => {
        findings.refuse(line, columnOf(layout, field), label, sentence, cells)
        return ''
      }
      if (head === null || thisRef !== current) {
        current = thisRef
        first = cells
        head = headOf(cells, thisRef, parsed.kind === 'line' && parsed.negative)
        order.begin()
      } else if (first !== cells) {
        const column = differs(first, cells)
        if (column !== null)
          findings.doubt(
            line,
            column,
            'order data differ',
            `the order's first line says something else in ${column}; the first line counts`,
          )
      }
      if (head.kind === 'fault') return refuse(head.fault)
      if (parsed.kind === 'fault') return refuse(parsed.fault)
      if (parsed.negative && !head.head.cancelled) return refuse(RETURN_WITHIN)
      for (const [field, label, sentence] of lineDoubts(parsed.line))
        findings.doubt(line, columnOf(layout, field), label, sentence)
      const { text, repeated } = order.add(line, parsed.line, head.head)
      if (repeated)
        findings.doubt(
          line,
          columnOf(layout, 'sku'),
          'line stands twice',
          'the order has this very line already; both are kept',
        )
      return text
    },
    end: () => '',
  }
}

const RETURN_WITHIN: Fault = {
  field: 'quantity',
  label: 'return within an order',
  sentence:
    'a negative quantity in an order with positive ones; write a return as refunded_quantity of the line that was returned',
}

/** Writes the lines of one order after the other, and notices a line that stands twice in it. */
export function runningOrder(file: number, counter: OrderCounter) {
  let seq = 0
  let count = 0
  let first = ''
  const seen = new Set<string>()
  return {
    begin(): void {
      seq = counter.next()
      count = 0
      if (seen.size > 0) seen.clear()
    },
    add(
      line: number,
      item: OrderLine,
      head: { readonly text: string; readonly refunded: boolean },
    ): { readonly text: string; readonly repeated: boolean } {
      count += 1
      const refunded = head.refunded ? item.quantity : item.refunded
      const words = `${copyCell(item.sku)}\t${copyCell(item.productName)}\t${copyCell(item.category)}`
      const content = `${words}\t${item.quantity}\t${item.unitPrice}\t${item.discount}\t${refunded}`
      const repeated = count > 1 && (content === first || seen.has(content))
      if (count === 1) first = content
      else seen.add(content)
      return { text: `${file}\t${line}\t${seq}\t${count}\t${content}${count === 1 ? head.text : NO_HEAD}\n`, repeated }
    },
  }
}

const STATUSES: ReadonlyMap<string, 'completed' | 'cancelled' | 'refunded'> = new Map([
  ...[
    '',
    'completed',
    'complete',
    'paid',
    'fulfilled',
    'shipped',
    'delivered',
    'closed',
    'processing',
    'open',
    'done',
    'sale',
    'wc-completed',
    'wc-processing',
  ].map((word) => [word, 'completed'] as const),
  ...['partially_refunded', 'partially refunded', 'partially_paid', 'partially paid', 'authorized'].map(
    (word) => [word, 'completed'] as const,
  ),
  ...['cancelled', 'canceled', 'void', 'voided', 'failed', 'expired', 'abandoned', 'wc-cancelled', 'wc-failed'].map(
    (word) => [word, 'cancelled'] as const,
  ),
  ...['refunded', 'returned', 'wc-refunded'].map((word) => [word, 'refunded'] as const),
])

const CHANNELS: ReadonlyMap<string, 'store' | 'online'> = new Map([
  ...['store', 'in-store', 'in store', 'instore', 'shop', 'pos', 'retail', 'till'].map(
    (word) => [word, 'store'] as const,
  ),
  ...['online', 'web', 'website', 'webshop', 'ecommerce', 'e-commerce', 'internet', 'app'].map(
    (word) => [word, 'online'] as const,
  ),
])

type HeadReader = (cells: readonly string[], ref: string, negative: boolean) => HeadResult

function headReader(layout: Layout, reading: Reading, mapped: boolean): HeadReader {
  const text = (field: string): Cell => textOf(layout, field)
  const cells = {
    ...{
      orderedAt: cellOf(layout, 'ordered_at'),
      customer: text('customer_ref'),
      store: text('store'),
      channel: text('channel'),
    },
    ...{ status: text('status'), currency: text('currency'), shipping: text('shipping'), tax: text('tax') },
  }
  const person = personReader(layout, reading)
  const raw = rawOf(layout)
  const order = reading.dayOrder('ordered_at')
  return (row, ref, negative) => {
    if (ref === '') return fault('order_ref', 'no reference', 'the order reference is blank')
    const at = stampCell(cells.orderedAt(row), order)
    if (at.fault !== undefined) return fault('ordered_at', 'unreadable date', at.fault)
    if (at.text === null)
      return fault('ordered_at', 'unreadable date', 'the date is blank; expected a date such as 2026-11-16T14:30:00')
    const currency = cells.currency(row).toUpperCase() || reading.currency
    if (currency !== reading.currency)
      return fault('currency', 'another currency', otherCurrency(currency, reading.currency))
    const status = STATUSES.get(cells.status(row).toLowerCase())
    if (status === undefined)
      return fault(
        'status',
        'unknown status',
        `“${shown(cells.status(row))}” is not a status; expected completed, cancelled or refunded`,
      )
    const store = cells.store(row)
    const channel = channelOf(cells.channel(row), store)
    if (channel === undefined)
      return fault(
        'channel',
        'unknown channel',
        `“${shown(cells.channel(row))}” is not a channel; expected store or online`,
      )
    const [shipping, tax] = [amount(cells.shipping(row)), amount(cells.tax(row))]
    if (shipping === undefined)
      return fault('shipping', 'unreadable amount', `“${shown(cells.shipping(row))}” is not an amount`)
    if (tax === undefined) return fault('tax', 'unreadable amount', `“${shown(cells.tax(row))}” is not an amount`)
    const cancelled = status === 'cancelled' || (mapped && (negative || /^C\d/iu.test(ref)))
    const head = {
      ...{
        system: layout.format.system,
        ref,
        orderedAt: at.text,
        customerRef: orNull(cells.customer(row)),
        ...person(row),
      },
      ...{
        store: orNull(normalizeName(store)),
        channel,
        status: cancelled ? ('cancelled' as const) : status,
        currency,
        shipping,
        tax,
        raw: raw(row),
      },
    }
    return { kind: 'head', head: { text: headText(head), cancelled, refunded: status === 'refunded' } }
  }
}

/** What stands once for an order, on its first line. */
export interface OrderHead extends Person {
  readonly system: string
  readonly ref: string
  readonly orderedAt: string
  readonly customerRef: string | null
  readonly store: string | null
  readonly channel: 'store' | 'online'
  readonly status: 'completed' | 'cancelled' | 'refunded'
  readonly currency: string
  readonly shipping: string | null
  readonly tax: string | null
  readonly raw: string | null
}

/** Who an order says that its buyer is, where it says more than a reference. */
export interface Person {
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postalCode: string | null
  readonly country: string | null
}

/** The order's half of a staging row, with the tab before it. */
export function headText(head: OrderHead): string {
  const row = copyRow([
    ...[head.system, head.ref, head.orderedAt, head.customerRef, head.name, head.email, head.phone],
    ...[head.city, head.region, head.postalCode, head.country],
    ...[head.store, head.channel, head.status, head.currency, head.shipping, head.tax, head.raw],
  ])
  return `\t${row.slice(0, -1)}`
}

const NOBODY: Person = {
  name: null,
  email: null,
  phone: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
}

function personReader(layout: Layout, reading: Reading): (cells: readonly string[]) => Person {
  const fields = [
    'customer_name',
    'customer_email',
    'customer_phone',
    'city',
    'region',
    'postal_code',
    'country',
  ] as const
  if (!fields.some((field) => layout.positions.has(field))) return () => NOBODY
  const [name, email, phone, city, region, postalCode, country] = fields.map((field) => textOf(layout, field)) as [
    Cell,
    Cell,
    Cell,
    Cell,
    Cell,
    Cell,
    Cell,
  ]
  return (row) => {
    const mail = normalizeEmail(email(row))
    const number = normalizePhone(phone(row), reading.country)
    return {
      ...{
        name: orNull(normalizeName(name(row))),
        email: mail?.valid ? mail.normalized : null,
        phone: number?.valid ? number.normalized : null,
      },
      ...{
        city: orNull(normalizeName(city(row))),
        region: orNull(region(row)),
        postalCode: orNull(postalCode(row)),
        country: orNull(country(row)),
      },
    }
  }
}

function channelOf(word: string, store: string): 'store' | 'online' | undefined {
  return word === '' ? (store === '' ? 'online' : 'store') : CHANNELS.get(word.toLowerCase())
}

export function otherCurrency(found: string, shop: string): string {
  return `the line is in ${shown(found)} and the shop's currency is ${shop}; amounts in two currencies cannot be added up`
}

/** An amount, null for a blank, undefined where it cannot be read. */
function amount(cell: string): string | null | undefined {
  return cell === '' ? null : (parseMoney(cell) ?? undefined)
}

/** Fields of the order that should be the same on each of its lines. */
function headComparer(layout: Layout): (first: readonly string[], cells: readonly string[]) => string | null {
  const fields = ['ordered_at', 'customer_ref', 'store', 'channel', 'status', 'currency']
  const places = fields.flatMap((field) => layout.positions.get(field) ?? [])
  return (first, cells) => {
    for (const place of places) if (first[place] !== cells[place]) return layout.header[place] ?? ''
    return null
  }
}
