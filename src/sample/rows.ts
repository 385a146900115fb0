import { dayText, type Moment, timestamp } from './calendar.ts'
import { PRODUCTS } from './products.ts'
import { walkIn, walkInCount } from './purchases.ts'
import type { Order, Person } from './records.ts'
import { STAFF, STORES } from './shop.ts'
import { interactionsAt, joinedAt, notesAt, ordersAt, personAt, recipientsAt } from './stories.ts'
import { customerRef, type World } from './world.ts'

/** One file of the sample shop, in the shape of our own CSVs. */
export interface SampleFile {
  readonly name: SampleFileName
  readonly columns: readonly string[]
  /** Can be gone through any number of times; each time the rows are made afresh and none is kept. */
  readonly rows: Iterable<readonly string[]>
}

export type SampleFileName = keyof typeof COLUMNS

const COLUMNS = {
  stores: 'store,city,region,country',
  staff: 'staff_email,name,slack_user_id,role,store',
  products: 'sku,name,category,brand,price,check_in_days,replenish_days,warranty_months',
  customers:
    'customer_ref,given_name,family_name,email,phone,address1,city,region,postal_code,country,birthday,language,source,created_at,email_consent,sms_consent,phone_consent,post_consent,owner_email,store,referred_by,tags,attr:household_size,attr:interest',
  orders:
    'order_ref,ordered_at,customer_ref,store,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity',
  interactions: 'customer_ref,at,channel,direction,kind,staff_email,summary,order_ref,status',
  notes: 'customer_ref,at,author_email,body,follow_up_on',
  campaigns: 'campaign_ref,name,channel,started_on,ended_on',
  campaign_recipients: 'campaign_ref,customer_ref,sent_at,opened_at,clicked_at,responded_at,holdout',
} as const

/** All files of the sample shop, in an order in which everything named has been named before. */
export function sampleFiles(world: World, currency: string): readonly SampleFile[] {
  return [
    file('stores', () => STORES.map(({ name, city, region }) => [name, city, region, 'US'])),
    file('staff', () =>
      STAFF.map(({ email, name, slackUserId, role, store }) => [email, name, slackUserId, role, store]),
    ),
    file('products', productRows),
    file('customers', () => customerRows(world)),
    file('orders', () => orderRows(world, currency)),
    file('interactions', () => interactionRows(world)),
    file('notes', () => noteRows(world)),
    file('campaigns', () => campaignRows(world)),
    file('campaign_recipients', () => recipientRows(world)),
  ]
}

function file(name: SampleFileName, make: () => Iterable<readonly string[]>): SampleFile {
  return { name, columns: COLUMNS[name].split(','), rows: { [Symbol.iterator]: () => make()[Symbol.iterator]() } }
}

function productRows(): readonly (readonly string[])[] {
  return PRODUCTS.map((product) => [
    product.sku,
    product.name,
    product.category,
    product.brand,
    money(product.price),
    String(product.checkInDays ?? ''),
    String(product.replenishDays ?? ''),
    String(product.warrantyMonths ?? ''),
  ])
}

function* customerRows(world: World): Iterable<readonly string[]> {
  for (let index = 0; index < world.options.customers; index += 1) {
    yield customerRow(customerRef(index), personAt(world, index), timestamp(world.calendar, joinedAt(world, index)))
  }
}

function customerRow(ref: string, person: Person, createdAt: string): readonly string[] {
  const { email, sms, phone, post } = person.consents
  return [
    ref,
    person.given,
    person.family,
    person.email,
    person.phone,
    person.address,
    person.city,
    person.region,
    person.postalCode,
    person.country,
    person.birthday,
    person.language,
    person.source,
    createdAt,
    email,
    sms,
    phone,
    post,
    person.owner,
    person.store,
    person.referredBy,
    person.tags.join(';'),
    person.householdSize,
    person.interest,
  ]
}

function* orderRows(world: World, currency: string): Iterable<readonly string[]> {
  for (let index = 0; index < world.options.customers; index += 1) {
    for (const order of ordersAt(world, index)) yield* lineRows(world, order, customerRef(index), currency)
  }
  for (let index = 0; index < walkInCount(world); index += 1) yield* lineRows(world, walkIn(world, index), '', currency)
}

function* lineRows(world: World, order: Order, customer: string, currency: string): Iterable<readonly string[]> {
  const at = timestamp(world.calendar, order.at)
  for (const line of order.lines) {
    yield [
      order.ref,
      at,
      customer,
      order.store,
      order.channel,
      order.status,
      currency,
      line.product.sku,
      String(line.quantity),
      money(line.unitPrice),
      money(line.discount),
      String(line.refunded),
    ]
  }
}

function* interactionRows(world: World): Iterable<readonly string[]> {
  for (let index = 0; index < world.options.customers; index += 1) {
    for (const interaction of interactionsAt(world, index)) {
      const { at, channel, direction, kind, staff, summary, orderRef, status } = interaction
      const moment = timestamp(world.calendar, at)
      yield [customerRef(index), moment, channel, direction, kind, staff, summary, orderRef, status]
    }
  }
}

function* noteRows(world: World): Iterable<readonly string[]> {
  for (let index = 0; index < world.options.customers; index += 1) {
    for (const { at, author, body, followUpDay } of notesAt(world, index)) {
      const followUpOn = followUpDay === null ? '' : dayText(followUpDay)
      yield [customerRef(index), timestamp(world.calendar, at), author, body, followUpOn]
    }
  }
}

function campaignRows(world: World): readonly (readonly string[])[] {
  return world.campaigns.map(({ ref, name, channel, startDay, endDay }) => [
    ref,
    name,
    channel,
    dayText(startDay),
    dayText(endDay),
  ])
}

function* recipientRows(world: World): Iterable<readonly string[]> {
  const at = (moment: Moment | null): string => (moment === null ? '' : timestamp(world.calendar, moment))
  for (let index = 0; index < world.options.customers; index += 1) {
    for (const { campaignRef, sent, opened, clicked, responded, holdout } of recipientsAt(world, index)) {
      yield [campaignRef, customerRef(index), at(sent), at(opened), at(clicked), at(responded), holdout ? 'yes' : 'no']
    }
  }
}

/** Cents as the decimal number a file has. */
export function money(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}
