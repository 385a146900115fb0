import type { Grammar } from '../engine.ts'
import { type Bar, type Event, field, type What } from '../items.ts'
import { bar, event, type Modifier } from './meanings.ts'

/** How many orders, units, or different things were bought. */
export function addCounts(grammar: Grammar): void {
  const worth =
    'orders|purchases|transactions|tickets that|which? were|are|is|was|over|above|under|below|worth|of? worth?'
  for (const [begins, what] of [
    ['how many', { kind: 'head', head: 'count' }],
    ['number|count of the?', { kind: 'head', head: 'count' }],
    ['what|which? share|percentage|percent|proportion|fraction of the|our|all?', { kind: 'share' }],
  ] as const)
    grammar.rule(
      'item',
      `${begins} ${worth} <compared>`,
      ({ compared }) =>
        compared.unit === 'money'
          ? {
              kind: 'several',
              items: [
                what,
                { kind: 'measure', measure: { kind: 'metric', metric: 'orders' } },
                { kind: 'fact', where: [field('order.net', compared.op, compared.values)] },
              ],
            }
          : null,
      -0.2,
    )
  grammar.rule(
    'event',
    [
      '$ordered <number> time|times or more|over <mods>?',
      '$ordered <number> time|times plus|and_up|upwards <mods>?',
      '$ordered <number> or more time|times <mods>?',
    ],
    ({ number, mods }) => (number.kind === 'number' ? orders({ op: 'at_least', value: number.value }, mods) : null),
    -0.3,
  )
  grammar.rule(
    'event',
    ['<compared> different? <kind> <mods>?', 'with|from|in|across <compared> different? <kind> <mods>?'],
    ({ compared, kind, mods }) =>
      compared.unit === null ? { ...event(null, mods), metric: kind, bar: bar(compared) } : null,
    0.4,
  )
  grammar.rule(
    'event',
    ['<number> time|times =customer|=buyer|=shopper|customers|buyers|shoppers|people <mods>?'],
    ({ number, mods }) =>
      number.kind === 'number' && number.value > 1 ? orders({ op: 'equals', value: number.value }, mods) : null,
    -0.3,
  )
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
  grammar.rule(
    'event',
    ['$ordered on <compared> different|separate|distinct? days|dates|occasions <mods>?'],
    ({ compared, mods }) =>
      compared.unit === null ? { ...event(null, mods), metric: 'order_days', bar: bar(compared) } : null,
    -0.2,
  )
  grammar.rule('kind', 'category|department|dept|section|aisle', () => 'categories_bought')
  grammar.rule('kind', 'product|item|article|sku', () => 'products_bought')
  grammar.rule('kind', 'brand|make', () => 'brands_bought')
  grammar.rule('kind', 'store|shop|location|branch', () => 'stores_used')
}
