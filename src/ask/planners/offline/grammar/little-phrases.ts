import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'

/** Short phrases with a meaning of their own. */
export function addLittlePhrases(grammar: Grammar): void {
  grammar.rule(
    'item',
    ['came|comes|come|went|goes|go|stems|stem|is from|to|by|due|through', 'came|comes|come|went|goes|go'],
    () => ({ kind: 'comes' }),
    0,
  )
  grammar.rule(
    'item',
    [
      'set|due|scheduled|planned|supposed|fall|falls|falling|coming|dated|pending|meant for|on|in|between|up|to? happen|be? done?',
    ],
    () => ({ kind: 'due' }),
    0.05,
  )
  grammar.rule('item', ['other|others|else|also'], () => ({ kind: 'others' }), 0.05)
  grammar.rule(
    'item',
    [
      'without|excluding|except|minus|no online|web|website',
      'leave|leaving out online|web|website',
      'not counting? online|web|website',
    ],
    () => ({ kind: 'fact', where: [field('order.channel', 'is', ['store'])], offline: true }),
    -0.2,
  )
  grammar.rule(
    'item',
    ['on <weekday> only|alone?', 'just|only on? <weekday>', '<weekday> only|alone', '<weekday>'],
    ({ weekday }) => ({ kind: 'fact', where: [field('order.weekday', 'is', weekday)] }),
    0.1,
  )
  grammar.rule(
    'item',
    ['on sale', 'at|with a? discount', 'discounted'],
    () => ({ kind: 'fact', where: [field('line.discounted', 'is', [true])] }),
    0.2,
  )
  grammar.rule('item', '<wheneach>', ({ wheneach }) => ({ kind: 'eachtime', ...wheneach }), -0.1)
  grammar.rule(
    'item',
    [
      'where|how do|did|does our|the? customers|people|buyers|clients come|came|find|found|hear|heard us|from|about',
      'where customers|people come|came from',
    ],
    () => ({ kind: 'sourced' }),
    -1,
  )
  grammar.rule(
    'item',
    ['split', 'break down|out', 'breakdown of', 'chart|plot|graph of?', 'tally', 'rank', 'compare'],
    () => ({ kind: 'head', head: 'list' }),
    0.1,
  )
  grammar.rule(
    'item',
    ['anything|something|things|everything in|from|of <thing>'],
    ({ thing }) => ({ kind: 'productset', what: thing }),
    0.1,
  )
  grammar.rule(
    'subject',
    [
      'who works|work at|in|for',
      'who is|are working at|in|for',
      'who on the? team|staff',
      'who among staff|the_team',
      'anyone on the? team',
    ],
    () => ({ kind: 'subject', entity: 'staff' }),
    -0.6,
  )
  grammar.rule(
    'item',
    [
      'overdue|late|missed follow-up|followup|reminder',
      'overdue|late|missed follow up|ups',
      'past due follow-ups|reminders',
      'follow-ups|reminders overdue|late|past_due',
      'follow ups overdue|late',
    ],
    () => ({ kind: 'overduelist' }),
    -0.5,
  )
  grammar.rule(
    'item',
    ['outgoing|outbound ones?'],
    () => ({ kind: 'ifact', filter: field('interaction.direction', 'is', ['outbound']) }),
    0.2,
  )
  grammar.rule(
    'item',
    ['incoming|inbound ones?', 'from customers'],
    () => ({ kind: 'ifact', filter: field('interaction.direction', 'is', ['inbound']) }),
    0.2,
  )
  grammar.rule(
    'item',
    ['came|come|coming|arrived? in? by|via|over|through|on chat'],
    () => ({ kind: 'ifact', filter: field('interaction.channel', 'is', ['chat']) }),
    0.1,
  )
  for (const [word, channel] of [
    ['texts', 'sms'],
    ['emails', 'email'],
    ['chats', 'chat'],
  ] as const)
    grammar.rule(
      'item',
      word,
      () => ({ kind: 'countnoun', metric: 'interactions', where: [field('interaction.channel', 'is', [channel])] }),
      0.3,
    )
  grammar.rule(
    'group',
    ['for|of|by|in each|every|all of? our? <channel> campaigns|campaign|mailings', 'by|per <channel> campaign'],
    ({ channel }) => ({
      kind: 'group',
      dimension: { kind: 'field', field: 'campaign.campaign' },
      each: true,
      where: [field('campaign.channel', 'is', [channel])],
    }),
    -0.3,
  )
  for (const role of ['manager', 'admin', 'associate'])
    grammar.rule('subject', `${role}|${role}s`, () => ({ kind: 'subject', entity: 'staff', role }), 0.1)
  for (const kind of ['call', 'visit', 'message', 'inquiry']) {
    const plural = kind === 'inquiry' ? 'inquiries|enquiries' : `${kind}s`
    grammar.rule(
      'item',
      `${plural} did|has|have? <staff> made|make|had|have|logged to|with customers?`,
      ({ staff }) => ({
        kind: 'countnoun',
        metric: 'interactions',
        where: [
          field('interaction.kind', 'is', [kind]),
          ...(kind === 'visit' ? [] : [field('interaction.direction', 'is', ['outbound'])]),
          field('interaction.staff', 'is', [staff.email]),
        ],
      }),
      -0.3,
    )
    grammar.rule(
      'item',
      plural,
      () => ({ kind: 'countnoun', metric: 'interactions', where: [field('interaction.kind', 'is', [kind])] }),
      0.3,
    )
  }
}
