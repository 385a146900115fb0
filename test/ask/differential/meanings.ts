import type { EntityName } from '../../../src/catalog/types.ts'
import { beginning, dayNumber, weekdayOf } from './calendar.ts'
import {
  ceiling,
  compare,
  type Fraction,
  fraction,
  over,
  plus,
  times,
  total,
  weigh,
  written,
  zero,
} from './fraction.ts'
import type { Customer, Line, Order, Score } from './shop.ts'
import {
  groupBy,
  hasOrdered,
  isOpen,
  lineDiscount,
  lineNet,
  linesUnits,
  type Row,
  type Summary,
  type World,
} from './world.ts'
import { hourIn } from './zones.ts'

/** What the catalogue's words mean, written a second time over plain rows and without its SQL. */

/** Null is missing; days are text. */
export type Value = Fraction | string | boolean | null

/** A fact about one row; a list where a row may have several. Undefined when the row does not lead there. */
export type Reader = (row: Row, world: World) => Value | readonly Value[] | undefined

const number = (value: number | null): Fraction | null => (value === null ? null : fraction(value))
const money = (value: string | null): Fraction | null => (value === null ? null : written(value))

const of =
  <Role extends keyof Row>(
    role: Role,
    read: (subject: NonNullable<Row[Role]>, world: World, row: Row) => Value | readonly Value[],
  ): Reader =>
  (row, world) => {
    const subject = row[role]
    if (subject === undefined) return undefined
    return subject === null ? null : read(subject, world, row)
  }
const customer = (read: (one: Customer, world: World) => Value | readonly Value[]): Reader => of('customer', read)
const summary = (read: (one: Summary, world: World, whose: Customer) => Value): Reader =>
  of('customer', (one, world) => read(world.summary(one), world, one))
/** What the run that questions use says of the customer; nothing of whoever is no customer today. */
const scored = (read: (score: Score) => Value): Reader =>
  of('customer', (one, world) => {
    const score = scoreOf(one, world)
    return score === null ? null : read(score)
  })

function scoreOf(one: Customer, world: World): Score | null {
  return world.shop.scores.find(({ run_id, customer_id }) => run_id === 1 && customer_id === one.id) ?? null
}

const daysSince = (day: string | null | undefined, world: World): Fraction | null =>
  day === null || day === undefined ? null : fraction(dayNumber(world.shop.today) - dayNumber(day))

const customerFields: Readonly<Record<string, Reader>> = {
  'customer.customer': customer((one) => one.ref),
  'customer.name': customer((one) => one.display_name),
  'customer.given_name': customer((one) => one.given_name),
  'customer.family_name': customer((one) => one.family_name),
  'customer.email': customer((one, world) => primary(one, 'email', world)),
  'customer.phone': customer((one, world) => primary(one, 'phone', world)),
  'customer.address': customer((one, world) => primary(one, 'address', world)),
  'customer.city': customer((one) => one.city),
  'customer.region': customer((one) => one.region),
  'customer.postal_code': customer((one) => one.postal_code),
  'customer.country': customer((one) => one.country),
  'customer.birthday': customer((one) => birthday(one)),
  'customer.age': customer((one, world) => age(one, world.shop.today)),
  'customer.language': customer((one) => one.language),
  'customer.source': customer((one) => one.source),
  'customer.owner': customer((one, world) => world.staff(one.owner_id)?.email ?? null),
  'customer.owner_name': customer((one, world) => world.staff(one.owner_id)?.name ?? null),
  'customer.store': customer((one, world) => world.store(one.store_id)?.name ?? null),
  'customer.created_day': customer((one) => one.created_day),
  'customer.tag': customer((one, world) =>
    world.shop.customer_tags.filter((tag) => tag.customer_id === one.id).map(({ tag }) => tag),
  ),
  'customer.referred_by': summary((one) => one.referredBy?.ref ?? null),
  'customer.referrer_name': summary((one) => one.referredBy?.display_name ?? null),
  'customer.do_not_contact': customer((one) => one.do_not_contact),
  'customer.spend': summary((one) => one.spend),
  'customer.order_count': summary((one) => fraction(one.orders.length)),
  'customer.purchase_days': summary((one) => fraction(one.purchaseDays.length)),
  'customer.units': summary((one) => fraction(one.units)),
  'customer.average_order': summary((one) => over(one.spend, fraction(one.orders.length))),
  'customer.first_order_day': summary((one) => one.purchaseDays[0] ?? null),
  'customer.last_order_day': summary((one) => one.purchaseDays.at(-1) ?? null),
  'customer.days_since_last_order': summary((one, world) => daysSince(one.purchaseDays.at(-1), world)),
  'customer.usual_gap': summary((one, world) => (one.orders.length === 0 ? null : usualGap(one, world))),
  'customer.usual_gap_margin': summary((one) => gapMargin(one)),
  'customer.chance_active': scored((one) => written(one.chance_active)),
  'customer.expected_orders': scored((one) => written(one.expected_orders_90d)),
  'customer.expected_orders_low': scored((one) => fraction(one.expected_orders_low)),
  'customer.expected_orders_high': scored((one) => fraction(one.expected_orders_high)),
  'customer.lifetime_value': scored((one) => money(one.lifetime_value_12m)),
  'customer.lifetime_value_low': scored((one) => money(one.lifetime_value_low)),
  'customer.lifetime_value_high': scored((one) => money(one.lifetime_value_high)),
  'customer.expected_order_value': scored((one) => money(one.expected_value_per_order)),
  'customer.stage': customer((one, world) => stageOf(one, world)),
  'customer.rfm': customer((one, world) => rfmOf(one, world)),
  'customer.recency_score': customer((one, world) => number(scores(one, world)?.r ?? null)),
  'customer.frequency_score': customer((one, world) => number(scores(one, world)?.f ?? null)),
  'customer.money_score': customer((one, world) => number(scores(one, world)?.m ?? null)),
  'customer.referral_count': summary((one) => fraction(one.referralCount)),
  'customer.successful_referrals': summary((one) => fraction(one.successfulReferrals)),
  'customer.completeness': summary((one, _, whose) =>
    over(
      fraction(
        (['email', 'phone', 'address'] as const).filter((kind) => one.reachableAt.has(kind)).length +
          Number(whose.birth_month !== null) +
          Number(one.consents.size > 0),
      ),
      fraction(5),
    ),
  ),
  'customer.last_contacted_day': summary((one) => one.lastContactedDay),
  'customer.days_since_contact': summary((one, world) => daysSince(one.lastContactedDay, world)),
  'customer.open_cases': summary((one) => fraction(one.openCases)),
  'customer.has_email': summary((one) => one.reachableAt.has('email')),
  'customer.has_phone': summary((one) => one.reachableAt.has('phone')),
  'customer.has_address': summary((one) => one.reachableAt.has('address')),
  'customer.wrong_email': summary((one, world, whose) => isWrong('email', one, world, whose)),
  'customer.wrong_phone': summary((one, world, whose) => isWrong('phone', one, world, whose)),
  'customer.email_consent': summary((one) => one.consents.get('email') ?? null),
  'customer.sms_consent': summary((one) => one.consents.get('sms') ?? null),
  'customer.phone_consent': summary((one) => one.consents.get('phone') ?? null),
  'customer.post_consent': summary((one) => one.consents.get('post') ?? null),
}

/** A customer attribute: the one observed last. */
export const attribute = (key: string, numeric: boolean): Reader =>
  customer((one, world) => {
    const own = world.shop.customer_attributes.filter((each) => each.customer_id === one.id && each.key === key)
    const latest = own
      .toSorted((a, b) => (a.observed_at === b.observed_at ? a.id - b.id : a.observed_at < b.observed_at ? -1 : 1))
      .at(-1)
    if (!latest) return null
    return numeric ? written(latest.value) : latest.value
  })

const isWrong = (kind: 'email' | 'phone', one: Summary, world: World, { id }: Customer): boolean =>
  !one.reachableAt.has(kind) &&
  world.shop.contact_points.some((point) => point.customer_id === id && point.kind === kind && !point.valid)

function primary(one: Customer, kind: string, world: World): string | null {
  const points = world.shop.contact_points.filter((point) => point.customer_id === one.id && point.kind === kind)
  const first = points.toSorted((a, b) => Number(b.is_primary) - Number(a.is_primary) || a.id - b.id)[0]
  return first?.raw ?? null
}

function birthday({ birth_month, birth_day }: Customer): string | null {
  if (birth_month === null || birth_day === null) return null
  return `${String(birth_month).padStart(2, '0')}-${String(birth_day).padStart(2, '0')}`
}

/** Whole years; where only the year is known, as if the birthday had been. */
function age(one: Customer, today: string): Fraction | null {
  if (one.birth_year === null) return null
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
  const ahead =
    one.birth_month !== null &&
    (one.birth_month > month || (one.birth_month === month && one.birth_day !== null && one.birth_day > day))
  return fraction(year - one.birth_year - (ahead ? 1 : 0))
}

/** Student's t that 8 in 10 stay within × the deviation ÷ √ of how many gaps; no exact number, so that ties are in doubt. */
function gapMargin({ purchaseDays, gapSpread }: Summary): Fraction | null {
  if (gapSpread === null) return null
  const gaps = purchaseDays.length - 1
  const known = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383]
  const student = known[gaps - 2] ?? 1.2816 + 0.8466 / (gaps - 1)
  return fraction(BigInt(Math.round(((student * gapSpread) / Math.sqrt(gaps)) * 7e12)), 7_000_000_000_000n)
}

const usualGap = (one: Summary, world: World): Fraction => one.usualGap ?? written(world.shop.settings.defaultGapDays)

/** What is in the order's basket, of pieces kept. */
const basket = (read: (line: Line, world: World) => Value): Reader =>
  of('order', (order, world) => [
    ...new Set(
      world
        .linesOf(order)
        .filter((line) => linesUnits(line) > 0)
        .map((line) => read(line, world))
        .filter((value) => value !== null),
    ),
  ])

/** By time; of the same moment by reference. */
const place = (one: Order): string => `${one.ordered_at} ${one.ref} ${one.id}`
const earlierOrSame = (one: Order, other: Order): boolean => place(one) <= place(other)
const laterOrSame = (one: Order, other: Order): boolean => place(one) >= place(other)
const ownOrders = (order: Order, world: World): readonly Order[] =>
  order.customer_id === null
    ? []
    : world.ordersOf(order.customer_id).filter((own) => own.ordered_day <= world.shop.today)
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const orderFields: Readonly<Record<string, Reader>> = {
  'order.order': of('order', (one) => one.ref),
  'order.day': of('order', (one) => one.ordered_day),
  'order.store': of('order', (one, world) => world.store(one.store_id)?.name ?? null),
  'order.channel': of('order', (one) => one.channel),
  'order.status': of('order', (one) => one.status),
  'order.net': of('order', (one, world) => world.totals(one).net),
  'order.units': of('order', (one, world) => fraction(world.totals(one).units)),
  'order.weekday': of('order', (one) => weekdays[weekdayOf(one.ordered_day)] ?? null),
  'order.hour': of('order', (one, world) => fraction(hourIn(world.shop.settings.timeZone, one.ordered_at))),
  'order.month_of_year': of('order', (one) => fraction(Number(one.ordered_day.slice(5, 7)))),
  'order.number': of('order', (one, world) =>
    one.customer_id === null ? null : fraction(ownOrders(one, world).filter((own) => earlierOrSame(own, one)).length),
  ),
  'order.from_last': of('order', (one, world) =>
    one.customer_id === null ? null : fraction(ownOrders(one, world).filter((own) => laterOrSame(own, one)).length),
  ),
  'order.days_after_first': of('order', (one, world) => {
    const first = ownOrders(one, world)
      .map((own) => own.ordered_day)
      .sort()[0]
    return first === undefined ? null : fraction(dayNumber(one.ordered_day) - dayNumber(first))
  }),
  'order.products': basket((line, world) => world.product(line.product_id).sku),
  'order.categories': basket((line, world) => world.category(world.product(line.product_id))?.name ?? null),
  'order.brands': basket((line, world) => world.product(line.product_id).brand),
  'line.discounted': of('line', (one) => compare(written(one.discount), zero) > 0),
  'line.unit_price': of('line', (one) => written(one.unit_price)),
}

const productFields: Readonly<Record<string, Reader>> = {
  'product.product': of('product', (one) => one.sku),
  'product.name': of('product', (one) => one.name),
  'product.category': of('category', (one) => one.name),
  'product.brand': of('product', (one) => one.brand),
  'product.price': of('product', (one) => money(one.price)),
  'product.replenish_days': of('product', (one) => number(one.replenish_days)),
  'product.warranty_months': of('product', (one) => number(one.warranty_months)),
  'product.check_in_days': of('product', (one) => number(one.check_in_days)),
}

const serviceFields: Readonly<Record<string, Reader>> = {
  'interaction.day': of('interaction', (one) => one.on_day),
  'interaction.kind': of('interaction', (one) => one.kind),
  'interaction.direction': of('interaction', (one) => one.direction),
  'interaction.channel': of('interaction', (one) => one.channel),
  'interaction.summary': of('interaction', (one) => one.summary),
  'interaction.staff': of('interaction', (one, world) => world.staff(one.staff_id)?.email ?? null),
  'interaction.staff_name': of('interaction', (one, world) => world.staff(one.staff_id)?.name ?? null),
  'case.opened_day': of('case', (one) => one.opened_day),
  'case.status': of('case', (_one, world, row) => (isOpen(row, world.shop) ? 'open' : 'resolved')),
  'case.summary': of('case', (one) => one.summary),
  'case.age_days': of('case', (one, world, row) => (isOpen(row, world.shop) ? daysSince(one.opened_day, world) : null)),
  'case.staff': of('case', (one, world) => world.staff(one.staff_id)?.email ?? null),
  'case.staff_name': of('case', (one, world) => world.staff(one.staff_id)?.name ?? null),
  'note.day': of('note', (one) => one.written_day),
  'note.text': of('note', (one) => one.body),
  'note.author': of('note', (one, world) => world.staff(one.author_id)?.email ?? null),
  'note.author_name': of('note', (one, world) => world.staff(one.author_id)?.name ?? null),
  'follow_up.due_on': of('follow_up', (one) => one.due_on),
  'follow_up.status': of('follow_up', (one) => one.status),
  'follow_up.reason': of('follow_up', (one) => one.reason),
  'follow_up.assignee': of('follow_up', (one, world) => world.staff(one.assigned_to)?.email ?? null),
  'follow_up.assignee_name': of('follow_up', (one, world) => world.staff(one.assigned_to)?.name ?? null),
}

const happened = (day: string | null, world: World): boolean => day !== null && day <= world.shop.today

const campaignFields: Readonly<Record<string, Reader>> = {
  'campaign.campaign': of('campaign', (one) => one.ref),
  'campaign.name': of('campaign', (one) => one.name),
  'campaign.channel': of('campaign', (one) => one.channel),
  'campaign.started_on': of('campaign', (one) => one.started_on),
  'campaign.ended_on': of('campaign', (one) => one.ended_on),
  'recipient.sent': of('recipient', (one) => one.sent_at !== null),
  'recipient.opened': of('recipient', (one, world) => happened(one.opened_day, world)),
  'recipient.clicked': of('recipient', (one, world) => happened(one.clicked_day, world)),
  'recipient.responded': of('recipient', (one, world) => happened(one.responded_day, world)),
  'recipient.holdout': of('recipient', (one) => one.holdout),
  'recipient.ordered_during': of('recipient', (_one, world, row) => orderedDuring(row, world)),
}

/** From its first to its last day, both included; until today where it has no last day. */
function orderedDuring({ recipient, campaign }: Row, world: World): boolean {
  const from = campaign?.started_on
  if (!recipient || !campaign || from === null || from === undefined) return false
  const to = campaign.ended_on === null || campaign.ended_on > world.shop.today ? world.shop.today : campaign.ended_on
  return world.ordersOf(recipient.customer_id).some((order) => order.ordered_day >= from && order.ordered_day <= to)
}

const stayFields: Readonly<Record<string, Reader>> = {
  'stay.segment': of('stay', ({ segment_id }, world) => segmentName(segment_id, world)),
  'stay.entered_on': of('stay', (one) => (one.valid_from === '-infinity' ? null : one.valid_from)),
  'stay.left_on': of('stay', (one, world) => (happened(one.valid_to, world) ? one.valid_to : null)),
}

const segmentName = (id: number, { shop }: World): string | null =>
  shop.histories.find(({ segment_id }) => segment_id === id)?.segment ?? null

const placeFields: Readonly<Record<string, Reader>> = {
  'store.name': of('store', (one) => one.name),
  'store.city': of('store', (one) => one.city),
  'staff.staff': of('staff', (one) => one.email),
  'staff.name': of('staff', (one) => one.name),
  'staff.role': of('staff', (one) => one.role),
  'staff.store': of('staff', (one, world) => world.store(one.store_id)?.name ?? null),
}

export const fieldMeanings: Readonly<Record<string, Reader>> = {
  ...customerFields,
  ...orderFields,
  ...productFields,
  ...serviceFields,
  ...campaignFields,
  ...placeFields,
  ...stayFields,
}

/** A number over rows that count. */
export interface MetricMeaning {
  readonly entity: EntityName
  readonly counts: (row: Row, world: World) => boolean
  /** Null where periods make no sense; a row whose day is null is in no period. */
  readonly day: ((row: Row, world: World) => string | null) | null
  readonly compute: (rows: readonly Row[], world: World) => Value
  readonly empty: 0 | null
  /** For what lasts: whether it still does at the end of a day. */
  readonly holdsOn?: (row: Row, day: string) => boolean
}

const distinct = (values: readonly (string | number | null | undefined)[]): Fraction =>
  fraction(new Set(values.filter((value) => value !== null && value !== undefined)).size)
const orderDay = (row: Row): string | null => row.order?.ordered_day ?? null
const ordersIn = (rows: readonly Row[]): Fraction => distinct(rows.map((row) => row.order?.id))
const netOf = (rows: readonly Row[]): Fraction => total(rows.map((row) => (row.line ? lineNet(row.line) : zero)))
const unitsOf = (rows: readonly Row[]): Fraction =>
  fraction(rows.reduce((sum, row) => sum + (row.line ? linesUnits(row.line) : 0), 0))
const buyersOf = (rows: readonly Row[]): Fraction => distinct(rows.map((row) => row.order?.customer_id))
const known = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row.order?.customer_id !== null)
const daysOf = (rows: readonly Row[]): readonly string[] => rows.flatMap((row) => orderDay(row) ?? []).sort()
const sumOfLines = (rows: readonly Row[], read: (line: Line) => Fraction): Fraction =>
  total(rows.map((row) => (row.line ? read(row.line) : zero)))
const pieces = (line: Line): Fraction => fraction(line.refunded_quantity)

/** Lines with a piece kept, of orders that count. */
const sold = (compute: MetricMeaning['compute'], empty: 0 | null = 0): MetricMeaning => ({
  entity: 'line',
  day: orderDay,
  empty,
  compute,
  counts: (row, world) =>
    row.order !== undefined && row.line !== undefined && world.totals(row.order).counts && linesUnits(row.line) > 0,
})
const bought = (compute: MetricMeaning['compute'], empty: 0 | null = 0): MetricMeaning => ({
  entity: 'line',
  day: orderDay,
  empty,
  compute,
  counts: (row) => row.order?.status !== 'cancelled',
})
const ofOrders = (
  compute: MetricMeaning['compute'],
  counts: MetricMeaning['counts'],
  empty: 0 | null = 0,
): MetricMeaning => ({
  entity: 'order',
  day: orderDay,
  empty,
  compute,
  counts,
})
const count = (rows: readonly Row[]): Fraction => fraction(rows.length)
const counted = (
  entity: EntityName,
  day: MetricMeaning['day'],
  counts: MetricMeaning['counts'] = () => true,
): MetricMeaning => ({
  entity,
  day,
  counts,
  compute: count,
  empty: 0,
})
const shareOf = (
  rows: readonly Row[],
  holds: (row: Row) => boolean,
  among: (row: Row) => boolean = () => true,
): Fraction | null => over(fraction(rows.filter(holds).length), fraction(rows.filter(among).length))
const spansOf = (unit: 'week' | 'month' | 'quarter' | 'year'): MetricMeaning =>
  sold((rows, world) => distinct(daysOf(rows).map((day) => beginning(unit, day, world.shop.settings))))
const latest = (days: readonly string[]): string | null => [...days].sort().at(-1) ?? null

const sales: Readonly<Record<string, MetricMeaning>> = {
  revenue: sold(netOf),
  orders: sold(ordersIn),
  buyers: sold(buyersOf),
  units: sold(unitsOf),
  average_order_value: sold((rows) => over(netOf(rows), ordersIn(rows)), null),
  revenue_per_buyer: sold((rows) => over(netOf(known(rows)), buyersOf(rows)), null),
  orders_per_buyer: sold((rows) => over(ordersIn(known(rows)), buyersOf(rows)), null),
  units_per_order: sold((rows) => over(unitsOf(rows), ordersIn(rows)), null),
  largest_order: ofOrders(
    (rows, world) => highest(rows.flatMap((row) => (row.order ? world.totals(row.order).net : []))),
    (row, world) => row.order !== undefined && world.totals(row.order).counts,
    null,
  ),
  first_order: sold((rows) => daysOf(rows)[0] ?? null, null),
  last_order: sold((rows) => latest(daysOf(rows)), null),
  order_days: sold((rows) => distinct(daysOf(rows))),
  order_weeks: spansOf('week'),
  order_months: spansOf('month'),
  order_quarters: spansOf('quarter'),
  order_years: spansOf('year'),
  categories_bought: sold((rows) => distinct(rows.map((row) => row.category?.id))),
  products_bought: sold((rows) => distinct(rows.map((row) => row.product?.id))),
  brands_bought: sold((rows) => distinct(rows.map((row) => row.product?.brand))),
  stores_used: sold((rows) => distinct(rows.map((row) => row.order?.store_id))),
  discount: sold((rows) => sumOfLines(rows, (line) => lineDiscount(line, linesUnits(line)))),
  units_returned: bought((rows) => sumOfLines(rows, pieces)),
  refunds: bought((rows) =>
    sumOfLines(rows, (line) =>
      plus(
        times(pieces(line), written(line.unit_price)),
        times(fraction(-1), lineDiscount(line, line.refunded_quantity)),
      ),
    ),
  ),
  return_rate: bought(
    (rows) =>
      over(
        sumOfLines(rows, pieces),
        sumOfLines(rows, (line) => fraction(line.quantity)),
      ),
    null,
  ),
  cancelled_orders: ofOrders(count, (row) => row.order?.status === 'cancelled'),
  refunded_orders: ofOrders(
    count,
    (row, world) =>
      row.order !== undefined &&
      row.order.status !== 'cancelled' &&
      world.linesOf(row.order).some((line) => line.refunded_quantity > 0),
  ),
}

export function highest(list: readonly Fraction[]): Fraction | null {
  return list.reduce<Fraction | null>((most, one) => (most === null || compare(one, most) > 0 ? one : most), null)
}

const ofCustomer = (row: Row, world: World): Summary | null => (row.customer ? world.summary(row.customer) : null)
const isBuyer = (row: Row, world: World): boolean => (ofCustomer(row, world)?.orders.length ?? 0) > 0

const people: Readonly<Record<string, MetricMeaning>> = {
  customers: counted('customer', null),
  new_customers: counted('customer', (row, world) => ofCustomer(row, world)?.purchaseDays[0] ?? null, isBuyer),
  customers_added: counted('customer', (row) => row.customer?.created_day ?? null),
  repeat_rate: {
    entity: 'customer',
    day: null,
    counts: isBuyer,
    empty: null,
    compute: (rows, world) => shareOf(rows, (row) => (ofCustomer(row, world)?.orders.length ?? 0) >= 2),
  },
  referrals: counted('referral', (row) => row.referral?.referred_on ?? null),
  successful_referrals: counted(
    'referral',
    (row) => row.referral?.referred_on ?? null,
    (row, world) => row.referral !== undefined && hasOrdered(row.referral.referred_id, world),
  ),
}

const contactDay = (row: Row): string | null => row.interaction?.on_day ?? null
const outbound = (row: Row): boolean => row.interaction?.direction === 'outbound'

const contact: Readonly<Record<string, MetricMeaning>> = {
  interactions: counted('interaction', contactDay),
  contacts: counted('interaction', contactDay, outbound),
  customers_contacted: {
    ...counted('interaction', contactDay, outbound),
    compute: (rows) => distinct(rows.map((row) => row.customer?.id)),
  },
  last_interaction: {
    ...counted('interaction', contactDay),
    empty: null,
    compute: (rows) => latest(rows.flatMap((row) => contactDay(row) ?? [])),
  },
  cases: counted('case', (row) => row.case?.opened_day ?? null),
  open_cases: counted(
    'case',
    (row) => row.case?.opened_day ?? null,
    (row, world) => isOpen(row, world.shop),
  ),
  notes: counted('note', (row) => row.note?.written_day ?? null),
  follow_ups: counted('follow_up', (row) => row.follow_up?.due_on ?? null),
}

type Event = 'sent' | 'opened' | 'clicked' | 'responded'
const eventDay =
  (event: Event) =>
  (row: Row): string | null =>
    row.recipient?.[`${event}_day`] ?? null
const sent = (row: Row): boolean => row.recipient?.sent_at !== null
const events = (event: Event): MetricMeaning =>
  counted('recipient', eventDay(event), (row, world) => happened(eventDay(event)(row), world))
const rate = (event: Event): MetricMeaning => ({
  entity: 'recipient',
  day: eventDay('sent'),
  counts: () => true,
  empty: null,
  compute: (rows, world) => shareOf(rows, (row) => happened(eventDay(event)(row), world), sent),
})

const mailings: Readonly<Record<string, MetricMeaning>> = {
  sent: counted('recipient', eventDay('sent'), sent),
  opened: events('opened'),
  clicked: events('clicked'),
  responded: events('responded'),
  open_rate: rate('opened'),
  click_rate: rate('clicked'),
  response_rate: rate('responded'),
  recipients: counted('recipient', null),
  holdouts: counted('recipient', null, (row) => row.recipient?.holdout === true),
  ordered_during: {
    entity: 'recipient',
    day: null,
    counts: () => true,
    empty: null,
    compute: (rows, world) => shareOf(rows, (row) => orderedDuring(row, world)),
  },
}

const things: Readonly<Record<string, MetricMeaning>> = {
  products: counted('product', null),
  categories: counted('category', null),
  campaigns: counted('campaign', (row) => row.campaign?.started_on ?? null),
  stores: counted('store', null),
  staff: counted('staff', null),
}

const stays = (counts: MetricMeaning['counts'], day: NonNullable<MetricMeaning['day']>): MetricMeaning => ({
  entity: 'stay',
  day,
  counts,
  empty: 0,
  compute: (rows) => distinct(rows.map((row) => row.customer?.id)),
})
const enteredOn = (row: Row): string | null =>
  row.stay?.valid_from === '-infinity' ? null : (row.stay?.valid_from ?? null)
const leftOn = (row: Row): string | null => row.stay?.valid_to ?? null
const entries = stays((row) => enteredOn(row) !== null, enteredOn)
const exits = stays((row, world) => happened(leftOn(row), world), leftOn)

const movements: Readonly<Record<string, MetricMeaning>> = {
  segment_size: {
    ...stays(() => true, enteredOn),
    holdsOn: ({ stay }, day) =>
      stay !== undefined && stay.valid_from <= day && (stay.valid_to === null || stay.valid_to > day),
  },
  segment_entries: entries,
  segment_exits: exits,
  entered_on: { ...entries, empty: null, compute: (rows) => latest(rows.flatMap((row) => enteredOn(row) ?? [])) },
  left_on: { ...exits, empty: null, compute: (rows) => latest(rows.flatMap((row) => leftOn(row) ?? [])) },
}

export const metricMeanings: Readonly<Record<string, MetricMeaning>> = {
  ...sales,
  ...people,
  ...contact,
  ...mailings,
  ...things,
  ...movements,
}

/** Whether a customer belongs; `percent` is of the filter, or the shop's. */
export type SegmentMeaning = (customer: Customer, world: World, percent: number, category: string | null) => boolean

const orders = (one: Customer, world: World): number => world.summary(one).orders.length

const silence = (one: Customer, world: World): { readonly days: Fraction; readonly gap: Fraction } | null => {
  const summary = world.summary(one)
  const days = daysSince(summary.purchaseDays.at(-1), world)
  const [gap, least] = [usualGap(summary, world), written(world.shop.settings.minimumGapDays)]
  return days === null ? null : { days, gap: compare(gap, least) < 0 ? least : gap }
}

const silentOver = (one: Customer, world: World, gaps: number): boolean => {
  const found = silence(one, world)
  return found !== null && weigh(found.days, times(written(gaps), found.gap)) > 0
}

/** Ranks 1 to ⌈percent × their number⌉, ties included. */
function ranksFirst(own: Fraction, all: readonly Fraction[], percent: number): boolean {
  const better = all.filter((other) => other !== own && weigh(other, own) > 0).length
  return better + 1 <= ceiling(times(written(percent), fraction(all.length, 100)))
}

function isHeavy(one: Customer, world: World, percent: number, category: string | null): boolean {
  const rows = world
    .rows('line')
    .filter(
      (row) =>
        metric('revenue').counts(row, world) && row.category?.name === category && row.order?.customer_id !== null,
    )
  const spends = new Map([...groupBy(rows, (row) => row.order?.customer_id)].map(([id, own]) => [id, netOf(own)]))
  const own = spends.get(one.id)
  return own !== undefined && ranksFirst(own, [...spends.values()], percent)
}

const metric = (name: string): MetricMeaning => {
  const meaning = metricMeanings[name]
  if (!meaning) throw new Error(`No meaning is written for the metric ${name}`)
  return meaning
}

const reachableBy = (one: Customer, world: World, point: 'email' | 'phone' | 'address', channel: string): boolean => {
  const { reachableAt, consents } = world.summary(one)
  return !one.do_not_contact && reachableAt.has(point) && consents.get(channel) === true
}
const ways = [
  ['email', 'email'],
  ['sms', 'phone'],
  ['phone', 'phone'],
  ['post', 'address'],
] as const

/** 1 + ⌊5 × (rank from the worst − 1) ÷ buyers⌋, ties sharing the lowest rank. */
function scoreByRank<T>(own: T, all: readonly T[], isWorse: (one: T, other: T) => boolean): number {
  const worse = all.filter((other) => isWorse(other, own)).length
  return 1 + Math.min(4, Math.floor((5 * worse) / all.length))
}

/** R, F and M of a buyer; null for a prospect. */
function scores(one: Customer, world: World): { r: number; f: number; m: number } | null {
  const own = world.summary(one)
  if (own.orders.length === 0) return null
  const all = world
    .rows('customer')
    .flatMap((row) => ofCustomer(row, world) ?? [])
    .filter((each) => each.orders.length > 0)
  const lastDay = (summary: typeof own): string => summary.purchaseDays.at(-1) ?? ''
  const count = own.orders.length
  return {
    r: scoreByRank(own, all, (other, mine) => lastDay(other) < lastDay(mine)),
    f: count >= 10 ? 5 : count >= 5 ? 4 : count >= 3 ? 3 : count,
    m: scoreByRank(own, all, (other, mine) => weigh(other.spend, mine.spend) < 0),
  }
}

const grid: readonly (readonly [
  name: string,
  label: string,
  recency: readonly number[],
  together: readonly number[],
])[] = [
  ['champion', 'champions', [5], [4, 5]],
  ['loyal', 'loyal', [3, 4], [4, 5]],
  ['potential_loyalist', 'potential loyalists', [4, 5], [2, 3]],
  ['new_rfm', 'new (RFM)', [5], [1]],
  ['promising', 'promising', [4], [1]],
  ['need_attention', 'need attention', [3], [3]],
  ['about_to_sleep', 'about to sleep', [3], [1, 2]],
  ['cant_lose', 'can’t lose', [1, 2], [5]],
  ['at_risk', 'at risk', [1, 2], [3, 4]],
  ['hibernating', 'hibernating', [1, 2], [1, 2]],
]

function inCell(one: Customer, world: World, recency: readonly number[], together: readonly number[]): boolean {
  const found = scores(one, world)
  return found !== null && recency.includes(found.r) && together.includes(Math.floor((found.f + found.m + 1) / 2))
}

const rfmOf = (one: Customer, world: World): string | null =>
  grid.find(([, , recency, together]) => inCell(one, world, recency, together))?.[1] ?? null

function isTop(one: Customer, world: World, percent: number): boolean {
  const buyers = world.rows('customer').filter((row) => isBuyer(row, world))
  return (
    orders(one, world) > 0 &&
    ranksFirst(
      world.summary(one).spend,
      buyers.flatMap((row) => ofCustomer(row, world)?.spend ?? []),
      percent,
    )
  )
}

const stageNames = ['Prospecting', 'Consideration', 'Purchase', 'Connection', 'Loyalty'] as const

function stageOf(one: Customer, world: World): (typeof stageNames)[number] {
  const { purchaseDays, successfulReferrals } = world.summary(one)
  if (purchaseDays.length === 0) return stirred(one, world) ? 'Consideration' : 'Prospecting'
  if (purchaseDays.length === 1) return 'Purchase'
  const { topPercent, lapsedGaps } = world.shop.settings
  const stays = !silentOver(one, world, lapsedGaps)
  return stays && (isTop(one, world, topPercent) || successfulReferrals > 0) ? 'Loyalty' : 'Connection'
}

/** In touch by themselves, or answered a campaign, in the last 90 days, today included. */
function stirred(one: Customer, world: World): boolean {
  const lately = (day: string | null): boolean => {
    const past = daysSince(day ?? undefined, world)
    return past !== null && weigh(past, fraction(90)) < 0 && weigh(past, fraction(0)) >= 0
  }
  const wrote = world
    .rows('interaction')
    .some((row) => row.customer === one && row.interaction?.direction === 'inbound' && lately(row.interaction.on_day))
  return (
    wrote || world.rows('recipient').some((row) => row.customer === one && lately(row.recipient?.responded_day ?? null))
  )
}

export const segmentMeanings: Readonly<Record<string, SegmentMeaning>> = {
  buyer: (one, world) => orders(one, world) >= 1,
  prospect: (one, world) => orders(one, world) === 0,
  one_time: (one, world) => orders(one, world) === 1,
  repeat: (one, world) => orders(one, world) >= 2,
  top: isTop,
  due: (one, world) =>
    silentOver(one, world, world.shop.settings.dueGaps) && !silentOver(one, world, world.shop.settings.lapsedGaps),
  lapsed: (one, world) => silentOver(one, world, world.shop.settings.lapsedGaps),
  likely_gone: (one, world) => {
    const score = scoreOf(one, world)
    return score !== null && score.chance_active < world.shop.settings.likelyGonePercent / 100
  },
  heavy: isHeavy,
  connector: (one, world) => world.summary(one).successfulReferrals >= 2,
  ...Object.fromEntries(
    ways.map(([channel, point]) => [
      `reachable_by_${channel}`,
      (one: Customer, world: World) => reachableBy(one, world, point, channel),
    ]),
  ),
  reachable: (one, world) => ways.some(([channel, point]) => reachableBy(one, world, point, channel)),
  referred: (one, world) => world.summary(one).referredBy !== null,
  referrer: (one, world) => world.summary(one).referralCount > 0,
  ...Object.fromEntries(
    grid.map(([name, , recency, together]) => [
      name,
      (one: Customer, world: World) => inCell(one, world, recency, together),
    ]),
  ),
  ...Object.fromEntries(
    stageNames.map((name) => [
      `stage_${name.toLowerCase()}`,
      (one: Customer, world: World) => stageOf(one, world) === name,
    ]),
  ),
}
