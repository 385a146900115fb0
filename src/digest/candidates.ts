import { CompiledQuery, sql } from 'kysely'
import { type Bindings, fragment, lines, type Own, type Sql, statement } from '../ask/fragments.ts'
import { stage, top } from '../treatments/conditions.ts'
import type { TreatmentRule } from '../treatments/rules.ts'
import { reasonClasses } from '../treatments/trigger.ts'
import type { DigestContext } from './context.ts'
import { eachPart, type FoundInPart, firstOf, type Part, partsOf } from './parts.ts'
import { notInSlack } from './runs.ts'

/** One reason to contact one customer, before it is weighed against others. */
export interface Candidate {
  readonly rule: string
  readonly customerId: number
  /** What it is about, the same text on any day. */
  readonly occasion: string
  readonly dueOn: string
  readonly facts: unknown
  /** The colleague whose list it belongs on; null where nobody is there. */
  readonly recipient: number | null
  /** The customer's home store. */
  readonly storeId: number | null
  readonly arm: 'contact' | 'holdout'
  /** Net spend of the next 90 days that the contact is about, roughly, the more where the rule's contacts bring buyers. */
  readonly atStake: number
  /** Ways of contact that they agreed to and that are known. */
  readonly channels: readonly Channel[]
  readonly ref: string
  readonly name: string
  readonly givenName: string | null
  readonly language: string | null
}

export type Channel = 'phone' | 'sms' | 'email' | 'post'

/**
 * Whom the active rules find today, with every reason for each.
 *
 * Merged and erased customers have no summary; do-not-contact leaves out everybody. A contact inside the gap, a snooze
 * and a reason that was dealt with leave out all but promises and service cases: whether a promise is kept or put off is
 * known from the follow-up, a case is over when it is settled. Somebody who agreed to no channel comes
 * back for a promise or a case alone, with no channels: it can be kept when they come in, and is not lost.
 *
 * Of each colleague's customers `most` for each rule come back, those at the top of it, and all promises and cases. `alone` lets a rule that only says
 * something along with others name customers too, to look at it. A large shop is searched by parts.
 */
export async function candidates(
  rules: readonly TreatmentRule[],
  most: number,
  context: DigestContext,
  { alone = false, parts: given }: { readonly alone?: boolean; readonly parts?: readonly Part[] } = {},
): Promise<readonly Candidate[]> {
  const active = rules.filter((rule) => rule.active)
  const search = { leastSpend: await leastSpend(context), parts: given ?? (await partsOf(context.db)) }
  if (alone) return found(active, most, context, { ...search, alone, among: null })
  const naming = active.filter(({ trigger }) => trigger.class !== 'companion')
  const named = await found(naming, most, context, { ...search, alone, among: null })
  const among = [...new Set(named.map(({ customerId }) => customerId))]
  const companions = active.filter(({ trigger }) => trigger.class === 'companion')
  return [...named, ...(await found(companions, among.length, context, { ...search, alone: true, among }))]
}

interface Search {
  readonly alone: boolean
  /** Only these customers are looked at: what is said along with other reasons is looked for among those named for them. */
  readonly among: readonly number[] | null
  /** What somebody has to have spent to be among the top; null where nobody has ordered. */
  readonly leastSpend: string | null
  /** Each is searched by itself. */
  readonly parts: readonly Part[]
}

async function found(
  rules: readonly TreatmentRule[],
  most: number,
  context: DigestContext,
  search: Search,
): Promise<readonly Candidate[]> {
  if (rules.length === 0 || search.among?.length === 0) return []
  const inParts = await eachPart(search.parts, (part) => foundIn(part, rules, most, context, search))
  return firstOf(inParts, most).map(({ place: _place, isPressing: _isPressing, ...candidate }) => candidate)
}

async function foundIn(
  part: Part,
  rules: readonly TreatmentRule[],
  most: number,
  context: DigestContext,
  search: Search,
): Promise<readonly (Candidate & FoundInPart)[]> {
  const { sql: text, parameters } = statement(query(part, rules, most, context, search))
  const { rows } = await context.db.executeQuery<Candidate & FoundInPart>(CompiledQuery.raw(text, [...parameters]))
  return rows.map((row) => ({ ...row, atStake: Number(row.atStake) }))
}

async function leastSpend(context: DigestContext): Promise<string | null> {
  const { sql: text, parameters } = statement(fragment(top, bindingsOf(context)))
  const { rows } = await context.db.executeQuery<{ least_spend: string | null }>(
    CompiledQuery.raw(text, [...parameters]),
  )
  return rows[0]?.least_spend ?? null
}

const bindingsOf = ({ settings, today, summaries, scoreRun }: DigestContext): Bindings => ({
  today,
  rules: settings,
  summaries,
  scoreRun,
  recorded: [],
  scope: { kind: 'all' },
})

/** What somebody has to have spent to be among the top, which several rules ask for. */
const topSpend: Own = { top: { relation: 'top_spend' } }

/** The part of the customers that is searched. */
const within = ({ from, to }: Part): Own => ({
  from_customer: { value: from, type: 'bigint' },
  to_customer: { value: to, type: 'bigint' },
})

const pressing = sql.raw(String(reasonClasses.indexOf('service')))
const exempt = `class_order <= ${reasonClasses.indexOf('service')}`
const namesAlone = `class_order < ${reasonClasses.indexOf('companion')}`

function query(
  part: Part,
  rules: readonly TreatmentRule[],
  most: number,
  context: DigestContext,
  { alone, among, leastSpend }: Search,
): Sql {
  const { settings } = context
  const bindings = bindingsOf(context)
  const bound = (text: string, own: Own = {}) => fragment(text, bindings, { ...own, ...topSpend })
  const byRule = lines(
    rules.map((rule) => foundBy(rule, part, among, bindings)),
    '\nunion all\n',
  )
  const naming = sql.raw(alone ? 'true' : namesAlone)
  const numbers: Own = {
    contact_gap: { value: settings.contactGapDays, type: 'int' },
    prospecting_gap: { value: settings.prospectingGapDays, type: 'int' },
    consideration_gap: { value: settings.considerationGapDays, type: 'int' },
    loyalty_gap: { value: settings.loyaltyGapDays, type: 'int' },
    holdout: { value: settings.holdoutPercent, type: 'int' },
    most: { value: most, type: 'int' },
    scope: { value: settings.associateScope, type: 'text' },
    ...within(part),
  }
  // Each step looks at the rows once, by window: a join of what was found with itself is planned for a few rows, and there
  // may be a hundred thousand.
  return sql`with
top_spend as materialized (
select ${leastSpend}::numeric as least_spend
),
found as materialized (
${byRule}
),
present as materialized (
${bound(present, numbers)}
),
team as materialized (
${bound(
  `select store_id, array_agg(id order by id) as members from present
where store_id is not null and (sees_all or :scope = 'store') group by store_id`,
  numbers,
)}
),
house as materialized (
select array_agg(id order by id) as members from present
where sees_all and (role <> 'associate' or not exists (select from present lead where lead.role <> 'associate'))
),
response as materialized (
${bound(response)}
),
eligible as materialized (
${bound(eligible(rules, among === null), numbers)}
),
ordered as (
select eligible.*, case when ${naming} then row_number() over (
partition by customer_id, ${naming} order by class_order, at_stake desc, due_on, rule, occasion) end as nth
from eligible
),
placed as (
select ordered.*, case when nth = 1 then row_number() over (
partition by recipient, rule, nth = 1 order by class_order, at_stake desc, due_on, customer_id) end as place
from ordered
),
ranked as (
select placed.*, min(place) over (partition by customer_id) as own_place, min(class_order) over (partition by customer_id) as first_class
from placed
)
select e.rule, e.customer_id as "customerId", e.occasion, e.due_on as "dueOn", e.facts, e.recipient, c.store_id as "storeId", e.arm,
e.at_stake as "atStake", e.place, e.first_class <= ${pressing} as "isPressing", ${bound(channels)} as channels, c.ref, c.display_name as name, c.given_name as "givenName", c.language
from ranked e
join customers c on c.id = e.customer_id
join ${bound(':summaries')} s on s.customer_id = e.customer_id
where e.own_place <= ${most}::int or (e.own_place is not null and e.first_class <= ${pressing})
order by e.customer_id, e.class_order, e.due_on, e.rule, e.occasion`
}

function foundBy(
  { id, code, trigger, dials, stages, contactGapDays }: TreatmentRule,
  part: Part,
  among: readonly number[] | null,
  bindings: Bindings,
): Sql {
  const turned: Own = Object.fromEntries(
    Object.entries(dials).map(([dial, value]) => [dial, { value, type: 'int' }] as const),
  )
  const own = { ...turned, ...within(part), ...topSpend }
  const order = String(reasonClasses.indexOf(trigger.class))
  return sql`select ${id}::bigint as rule_id, ${code}::text as rule, ${sql.raw(order)} as class_order,
  ${contactGapDays}::int as own_gap, ${stages ? [...stages] : null}::text[] as stages, x.*
from (${fragment(trigger.candidates, bindings, own)}) x
where x.customer_id between ${part.from}::bigint and ${part.to}::bigint
${among === null ? sql`` : sql`and x.customer_id = any (${[...among]}::bigint[])`}`
}

const channels = `array_remove(array[
  case when s.has_phone and s.phone_consent then 'phone' end,
  case when s.has_phone and s.sms_consent then 'sms' end,
  case when s.has_email and s.email_consent then 'email' end,
  case when s.has_address and s.post_consent then 'post' end], null)`

/** A whole number from 0 on that is the same for the same text on any day and any machine. */
const hash = (of: string): string => `(('x' || substr(md5(${of}), 1, 7))::bit(28)::int)`

const pick = (members: string): string => `${members}[1 + ${hash('k.customer_id::text')} % cardinality(${members})]`

/**
 * Net spend of the next 90 days: as estimated, or by their own rhythm at their own average order where nothing was. Of
 * those at risk, what would be lost: what they would bring if they were active, less what is expected as things are.
 */
const atStake = `(case when s.order_count = 0 then 0 else round(coalesce(
  case when k.class_order = ${reasonClasses.indexOf('at_risk')}
    then (e.expected_orders_90d / nullif(e.chance_active, 0) - e.expected_orders_90d)::numeric
    else e.expected_orders_90d::numeric end * e.expected_value_per_order,
  (s.net_spend / s.order_count) * 90 / greatest(coalesce(s.usual_gap_days, :default_gap_days), :minimum_gap_days)), 2) end)`

/**
 * Days between two contacts by stage: rarer for those who have not bought, more often for the loyal. A rule's own gap can
 * only be longer: what a shop promises its customers holds for every rule.
 */
const contactGap = `case ${stage}
    when 'Prospecting' then greatest(:contact_gap, :prospecting_gap)
    when 'Consideration' then greatest(:contact_gap, :consideration_gap)
    when 'Loyalty' then least(:contact_gap, :loyalty_gap)
    else :contact_gap end`

/** Somebody who was named and whom nobody did anything about makes room for others for so many days. */
const restDays = 6

/**
 * Who can be given customers today: not away, and sent a digest. Where colleagues are known to Slack, those who are not
 * cannot read theirs; nor could whoever Slack did not find in the last days.
 */
const present = `select w.id, w.store_id, w.role, w.role <> 'associate' or :scope = 'all' as sees_all
from staff w
left join digest_recipients wish on wish.staff_id = w.id
where w.active and coalesce(wish.active, true)
and (w.slack_user_id is not null or not exists (select from staff known where known.active and known.slack_user_id is not null))
and not exists (select from absences a where a.staff_id = w.id and :today between a.from_day and a.to_day)
and not exists (
  select from digest_runs lost
  where lost.staff_id = w.id and lost.outcome = 'failed' and lost.fault = '${notInSlack}' and lost.day between :today - 7 and :today - 1)`

/** Nobody is given a customer whom they may not see. */
const maySee = `(w.sees_all or (:scope = 'store' and w.store_id = c.store_id) or (:scope = 'owner' and w.id = c.owner_id))`

/** How many contacts it takes until a rule's own record counts as much as that of all rules together. */
const priorContacts = 20

/**
 * How much oftener than with the other rules those whom a rule named bought within 30 days: 1 without a record, and drawn
 * towards 1 by a short one.
 */
const response = `
select named.rule_id,
  (sum(named.bought) + ${priorContacts} * overall.rate) / ((count(*) + ${priorContacts}) * overall.rate) as factor
from (
  select eligible.rule_id, (exists (
    select from orders o
    where o.customer_id = eligible.customer_id and o.counts
    and o.ordered_day > eligible.eligible_on and o.ordered_day <= eligible.eligible_on + 30))::int as bought
  from treatment_eligibilities eligible
  where eligible.arm = 'contact' and eligible.eligible_on between :today - 365 and :today - 30
) named
cross join (
  select greatest(avg((exists (
    select from orders o
    where o.customer_id = one.customer_id and o.counts
    and o.ordered_day > one.eligible_on and o.ordered_day <= one.eligible_on + 30))::int), 0.01) as rate
  from treatment_eligibilities one
  where one.arm = 'contact' and one.eligible_on between :today - 365 and :today - 30
) overall
group by named.rule_id, overall.rate`

/** Read as a whole: one by one takes longer from a tenth of the customers on. “offset 0” keeps PostgreSQL from doing that. */
const allScores = `(
  select one.run_id, one.customer_id, one.expected_orders_90d, one.expected_value_per_order, one.chance_active
  from customer_scores one where one.run_id = :score_run and one.customer_id between :from_customer and :to_customer offset 0)`

/** Rows are kept narrow, for there may be hundreds of thousands: who it is is looked up for those who are named. */
const eligible = (rules: readonly TreatmentRule[], isEverybody: boolean): string => `
select k.rule, k.class_order, k.customer_id, k.occasion, k.due_on, k.facts, round(${atStake} * coalesce(response.factor, 1), 2) as at_stake,
  coalesce(
    (select w.id from present w where w.id = k.staff_id and ${maySee}),
    (select w.id from present w where w.id = c.owner_id and ${maySee}),
    ${pick('team.members')},
    ${pick('house.members')}) as recipient,
  case when not (k.${exempt}) and ${hash(`k.rule || ':' || k.customer_id`)} % 100 < :holdout
    then 'holdout' else 'contact' end as arm
from found k
join customers c on c.id = k.customer_id
join :summaries s on s.customer_id = c.id
left join ${isEverybody ? allScores : 'customer_scores'} e on e.run_id = :score_run and e.customer_id = c.id
left join response on response.rule_id = k.rule_id
left join team on team.store_id = c.store_id
cross join house
where not c.do_not_contact
and c.id between :from_customer and :to_customer
and s.customer_id between :from_customer and :to_customer
and (cardinality(${channels}) > 0 or k.${exempt})
${rules.some(({ stages }) => stages !== null) ? `and case when k.stages is null then true else ${stage} = any (k.stages) end` : ''}
and (k.${exempt} or s.last_contacted_day is null
  or :today - s.last_contacted_day >= greatest(k.own_gap, ${contactGap}))
and (k.${exempt} or not exists (
  select from digest_items shown
  join digest_runs r on r.id = shown.run_id and r.outcome is distinct from 'late'
  where shown.customer_id = k.customer_id and shown.day between :today - ${restDays} and :today - 1 and shown.state = 'open'))
and not exists (
  select from outcomes done
  where done.customer_id = k.customer_id and done.on_day <= :today
  and case
    when k.class_order = ${reasonClasses.indexOf('promise')} then false
    when k.class_order = ${reasonClasses.indexOf('service')}
      then done.rule_id = k.rule_id and done.occasion = k.occasion and (done.until_day > :today or done.kind = 'not_relevant')
    else done.until_day > :today
      or (done.rule_id = k.rule_id and done.occasion = k.occasion
        and done.kind in ('reached', 'left_message', 'wrong_number', 'not_relevant', 'ordered', 'solved')) end)`
