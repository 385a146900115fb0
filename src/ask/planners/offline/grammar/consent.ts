import type { Grammar } from '../engine.ts'
import { clause, field } from '../items.ts'
import { cond, one } from './meanings.ts'

/** Customers who are not to be contacted. */
export function addDoNotContact(grammar: Grammar): void {
  grammar.rule(
    'cond',
    ['on? do not contact|disturb list|flag?', 'on dnc list?', 'asked not to be contacted', 'not want to be contacted'],
    () => one(field('customer.do_not_contact', 'is', [true])),
    -0.8,
  )
}

// consent and reach
const consents: Readonly<Record<string, string>> = {
  email: 'customer.email_consent',
  sms: 'customer.sms_consent',
  phone: 'customer.phone_consent',
  post: 'customer.post_consent',
}

/** What customers said to being contacted. */
export function addConsents(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'never|not told|said|say|answered|asked us? yes or no to|about|on|for? <channel>',
      'neither yes nor no to|on|for <channel>',
      '<channel> consent|permission is|are? not? asked|unknown|blank|open|missing',
      'unknown|blank <channel> consent|permission|opt-in',
      'no|without <channel> consent|permission|opt-in on file|record',
      'no|without consent|permission|opt-in to|for|on|by <channel> on file|record',
    ],
    ({ channel }) => one(field(consents[channel] ?? '', 'missing')),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['no|without any? consent|consents at|on|for|to? all|anything|any|whatsoever? channel?'],
    () => cond(...Object.values(consents).map((name) => clause(field(name, 'is', [true], true)))),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'said|say|says|answered|told us? no to|on|for all|everything|anything|every|any|each channel|of_it|of_them|way|kind?',
      'opted|opt|unsubscribed out|from of|from? everything|all',
    ],
    () => cond(...Object.values(consents).map((name) => clause(field(name, 'is', [false])))),
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
      'no|without|missing|lacking <channel> consent|permission|opt-in|okay',
      'no|without|missing|lacking|not have|has|got|given|gave|their|our|yet|any|a? consent|permission|opt-in|okay to|for|on|by <channel> them?',
      'not have|has|got|given|gave our|us|yet|any? <channel> consent|permission',
      'no yes for|to|on <channel>',
      'not said|say|says yes to|for|on <channel>',
      'never asked about|for <channel>',
      'not opted|agreed|agree|subscribed|consented to|be|us|with|by|via|for|in|into|get|receive|a|an|our? to|be|get|receive|us|a|an|by|into|our|for|send|sent? <channel>',
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
    ['no consent|opt-in|permission at? all?', 'without any consent'],
    () => cond(...Object.values(consents).map((name) => clause(field(name, 'is', [true], true)))),
    0.3,
  )
  // On record is also a no: whoever refused is not meant.
  grammar.rule(
    'cond',
    [
      'no|without any? consent|opt-in|permission on file|record at? all?',
      'no|without any? consent|opt-in|permission on file|record for|of|to anything|any|all|whatsoever channel|kind|sort?',
      'no|without consents on file|record',
      'nothing on file|record about|for consent|consents',
      'consent is? unknown|blank|missing',
    ],
    () => cond(...Object.values(consents).map((name) => clause(field(name, 'missing')))),
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
