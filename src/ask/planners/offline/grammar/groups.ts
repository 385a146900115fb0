import type { Grain } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'

/** Breakdowns: by store, for each month. */
export function addGroups(grammar: Grammar): void {
  grammar.rule(
    'group',
    [
      'by|per|on where|how the|a|our|each? customer|customers|buyer|buyers|people|they originally? first? came|come|found|heard|find|hear of|about|from|to? us|from?',
      'by|per who|what sent|brought them',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'customer.source' } }),
    -0.6,
  )
  for (const grain of ['day', 'week', 'month', 'quarter', 'year'] as readonly Grain[]) {
    grammar.rule('dim', [`${grain}`], () => ({ kind: 'time', grain }))
    grammar.rule(
      'group',
      [
        `${grain} by|on|over|after ${grain}`,
        `by|per|each|every ${grain}`,
        `for each|every ${grain}`,
        `over the? ${grain}s`,
      ],
      () => ({ kind: 'group', dimension: { kind: 'time', grain } }),
      -0.1,
    )
  }
  for (const [word, grain] of [
    ['daily', 'day'],
    ['weekly', 'week'],
    ['monthly', 'month'],
    ['quarterly', 'quarter'],
    ['yearly|annually|annual', 'year'],
  ] as const) {
    grammar.rule('group', word, () => ({ kind: 'group', dimension: { kind: 'time', grain } }), 0.1)
  }
  grammar.rule(
    'group',
    [
      'by|per <dim>',
      'split|broken|break|breakdown|divided|grouped|group|divide down|out|up? it|them? down? by|per|across|over|into <dim>',
      'across|between our|the|all|different? <dim>',
      'spread|distributed|distribute over|across|by|among|on the|our|all? <dim>',
      'according to <dim>',
      'among <dim>',
      'in terms of <dim>',
      'as per <dim>',
    ],
    ({ dim }) => ({ kind: 'group', dimension: dim }),
  )
  grammar.rule(
    'group',
    [
      'for|of|at|in|from each|every|all|each_of of? our|the? <howmany>? <dim>',
      'each|every <dim>',
      'for our|the|all <howmany>? <dim>',
      'of each <dim>',
      'in|at each|every <dim>',
      'per <dim>',
    ],
    ({ dim }) => ({ kind: 'group', dimension: dim, each: true }),
    0.05,
  )
  grammar.rule(
    'group',
    [
      'each|every of us|the_team|the_staff|our_staff',
      'each|every one|person|member of|on us|the_team|the_staff',
      'each one of us',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'staff' }, each: true }),
    -0.2,
  )
  grammar.rule(
    'group',
    [
      'did|does|do|has|have each|every <dim> bring|brought|get|got|have|win|won|deliver|contribute|generate|generated|make|made|take|sell|sold in|up?',
    ],
    ({ dim }) => ({ kind: 'group', dimension: dim, each: true }),
    -0.2,
  )
  grammar.rule(
    'group',
    ['<dim> by <dim:same>', '<dim> for <dim:same>'],
    ({ dim, same }) => (JSON.stringify(dim) === JSON.stringify(same) ? { kind: 'group', dimension: dim } : null),
    -0.5,
  )
  grammar.rule(
    'group',
    ['by|per <dim> and|then by|per? <dim:second>'],
    ({ dim, second }) => ({ kind: 'groups', dimensions: [dim, second] }),
    -0.2,
  )
  grammar.rule(
    'group',
    [
      'online|web and|versus|or|against|compared|beat|outsell|outsold the? store|stores|in-store|offline|shop',
      'store|stores|in-store|shop|offline and|versus|or|against online|web|internet',
      'in stores? versus|and|or online',
      'in store versus|and|or|against online',
      'online versus|and|or|against in stores?',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'order.channel' } }),
    -0.3,
  )
  grammar.rule(
    'group',
    [
      'referred customers|buyers|people|ones? versus|and|against|compared|or to|with? everybody|everyone|others|other|rest|non-referred|not_referred|unreferred|not|all|those else|customers|referred|ones?',
      'referred versus|and|against the|all|everybody|everyone? rest|others|else|other|everybody|everyone customers?',
      'referred ones and|versus others',
    ],
    () => ({ kind: 'group', dimension: { kind: 'segment', segment: 'referred', percent: null, category: null } }),
    -0.4,
  )
  grammar.rule(
    'group',
    [
      'vips|vip|top|best customers? versus|against|and|compared|or to|with? everybody|everyone|the? rest|others|else|everybody|everyone|other customers?',
      'top customers versus|against|and|compared|or to|with? everyone|everybody|the? rest|others|else|everyone|everybody',
    ],
    () => ({ kind: 'group', dimension: { kind: 'segment', segment: 'top', percent: null, category: null } }),
    -0.4,
  )
  grammar.rule(
    'group',
    [
      'ones|people|those who|that? got|received|were it|sent? it? and|versus|or holdouts|holdout|control',
      'got|sent|received|recipients|ones|people who|that? got|received? it? and|versus|against|compared|or the|to|with? hold-outs|holdouts|hold-out|holdout|control|held group|out|ones|back?',
      'ones|those|people got|received it and|versus|or the? held|kept|hold|holdouts|hold-outs|hold-out out|outs|back?',
      'hold-outs|holdouts|holdout|held|hold outs|out? versus|against|and|or the? recipients|sent|others|rest|treated|ones|those|people it? was|were|who|got? sent|got|received? to|it?',
      'against|versus|compared to|with? the? hold-outs|holdouts|holdout|control|hold outs|group?',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'recipient.holdout' } }),
    -0.4,
  )
}

/** A segment against the rest. */
export function addSegmentGroups(grammar: Grammar): void {
  grammar.rule(
    'segmentgroup',
    [
      '<segment> versus|against|compared_to the|all? rest|others|everyone|everybody|not <segment:same>?',
      '<segment> and not|non <segment:same>',
    ],
    ({ segment: name }) => ({
      kind: 'group',
      dimension: { kind: 'segment', segment: name, percent: null, category: null },
    }),
  )
}
