import type { Grammar } from '../engine.ts'

/** References to the rows of the answer before. */
export function addBackReferences(grammar: Grammar): void {
  // references to the rows of the answer before
  grammar.rule(
    'back',
    ['take|taking|leave|leaving|kick|throw|filter out', 'take|taking away|off'],
    () => ({ kind: 'back', drop: true }),
    -0.3,
  )
  grammar.rule(
    'back',
    [
      'same|likewise for|in|with?',
      'same thing|question|list|numbers|figures for|in|with?',
      'instead',
      'instead of <counted>',
      'instead of <countof>',
      'now',
      'how about',
      'what about',
      'and what about',
      'but',
    ],
    () => ({ kind: 'back', only: true }),
    0.15,
  )
  grammar.rule(
    'back',
    [
      'those|these|them|they|that',
      'of those|these|them|that',
      'which|who of those|these|them',
      'among|from|out_of those|these|them',
      'the same list|ones|people|customers',
      'those|these people|customers|ones|folks|products|orders|items',
      'that list',
      'all of them',
      'each of them|those',
    ],
    () => ({ kind: 'back' }),
    0.2,
  )
  grammar.rule(
    'back',
    [
      'only|just|keep|narrow|limit|filter|restrict to|down|it|that|them|the|ones? to|down|ones|those? who|in|from|with?',
    ],
    () => ({ kind: 'back', only: true }),
    0.3,
  )
  grammar.rule(
    'back',
    [
      'drop|remove|exclude|without|minus|skip|leave out? anyone|anybody|those|the|people|customers|ones|everyone? who|that|already?',
    ],
    () => ({ kind: 'back', drop: true }),
    0.4,
  )
}
