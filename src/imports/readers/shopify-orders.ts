import {
  normalizeEmail,
  normalizeName,
  normalizePhone,
  parseMoney,
  parseWhole,
  shown,
} from '../../customers/normalize.ts'
import type { Layout } from '../detect.ts'
import type { Findings, RowReader } from '../findings.ts'
import { columnOf, fits, orNull, type Reading, rawOf, stampCell, textOf } from '../rows.ts'
import { decimal } from './order-line.ts'
import { headText, type OrderCounter, type OrderHead, otherCurrency, runningOrder } from './orders.ts'

interface Item {
  readonly cells: readonly string[]
  readonly line: number
  readonly sku: string
  readonly name: string | null
  readonly quantity: number
  readonly priceCents: number
  discountCents: number
  refunded: number
}

/** Why an order cannot be taken, and the column at fault. */
interface Fault {
  readonly column: string
  readonly label: string
  readonly sentence: string
}

const CANCELLED = new Set(['voided', 'expired'])
const KNOWN = new Set([
  'paid',
  'pending',
  'authorized',
  'partially_paid',
  'partially_refunded',
  'refunded',
  'voided',
  'expired',
  '',
])

/**
 * Reads Shopify's order export, in which a row is one line item and what belongs to the order stands on its first row
 * only. The order's discount is spread over its lines to the cent, so that they add up to its subtotal; a partial
 * refund is taken off the line it exactly pays for, and is only noted where no single line does.
 */
export function shopifyOrderReader(
  layout: Layout,
  reading: Reading,
  findings: Findings,
  counter: OrderCounter,
): RowReader {
  const name = textOf(layout, 'name')
  const field = (column: string) => textOf(layout, column)
  const writer = runningOrder(reading.file, counter)
  const headOf = headReader(layout, reading)
  const itemOf = itemReader(layout)
  const money = { subtotal: field('subtotal'), discount: field('discount amount'), refunded: field('refunded amount') }
  let waiting: { readonly cells: readonly string[]; readonly line: number }[] = []

  const refuse = (
    { column, label, sentence }: Fault,
    row: { readonly cells: readonly string[]; readonly line: number },
  ): string => {
    findings.refuse(row.line, columnOf(layout, column), label, sentence, row.cells)
    return ''
  }
  const finish = (): string => {
    const rows = waiting
    waiting = []
    const [first] = rows
    if (first === undefined) return ''
    const head = headOf(first.cells)
    if ('label' in head) return rows.map((row) => refuse(head, row)).join('')
    const items: Item[] = []
    for (const row of rows) {
      const item = itemOf(row.cells, row.line)
      if ('label' in item) refuse(item, row)
      else items.push(item)
    }
    spreadDiscount(items, cents(money.subtotal(first.cells)), cents(money.discount(first.cells)) ?? 0, (sentence) =>
      findings.doubt(first.line, columnOf(layout, 'subtotal'), 'order does not add up', sentence),
    )
    takeOffRefund(items, head.status, cents(money.refunded(first.cells)) ?? 0, (sentence) =>
      findings.doubt(first.line, columnOf(layout, 'refunded amount'), 'partial refund', sentence),
    )
    writer.begin()
    const start = { text: headText(head), refunded: head.status === 'refunded' }
    return items.map((item) => writer.add(item.line, orderLine(item), start).text).join('')
  }
  return {
    read(cells, line) {
      if (!fits(layout, cells, line, findings)) return ''
      if (name(cells) === '')
        return refuse({ column: 'name', label: 'no reference', sentence: 'the order has no Name' }, { cells, line })
      const goesOn = waiting[0] !== undefined && name(waiting[0].cells) === name(cells)
      const done = goesOn ? '' : finish()
      waiting.push({ cells, line })
      return done
    },
    end: finish,
  }
}

function orderLine(item: Item) {
  return {
    ...{ sku: item.sku, productName: item.name, category: null, quantity: String(item.quantity) },
    ...{ unitPrice: decimal(item.priceCents), discount: decimal(item.discountCents), refunded: String(item.refunded) },
  }
}

/** Cents of an amount; null where there is none to be read. */
function cents(cell: string): number | null {
  const amount = cell === '' ? null : parseMoney(cell)
  return amount === null ? null : Math.round(Number(amount) * 100)
}

function headReader(layout: Layout, reading: Reading): (cells: readonly string[]) => OrderHead | Fault {
  const field = (column: string) => textOf(layout, column)
  const [ref, created, status, currency] = [
    field('name'),
    field('created at'),
    field('financial status'),
    field('currency'),
  ]
  const [cancelled, source, location, shipping, taxes] = [
    field('cancelled at'),
    field('source'),
    field('location'),
    field('shipping'),
    field('taxes'),
  ]
  const person = personReader(layout, reading)
  const raw = rawOf(layout)
  return (cells) => {
    if (created(cells) === '')
      return {
        column: 'created at',
        label: 'order without its first row',
        sentence: 'the order’s first row, which has its date and buyer, does not stand directly above',
      }
    const at = stampCell(created(cells), reading.dayOrder('created at'))
    if (at.fault !== undefined) return { column: 'created at', label: 'unreadable date', sentence: at.fault }
    const code = currency(cells).toUpperCase() || reading.currency
    if (code !== reading.currency)
      return { column: 'currency', label: 'another currency', sentence: otherCurrency(code, reading.currency) }
    const word = status(cells).toLowerCase().replace(/\s+/gu, '_')
    if (!KNOWN.has(word))
      return {
        column: 'financial status',
        label: 'unknown status',
        sentence: `“${shown(status(cells))}” is not a financial status of Shopify`,
      }
    const isStore = /pos/iu.test(source(cells)) || (location(cells) !== '' && source(cells) === '')
    return {
      ...{ system: 'shopify', ref: ref(cells), orderedAt: at.text ?? '', customerRef: null, ...person(cells) },
      ...{ store: isStore ? orNull(normalizeName(location(cells))) : null, channel: isStore ? 'store' : 'online' },
      status:
        cancelled(cells) !== '' || CANCELLED.has(word) ? 'cancelled' : word === 'refunded' ? 'refunded' : 'completed',
      ...{ currency: code, shipping: parseMoney(shipping(cells)), tax: parseMoney(taxes(cells)), raw: raw(cells) },
    }
  }
}

function personReader(layout: Layout, reading: Reading) {
  const field = (column: string) => textOf(layout, column)
  const [name, email, phone, billingPhone] = [
    field('billing name'),
    field('email'),
    field('phone'),
    field('billing phone'),
  ]
  const [city, region, zip, country] = [
    field('billing city'),
    field('billing province'),
    field('billing zip'),
    field('billing country'),
  ]
  return (cells: readonly string[]) => {
    const mail = normalizeEmail(email(cells))
    const number = normalizePhone(phone(cells) || billingPhone(cells), reading.country)
    return {
      ...{
        name: orNull(normalizeName(name(cells))),
        email: mail?.valid ? mail.normalized : null,
        phone: number?.valid ? number.normalized : null,
      },
      ...{
        city: orNull(city(cells)),
        region: orNull(region(cells)),
        postalCode: orNull(zip(cells)),
        country: orNull(country(cells)),
      },
    }
  }
}

function itemReader(layout: Layout): (cells: readonly string[], line: number) => Item | Fault {
  const field = (column: string) => textOf(layout, column)
  const [quantity, name, price, sku, discount] = ['quantity', 'name', 'price', 'sku', 'discount'].map((part) =>
    field(`lineitem ${part}`),
  )
  return (cells, line) => {
    const pieces = parseWhole(quantity?.(cells) ?? '')
    if (pieces === null || Number(pieces) < 1)
      return {
        column: 'lineitem quantity',
        label: 'unreadable quantity',
        sentence: `“${shown(quantity?.(cells) ?? '')}” is not a whole number above 0`,
      }
    const priceCents = cents(price?.(cells) ?? '')
    if (priceCents === null || priceCents < 0)
      return {
        column: 'lineitem price',
        label: 'unreadable amount',
        sentence: `“${shown(price?.(cells) ?? '')}” is not an amount of 0 or more`,
      }
    const title = orNull(normalizeName(name?.(cells) ?? ''))
    const code = orNull(sku?.(cells) ?? '') ?? title
    if (code === null) return { column: 'lineitem name', label: 'no product', sentence: 'the line names no product' }
    const off = Math.min(Math.max(cents(discount?.(cells) ?? '') ?? 0, 0), priceCents * Number(pieces))
    return {
      cells,
      line,
      sku: code,
      name: title,
      quantity: Number(pieces),
      priceCents,
      discountCents: off,
      refunded: 0,
    }
  }
}

function netCents(item: Item): number {
  return item.priceCents * item.quantity - item.discountCents
}

/**
 * Spreads the order's discount over its lines in proportion to what they cost, to the cent.
 *
 * The subtotal decides how much is left to spread: exports differ in whether the discount of the order contains those
 * of its lines, and a discount on shipping touches no line.
 */
export function spreadDiscount(
  items: readonly Item[],
  subtotal: number | null,
  discount: number,
  doubt: (sentence: string) => void,
): void {
  const total = items.reduce((sum, item) => sum + netCents(item), 0)
  const left = subtotal === null ? Math.min(discount, total) : total - subtotal
  if (left === 0 || total === 0) return
  if (left < 0 || left > discount) {
    doubt(
      `the lines come to ${decimal(total)} less a discount of ${decimal(discount)}, the subtotal says ${decimal(subtotal ?? 0)}; the lines count`,
    )
    spread(items, Math.min(discount, total), total)
    return
  }
  spread(items, left, total)
}

/** Largest remainders: every line gets its share rounded down, and the cents left over go where most was cut off. */
function spread(items: readonly Item[], left: number, total: number): void {
  const shares = items.map((item) => ({ item, exact: (netCents(item) * left) / total }))
  let rest = left
  for (const share of shares) rest -= Math.floor(share.exact)
  const byRemainder = shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1) || a.item.line - b.item.line)
  for (const [place, { item, exact }] of byRemainder.entries())
    item.discountCents += Math.floor(exact) + (place < rest ? 1 : 0)
}

function takeOffRefund(
  items: readonly Item[],
  status: OrderHead['status'],
  refunded: number,
  doubt: (sentence: string) => void,
): void {
  if (refunded === 0 || status === 'cancelled') return
  if (status === 'refunded') return
  const whole = items.filter((item) => netCents(item) === refunded)
  const single = items.filter((item) => item.quantity > 1 && netCents(item) === refunded * item.quantity)
  const [fit] = [...whole, ...single]
  if (fit !== undefined && whole.length + single.length === 1) {
    fit.refunded = netCents(fit) === refunded ? fit.quantity : 1
    return
  }
  doubt(`${decimal(refunded)} was refunded, and it is not certain for which line; the order counts in full`)
}
