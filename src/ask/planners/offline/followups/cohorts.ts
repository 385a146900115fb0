import type { CohortsPlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import { stepsOf } from '../drafting/cohorts.ts'
import type { ComposeContext } from '../drafting/draft.ts'
import { samePlan, withClauses } from './clauses.ts'

/** Cohorts with the changes: by quarter, what they spent, of other years, of some of the customers only. */
export function changedCohorts(
  plan: CohortsPlan,
  changes: Changes,
  drop: boolean,
  context: ComposeContext,
): Plan | null {
  const { times, groups, measures, facts, ordering, ranking, against } = changes
  if (facts.length + changes.columns.length + changes.shown.length + changes.asks.length > 0) return null
  if (ordering || ranking || against || times.length > 1 || groups.length > 1 || measures.length > 1) return null
  const where = withClauses(plan.where, { ...changes, times: [] }, drop, context)
  const grain = grainOf(plan, changes)
  const show = shownIn(plan, changes)
  if (!where || !grain || !show) return null
  const steps = grain === plan.grain ? plan.steps : stepsOf[grain]
  const changed: CohortsPlan = { ...plan, where, grain, show, steps, period: times[0] ?? plan.period }
  return samePlan(changed, plan) ? null : changed
}

function grainOf(plan: CohortsPlan, { groups: [group] }: Changes): CohortsPlan['grain'] | null {
  if (!group) return plan.grain
  if (group.kind !== 'time') return null
  const { grain } = group
  return grain === 'month' || grain === 'quarter' || grain === 'year' ? grain : null
}

function shownIn(
  plan: CohortsPlan,
  { measures: [word], share, counts, entities }: Changes,
): CohortsPlan['show'] | null {
  const named = word?.kind === 'metric' ? { revenue: 'spend', customers: 'customers' }[word.metric] : undefined
  if (word && !named) return null
  if (named === 'spend' || named === 'customers') return counts || share ? null : named
  if (entities.some((entity) => entity !== 'customer')) return null
  if (counts || entities.length > 0) return share ? null : 'customers'
  return share ? 'share' : plan.show
}
