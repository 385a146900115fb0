import { sql } from 'kysely'
import { keyFrom } from '../catalog/joins.ts'
import type { Alias } from '../catalog/types.ts'
import type { CheckedMembers, CheckedSegment } from './checked.ts'
import type { Draft } from './facts.ts'
import { conditionsFor } from './filters.ts'
import { lines, type Own, type Sql } from './fragments.ts'
import { allOf } from './query.ts'
import { openScope, type Scope } from './scope.ts'

/** A segment's SQL as rows of one kind ask it, with its own values. */
export interface SegmentSql {
  readonly sql: string
  readonly own: Own
}

/**
 * Whether the row's customer belongs to the segment, as catalogue SQL; unknown for a row without a customer.
 *
 * Members of a saved segment are a relation with one row for each, so that belonging to it multiplies nothing; an order
 * knows its customer's number and needs no look at the customer.
 */
export function segmentSql(segment: CheckedSegment, from: Alias, draft: Draft): SegmentSql {
  const { members, percent, category } = segment
  const own: Own = { percent: { value: percent, type: 'numeric' }, category: { value: category, type: 'text' } }
  if (members === null) return { sql: segment.segment.sql, own }
  const key = keyFrom(from, draft.entity('customer')) ?? 'c.id'
  return {
    sql: segment.segment.sql.replace(/^c\.id\b/, key),
    own: { ...own, members: { relation: relationOf(segment.segment.name, members, draft) } },
  }
}

/** Its name begins as no table's does. */
function relationOf(name: string, members: CheckedMembers, draft: Draft): string {
  return draft.once(`members_of_${name}`, () => {
    const customer = draft.entity('customer')
    const scope = openScope(customer, draft.bindings)
    const met =
      members.kind === 'rule' ? conditionsFor(members.where, scope, draft) : [listed(members.segmentId, scope)]
    const key = scope.use(customer.key)
    return {
      reads: () => scope.relations(),
      query() {
        const conditions = [...scope.visible(), ...met]
        return sql`select ${key} as customer_id\n${scope.from()}\n${allOf('where', conditions)}`
      },
    }
  })
}

/** On the list as of today. */
function listed(segmentId: number, scope: Scope): Sql {
  const own: Own = { segment_id: { value: segmentId, type: 'bigint' } }
  return scope.use(
    `c.id in (
      select member.customer_id
      from segment_memberships member
      where member.segment_id = :segment_id
      and member.valid_from <= :today
      and (member.valid_to is null or member.valid_to > :today)
    )`,
    own,
  )
}

/** Whether the row's customer belongs to the segment; where the rows are customers, its conditions as they are. */
export function belonging(segment: CheckedSegment, scope: Scope, draft: Draft): Sql {
  const { members } = segment
  if (members && scope.entity.name === 'customer') {
    const met =
      members.kind === 'rule' ? conditionsFor(members.where, scope, draft) : [listed(members.segmentId, scope)]
    return sql`(${lines(met, ' and ')})`
  }
  const { sql: text, own } = segmentSql(segment, scope.entity.alias, draft)
  return sql`(${scope.use(text, own)})`
}
