import { daysLater } from './calendar.ts'
import type { Random } from './random.ts'
import { randomFrom } from './random.ts'
import { withScience } from './science.ts'
import type {
  Attribute,
  Campaign,
  Case,
  Category,
  Consent,
  ContactPoint,
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
  ShopRules,
  Staff,
  Store,
  Tag,
} from './shop.ts'
import { clockChanges, dayIn, momentAt } from './zones.ts'

/**
 * A small shop with everything that shops do to a query: facts missing wherever they may be, ties, empty tables, orders
 * at midnight and on the days the clocks change, facts dated after today, merged and erased customers, walk-ins.
 */
export function randomShop(seed: number): Shop {
  const random = randomFrom(seed)
  const settings = rulesFor(random)
  const clock = clockFor(random, settings.timeZone)
  const things = placesAndProducts(random)
  const people = customersFor(random, clock, things)
  const pool = factsPool(people.customers, clock.today)
  const sales = ordersFor(random, clock, things, pool)
  return withScience({
    seed,
    today: clock.today,
    settings,
    ...things,
    ...people,
    ...sales,
    ...contactsFor(random, clock, pool, things),
    ...campaignsFor(random, clock, pool),
    referrals: referralsFor(random, people.customers, clock.today),
  })
}

const cities = ['Evanston', 'Oak Park', 'São Paulo', 'Paris']
const words = [
  'cable lock',
  'Kayak paddle',
  'Café au lait',
  '100% wool',
  'snow_shovel',
  "O'Brien's grill",
  'back\\slash',
  'ZÜRICH',
]
const maybe = <T>(random: Random, probability: number, make: () => T): T | null =>
  random.chance(probability) ? make() : null
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

function rulesFor(random: Random): ShopRules {
  const usual = random.chance(0.6)
  return {
    timeZone: random.pick(Object.keys(clockChanges)),
    weekStart: random.chance(0.6) ? 'monday' : 'sunday',
    fiscalYearStart: random.pick([1, 1, 2, 4, 7, 10]),
    topPercent: usual ? 20 : random.pick([5, 10, 33, 50]),
    dueGaps: usual ? 1 : random.pick([1, 2]),
    lapsedGaps: usual ? 2 : random.pick([2, 3]),
    minimumGapDays: usual ? 14 : random.pick([1, 7, 30]),
    defaultGapDays: usual ? 90 : random.pick([30, 60, 120]),
    likelyGonePercent: usual ? 50 : 70,
  }
}

/** Times of a shop: when its facts happen, around the edges of days and of summer time. */
interface Clock {
  readonly zone: string
  readonly today: string
  /** Some day before, on or after today. */
  day(): string
  momentOn(day: string): string
  dayOf(moment: string): string
  /** That day, or in a shop where nothing is dated after today one that is surely past. */
  past(day: string): string
}

function clockFor(random: Random, zone: string): Clock {
  const changes = clockChanges[zone] ?? []
  const special = [...changes, '2024-02-29', '2026-01-01', '2026-11-16', '2025-03-31', '2026-08-31', '2026-02-28']
  const today = random.chance(0.5) ? random.pick(special.slice(1)) : daysLater('2025-01-01', random.int(0, 800))
  const span = random.pick([20, 120, 400, 900])
  const ahead = random.chance(0.6)
  const day = (): string => {
    if (ahead && random.chance(0.09)) return daysLater(today, random.int(1, 45))
    if (random.chance(0.12))
      return random.pick([
        today,
        daysLater(today, -1),
        daysLater(today, -30),
        daysLater(today, -7),
        ...changes.filter((change) => change <= today),
      ])
    return daysLater(today, -random.int(0, span))
  }
  const momentOn = (on: string): string => {
    const [hour, minute, second] = random.chance(0.25)
      ? random.pick([
          [0, 0, 0],
          [23, 59, 59],
          [0, 0, 1],
          [1, 30, 0],
          [2, 30, 0],
          [3, 0, 0],
        ] as const)
      : [random.int(0, 23), random.pick([0, 15, 30]), 0]
    return momentAt(zone, on, hour, minute, second).toISOString()
  }
  const surely = daysLater(today, -2)
  const past = (on: string): string => (ahead || on < surely ? on : surely)
  return { zone, today, day, past, momentOn, dayOf: (moment) => dayIn(zone, moment) }
}

type Things = Pick<Shop, 'stores' | 'staff' | 'categories' | 'products'>

function placesAndProducts(random: Random): Things {
  const stores: Store[] = times(random.int(0, 3), (index) => ({
    id: index + 1,
    name: ['Evanston', 'Lake Street', 'Harbour'][index] ?? '',
    city: maybe(random, 0.8, () => random.pick(cities)),
  }))
  const staff: Staff[] = times(random.int(0, 4), (index) => ({
    id: index + 1,
    email: `${['dana', 'eli', 'fay', 'gus'][index]}@shop.example`,
    name: ['Dana Reyes', 'Eli Brown', 'Fay Ito', 'Dana Reyes'][index] ?? '',
    role: random.pick(['associate', 'associate', 'manager', 'admin']),
    store_id: maybe(random, 0.7, () => idOf(random, stores)),
    active: random.chance(0.85),
  }))
  const categories: Category[] = times(random.int(0, 4), (index) => ({
    id: index + 1,
    name: ['Grills', 'Power Tools', 'garden', 'Été'][index] ?? '',
  }))
  const products: Product[] = times(random.int(0, 10), (index) => ({
    id: index + 1,
    sku: `SKU-${String(10 - index).padStart(2, '0')}`,
    name: random.pick(words),
    category_id: maybe(random, 0.75, () => idOf(random, categories)),
    brand: maybe(random, 0.7, () => random.pick(['Acme', 'acme', 'Bosch'])),
    price: maybe(random, 0.8, () => price(random)),
    check_in_days: maybe(random, 0.3, () => random.int(7, 21)),
    replenish_days: maybe(random, 0.3, () => random.pick([30, 60])),
    warranty_months: maybe(random, 0.3, () => 24),
  }))
  return { stores, staff, categories, products }
}

/** Any of them; null where there are none. */
const idOf = (random: Random, list: readonly { readonly id: number }[]): number | null =>
  list.length === 0 ? null : random.pick(list).id

const price = (random: Random): string =>
  random.pick(['10.00', '10.00', '19.99', '0.00', '7.50', '-2.50', (random.int(1, 20_000) / 100).toFixed(2)])

type People = Pick<Shop, 'customers' | 'contact_points' | 'consents' | 'customer_tags' | 'customer_attributes'>

function customersFor(random: Random, clock: Clock, things: Things): People {
  const count = random.weighted([
    [0.4, 0],
    [2, random.int(1, 4)],
    [7, random.int(5, 30)],
  ])
  const refs = random.some(
    times(count, (index) => index),
    count,
  )
  const customers = times(count, (index): Customer => customer(random, clock, things, index + 1, refs[index] ?? index))
  const merged = customers.map(
    (one, index): Customer =>
      index > 0 && random.chance(0.06) ? { ...one, merged_into_id: mergeTarget(customers) } : one,
  )
  const rest = merged.map(
    (one): Customer =>
      one.merged_into_id === null && one.id > 1 && random.chance(0.04)
        ? { ...one, erased_at: clock.momentOn(clock.today) }
        : one,
  )
  const present = rest.filter((one) => one.merged_into_id === null && one.erased_at === null)
  return { customers: rest, ...aboutCustomers(random, clock, present) }
}

/** The first customer is never merged away, so that whoever is merged has somebody to be merged into. */
const mergeTarget = (customers: readonly Customer[]): number | null => customers[0]?.id ?? null

function customer(random: Random, clock: Clock, things: Things, id: number, number: number): Customer {
  const given = maybe(random, 0.9, () => random.pick(['Ana', 'José', 'Ben', 'Zoë', 'ana']))
  const family = maybe(random, 0.9, () => random.pick(['Silva', 'Núñez', 'Park', 'de la Cruz']))
  const created = maybe(random, 0.93, () => clock.momentOn(id === 1 ? daysLater(clock.today, -50) : clock.day()))
  const month = maybe(random, 0.6, () => random.int(1, 12))
  return {
    id,
    ref: `C${String(number).padStart(4, '0')}`,
    given_name: given,
    family_name: family,
    display_name: [given, family].filter(Boolean).join(' ') || `C${number}`,
    search_name: `${given ?? ''} ${family ?? ''}`.trim().toLowerCase(),
    birth_month: month,
    birth_day: maybe(random, month === null ? 0 : 0.9, () => (month === 2 ? random.int(27, 29) : random.int(1, 28))),
    birth_year: maybe(random, 0.5, () => random.int(1940, 2010)),
    language: maybe(random, 0.7, () => random.pick(['en', 'es'])),
    source: maybe(random, 0.7, () => random.pick(['walk-in', 'website', 'referral'])),
    city: maybe(random, 0.8, () => random.pick(cities)),
    region: maybe(random, 0.7, () => random.pick(['IL', 'WI'])),
    postal_code: maybe(random, 0.6, () => random.pick(['60201', '02134'])),
    country: maybe(random, 0.8, () => random.pick(['US', 'BR'])),
    owner_id: maybe(random, 0.6, () => idOf(random, things.staff)),
    store_id: maybe(random, 0.6, () => idOf(random, things.stores)),
    created_at: created,
    created_day: created === null ? null : clock.dayOf(created),
    do_not_contact: random.chance(0.1),
    merged_into_id: null,
    erased_at: null,
  }
}

function aboutCustomers(random: Random, clock: Clock, customers: readonly Customer[]): Omit<People, 'customers'> {
  let id = 0
  const contact_points: ContactPoint[] = customers.flatMap(({ id: customer_id }) =>
    (['email', 'phone', 'address'] as const).flatMap((kind) =>
      times(
        random.weighted([
          [3, 0],
          [6, 1],
          [2, 2],
        ]),
        (index): ContactPoint => ({
          id: ++id,
          customer_id,
          kind,
          raw: `${kind}-${customer_id}-${index}`,
          valid: random.chance(0.8),
          is_primary: random.chance(0.4),
        }),
      ),
    ),
  )
  const consents: Consent[] = times(random.int(0, customers.length * 3), (index): Consent | null =>
    consent(random, clock, customers, index + 1),
  ).filter((one) => one !== null)
  const customer_tags: Tag[] = customers.flatMap(({ id: customer_id }) =>
    random
      .some(
        ['VIP', 'garden club', 'Café', 'trade'],
        random.weighted([
          [5, 0],
          [3, 1],
          [2, 2],
          [1, 3],
        ]),
      )
      .map((tag) => ({ customer_id, tag: tag === 'VIP' && random.chance(0.3) ? 'vip' : tag })),
  )
  const customer_attributes: Attribute[] = times(random.int(0, customers.length * 2), (index) =>
    attribute(random, clock, customers, index + 1),
  ).filter((one) => one !== null)
  return { contact_points, consents, customer_tags, customer_attributes }
}

function consent(random: Random, clock: Clock, customers: readonly Customer[], id: number): Consent | null {
  const customer_id = idOf(random, customers)
  if (customer_id === null) return null
  const captured_at = maybe(random, 0.8, () => clock.momentOn(clock.past(clock.day())))
  return {
    id,
    customer_id,
    channel: random.pick(['email', 'sms', 'phone', 'post']),
    state: random.chance(0.7) ? 'yes' : 'no',
    captured_at,
    recorded_at: clock.momentOn(clock.day()),
  }
}

/** The attributes shops of this test keep: of numbers, and of words. */
export const attributeKeys = [
  { key: 'household_size', numeric: true },
  // Names that columns of the answer have as well, or that SQL means something by.
  { key: 'customer_id', numeric: true },
  { key: 'order', numeric: false },
  { key: 'position', numeric: true },
  { key: 'dog’s "name"', numeric: false },
  { key: 'interest', numeric: false },
] as const

function attribute(random: Random, clock: Clock, customers: readonly Customer[], id: number): Attribute | null {
  const customer_id = idOf(random, customers)
  if (customer_id === null) return null
  const { key, numeric } = random.pick(attributeKeys)
  const value = numeric ? random.pick(['1', '2', '2.50', '4']) : random.pick(['fishing', 'Jardín', 'painting'])
  return { id, customer_id, key, value, observed_at: clock.momentOn(daysLater(clock.today, -random.int(0, 3))) }
}

/** Who facts are about. Whoever was made after today has facts from that day on only; merged and erased records have none. */
interface Pool {
  /** Nobody: null. */
  who(random: Random): Customer | null
  day(one: Customer | null, clock: Clock): string
}

function factsPool(customers: readonly Customer[], today: string): Pool {
  const present = customers.filter((one) => one.merged_into_id === null && one.erased_at === null)
  return {
    who: (random) => (present.length === 0 ? null : random.pick(random.chance(0.5) ? present.slice(0, 5) : present)),
    day: (one, clock) => {
      const day = clock.day()
      return one?.created_day && one.created_day > today && day < one.created_day ? one.created_day : day
    },
  }
}

function ordersFor(random: Random, clock: Clock, things: Things, pool: Pool): Pick<Shop, 'orders' | 'order_lines'> {
  const count = random.weighted([
    [0.4, 0],
    [2, random.int(1, 10)],
    [6, random.int(10, 80)],
  ])
  const orders: Order[] = []
  const lines: Line[] = []
  for (let index = 0; index < count; index++) {
    const before = orders.length > 0 && random.chance(0.15) ? random.pick(orders) : null
    const order = anOrder(random, clock, things, pool, index, before)
    const own =
      before && random.chance(0.7)
        ? lines.filter((line) => line.order_id === before.id)
        : linesOf(random, things, order)
    orders.push(order)
    lines.push(...own.map((line, place) => ({ ...line, id: lines.length + place + 1, order_id: order.id })))
  }
  return { orders, order_lines: lines }
}

/** An order; one made from another is at the same moment or costs the same, so that there are ties to break. */
function anOrder(random: Random, clock: Clock, things: Things, pool: Pool, index: number, twin: Order | null): Order {
  const customer = random.chance(0.85) ? pool.who(random) : null
  const ordered_at =
    twin && random.chance(0.5) && (customer === null || customer.id === twin.customer_id)
      ? twin.ordered_at
      : clock.momentOn(pool.day(customer, clock))
  const channel = random.chance(0.7) ? 'store' : 'online'
  return {
    id: index + 1,
    ref: `R-${String((index * 37) % 97).padStart(3, '0')}`,
    customer_id: customer?.id ?? null,
    store_id: channel === 'store' || random.chance(0.1) ? idOf(random, things.stores) : null,
    channel,
    status: random.weighted([
      [8, 'completed'],
      [1, 'cancelled'],
      [1, 'refunded'],
    ]),
    ordered_at,
    ordered_day: clock.dayOf(ordered_at),
  }
}

function linesOf(random: Random, things: Things, order: Order): Line[] {
  const products = random.some(
    things.products,
    random.weighted([
      [0.5, 0],
      [6, 1],
      [3, 2],
      [2, 4],
    ]),
  )
  const twice = products[0] && random.chance(0.1) ? [products[0], ...products] : products
  return twice.map((product, index): Line => {
    const quantity = random.pick([1, 1, 2, 3, 4, 7])
    const unit_price = product.price ?? price(random)
    const discount = random.chance(0.3) ? random.pick(['1.00', '2.50', '0.01', '3.33']) : '0.00'
    const refunded_quantity =
      order.status === 'refunded'
        ? quantity
        : order.status === 'completed' && random.chance(0.15)
          ? random.int(1, quantity)
          : 0
    return {
      id: 0,
      order_id: 0,
      line_no: index + 1,
      product_id: product.id,
      quantity,
      unit_price,
      discount,
      refunded_quantity,
    }
  })
}

type Contacts = Pick<Shop, 'interactions' | 'service_cases' | 'notes' | 'follow_ups'>

function contactsFor(random: Random, clock: Clock, pool: Pool, things: Things): Contacts {
  const facts = <T>(most: number, make: (id: number, about: Customer) => T): T[] =>
    times(random.int(0, most), (index) => [index + 1, pool.who(random)] as const).flatMap(([id, about]) =>
      about ? [make(id, about)] : [],
    )
  const interactions = facts(25, (id, about): Interaction => interaction(random, clock, pool, things, id, about))
  const notes = facts(15, (id, about): Note => note(random, clock, pool, things, id, about))
  const service_cases = facts(10, (id, about): Case => serviceCase(random, clock, pool, things, id, about))
  const fromNotes = notes
    .filter(() => random.chance(0.4))
    .map((from): FollowUp => followUp(random, clock, things, from.id, from.customer_id, from))
  // A promise has no day of its own to hide it by: it is made to people who are on record.
  const others = facts(6, (id, about) => ({ id: 100 + id, about }))
    .filter(({ about }) => about.created_day === null || about.created_day <= clock.today)
    .map(({ id, about }): FollowUp => followUp(random, clock, things, id, about.id, null))
  return { interactions, service_cases, notes, follow_ups: [...fromNotes, ...others] }
}

function interaction(
  random: Random,
  clock: Clock,
  pool: Pool,
  things: Things,
  id: number,
  about: Customer,
): Interaction {
  const at = clock.momentOn(pool.day(about, clock))
  const kind = random.pick(['inquiry', 'service_case', 'call', 'visit', 'message'] as const)
  return {
    id,
    customer_id: about.id,
    at,
    on_day: clock.dayOf(at),
    channel: random.pick(['phone', 'email', 'sms', 'store', 'chat']),
    kind,
    direction: kind !== 'visit' && random.chance(0.5) ? 'outbound' : 'inbound',
    staff_id: maybe(random, 0.7, () => idOf(random, things.staff)),
    summary: maybe(random, 0.8, () => `Asked about ${random.pick(words)}`),
  }
}

function note(random: Random, clock: Clock, pool: Pool, things: Things, id: number, about: Customer): Note {
  const written_at = clock.momentOn(pool.day(about, clock))
  return {
    id,
    customer_id: about.id,
    written_at,
    written_day: clock.dayOf(written_at),
    author_id: maybe(random, 0.8, () => idOf(random, things.staff)),
    body: `Likes ${random.pick(words)}`,
    visibility: random.chance(0.8) ? 'everyone' : 'managers',
    deleted_at: maybe(random, 0.1, () => written_at),
  }
}

function serviceCase(random: Random, clock: Clock, pool: Pool, things: Things, id: number, about: Customer): Case {
  const opened_at = clock.momentOn(pool.day(about, clock))
  const status = random.chance(0.5) ? 'open' : 'resolved'
  const resolved = (): string => clock.momentOn(clock.past(daysLater(clock.dayOf(opened_at), random.int(1, 20))))
  return {
    id,
    customer_id: about.id,
    interaction_id: null,
    opened_at,
    opened_day: clock.dayOf(opened_at),
    status,
    resolved_at: status === 'resolved' ? maybe(random, 0.7, resolved) : null,
    staff_id: maybe(random, 0.7, () => idOf(random, things.staff)),
    summary: maybe(random, 0.8, () => random.pick(words)),
  }
}

function followUp(
  random: Random,
  clock: Clock,
  things: Things,
  id: number,
  customer_id: number,
  from: Note | null,
): FollowUp {
  return {
    id,
    customer_id,
    note_id: from?.id ?? null,
    due_on: daysLater(clock.today, random.int(-60, 30)),
    status: random.weighted([
      [5, 'open'],
      [2, 'done'],
      [1, 'snoozed'],
      [1, 'cancelled'],
    ]),
    assigned_to: maybe(random, 0.7, () => idOf(random, things.staff)),
    reason: random.pick(words),
  }
}

function referralsFor(random: Random, customers: readonly Customer[], today: string): Referral[] {
  const isPast = (one: Customer): boolean => one.created_day === null || one.created_day <= today
  const referrers = customers
    .filter((one) => one.merged_into_id === null && one.erased_at === null && isPast(one))
    .slice(0, 4)
  const referred = customers.filter((one) => one.merged_into_id === null && isPast(one) && random.chance(0.3))
  return referred.flatMap((one, index) => {
    const referrer = referrers.length === 0 ? null : random.pick(referrers)
    if (!referrer || referrer.id === one.id) return []
    return [
      {
        id: index + 1,
        referrer_id: referrer.id,
        referred_id: one.id,
        referred_on: maybe(random, 0.85, () => one.created_day),
      },
    ]
  })
}

function campaignsFor(random: Random, clock: Clock, pool: Pool): Pick<Shop, 'campaigns' | 'campaign_recipients'> {
  const campaigns = times(random.int(0, 4), (index): Campaign => {
    const started_on = maybe(random, 0.93, clock.day)
    return {
      id: index + 1,
      ref: `M-${index + 1}`,
      name: random.pick(['Spring sale', 'Grill week', 'Été']),
      channel: random.pick(['email', 'sms', 'post', 'phone']),
      started_on,
      ended_on: maybe(random, 0.8, () => daysLater(started_on ?? clock.today, random.int(0, 30))),
    }
  })
  const recipients = campaigns.flatMap((campaign) =>
    [...new Set(times(random.int(0, 15), () => pool.who(random)))].flatMap((one) =>
      one && (one.created_day === null || one.created_day <= clock.today)
        ? [recipient(random, clock, campaign, one)]
        : [],
    ),
  )
  return { campaigns, campaign_recipients: recipients }
}

function recipient(random: Random, clock: Clock, campaign: Campaign, one: Customer): Recipient {
  const holdout = random.chance(0.2)
  const after = (day: string): string => clock.momentOn(daysLater(day, random.int(0, 20)))
  const sent_at = holdout ? null : after(campaign.started_on ?? clock.day())
  const event = (): string | null => (sent_at === null ? null : maybe(random, 0.5, () => after(clock.dayOf(sent_at))))
  const [opened_at, clicked_at, responded_at] = [event(), event(), event()]
  const dayOf = (at: string | null): string | null => (at === null ? null : clock.dayOf(at))
  return {
    campaign_id: campaign.id,
    customer_id: one.id,
    sent_at,
    opened_at,
    clicked_at,
    responded_at,
    holdout,
    sent_day: dayOf(sent_at),
    opened_day: dayOf(opened_at),
    clicked_day: dayOf(clicked_at),
    responded_day: dayOf(responded_at),
  }
}
