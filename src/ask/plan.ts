import { z } from 'zod'
import { isDay } from './days.ts'
import { periodSchema } from './period.ts'

/**
 * What a question means, in the catalogue's words. Every planner produces one and nothing else: no field can hold SQL, a
 * table or a column, so a plan can be wrong but not dangerous.
 *
 * It nests to a fixed depth (plan → measure or metric filter → simple filter), so that a model can write it, a person
 * can read it and an interpreter of two pages can check it.
 */

const name = z.string().min(1).max(120)
/** A reference as the shop's files have it; a text of PostgreSQL cannot hold a zero byte. */
const reference = name.refine((text) => !text.includes('\0'), 'is not a reference.')
const scalar = z.union([z.string().max(500), z.number(), z.boolean()])

/** Comparisons of numbers, money and days. `between` includes both ends. */
export const comparisonSchema = z.enum(['equals', 'more_than', 'at_least', 'less_than', 'at_most', 'between'])
export type Comparison = z.infer<typeof comparisonSchema>

/**
 * A condition on one field of one row. `is`: one of `values`. `contains`: the text holds one of `values`, whatever its
 * case and accents. `missing`: there is none. `in`: the day falls in `period`. The rest compare with `values[0]` (and
 * `values[1]` for `between`; a birthday range may wrap round the year).
 *
 * A condition on a value that is missing is not met, and `not` turns exactly that round: "not in Chicago" keeps
 * customers without a city.
 */
export const fieldFilterSchema = z.strictObject({
  kind: z.literal('field'),
  field: name,
  op: z.enum(['is', 'contains', 'missing', 'in', ...comparisonSchema.options]),
  values: z.array(scalar).max(1000),
  period: periodSchema.nullable(),
  not: z.boolean(),
})
export type FieldFilter = z.infer<typeof fieldFilterSchema>

/**
 * The customer belongs to a segment of the catalogue. `percent` widens or narrows "top"; `category` says whose heavy
 * users. `on` is a day gone by: who belonged at its end, from the segment's history.
 */
export const segmentFilterSchema = z.strictObject({
  kind: z.literal('segment'),
  segment: name,
  percent: z.number().gt(0).max(100).nullable(),
  category: z.string().max(200).nullable(),
  on: z.string().refine(isDay, 'is not a day. Days are written 2026-10-31.').nullish(),
  not: z.boolean(),
})
export type SegmentFilter = z.infer<typeof segmentFilterSchema>

/**
 * The customer moved, by the segments' histories.
 *
 * - only `to`: entered it in the period ("became lapsed last month")
 * - only `from`: left it in the period
 * - both: was in `from` on the day before the period begins, and in `to` at its end, or today where it is not over
 *   ("moved from at risk to champions since September")
 */
export const movementFilterSchema = z.strictObject({
  kind: z.literal('movement'),
  from: name.nullable(),
  to: name.nullable(),
  period: periodSchema,
  not: z.boolean(),
})
export type MovementFilter = z.infer<typeof movementFilterSchema>

export const simpleFilterSchema = z.discriminatedUnion('kind', [
  fieldFilterSchema,
  segmentFilterSchema,
  movementFilterSchema,
])
export type SimpleFilter = z.infer<typeof simpleFilterSchema>

/**
 * A metric over the facts of one customer, product, order … compared with a number, with another metric of the same one
 * (`times` as much), or with the average over all that have such facts. "Bought X at least twice in P" is
 * `orders where product is X in P at_least 2`; "never" is `equals 0`.
 */
export const metricFilterSchema = z.strictObject({
  kind: z.literal('metric'),
  of: z.enum(['customer', 'product', 'order', 'campaign']),
  metric: name,
  where: z.array(simpleFilterSchema).max(20),
  period: periodSchema.nullable(),
  op: comparisonSchema,
  than: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('value'), value: z.number(), upper: z.number().nullable() }),
    z.strictObject({
      kind: z.literal('metric'),
      metric: name,
      where: z.array(simpleFilterSchema).max(20),
      period: periodSchema.nullable(),
      times: z.number(),
    }),
    z.strictObject({ kind: z.literal('average'), times: z.number() }),
  ]),
  not: z.boolean(),
})
export type MetricFilter = z.infer<typeof metricFilterSchema>

export const filterSchema = z.discriminatedUnion('kind', [...simpleFilterSchema.options, metricFilterSchema])
export type Filter = z.infer<typeof filterSchema>

/** At least one of them holds. A plan's `where` is a list of clauses, all of which hold. */
export const clauseSchema = z.strictObject({ any: z.array(filterSchema).min(1).max(20) })
export type Clause = z.infer<typeof clauseSchema>

const where = z.array(clauseSchema).max(40)
const aggregateSchema = z.enum(['average', 'median', 'highest', 'lowest', 'total'])
export type Aggregate = z.infer<typeof aggregateSchema>

/** What a change is measured from: a period of its own, or the measured stretch (each bucket, over time) moved back. */
export const baselineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('period'), period: periodSchema }),
  z.strictObject({
    kind: z.literal('back'),
    unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
    count: z.int().min(1).max(100),
  }),
])
export type Baseline = z.infer<typeof baselineSchema>

/**
 * A number in the answer. `where` narrows the facts it counts, beside the plan's own conditions; `period` null means the
 * plan's period.
 *
 * - `metric`: as the catalogue defines it
 * - `aggregate`: of a field over rows ("average usual gap", "median order value")
 * - `per`: of a metric computed for each customer, order … that has any ("median spend per customer this year")
 * - `share`: the part that also meets `where`, of everything in the group; or the group's part of the total
 * - `change`: from the baseline to the period, in units or as a fraction of the baseline
 */
export const measureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('metric'), metric: name, where, period: periodSchema.nullable() }),
  z.strictObject({ kind: z.literal('aggregate'), aggregate: aggregateSchema, field: name, where }),
  z.strictObject({
    kind: z.literal('per'),
    aggregate: aggregateSchema,
    per: z.enum(['customer', 'order', 'product']),
    metric: name,
    where,
    period: periodSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('share'),
    metric: name,
    where,
    of: z.enum(['group', 'total']),
    period: periodSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('change'),
    metric: name,
    where,
    period: periodSchema.nullable(),
    baseline: baselineSchema,
    as: z.enum(['difference', 'growth']),
  }),
])
export type Measure = z.infer<typeof measureSchema>

export const columnSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('field'), field: name }),
  ...measureSchema.options,
])
export type Column = z.infer<typeof columnSchema>

export const grainSchema = z.enum(['day', 'week', 'month', 'quarter', 'year'])
export type Grain = z.infer<typeof grainSchema>

/** What a number is broken down by: a field, a stretch of time, or being in a segment or not. */
export const dimensionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('field'), field: name }),
  z.strictObject({ kind: z.literal('time'), grain: grainSchema }),
  z.strictObject({
    kind: z.literal('segment'),
    segment: name,
    percent: z.number().gt(0).max(100).nullable(),
    category: z.string().max(200).nullable(),
  }),
])
export type Dimension = z.infer<typeof dimensionSchema>

/** `column` counts from 0 in the plan's `columns` or `measures`. */
export const orderSchema = z.strictObject({ column: z.int().min(0).max(50), direction: z.enum(['asc', 'desc']) })
export type Order = z.infer<typeof orderSchema>

/**
 * `count` rows from `offset` on; or the first `percent` of the rows that have a value, rounded up, ties with the last
 * one included. `per` counts anew within each value of that field ("the best of each store").
 */
export const limitSchema = z.strictObject({
  count: z.int().min(1).max(100_000).nullable(),
  percent: z.number().gt(0).max(100).nullable(),
  offset: z.int().min(0).max(100_000),
  per: name.nullable(),
})
export type Limit = z.infer<typeof limitSchema>

/** Rows of one entity: all that meet `where`, also those without any facts. */
export const listPlanSchema = z.strictObject({
  kind: z.literal('list'),
  entity: z.enum([
    'customer',
    'order',
    'product',
    'category',
    'store',
    'staff',
    'campaign',
    'interaction',
    'case',
    'note',
    'follow_up',
  ]),
  where,
  columns: z.array(columnSchema).max(30),
  order: z.array(orderSchema).max(5),
  limit: limitSchema.nullable(),
})
export type ListPlan = z.infer<typeof listPlanSchema>

/** Numbers, in one row or broken down; groups without facts are left out, time buckets without facts are 0. */
export const measurePlanSchema = z.strictObject({
  kind: z.literal('measure'),
  measures: z.array(measureSchema).min(1).max(12),
  by: z.array(dimensionSchema).max(3),
  where,
  period: periodSchema,
  /** Conditions on the measured numbers, for the groups to keep. */
  having: z
    .array(
      z.strictObject({
        measure: z.int().min(0).max(11),
        op: comparisonSchema,
        value: z.number(),
        upper: z.number().nullable(),
      }),
    )
    .max(5),
  order: z.array(orderSchema).max(5),
  limit: limitSchema.nullable(),
})
export type MeasurePlan = z.infer<typeof measurePlanSchema>

/**
 * Customers grouped by when they first bought, and what each group did in the months (quarters, years) after: one row for
 * each cohort whose first purchase falls in `period`, with the number of its customers and a column for each of `steps`
 * stretches after the first. What is not over yet is left empty.
 *
 * - `share`: the part of the cohort that bought in that stretch
 * - `customers`: how many of it did
 * - `spend`: what they spent in it, the first stretch too
 */
export const cohortsPlanSchema = z.strictObject({
  kind: z.literal('cohorts'),
  grain: z.enum(['month', 'quarter', 'year']),
  where,
  period: periodSchema,
  show: z.enum(['share', 'customers', 'spend']),
  steps: z.int().min(1).max(24),
})
export type CohortsPlan = z.infer<typeof cohortsPlanSchema>

/** One customer's page; or why a customer is, or is not, in a segment; or what a word means. */
export const customerPlanSchema = z.strictObject({ kind: z.literal('customer'), customer: reference })
export const whyPlanSchema = z.strictObject({ kind: z.literal('why'), customer: reference, segment: name })
export const definitionPlanSchema = z.strictObject({ kind: z.literal('definition'), term: name })

export const planSchema = z.discriminatedUnion('kind', [
  listPlanSchema,
  measurePlanSchema,
  cohortsPlanSchema,
  customerPlanSchema,
  whyPlanSchema,
  definitionPlanSchema,
])
export type Plan = z.infer<typeof planSchema>
