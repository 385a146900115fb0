import type { ReadScope } from '../db/reading.ts'
import type { CheckedClause, CheckedFilter, CheckedQuery } from './checked.ts'
import type { Note } from './reply.ts'

export const isOfSales = (entity: string): boolean => entity === 'order' || entity === 'line'

/**
 * Who says what customers are not, or what they have not, lets sales through whose customer nobody knows; that they are in
 * the figure is said, for it may be most of it.
 */
export function anonymousSalesNotes(plan: CheckedQuery, scope: ReadScope): readonly Note[] {
  if (scope.kind === 'owner' || !conditionsOnSales(plan).some(letsAnonymousIn)) return []
  return [{ kind: 'caveat', text: 'Sales without a known customer count too.' }]
}

/** The conditions of each figure that is about sales. */
function conditionsOnSales(plan: CheckedQuery): readonly (readonly CheckedClause[])[] {
  if (plan.kind === 'cohorts') return []
  if (plan.kind === 'list') return isOfSales(plan.entity.name) ? [plan.where] : []
  return plan.measures.flatMap((measure) => {
    const { name } = measure.kind === 'aggregate' ? measure.entity : { name: measure.grain.entity }
    return isOfSales(name) ? [[...plan.where, ...measure.where]] : []
  })
}

const letsAnonymousIn = (where: readonly CheckedClause[]): boolean =>
  where.some(({ any }) => any.some(deniesOfCustomer)) &&
  !where.some(({ any }) => any.every((filter) => isOfCustomer(filter) && !deniesOfCustomer(filter)))

function isOfCustomer(filter: CheckedFilter): boolean {
  if (filter.kind === 'field') return filter.field.entity === 'customer'
  return filter.kind !== 'metric' || filter.of.name === 'customer'
}

/** True also of nobody. Asked for by the customer's own reference, sales without one are what is meant. */
function deniesOfCustomer(filter: CheckedFilter): boolean {
  if (!isOfCustomer(filter)) return false
  if (filter.kind !== 'field' || filter.op !== 'missing') return filter.not
  return !filter.not && filter.field.name !== 'customer.customer'
}
