import { sql } from 'kysely'
import type { CheckedSegment } from '../../ask/checked.ts'
import { openDraft } from '../../ask/facts.ts'
import { type Bindings, lines, type Statement, statement } from '../../ask/fragments.ts'
import { belonging } from '../../ask/members.ts'
import { allOf } from '../../ask/query.ts'
import { openScope } from '../../ask/scope.ts'
import type { Day } from '../../db/schema.ts'
import type { Words } from './recorded.ts'

/** A segment that is looked at, under its number. */
export interface Looked {
  readonly id: number
  readonly segment: CheckedSegment
}

/**
 * Which of the segments each customer is in on a day, by the conditions that questions ask: one row for each customer who
 * is in any, their numbers in the order given. Reads the summaries that bear the maintained tables' names.
 */
export function membershipQuery(
  segments: readonly Looked[],
  day: Day,
  { catalog, rules, scores, histories }: Words,
): Statement {
  const bindings: Bindings = {
    today: day,
    rules,
    summaries: 'maintained',
    scope: { kind: 'all' },
    scoreRun: scores?.id ?? null,
    recorded: [...histories.values()].map(({ segmentId }) => segmentId),
  }
  const draft = openDraft(catalog, bindings)
  const scope = openScope(draft.entity('customer'), bindings)
  const numbers = segments.map(
    ({ id, segment }) => sql`case when ${belonging(segment, scope, draft)} then ${sql.lit(id)}::bigint end`,
  )
  const key = scope.use('c.id')
  const where = scope.visible()
  return statement(
    sql`${draft.definitions()}select ${key} as customer_id,
      array_remove(array[${lines(numbers, ',\n')}], null) as segment_ids
      ${scope.from()}
      ${allOf('where', where)}`,
  )
}
