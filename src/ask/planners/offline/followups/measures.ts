import { allTime, previous as before, type Period, resolve, shiftPeriod } from '../../../period.ts'
import type { Clause, Dimension, Measure, MeasurePlan, Plan } from '../../../plan.ts'
import type { Against } from '../../../words/time.ts'
import { type Changes, Telling } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { dayFields, factOf } from '../drafting/facts.ts'
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
  if (changes.sorts && changes.measures.length > 0) return sortedBy(plan, changes)
  const others = changes.turns && !drop ? withoutOthers(plan.where, changes.clauses) : plan.where
  const where = withClauses(others, changes, drop, context)
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
    const groups = counts || changed.measures.every(isOfPeople) ? changes.groups.map(ofCustomers) : changes.groups
    const by = distinct([...(changes.adds ? plan.by : []), ...groups])
    changed = { ...changed, by, order: orderFor(by), limit: null }
  }
  const compared: Against | null =
    changes.compares && changes.times.length === 1 && changes.times[0]
      ? { kind: 'period', period: changes.times[0] }
      : changes.against
  if (changes.times.length > 0 && !changes.compares && !usedByClauses(changes)) {
    const timed = rePeriodMeasure(changed, changes.times)
    if (!timed) return null
    changed = timed
  }
  if (compared) {
    const moves = !changes.compares && compared.kind !== 'period' && changes.times.length + changes.clauses.length === 0
    if (changed.period.kind === 'all' && compared.kind === 'period') throw new Telling(noStretch)
    const base = baseOf(changed.period, compared)
    if (!base) return null
    if (moves && changes.measures.length === 0) return { ...changed, period: base }
    const set = setAgainst(changed, base, compared, context)
    if (!set) return null
    changed = set
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
  const narrowed = plan.by.length > 0 && !samePlan(all, plan.where)
  const reordered = changes.ranking !== null || changes.ordering !== null
  if (counted && !changes.counts && !word && changes.groups.length === 0 && !narrowed && !reordered) {
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

const noStretch =
  'The answer before covers no stretch of time that I could set another against. Ask for both, such as “revenue this year compared with last year”.'

const baseOf = (period: Period, against: Against): Period | null =>
  against.kind === 'previous'
    ? before(period)
    : against.kind === 'period'
      ? against.period
      : shiftPeriod(period, against.unit, -against.count)

/** The number in two stretches of time; over time, each bucket beside its change from a year earlier. */
function setAgainst(plan: MeasurePlan, base: Period, against: Against, context: ComposeContext): MeasurePlan | null {
  const [only, ...others] = plan.measures
  if (only?.kind !== 'metric' || others.length > 0) return null
  if (!plan.by.some(({ kind }) => kind === 'time'))
    return { ...plan, period: allTime, measures: [withPeriod(only, plan.period), withPeriod(only, base)] }
  const baseline = against.kind === 'back' ? against : isYearBefore(plan.period, base, context) ? yearBack : null
  if (!baseline) throw new Telling('Over time I can only compare with the same time a year earlier.')
  const { unit, count } = baseline
  const change = { ...only, kind: 'change' as const, baseline: { kind: 'back' as const, unit, count } }
  return { ...plan, measures: [only, { ...change, as: 'difference' }, { ...change, as: 'growth' }] }
}

const yearBack = { unit: 'year', count: 1 } as const

function isYearBefore(period: Period, base: Period, { today, calendar }: ComposeContext): boolean {
  const [one, other] = [resolve(period, today, calendar).from, resolve(base, today, calendar).from]
  if (one === null || other === null) return false
  return Number(one.slice(0, 4)) - Number(other.slice(0, 4)) === 1 && one.slice(4) === other.slice(4)
}

/** Stretches of time run from the first to the last, anything else from the largest. */
const orderFor = (by: readonly Dimension[]): MeasurePlan['order'] =>
  by.some((dimension) => dimension.kind === 'time') ? [] : [{ column: 0, direction: 'desc' }]

/** The conditions without the one segment that another takes the place of. */
function withoutOthers(where: readonly Clause[], added: readonly Clause[]): readonly Clause[] {
  const segments = where.filter(isSegment)
  return added.length === 1 && added.every(isSegment) && segments.length === 1
    ? where.filter((each) => !isSegment(each))
    : where
}

const isSegment = ({ any }: Clause): boolean => any.every((filter) => filter.kind === 'segment')

/** Customers have a home store; only sales have one of their own. */
const isOfPeople = (measure: Measure): boolean =>
  measure.kind === 'aggregate' ? measure.field.startsWith('customer.') : factOf(measure.metric) === 'customer'

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

/** "Sort by orders", where orders are among the numbers. */
function sortedBy(plan: MeasurePlan, { measures, ordering, ranking }: Changes): MeasurePlan | null {
  const [word, ...others] = measures
  const column = word && others.length === 0 && !plan.limit && plan.by.length > 0 ? measuredAt(plan, word) : -1
  return column < 0 ? null : { ...plan, order: [{ column, direction: (ordering ?? ranking)?.direction ?? 'desc' }] }
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
    order: changes.groups.length > 0 ? orderFor(changes.groups) : [],
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
    : { ...plan, where: plan.where.filter((each) => !isOwnDay(each)), period }
}

const days = new Set(Object.values(dayFields))

/** "Orders in July", counted: the days are those of the orders, and make room for others. */
const isOwnDay = ({ any: [only, ...others] }: Clause): boolean =>
  only?.kind === 'field' && only.op === 'in' && !only.not && days.has(only.field) && others.length === 0
