import { sql } from 'kysely'
import { keyFrom } from '../catalog/joins.ts'
import type { CheckedMovementFilter, RecordedDay } from './checked.ts'
import type { Draft } from './facts.ts'
import { complement } from './field-filters.ts'
import { lines, type Sql, shared } from './fragments.ts'
import { allOf, inStretch } from './query.ts'
import type { Scope } from './scope.ts'

/** Whether the row's customer moved in, out, or from one segment to another; unknown for a row without a customer. */
export function movementCondition(filter: CheckedMovementFilter, scope: Scope, draft: Draft): Sql {
  const met = moved(filter, scope, draft)
  return filter.not ? complement(met) : met
}

function moved({ movement, period }: CheckedMovementFilter, scope: Scope, draft: Draft): Sql {
  const { today } = draft.bindings
  switch (movement.kind) {
    case 'entered': {
      const day = sql`stay.valid_from`
      const within = [...inStretch(day, period.stretch), sql`${day} <= ${shared('today', today, 'date')}`]
      return staying(movement.history.segmentId, [sql`isfinite(${day})`, ...within], scope, draft)
    }
    case 'left': {
      const day = sql`stay.valid_to`
      const within = [...inStretch(day, period.stretch), sql`${day} <= ${shared('today', today, 'date')}`]
      return staying(movement.history.segmentId, within, scope, draft)
    }
    case 'moved':
      return sql`(${lines([belongedOn(movement.from, scope, draft), belongedOn(movement.to, scope, draft)], ' and ')})`
    default:
      return movement satisfies never
  }
}

/** Whether the row's customer was in the segment at the end of the day. */
export function belongedOn({ history, day }: RecordedDay, scope: Scope, draft: Draft): Sql {
  const held = [sql`stay.valid_from <= ${day}`, sql`(stay.valid_to is null or stay.valid_to > ${day})`]
  return staying(history.segmentId, held, scope, draft)
}

/** Among those with a stay in the segment of which all of this holds. */
function staying(segmentId: number, conditions: readonly Sql[], scope: Scope, draft: Draft): Sql {
  const key = keyFrom(scope.entity.alias, draft.entity('customer')) ?? 'c.id'
  const where = allOf('where', [sql`stay.segment_id = ${segmentId}`, ...conditions])
  return sql`${scope.use(key)} in (\nselect stay.customer_id\nfrom segment_memberships stay\n${where}\n)`
}
