import type { Grammar } from '../engine.ts'
import { clause, segment } from '../items.ts'
import { cond, one } from './meanings.ts'

/** Segments by their names. */
export function addSegments(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      '<segment>',
      'is|are|be|being|become|became|gone|going|went <segment>',
      'in|of|from|among segment|group|bucket? <segment>',
    ],
    ({ segment: name }) => one(segment(name)),
  )
  grammar.rule(
    'cond',
    [
      'either? <segment> or <segment:other>',
      'in|of|from|among either? <segment> or in|of|from|among? <segment:other>',
      'is|are|be|being either? <segment> or <segment:other>',
    ],
    ({ segment: name, other }) => cond(clause(segment(name), segment(other))),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'not|never|no|non <segment>',
      'not among|currently|longer|counting|including <segment>',
      '<segment> ones? not included|counted',
      '<segment> ones? excluded|aside',
      'except|excluding|exclude|minus|without <segment>',
      'other than <segment>',
      'leave|leaving out <segment>',
      'not counting <segment>',
      'who|that are|is not <segment>',
    ],
    ({ segment: name }) => one(segment(name, true)),
  )
}

/** The best customers, by the shop's share or by one that is named. */
export function addTop(grammar: Grammar): void {
  grammar.macro('topnoun', 'vip vips whales')
  grammar.macro(
    'folk',
    'customers clients people folks shoppers members buyers guests patrons ones regulars accounts households',
  )
  const top = (percent: number | null = null, not = false) => one(segment('top', not, { percent }))
  grammar.rule(
    'cond',
    [
      'top|best|upper|first|highest <percentage> of? our|the? $folk? by|in|measured_by|ranked_by what|how_much|money|amount|dollars|total|lifetime|all_time? they? spent|spend|spending|revenue|paid|value',
      'top|best|upper tenth of? our|the? $folk?',
      'top|best|upper decile of? our|the? $folk?',
    ],
    ({ percentage }) => one(segment('top', false, { percent: percentage ?? 10 })),
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      'who|that|which? became|become|are_now|is_now|turned|grew|developed|made into|to|it|a|an|our? into|a|one_of|our? <topwords>',
    ],
    () => one(segment('top')),
    0.1,
  )
  grammar.rule(
    'cond',
    [
      'one|some|any among|of our? top|best|biggest|key|vip $folk',
      'one of our? $topnoun',
      '$topnoun',
      'vip|top|best|biggest|key $folk',
      'top|best|most valuable|important? $folk',
      'most valuable|important|profitable $folk',
      'big|biggest|high|highest|heavy|top|best|large|largest|serious spenders|rollers',
      'big spending|ticket $folk',
      'high value|spending|end $folk',
      'a list $folk',
      'our best',
      'our|the top|best|biggest ones|tier',
      'people|customers|ones who spend|spent the? most',
      'best|biggest|top of|among our|the $folk',
    ],
    () => top(),
  )
  grammar.rule(
    'cond',
    [
      'not|never|no|non <topwords>',
      'not among|already|counting <topwords>',
      'fall|falls? outside|beyond <topwords>',
      'except|excluding|exclude|minus|without <topwords>',
      'other than <topwords>',
      'leave|leaving out <topwords>',
    ],
    () => top(null, true),
    -0.1,
  )
  grammar.rule('topwords', [
    '$topnoun',
    'vip|top|best|biggest|key $folk overall?',
    'big|biggest|high|top|best spenders',
    'our best',
    'top|best overall',
  ])
  grammar.rule(
    'cond',
    [
      'top|best|highest|upper|first <percentage> customers|customer|buyers|spenders? by? spend|spending|revenue|sales?',
      'top|best|highest|upper <percentage> $folk ranked|based? by|on? what|spend|spending|revenue|sales|amount spent?',
      'among top|best|highest|upper <percentage> by? spend|spending|revenue|sales?',
      '$folk among? top|best|highest|upper <percentage> by? spend|spending|revenue|sales?',
    ],
    ({ percentage }) => top(percentage),
  )
  grammar.rule(
    'cond',
    ['not among? top|best|highest <percentage> spend|spending|revenue|sales|customers|buyers?'],
    ({ percentage }) => top(percentage, true),
  )
  grammar.rule('percentage', '<number>', ({ number }) =>
    number.kind === 'percent' ? Math.round(number.value * 1e6) / 1e4 : null,
  )
}

/** The best customers of a category. */
export function addHeavy(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      "<category> 's|section|department? biggest|heaviest|top|best|keenest|most_avid|greatest fans|fan|buyers|users|spenders|customers|shoppers",
    ],
    ({ category }) => one(segment('heavy', false, { category })),
    -0.5,
  )
  const heavy = (category: string, percent: number | null = null, not = false) =>
    one(segment('heavy', not, { category, percent }))
  grammar.macro('heavyword', 'heavy heaviest big biggest top best hardcore avid major serious keenest')
  grammar.macro(
    'user',
    'user users buyer buyers spender spenders customer customers shopper shoppers people fan fans purchaser purchasers folks',
  )
  grammar.rule(
    'cond',
    [
      '$heavyword <category> department|dept|section|category? $user',
      '$heavyword $user of|in|for|on <category> department|dept|section|category?',
      '$heavyword <category> ones',
      'buy|buys|bought|spend|spent most|heavily|lot on|in|from? <category>',
    ],
    ({ category }) => heavy(category),
  )
  grammar.rule(
    'cond',
    [
      'top|best|biggest <percentage> of|in? <category> department|dept? $user',
      'top|best|biggest <percentage> of|by|in? $user of|in|for|on|by? <category>',
    ],
    ({ category, percentage }) => heavy(category, percentage),
  )
  grammar.rule('cond', ['not|except|excluding heavy|heaviest|big|biggest|top <category> $user'], ({ category }) =>
    heavy(category, null, true),
  )
}
