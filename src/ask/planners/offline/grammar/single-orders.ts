import type { Grammar } from '../engine.ts'
import { clause, field, metricFilter, none } from '../items.ts'

/** Orders by what is in them, by their number, and the latest few. */
export function addSingleOrders(grammar: Grammar): void {
  const orders = { kind: 'subject', entity: 'order' }
  grammar.rule(
    'item',
    [
      'orders|order|purchases|baskets that|which? containing|contain|contains|including|include|includes|with <what>',
      'orders|order|purchases|baskets that|which? had|have|has <what> in it|them?',
    ],
    ({ what }) => ({ kind: 'several', items: [orders, what] }),
    0.25,
  )
  grammar.rule(
    'item',
    [
      'orders|purchases that|which? were|got|have_been? refunded|returned in full|total|whole',
      'orders|purchases that|which? were|got|have_been? fully|completely|entirely|wholly refunded|returned',
      'fully|completely|entirely refunded|returned orders|purchases',
    ],
    () => ({
      kind: 'impossible',
      reason:
        'An order refunded in full no longer counts as one, so I do not list them. I can count the orders with a refund, and what was refunded: “how many orders were refunded last month”.',
    }),
    -1.5,
  )
  grammar.rule(
    'item',
    [
      'orders|purchases that|which? without|with_no|had_no|have_no|carried_no a|any? discount|discounts',
      'orders|purchases not|never discounted',
      'undiscounted|full-price|full_price orders|purchases',
    ],
    () => ({
      kind: 'several',
      items: [orders, { kind: 'cond', clauses: [clause(metricFilter('discount', [], null, none, 'order'))] }],
    }),
    -0.4,
  )
  grammar.rule(
    'item',
    ['last|latest|previous|most_recent|newest|past <howmany> orders|purchases'],
    ({ howmany }) => ({ kind: 'lastorders', count: howmany }),
    -0.4,
  )
  grammar.reader('orderref', (tokens, at) => {
    const [letters, digits] = [tokens[at], tokens[at + 1]]
    if (letters && /^[a-z]{1,6}-?\d{3,}$/i.test(letters.lower)) return [{ end: at + 1, value: letters.text, cost: 0 }]
    return letters && digits?.joined && /^[a-z]{1,6}$/i.test(letters.lower) && /^\d{2,}$/.test(digits.lower)
      ? [{ end: at + 2, value: `${letters.text}-${digits.text}`.toUpperCase(), cost: 0 }]
      : []
  })
  grammar.rule(
    'item',
    ['order|purchase number|no|nr|ref|reference|#? <orderref>', 'orders <orderref>'],
    ({ orderref }) => ({ kind: 'orderref', ref: orderref }),
    -0.5,
  )
  grammar.rule(
    'item',
    [
      'without|no a|any? customer|customers name? attached|linked|recorded|on_file|on_them|assigned|known',
      'without|no a|any? customer|customers record|account|name|on_file',
      'not linked|attached|assigned to a|any customer',
      'without a|any customer',
      'people|customers without|with_no|no a|any? customer? record|account',
    ],
    () => ({ kind: 'cond', clauses: [clause(field('customer.customer', 'missing'))] }),
    -0.4,
  )
  grammar.rule(
    'item',
    ['walk-in|walkin|walk-ins|anonymous|unknown sales|revenue|takings|turnover'],
    () => ({
      kind: 'several',
      items: [
        { kind: 'cond', clauses: [clause(field('customer.customer', 'missing'))] },
        { kind: 'measure', measure: { kind: 'metric', metric: 'revenue' } },
      ],
    }),
    -0.2,
  )
}
