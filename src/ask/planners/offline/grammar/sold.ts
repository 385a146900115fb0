import type { Grammar } from '../engine.ts'
import { bar } from './meanings.ts'

/** Products that sold, and those that did not. */
export function addSoldEvents(grammar: Grammar): void {
  // products that sold or did not
  grammar.rule(
    'soldevent',
    [
      'among|of? those|ones? that? sold|sell at all',
      'among|of those|ones|products|items that? did|do? sold|sell|moved at? all?',
      'sold|sell at least once',
      'that sold|sell anything',
    ],
    () => ({ kind: 'sold', bar: { op: 'at_least', value: 1 }, mods: undefined }),
    -0.8,
  )
  grammar.rule(
    'soldevent',
    ['sold|sell <mods>', 'were|was sold <mods>'],
    ({ mods }) => (mods.period ? { kind: 'sold', bar: { op: 'at_least', value: 1 }, mods } : null),
    0.3,
  )
  grammar.rule(
    'soldevent',
    ['but|and|yet not|never|none|nothing a? single? one? <mods>', 'but|and not once|anymore? <mods>'],
    ({ mods }) => (mods.period ? { kind: 'sold', bar: { op: 'equals', value: 0 }, mods } : null),
    0.1,
  )
  grammar.rule(
    'soldevent',
    [
      'nobody|none|noone has|have? ever? bought|ordered|purchased <mods>?',
      'not|never sold|sell|moved|move at|in|all|once|anything|single? all|copies|unit|units|piece? <mods>?',
      'no|zero|without sales|units|orders|sold <mods>?',
      'nobody|none bought|ordered <mods>?',
      'did nobody|noone ever? buy|order|want <mods>?',
      'did no one ever? buy|order|want <mods>?',
      'not|never bought|ordered|purchased by? anyone|anybody? <mods>?',
      'unsold <mods>?',
      'sold nothing <mods>?',
    ],
    ({ mods }) => ({ kind: 'sold', bar: { op: 'equals', value: 0 }, mods }),
  )
  grammar.rule(
    'soldevent',
    [
      'never|not once|ever? been? returned|refunded|sent_back|brought_back|taken_back <mods>?',
      'nobody|noone has|have? ever? returned|refunded|sent_back|brought_back <mods>?',
      'with no|without returns|refunds <mods>?',
    ],
    ({ mods }) => ({ kind: 'sold', bar: { op: 'equals', value: 0 }, mods, metric: 'units_returned' }),
    -0.3,
  )
  grammar.rule(
    'soldevent',
    [
      'sold|sell|moved|shifted <compared> units|pieces|unit|piece|copies|items|times? <mods>?',
      '<compared> units|pieces sold|moved? <mods>?',
      'with <compared> sales|units|pieces sold? <mods>?',
    ],
    ({ compared, mods }) =>
      compared.unit === null
        ? { kind: 'sold', bar: bar(compared), mods }
        : compared.unit === 'money'
          ? { kind: 'sold', bar: bar(compared), mods, metric: 'revenue' }
          : null,
  )
}
