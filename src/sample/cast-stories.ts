import { priceOn } from './baskets.ts'
import { dayText, type Moment, openDay, weekday } from './calendar.ts'
import type { CastInteraction, CastMember, CastNote, CastOrder } from './cast.ts'
import { phoneOf } from './people.ts'
import { productBySku } from './products.ts'
import { randomStream } from './random.ts'
import type { CampaignRecipient, Interaction, Note, Order, OrderLine, Person } from './records.ts'
import { customerRef, type World } from './world.ts'

const TEN_O_CLOCK = 10 * 3600

/** When a member of the cast joined. */
export function castJoined(world: World, index: number): Moment {
  return {
    day: openDay(world.calendar, daysAgo(world, castAt(world, index).joinedDaysAgo)),
    second: TEN_O_CLOCK + index * 97,
  }
}

export function castPerson(world: World, index: number): Person {
  const member = castAt(world, index)
  return {
    email: '',
    phone: phoneOf(index, randomStream(world.options.seed, index, 0)),
    address: `${120 + index * 7} Juniper Ridge Ave`,
    city: '',
    region: '',
    postalCode: '',
    country: 'US',
    birthday: birthdayIn(world, member.birthdayInDays, 1958 + ((index * 7) % 40)),
    language: 'en',
    source: member.sentBy === undefined ? 'walk-in' : 'referral',
    consents: { email: '', sms: '', phone: '', post: '' },
    owner: '',
    store: '',
    referredBy: member.sentBy === undefined ? '' : refOf(world, member.sentBy),
    tags: [],
    householdSize: '',
    interest: '',
    ...member.person,
  }
}

export function castOrders(world: World, index: number): readonly Order[] {
  const orders = castAt(world, index).orders ?? []
  return [...orders]
    .sort((left, right) => right.daysAgo - left.daysAgo)
    .map((order) => castOrder(world, index, order))
    .filter((order, at, all) => order.at.day !== all[at - 1]?.at.day)
}

export function castInteractions(world: World, index: number): readonly Interaction[] {
  const orders = castOrders(world, index)
  return (castAt(world, index).interactions ?? []).map((interaction) => castInteraction(world, orders, interaction))
}

export function castNotes(world: World, index: number): readonly Note[] {
  return (castAt(world, index).notes ?? []).map((note) => castNote(world, note))
}

/** The running letter, clicked but not followed by an order. */
export function castRecipients(world: World, index: number): readonly CampaignRecipient[] {
  const { clickedDaysAgo } = castAt(world, index)
  const campaign = world.campaigns.at(-1)
  if (clickedDaysAgo === undefined || campaign === undefined) return []
  const sent = { day: campaign.startDay, second: TEN_O_CLOCK }
  const opened = { day: daysAgo(world, clickedDaysAgo), second: 19 * 3600 }
  const clicked = { ...opened, second: opened.second + 90 }
  return [{ campaignRef: campaign.ref, sent, opened, clicked, responded: clicked, holdout: false }]
}

function castAt(world: World, index: number): CastMember {
  const member = world.cast[index]
  if (member === undefined) throw new Error(`The cast of the sample shop has no member ${index}.`)
  return member
}

function refOf(world: World, name: string): string {
  const index = world.cast.findIndex(({ person }) => `${person.given} ${person.family}` === name)
  if (index < 0) throw new Error(`Nobody in the cast of the sample shop is called ${name}.`)
  return customerRef(index)
}

function daysAgo(world: World, days: number): number {
  return world.calendar.today - days
}

/** A birthday so many days after today, in the given year; in a year without 29 February, the day after it. */
function birthdayIn(world: World, days: number | undefined, year: number): string {
  if (days === undefined) return ''
  const monthAndDay = dayText(world.calendar.today + days).slice(5)
  return `${year}-${monthAndDay === '02-29' ? '03-01' : monthAndDay}`
}

function castOrder(world: World, index: number, order: CastOrder): Order {
  const day = openDay(world.calendar, daysAgo(world, order.daysAgo))
  const status = order.status ?? 'completed'
  const store = order.online ? '' : (castAt(world, index).person.store ?? '')
  return {
    ref: `HS-${dayText(day).slice(2).replaceAll('-', '')}-${customerRef(index).slice(1)}`,
    at: { day, second: TEN_O_CLOCK + index * 97 + 600 + weekday(day) * 1_200 },
    store,
    channel: order.online ? 'online' : 'store',
    status,
    lines: castLines(world, order.skus, day, status === 'refunded'),
  }
}

/** The same product named twice is one line of two pieces. */
function castLines(world: World, skus: readonly string[], day: number, refunded: boolean): readonly OrderLine[] {
  return [...new Set(skus)].map((sku) => {
    const product = productBySku(sku)
    const quantity = skus.filter((other) => other === sku).length
    return {
      product,
      quantity,
      unitPrice: priceOn(world, product, day),
      discount: 0,
      refunded: refunded ? quantity : 0,
    }
  })
}

function castInteraction(world: World, orders: readonly Order[], interaction: CastInteraction): Interaction {
  const { channel, direction, kind, staff, summary, status = '' } = interaction
  const at = { day: daysAgo(world, interaction.daysAgo), second: 14 * 3600 }
  const order = interaction.aboutOrder ? orders.filter((one) => one.at.day < at.day).at(-1) : undefined
  return { at, channel, direction, kind, staff, summary, orderRef: order?.ref ?? '', status }
}

function castNote(world: World, { daysAgo: days, author, body, followUpInDays }: CastNote): Note {
  const followUpDay = followUpInDays === undefined ? null : world.calendar.today + followUpInDays
  return { at: { day: daysAgo(world, days), second: 14.5 * 3600 }, author, body, followUpDay }
}
