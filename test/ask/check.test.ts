import { expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { calendarPeriod } from '../../src/ask/period.ts'
import type { Baseline, Measure } from '../../src/ask/plan.ts'
import {
  all,
  bought,
  checkedPlan,
  days,
  descending,
  facts,
  field,
  first,
  is,
  issuesOf,
  list,
  measure,
  metric,
  missing,
  over,
  segment,
  where,
} from './plan-words.ts'

const shares = (name: string): Measure => ({ kind: 'share', metric: name, where: [], of: 'group', period: null })

const change = (baseline: Baseline): Measure => ({
  kind: 'change',
  metric: 'revenue',
  where: [],
  period: null,
  baseline,
  as: 'growth',
})

test.each<[title: string, plan: unknown, sentences: string[]]>([
  [
    'a metric with a letter missing',
    measure([metric('revenu')]),
    ['There is no metric called `revenu`. Did you mean `revenue`?'],
  ],
  ['a metric like nothing known', measure([metric('weather')]), ['There is no metric called `weather`.']],
  [
    'a field that does not exist',
    list({ where: all(is('customer.cty', 'Chicago')) }),
    ['There is no field called `customer.cty`. Did you mean `customer.city`?'],
  ],
  [
    'a segment that does not exist',
    list({ where: all(segment('lapse')) }),
    ['There is no segment called `lapse`. Did you mean `lapsed`?'],
  ],
  [
    'a word that does not exist',
    { kind: 'definition', term: 'lapsd' },
    ['There is no word called `lapsd`. Did you mean `lapsed`?'],
  ],
  [
    'several faults at once',
    measure([metric('revenu'), metric('order')]),
    [
      'There is no metric called `revenu`. Did you mean `revenue`?',
      'There is no metric called `order`. Did you mean `orders`?',
    ],
  ],
  [
    'a value that a listed field never has',
    list({ entity: 'order', where: all(is('order.channel', 'onlin')) }),
    ['Channel is never `onlin`. Did you mean `online`?'],
  ],
  [
    'a value like none of the list',
    list({ entity: 'order', where: all(is('order.channel', 'fax')) }),
    ['Channel is never `fax`. It is one of `online`, `store`.'],
  ],
  [
    'a text for a number',
    list({ where: all(where('customer.spend', 'at_least', ['much'])) }),
    ['Spend is compared with `much`, which is not a number.'],
  ],
  [
    'a number for a text',
    list({ where: all(is('customer.postal_code', 60304)) }),
    ['Postal code is compared with `60304`, which is not a text.'],
  ],
  [
    'a day that is none',
    list({ where: all(where('customer.created_day', 'less_than', ['2026-02-30'])) }),
    ['Customer since is compared with `2026-02-30`, which is not a day such as 2026-10-31.'],
  ],
  [
    'a birthday that is none',
    list({ where: all(is('customer.birthday', '02-30')) }),
    ['Birthday is compared with `02-30`, which is not a month and a day such as 10-31.'],
  ],
  ['February 29 as a birthday', list({ where: all(is('customer.birthday', '02-29')) }), []],
  [
    'a yes for a text',
    list({ where: all(is('customer.city', true)) }),
    ['City is compared with `true`, which is not a text.'],
  ],
  [
    'more than for a text',
    list({ where: all(where('customer.city', 'more_than', ['Chicago'])) }),
    ['City cannot be compared by `more_than`; it can by `is`, `contains`, `missing`.'],
  ],
  [
    'between with one end',
    list({ where: all(where('customer.spend', 'between', [5])) }),
    ['`between` takes two values; 1 was given.'],
  ],
  ['is without a value', list({ where: all(is('customer.city')) }), ['`is` takes at least one value; 0 were given.']],
  [
    'in a period without one',
    list({ where: all(where('customer.created_day', 'in', [])) }),
    ['Customer since is to be “in” a period, and no period is given.'],
  ],
  [
    'customers by the store of an order',
    measure([metric('customers')], { by: [field('order.store')] }),
    ['“Customers” does not go together with “Store”: one of the first does not belong to one of the second.'],
  ],
  [
    'orders of a product, in a list of customers',
    list({ where: all(is('product.category', 'Garden')) }),
    ['“customer” does not go together with “Category”: one of the first does not belong to one of the second.'],
  ],
  [
    'orders that hold a product, by metric filter',
    list({ where: all(bought([is('product.category', 'Garden')])) }),
    [],
  ],
  [
    'the largest order by product',
    measure([metric('largest_order')], { by: [field('product.brand')] }),
    ['“Largest order” does not go together with “Brand”: one of the first does not belong to one of the second.'],
  ],
  [
    'a period for what has no day',
    measure([metric('customers')], { period: calendarPeriod('year') }),
    ['“Customers” is a figure as of today and has no day, so it cannot be limited to a period.'],
  ],
  [
    'time for what has no day',
    measure([metric('repeat_rate')], { by: [over('month')] }),
    ['“Repeat rate” is a figure as of today and has no day, so it cannot be broken down over time.'],
  ],
  [
    'a share of an average',
    measure([shares('average_order_value')]),
    ['“Average order value” is not a sum or a count, so there is no share of it.'],
  ],
  ['a share of a sum', measure([shares('revenue')]), []],
  [
    'a change over time from another period',
    measure([change({ kind: 'period', period: days('2025-01-01', '2026-01-01') })], { by: [over('month')] }),
    [
      'Over time, a change is measured against so many days, weeks, months, quarters or years earlier, not against one other period.',
    ],
  ],
  [
    'a change over time from a year earlier',
    measure([change({ kind: 'back', unit: 'year', count: 1 })], { by: [over('month')] }),
    [],
  ],
  [
    'a change from all time to all time',
    measure([change({ kind: 'period', period: { kind: 'all' } })]),
    ['A change from all time to all time is no change: give it a period.'],
  ],
  [
    'the average of a text',
    measure([{ kind: 'aggregate', aggregate: 'average', field: 'customer.city', where: [] }]),
    ['“City” is not a number, so it has no average.'],
  ],
  [
    'the highest of a day',
    measure([{ kind: 'aggregate', aggregate: 'highest', field: 'customer.created_day', where: [] }]),
    [],
  ],
  [
    'a day compared with a number',
    list({ where: all(facts('last_order', 'more_than', 3)) }),
    ['“Last order” is not a number, so it cannot be compared with one.'],
  ],
  [
    'customers of a product compared',
    list({ entity: 'product', where: all(facts('orders', 'at_least', 1)) }),
    ['“product” does not go together with “customer”: one of the first does not belong to one of the second.'],
  ],
  [
    'by what a basket holds',
    measure([metric('orders')], { by: [field('order.products')] }),
    ['Numbers cannot be broken down by “Product in the basket”.'],
  ],
  ['by tag', measure([metric('customers')], { by: [field('customer.tag')] }), []],
  [
    'an order by a column that is not there',
    list({ columns: [field('customer.spend')], order: descending(1) }),
    ['The order names column 1, and there is only 1 column, counted from 0.'],
  ],
  [
    'a percentage without an order',
    list({ limit: first(1, { count: null, percent: 5 }) }),
    ['The first few percent of a list need an order: by what?'],
  ],
  [
    'a limit of both kinds',
    list({ columns: [field('customer.spend')], order: descending(), limit: first(3, { percent: 5 }) }),
    ['A limit is either a number of rows or a percentage, and needs one of them.'],
  ],
  [
    'the first of each store, not by store',
    measure([metric('revenue')], { by: [field('product.category')], limit: first(1, { per: 'order.store' }) }),
    ['The first of each “Store” can only be found where the answer is broken down by it.'],
  ],
  [
    'heavy users of nothing',
    list({ where: all(segment('heavy')) }),
    ['Heavy users are heavy users of a category: which one?'],
  ],
  [
    'a field of scoring',
    list({ columns: [field('customer.lifetime_value')] }),
    [
      '“Lifetime value (12 months)” is not scored yet as of 2026-11-16. Scoring happens every night; to have it for that day, run npm run -s cli -- score --as-of 2026-11-16.',
    ],
  ],
  [
    'between without an upper end',
    measure([metric('revenue')], {
      by: [field('order.store')],
      having: [{ measure: 0, op: 'between', value: 1, upper: null }],
    }),
    ['“between” needs a lower and an upper number.'],
  ],
  [
    'why somebody is a heavy user',
    { kind: 'why', customer: 'A1', segment: 'heavy' },
    ['Heavy users are heavy users of a category: which one?'],
  ],
])('%s', (_, plan, sentences) => {
  expect(issuesOf(plan)).toEqual(sentences)
})

test.each<[title: string, plan: unknown, start: RegExp]>([
  ['no plan at all', null, /^The plan is not well formed: /],
  ['an unknown kind', { kind: 'sql', text: 'select 1' }, /^The plan is not well formed at kind: /],
  ['a field too many', { ...list(), sql: 'select 1' }, /^The plan is not well formed: /],
  [
    'a condition of the wrong shape',
    { ...list(), where: [{ any: [{ kind: 'raw' }] }] },
    /^The plan is not well formed at where\[0\]\.any\[0\]\.kind: /,
  ],
])('what is not a plan is not well formed: %s', (_, plan, start) => {
  expect(issuesOf(plan)[0]).toMatch(start)
})

test('contact details are for those who may see them, and whether there are any is for everybody', () => {
  const associate = { ...administrator, maySeeContactDetails: false }
  const sentence = '“E-mail” is shown only to those who may see contact details.'
  expect(issuesOf(list({ where: all(where('customer.email', 'contains', ['@'])) }), associate)).toEqual([sentence])
  expect(issuesOf(list({ where: all(missing('customer.email')) }), associate)).toEqual([])
  expect(issuesOf(list({ columns: [field('customer.email')] }))).toEqual([])
})

test('a metric is computed at the coarsest grain that has all it needs', () => {
  const grainOf = (plan: unknown) => {
    const checked = checkedPlan(plan)
    const [one] = checked.kind === 'measure' ? checked.measures : []
    return one?.kind === 'metric' ? one.grain.entity : null
  }
  expect(grainOf(measure([metric('revenue')], { by: [field('order.store')] }))).toBe('order')
  expect(grainOf(measure([metric('revenue')], { by: [field('product.brand')] }))).toBe('line')
  expect(grainOf(measure([metric('revenue')], { where: all(is('line.discounted', true)) }))).toBe('line')
  expect(grainOf(measure([metric('revenue')], { where: all(facts('orders', 'at_least', 2)) }))).toBe('order')
})

test('columns keep their names apart, and a spend is called one', () => {
  const checked = checkedPlan(
    list({
      columns: [
        metric('revenue', { period: days('2026-01-01', null) }),
        metric('revenue', { period: days('2025-01-01', '2026-01-01') }),
        field('customer.name'),
      ],
    }),
  )
  const columns =
    checked.kind === 'list'
      ? checked.columns.map((column) => [column.column, column.kind === 'field' ? column.field.label : column.label])
      : []
  expect(columns).toEqual([
    ['customer_ref', 'Customer'],
    ['name', 'Name'],
    ['net_spend', 'Spend (since Jan 1, 2026)'],
    ['net_spend_2', 'Spend (2025)'],
  ])
})
