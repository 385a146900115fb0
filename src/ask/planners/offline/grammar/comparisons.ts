import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { clause, field, type What } from '../items.ts'
import { metric } from './measures.ts'

/** Shares, growth, one thing against another. */
export function addComparisons(grammar: Grammar): void {
  grammar.rule('share', ['slice|cut|chunk of?'], () => ({ kind: 'share' }), 0.2)
  grammar.rule(
    'share',
    ['$most share|percentage|proportion|part|fraction|percent of?'],
    () => ({ kind: 'share', direction: 'desc' }),
    -0.2,
  )
  grammar.rule(
    'share',
    ['$least share|percentage|proportion|part|fraction|percent of?'],
    () => ({ kind: 'share', direction: 'asc' }),
    -0.2,
  )
  grammar.rule(
    'share',
    [
      'what|which? share|fraction|percentage|percent|proportion|part|portion|% of',
      'share|percentage|percent|portion of the? total|whole|overall',
      'how large|big|much|high of? a? share|fraction|part|percentage|portion of?',
      'share|fraction|percentage|percent|proportion|portion of?',
      'how many percent of?',
      'how much of',
      'percent pls|please',
      'percentagewise',
      'what percent',
      'in percent|%',
      'as a? percentage|percent|share',
    ],
    () => ({ kind: 'share' }),
  )
  grammar.rule(
    'growth',
    [
      'growth|grow|grew|grown|growing rate?',
      'percentage|percent? change|changed',
      'how|by|what|much|percentage|percent? up|down or|and? down|up?',
      'up or down',
      'change|changed|increase|increased|decrease|decreased|rise|rose in? percent|percentage?',
      'year over|on year',
      'do|did|compare|perform|performed against',
    ],
    () => ({ kind: 'growth', as: 'growth', direction: null }),
    0.1,
  )
  grammar.rule(
    'growth',
    [
      'gained|grew|grown|increased|rose|improved|climbed|added the? most|biggest|strongest in? dollars|revenue|sales|money?',
      'most gained',
      'biggest|largest gain|gains|increase|growth|rise|jump|winner|winners|gainer|gainers in? revenue|sales|spend|dollars?',
      'grew|gained the? most dollars|money|revenue|sales',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: 'desc' }),
    -0.2,
  )
  grammar.rule(
    'growth',
    [
      'dropped|fell|lost|declined|decreased|shrank|slipped|cut the? most|hardest|worst|back? in? dollars|revenue|sales|money|spend|spending?',
      'biggest|largest|worst drop|drops|decline|fall|loss|decrease|loser|losers in? revenue|sales|spend|spending|dollars?',
      'dropped|fell|lost the? most',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: 'asc' }),
    -0.2,
  )
  grammar.rule(
    'growth',
    [
      'with|and|plus? the? difference',
      'by how much',
      'how much|many more|less|fewer',
      'difference in|between?',
      'the difference',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: null }),
    0.2,
  )
  for (const [sign, words] of [
    [1, ['growing|rising|improving|climbing|increasing', 'going|trending up', 'on the rise|up', 'are up']],
    [
      -1,
      [
        'shrinking|declining|falling|dropping|slipping|decreasing',
        'going|trending down',
        'in|on the? decline',
        'are down',
      ],
    ],
  ] as const)
    grammar.rule('growth', words, () => ({ kind: 'growth', as: 'growth', direction: null, sign }), 0.05)
  // "Did we sell more in July or in August", "was October better than September": of two stretches of time.
  grammar.rule('versus', ['more|fewer|less|higher|lower'], () => ({ kind: 'versus', of: 'times' }), 0.6)
  for (const [words, name] of [
    ['better|worse|stronger|weaker|bigger|smaller', 'revenue'],
    ['busier|quieter', 'orders'],
  ] as const)
    grammar.rule(
      'item',
      words,
      () => ({
        kind: 'several',
        items: [
          { kind: 'measure', measure: { ...metric(name), weak: true } },
          { kind: 'versus', of: 'times' },
        ],
      }),
      0.3,
    )
  grammar.rule(
    'versus',
    [
      'versus|against',
      'compare|compared|comparing|comparison',
      'compare|compared with|to',
      'relative|next to',
      'over|than',
      'and',
      'to',
    ],
    () => ({ kind: 'versus' }),
    0.4,
  )
}

/** One value set against another: "Ironwick vs Halvorsen", "did Chicago do better than Evanston". */
export function addPairs(grammar: Grammar): void {
  const takings = { kind: 'measure', measure: { ...metric('revenue'), weak: true } }
  const several = (...items: readonly unknown[]) => ({ kind: 'several', items: [...items, takings] })
  const by = (name: string) => ({ kind: 'group', dimension: { kind: 'field', field: name } })
  const fact = (...where: readonly SimpleFilter[]) => ({ kind: 'fact', where })
  for (const [category, name] of [
    ['brand', 'product.brand'],
    ['category', 'product.category'],
  ] as const)
    grammar.rule(
      'item',
      against(category),
      (bound) =>
        bound[category] === bound.other
          ? null
          : several(fact(field(name, 'is', [bound[category], bound.other])), by(name)),
      -0.4,
    )
  const stores = ({ store, other }: { store: string; other: string }) =>
    several(fact(field('order.store', 'is', [store, other])), by('order.store'))
  const cities = ({ city, other }: { city: string; other: string }) =>
    several({ kind: 'cond', clauses: [clause(field('customer.city', 'is', [city, other]))] }, by('customer.city'))
  grammar.rule('item', against('store', 'stores|shops|branches'), stores, -0.6)
  grammar.rule(
    'item',
    against('store'),
    (bound) =>
      bound.store === bound.other
        ? null
        : {
            kind: 'sides',
            store: stores(bound),
            city: cities({ ...bound, city: bound.store }),
            names: [bound.store, bound.other],
          },
    -0.4,
  )
  grammar.rule('item', against('city'), (bound) => (bound.city === bound.other ? null : cities(bound)), -0.3)
  grammar.rule(
    'item',
    against('what'),
    ({ what, other }: { what: What; other: What }) =>
      what.ambiguous || other.ambiguous || what.all || other.all || what.anaphor || other.anaphor
        ? null
        : { kind: 'several', items: [{ kind: 'whats', sides: [what, other] }, takings] },
    -0.2,
  )
}

/** Two halves of all sales: the days of the week, those who are new and those who are not. */
export function addHalves(grammar: Grammar): void {
  const takings = { kind: 'measure', measure: { ...metric('revenue'), weak: true } }
  const days = (...names: readonly string[]): What => ({
    kind: 'what',
    any: [field('order.weekday', 'is', names)],
    words: '',
  })
  const midweek = days('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday')
  const weekend = days('Saturday', 'Sunday')
  const sold = 'sales|revenue|orders|days|takings?'
  const [ends, week] = ['weekend|weekends', 'weekday|weekdays|midweek|working_days']
  for (const [one, other, sides] of [
    [ends, week, [weekend, midweek]],
    [week, ends, [midweek, weekend]],
  ] as const)
    grammar.rule(
      'item',
      [`on|at? ${one} ${sold} versus|against|and|or|than|compared_to|compared_with on|at? ${other}`],
      () => ({ kind: 'several', items: [{ kind: 'whats', sides }, takings] }),
      -0.6,
    )
  const people = 'customers|customer|buyers|shoppers|clients|people|ones?'
  grammar.rule(
    'item',
    [
      `from|by|of? new|first-time|first_time ${people} versus|against|and|compared_to|compared_with returning|existing|repeat|old ${people}`,
    ],
    () => ({ kind: 'several', items: [{ kind: 'newandold' }, takings] }),
    -0.8,
  )
}

/** The ways to set two of a category against each other. */
const against = (category: string, noun = ''): readonly string[] => {
  const [one, other] = [`<${category}>`, `<${category}:other>`]
  const tail = noun ? ` ${noun}` : ''
  return [
    `${one} versus|against ${other}${tail}`,
    `${one} compared to|with|against ${other}${tail}`,
    `compare|comparing|comparison of|between? ${one} and|with|to|versus|against|or ${other}${tail}`,
    `compare|compares|stack|stacks|measure|measures up? ${one} to|with|against|versus ${other}${tail}`,
    `${one} compare|compares|stack|stacks|measure|measures up? to|with|against|versus ${other}${tail}`,
    `${one} sell|sells|sold|selling|do|did|does|doing|perform|performed|performing better|worse|more|less|stronger than ${other}${tail}`,
    `${one} beat|beats|outsell|outsells|outsold|outperform|outperformed ${other}${tail}`,
    `better|worse|more|less|fewer|stronger|bigger ${one} or|than ${other}${tail}`,
    `${one} or ${other}${tail} sell|sells|sold|selling|do|did|does|doing|perform|performed|performing? better|worse|more|less|stronger|best|most`,
  ]
}
