import type { ReadScope } from '../../../src/db/reading.ts'
import { randomShop } from './database.ts'
import type { Shop } from './shop.ts'

/** A random shop parted into what one asker sees of it and what they do not. */
export interface Sides {
  readonly scope: Exclude<ReadScope, { kind: 'all' }>
  readonly seen: Shop
  /** Everything, and so what the database holds. */
  readonly whole: Shop
}

/** Referrals from one side to the other are left out: a customer's figures count them, whoever asks. */
export function sidesOf(seed: number): Sides {
  const shop = randomShop(seed)
  const kind = seed % 2 === 0 ? 'store' : 'owner'
  const choices = kind === 'store' ? shop.stores : shop.staff
  const scope = { kind, id: choices[seed % choices.length]?.id ?? 0 } as const
  const inside = new Set(
    shop.customers
      .filter((customer) => scope.id === (kind === 'store' ? customer.store_id : customer.owner_id))
      .map(({ id }) => id),
  )
  const referrals = shop.referrals.filter(
    ({ referrer_id, referred_id }) => inside.has(referrer_id) === inside.has(referred_id),
  )
  const whole = { ...shop, referrals }
  return { scope, whole, seen: seenOf(whole, inside, scope) }
}

function seenOf(shop: Shop, inside: ReadonlySet<number>, scope: Sides['scope']): Shop {
  const theirs = <Row extends { readonly customer_id: number }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ customer_id }) => inside.has(customer_id))
  const orders = shop.orders.filter(({ customer_id, store_id }) =>
    customer_id === null ? scope.kind === 'store' && store_id === scope.id : inside.has(customer_id),
  )
  const numbers = new Set(orders.map(({ id }) => id))
  return {
    ...shop,
    customers: shop.customers.filter(({ id }) => inside.has(id)),
    contact_points: theirs(shop.contact_points),
    consents: theirs(shop.consents),
    customer_tags: theirs(shop.customer_tags),
    customer_attributes: theirs(shop.customer_attributes),
    orders,
    order_lines: shop.order_lines.filter(({ order_id }) => numbers.has(order_id)),
    interactions: theirs(shop.interactions),
    service_cases: theirs(shop.service_cases),
    notes: theirs(shop.notes),
    follow_ups: theirs(shop.follow_ups),
    referrals: shop.referrals.filter(({ referrer_id }) => inside.has(referrer_id)),
    campaign_recipients: theirs(shop.campaign_recipients),
    scores: theirs(shop.scores),
    stays: theirs(shop.stays),
  }
}
