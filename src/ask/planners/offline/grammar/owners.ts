import type { Grammar } from '../engine.ts'
import { clause, field } from '../items.ts'
import { one } from './meanings.ts'

/** The colleagues that customers belong to. */
export function addOwners(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'no|without_a|without colleague|owner|staff|one|staff_member|rep|associate is|was|has? been? assigned|responsible|attached|in_charge to|for|of?',
      'nobody|noone|no_one is|was|has? been? assigned|responsible|attached to|for?',
      'not assigned to a|any colleague|owner|person|rep|associate|member?',
      'without anyone|anybody assigned|responsible|looking_after?',
    ],
    () => one(field('customer.owner', 'missing')),
    -0.2,
  )
  // owner
  grammar.rule('stafflist', ['<staff>', "<staff> 's"], ({ staff }) => [staff.email])
  grammar.rule(
    'stafflist',
    ["<staff> 's or|and <stafflist>", '<staff> or|and|nor <stafflist>', '<staff> , <stafflist>'],
    ({ staff, stafflist }) => [staff.email, ...stafflist],
  )
  grammar.rule(
    'cond',
    [
      "<staff> 's $people",
      '<staff> $people',
      "$people of <staff> 's?",
      'owned|managed|handled|served|covered|kept|tended by <stafflist>',
      'belong|belongs|belonging|assigned|given to <stafflist>',
      '<staff> look|looks|takes|taking|looking after|care|of',
      '<staff> owns|own|manages|handles|serves|covers|keeps',
      "in|from|on|of <staff> 's book|portfolio|list|care|client_list|hands|name|account|accounts of? clients|customers?",
      "<staff> 's|book|own book|portfolio|list|clients|accounts|people|folks|ones of? business|customers|clients?",
      'whose|with|where|and|the? owner|account_manager is|=|being? <stafflist>',
      'with <stafflist> as|for their|the|an? owner',
      'under|with <staff>',
      'of <staff>',
      "are|is <staff> 's",
    ],
    ({ staff, stafflist }) => one(field('customer.owner', 'is', stafflist ?? [staff.email])),
  )
  grammar.rule(
    'cond',
    [
      'not owned|managed|handled|belong|belonging|assigned|with|of|already by|to? <stafflist>',
      "except|excluding|drop|without|leave|remove|minus|skip|other out|than|anyone|anybody|those|the|ones|customers|people|everyone? who|that|already|is|are? belong|belongs|belonging|owned|assigned|managed|with|looked|of|after? to|by|with? <stafflist> 's? customers|people|clients|ones?",
    ],
    ({ stafflist }) => ({ kind: 'cond', clauses: [clause(field('customer.owner', 'is', stafflist, true))] }),
  )
  grammar.rule(
    'cond',
    [
      'no|without|with_no|missing|lacking an|any|account? owner|account_manager',
      'nobody|none|noone of? us? owns|owning|looks|looking|takes|cares after|care|for|of? of?',
      'unowned|unassigned|ownerless',
      'no one on|of|in? the? team|staff|us? owns|looks|takes|cares after|care|for|of? of?',
      'belong|belongs|belonging|assigned to? nobody|noone',
      'belong|belongs|belonging|assigned to? no one on|of? the? team|staff|us?',
      'nobody|none|noone on|of|in? the? team|staff|us? looks|takes|cares|owns after|care|for|them? of|them? them?',
      'not owned|assigned|looked by|to|after? anyone|anybody|somebody|someone|any|a|by? colleague|owner|staff?',
      'not have|has an|any owner',
      'not have|has an|any owner|colleague',
      'not belong|belongs|assigned to anyone|anybody|somebody',
      'not have|has|had anyone|anybody|someone|somebody|a|any colleague? looking|taking|caring after|care|for|of? of? them|him|her|it?',
      'no one|colleague|staff looking|taking|caring after|care|for|of? of? them|him|her|it?',
    ],
    () => one(field('customer.owner', 'missing')),
  )
  grammar.rule(
    'cond',
    ['with|have|has an|a owner', 'owned by someone|somebody|anyone'],
    () => one(field('customer.owner', 'missing', [], true)),
    0.2,
  )
}
