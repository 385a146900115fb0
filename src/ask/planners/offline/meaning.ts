import type { Clause, Filter, Plan } from '../../plan.ts'

/** "Prospects" and "without any order" are the same customers. */
function plainer(filter: Filter): Filter {
  if (
    filter.kind !== 'metric' ||
    filter.metric !== 'orders' ||
    filter.where.length > 0 ||
    filter.of !== 'customer' ||
    filter.period?.kind !== 'all' ||
    filter.than.kind !== 'value'
  )
    return filter
  const known: Readonly<Record<string, string>> = {
    'equals 0': 'prospect',
    'at_least 1': 'buyer',
    'equals 1': 'one_time',
    'at_least 2': 'repeat',
    'more_than 0': 'buyer',
    'more_than 1': 'repeat',
  }
  const name = known[`${filter.op} ${filter.than.value}`]
  return name ? { kind: 'segment', segment: name, percent: null, category: null, not: filter.not } : filter
}

/** Segments of buyers alone. */
const ofBuyers = new Set(['heavy', 'top', 'lapsed', 'due', 'repeat', 'one_time'])

const impliesBuying = ({ any }: Clause): boolean =>
  any.every((filter) => filter.kind === 'segment' && ofBuyers.has(filter.segment) && !filter.not)

const isBuyer = ({ any }: Clause): boolean =>
  any.every((filter) => filter.kind === 'segment' && filter.segment === 'buyer' && !filter.not)

/** A plan without what changes only how the answer looks: the order of its conditions, and of rows that are all shown. */
export function meaningOf(plan: Plan): string {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return JSON.stringify(plan)
  const bought = plan.where.some(impliesBuying)
  const said = plan.where.filter((each) => !(bought && isBuyer(each)))
  const where = [...new Set(said.map((each) => JSON.stringify({ any: each.any.map(plainer) })))].sort()
  if (plan.limit) return JSON.stringify({ ...plan, where })
  return JSON.stringify(
    plan.kind === 'list' ? { ...plan, where, columns: [], order: [] } : { ...plan, where, order: [] },
  )
}
