import type { Grammar } from '../engine.ts'

/** How the rows are sorted, and how many are shown. */
export function addOrderings(grammar: Grammar): void {
  grammar.rule(
    'order',
    [
      'biggest|highest|largest|most|best|top first',
      'in descending order',
      'descending|desc',
      'high|highest|biggest|best|most|largest to low|lowest|smallest|worst|least',
      'from high|highest|biggest|most to low|lowest|smallest|least',
      'in order',
      'ranked|rank|ordered|sorted|sort them|it|high|highest|biggest|best?',
      'worst first|last',
    ],
    () => ({ kind: 'order', direction: 'desc', measure: null }),
  )
  grammar.rule(
    'order',
    [
      'lowest|smallest|least|fewest|cheapest|worst first',
      'in ascending order',
      'ascending|asc',
      'low|lowest|smallest|least to high|highest|biggest|most',
      'oldest first',
    ],
    () => ({ kind: 'order', direction: 'asc', measure: null }),
    0.1,
  )
  const sortings: readonly (readonly [string, string, 'asc' | 'desc'])[] = [
    ['their? last|latest|most_recent order|purchase date|day?', 'customer.last_order_day', 'desc'],
    ['their? first order|purchase date|day?', 'customer.first_order_day', 'asc'],
    ['name|last_name|surname', 'customer.name', 'asc'],
    ['age', 'customer.age', 'desc'],
    ['birthday', 'customer.birthday', 'asc'],
  ]
  for (const [words, name, direction] of sortings)
    grammar.rule(
      'order',
      [`by ${words}`, `sorted|ordered|ranked|sort|order them|it? by ${words}`, `in order of ${words}`],
      () => ({ kind: 'order', direction, measure: null, field: name }),
      -0.1,
    )
  grammar.rule(
    'order',
    [
      'longest silent|quiet|absent|away|gone|silence|lapsed|inactive first?',
      'silent|quiet|away|absent|inactive the? longest first?',
    ],
    () => ({ kind: 'order', direction: 'desc', measure: null, field: 'customer.days_since_last_order' }),
    -0.2,
  )
  grammar.rule('order', ['alphabetically', 'in alphabetical order', 'a|from to z'], () => ({
    kind: 'order',
    direction: 'asc',
    measure: null,
    field: 'customer.name',
  }))
  grammar.rule('order', ['newest|latest|most_recent first'], () => ({
    kind: 'order',
    direction: 'desc',
    measure: null,
  }))
  grammar.rule(
    'order',
    [
      'ranked|sorted|ordered|rank|sort|order them|it? by|on <counted>',
      'by|in order of <counted>',
      'by <counted>',
      'based on <counted>',
      'measured|counted in|by <counted>',
      'in terms of <counted>',
      'by what they|he|she have|has? <counted>',
      'in <counted>',
    ],
    ({ counted }) => ({ kind: 'order', direction: null, measure: counted }),
    0.1,
  )
  grammar.rule(
    'order',
    [
      'sort|sorted|order|ordered|rank|arrange|arranged them|it|that|those|this|these? by|on their|the? <fieldname>',
      'alphabetical|alphabetically',
      'in alphabetical order',
    ],
    ({ fieldname }) => ({ kind: 'order', direction: null, measure: null, field: fieldname ?? 'customer.name' }),
    0.2,
  )
  grammar.rule(
    'order',
    [
      'sorted|ordered|ranked|sort|order|rank them|it? by|on how much they|each|he|she have|has|had? spent|spend|paid|bought_for with_us?',
      'by how much they|each|he|she have|has|had? spent|spend|paid',
      'by what they|each have|has|had? spent|spend|paid',
    ],
    () => ({ kind: 'order', direction: null, measure: { kind: 'metric', metric: 'revenue' } }),
    -0.6,
  )
  grammar.rule(
    'order',
    [
      'sorted|ordered|ranked|sort|order|rank them|it? by|on how often|many_times they|each|he|she have|has|had? ordered|order|bought|buy|came|come in?',
      'by how often they|each|he|she have|has|had? ordered|order|bought|buy|came|come in?',
    ],
    () => ({ kind: 'order', direction: null, measure: { kind: 'metric', metric: 'orders' } }),
    -0.6,
  )
  grammar.rule(
    'order',
    ['$most|longest <counted> first', '<counted> $most first'],
    ({ counted }) => ({ kind: 'order', direction: 'desc', measure: counted }),
    -0.2,
  )
  grammar.rule(
    'order',
    ['$least <counted> first', '<counted> $least first'],
    ({ counted }) => ({ kind: 'order', direction: 'asc', measure: counted }),
    -0.2,
  )
  grammar.rule(
    'limit',
    ['<howmany>', 'just|only <howmany>', '<howmany> of? them'],
    ({ howmany }) => ({ kind: 'super', direction: 'desc', count: howmany, percent: null, measure: null, bare: true }),
    0.6,
  )
}
