import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../../src/access/asker.ts'
import { openAsking } from '../../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../../src/ask/planners/open.ts'
import type { Planner, Thread } from '../../../src/ask/planners/planner.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { importFiles } from '../../../src/imports/imports.ts'
import { type ImportShop, importShop } from '../../imports/import-support.ts'
import { plannedLine } from './plan-line.ts'

const products = `sku,name,category,brand,price
B-1,Flat White,Café,,5
B-2,Goodnight Possum,Kids,Little Gum,15
B-3,New Voices,New,Harbour Press,27
B-4,Gift Card $25,Gift Cards,,25
B-5,Gift Card $50,Gift Cards,,50
B-6,The Price of Everything,Non-Fiction,Harbour Press,35
B-7,10-Visit Pass,Passes,,90
B-8,Lion Cut,Cats,,60
B-9,Banana Bread,Café,,6
B-10,TOP,Days,,6
`
const customers = `customer_ref,given_name,family_name,city,region,country,tags,attr:has_kids,attr:favourite_author,attr:pet_name,attr:books_per_month
10001,Will,Best,Fremantle,WA,AU,book club,yes,Tim Winton,Bella,4
10002,Mia,Tran,Fitzroy,VIC,AU,cat,no,Helen Garner,Rex,1
10003,Finn,Walsh,Cork,,EIRE,trade,,,,2
`
const orders = `order_ref,ordered_at,customer_ref,sku,quantity,unit_price
O-1,2026-10-02T10:00:00+10:00,10001,B-5,1,50
O-2,2026-10-03T10:00:00+10:00,10002,B-1,2,5
`

/** A bookshop with a café and a salon, whose own names are everyday words, and whose customers have no day they came. */
let shop: ImportShop
let planner: Planner
beforeAll(async () => {
  shop = await importShop({ timeZone: 'Australia/Sydney', currency: 'AUD', country: 'AU' })
  const paths = await shop.write({ 'products.csv': products, 'customers.csv': customers, 'orders.csv': orders })
  await importFiles(shop.context, paths)
  planner = (await openAsking(shop.context, openOfflinePlanner)).planner
})
afterAll(() => shop[Symbol.asyncDispose]())

const line = async (question: string, thread: Thread = emptyThread): Promise<string> =>
  plannedLine(await planner.plan(question, thread, administrator), {
    today: '2026-11-16',
    calendar: shop.context.settings,
  })

describe('a shop’s own names do not take the place of the words of questions', () => {
  test.each<[question: string, line: string]>([
    ['how many new customers this month', 'measure customers: customer.first_order_day in 2026-11-01…2026-11-16'],
    ['revenue from new', 'measure revenue: product.category = New'],
    ['revenue by category', 'measure revenue ↓ by product.category'],
    ['top customers', 'list customer: top | customer.spend ↓'],
    ['best customers by visits', 'decline: I know the words, but not what to answer.'],
    ['revenue from cats', 'measure revenue: product.category = Cats'],
    ['book club members', 'list customer: customer.tag = book club'],
  ])('%s', async (question, expected) => {
    expect(await line(question)).toBe(expected)
  })
})

describe('products are found by the words and numbers of their names', () => {
  test.each<[question: string, line: string]>([
    ['who bought a $50 gift card', 'list customer: orders (product.product = B-5) ≥ 1'],
    ['who bought The Price of Everything', 'list customer: orders (product.product = B-6) ≥ 1'],
    ['who bought a 10-visit pass', 'list customer: orders (product.product = B-7) ≥ 1'],
    ['who bought 2 flat whites', 'list customer: units (product.product = B-1) = 2'],
    ['lion cuts by month in 2026', 'measure units by month: product.product = B-8 in 2026-01-01…2026-12-31'],
    ['how many lion cuts do we have', 'decline: I know the words, but not what to answer.'],
    ['who had a lion cut in october', 'list customer: orders (product.product = B-8) in 2026-10-01…2026-10-31 ≥ 1'],
  ])('%s', async (question, expected) => {
    expect(await line(question)).toBe(expected)
  })
})

describe('what is recorded of customers is asked for in everyday words', () => {
  test.each<[question: string, line: string]>([
    ['customers with kids', 'list customer: customer.attribute.has_kids = yes'],
    ['customers without kids', 'list customer: customer.attribute.has_kids = no'],
    ['who likes tim winton', 'list customer: customer.attribute.favourite_author = Tim Winton'],
    ['customers whose pet is called Bella', 'list customer: customer.attribute.pet_name = Bella'],
    ['customers who read more than 3 books per month', 'list customer: customer.attribute.books_per_month > 3'],
    ['customers in Western Australia', 'list customer: customer.region = WA'],
    ['customers living in WA', 'list customer: customer.region = WA'],
    ['customers in victoria', 'list customer: customer.region = VIC'],
    ['customers in ireland', 'list customer: customer.country = EIRE'],
  ])('%s', async (question, expected) => {
    expect(await line(question)).toBe(expected)
  })
})

describe('customers of whom nobody knows since when are found all the same', () => {
  test.each<[question: string, line: string]>([
    ['tell me about Mia Tran', 'customer 10002'],
    ['Will Best', 'customer 10001'],
    ['customer 10003', 'customer 10003'],
    ['how many orders did Mia Tran make', 'measure orders: customer.customer = 10002'],
    ["who hasn't been in for 90 days", 'list customer: buyer, orders in 2026-08-18… = 0'],
    [
      'what did 10001 buy',
      'list product: product units (customer.customer = 10001) ≥ 1 | units (customer.customer = 10001) ↓',
    ],
  ])('%s', async (question, expected) => {
    expect(await line(question)).toBe(expected)
  })
})

describe('a conversation goes on', () => {
  const after = async (first: string, next: string): Promise<string> => {
    const planned = await planner.plan(first, emptyThread, administrator)
    if (planned.kind !== 'plan') throw new Error(JSON.stringify(planned))
    return line(next, { ...emptyThread, plans: [planned.plan] })
  }
  test.each<[first: string, next: string, line: string]>([
    [
      'who bought flat white',
      'this year',
      'list customer: orders (product.product = B-1) in 2026-01-01…2026-11-16 ≥ 1',
    ],
    [
      'customers with kids',
      'sort by last visit',
      'list customer: customer.attribute.has_kids = yes | customer.last_order_day ↓',
    ],
    [
      'revenue by month in 2026',
      'only Victoria',
      'measure revenue by month: customer.region = VIC in 2026-01-01…2026-12-31',
    ],
  ])('“%s”, “%s”', async (first, next, expected) => {
    expect(await after(first, next)).toBe(expected)
  })

  test('a change that cannot be made is none', async () => {
    expect(await after('top 5 customers', 'what do they buy most')).toMatch(/^decline/)
    expect(await after('top customers', 'by visits')).toMatch(/^decline/)
    expect(await after('average order value by region', 'sort by orders')).not.toMatch(/^list/)
  })
})
