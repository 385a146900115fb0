import type { Period } from '../../../period.ts'
import type { Grammar } from '../engine.ts'
import { clause, type Event, field, metricFilter, none, segment } from '../items.ts'
import { cond, event, type Modifier, one } from './meanings.ts'

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
