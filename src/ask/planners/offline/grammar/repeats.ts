import { type Period, withEdge } from '../../../period.ts'
import type { Grammar } from '../engine.ts'
import { clause, type Event, field, metricFilter, none, segment } from '../items.ts'
import { bar, cond, event, type Modifier, one } from './meanings.ts'

/** Customers who bought in each of several stretches, or again soon. */
export function addRepeats(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      '$ordered|came|come|back? a|for_a? second time',
      '$ordered|came back? again|twice_or_more',
      'made|placed a? second order|purchase',
    ],
    () => one(segment('repeat')),
    0.05,
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
  const after = (period: Period): Period | null =>
    period.kind === 'all' || ('edge' in period && period.edge !== 'within') ? null : withEdge(period, 'after')
  grammar.rule(
    'cond',
    [
      '$ordered $anything? <times>? <when> and|but|then|yet never|not ordered|bought|come|came|been? again|back|since|afterwards|after since|after_that|afterwards?',
      '$ordered $anything? <times>? <when> , never|not ordered|bought|come|came|been? again|back|since|afterwards|after',
      '$ordered $anything? <times>? <when> and|but nothing since|afterwards|after|after_that',
    ],
    ({ times, when }) => {
      const later = after(when)
      return later
        ? cond(
            clause(metricFilter('orders', [], when, times ? { op: 'equals', value: times.value } : undefined)),
            clause(metricFilter('orders', [], later, none)),
          )
        : null
    },
    -0.6,
  )
  grammar.rule(
    'cond',
    [
      '$ordered $anything? in? both? <whenlist> but|and|yet not|never|nothing|neither ordered|bought|anything? in? <whenlist:other>',
      '$ordered $anything? in? both? <whenlist> but|and|yet not|never|nothing|neither ordered|bought|anything? in? <when> or|and|nor <when:last>',
      '$ordered $anything? in? both? <when:first> and <when:second> but|and|yet not|never|nothing|neither ordered|bought|anything? <when> or|and|nor <when:last>',
      '$ordered $anything? in? both? <whenlist> but|and|yet not|never|nothing ordered|bought|anything? <when>',
      '$ordered $anything? <when:first> but|and|yet not|never|nothing|neither ordered|bought|anything? <when> or|and|nor <when:last>',
    ],
    ({ whenlist, other, first, second, when, last }) =>
      cond(
        ...(whenlist ?? [first, second].filter(Boolean)).map((each: Period) =>
          clause(metricFilter('orders', [], each)),
        ),
        ...(other ?? [when, last].filter(Boolean)).map((each: Period) =>
          clause(metricFilter('orders', [], each, none)),
        ),
      ),
    -0.3,
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
  grammar.rule(
    'cond',
    [
      'spent|spend|spends|paid at? <compared> in|during? <wheneach>',
      '$ordered $anything? <compared> time|times? in|during? <wheneach>',
    ],
    ({ compared, wheneach }) =>
      wheneach.grain && wheneach.periods.length === 1
        ? {
            kind: 'every',
            grain: wheneach.grain,
            period: wheneach.periods[0],
            metric: compared.unit === 'money' ? 'revenue' : 'orders',
            bar: bar(compared),
          }
        : null,
    -0.4,
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
