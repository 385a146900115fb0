import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { atLeastOne, type Bar, field, fieldIn, metricFilter, none } from '../items.ts'
import { bar, one, sinceDuration } from './meanings.ts'

/** Our contacts with customers: what went out. */
export function addContacts(grammar: Grammar): void {
  grammar.rule(
    'cond',
    ['did|do we|i|the_team? call|phone|telephone up? <when>'],
    ({ when }) => contacts([field('interaction.kind', 'is', ['call'])], when),
    -0.6,
  )
  grammar.rule(
    'cond',
    ['did|do <staff> call|phone|telephone <when>?', '<staff> phoned <when>?'],
    ({ staff, when }) =>
      contacts(
        [field('interaction.kind', 'is', ['call']), field('interaction.staff', 'is', [staff.email])],
        when ?? null,
      ),
    -0.6,
  )
  grammar.rule(
    'cond',
    ['did|do <staff> <touchplain> <when>?', 'did|do we|i <touchplain> <when>'],
    ({ staff, touchplain, when }) =>
      contacts([...touchplain, ...(staff ? [field('interaction.staff', 'is', [staff.email])] : [])], when ?? null),
    -0.2,
  )
  grammar.rule('touchplain', ['email', 'write an? email? to'], () => [field('interaction.channel', 'is', ['email'])])
  grammar.rule('touchplain', ['text', 'send a? text to'], () => [field('interaction.channel', 'is', ['sms'])])
  grammar.rule('touchplain', ['contact', 'get in touch with', 'reach out to', 'speak|talk to|with'], () => [])
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
  for (const [words, channel] of [
    ['phone|telephone', 'phone'],
    ['email|e-mail', 'email'],
    ['text|sms', 'sms'],
  ] as const)
    grammar.rule(
      'touch',
      [
        `contacted|reached|approached by|via|over|on the? ${words}`,
        `talked|spoken|spoke to|with? by|via|over|on ${words}`,
      ],
      () => [field('interaction.channel', 'is', [channel])],
      -0.2,
    )
  grammar.rule('touch', ['texted', 'sent a? text to?'], () => [field('interaction.channel', 'is', ['sms'])], 0.1)
  grammar.rule(
    'cond',
    [
      'we|i|us|team|staff|colleague|somebody|someone have|has|had|did|? <touch> <when>?',
      'been|were|was|got|get <touch> by? us|staff|team|somebody|someone|anyone? <when>?',
      'we|i <touch> <when>',
      '<staff> has|have|had|did? <touch> <when>?',
      'been|were|was|got? <touch> by <staff> <when>?',
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
      'without ever|us? being|been|having|us? been|ever? <touch> by|from? us|anyone|anybody|staff|at? all? <when>?',
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
    ['we|i have|has|had? <touch> them? <times> <when>?', 'been|were|was <touch> <times> by_us? <when>?'],
    ({ touch, times, when }) =>
      contacts(touch, when ?? null, times.exact ? { op: 'at_least', value: times.value } : times),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['<compared> contacts|outreaches|calls from|by us <when>?', 'contacted <compared> times? <when>?'],
    ({ compared, when }) => contacts([], when ?? null, bar(compared)),
    0.3,
  )
}
