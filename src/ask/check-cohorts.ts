import type { Unbranded } from './check.ts'
import { type Checking, checkClauses, checkPeriod } from './check-filters.ts'
import { salesOutside } from './check-scope.ts'
import type { CheckedCohorts, CohortStep } from './checked.ts'
import type { CohortsPlan } from './plan.ts'

/** Cohorts of customers, whose conditions are about customers. */
export function checkCohorts(plan: CohortsPlan, checking: Checking): Unbranded<CheckedCohorts> | null {
  const customer = checking.catalog.entities.get('customer')
  if (!customer) return null
  const { grain, show } = plan
  const where = checkClauses(plan.where, customer.alias, 'cohorts', 'where', checking)
  checking.issues.push(...salesOutside(plan.where, 'where', checking.asker))
  return {
    kind: 'cohorts',
    plan,
    customer,
    grain,
    where,
    scope: checking.asker.scope,
    period: checkPeriod(plan.period, checking),
    show,
    steps: stepsOf(plan),
  }
}

/** In the stretch of the first purchase everybody bought: only what they spent is worth a column. */
function stepsOf({ grain, show, steps }: CohortsPlan): readonly CohortStep[] {
  const first = show === 'spend' ? [{ after: 0, label: `First ${grain}`, column: 'at_first' }] : []
  const rest = Array.from({ length: steps }, (_, at) => at + 1)
  return [
    ...first,
    ...rest.map((after) => ({ after, label: `+${after} ${grain}${after === 1 ? '' : 's'}`, column: `after_${after}` })),
  ]
}
