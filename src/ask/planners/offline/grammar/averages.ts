import type { Catalog } from '../../../../catalog/catalog.ts'
import type { Field } from '../../../../catalog/types.ts'
import type { Grammar } from '../engine.ts'
import { clause, type MeasureWord, segment } from '../items.ts'
import { metric } from './measures.ts'

const averages = 'average avg typical'

/** Averages, medians and other aggregates. */
export function addAverages(grammar: Grammar, catalog: Catalog): void {
  grammar.macro('average', averages)
  const ambiguousSpend: MeasureWord = {
    kind: 'ambiguous',
    ask: 'Average per order, or per customer?',
    options: [
      { label: 'Per order', measure: metric('average_order_value') },
      { label: 'Per customer', measure: metric('revenue_per_buyer') },
    ],
  }
  grammar.rule(
    'measure',
    [
      '$average spend|spending|sales|revenue|amount|spent|purchase_amount|bill',
      'spend|spending|spent on average',
      'what|how|much spend|spent on average',
    ],
    () => ambiguousSpend,
    -0.2,
  )
  grammar.rule(
    'measure',
    [
      '$average all-time|lifetime|total|overall spend|spending|revenue per|of a|an|each? customer|buyer|person|shopper|client|head?',
      '$average all-time|total|overall value per|of a|an|each? customer|buyer|person|shopper|client|head?',
      '$average all time spend|spending|revenue per|of? customer|buyer|person|shopper|client?',
      '$average spend|spending|revenue per|of customer|buyer|person|head|client|shopper , all time|lifetime',
    ],
    () => ({ kind: 'aggregate', aggregate: 'average', field: 'customer.spend', segment: 'buyer' }),
    -1,
  )
  grammar.rule(
    'measure',
    [
      '$average spend|spending|spent|revenue|amount|sales|value per|of|by|for|from|a|each|an customer|buyer|person|shopper|client|head|member',
      '$average customer|buyer|shopper|person|client|member spend|spends|spent|spending|value',
      'customer|buyer|shopper|person|client spend|spends|spent|spending on average',
      'spend|spent|revenue|sales per customer|buyer|person|shopper|client|head',
      'spend|spent per|each|a customer|buyer|person on average',
    ],
    () => metric('revenue_per_buyer'),
    -0.6,
  )
  grammar.rule(
    'item',
    [
      'how|what much does|did|do|has|have|is? the|an|a|our? $average <segment> spend|spent|paid|worth',
      '$average <segment> spend|spends|spent',
    ],
    ({ segment: name }) => ({
      kind: 'several',
      items: [
        { kind: 'measure', measure: metric('revenue_per_buyer') },
        { kind: 'cond', clauses: [clause(segment(name))] },
      ],
    }),
    -0.8,
  )
  grammar.rule(
    'measure',
    [
      '$average order|basket|ticket|purchase|transaction|sale|receipt|cart|check|visit|checkout value|size|amount|total|spend?',
      '$average value|size|amount|spend|sale|spent|total of|per|in|on|an|a|each? order|basket|ticket|purchase|transaction|receipt|checkout',
      'order|basket|ticket size|value on|in? average?',
      '$average spend|spent|revenue per|an|a|each order|visit|purchase|transaction|ticket',
      'spend|spent|revenue|sales per order|purchase|ticket|transaction|basket',
      'aov',
      'average amount spent per order',
    ],
    () => metric('average_order_value'),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      '$average number|amount|count of? orders|purchases per|by|for? customer|buyer|person|client?',
      '$average orders|purchases per|by? customer|buyer|person|client',
      'orders|purchases per customer|buyer|person|client|head',
      'how many|often orders|times $average customer|buyer order|orders|buy|buys',
      '$average orders|purchases',
    ],
    () => metric('orders_per_buyer'),
    -0.5,
  )
  grammar.rule(
    'measure',
    [
      '$average units|pieces|items|products|things per|in|an|each order|basket|ticket|transaction|purchase|sale',
      'units|pieces|items|products per order|basket|ticket|transaction|purchase',
      '$average number of? units|items|pieces|products per|in|an order|basket|ticket|purchase',
    ],
    () => metric('units_per_order'),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      '$average discount per|on|in|for an|a|each? order|ticket|purchase|basket|sale',
      'discount per order|ticket|purchase|basket|sale on_average?',
    ],
    () => ({ kind: 'per', aggregate: 'average', per: 'order', metric: 'discount' }),
    -0.6,
  )
  // aggregates of fields and of per-customer figures
  for (const [aggregate, words] of [
    ['average', averages],
    ['median', 'median middle'],
    ['highest', 'highest longest maximum max greatest'],
    ['lowest', 'lowest shortest minimum'],
  ] as const) {
    grammar.macro('aggregate', words)
    grammar.rule(
      'measure',
      ['$aggregate <fieldname>', '$aggregate value of <fieldname>'],
      ({ fieldname }) => {
        const known = catalog.fields.get(fieldname)
        if (!known || fieldname === 'customer.spend' || known.many || !isNumber(known)) return null
        return {
          kind: 'aggregate',
          aggregate,
          field: fieldname,
          ...(fieldname.startsWith('customer.') &&
          ['customer.spend', 'customer.order_count', 'customer.usual_gap'].includes(fieldname)
            ? { segment: 'buyer' }
            : {}),
        }
      },
      -0.3,
    )
  }
  grammar.rule(
    'measure',
    [
      'median order|basket|ticket|purchase|transaction|sale value|size|amount|spend|total?',
      'median value|size|amount|spend of|per? order|basket|ticket|purchase|transaction',
    ],
    () => ({ kind: 'aggregate', aggregate: 'median', field: 'order.net' }),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      'median customer|buyer spend|spending|value?',
      'median spend|spending|revenue|spent|amount per|of|by|a? customer|buyer|person|shopper|client?',
      'median all-time|lifetime spend|spending per|of? customer|buyer|person?',
    ],
    () => ({ kind: 'per', aggregate: 'median', per: 'customer', metric: 'revenue' }),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      'median number|amount|count of? orders|purchases per|of|by? customer|buyer|person?',
      'median orders|purchases per|by customer|buyer',
    ],
    () => ({ kind: 'per', aggregate: 'median', per: 'customer', metric: 'orders' }),
    -0.6,
  )
}

/** Chances are no plain shares: what they are averaged over is read with them. */
const isNumber = ({ type, estimate }: Field): boolean =>
  type === 'number' || type === 'money' || (type === 'percent' && estimate === undefined)
