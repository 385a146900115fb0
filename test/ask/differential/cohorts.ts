import type { CohortsPlan } from '../../../src/ask/plan.ts'
import { beginning, daysMeant, later } from './calendar.ts'
import { allHold } from './conditions.ts'
import { fraction, over, total } from './fraction.ts'
import type { Table } from './interpreter.ts'
import type { Value } from './meanings.ts'
import type { Customer } from './shop.ts'
import { groupBy, type World } from './world.ts'

/** Customers by when they first bought, and what each group did in the stretches after that are over. */
export function cohorts(plan: CohortsPlan, world: World): Table {
  const { today, settings } = world.shop
  const { from, to } = daysMeant(plan.period, today, settings)
  const members = world.rows('customer').flatMap((row) => {
    const first = row.customer ? world.summary(row.customer).purchaseDays[0] : undefined
    const isOfPeriod = first !== undefined && (from === null || first >= from) && (to === null || first < to)
    return isOfPeriod && row.customer && allHold(plan.where, row, world) ? [{ one: row.customer, first }] : []
  })
  const groups = groupBy(members, ({ first }) => beginning(plan.grain, first, settings))
  const rows = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([cohort, own]): readonly Value[] => {
      const customers = own.map(({ one }) => one)
      const steps = Array.from({ length: plan.steps + 1 }, (_, after) => later(cohort, plan.grain, after))
      const shown = plan.show === 'spend' ? steps : steps.slice(1)
      return [cohort, fraction(customers.length), ...shown.map((start) => inStretch(start, customers, plan, world))]
    })
  return { rows, order: rows.map(([cohort]) => ({ keys: [cohort ?? null] })), directions: ['asc'] }
}

function inStretch(start: string, customers: readonly Customer[], { grain, show }: CohortsPlan, world: World): Value {
  const end = later(start, grain, 1)
  if (end > world.shop.today) return null
  const orders = customers.map((one) =>
    world.summary(one).orders.filter(({ ordered_day }) => ordered_day >= start && ordered_day < end),
  )
  const bought = fraction(orders.filter((own) => own.length > 0).length)
  if (show === 'spend') return total(orders.flat().map((order) => world.totals(order).net))
  return show === 'customers' ? bought : over(bought, fraction(customers.length))
}
