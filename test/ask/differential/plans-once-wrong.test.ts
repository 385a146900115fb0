import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Column, ListPlan, Measure, MeasurePlan } from '../../../src/ask/plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { randomShop } from './database.ts'
import { isWrong } from './harness.ts'
import { openProject } from './project.ts'

/** Plans that a search found to be answered wrongly, each as small as it could be made. */

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const listOf = (entity: ListPlan['entity'], column: Column): ListPlan => ({
  kind: 'list',
  entity,
  where: [],
  columns: [column],
  order: [],
  limit: null,
})

const just = (
  measure: Measure,
  by: MeasurePlan['by'] = [],
  period: MeasurePlan['period'] = { kind: 'all' },
): MeasurePlan => ({
  kind: 'measure',
  measures: [measure],
  by,
  where: [],
  period,
  having: [],
  order: [],
  limit: null,
})

const none = { where: [], period: null }
const ordersBelow: Column = {
  kind: 'share',
  metric: 'order_days',
  where: [
    {
      any: [
        {
          kind: 'metric',
          of: 'order',
          metric: 'orders_per_buyer',
          where: [],
          period: null,
          op: 'at_most',
          than: { kind: 'value', value: 1, upper: null },
          not: false,
        },
      ],
    },
  ],
  period: null,
  of: 'group',
}

test.each<{ what: string; plan: ListPlan | MeasurePlan }>([
  {
    what: 'a number per customer for each customer',
    plan: listOf('customer', { kind: 'per', metric: 'stores_used', aggregate: 'highest', per: 'customer', ...none }),
  },
  {
    what: 'a number per customer for each store, which is where they bought',
    plan: listOf('store', { kind: 'per', metric: 'units', aggregate: 'median', per: 'customer', ...none }),
  },
  { what: 'the share of the whole', plan: just({ kind: 'share', metric: 'discount', of: 'total', ...none }) },
  {
    what: 'an aggregate of an attribute',
    plan: just({ kind: 'aggregate', aggregate: 'total', field: 'customer.attribute.household_size', where: [] }),
  },
  {
    what: 'an aggregate of lines, of which nothing-kept ones are none',
    plan: just({ kind: 'aggregate', aggregate: 'lowest', field: 'line.unit_price', where: [] }, [
      { kind: 'time', grain: 'month' },
    ]),
  },
  { what: 'referrals of people who were erased', plan: just({ kind: 'metric', metric: 'referrals', ...none }) },
  { what: 'a share of facts told by the same facts', plan: listOf('order', ordersBelow) },
  {
    what: 'a change over weeks of a period moved by months',
    plan: just(
      {
        kind: 'change',
        metric: 'order_days',
        baseline: { kind: 'back', unit: 'week', count: 3 },
        as: 'difference',
        ...none,
      },
      [],
      {
        kind: 'calendar',
        unit: 'month',
        offset: 0,
        count: 6,
        end: 'whole',
        edge: 'within',
        shift: { unit: 'month', count: -3 },
      },
    ),
  },
  {
    what: 'a number per customer by an attribute that is called like a key',
    plan: just({ kind: 'per', metric: 'customers_added', aggregate: 'total', per: 'customer', ...none }, [
      { kind: 'field', field: 'customer.attribute.customer_id' },
    ]),
  },
  {
    what: 'one attribute twice, whose name is a word of SQL',
    plan: just({ kind: 'metric', metric: 'customers', ...none }, [
      { kind: 'field', field: 'customer.attribute.order' },
      { kind: 'field', field: 'customer.attribute.order' },
    ]),
  },
])('plain loops agree about $what', async ({ plan }) => {
  const project = openProject(database)
  for (let seed = 1; seed <= 4; seed++) {
    const shop = randomShop(seed)
    await project.hold(shop)
    expect((await project.ask(plan, shop)).kind, `shop ${seed}`).toBe('rows')
    expect(await isWrong(plan, shop, project), `shop ${seed}`).toBe(false)
  }
})
