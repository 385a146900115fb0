import type { Asker } from '../access/asker.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Histories } from '../catalog/histories.ts'
import { checkCohorts } from './check-cohorts.ts'
import { checkColumns } from './check-columns.ts'
import { checkDimensions } from './check-dimensions.ts'
import { type Checking, checkClauses, checkPeriod, look, segmentOf } from './check-filters.ts'
import { checkMeasure, nameMeasures } from './check-measures.ts'
import { salesOutside } from './check-scope.ts'
import type {
  CheckedDimension,
  CheckedLimit,
  CheckedList,
  CheckedMeasure,
  CheckedMeasurePlan,
  CheckedOrder,
  CheckedPlan,
  Explained,
} from './checked.ts'
import type { Day } from './days.ts'
import type { Estimates } from './estimates.ts'
import { type Issue, unknownName } from './issues.ts'
import { type ListPlan, type MeasurePlan, type Order, type Plan, planSchema } from './plan.ts'
import type { ShopRules } from './rules.ts'

export interface CheckContext {
  readonly catalog: Catalog
  readonly asker: Asker
  readonly today: Day
  readonly rules: ShopRules
  /** The scoring run that estimates come from; null where there is none. */
  readonly scores: Estimates | null
  readonly histories: Histories
}

export type CheckResult =
  | { readonly ok: true; readonly plan: CheckedPlan }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/**
 * A plan held against the catalogue, the calendar and the asker's rights: the checked plan, or everything that is wrong
 * with it. Nothing is mended or left out on the way: what comes out means what went in.
 */
export function check(input: unknown, context: CheckContext): CheckResult {
  const parsed = planSchema.safeParse(input)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue): Issue => ({ code: 'malformed', at: place(issue.path), problem: issue.message }),
    )
    return { ok: false, issues }
  }
  const checking: Checking = { ...context, issues: [] }
  const plan = checkPlan(parsed.data, checking)
  if (plan === null || checking.issues.length > 0) return { ok: false, issues: unique(checking.issues) }
  // The one place where the brand is given: everything above was looked up.
  return { ok: true, plan: plan as unknown as CheckedPlan }
}

export type Unbranded<Of> = Of extends CheckedPlan ? Omit<Of, symbol> : never

function checkPlan(plan: Plan, checking: Checking): Unbranded<CheckedPlan> | null {
  switch (plan.kind) {
    case 'list':
      return checkList(plan, checking)
    case 'measure':
      return checkMeasures(plan, checking)
    case 'cohorts':
      return checkCohorts(plan, checking)
    case 'customer':
      return { kind: 'customer', plan, customer: plan.customer }
    case 'why': {
      const found = segmentOf({ segment: plan.segment, percent: null, category: null }, 'segment', checking)
      return found && { kind: 'why', plan, customer: plan.customer, ...found }
    }
    case 'definition':
      return checkDefinition(plan, checking)
    default:
      return plan satisfies never
  }
}

function checkList(plan: ListPlan, checking: Checking): Unbranded<CheckedList> | null {
  const entity = checking.catalog.entities.get(plan.entity)
  if (!entity) return null
  const where = checkClauses(plan.where, entity.alias, entity.label, 'where', checking)
  const { columns, ordered, withheld } = checkColumns(plan, entity, checking)
  const order = checkOrder(plan.order, ordered, checking)
  const limit = checkLimit(plan, entity.alias, checking)
  checking.issues.push(...salesOutside(plan.where, 'where', checking.asker), ...withheldInLimit(plan, checking))
  return { kind: 'list', plan, entity, where, scope: checking.asker.scope, withheld, columns, order, limit }
}

function checkMeasures(plan: MeasurePlan, checking: Checking): Unbranded<CheckedMeasurePlan> | null {
  const by = checkDimensions(plan.by, checking)
  const period = checkPeriod(plan.period, checking)
  const found = plan.measures.map((measure, at) => checkMeasure(measure, `measures[${at}]`, { checking, plan, by }))
  const measures = nameMeasures(found, plan, by, checking)
  const order = checkOrder(plan.order, measures, checking)
  const where = measures[0] ? checkPlanWhere(plan, measures, checking) : []
  checking.issues.push(...salesOutsideMeasures(plan, checking))
  const having = plan.having.flatMap(({ measure, op, value, upper }, at) => {
    const one = measures[measure]
    if (one === undefined)
      checking.issues.push({
        code: 'order_out_of_range',
        at: `having[${at}]`,
        column: measure,
        columns: plan.measures.length,
      })
    if (op === 'between' && upper === null) checking.issues.push({ code: 'upper_missing', at: `having[${at}]` })
    if (one?.type === 'date')
      checking.issues.push({
        code: 'not_a_number',
        at: `having[${at}]`,
        name: one.label,
        use: 'it cannot be compared with one',
      })
    return one ? [{ measure: one, op, value, upper }] : []
  })
  return {
    kind: 'measure',
    plan,
    measures: present(measures),
    by,
    where,
    scope: checking.asker.scope,
    period,
    having,
    order,
    limit: checkMeasureLimit(plan, by, checking),
  }
}

const present = <T>(values: readonly (T | null)[]): readonly T[] => values.filter((value) => value !== null)

/** "The first ten percent by e-mail address" means nothing without the addresses, and tells of them. */
function withheldInLimit({ order, limit, columns }: ListPlan, { asker, catalog }: Checking): readonly Issue[] {
  const column = limit?.percent && order[0] ? columns[order[0].column] : undefined
  const used = [limit?.per, column?.kind === 'field' ? column.field : null]
  return used.flatMap((name) => {
    const field = name ? catalog.fields.get(name) : undefined
    return field?.contact && !asker.maySeeContactDetails
      ? [{ code: 'contact_hidden', at: 'limit', field: field.label }]
      : []
  })
}

function salesOutsideMeasures({ where, measures }: MeasurePlan, { asker }: Checking): readonly Issue[] {
  const own = measures.flatMap((measure, at) => salesOutside(measure.where, `measures[${at}].where`, asker))
  return [...salesOutside(where, 'where', asker), ...own]
}

/** The plan's conditions, held against the row kind of each measure. */
function checkPlanWhere(plan: MeasurePlan, measures: readonly (CheckedMeasure | null)[], checking: Checking) {
  const entities = present(measures).map((measure) =>
    measure.kind === 'aggregate' ? measure.entity : checking.catalog.entities.get(measure.grain.entity),
  )
  const checked = entities.map((entity, at) =>
    entity ? checkClauses(plan.where, entity.alias, measures[at]?.label ?? entity.label, 'where', checking) : [],
  )
  return checked[0] ?? []
}

function checkOrder<Column>(
  order: readonly Order[],
  columns: readonly (Column | null)[],
  checking: Checking,
): CheckedOrder<Column>[] {
  return order.flatMap(({ column, direction }, at) => {
    const by = columns[column]
    if (by === undefined)
      checking.issues.push({ code: 'order_out_of_range', at: `order[${at}]`, column, columns: columns.length })
    return by ? [{ by, direction }] : []
  })
}

function checkLimit(
  plan: ListPlan | MeasurePlan,
  root: Parameters<typeof checkClauses>[1] | null,
  checking: Checking,
): CheckedLimit | null {
  const limit = plan.limit
  if (limit === null) return null
  if ((limit.count === null) === (limit.percent === null)) checking.issues.push({ code: 'limit_both', at: 'limit' })
  if (limit.percent !== null && plan.order.length === 0)
    checking.issues.push({ code: 'limit_without_order', at: 'limit' })
  const per = limit.per === null ? null : look(checking, 'field', limit.per, 'limit.per', root)
  if (per?.many) checking.issues.push({ code: 'no_breakdown', at: 'limit.per', field: per.label })
  return { ...limit, per }
}

function checkMeasureLimit(
  plan: MeasurePlan,
  by: readonly CheckedDimension[],
  checking: Checking,
): CheckedLimit | null {
  const limit = checkLimit(plan, null, checking)
  const per = limit?.per
  if (per && !by.some((dimension) => dimension.kind === 'field' && dimension.field.name === per.name)) {
    checking.issues.push({ code: 'limit_per', at: 'limit.per', field: per.label })
  }
  return limit
}

function checkDefinition(plan: Extract<Plan, { kind: 'definition' }>, checking: Checking) {
  const { segments, metrics, terms, fields, entities } = checking.catalog
  const parts: readonly ReadonlyMap<string, Explained>[] = [segments, metrics, terms, fields, entities]
  const entry = parts.map((part) => part.get(plan.term)).find((found) => found !== undefined)
  if (!entry) {
    const known = parts.flatMap((part) => [...part.keys()])
    checking.issues.push(unknownName('term', 'word', plan.term, known))
    return null
  }
  const { name, label, meaning } = entry
  const saved = segments.get(name) === entry && segments.get(name)?.saved !== undefined
  return {
    kind: 'definition' as const,
    plan,
    term: { name, label, meaning },
    saved: saved ? segmentOf({ segment: name, percent: null, category: null }, 'term', checking) : null,
  }
}

function place(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

function unique(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()]
}
