import type { Grammar } from '../engine.ts'
import { clause, field, fieldIn } from '../items.ts'
import { cond, one } from './meanings.ts'

/** How customers found the shop. */
export function addSources(grammar: Grammar): void {
  grammar.macro(
    'found',
    'found find heard came come arrived discovered know learned acquired joined signed gotten got met',
  )
  const from = (source: string) => one(field('customer.source', 'is', [source]))
  grammar.rule(
    'cond',
    [
      '$found us|to|about|in|here|out|up? us|about|in? through|via|from|on|by|at|thanks|over|off|because|as the|our|a|an|to|of? <source> media|channel|post|ad|page|sign-up|people?',
      'whose|with|where|their|the? source is|=|of|was? <source>',
      'with <source> as source',
      '<source> as|is their|the? source',
      'from|of|with|by the|our? <source> source',
      'through|via <source> media|channel?',
      'from|by source <source>',
      'source|came|sourced|acquired|originated|origin from|via|through|by|is|: <source> media?',
      'came|come as|by a|an? <source>',
      '<source> signups|sign-ups|leads|acquired|sourced|origin',
    ],
    ({ source }) => from(source),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'signed|joined|registered|enrolled up? through|via|from|by|using|with the|our|a? <source> sign-up|form|page? <when>',
    ],
    ({ source, when }) =>
      cond(clause(field('customer.source', 'is', [source])), clause(fieldIn('customer.created_day', when))),
    -0.4,
  )
  grammar.rule(
    'cond',
    [
      'came|come|found|joined us|to|in|here|up? us|in? through|via|from|on|by|at|thanks|over as the|our|a|an|to|of? <source> media|channel|page? <when>',
    ],
    ({ source, when }) => {
      const since = (name: string) =>
        cond(clause(field('customer.source', 'is', [source])), clause(fieldIn(name, when)))
      return {
        ...since('customer.created_day'),
        either: {
          ask: 'Came: by their first order, or by the day they were put on file?',
          options: [
            { label: 'First order', item: since('customer.first_order_day') },
            { label: 'Put on file', item: since('customer.created_day') },
          ],
        },
      }
    },
    -0.4,
  )
  grammar.rule('cond', ['<source> media? $people', 'from|at our|the? <source>'], ({ source }) => from(source), 0.6)
  grammar.rule(
    'cond',
    ['no|without|unknown|missing source', 'do not know where|how they|he|she? come|came|found|find from|us'],
    () => one(field('customer.source', 'missing')),
  )
}
