import { type Period, resolve } from '../../../period.ts'
import type { Clause, Dimension, FieldFilter, Filter, SimpleFilter } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { negatedClauses } from '../items.ts'

/** Of customers, "by store" is by home store and "per person" by owner. */
export function ofCustomers(dimension: Dimension): Dimension {
  if (dimension.kind !== 'field') return dimension
  if (dimension.field === 'order.store') return { kind: 'field', field: 'customer.store' }
  return ['staff', 'person'].includes(dimension.field) ? { kind: 'field', field: 'customer.owner' } : dimension
}

/** Whether no stretch of time is left over. */
export const usedByClauses = (changes: Changes): boolean => changes.times.length === 0

/** Whether two plans, or parts of them, say the same. */
export const samePlan = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The plan's conditions with the new ones: another value of the same field takes the place of the old one. */
export function withClauses(
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

/** A condition takes the place of those on the same field. */
export function replaced(clauses: readonly Clause[], added: Clause): Clause[] {
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
