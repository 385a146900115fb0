import { type Period, rollingPeriod, wholeUnits } from '../../period.ts'
import type { Clause, Comparison, Filter, SimpleFilter } from '../../plan.ts'
import type { Bound, Grammar } from './engine.ts'
import {
  atLeastOne,
  type Bar,
  clause,
  type Event,
  field,
  fieldIn,
  metricFilter,
  negated,
  none,
  segment,
  type What,
} from './items.ts'
import type { ProductMatch } from './products.ts'
import type { CampaignMatch } from './readers.ts'

/** How customers are described: where they live, what they bought or did not, what we may do, what we know of them. */
export function addConditions(grammar: Grammar): void {
  addMacros(grammar)
  addWhats(grammar)
  addEvents(grammar)
  addCounts(grammar)
  addSegments(grammar)
  addPlaces(grammar)
  addPeople(grammar)
  addContactDetails(grammar)
  addContacts(grammar)
  addCases(grammar)
  addWaiting(grammar)
  addNotes(grammar)
  addCampaigns(grammar)
  addDates(grammar)
}

const cond = (...clauses: readonly Clause[]) => ({ kind: 'cond', clauses }) as const
const one = (filter: Filter) => cond(clause(filter))

function addMacros(grammar: Grammar): void {
  grammar.macro('never', 'not never')
  grammar.macro(
    'bought',
    'bought =buy buys buying purchased =purchase purchasing ordered ordering =order got =get gets getting own owns',
  )
  grammar.macro(
    'ordered',
    'ordered =order ordering bought =buy buys buying purchased =purchase purchasing shopped =shop shops shopping',
  )
  grammar.macro('orderedvisit', 'came come comes coming returned return')
  grammar.macro('orders', 'order orders purchase purchases transaction transactions sale buy')
  grammar.macro('anything', 'anything something thing stuff things')
  grammar.macro('living', 'living live lives lived based located resident residing reside resides')
  grammar.macro(
    'people',
    'customer customers client clients person people folk folks guest shopper shoppers member members buyer buyers custumer patron patrons household households anyone anybody everyone everybody someone somebody those ones regular regulars crowd',
  )
  grammar.macro('no', 'no without missing lacking lack lacks zero neither')
  grammar.macro('nobody', 'nobody noone none')
  grammar.macro('we', 'we us i staff team anybody anyone somebody colleague')
}

function addWhats(grammar: Grammar): void {
  grammar.rule(
    'thing',
    '<product>',
    ({ product }: { product: ProductMatch & { definite: boolean } }): What => ({
      kind: 'what',
      any: [
        field(
          'product.product',
          'is',
          product.products.map((each) => each.sku),
        ),
      ],
      words: product.words,
      ...(product.definite && product.products.length > 1 ? { ambiguous: product.products } : {}),
    }),
  )
  const category = ({ category: name }: Bound): What => ({
    kind: 'what',
    any: [field('product.category', 'is', [name])],
    words: name,
  })
  grammar.rule(
    'thing',
    [
      '<category>',
      '<category> department|dept|section|aisle|category|product|products|item|items|stuff|things|goods|range|line',
    ],
    category,
    -0.5,
  )
  grammar.rule(
    'thing',
    [
      '$anything from|in|of|out <category>',
      '$anything from|in|of|out <category> department|dept|section|aisle|category',
      'single|any|one|some thing|product|item|article|piece from|in|of <category> department|dept|section|aisle?',
    ],
    category,
    -0.5,
  )
  const brand = ({ brand: name }: Bound): What => ({
    kind: 'what',
    any: [field('product.brand', 'is', [name])],
    words: name,
  })
  grammar.rule(
    'thing',
    [
      '<brand>',
      '<brand> product|products|item|items|stuff|things|goods|tool|tools|gear|brand',
      '$anything from|by|of <brand>',
    ],
    brand,
    0.1,
  )
  grammar.rule(
    'thing',
    '<brand> <product>',
    ({ brand: name, product }): What => ({
      kind: 'what',
      any: [
        field(
          'product.product',
          'is',
          product.products.map((each: { sku: string }) => each.sku),
        ),
      ],
      words: `${name} ${product.words}`,
    }),
    0.5,
  )

  grammar.rule('what', '<thing>', ({ thing }) => thing)
  grammar.rule('what', '<thing> or|and/or <what>', ({ thing, what }: { thing: What; what: What }) =>
    what.all ? null : joined(thing, what),
  )
  grammar.rule('what', 'either <thing> or <what>', ({ thing, what }) => joined(thing, what))
  grammar.rule('what', ['<thing> , <what>', '<thing> , or <what>'], ({ thing, what }) =>
    what.all || what.any.length < 2 ? null : joined(thing, what),
  )
  grammar.rule(
    'what',
    [
      '<thing> and <thing:other>',
      'both <thing> and <thing:other>',
      '<thing> as well|also as? <thing:other>',
      '<thing> plus <thing:other>',
    ],
    ({ thing, other }) => ({ kind: 'what', any: [], all: [thing, other], words: `${thing.words} and ${other.words}` }),
  )
  grammar.rule(
    'what',
    ['<thing> , <thing:second> and <thing:third>', '<thing> <thing:second> and <thing:third>'],
    ({ thing, second, third }) => ({
      kind: 'what',
      any: [],
      all: [thing, second, third],
      words: [thing, second, third].map((each) => each.words).join(', '),
    }),
  )
  grammar.rule(
    'anaphor',
    ['it|them|that|those|any', 'any more', 'one', 'same'],
    (): What => ({ kind: 'what', any: [], anaphor: true, words: 'it' }),
  )
}

const joined = (one: What, other: What): What => ({
  kind: 'what',
  any: [...one.any, ...other.any],
  words: `${one.words} or ${other.words}`,
  ...((one.ambiguous ?? other.ambiguous) ? {} : {}),
})

interface Modifier {
  readonly where?: readonly SimpleFilter[]
  readonly period?: Period
  readonly bar?: Bar
  readonly together?: boolean
  readonly during?: boolean
}

export const event = (
  what: What | null,
  modifiers: Modifier | undefined,
  bar: Bar = atLeastOne,
  metric = 'orders',
): Event => ({
  kind: 'event',
  what,
  where: modifiers?.where ?? [],
  period: modifiers?.period ?? null,
  bar: modifiers?.bar ?? bar,
  metric,
  ...(modifiers?.together ? { together: true } : {}),
  ...(modifiers?.during ? { during: true } : {}),
})

function addEvents(grammar: Grammar): void {
  grammar.rule('quiet', ['<duration>', 'over|more than? <duration>', 'at least <duration>'], ({ duration }) =>
    quietFor(duration),
  )
  grammar.rule('mod', '<when>', ({ when }) => ({ period: when }))
  grammar.rule(
    'mod',
    [
      'since|after it|they went|came|was|were out|sent|started on? <when>',
      'since the? mail|mailing|campaign went|was out|sent on? <when>',
    ],
    ({ when }) => ({ period: startingAt(when) }),
  )
  grammar.rule(
    'mod',
    [
      'at|in|from <store> store|shop|location|branch|outlet',
      'at <store>',
      'in|at store|shop|location|branch in|of|at <store>',
    ],
    ({ store }) => ({ where: [field('order.store', 'is', [store])] }),
  )
  grammar.rule('mod', ['online', 'on|from|via|through|over website|web|internet|site|webshop', 'on line'], () => ({
    where: [field('order.channel', 'is', ['online'])],
  }))
  grammar.rule(
    'mod',
    ['in store|shop|person', 'in a|one|any of store|stores|shop|shops', 'instore', 'offline', 'in our stores|shops'],
    () => ({ where: [field('order.channel', 'is', ['store'])] }),
  )
  grammar.rule(
    'mod',
    [
      'while it|they|the_campaign was|were? ran|running|on|active',
      'during it|that|the? campaign|promotion?',
      'while the campaign ran|was|lasted running?',
    ],
    () => ({ during: true }),
  )
  grammar.rule('mod', ['on sale|discount', 'at|with a? discount', 'discounted', 'at reduced price|prices'], () => ({
    where: [field('line.discounted', 'is', [true])],
  }))
  grammar.rule('mod', 'on <weekday>', ({ weekday }) => ({ where: [field('order.weekday', 'is', weekday)] }))
  grammar.rule('mod', ['<times>', '<times> or more', 'at least <times>'], ({ times }) => ({
    bar: times.exact ? { op: 'at_least', value: times.value } : times,
  }))
  grammar.rule(
    'mod',
    [
      'in|on same order|purchase|basket|transaction|ticket|receipt|visit|checkout|time',
      'together',
      'at same time',
      'in one order|purchase|basket|transaction|go',
    ],
    () => ({ together: true }),
  )
  grammar.rule(
    'mod',
    ['from|with|at|by|to us|here|shop', 'from|with our|the shop|store|company|business', 'for themselves'],
    () => ({}),
    0.01,
  )
  grammar.rule(
    'mods',
    ['<mod>', '<mod> <mods:more>', '<mod> , <mods:more>', '<mod> and <mods:more>'],
    ({ mod, more }: { mod: Modifier; more?: Modifier }) =>
      more && ((mod.period && more.period) || (mod.bar && more.bar))
        ? null
        : { ...mod, ...more, where: [...(mod.where ?? []), ...(more?.where ?? [])] },
  )

  grammar.rule('times', '<number>', ({ number }) =>
    number.kind === 'times' ? { op: 'at_least', value: number.value, exact: true } : null,
  )
  grammar.rule('times', ['<number> time|times|occasion|occasions'], ({ number }) =>
    number.kind === 'number' ? { op: 'at_least', value: number.value, exact: true } : null,
  )
  grammar.rule(
    'times',
    ['<compared> time|times|occasion|occasions', '<compared>'],
    ({ compared }) => (compared.unit === 'times' || compared.unit === null ? bar(compared) : null),
    0.2,
  )
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  for (const day of weekdays) grammar.rule('weekday', `${day.toLowerCase()}s`, () => [day])
  grammar.rule('weekday', ['weekends', 'the weekend'], () => ['Saturday', 'Sunday'])
  grammar.rule('weekday', ['weekdays', 'working days'], () => weekdays.slice(0, 5))

  // bought something in particular
  grammar.rule(
    'event',
    ['$bought <what> <mods>?', '$bought <mods:before> <what> <mods>?', '$bought <number>? <what> <mods>?'],
    ({ what, mods, before }) => event(what, merge(before, mods)),
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
    ['$ordered more than once <mods>?', '$ordered again <mods>', '$orderedvisit back <mods>'],
    ({ mods }) => event(null, mods, { op: 'at_least', value: 2 }),
    0.2,
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
  // did not
  const not = (what: What | null, mods: Modifier | undefined): Event => ({
    ...event(what, mods && { ...mods, ...(mods.bar ? {} : {}) }),
    bar: none,
  })
  grammar.rule(
    'event',
    [
      '$never <event>',
      '$never ever? once? <event>',
      'no longer <event>',
      'stopped|quit <event>',
      '$never been|be <event>',
    ],
    ({ event: positive }: { event: Event }) => turned(positive),
  )
  grammar.rule(
    'event',
    [
      '$never? $bought nothing|none <mods>?',
      '$never $ordered <mods>?',
      '$never $ordered $anything <mods>?',
      '$never $ordered a|an|one|single|any thing|item|order|product <mods>?',
      'spent nothing <mods>?',
      '$never spent|spend anything|money|dollar|cent|dime|penny <mods>?',
      '$never placed|place|made|make|had an|a|any|one|single? $orders <mods>?',
      '$never been|come|came in|back|by? <mods>',
      '$never seen <mods>',
      '$never shopped|visited <mods>',
      '$never set foot <mods>?',
      'nothing <mods>',
      'bought|ordered nothing <mods>?',
      '$never heard from <mods>',
      'inactive <mods>',
      '$never active <mods>',
      '$never returned|return <mods>',
      '$never been seen <mods>',
      '$never showed|shown up <mods>',
      '$never $ordered $anything? for|in <quiet>',
      '$never $ordered a|an|one|any? thing? for|in <quiet>',
      'no|zero|without any|an? $orders for|in <quiet>',
      '$never been|come in|back|by|around? for|in <quiet>',
      '$never been? seen for|in|since? <quiet>',
      'no activity <mods>',
    ],
    ({ mods, quiet }) => not(null, quiet ? { period: quiet } : mods),
  )
  grammar.rule(
    'event',
    [
      'no|zero|without|nary any|an|a|single|one? $orders <mods>?',
      'not one|single|a $orders <mods>?',
      'with|have|had|has? no|zero $orders <mods>?',
      'without $ordered <mods>?',
      'without buying|ordering|purchasing $anything? <mods>?',
      'have|has|had? no activity|sales <mods>',
    ],
    ({ mods }) => not(null, mods),
  )
  grammar.rule(
    'event',
    [
      'no|zero|without|not_one <what> $orders <mods>?',
      'without $bought? <what> <mods>?',
      'without ever? buying|ordering|purchasing <what> <mods>?',
      '$never $bought <what> <mods>?',
      '$never $bought $anything from|in|of <what> <mods>?',
      '$never touched|tried <what> <mods>?',
      '$never bought|buy|ordered|order|got|purchased a|an|any|single|one? <what> <mods>?',
      'bought|ordered no <what> <mods>?',
      '$never shopped|shop in|for <what> <mods>?',
      'nothing from|in|of <what> <mods>?',
      'bought|ordered nothing from|in|of <what> <mods>?',
    ],
    ({ what, mods }) => not(what, mods),
  )
  grammar.rule(
    'event',
    [
      'but|yet $never|no|without any|a|an? <what> <mods>?',
      'and $never|no any|a|an? <what> <mods>?',
      'though $never|no any? <what> <mods>?',
      'but not any|a|an? <what> <mods>?',
      'not|never the? <what> <mods>?',
    ],
    ({ what, mods }) => ({ ...not(what, mods), elliptical: true }),
    0.3,
  )
  grammar.rule(
    'event',
    ['$never $bought <anaphor> <mods>', 'but|and? nothing <mods>', '$never|no any <mods>'],
    ({ anaphor, mods }) => not(anaphor ?? null, mods),
    0.35,
  )
  // the same verb for another stretch: "but not since March", "but not last year"
  grammar.rule(
    'event',
    ['but|and|yet not|never|nothing <mods>'],
    ({ mods }) =>
      mods.period ? { ...not({ kind: 'what', any: [], anaphor: true, words: 'it' }, mods), elliptical: true } : null,
    0.5,
  )
  // silence of a length
  grammar.rule(
    'cond',
    [
      'silent|quiet|inactive|away|absent for? <compared> <unit>',
      'not been in|ordered|bought|seen|back|around for|in <compared> <unit>',
      'no orders? in|for <compared> <unit>',
      'not ordered|bought|shopped anything? in|for <compared> <unit>',
    ],
    ({ compared, unit }) =>
      one({ ...field('customer.days_since_last_order', op(compared.op), [compared.values[0] * unit.days]) }),
  )
  grammar.rule(
    'cond',
    [
      'silent|quiet|inactive|away|absent for|in <duration>',
      'have|has? not heard from in|for <duration>',
      'not seen? in|for|since? <duration>',
      'no sign of in|for <duration>',
    ],
    ({ duration }) =>
      one(
        metricFilter('orders', [], { ...rollingPeriod(duration.unit, duration.count), edge: 'since' } as Period, none),
      ),
  )
}

const startingAt = (period: Period): Period =>
  period.kind === 'between' ? { ...period, to: null } : period.kind === 'all' ? period : { ...period, edge: 'since' }

/** "For 90 days": from 90 days ago on. */
const quietFor = (duration: { unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; count: number }): Period =>
  rollingPeriod(duration.unit, duration.count, { edge: 'since' })

const op = (comparison: Comparison): Comparison => comparison
export const bar = (compared: { op: Comparison; values: readonly number[] }): Bar => ({
  op: compared.op,
  value: compared.values[0] ?? 0,
  upper: compared.values[1] ?? null,
})

const merge = (one: Modifier | undefined, other: Modifier | undefined): Modifier | undefined =>
  one && other ? { ...one, ...other, where: [...(one.where ?? []), ...(other.where ?? [])] } : (one ?? other)

/** "never bought" of "bought at least twice" is "not at least twice"; of plain "bought" it is none. */
function turned(positive: Event): Event | null {
  if (positive.bar === none) return null
  const { op: comparison, value } = positive.bar
  if (comparison === 'at_least' && value === 1) return { ...positive, bar: none }
  if (comparison === 'at_least') return { ...positive, bar: { op: 'less_than', value } }
  if (comparison === 'more_than') return { ...positive, bar: { op: 'at_most', value } }
  return null
}

function addCounts(grammar: Grammar): void {
  const orders = (comparison: Bar, mods: Modifier | undefined, what: What | null = null): Event => ({
    ...event(what, mods),
    bar: comparison,
  })
  grammar.rule(
    'event',
    [
      '<compared> $orders <mods>?',
      'with|have|has|had|made|placed? <compared> $orders <mods>?',
      '$ordered <compared> time|times <mods>?',
      '$orders count|number|total? <compared> <mods>?',
    ],
    ({ compared, mods }) => (compared.unit === null || compared.unit === 'times' ? orders(bar(compared), mods) : null),
    -0.2,
  )
  grammar.rule(
    'event',
    [
      'with|have|has|had|made|placed <number> $orders <mods>?',
      '$ordered exactly|just|only? <number> time|times <mods>?',
      'exactly|just|only <number> $orders <mods>?',
    ],
    ({ number, mods }) =>
      number.kind === 'number' || number.kind === 'times' ? orders({ op: 'equals', value: number.value }, mods) : null,
  )
  grammar.rule(
    'event',
    ['$ordered <number> time|times <mods>?'],
    ({ number, mods }) => (number.kind === 'number' ? orders({ op: 'at_least', value: number.value }, mods) : null),
    0.1,
  )
  grammar.rule(
    'event',
    ['multiple|several $orders <mods>?', 'with|placed? more than one|1 $orders <mods>?'],
    ({ mods }) => orders({ op: 'at_least', value: 2 }, mods),
  )
  grammar.rule(
    'event',
    [
      '$bought <compared> <what> <mods>?',
      '$bought <compared> unit|units|piece|pieces|bag|bags|box|boxes|pack|packs|of <what> <mods>?',
    ],
    ({ compared, what, mods }) =>
      compared.unit === null ? { ...event(what, mods, bar(compared), 'units'), bar: bar(compared) } : null,
    0.1,
  )
  grammar.rule(
    'event',
    ['$bought <what> <compared> time|times <mods>?', '$bought <what> <number> <mods>?'],
    ({ compared, number, what, mods }) =>
      compared
        ? { ...event(what, mods), bar: bar(compared) }
        : number.kind === 'times'
          ? { ...event(what, mods), bar: { op: 'at_least', value: number.value } }
          : null,
  )
  grammar.rule(
    'event',
    [
      '$bought <compared> different <item>',
      'shopped? $bought? from|in <compared> different? <kind> <mods>?',
      '$bought from|in <compared> different? <kind> <mods>?',
    ],
    ({ compared, kind, mods }) => (kind ? { ...event(null, mods), metric: kind, bar: bar(compared) } : null),
  )
  grammar.rule(
    'event',
    [
      '$bought from|in|across <number> different? <kind> <mods>?',
      'with purchases? in|from|across? <number> different <kind> <mods>?',
      '$bought <number> different <kind> <mods>?',
    ],
    ({ number, kind, mods }) =>
      kind && number.kind === 'number'
        ? { ...event(null, mods), metric: kind, bar: { op: 'at_least', value: number.value } }
        : null,
  )
  grammar.rule(
    'event',
    [
      'with purchases? in|from|across? <compared> different <kind> <mods>?',
      '$bought <compared> different <kind> <mods>?',
    ],
    ({ compared, kind, mods }) => (kind ? { ...event(null, mods), metric: kind, bar: bar(compared) } : null),
  )
  grammar.rule(
    'event',
    [
      '$bought from|in|across all|every|each of? <number>? <kind> <mods>?',
      '$bought something|anything from|in all|every|each of? <number>? <kind> <mods>?',
    ],
    ({ kind, mods }) => ({ ...event(null, mods), metric: kind, bar: { op: 'at_least', value: -1 } }),
  )
  grammar.rule('kind', 'category|department|dept|section|aisle', () => 'categories_bought')
  grammar.rule('kind', 'product|item|article|sku', () => 'products_bought')
  grammar.rule('kind', 'brand|make', () => 'brands_bought')
  grammar.rule('kind', 'store|shop|location|branch', () => 'stores_used')

  const spent = (comparison: Bar, mods: Modifier | undefined, what: What | null = null): Event => ({
    ...event(what, mods),
    metric: 'revenue',
    bar: comparison,
  })
  grammar.macro('spent', 'spent spend spends spending dropped paid blew worth shelled put')
  grammar.rule('onwhat', ['on|in|into|for|of|from <what>', 'on|in <what> <mods>'], ({ what, mods }) => ({ what, mods }))
  grammar.rule(
    'event',
    [
      '$spent out? <compared> <mods>?',
      '$spent out? <compared> <mods>? <onwhat>',
      '$spent <onwhat> <compared>',
      'with|whose|has|have|had? total|lifetime|overall|all_time|net? spend|spending|revenue|sales is|was|of|at|in|comes|total|totalling|totaling|adding? to? <compared> <mods>?',
      'worth <compared> <mods>?',
      'brought in|us <compared> <mods>?',
      '<compared> in|of total|lifetime|all_time? spend|spending|sales|revenue|purchases <mods>?',
      'total|totals|totalling|totaling|purchases of? <compared> <mods>?',
      '<compared> spender|spenders',
      '<compared> spent with? us? <mods>?',
      'left <compared> with us? <mods>?',
      'given us <compared> <mods>?',
    ],
    ({ compared, mods, onwhat }) =>
      isMoney(compared) ? spent(bar(compared), merge(mods, onwhat?.mods), onwhat?.what ?? null) : null,
  )
  grammar.rule('event', ['$spent <onwhat> more|over than? <compared>'], () => null)
  grammar.rule(
    'cond',
    [
      '$spent <mods>? more|above|over|beyond than our|the? average customer|buyer|shopper|person? <mods:after>?',
      'above|over average spend|spending|spender|spenders <mods>?',
      '$spent above|over average <mods>?',
      'spend|spending|spent is? above|over the|our? average <mods>?',
      'spend|spending|spent is? higher|more than the|our? average <mods>?',
      'worth more than average|our average buyer|customer',
    ],
    ({ mods, after }) => averageSpend('more_than', merge(mods, after), 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <mods>? less|below|under than the|our? average customer|buyer|shopper? <mods:after>?',
      'below|under average spend|spending|spender|spenders <mods>?',
    ],
    ({ mods, after }) => averageSpend('less_than', merge(mods, after), 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <mods>? more|over than <number> as much as|the average customer|buyer <mods:after>?',
      '$spent <mods>? <number> times? the? average <mods:after>?',
      '$spent <mods>? more than <number> times? the? average customer|buyer? <mods:after>?',
    ],
    ({ mods, after, number }) => averageSpend('more_than', merge(mods, after), number.value),
  )
  grammar.rule(
    'cond',
    [
      '<compared> order than|the average',
      'ordered|bought|order more often|frequently|times than average|our average customer|buyer <mods>?',
      'with? more orders? than average|our average customer|buyer <mods>?',
      'above average order count|number|orders <mods>?',
    ],
    ({ mods }) =>
      one({
        ...metricFilter('orders', [], mods?.period ?? null, { op: 'more_than', value: 0 }),
        than: { kind: 'average', times: 1 },
      }),
  )
  // one stretch against another
  const against = (comparison: Comparison, period: Period, base: Period, times: number) =>
    one({
      ...metricFilter('revenue', [], period, { op: comparison, value: 0 }),
      than: { kind: 'metric', metric: 'revenue', where: [], period: base, times },
    })
  grammar.rule(
    'cond',
    [
      '$spent more <when> than <when:base>',
      '$spent <when> more than <when:base>',
      '$spent more <when> than they|he|she|did|in? <when:base>',
      'spent|spending|spend <when> is|was? more|higher|above|up than|on|from? what|it|they|in|was|by|did? <when:base>',
    ],
    ({ when, base }) => against('more_than', when, base, 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent less <when> than <when:base>',
      '$spent <when> less than <when:base>',
      'spent|spending|spend <when> is|was? less|lower|below|down than|on|from? what|it|they|in|was|by|did? <when:base>',
      '$spent less <when> than they|he|she|did|in? <when:base>',
    ],
    ({ when, base }) => against('less_than', when, base, 1),
  )
  grammar.rule(
    'cond',
    [
      '$spent <when> is|was|has? less|under|below than? <number> of|what|as|much|it|they|was|were|did|by|spent|that|in|the|same? <when:base>',
      'whose? $spent is|was|has|fell|dropped? less|under|below|to than? <number> of|what|as|much|it|they|was|were|did|by|spent|that|in? <when:base> <when>',
    ],
    ({ when, base, number }) => against('less_than', when, base, number.value),
  )
  grammar.rule(
    'cond',
    [
      '$spent <when> is|was|has? more|over|above than? <number> times|as|of|what|much|it|they|was|were|did|by|spent|that|in|the|same? <when:base>',
    ],
    ({ when, base, number }) => against('more_than', when, base, number.value),
  )
  grammar.rule(
    'cond',
    ['$spent less|under than? <number> of? as|what|much|they|did? <when> than|as|they|did|in? <when:base>'],
    ({ when, base, number }) => against('less_than', when, base, number.value),
  )

  // in each of several stretches
  const each = (periods: readonly Period[], metric: Event['metric'] = 'orders') =>
    cond(...periods.map((period) => clause(metricFilter(metric, [], period))))
  grammar.rule(
    'cond',
    [
      '$ordered $anything? in? each|every|both|all of? <whenlist>',
      '$ordered $anything? <whenlist> both|each|alike',
      'active|shopped in? each|both|every|all of? <whenlist>',
      '$ordered $anything? both <whenlist>',
      '$ordered in <whenlist>',
    ],
    ({ whenlist }) => each(whenlist),
  )
  grammar.rule(
    'cond',
    [
      '$ordered $anything? <when> and|and_also|as_well_as <when:other>',
      '$ordered $anything? both <when> and <when:other>',
      '$ordered $anything? <when> and again <when:other>',
    ],
    ({ when, other }) => each([when, other]),
  )
  grammar.rule(
    'cond',
    [
      '$ordered $anything? <when> but|and|yet not|never|nothing|no_longer|none? at|since|in|ordered|bought|during|anything? <when:other>',
    ],
    ({ when, other }) =>
      cond(clause(metricFilter('orders', [], when)), clause(metricFilter('orders', [], other, none))),
    0.4,
  )
  grammar.rule(
    'cond',
    [
      '$ordered $anything? every|each single? <everygrain> of|in|from|during|between? <when>',
      '$ordered $anything? in every|each single? <everygrain> of|in|from|during|between|since? <when>',
      '$ordered <everygrainly> <when>',
      'with|placed an? order|purchase every|each single? <everygrain> of|in|from|since? <when>',
    ],
    ({ everygrain, everygrainly, when }) => ({ kind: 'every', grain: everygrain ?? everygrainly, period: when }),
  )
  grammar.rule('everygrain', ['week'], () => 'week')
  grammar.rule('everygrain', ['month'], () => 'month')
  grammar.rule('everygrain', ['quarter'], () => 'quarter')
  grammar.rule('everygrain', ['year'], () => 'year')
  grammar.rule('everygrainly', ['monthly'], () => 'month')
  grammar.rule('everygrainly', ['weekly'], () => 'week')

  // within days of the first order
  const soon = (duration: { unit: string; count: number; days: number }, mods?: Modifier) => ({
    ...event(null, mods),
    where: [field('order.number', 'at_least', [2]), field('order.days_after_first', 'at_most', [duration.days])],
  })
  grammar.rule(
    'event',
    [
      '$ordered|came|returned|return|come again|back|second_time? within|inside|in <duration> of|from|after their|the|his|her? first order|purchase|one|time|buy',
      'second|repeat|another|next order|purchase within|inside|in <duration> of|from|after their|the? first order|purchase|one?',
      'placed|made a? second|repeat|another|next order|purchase within|inside|in <duration> of|from|after their|the? first|that|it order|purchase|one?',
      '$ordered again within|in <duration>',
      'came|come back within|in <duration>',
    ],
    ({ duration }) => soon(duration),
  )
}

const isMoney = (compared: { unit: string | null; values: readonly number[] }): boolean =>
  compared.unit === 'money' || compared.unit === null

function averageSpend(comparison: Comparison, mods: Modifier | undefined, times: number) {
  return one({
    ...metricFilter('revenue', mods?.where ?? [], mods?.period ?? null, { op: comparison, value: 0 }),
    than: { kind: 'average', times },
  })
}

function addSegments(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      '<segment>',
      'is|are|be|being|become|became|gone|going|went <segment>',
      'in|of|from|among segment|group|bucket? <segment>',
    ],
    ({ segment: name }) => one(segment(name)),
  )
  grammar.rule(
    'cond',
    [
      'not|never|no|non <segment>',
      'not among|currently|longer|counting|including <segment>',
      '<segment> ones? not included|counted',
      '<segment> ones? excluded|aside',
      'except|excluding|exclude|minus|without <segment>',
      'other than <segment>',
      'leave|leaving out <segment>',
      'not counting <segment>',
      'who|that are|is not <segment>',
    ],
    ({ segment: name }) => one(segment(name, true)),
  )
  grammar.macro('topadjective', 'top best biggest highest most key vip largest finest greatest')
  grammar.macro('topnoun', 'vip vips whales')
  grammar.macro(
    'folk',
    'customers clients people folks shoppers members buyers guests patrons ones regulars accounts households',
  )
  const top = (percent: number | null = null, not = false) => one(segment('top', not, { percent }))
  grammar.rule(
    'cond',
    [
      'one|some|any among|of our? top|best|biggest|key|vip $folk',
      'one of our? $topnoun',
      '$topnoun',
      'vip|top|best|biggest|key $folk',
      'top|best|most valuable|important? $folk',
      'most valuable|important|profitable $folk',
      'big|biggest|high|highest|heavy|top|best|large|largest|serious spenders|rollers',
      'big spending|ticket $folk',
      'high value|spending|end $folk',
      'a list $folk',
      'our best',
      'our|the top|best|biggest ones|tier',
      'people|customers|ones who spend|spent the? most',
      'best|biggest|top of|among our|the $folk',
    ],
    () => top(),
  )
  grammar.rule(
    'cond',
    [
      'not|never|no|non <topwords>',
      'not among|already|counting <topwords>',
      'fall|falls? outside|beyond <topwords>',
      'except|excluding|exclude|minus|without <topwords>',
      'other than <topwords>',
      'leave|leaving out <topwords>',
    ],
    () => top(null, true),
    -0.1,
  )
  grammar.rule('topwords', [
    '$topnoun',
    'vip|top|best|biggest|key $folk overall?',
    'big|biggest|high|top|best spenders',
    'our best',
    'top|best overall',
  ])
  grammar.rule(
    'cond',
    [
      'top|best|highest|upper|first <percentage> customers|customer|buyers|spenders? by? spend|spending|revenue|sales?',
      'top|best|highest|upper <percentage> $folk ranked|based? by|on? what|spend|spending|revenue|sales|amount spent?',
      'among top|best|highest|upper <percentage> by? spend|spending|revenue|sales?',
      '$folk among? top|best|highest|upper <percentage> by? spend|spending|revenue|sales?',
    ],
    ({ percentage }) => top(percentage),
  )
  grammar.rule(
    'cond',
    ['not among? top|best|highest <percentage> spend|spending|revenue|sales|customers|buyers?'],
    ({ percentage }) => top(percentage, true),
  )
  grammar.rule('percentage', '<number>', ({ number }) =>
    number.kind === 'percent' ? Math.round(number.value * 1e6) / 1e4 : null,
  )

  const heavy = (category: string, percent: number | null = null, not = false) =>
    one(segment('heavy', not, { category, percent }))
  grammar.macro('heavyword', 'heavy heaviest big biggest top best hardcore avid major serious keenest')
  grammar.macro(
    'user',
    'user users buyer buyers spender spenders customer customers shopper shoppers people fan fans purchaser purchasers folks',
  )
  grammar.rule(
    'cond',
    [
      '$heavyword <category> department|dept|section|category? $user',
      '$heavyword $user of|in|for|on <category> department|dept|section|category?',
      '$heavyword <category> ones',
      'buy|buys|bought|spend|spent most|heavily|lot on|in|from? <category>',
    ],
    ({ category }) => heavy(category),
  )
  grammar.rule(
    'cond',
    [
      'top|best|biggest <percentage> of|in? <category> department|dept? $user',
      'top|best|biggest <percentage> of|by|in? $user of|in|for|on|by? <category>',
    ],
    ({ category, percentage }) => heavy(category, percentage),
  )
  grammar.rule('cond', ['not|except|excluding heavy|heaviest|big|biggest|top <category> $user'], ({ category }) =>
    heavy(category, null, true),
  )

  // referrals
  const sentBy = (bound: Bound, not = false) =>
    one({
      ...field(
        'customer.referred_by',
        'is',
        bound['someone'].map((person: { ref: string }) => person.ref),
      ),
      not,
    })
  grammar.rule(
    'cond',
    [
      'referred|sent|recommended|introduced|brought|recruited in? by <someone>',
      '<someone> sent|referred|recommended|introduced|brought|recruited|steered us|our|the|to|in|way|here|along|new|over?',
      '<someone> has|have sent|referred|brought|recommended us|our|to|in|way?',
      'came|come through|via|from|because <someone>',
      'referral|referrals of|from|by <someone>',
      "<someone> 's referral|referrals|friends",
      'with <someone> as referrer',
    ],
    (bound) => sentBy(bound),
  )
  grammar.rule(
    'cond',
    [
      '<compared> referral|referrals|friend|friends|people|customers|others|recommendations',
      'referred|sent|brought|recommended|introduced us|in|our|way|at? <compared> people|friends|customers|others|person|friend|customer|new|referrals?',
      'with|have|has|made <compared> referral|referrals',
    ],
    ({ compared }) => (compared.unit ? null : one(metricFilter('referrals', [], null, bar(compared)))),
    0.1,
  )
  grammar.rule(
    'cond',
    [
      '<refcount> sent|referred|brought|recommended our|us|way|in? <boughtafter>',
      'referred|sent|brought|recommended|introduced|steered us|in|our|way? <refcount> <boughtafter>',
      'with|have|has|made <compared> successful referral|referrals',
      'word of mouth champions <refcount>? <boughtafter>?',
      'sent|brought|referred|recommended <refcount> our|us|way|to|in? <boughtafter>',
    ],
    ({ refcount, compared }) => {
      const limit = refcount ?? compared
      return limit ? one(metricFilter('successful_referrals', [], null, bar(limit))) : one(segment('connector'))
    },
    -0.2,
  )
  grammar.rule(
    'refcount',
    [
      '<compared> new? people|friends|customers|others|person|friend|customer|neighbors|neighbours|family|buyers|referrals?',
      '<compared>',
    ],
    ({ compared }) => (compared.unit ? null : compared),
  )
  grammar.rule(
    'refcount',
    ['<number> new? people|friends|customers|others|neighbors|neighbours|buyers'],
    ({ number }) => (number.kind === 'number' ? { op: 'at_least', values: [number.value] } : null),
    0.1,
  )
  grammar.macro(
    'each',
    'then actually really each all who that both also later went on to have has with a purchase order apiece sent our way',
  )
  grammar.rule('boughtafter', [
    '$each? $each? $each? $each? $each? $each? bought|ordered|purchased|purchase|order|shopped|buy|spent|paid something|anything|here|each|at|least|once|on? something|anything?',
    'with a? purchase|order each?',
    'sent|referred our|us way? with a? purchase|order each?',
    '$each? $each? $each? became|become|turned|converted to|into? customers|buyers|paying?',
  ])
}

function addPlaces(grammar: Grammar): void {
  const cities = (names: readonly string[], not = false) => one(field('customer.city', 'is', names, not))
  grammar.rule('citylist', '<city>', ({ city: name }) => [name])
  grammar.rule('citylist', ['<city> or|and <citylist>', '<city> , <citylist>'], ({ city: name, citylist }) => [
    name,
    ...citylist,
  ])
  grammar.rule(
    'cond',
    [
      '$living in|at|out|around|near? <citylist>',
      'whose|with home|address|city|town|home_town is|in|at? <citylist>',
      'city|town is|of|= <citylist>',
      'who|that? live|living|lives in|at? <citylist>',
      'from|in city|town of <citylist>',
      '<citylist> resident|residents|locals|dwellers|inhabitants|addresses',
      'with a|an? <citylist> address',
      'hail|hailing from <citylist>',
    ],
    ({ citylist }) => cities(citylist),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'not $living in|at? <citylist>',
      '$living outside|outside_of of? <citylist>',
      'outside of? <citylist>',
      'not from <citylist>',
    ],
    ({ citylist }) => cities(citylist, true),
  )
  grammar.rule('place', ['in|from|of|around|at|near|out|for <city>', '<city>'], ({ city: name }) => ({
    kind: 'place',
    city: name,
    store: null,
    words: name,
  }))
  grammar.rule('place', ['in|from|of|around|for <store>', '<store>'], ({ store }) => ({
    kind: 'place',
    city: null,
    store,
    words: store,
  }))
  grammar.rule(
    'cond',
    ['in|from|of? <city> or|and <citylist>', '<city> , <citylist>'],
    ({ city: name, citylist }) => cities([name, ...citylist]),
    0.2,
  )
  grammar.rule(
    'cond',
    ['not in|from <citylist>', 'except|excluding|outside in|from|of? <citylist>'],
    ({ citylist }) => cities(citylist, true),
    0.1,
  )
  grammar.rule(
    'cond',
    ['$living in|at? <region>', 'in|from <region>', '<region> $people|residents', 'in|from state of <region>'],
    ({ region }) => one(field('customer.region', 'is', [region])),
  )
  grammar.rule('cond', ['$living in? <country>', 'in|from <country>', '<country> $people'], ({ country }) =>
    one(field('customer.country', 'is', [country])),
  )
  grammar.rule('cond', ['with|in|from|at? zip|postal|postcode|zipcode code|area? <zip>'], ({ zip }) =>
    one(field('customer.postal_code', 'is', [zip])),
  )
  // the home store of a customer
  const home = (names: readonly string[], not = false) => one(field('customer.store', 'is', names, not))
  grammar.rule('storelist', '<store>', ({ store }) => [store])
  grammar.rule('storelist', ['<store> or|and <storelist>', '<store> , <storelist>'], ({ store, storelist }) => [
    store,
    ...storelist,
  ])
  grammar.rule(
    'homestore',
    [
      'whose|with|where|their|has|have|and? home store|shop|branch|location is|in|=|of|being? <storelist>',
      'home store|shop|branch|location in|of|is|=|? <storelist>',
      'with|whose|has|have <storelist> as|is|for|being? their|the|a? home|home_store store|shop|branch?',
      'belong|belongs|belonging|attached|registered|assigned|tied|linked to|with|at <storelist> store|shop|branch|location?',
      '<storelist> home store',
      '<storelist> is|as|being their|the? home? store|shop|branch',
      'at home in|at <storelist> store?',
      'home to|at <storelist>',
    ],
    ({ storelist }) => storelist,
  )
  grammar.rule('cond', '<homestore>', ({ homestore }) => home(homestore), -0.4)
  grammar.rule(
    'cond',
    ['not <homestore>', 'whose|with|where|their? home store|shop|branch is|are? not <storelist>'],
    ({ homestore, storelist }) => home(homestore ?? storelist, true),
  )
  grammar.rule(
    'storecustomers',
    [
      "<store> store|shop|branch|location 's",
      "among|of|from <store> store|shop|branch|location 's",
      "<store> store|shop|branch|location|'s 's? $people",
      '$people of|at|from|belonging|for the|our|to? <store> store|shop|branch|location',
    ],
    ({ store }) => store,
  )
  grammar.rule(
    'storeplace',
    [
      'at|of|from|in|for|by the|our? <store> store|shop|branch|location|outlet',
      '<store> store|shop|branch|location|outlet',
      "<store> 's store|shop|branch",
      'at <store>',
      'store|shop|branch|location in|of <store>',
      'rung up|sold|made at|in <store> store|shop?',
    ],
    ({ store }) => ({ store }),
  )
  grammar.rule(
    'cond',
    [
      'no|without|missing home? store|shop set|assigned|on_file|recorded|given?',
      'not assigned to a|any store',
      'home store is? missing|blank|unknown|not set|known?',
    ],
    () => one(field('customer.store', 'missing')),
  )
}

function addPeople(grammar: Grammar): void {
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
      'nobody|none|noone owns|owning|looks|looking|takes|cares|of|us? after|care|for|of?',
      'unowned|unassigned|ownerless',
      'no one on|of|in? the? team|staff|us?',
      'belong|belongs|belonging|assigned to? nobody|noone',
      'belong|belongs|belonging|assigned to? no one on|of? the? team|staff|us?',
      'nobody|none|noone on|of|in? the? team|staff|us? looks|takes|cares|owns after|care|for|them? of|them? them?',
      'not owned|assigned|looked by|to|after? anyone|anybody|somebody|someone|any|a|by? colleague|owner|staff?',
      'not have|has an|any owner',
      'do|does not have|belong an|to|any? owner|anyone|anybody',
    ],
    () => one(field('customer.owner', 'missing')),
  )
  grammar.rule(
    'cond',
    ['with|have|has an|a owner', 'owned by someone|somebody|anyone'],
    () => one(field('customer.owner', 'missing', [], true)),
    0.2,
  )

  // tags, source, language, attributes
  grammar.rule(
    'cond',
    [
      'tagged|labelled|labeled|marked|flagged as|with|a|an? <tag>',
      'with|has|have|carry|carrying|wearing|got a|an|the? tag|label of|for|called|named? <tag>',
      'with|has|have the|a|an? <tag> tag|label',
      '<tag> tag|label|tagged',
      'tag is|=|of? <tag>',
      '<tag> member|members|holder|holders|people|person|customers|customer|folks|folk|crowd|list|group|participants|attendees|types',
      'in|on|of|from|at the|our? <tag>',
      'member|members|part of|in the|our? <tag>',
      '<tag>',
      'have|has|hold|holding|holds|with|carry|on|get|gets|receive a|an|the|our? <tag>',
    ],
    ({ tag }) => ({ ...one(field('customer.tag', 'is', [tag])), tag }),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'not tagged|labelled|labeled|flagged as|with? <tag>',
      'without|no|lacking the|a|an? <tag> tag|label?',
      'without|no|lacking tag|label <tag>',
      'not on|in|a|have|member the|our|of|a? <tag> list|group|tag?',
    ],
    ({ tag }) => one(field('customer.tag', 'is', [tag], true)),
  )
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
      'through|via <source> media|channel?',
      'from|by source <source>',
      'source|came|sourced|acquired|originated|origin from|via|through|by|is|: <source> media?',
      'came|come as|by a|an? <source>',
      '<source> signups|sign-ups|leads|acquired|sourced|origin',
    ],
    ({ source }) => from(source),
    -0.2,
  )
  grammar.rule('cond', ['<source> media? $people', 'from|at our|the? <source>'], ({ source }) => from(source), 0.6)
  grammar.rule(
    'cond',
    ['no|without|unknown|missing source', 'do not know where|how they|he|she? come|came|found|find from|us'],
    () => one(field('customer.source', 'missing')),
  )
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
  grammar.rule(
    'cond',
    [
      'into|enjoy|enjoys|like|likes|love|loves|interested|keen|fond|interest|hobby|interests|told|passionate|about|mad|crazy in|on|of|about|is|=|for|:|us? <attribute> field|interest|stuff?',
      'with|whose|have|has|an|where|their? interest|interests|hobby in|of|is|=|as|field|:|listed|being? in? <attribute>',
      '<attribute> as|is|for|fans|fan|lovers|enthusiasts|enthusiast|types|type|folk|interest|people|lover an|their|the? interest|hobby?',
      'say|says|said they|are|like|into|about|interested|he|she? are|into|in|like? <attribute>',
    ],
    ({ attribute }) =>
      /interest|hobb|prefer|like|sport|style|topic|activity/.test(attribute.field)
        ? one(field(attribute.field, 'is', [attribute.value]))
        : null,
  )
  grammar.rule(
    'cond',
    [
      '<fieldname> is|=|of|:|field|are|as|set|listed? to? <attribute>',
      '<attribute> as|for|in <fieldname>',
      'with|whose? <fieldname> is|=|of|:|field|? <attribute>',
      '<attribute> <fieldname>',
    ],
    ({ fieldname, attribute }) =>
      fieldname === attribute.field ? one(field(attribute.field, 'is', [attribute.value])) : null,
    -0.3,
  )
  grammar.rule(
    'cond',
    ['<attribute> $people', '<attribute>'],
    ({ attribute }) => ({ ...one(field(attribute.field, 'is', [attribute.value])), soft: true }),
    1.2,
  )
  const numeric = (name: string) =>
    name.startsWith('customer.attribute.') ||
    [
      'customer.age',
      'customer.usual_gap',
      'customer.days_since_last_order',
      'customer.days_since_contact',
      'customer.purchase_days',
    ].includes(name)
  grammar.rule(
    'cond',
    [
      '<fieldname> is|of|=|:|are|with|at|has|being? <compared> <unitword>?',
      'with|whose|have|has a|an|their? <fieldname> is|of|at|are? <compared> <unitword>?',
    ],
    ({ fieldname, compared }) =>
      numeric(fieldname) && compared.unit === null ? one(field(fieldname, compared.op, compared.values)) : null,
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      '<fieldname> is|of|=|:|are? <number> <unitword>?',
      'with|whose|have|has a|an|their? <fieldname> is|of|=|exactly? <number> <unitword>?',
    ],
    ({ fieldname, number }) =>
      numeric(fieldname) && number.kind === 'number' ? one(field(fieldname, 'equals', [number.value])) : null,
  )
  grammar.rule(
    'cond',
    ['aged|older|over|age than|over|above? <number>', 'are|is|who <compared> years? old|of age'],
    ({ number, compared }) =>
      compared
        ? one(field('customer.age', compared.op, compared.values))
        : number.kind === 'number'
          ? one(field('customer.age', 'more_than', [number.value]))
          : null,
    0.2,
  )
  grammar.rule('unitword', 'day|days|people|person|persons|years|year|members|heads|kids|old', () => true)
  grammar.rule(
    'cond',
    ['on? do not contact|disturb list|flag?', 'on dnc list?', 'asked not to be contacted', 'not want to be contacted'],
    () => one(field('customer.do_not_contact', 'is', [true])),
    -0.8,
  )
}

const details: Readonly<
  Record<string, { readonly name: string; readonly has?: string; readonly words: readonly string[] }>
> = {
  email: {
    name: 'customer.email',
    has: 'customer.has_email',
    words: [
      'email',
      'e mail',
      'email address',
      'e mail address',
      'mail address',
      'emails',
      'address for it|email|e-mail',
    ],
  },
  phone: {
    name: 'customer.phone',
    has: 'customer.has_phone',
    words: [
      'phone',
      'phone number',
      'telephone',
      'telephone number',
      'mobile',
      'mobile number',
      'cell',
      'cell phone',
      'cell number',
      'number',
      'phone nr',
      'contact number',
    ],
  },
  address: {
    name: 'customer.address',
    has: 'customer.has_address',
    words: ['address', 'street address', 'postal address', 'mailing address', 'home address', 'street'],
  },
  birthday: {
    name: 'customer.birthday',
    words: ['birthday', 'birth date', 'birthdate', 'date of birth', 'bday', 'dob', 'birth day'],
  },
  city: { name: 'customer.city', words: ['city', 'town'] },
  postal_code: { name: 'customer.postal_code', words: ['zip', 'zip code', 'postal code', 'postcode'] },
  language: { name: 'customer.language', words: ['language', 'preferred language'] },
  tag: { name: 'customer.tag', words: ['tag', 'tags', 'label'] },
}

function addContactDetails(grammar: Grammar): void {
  for (const [detail, { words }] of Object.entries(details)) grammar.rule('detail', words, () => detail)
  grammar.rule('detail', '<fieldname>', ({ fieldname }) =>
    fieldname.startsWith('customer.attribute.') ? fieldname : null,
  )
  const missing = (detail: string, not = false) => {
    const known = details[detail]
    if (detail.startsWith('customer.')) return field(detail, 'missing', [], not)
    return known?.has ? field(known.has, 'is', [!not ? false : true]) : field(known?.name ?? '', 'missing', [], not)
  }
  const tail =
    'on|in|at|for|listed|stored|recorded|known|us|them|noted|given|available|whatsoever? file|record|hand|system|them|database|us|all? at|on? all|file?'
  grammar.rule(
    'cond',
    [
      `no|without|missing|lacking|lack|lacks|need|needs|blank|empty a|an|any|the|their|have|got|valid|usable|working|good? <detail> ${tail}`,
      `not have|has|got|know|gave|given|left|share|shared|leave|give|provided|on|their|us|a|an|any? us|a|an|any|their|on|the? a|an|any|their? <detail> ${tail}`,
      `<detail> is|are|was|field|? missing|unknown|blank|empty|lacking|absent`,
      '<detail> not known|recorded|given|on|there|filled|available|set file|record|in?',
      'whose? <detail> we|is|are? not|never have|know|known|given|recorded|got',
      'incomplete <detail>',
      'do not know the|their|when? <detail>',
    ],
    ({ detail }) => one(missing(detail)),
  )
  grammar.rule(
    'cond',
    [
      `neither|no|without|missing|lacking usable|working|valid? <detail> nor|or|and usable|working|valid|no? <detail:other> ${tail}`,
      `no|without|missing a|an|any? <detail> and|or|nor no|without|any|a|an? <detail:other> ${tail}`,
      'not have neither|either|any|a|an? <detail> or|nor|and an|a|any? <detail:other>',
    ],
    ({ detail, other }) => cond(clause(missing(detail)), clause(missing(other))),
    -0.4,
  )
  grammar.rule(
    'cond',
    [`no|without|missing|lacking either? <detail> or <detail:other> ${tail}`],
    ({ detail, other }) => cond(clause(missing(detail), missing(other))),
    3,
  )
  grammar.rule(
    'cond',
    [
      `with|have|has|got|having a|an|the|their|both|on|valid? <detail> ${tail}`,
      `<detail> is|are|which|that? on file|record|known|there|given`,
      'whose? <detail> we|is|are|for|actually|it? have|know|known|given|has|got',
      'gave|given|left|shared us|their|an|a? <detail>',
      'have|has|know|with their|an|a? <detail>',
      'but|with|have|has an? <detail>',
    ],
    ({ detail }) => one(missing(detail, true)),
    0.15,
  )
  grammar.rule(
    'cond',
    ['with|have|has both? a|an? <detail> and a|an? <detail:other> on? file|record?'],
    ({ detail, other }) => cond(clause(missing(detail, true)), clause(missing(other, true))),
    -0.1,
  )

  // consent and reach
  const consents: Readonly<Record<string, string>> = {
    email: 'customer.email_consent',
    sms: 'customer.sms_consent',
    phone: 'customer.phone_consent',
    post: 'customer.post_consent',
  }
  grammar.rule('channel', ['email|emails|e-mail|mailing', 'e mail|mails', 'newsletter|newsletters'], () => 'email')
  grammar.rule(
    'channel',
    ['text|texts|sms|texting|texted', 'text message|messages', 'text messages|messaging'],
    () => 'sms',
  )
  grammar.rule(
    'channel',
    ['phone|call|calls|calling|telephone|called|ring|phoned|phoning', 'phone call|calls', 'a ring'],
    () => 'phone',
  )
  grammar.rule(
    'channel',
    [
      'post|mail|letter|letters|postcard|postcards|catalog|catalogue|flyer|flyers|mailer|mailers|brochure|posted',
      'paper|printed|postal|snail|regular|physical mail|mailer|mailing|letter|post|flyer|catalog',
      'mail|letters by|in post|mail',
    ],
    () => 'post',
  )
  grammar.rule('channels', '<channel>', ({ channel }) => [channel])
  grammar.rule(
    'channels',
    [
      '<channel> or|and|nor|, <channels:more>',
      '<channel> <channels:more>',
      'by <channel> or|and|nor by? <channels:more>',
    ],
    ({ channel, more }) => [channel, ...more],
  )
  grammar.macro(
    'may',
    'can may could allowed permitted ok okay fine happy open agreed opted consented reachable contactable accept accepts welcome willing said yes subscribed comfortable let lets agrees permit permits allow allows free',
  )
  const reach = (channel: string, not = false) => segment(`reachable_by_${channel}`, not)
  grammar.rule(
    'cond',
    [
      '$may $may? to|in|with|for|by|on|us|we|be|being|i|yes|get|getting|receive|receiving|a|an|our|them|their|have|take|taking|send|sent|write|that|if|hear? to|in|with|for|by|on|us|we|be|being|get|getting|receive|receiving|a|an|our|them|yes|send|sent|from|reach|reached|contact|contacted|hear|drop|give|shoot|some|something? to|by|via|a|an|through|them|us|with|on|the|some|from|about|get|our|mailing? <channel> them|to|from|us|list|consent|message|marketing|about|by|stuff|that|something|this|it|our|messages?',
      '<channel> consent|permission|opt-in is|=|: yes',
      'with|have|has|gave|given|whose? <channel> consent|permission|opt-in|okay',
      'with|have|has|gave|given consent|permission|opt-in|optin|okay to|for|by <channel>',
      'subscribed|opted|signed to|in|into|up|for our|the|to|for? <channel> list?',
      'by|via|through <channel>',
    ],
    ({ channel }) => one(reach(channel)),
    0.05,
  )
  grammar.rule(
    'cond',
    [
      '<channel> list|blast|mailing of|for? everybody|everyone|all|people|customers?',
      'for|on a|an|the|our? <channel> list',
    ],
    ({ channel }) => one(reach(channel)),
    0.8,
  )
  grammar.rule(
    'cond',
    [
      'can|may|could we|i|be|allowed|able|still|to? reach|reached|contact|contacted|get hold|in|touch|of|with? by|via|through|on|with|using|over? <channels>',
      'reachable|contactable by|via|through|on|over? <channels>',
    ],
    ({ channels }) => ({ kind: 'cond', clauses: [clause(...channels.map((channel: string) => reach(channel)))] }),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'can|may|could be|i|we? <channel> or|and|also <channel:other>',
      'ok|fine|happy with <channel> and|or <channel:other>',
    ],
    ({ channel, other }) => cond(clause(reach(channel), reach(other))),
    0.3,
  )
  grammar.rule(
    'cond',
    [
      'can|may both <channel> and <channel:other>',
      'reachable by both? <channel> and by? <channel:other>',
      'can|may <channel> and|as_well_as <channel:other>',
      'ok|fine|happy with both <channel> and <channel:other>',
    ],
    ({ channel, other }) => cond(clause(reach(channel)), clause(reach(other))),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'can|may|could|allowed|able|be not be|we|to|allowed|i|able|even|legally|at|all? to|be? <channel> them?',
      'not can|may|allowed|able|ok|fine|reachable|permitted|want|wanting|like|opted|agreed|agree|subscribed|consented to|be|us|with|by|via|for|in|into|get|receive|a|an|our? to|be|get|receive|us|a|an|by|into|our|for|send|sent? <channel>',
      'not may|can be|we? <channel>',
    ],
    ({ channel }) => one(reach(channel, true)),
  )
  grammar.rule(
    'cond',
    [
      'can|may|could not reach|contact|be|get|we|at|all|reached|contacted? at|all|any|by|through|to|in|way|reached|contacted|them? any|all|way|channel|by|to|anything|touch? way|means|channel|all? <reachtail>?',
      'unreachable <reachtail>?',
      'not reachable at|by|on|any|through|in? all|any|way? channel|way|means? <reachtail>?',
      'no way to|of reach|reaching|contact|contacting',
      'no|without any? permission|consent to|for|at|on|in? contact|all|anything|any|whatsoever? channel?',
      'not allowed|permitted to contact|reach',
    ],
    () => one(segment('reachable', true)),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'reachable|contactable|reached by? neither <channel> nor by? <channel:other>',
      'neither <channel> nor <channel:other>',
    ],
    ({ channel, other }) => cond(clause(reach(channel, true)), clause(reach(other, true))),
    -0.3,
  )
  grammar.rule('reachtail', [
    'no|neither|by|any|nor? <channels> we|may|can|allowed? we|may|can|are|use|to? use|may|can?',
    'no|not|by|neither? email|e-mail , text , phone or post we may use',
  ])
  grammar.rule(
    'cond',
    [
      'never|not told|said|say|answered|asked us? yes or no to|about|on|for? <channel>',
      'neither yes nor no to|on|for <channel>',
      '<channel> consent|permission not? asked|unknown|blank|open',
    ],
    ({ channel }) => one(field(consents[channel] ?? '', 'missing')),
    -0.3,
  )
  const consent = (channel: string, value: boolean) => one(field(consents[channel] ?? '', 'is', [value]))
  grammar.rule(
    'cond',
    [
      'said|say|says|answered|chose no to|for|on <channel>',
      '<channel> consent|permission|opt-in is|=|: no',
      'opted|opt|unsubscribed|unsubscribe|refused|declined|withdrew|revoked|rejected out|from|of|consent|to|for|our|the? of|from|for|to|our|the|consent? <channel> list|contact?',
      'asked|told|want|wants|wanted us? not|no to? be|get|receive? <channel>',
      'asked|told|want|wants|wanted no more? <channel>',
    ],
    ({ channel }) => consent(channel, false),
  )
  grammar.rule(
    'cond',
    [
      'no|without|missing|lacking|unknown <channel> consent|permission|opt-in|okay on? file|record?',
      'no|without|missing|lacking|not have|has|got|given|gave|their|our|yet|any|a? consent|permission|opt-in|okay to|for|on|by <channel> them? on? file|record?',
      '<channel> consent|permission|opt-in is|are? missing|blank|unknown',
      'not have|has|got|given|gave our|us|yet|any? <channel> consent|permission',
      'no yes for|to|on <channel>',
      'not said|say|says yes to|for|on <channel>',
      'never asked about|for <channel>',
    ],
    ({ channel }) => one(field(consents[channel] ?? '', 'is', [true], true)),
  )
  grammar.rule('cond', ['no|without consent|permission|okay to|for use|using|contact? it|that|them'], () => ({
    kind: 'cond',
    clauses: [],
    consentOfLast: true,
  }))
  grammar.rule(
    'cond',
    [
      'no consent|opt-in|permission on? file|record at? all?',
      'nothing on file|record about|for consent',
      'without any consent',
    ],
    () => cond(...Object.values(consents).map((name) => clause(field(name, 'is', [true], true)))),
    0.3,
  )
  grammar.rule(
    'cond',
    [
      'said|say|says yes to|for? <channel>',
      'who|that said yes <channel>',
      'agreed|consented|opted|consent|permission|agree to|in|into|for|by <channel>',
    ],
    ({ channel }) => one(field(consents[channel] ?? '', 'is', [true])),
    0.05,
  )
}

function addContacts(grammar: Grammar): void {
  // contacts by us: outbound interactions
  const contacts = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('contacts', where, period, limit))
  grammar.macro(
    'contacted',
    'contacted contact reached reach touched spoken spoke talked called messaged written approached',
  )
  grammar.rule(
    'touch',
    [
      'contacted|contact|contacting|approached|approach',
      'reached|reach out to?',
      'got|been|get|gotten|getting in touch with?',
      'talked|spoken|spoke|talk|speak to|with',
      'touched base with?',
      'contacted|reached|approached by us|staff|anyone|team',
      'followed up with?',
      'heard from us',
      'had contact with|from? us?',
    ],
    () => [],
  )
  grammar.rule(
    'touch',
    ['called|phoned|telephoned', 'rung|rang', 'been called|phoned', 'given|gave a call|ring to?'],
    () => [field('interaction.kind', 'is', ['call'])],
    0.1,
  )
  grammar.rule(
    'touch',
    ['emailed|e-mailed', 'e mailed', 'written|wrote to', 'written|wrote an email to?', 'sent an? email to?'],
    () => [field('interaction.channel', 'is', ['email'])],
    0.1,
  )
  grammar.rule('touch', ['texted', 'sent a? text to?'], () => [field('interaction.channel', 'is', ['sms'])], 0.1)
  grammar.rule(
    'cond',
    [
      'we|i|us|team|staff|colleague|somebody|someone have|has|had|did|? <touch> <when>?',
      'been|were|was|got|get <touch> by? us|staff|team|somebody|someone|anyone? <when>?',
      'we|i <touch> <when>',
      '<staff> has|have|had|did? <touch> <when>?',
    ],
    ({ touch, when, staff }) =>
      contacts([...touch, ...(staff ? [field('interaction.staff', 'is', [staff.email])] : [])], when ?? null),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'nobody|none|noone of|has|have|had|us|on|the|our|in|here|staff|team|anyone|ever? us|has|have|had|ever|staff|team? <touch> at|in|ever? all? <when>?',
      'not|never we|i|been|have|has|had|ever|yet|us|be|anybody|anyone|were|was? <touch> by|at|us|yet|them? us|anyone|anybody|staff|all|any|at? all? <when>?',
      'we|i|us|staff have|has|had|did|do|? not|never ever|yet|been|even? <touch> at|them? all? <when>?',
      '<touch> not|never <when>?',
      'no|without any|a|outbound|outgoing? contact|contacts|outreach|touch from|by|with|at|since|us? us|all? <when>?',
      'uncontacted <when>?',
      'not heard from us <when>',
      'not|never have|has|had|been <touch> <when>?',
    ],
    ({ touch, when }) => contacts(touch ?? [], when ?? null, none),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'not|never <touch> in|for <duration>',
      'nobody|none of? us? has|have? <touch> in|for <duration>',
      'we|i have|has? not|never? <touch> in|for <duration>',
      'no contact in|for <duration>',
    ],
    ({ touch, duration }) => contacts(touch ?? [], sinceDuration(duration), none),
  )
  grammar.rule(
    'cond',
    [
      'last|latest|most_recently contacted|contact|touch|heard|outreach|reached was|from|is|by|us|out|to|we|on|did|came? by|us|was|is|from|were? <when>',
      'last contacted|contact|touched|reached out|by|us|is|was? <when>',
      'whose? last contact|outreach with|from|by|was|is|us? was|is|us|by? <when>',
      'we|i last contacted|called|reached|spoke|talked out|to|with? <when>',
    ],
    ({ when }) => one(fieldIn('customer.last_contacted_day', when)),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['<compared> contacts|outreaches|calls from|by us <when>?', 'contacted <compared> times? <when>?'],
    ({ compared, when }) => contacts([], when ?? null, bar(compared)),
    0.3,
  )

  // interactions of any direction
  const interactions = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('interactions', where, period, limit))
  const kind = (value: string) => field('interaction.kind', 'is', [value])
  const inbound = field('interaction.direction', 'is', ['inbound'])
  const phone = field('interaction.kind', 'is', ['call'])
  grammar.rule(
    'theydid',
    ['called|phoned|rang|telephoned|call|calls us|in|the_store|shop', 'call|calls|phoned|called|rang in'],
    () => [phone, inbound],
  )
  grammar.rule('theydid', ['emailed|e-mailed|wrote us|to|in us?', 'sent us? an? email'], () => [
    field('interaction.channel', 'is', ['email']),
    inbound,
  ])
  grammar.rule('theydid', ['texted us|in'], () => [field('interaction.channel', 'is', ['sms']), inbound])
  grammar.rule('theydid', ['messaged us|in', 'sent us? a? message', 'sent us? messages'], () => [
    kind('message'),
    inbound,
  ])
  grammar.rule('theydid', ['chatted with? us?', 'used the? chat', 'chat|chats with us'], () => [
    field('interaction.channel', 'is', ['chat']),
  ])
  grammar.rule(
    'theydid',
    ['contacted|reached|approached us|out', 'got in touch with? us?', 'reached out to? us?', 'been in touch'],
    () => [inbound],
    0.05,
  )
  grammar.rule(
    'theydid',
    [
      'asked|inquired|enquired about|us|for|something|a_question',
      'had|made|sent|with an|a? inquiry|enquiry|question',
      'asked us? a? question',
    ],
    () => [kind('inquiry')],
  )
  grammar.rule(
    'theydid',
    [
      'visited us|in|the|store|shop|our|a?',
      'had|made|paid|with a|us|store|an|logged|recorded|in-store? visit',
      'store? visit logged|recorded|noted for?',
      'been in for a visit',
      'came in|by for a? visit',
      'a|have|we|do|store? visit|visits logged|recorded|noted|on_file|by|from? for?',
      'stopped by',
    ],
    () => [kind('visit')],
  )
  grammar.rule(
    'cond',
    ['<theydid> <when>?', 'who|that have|has|had|did? <theydid> <when>?'],
    ({ theydid, when }) => interactions(theydid, when ?? null),
    0.1,
  )
  grammar.rule(
    'cond',
    ['<theydid> <compared> time|times <when>?', '<compared> visit|visits <when>?'],
    ({ theydid, compared, when }) => interactions(theydid ?? [kind('visit')], when ?? null, bar(compared)),
    0.1,
  )
  grammar.rule(
    'cond',
    ['not|never have|has|had|did|ever? <theydid> <when>?', 'no|without a|any|store? visit|visits <when>?'],
    ({ theydid, when }) => interactions(theydid ?? [kind('visit')], when ?? null, none),
  )
  grammar.rule(
    'cond',
    [
      'no|without|zero any? interaction|interactions <when>?',
      'not interacted with? us? <when>?',
      'never|not had any? interaction|interactions <when>?',
    ],
    ({ when }) => interactions([], when ?? null, none),
  )
  grammar.rule(
    'cond',
    [
      'with|had|has|have an|any? interaction|interactions <when>?',
      'interacted with? us? <when>?',
      'with|have|had <compared> interaction|interactions|touchpoints <when>?',
    ],
    ({ when, compared }) => interactions([], when ?? null, compared ? bar(compared) : atLeastOne),
    0.2,
  )
}

const sinceDuration = (duration: { unit: 'day' | 'week' | 'month' | 'year'; count: number }): Period =>
  ({ ...rollingPeriod(duration.unit, duration.count), edge: 'since' }) as Period

function addCases(grammar: Grammar): void {
  grammar.rule(
    'casenoun',
    [
      'case|cases|complaint|complaints',
      'service case|cases|ticket|tickets|issue|issues|request|requests|problem|problems',
      'support ticket|tickets|case|cases|issue|issues|request|requests',
      'issue|issues|problem|problems|ticket|tickets',
    ],
    () => true,
  )
  grammar.macro('open', 'open unresolved pending outstanding unsolved unanswered ongoing opn active unsettled unfixed')
  const open = field('case.status', 'is', ['open'])
  const resolved = field('case.status', 'is', ['resolved'])
  grammar.rule(
    'openness',
    [
      '$open',
      'still $open',
      'not resolved|solved|closed|settled|fixed|answered yet?',
      'still|currently not resolved|solved|closed|fixed',
      'waiting',
    ],
    () => open,
  )
  grammar.rule('openness', ['resolved|solved|closed|settled|fixed'], () => resolved)
  const cases = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('cases', where, period, limit))
  grammar.macro('with', 'with has have had having')
  grammar.rule(
    'cond',
    [
      '$with a|an|any|some|at|still? <openness>? <casenoun> <openness:later>? <with>? <staffdesk>? <when>?',
      '$with|whose? <casenoun> is|are|still|that|which? <openness:later>',
      'a|an|with <openness> <casenoun> <staffdesk>?',
      '<casenoun> <openness:later>',
      'has|have|with? something open|unresolved with us?',
    ],
    ({ openness, later, when, staffdesk }) =>
      cases([openness ?? later, ...(staffdesk ?? [])].filter(Boolean), when ?? null),
  )
  grammar.rule(
    'cond',
    [
      'complained|complain <when>?',
      'opened|filed|raised|made|reported|lodged|logged a|an|any|some? <casenoun> <when>?',
      'had|reported a|an|any problem|problems|issue|issues|complaint|complaints <when>?',
      '$with a|an|any? <casenoun> opened|filed|raised|logged|from|reported? <when>',
    ],
    ({ when }) => cases([], when ?? null),
  )
  grammar.rule('cond', ['$with <compared> <openness>? <casenoun> <when>?'], ({ compared, openness, when }) =>
    cases(openness ? [openness] : [], when ?? null, bar(compared)),
  )
  grammar.rule(
    'cond',
    [
      'no|without|zero any|a|an? <openness>? <casenoun> <when>?',
      'not|never had|have|has|opened|complained|filed|made any|a|an? <openness>? <casenoun>? <when>?',
      'not complained <when>?',
    ],
    ({ openness, when }) => cases(openness ? [openness] : [], when ?? null, none),
  )
  grammar.rule(
    'staffdesk',
    [
      "at|on|with|by|for|of <staff> 's? desk|plate|list|table|hands?",
      'handled|owned|assigned|worked|taken by|to|on? <staff>',
      "<staff> 's desk|plate",
    ],
    ({ staff }) => [field('case.staff', 'is', [staff.email])],
  )
}

/** Waiting for something from us is having an open case; a case can be known by what it is about. */
function addWaiting(grammar: Grammar): void {
  const aged = (limit: Bar) =>
    one(
      metricFilter(
        'cases',
        [field('case.status', 'is', ['open']), field('case.age_days', limit.op, [limit.value])],
        null,
      ),
    )
  grammar.rule(
    'cond',
    [
      '$open? <casenoun> that? is|are|been|was|were? $open? opened|open|old|unresolved|waiting? for? <compared> days ago|old|open? and? still? $open?',
      '<casenoun> $open? for? <compared> days',
    ],
    ({ compared }) => (compared.unit === null ? aged(bar(compared)) : null),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'whose|with|had|have|has <casenoun> <when>? is|was|were? about|concerning|over|regarding a|an|the? <text>',
      '<casenoun> <when>? about|concerning|regarding|mentioning a|an|the? <text>',
    ],
    ({ when, text }) => one(metricFilter('cases', [field('case.summary', 'contains', [text])], when ?? null)),
    0.4,
  )
  grammar.rule(
    'cond',
    [
      'still? waiting|waits for|on us? to? fix|solve|resolve|sort|help|answer|repair out? with? problem|issue|complaint|case|something|it?',
      'still? waiting|waits for|on a|an|their|the? resolution|fix|solution|repair|answer|reply',
      'something|anything open|unresolved|outstanding with us',
    ],
    () => one(metricFilter('cases', [field('case.status', 'is', ['open'])], null)),
  )
}

function addNotes(grammar: Grammar): void {
  const notes = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('notes', where, period, limit))
  grammar.rule(
    'cond',
    [
      'nobody|none|noone of|has|have|us|ever? us|has|have|ever? written|wrote|left|logged|made|taken|added|write a|any|about|down? note|notes about|on|for?',
      'no|without|zero any|a|single? note|notes about|on|written|at? them|file|all|record?  <when>?',
      'not|never have|has|had|any|a|written|wrote|we? have|any|a|written? note|notes about|on|for|them?',
      'no one has|have ever? written|wrote a|any? note about|on?',
      'we|have|has not|never written|wrote|logged a|any? note about|on?',
    ].map((each) => each.replace(/ {2,}/g, ' ')),
    ({ when }) => notes([], when ?? null, none),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|got a|any|some? note|notes',
      '<staff> wrote|written|left|logged|made a|any? note|notes about|on? <when>?',
      'with|have|has a|any? note|notes written|from|by|of? <staff> <when>?',
      'with|have|has|got|we|wrote a|any? note|notes written|from|logged? <when>',
    ],
    ({ staff, when }) => notes(staff ? [field('note.author', 'is', [staff.email])] : [], when ?? null),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|where|whose|have a|the|our? note|notes mention|mentions|mentioning|about|saying|says|say|containing|contain|contains|that|which|speaks|talk|talks? mention|mentions|mentioning|about|says|say|of|that? <text>',
      'asked|asking|ask|wants|wanted|looking|interested|waiting for|in|about|on? a|an|the? <text> it|that? is|are|stands|was? in? our|the|their? notes|note',
      'mentioned|noted|wrote|written|recorded|mention in|on? <text> in|on|in_the? our|the|any? notes|note',
      'note|notes mention|mentions|mentioning|about|say|says|saying|talk|containing|with|that|contain|contains|reading about|that? <text>',
      '<text> is|are|was? mentioned|noted|written|in|according|per|by in|to|down? our|the|their|any? notes|note',
      '<text> according|going|judging to|by|from our|the? notes',
      'according to our|the? notes <text>',
      '<text> in our|the|their? notes',
      'our|the|whose? notes say|mention that|they|he|she|are|is|have|has? <text>',
    ],
    ({ text }) => notes([field('note.text', 'contains', [text])], null),
    0.8,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|had|whose|set|got a|an|any|open|their|we|the? follow-up|followup|follow_up|reminder|promise due|set|dated|date|scheduled|planned|falls|is|for|on|was|open? due|on|for|is|set|falls|date? <ahead>',
      'due|scheduled|planned for a? follow-up|followup|reminder|call <ahead>',
      'promised|owe|owed we|to|a|an|get? call|back|to? back|call? <ahead>',
    ],
    ({ ahead }) => one(metricFilter('follow_ups', [], dueIn(ahead))),
  )
  grammar.rule('cond', ['with|have|has a|an|any? open|pending|outstanding follow-up|followup|reminder'], () =>
    one(metricFilter('follow_ups', [field('follow_up.status', 'is', ['open'])], null)),
  )
  grammar.rule('cond', ['with|have|has a|an|any? overdue|late|missed follow-up|followup|reminder|promise'], () => ({
    kind: 'overdue',
  }))
  grammar.rule(
    'cond',
    ['no|without a|an|any? follow-up|followup|reminder planned|set|scheduled|due? <when>?'],
    ({ when }) => one(metricFilter('follow_ups', [], when ?? null, none)),
  )
}

function addCampaigns(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      '$never|not <response> a|an|any|one? single campaign|mailing|email|promotion',
      '$never|not <response> a|any campaign|mailing|promotion',
    ],
    ({ response }) => did(null, [response], none),
    0.1,
  )
  grammar.rule('noresponse', 'response|reply|answer|reaction', () => field('recipient.responded', 'is', [true]))
  grammar.rule('noresponse', 'click|clicks', () => field('recipient.clicked', 'is', [true]))
  grammar.macro(
    'campaignnoun',
    'campaign mail mailing email e-mail text texts sms mailer promo promotion newsletter postcard message blast offer letter card flyer mails emails ones one',
  )
  grammar.rule(
    'campaign',
    [
      '<campaignname> $campaignnoun? $campaignnoun?',
      '$campaignnoun <campaignname>',
      '<campaignname> e mail|mails',
      'campaign called|named <campaignname>',
    ],
    ({ campaignname }) => campaignname,
  )
  grammar.rule(
    'campaign',
    [
      'the|our latest|last|newest|most_recent $campaignnoun',
      'last|latest|newest $campaignnoun',
      'most recent $campaignnoun',
    ],
    () => ({ campaigns: [], words: 'latest', strong: true, latest: true }),
    0.2,
  )
  const of = (match: CampaignMatch) => [
    field(
      'campaign.campaign',
      'is',
      match.campaigns.map((each) => each.ref),
    ),
  ]
  const flag = (name: string, value = true) => field(`recipient.${name}`, 'is', [value])
  const did = (match: CampaignMatch | null, flags: readonly SimpleFilter[], limit: Bar = atLeastOne) => ({
    ...one(metricFilter('recipients', [...(match ? of(match) : []), ...flags], null, limit)),
    campaign: match ?? undefined,
  })
  grammar.rule('response', ['opened|=open|opens|read up?', 'looked at'], () => flag('opened'))
  grammar.rule('response', ['clicked|click|clicks on|in|through|a_link|the_link?'], () => flag('clicked'))
  grammar.rule(
    'response',
    [
      'got|gave|sent a? response|reply|answer from|to?',
      'responded|respond|replied|reply|reacted|answered|redeemed|react to|on?',
      'took up',
      'came back on',
    ],
    () => flag('responded'),
  )
  grammar.rule(
    'response',
    [
      'got|get|received|receive|were|was|been|was_sent sent|mailed?',
      'sent',
      'on|in|targeted|recipient|recipients|part of|by|with? list|of?',
      'mailed|texted with|for?',
      'sent to',
    ],
    () => flag('sent'),
    0.1,
  )
  grammar.rule(
    'response',
    [
      'held|kept|hold out|back|outs of|from|for|in?',
      'in|the|as hold-out|holdout|hold_out|control group|of|for|from? of|for|from?',
      'hold out|outs of|for|in|from?',
      'holdout|holdouts|hold-outs of|for|in|from?',
      'control group of|for|in|from?',
    ],
    () => flag('holdout'),
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign>',
      'who|that? <campaign> <response> to?',
      '<campaign> <response> by|to?',
      '<campaign> opener|openers',
      '<response> to? <campaign>',
    ],
    ({ response, campaign }) => did(campaign, [response]),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      '<campaign> people|recipients|recipient|customers|audience|list|crowd|group',
      'people|customers|everyone|everybody|those|ones|anyone on|in|from|of the|our? <campaign>',
    ],
    ({ campaign }) => (campaign.strong ? { ...did(campaign, []), audience: true } : null),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      '$never|not <response> <campaign>',
      '$never|not <response> to? <campaign>',
      '<campaign> $never|not <response> to?',
    ],
    ({ response, campaign }) => did(campaign, [response], none),
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign> but|and|yet|without? $never|not|did|ignored? opened|open|respond|responded|click|clicked|opening|responding|clicking|reply|replied|react to|on|it? it?',
    ],
    () => null,
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign> but|and|yet not|never <response:other> to|on|it?',
      '<response> but|and|yet not|never <response:other> to|on? <campaign>',
      '<response> <campaign> without <response:other>',
      '<response> in|to? <campaign> but|and|yet no <noresponse>',
    ],
    ({ response, other, campaign, noresponse }) => ({
      ...did(campaign, [response, { ...(other ?? noresponse), not: true }]),
    }),
    -0.4,
  )
  grammar.rule(
    'cond',
    ['<response> to|on? <compared> different? campaign|campaigns|mailings|promotions'],
    ({ response, compared }) => (compared.unit === null ? did(null, [response], bar(compared)) : null),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      '<response> to|on? any|a|an|one|some|of|our|at_least? campaign|campaigns|mailing|mailings|promotion|email|newsletter <when>?',
    ],
    ({ response }) => did(null, [response]),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      '$never|not|no ever? <response> to|on? any|a|an|one|of|our? campaign|campaigns|mailing|mailings|promotion|email|emails',
    ],
    ({ response }) => did(null, [response], none),
    0.2,
  )
}

/** What lies ahead in "this month" is the whole month; "up to yesterday" stays as it is. */
export const dueIn = (period: Period): Period =>
  period.kind === 'calendar' && period.end === 'today' ? wholeUnits(period) : period

function addDates(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'average|avg|typical order|basket|ticket value|size|amount? is|of|at? <compared>',
      'spend|spends <compared> per order|visit|purchase on? average?',
    ],
    ({ compared }) =>
      compared.unit === 'money' || compared.unit === null
        ? one(field('customer.average_order', compared.op, compared.values))
        : null,
    -0.6,
  )
  grammar.rule(
    'cond',
    [
      'came|come|found|arrived us? through|via|by a? referral',
      'referred by someone|somebody|anyone',
      'who was referred',
    ],
    () => one(segment('referred')),
    -0.6,
  )
  grammar.rule('cond', ['overdue|due for a|an? visit|order|purchase'], () => one(segment('due')), -0.3)
  const anyOf = (name: string, periods: readonly Period[]) =>
    cond(clause(...periods.map((period) => fieldIn(name, period))))
  grammar.rule(
    'cond',
    ['whose|with? last|latest order|purchase was|is? in? <whenlist>', 'last $ordered in? <whenlist>'],
    ({ whenlist }) => anyOf('customer.last_order_day', whenlist),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'silent|quiet|away|gone for? more|over|longer|than? than? twice|double their|the? usual|normal|own? gap|rhythm|interval',
    ],
    () => one(segment('lapsed')),
    -0.4,
  )
  grammar.rule(
    'cond',
    ['last|latest order|purchase was|is|lies? <compared> days? ago|back'],
    ({ compared }) => one(field('customer.days_since_last_order', compared.op, compared.values)),
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      'last|latest order|purchase was|is|lies? more|over|longer than? <duration> ago|back',
      'not $ordered anything? more|over|longer for|in? than? <duration>',
    ],
    ({ duration }) => one(field('customer.days_since_last_order', 'more_than', [duration.days])),
    -0.5,
  )
  grammar.rule(
    'cond',
    ['<number> notes|note or more', 'with? <compared> notes|note'],
    ({ number, compared }) =>
      one(metricFilter('notes', [], null, compared ? bar(compared) : { op: 'at_least', value: number.value })),
    -0.2,
  )
  grammar.rule(
    'cond',
    ['interest|hobby =|is|:|of <attribute>'],
    ({ attribute }) => one(field(attribute.field, 'is', [attribute.value])),
    -0.3,
  )
  const gapOf = (comparison: 'at_most' | 'at_least' | 'less_than' | 'more_than', days: number) =>
    one(field('customer.usual_gap', comparison, [days]))
  grammar.rule(
    'cond',
    [
      'usual|typical gap|interval|rhythm of|is? <duration> or less|fewer|shorter|under',
      'usual|typical gap|interval of|is? at most|up_to <duration>',
      'buy|buys|come|comes|order|orders at least every <duration>',
    ],
    ({ duration }) => gapOf('at_most', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'usual|typical gap|interval|rhythm of|is? <duration> or more|longer|over',
      'usual|typical gap|interval of|is? at least <duration>',
    ],
    ({ duration }) => gapOf('at_least', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['usual|typical gap|interval|rhythm of|is? under|below|shorter|less than? <duration>'],
    ({ duration }) => gapOf('less_than', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['usual|typical gap|interval|rhythm of|is? over|above|longer|more than? <duration>'],
    ({ duration }) => gapOf('more_than', duration.days),
    -0.3,
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
      'joined|acquired|won as? customers? <when>',
      'started buying|shopping|ordering <when>',
      'new in|of|from|as <when>',
      'new customers|customer|buyers|faces|people|folks <when>',
      'brand new customers|customer|buyers|faces|people|folks <when>',
      'first time customers|buyers|shoppers <when>',
      'first time|timers|timer customers|customer|buyers|buyer|shoppers? <when>',
      'people who were new <when>',
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
    ],
    ({ when }) => cond(clause(segment('one_time')), clause(fieldIn('customer.first_order_day', when))),
    -0.5,
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

export { negated }
