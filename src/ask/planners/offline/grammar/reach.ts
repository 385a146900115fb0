import type { Grammar } from '../engine.ts'
import { clause, segment } from '../items.ts'
import { cond, one } from './meanings.ts'

/** The channels that customers are reached by. */
export function addChannels(grammar: Grammar): void {
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
    'can may could allowed permitted ok okay fine happy open opted reachable contactable accept accepts welcome willing said yes subscribed comfortable let lets agrees permit permits allow allows free',
  )
}

/** Whom we may contact, and how. */
export function addReach(grammar: Grammar): void {
  const reach = (channel: string, not = false) => segment(`reachable_by_${channel}`, not)
  // What it is to be about says nothing of the customers.
  grammar.rule(
    'cond',
    [
      'can|may|could we|be|i|they? <channel> them? about|regarding|concerning a|an|the|our? <what>',
      'allowed|ok|okay|fine|happy to|for|with be|us? <channel> them? about|regarding a|an|the|our? <what>',
    ],
    ({ channel, what }) => (what ? one(reach(channel)) : null),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'a|an|the|my|our? <channel> list|distribution_list|blast of|for|with all|everyone|everybody|people|customers?',
      'who|that? agreed to it|that|this and|with? whose|a|their? number|address we|is? have|on_file?',
    ],
    ({ channel }) => (channel ? one(reach(channel)) : null),
    0.9,
  )
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
      'agreed|consented|opted|subscribed|agree|consent|said_yes to|in|into|for|both? to|both? both? <channel> and|as_well_as to? <channel:other>',
    ],
    ({ channel, other }) => cond(clause(reach(channel)), clause(reach(other))),
    -0.3,
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
      'not can|may|allowed|able|ok|fine|reachable|permitted|want|wanting|like to|be|us|with|by|via|for|in|into|get|receive|a|an|our? to|be|get|receive|us|a|an|by|into|our|for|send|sent? <channel>',
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
      'no|without any? permission to|for|at|on|in? contact|all|anything|any|whatsoever? channel?',
      'no|without any? consent to|for contact',
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
  // One channel alone ("cannot be reached by phone") says nothing of the others.
  grammar.rule(
    'reachtail',
    [
      'no|neither|by|any|nor? <channels> we|may|can|allowed? we|may|can|are|use|to? use|may|can?',
      'no|not|by|neither? email|e-mail , text , phone or post we may use',
    ],
    ({ channels }) => channels === undefined || channels.length >= 3 || null,
  )
  grammar.rule(
    'cond',
    [
      'by|via|through|on <channel> but|and|yet not by|via|through|on? <channel:other>',
      'can|may|could|reach|reached|contact|contacted|call|we|be|allowed|to? reach|reached|contact|contacted|call? by|via|through|on|over? <channel> but|and|yet not by|via|through|on? <channel:other>',
      'reachable|contactable by|via|through|on|over? <channel> but|and|yet not by|via|through|on? <channel:other>',
    ],
    ({ channel, other }) => cond(clause(reach(channel)), clause(reach(other, true))),
    -0.4,
  )
  grammar.rule(
    'cond',
    ['with|have|has|gave|given consent|permission|opt-in|okay to|for|by <channel> or <channel:other>'],
    ({ channel, other }) => ({ kind: 'cond', clauses: [clause(reach(channel), reach(other))] }),
    -0.2,
  )
  grammar.rule('cond', ['unreachable|uncontactable by|via|on|over <channel>'], ({ channel }) =>
    one(reach(channel, true)),
  )
}
