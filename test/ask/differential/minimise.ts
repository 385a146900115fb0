import type { Tabular } from './interpreter.ts'
import type { Shop } from './shop.ts'

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

/**
 * The smallest plan found that `fails`: parts are left out one after the other for as long as it still does. Whatever is
 * no plan any more does not fail.
 */
export async function minimisePlan(plan: Tabular, fails: (plan: Tabular) => Promise<boolean>): Promise<Tabular> {
  let smallest = plan
  for (let tries = 0; tries < 12; tries++) {
    const smaller = await firstThat(simpler(smallest as Json) as readonly Tabular[], fails)
    if (!smaller) return smallest
    smallest = smaller
  }
  return smallest
}

async function firstThat<T>(candidates: readonly T[], fits: (candidate: T) => Promise<boolean>): Promise<T | null> {
  for (const candidate of candidates) if (await fits(candidate)) return candidate
  return null
}

/** The value with one part less: an element gone, a condition turned off, a number nothing. */
function simpler(value: Json): readonly Json[] {
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    return [
      ...list.map((_one, index) => list.toSpliced(index, 1)),
      ...list.flatMap((one, index) => simpler(one).map((other) => list.with(index, other))),
    ]
  }
  if (value === null || typeof value !== 'object') return value === true ? [false] : []
  const parts = value as Readonly<Record<string, Json>>
  return Object.entries(parts).flatMap(([key, part]) => {
    const gone =
      part !== null && ['period', 'limit', 'shift', 'per', 'percent'].includes(key)
        ? [key === 'period' && 'by' in parts ? { kind: 'all' } : null]
        : []
    return [...gone, ...simpler(part)].map((other): Json => ({ ...parts, [key]: other }))
  })
}

/** Tables whose rows nothing else in the shop points at. */
const leaves = [
  'campaign_recipients',
  'customer_tags',
  'customer_attributes',
  'consents',
  'contact_points',
  'referrals',
  'follow_ups',
  'service_cases',
  'interactions',
  'order_lines',
  'scores',
  'stays',
] as const

/** A smaller shop that still `fails`, with whole tables emptied and then halves of what is left. */
export async function minimiseShop(shop: Shop, fails: (shop: Shop) => Promise<boolean>): Promise<Shop> {
  let smallest = shop
  for (const table of leaves) {
    const half = (from: number, to: number) => ({ ...smallest, [table]: smallest[table].slice(from, to) })
    const size = smallest[table].length
    if (size === 0) continue
    const candidates = [half(0, 0), half(0, size >> 1), half(size >> 1, size)]
    smallest = (await firstThat(candidates, fails)) ?? smallest
  }
  return withoutOrders(smallest, fails)
}

async function withoutOrders(shop: Shop, fails: (shop: Shop) => Promise<boolean>): Promise<Shop> {
  let smallest = shop
  for (let size = Math.ceil(shop.orders.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < smallest.orders.length; from += size) {
      const gone = new Set(smallest.orders.slice(from, from + size).map(({ id }) => id))
      const smaller = {
        ...smallest,
        orders: smallest.orders.filter(({ id }) => !gone.has(id)),
        order_lines: smallest.order_lines.filter(({ order_id }) => !gone.has(order_id)),
      }
      if (await fails(smaller)) smallest = smaller
    }
  }
  return smallest
}
