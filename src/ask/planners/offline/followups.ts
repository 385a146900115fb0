import { allTime, previous as before, type Period, resolve, shiftPeriod } from '../../period.ts'
import type {
  Clause,
  Column,
  Dimension,
  FieldFilter,
  Filter,
  ListPlan,
  Measure,
  MeasurePlan,
  Plan,
  SimpleFilter,
} from '../../plan.ts'
import { type Changes, type Outcome, withChanges } from './compose.ts'
import type { ComposeContext, Piece } from './drafting/draft.ts'
import { factOf } from './drafting/facts.ts'
import { measurePlan, withPeriod } from './drafting/plans.ts'
import { clause, type MeasureWord, negatedClauses } from './items.ts'
import type { Token } from './tokens.ts'

/** Whether a question continues the thread: surely ("which of those"), maybe ("in Chicago?"), or not. */
export function isFollowUp(pieces: readonly Piece[], tokens: readonly Token[]): 'surely' | 'maybe' | 'no' {
  if (pieces.some((piece) => piece.item.kind === 'back')) return 'surely'
  const said = tokens.filter((token) => !token.punctuation).map((token) => token.lower)
  if (
    ['that', 'those', 'it'].includes(said.at(-1) ?? '') ||
    / of (?:that|those|these|them)\b/.test(` ${said.join(' ')}`)
  )
    return 'surely'
  const [first, second] = tokens.filter((token) => !token.punctuation).map((token) => token.lower)
  if (
    [
      'and',
      'only',
      'just',
      'same',
      'drop',
      'also',
      'instead',
      'but',
      'without',
      'or',
      'then',
      'now',
      'ok',
      'sort',
      'plus',
    ].includes(first ?? '')
  )
    return 'maybe'
  if (second === 'about' && ['what', 'how'].includes(first ?? '')) return 'surely'
  if (tokens.some((token) => ['that', 'it', 'they', 'them', 'those', 'these'].includes(token.lower))) return 'maybe'
  return pieces.some((piece) => ['subject', 'head', 'person', 'measure'].includes(piece.item.kind)) ? 'no' : 'maybe'
}

/** The thread's last plan with the change that the question asks for, and that change in words. */
export function followUp(
  pieces: readonly Piece[],
  previous: Plan,
  context: ComposeContext,
): Outcome & { readonly changed?: string } {
  if (previous.kind !== 'list' && previous.kind !== 'measure') return { kind: 'fail', reason: 'nothing to change' }
  const drop = pieces.some((piece) => piece.item.kind === 'back' && piece.item.drop)
  const sales = previous.kind === 'measure' && salesOf(previous)
  const outcome = withChanges(pieces, context, sales, (changes) =>
    previous.kind === 'list'
      ? changedList(previous, changes, drop, context)
      : changedMeasure(previous, changes, drop, context),
  )
  return outcome.kind === 'plan' ? { ...outcome, changed: pieces.map((piece) => piece.words).join(' ') } : outcome
}

const salesOf = (plan: MeasurePlan): boolean =>
  plan.measures.some((measure) => 'metric' in measure && factOf(measure.metric) === 'sales')

function changedList(plan: ListPlan, changes: Changes, drop: boolean, context: ComposeContext): Plan | null {
  const where = withClauses(plan.where, changes, drop, context)
  if (!where) return null
  const word = changes.measures[0]
  const customers = plan.entity === 'customer'
  const groups = changes.groups.map(ofCustomers)
  if (plan.limit && (changes.counts || word || groups.length > 0 || changes.clauses.length > 0)) return null
  if (changes.share) return null
  if (changes.counts && customers && !word)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [],
    }
  if (word && customers) return measureOf(word, changes, where)
  if (groups.length > 0 && customers)
    return {
      ...measurePlan([countMeasure()], groups, where, allTime),
      order: [{ column: 0, direction: 'desc' }],
    }
  if (changes.against) return changes.clauses.length > 0 ? null : movedList(plan, changes)
  const ordered = orderedList({ ...plan, where }, changes)
  if (plan.limit && changes.columns.length > 0 && changes.clauses.length === 0 && !changes.showing) return null
  const columns = changes.columns.map((name): Column => ({ kind: 'field', field: name || 'customer.spend' }))
  const timed =
    changes.times.length > 0 && !samePlan(where, plan.where)
      ? ordered
      : changes.times.length > 0
        ? rePeriod(ordered, changes.times)
        : ordered
  if (!timed) return null
  const asked = changes.asks
    .flatMap((ask) => askColumns[ask] ?? [])
    .map((name): Column => ({ kind: 'field', field: name }))
  const changed: Plan = { ...timed, columns: [...timed.columns, ...columns, ...asked] }
  return samePlan(changed, plan) && !changes.ordering && !changes.ranking ? null : changed
}

/** Of customers, "by store" is by home store and "per person" by owner. */
function ofCustomers(dimension: Dimension): Dimension {
  if (dimension.kind !== 'field') return dimension
  if (dimension.field === 'order.store') return { kind: 'field', field: 'customer.store' }
  return ['staff', 'person'].includes(dimension.field) ? { kind: 'field', field: 'customer.owner' } : dimension
}

const askColumns: Readonly<Record<string, readonly string[]>> = {
  owner: ['customer.owner'],
  email: ['customer.email'],
  phone: ['customer.phone'],
  address: ['customer.address'],
  contact: ['customer.email', 'customer.phone'],
  birthday: ['customer.birthday'],
  last_order: ['customer.last_order_day'],
  city: ['customer.city'],
  store: ['customer.store'],
  usual_gap: ['customer.usual_gap'],
}

function changedMeasure(plan: MeasurePlan, changes: Changes, drop: boolean, context: ComposeContext): Plan | null {
  const where = withClauses(plan.where, changes, drop, context)
  if (!where) return null
  const facts = changes.facts.map((filter) => clause(filter))
  const all = facts.reduce((clauses, each) => replaced(clauses, each), where)
  const word = changes.measures[0]
  const counted =
    plan.measures.length === 1 && plan.measures[0]?.kind === 'metric' && plan.measures[0].metric === 'customers'
  let changed: MeasurePlan = { ...plan, where: [...all] }
  if (word) {
    const built = builtMeasure(word)
    if (!built) return null
    changed = { ...changed, measures: [built] }
  } else if (changes.counts && changes.entities.includes('order'))
    changed = { ...changed, measures: [{ kind: 'metric', metric: 'orders', where: [], period: null }] }
  const counts = counted || changes.counts
  if (changes.groups.length > 0)
    changed = {
      ...changed,
      by: counts ? changes.groups.map(ofCustomers) : [...changes.groups],
      order: changes.groups.some((dimension) => dimension.kind === 'time') ? [] : [{ column: 0, direction: 'desc' }],
      limit: null,
    }
  if (changes.times.length > 0 && !usedByClauses(changes)) {
    const timed = rePeriodMeasure(changed, changes.times)
    if (!timed) return null
    changed = timed
  }
  const onlyPointer =
    changes.against && changes.times.length === 0 && changes.measures.length === 0 && changes.clauses.length === 0
  if (changes.against && onlyPointer && changes.against.kind !== 'period' && !changes.compares) {
    const base =
      changes.against.kind === 'previous'
        ? before(changed.period)
        : shiftPeriod(changed.period, changes.against.unit, -changes.against.count)
    return base ? { ...changed, period: base } : null
  }
  if (changes.against) {
    const base =
      changes.against.kind === 'previous'
        ? before(changed.period)
        : changes.against.kind === 'period'
          ? changes.against.period
          : shiftPeriod(changed.period, changes.against.unit, -changes.against.count)
    const [only] = changed.measures
    if (!base || only?.kind !== 'metric') return null
    changed = { ...changed, period: allTime, measures: [withPeriod(only, changed.period), withPeriod(only, base)] }
  }
  if (changes.ranking || changes.ordering) {
    if (changed.by.length === 0) return null
    changed = {
      ...changed,
      order: [{ column: 0, direction: changes.ranking?.direction ?? changes.ordering?.direction ?? 'desc' }],
      limit: changes.ranking?.count
        ? { count: changes.ranking.count, percent: null, offset: 0, per: null }
        : changed.limit,
    }
  }
  if (counted && !changes.counts && !word && changes.groups.length === 0) {
    return {
      kind: 'list',
      entity: 'customer',
      where: [...all],
      columns: [{ kind: 'field', field: 'customer.name' }],
      order: [],
      limit: null,
    }
  }
  return samePlan(changed, plan) ? null : changed
}

const usedByClauses = (changes: Changes): boolean => changes.times.length === 0
const samePlan = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const countMeasure = (): Measure => ({ kind: 'metric', metric: 'customers', where: [], period: null })

function builtMeasure(word: MeasureWord): Measure | null {
  switch (word.kind) {
    case 'metric':
      return {
        kind: 'metric',
        metric: word.metric,
        where: (word.where ?? []).map((filter) => clause(filter)),
        period: null,
      }
    case 'aggregate':
      return { kind: 'aggregate', aggregate: word.aggregate, field: word.field, where: [] }
    case 'per':
      return { kind: 'per', aggregate: word.aggregate, per: word.per, metric: word.metric, where: [], period: null }
    case 'ambiguous':
      return null
    default:
      return word satisfies never
  }
}

function measureOf(word: MeasureWord, changes: Changes, where: readonly Clause[]): Plan | null {
  const built = builtMeasure(word)
  if (!built) return null
  const [period] = changes.times
  return {
    ...measurePlan(
      [built],
      changes.groups,
      [...where, ...changes.facts.map((filter) => clause(filter))],
      period ?? allTime,
    ),
    order: changes.groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [],
  }
}

function orderedList(plan: ListPlan, changes: Changes): ListPlan {
  const by = changes.ranking ?? changes.ordering
  if (!by) return plan
  const metric = by.measure?.kind === 'metric' ? by.measure.metric : 'revenue'
  const column: Column =
    metric === 'revenue'
      ? { kind: 'field', field: 'customer.spend' }
      : { kind: 'metric', metric, where: [], period: allTime }
  const at = plan.columns.findIndex((each) => samePlan(each, column))
  const columns = at >= 0 ? plan.columns : [...plan.columns, column]
  return {
    ...plan,
    columns,
    order: [{ column: at >= 0 ? at : columns.length - 1, direction: by.direction ?? 'desc' }],
    limit: changes.ranking?.count ? { count: changes.ranking.count, percent: null, offset: 0, per: null } : plan.limit,
  }
}

/** The plan's conditions with the new ones: another value of the same field takes the place of the old one. */
function withClauses(
  where: readonly Clause[],
  changes: Changes,
  drop: boolean,
  context: ComposeContext,
): Clause[] | null {
  const added = drop ? negatedOnce(changes.clauses) : changes.clauses
  if (!added) return null
  const withResponses = changes.responses.length > 0 ? reResponded(where, changes.responses) : [...where]
  if (!withResponses) return null
  const moved =
    changes.times.length > 0 && changes.clauses.length === 0
      ? reCampaigned(withResponses, changes.times, context)
      : withResponses
  return added.reduce((clauses, each) => replaced(clauses, each), moved)
}

/** "Drop those of Hank" of a condition that is already "not Hank" stays as it is. */
function negatedOnce(clauses: readonly Clause[]): Clause[] | null {
  const turned = clauses.map((each) =>
    each.any.every((filter) => filter.not || isNone(filter)) ? [each] : negatedClauses([each]),
  )
  return turned.every((each): each is Clause[] => each !== null) ? turned.flat() : null
}

const isNone = (filter: Filter): boolean =>
  filter.kind === 'metric' && filter.op === 'equals' && filter.than.kind === 'value' && filter.than.value === 0

function replaced(clauses: readonly Clause[], added: Clause): Clause[] {
  const [one] = added.any
  if (added.any.length !== 1 || one?.kind !== 'field' || one.not || one.op !== 'is') return [...clauses, added]
  const at = clauses.findIndex(
    (each) =>
      each.any.length === 1 &&
      each.any[0]?.kind === 'field' &&
      each.any[0].field === one.field &&
      each.any[0].op === 'is' &&
      !each.any[0].not,
  )
  return at < 0 || ['customer.tag'].includes(one.field)
    ? [...clauses, added]
    : clauses.map((each, index) => (index === at ? added : each))
}

const flags = ['recipient.sent', 'recipient.opened', 'recipient.clicked', 'recipient.responded', 'recipient.holdout']

/** "Who responded?" of the people a campaign went to: the same campaign, another response. */
function reResponded(where: readonly Clause[], responses: readonly SimpleFilter[]): Clause[] | null {
  let found = false
  const changed = where.map((each) => ({
    any: each.any.map((filter): Filter => {
      if (filter.kind !== 'metric' || filter.metric !== 'recipients') return filter
      found = true
      return {
        ...filter,
        where: [
          ...filter.where.filter((inner) => inner.kind !== 'field' || !flags.includes(inner.field)),
          ...responses,
        ],
      }
    }),
  }))
  return found ? changed : null
}

/** "The same for last year's": the campaign of that name in that stretch. */
function reCampaigned(where: readonly Clause[], times: readonly Period[], context: ComposeContext): Clause[] {
  const [period] = times
  if (!period) return [...where]
  const { from, to } = resolve(period, context.today, context.calendar)
  const swap = (filter: FieldFilter): FieldFilter => {
    const current = context.vocabulary.campaigns.find((campaign) => campaign.ref === filter.values[0])
    const family = (name: string): string =>
      name
        .replace(/\b(?:19|20)\d\d\b/g, '')
        .trim()
        .toLowerCase()
    const other =
      current &&
      context.vocabulary.campaigns.find(
        (campaign) =>
          family(campaign.name) === family(current.name) &&
          (from === null || campaign.startedOn >= from) &&
          (to === null || campaign.startedOn < to),
      )
    return other ? { ...filter, values: [other.ref] } : filter
  }
  const inner = (filter: SimpleFilter): SimpleFilter =>
    filter.kind === 'field' && filter.field === 'campaign.campaign' ? swap(filter) : filter
  return where.map((each) => ({
    any: each.any.map(
      (filter): Filter => (filter.kind === 'metric' ? { ...filter, where: filter.where.map(inner) } : inner(filter)),
    ),
  }))
}

/** "And the year before?" of a list with one stretch of time. */
function movedList(plan: ListPlan, { against }: Changes): ListPlan | null {
  const [period] = periodsIn(plan)
  if (!against || !period) return null
  const base =
    against.kind === 'previous'
      ? before(period)
      : against.kind === 'period'
        ? against.period
        : shiftPeriod(period, against.unit, -against.count)
  return base ? rePeriod(plan, [base]) : null
}

/** The plan with its one stretch of time replaced; null when it has none or several. */
function rePeriod(plan: ListPlan, times: readonly Period[]): ListPlan | null {
  const [period] = times
  const text = JSON.stringify(plan)
  const found = new Set(periodsIn(plan).map((each) => JSON.stringify(each)))
  const [only] = found
  if (!period || times.length > 1 || found.size !== 1 || only === undefined) return null
  return JSON.parse(text.replaceAll(only, JSON.stringify(period))) as ListPlan
}

function periodsIn(plan: ListPlan): Period[] {
  const filters = plan.where.flatMap((each) => each.any)
  const fromFilters = filters.flatMap((filter) =>
    filter.kind === 'metric'
      ? [filter.period, filter.than.kind === 'metric' ? filter.than.period : null]
      : filter.kind === 'field'
        ? [filter.period]
        : [],
  )
  const fromColumns = plan.columns.flatMap((column) => ('period' in column ? [column.period] : []))
  return [...fromFilters, ...fromColumns].filter((period): period is Period => period !== null && period.kind !== 'all')
}

function rePeriodMeasure(plan: MeasurePlan, times: readonly Period[]): MeasurePlan | null {
  const [period] = times
  if (!period || times.length > 1) return null
  const own = plan.measures.filter((measure) => 'period' in measure && measure.period !== null)
  if (own.length > 0 && plan.measures.length > 1)
    return { ...plan, measures: plan.measures.slice(0, 1).map((measure) => withPeriod(measure, period)) }
  return own.length > 0
    ? { ...plan, measures: plan.measures.map((measure) => withPeriod(measure, period)) }
    : { ...plan, period }
}
