import type { Grammar } from '../engine.ts'
import type { Item } from '../items.ts'

/** Question words: who, how many, when. */
export function addHeads(grammar: Grammar): void {
  grammar.rule(
    'head',
    [
      'whoever',
      'who all',
      'which ones',
      'who is|are it|they? that',
      'who exactly',
      'who among|amongst|of us|our_customers',
    ],
    () => ({ kind: 'head', head: 'who' }),
    0.05,
  )
  grammar.rule(
    'head',
    ['could|can i|we have|see|get', 'who is|are that|this|it|those', 'let me|us see|have|know'],
    () => ({ kind: 'head', head: 'list' }),
    0.05,
  )
  const head = (name: Extract<Item, { kind: 'head' }>['head'], patterns: readonly string[], cost = 0) =>
    grammar.rule('head', patterns, () => ({ kind: 'head', head: name }), cost)
  head('count', [
    'how many',
    'how many times',
    'number of',
    'count|count_of',
    'how much people|customers',
    'what number of',
    'headcount',
    'total number of',
    'how many are|is|remain|of_them|of_those? left|remaining',
    'how many does|do that|this|it leave|come|comes|make|makes to?',
    'how large|big',
  ])
  head('howmuch', ['how much', 'what amount', 'how well'])
  head('when', ['when', 'what|which day', 'what|which date', 'how recently', 'how long ago'])
  head('howoften', ['how often', 'how frequently', 'how regularly'])
  head('where', ['where'])
  head('who', ['who', 'whom', 'whose', 'which $people', 'what $people', 'who else', 'whos'])
  head('list', [
    'list',
    'show',
    'show me|us',
    'give me|us',
    'get me',
    'pull up?',
    'find me?',
    'tell me',
    'name',
    'need',
    'display',
    'fetch',
    'look up',
    'print',
    'give',
    'send me',
    'want',
    'looking for',
    'i|we want to win back',
    'want to see',
    'bring up',
    'get',
    'see',
    'identify',
    'report',
    'run',
    'win back',
    'are there',
    'is there',
    'do we have',
    'have we',
    'got',
    'any',
    'hunt down',
    'pick out',
    'list of',
    'the list',
    'call list',
    'remind me',
    'check',
    'export',
    'view',
  ])
  head('which', ['which', 'which of'])
  head('what', ['what', 'how', 'what about', 'what is|are|was|were', 'what did'])
}
