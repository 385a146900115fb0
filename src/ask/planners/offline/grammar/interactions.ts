import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { atLeastOne, type Bar, field, metricFilter, none } from '../items.ts'
import { bar, one } from './meanings.ts'

/** What customers did: calls, visits, messages; and interactions either way. */
export function addInteractions(grammar: Grammar): void {
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
