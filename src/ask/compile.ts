import type { Catalog } from '../catalog/catalog.ts'
import type { CheckedList, CheckedMeasurePlan } from './checked.ts'
import { openDraft } from './facts.ts'
import { type Bindings, type Statement, statement } from './fragments.ts'
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
export function compile(plan: CheckedList | CheckedMeasurePlan, context: CompileContext): Statement {
  const draft = openDraft(context.catalog, { ...context, scope: plan.scope })
  return statement(
    plan.kind === 'list' ? listQuery(plan, draft, context.rowCap) : measureQuery(plan, draft, context.rowCap),
  )
}
