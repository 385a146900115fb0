import type { Entity, Field } from '../catalog/types.ts'
import { outputName } from './check-dimensions.ts'
import { type Checking, look } from './check-filters.ts'
import { checkOne, nameMeasure, sameNumber } from './check-measures.ts'
import { staySegment } from './check-movements.ts'
import type { CheckedColumn } from './checked.ts'
import { columnName } from './labels.ts'
import type { Period } from './period.ts'
import type { ListPlan, Measure } from './plan.ts'

/**
 * The columns of a list: the entity's reference, then what the plan names (what the entity shows by itself when it names
 * nothing), each key with its companion, nothing twice. What the asker may not see is left out and named. `ordered` are the plan's own, for its order to point at.
 */
export function checkColumns(
  plan: ListPlan,
  entity: Entity,
  checking: Checking,
): {
  readonly columns: readonly CheckedColumn[]
  readonly ordered: readonly (CheckedColumn | null)[]
  readonly withheld: readonly string[]
} {
  const showing: Showing = { entity, checking, taken: new Set(), columns: [], withheld: new Set() }
  showField(entity.reference, 'columns', showing)
  if (plan.columns.length === 0) {
    for (const name of entity.columns) showField(name, 'columns', showing)
    for (const day of movementDays(plan)) showMeasure(day, plan, 'columns', showing)
  }
  const ordered = plan.columns.map((column, index) => {
    const at = `columns[${index}]`
    return column.kind === 'field' ? showField(column.field, at, showing) : showMeasure(column, plan, at, showing)
  })
  return { columns: showing.columns, ordered, withheld: [...showing.withheld] }
}

const rangeOf = ({ estimate }: Field, { scores }: Checking): readonly string[] =>
  scores?.refused === null ? (estimate?.range ?? []) : []

/** When they moved is what one asks next about those who did. */
function movementDays({ entity, where }: ListPlan): readonly Measure[] {
  if (entity !== 'customer') return []
  const movements = where.flatMap(({ any: [only, ...others] }) =>
    only?.kind === 'movement' && !only.not && others.length === 0 ? [only] : [],
  )
  return movements.flatMap(({ from, to, period }): readonly Measure[] => {
    if (to !== null) return [dayOf('entered_on', to, period)]
    return from === null ? [] : [dayOf('left_on', from, period)]
  })
}

const dayOf = (metric: string, segment: string, period: Period | null): Measure => ({
  kind: 'metric',
  metric,
  where: [{ any: [{ kind: 'field', field: staySegment, op: 'is', values: [segment], period: null, not: false }] }],
  period,
})

interface Showing {
  readonly entity: Entity
  readonly checking: Checking
  readonly taken: Set<string>
  readonly columns: CheckedColumn[]
  readonly withheld: Set<string>
}

function showField(name: string, at: string, showing: Showing): CheckedColumn | null {
  const { entity, checking, taken, columns, withheld } = showing
  const known = columns.find((column) => column.kind === 'field' && column.field.name === name)
  if (known) return known
  const field = look(checking, 'field', name, at, entity.alias)
  if (!field) return null
  if (field.many && !field.spread) checking.issues.push({ code: 'no_breakdown', at, field: field.label })
  if (field.contact && !checking.asker.maySeeContactDetails) {
    withheld.add(field.label)
    return null
  }
  const column: CheckedColumn = { kind: 'field', field, column: columnName(outputName(field), taken) }
  const place = columns.push(column) - 1
  if (field.companion) showField(field.companion, at, showing)
  const ends = rangeOf(field, checking).map((end) => showField(end, at, showing)?.column ?? '')
  const [low, high] = ends
  if (low && high) columns[place] = { ...column, range: [low, high] }
  return columns[place] ?? column
}

function showMeasure(
  measure: Measure,
  plan: ListPlan,
  at: string,
  { entity, checking, taken, columns }: Showing,
): CheckedColumn | null {
  const found = checkOne(measure, at, { checking, where: [], period: null, by: [], of: entity })
  if (!found) return null
  const alike = plan.columns.filter((column) => column.kind !== 'field' && sameNumber(column, measure)).length > 1
  const column = nameMeasure(found, { entity, taken, alike, checking })
  columns.push(column)
  return column
}
