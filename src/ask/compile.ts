import type { Catalog } from '../catalog/catalog.ts'
import type { CheckedQuery } from './checked.ts'
import { cohortsQuery } from './cohorts-query.ts'
import { type Draft, openDraft } from './facts.ts'
import { type Bindings, type Sql, type Statement, statement } from './fragments.ts'
import { listQuery } from './list-query.ts'
import { measureQuery } from './measure-query.ts'

export interface CompileContext extends Omit<Bindings, 'scope'> {
  readonly catalog: Catalog
  /** An answer has at most so many rows; one more is asked for, to know whether there are more. */
  readonly rowCap: number
}

/**
 * The SQL of a checked plan. It opens no connection.
 *
 * Every table is joined many-to-one and every number is aggregated over its own facts before it meets another, so that
 * no sum can be multiplied. Values are parameters; names come from the catalogue.
 */
export function compile(plan: CheckedQuery, context: CompileContext): Statement {
  const draft = openDraft(context.catalog, { ...context, scope: plan.scope })
  return statement(queryOf(plan, draft, context.rowCap))
}

function queryOf(plan: CheckedQuery, draft: Draft, cap: number): Sql {
  switch (plan.kind) {
    case 'list':
      return listQuery(plan, draft, cap)
    case 'measure':
      return measureQuery(plan, draft, cap)
    case 'cohorts':
      return cohortsQuery(plan, draft, cap)
    default:
      return plan satisfies never
  }
}
