import { sql } from 'kysely'
import type { CheckedCohorts, CohortStep } from './checked.ts'
import { startOfBucket } from './dimensions.ts'
import type { Draft, Facts } from './facts.ts'
import { conditionsFor } from './filters.ts'
import { lines, name, type Sql, shared } from './fragments.ts'
import { allOf, inStretch, listing } from './query.ts'
import { openScope } from './scope.ts'

/**
 * One row for each cohort. Orders are gathered once, to one row for each customer and stretch of time, before they meet
 * the cohorts; a stretch that is not over yet says nothing.
 */
export function cohortsQuery(plan: CheckedCohorts, draft: Draft, cap: number): Sql {
  const members = membersOf(plan, draft)
  const bought = boughtBy(plan, draft)
  const did = draft.define(
    'cohort_steps',
    () => [members, bought.name],
    () =>
      sql`${listing('select', [
        sql`members.cohort`,
        sql`${between(sql`members.cohort`, sql`${sql.raw(bought.name)}.bought_in`, plan)} as after`,
        sql`count(*) as customers`,
        sql`sum(net) as net`,
      ])}\nfrom ${sql.raw(members)} members\njoin ${sql.raw(bought.name)} on ${sql.raw(bought.name)}.customer_id = members.customer_id\ngroup by 1, 2`,
  )
  const sizes = draft.define(
    'cohort_sizes',
    () => [members],
    () => sql`select cohort, count(*) as customers\nfrom ${sql.raw(members)}\ngroup by 1`,
  )
  const shown = plan.steps.map((step) => sql`${stepValue(step, plan, draft)} as ${name(step.column)}`)
  const select = listing('select', [sql`sizes.cohort`, sql`sizes.customers`, ...shown])
  const from = sql`from ${sql.raw(sizes)} sizes\nleft join ${sql.raw(did)} did on did.cohort = sizes.cohort`
  const query = lines([select, from, sql`group by 1, 2\norder by sizes.cohort\nlimit ${cap + 1}`], '\n')
  return sql`${draft.definitions()}${query}`
}

/** Who is in which cohort. */
function membersOf({ customer, grain, where, period }: CheckedCohorts, draft: Draft): string {
  const scope = openScope(customer, draft.bindings)
  const first = scope.use('s.first_order_day')
  const key = scope.use('s.customer_id')
  const met = conditionsFor(where, scope, draft)
  return draft.define(
    'cohort_members',
    () => scope.relations(),
    () => {
      const conditions = [
        ...scope.visible(),
        scope.use('s.order_count > 0'),
        ...inStretch(first, period.stretch),
        ...met,
      ]
      const columns = [sql`${key} as customer_id`, sql`${startOfBucket(first, grain, draft)} as cohort`]
      return sql`${listing('select', columns)}\n${scope.from()}\n${allOf('where', conditions)}`
    },
  )
}

/** What each customer spent in each stretch in which they bought. */
function boughtBy({ grain, period }: CheckedCohorts, draft: Draft): Facts {
  const entity = draft.entity('order')
  const facts = draft.facts(
    {
      entity,
      counted: 'o.counts',
      day: 'o.ordered_day',
      lasting: null,
      where: [],
      period: { from: period.stretch.from, to: null },
      present: [],
    },
    [
      { name: 'customer_id', sql: 'o.customer_id', required: true },
      { name: 'bought_in', sql: `date_trunc('${grain}', o.ordered_day::timestamp)::date`, required: false },
    ],
    `orders_by_customer_and_${grain}`,
  )
  facts.column('net', facts.scope.use('sum(o.net)'), 'sum(o.net)')
  facts.usedBy(null)
  return facts
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/** How many stretches one first day of a stretch is after another. */
function between(earlier: Sql, later: Sql, { grain }: CheckedCohorts): Sql {
  const months = (day: Sql) => sql`(extract(year from ${day}) * 12 + extract(month from ${day}))`
  return sql`((${months(later)} - ${months(earlier)}) / ${sql.raw(String(monthsOf[grain]))})::int`
}

function stepValue({ after }: CohortStep, { grain, show }: CheckedCohorts, draft: Draft): Sql {
  const here = sql.raw(String(after))
  const next = sql.raw(`interval '${(after + 1) * monthsOf[grain]} months'`)
  const isOver = sql`sizes.cohort + ${next} <= ${shared('today', draft.bindings.today, 'date')}`
  const count = sql`coalesce(max(did.customers) filter (where did.after = ${here}), 0)`
  const value = {
    share: sql`${count}::numeric / sizes.customers`,
    customers: count,
    spend: sql`coalesce(max(did.net) filter (where did.after = ${here}), 0)`,
  }
  return sql`case when ${isOver} then ${value[show]} end`
}
