import type { ValueType } from '../catalog/types.ts'
import type { CheckedCohorts, CheckedFieldColumn, CheckedList, CheckedMeasurePlan, CheckedQuery } from './checked.ts'
import type { AnswerColumn, ColumnType } from './reply.ts'

/** The columns of an answer, in the order of the compiled query's. `country` is the one that phone numbers are written for. */
export function columnsOf(plan: CheckedQuery, country?: string): readonly AnswerColumn[] {
  switch (plan.kind) {
    case 'list':
      return plan.columns.map((column) => listColumn(column, country))
    case 'measure':
      return [...plan.by.flatMap(dimensionColumns), ...plan.measures.map(shown)]
    case 'cohorts':
      return cohortColumns(plan)
    default:
      return plan satisfies never
  }
}

function cohortColumns({ grain, show, steps }: CheckedCohorts): readonly AnswerColumn[] {
  const type = show === 'share' ? 'percent' : show === 'spend' ? 'money' : 'number'
  return [
    { name: 'cohort', label: 'First purchase', type: 'date', grain },
    { name: 'customers', label: 'Customers', type: 'number' },
    ...steps.map(({ column, label }): AnswerColumn => ({ name: column, label, type })),
  ]
}

function listColumn(column: CheckedList['columns'][number], country: string | undefined): AnswerColumn {
  return column.kind === 'field' ? fieldColumn(column, country) : shown(column)
}

function fieldColumn({ field, column, range }: CheckedFieldColumn, country: string | undefined): AnswerColumn {
  const isPhone = field.name === 'customer.phone' && country !== undefined
  const shown = {
    ...{ name: column, label: field.label, type: shownType(field.type) },
    ...(isPhone && { phoneIn: country }),
    ...(field.type === 'monthday' && { monthDay: true }),
  }
  return range ? { ...shown, range } : shown
}

const shown = (measure: CheckedMeasurePlan['measures'][number]): AnswerColumn => {
  const { column: name, label, type } = measure
  const isEstimate = measure.kind === 'aggregate' && measure.field.estimate?.range !== undefined
  return { name, label, type: shownType(type), ...(isEstimate ? { estimate: true } : {}) }
}

function dimensionColumns(dimension: CheckedMeasurePlan['by'][number]): readonly AnswerColumn[] {
  const column: AnswerColumn = {
    ...{ name: dimension.column, label: dimension.label, type: shownType(dimension.type) },
    ...(dimension.type === 'monthday' && { monthDay: true }),
  }
  if (dimension.kind === 'time') return [{ ...column, grain: dimension.grain }]
  if (dimension.kind !== 'field' || dimension.companion === null) return [column]
  const { field, column: name } = dimension.companion
  return [column, { name, label: field.label, type: shownType(field.type) }]
}

const shownType = (type: ValueType): ColumnType => (type === 'monthday' ? 'text' : type)
