import type { Asker } from '../access/asker.ts'
import { answerPlan } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { say } from '../ask/issues.ts'
import { allTime } from '../ask/period.ts'
import type { MeasurePlan, SegmentFilter } from '../ask/plan.ts'
import { definitionSchema, type SavedRow } from '../catalog/saved.ts'

/** A saved segment as it is shown. */
export interface Segment {
  readonly id: number
  /** Its name in plans, which stays when it is renamed. */
  readonly name: string
  readonly label: string
  /** `rule`: looked at anew each time; `fixed`: a list that stays as it is. */
  readonly kind: 'rule' | 'fixed'
  /** What it means, in words and without a full stop. */
  readonly reading: string
  readonly version: number
  readonly savedBy: string
  readonly savedOn: string
  /** Whether this asker may rename, replace or delete it. */
  readonly mayChange: boolean
}

/** The segment as this asker sees it. */
export function shown(row: SavedRow, asker: Asker): Segment {
  const { id, name, label, version, reading, savedBy, savedOn } = row
  const definition = definitionSchema.safeParse(row.definition)
  const kind = definition.success ? definition.data.kind : 'rule'
  return { id, name, label, kind, reading: reading ?? '', version, savedBy, savedOn, mayChange: mayChange(row, asker) }
}

/** Its owner may, who may be somebody that is not on the staff; and whoever manages the shop. */
export const mayChange = ({ ownerId, createdBy }: SavedRow, { staffId, mayManage, who }: Asker): boolean =>
  mayManage || (ownerId === null ? createdBy === who : ownerId === staffId)

/** A segment with how many customers the asker sees in it now; null where it cannot be used, and then why. */
export interface Listed extends Segment {
  readonly customers: number | null
  readonly problem: string | null
}

/** Counted with the asker's rights, as every answer is. */
export async function counted(row: SavedRow, asker: Asker, context: AskContext): Promise<Listed> {
  const segment = shown(row, asker)
  const plan: MeasurePlan = {
    kind: 'measure',
    measures: [{ kind: 'metric', metric: 'customers', where: [], period: null }],
    by: [],
    where: [{ any: [belongs(row.name)] }],
    period: allTime,
    having: [],
    order: [],
    limit: null,
  }
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok) return { ...segment, customers: null, problem: [...new Set(checked.issues.map(say))].join(' ') }
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') return { ...segment, customers: null, problem: found.reason }
  return { ...segment, customers: Number(found.rows[0]?.[0] ?? 0), problem: null }
}

/** The condition of belonging to it. */
export const belongs = (segment: string): SegmentFilter => ({
  kind: 'segment',
  segment,
  percent: null,
  category: null,
  not: false,
})
