import type { Asker } from '../access/asker.ts'
import type { Issue } from './issues.ts'
import type { Clause, FieldFilter } from './plan.ts'

/**
 * What a condition that names another store, or another colleague, is to an asker who does not see those customers: an
 * issue, because the answer would be nobody and look like the truth. Leaving them out ("not in Evanston") is no issue.
 */
export function namedOutside(filter: FieldFilter, at: string, asker: Asker): readonly Issue[] {
  const { scope, storeName, staffEmail, name } = asker
  const { kind } = scope
  switch (kind) {
    case 'all':
      return []
    case 'store':
      return filter.field === 'customer.store' ? others(filter, at, storeName, `of ${storeName ?? 'one store'}`) : []
    case 'owner':
      if (filter.field === 'customer.owner') return others(filter, at, staffEmail, 'you look after')
      return filter.field === 'customer.owner_name' ? others(filter, at, name, 'you look after') : []
    default:
      return kind satisfies never
  }
}

/**
 * Sales of another store are asked for as if they could be seen: of those there are only the few of one's own customers.
 * A condition on customers ("who bought in Evanston") is about one's own and can be answered.
 */
export function salesOutside(clauses: readonly Clause[], at: string, { scope, storeName }: Asker): readonly Issue[] {
  if (scope.kind !== 'store') return []
  return clauses.flatMap(({ any }, index) =>
    any.flatMap((filter) =>
      filter.kind === 'field' && filter.field === 'order.store'
        ? others(filter, `${at}[${index}]`, storeName, `of ${storeName ?? 'one store'}`)
        : [],
    ),
  )
}

function others(filter: FieldFilter, at: string, own: string | null, seen: string): readonly Issue[] {
  if (filter.not || filter.op !== 'is') return []
  const other = filter.values.find((value) => String(value).toLowerCase() !== own?.toLowerCase())
  return other === undefined ? [] : [{ code: 'out_of_scope', at, name: String(other), seen }]
}
