import { fillBasket } from './baskets.ts'
import { dayOfTrade, isClosed, type Moment, openDay, tradeAt, tradeTotal } from './calendar.ts'
import { type Habits, habitsOf, walkInHabits } from './habits.ts'
import { campaignVisits } from './invitations.ts'
import type { Member } from './members.ts'
import { FOLLOW_ONS, type Product, productBySku } from './products.ts'
import { below, chance, exponential, normal, pick, pickWeighted, type Random } from './random.ts'
import type { Order, OrderLine } from './records.ts'
import { STORES } from './shop.ts'
import { stream, type World } from './world.ts'

/** Something the customer means to get: at the next visit from `day` on, or on a visit of its own. */
interface Want {
  readonly product: Product
  readonly day: number
  readonly ownVisit: boolean
  /** The customer's own interval for what they use up; null for what is bought once. */
  readonly everyDays: number | null
}

/**
 * A customer's orders, oldest first, at most one a day.
 *
 * Visits come at the customer's own rate, faster when the whole shop is busy, until one of them is the last. Things
 * used up and things that go with a durable bring visits of their own in between.
 */
export function ordersOf(world: World, member: Member): readonly Order[] {
  if (member.prospect) return []
  const { calendar } = world
  const random = stream(world, 'purchases', member.index)
  const habits = habitsOf(world, member)
  const forced = campaignVisits(world, member)
  const orders: Order[] = []
  let wants: readonly Want[] = []
  let day = firstVisit(member, random)
  while (day <= calendar.lastDay) {
    const order = visit(world, member, habits, day, wants, random)
    orders.push(order)
    if (chance(random, habits.dropout)) break
    wants = nextWants(wants, order, random)
    const usual = dayOfTrade(calendar, tradeAt(calendar, day) + exponential(random) / habits.rate)
    const after = day
    day = Math.max(day + 1, Math.min(afterEnd(world, usual), ...ownVisits(wants), ...forced.filter((d) => d > after)))
  }
  return orders
}

/** Most records are made at the till with the first purchase; others sign up first and come later. */
function firstVisit(member: Member, random: Random): number {
  return chance(random, 0.75) ? member.joined.day : member.joined.day + Math.round(exponential(random) * 14)
}

/** The calendar's last entry is today, which stands for all days to come. */
function afterEnd(world: World, day: number): number {
  return day >= world.calendar.today ? Number.POSITIVE_INFINITY : day
}

function ownVisits(wants: readonly Want[]): readonly number[] {
  return wants.filter((want) => want.ownVisit).map((want) => want.day)
}

function visit(
  world: World,
  member: Member,
  habits: Habits,
  day: number,
  wants: readonly Want[],
  random: Random,
): Order {
  const wanted = wants.filter((want) => isDue(want, day)).map((want) => want.product)
  const online = chance(random, habits.onlineShare) || isClosed(world.calendar, day)
  const at = { day, second: secondOfVisit(member, day, online, random) }
  const lines = fillBasket(world, { day, wanted: [...new Set(wanted)].slice(0, 4), habits }, random)
  const store = online && !chance(random, 0.15) ? '' : storeOf(member, random)
  return settle(
    { ref: orderRef(world, day, member.ref.slice(1)), at, store, channel: online ? 'online' : 'store', lines },
    random,
  )
}

/** The till's receipt number: the day, then who. */
function orderRef(world: World, day: number, who: string): string {
  return `HS-${(world.calendar.texts[day - world.calendar.firstDay] ?? '').slice(2).replaceAll('-', '')}-${who}`
}

function secondOfVisit(member: Member, day: number, online: boolean, random: Random): number {
  if (day === member.joined.day) return member.joined.second + 60 + below(random, 900)
  return online ? 6.5 * 3600 + below(random, 16.5 * 3600) : 9.25 * 3600 + below(random, 9.25 * 3600)
}

const STORE_SHARES = STORES.map((store) => store.share)

function storeOf(member: Member, random: Random): string {
  const elsewhere = member.home === null || chance(random, 0.07)
  return (elsewhere ? STORES[pickWeighted(random, STORE_SHARES)] : member.home)?.name ?? ''
}

/** Some orders are called off, some things come back. */
function settle(order: Omit<Order, 'status'>, random: Random): Order {
  if (chance(random, order.channel === 'online' ? 0.035 : 0.012)) return { ...order, status: 'cancelled' }
  if (chance(random, 0.012)) return { ...order, status: 'refunded', lines: order.lines.map(returned) }
  const lines = order.lines.map((line) => (chance(random, returnChance(line)) ? partlyReturned(line, random) : line))
  const all = lines.every((line) => line.refunded === line.quantity)
  return { ...order, status: all ? 'refunded' : 'completed', lines }
}

function returnChance(line: OrderLine): number {
  if (line.product.category === 'Workshop' || line.product.category === 'Nutrition') return 0.002
  return line.product.category === 'Clothing' ? 0.045 : 0.014
}

const returned = (line: OrderLine): OrderLine => ({ ...line, refunded: line.quantity })

const partlyReturned = (line: OrderLine, random: Random): OrderLine => ({
  ...line,
  refunded: 1 + below(random, line.quantity),
})

const MOST_HABITS = 2

function nextWants(wants: readonly Want[], order: Order, random: Random): readonly Want[] {
  const day = order.at.day
  const left = wants.filter((want) => !isDue(want, day))
  const again = wants.filter((want) => isDue(want, day) && want.everyDays !== null && !chance(random, 0.05))
  const renewed = again.map((want) => replenishment(want.product, day, want.everyDays ?? 0, random))
  const next = [...left, ...renewed]
  for (const { product } of order.lines) {
    if (next.some((want) => want.product === product)) continue
    const habits = next.filter((want) => want.everyDays !== null).length
    if (product.replenishDays !== null && habits < MOST_HABITS && chance(random, 0.16)) {
      next.push(replenishment(product, day, ownInterval(product.replenishDays, random), random))
    }
    const followOns = FOLLOW_ONS[product.sku]
    if (followOns !== undefined && chance(random, 0.6)) next.push(followOn(pick(random, followOns), day, random))
  }
  return next
}

/** A want is served by any visit from a little before its day on. */
function isDue(want: Want, day: number): boolean {
  return day >= want.day - (want.everyDays ?? 0) * 0.2
}

function ownInterval(usualDays: number, random: Random): number {
  return Math.max(12, Math.round(usualDays * Math.exp(0.25 * normal(random))))
}

function replenishment(product: Product, day: number, everyDays: number, random: Random): Want {
  const wait = Math.max(7, Math.round(everyDays * (1 + 0.12 * normal(random))))
  return { product, day: day + wait, ownVisit: chance(random, 0.5), everyDays }
}

function followOn(sku: string, day: number, random: Random): Want {
  const wait = Math.max(3, Math.round(35 * Math.exp(0.8 * normal(random))))
  return { product: productBySku(sku), day: day + wait, ownVisit: chance(random, 0.5), everyDays: null }
}

/** How many sales are rung up without a name, for each customer on file. */
const WALK_INS_PER_CUSTOMER = 0.8

export function walkInCount(world: World): number {
  return Math.round(world.options.customers * WALK_INS_PER_CUSTOMER)
}

/** The sale to an unknown walk-in with the given number, of `walkInCount` spread over all the shop's trade. */
export function walkIn(world: World, index: number): Order {
  const { calendar } = world
  const random = stream(world, 'walkIns', index)
  const amount = ((index + 0.5) / walkInCount(world)) * tradeTotal(calendar)
  const day = openDay(calendar, Math.min(dayOfTrade(calendar, amount), calendar.lastDay))
  const at: Moment = { day, second: 9.25 * 3600 + below(random, 9.25 * 3600) }
  const store = STORES[pickWeighted(random, STORE_SHARES)]?.name ?? ''
  const lines = fillBasket(world, { day, wanted: [], habits: walkInHabits(random) }, random)
  return settle({ ref: orderRef(world, day, `W${index + 1}`), at, store, channel: 'store', lines }, random)
}
