import type { Period } from '../../../period.ts'
import type { Comparison } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { type Bar, clause, type Event, field, metricFilter, none, type What } from '../items.ts'
import { bar, cond, event, type Modifier, merge, one } from './meanings.ts'

/** How much was spent, against a number or against the average. */
export function addSpending(grammar: Grammar): void {
  grammar.rule(
    'event',
    [
      'with|have|has|had? <compared> all_time|lifetime|total|overall|net spend|spending|revenue|sales|purchases <mods>?',
      '<compared> spend|spending all time|told|together|in_total?',
      'with <compared> lifetime|all_time|overall|in_total|total|altogether <mods>?',
      'with|have|has|had <compared> in|of spend|spending|purchases|sales <mods>?',
      'put|poured|sunk <compared> into <what> <mods>?',
    ],
    ({ compared, mods, what }) =>
      isMoney(compared) ? { ...event(what ?? null, mods), metric: 'revenue', bar: bar(compared) } : null,
    -0.3,
  )
  const spent = (comparison: Bar, mods: Modifier | undefined, what: What | null = null): Event => ({
    ...event(what, mods),
    metric: 'revenue',
    bar: comparison,
  })
  grammar.macro('spent', 'spent spend spends spending dropped paid blew worth shelled put')
  grammar.rule('onwhat', ['on|in|into|for|of|from <what>', 'on|in <what> <mods>'], ({ what, mods }) => ({ what, mods }))
  grammar.rule(
    'event',
    [
      '$spent out? <compared> <mods>?',
      '$spent out? <compared> <mods>? <onwhat>',
      '$spent <onwhat> <compared>',
      'with|whose|has|have|had? total|lifetime|overall|all_time|net? spend|spending|revenue|sales is|was|of|at|in|comes|total|totalling|totaling|adding? to? <compared> <mods>?',
      'worth <compared> <mods>?',
      'brought in|us <compared> <mods>?',
      '<compared> in|of total|lifetime|all_time? spend|spending|sales|revenue|purchases <mods>?',
      'total|totals|totalling|totaling|purchases of? <compared> <mods>?',
      '<compared> spender|spenders',
      '<compared> spent with? us? <mods>?',
      'left <compared> with us? <mods>?',
      'given us <compared> <mods>?',
    ],
    ({ compared, mods, onwhat }) =>
      isMoney(compared) ? spent(bar(compared), merge(mods, onwhat?.mods), onwhat?.what ?? null) : null,
  )
  grammar.rule('event', ['$spent <onwhat> more|over than? <compared>'], () => null)
  // "spent over $500 in a single order": one order was that large
  grammar.rule(
    'event',
    [
      '$spent <compared> in|on|at|during a|an|one|any|single|the same? single? order|purchase|visit|transaction|trip|go|shopping|ticket trip? <mods>?',
      '$spent <compared> at|in once|one_go|one_time <mods>?',
      'with|had|placed|made|have|has a|an|any|one? single? order|purchase|transaction|ticket of|worth|for|at|is|was|total|totalling|that|in? <compared> <mods>?',
    ],
    ({ compared, mods }) =>
      compared.unit === 'money' || (compared.values?.[0] ?? 0) >= fewestDollars
        ? event(null, merge(mods, { where: [field('order.net', compared.op ?? 'at_least', compared.values)] }))
        : null,
    -0.6,
  )
  grammar.rule(
    'cond',
    [
      '$spent <mods>? more|above|over|beyond than our|the? average customer|buyer|shopper|person? <mods:after>?',
      'above|over average spend|spending|spender|spenders <mods>?',
      '$spent above|over average <mods>?',
      'spend|spending|spent is? above|over the|our? average <mods>?',
      'spend|spending|spent is? higher|more than the|our? average <mods>?',
      'worth more than average|our average buyer|customer',
    ],
    ({ mods, after }) => averageSpend('more_than', merge(mods, after), 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <mods>? less|below|under than the|our? average customer|buyer|shopper? <mods:after>?',
      'below|under average spend|spending|spender|spenders <mods>?',
    ],
    ({ mods, after }) => averageSpend('less_than', merge(mods, after), 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <mods>? more|over than <number> as much as|the average customer|buyer <mods:after>?',
      '$spent <mods>? <number> times? the? average <mods:after>?',
      '$spent <mods>? more than <number> times? the? average customer|buyer? <mods:after>?',
    ],
    ({ mods, after, number }) => averageSpend('more_than', merge(mods, after), number.value),
  )
  grammar.rule(
    'cond',
    ['spent|spend|bought nothing <when> but|and|yet spent? <compared> <when:other>'],
    ({ when, compared, other }) =>
      compared.unit === null || compared.unit === 'money'
        ? cond(
            clause(metricFilter('orders', [], when, none)),
            clause(metricFilter('revenue', [], other, bar(compared))),
          )
        : null,
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'more orders? than the? average|our average',
      'ordered|bought|order more often|frequently|times than average|our average customer|buyer <mods>?',
      'with? more orders? than average|our average customer|buyer <mods>?',
      'above average order count|number|orders <mods>?',
    ],
    ({ mods }) =>
      one({
        ...metricFilter('orders', [], mods?.period ?? null, { op: 'more_than', value: 0 }),
        than: { kind: 'average', times: 1 },
      }),
  )
}

/** Spending in one stretch of time against another. */
export function addSpendingAgainst(grammar: Grammar): void {
  // one stretch against another
  const against = (comparison: Comparison, period: Period, base: Period, times: number, metric = 'revenue') =>
    one({
      ...metricFilter(metric, [], period, { op: comparison, value: 0 }),
      than: { kind: 'metric', metric, where: [], period: base, times },
    })
  for (const [words, comparison] of [
    ['more', 'more_than'],
    ['fewer|less', 'less_than'],
  ] as const)
    grammar.rule(
      'cond',
      [
        `with|had|have|has|placed|made? ${words} orders|purchases <when> than they|he|she|did|had|in? <when:base>`,
        `$ordered ${words} often|times|frequently? <when> than they|he|she|did|had|in? <when:base>`,
      ],
      ({ when, base }) => against(comparison, when, base, 1, 'orders'),
      -0.2,
    )
  grammar.rule(
    'cond',
    [
      '$spent more <when> than <when:base>',
      '$spent <when> more than <when:base>',
      '$spent more <when> than they|he|she|did|in? <when:base>',
      'spent|spending|spend <when> is|was? more|higher|above|up than|on|from? what|it|they|in|was|by|did? <when:base>',
    ],
    ({ when, base }) => against('more_than', when, base, 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent less <when> than <when:base>',
      '$spent <when> less than <when:base>',
      'spent|spending|spend <when> is|was? less|lower|below|down than|on|from? what|it|they|in|was|by|did? <when:base>',
      '$spent less <when> than they|he|she|did|in? <when:base>',
    ],
    ({ when, base }) => against('less_than', when, base, 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <when> is|was|has? less|under|below than? <number> of|what|as|much|it|they|was|were|did|by|spent|that|in|the|same? <when:base>',
      'whose? $spent is|was|has|fell|dropped? less|under|below|to than? <number> of|what|as|much|it|they|was|were|did|by|spent|that|in? <when:base> <when>',
    ],
    ({ when, base, number }) => against('less_than', when, base, number.value),
  )
  grammar.rule(
    'cond',
    [
      '$spent <when> is|was|has? more|over|above than? <number> times|as|of|what|much|it|they|was|were|did|by|spent|that|in|the|same? <when:base>',
    ],
    ({ when, base, number }) => against('more_than', when, base, number.value),
  )
  grammar.rule(
    'cond',
    ['$spent less|under than? <number> of? as|what|much|they|did? <when> than|as|they|did|in? <when:base>'],
    ({ when, base, number }) => against('less_than', when, base, number.value),
  )
}

/** Beside an order, a number without a unit from here on is an amount, not a number of orders. */
const fewestDollars = 20

const isMoney = (compared: { unit: string | null; values: readonly number[] }): boolean =>
  compared.unit === 'money' || compared.unit === null

function averageSpend(comparison: Comparison, mods: Modifier | undefined, times: number) {
  return one({
    ...metricFilter('revenue', mods?.where ?? [], mods?.period ?? null, { op: comparison, value: 0 }),
    than: { kind: 'average', times },
  })
}
