import { pathTo } from '../catalog/joins.ts'
import type { ReadScope } from '../db/reading.ts'
import type { Sql } from './fragments.ts'
import type { Scope } from './scope.ts'

/**
 * The asker's scope as a condition on the rows of a query; nothing for whoever sees every customer.
 *
 * It is the second of two walls. Row-level security (`reader_scopes()` in migrations/0014_readers.sql) says the same, and
 * alone also holds for what a query only looks through: ranks, averages, a customer's figures.
 */
export function withinScope(scope: Scope): readonly Sql[] {
  const { kind } = scope.bindings.scope
  const { alias } = scope.entity
  if (kind === 'all' || pathTo(alias, 'c') === null) return []
  const theirs = ownership[kind]
  if (alias === 'x') return [scope.use(theirs), scope.use(bothReferred[kind])]
  const anonymous = kind === 'store' && pathTo(alias, 'o') !== null
  return [scope.use(anonymous ? `(${theirs} or (o.customer_id is null and o.store_id = :scope_id))` : theirs)]
}

type Narrow = Exclude<ReadScope['kind'], 'all'>

const ownership: Readonly<Record<Narrow, string>> = {
  store: 'c.store_id = :scope_id',
  owner: 'c.owner_id = :scope_id',
}

/** A referral is seen by whoever sees both. */
const bothReferred: Readonly<Record<Narrow, string>> = {
  store: 'x.referred_id in (select both_seen.id from customers both_seen where both_seen.store_id = :scope_id)',
  owner: 'x.referred_id in (select both_seen.id from customers both_seen where both_seen.owner_id = :scope_id)',
}
