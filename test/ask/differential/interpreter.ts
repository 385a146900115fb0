import type { Period } from '../../../src/ask/period.ts'
import type {
  CohortsPlan,
  Column,
  Dimension,
  Limit,
  ListPlan,
  Measure,
  MeasurePlan,
  Order,
  Plan,
} from '../../../src/ask/plan.ts'
import type { EntityName } from '../../../src/catalog/types.ts'
import { beginning, daysLater, later } from './calendar.ts'
import { cohorts } from './cohorts.ts'
import { allHold, inOrder, isNumber, read, subjectOf, weighed } from './conditions.ts'
import { ceiling, doubt, fraction, isInDoubt, times, written } from './fraction.ts'
import type { Value } from './meanings.ts'
import {
  type Around,
  isListed,
  type Key,
  knownStretch,
  measured,
  measureOfNothing,
  type Numbers,
  nameOf,
} from './measures.ts'
import { groupBy, type Row, type World } from './world.ts'

/**
 * What a plan says of a shop, computed by loops over arrays: the other opinion that the compiler's SQL is held against.
 * It knows the words from the design and the catalogue's sentences, and none of the catalogue's SQL.
 */
export interface Table {
  readonly rows: readonly (readonly Value[])[]
  /** For each row the values it is ordered by, and their directions; ties among them may come in any order. */
  readonly order: readonly { readonly keys: readonly Value[] }[]
  readonly directions: readonly ('asc' | 'desc')[]
}

export function interpret(plan: Tabular, world: World): Table {
  switch (plan.kind) {
    case 'list':
      return list(plan, world)
    case 'measure':
      return measures(plan, world)
    case 'cohorts':
      return cohorts(plan, world)
    default:
      return plan satisfies never
  }
}

/** Plans whose answers are tables. */
export type Tabular = ListPlan | MeasurePlan | CohortsPlan

export const isInterpreted = (plan: Plan): plan is Tabular =>
  plan.kind === 'list' || plan.kind === 'measure' || plan.kind === 'cohorts'

/** A row on its way to the answer. */
interface Line {
  readonly cells: readonly Value[]
  readonly keys: readonly Value[]
  /** What ties are broken by. */
  readonly last: readonly Value[]
  readonly per: Value | undefined
}

interface Shown {
  readonly reference: string
  readonly columns: readonly string[]
  /** What a list is ordered by at the end, each ascending unless it begins with a minus. */
  readonly order: readonly string[]
}

/** How each entity is listed. */
const shownAs: Readonly<Record<ListPlan['entity'], Shown>> = {
  customer: { reference: 'customer.customer', columns: ['customer.name'], order: ['customer.customer'] },
  order: {
    reference: 'order.order',
    columns: ['order.day', 'order.store', 'order.channel', 'order.net'],
    order: ['-order.day', 'order.order'],
  },
  product: { reference: 'product.product', columns: ['product.name', 'product.category'], order: ['product.product'] },
  category: { reference: 'product.category', columns: [], order: ['product.category'] },
  store: { reference: 'store.name', columns: ['store.city'], order: ['store.name'] },
  staff: { reference: 'staff.staff', columns: ['staff.name', 'staff.role', 'staff.store'], order: ['staff.staff'] },
  campaign: {
    reference: 'campaign.campaign',
    columns: ['campaign.name', 'campaign.channel', 'campaign.started_on', 'campaign.ended_on'],
    order: ['-campaign.started_on', 'campaign.campaign'],
  },
  interaction: {
    reference: 'customer.customer',
    columns: [
      'customer.name',
      'interaction.day',
      'interaction.kind',
      'interaction.direction',
      'interaction.channel',
      'interaction.summary',
    ],
    order: ['-interaction.day'],
  },
  case: {
    reference: 'customer.customer',
    columns: ['customer.name', 'case.opened_day', 'case.status', 'case.summary', 'case.staff'],
    order: ['-case.opened_day'],
  },
  note: {
    reference: 'customer.customer',
    columns: ['customer.name', 'note.day', 'note.author', 'note.text'],
    order: ['-note.day'],
  },
  follow_up: {
    reference: 'customer.customer',
    columns: ['customer.name', 'follow_up.due_on', 'follow_up.status', 'follow_up.assignee', 'follow_up.reason'],
    order: ['follow_up.due_on'],
  },
}

/** A reference is shown with the name it stands for. */
export const companions: Readonly<Record<string, string>> = {
  'customer.customer': 'customer.name',
  'customer.owner': 'customer.owner_name',
  'customer.referred_by': 'customer.referrer_name',
  'product.product': 'product.name',
  'interaction.staff': 'interaction.staff_name',
  'case.staff': 'case.staff_name',
  'note.author': 'note.author_name',
  'follow_up.assignee': 'follow_up.assignee_name',
  'campaign.campaign': 'campaign.name',
  'staff.staff': 'staff.name',
}

/** What stands beside a field that is shown: the name behind a reference, the ends of an estimate's range. */
const besides: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(companions).map(([field, name]) => [field, [name]])),
  'customer.expected_orders': ['customer.expected_orders_low', 'customer.expected_orders_high'],
  'customer.lifetime_value': ['customer.lifetime_value_low', 'customer.lifetime_value_high'],
}

function list(plan: ListPlan, world: World): Table {
  const shown = shownAs[plan.entity]
  const columns = shownColumns(plan, shown)
  const numbers = new Map(
    [...plan.columns, ...columns]
      .filter((column) => column.kind !== 'field')
      .map((column) => [column, columnNumbers(column, plan, world)]),
  )
  const rows = world
    .rows(plan.entity)
    .filter((row) => isListed(plan.entity, row, world) && allHold(plan.where, row, world))
  const lines = rows.map((row): Line => {
    const number = (column: Column): Value =>
      column.kind === 'field'
        ? shownValue(column.field, row, world)
        : numberOf(column, numbers.get(column), row, plan.entity, world)
    return {
      cells: columns.map(number),
      keys: plan.order.map(({ column }) => number(at(plan.columns, column))),
      last: [
        ...shown.order.map((field) => single(read(field.replace('-', ''), row, world))),
        fraction(subjectOf(plan.entity, row) ?? 0),
      ],
      per: plan.limit?.per ? single(read(plan.limit.per, row, world)) : undefined,
    }
  })
  return finish(lines, plan.order, shown.order, plan.limit)
}

/** The reference, then what the plan names, each reference with the name it stands for and no field twice. */
function shownColumns(plan: ListPlan, { reference, columns: usual }: Shown): readonly Column[] {
  const { columns } = plan
  const asked: readonly Column[] =
    columns.length > 0 ? columns : [...usual.map((field) => ({ kind: 'field' as const, field })), ...movementDays(plan)]
  const fields = new Set<string>()
  return [{ kind: 'field' as const, field: reference }, ...asked].flatMap((column): readonly Column[] => {
    if (column.kind !== 'field') return [column]
    const fresh = [column.field, ...(besides[column.field] ?? [])].filter((field) => !fields.has(field))
    for (const field of fresh) fields.add(field)
    return [...new Set(fresh)].map((field) => ({ kind: 'field', field }))
  })
}

/** The day on which they moved, as the condition says it. */
function movementDays({ entity, where }: ListPlan): readonly Exclude<Column, { kind: 'field' }>[] {
  if (entity !== 'customer') return []
  return where.flatMap(({ any }) => {
    const [only] = any
    if (any.length !== 1 || only?.kind !== 'movement' || only.not) return []
    const segment = only.to ?? only.from ?? ''
    const metric = only.to === null ? 'left_on' : 'entered_on'
    const stays = {
      kind: 'field',
      field: 'stay.segment',
      op: 'is',
      values: [segment],
      period: null,
      not: false,
    } as const
    return [{ kind: 'metric', metric, where: [{ any: [{ ...stays, values: [segment] }] }], period: only.period }]
  })
}

/** What several values of one row look like in a cell. */
function shownValue(field: string, row: Row, world: World): Value {
  const found = read(field, row, world)
  if (typeof found !== 'object' || found === null || !('length' in found)) return found
  return found.length === 0 ? null : found.map(String).sort().join(', ')
}

const single = (found: Value | readonly Value[]): Value =>
  typeof found === 'object' && found !== null && 'length' in found ? null : found

function columnNumbers(column: Exclude<Column, { kind: 'field' }>, plan: ListPlan, world: World): Numbers {
  return measured(column, ofList(plan.entity), world)
}

const ofList = (entity: ListPlan['entity']): Around => ({
  where: [],
  period: { kind: 'all' },
  by: [],
  buckets: [],
  of: entity,
})

function numberOf(
  column: Exclude<Column, { kind: 'field' }>,
  numbers: Numbers | undefined,
  row: Row,
  entity: ListPlan['entity'],
  world: World,
): Value {
  const found = numbers?.get(nameOf([fraction(subjectOf(entity, row) ?? 0)]))
  return found ? found.value : measureOfNothing(column, ofList(entity), world)
}

function measures(plan: MeasurePlan, world: World): Table {
  const start: Around = { where: plan.where, period: plan.period, by: plan.by, buckets: [], of: null }
  const current = groupsOf(plan.measures.map((measure) => measured(measure, start, world)))
  const around = { ...start, buckets: bucketsOf(plan, current, world) }
  const numbers = plan.measures.map((measure) => measured(measure, around, world))
  const all = [...filled(plan, current, groupsOf(numbers), around.buckets).values()]
  const lines = all.map((key): Line => {
    const values = plan.measures.map((measure, index) => {
      const found = numbers[index]?.get(nameOf(key))
      return found ? found.value : measureOfNothing(measure, around, world)
    })
    return {
      cells: [...key.flatMap((value, index) => withCompanion(plan, index, value, world)), ...values],
      keys: plan.order.map(({ column }) => at(values, column)),
      last: key.map((value, index) => inNaturalOrder(plan.by[index], value)),
      per: perOf(plan, key),
    }
  })
  const kept = lines.filter((line) => havingHolds(plan, line.cells.slice(-plan.measures.length)))
  // One row is all there is to say, and never cut.
  return finish(
    kept,
    plan.order,
    plan.by.map(() => ''),
    plan.by.length === 0 ? null : plan.limit,
  )
}

const weekdays: readonly Value[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Weekdays come as they do in a week, anything else by its value. */
function inNaturalOrder(dimension: Dimension | undefined, value: Value): Value {
  const isWeekday = dimension?.kind === 'field' && dimension.field === 'order.weekday'
  return isWeekday ? fraction(weekdays.indexOf(value)) : value
}

const perOf = (plan: MeasurePlan, key: Key): Value | undefined => {
  const { per } = plan.limit ?? { per: null }
  return per === null
    ? undefined
    : at(
        key,
        plan.by.findIndex((dimension) => dimension.kind === 'field' && dimension.field === per),
      )
}

/** A dimension that is a reference is shown with the name it stands for. */
function withCompanion(plan: MeasurePlan, index: number, value: Value, world: World): readonly Value[] {
  const dimension = plan.by[index]
  const companion = dimension?.kind === 'field' ? companions[dimension.field] : undefined
  if (!companion || dimension?.kind !== 'field') return [value]
  const entities: readonly EntityName[] = [
    'customer',
    'product',
    'staff',
    'campaign',
    'interaction',
    'case',
    'note',
    'follow_up',
    'line',
  ]
  for (const entity of entities) {
    const row = world
      .rows(entity)
      .find((one) => canRead(dimension.field, one, world) && single(read(dimension.field, one, world)) === value)
    if (row) return [value, single(read(companion, row, world))]
  }
  return [value, null]
}

function canRead(field: string, row: Row, world: World): boolean {
  try {
    read(field, row, world)
    return true
  } catch {
    return false
  }
}

type Groups = ReadonlyMap<string, Key>

const groupsOf = (numbers: readonly Numbers[]): Groups =>
  new Map(numbers.flatMap((one) => [...one].map(([name, { key }]) => [name, key] as const)))

const timeAt = (plan: MeasurePlan): number => plan.by.findIndex((dimension) => dimension.kind === 'time')

/** Without dimensions there is always one row; over time, buckets without facts are there too, for every group that has any. */
function filled(plan: MeasurePlan, current: Groups, groups: Groups, buckets: readonly string[]): Groups {
  if (plan.by.length === 0) return new Map([[nameOf([]), []]])
  const at = timeAt(plan)
  const others: readonly Key[] = plan.by.length === 1 ? [[null]] : [...current.values()]
  const empty = at < 0 ? [] : others.flatMap((key) => buckets.map((bucket) => key.with(at, bucket)))
  return new Map([...groups, ...empty.map((key) => [nameOf(key), key] as const)])
}

/** Of every stretch that a number is measured in; from the first facts on where it has no beginning, to today where it has no end. */
function bucketsOf(plan: MeasurePlan, current: Groups, world: World): readonly string[] {
  const at = timeAt(plan)
  const dimension = plan.by[at]
  if (dimension?.kind !== 'time') return []
  const known = [...current.values()].map((key) => String(key[at]))
  const { today, settings } = world.shop
  const starts = new Set<string>()
  for (const measure of plan.measures) {
    const { from, to } = knownStretch(measure, ownPeriod(measure) ?? plan.period, plan.where, world)
    const first = from ?? known.toSorted()[0]
    const latest = known.toSorted().at(-1) ?? today
    const reached = daysLater(latest > today ? latest : today, 1)
    const end = to === null ? daysLater(today, 1) : to < reached ? to : reached
    if (first === undefined) continue
    for (let day = beginning(dimension.grain, first, settings); day < end; day = later(day, dimension.grain, 1))
      starts.add(day)
  }
  return [...starts]
}

const ownPeriod = (measure: Measure): Period | null => (measure.kind === 'aggregate' ? null : measure.period)

function havingHolds(plan: MeasurePlan, values: readonly Value[]): boolean {
  return plan.having.every(({ measure, op, value, upper }) => {
    const found = values[measure] ?? null
    if (found === null) return false
    const order = weighed(found, written(value))
    const under = upper === null ? 1 : weighed(found, written(upper))
    return {
      equals: order === 0,
      more_than: order > 0,
      at_least: order >= 0,
      less_than: order < 0,
      at_most: order <= 0,
      between: order >= 0 && under <= 0,
    }[op]
  })
}

function finish(lines: readonly Line[], order: readonly Order[], last: readonly string[], limit: Limit | null): Table {
  const sorted = lines.toSorted((a, b) => byKeys(a, b, order) || byLast(a, b, last))
  const kept = limit === null ? sorted : limited(sorted, order, limit)
  return {
    rows: kept.map(({ cells }) => cells),
    order: kept.map(({ keys, per }) => ({ keys: limit?.per ? [per ?? null, ...keys] : keys })),
    directions: [...(limit?.per ? (['asc'] as const) : []), ...order.map(({ direction }) => direction)],
  }
}

/** What is missing comes last, in either direction. */
export function byKeys(
  a: Pick<Line, 'keys'>,
  b: Pick<Line, 'keys'>,
  order: readonly Pick<Order, 'direction'>[],
): number {
  for (const [index, { direction }] of order.entries()) {
    const found = missingLast(a.keys[index] ?? null, b.keys[index] ?? null, direction)
    if (found !== 0) return found
  }
  return 0
}

function missingLast(a: Value, b: Value, direction: 'asc' | 'desc'): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return direction === 'asc' ? inOrder(a, b) : -inOrder(a, b)
}

function byLast(a: Line, b: Line, last: readonly string[]): number {
  for (const index of a.last.keys()) {
    const found = missingLast(
      a.last[index] ?? null,
      b.last[index] ?? null,
      last[index]?.startsWith('-') ? 'desc' : 'asc',
    )
    if (found !== 0) return found
  }
  return 0
}

/** Within each value of a field: one value after the other. */
function limited(sorted: readonly Line[], order: readonly Order[], limit: Limit): readonly Line[] {
  if (limit.per === null) return cut(sorted, order, limit)
  const parts = groupBy(
    sorted.filter(({ per }) => per !== null),
    ({ per }) => nameOf([per ?? null]),
  )
  const inTurn = [...parts.values()].toSorted((a, b) => missingLast(a[0]?.per ?? null, b[0]?.per ?? null, 'asc'))
  return inTurn.flatMap((own) => cut(own, order, limit))
}

function cut(sorted: readonly Line[], order: readonly Order[], { count, percent, offset }: Limit): readonly Line[] {
  if (percent === null) return cutOut(sorted, offset, count === null ? sorted.length : offset + count)
  const first = order.slice(0, 1)
  const valued = sorted.filter(({ keys }) => (keys[0] ?? null) !== null)
  const last = valued[ceiling(times(written(percent), fraction(valued.length, 100))) - 1]
  return last ? cutOut(valued, 0, valued.filter((line) => byKeys(line, last, first) <= 0).length) : []
}

/** A cut between numbers that PostgreSQL may hold in the other order is in doubt. */
function cutOut(sorted: readonly Line[], from: number, to: number): readonly Line[] {
  for (const edge of [from, to]) {
    const [before, after] = [sorted[edge - 1], sorted[edge]]
    if (before && after && before.keys.some((key, index) => isNearTie(key, after.keys[index] ?? null))) doubt()
  }
  return sorted.slice(from, to)
}

const isNearTie = (a: Value, b: Value): boolean => isNumber(a) && isNumber(b) && isInDoubt(a, b)

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`There is no column ${index}`)
  return found
}
