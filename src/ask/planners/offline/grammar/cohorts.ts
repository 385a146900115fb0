import type { Grammar } from '../engine.ts'

/** Customers by when they first bought, and how many of them came back. */
export function addCohorts(grammar: Grammar): void {
  const cohorts = (patterns: readonly string[], show: 'share' | 'customers' | 'spend' | null, cost = -0.8) =>
    grammar.rule('item', patterns, ({ cohortgrain }) => ({ kind: 'cohorts', show, grain: cohortgrain ?? null }), cost)
  addGrains(grammar)
  cohorts(
    [
      'by|per|for|of|in|across each|every|all|different|our? <cohortgrain>? cohort|cohorts',
      'each|every <cohortgrain>? cohort',
      '<cohortgrain>? cohort|cohorts',
      'by <cohortgrain> of? first order|purchase cohort',
    ],
    null,
    -0.4,
  )
  cohorts(
    [
      '<cohortgrain>? cohort|cohorts retention|return|repurchase rate|rates|analysis|table|report|matrix|curve?',
      '<cohortgrain>? cohort|cohorts analysis|table|report|matrix',
      'retention rate|rates|curve|table|analysis|matrix? by|per|for|of each|every|our|all|the? <cohortgrain>? cohort|cohorts',
      'retention rate|rates? by|per <cohortgrain> of their|the? first order|purchase|visit',
      'retention rate|rates? by first order|purchase <cohortgrain>',
      'retention cohort|cohorts|table|matrix|curve|analysis by_month|monthly?',
      'retention of new? customers we_won|won? by <cohortgrain>',
      'retention by|per <cohortgrain>',
      '<cohortgrain> retention rate|rates?',
      'how well do|did we retain|keep new? customers|buyers|people',
      'came|come|coming|comes back by|per|of each? <cohortgrain>? cohort|cohorts',
      'share|percent|percentage|part|proportion of each|every <cohortgrain>? cohort came|come|comes|bought|returned|returns|buys|that|who? back|again?',
    ],
    'share',
  )
  cohorts(
    [
      '<cohortgrain>? cohort|cohorts spend|spending|revenue|sales|value',
      'spend|spending|spent|revenue|sales by|per|of|from each|every|our? <cohortgrain>? cohort|cohorts',
      'how much do|does|did each|every|our? <cohortgrain>? cohort|cohorts spend|spent|bring|brought',
    ],
    'spend',
  )
  cohorts(
    [
      'active? customers|buyers by|per|in|of each|every? <cohortgrain>? cohort|cohorts',
      '<cohortgrain>? cohort|cohorts sizes|size',
    ],
    'customers',
  )
  grammar.rule(
    'item',
    ['customer? retention rate|rates|figure|figures?', 'overall retention rate?'],
    () => ({ kind: 'retention', show: 'share' }),
    0.3,
  )
}

function addGrains(grammar: Grammar): void {
  for (const [words, grain] of [
    ['monthly|month', 'month'],
    ['quarterly|quarter', 'quarter'],
    ['yearly|annual|year', 'year'],
    ['weekly|week', 'week'],
  ] as const)
    grammar.rule('cohortgrain', words, () => grain)
}
