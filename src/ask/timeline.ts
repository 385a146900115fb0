import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { writeMoney } from './amounts.ts'
import type { Day } from './days.ts'
import { writeDay } from './period-text.ts'

/** Something that passed between a customer and the shop. */
export interface Event {
  readonly day: Day
  readonly kind: 'order' | 'contact' | 'case' | 'note' | 'digest' | 'campaign' | 'referral'
  /** What it was: “Bought”, “Called them”, “Note”. */
  readonly what: string
  /** What was bought or said; null for nothing more. */
  readonly told: string | null
  /** The colleague, where one is known. */
  readonly by: string | null
  /** Where the message that a note was made of is. */
  readonly link: string | null
}

export interface TimelineContext {
  readonly today: Day
  readonly currency: string
  readonly timeZone: string
  readonly managerNotes: boolean
}

interface Found {
  readonly kind: Event['kind']
  readonly day: Day
  readonly word: string | null
  readonly detail: string | null
  readonly place: string | null
  readonly amount: string | null
  readonly by: string | null
  readonly link: string | null
  readonly until: Day | null
  readonly items: readonly string[] | null
  readonly others: number | null
}

/** Of what was bought, this many by name. */
const named = 3

/**
 * One line of all that passed between the customer and the shop, the latest first: orders, cases, visits, calls and messages,
 * notes, what came of a digest, campaigns answered, people sent. A contact that opened a case or that a note was taken of is
 * told once. `trx` reads as whoever asks, so what they may not see is not there.
 */
export async function timeline(
  trx: Kysely<Database>,
  customerId: number,
  { from, count }: { readonly from: number; readonly count: number },
  context: TimelineContext,
): Promise<readonly Event[]> {
  const { today, managerNotes, timeZone } = context
  const { rows } = await sql<Found>`
    with happened as (
      ${orders(customerId, today)}
      union all ${contacts(customerId, today)}
      union all ${cases(customerId, today, timeZone)}
      union all ${notes(customerId, today, managerNotes)}
      union all ${outcomes(customerId, today)}
      union all ${campaigns(customerId, today)}
      union all ${sent(customerId, today)}
      order by day desc, at desc nulls last, kind, id desc
      limit ${count} offset ${from}
    )
    select happened.kind, day, word, detail, place, amount, happened.by, link, until, bought.items, bought.others
    from happened
    left join lateral (
      select (array_agg(name order by net desc, line_no))[1:${sql.lit(named)}] as items,
        greatest(count(*) - ${sql.lit(named)}, 0)::int as others
      from (
        select case when l.units > 1 then l.units || ' × ' else '' end || p.name as name, l.net, l.line_no
        from order_lines l join products p on p.id = l.product_id
        where l.order_id = happened.id and l.units > 0
      ) each
    ) bought on happened.kind = 'order'
    order by day desc, at desc nulls last, happened.kind, happened.id desc
  `.execute(trx)
  return rows.map((row) => eventOf(row, context))
}

type Part = ReturnType<typeof sql>

const orders = (id: number, today: Day): Part => sql`
  select 'order' as kind, o.id, o.ordered_day as day, o.ordered_at as at,
    case when o.counts then 'bought' else o.status end as word, o.ref as detail, coalesce(st.name, o.channel) as place,
    o.net as amount, null::text as by, null::text as link, null::date as until
  from orders o left join stores st on st.id = o.store_id
  where o.customer_id = ${id} and o.ordered_day <= ${today}`

const contacts = (id: number, today: Day): Part => sql`
  select 'contact', i.id, i.on_day, i.at, i.kind || ':' || i.direction || ':' || i.channel, i.summary, null, null,
    staff.name, null, null
  from interactions i left join staff on staff.id = i.staff_id
  where i.customer_id = ${id} and i.on_day <= ${today}
  and not exists (select 1 from service_cases k where k.interaction_id = i.id and k.customer_id = ${id})
  and not exists (select 1 from notes n where n.interaction_id = i.id and n.customer_id = ${id} and n.deleted_at is null)`

const cases = (id: number, today: Day, zone: string): Part => sql`
  select 'case', k.id, k.opened_day, k.opened_at,
    case when k.status = 'open' or (k.resolved_at at time zone ${zone})::date > ${today} then 'open' else 'resolved' end,
    k.summary, null, null, staff.name, null, (k.resolved_at at time zone ${zone})::date
  from service_cases k left join staff on staff.id = k.staff_id
  where k.customer_id = ${id} and k.opened_day <= ${today}`

const notes = (id: number, today: Day, managers: boolean): Part => sql`
  select 'note', n.id, n.written_day, n.written_at,
    case when n.visibility = 'managers' then 'managers' else '' end || ':' || coalesce(i.kind || ':' || i.direction || ':' || i.channel, ''),
    n.body, n.message_author, null, staff.name, n.message_link, null
  from notes n
  left join staff on staff.id = n.author_id
  left join interactions i on i.id = n.interaction_id
  where n.customer_id = ${id} and n.deleted_at is null and n.written_day <= ${today}
  and (n.visibility = 'everyone' or ${managers})`

const outcomes = (id: number, today: Day): Part => sql`
  select 'digest', min(u.id), u.on_day, min(u.at), u.kind, string_agg(distinct r.label, ', ' order by r.label), min(u.reason), null,
    min(staff.name), null, max(u.until_day)
  from outcomes u
  left join treatment_rules r on r.id = u.rule_id
  left join staff on staff.id = u.staff_id
  where u.customer_id = ${id} and u.on_day <= ${today} and u.interaction_id is null
  and u.kind in ('snoozed', 'not_relevant', 'do_not_contact')
  group by u.item_id, u.on_day, u.kind`

const campaigns = (id: number, today: Day): Part => sql`
  select 'campaign', m.id, r.responded_day, r.responded_at, null, m.name, null, null, null, null, null
  from campaign_recipients r join campaigns m on m.id = r.campaign_id
  where r.customer_id = ${id} and r.responded_day <= ${today}`

const sent = (id: number, today: Day): Part => sql`
  select 'referral', x.id, x.referred_on, null::timestamptz, null, c.display_name, null, null, null, null, null
  from referrals x join customers c on c.id = x.referred_id
  where x.referrer_id = ${id} and x.referred_on <= ${today} and c.merged_into_id is null and c.erased_at is null`

function eventOf(row: Found, context: TimelineContext): Event {
  const { kind, day, by, link } = row
  return { kind, day, by, link, ...worded(row, context) }
}

function worded(row: Found, { currency }: TimelineContext): Pick<Event, 'what' | 'told'> {
  const { kind, word, detail, place, amount, until, items, others } = row
  switch (kind) {
    case 'order': {
      const bought = [...(items ?? []), ...(others ? [`${others} more`] : [])].join('; ')
      const cost = [bought, writeMoney(Number(amount), currency), place, detail].filter(Boolean).join(' · ')
      if (word === 'bought') return { what: 'Bought', told: cost }
      return { what: word === 'cancelled' ? 'Cancelled an order' : 'Gave back all of an order', told: detail }
    }
    case 'contact':
      return { what: contactWords(word ?? ''), told: detail }
    case 'case':
      return word === 'open'
        ? { what: 'Case, open', told: detail }
        : { what: `Case, answered${until === null ? '' : ` ${writeDay(until)}`}`, told: detail }
    case 'note': {
      const [managers, ...contact] = (word ?? '').split(':')
      const of = contact.join(':') === '' ? 'Note' : contactWords(contact.join(':'))
      const from = place === null ? '' : `, from a message by ${place}`
      return { what: `${of}${managers === '' ? '' : ', for managers'}${from}`, told: detail }
    }
    case 'digest':
      return {
        what: digestWords[word ?? ''] ?? 'Digest',
        told: [detail, place, laterWords(word, until)].filter(Boolean).join(' · '),
      }
    case 'campaign':
      return { what: 'Answered a campaign', told: detail }
    case 'referral':
      return { what: 'Sent us', told: detail }
    default:
      return kind satisfies never
  }
}

const digestWords: Readonly<Record<string, string>> = {
  snoozed: 'Digest, put off',
  not_relevant: 'Digest, not relevant',
  do_not_contact: 'Digest, asked not to be contacted',
}

const laterWords = (word: string | null, until: Day | null): string | null =>
  word === 'snoozed' && until !== null ? `until ${writeDay(until)}` : null

const channelWords: Readonly<Record<string, readonly [to: string, from: string]>> = {
  phone: ['Called them', 'They called'],
  email: ['E-mailed them', 'They e-mailed'],
  sms: ['Texted them', 'They texted'],
  store: ['Spoke to them in the shop', 'In the shop'],
  chat: ['Chatted with them', 'They chatted'],
  post: ['Wrote to them', 'They wrote'],
}

/** “call:outbound:phone” → “Called them”; a question is told as one. */
function contactWords(word: string): string {
  const [kind = '', direction = '', channel = ''] = word.split(':')
  const [to, from] = channelWords[channel] ?? ['Contacted them', 'They got in touch']
  if (direction === 'outbound') return to
  return kind === 'inquiry' ? `${from}, asked` : from
}
