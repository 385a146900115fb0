import { isClosed, type Moment } from './calendar.ts'
import { type Habits, habitsOf } from './habits.ts'
import type { Member } from './members.ts'
import { type Occasion, PHRASES } from './phrases.ts'
import { PRODUCTS, type Product } from './products.ts'
import { below, between, chance, exponential, pick, pickWeighted, type Random } from './random.ts'
import type { Interaction, Note, Order, Person } from './records.ts'
import { staffOf } from './shop.ts'
import { stream, type World } from './world.ts'

/** All that is needed to write about a customer. */
export interface Acquaintance {
  readonly world: World
  readonly member: Member
  readonly person: Person
  readonly orders: readonly Order[]
}

type Sketch = Omit<Interaction, 'staff' | 'summary' | 'orderRef' | 'status'> &
  Partial<Pick<Interaction, 'orderRef' | 'status'>> & { readonly occasion: Occasion; readonly product?: Product }

/** Calls, visits, messages, inquiries and service cases of one customer, oldest first. */
export function interactionsOf(known: Acquaintance): readonly Interaction[] {
  const random = stream(known.world, 'interactions', known.member.index)
  const habits = habitsOf(known.world, known.member)
  const sketches = [
    ...known.orders.flatMap((order) => aboutOrder(known, order, random)),
    ...apartFromPurchases(known, habits, random),
  ]
  return sketches
    .filter(({ at }) => at.day <= known.world.calendar.lastDay && !isClosed(known.world.calendar, at.day))
    .sort((left, right) => left.at.day - right.at.day || left.at.second - right.at.second)
    .map((sketch) => written(known, sketch, random))
}

function aboutOrder(known: Acquaintance, order: Order, random: Random): readonly Sketch[] {
  if (order.status === 'cancelled') return []
  const durable = order.lines.find((line) => line.product.checkInDays !== null)?.product
  const product = durable ?? order.lines[0]?.product
  if (product === undefined) return []
  const sketches: Sketch[] = []
  if (chance(random, durable === undefined ? 0.006 : 0.1)) sketches.push(serviceCase(known, order, product, random))
  if (durable !== undefined && chance(random, 0.18)) sketches.push(checkIn(order, durable, random))
  if (order.channel === 'online' && order.store !== '' && chance(random, 0.35))
    sketches.push(ready(order, product, random))
  return sketches
}

/** Most cases are settled after a while; a few young ones, and hardly any old one, are still open. */
function serviceCase({ world }: Acquaintance, order: Order, product: Product, random: Random): Sketch {
  const at = workingMoment(order.at.day + 1 + Math.round(exponential(random) * 28), random)
  const age = world.calendar.today - at.day
  const open = chance(random, age < 21 ? 0.8 : age < 60 ? 0.25 : 0.012)
  const channel = pick(random, ['phone', 'phone', 'email', 'store', 'chat'] as const)
  const status = open ? 'open' : 'resolved'
  const occasion = product.checkInDays === null ? 'smallCase' : 'serviceCase'
  return {
    at,
    channel,
    direction: 'inbound',
    kind: 'service_case',
    occasion,
    product,
    orderRef: order.ref,
    status,
  }
}

function checkIn(order: Order, product: Product, random: Random): Sketch {
  const occasion = product.category === 'Workshop' ? 'workshopCheckIn' : 'checkIn'
  const at = workingMoment(order.at.day + (product.checkInDays ?? 14) + below(random, 4), random)
  return {
    at,
    channel: 'phone',
    direction: 'outbound',
    kind: 'call',
    occasion,
    product,
    orderRef: order.ref,
  }
}

function ready(order: Order, product: Product, random: Random): Sketch {
  const at = workingMoment(order.at.day + between(random, 1, 4), random)
  const channel = pick(random, ['sms', 'sms', 'email'] as const)
  return { at, channel, direction: 'outbound', kind: 'message', occasion: 'ready', product, orderRef: order.ref }
}

/** Dealings a year apart from purchases, for an ordinary customer. */
const DEALINGS_PER_YEAR = 0.42

function apartFromPurchases(known: Acquaintance, habits: Habits, random: Random): readonly Sketch[] {
  const { world, member, person, orders } = known
  const product = orders.at(-1)?.lines[0]?.product
  const until = chattyUntil(known)
  const perYear = DEALINGS_PER_YEAR * (person.owner === '' ? 1 : 2) * Math.min(2, 0.5 + habits.rate * 40)
  const sketches: Sketch[] = []
  if (orders.length === 0 && chance(random, 0.5))
    sketches.push({ ...inquiry(random), at: workingMoment(member.joined.day + 1, random) })
  for (let day = member.joined.day; ; ) {
    day += 1 + Math.round((exponential(random) * 365) / perYear)
    if (day > Math.min(until, world.calendar.lastDay)) return sketches
    sketches.push({ ...dealing(product, random), at: workingMoment(day, random) })
  }
}

/** Who has stopped buying is heard of a little longer. */
function chattyUntil({ world, member, orders }: Acquaintance): number {
  const last = orders.at(-1)?.at.day ?? member.joined.day + 90
  return world.calendar.today - last < 120 ? world.calendar.lastDay : last + 120
}

type Dealing = Omit<Sketch, 'at'>

function dealing(product: Product | undefined, random: Random): Dealing {
  const draw = below(random, 100)
  const about = product === undefined ? {} : { product }
  if (draw < 26) return { channel: 'store', direction: 'inbound', kind: 'visit', occasion: 'visit', ...about }
  if (draw < 50) return inquiry(random)
  if (draw < 60) return { channel: 'phone', direction: 'inbound', kind: 'call', occasion: 'inboundCall', ...about }
  if (draw < 68 && product !== undefined) {
    const channel = pick(random, ['email', 'sms', 'chat'] as const)
    return { channel, direction: 'inbound', kind: 'message', occasion: 'inboundMessage', product }
  }
  if (draw < 86) return { channel: 'phone', direction: 'outbound', kind: 'call', occasion: 'outboundCall', ...about }
  const channel = pick(random, ['email', 'sms'] as const)
  return { channel, direction: 'outbound', kind: 'message', occasion: 'outboundMessage', ...about }
}

function inquiry(random: Random): Dealing {
  const channel = pick(random, ['phone', 'email', 'store', 'chat'] as const)
  return { channel, direction: 'inbound', kind: 'inquiry', occasion: 'inquiry' }
}

function workingMoment(day: number, random: Random): Moment {
  return { day, second: 9.5 * 3600 + below(random, 8.5 * 3600) }
}

function written(known: Acquaintance, sketch: Sketch, random: Random): Interaction {
  const { at, channel, direction, kind, occasion, product, orderRef = '', status = '' } = sketch
  const staff = pick(random, staffOf(known.member.home?.name ?? null)).email
  return { at, channel, direction, kind, staff, summary: phrase(known, occasion, product, random), orderRef, status }
}

function phrase(known: Acquaintance, occasion: Occasion, product: Product | undefined, random: Random): string {
  const fitting =
    product === undefined ? PHRASES[occasion].filter((text) => !text.includes('{product}')) : PHRASES[occasion]
  return pick(random, fitting)
    .replace('{product}', plainName(product))
    .replace('{other}', plainName(pick(random, TALKED_ABOUT)))
    .replace('{bike}', plainName(pick(random, BIKES)))
    .replace('{given}', known.person.given)
    .replace('{town}', known.person.city)
}

/** Single things, of which one can say that *the* saddle is back. */
const TALKED_ABOUT = PRODUCTS.filter(
  ({ name, category }) => !plainName({ name }).endsWith('s') && category !== 'Workshop',
)

const BIKES = PRODUCTS.filter(({ sku, category }) => category === 'Bikes' && sku < 'BK-143')

/** A product's name as people say it: without size and color after the comma. */
function plainName(product: Pick<Product, 'name'> | undefined): string {
  return product?.name.split(',')[0] ?? ''
}

const NOTES = { share: 0.2, promiseShare: 0.04 }

/** What the staff wrote down about a customer, oldest first; only young notes carry a promised follow-up. */
export function notesOf(known: Acquaintance): readonly Note[] {
  const random = stream(known.world, 'notes', known.member.index)
  const notes: Note[] = []
  if (chance(random, NOTES.share)) notes.push(remark(known, random))
  if (chance(random, NOTES.promiseShare)) notes.push(promise(known, random))
  return notes.filter((note) => note.at.day > known.member.joined.day).sort((left, right) => left.at.day - right.at.day)
}

function remark(known: Acquaintance, random: Random): Note {
  const { calendar } = known.world
  const from = known.member.joined.day
  const at = workingMoment(from + below(random, calendar.lastDay - from + 1), random)
  const before = known.orders.filter((order) => order.at.day < at.day).at(-1)
  return {
    at,
    author: authorOf(known, random),
    body: phrase(known, 'note', before?.lines[0]?.product, random),
    followUpDay: null,
  }
}

/** A few promises are overdue, a few fall due today, most in the days to come. */
function promise(known: Acquaintance, random: Random): Note {
  const { calendar } = known.world
  const ahead = [between(random, -12, -1), 0, between(random, 1, 7), between(random, 8, 24)]
  const followUpDay = calendar.today + (ahead[pickWeighted(random, [16, 10, 42, 32])] ?? 0)
  const at = workingMoment(Math.min(followUpDay - between(random, 3, 18), calendar.lastDay), random)
  const before = known.orders.filter((order) => order.at.day < at.day).at(-1)
  const body = phrase(known, 'promise', before?.lines[0]?.product, random)
  return { at, author: authorOf(known, random), body, followUpDay }
}

function authorOf(known: Acquaintance, random: Random): string {
  return known.person.owner !== '' ? known.person.owner : pick(random, staffOf(known.member.home?.name ?? null)).email
}
