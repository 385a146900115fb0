import { type Period, rollingPeriod } from '../../../period.ts'
import type { Grammar } from '../engine.ts'
import { type Event, field, metricFilter, none, type What } from '../items.ts'
import { event, type Modifier, one } from './meanings.ts'

/** Customers who did not buy, and who have been silent. */
export function addAbsences(grammar: Grammar): void {
  // did not
  const not = (what: What | null, mods: Modifier | undefined): Event => ({
    ...event(what, mods && { ...mods, ...(mods.bar ? {} : {}) }),
    bar: none,
  })
  grammar.rule(
    'event',
    ['$never <event>', '$never ever? once? <event>', '$never been|be <event>'],
    ({ event: positive }: { event: Event }) => turned(positive),
  )
  // "Stopped buying paint" says since when, or nothing that a list can be made from.
  grammar.rule(
    'event',
    ['no longer <event>', 'stopped|quit|ceased <event>'],
    ({ event: positive }: { event: Event }) => (positive.period ? turned(positive) : null),
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
      'no activity <mods>',
    ],
    ({ mods, quiet }) => not(null, quiet ? { period: quiet } : mods),
  )
  grammar.rule(
    'event',
    ['$never been|come in|back|by|around? for|in <quiet>', '$never been? seen for|in|since? <quiet>'],
    ({ quiet }) => not(null, { period: quiet }),
    -0.05,
  )
  grammar.rule(
    'event',
    [
      'no|zero|without|nary any|an|a|single|one? $orders <mods>?',
      'not one|single|a $orders <mods>?',
      'not a|one single? thing|item|order|purchase|cent|dollar|penny <mods>?',
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
  grammar.rule(
    'event',
    [
      'but|and|yet never|not ever? <channelmods>',
      'but|and|yet never|not once? ever? $ordered $anything? <channelmods>',
    ],
    ({ channelmods }) => ({
      ...not({ kind: 'what', any: [], anaphor: true, words: 'it' }, { where: channelmods }),
      elliptical: true,
    }),
    0.2,
  )
  grammar.rule('channelmods', ['in|at|from a|the|any|our? store|shop|stores|shops|person'], () => [
    field('order.channel', 'is', ['store']),
  ])
  grammar.rule('channelmods', ['online|web', 'on|in|from the|our? web|website|internet'], () => [
    field('order.channel', 'is', ['online']),
  ])
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
      one({ ...field('customer.days_since_last_order', compared.op, [compared.values[0] * unit.days]) }),
  )
  grammar.rule(
    'cond',
    [
      'silent|quiet|inactive|away|absent for|in <duration>',
      'have|has? not heard from in|for <duration>',
      'not seen in|for|since? <duration>',
      'no sign of in|for <duration>',
    ],
    ({ duration }) =>
      one(
        metricFilter('orders', [], { ...rollingPeriod(duration.unit, duration.count), edge: 'since' } as Period, none),
      ),
  )
}

/** "never bought" of "bought at least twice" is "not at least twice"; of plain "bought" it is none. */
function turned(positive: Event): Event | null {
  if (positive.bar === none) return null
  const { op: comparison, value } = positive.bar
  if (comparison === 'at_least' && value === 1) return { ...positive, bar: none }
  if (comparison === 'at_least') return { ...positive, bar: { op: 'less_than', value } }
  if (comparison === 'more_than') return { ...positive, bar: { op: 'at_most', value } }
  return null
}
