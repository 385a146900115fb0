import type { Field } from '../catalog/types.ts'
import { type Checking, look, segmentOf } from './check-filters.ts'
import type { CheckedColumn, CheckedDimension } from './checked.ts'
import { columnName } from './labels.ts'
import type { Dimension } from './plan.ts'
import { capital } from './wording.ts'

export function checkDimensions(by: readonly Dimension[], checking: Checking): readonly CheckedDimension[] {
  const taken = new Set<string>()
  return by.flatMap((dimension, index) => checkDimension(dimension, `by[${index}]`, taken, checking) ?? [])
}

function checkDimension(
  dimension: Dimension,
  at: string,
  taken: Set<string>,
  checking: Checking,
): CheckedDimension | null {
  switch (dimension.kind) {
    case 'time':
      return {
        kind: 'time',
        grain: dimension.grain,
        label: capital(dimension.grain),
        type: 'date',
        column: columnName(dimension.grain, taken),
      }
    case 'segment': {
      const found = segmentOf(dimension, at, checking)
      return (
        found && {
          kind: 'segment',
          label: capital(found.segment.label),
          type: 'boolean',
          column: columnName(found.segment.name, taken),
          ...found,
        }
      )
    }
    case 'field': {
      const field = look(checking, 'field', dimension.field, at)
      if (!field) return null
      if ((field.many && !field.spread) || field.contact)
        checking.issues.push({ code: 'no_breakdown', at, field: field.label })
      const column = columnName(outputName(field), taken)
      const companion = companionOf(field, taken, checking)
      return {
        kind: 'field',
        field,
        label: field.label,
        type: field.type,
        column,
        companion: companion && { field: companion.field, column: companion.column },
      }
    }
    default:
      return dimension satisfies never
  }
}

export const outputName = (field: Field): string => field.column ?? field.name.slice(field.name.lastIndexOf('.') + 1)

function companionOf(
  field: Field,
  taken: Set<string>,
  { catalog }: Checking,
): Extract<CheckedColumn, { kind: 'field' }> | null {
  const companion = field.companion ? catalog.fields.get(field.companion) : undefined
  return companion ? { kind: 'field', field: companion, column: columnName(outputName(companion), taken) } : null
}
