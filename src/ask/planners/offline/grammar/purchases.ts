import type { Grammar } from '../engine.ts'
import { clause, field, metricFilter, none, segment, type What } from '../items.ts'
import { bar, cond, event, type Modifier, merge, one } from './meanings.ts'

/** Customers who bought: something in particular, or at all. */
export function addPurchases(grammar: Grammar): void {
  grammar.rule(
    'event',
    [
      'took|take|brought|carried|walked a|an|the|our|any|some? <what> home <mods>?',
      'went home with a|an|the|our|any|some? <what> <mods>?',
      'and|, it|which|that had|has|contained|included|was a|an|the|some|any? <what> in it|there?',
      'with a|an|some? <what> in it|the_basket|the_order',
      'since|meanwhile|also|even|already <event>',
    ],
    ({ what, mods, event: plain }) =>
      plain ? (plain.period === null || plain.bar !== none ? plain : plain) : event(what, mods),
    0.1,
  )
  grammar.rule(
    'event',
    [
      'get|gets|getting|buy|buys|buying|bought their|the|his|her|its? <what> somewhere|someplace|elsewhere else?',
      'get|gets|getting|buy|buys|buying their|the? <what> from somebody|someone|another|a else|shop|store|competitor',
    ],
    ({ what }) => ({ ...event(what, undefined), bar: none }),
    -0.4,
  )
  grammar.rule(
    'event',
    [
      'not one|a|single bag|box|piece|pack|unit|can|gallon|jar|bottle of <what> <mods>?',
      'not|never one|a|single <what> <mods>?',
      'zero|no bags|boxes|pieces|packs|units|cans|bottles of <what> <mods>?',
    ],
    ({ what, mods }) => ({ ...event(what, mods), bar: none, elliptical: true }),
    0.05,
  )
  grammar.rule(
    'cond',
    [
      'come|came|been|be back since|afterwards|after_that|again since?',
      'back since',
      'returned since|afterwards|after_that',
    ],
    () => one(segment('repeat')),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'not ever? been|come|came|be back since|again|afterwards|yet?',
      'never ever? been|come|came back since|again?',
      'not|never returned since|afterwards',
    ],
    () => one(segment('one_time')),
    -0.3,
  )
  grammar.rule(
    'event',
    [
      'got|had|has|have|with a|an|any? order|orders|purchase refunded|returned in_full|completely',
      'whose order|orders|purchase was|were|got refunded|returned in_full|completely',
      'got|had|have|has a|an? full refund <mods>?',
      'got|had|has|have a|an|any? order|orders refunded|returned in_full|completely <mods>',
    ],
    ({ mods }) =>
      event(null, merge(mods, { where: [field('order.status', 'is', ['refunded'])] }), undefined, 'refunded_orders'),
    -0.2,
  )
  const alone = (filter: ReturnType<typeof field>, metric: string, mods: Modifier | undefined) =>
    cond(
      clause(metricFilter('orders', [filter, ...(mods?.where ?? [])], mods?.period ?? null)),
      clause(metricFilter(metric, [], mods?.period ?? null, { op: 'equals', value: 1 })),
    )
  grammar.macro('alonewords', 'only exclusively solely nothing_but just')
  grammar.rule(
    'cond',
    [
      'only|exclusively|solely|just ever? $bought $anything? from|in|of|out_of? <category> <mods>?',
      'ever? $bought only|exclusively|solely|just|nothing_but $anything? from|in|of|out_of? <category> <mods>?',
      '$bought from|in? <category> only|alone|exclusively <mods>?',
      '$bought nothing but|except|other_than|besides <category> <mods>?',
      '$bought from|in? <category> and nothing|nowhere else <mods>?',
      '<category> only|exclusively $people',
    ],
    ({ category, mods }) => alone(field('product.category', 'is', [category]), 'categories_bought', mods),
    -2.4,
  )
  grammar.rule(
    'cond',
    [
      'only|exclusively|solely|just ever? $bought $anything? from|of|by? <brand> <mods>?',
      'ever? $bought only|exclusively|solely|nothing_but $anything? from|of|by? <brand> <mods>?',
      '$bought <brand> only|alone|exclusively <mods>?',
    ],
    ({ brand, mods }) => alone(field('product.brand', 'is', [brand]), 'brands_bought', mods),
    -0.6,
  )
  // bought something in particular
  grammar.rule('event', ['$bought <what> <mods>?', '$bought <mods:before> <what> <mods>?'], ({ what, mods, before }) =>
    event(what, merge(before, mods)),
  )
  grammar.rule('event', '$bought one|=1 <what> <mods>?', ({ what, mods }) => event(what, mods), -0.1)
  grammar.rule(
    'event',
    ['had|got a|an|the|our|another|their? <what> <mods>', 'had a|an|the|our|another|their <what>'],
    ({ what, mods }) => event(what, mods),
    0.6,
  )
  grammar.rule(
    'event',
    [
      'picked|pick|picking up <what> <mods>?',
      'took|take home <what> <mods>?',
      'walked out with <what> <mods>?',
      'spent money|anything on <what> <mods>?',
      'shopped|shop|shopping in|for|at? <what> <mods>?',
      'went|gone|go for <what> <mods>?',
      'invested in <what> <mods>?',
    ],
    ({ what, mods }) => event(what, mods),
  )
  grammar.rule(
    'event',
    [
      '<what> owner|buyer|purchaser|customer|shopper|fan|lover|people <mods>?',
      'owner|buyer|purchaser of <what> <mods>?',
    ],
    ({ what, mods }) => event(what, mods),
  )
  grammar.rule(
    'event',
    [
      'has|have? put <what> <mods>?',
      'order|orders|basket|ticket with|containing|including <what> <mods>?',
      'a|an? purchase|order of|for <what> <mods>?',
    ],
    ({ what, mods }) => event(what, mods),
    0.2,
  )
  grammar.rule('event', ['$ordered <anaphor> <mods>?'], ({ anaphor, mods }) => event(anaphor, mods), 0.4)
  // brought back
  const back = (what: What | null, mods: Modifier | undefined) => event(what, mods, undefined, 'units_returned')
  grammar.rule(
    'event',
    [
      'returned|return|refunded $anything|item|items|product|products|goods|purchases <mods>?',
      'brought|sent|took|taken|gave $anything|item|items|product|products|goods back <mods>?',
      'had|got|with|received|have|asked a|an|any|for? return|returns|refund|refunds <mods>?',
    ],
    ({ mods }) => back(null, mods),
    0.2,
  )
  grammar.rule(
    'event',
    [
      'returned|refunded <compared> $anything|item|items|product|products|pieces|units <mods>?',
      'brought|sent <compared> $anything|item|items|product|products|pieces|units back <mods>?',
    ],
    ({ compared, mods }) => (compared.unit === null ? { ...back(null, mods), bar: bar(compared) } : null),
    -0.2,
  )
  grammar.rule(
    'event',
    ['returned|refunded <what> <mods>?', 'brought|sent|took|taken <what> back <mods>?'],
    ({ what, mods }) => back(what, mods),
    0.1,
  )
  // bought at all
  grammar.rule(
    'event',
    [
      '$ordered <mods>',
      '$ordered $anything <mods>',
      'placed|place|made|make|with|had an|a|any|at_least? $orders <mods>',
      'active <mods>',
      'been in <mods>',
      'been|gone|come|came shopping <mods>',
      '$orderedvisit in|by <mods>',
      'set foot <mods>',
      'visited to buy <mods>',
      'did shopping|business <mods>',
      'had|with activity <mods>',
      'dropped|drop money <mods>',
      'spent|spend money|anything|something <mods>',
      'buyer|shopper <mods>',
    ],
    ({ mods }) => (mods.period || mods.where?.length || mods.bar ? event(null, mods) : null),
  )
  grammar.rule(
    'event',
    ['shopped|shop|buy|bought|ordered|order with|from|at us', '$ordered $anything', 'placed|place an|any order'],
    () => event(null, undefined),
    0.3,
  )
  grammar.rule(
    'event',
    ['$ordered more than once <mods>?'],
    ({ mods }) => event(null, mods, { op: 'at_least', value: 2 }),
    0.2,
  )
  // in a stretch of time, after an order before it: once in it is again
  grammar.rule(
    'event',
    [
      '$ordered again <mods>',
      '$orderedvisit back again? <mods>',
      '$orderedvisit again <mods>',
      'ordered|bought another|one more time|order <mods>',
    ],
    ({ mods }) =>
      mods.period && !mods.bar
        ? { ...event(null, mods), again: true }
        : event(null, mods, { op: 'at_least', value: 2 }),
    0.2,
  )
  grammar.rule(
    'event',
    '<verbhere> returned <mods>',
    ({ mods, verbhere }) => (verbhere && mods.period && !mods.bar ? { ...event(null, mods), again: true } : null),
    -0.1,
  )
  grammar.rule('event', '$ordered only|just once <mods>', ({ mods }) => event(null, mods, { op: 'equals', value: 1 }))
  grammar.rule(
    'cond',
    [
      '$orderedvisit back? for at? least? a? second|repeat|another|more order|purchase|time?',
      'placed|made a? second|repeat order|purchase',
    ],
    () => one(segment('repeat')),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'ever|once $ordered $anything? here?',
      '$people who|that? ever|once $ordered $anything?',
      'has|have ever $ordered $anything?',
      'ever $ordered from us|here',
    ],
    () => one(segment('buyer')),
    -0.1,
  )
  grammar.rule(
    'cond',
    ['$ordered only|just|exactly once', 'only|just $ordered once', '$ordered a? single time'],
    () => one(segment('one_time')),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      '$ordered both online and in a|the|our? store|shop|stores|person',
      '$ordered both in a|the|our? store|shop|stores|person and online',
      '$ordered online as well as in a|the|our? store|shop|stores',
      '$ordered online and in a|the|our store|shop',
    ],
    () =>
      cond(
        clause(metricFilter('orders', [field('order.channel', 'is', ['online'])], null)),
        clause(metricFilter('orders', [field('order.channel', 'is', ['store'])], null)),
      ),
    -0.3,
  )
  grammar.rule(
    'event',
    [
      'but|yet? <when> nothing|none at? all?',
      'but|yet? <when> not at all',
      'nothing from|of them|those|him|her? <mods>',
    ],
    ({ when, mods }) => ({ ...event(null, when ? { period: when } : mods), bar: none }),
    0.1,
  )
  grammar.rule(
    'event',
    ['but|and|yet? none|any <mods>', 'none <mods>'],
    ({ mods }) =>
      mods.period
        ? { ...event({ kind: 'what', any: [], anaphor: true, words: 'it' }, mods), bar: none, elliptical: true }
        : null,
    0.15,
  )
  grammar.rule(
    'event',
    ['with? nothing bought|ordered|purchased <mods>?', '$people|who have? nothing bought <mods>'],
    ({ mods }) => ({ ...event(null, mods), bar: none }),
    0.1,
  )
  grammar.rule(
    'event',
    ['$never once? $bought a|an|the|our|any <what> <mods>?', 'not once $bought <what> <mods>?'],
    ({ what, mods }) => ({ ...event(what, mods), bar: none }),
  )
  grammar.rule('event', ['has|have|having our|a|an|the <what>'], ({ what }) => event(what, undefined), 0.9)
  grammar.rule(
    'event',
    ['not|without a|one|even single|one $orders <mods>', 'not a $orders <mods>', 'not one $orders <mods>'],
    ({ mods }) => ({ ...event(null, mods), bar: none }),
    -0.6,
  )
  grammar.rule(
    'event',
    ['$ordered at|in|from all|every|each <number>? of? our|the? stores|shops|locations|branches'],
    () => ({ ...event(null, undefined), metric: 'stores_used', bar: { op: 'at_least', value: -1 } }),
  )
  grammar.rule(
    'event',
    [
      '$ordered at|in|from|across <compared> different|of? our|the? different? stores|shops|locations|branches <mods>?',
      '$ordered at|in|from|across multiple|several of? our|the|different? stores|shops|locations|branches <mods>?',
    ],
    ({ compared, mods }) =>
      compared && compared.unit !== null
        ? null
        : { ...event(null, mods), metric: 'stores_used', bar: compared ? bar(compared) : { op: 'at_least', value: 2 } },
    -0.4,
  )
  const inStore = (store: string, mods: Modifier | undefined) =>
    clause(metricFilter('orders', [field('order.store', 'is', [store]), ...(mods?.where ?? [])], mods?.period ?? null))
  grammar.rule(
    'cond',
    [
      '$ordered|used|been at|in|from|to|with? both the|our? <store> and at|in|from? the|our? <store:other> store|stores|shop|shops|branch|branches|location|locations? <mods>?',
      '$ordered|used|been at|in|from|to the|our? <store> store|shop and also|again? at|in|from the|our? <store:other> store|shop <mods>?',
    ],
    ({ store, other, mods }) => (mods?.bar ? null : cond(inStore(store, mods), inStore(other, mods))),
    -0.6,
  )
  grammar.rule(
    'event',
    [
      'whose|where? first|very_first order|purchase|buy was|is|had|included|contained|held a|an|our|for|the? <what>',
      'with|made a|an|our? <what> as|for|was their|the? first order|purchase|buy',
    ],
    ({ what }) => event(what, { where: [field('order.number', 'equals', [1])] }),
    -0.6,
  )
  grammar.rule(
    'event',
    [
      'whose|where? last|latest|most_recent order|purchase|buy was|is|had|included|contained|held a|an|our|for|the? <what>',
    ],
    ({ what }) => event(what, { where: [field('order.from_last', 'equals', [1])] }),
    -0.6,
  )
  grammar.rule(
    'event',
    [
      'had|has|have|with|got a|an|any|one|their? $orders cancelled|canceled <mods>?',
      'cancelled|canceled a|an|any|one|their $orders <mods>?',
      'whose order|orders|purchase was|were|got cancelled|canceled <mods>?',
    ],
    ({ mods }) => event(null, mods, undefined, 'cancelled_orders'),
    -0.6,
  )
  const channel = (name: string, limit?: typeof none) =>
    clause(metricFilter('orders', [field('order.channel', 'is', [name])], null, limit))
  grammar.rule(
    'cond',
    [
      'only|exclusively|just ever? $ordered online|on_the_web',
      '$ordered only|exclusively|just online',
      'online only|exclusively $people',
    ],
    () => cond(channel('online'), channel('store', none)),
    -0.6,
  )
  grammar.rule(
    'cond',
    [
      'only|exclusively|just ever? $ordered in a|the|our? store|stores|person|shop|shops',
      '$ordered only|exclusively|just in a|the|our? store|stores|person|shop|shops',
    ],
    () => cond(channel('store'), channel('online', none)),
    -0.6,
  )
  grammar.rule(
    'event',
    ['<what> on|in <compared> different? $orders <mods>?'],
    ({ what, compared, mods }) => (compared.unit === null ? { ...event(what, mods), bar: bar(compared) } : null),
    -0.2,
  )
  grammar.rule(
    'event',
    ['only ever? $ordered from|in|of? <category>', '$ordered only|just|nothing_but|exclusively from|in? <category>'],
    () => ({
      kind: 'impossible',
      reason: 'I can list who bought from a category and who never did, but not yet who bought from that one alone.',
    }),
    -2,
  )
  grammar.rule(
    'event',
    ['<what> $people|people without any|a|an? <what:other> $orders?'],
    ({ what, other }) => ({
      kind: 'pair',
      events: [event(what, undefined), { ...event(other, undefined), bar: none }],
    }),
    0.3,
  )
}
