import { allTime, previous as before, type Period, shiftPeriod } from '../../../period.ts'
import type { Clause, Measure, MeasurePlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { measurePlan, withPeriod } from '../drafting/plans.ts'
import { clause, type MeasureWord } from '../items.ts'
import { ofCustomers, replaced, samePlan, usedByClauses, withClauses } from './clauses.ts'

/** The numbers with the changes; null where they do not fit them. */
export function changedMeasure(
  plan: MeasurePlan,
  changes: Changes,
  drop: boolean,
  context: ComposeContext,
): Plan | null {
  const where = withClauses(plan.where, changes, drop, context)
  if (!where) return null
  const facts = changes.facts.map((filter) => clause(filter))
  const all = facts.reduce((clauses, each) => replaced(clauses, each), where)
  const word = changes.measures[0]
  const counted =
    plan.measures.length === 1 && plan.measures[0]?.kind === 'metric' && plan.measures[0].metric === 'customers'
  let changed: MeasurePlan = { ...plan, where: [...all] }
  if (word) {
    const built = builtMeasure(word)
    if (!built) return null
    changed = { ...changed, measures: [built] }
  } else if (changes.counts && changes.entities.includes('order'))
    changed = { ...changed, measures: [{ kind: 'metric', metric: 'orders', where: [], period: null }] }
  const counts = counted || changes.counts
  if (changes.groups.length > 0)
    changed = {
      ...changed,
      by: counts ? changes.groups.map(ofCustomers) : [...changes.groups],
      order: changes.groups.some((dimension) => dimension.kind === 'time') ? [] : [{ column: 0, direction: 'desc' }],
      limit: null,
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
  if (changes.ranking || changes.ordering) {
    if (changed.by.length === 0) return null
    changed = {
      ...changed,
      order: [{ column: 0, direction: changes.ranking?.direction ?? changes.ordering?.direction ?? 'desc' }],
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

/** How many customers. */
export const countMeasure = (): Measure => ({ kind: 'metric', metric: 'customers', where: [], period: null })

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
