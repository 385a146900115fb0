import { type Kysely, sql } from 'kysely'
import { readTransaction } from '../db/reading.ts'
import type { Database } from '../db/schema.ts'
import { addMonths, type Day, startOf } from './days.ts'
import { type RunContext, readLimits } from './run.ts'
import { type Event, type TimelineContext, timeline } from './timeline.ts'

/** What a page tells of one customer beyond figures. All of it is as the reader may see it, and of no later than today. */
export interface Story {
  readonly id: number
  /** The last twelve months with what they spent in each, this one last; empty where they bought nothing in them. */
  readonly months: readonly { readonly month: Day; readonly spend: number }[]
  readonly consents: readonly Consent[]
  readonly referrer: Person | null
  /** Those they sent, the latest first. */
  readonly sent: readonly (Person & { readonly hasOrdered: boolean })[]
  readonly openCases: readonly { readonly day: Day; readonly told: string | null; readonly by: string | null }[]
  readonly promises: readonly { readonly due: Day; readonly reason: string; readonly by: string | null }[]
  readonly lastNote: { readonly day: Day; readonly body: string; readonly by: string | null } | null
  /** What they buy that runs out, and is used up about now. */
  readonly refills: readonly { readonly product: string; readonly boughtOn: Day; readonly lastsDays: number }[]
  /** What they asked about by name and have not bought since. */
  readonly askedFor: readonly { readonly product: string; readonly on: Day }[]
  /** What was bought lately and is worth asking about: how is it working? */
  readonly checkIns: readonly { readonly product: string; readonly boughtOn: Day }[]
  /** What was bought on the most days. */
  readonly favourites: readonly { readonly product: string; readonly times: number }[]
  readonly tags: readonly string[]
  readonly onFile: OnFile
  /** The latest things that happened, and one more than is shown where there are more. */
  readonly events: readonly Event[]
}

export interface Person {
  readonly ref: string
  readonly name: string
}

/** What is known, without saying it. */
export interface OnFile {
  readonly email: boolean
  readonly phone: boolean
  readonly address: boolean
  /** MM-DD; null where the day or the month is not known. */
  readonly birthday: string | null
}

export interface Consent {
  readonly channel: 'email' | 'sms' | 'phone' | 'post'
  readonly state: 'yes' | 'no'
  /** When they said so, or when it was written down; null where only the source is known. */
  readonly day: Day | null
  readonly source: string
}

/** What a page shows of the timeline before “Show more”. */
export const eventsShown = 8

/** Reads it in one transaction, as the asker's reader: each part by the customer's number, through its index. */
export async function readStory(customerId: number, today: Day, run: RunContext): Promise<Story> {
  const { rules, asker } = run
  const context: TimelineContext = {
    ...{ today, currency: rules.currency, timeZone: rules.timeZone, managerNotes: asker.maySeeManagerNotes },
  }
  return readTransaction(run.reader, readLimits(run), async (trx) => ({
    id: customerId,
    months: await readMonths(trx, customerId, today),
    ...(await readAround(trx, customerId, context)),
    events: await timeline(trx, customerId, { from: 0, count: eventsShown + 1 }, context),
  }))
}

async function readMonths(trx: Kysely<Database>, id: number, today: Day): Promise<Story['months']> {
  const first = addMonths(startOf('month', today, { weekStart: 'monday', fiscalYearStart: 1 }), -11)
  const { rows } = await sql<{ month: Day; spend: string }>`
    select to_char(ordered_day, 'YYYY-MM-01') as month, sum(net) as spend
    from orders where customer_id = ${id} and counts and ordered_day between ${first} and ${today}
    group by 1
  `.execute(trx)
  if (rows.length === 0) return []
  const spent = new Map(rows.map(({ month, spend }) => [month, Number(spend)]))
  return Array.from({ length: 12 }, (_, at) => addMonths(first, at)).map((month) => ({
    month,
    spend: spent.get(month) ?? 0,
  }))
}

type Around = Omit<Story, 'id' | 'months' | 'events'>

/** The short lists, each as JSON, in one statement. */
async function readAround(trx: Kysely<Database>, id: number, context: TimelineContext): Promise<Around> {
  const { rows } = await sql<Around>`
    select
      ${listOf(consents(id, context))} as consents,
      (select jsonb_build_object('ref', c.ref, 'name', c.display_name) from referrals x join customers c on c.id = x.referrer_id
        where x.referred_id = ${id} and c.merged_into_id is null and c.erased_at is null
        and (x.referred_on is null or x.referred_on <= ${context.today})) as referrer,
      ${listOf(sent(id, context))} as sent,
      ${listOf(openCases(id, context))} as "openCases",
      ${listOf(promises(id, context))} as promises,
      (${lastNote(id, context)}) as "lastNote",
      ${listOf(refills(id, context))} as refills,
      ${listOf(askedFor(id, context))} as "askedFor",
      ${listOf(checkIns(id, context))} as "checkIns",
      ${listOf(favourites(id, context))} as favourites,
      (select coalesce(jsonb_agg(tag order by tag), '[]') from customer_tags where customer_id = ${id}) as tags,
      (select jsonb_build_object('email', s.has_email, 'phone', s.has_phone, 'address', s.has_address,
          'birthday', lpad(c.birth_month::text, 2, '0') || '-' || lpad(c.birth_day::text, 2, '0'))
        from customers c join customer_summaries s on s.customer_id = c.id where c.id = ${id}) as "onFile"
  `.execute(trx)
  const [row] = rows
  if (!row) throw new Error('a select without a table gave no row')
  return row
}

type Part = ReturnType<typeof sql>

/** The rows of a query as one JSON list, in their order. */
const listOf = (query: Part): Part =>
  sql`(select coalesce(jsonb_agg(to_jsonb(each) - 'place' order by each.place), '[]') from (${query}) each)`

const consents = (id: number, { today, timeZone }: TimelineContext): Part => sql`
  select held.channel, held.state, held.source, array_position(array['email', 'sms', 'phone', 'post'], held.channel) as place,
    case when held.day <= ${today} then held.day end as day
  from (
    select distinct on (channel) channel, state, source,
      (coalesce(captured_at, recorded_at) at time zone ${timeZone})::date as day
    from consents where customer_id = ${id}
    order by channel, id desc
  ) held`

const sent = (id: number, { today }: TimelineContext): Part => sql`
  select c.ref, c.display_name as name, row_number() over (order by x.referred_on desc nulls last, x.id desc) as place,
    exists (select 1 from orders o where o.customer_id = c.id and o.counts and o.ordered_day <= ${today}) as "hasOrdered"
  from referrals x join customers c on c.id = x.referred_id
  where x.referrer_id = ${id} and c.merged_into_id is null and c.erased_at is null
  and (x.referred_on is null or x.referred_on <= ${today})
  order by place limit 20`

const openCases = (id: number, { today, timeZone }: TimelineContext): Part => sql`
  select k.opened_day as day, k.summary as told, staff.name as by, row_number() over (order by k.opened_day, k.id) as place
  from service_cases k left join staff on staff.id = k.staff_id
  where k.customer_id = ${id} and k.opened_day <= ${today}
  and (k.status = 'open' or (k.resolved_at at time zone ${timeZone})::date > ${today})
  order by place limit 5`

/** What a note for managers promised is for them alone. */
const promises = (id: number, { today, managerNotes }: TimelineContext): Part => sql`
  select coalesce(f.snoozed_until, f.due_on) as due, f.reason, staff.name as by,
    row_number() over (order by coalesce(f.snoozed_until, f.due_on), f.id) as place
  from follow_ups f
  left join notes n on n.id = f.note_id
  left join staff on staff.id = f.assigned_to
  where f.customer_id = ${id} and f.status in ('open', 'snoozed')
  and (f.note_id is null or (n.id is not null and n.deleted_at is null and n.written_day <= ${today}
    and (n.visibility = 'everyone' or ${managerNotes})))
  order by place limit 5`

const lastNote = (id: number, { today, managerNotes }: TimelineContext): Part => sql`
  select jsonb_build_object('day', n.written_day, 'body', n.body, 'by', staff.name)
  from notes n left join staff on staff.id = n.author_id
  where n.customer_id = ${id} and n.deleted_at is null and n.written_day <= ${today}
  and (n.visibility = 'everyone' or ${managerNotes})
  order by n.written_day desc, n.written_at desc, n.id desc limit 1`

/** What of a customer's own lines is bought again and again: on how many days, and when last. */
const bought = (id: number, today: Day): Part => sql`
  select l.product_id, p.name, p.replenish_days, count(distinct o.ordered_day)::int as times,
    min(o.ordered_day) as first_day, max(o.ordered_day) as last_day
  from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
  where o.customer_id = ${id} and o.counts and l.units > 0 and o.ordered_day <= ${today}
  group by l.product_id, p.name, p.replenish_days`

const ownGap = sql`case when each.times >= 3 and (each.last_day - each.first_day)::numeric / (each.times - 1) >= 7
  then round((each.last_day - each.first_day)::numeric / (each.times - 1))::int end`

/** As the digest reckons it: bought twice at least, by their own gap from three purchases on, else by the product's. */
const refills = (id: number, { today }: TimelineContext): Part => sql`
  select due.name as product, due.last_day as "boughtOn", due.lasts as "lastsDays",
    row_number() over (order by due.last_day + due.lasts, due.name) as place
  from (
    select each.name, each.last_day, coalesce(${ownGap}, each.replenish_days) as lasts, ${ownGap} as own,
      each.first_day, each.replenish_days
    from (${bought(id, today)}) each where each.replenish_days is not null and each.times >= 2
  ) due
  where ${today}::date - (due.last_day + due.lasts) between -7 and 14
  and (due.own is not null or due.last_day - due.first_day <= 2 * due.replenish_days)
  order by place limit 3`

/** Products that the shop asks after, bought within the time in which one would. */
const checkIns = (id: number, { today }: TimelineContext): Part => sql`
  select p.name as product, max(o.ordered_day) as "boughtOn", row_number() over (order by max(o.ordered_day) desc, p.name) as place
  from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
  where o.customer_id = ${id} and o.counts and l.units > 0 and p.check_in_days is not null
  and o.ordered_day <= ${today} and o.ordered_day >= ${today}::date - (p.check_in_days + 30)
  group by p.id, p.name
  order by place limit 2`

const favourites = (id: number, { today }: TimelineContext): Part => sql`
  select each.name as product, each.times, row_number() over (order by each.times desc, each.last_day desc, each.name) as place
  from (${bought(id, today)}) each where each.times >= 3
  order by place limit 3`

/** Named in an inquiry or a note of the last half year. */
const askedFor = (id: number, { today }: TimelineContext): Part => sql`
  select p.name as product, max(said.day) as on, row_number() over (order by max(said.day) desc, p.name) as place
  from (
    select i.on_day as day, lower(i.summary) as words from interactions i
    where i.customer_id = ${id} and i.direction = 'inbound' and i.kind in ('inquiry', 'call', 'visit', 'message')
    and i.on_day between ${today}::date - 180 and ${today}::date
    union all
    select n.written_day, lower(n.body) from notes n
    where n.customer_id = ${id} and n.deleted_at is null and n.visibility = 'everyone'
    and n.written_day between ${today}::date - 180 and ${today}::date
  ) said
  join products p on length(p.name) >= 6 and strpos(said.words, lower(p.name)) > 0
  where not exists (
    select 1 from orders o join order_lines l on l.order_id = o.id
    where o.customer_id = ${id} and o.counts and l.product_id = p.id and l.units > 0 and o.ordered_day <= ${today}
  )
  group by p.id, p.name
  order by place limit 3`
