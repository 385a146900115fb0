import type { Grammar } from '../engine.ts'
import { field, type MeasureWord } from '../items.ts'
import { metric } from './measures.ts'

/** Numbers of calls, visits, messages and cases. */
export function addInteractionMeasures(grammar: Grammar): void {
  // interactions
  const interactions = (kind: string | null, direction: string | null): MeasureWord => ({
    kind: 'metric',
    metric: 'interactions',
    where: [
      ...(kind ? [field('interaction.kind', 'is', [kind])] : []),
      ...(direction ? [field('interaction.direction', 'is', [direction])] : []),
    ],
  })
  for (const kind of ['call', 'visit', 'message', 'inquiry']) {
    const plural =
      kind === 'inquiry'
        ? 'inquiry|inquiries|enquiry|enquiries|question|questions'
        : kind === 'call'
          ? 'call|calls|phone_calls'
          : `${kind}|${kind}s`
    grammar.rule(
      'measure',
      [`phone|store|shop|in-store ${plural} logged|recorded?`, `number of ${plural}`, `${plural} logged|recorded`],
      () => interactions(kind, null),
      0.05,
    )
    grammar.rule(
      'measure',
      [`inbound|incoming|received ${plural}`, `${plural} received|came|coming|got|get in?`, `${plural} from customers`],
      () => interactions(kind, 'inbound'),
    )
    grammar.rule(
      'measure',
      [`outbound|outgoing ${plural} made?`, `${plural} we? made|make|placed`, `made|make|placed ${plural}`],
      () => interactions(kind, 'outbound'),
    )
  }
  const channelled = (channel: string, direction: string | null): MeasureWord => ({
    kind: 'metric',
    metric: 'interactions',
    where: [
      field('interaction.channel', 'is', [channel]),
      ...(direction ? [field('interaction.direction', 'is', [direction])] : []),
    ],
  })
  for (const [words, channel] of [
    ['emails|e-mails', 'email'],
    ['texts|text_messages', 'sms'],
    ['chats|chat_messages', 'chat'],
  ] as const) {
    grammar.rule(
      'measure',
      [
        `${words} we? sent|wrote|send`,
        `${words} went|gone|sent out`,
        `outbound|outgoing ${words}`,
        `${words} did|have we send|sent|write|written out?`,
      ],
      () => channelled(channel, 'outbound'),
      -0.2,
    )
    grammar.rule(
      'measure',
      [
        `${words} we? received|got`,
        `inbound|incoming ${words}`,
        `${words} from customers`,
        `${words} came|come|coming in`,
        `${words} did|have we get|got|receive|received`,
      ],
      () => channelled(channel, 'inbound'),
      -0.2,
    )
  }
  grammar.rule('measure', ['outbound|outgoing interaction|interactions|contact|contacts', 'outreach|outreaches'], () =>
    metric('contacts'),
  )
  grammar.rule('measure', ['inbound|incoming interaction|interactions|contact|contacts'], () =>
    interactions(null, 'inbound'),
  )
  grammar.rule(
    'measure',
    ['<openness> <casenoun>', '<casenoun> <openness>'],
    ({ openness }) => ({ kind: 'metric', metric: 'cases', where: [openness] }),
    -0.1,
  )
  grammar.rule('measure', ['<casenoun> opened|filed|raised|reported|made|logged?'], () => metric('cases'))
}
