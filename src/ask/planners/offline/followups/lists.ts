import { allTime, previous as before, type Period, shiftPeriod } from '../../../period.ts'
import type { Column, ListPlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { measurePlan } from '../drafting/plans.ts'
import { ofCustomers, samePlan, withClauses } from './clauses.ts'
import { countMeasure, measureOf } from './measures.ts'

/** The list with the changes; null where they do not fit it. */
export function changedList(plan: ListPlan, changes: Changes, drop: boolean, context: ComposeContext): Plan | null {
  const where = withClauses(plan.where, changes, drop, context)
  if (!where) return null
  const word = changes.measures[0]
  const customers = plan.entity === 'customer'
  const groups = changes.groups.map(ofCustomers)
  if (plan.limit && (changes.counts || word || groups.length > 0 || changes.clauses.length > 0)) return null
  if (changes.share) return null
  if (changes.counts && customers && !word)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [],
    }
  if (word && customers) return measureOf(word, changes, where)
  if (groups.length > 0 && customers)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: [{ column: 0, direction: 'desc' }],
    }
  if (changes.against) return changes.clauses.length > 0 ? null : movedList(plan, changes)
  const ordered = orderedList({ ...plan, where }, changes)
  if (plan.limit && changes.columns.length > 0 && changes.clauses.length === 0 && !changes.showing) return null
  const columns = changes.columns.map((name): Column => ({ kind: 'field', field: name || 'customer.spend' }))
  const timed =
    changes.times.length > 0 && !samePlan(where, plan.where)
      ? ordered
      : changes.times.length > 0
        ? rePeriod(ordered, changes.times)
        : ordered
  if (!timed) return null
  const asked = changes.asks
    .flatMap((ask) => askColumns[ask] ?? [])
    .map((name): Column => ({ kind: 'field', field: name }))
  const changed: Plan = { ...timed, columns: [...timed.columns, ...columns, ...asked] }
  return samePlan(changed, plan) && !changes.ordering && !changes.ranking ? null : changed
}

const askColumns: Readonly<Record<string, readonly string[]>> = {
  owner: ['customer.owner'],
  email: ['customer.email'],
  phone: ['customer.phone'],
  address: ['customer.address'],
  contact: ['customer.email', 'customer.phone'],
  birthday: ['customer.birthday'],
  last_order: ['customer.last_order_day'],
  city: ['customer.city'],
  store: ['customer.store'],
  usual_gap: ['customer.usual_gap'],
}

function orderedList(plan: ListPlan, changes: Changes): ListPlan {
  const by = changes.ranking ?? changes.ordering
  if (!by) return plan
  const metric = by.measure?.kind === 'metric' ? by.measure.metric : 'revenue'
  const column: Column =
    metric === 'revenue'
      ? { kind: 'field', field: 'customer.spend' }
      : { kind: 'metric', metric, where: [], period: allTime }
  const at = plan.columns.findIndex((each) => samePlan(each, column))
  const columns = at >= 0 ? plan.columns : [...plan.columns, column]
  return {
    ...plan,
    columns,
    order: [{ column: at >= 0 ? at : columns.length - 1, direction: by.direction ?? 'desc' }],
    limit: changes.ranking?.count ? { count: changes.ranking.count, percent: null, offset: 0, per: null } : plan.limit,
  }
}

/** "And the year before?" of a list with one stretch of time. */
function movedList(plan: ListPlan, { against }: Changes): ListPlan | null {
  const [period] = periodsIn(plan)
  if (!against || !period) return null
  const base =
    against.kind === 'previous'
      ? before(period)
      : against.kind === 'period'
        ? against.period
        : shiftPeriod(period, against.unit, -against.count)
  return base ? rePeriod(plan, [base]) : null
}

/** The plan with its one stretch of time replaced; null when it has none or several. */
function rePeriod(plan: ListPlan, times: readonly Period[]): ListPlan | null {
  const [period] = times
  const text = JSON.stringify(plan)
  const found = new Set(periodsIn(plan).map((each) => JSON.stringify(each)))
  const [only] = found
  if (!period || times.length > 1 || found.size !== 1 || only === undefined) return null
  return JSON.parse(text.replaceAll(only, JSON.stringify(period))) as ListPlan
}

function periodsIn(plan: ListPlan): Period[] {
  const filters = plan.where.flatMap((each) => each.any)
  const fromFilters = filters.flatMap((filter) =>
    filter.kind === 'metric'
      ? [filter.period, filter.than.kind === 'metric' ? filter.than.period : null]
      : filter.kind === 'field'
        ? [filter.period]
        : [],
  )
  const fromColumns = plan.columns.flatMap((column) => ('period' in column ? [column.period] : []))
  return [...fromFilters, ...fromColumns].filter((period): period is Period => period !== null && period.kind !== 'all')
}
