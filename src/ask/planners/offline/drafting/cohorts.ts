import { allTime, type Period } from '../../../period.ts'
import type { Clause, CohortsPlan } from '../../../plan.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Impossible, Misfit, type Piece } from './draft.ts'
import { takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Retention by cohort", "spend by cohort". */
export const asksForCohorts = (draft: Draft): boolean => draft.has('cohorts') || draft.has('retention')

/** How many months, quarters or years after the first are shown. */
export const stepsOf = { month: 12, quarter: 8, year: 5 } as const

/** Customers by when they first bought, and what became of them. */
export function cohortsPlan(draft: Draft): CohortsPlan {
  const retained = draft.take('retention')
  const pieces = [...draft.all('cohorts').map((piece) => draft.use(piece)), ...(retained ? [retained] : [])]
  if (pieces.length === 1 && retained && !draft.all('group').some(({ item }) => item.dimension.kind === 'time'))
    throw new Impossible(byCohort)
  const grain = grainOf(draft, pieces)
  const show = shownIn(draft, pieces)
  const said = takePeriod(draft)
  const { where, period } = withoutFirstOrder(customerClauses(draft, false))
  if (said && period) throw new Misfit('several stretches of time')
  useSubjects(draft, 'customer')
  return { kind: 'cohorts', grain, where: [...where], period: said ?? period ?? allTime, show, steps: stepsOf[grain] }
}

const byCohort =
  'Retention is told by cohort here: ask “retention by cohort”, “retention by cohort by quarter”, or for “our repeat rate”.'

function grainOf(draft: Draft, pieces: readonly Piece[]): CohortsPlan['grain'] {
  const groups = draft.all('group').map((piece) => draft.use(piece).item.dimension)
  const grains = [
    ...pieces.map(({ item }) => item.grain ?? null),
    ...groups.map((dimension) => dimension.grain ?? 'other'),
  ]
  const [grain, ...others] = [...new Set(grains.filter((each) => each !== null))]
  if (others.length > 0) throw new Misfit('cohorts by what?')
  if (grain === undefined) return 'month'
  if (grain !== 'month' && grain !== 'quarter' && grain !== 'year') throw new Misfit('cohorts of months and longer')
  return grain
}

function shownIn(draft: Draft, pieces: readonly Piece[]): CohortsPlan['show'] {
  const shown = [...new Set(pieces.flatMap(({ item }) => item.show ?? []))]
  const measures = draft.all('measure').map((piece) => draft.use(piece).item.measure)
  const nouns = draft.all('countnoun').map((piece) => draft.use(piece).item.metric as string)
  // "The customers we won in 2025" are the cohorts themselves.
  const metrics = [...measures.map(({ metric }) => metric as string | undefined), ...nouns].filter(
    (metric) => metric !== 'new_customers',
  )
  const named = metrics.map((metric) => shownAs[metric ?? ''])
  if (named.some((each) => each === undefined)) throw new Misfit('of cohorts that number is not kept')
  const [show, ...others] = [...new Set([...shown, ...named])]
  if (others.length > 0) throw new Misfit('two things of each cohort')
  const counts = draft.head('count')
  if (show === 'share' && counts) return 'customers'
  if (show) return show
  // "Champions by cohort" may ask how many there are, or how many of them came back.
  if (draft.has('cond') || draft.has('event')) throw new Misfit('what of each cohort?')
  return counts || draft.all('subject').some(({ item }) => item.entity === 'customer') ? 'customers' : 'share'
}

const shownAs: Readonly<Record<string, CohortsPlan['show']>> = {
  revenue: 'spend',
  customers: 'customers',
  buyers: 'customers',
}

/** "Of the customers we won in 2025": which cohorts are meant. */
function withoutFirstOrder(clauses: readonly Clause[]): { where: readonly Clause[]; period: Period | null } {
  const periods = clauses.map(({ any: [only, ...or] }) =>
    or.length === 0 &&
    only?.kind === 'field' &&
    only.field === 'customer.first_order_day' &&
    only.op === 'in' &&
    !only.not
      ? only.period
      : null,
  )
  const found = periods.filter((each) => each !== null)
  return found.length === 1
    ? { where: clauses.filter((_, at) => periods[at] === null), period: found[0] ?? null }
    : { where: clauses, period: null }
}
