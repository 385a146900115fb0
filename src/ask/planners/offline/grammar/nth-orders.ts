import type { Grammar } from '../engine.ts'
import { field, type MeasureWord, metricFilter } from '../items.ts'
import { one } from './meanings.ts'

/** A customer's first, second … order: what is spent on it, and how long it takes to come. */
export function addNthOrders(grammar: Grammar): void {
  grammar.rule('nthorder', '<number> order|orders|purchase|purchases', ({ number }) =>
    number.kind === 'ordinal' ? number.value : null,
  )
  grammar.rule('nthorder', ['first-time|initial order|orders|purchase|purchases'], () => 1)
  const spent = (nth: number): MeasureWord => ({
    kind: 'metric',
    metric: 'average_order_value',
    where: [field('order.number', 'equals', [nth])],
  })
  grammar.rule(
    'measure',
    [
      '$average <nthorder> value|size|amount|spend|total?',
      '$average value|size|amount|spend|total of|on|for|per? a|the|their|his|her|our|customers|customer? <nthorder>',
      'spend|spent|spends|pay|paid on average? on|for|in|with a|the|their|his|her? <nthorder> on? average',
      'how|what much do|does|did? people|customers|buyers|shoppers|they|someone? spend|spent|pay|paid on|for|in|with a|the|their|his|her? <nthorder> on? average',
      'spend|spent|spends|pay|paid on average on|for|in|with a|the|their|his|her? <nthorder>',
      'what|how|much is|was? the? $average <nthorder> worth',
      '<nthorder> $average value|size|amount|spend',
    ],
    ({ nthorder }) => spent(nthorder),
    -1,
  )
  grammar.rule(
    'cond',
    ['made|placed|had|gave their|a|the <nthorder> <when>', 'whose <nthorder> was|came|fell? <when>'],
    ({ nthorder, when }) =>
      nthorder < 2 ? null : one(metricFilter('orders', [field('order.number', 'equals', [nthorder])], when)),
    -0.6,
  )
  grammar.rule(
    'item',
    ['how many <number> =orders|=purchases', 'number|count of <number> =orders|=purchases'],
    ({ number }) =>
      number.kind === 'ordinal'
        ? {
            kind: 'several',
            items: [
              { kind: 'head', head: 'count' },
              { kind: 'measure', measure: { kind: 'metric', metric: 'orders' } },
              { kind: 'fact', where: [field('order.number', 'equals', [number.value])] },
            ],
          }
        : null,
    -0.6,
  )
  grammar.rule(
    'item',
    ['revenue|sales|money|turnover from|of|on|in customers? first|initial orders|order|purchases|purchase'],
    () => ({
      kind: 'several',
      items: [
        { kind: 'measure', measure: { kind: 'metric', metric: 'revenue' } },
        { kind: 'fact', where: [field('order.number', 'equals', [1])] },
      ],
    }),
    -0.6,
  )
  const people = 'people|customers|buyers|shoppers|clients|someone|they|a_customer|a_buyer|new_customers'
  grammar.rule(
    'measure',
    [
      `how|many long|days do|does|did? it? take|takes|took|pass|passes|go|goes by? on_average? for? ${people}? for|until|till|to|before|by? place|make|get|come|have|buy|do|we|get? a|the|their? <nthorder> on_average?`,
      `how long on_average? is|are|was? it? until|till|to|before? a|the|their? <nthorder> on_average?`,
      '$average|typical|mean? time|days|gap|wait|interval|number_of_days to|until|till|before|for|between_first_and|from_first_to|between_the_first_and|from_the_first_to a|the|their? <nthorder>',
    ],
    ({ nthorder }) =>
      nthorder < 2
        ? null
        : {
            kind: 'aggregate',
            aggregate: 'average',
            field: 'order.days_after_first',
            where: [field('order.number', 'equals', [nthorder])],
          },
    -1.2,
  )
}
