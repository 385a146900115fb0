import { describe, expect, test } from 'vitest'
import { dayNumber } from '../../src/sample/calendar.ts'
import { openShop } from '../../src/sample/opening.ts'
import { type SampleFile, sampleFiles } from '../../src/sample/rows.ts'
import type { SampleOptions } from '../../src/sample/world.ts'
import { buyersOf, dayOf, grouped, isDue, isLapsed, type Row, rowsOf, salesOf } from './figures.ts'

const TODAY = '2026-03-19'

function shop(options: Partial<SampleOptions> = {}): readonly SampleFile[] {
  return sampleFiles(openShop({ today: TODAY, ...options }), 'USD')
}

const text = (files: readonly SampleFile[]): string =>
  JSON.stringify(files.map(({ name, columns, rows }) => [name, columns, [...rows]]))

const files = shop()
const customers = rowsOf(files, 'customers')
const lines = rowsOf(files, 'orders')
const interactions = rowsOf(files, 'interactions')
const notes = rowsOf(files, 'notes')
const campaigns = rowsOf(files, 'campaigns')
const recipients = rowsOf(files, 'campaign_recipients')
const sales = salesOf(lines)
const today = dayNumber(TODAY)

const count = <T>(list: Iterable<T>, test: (one: T) => boolean): number => [...list].filter(test).length

describe('the same shop again', () => {
  test('one seed and one day give the same rows, however often they are made', () => {
    const again = shop({ customers: 200 })
    expect(text(again)).toBe(text(shop({ customers: 200 })))
    expect(text(again)).toBe(text(again))
  })

  test('another seed gives other people and other purchases', () => {
    const other = shop({ seed: 99 })
    expect(rowsOf(other, 'customers').at(-1)).not.toEqual(customers.at(-1))
    expect(rowsOf(other, 'orders')).not.toEqual(lines)
  })

  test('what a customer bought does not depend on how the files are read', () => {
    const [line] = lines.filter((row) => row.customer_ref === 'R10777')
    expect(line).toBeDefined()
    const reread = rowsOf(shop(), 'orders').find((row) => row.customer_ref === 'R10777')
    expect(reread).toEqual(line)
  })

  test('the cast stays the same with any seed', () => {
    const other = rowsOf(shop({ seed: 99 }), 'customers')
    expect(other.slice(0, 20).map((row) => row.family_name)).toEqual(
      customers.slice(0, 20).map((row) => row.family_name),
    )
  })
})

describe('what the files promise', () => {
  test('every reference leads somewhere', () => {
    const refs = new Set(customers.map((row) => row.customer_ref))
    const orders = new Set(lines.map((row) => row.order_ref))
    const staff = new Set(rowsOf(files, 'staff').map((row) => row.staff_email))
    const stores = new Set(rowsOf(files, 'stores').map((row) => row.store))
    const skus = new Set(rowsOf(files, 'products').map((row) => row.sku))
    const names = new Set(campaigns.map((row) => row.campaign_ref))
    expectAll(customers, 'referred_by', refs)
    expectAll(customers, 'owner_email', staff)
    expectAll(customers, 'store', stores)
    expectAll(lines, 'customer_ref', refs)
    expectAll(lines, 'store', stores)
    expectAll(lines, 'sku', skus)
    expectAll(interactions, 'customer_ref', refs)
    expectAll(interactions, 'staff_email', staff)
    expectAll(interactions, 'order_ref', orders)
    expectAll(notes, 'customer_ref', refs)
    expectAll(notes, 'author_email', staff)
    expectAll(recipients, 'campaign_ref', names)
    expectAll(recipients, 'customer_ref', refs)
  })

  test('numbers of customers, and of orders and their day, are nobody else’s', () => {
    expect(new Set(customers.map((row) => row.customer_ref)).size).toBe(1200)
    const heads = new Set(lines.map((row) => `${row.order_ref} ${row.ordered_at} ${row.customer_ref}`))
    expect(heads.size).toBe(new Set(lines.map((row) => row.order_ref)).size)
    expect(new Set(recipients.map((row) => `${row.campaign_ref} ${row.customer_ref}`)).size).toBe(recipients.length)
  })

  test.each([
    '2026-03-19',
    '2026-01-01',
    '2024-02-29',
    '2025-11-02',
  ])('on %s nothing has happened today or later, and nothing before a customer was on file', (day) => {
    const young = shop({ today: day, customers: 300 })
    const joined = new Map(rowsOf(young, 'customers').map((row) => [row.customer_ref ?? '', row.created_at ?? '']))
    const stamps = [
      ...[...joined].map(([ref, at]) => ({ ref, at })),
      ...rowsOf(young, 'orders').map((row) => ({ ref: row.customer_ref ?? '', at: row.ordered_at ?? '' })),
      ...['interactions', 'notes'].flatMap((name) =>
        rowsOf(young, name as 'notes').map((row) => ({ ref: row.customer_ref ?? '', at: row.at ?? '' })),
      ),
      ...rowsOf(young, 'campaign_recipients').flatMap((row) =>
        ['sent_at', 'opened_at', 'clicked_at', 'responded_at'].map((column) => ({
          ref: row.customer_ref ?? '',
          at: row[column] ?? '',
        })),
      ),
    ].filter(({ at }) => at !== '')
    expect(stamps.length).toBeGreaterThan(3_000)
    expect(stamps.filter(({ at }) => at.slice(0, 10) >= day)).toEqual([])
    expect(stamps.filter(({ ref, at }) => Date.parse(at) < Date.parse(joined.get(ref) ?? at))).toEqual([])
    expect(stamps.filter(({ at }) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/.test(at))).toEqual([])
  })

  test('money has two decimals, discounts are smaller than the line, and no more comes back than was sold', () => {
    for (const row of lines) {
      expect(row.unit_price).toMatch(/^\d+\.\d\d$/)
      expect(Number(row.line_discount)).toBeLessThan(Number(row.unit_price) * Number(row.quantity))
      expect(Number(row.refunded_quantity)).toBeLessThanOrEqual(Number(row.quantity))
    }
  })
})

describe('contact data', () => {
  test('e-mail addresses are of example domains alone', () => {
    const domains = new Set(customers.map((row) => /@(.+)$/.exec(row.email ?? '')?.[1]?.toLowerCase() ?? ''))
    expect([...domains].sort()).toEqual(expect.arrayContaining(['', 'example.com', 'example.net', 'example.org']))
    expect([...domains].filter((domain) => !/^(example\.?(\.(com|net|org))?)?$/.test(domain))).toEqual([])
    expect(rowsOf(files, 'staff').filter((row) => !row.staff_email?.endsWith('@example.com'))).toEqual([])
  })

  test('telephone numbers are of the range 555-0100 to 555-0199, which nobody has', () => {
    const digits = customers.map((row) => (row.phone ?? '').replace(/\D/g, ''))
    const whole = digits.filter((number) => number.length >= 10)
    expect(whole.length).toBeGreaterThan(900)
    expect(whole.filter((number) => !/^1?[2-9]\d\d55501\d\d$/.test(number))).toEqual([])
    expect(digits.filter((number) => number.length > 0 && number.length < 10 && !/555/.test(number))).toEqual([])
  })

  test('some of it is missing and a little is unusable', () => {
    const share = (test: (row: Row) => boolean): number => count(customers, test) / customers.length
    expectBetween(
      share((row) => row.email === ''),
      0.08,
      0.22,
    )
    expectBetween(
      share((row) => row.phone === ''),
      0.06,
      0.2,
    )
    expectBetween(
      share((row) => row.birthday === ''),
      0.25,
      0.5,
    )
    expectBetween(
      share((row) => row.email !== '' && !/^\S+@example\.(com|net|org)$/i.test(row.email ?? '')),
      0.005,
      0.04,
    )
    for (const channel of ['email', 'sms', 'phone', 'post']) {
      for (const state of ['yes', 'no', ''])
        expect(share((row) => row[`${channel}_consent`] === state)).toBeGreaterThan(0.08)
    }
  })

  test('two customers share an address only when they are one person or one household', () => {
    const sharing = grouped(
      customers.filter((row) => row.email?.includes('@')),
      (row) => row.email?.toLowerCase(),
    )
    for (const group of sharing.values()) {
      const given = new Set(group.map((row) => row.address1?.split(' ')[0]))
      expect(given.size, JSON.stringify(group.map((row) => row.email))).toBe(1)
    }
  })

  test('a person is on file twice now and then, and a name is borne by two', () => {
    const names = grouped(customers, (row) => `${row.given_name} ${row.family_name}`)
    const shared = [...names.values()].filter((group) => group.length > 1)
    expect(count(shared, (group) => new Set(group.map((row) => row.city)).size > 1)).toBeGreaterThan(3)
    expect(count(shared, (group) => new Set(group.map((row) => row.city)).size === 1)).toBeGreaterThan(3)
  })
})

describe.each([10, 21, 32])('a believable shop with seed %i', (seed) => {
  const own = shop({ seed })
  const ownSales = salesOf(rowsOf(own, 'orders'))
  const ownBuyers = buyersOf(ownSales, today)
  const all = [...ownBuyers.values()]

  test('the best fifth brings 55 to 70 percent of sales', () => {
    const total = all.reduce((sum, buyer) => sum + buyer.spend, 0)
    const top = all.filter((buyer) => buyer.top).reduce((sum, buyer) => sum + buyer.spend, 0)
    expectBetween(top / total, 0.55, 0.72)
  })

  test('15 to 60 top customers have lapsed', () => {
    expectBetween(
      count(all, (buyer) => buyer.top && isLapsed(buyer)),
      15,
      65,
    )
  })

  test('every way to be a customer has its people', () => {
    expectBetween(1200 - all.length, 60, 220)
    expectBetween(
      count(all, (buyer) => buyer.orders === 1),
      100,
      320,
    )
    expectBetween(count(all, isDue), 80, 320)
    expectBetween(count(all, isLapsed), 200, 500)
    expectBetween(
      count(all, (buyer) => buyer.orders >= 10),
      200,
      500,
    )
  })

  test('there are about ten orders for each customer, and some without one', () => {
    expectBetween(ownSales.length / 1200, 8, 12.5)
    expectBetween(
      count(ownSales, (sale) => sale.customer === ''),
      700,
      1_100,
    )
  })

  test('a few connectors have sent several customers who bought', () => {
    const senders = rowsOf(own, 'customers').filter((row) => row.referred_by && ownBuyers.has(row.customer_ref ?? ''))
    const groups = grouped(senders, (row) => row.referred_by)
    expectBetween(
      count(groups.values(), (group) => group.length >= 2),
      5,
      40,
    )
  })
})

describe('how people buy', () => {
  test('Saturday is the busiest day and on Christmas Day the stores are closed', () => {
    const week = Array.from({ length: 7 }, (_, day) => count(sales, (sale) => (sale.day + 4) % 7 === day))
    expect(Math.max(...week)).toBe(week[6])
    const christmas = lines.filter((row) => row.ordered_at?.slice(5, 10) === '12-25')
    expect(christmas.filter((row) => row.channel === 'store')).toEqual([])
  })

  test('snow gear is bought in winter and tents in summer', () => {
    const months = (prefix: string, wanted: readonly string[]): number => {
      const found = lines.filter((row) => row.sku?.startsWith(prefix))
      return count(found, (row) => wanted.includes(row.ordered_at?.slice(5, 7) ?? '')) / found.length
    }
    expect(months('SN', ['11', '12', '01', '02'])).toBeGreaterThan(0.6)
    expect(months('CA', ['05', '06', '07', '08'])).toBeGreaterThan(0.42)
  })

  test('what is used up is bought again by the same customer, at about their own interval', () => {
    const bars = lines.filter((row) => row.sku === 'NU-851' && row.customer_ref !== '')
    const gaps = [...grouped(bars, (row) => row.customer_ref).values()].flatMap((rows) =>
      rows.slice(1).map((row, at) => dayOf(row.ordered_at) - dayOf(rows[at]?.ordered_at)),
    )
    const usual = gaps.sort((left, right) => left - right)[Math.floor(gaps.length / 2)] ?? 0
    expect(gaps.length).toBeGreaterThan(100)
    expectBetween(usual, 20, 70)
  })

  test('orders are cancelled, refunded and partly returned now and then', () => {
    const orders = grouped(lines, (row) => row.order_ref)
    const share = (test: (rows: readonly Row[]) => boolean): number => count(orders.values(), test) / orders.size
    expectBetween(
      share(([first]) => first?.status === 'cancelled'),
      0.008,
      0.04,
    )
    expectBetween(
      share(([first]) => first?.status === 'refunded'),
      0.008,
      0.04,
    )
    expectBetween(
      share((rows) => rows[0]?.status === 'completed' && rows.some((row) => row.refunded_quantity !== '0')),
      0.008,
      0.06,
    )
    expectBetween(
      share((rows) => rows.some((row) => row.line_discount !== '0.00')),
      0.05,
      0.3,
    )
    expectBetween(
      share(([first]) => first?.store === ''),
      0.1,
      0.4,
    )
    for (const rows of orders.values()) {
      const allBack = rows.every((row) => row.quantity === row.refunded_quantity)
      expect(rows[0]?.status === 'refunded').toBe(allBack)
    }
  })
})

describe('dealings and campaigns', () => {
  test('of everything the staff write down there is some, and cases are open as well as settled', () => {
    const kinds = grouped(interactions, (row) => `${row.direction} ${row.kind} ${row.status}`.trim())
    for (const kind of ['inbound visit', 'inbound inquiry', 'inbound call', 'outbound call', 'outbound message']) {
      expect(kinds.get(kind)?.length, kind).toBeGreaterThan(30)
    }
    expectBetween(kinds.get('inbound service_case open')?.length, 3, 30)
    expect(kinds.get('inbound service_case resolved')?.length).toBeGreaterThan(50)
    expect(interactions.filter((row) => /[{}]/.test(row.summary ?? ''))).toEqual([])
    expect(notes.filter((row) => /[{}]/.test(row.body ?? ''))).toEqual([])
  })

  test('promised follow-ups are overdue, due today, and due in the next days', () => {
    const due = notes.filter((row) => row.follow_up_on !== '').map((row) => dayOf(row.follow_up_on) - today)
    expectBetween(
      count(due, (days) => days < 0),
      2,
      25,
    )
    expectBetween(
      count(due, (days) => days === 0),
      1,
      15,
    )
    expectBetween(
      count(due, (days) => days > 0 && days <= 7),
      5,
      50,
    )
  })

  test('of each campaign a part is kept back, and nothing is known of those', () => {
    expect(campaigns.length).toBe(7)
    for (const { campaign_ref: ref } of campaigns) {
      const own = recipients.filter((row) => row.campaign_ref === ref)
      const kept = own.filter((row) => row.holdout === 'yes')
      expectBetween(kept.length / own.length, 0.06, 0.28)
      expect(kept.filter((row) => row.sent_at || row.opened_at || row.clicked_at || row.responded_at)).toEqual([])
    }
    expect(count(recipients, (row) => row.responded_at !== '')).toBeGreaterThan(30)
  })

  test('nobody is written to without consent', () => {
    const channels = new Map(campaigns.map((row) => [row.campaign_ref, row.channel]))
    const consents = new Map(customers.map((row) => [row.customer_ref, row]))
    const unasked = recipients.filter(
      (row) => consents.get(row.customer_ref)?.[`${channels.get(row.campaign_ref)}_consent`] !== 'yes',
    )
    expect(unasked).toEqual([])
  })

  test('campaigns truly bring orders: with enough customers the mailed buy more often than those kept back', () => {
    const large = shop({ customers: 8_000 })
    const bought = grouped(salesOf(rowsOf(large, 'orders')), (sale) => sale.customer)
    const starts = new Map(campaigns.map((row) => [row.campaign_ref, dayOf(row.started_on)]))
    const share = (holdout: string): number => {
      const own = rowsOf(large, 'campaign_recipients').filter((row) => row.holdout === holdout)
      return (
        count(own, (row) => boughtSoon(bought.get(row.customer_ref ?? ''), starts.get(row.campaign_ref) ?? 0)) /
        own.length
      )
    }
    expectBetween(share('no') - share('yes'), 0.005, 0.08)
  }, 60_000)
})

describe('size', () => {
  test('20,000 customers are made, and none of them is kept', () => {
    const large = shop({ customers: 20_000 })
    const before = process.memoryUsage().heapUsed
    let rows = 0
    let most = 0
    for (const file of large) {
      for (const _ of file.rows) {
        rows += 1
        if (rows % 20_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed)
      }
    }
    expect(rows).toBeGreaterThan(400_000)
    expect(most - before).toBeLessThan(250e6)
  }, 60_000)
})

function expectAll(rows: readonly Row[], column: string, known: ReadonlySet<string | undefined>): void {
  const values = rows.map((row) => row[column]).filter((value) => value !== '')
  expect(values.length).toBeGreaterThan(0)
  expect(values.filter((value) => !known.has(value))).toEqual([])
}

function boughtSoon(own: readonly { readonly day: number }[] | undefined, start: number): boolean {
  return own?.some(({ day }) => day >= start + 2 && day < start + 30) ?? false
}

function expectBetween(value: number | undefined, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
}
