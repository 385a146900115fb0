import { sql } from 'kysely'
import type { CheckedClause, CheckedFilter, CheckedSegmentFilter } from './checked.ts'
import type { Draft } from './facts.ts'
import { complement, fieldCondition } from './field-filters.ts'
import { lines, type Sql } from './fragments.ts'
import { belonging } from './members.ts'
import { metricCondition } from './metric-filters.ts'
import { belongedOn, movementCondition } from './movements.ts'
import type { Scope } from './scope.ts'

/** The plan's conditions on the rows of a scope, one piece of SQL for each clause. */
export function conditionsFor(clauses: readonly CheckedClause[], scope: Scope, draft: Draft): readonly Sql[] {
  return clauses.map(({ any }) => {
    const parts = any.map((filter) => condition(filter, scope, draft))
    return parts.length === 1 && parts[0] ? parts[0] : sql`(${lines(parts, ' or ')})`
  })
}

function condition(filter: CheckedFilter, scope: Scope, draft: Draft): Sql {
  switch (filter.kind) {
    case 'field':
      return fieldCondition(filter, scope)
    case 'segment':
      return segmentCondition(filter, scope, draft)
    case 'movement':
      return movementCondition(filter, scope, draft)
    case 'metric':
      return metricCondition(filter, scope, draft)
    default:
      return filter satisfies never
  }
}

function segmentCondition(filter: CheckedSegmentFilter, scope: Scope, draft: Draft): Sql {
  const met = filter.on ? belongedOn(filter.on, scope, draft) : belonging(filter, scope, draft)
  return filter.not ? complement(met) : met
}
