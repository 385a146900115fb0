import type { Grain } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { bar } from './meanings.ts'

/** The pieces that a question is read into. */
export function addItems(grammar: Grammar): void {
  grammar.rule(
    'group',
    ['speak|speaks which|what language'],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'customer.language' } }),
    -0.2,
  )
  grammar.rule(
    'item',
    [
      'what|how does|do <product> cost|costs',
      'price|cost of <product>',
      'how much is|are|does|do <product> cost?',
      '<product> price',
    ],
    ({ product }) => ({ kind: 'pricelist', skus: product.products.map((each: { sku: string }) => each.sku) }),
    -0.6,
  )
  const first = (grain: Grain) => ({ kind: 'firsttime', grain })
  for (const grain of ['month', 'quarter', 'year', 'week'] as const)
    grammar.rule(
      'item',
      [
        `by|per ${grain} of? their|the? first order|purchase|buy`,
        `by first order|purchase ${grain}`,
        `by the? ${grain} they first bought|ordered|shopped`,
      ],
      () => first(grain),
      -0.6,
    )
  grammar.rule(
    'item',
    ['referred|sent by|from one|any|some of? our|the? <topwords>', 'referred|sent by|from our? <segment>'],
    () => ({
      kind: 'impossible',
      reason: 'I can list whom one customer referred, but not by what kind of customer the referrer is.',
    }),
    -3,
  )
  grammar.rule(
    'item',
    [
      'who has|have? referred|recommended|introduced our|the? <segment>',
      'who has|have? referred|recommended|introduced our|the? <topwords>',
    ],
    () => ({
      kind: 'impossible',
      reason: 'I can say who referred one customer, but not who referred customers of one kind.',
    }),
    -3,
  )
  grammar.rule(
    'group',
    ['one line|row per|for each? <dim>', 'a? line|row for|per each? <dim>'],
    ({ dim }) => ({ kind: 'group', dimension: dim }),
    -0.3,
  )
  grammar.rule('item', '<head>', ({ head }) => head)
  grammar.rule('item', '<subject>', ({ subject }) => subject, 0.02)
  grammar.rule('item', '<cond>', ({ cond }) => cond)
  grammar.rule('item', '<event>', ({ event }) => event)
  grammar.rule('item', '<place>', ({ place }) => place, 0.1)
  grammar.rule('item', '<storecustomers>', ({ storecustomers }) => ({ kind: 'homestore', store: storecustomers }), -0.1)
  grammar.rule('item', '<storeplace>', ({ storeplace }) => ({ kind: 'storeplace', store: storeplace.store }))
  grammar.rule('item', ['<what>', 'of|in|from|for|on|with <what>'], ({ what }) => what, 0.15)
  grammar.rule('item', ['of|in|from|for|on|with? <what> stuff|gear|things|supplies'], ({ what }) => what, -0.1)
  grammar.rule('item', '<whenboth>', ({ whenboth }) => ({
    kind: 'time',
    periods: [whenboth.period],
    ahead: whenboth.ahead,
    role: 'period',
  }))
  grammar.rule('item', '<whenlist>', ({ whenlist }) => ({ kind: 'time', periods: whenlist, role: 'list' }))
  grammar.rule(
    'item',
    '<versuswhen>',
    ({ versuswhen }) => ({ kind: 'time', periods: [], role: 'comparison', ...versuswhen }),
    -0.05,
  )
  grammar.rule(
    'item',
    '<graintime>',
    ({ graintime }) => ({ kind: 'group', dimension: { kind: 'time', grain: graintime } }),
    0.05,
  )
  grammar.rule('item', '<measure>', ({ measure }) => ({ kind: 'measure', measure }))
  grammar.rule('item', '<countname>', ({ countname }) => ({ kind: 'countnoun', metric: countname }), 0.3)
  grammar.rule(
    'item',
    ['names please?', 'about? which|what $people'],
    () => ({ kind: 'target', entity: 'customer' }),
    0.05,
  )
  grammar.rule('item', '<super>', ({ super: ranking }) => ranking)
  grammar.rule('item', '<limit>', ({ limit }) => limit)
  grammar.rule('item', '<order>', ({ order }) => order)
  grammar.rule('item', '<group>', ({ group }) => group)
  grammar.rule('item', '<share>', ({ share }) => share)
  grammar.rule('item', '<growth>', ({ growth }) => growth)
  grammar.rule('item', '<versus>', ({ versus }) => versus)
  grammar.rule('item', '<channelfact>', ({ channelfact }) => channelfact)
  grammar.rule(
    'channelfact',
    [
      'online|web|internet',
      'online|web|website only|alone|exclusively',
      'only|just online',
      'total|overall online|web|internet',
      'on|from|via|through the? website|web|internet|webshop|site',
      'online store|shop|channel',
      'web store|shop',
    ],
    () => ({ kind: 'fact', where: [field('order.channel', 'is', ['online'])] }),
  )
  grammar.rule(
    'channelfact',
    [
      'in|at the|our? store|stores|shop|shops',
      'in-store|instore|offline',
      'in person',
      'over the counter',
      'brick and mortar',
    ],
    () => ({ kind: 'fact', where: [field('order.channel', 'is', ['store'])] }),
    0.5,
  )
  grammar.rule(
    'channelfact',
    [
      'all|our stores|shops|channels plus|and|including? web|online|website|site?',
      'all told|together|in|up',
      'stores and site|web|online|website',
      'shop|company wide',
      'in total',
      'overall',
      'net|after of? refunds and|or discounts',
      'after|net refunds|discounts|returns',
      'in|all all',
      'altogether',
      'combined',
      'in the whole? shop|business|company|store',
      'in all stores|shops',
    ],
    () => ({ kind: 'fact', where: [] }),
    0.1,
  )
  grammar.rule('item', ['<person>', '=customer|=client|=shopper number|no|nr|#? <person>'], ({ person }) => person)
  grammar.rule('item', '<ask>', ({ ask }) => ask, 0.1)
  grammar.rule('item', '<column>', ({ column }) => column, 0.2)
  grammar.rule(
    'column',
    [
      'with|and|plus|including|incl|include|show|add|also|their <fieldname>',
      'with|and|plus|including|showing what|how_much|the_amount they|each|he|she of? them? have|has|had? spent|spend|paid|bought_for',
      'with|and|plus|their the|their|his|her amount|amounts|total|totals|sum|spend|revenue',
    ],
    ({ fieldname }) => ({ kind: 'column', field: fieldname ?? '' }),
    0.4,
  )
  grammar.rule(
    'item',
    ['<compared>', 'over|under|above|below <compared>'],
    ({ compared }) => ({ kind: 'bar', bar: bar(compared), unit: compared.unit, metric: null }),
    0.5,
  )
  grammar.rule(
    'item',
    ['<compared> <counted>', '<counted> <compared>', '<counted> is|are|of|was|were <compared>'],
    ({ compared, counted }) => ({
      kind: 'bar',
      bar: bar(compared),
      unit: compared.unit,
      metric: counted.kind === 'metric' ? counted.metric : null,
    }),
    0.1,
  )
  grammar.rule('item', '<campaign>', ({ campaign }) => ({ kind: 'campaign', match: campaign }), 0.3)
  grammar.rule('item', '<response>', ({ response }) => ({ kind: 'response', filter: response }), 0.6)
  grammar.rule(
    'item',
    [
      "<stafflist> 's?",
      'by|for|from|of|with <stafflist>',
      'written|made|left|logged|taken|handled by <staff>',
      '<staff> wrote|left|made|logged|took|has|handled',
      'assigned|given|belonging to <staff>',
    ],
    ({ staff, stafflist }) => ({ kind: 'staff', emails: stafflist ?? [staff.email] }),
    0.5,
  )
  grammar.rule('item', '<openness>', ({ openness }) => ({ kind: 'openness', filter: openness }), 0.3)
  grammar.rule('item', '<staffdesk>', ({ staffdesk }) => ({ kind: 'desk', where: staffdesk }), 0.3)
  grammar.rule('item', '<reference>', ({ reference }) => ({ kind: 'ref', ref: reference }))
  grammar.rule(
    'item',
    [
      'i? mean? orders|sales|rung|sold? up? at the? store|shop',
      'the? store not the? city',
      'by order store|shop',
      'at that store|shop',
    ],
    () => ({ kind: 'hint', place: 'store' }),
    0.2,
  )
  grammar.rule('item', ['home store|shop', 'by|as home store|shop'], () => ({ kind: 'hint', place: 'home' }), 0.2)
  grammar.rule(
    'item',
    [
      'i? mean? where they live',
      'the? city not the? store|shop',
      'the city',
      'i? mean? the? people|those|ones|customers? who? living|live|lives there',
      'living|live in the city',
    ],
    () => ({ kind: 'hint', place: 'city' }),
    0.2,
  )
  grammar.rule('item', '<aside>', ({ aside }) => aside)
  grammar.rule('item', '<soldevent>', ({ soldevent }) => soldevent)
  grammar.rule('item', '<segmentgroup>', ({ segmentgroup }) => segmentgroup)
  grammar.rule('item', '<back>', ({ back }) => back)
}
