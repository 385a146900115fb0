import {
  type ContactValue,
  normalizeAddress,
  normalizeEmail,
  normalizePhone,
  searchName,
} from '../customers/normalize.ts'
import { copyRow } from '../imports/rows.ts'
import { dayText, type Moment, timestamp } from './calendar.ts'
import type { CampaignRecipient, Interaction, Note, Order, OrderLine, Person } from './records.ts'
import { money } from './rows.ts'
import type { Story } from './stories.ts'
import { customerRef, type World } from './world.ts'

/** The tables filled customer by customer, each after those it refers to, with the columns that are given. */
export const SHEETS = {
  customers:
    'id, ref, system, given_name, family_name, display_name, search_name, birth_year, birth_month, birth_day, language, source, city, region, postal_code, country, owner_id, store_id, created_at, created_day',
  external_ids: 'customer_id, system, external_id',
  contact_points: 'customer_id, kind, raw, normalized, match_key, valid, is_primary, source',
  consents: 'customer_id, channel, state, captured_at, source',
  customer_tags: 'customer_id, tag',
  customer_attributes: 'customer_id, key, value, kind, source, observed_at',
  referrals: 'referrer_id, referred_id, referred_on, source',
  orders:
    'id, ref, system, customer_id, store_id, channel, status, ordered_at, ordered_day, currency, net, units, counts',
  order_lines: 'order_id, line_no, product_id, quantity, unit_price, discount, refunded_quantity',
  interactions: 'id, customer_id, at, on_day, channel, direction, kind, staff_id, summary, order_id, order_ref',
  service_cases: 'customer_id, interaction_id, opened_at, opened_day, status, staff_id, summary, order_id',
  notes: 'id, customer_id, written_at, written_day, author_id, body',
  follow_ups: 'customer_id, note_id, due_on, assigned_to, reason, created_at, created_by',
  campaign_recipients:
    'campaign_id, customer_id, sent_at, opened_at, clicked_at, responded_at, sent_day, opened_day, clicked_day, responded_day, holdout',
} as const

export type SheetName = keyof typeof SHEETS

/** Rows in PostgreSQL's COPY text format, by table. */
export type Sheets = Record<SheetName, string[]>

export function emptySheets(): Sheets {
  return Object.fromEntries(Object.keys(SHEETS).map((name) => [name, []])) as unknown as Sheets
}

/** The numbers that the database has given, by what files call them. */
export interface Numbers {
  readonly stores: ReadonlyMap<string, number>
  readonly staff: ReadonlyMap<string, number>
  readonly products: ReadonlyMap<string, number>
  readonly campaigns: ReadonlyMap<string, number>
  /** The number of the customer with index 0; the others follow. */
  readonly firstCustomer: number
  /** The next number of each table whose rows others refer to. */
  readonly next: Record<'orders' | 'interactions' | 'notes', number>
}

/** Whose facts these are; an import of the shop's own data puts an end to all of them. */
const SYSTEM = 'sample'

/** The desk at which the sample is written down. */
export interface Desk {
  readonly sheets: Sheets
  readonly world: World
  readonly numbers: Numbers
  readonly currency: string
}

/** Writes down everything on file about one customer. */
export function writeStory(desk: Desk, story: Story): void {
  const { sheets, world, numbers } = desk
  const customer = numbers.firstCustomer + story.index
  const ref = customerRef(story.index)
  const joined = stamped(world, story.joined)
  sheets.customers.push(customerLine(customer, ref, story.person, joined, numbers))
  sheets.external_ids.push(copyRow([customer, SYSTEM, ref]))
  writePerson(desk, customer, story.person, joined)
  const orders = new Map(story.orders.map((order) => [order.ref, writeOrder(desk, customer, order)]))
  for (const interaction of story.interactions) writeInteraction(desk, customer, interaction, orders)
  for (const note of story.notes) writeNote(desk, customer, note)
  for (const recipient of story.recipients) writeRecipient(desk, customer, recipient)
}

interface Stamp {
  readonly at: string | null
  /** The day in the shop's time zone. */
  readonly day: string | null
}

const NEVER: Stamp = { at: null, day: null }

function stamped(world: World, moment: Moment): Stamp {
  const at = timestamp(world.calendar, moment)
  return { at, day: at.slice(0, 10) }
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

function customerLine(customer: number, ref: string, person: Person, joined: Stamp, numbers: Numbers): string {
  const display = `${person.given} ${person.family}`.normalize('NFC')
  const [year, month, day] = person.birthday.split('-').map(Number)
  return copyRow([
    ...[
      customer,
      ref,
      SYSTEM,
      person.given.normalize('NFC'),
      person.family.normalize('NFC'),
      display,
      searchName(display),
    ],
    ...(person.birthday === '' ? [null, null, null] : [year ?? null, month ?? null, day ?? null]),
    ...[person.language, person.source, person.city, person.region, person.postalCode, person.country].map(orNull),
    ...[numbers.staff.get(person.owner) ?? null, numbers.stores.get(person.store) ?? null, joined.at, joined.day],
  ])
}

function writePerson({ sheets, numbers }: Desk, customer: number, person: Person, joined: Stamp): void {
  writeContact(sheets, customer, 'email', normalizeEmail(person.email))
  writeContact(sheets, customer, 'phone', normalizePhone(person.phone, person.country))
  writeContact(sheets, customer, 'address', normalizeAddress(person.address, orNull(person.postalCode)))
  for (const [channel, state] of Object.entries(person.consents)) {
    if (state !== '') sheets.consents.push(copyRow([customer, channel, state, joined.at, SYSTEM]))
  }
  for (const tag of person.tags) sheets.customer_tags.push(copyRow([customer, tag]))
  writeAttribute(sheets, customer, 'household_size', person.householdSize, 'demographic', joined)
  writeAttribute(sheets, customer, 'interest', person.interest, 'preference', joined)
  if (person.referredBy === '') return
  const referrer = numbers.firstCustomer + indexOfRef(person.referredBy)
  sheets.referrals.push(copyRow([referrer, customer, joined.day, SYSTEM]))
}

function indexOfRef(ref: string): number {
  return Number(ref.slice(1)) - Number(customerRef(0).slice(1))
}

function writeContact(sheets: Sheets, customer: number, kind: string, contact: ContactValue | null): void {
  if (contact === null) return
  const { raw, normalized, matchKey, valid } = contact
  sheets.contact_points.push(copyRow([customer, kind, raw, valid ? normalized : null, matchKey, valid, true, SYSTEM]))
}

function writeAttribute(
  sheets: Sheets,
  customer: number,
  key: string,
  value: string,
  kind: string,
  joined: Stamp,
): void {
  if (value !== '') sheets.customer_attributes.push(copyRow([customer, key, value, kind, SYSTEM, joined.at]))
}

/** Writes down an order with its lines, of null for a walk-in, and gives its number. */
export function writeOrder({ sheets, world, numbers, currency }: Desk, customer: number | null, order: Order): number {
  const id = numbers.next.orders
  numbers.next.orders += 1
  const { at, day } = stamped(world, order.at)
  const units = order.lines.reduce((sum, line) => sum + line.quantity - line.refunded, 0)
  const counts = order.status !== 'cancelled' && units > 0
  const [buyer, store] = [customer ?? '\\N', numbers.stores.get(order.store) ?? '\\N']
  // Nothing here needs the escapes of copyRow, and these two tables are nine tenths of all rows.
  const head = `${id}\t${order.ref}\t${SYSTEM}\t${buyer}\t${store}\t${order.channel}\t${order.status}`
  sheets.orders.push(`${head}\t${at}\t${day}\t${currency}\t${money(netCents(order))}\t${units}\t${counts}\n`)
  for (const [index, { product, quantity, unitPrice, discount, refunded }] of order.lines.entries()) {
    const sold = `${numbers.products.get(product.sku)}\t${quantity}\t${money(unitPrice)}\t${money(discount)}`
    sheets.order_lines.push(`${id}\t${index + 1}\t${sold}\t${refunded}\n`)
  }
  return id
}

/**
 * Whole cents. The discount on part of a line can be a fraction of one, which money here keeps: only the database divides
 * exactly, and `refreshSummaries` sets these few orders right from their lines.
 */
function netCents(order: Order): number {
  return order.lines.reduce((sum, line) => sum + lineCents(line), 0)
}

function lineCents({ quantity, unitPrice, discount, refunded }: OrderLine): number {
  const kept = quantity - refunded
  return kept * unitPrice - Math.round((discount * kept) / quantity)
}

function writeInteraction(
  { sheets, world, numbers }: Desk,
  customer: number,
  interaction: Interaction,
  orders: ReadonlyMap<string, number>,
): void {
  const id = numbers.next.interactions
  numbers.next.interactions += 1
  const { at, day } = stamped(world, interaction.at)
  const { channel, direction, kind, summary, orderRef, status } = interaction
  const staff = numbers.staff.get(interaction.staff) ?? null
  const order = orders.get(orderRef) ?? null
  const about = [staff, summary, order, orNull(orderRef)]
  sheets.interactions.push(copyRow([id, customer, at, day, channel, direction, kind, ...about]))
  if (status !== '') sheets.service_cases.push(copyRow([customer, id, at, day, status, staff, summary, order]))
}

function writeNote({ sheets, world, numbers }: Desk, customer: number, note: Note): void {
  const id = numbers.next.notes
  numbers.next.notes += 1
  const { at, day } = stamped(world, note.at)
  const author = numbers.staff.get(note.author) ?? null
  sheets.notes.push(copyRow([id, customer, at, day, author, note.body]))
  if (note.followUpDay === null) return
  sheets.follow_ups.push(copyRow([customer, id, dayText(note.followUpDay), author, note.body, at, author]))
}

function writeRecipient({ sheets, world, numbers }: Desk, customer: number, recipient: CampaignRecipient): void {
  const { campaignRef, sent, opened, clicked, responded, holdout } = recipient
  const stamps = [sent, opened, clicked, responded].map((moment) => (moment === null ? NEVER : stamped(world, moment)))
  const campaign = numbers.campaigns.get(campaignRef) ?? null
  const [ats, days] = [stamps.map(({ at }) => at), stamps.map(({ day }) => day)]
  sheets.campaign_recipients.push(copyRow([campaign, customer, ...ats, ...days, holdout]))
}
