import type { Column, ListPlan, Measure, MeasurePlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import type { Piece } from '../drafting/draft.ts'
import { isEstimated } from '../drafting/estimates.ts'
import { distinct } from '../drafting/plans.ts'
import { clause, field } from '../items.ts'
import type { Token } from '../tokens.ts'

/** "And their lifetime value" beside expected orders that were added up. */
function withTotals(plan: MeasurePlan, changes: Changes): MeasurePlan | null {
  const others = changes.clauses.length + changes.times.length + changes.groups.length + changes.measures.length
  const estimated = plan.measures.every((measure) => measure.kind === 'aggregate' && isEstimated(measure.field))
  if (!estimated || others > 0 || changes.columns.length === 0 || !changes.columns.every(isEstimated)) return null
  const more = changes.columns.map(
    (name): Measure => ({
      kind: 'aggregate',
      aggregate: name === 'customer.chance_active' ? 'average' : 'total',
      field: name,
      where: [],
    }),
  )
  return { ...plan, measures: distinct([...plan.measures, ...more]) }
}

/** What a follow-up about estimates makes of the answer before; null where it is about something else. */
export function changedEstimate(
  plan: ListPlan | MeasurePlan,
  changes: Changes,
  pieces: readonly Piece[],
  tokens: readonly Token[],
): Plan | null {
  if (plan.kind === 'measure') return isListAsked(pieces) ? listed(plan) : withTotals(plan, changes)
  return plan.entity === 'customer' ? (withEstimates(plan, changes, tokens) ?? ordered(plan, changes)) : null
}

/** "And their lifetime value": one for each of the customers. */
function withEstimates(plan: ListPlan, changes: Changes, tokens: readonly Token[]): ListPlan | null {
  const fields = changes.measures.flatMap((word) =>
    word.kind === 'aggregate' && isEstimated(word.field) && ['total', 'average'].includes(word.aggregate)
      ? [word.field]
      : [],
  )
  const ofEach = changes.adds || tokens.some(({ lower }) => ['their', 'each', 'every', 'of'].includes(lower))
  const summed = tokens.some(({ lower }) => /^(?:total|sum|average|avg|mean|overall|together)$/.test(lower))
  const others = changes.clauses.length + changes.times.length + changes.groups.length + changes.facts.length
  if (fields.length === 0 || fields.length < changes.measures.length || !ofEach || summed || others > 0) return null
  return { ...plan, columns: distinct([...plan.columns, ...fields.map(column)]) }
}

const column = (name: string): Column => ({ kind: 'field', field: name })

/** "By expected orders", "the top 20" of customers in the order of an estimate. */
function ordered(plan: ListPlan, changes: Changes): ListPlan | null {
  const [first] = plan.order
  const by = first && plan.columns[first.column]
  if (!first || by?.kind !== 'field' || !isEstimated(by.field)) return null
  if (changes.clauses.length + changes.times.length + changes.groups.length + changes.measures.length > 0) return null
  const named = changes.ordering?.field
  const { ranking } = changes
  if (named && isEstimated(named) && !ranking) return inOrderOf(plan, by.field, named)
  if (!ranking?.count || ranking.measure || changes.ordering) return null
  return {
    ...plan,
    order: [{ ...first, direction: ranking.direction }],
    limit: { count: ranking.count, percent: null, offset: 0, per: null },
  }
}

function inOrderOf(plan: ListPlan, old: string, name: string): ListPlan {
  const [known, wanted] = [old, name].map((each) => JSON.stringify(clause(field(each, 'missing', [], true))))
  const where = plan.where.map((each) => (JSON.stringify(each) === known && wanted ? JSON.parse(wanted) : each))
  const columns = plan.columns.map((each) => (each.kind === 'field' && each.field === old ? column(name) : each))
  return { ...plan, where, columns }
}

/** "As a list". */
const isListAsked = (pieces: readonly Piece[]): boolean =>
  pieces.length > 0 &&
  pieces.every(({ item }) => ['head', 'back', 'word'].includes(item.kind)) &&
  pieces.some(({ item }) => item.kind === 'head' && item.head === 'list')

/** The customers whose estimates were added up, each with their own. */
function listed(plan: MeasurePlan): ListPlan | null {
  const fields = plan.measures.map((measure: Measure) =>
    measure.kind === 'aggregate' && isEstimated(measure.field) ? measure.field : null,
  )
  if (!fields.every((name) => name !== null)) return null
  return {
    kind: 'list',
    entity: 'customer',
    where: plan.where,
    columns: distinct(['customer.name', ...fields].map(column)),
    order: [{ column: 1, direction: 'desc' }],
    limit: null,
  }
}
