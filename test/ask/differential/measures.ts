import type { Period } from '../../../src/ask/period.ts'
import type { Aggregate, Clause, Dimension, Grain, Measure } from '../../../src/ask/plan.ts'
import type { EntityName } from '../../../src/catalog/types.ts'
import { beginning, daysBefore, daysLater, daysMeant, later, type Stretch } from './calendar.ts'
import {
  allHold,
  averageOf,
  emptyOf,
  factsOf,
  inOrder,
  isIn,
  isNumber,
  lastDayOf,
  meaningOf,
  read,
  type Subject,
  subjectOf,
} from './conditions.ts'
import { type Fraction, fraction, minus, over, plus, total, zero } from './fraction.ts'
import type { Value } from './meanings.ts'
import { groupBy, type Row, type World } from './world.ts'

/** What the numbers of a plan are over: its conditions, its period and its breakdown, or the one row they belong to. */
export interface Around {
  readonly where: readonly Clause[]
  readonly period: Period
  readonly by: readonly Dimension[]
  /** Over time, the first days of the buckets that are shown. */
  readonly buckets: readonly string[]
  /** In a list, whose numbers they are. */
  readonly of: Subject | null
}

/** A group's values of the dimensions, and for a list the row's id. */
export type Key = readonly Value[]
export type Numbers = ReadonlyMap<string, { readonly key: Key; readonly value: Value }>

export const nameOf = (key: Key): string =>
  JSON.stringify(key.map((value) => (isNumber(value) ? `${value.top}/${value.bottom}` : value)))

/** A measure for each group that has facts of it. */
export function measured(measure: Measure, around: Around, world: World): Numbers {
  switch (measure.kind) {
    case 'metric': {
      const facts = groups(factsFor(measure, around, world), bucketsFor(measure, around, world), around, world)
      return mapped(facts, (rows) => meaningOf(measure.metric).compute(rows, world))
    }
    case 'aggregate':
      return aggregated(measure, around, world)
    case 'per':
      return perSubject(measure, around, world)
    case 'share':
      return measure.of === 'group' ? shareOfGroup(measure, around, world) : shareOfTotal(measure, around, world)
    case 'change':
      return change(measure, around, world)
    default:
      return measure satisfies never
  }
}

type OfMetric = Exclude<Measure, { kind: 'aggregate' }>
type Groups = ReadonlyMap<string, { readonly key: Key; readonly rows: readonly Row[] }>
/** The first days of the buckets that a row is in. */
type BucketsOf = (row: Row, grain: Grain) => readonly string[]

/** Of a fact, that of its day; of what lasts, all at whose end it holds. */
function bucketsFor(
  measure: OfMetric,
  around: Around,
  world: World,
  period: Period = measure.period ?? around.period,
): BucketsOf {
  const { day, holdsOn } = meaningOf(measure.metric)
  if (!holdsOn) return bucketOf((row) => day?.(row, world) ?? null, world)
  const { today, settings } = world.shop
  const { from, to } = knownStretch(measure, period, around.where, world)
  const last = lastDayOf({ from, to }, today)
  return (row, grain) => {
    const held: string[] = []
    for (let start = beginning(grain, from ?? today, settings); start <= last; start = later(start, grain, 1)) {
      const end = daysLater(later(start, grain, 1), -1)
      if (holdsOn(row, end < last ? end : last)) held.push(start)
    }
    return held
  }
}

const bucketOf =
  (day: (row: Row) => string | null, world: World): BucketsOf =>
  (row, grain) => {
    const on = day(row)
    return on === null ? [] : [beginning(grain, on, world.shop.settings)]
  }

/** The days of a period; of stays in segments, from the day on which the history of any of these begins. */
export function knownStretch(measure: Measure, period: Period, where: readonly Clause[], world: World): Stretch {
  const stretch = daysMeant(period, world.shop.today, world.shop.settings)
  if (measure.kind === 'aggregate' || meaningOf(measure.metric).entity !== 'stay') return stretch
  // The whole of a group's share is not what the part's own conditions leave.
  const own = measure.kind === 'share' && measure.of === 'group' ? [] : measure.where
  const named = [...where, ...own].flatMap(({ any }) =>
    any.length === 1
      ? any.flatMap((one) => (one.kind === 'field' && one.field === 'stay.segment' ? one.values : []))
      : [],
  )
  const [first] = world.shop.histories
    .filter(({ segment }) => named.length === 0 || named.includes(segment))
    .map(({ from_day }) => from_day)
    .sort()
  const from = stretch.from === null || (first !== undefined && stretch.from < first) ? (first ?? null) : stretch.from
  return { ...stretch, from }
}

function factsFor(
  measure: OfMetric,
  around: Around,
  world: World,
  period: Period = measure.period ?? around.period,
): readonly Row[] {
  const overTime = around.by.some(({ kind }) => kind === 'time')
  return factsOf({ metric: measure.metric, where: [...around.where, ...measure.where], period }, world, overTime)
}

/** Rows under each of their groups: under every tag, for tags. Rows that are nobody's, in a list, are under none. */
function groups(rows: readonly Row[], buckets: BucketsOf, around: Around, world: World): Groups {
  const keyed = rows.flatMap((row) => keysOf(row, buckets, around, world).map((key) => ({ key, row })))
  return new Map(
    [...groupBy(keyed, ({ key }) => nameOf(key))].map(([name, own]) => [
      name,
      { key: own[0]?.key ?? [], rows: own.map(({ row }) => row) },
    ]),
  )
}

function keysOf(row: Row, buckets: BucketsOf, { by, of }: Around, world: World): readonly Key[] {
  const whose = of === null ? [] : [subjectOf(of, row)]
  if (whose.includes(null)) return []
  const start: readonly Key[] = [whose.map((id) => fraction(id ?? 0))]
  return by.reduce<readonly Key[]>((keys, dimension) => {
    const values = valuesOf(dimension, row, buckets, world)
    return keys.flatMap((key) => values.map((value) => [...key, value]))
  }, start)
}

/** Owners and staff: a breakdown by them leaves out what has none. */
const withoutMissing = new Set([
  'customer.owner',
  'interaction.staff',
  'case.staff',
  'note.author',
  'follow_up.assignee',
])

function valuesOf(dimension: Dimension, row: Row, buckets: BucketsOf, world: World): readonly Value[] {
  switch (dimension.kind) {
    case 'field': {
      const found = read(dimension.field, row, world)
      const several = typeof found === 'object' && found !== null && 'length' in found
      const values = several ? (found.length === 0 ? [null] : found) : [found]
      return withoutMissing.has(dimension.field) ? values.filter((value) => value !== null) : values
    }
    case 'segment':
      return [isIn(dimension, row, world)]
    case 'time':
      return buckets(row, dimension.grain)
    default:
      return dimension satisfies never
  }
}

function mapped(all: Groups, compute: (rows: readonly Row[], key: Key) => Value): Numbers {
  return new Map([...all].map(([name, { key, rows }]) => [name, { key, value: compute(rows, key) }]))
}

/** The rows that an aggregate of a field looks at, and their day. */
const rowDays: Partial<Record<EntityName, (row: Row) => string | null>> = {
  order: (row) => row.order?.ordered_day ?? null,
  line: (row) => row.order?.ordered_day ?? null,
  interaction: (row) => row.interaction?.on_day ?? null,
  case: (row) => row.case?.opened_day ?? null,
  note: (row) => row.note?.written_day ?? null,
  follow_up: (row) => row.follow_up?.due_on ?? null,
  campaign: (row) => row.campaign?.started_on ?? null,
  recipient: (row) => row.recipient?.sent_day ?? null,
  referral: (row) => row.referral?.referred_on ?? null,
  stay: (row) => (row.stay?.valid_from === '-infinity' ? null : (row.stay?.valid_from ?? null)),
}

/** Whether a list would show it: of orders, those that count; of lines, those with a piece kept. */
export function isListed(entity: EntityName, row: Row, world: World): boolean {
  if (entity === 'order') return row.order !== undefined && world.totals(row.order).counts
  return entity === 'line' ? meaningOf('revenue').counts(row, world) : true
}

function aggregated(measure: Extract<Measure, { kind: 'aggregate' }>, around: Around, world: World): Numbers {
  // Every field's name begins with its entity's.
  const entity = measure.field.slice(0, measure.field.indexOf('.')) as EntityName
  const day = rowDays[entity] ?? null
  const own = (row: Row): Value => single(read(measure.field, row, world))
  const { from, to } = daysMeant(around.period, world.shop.today, world.shop.settings)
  const rows = world.rows(entity).filter((row) => {
    const on = day?.(row) ?? null
    const unbounded = from === null && to === null
    const inPeriod = unbounded || (on !== null && (from === null || on >= from) && (to === null || on < to))
    return inPeriod && isListed(entity, row, world) && allHold([...around.where, ...measure.where], row, world)
  })
  const given = rows.filter((row) => own(row) !== null)
  const buckets = bucketOf((row) => day?.(row) ?? null, world)
  return mapped(groups(given, buckets, around, world), (grouped) => aggregate(measure.aggregate, grouped.map(own)))
}

const single = (found: Value | readonly Value[]): Value =>
  typeof found === 'object' && found !== null && 'length' in found ? null : found

/** What is missing is left out. */
export function aggregate(kind: Aggregate, values: readonly Value[]): Value {
  const given = values.filter((value) => value !== null).toSorted(inOrder)
  if (kind === 'highest') return given.at(-1) ?? null
  if (kind === 'lowest') return given[0] ?? null
  const numbers = given.filter(isNumber)
  if (numbers.length === 0) return null
  if (kind === 'total') return total(numbers)
  return kind === 'average' ? averageOf(numbers) : median(numbers)
}

function median(sorted: readonly Fraction[]): Value {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low && high ? over(plus(low, high), fraction(2)) : null
}

/** The metric of each one that has any facts in the group, aggregated over them. */
function perSubject(measure: Extract<Measure, { kind: 'per' }>, around: Around, world: World): Numbers {
  const facts = factsFor(measure, around, world).filter((row) => subjectOf(measure.per, row) !== null)
  const { compute } = meaningOf(measure.metric)
  return mapped(groups(facts, bucketsFor(measure, around, world), around, world), (rows) =>
    aggregate(
      measure.aggregate,
      [...groupBy(rows, (row) => subjectOf(measure.per, row)).values()].map((own) => compute(own, world)),
    ),
  )
}

const quotient = (part: Value, whole: Value): Value => (isNumber(part) && isNumber(whole) ? over(part, whole) : null)

function shareOfGroup(measure: Extract<Measure, { kind: 'share' }>, around: Around, world: World): Numbers {
  const all = groups(
    factsFor({ ...measure, where: [] }, around, world),
    bucketsFor(measure, around, world),
    around,
    world,
  )
  const { compute } = meaningOf(measure.metric)
  return mapped(all, (rows) => {
    const part = rows.filter((row) => allHold(measure.where, row, world))
    return quotient(part.length === 0 ? emptyOf(measure.metric) : compute(part, world), compute(rows, world))
  })
}

type Share = Extract<Measure, { kind: 'share' }>

function shareOfTotal(measure: Share, around: Around, world: World): Numbers {
  const all = groups(factsFor(measure, around, world), bucketsFor(measure, around, world), around, world)
  const whole = wholeOf(measure, around, world)
  return mapped(all, (rows) => quotient(meaningOf(measure.metric).compute(rows, world), whole))
}

/** What is nobody's in the breakdown is not in the total either; in a list, the total is that of the shop. */
function wholeOf(measure: Share, around: Around, world: World): Value {
  const facts = factsFor(measure, around, world)
  const kept = facts.filter(
    (row) => around.of !== null || hasGroups(row, around, bucketsFor(measure, around, world), world),
  )
  return meaningOf(measure.metric).compute(kept, world)
}

function hasGroups(row: Row, { by }: Around, buckets: BucketsOf, world: World): boolean {
  return by.every((dimension) => valuesOf(dimension, row, buckets, world).length > 0)
}

/** Where nobody has an estimate their total is none, and not nothing. */
const isEstimate = (field: string): boolean => ['customer.expected_orders', 'customer.lifetime_value'].includes(field)

/** What a measure is for a group, or in a list for a row, that has no facts of it: sums and counts are 0. */
export function measureOfNothing(measure: Measure, around: Around, world: World): Value {
  switch (measure.kind) {
    case 'metric':
      return emptyOf(measure.metric)
    case 'aggregate':
      return measure.aggregate === 'total' && !isEstimate(measure.field) ? zero : null
    case 'per':
      return measure.aggregate === 'total' ? emptyOf(measure.metric) : null
    case 'share':
      return measure.of === 'total' ? quotient(zero, wholeOf(measure, around, world)) : null
    case 'change':
      return measure.as === 'difference' ? zero : null
    default:
      return measure satisfies never
  }
}

function change(measure: Extract<Measure, { kind: 'change' }>, around: Around, world: World): Numbers {
  const { compute } = meaningOf(measure.metric)
  const numbers = (period: Period): Numbers =>
    mapped(
      groups(factsFor(measure, around, world, period), bucketsFor(measure, around, world, period), around, world),
      (rows) => compute(rows, world),
    )
  const now = numbers(measure.period ?? around.period)
  const before = shownLater(numbers(baselinePeriod(measure, around, world)), measure, around, world)
  const names = new Set([...now.keys(), ...before.keys()])
  return new Map(
    [...names].map((name) => {
      const [current, earlier] = [now.get(name), before.get(name)]
      return [
        name,
        {
          key: current?.key ?? earlier?.key ?? [],
          value: difference(current?.value ?? null, earlier?.value ?? null, measure.as),
        },
      ]
    }),
  )
}

function baselinePeriod(measure: Extract<Measure, { kind: 'change' }>, around: Around, world: World): Period {
  const { baseline } = measure
  if (baseline.kind === 'period') return baseline.period
  const { today, settings } = world.shop
  const { from, to } = daysBefore(measure.period ?? around.period, baseline.unit, baseline.count, today, settings)
  return { kind: 'between', from, to: to ?? later(daysLater(today, 1), baseline.unit, -baseline.count) }
}

/** Over time, each bucket is compared with the one that holds the day so much earlier. */
function shownLater(
  numbers: Numbers,
  { baseline }: Extract<Measure, { kind: 'change' }>,
  around: Around,
  world: World,
): Numbers {
  const at = around.by.findIndex((dimension) => dimension.kind === 'time')
  const dimension = around.by[at]
  if (baseline.kind === 'period' || dimension?.kind !== 'time') return numbers
  const earlier = (bucket: string): string =>
    beginning(dimension.grain, later(bucket, baseline.unit, -baseline.count), world.shop.settings)
  const byBucket = groupBy([...numbers.values()], ({ key }) => key[at])
  const moved = around.buckets.flatMap((bucket) =>
    (byBucket.get(earlier(bucket)) ?? []).map(({ key, value }) => ({ key: key.with(at, bucket), value })),
  )
  return new Map(moved.map((one) => [nameOf(one.key), one]))
}

function difference(now: Value, before: Value, as: 'difference' | 'growth'): Value {
  const [current, earlier] = [isNumber(now) ? now : zero, isNumber(before) ? before : zero]
  if (as === 'difference') return minus(current, earlier)
  return over(minus(current, earlier), earlier)
}
