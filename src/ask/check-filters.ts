import { z } from 'zod'
import { aliasesIn } from '../catalog/catalog.ts'
import { keyFrom, pathTo } from '../catalog/joins.ts'
import type { Alias, Entity, Field, Metric, MetricGrain, Segment } from '../catalog/types.ts'
import type { CheckContext } from './check.ts'
import { checkMovementFilter, checkStaySegment, recordedOn, staySegment, staysOf } from './check-movements.ts'
import { fragmentsOf, grainFor } from './check-reach.ts'
import { namedOutside } from './check-scope.ts'
import { checkOperation } from './check-values.ts'
import type {
  CheckedClause,
  CheckedFieldFilter,
  CheckedFilter,
  CheckedMembers,
  CheckedMetric,
  CheckedMetricFilter,
  CheckedPeriod,
  CheckedSegment,
  CheckedSegmentFilter,
  CheckedThan,
} from './checked.ts'
import { type Issue, say, unknownName } from './issues.ts'
import { type Period, resolve } from './period.ts'
import {
  type Clause,
  clauseSchema,
  type FieldFilter,
  type Filter,
  type MetricFilter,
  type SegmentFilter,
} from './plan.ts'

/** A check under way: what it is held against, and what was found wrong so far. */
export interface Checking extends CheckContext {
  readonly issues: Issue[]
  /** The saved segments whose clauses are being looked at, the outermost first. */
  readonly within?: readonly string[]
  /** Those that were looked at already. */
  readonly known?: Map<string, CheckedMembers>
}

/** Where fragments are to be evaluated: the row they look at, and its name for sentences. */
export interface Place {
  readonly root: Alias
  readonly label: string
  readonly at: string
}

interface Known {
  readonly metric: Metric
  readonly field: Field
  readonly segment: Segment
}

/** The entry of that name, if there is one, the asker may see it, it is estimated where it is an estimate, and it is in reach of `root`. */
export function look<Kind extends keyof Known>(
  checking: Checking,
  kind: Kind,
  name: string,
  at: string,
  root: Alias | null = null,
): Known[Kind] | null {
  const known: ReadonlyMap<string, Metric | Field | Segment> =
    kind === 'metric'
      ? checking.catalog.metrics
      : kind === 'field'
        ? checking.catalog.fields
        : checking.catalog.segments
  const entry = known.get(name)
  if (!entry) {
    checking.issues.push(unknownName(at, kind, name, known.keys()))
    return null
  }
  if (isEstimated(entry)) checking.issues.push(...unscored(entry.label, at, checking))
  if (root !== null && 'sql' in entry && !reaches(root, entry.sql)) {
    checking.issues.push({ code: 'out_of_reach', at, name: entry.label, other: rowLabel(root, checking) })
  }
  // The map was chosen by `kind`.
  return entry as Known[Kind]
}

const isEstimated = (entry: Metric | Field | Segment): boolean =>
  ('estimate' in entry && entry.estimate !== undefined) || ('estimated' in entry && entry.estimated === true)

/** Why there are no estimates, if there are none. */
function unscored(name: string, at: string, { scores, today }: Checking): readonly Issue[] {
  if (scores === null) return [{ code: 'not_scored', at, name, today }]
  return scores.refused === null ? [] : [{ code: 'not_estimated', at, name, why: scores.refused }]
}

export function reaches(root: Alias, sql: string): boolean {
  return aliasesIn(sql).every((alias) => pathTo(root, alias) !== null)
}

function rowLabel(root: Alias, { catalog }: Checking): string {
  return [...catalog.entities.values()].find((entity) => entity.alias === root)?.label ?? root
}

export function checkPeriod(period: Period, { today, rules }: Checking): CheckedPeriod {
  return { period, stretch: resolve(period, today, rules) }
}

/** Clauses as conditions on rows of `root`; `label` says in sentences what those rows are counted for. */
export function checkClauses(
  clauses: readonly Clause[],
  root: Alias,
  label: string,
  at: string,
  checking: Checking,
): CheckedClause[] {
  return clauses.map((clause, index) => ({
    any: clause.any.flatMap(
      (filter, inner) => checkFilter(filter, { root, label, at: `${at}[${index}].any[${inner}]` }, checking) ?? [],
    ),
  }))
}

function checkFilter(filter: Filter, place: Place, checking: Checking): CheckedFilter | null {
  switch (filter.kind) {
    case 'field':
      return checkFieldFilter(filter, place, checking)
    case 'segment':
      return checkSegmentFilter(filter, place, checking)
    case 'movement':
      return checkMovementFilter(filter, place, checking)
    case 'metric':
      return checkMetricFilter(filter, place, checking)
    default:
      return filter satisfies never
  }
}

function checkFieldFilter(filter: FieldFilter, place: Place, checking: Checking): CheckedFieldFilter | null {
  const field = look(checking, 'field', filter.field, place.at)
  if (!field) return null
  if (!reaches(place.root, field.sql)) {
    checking.issues.push({ code: 'out_of_reach', at: place.at, name: place.label, other: field.label })
  }
  if (field.contact && filter.op !== 'missing' && !checking.asker.maySeeContactDetails) {
    checking.issues.push({ code: 'contact_hidden', at: place.at, field: field.label })
  }
  checking.issues.push(...namedOutside(filter, place.at, checking.asker))
  checkOperation(field, filter, place.at, checking)
  if (field.name === staySegment) return checkStaySegment(field, filter, place.at, checking)
  const period = filter.op === 'in' && filter.period ? checkPeriod(filter.period, checking) : null
  return { kind: 'field', field, op: filter.op, values: filter.values, period, not: filter.not }
}

/** The parameters that a segment takes: percent from the plan or the shop, the category that heavy users need. */
export function segmentOf(
  {
    segment: name,
    percent,
    category,
  }: { readonly segment: string; readonly percent: number | null; readonly category: string | null },
  at: string,
  checking: Checking,
): CheckedSegment | null {
  const segment = look(checking, 'segment', name, at)
  if (!segment) return null
  if (segment.takes.includes('category') && category === null) checking.issues.push({ code: 'category_missing', at })
  if (category?.includes('\0'))
    checking.issues.push({ code: 'wrong_value', at, field: 'Category', value: category, expected: 'a text' })
  return {
    segment,
    percent: percent ?? checking.rules.topPercent,
    category,
    members: membersOf(segment, at, checking),
  }
}

/** Saved segments may speak of saved segments, so far and no further, and never of themselves. */
const deepest = 5

/**
 * Who belongs to a saved segment, its clauses held against the catalogue and the asker's rights of this moment. What no
 * longer fits is one issue that names the segment.
 */
export function membersOf({ name, label, saved }: Segment, at: string, checking: Checking): CheckedMembers | null {
  if (!saved) return null
  if (saved.kind === 'fixed') return { kind: 'fixed', segmentId: saved.id }
  const known = checking.known ?? new Map<string, CheckedMembers>()
  const found = known.get(name)
  if (found) return found
  const within = [...(checking.within ?? []), name]
  const inner: Checking = { ...checking, issues: [], within, known }
  const where = within.indexOf(name) < within.length - 1 ? circle(inner) : savedClauses(saved.where, inner)
  const depth = 1 + Math.max(0, ...where.flatMap(({ any }) => any.map(depthOf)))
  if (depth > deepest) inner.issues.push({ code: 'saved_too_deep', at, deepest })
  const [first] = inner.issues
  if (first)
    checking.issues.push(
      first.code === 'saved_segment' ? first : { code: 'saved_segment', at, name: label, problem: say(first) },
    )
  const members = { kind: 'rule', where, depth } as const
  known.set(name, members)
  return members
}

function circle(checking: Checking): readonly CheckedClause[] {
  checking.issues.push({ code: 'saved_circle', at: '' })
  return []
}

function savedClauses(saved: unknown, checking: Checking): readonly CheckedClause[] {
  const parsed = z.array(clauseSchema).safeParse(saved)
  if (parsed.success) return checkClauses(parsed.data, 'c', 'customer', 'where', checking)
  checking.issues.push({ code: 'malformed', at: '', problem: parsed.error.issues[0]?.message ?? 'it cannot be read' })
  return []
}

function depthOf(filter: CheckedFilter): number {
  if (filter.kind === 'segment') return filter.members?.kind === 'rule' ? filter.members.depth : 0
  if (filter.kind !== 'metric') return 0
  const metrics = filter.than.kind === 'metric' ? [filter.metric, filter.than.metric] : [filter.metric]
  return Math.max(0, ...metrics.flatMap(({ where }) => where.flatMap(({ any }) => any.map(depthOf))))
}

function checkSegmentFilter(filter: SegmentFilter, place: Place, checking: Checking): CheckedSegmentFilter | null {
  const found = segmentOf(filter, place.at, checking)
  if (!found) return null
  if (!reaches(place.root, found.segment.sql)) {
    checking.issues.push({ code: 'out_of_reach', at: place.at, name: place.label, other: found.segment.label })
  }
  const day = filter.on && filter.on !== checking.today ? filter.on : null
  const on = day === null ? null : recordedOn(found, day, place.at, checking)
  return day !== null && !on ? null : { kind: 'segment', ...found, on, not: filter.not }
}

function checkMetricFilter(filter: MetricFilter, place: Place, checking: Checking): CheckedMetricFilter | null {
  const of = checking.catalog.entities.get(filter.of)
  if (!of) return null
  if (keyFrom(place.root, of) === null)
    checking.issues.push({ code: 'out_of_reach', at: place.at, name: place.label, other: of.label })
  const metric = metricOf(filter, of, place.at, checking)
  const than = checkThan(filter, of, place.at, checking)
  if (!metric || !than) return null
  const compared = than.kind === 'metric' ? [metric.metric, than.metric.metric] : [metric.metric]
  for (const { label } of compared.filter(({ type }) => type === 'date')) {
    checking.issues.push({ code: 'not_a_number', at: place.at, name: label, use: 'it cannot be compared with one' })
  }
  return { kind: 'metric', of, metric, op: filter.op, than, not: filter.not }
}

function checkThan(filter: MetricFilter, of: Entity, at: string, checking: Checking): CheckedThan | null {
  const than = filter.than
  switch (than.kind) {
    case 'value':
      if (filter.op === 'between' && than.upper === null) checking.issues.push({ code: 'upper_missing', at })
      return than
    case 'metric': {
      if (filter.op === 'between') checking.issues.push({ code: 'upper_missing', at })
      const metric = metricOf(than, of, `${at}.than`, checking)
      return metric && { kind: 'metric', metric, times: than.times }
    }
    case 'average':
      if (filter.op === 'between') checking.issues.push({ code: 'upper_missing', at })
      return than
    default:
      return than satisfies never
  }
}

/** A metric over the facts of one `of`: at the first grain that can tell whose they are and has all that `where` asks for. */
function metricOf(
  asked: Pick<MetricFilter, 'metric' | 'where' | 'period'>,
  of: Entity,
  at: string,
  checking: Checking,
): CheckedMetric | null {
  const metric = look(checking, 'metric', asked.metric, at)
  if (!metric) return null
  const clauses = asked.where.map((filter): Clause => ({ any: [filter] }))
  const grain = grainFor(metric, { fragments: fragmentsOf(clauses, checking), keys: [of] }, at, checking)
  const entity = grain && checking.catalog.entities.get(grain.entity)
  if (!grain || !entity) return null
  const where = checkClauses(clauses, entity.alias, metric.label, `${at}.where`, checking)
  const period = periodFor(metric, grain, asked.period, at, checking)
  const stays = staysOf({ metric, grain, period }, clauses, false, at, checking)
  return { metric, grain, where, period: stays.period, histories: stays.histories }
}

/** A metric's period; only what has a day can have one. */
export function periodFor(
  metric: Metric,
  grain: MetricGrain,
  period: Period | null,
  at: string,
  checking: Checking,
): CheckedPeriod | null {
  if (period === null || period.kind === 'all') return null
  if (grain.day === null) checking.issues.push({ code: 'no_day', at, name: metric.label, use: 'period' })
  return checkPeriod(period, checking)
}
