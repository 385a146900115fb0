import type { Grammar } from '../engine.ts'

/** What is said besides the question. */
export function addAsides(grammar: Grammar): void {
  grammar.rule(
    'item',
    [
      'in whole|full years|days|numbers|dollars',
      'up to today|now',
      'one|a line|row|number per|for each|every? month|week|quarter|year|store|category|day',
      'to nobody|noone in particular',
      'that was|is it|all',
      'is|are on the phone|line for me|us?',
      'is|are here|waiting|calling at the? counter|store|shop|phone|right? now?',
      'is|are standing in front of me|us',
      'counting online as its own slice|group|store|row|line|channel',
      'although|though|even_though|while|whereas',
      'just checking|curious',
      'as far as we|i know|can see',
      'on average',
      'by then',
      'with names|name',
      'the full list|story|picture',
      'to be exact|precise|clear|sure',
      'please and thank',
      'if you can|could|may',
      'of all sorts|kinds',
      'in the end',
      'as of now|today',
    ],
    () => ({ kind: 'word', word: '' }),
    -0.6,
  )
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
