import type { EntityName } from '../../../src/catalog/types.ts'
import { dayNumber } from './calendar.ts'
import { type Fraction, fraction, minus, over, times, total, written } from './fraction.ts'
import type {
  Campaign,
  Case,
  Category,
  Customer,
  FollowUp,
  Interaction,
  Line,
  Note,
  Order,
  Product,
  Recipient,
  Referral,
  Shop,
  Staff,
  Stay,
  Store,
} from './shop.ts'
import { dayIn } from './zones.ts'

/**
 * One row of an entity with everything it leads to, one each. A role that is not there (`undefined`) is out of reach; one
 * that is null has nobody in it: the customer of a walk-in's order.
 */
export interface Row {
  readonly customer?: Customer | null
  readonly order?: Order
  readonly line?: Line
  readonly product?: Product
  readonly category?: Category | null
  readonly store?: Store
  readonly staff?: Staff
  readonly interaction?: Interaction
  readonly case?: Case
  readonly note?: Note | null
  readonly follow_up?: FollowUp
  readonly campaign?: Campaign
  readonly recipient?: Recipient
  readonly referral?: Referral
  readonly stay?: Stay
}

/** What an order amounts to. */
export interface OrderTotals {
  readonly net: Fraction
  readonly units: number
  /** Not cancelled, and at least one piece kept. */
  readonly counts: boolean
}

export interface Summary {
  /** In order of time. */
  readonly orders: readonly Order[]
  readonly purchaseDays: readonly string[]
  readonly spend: Fraction
  readonly units: number
  readonly usualGap: Fraction | null
  /** Days, the sample deviation of the gaps between purchase days. */
  readonly gapSpread: number | null
  readonly firstDaySpend: Fraction
  /** By category: what was bought of it. */
  readonly categories: ReadonlyMap<number, CategorySummary>
  readonly reachableAt: ReadonlySet<'email' | 'phone' | 'address'>
  readonly consents: ReadonlyMap<string, boolean>
  readonly referredBy: Customer | null
  readonly referralCount: number
  readonly successfulReferrals: number
  readonly lastContactedDay: string | null
  readonly lastInboundDay: string | null
  readonly openCases: number
}

/** What a customer bought of one category. */
export interface CategorySummary {
  readonly orders: ReadonlySet<number>
  readonly units: number
  readonly net: Fraction
  readonly lastOrderedDay: string
}

/** A shop as it stands at the end of its today: what is dated later does not exist. */
export interface World {
  readonly shop: Shop
  readonly rows: (entity: EntityName) => readonly Row[]
  readonly totals: (order: Order) => OrderTotals
  readonly linesOf: (order: Order) => readonly Line[]
  readonly product: (id: number) => Product
  readonly category: (product: Product) => Category | null
  readonly staff: (id: number | null) => Staff | null
  readonly store: (id: number | null) => Store | null
  /** Orders of the customer that count, also those after today. */
  readonly ordersOf: (customerId: number) => readonly Order[]
  readonly summary: (customer: Customer) => Summary
}

export const linesUnits = (line: Line): number => line.quantity - line.refunded_quantity

/** Quantity kept × unit price − the discount on the kept quantity. */
export function lineNet(line: Line): Fraction {
  const kept = fraction(linesUnits(line))
  return minus(times(kept, written(line.unit_price)), lineDiscount(line, linesUnits(line)))
}

export function lineDiscount(line: Line, pieces: number): Fraction {
  return times(written(line.discount), fraction(pieces, line.quantity))
}

/** The world of a shop is made once. */
export function worldOf(shop: Shop): World {
  const world = worlds.get(shop) ?? makeWorld(shop)
  worlds.set(shop, world)
  return world
}

const worlds = new WeakMap<Shop, World>()

function makeWorld(shop: Shop): World {
  const products = byId(shop.products)
  const categories = byId(shop.categories)
  const staff = byId(shop.staff)
  const stores = byId(shop.stores)
  const lines = groupBy(shop.order_lines, (line) => line.order_id)
  const linesOf = (order: Order): readonly Line[] => lines.get(order.id) ?? []
  const totals = remember((order: Order) => totalsOf(order, linesOf(order)))
  const counting = groupBy(
    shop.orders.filter((order) => totals(order).counts),
    (order) => order.customer_id,
  )
  const world: World = {
    shop,
    rows: rememberRows(() => world),
    totals,
    linesOf,
    product: (id) => found(products.get(id)),
    category: (product) => (product.category_id === null ? null : found(categories.get(product.category_id))),
    staff: (id) => (id === null ? null : found(staff.get(id))),
    store: (id) => (id === null ? null : found(stores.get(id))),
    ordersOf: (customerId) => counting.get(customerId) ?? [],
    summary: remember((customer: Customer) => summaryOf(customer, world)),
  }
  return world
}

function totalsOf(order: Order, lines: readonly Line[]): OrderTotals {
  const units = lines.reduce((sum, line) => sum + linesUnits(line), 0)
  return { net: total(lines.map(lineNet)), units, counts: order.status !== 'cancelled' && units > 0 }
}

function summaryOf(customer: Customer, world: World): Summary {
  const { shop } = world
  const orders = world.ordersOf(customer.id).filter((order) => order.ordered_day <= shop.today)
  const purchaseDays = [...new Set(orders.map((order) => order.ordered_day))].sort()
  const referrals = visibleReferrals(shop).filter((referral) => referral.referrer_id === customer.id)
  const arrival = visibleReferrals(shop).find((referral) => referral.referred_id === customer.id)
  const lastOf = (direction: Interaction['direction']) =>
    shop.interactions
      .filter((one) => one.customer_id === customer.id && one.direction === direction && one.on_day <= shop.today)
      .map((one) => one.on_day)
      .sort()
      .at(-1) ?? null
  return {
    orders,
    purchaseDays,
    spend: total(orders.map((order) => world.totals(order).net)),
    units: orders.reduce((sum, order) => sum + world.totals(order).units, 0),
    usualGap: usualGapOf(purchaseDays),
    gapSpread: gapSpreadOf(purchaseDays),
    firstDaySpend: total(
      orders.filter((order) => order.ordered_day === purchaseDays[0]).map((order) => world.totals(order).net),
    ),
    categories: categoriesOf(orders, world),
    reachableAt: new Set(
      shop.contact_points
        .filter((point) => point.customer_id === customer.id && point.valid)
        .map((point) => point.kind),
    ),
    consents: consentsOf(customer, shop),
    referredBy: shop.customers.find((other) => other.id === arrival?.referrer_id) ?? null,
    referralCount: referrals.length,
    successfulReferrals: referrals.filter((referral) => hasOrdered(referral.referred_id, world)).length,
    lastContactedDay: lastOf('outbound'),
    lastInboundDay: lastOf('inbound'),
    openCases: world.rows('case').filter((row) => row.customer === customer && isOpen(row, shop)).length,
  }
}

/** Referrals of people who are still on record. */
export function visibleReferrals(shop: Shop): readonly Referral[] {
  const gone = new Set(
    shop.customers.filter((one) => one.merged_into_id !== null || one.erased_at !== null).map(({ id }) => id),
  )
  return shop.referrals.filter(
    ({ referred_on, referred_id }) => !gone.has(referred_id) && (referred_on === null || referred_on <= shop.today),
  )
}

export const hasOrdered = (customerId: number, world: World): boolean =>
  world.ordersOf(customerId).some((order) => order.ordered_day <= world.shop.today)

/** Whether the case was open at the end of today: not resolved, or only later. */
export function isOpen({ case: one }: Row, shop: Shop): boolean {
  if (!one) return false
  return (
    one.status === 'open' || (one.resolved_at !== null && dayIn(shop.settings.timeZone, one.resolved_at) > shop.today)
  )
}

function usualGapOf(days: readonly string[]): Fraction | null {
  const [first, last] = [days[0], days.at(-1)]
  if (days.length < 3 || first === undefined || last === undefined) return null
  return over(fraction(dayNumber(last) - dayNumber(first)), fraction(days.length - 1))
}

function gapSpreadOf(days: readonly string[]): number | null {
  const gaps = days.slice(1).map((day, at) => dayNumber(day) - dayNumber(days[at] ?? day))
  if (gaps.length < 2) return null
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1))
}

function categoriesOf(orders: readonly Order[], world: World): ReadonlyMap<number, CategorySummary> {
  const kept = orders.flatMap((order) =>
    world
      .linesOf(order)
      .filter((line) => linesUnits(line) > 0)
      .map((line) => ({ order, line, category: world.category(world.product(line.product_id)) })),
  )
  const named = kept.flatMap(({ category, ...one }) => (category === null ? [] : [{ ...one, id: category.id }]))
  const summaries = [...groupBy(named, ({ id }) => id)].map(([id, own]): readonly [number, CategorySummary] => [
    id,
    {
      orders: new Set(own.map(({ order }) => order.id)),
      units: own.reduce((sum, { line }) => sum + linesUnits(line), 0),
      net: total(own.map(({ line }) => lineNet(line))),
      lastOrderedDay:
        own
          .map(({ order }) => order.ordered_day)
          .sort()
          .at(-1) ?? '',
    },
  ])
  return new Map(summaries)
}

/** The latest word on each channel, of those given by today: the one recorded last. */
function consentsOf(customer: Customer, shop: Shop): ReadonlyMap<string, boolean> {
  const own = shop.consents.filter(
    (one) =>
      one.customer_id === customer.id &&
      (one.captured_at === null || dayIn(shop.settings.timeZone, one.captured_at) <= shop.today),
  )
  return new Map(own.toSorted((a, b) => a.id - b.id).map((consent) => [consent.channel, consent.state === 'yes']))
}

function rememberRows(world: () => World): World['rows'] {
  return remember((entity: EntityName) => rowsOf(entity, world()))
}

/** The rows that exist today, before any metric or list chooses among them. */
function rowsOf(entity: EntityName, world: World): readonly Row[] {
  const { shop } = world
  const customers = byId(shop.customers)
  const of = <T extends { readonly customer_id: number }>(fact: T): Customer => found(customers.get(fact.customer_id))
  const past = (day: string | null): boolean => day === null || day <= shop.today
  switch (entity) {
    case 'customer':
      return shop.customers
        .filter((one) => one.merged_into_id === null && one.erased_at === null && past(one.created_day))
        .map((customer) => ({ customer }))
    case 'order':
      return shop.orders
        .filter((order) => past(order.ordered_day))
        .map((order) => ({
          order,
          customer: order.customer_id === null ? null : found(customers.get(order.customer_id)),
        }))
    case 'line':
      return world
        .rows('order')
        .flatMap((row) =>
          row.order
            ? world.linesOf(row.order).map((line) => ({ ...row, line, ...productRow(line.product_id, world) }))
            : [],
        )
    case 'product':
      return shop.products.map(({ id }) => productRow(id, world))
    case 'category':
      return shop.categories.map((category) => ({ category }))
    case 'store':
      return shop.stores.map((store) => ({ store }))
    case 'staff':
      return shop.staff.filter((staff) => staff.active).map((staff) => ({ staff }))
    case 'interaction':
      return shop.interactions
        .filter((one) => past(one.on_day))
        .map((interaction) => ({ interaction, customer: of(interaction) }))
    case 'case':
      return shop.service_cases.filter((one) => past(one.opened_day)).map((one) => ({ case: one, customer: of(one) }))
    case 'note':
      return shop.notes.filter((note) => noteExists(note, shop)).map((note) => ({ note, customer: of(note) }))
    case 'follow_up':
      return followUpRows(world, of)
    case 'campaign':
      return shop.campaigns.filter((campaign) => past(campaign.started_on)).map((campaign) => ({ campaign }))
    case 'recipient':
      return world.rows('campaign').flatMap(({ campaign }) => recipientRows(campaign, shop, of))
    case 'referral':
      return visibleReferrals(shop).map((referral) => ({
        referral,
        customer: found(customers.get(referral.referrer_id)),
      }))
    case 'stay':
      return shop.stays
        .map((stay) => ({ stay, customer: of(stay) }))
        .filter(({ stay, customer }) => stay.valid_from <= shop.today && isPresent(customer))
    default:
      return entity satisfies never
  }
}

const isPresent = (one: Customer): boolean => one.merged_into_id === null && one.erased_at === null

function productRow(id: number, world: World): Row {
  const product = world.product(id)
  return { product, category: world.category(product) }
}

const noteExists = (note: Note, shop: Shop): boolean => note.deleted_at === null && note.written_day <= shop.today

function followUpRows(world: World, of: (fact: FollowUp) => Customer): readonly Row[] {
  const notes = byId(world.shop.notes)
  const rows = world.shop.follow_ups.map((followUp) => ({
    follow_up: followUp,
    note: followUp.note_id === null ? null : found(notes.get(followUp.note_id)),
    customer: of(followUp),
  }))
  return rows.filter(({ note }) => note === null || noteExists(note, world.shop))
}

function recipientRows(campaign: Campaign | undefined, shop: Shop, of: (fact: Recipient) => Customer): readonly Row[] {
  if (!campaign) return []
  return shop.campaign_recipients
    .filter((one) => one.campaign_id === campaign.id && (one.sent_day === null || one.sent_day <= shop.today))
    .map((recipient) => ({ recipient, campaign, customer: of(recipient) }))
}

const byId = <T extends { readonly id: number }>(list: readonly T[]): ReadonlyMap<number, T> =>
  new Map(list.map((one) => [one.id, one]))

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The shop points at a row it does not have')
  return value
}

function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
}

export function groupBy<T, Key>(list: readonly T[], keyOf: (one: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const one of list) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
