import { sql } from 'kysely'
import type { Asker } from '../../access/asker.ts'
import type { AskContext } from '../../ask/ask.ts'
import { addDays } from '../../ask/days.ts'
import { readTransaction } from '../../db/reading.ts'
import type { SegmentChange } from './facts.ts'

/** The built-in segments that a shop watches, the best first. */
const watched = ['top', 'champion', 'loyal', 'at_risk', 'cant_lose', 'lapsed'] as const

const backDays = 30

/**
 * How many of the customers whom the asker may see are in the watched segments, and how many were thirty days before; from
 * the recorded history, as of its last day. Nothing where it does not reach back so far.
 */
export async function segmentChanges(
  { scope }: Asker,
  { reader, catalog, histories, today, rules }: AskContext,
): Promise<readonly SegmentChange[]> {
  const known = watched.flatMap((name) => {
    const history = histories.get(name)
    const label = catalog.segments.get(name)?.label
    const day = history && (history.untilDay < today ? history.untilDay : today)
    return history && day && label && history.fromDay <= addDays(day, -backDays) ? [{ name, label, day, history }] : []
  })
  const [first] = known
  if (!first) return []
  const before = addDays(first.day, -backDays)
  const ids = known.map(({ history }) => history.segmentId)
  const limits = { timeoutMs: 5_000, timeZone: rules.timeZone, scope }
  const { rows } = await readTransaction(reader, limits, (trx) =>
    sql<{ segmentId: number; now: number; then: number }>`
      select stay.segment_id as "segmentId",
        count(*) filter (where stay.valid_from <= ${first.day} and (stay.valid_to is null or stay.valid_to > ${first.day}))::int as now,
        count(*) filter (where stay.valid_from <= ${before} and (stay.valid_to is null or stay.valid_to > ${before}))::int as then
      from segment_memberships stay
      where stay.segment_id = any (${ids}::bigint[])
      group by stay.segment_id
      order by stay.segment_id
    `.execute(trx),
  )
  return known.map(({ label, day, history }) => {
    const row = rows.find(({ segmentId }) => segmentId === history.segmentId)
    return { label, day, customers: row?.now ?? 0, change: (row?.now ?? 0) - (row?.then ?? 0) }
  })
}
