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
    'limit',
    ['<howmany>', 'just|only <howmany>', '<howmany> of? them'],
    ({ howmany }) => ({ kind: 'super', direction: 'desc', count: howmany, percent: null, measure: null, bare: true }),
    0.6,
  )
}
