import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { addDays } from '../../src/ask/days.ts'
import type { Database, Day } from '../../src/db/schema.ts'
import { defaultSettings, type ShopSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { candidates } from '../../src/digest/candidates.ts'
import type { DigestContext } from '../../src/digest/context.ts'
import { wordingOf } from '../../src/digest/reasons.ts'
import { ensureRules, readRules, type TreatmentRule } from '../../src/treatments/rules.ts'
import type { Facts } from '../../src/treatments/trigger.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

/** A Monday. */
export const today: Day = '2026-11-16'
/** The day so many days before (after, if negative) that Monday. */
export const before = (days: number): Day => addDays(today, -days)

/** A line: the product's SKU, pieces, price of one, pieces given back. */
type Line = readonly [sku: string, price?: number, quantity?: number, refunded?: number]
type Consent = 'email' | 'sms' | 'phone' | 'post'

export interface Customer {
  readonly owner?: string
  readonly store?: string
  readonly birthday?: readonly [month: number, day: number]
  readonly consents?: readonly Consent[]
  /** How they can be reached; everything unless told otherwise. */
  readonly points?: readonly ('email' | 'phone' | 'address')[]
  /** What was reported wrong. */
  readonly wrong?: readonly ('email' | 'phone')[]
  readonly created?: Day
}

/**
 * A shop made by hand in a transaction that is rolled back: every customer and fact is the test's own. Everybody agreed to
 * e-mail and can be reached by it unless told otherwise; products are Drill (check-in 14 days, warranty 24 months, $120),
 * Filter (lasts 90 days, $20), Shirt (check-in 7 days, $30) and Rope ($10).
 */
export interface Town {
  readonly db: Kysely<Database>
  customer(name: string, more?: Customer): Promise<number>
  staff(
    name: string,
    more?: { readonly role?: 'associate' | 'manager'; readonly store?: string; readonly slack?: string | null },
  ): Promise<number>
  bought(
    name: string,
    day: Day,
    lines?: readonly Line[] | number,
    more?: { readonly status?: 'completed' | 'cancelled' | 'refunded' },
  ): Promise<number>
  contacted(
    name: string,
    day: Day,
    direction?: 'inbound' | 'outbound',
    words?: string,
    how?: { readonly kind: string; readonly channel: 'phone' | 'email' | 'sms'; readonly by?: string },
  ): Promise<number>
  note(name: string, day: Day, body: string, visibility?: 'everyone' | 'managers'): Promise<number>
  promise(
    name: string,
    due: Day,
    reason?: string,
    more?: { readonly to?: string; readonly note?: number },
  ): Promise<number>
  case(
    name: string,
    opened: Day,
    summary?: string,
    more?: { readonly resolved?: Day; readonly staff?: string },
  ): Promise<number>
  referred(referrer: string, referred: string, on?: Day | null): Promise<void>
  answered(name: string, campaign: string, day: Day, how?: 'clicked_day' | 'responded_day'): Promise<void>
  id(name: string): number
  /** Brings the summaries up to date, if facts have changed. */
  settle(): Promise<void>
  context(day?: Day, settings?: Partial<ShopSettings>, summaries?: 'maintained' | 'as_of'): Promise<DigestContext>
  rules(dials?: Readonly<Record<string, Readonly<Record<string, number>>>>): Promise<readonly TreatmentRule[]>
}

/** Opens the file's database; each test gets a town in it that vanishes when the test ends. */
export function towns(): (work: (town: Town) => Promise<void>) => Promise<void> {
  let shop: TestDatabase
  beforeAll(async () => {
    shop = await testDatabase()
    await ensureRules(shop.db)
    await stock(shop.db)
  })
  afterAll(() => shop[Symbol.asyncDispose]())
  return async (work) => {
    const trx = await shop.db.startTransaction().execute()
    try {
      await work(townIn(trx))
    } finally {
      await trx.rollback().execute()
    }
  }
}

const products = [
  ['DRILL', 'Hammer Drill', 120, 14, null, 24],
  ['FILTER', 'Water Filter', 20, null, 90, null],
  ['SHIRT', 'Work Shirt', 30, 7, null, null],
  ['ROPE', 'Rope', 10, null, null, null],
  ['SALT', 'Dishwasher Salt', 8, null, 30, null],
] as const

export async function stock(db: Kysely<Database>): Promise<void> {
  await db
    .insertInto('products')
    .values(
      products.map(([sku, name, price, check_in_days, replenish_days, warranty_months]) => ({
        ...{ sku, name, price, check_in_days, replenish_days, warranty_months },
      })),
    )
    .execute()
}

const byMail = ['email'] as const

export function townIn(db: Kysely<Database>): Town {
  const ids = new Map<string, number>()
  const colleagues = new Map<string, number>()
  const stores = new Map<string, number>()
  let orders = 0
  let settled = false
  const id = (name: string): number => {
    const found = ids.get(name)
    if (found === undefined) throw new Error(`there is nobody called ${name}`)
    return found
  }
  const storeId = async (name: string | undefined): Promise<number | null> => {
    if (name === undefined) return null
    const known = stores.get(name)
    if (known !== undefined) return known
    const row = await db.insertInto('stores').values({ name }).returning('id').executeTakeFirstOrThrow()
    stores.set(name, row.id)
    return row.id
  }
  const settle = async () => {
    if (!settled) await refreshSummaries(db)
    settled = true
  }
  const noon = (day: Day): string => `${day}T12:00:00Z`
  const changed = () => {
    settled = false
  }
  return {
    db,
    id,
    settle,
    async customer(
      name,
      { owner, store, birthday, consents = byMail, points = byMail, wrong = [], created = '2020-01-01' } = {},
    ) {
      changed()
      const row = await db
        .insertInto('customers')
        .values({
          ref: name.toUpperCase().replaceAll(' ', '-'),
          system: 'test',
          given_name: name.split(' ')[0] ?? name,
          display_name: name,
          search_name: name.toLowerCase(),
          created_at: noon(created),
          created_day: created,
          owner_id: owner === undefined ? null : (colleagues.get(owner) ?? 0),
          store_id: await storeId(store),
          birth_month: birthday?.[0] ?? null,
          birth_day: birthday?.[1] ?? null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      ids.set(name, row.id)
      const known = [...points.map((kind) => ({ kind, valid: true })), ...wrong.map((kind) => ({ kind, valid: false }))]
      if (known.length > 0)
        await db
          .insertInto('contact_points')
          .values(
            known.map(({ kind, valid }) => ({
              ...{ customer_id: row.id, kind, raw: `${kind} of ${name}`, normalized: `${kind} of ${name}` },
              ...{ valid, is_primary: valid, source: 'test' },
            })),
          )
          .execute()
      if (consents.length > 0)
        await db
          .insertInto('consents')
          .values(consents.map((channel) => ({ customer_id: row.id, channel, state: 'yes' as const, source: 'test' })))
          .execute()
      return row.id
    },
    async staff(name, { role = 'associate', store, slack = `U${name.toUpperCase()}` } = {}) {
      const row = await db
        .insertInto('staff')
        .values({
          email: `${name.toLowerCase()}@example.com`,
          name,
          role,
          slack_user_id: slack,
          store_id: await storeId(store),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      colleagues.set(name, row.id)
      ids.set(name, row.id)
      return row.id
    },
    async bought(name, day, lines = [['ROPE']], { status = 'completed' } = {}) {
      changed()
      const { id: order } = await db
        .insertInto('orders')
        .values({
          ...{ ref: `T-${orders++}-${ids.get(name)}`, system: 'test', customer_id: id(name), channel: 'store', status },
          ...{ ordered_at: noon(day), ordered_day: day, currency: 'USD' },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const given = typeof lines === 'number' ? [['ROPE', lines] as const] : lines
      for (const [at, [sku, price, quantity = 1, refunded = 0]] of given.entries()) {
        const product = await db.selectFrom('products').selectAll().where('sku', '=', sku).executeTakeFirstOrThrow()
        await db
          .insertInto('order_lines')
          .values({
            ...{ order_id: order, line_no: at + 1, product_id: product.id, quantity, refunded_quantity: refunded },
            unit_price: price ?? product.price ?? 1,
          })
          .execute()
      }
      return order
    },
    async contacted(name, day, direction = 'outbound', words = 'A word', how) {
      changed()
      const row = await db
        .insertInto('interactions')
        .values({
          ...{ customer_id: id(name), at: noon(day), on_day: day, channel: how?.channel ?? 'phone', direction },
          ...{ kind: how?.kind ?? (direction === 'inbound' ? 'inquiry' : 'call'), summary: words },
          staff_id: how?.by === undefined ? null : (colleagues.get(how.by) ?? 0),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async note(name, day, body, visibility = 'everyone') {
      changed()
      const row = await db
        .insertInto('notes')
        .values({ customer_id: id(name), written_at: noon(day), written_day: day, body, visibility })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async promise(name, due, reason = 'Call about the drill', { to, note } = {}) {
      const row = await db
        .insertInto('follow_ups')
        .values({
          ...{ customer_id: id(name), due_on: due, reason, note_id: note ?? null },
          assigned_to: to === undefined ? null : (colleagues.get(to) ?? 0),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async case(name, opened, summary = 'Drill is stuck', { resolved, staff } = {}) {
      changed()
      const row = await db
        .insertInto('service_cases')
        .values({
          ...{ customer_id: id(name), opened_at: noon(opened), opened_day: opened, summary },
          status: resolved === undefined ? 'open' : 'resolved',
          resolved_at: resolved === undefined ? null : noon(resolved),
          staff_id: staff === undefined ? null : (colleagues.get(staff) ?? 0),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async referred(referrer, referred, on = null) {
      changed()
      await db
        .insertInto('referrals')
        .values({ referrer_id: id(referrer), referred_id: id(referred), referred_on: on, source: 'test' })
        .execute()
    },
    async answered(name, campaign, day, how = 'responded_day') {
      changed()
      const { id: campaignId } = await db
        .insertInto('campaigns')
        .values({ ref: campaign, name: campaign, channel: 'email' })
        .onConflict((conflict) => conflict.column('ref').doUpdateSet({ name: campaign }))
        .returning('id')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('campaign_recipients')
        .values({ campaign_id: campaignId, customer_id: id(name), [how]: day })
        .onConflict((conflict) => conflict.columns(['campaign_id', 'customer_id']).doUpdateSet({ [how]: day }))
        .execute()
    },
    async context(day = today, settings = {}, summaries = 'maintained') {
      await settle()
      return {
        db,
        settings: { ...defaultSettings, holdoutPercent: 0, ...settings },
        today: day,
        summaries,
        scoreRun: null,
      }
    },
    async rules(dials = {}) {
      const rules = await readRules(db)
      return rules.map((rule) => ({ ...rule, dials: { ...rule.dials, ...dials[rule.code] } }))
    },
  }
}

export interface Asked {
  readonly day?: Day
  readonly dials?: Readonly<Record<string, number>>
  readonly settings?: Partial<ShopSettings>
}

/**
 * Whom a rule names on a day, each with its sentence: `Ana: Birthday in 3 days, Nov 19.`
 *
 * Asked of the maintained summaries and of those worked out as of the day: where both hold, they must agree.
 */
export async function named(
  town: Town,
  code: string,
  { day = today, dials = {}, settings = {} }: Asked = {},
): Promise<readonly string[]> {
  const now = await sentences(town, code, { day, dials, settings }, 'maintained')
  const then = await sentences(town, code, { day, dials, settings }, 'as_of')
  const { rows } = await sql<{
    later: boolean
  }>`select latest_fact_day > ${day}::date as later from summary_state`.execute(town.db)
  if (!rows[0]?.later && JSON.stringify(now) !== JSON.stringify(then))
    throw new Error(`The maintained summaries name ${now.join('; ')}, those as of the day ${then.join('; ')}.`)
  return then
}

async function sentences(
  town: Town,
  code: string,
  { day, dials = {}, settings = {} }: Asked,
  summaries: 'maintained' | 'as_of',
) {
  const context = await town.context(day, settings, summaries)
  const rules = (await town.rules({ [code]: dials })).filter((rule) => rule.code === code)
  const [rule] = rules
  if (!rule) throw new Error(`There is no rule ${code}.`)
  const found = await candidates(rules, 1_000, context, { alone: true })
  const wording = wordingOf(context)
  return found.map(({ name, facts }) => `${name}: ${rule.trigger.sentence(facts as Facts, wording)}`).toSorted()
}

/** The first and the last day on which the rule names that customer, of those around; null where it never does. */
export async function spell(
  town: Town,
  code: string,
  name: string,
  around: readonly [from: Day, to: Day],
  asked: Asked = {},
): Promise<readonly [Day, Day] | null> {
  const [from, to] = around
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const found = await sentences(town, code, { ...asked, day }, 'as_of')
    if (found.some((each) => each.startsWith(`${name}: `))) days.push(day)
  }
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  if (addDays(first, days.length - 1) !== last) throw new Error(`${name} is named on ${days.join(', ')}, with gaps`)
  return [first, last]
}
