import { type Kysely, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { mayErase, notAllowed } from './erase.ts'
import { everything } from './everything.ts'
import { mentionsOf, withoutIn } from './mentions.ts'
import { type Person, personOf } from './person.ts'
import { matching } from './words.ts'

/** All that is held about one person. */
export interface Held {
  readonly customer_ref: string
  readonly name: string
  /** When it was put together. */
  readonly at: string
  readonly sections: readonly Section[]
}

/** One kind of record, the latest last. */
export interface Section {
  /** “Contact points”. */
  readonly title: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** These hold no word about anybody. */
const hashes = new Set(['match_fingerprints'])

/** How a table's rows are told; those that have no place here are told as they are stored. */
const told: Readonly<Record<string, readonly [title: string, query: string]>> = {
  contact_points: [
    'How to reach them',
    `select kind, raw as as_given, normalized as as_used, valid, is_primary as used_first, verified_at as found_right_at, source
     from contact_points where customer_id = any ($ids) order by kind, is_primary desc, id`,
  ],
  consents: [
    'Consent, every change',
    `select channel, state, captured_at as given_at, recorded_at, source, recorded_by
     from consents where customer_id = any ($ids) order by id`,
  ],
  external_ids: [
    'References in other systems',
    'select system, external_id as reference from external_ids where customer_id = any ($ids) order by system, external_id',
  ],
  customer_tags: ['Tags', 'select distinct tag from customer_tags where customer_id = any ($ids) order by tag'],
  customer_attributes: [
    'Known about them',
    `select key as what, value, kind, source, observed_at from customer_attributes where customer_id = any ($ids) order by id`,
  ],
  referrals: [
    'Referrals',
    `select referrer.ref as sent_by, referred.ref as sent, x.referred_on, x.source, x.evidence from referrals x
     join customers referrer on referrer.id = x.referrer_id join customers referred on referred.id = x.referred_id
     where x.referrer_id = any ($ids) or x.referred_id = any ($ids) order by x.id`,
  ],
  interactions: [
    'Contacts between them and the shop',
    `select i.at, i.channel, i.direction, i.kind, w.name as colleague, i.summary, i.order_ref from interactions i
     left join staff w on w.id = i.staff_id where i.customer_id = any ($ids) order by i.at, i.id`,
  ],
  service_cases: [
    'Service cases',
    `select k.opened_at, k.status, k.resolved_at, w.name as colleague, k.summary, o.ref as order_ref from service_cases k
     left join staff w on w.id = k.staff_id left join orders o on o.id = k.order_id
     where k.customer_id = any ($ids) order by k.opened_at, k.id`,
  ],
  notes: [
    'Notes of colleagues',
    `select n.written_at, w.name as author, n.visibility as for_whom, n.body as note, n.deleted_at from notes n
     left join staff w on w.id = n.author_id where n.customer_id = any ($ids) order by n.written_at, n.id`,
  ],
  follow_ups: [
    'Promised to get back to them',
    `select f.created_at, f.due_on, f.status, w.name as colleague, f.reason, f.outcome, f.closed_at from follow_ups f
     left join staff w on w.id = f.assigned_to where f.customer_id = any ($ids) order by f.created_at, f.id`,
  ],
  campaign_recipients: [
    'Campaigns',
    `select m.ref as campaign, m.name, m.channel, r.sent_at, r.opened_at, r.clicked_at, r.responded_at, r.holdout as held_back
     from campaign_recipients r join campaigns m on m.id = r.campaign_id where r.customer_id = any ($ids) order by m.ref`,
  ],
  digest_items: [
    'Named in morning digests',
    `select d.day, (select string_agg(reason ->> 'sentence', ' ') from jsonb_array_elements(d.reasons) as reason) as reasons,
       d.channel, d.opening as suggested_words, d.state, d.closed_at
     from digest_items d where d.customer_id = any ($ids) order by d.day, d.id`,
  ],
  outcomes: [
    'What came of it',
    `select o.on_day, o.kind as outcome, o.reason, w.name as colleague from outcomes o
     left join staff w on w.id = o.staff_id where o.customer_id = any ($ids) order by o.at, o.id`,
  ],
  segment_memberships: [
    'Segments',
    `select g.label as segment, nullif(v.valid_from, '-infinity') as since, v.valid_to as until from segment_memberships v
     join segments g on g.id = v.segment_id where v.customer_id = any ($ids) order by g.label, v.valid_from`,
  ],
  customer_scores: [
    'Estimates',
    `select r.as_of, s.chance_active, s.expected_orders_90d, s.expected_value_per_order, s.lifetime_value_12m
     from customer_scores s join score_runs r on r.id = s.run_id where s.customer_id = any ($ids) order by r.id`,
  ],
  customer_summaries: [
    'Figures worked out from their orders',
    `select order_count, round(net_spend, 2) as net_spend, units, first_order_day, last_order_day, round(usual_gap_days, 1) as usual_gap_days,
       last_contacted_day, last_inbound_day from customer_summaries where customer_id = any ($ids)`,
  ],
  customer_category_summaries: [
    'Bought by category',
    `select g.name as category, b.order_count, b.units, round(b.net, 2) as net, b.last_ordered_day from customer_category_summaries b
     join categories g on g.id = b.category_id where b.customer_id = any ($ids) order by g.name`,
  ],
  treatment_eligibilities: [
    'Found by the rules of the digest',
    `select t.label as rule, e.eligible_on, e.arm from treatment_eligibilities e join treatment_rules t on t.id = e.rule_id
     where e.customer_id = any ($ids) order by e.eligible_on, t.label, e.occasion`,
  ],
}

const personRecord: readonly [string, string] = [
  'The person',
  `select c.ref as reference, c.system, c.given_name, c.family_name, c.display_name, c.nickname, c.birth_year, c.birth_month,
     c.birth_day, c.language, c.source, c.city, c.region, c.postal_code, c.country, w.name as looked_after_by,
     s.name as home_store, c.created_at, c.do_not_contact, c.raw as other_columns_of_imports
   from customers c left join staff w on w.id = c.owner_id left join stores s on s.id = c.store_id
   where c.id = any ($ids) order by c.merged_into_id nulls first, c.id`,
]

const bought: readonly [string, string] = [
  'Orders',
  `select o.ref as order_ref, o.ordered_at, s.name as store, o.channel, o.status, o.currency, round(o.net, 2) as net, o.shipping, o.tax,
     (select jsonb_agg(jsonb_build_object('product', p.name, 'sku', p.sku, 'pieces', l.quantity, 'given_back',
        l.refunded_quantity, 'price', l.unit_price, 'discount', l.discount) order by l.line_no)
      from order_lines l join products p on p.id = l.product_id where l.order_id = o.id) as lines,
     o.raw as other_columns_of_imports
   from orders o left join stores s on s.id = o.store_id
   where o.customer_id = any ($ids) order by o.ordered_at, o.ref`,
]

/**
 * Everything held about a person, over all records that were found to be theirs: each fact with where it came from and
 * when, what was said and decided about them, and who looked. Written to the audit log.
 */
export async function exportPerson(customerId: number, asker: Asker, { db, now }: Context): Promise<Held> {
  if (!mayErase(asker)) throw new UserError(notAllowed)
  const person = await personOf(db, customerId)
  if (!person) throw new UserError('There is no such customer; perhaps they were erased.')
  const sections = [
    await section(db, personRecord, person),
    ...(await belongingSections(db, person)),
    await section(db, bought, person),
    await accesses(db, person),
  ].filter(({ rows }) => rows.length > 0)
  await record(db, { actor: asker.who, action: 'export_customer', subject: person.ref })
  return { customer_ref: person.ref, name: person.name, at: now().toISOString(), sections }
}

async function belongingSections(db: Kysely<Database>, person: Person): Promise<readonly Section[]> {
  const { belongings } = await everything(db)
  const known = Object.keys(told).filter((table) => belongings.some((each) => each.table === table))
  const others = belongings.filter(({ table }) => told[table] === undefined && !hashes.has(table))
  const sections: Section[] = []
  for (const table of known) sections.push(await section(db, told[table] ?? ['', ''], person))
  for (const { table, columns } of others) sections.push(await asStored(db, table, columns, person))
  return sections
}

async function section(
  db: Kysely<Database>,
  [title, query]: readonly [string, string],
  { ids }: Person,
): Promise<Section> {
  const [before = '', ...after] = query.split('$ids')
  const list = sql`${[...ids]}::bigint[]`
  const whole = after.reduce((built, part) => sql`${built}${list}${sql.raw(part)}`, sql`${sql.raw(before)}`)
  const { rows } = await sql<Readonly<Record<string, unknown>>>`${whole}`.execute(db)
  return { title, rows: rows.map(given) }
}

/** A table that came later than this page is told as it is, without our own numbers. */
async function asStored(
  db: Kysely<Database>,
  table: string,
  columns: readonly string[],
  { ids }: Person,
): Promise<Section> {
  const theirs = columns.map((column) => sql`${sql.ref(column)} = any (${[...ids]}::bigint[])`)
  const { rows } = await sql<{ row: Readonly<Record<string, unknown>> }>`
    select to_jsonb(t) as row from ${sql.table(table)} as t where ${sql.join(theirs, sql` or `)}
    order by to_jsonb(t)::text limit 10000
  `.execute(db)
  const title = table.replaceAll('_', ' ').replace(/^./u, (letter) => letter.toUpperCase())
  return { title, rows: rows.map(({ row }) => given(withoutNumbers(row))) }
}

const withoutNumbers = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id' && !name.endsWith('_id')))

/** What the log says of who did or saw something about them. */
async function accesses(db: Kysely<Database>, person: Person): Promise<Section> {
  const { patterns, without } = mentionsOf(person)
  const { rows } = await sql<{ at: Date; who: string; did: string; subject: string | null; details: unknown }>`
    select at, actor as who, action as did, subject, details from audit_log
    where ${matching(['subject', 'details'], patterns)} or subject in (
      select 'answer ' || id from answers where ${matching(['question', 'plan'], patterns)}
    )
    order by id
  `.execute(db)
  const theirs = rows.filter(
    ({ subject, details }) =>
      subject?.startsWith('answer ') || without(subject ?? '') !== null || withoutIn(details, without) !== null,
  )
  return { title: 'Who did or saw what', rows: theirs.map(({ at, who, did }) => ({ at, who, did })) }
}

/** Without what is not known. */
function given(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && !(typeof value === 'object' && isEmpty(value))),
  )
}

const isEmpty = (value: object): boolean => !(value instanceof Date) && Object.keys(value).length === 0
