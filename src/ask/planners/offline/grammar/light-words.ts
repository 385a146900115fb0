import type { Grammar } from '../engine.ts'

/** Words that add nothing to what is asked. */
export function addLightWords(grammar: Grammar): void {
  const light = (patterns: readonly string[], cost = -0.6) =>
    grammar.rule('item', patterns, () => ({ kind: 'word', word: '' }), cost)
  light([
    'how many|much each|apiece',
    'among|amongst|amid',
    'out of|from among',
    'with the number|numbers|count|counts|figures',
    'added|summed|adding|taken up',
    'all of them',
    'in sum',
    'we use|have|carry|keep|know',
    'with? what is? the? matter|problem|issue',
    'what they|it are|is? about',
    'themselves|himself|herself',
    'as a whole',
    'put together',
    'list them',
    'used to be busy|good|active|regular|regulars',
    'just the number|total',
    'just a number',
    'a number is enough',
    'one number',
    'trend|trends|development|evolution of|for|in?',
    'we know of',
    'that exist',
    'we have on file',
    'in our books|system|database|records',
    'to|into the|our? books|system|database|records|list',
  ])
  light(['came|come|coming in'], 0.2)
  light(['are|were|is we getting|seeing'], 0.1)
  light(['give|gave|given|giving|hand|handed away|out'], 0.1)
  light(
    [
      'net of returns|refunds|discounts',
      'after|net|without|less returns|refunds|discounts and|or refunds|discounts|returns',
      'after returns|refunds|discounts',
      'less returns|refunds',
      'returns|refunds taken off|out',
      'returns|refunds deducted|subtracted|removed',
    ],
    -1,
  )
  light(
    [
      'net',
      'separately',
      'respectively',
      'side by side',
      'in days|dollars',
      'list price',
      'on|in our? books|records|file|system|list',
      'carry|carries',
      'works|work|working at|in|for?',
      'logged',
      'as well',
      'on the? list',
      'so far',
      'with amounts',
      'with us',
    ],
    0.1,
  )
  light(['ones', 'the ones'], 0.15)
  light(['again', 'first of all', 'so far', 'at the moment', 'these days', 'for a|an|the|our? moment'], 0.15)
  grammar.rule('item', ['and how many|much'], () => ({ kind: 'andcount' }), 0)
  grammar.rule('item', ['buy', 'purchase', 'go for', 'like to buy', 'end up buying'], () => ({ kind: 'buys' }), 0.3)
  light(
    [
      'order|reference numbers',
      'full months|weeks only',
      'in total',
      'known customers only',
      'we sold|carry|sell|stock|offer',
      'from us',
      'so far',
      'go|goes|going in',
      'make|made|have to customers',
      'show|with the? product|day and day|product',
      'the owner for each',
      'which|what ones',
    ],
    0.15,
  )
  light(['over the years', 'over time'], -0.6)
  light(['a lot', 'thanks a lot', 'originally', 'explicitly', 'different', 'in total', 'for us'], 0.1)
  light(['did|do we? win|gain|acquire|attract|land|pick up|add?'], 0.1)
  light(['did|do|have|has we|the_team|staff log|logged|record|recorded'], -0.1)
  light(['placed|made', 'came through'], 0.25)
  light(['in|of|from their book|portfolio'], -0.3)
}
