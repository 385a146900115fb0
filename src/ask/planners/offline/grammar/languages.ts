import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { one } from './meanings.ts'

/** Languages that customers speak. */
export function addLanguages(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'speak|speaks|speaking|talk|talks|prefer|prefers|preferring|want|wants|rather like|to|be|talk|talked|have|hear|served|addressed|speak|us|from|contacted|written|in|with? to|us|in|with|from? us|in|with? <language>',
      '<language> speaker|speakers|speaking|language|preferring $people?',
      'whose|with|preferred? language is|=|of? <language>',
      'in|with <language> as|for? language|preferred|first?',
      'rather|prefer|prefers|like? talk|speak|be|hear|write|chat|communicate to|with|from|addressed? us|you? in <language>',
      'in <language>',
      'language|lang is|= <language>',
    ],
    ({ language }) => one(field('customer.language', 'is', [language])),
  )
  grammar.rule(
    'cond',
    [
      'not speak|speaks|speaking|english? <language>',
      'other|language than|is|not not? <language>',
      'whose|with language is|other not|than <language>',
    ],
    ({ language }) => one(field('customer.language', 'is', [language], true)),
  )
}
