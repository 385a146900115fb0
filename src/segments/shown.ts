import type { Asker } from '../access/asker.ts'
import { answerPlan, runContext } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { type CheckResult, check } from '../ask/check.ts'
import type { CheckedPlan, CheckedSegment } from '../ask/checked.ts'
import { say } from '../ask/issues.ts'
import { meaningFor } from '../ask/meanings.ts'
import { namesIn } from '../ask/names.ts'
import { partsOf } from '../ask/parts.ts'
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

/** Counted with the asker's rights, as every answer is, and described with them. */
export async function counted(row: SavedRow, asker: Asker, context: AskContext): Promise<Listed> {
  const stored = shown(row, asker)
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
  const segment = { ...stored, reading: await readingFor(stored, checked, asker, context) }
  if (!checked.ok) return { ...segment, customers: null, problem: [...new Set(checked.issues.map(say))].join(' ') }
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') return { ...segment, customers: null, problem: found.reason }
  return { ...segment, customers: Number(found.rows[0]?.[0] ?? 0), problem: null }
}

/** The asker sees every customer and how to reach them: nothing that a colleague wrote down is more than they may know. */
export const seesAll = ({ scope, maySeeContactDetails }: Asker): boolean => scope.kind === 'all' && maySeeContactDetails

/** What it means as far as the asker may know; '' where that is nothing. */
async function readingFor(
  { name, reading }: Segment,
  checked: CheckResult,
  asker: Asker,
  context: AskContext,
): Promise<string> {
  if (seesAll(asker)) return reading
  if (!checked.ok) return ''
  if (asker.scope.kind === 'all') return reading
  const { today, rules } = context
  const segment = segmentsIn(checked.plan).find((one) => one.segment.name === name)
  const names = await namesIn(checked.plan, runContext(asker, context))
  return segment ? meaningFor(segment, asker.scope, { today, rules, names }).replace(/\.$/, '') : ''
}

const segmentsIn = (plan: CheckedPlan): readonly CheckedSegment[] =>
  plan.kind === 'measure' ? partsOf(plan).segments : []

/** The condition of belonging to it. */
export const belongs = (segment: string): SegmentFilter => ({
  kind: 'segment',
  segment,
  percent: null,
  category: null,
  not: false,
})
