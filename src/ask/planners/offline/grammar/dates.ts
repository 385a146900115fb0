import type { Grammar } from '../engine.ts'
import { clause, field, fieldIn, segment } from '../items.ts'
import { cond, dueIn, one } from './meanings.ts'

/** New customers, first and last orders, birthdays. */
export function addDates(grammar: Grammar): void {
  grammar.rule(
    'item',
    [
      '$ordered|bought|shopped|came for the? first time',
      'first|first_time bought|ordered|shopped|purchased',
      'became|become|became_a customers|customer|buyers',
    ],
    () => ({ kind: 'countnoun', metric: 'new_customers' }),
    0.6,
  )
  // new customers, first and last order, records
  grammar.rule(
    'cond',
    [
      'new <when>',
      'brand new <when>',
      'became|become|became_a a|new? customer|customers|buyer|client <when>',
      'first order|purchase|bought|ordered|time was|is|in|on|came|fell|falls|buy|shopped|placed|made? in|on|was? <when>',
      'whose|with|their|had|made|placed the? first order|purchase|ever|time was|is|came|fell|falls|in|on|dates? from|in|on? <when>',
      'first bought|ordered|shopped|purchased|came|visited from|with|at|us? us? <when>',
      '$ordered|bought|shopped for the? first time <when>',
      'newcomer|newcomers <when>',
      'acquired|won as? customers? <when>',
      'joined as customers <when>',
      'started buying|shopping|ordering <when>',
      'new in|of|from|as <when>',
      'new customers|customer|buyers|faces|people|folks <when>',
      'brand new customers|customer|buyers|faces|people|folks <when>',
      'first time customers|buyers|shoppers <when>',
      'first time|timers|timer customers|customer|buyers|buyer|shoppers? <when>',
      'people who were new <when>',
      "<when> 's? new customers|buyers|customer",
    ],
    ({ when }) => one(fieldIn('customer.first_order_day', when)),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'last|latest|most_recent order|purchase|bought|ordered|visit|buy|shopped was|is|in|on|dates|came|fell? from|in|on|was|back? <when>',
      'last time they|he|she bought|ordered|shopped|came|purchased anything|something|in? was|is? back? in|on? <when>',
      'whose|with|their the? last|latest order|purchase was|is|in|on|dates|came|fell? from|in|on|back? <when>',
      'last bought|ordered|shopped|purchased|came|seen anything|something|in|with|by|from? us? <when>',
      'most recently|recent ordered|bought|order|purchase was|is|on|in? <when>',
    ],
    ({ when }) => one(fieldIn('customer.last_order_day', when)),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'one and only order|purchase with|was|from|us|is? us? was|is|in? <when>',
      'only|single|sole|one order|purchase with|was|from|us|is|ever? us? was|is|in|fell? <when>',
      'whose|with|their the|a|one|and|only|single|sole? only|single|sole|one? order|purchase with|was|is|us? us? was|is|in? <when>',
      'ordered|bought exactly|only|just once ever? , <when>',
      'only one order|purchase , <when>',
      'one-time customers|customer|buyers|buyer from|of|in? <when>',
      'exactly one order <when>',
      '$ordered exactly|only|just? once and|, that|it was|is in|on? <when>',
      'with? exactly|only|just? one order|purchase and|, that|it|which was|is in|on? <when>',
    ],
    ({ when }) => cond(clause(segment('one_time')), clause(fieldIn('customer.first_order_day', when))),
    -0.5,
  )
  grammar.rule(
    'cond',
    ['joined us? <when>', 'who|that joined us? <when>'],
    ({ when }) => ({
      ...one(fieldIn('customer.created_day', when)),
      either: {
        ask: 'Joined: by their first order, or by the day they were put on file?',
        options: [
          { label: 'First order', item: one(fieldIn('customer.first_order_day', when)) },
          { label: 'Put on file', item: one(fieldIn('customer.created_day', when)) },
        ],
      },
    }),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'created|added|registered|signed|entered|enrolled|joined up|in|to|our|the? system|database|list|books? <when>',
      'record|account|profile created|made|added|opened was|is? <when>',
      'customer since <when>',
      'on|in our|the? books|file|system <when>',
      'signed up <when>',
      'joined our? records|list|books|system|database|mailing_list? <when>',
    ],
    ({ when }) => one(fieldIn('customer.created_day', when)),
  )
  grammar.rule(
    'cond',
    [
      'birthday|bday|birthdays|born|b-day|birth is|are|falls|fall|coming|comes|on|in|was|were|day|date|between|up|during|this|due|have|has? up|on|in|between|coming? <ahead>',
      'with|whose|have|has|having|celebrate|celebrates|celebrating a|an|their|his|her|the? birthday|bday|birthdays|b-day is|are|falls|fall|coming|comes|on|in|between|up|during? up|on|in|between? <ahead>',
      '<ahead> birthday|birthdays|bday|bdays',
      'turn|turns|turning a year older <ahead>',
      "<ahead> 's birthday|birthdays",
      'born <ahead>',
    ],
    ({ ahead }) => one(fieldIn('customer.birthday', dueIn(ahead))),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'usual gap|interval|rhythm is? <compared> days?',
      'buy|buys|order|orders|come|comes every|each in? <compared> days',
      'usual|typical gap|interval of|is? <compared> days?',
    ],
    ({ compared }) => one(field('customer.usual_gap', compared.op, compared.values)),
  )
  grammar.rule(
    'cond',
    ['walk-in|walk-ins|anonymous|unknown|unidentified orders|order|sales|customers'],
    () => one(field('customer.customer', 'missing')),
    0.5,
  )
  grammar.rule(
    'cond',
    ['known|identified|named|registered $people', 'identified|known'],
    () => one(field('customer.customer', 'missing', [], true)),
    0.4,
  )
}
