import type { Grammar } from '../engine.ts'

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
