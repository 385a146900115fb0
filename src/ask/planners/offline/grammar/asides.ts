import type { Grammar } from '../engine.ts'

/** What is said besides the question. */
export function addAsides(grammar: Grammar): void {
  grammar.rule(
    'aside',
    [
      'want|need|like|plan|planning|hoping|trying to|on <doing> <anything>?',
      'so|because|before i|we|it|they|you|winter|christmas|summer <anything>',
      'before the|a|winter|christmas <anything>?',
      'for the|a|an|our|my newsletter|mailing|flyer|event|campaign|party|meeting|board|boss|report|calls|promo|team|raffle',
      'to <doing> <anything>?',
      'we|i should|must|will|could|shall <doing> <anything>?',
      'thinking|thought about|of <doing> <anything>?',
    ],
    () => ({ kind: 'set-aside' }),
    1.2,
  )
  grammar.rule(
    'item',
    [
      'i mean',
      'ie',
      'that is',
      'in other words',
      'meaning',
      'as in',
      'by which i mean',
      'i guess',
      'or so',
      'if any|possible',
      'for me|us',
      'to me',
      'as well',
      'good morning|afternoon',
      'quick question',
      'tell me',
      'do we know',
      'all together|told',
      'at all',
      'in total|all',
      'right now',
      'as of today|now',
      'by the way',
      'overall',
    ],
    () => ({ kind: 'word', word: '' }),
    -1.4,
  )
  grammar.rule(
    'doing',
    'call|email|text|write|invite|contact|thank|send|offer|ring|visit|reach|surprise|warn|remind|plan|prepare|decide|see|know|check|phone|mail|follow|get|win|give|talk|speak',
  )
}
