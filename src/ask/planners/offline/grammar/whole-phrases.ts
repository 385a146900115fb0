import type { Grammar } from '../engine.ts'
import { clause, field, segment } from '../items.ts'

/** Phrases that say several things at once: "lapse rate", "looks after the most", "calls did Hank make". */
export function addWholePhrases(grammar: Grammar): void {
  const several = (...items: readonly unknown[]) => ({ kind: 'several', items })
  grammar.rule(
    'item',
    ['lapse|lapsed|lapsing|churn|attrition rate|rates|percentage', 'rate of lapsed|churned|lapse customers|buyers?'],
    () => several({ kind: 'share' }, { kind: 'cond', clauses: [clause(segment('lapsed'))] }),
    -0.6,
  )
  const staff = { kind: 'subject', entity: 'staff' }
  const most = (direction: 'asc' | 'desc') => ({
    kind: 'super',
    direction,
    count: 1,
    percent: null,
    measure: { kind: 'metric', metric: 'customers' },
  })
  const keeping = [
    'who|which looks|look after the? $most',
    'who|which owns|own|has|have|manages|manage|handles|handle the? $most customers|clients|accounts',
    'who|which of us|the_team|our_staff|the_staff looks|look after the? $most',
    'who|which of us|the_team|our_staff|the_staff owns|own|has|have|manages|manage the? $most customers|clients|accounts',
    'who|which colleague|staff|staff_member|associate|employee looks|look after the? $most',
    'which colleague|staff|staff_member|associate|employee owns|own|has|have|manages|manage the? $most customers|clients|accounts',
  ]
  grammar.rule('item', keeping, () => several(staff, most('desc')), -0.6)
  grammar.rule(
    'item',
    keeping.map((pattern) => pattern.replace('$most', '$least')),
    () => several(staff, most('asc')),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      'customers|clients|buyers did|do|have|has we? gain|gained|win|won|acquire|acquired|attract|attracted',
      'customers|clients we gained|won|acquired|attracted',
    ],
    () => ({ kind: 'metric', metric: 'new_customers' }),
    -0.6,
  )
  const calls = {
    kind: 'measure',
    measure: {
      kind: 'metric',
      metric: 'interactions',
      where: [field('interaction.kind', 'is', ['call']), field('interaction.direction', 'is', ['outbound'])],
    },
  }
  const by = (email: string) => ({ kind: 'staff', emails: [email] })
  grammar.rule(
    'item',
    ['calls did|has|have <staff> make|made|place|placed', 'calls <staff> made|placed', 'calls made|placed by <staff>'],
    ({ staff: { email } }) => several(calls, by(email)),
    -0.6,
  )
  grammar.rule(
    'item',
    ['notes did|has|have <staff> write|written|leave|left|make|made|log|logged|add|added|take|taken'],
    ({ staff: { email } }) => several({ kind: 'subject', entity: 'note' }, by(email)),
    -0.6,
  )
  grammar.rule(
    'item',
    ['notes that|we|were|have|been? written|taken|logged|left|made|added|wrote'],
    () => ({ kind: 'subject', entity: 'note' }),
    -0.1,
  )
  const online = { kind: 'fact', where: [field('order.channel', 'is', ['online'])] }
  const cameOnline =
    'that|which? come|came|coming|arrived|went|go|goes|were|was|are|got? placed|made|in|ordered? on|via|through|over|from the|our? website|web|internet|webshop|site'
  grammar.rule(
    'item',
    [`orders|purchases ${cameOnline}`],
    () => several({ kind: 'subject', entity: 'order' }, online),
    -0.6,
  )
  grammar.rule(
    'item',
    [`sales|revenue|takings|turnover ${cameOnline}`],
    () => several({ kind: 'measure', measure: { kind: 'metric', metric: 'revenue' } }, online),
    -0.6,
  )
  grammar.rule(
    'item',
    ['<region> versus|against|or|and|compared_to|compared_with <region:other>'],
    ({ region, other }) =>
      several(
        { kind: 'cond', clauses: [clause(field('customer.region', 'is', [region, other]))] },
        { kind: 'group', dimension: { kind: 'field', field: 'customer.region' } },
      ),
    -0.2,
  )
  grammar.rule(
    'item',
    ['<channel> campaigns|mailings', 'campaigns|mailings sent|went|run|ran|done out? by|via|through|over|as <channel>'],
    ({ channel }) => several({ kind: 'subject', entity: 'campaign' }, { kind: 'campaignchannel', channel }),
    -0.3,
  )
  grammar.rule(
    'item',
    [
      'campaigns|mailings did|have we run|ran|launch|launched|start|started|send|sent|do',
      'campaigns|mailings ran|run|running|launched|started|began|sent_out|went_out',
      'campaigns|mailings we ran|launched|started|sent',
    ],
    () => ({ kind: 'subject', entity: 'campaign' }),
    -0.3,
  )
  grammar.rule(
    'item',
    ['from|by|with new customers|buyers|shoppers', "new customers' orders", 'that new customers brought|spent|placed'],
    () => ({ kind: 'newcomers' }),
    -0.2,
  )
  grammar.rule(
    'item',
    [
      'from|by|with|of? returning|existing customers|customer|buyers|shoppers|clients|ones',
      'from|by|with|of? $people that|who|which had|have|has? bought|ordered|shopped|purchased|been before|already|previously|earlier',
    ],
    () => ({ kind: 'returners' }),
    -0.5,
  )
  grammar.rule(
    'item',
    [
      'what|which things|items|products|else|other? do|did|are people|customers|they? usually|often|mostly|most? buy|buys|bought|sold|get|go together|along|alongside with <what>',
      'bought|buy|sold|purchased most? often|frequently? together|alongside|along with the|a|an <what>',
      'what goes|sells well|best? with <what>',
      'products|items bought|sold|purchased most? often|frequently? together',
    ],
    () => ({
      kind: 'impossible',
      reason: 'I can list who bought two things together, but not yet what is bought most with something.',
    }),
    -2.5,
  )
  grammar.rule(
    'item',
    [
      'gross sales|revenue|takings|turnover|income|receipts',
      'sales|revenue|takings|turnover before discounts|refunds|returns',
      'gross profit|margin',
    ],
    () => ({
      kind: 'impossible',
      reason:
        'I count sales net of discounts and refunds, without tax and shipping, and keep no gross figure. Ask for the revenue, or for discounts and refunds by themselves.',
    }),
    -1.5,
  )
  grammar.rule(
    'item',
    [
      'we|you still? have|has|got still? in|on stock',
      'stock|inventory left|level|levels|remaining|count|on_hand',
      'left|remaining in stock|inventory',
      'have|has|got|is|are <what> left',
      'how many|much <what> do|have|has|are we|there? still? have|got? left',
      'on hand',
    ],
    () => ({ kind: 'impossible', reason: 'I know what was sold, and not what is in stock.' }),
    -1,
  )
  grammar.rule(
    'item',
    ['with|has|have|carry|carrying <compared> tags|labels', 'most|fewest|multiple|several tags|labels'],
    () => ({
      kind: 'impossible',
      reason: 'I can list customers with one tag or another, but not count how many tags each has.',
    }),
    -2.5,
  )
}
