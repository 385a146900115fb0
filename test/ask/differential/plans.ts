import { operationsOf } from '../../../src/ask/check-values.ts'
import { calendarUnits, grains } from '../../../src/ask/days.ts'
import { occurrences, type StretchName } from '../../../src/ask/named-days.ts'
import type { Period } from '../../../src/ask/period.ts'
import type {
  Aggregate,
  Baseline,
  Clause,
  CohortsPlan,
  Column,
  Comparison,
  Dimension,
  FieldFilter,
  Filter,
  Limit,
  ListPlan,
  Measure,
  MeasurePlan,
  MetricFilter,
  Order,
  SegmentFilter,
  SimpleFilter,
} from '../../../src/ask/plan.ts'
import type { Catalog } from '../../../src/catalog/catalog.ts'
import type { EntityName, Field, Metric } from '../../../src/catalog/types.ts'
import { daysLater, knownNames } from './calendar.ts'
import { isNumber, read } from './conditions.ts'
import { approximately } from './fraction.ts'
import type { Tabular } from './interpreter.ts'
import type { Value } from './meanings.ts'
import type { Random } from './random.ts'
import type { Row, World } from './world.ts'

/** Random plans in the words of the catalogue, with values that the shop has; nearly all of them valid. */

type Role = keyof Row

/** What a row of each entity leads to. */
const rolesOf: Readonly<Record<EntityName, readonly Role[]>> = {
  customer: ['customer'],
  order: ['order', 'customer'],
  line: ['line', 'order', 'product', 'category', 'customer'],
  product: ['product', 'category'],
  category: ['category'],
  store: ['store'],
  staff: ['staff'],
  interaction: ['interaction', 'customer'],
  case: ['case', 'customer'],
  note: ['note', 'customer'],
  follow_up: ['follow_up', 'note', 'customer'],
  campaign: ['campaign'],
  recipient: ['recipient', 'campaign', 'customer'],
  referral: ['referral', 'customer'],
  stay: ['stay', 'customer'],
}

/** Whose numbers a list of the entity can show: the rows that belong to one of them. */
const ownersOf: Readonly<Record<ListPlan['entity'], readonly EntityName[]>> = {
  customer: ['customer', 'order', 'line', 'interaction', 'case', 'note', 'follow_up', 'recipient', 'referral', 'stay'],
  order: ['order', 'line'],
  product: ['line', 'product'],
  category: ['line', 'product', 'category'],
  store: ['order', 'line', 'customer', 'store', 'stay'],
  staff: ['interaction', 'case', 'note', 'follow_up', 'customer', 'staff'],
  campaign: ['recipient', 'campaign'],
  interaction: ['interaction'],
  case: ['case'],
  note: ['note', 'follow_up'],
  follow_up: ['follow_up'],
}

const finest = (metric: Metric): EntityName => metric.at.at(-1)?.entity ?? 'customer'
const hasDay = (metric: Metric): boolean => metric.at.every(({ day }) => day !== null)
const isMeasurable = ({ type }: Field): boolean => type === 'number' || type === 'money' || type === 'percent'
const roleOf = (field: Field): Role =>
  field.name === 'product.category' ? 'category' : (field.name.slice(0, field.name.indexOf('.')) as Role)

/** A maker of plans for one shop. */
export interface PlanMaker {
  plan(): Tabular
  /** Conditions on customers, at least one. */
  conditions(): Clause[]
}

export function planMaker(random: Random, world: World, catalog: Catalog): PlanMaker {
  const usable = [...catalog.fields.values()]
  const metrics = [...catalog.metrics.values()]
  const make = {
    random,
    world,
    catalog,
    usable,
    metrics,
    segments: [...catalog.segments.values()],
    values: valuesOf(world),
  }
  return {
    plan: () => (random.chance(0.05) ? cohortsPlan(make) : random.chance(0.45) ? listPlan(make) : measurePlan(make)),
    conditions: () => clauses(rolesOf.customer, make, random.pick([1, 1, 2])),
  }
}

interface Making {
  readonly random: Random
  readonly world: World
  readonly catalog: Catalog
  readonly usable: readonly Field[]
  readonly metrics: readonly Metric[]
  readonly segments: Catalog['segments'] extends ReadonlyMap<string, infer One> ? readonly One[] : never
  readonly values: (field: Field) => readonly NonNullable<Value>[]
}

/** The values that rows of the shop have. */
function valuesOf(world: World): (field: Field) => readonly NonNullable<Value>[] {
  const known = new Map<string, readonly NonNullable<Value>[]>()
  return (field) => {
    const entity = field.name.slice(0, field.name.indexOf('.')) as EntityName
    const found =
      known.get(field.name) ??
      world
        .rows(entity)
        .flatMap((row) => read(field.name, row, world))
        .filter((value) => value !== null)
    known.set(field.name, found)
    return found
  }
}

const fieldsIn = (roles: readonly Role[], { usable }: Making): readonly Field[] =>
  usable.filter((field) => roles.includes(roleOf(field)))

/** As often one of the rows' own fields as one of their customers', of whom there is far more to say. */
function aField(fields: readonly Field[], random: Random): Field {
  const own = fields.filter((field) => field.entity !== 'customer')
  return random.pick(own.length > 0 && random.chance(0.5) ? own : fields)
}

function listPlan(make: Making): ListPlan {
  const { random } = make
  const entity = random.weighted<ListPlan['entity']>([
    [8, 'customer'],
    [3, 'order'],
    [3, 'product'],
    [1, 'category'],
    [1, 'store'],
    [1, 'staff'],
    [1.5, 'campaign'],
    [1, 'interaction'],
    [1, 'case'],
    [1, 'note'],
    [1, 'follow_up'],
  ])
  const roles = rolesOf[entity]
  const columns = Array.from(
    {
      length: random.weighted([
        [2, 0],
        [3, 1],
        [3, 2],
        [2, 4],
      ]),
    },
    () => column(entity, make),
  ).flatMap((one) => (random.chance(0.06) ? [one, one] : [one]))
  const order = ordering(
    columns.map((one, index) => (isSortable(one, make) ? index : -1)).filter((index) => index >= 0),
    random,
  )
  return {
    kind: 'list',
    entity,
    where: clauses(roles, make),
    columns,
    order,
    limit: limit(order, perFields(roles, make), random),
  }
}

const perFields = (roles: readonly Role[], make: Making): readonly string[] =>
  fieldsIn(roles, make)
    .filter((field) => !field.many && !field.contact)
    .map(({ name }) => name)

const isSortable = (column: Column, { catalog }: Making): boolean =>
  column.kind !== 'field' || !catalog.fields.get(column.field)?.many

function column(entity: ListPlan['entity'], make: Making): Column {
  const { random } = make
  if (random.chance(0.55))
    return {
      kind: 'field',
      field: aField(
        fieldsIn(rolesOf[entity], make).filter((field) => !field.many || field.spread),
        random,
      ).name,
    }
  return measure({ entities: ownersOf[entity], periods: true }, make)
}

function ordering(columns: readonly number[], random: Random): Order[] {
  const count = random.weighted([
    [3, 0],
    [5, 1],
    [2, 2],
  ])
  return random.some(columns, count).map((at) => ({ column: at, direction: random.chance(0.6) ? 'desc' : 'asc' }))
}

function limit(order: readonly Order[], per: readonly string[], random: Random): Limit | null {
  if (random.chance(0.55)) return null
  const percent = order.length > 0 && random.chance(0.3) ? random.pick([1, 10, 20, 33.3, 50, 100]) : null
  const count = percent === null ? random.pick([1, 1, 2, 3, 5, 10]) : null
  return {
    count,
    percent,
    offset: percent === null && random.chance(0.25) ? random.int(1, 4) : 0,
    per: per.length > 0 && random.chance(0.3) ? random.pick(per) : null,
  }
}

/** What a measure may be over, and whether periods make sense around it. */
interface Over {
  readonly entities: readonly EntityName[]
  readonly periods: boolean
}

function metricsOver({ entities, periods }: Over, make: Making): readonly Metric[] {
  const found = make.metrics.filter((metric) => metric.at.some(({ entity }) => entities.includes(entity)))
  const dated = found.filter(hasDay)
  return periods || dated.length === 0 ? found : dated
}

function measure(over: Over, make: Making): Measure {
  const { random } = make
  const kind = random.weighted<Measure['kind']>([
    [5, 'metric'],
    [2, 'aggregate'],
    [2, 'per'],
    [2, 'share'],
    [2, 'change'],
  ])
  if (kind === 'aggregate') return aggregateMeasure(over, make)
  const suitable = metricsOver(over, make).filter((metric) => fits(kind, metric))
  if (suitable.length === 0) return metricMeasure(over, make)
  const metric = random.pick(suitable)
  const where = random.chance(kind === 'share' ? 0.8 : 0.35) ? clauses(rolesOf[finest(metric)], make, 1) : []
  const base = {
    metric: metric.name,
    where: [...stayClauses(metric, make), ...where],
    period: ownPeriod(metric, make),
  }
  switch (kind) {
    case 'metric':
      return { kind, ...base }
    case 'per':
      return { kind, ...base, aggregate: aggregateOf(metric.type, random), per: random.pick(perOf(metric)) }
    case 'share':
      return { kind, ...base, of: random.chance(0.6) ? 'group' : 'total' }
    case 'change':
      return {
        kind,
        ...base,
        baseline: baseline(metric, make),
        as: random.chance(0.5) ? 'difference' : 'growth',
      }
    default:
      return kind satisfies never
  }
}

function metricMeasure(over: Over, make: Making): Measure {
  const metric = make.random.pick(metricsOver(over, make))
  return { kind: 'metric', metric: metric.name, where: stayClauses(metric, make), period: ownPeriod(metric, make) }
}

const perOf = (metric: Metric): readonly ('customer' | 'order' | 'product')[] =>
  (['customer', 'order', 'product'] as const).filter((per) => rolesOf[finest(metric)].includes(per))

function fits(kind: Measure['kind'], metric: Metric): boolean {
  if (kind === 'share') return metric.empty === 0
  if (kind === 'change') return metric.type !== 'date' && hasDay(metric)
  return kind !== 'per' || perOf(metric).length > 0
}

function aggregateOf(type: Metric['type'] | Field['type'], random: Random): Aggregate {
  return random.pick(type === 'date' ? ['highest', 'lowest'] : ['average', 'median', 'highest', 'lowest', 'total'])
}

function ownPeriod(metric: Metric, make: Making): Period | null {
  if (!make.random.chance(hasDay(metric) ? 0.35 : 0)) return null
  return finest(metric) === 'stay' ? lately(make) : period(make)
}

/** Stays are asked about by the name of their segment. */
function staysOf({ random, world }: Making): FieldFilter {
  const names = world.shop.histories.map(({ segment }) => segment)
  const values = random.some(names, random.pick([1, 1, 2]))
  return { kind: 'field', field: 'stay.segment', op: 'is', values, period: null, not: false }
}

const stayClauses = (metric: Metric, make: Making): Clause[] =>
  finest(metric) === 'stay' ? [{ any: [staysOf(make)] }] : []

/** A period of which the histories mostly know something. */
function lately(make: Making): Period {
  const { random, world } = make
  const [from, to] = [random.int(1, 38), random.int(0, 30)].map((days) => daysLater(world.shop.today, -days)).toSorted()
  if (random.chance(0.2)) return { kind: 'rolling', unit: 'month', count: 1, future: false, edge: 'since', shift: null }
  return { kind: 'between', from: from ?? null, to: random.chance(0.6) ? (to ?? null) : null }
}

function aggregateMeasure({ entities }: Over, make: Making): Measure {
  const { random } = make
  const suitable = make.usable.filter(
    (field) => entities.includes(field.entity) && !field.many && (isMeasurable(field) || field.type === 'date'),
  )
  if (suitable.length === 0) return metricMeasure({ entities, periods: true }, make)
  const field = random.pick(suitable)
  return {
    kind: 'aggregate',
    aggregate: aggregateOf(field.type, random),
    field: field.name,
    where: random.chance(0.3) ? clauses(rolesOf[field.entity], make, 1) : [],
  }
}

function baseline(metric: Metric, make: Making): Baseline {
  const { random } = make
  const before = finest(metric) === 'stay' ? lately : period
  if (!hasDay(metric) || random.chance(0.5)) return { kind: 'period', period: before(make) }
  return { kind: 'back', unit: random.pick(grains), count: random.int(1, 3) }
}

/** Measures that have enough in common to be broken down and narrowed down together. */
function measurePlan(make: Making): MeasurePlan {
  const { random } = make
  const entities = random.weighted<readonly EntityName[]>([
    [6, ['line', 'order']],
    [2, ['customer', 'line', 'interaction', 'recipient', 'referral']],
    [2, ['customer']],
    [1, ['interaction']],
    [1, ['case']],
    [1, ['note']],
    [1, ['follow_up']],
    [2, ['recipient']],
    [1, ['referral']],
    [2, ['stay']],
    [1, ['campaign', 'recipient']],
    [1, ['product']],
    [0.5, ['category']],
    [0.5, ['store']],
    [0.5, ['staff']],
  ])
  const dated = random.chance(0.6)
  const measures = Array.from(
    {
      length: random.weighted([
        [5, 1],
        [3, 2],
        [2, 3],
      ]),
    },
    () => measure({ entities, periods: !dated }, make),
  ).flatMap((one) => (random.chance(0.06) ? [one, one] : [one]))
  const roles = measures
    .map((one) => rolesOf[rootOf(one, make)])
    .reduce((common, own) => common.filter((role) => own.includes(role)))
  const periods = measures.every((one) => isDated(one, make))
  const by = dimensions(roles, periods, make)
  const order = ordering(
    measures.map((_one, index) => index),
    random,
  )
  const stays = entities.includes('stay') && random.chance(0.5) ? [{ any: [staysOf(make)] }] : []
  return {
    kind: 'measure',
    measures,
    by,
    where: [...stays, ...clauses(roles, make)],
    period:
      periods && (dated || random.chance(0.3)) ? (entities.includes('stay') ? lately : period)(make) : { kind: 'all' },
    having: random.chance(0.15) ? [having(measures, make)].flat() : [],
    order,
    limit: limit(
      order,
      by.flatMap((one) => (one.kind === 'field' && !make.catalog.fields.get(one.field)?.many ? [one.field] : [])),
      random,
    ),
  }
}

function rootOf(measure: Measure, { catalog }: Making): EntityName {
  if (measure.kind === 'aggregate') return catalog.fields.get(measure.field)?.entity ?? 'customer'
  const metric = catalog.metrics.get(measure.metric)
  return metric ? finest(metric) : 'customer'
}

function isDated(measure: Measure, { catalog }: Making): boolean {
  if (measure.kind === 'aggregate')
    return catalog.entities.get(catalog.fields.get(measure.field)?.entity ?? 'customer')?.day !== null
  const metric = catalog.metrics.get(measure.metric)
  return metric !== undefined && hasDay(metric)
}

function dimensions(roles: readonly Role[], dated: boolean, make: Making): Dimension[] {
  const { random } = make
  const count = random.weighted([
    [3, 0],
    [5, 1],
    [2, 2],
    [0.7, 3],
  ])
  const fields = fieldsIn(roles, make).filter((field) => !field.contact && (!field.many || field.spread))
  const made: Dimension[] = []
  for (let index = 0; index < count; index++) {
    if (dated && random.chance(0.35) && !made.some(({ kind }) => kind === 'time'))
      made.push({
        kind: 'time',
        grain: random.weighted([
          [1, 'day'],
          [2, 'week'],
          [4, 'month'],
          [2, 'quarter'],
          [2, 'year'],
        ]),
      })
    else if (roles.includes('customer') && random.chance(0.25)) made.push({ kind: 'segment', ...segment(make) })
    else if (fields.length > 0) made.push({ kind: 'field', field: aField(fields, random).name })
  }
  return made
}

function having(measures: readonly Measure[], make: Making): MeasurePlan['having'] {
  const { random } = make
  const at = measures.findIndex((one) => typeOf(one, make) !== 'date')
  if (at < 0) return []
  const [first, second] = [random.int(0, 20), random.int(20, 200)]
  const op = random.pick(comparisons)
  return [{ measure: at, op, value: random.pick([0, 1, 2, first, 0.5]), upper: op === 'between' ? second : null }]
}

function typeOf(measure: Measure, { catalog }: Making): string | undefined {
  return measure.kind === 'aggregate'
    ? catalog.fields.get(measure.field)?.type
    : catalog.metrics.get(measure.metric)?.type
}

const comparisons: readonly Comparison[] = ['equals', 'more_than', 'at_least', 'less_than', 'at_most', 'between']

function clauses(roles: readonly Role[], make: Making, least = 0): Clause[] {
  const { random } = make
  if (fieldsIn(roles, make).length === 0) return []
  const count = random.weighted([
    [8, 0],
    [4, 1],
    [1, 2],
    [0.3, 3],
  ])
  const any = (): Filter[] =>
    times(
      random.weighted([
        [6, 1],
        [2.5, 2],
        [1, 3],
      ]),
      () => filter(roles, make),
    )
  return times(least > 0 ? least : count, () => ({ any: any() }))
}

const times = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one)

function filter(roles: readonly Role[], make: Making): Filter {
  const { random } = make
  const of = (['customer', 'product', 'order', 'campaign'] as const).filter((one) => roles.includes(one))
  return of.length > 0 && random.chance(0.25) ? metricFilter(random.pick(of), make) : simpleFilter(roles, make)
}

function simpleFilter(roles: readonly Role[], make: Making): SimpleFilter {
  const { random } = make
  if (roles.includes('customer') && random.chance(0.3))
    return random.chance(0.25) ? pastFilter(make) : { kind: 'segment', ...segment(make), not: random.chance(0.3) }
  return fieldFilter(aField(fieldsIn(roles, make).filter(isOpen), random), make)
}

const isOpen = ({ name }: Field): boolean => name !== 'stay.segment'

/** Who belonged on a day gone by, came, went, or went from one segment to another. */
function pastFilter(make: Making): SimpleFilter {
  const { random, world } = make
  const [from, to] = random.some(
    world.shop.histories.map(({ segment }) => segment),
    2,
  ) as [string, string]
  const not = random.chance(0.3)
  const on = daysLater(world.shop.today, -random.pick([0, 3, 10, 35]))
  const across: SimpleFilter = { kind: 'movement', from, to, period: since(make), not }
  return random.weighted<SimpleFilter>([
    [2, { kind: 'segment', segment: from, percent: null, category: null, on, not }],
    [2, { kind: 'movement', from: null, to, period: lately(make), not }],
    [2, { kind: 'movement', from, to: null, period: lately(make), not }],
    [2, across],
  ])
}

const since = ({ random, world }: Making): Period => ({
  kind: 'between',
  from: daysLater(world.shop.today, -random.int(3, 38)),
  to: random.chance(0.7) ? null : daysLater(world.shop.today, -2),
})

function cohortsPlan(make: Making): CohortsPlan {
  const { random } = make
  return {
    kind: 'cohorts',
    grain: random.pick(['month', 'month', 'quarter', 'year']),
    where: clauses(rolesOf.customer, make),
    period: random.chance(0.5) ? { kind: 'all' } : period(make),
    show: random.pick(['share', 'customers', 'spend']),
    steps: random.pick([1, 3, 12]),
  }
}

function segment(make: Making): Omit<SegmentFilter, 'kind' | 'not'> {
  const { random, world } = make
  const saved = make.segments.filter((one) => one.saved)
  const { name, takes } = random.pick(saved.length > 0 && random.chance(0.7) ? saved : make.segments)
  return {
    segment: name,
    percent: takes.includes('percent') && random.chance(0.5) ? random.pick([1, 5, 10, 12.5, 33.3, 50, 100]) : null,
    category: takes.includes('category')
      ? world.shop.categories.length > 0 && random.chance(0.9)
        ? random.pick(world.shop.categories).name
        : 'Nothing'
      : null,
  }
}

function metricFilter(of: MetricFilter['of'], make: Making): MetricFilter {
  const { random } = make
  const suitable = make.metrics.filter((metric) => metric.type !== 'date' && rolesOf[finest(metric)].includes(of))
  const side = () => {
    const metric = random.pick(suitable)
    const roles = rolesOf[finest(metric)]
    const where = Array.from(
      {
        length: random.weighted([
          [5, 0],
          [3, 1],
          [1, 2],
        ]),
      },
      () => simpleFilter(roles, make),
    )
    const stays = finest(metric) === 'stay' ? [staysOf(make)] : []
    return { metric: metric.name, where: [...stays, ...where], period: ownPeriod(metric, make) }
  }
  const than = random.weighted<MetricFilter['than']['kind']>([
    [6, 'value'],
    [2, 'metric'],
    [2, 'average'],
  ])
  const op = random.pick(than === 'value' ? comparisons : comparisons.filter((one) => one !== 'between'))
  const times = random.pick([1, 1, 0.5, 2])
  const value = random.pick([0, 0, 1, 1, 2, 3, 10, 50.5])
  const thans: Record<typeof than, () => MetricFilter['than']> = {
    value: () => ({ kind: 'value', value, upper: op === 'between' ? value + random.int(0, 100) : null }),
    metric: () => ({ kind: 'metric', ...side(), times }),
    average: () => ({ kind: 'average', times }),
  }
  return { kind: 'metric', of, ...side(), op, than: thans[than](), not: random.chance(0.25) }
}

function fieldFilter(field: Field, make: Making): FieldFilter {
  const { random } = make
  const op = random.pick(operationsOf(field))
  const values = op === 'missing' || op === 'in' ? [] : valuesFor(field, op, make)
  return {
    kind: 'field',
    field: field.name,
    op,
    values,
    period: op === 'in' ? period(make) : null,
    not: random.chance(0.3),
  }
}

function valuesFor(field: Field, op: FieldFilter['op'], make: Making): FieldFilter['values'] {
  const { random } = make
  const one = (): string | number | boolean => written(field, op, make)
  if (op === 'between') {
    const pair = [one(), one()]
    return field.type === 'monthday' && random.chance(0.4) ? pair : pair.toSorted((a, b) => (a < b ? -1 : 1))
  }
  return Array.from({ length: (op === 'is' || op === 'contains') && random.chance(0.3) ? 2 : 1 }, one)
}

/** A value as a plan writes it: mostly one that some row has. */
function written(field: Field, op: FieldFilter['op'], make: Making): string | number | boolean {
  const { random, world } = make
  if (Array.isArray(field.values) && op === 'is') return random.pick(field.values as readonly { value: string }[]).value
  const known = make.values(field)
  const value = known.length > 0 && random.chance(0.95) ? random.pick(known) : null
  switch (field.type) {
    case 'boolean':
      return random.chance(0.6)
    case 'date':
      return typeof value === 'string' ? value : daysLater(world.shop.today, -random.int(-10, 300))
    case 'monthday':
      return typeof value === 'string' && random.chance(0.6)
        ? value
        : random.pick(['01-01', '02-29', '06-15', '11-30', '12-31'])
    case 'number':
    case 'money':
    case 'percent':
      return value !== null && isNumber(value) ? Math.round(approximately(value) * 100) / 100 : random.int(0, 40)
    case 'key':
    case 'text':
      return text(typeof value === 'string' ? value : 'Nothing', field, op, random)
    default:
      return field.type satisfies never
  }
}

/** Part of it, in another case or without its accents, where that is asked for. */
function text(value: string, field: Field, op: FieldFilter['op'], random: Random): string {
  if (op !== 'contains') return field.name === 'customer.tag' && random.chance(0.5) ? value.toUpperCase() : value
  const from = random.int(0, Math.max(0, value.length - 1))
  const part = value.slice(from, from + random.int(1, 6))
  return random.pick([part, part.toUpperCase(), part.normalize('NFD').replaceAll(/\p{M}/gu, ''), '%', '_', '\\'])
}

function period(make: Making): Period {
  const { random, world } = make
  const edge = random.weighted([
    [7, 'within'],
    [1, 'since'],
    [1, 'before'],
    [0.7, 'after'],
    [0.7, 'until'],
  ] as const)
  const shift = random.chance(0.12) ? { unit: random.pick(grains), count: random.int(-3, 2) } : null
  const kind = random.weighted<Period['kind']>([
    [1, 'all'],
    [4, 'calendar'],
    [3, 'rolling'],
    [2, 'named'],
    [2, 'between'],
  ])
  switch (kind) {
    case 'all':
      return { kind }
    case 'calendar':
      return {
        kind,
        unit: random.pick([...calendarUnits, 'month', 'quarter', 'year', 'year']),
        offset: random.int(-3, 0),
        count: random.pick([1, 1, 1, 2, 6]),
        end: random.pick(['whole', 'whole', 'today', 'yesterday']),
        edge,
        shift,
      }
    case 'rolling':
      return { kind, unit: random.pick(grains), count: random.int(1, 12), future: random.chance(0.15), edge, shift }
    case 'named':
      return { kind, name: random.pick(knownNames) as StretchName, occurrence: random.pick(occurrences), edge, shift }
    case 'between': {
      const [from, to] = [
        daysLater(world.shop.today, -random.int(0, 500)),
        daysLater(world.shop.today, -random.int(-30, 200)),
      ].toSorted()
      return { kind, from: random.chance(0.85) ? (from ?? null) : null, to: random.chance(0.85) ? (to ?? null) : null }
    }
    default:
      return kind satisfies never
  }
}
