import { allTime, type Period } from '../../../period.ts'
import type { Clause, CohortsPlan } from '../../../plan.ts'
import { customerClauses } from './customer-conditions.ts'
import { type Draft, Misfit, type Piece } from './draft.ts'
import { takePeriod } from './stretches.ts'
import { useSubjects } from './subjects.ts'

/** "Retention by cohort", "spend by cohort". */
export const asksForCohorts = (draft: Draft): boolean => draft.has('cohorts')

/** How many months, quarters or years after the first are shown. */
const stepsOf = { month: 12, quarter: 8, year: 5 } as const

/** Customers by when they first bought, and what became of them. */
export function cohortsPlan(draft: Draft): CohortsPlan {
  const pieces = draft.all('cohorts').map((piece) => draft.use(piece))
  const grain = grainOf(draft, pieces)
  const show = shownIn(draft, pieces)
  const said = takePeriod(draft)
  const { where, period } = withoutFirstOrder(customerClauses(draft, false))
  if (said && period) throw new Misfit('several stretches of time')
  useSubjects(draft, 'customer')
  return { kind: 'cohorts', grain, where: [...where], period: said ?? period ?? allTime, show, steps: stepsOf[grain] }
}

function grainOf(draft: Draft, pieces: readonly Piece[]): CohortsPlan['grain'] {
  const groups = draft.all('group').map((piece) => draft.use(piece).item.dimension)
  const grains = [...pieces.map(({ item }) => item.grain), ...groups.map((dimension) => dimension.grain ?? 'other')]
  const [grain, ...others] = [...new Set(grains.filter((each) => each !== null))]
  if (others.length > 0) throw new Misfit('cohorts by what?')
  if (grain === undefined) return 'month'
  if (grain !== 'month' && grain !== 'quarter' && grain !== 'year') throw new Misfit('cohorts of months and longer')
  return grain
}

function shownIn(draft: Draft, pieces: readonly Piece[]): CohortsPlan['show'] {
  const shown = [...new Set(pieces.flatMap(({ item }) => item.show ?? []))]
  const measures = draft.all('measure').map((piece) => draft.use(piece).item.measure)
  const counts = draft.all('countnoun').map((piece) => draft.use(piece).item.metric as string)
  const metrics = [...measures.map(({ metric }) => metric as string | undefined), ...counts]
  const named = metrics.map((metric) => shownAs[metric ?? ''])
  if (named.some((each) => each === undefined)) throw new Misfit('of cohorts that number is not kept')
  const [show, ...others] = [...new Set([...shown, ...named])]
  if (others.length > 0) throw new Misfit('two things of each cohort')
  const counted = draft.head('count') || draft.all('subject').some(({ item }) => item.entity === 'customer')
  return show ?? (counted ? 'customers' : 'share')
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
