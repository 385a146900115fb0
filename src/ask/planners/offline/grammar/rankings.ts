import type { Grammar } from '../engine.ts'
import type { Item } from '../items.ts'

const rankWords = {
  most: ['most', 'highest', 'biggest', 'largest', 'greatest', 'best', 'top', 'max', 'strongest'],
  least: ['least', 'lowest', 'smallest', 'fewest', 'worst', 'weakest', 'bottom', 'slowest', 'poorest'],
}

/** Numbers whose name is a plural noun, which the next words may rank by something else. */
const counts = new Set(['customers', 'orders', 'buyers', 'units', 'interactions', 'cases', 'notes', 'products_bought'])

/** The most, the fewest, the top ten. */
export function addRankings(grammar: Grammar): void {
  grammar.rule(
    'super',
    ['least popular|common|frequent', 'least sold|bought|ordered'],
    () => ({
      kind: 'super',
      direction: 'asc',
      count: null,
      percent: null,
      measure: { kind: 'metric', metric: 'units' },
    }),
    -0.2,
  )
  grammar.macro('most', rankWords.most.join(' '))
  grammar.macro('least', rankWords.least.join(' '))
  const ranks = new Map([
    ...rankWords.most.map((word) => [word, 'desc'] as const),
    ...rankWords.least.map((word) => [word, 'asc'] as const),
  ])
  // "At least four" and "at most four" compare; they rank nothing.
  grammar.reader('rankword', (tokens, at) => {
    const direction = ranks.get(tokens[at]?.lower ?? '')
    return direction && tokens[at - 1]?.lower !== 'at' ? [{ end: at + 1, value: direction, cost: 0 }] : []
  })
  grammar.rule('howmany', '<number>', ({ number }) =>
    number.kind === 'number' && Number.isInteger(number.value) && number.value >= 1 && number.value < 1000
      ? number.value
      : null,
  )
  const rank = (direction: 'asc' | 'desc', extra: Partial<Extract<Item, { kind: 'super' }>>): Item => ({
    kind: 'super',
    direction,
    count: null,
    percent: null,
    measure: null,
    ...extra,
  })
  // "top 10 customers", "ten best customers", "the biggest spender"
  grammar.rule('super', ['<rankword> <howmany>', '<howmany> <rankword>'], ({ rankword, howmany }) =>
    rank(rankword, { count: howmany }),
  )
  grammar.rule('super', '<rankword>', ({ rankword }) => rank(rankword, {}), 0.05)
  grammar.rule(
    'super',
    ['<number> <rankword>', 'number <howmany>'],
    ({ number, rankword, howmany }) =>
      number?.kind === 'ordinal'
        ? rank(rankword, { count: 1, offset: number.value - 1 })
        : howmany === 1
          ? rank('desc', { count: 1 })
          : null,
    0.1,
  )
  grammar.rule(
    'super',
    ['<rankword> <percentage>'],
    ({ rankword, percentage }) => rank(rankword, { percent: percentage }),
    0.2,
  )
  grammar.rule(
    'super',
    ['<rankword> <counted>', '<rankword> by|in|on|of|for <counted>', '<rankword> amount|number of? <counted>'],
    ({ rankword, counted }) => rank(rankword, { measure: counted }),
  )
  // "revenue the highest"; but "customers with the most orders" ranks by orders, not by customers.
  grammar.rule('super', '<counted> the <rankword>', ({ rankword, counted }) =>
    counted.kind === 'metric' && counts.has(counted.metric) ? null : rank(rankword, { measure: counted }),
  )
  grammar.rule(
    'super',
    ['<rankword> <howmany> by|in <counted>', '<howmany> <rankword> by|in <counted>'],
    ({ rankword, howmany, counted }) => rank(rankword, { measure: counted, count: howmany }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['most often|frequently|popular', 'most popular', 'bought|ordered most', 'most bought|ordered|purchased'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'orders' } }),
    0.3,
  )
  grammar.rule(
    'super',
    [
      'best selling|seller|sellers|selling',
      'top selling|seller|sellers',
      'bestselling|bestseller|bestsellers',
      'hottest',
      'sell|sells|sold|selling best|most|well',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    0.3,
  )
  grammar.rule(
    'super',
    ['worst|slowest|poorest selling|seller|sellers', 'slow|slowest mover|movers|moving|sellers|seller'],
    () => rank('asc', { measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    0.3,
  )
  grammar.rule('super', ['favorite|favourite|preferred'], () => rank('desc', {}), 0.3)
  const priced = (direction: 'asc' | 'desc', count: number | null = null) =>
    rank(direction, {
      count,
      measure: { kind: 'aggregate', aggregate: direction === 'asc' ? 'lowest' : 'highest', field: 'product.price' },
      entity: 'product',
    })
  grammar.rule(
    'super',
    ['<howmany>? cheapest|least_expensive|lowest_priced', 'cheapest <howmany>'],
    ({ howmany }) => priced('asc', howmany ?? null),
    0.1,
  )
  grammar.rule(
    'super',
    ['<howmany>? most_expensive|priciest|dearest|costliest|highest_priced', 'most expensive <howmany>'],
    ({ howmany }) => priced('desc', howmany ?? null),
    -0.2,
  )
  grammar.rule('super', ['biggest|highest|top|best|largest spender|spenders'], () =>
    rank('desc', { measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
  )
  grammar.rule(
    'super',
    [
      'come|came|comes|sent|brought back the? most',
      'returned|refunded|brought the? back? most',
      'most returned|refunded',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'units_returned' } }),
  )
  grammar.rule(
    'super',
    '<number> most returned|refunded',
    ({ number }) =>
      number.kind === 'ordinal'
        ? rank('desc', { count: 1, offset: number.value - 1, measure: { kind: 'metric', metric: 'units_returned' } })
        : null,
    -0.3,
  )
  grammar.rule(
    'super',
    [
      'made|make|had|logged|placed|took|handled $most <measure>',
      'made|make|had|logged|placed|took|handled most <countof>',
    ],
    ({ measure, countof }) => rank('desc', { measure: measure ?? countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['made|make|had|logged|placed|took|handled $least <measure>', 'made|make|had|logged|handled fewest <countof>'],
    ({ measure, countof }) => rank('asc', { measure: measure ?? countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['most|more <countof>', 'highest|largest|biggest|greatest number|count of? <countof>'],
    ({ countof }) => rank('desc', { measure: countof }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['fewest|least|fewer <countof>', 'lowest|smallest number|count of? <countof>'],
    ({ countof }) => rank('asc', { measure: countof }),
    -0.1,
  )
  grammar.rule(
    'order',
    ['by|in number|count of? <countof>', 'ranked|sorted|ordered? by <countof>'],
    ({ countof }) => ({ kind: 'order', direction: null, measure: countof }),
    0.1,
  )
  grammar.rule(
    'super',
    [
      'sold|moved|shifted|brought|earned|took|made|generated|sell|bring|earn $most in? <measure>',
      '$spent $most money?'.replace('$spent', 'spent|spend|spends'),
    ],
    ({ measure }) => rank('desc', { measure: measure ?? { kind: 'metric', metric: 'revenue' } }),
    -0.35,
  )
  grammar.rule(
    'super',
    [
      'sold|moved|shifted|brought|earned|took|made|generated|sell|bring|earn $least in? <measure>',
      'spent|spend|spends $least money?',
    ],
    ({ measure }) => rank('asc', { measure: measure ?? { kind: 'metric', metric: 'revenue' } }),
    -0.35,
  )
  grammar.rule(
    'super',
    ['<number> biggest|highest|top|best|largest spender|spenders'],
    ({ number }) =>
      number.kind === 'ordinal'
        ? rank('desc', {
            count: 1,
            offset: number.value - 1,
            measure: { kind: 'metric', metric: 'revenue' },
            entity: 'customer',
          })
        : null,
    -0.2,
  )
  grammar.rule(
    'super',
    ['biggest|highest|top|best|largest <howmany> spenders', '<howmany> biggest|highest|top|best|largest spenders'],
    ({ howmany }) =>
      rank('desc', { count: howmany, measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
    -0.2,
  )
  grammar.rule(
    'super',
    ['smallest|lowest|least|worst <howmany>? spender|spenders', '<howmany> smallest|lowest|least|worst spenders'],
    ({ howmany }) =>
      rank('asc', { count: howmany ?? null, measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['$most <howmany> seller|sellers', '<howmany> $most seller|sellers', '<howmany> best|top selling'],
    ({ howmany }) => rank('desc', { count: howmany, measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    -0.1,
  )
  for (const [direction, words] of [
    ['desc', 'best|top|most|biggest'],
    ['asc', 'worst|slowest|poorest|least'],
  ] as const)
    grammar.rule(
      'super',
      [`<number> ${words} seller|selling|sold|popular`],
      ({ number }) =>
        number.kind === 'ordinal'
          ? rank(direction, {
              count: 1,
              offset: number.value - 1,
              measure: { kind: 'metric', metric: 'units' },
              entity: 'product',
            })
          : null,
      -0.1,
    )
  grammar.rule(
    'super',
    ['bought|buys|buy|purchased|ordered most <what>', 'most <what> bought|purchased'],
    ({ what }) => rank('desc', { measure: { kind: 'metric', metric: 'units' }, what }),
    -0.2,
  )
  grammar.rule(
    'super',
    ['bought|have|buy|got most of them|those? bought|buy|have|got?', 'most of them|those|these bought|buy|have|got'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'buyers' } }),
    -0.2,
  )
  grammar.rule(
    'order',
    [
      '$most|$least loss|drop|gain|growth|increase|decrease|fall|spender|spenders|seller|buyers|amount|number|total|change|value first',
    ],
    () => ({ kind: 'order', direction: null, measure: null }),
    -0.2,
  )
  grammar.rule(
    'order',
    ['most|least loyal|valuable|recent|frequent|important|spent|spending|active first'],
    () => ({ kind: 'order', direction: null, measure: null }),
    -0.2,
  )
  grammar.rule(
    'super',
    ['brought|got|had|drew|received|earned|generated|won|pulled in|us? most <countof>'],
    ({ countof }) => rank('desc', { measure: countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['brought|got|had|drew|received|earned|generated|won|pulled in|us? fewest|least <countof>'],
    ({ countof }) => rank('asc', { measure: countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['written|wrote|sent most <countof>', 'written|wrote|sent most <measure>'],
    ({ countof, measure }) => rank('desc', { measure: countof ?? measure }),
    -0.3,
  )
  grammar.rule('order', ['$most first', '$least first'], () => ({ kind: 'order', direction: null, measure: null }), 0.3)
  grammar.rule(
    'super',
    [
      'referred|sent|brought|recommended|introduced|refers|sends|brings|recommends in|us? way? most customers|people|buyers|clients? way?',
      'referred|sent|brought|recommended|introduced in|us? way? most friends|others way?',
      'referred|sent|recommended|introduced us? most new customers|people|buyers|clients way?',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'referrals' }, entity: 'customer' }),
    -1,
  )
  grammar.rule(
    'super',
    [
      '<rankword> <howmany>? referrers with|and? how|the? many|number? of? customers|people|friends|buyers|referrals? they|each? sent|referred|brought|have|made|of? us|each?',
      '<howmany> <rankword> referrers',
      '<rankword> <howmany>? referrers',
    ],
    ({ rankword, howmany }) =>
      rankword === 'desc'
        ? rank('desc', { count: howmany ?? 10, measure: { kind: 'metric', metric: 'referrals' }, entity: 'customer' })
        : null,
    -0.8,
  )
  grammar.rule(
    'super',
    [
      'order|orders|buy|buys|shop|shops|purchase|purchases|visit|visits|come|comes|came in|here|by? the? most often|frequently|regularly?',
      'ordered|bought|shopped|purchased|visited the? most often|frequently|regularly',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'orders' }, entity: 'customer' }),
    -0.4,
  )
  grammar.rule(
    'super',
    [
      'bought|buys|buy|purchased|ordered|tried the? most|widest|biggest different|distinct|various|range|variety|kinds|sorts of? products|items|things|articles',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'products_bought' } }),
    -0.8,
  )
  grammar.rule(
    'super',
    ['spend|spends|spent|buys|pays the? $most money? per|by|a|each customer|buyer|head|person|shopper'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'revenue_per_buyer' } }),
    -0.8,
  )
  for (const [direction, words] of [
    ['desc', '$most'],
    ['asc', '$least'],
  ] as const)
    grammar.rule(
      'super',
      [
        `customers|buyers|people|shoppers|clients who|that? spend|spends|spent the? ${words} money? on average`,
        `customers|buyers|people|shoppers|clients on average spend|spends|spent the? ${words}`,
      ],
      () => rank(direction, { measure: { kind: 'metric', metric: 'revenue_per_buyer' } }),
      -1,
    )
  grammar.rule(
    'super',
    [
      'referred|sent|brought|recommended|introduced|refers|sends|brings|recommends in|us|our? way? the? most buyers|paying_customers|customers_who_bought',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'successful_referrals' }, entity: 'customer' }),
    -1.1,
  )
  for (const [direction, words] of [
    ['desc', '$most'],
    ['asc', '$least'],
  ] as const)
    grammar.rule(
      'super',
      [
        `brought|bring|brings|won|win|acquired|attracted|attracts|gained|gains|got|get|gets|delivered in|us? the? ${words} new|first-time|first_time customers|clients|buyers|shoppers`,
        `${words} new|first-time|first_time customers|clients|buyers|shoppers`,
      ],
      () => rank(direction, { measure: { kind: 'metric', metric: 'new_customers' } }),
      -1,
    )
  // "top customers by number of orders" is a ranking, not the segment
  grammar.rule(
    'super',
    [
      'top|best|highest|biggest <howmany>? customers|clients|buyers|shoppers by|in|for <counted>',
      '<howmany> top|best|highest|biggest customers|clients|buyers|shoppers by|in|for <counted>',
    ],
    ({ howmany, counted }) =>
      counted.kind === 'metric' && counted.metric === 'revenue'
        ? null
        : rank('desc', { count: howmany ?? 10, measure: counted, entity: 'customer' }),
    -0.6,
  )
  // "the biggest order" is an order; "the most orders" is a number of them
  const orderWords = 'order|orders|purchase|purchases|sale|ticket|tickets|transaction|transactions|receipt'
  for (const [direction, words] of [
    ['desc', 'highest|biggest|largest|greatest|best|top'],
    ['asc', 'lowest|smallest|worst|bottom'],
  ] as const) {
    grammar.rule(
      'super',
      [direction === 'desc' ? `most expensive|valuable ${orderWords}` : `least expensive|valuable ${orderWords}`],
      () => rank(direction, { entity: 'order' }),
      -0.6,
    )
    grammar.rule(
      'super',
      [`<number> ${words} single? ${orderWords}`],
      ({ number }) =>
        number.kind === 'ordinal' ? rank(direction, { count: 1, offset: number.value - 1, entity: 'order' }) : null,
      -0.6,
    )
    grammar.rule(
      'super',
      [
        `${words} <howmany>? single? ${orderWords}`,
        `<howmany> ${words} single? ${orderWords}`,
        `${words} <howmany>? ${orderWords} by|in value|amount|total|size|revenue|spend`,
        `<howmany> ${words} ${orderWords} by|in value|amount|total|size|revenue`,
      ],
      ({ howmany }) => rank(direction, { count: howmany ?? null, entity: 'order' }),
      -0.4,
    )
  }
  // "our best customer" is one; "our best customers" are the segment
  grammar.rule(
    'super',
    '<rankword> =customer|=client|=shopper|=buyer',
    ({ rankword }) => rank(rankword, { count: 1, measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
    -0.5,
  )
  grammar.rule('super', ['busiest'], () => rank('desc', { measure: { kind: 'metric', metric: 'orders' } }))
  grammar.rule('super', ['quietest'], () => rank('asc', { measure: { kind: 'metric', metric: 'orders' } }))
}
