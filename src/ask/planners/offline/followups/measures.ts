import { allTime, previous as before, type Period, shiftPeriod } from '../../../period.ts'
import type { Clause, Dimension, Measure, MeasurePlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { distinct, measurePlan, withPeriod } from '../drafting/plans.ts'
import { clause, type MeasureWord } from '../items.ts'
import { isOfCustomers } from './antecedent.ts'
import { ofCustomers, replaced, samePlan, usedByClauses, withClauses } from './clauses.ts'

/** The numbers with the changes; null where they do not fit them. */
export function changedMeasure(
  plan: MeasurePlan,
  changes: Changes,
  drop: boolean,
  context: ComposeContext,
): Plan | null {
  if (changes.compares && changes.clauses.length + changes.facts.length > 0) return sideBySide(plan, changes, drop)
  if (changes.share || changes.columns.length + changes.shown.length + changes.asks.length > 0) return null
  const where = withClauses(plan.where, changes, drop, context)
  if (!where) return null
  const facts = changes.facts.map((filter) => clause(drop ? { ...filter, not: !filter.not } : filter))
  const all = facts.reduce((clauses, each) => replaced(clauses, each), where)
  const word = changes.measures[0]
  const counted =
    plan.measures.length === 1 && plan.measures[0]?.kind === 'metric' && plan.measures[0].metric === 'customers'
  const orders = (changes.counts || changes.adds) && changes.entities.includes('order')
  if (changes.counts && !word && !orders && !counted) return null
  let changed: MeasurePlan = { ...plan, where: [...all] }
  if (word || orders) {
    const built = changes.measures.map(builtMeasure)
    const numbers = built.flatMap((each) => each ?? [])
    if (numbers.length < built.length) return null
    const measures = withNumbers(plan.measures, word ? numbers : [metricOf('orders')], changes.adds)
    if (!measures) return null
    changed = { ...changed, measures, having: changes.adds ? plan.having : [] }
  }
  const counts = counted || changes.counts
  if (changes.groups.length > 0) {
    const groups = counts ? changes.groups.map(ofCustomers) : changes.groups
    const by = distinct([...(changes.adds ? plan.by : []), ...groups])
    changed = { ...changed, by, order: orderFor(by), limit: null }
  }
  if (changes.times.length > 0 && !usedByClauses(changes)) {
    const timed = rePeriodMeasure(changed, changes.times)
    if (!timed) return null
    changed = timed
  }
  const onlyPointer =
    changes.against && changes.times.length === 0 && changes.measures.length === 0 && changes.clauses.length === 0
  if (changes.against && onlyPointer && changes.against.kind !== 'period' && !changes.compares) {
    const base =
      changes.against.kind === 'previous'
        ? before(changed.period)
        : shiftPeriod(changed.period, changes.against.unit, -changes.against.count)
    return base ? { ...changed, period: base } : null
  }
  if (changes.against) {
    const base =
      changes.against.kind === 'previous'
        ? before(changed.period)
        : changes.against.kind === 'period'
          ? changes.against.period
          : shiftPeriod(changed.period, changes.against.unit, -changes.against.count)
    const [only] = changed.measures
    if (!base || only?.kind !== 'metric') return null
    changed = { ...changed, period: allTime, measures: [withPeriod(only, changed.period), withPeriod(only, base)] }
  }
  const named = changes.ordering?.field
  if (named) {
    const sorted = sortedByName(changed, named)
    if (!sorted) return null
    changed = sorted
  } else if (changes.ranking || changes.ordering) {
    if (changed.by.length === 0) return null
    const by = changes.ranking?.measure ?? changes.ordering?.measure
    const column = by ? measuredAt(changed, by) : 0
    if (column < 0) return null
    changed = {
      ...changed,
      order: [{ column, direction: changes.ranking?.direction ?? changes.ordering?.direction ?? 'desc' }],
      limit: changes.ranking?.count
        ? { count: changes.ranking.count, percent: null, offset: 0, per: null }
        : changed.limit,
    }
  }
  if (counted && !changes.counts && !word && changes.groups.length === 0) {
    return {
      kind: 'list',
      entity: 'customer',
      where: [...all],
      columns: [{ kind: 'field', field: 'customer.name' }],
      order: [],
      limit: null,
    }
  }
  return samePlan(changed, plan) ? null : changed
}

/** Stretches of time run from the first to the last, anything else from the largest. */
const orderFor = (by: readonly Dimension[]): MeasurePlan['order'] =>
  by.some((dimension) => dimension.kind === 'time') ? [] : [{ column: 0, direction: 'desc' }]

/** "And revenue" stands beside the numbers, "revenue" takes their place. */
function withNumbers(before: readonly Measure[], numbers: readonly Measure[], adds: boolean): Measure[] | null {
  if (!adds) return [...numbers]
  return before.some((measure) => 'period' in measure && measure.period !== null)
    ? null
    : distinct([...before, ...numbers])
}

/** "Sort by name": the groups in their own order, from A to Z. */
function sortedByName(plan: MeasurePlan, name: string): MeasurePlan | null {
  const [only, ...others] = plan.by
  if (plan.limit || !only || others.length > 0 || only.kind !== 'field') return null
  const last = name.replace(/^.*\./, '')
  return last === 'name' || only.field.endsWith(`.${last}`) ? { ...plan, order: [] } : null
}

const measuredAt = (plan: MeasurePlan, word: MeasureWord): number =>
  plan.measures.findIndex((measure) => 'metric' in measure && word.kind === 'metric' && measure.metric === word.metric)

/** "Compare with lapsed customers": the same number of both, side by side. */
function sideBySide(plan: MeasurePlan, changes: Changes, drop: boolean): MeasurePlan | null {
  const added = [...changes.clauses, ...changes.facts.map((filter) => clause(filter))]
  const others = changes.times.length + changes.groups.length + changes.measures.length
  if (drop || others > 0 || changes.against || plan.having.length > 0 || plan.limit) return null
  const swapped = added.reduce((clauses, each) => replaced(clauses, each), plan.where)
  const inPlace = swapped.length === plan.where.length
  const own = plan.where.filter((each) =>
    inPlace ? !swapped.includes(each) : added.every(isOfCustomers) && isOfCustomers(each),
  )
  const measures = [own, added].flatMap((where) =>
    plan.measures.flatMap((measure) =>
      measure.kind === 'metric' || measure.kind === 'per' || measure.kind === 'aggregate'
        ? [{ ...measure, where: [...measure.where, ...where] }]
        : [],
    ),
  )
  if (measures.length < plan.measures.length * 2) return null
  return { ...plan, measures, where: plan.where.filter((each) => !own.includes(each)) }
}

const metricOf = (metric: string): Measure => ({ kind: 'metric', metric, where: [], period: null })

/** How many customers. */
export const countMeasure = (): Measure => metricOf('customers')

function builtMeasure(word: MeasureWord): Measure | null {
  switch (word.kind) {
    case 'metric':
      return {
        kind: 'metric',
        metric: word.metric,
        where: (word.where ?? []).map((filter) => clause(filter)),
        period: null,
      }
    case 'aggregate':
      return { kind: 'aggregate', aggregate: word.aggregate, field: word.field, where: [] }
    case 'per':
      return { kind: 'per', aggregate: word.aggregate, per: word.per, metric: word.metric, where: [], period: null }
    case 'ambiguous':
      return null
    default:
      return word satisfies never
  }
}

/** The number over the customers of a list. */
export function measureOf(word: MeasureWord, changes: Changes, where: readonly Clause[]): Plan | null {
  const built = builtMeasure(word)
  if (!built) return null
  const [period] = changes.times
  return {
    ...measurePlan(
      [built],
      changes.groups,
      [...where, ...changes.facts.map((filter) => clause(filter))],
      period ?? allTime,
    ),
    order: changes.groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [],
  }
}

function rePeriodMeasure(plan: MeasurePlan, times: readonly Period[]): MeasurePlan | null {
  const [period] = times
  if (!period || times.length > 1) return null
  const own = plan.measures.filter((measure) => 'period' in measure && measure.period !== null)
  if (own.length > 0 && plan.measures.length > 1)
    return { ...plan, measures: plan.measures.slice(0, 1).map((measure) => withPeriod(measure, period)) }
  return own.length > 0
    ? { ...plan, measures: plan.measures.map((measure) => withPeriod(measure, period)) }
    : { ...plan, period }
}
