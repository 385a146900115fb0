import { cellText, normalizeName, parseMoney, parseWhole, shown } from '../../customers/normalize.ts'
import type { Layout } from '../detect.ts'
import { cellOf, orNull, textOf } from '../rows.ts'

/** Why a row is refused: the field at fault, what kind of fault it is, and the sentence. */
export interface Fault {
  readonly field: string
  readonly label: string
  readonly sentence: string
}

export interface OrderLine {
  readonly sku: string | null
  readonly productName: string | null
  readonly category: string | null
  readonly quantity: string
  readonly unitPrice: string
  readonly discount: string
  readonly refunded: string
}

export type LineResult =
  | { readonly kind: 'line'; readonly line: OrderLine; readonly negative: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault }

/** The refusal of a row. */
export function fault(
  field: string,
  label: string,
  sentence: string,
): { readonly kind: 'fault'; readonly fault: Fault } {
  return { kind: 'fault', fault: { field, label, sentence } }
}

const HIGHEST_PRICE = 9_999_999_999

/** Reads what a row says of its line: product, pieces, price, discount and what was given back. */
export function lineReader(layout: Layout, mapped: boolean): (cells: readonly string[]) => LineResult {
  const [sku, name, category] = [textOf(layout, 'sku'), textOf(layout, 'product_name'), textOf(layout, 'category')]
  const [quantity, price, total] = [
    cellOf(layout, 'quantity'),
    cellOf(layout, 'unit_price'),
    cellOf(layout, 'line_total'),
  ]
  const [discount, refunded] = [cellOf(layout, 'line_discount'), cellOf(layout, 'refunded_quantity')]
  const countsOne = !layout.positions.has('quantity')
  const byTotal = !layout.positions.has('unit_price')
  return (cells) => {
    const counted = countsOne ? '1' : parseWhole(quantity(cells))
    if (counted === null)
      return fault('quantity', 'unreadable quantity', `“${shown(quantity(cells))}” is not a whole number`)
    const negative = counted.startsWith('-')
    if (Number(counted) === 0) return fault('quantity', 'quantity 0', 'the quantity is 0; expected at least 1')
    if (negative && !mapped)
      return fault(
        'quantity',
        'negative quantity',
        `the quantity is ${counted}; write a return as refunded_quantity of the line that was returned`,
      )
    const pieces = negative ? counted.slice(1) : counted
    const priced = byTotal
      ? pricedByTotal(total(cells), pieces, negative)
      : pricedEach(price(cells), discount(cells), pieces)
    if ('fault' in priced) return { kind: 'fault', fault: priced.fault }
    const back = refunded(cells) === '' ? '0' : parseWhole(refunded(cells))
    if (back === null || Number(back) < 0 || Number(back) > Number(pieces)) {
      return fault(
        'refunded_quantity',
        'unreadable quantity',
        `“${shown(refunded(cells))}” is not a number from 0 to ${pieces}, the pieces bought`,
      )
    }
    const title = name(cells)
    const productName = title === '' ? null : normalizeName(title)
    const group = category(cells)
    return {
      kind: 'line',
      negative,
      line: {
        sku: orNull(sku(cells)) ?? productName,
        productName,
        category: group === '' ? null : normalizeName(group),
        quantity: pieces,
        ...priced,
        refunded: back,
      },
    }
  }
}

type Priced = { readonly unitPrice: string; readonly discount: string } | { readonly fault: Fault }

function pricedEach(priceCell: string, discountCell: string, pieces: string): Priced {
  const unitPrice = parseMoney(priceCell)
  if (unitPrice === null) return fault('unit_price', 'unreadable amount', amountSentence(priceCell))
  if (unitPrice.startsWith('-') && Number(unitPrice) !== 0)
    return fault('unit_price', 'negative price', `the price is ${unitPrice}; expected 0 or more`)
  if (Number(unitPrice) > HIGHEST_PRICE)
    return fault('unit_price', 'unreadable amount', `the price ${shown(unitPrice)} is over ${HIGHEST_PRICE}`)
  const discount = discountCell === '' ? '0' : parseMoney(discountCell)
  if (discount === null) return fault('line_discount', 'unreadable amount', amountSentence(discountCell))
  if (discount.startsWith('-') && Number(discount) !== 0)
    return fault('line_discount', 'negative discount', `the discount is ${discount}; expected 0 or more`)
  if (Number(discount) > Number(pieces) * Number(unitPrice) + 0.005)
    return fault(
      'line_discount',
      'discount over price',
      `the discount ${discount} is more than the ${pieces} × ${unitPrice} of the line`,
    )
  return { unitPrice: unitPrice.replace(/^-/u, ''), discount: discount.replace(/^-/u, '') }
}

function amountSentence(cell: string): string {
  const text = cellText(cell)
  return text === ''
    ? 'the amount is blank'
    : `“${shown(text)}” cannot be read as an amount with certainty; expected one such as 1234.50`
}

/** A line's total as a price and a discount that give exactly that total: 5.00 for 3 is 3 × 1.67 − 0.01. */
function pricedByTotal(totalCell: string, pieces: string, returned: boolean): Priced {
  const total = parseMoney(totalCell)
  if (total === null) return fault('line_total', 'unreadable amount', amountSentence(totalCell))
  if (total.startsWith('-') && !returned)
    return fault('line_total', 'negative price', `the line's total is ${total}; expected 0 or more`)
  const cents = Math.abs(Math.round(Number(total) * 100))
  if (cents > HIGHEST_PRICE)
    return fault('line_total', 'unreadable amount', `the amount ${shown(total)} is over ${HIGHEST_PRICE / 100}`)
  const each = Math.ceil(cents / Number(pieces))
  return { unitPrice: decimal(each), discount: decimal(each * Number(pieces) - cents) }
}

/** Cents as a decimal number. */
export function decimal(cents: number): string {
  return (cents / 100).toFixed(2)
}

type Doubt = readonly [field: string, label: string, sentence: string]

const NO_DOUBTS: readonly Doubt[] = []

export function lineDoubts(line: OrderLine): readonly Doubt[] {
  const isFree = Number(line.unitPrice) === 0
  if (!isFree && line.sku !== null) return NO_DOUBTS
  const doubts: Doubt[] = []
  if (isFree) doubts.push(['unit_price', 'price 0', 'the price is 0; the line is kept and adds nothing'])
  if (line.sku === null) doubts.push(['sku', 'no product', 'the line names no product'])
  return doubts
}
