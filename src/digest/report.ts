import { type Kysely, sql } from 'kysely'
import { addDays } from '../ask/days.ts'
import type { Database, Day } from '../db/schema.ts'

/** What one rule's entries of the stretch looked at came to; also of a rule that named nobody then, for what it brought. */
export interface RuleReport {
  readonly rule: string
  readonly label: string
  /** How often somebody was named for it. */
  readonly named: number
  /** Of those, how often a colleague did something about it, and reached them. */
  readonly actedOn: number
  readonly reached: number
  /** Of those named, how often the day before yesterday or earlier: what came this morning may still be dealt with. */
  readonly namedEarlier: number
  /**
   * Of the customers whom it alone brought onto a list in the last year, whose 30 days are over: how many there are, and how
   * many bought within them.
   */
  readonly followed: number
  readonly bought: number
}

/** Buyers within 30 days, of those named to somebody, whatever came of it, and of those left out at random. */
export interface Effect {
  readonly contact: Arm
  readonly holdout: Arm
  /** Difference of the shares, named less hold-out, with its 95 % interval; null with too little to say. */
  readonly lift: { readonly difference: number; readonly low: number; readonly high: number } | null
}

export interface Arm {
  readonly customers: number
  readonly bought: number
}

/** What came of the digests of some days. */
export interface DigestReport {
  readonly from: Day
  /** The last day. */
  readonly to: Day
  readonly named: number
  readonly actedOn: number
  readonly reached: number
  readonly snoozed: number
  readonly notRelevant: number
  /**
   * Customers who were reached or left a message and ordered on that day or within 30 days, and what those orders came to so
   * far: attributed, not caused.
   */
  readonly ordered: number
  readonly attributedSales: string
  /** Customers who ordered after they were named and before anybody was in touch. */
  readonly orderedByThemselves: number
  readonly rules: readonly RuleReport[]
  /** Rules that named at least five some days ago and that nobody did anything about. */
  readonly ignored: readonly string[]
  /** Over all rules and days whose 30 days are over. */
  readonly effect: Effect
}

const boughtWithinDays = 30
/** Below so many in either arm a difference says nothing. */
export const leastInArm = 50

const boughtAfter = sql`exists (
  select from orders o
  where o.customer_id = eligible.customer_id and o.counts
  and o.ordered_day > eligible.eligible_on and o.ordered_day <= eligible.eligible_on + ${boughtWithinDays}::int
)`

/** Whether a digest of those days, both included, named a customer. */
export async function namedAnybody(
  db: Kysely<Database>,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<boolean> {
  const { rows } = await sql`select from ${shown} item where item.day between ${from} and ${to} limit 1`.execute(db)
  return rows.length > 0
}

/**
 * Entries that somebody was shown: those of a digest that was sent. One that came too late may have been posted just before
 * its process died; whoever acted on it has seen it.
 */
const shown = sql`(
  select item.* from digest_items item
  join digest_runs run on run.id = item.run_id
  where run.outcome = 'posted' or item.closed_by is not null
)`

/** What the digests of those days brought, both included. */
export async function digestReport(
  db: Kysely<Database>,
  { from, to, today }: { readonly from: Day; readonly to: Day; readonly today: Day },
): Promise<DigestReport> {
  const [items, rules, sales, effect] = await Promise.all([
    itemCounts(db, from, to),
    ruleCounts(db, from, to, today),
    attributed(db, from, to, today),
    effectUntil(db, today),
  ])
  const ignored = rules
    .filter(({ namedEarlier, actedOn }) => namedEarlier >= 5 && actedOn === 0)
    .map(({ label }) => label)
  return { from, to, ...items, ...sales, rules, ignored, effect }
}

async function itemCounts(db: Kysely<Database>, from: Day, to: Day) {
  const { rows } = await sql<
    Pick<DigestReport, 'named' | 'actedOn' | 'reached' | 'snoozed' | 'notRelevant' | 'orderedByThemselves'>
  >`
    select count(*)::int as named,
      count(*) filter (where item.state in ('done', 'snoozed', 'not_relevant', 'do_not_contact'))::int as "actedOn",
      count(*) filter (where exists (select from outcomes o where o.item_id = item.id and o.kind = 'reached'))::int as reached,
      count(*) filter (where item.state = 'snoozed')::int as snoozed,
      count(*) filter (where item.state in ('not_relevant', 'do_not_contact'))::int as "notRelevant",
      count(*) filter (where item.state = 'ordered')::int as "orderedByThemselves"
    from ${shown} item
    where item.day between ${from} and ${to}
  `.execute(db)
  return rows[0] ?? { named: 0, actedOn: 0, reached: 0, snoozed: 0, notRelevant: 0, orderedByThemselves: 0 }
}

async function ruleCounts(db: Kysely<Database>, from: Day, to: Day, today: Day): Promise<readonly RuleReport[]> {
  const { rows } = await sql<RuleReport>`
    with followed as (
      select eligible.rule_id, count(*)::int as customers, count(*) filter (where ${boughtAfter})::int as bought
      from treatment_eligibilities eligible
      where eligible.arm = 'contact'
      and eligible.eligible_on between ${addDays(today, -365)} and ${addDays(today, -boughtWithinDays)}
      group by eligible.rule_id
    ),
    named as (
      select reason ->> 'rule' as code, count(*)::int as named,
        count(*) filter (where item.day <= ${addDays(today, -2)})::int as earlier,
        count(*) filter (where item.state in ('done', 'snoozed', 'not_relevant', 'do_not_contact'))::int as acted_on,
        count(*) filter (where exists (select from outcomes o where o.item_id = item.id and o.kind = 'reached'))::int as reached
      from ${shown} item
      cross join lateral jsonb_array_elements(item.reasons) as reason
      where item.day between ${from} and ${to} and reason ->> 'class' <> 'companion'
      group by reason ->> 'rule'
    )
    select rule.code as rule, rule.label, coalesce(named.named, 0) as named, coalesce(named.acted_on, 0) as "actedOn",
      coalesce(named.earlier, 0) as "namedEarlier",
      coalesce(named.reached, 0) as reached, coalesce(followed.customers, 0) as followed, coalesce(followed.bought, 0) as bought
    from treatment_rules rule
    left join named on named.code = rule.code
    left join followed on followed.rule_id = rule.id
    where named.named > 0 or followed.customers > 0
    order by coalesce(named.named, 0) desc, rule.id
  `.execute(db)
  return rows
}

/** Each order counts once, however often its customer was named. */
async function attributed(db: Kysely<Database>, from: Day, to: Day, today: Day) {
  const { rows } = await sql<{ ordered: number; attributedSales: string }>`
    select count(distinct bought.customer_id)::int as ordered, coalesce(sum(bought.net), 0) as "attributedSales"
    from orders bought
    where bought.counts and bought.ordered_day <= ${today}
    and exists (
      select from ${shown} item
      where item.customer_id = bought.customer_id
      and item.day between ${from} and ${to}
      and exists (
        select from outcomes o
        where o.item_id = item.id and o.kind in ('reached', 'left_message')
        and bought.ordered_day between o.on_day and o.on_day + ${boughtWithinDays}::int
      )
    )
  `.execute(db)
  return rows[0] ?? { ordered: 0, attributedSales: '0' }
}

/** All rules together: the parts of a small shop are too small to tell anything. */
async function effectUntil(db: Kysely<Database>, today: Day): Promise<Effect> {
  const last = addDays(today, -boughtWithinDays)
  const { rows } = await sql<{ arm: 'contact' | 'holdout'; customers: number; bought: number }>`
    select eligible.arm, count(*)::int as customers, count(*) filter (where ${boughtAfter})::int as bought
    from treatment_eligibilities eligible
    where eligible.eligible_on <= ${last}
    group by eligible.arm
    order by eligible.arm
  `.execute(db)
  const arm = (name: 'contact' | 'holdout'): Arm => {
    const row = rows.find((each) => each.arm === name)
    return { customers: row?.customers ?? 0, bought: row?.bought ?? 0 }
  }
  const [contact, holdout] = [arm('contact'), arm('holdout')]
  return { contact, holdout, lift: liftOf(contact, holdout) }
}

/** The 95 % quantile of the normal distribution, both sides. */
const z = 1.959964

/**
 * The difference of two shares with its interval by Newcombe's hybrid score method (Statistics in Medicine 17, 1998,
 * method 10), which keeps its word for small shares and small samples; null where an arm has fewer than 50.
 */
export function liftOf(contact: Arm, holdout: Arm): Effect['lift'] {
  if (contact.customers < leastInArm || holdout.customers < leastInArm) return null
  const [one, other] = [wilson(contact), wilson(holdout)]
  const difference = one.share - other.share
  return {
    difference,
    low: difference - Math.hypot(one.share - one.low, other.high - other.share),
    high: difference + Math.hypot(one.high - one.share, other.share - other.low),
  }
}

/** Wilson's interval of a share. */
function wilson({ customers: n, bought }: Arm) {
  const share = bought / n
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
