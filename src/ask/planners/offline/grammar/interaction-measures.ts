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
