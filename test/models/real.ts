import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { ValueHistory } from '../../src/models/gamma-gamma.ts'
import type { WatchedHistory } from '../../src/models/hold-out.ts'

/** A customer of a real shop: what was known on a day, and what came after it. */
export interface RealCustomer extends WatchedHistory {
  /** Mean value of the repeat purchase days; 0 without. */
  readonly meanValue: number
  readonly laterSpend: number
}

const folder = process.env.REGULARS_TEST_DATA

/** Whether the real shops are there to measure with. */
export const hasRealShops = folder !== undefined && existsSync(join(folder, 'data/cdnow'))
export const whyNot = 'left out: REGULARS_TEST_DATA names no folder with data/cdnow'

/**
 * The tenth of CDNOW's customers that the papers fit, looked at from the end of September 1997; their weeks rounded to
 * two digits, as in the table that every package fits.
 */
export function cdnowSample(): readonly RealCustomer[] {
  const customers = customersOf(cdnowDays('CDNOW_sample.txt', [1, 2, 4]), '1997-09-30')
  const [, ...lines] = textOf('data/cdnow/cdnow_customers_summary.csv').trim().split('\n')
  return lines.map((line, at) => {
    const [, repeats = 0, recencyWeeks = 0, ageWeeks = 0] = line.split(',').map(Number)
    const customer = customers[at]
    if (customer?.repeats !== repeats) throw new Error(`customer ${at + 1} of CDNOW is not the same in both files`)
    return { ...customer, recencyWeeks, ageWeeks }
  })
}

/** All of CDNOW's customers. */
export const cdnowMaster = (cut: string) => customersOf(cdnowDays('CDNOW_master.txt', [0, 1, 3]), cut)

/** UCI Online Retail by customer id, from the lines with pieces and a price: without what was cancelled or given away. */
export const onlineRetail = (cut: string) => customersOf(retailDays(), cut)

export const valuesOf = (customers: readonly RealCustomer[]): readonly ValueHistory[] =>
  customers.flatMap(({ repeats, meanValue }) => (meanValue > 0 ? [{ purchases: repeats, meanValue }] : []))

/** customer → day → spend */
type Days = Map<string, Map<string, number>>

function cdnowDays(file: string, [customer, date, dollars]: readonly [number, number, number]): Days {
  const days: Days = new Map()
  for (const line of textOf(`data/cdnow/${file}`).split('\n')) {
    const cells = line.trim().split(/\s+/)
    const day = cells[date] ?? ''
    if (/^\d{8}$/.test(day)) add(days, cells[customer] ?? '', isoDay(day), Number(cells[dollars]))
  }
  return days
}

function retailDays(): Days {
  const days: Days = new Map()
  const lines: readonly Record<string, string>[] = parse(textOf('data/online_retail/online_retail_uci352.csv.gz'), {
    columns: true,
  })
  for (const { CustomerID = '', InvoiceDate = '', Quantity, UnitPrice } of lines)
    if (CustomerID !== '' && Number(Quantity) > 0 && Number(UnitPrice) > 0)
      add(days, CustomerID, InvoiceDate.slice(0, 10), Number(Quantity) * Number(UnitPrice))
  return days
}

function textOf(path: string): string {
  const bytes = readFileSync(join(folder ?? '', path))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

const isoDay = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`

function add(days: Days, customer: string, day: string, spend: number): void {
  const known = days.get(customer) ?? new Map<string, number>()
  days.set(customer, known.set(day, (known.get(day) ?? 0) + spend))
}

const weeksBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / (7 * 86_400_000)

function customersOf(days: Days, cut: string): readonly RealCustomer[] {
  return [...days.values()].flatMap((spends) => {
    const all = [...spends].sort(([one], [other]) => (one < other ? -1 : 1))
    const [before, after] = [all.filter(([day]) => day <= cut), all.filter(([day]) => day > cut)]
    const [first, last] = [before[0]?.[0], before.at(-1)?.[0]]
    if (first === undefined || last === undefined) return []
    const repeats = before.length - 1
    return {
      repeats,
      recencyWeeks: weeksBetween(first, last),
      ageWeeks: weeksBetween(first, cut),
      customers: 1,
      later: after.length,
      meanValue: total(before.slice(1)) / Math.max(repeats, 1),
      laterSpend: total(after),
    }
  })
}

const total = (spends: readonly (readonly [string, number])[]): number =>
  spends.reduce((sum, [, spend]) => sum + spend, 0)
