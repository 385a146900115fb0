import type { Column, Limit, ListPlan, Measure, MeasurePlan, Order, Plan } from '../../../src/ask/plan.ts'
import type { EntityName } from '../../../src/catalog/types.ts'
import { beginning, daysLater, daysMeant, later } from './calendar.ts'
import { allHold, emptyOf, inOrder, isNumber, meaningOf, read, subjectOf } from './conditions.ts'
import { ceiling, compare, fraction, times, written } from './fraction.ts'
import type { Value } from './meanings.ts'
import { type Around, isListed, type Key, measured, type Numbers, nameOf } from './measures.ts'
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

export function interpret(plan: ListPlan | MeasurePlan, world: World): Table {
  return plan.kind === 'list' ? list(plan, world) : measures(plan, world)
}

export const isInterpreted = (plan: Plan): plan is ListPlan | MeasurePlan =>
  plan.kind === 'list' || plan.kind === 'measure'

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

function list(plan: ListPlan, world: World): Table {
  const shown = shownAs[plan.entity]
  const named =
    plan.columns.length === 0
      ? shown.columns
      : plan.columns.flatMap((column) => (column.kind === 'field' ? column.field : []))
  const fields = new Set([shown.reference, ...named].flatMap((field) => [field, companions[field] ?? field]))
  const numbers = new Map(
    plan.columns
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
        : numberOf(column, numbers.get(column), row, plan.entity)
    return {
      cells: [...[...fields].map((field) => shownValue(field, row, world)), ...[...numbers.keys()].map(number)],
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

/** What several values of one row look like in a cell. */
function shownValue(field: string, row: Row, world: World): Value {
  const found = read(field, row, world)
  if (typeof found !== 'object' || found === null || !('length' in found)) return found
  return found.length === 0 ? null : found.map(String).sort().join(', ')
}

const single = (found: Value | readonly Value[]): Value =>
  typeof found === 'object' && found !== null && 'length' in found ? null : found

function columnNumbers(column: Exclude<Column, { kind: 'field' }>, plan: ListPlan, world: World): Numbers {
  return measured(column, { where: [], period: { kind: 'all' }, by: [], of: plan.entity }, world)
}

function numberOf(
  column: Exclude<Column, { kind: 'field' }>,
  numbers: Numbers | undefined,
  row: Row,
  entity: ListPlan['entity'],
): Value {
  const found = numbers?.get(nameOf([fraction(subjectOf(entity, row) ?? 0)]))
  return found ? found.value : emptyMeasure(column)
}

/** What a measure is where it has no facts at all. */
function emptyMeasure(measure: Measure): Value {
  switch (measure.kind) {
    case 'metric':
      return emptyOf(measure.metric)
    case 'change':
      return measure.as === 'difference' ? fraction(0) : null
    case 'share':
    case 'per':
    case 'aggregate':
      return null
    default:
      return measure satisfies never
  }
}

function measures(plan: MeasurePlan, world: World): Table {
  const around: Around = { where: plan.where, period: plan.period, by: plan.by, of: null }
  const numbers = plan.measures.map((measure) => measured(measure, around, world))
  const groups = new Map(numbers.flatMap((one) => [...one].map(([name, { key }]) => [name, key] as const)))
  const all = [...withBuckets(plan, groups, world).values()]
  const lines = all.map((key): Line => {
    const values = plan.measures.map((measure, index) => {
      const found = numbers[index]?.get(nameOf(key))
      return found ? found.value : emptyMeasure(measure)
    })
    return {
      cells: [...key.flatMap((value, index) => withCompanion(plan, index, value, world)), ...values],
      keys: plan.order.map(({ column }) => at(values, column)),
      last: key,
      per: perOf(plan, key),
    }
  })
  const kept = lines.filter((line) => havingHolds(plan, line.cells.slice(-plan.measures.length)))
  return finish(
    kept,
    plan.order,
    plan.by.map(() => ''),
    plan.limit,
  )
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

/** Without dimensions there is always one row; over time, buckets without facts are there too. */
function withBuckets(plan: MeasurePlan, groups: ReadonlyMap<string, Key>, world: World): ReadonlyMap<string, Key> {
  if (plan.by.length === 0) return new Map([[nameOf([]), []]])
  const at = plan.by.findIndex((dimension) => dimension.kind === 'time')
  const dimension = plan.by[at]
  if (dimension?.kind !== 'time') return groups
  const starts = bucketsOf(
    plan,
    [...groups.values()].flatMap((key) => (typeof key[at] === 'string' ? [key[at]] : [])),
    world,
  )
  const others = plan.by.length === 1 ? [[null]] : [...groups.values()]
  const filled = others.flatMap((key) =>
    starts.map((start) => key.map((value, index) => (index === at ? start : value))),
  )
  return new Map([...groups, ...filled.map((key) => [nameOf(key), key] as const)])
}

function bucketsOf(plan: MeasurePlan, known: readonly string[], world: World): readonly string[] {
  const dimension = plan.by.find((one) => one.kind === 'time')
  if (dimension?.kind !== 'time') return []
  const { today, settings } = world.shop
  const { from, to } = daysMeant(plan.period, today, settings)
  const first = from ?? known.toSorted()[0]
  if (first === undefined) return []
  const end = to ?? daysLater(today, 1)
  const starts: string[] = []
  for (let start = beginning(dimension.grain, first, settings); start < end; start = later(start, dimension.grain, 1))
    starts.push(start)
  return starts
}

function havingHolds(plan: MeasurePlan, values: readonly Value[]): boolean {
  return plan.having.every(({ measure, op, value, upper }) => {
    const found = values[measure] ?? null
    if (found === null) return false
    const order = inOrder(found, written(value))
    const under = upper === null ? 1 : inOrder(found, written(upper))
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
    order: kept.map(({ keys }) => ({ keys })),
    directions: order.map(({ direction }) => direction),
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

function limited(sorted: readonly Line[], order: readonly Order[], limit: Limit): readonly Line[] {
  if (limit.per === null) return cut(sorted, order, limit)
  const kept = new Set(
    [
      ...groupBy(
        sorted.filter(({ per }) => per !== null),
        ({ per }) => nameOf([per ?? null]),
      ).values(),
    ].flatMap((own) => cut(own, order, limit)),
  )
  return sorted.filter((line) => kept.has(line))
}

function cut(sorted: readonly Line[], order: readonly Order[], { count, percent, offset }: Limit): readonly Line[] {
  if (percent === null) return sorted.slice(offset, count === null ? undefined : offset + count)
  const valued = sorted.filter(({ keys }) => (keys[0] ?? null) !== null)
  const last = valued[ceiling(times(written(percent), fraction(valued.length, 100))) - 1]
  return last ? valued.filter((line) => byKeys(line, last, order) <= 0) : []
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`There is no column ${index}`)
  return found
}

export { compare, isNumber, meaningOf }
