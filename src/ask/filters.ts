import { sql } from 'kysely'
import type { CheckedClause, CheckedFilter, CheckedSegmentFilter } from './checked.ts'
import type { Draft } from './facts.ts'
import { complement, fieldCondition } from './field-filters.ts'
import { lines, type Own, type Sql } from './fragments.ts'
import { metricCondition } from './metric-filters.ts'
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
      return segmentCondition(filter, scope)
    case 'metric':
      return metricCondition(filter, scope, draft)
    default:
      return filter satisfies never
  }
}

function segmentCondition(filter: CheckedSegmentFilter, scope: Scope): Sql {
  const met = segmentSql(filter, scope)
  return filter.not ? complement(met) : met
}

/** Belonging to the segment; unknown for a row without a customer. */
export function segmentSql(
  { segment, percent, category }: Pick<CheckedSegmentFilter, 'segment' | 'percent' | 'category'>,
  scope: Scope,
): Sql {
  return sql`(${scope.use(segment.sql, segmentOwn({ percent, category }))})`
}

export function segmentOwn({ percent, category }: { readonly percent: number; readonly category: string | null }): Own {
  return { percent: { value: percent, type: 'numeric' }, category: { value: category, type: 'text' } }
}
