import { dayNumber } from '../../src/sample/calendar.ts'
import type { SampleFile, SampleFileName } from '../../src/sample/rows.ts'

/** One row by column name. */
export type Row = Readonly<Record<string, string>>

export function rowsOf(files: readonly SampleFile[], name: SampleFileName): readonly Row[] {
  const file = files.find((one) => one.name === name)
  if (file === undefined) throw new Error(`There is no file ${name}.`)
  return [...file.rows].map((cells) => Object.fromEntries(file.columns.map((column, at) => [column, cells[at] ?? ''])))
}

/** An order that counts: not cancelled, something kept. */
export interface Sale {
  readonly customer: string
  readonly day: number
  /** Cents. */
  readonly net: number
}

export function salesOf(lines: readonly Row[]): readonly Sale[] {
  const orders = new Map<string, { customer: string; day: number; net: number; kept: number }>()
  for (const line of lines) {
    if (line.status === 'cancelled') continue
    const ref = line.order_ref ?? ''
    const order = orders.get(ref) ?? {
      customer: line.customer_ref ?? '',
      day: dayOf(line.ordered_at),
      net: 0,
      kept: 0,
    }
    const quantity = Number(line.quantity)
    const kept = quantity - Number(line.refunded_quantity)
    order.net += 100 * (kept * Number(line.unit_price) - (Number(line.line_discount) * kept) / quantity)
    order.kept += kept
    orders.set(ref, order)
  }
  return [...orders.values()].filter((order) => order.kept > 0)
}

export function dayOf(stamp: string | undefined): number {
  return dayNumber((stamp ?? '').slice(0, 10))
}

/** What the words of the glossary say about one buyer, computed the plain way. */
export interface Buyer {
  readonly orders: number
  readonly spend: number
  readonly lastDay: number
  readonly silence: number
  readonly gap: number
  readonly top: boolean
}

export function buyersOf(sales: readonly Sale[], today: number): ReadonlyMap<string, Buyer> {
  const byCustomer = grouped(
    sales.filter((sale) => sale.customer !== ''),
    (sale) => sale.customer,
  )
  const spends = [...byCustomer.values()].map(spendOf).sort((left, right) => right - left)
  const threshold = spends[Math.ceil(spends.length * 0.2) - 1] ?? 0
  return new Map([...byCustomer].map(([ref, own]) => [ref, buyer(own, today, threshold)]))
}

function buyer(sales: readonly Sale[], today: number, threshold: number): Buyer {
  const days = [...new Set(sales.map((sale) => sale.day))].sort((left, right) => left - right)
  const first = days[0] ?? 0
  const lastDay = days.at(-1) ?? 0
  const gap = days.length >= 3 ? Math.max(14, (lastDay - first) / (days.length - 1)) : 90
  const spend = spendOf(sales)
  return { orders: sales.length, spend, lastDay, silence: today - lastDay, gap, top: spend >= threshold }
}

const spendOf = (sales: readonly Sale[]): number => sales.reduce((sum, sale) => sum + sale.net, 0)

export const isLapsed = ({ silence, gap }: Buyer): boolean => silence > 2 * gap
export const isDue = ({ silence, gap }: Buyer): boolean => silence > gap && silence <= 2 * gap

/** The elements of a list by what they have in common, in the order in which each was first met. */
export function grouped<T, K>(list: Iterable<T>, key: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) {
    const group = groups.get(key(one))
    if (group === undefined) groups.set(key(one), [one])
    else group.push(one)
  }
  return groups
}
