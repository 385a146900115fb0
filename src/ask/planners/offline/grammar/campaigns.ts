import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { atLeastOne, type Bar, clause, field, metricFilter, none } from '../items.ts'
import type { CampaignMatch } from '../readers.ts'
import { bar, one } from './meanings.ts'

/** Campaigns by their names, and what customers did with them. */
export function addCampaigns(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      '$never|not <response> a|an|any|one? single campaign|mailing|email|promotion',
      '$never|not <response> a|any campaign|mailing|promotion',
    ],
    ({ response }) => did(null, [response], none),
    0.1,
  )
  grammar.rule(
    'cond',
    ['$never|not ever? <response> to|on? a|an|any|one|our? single? <channel> campaign|campaigns|mailing|mailings'],
    ({ response, channel }) => did(null, [response, field('campaign.channel', 'is', [channel])], none),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['<response> to|on? a|an|any|one|some|our|at_least_one? <channel> campaign|campaigns|mailing|mailings'],
    ({ response, channel }) => did(null, [response, field('campaign.channel', 'is', [channel])]),
    -0.1,
  )
  grammar.rule('noresponse', 'response|reply|answer|reaction', () => field('recipient.responded', 'is', [true]))
  grammar.rule('noresponse', 'click|clicks', () => field('recipient.clicked', 'is', [true]))
  grammar.macro(
    'campaignnoun',
    'campaign mail mailing email e-mail text texts sms mailer promo promotion newsletter postcard message blast offer letter card flyer mails emails ones one',
  )
  grammar.rule(
    'campaign',
    [
      '<campaignname> $campaignnoun? $campaignnoun?',
      '$campaignnoun <campaignname>',
      '<campaignname> e mail|mails',
      'campaign called|named <campaignname>',
    ],
    ({ campaignname }) => campaignname,
  )
  grammar.rule(
    'campaign',
    [
      'the|our latest|last|newest|most_recent $campaignnoun',
      'last|latest|newest $campaignnoun',
      'most recent $campaignnoun',
    ],
    () => ({ campaigns: [], words: 'latest', strong: true, latest: true }),
    0.2,
  )
  const of = (match: CampaignMatch) => [
    field(
      'campaign.campaign',
      'is',
      match.campaigns.map((each) => each.ref),
    ),
  ]
  const flag = (name: string, value = true) => field(`recipient.${name}`, 'is', [value])
  const did = (match: CampaignMatch | null, flags: readonly SimpleFilter[], limit: Bar = atLeastOne) => ({
    ...one(metricFilter('recipients', [...(match ? of(match) : []), ...flags], null, limit)),
    campaign: match ?? undefined,
  })
  grammar.macro('sharewords', 'share percent percentage proportion fraction part portion %')
  for (const [verbs, metric] of [
    ['responded|replied|reacted|answered|responding|respond', 'response_rate'],
    ['opened|open|read', 'open_rate'],
    ['clicked|click', 'click_rate'],
  ] as const)
    grammar.rule(
      'measure',
      [
        `$sharewords of? the|our|all? <campaign> recipients|people|customers|audience who|that|have? ${verbs} on|to|it|through? it?`,
        `$sharewords of? the|all? recipients|people|customers|those of|on|for|who|that? was|were|got|received|sent? <campaign> ${verbs} on|to|it|through? it?`,
        `$sharewords ${verbs} to|on? <campaign>`,
      ],
      ({ campaign }) => (campaign.campaigns.length === 1 ? { kind: 'metric', metric, where: of(campaign) } : null),
      -0.6,
    )
  const results = ['sent', 'opened', 'clicked', 'responded', 'response_rate', 'ordered_during'] as const
  grammar.rule(
    'item',
    [
      'results|result|performance|outcome|stats|statistics|numbers|figures|recap of|for|from|on the|our? <campaign>',
      '<campaign> results|result|performance|outcome|stats|statistics|recap',
      'how|what did|has|is|was? the|our? <campaign> do|done|doing|go|gone|perform|performed|performing|work|worked|land|landed|turn_out out|well?',
    ],
    ({ campaign }: { campaign: CampaignMatch }) =>
      campaign.strong
        ? {
            kind: 'several',
            items: [
              { kind: 'campaign', match: campaign },
              ...results.map((name) => ({ kind: 'measure', measure: { kind: 'metric', metric: name } })),
            ],
          }
        : null,
    -0.8,
  )
  grammar.rule(
    'item',
    [
      'revenue|sales|money|turnover|income from|of|by|through|generated_by|brought_in_by|due_to|attributed_to|thanks_to the|our? <campaign>',
      '<campaign> bring|brought|generate|generated|make|made|earn|earned|pull|pulled in?',
    ],
    ({ campaign }: { campaign: CampaignMatch }) =>
      campaign.strong ? { kind: 'impossible', reason: noAttribution } : null,
    -1.5,
  )
  grammar.rule('response', ['opened|=open|opens|read up?', 'looked at'], () => flag('opened'))
  grammar.rule('response', ['clicked|click|clicks on|in|through|a_link|the_link?'], () => flag('clicked'))
  grammar.rule(
    'response',
    [
      'got|gave|sent a? response|reply|answer from|to?',
      'responded|respond|replied|reply|reacted|answered|redeemed|react to|on?',
      'took up',
      'came back on',
    ],
    () => flag('responded'),
  )
  grammar.rule(
    'response',
    [
      'got|get|received|receive|were|was|been|was_sent sent|mailed?',
      'sent',
      'on|in|targeted|recipient|recipients|part of|by|with? list|of?',
      'mailed|texted with|for?',
      'sent to',
    ],
    () => flag('sent'),
    0.1,
  )
  grammar.rule(
    'response',
    [
      'held|kept|hold out|back|outs of|from|for|in?',
      'in|the|as hold-out|holdout|hold_out|control group|of|for|from? of|for|from?',
      'hold out|outs of|for|in|from?',
      'holdout|holdouts|hold-outs of|for|in|from?',
      'left|leave|leaving out of|from|in|for',
      'control group of|for|in|from?',
    ],
    () => flag('holdout'),
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign>',
      'who|that? <campaign> <response> to?',
      '<campaign> <response> by|to?',
      '<campaign> opener|openers',
      '<response> to? <campaign>',
    ],
    ({ response, campaign }) => did(campaign, [response]),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'hold-out|holdout|hold_out|control|held_out|held_back customers|people|group|ones of|for|from|in the|our? <campaign>',
      '<campaign> hold-out|holdout|control|hold_out customers|people|group|ones|buyers?',
      'we? left|leave|kept|keep|held|hold out|back of|from|for <campaign> as hold-outs|holdouts|holdout|control|controls?',
    ],
    ({ campaign }) => did(campaign, [flag('holdout')]),
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      '<campaign> people|recipients|recipient|customers|audience|list|crowd|group',
      'people|customers|everyone|everybody|those|ones|anyone on|in|from|of the|our? <campaign>',
    ],
    ({ campaign }) => (campaign.strong ? { ...did(campaign, []), audience: true } : null),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      '$never|not <response> <campaign>',
      '$never|not <response> to? <campaign>',
      '<campaign> $never|not <response> to?',
    ],
    ({ response, campaign }) => did(campaign, [response], none),
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign> but|and|yet|without? $never|not|did|ignored? opened|open|respond|responded|click|clicked|opening|responding|clicking|reply|replied|react to|on|it? it?',
    ],
    () => null,
  )
  grammar.rule(
    'cond',
    [
      '<response> <campaign> but|and|yet not|never <response:other> to|on|it?',
      '<response> but|and|yet not|never <response:other> to|on? <campaign>',
      '<response> <campaign> without <response:other>',
      '<response> in|to? <campaign> but|and|yet no <noresponse>',
    ],
    ({ response, other, campaign, noresponse }) => ({
      ...did(campaign, [response, { ...(other ?? noresponse), not: true }]),
    }),
    -0.4,
  )
  grammar.rule(
    'cond',
    ['<response> both <campaign> and|as_well_as <campaign:other>'],
    ({ response, campaign, other }) =>
      campaign.campaigns.length === 1 && other.campaigns.length === 1
        ? {
            kind: 'cond',
            clauses: [campaign, other].map((match: CampaignMatch) =>
              clause(metricFilter('recipients', [...of(match), response], null)),
            ),
          }
        : null,
    -0.4,
  )
  grammar.rule(
    'cond',
    ['<response> to|on? <compared> different? campaign|campaigns|mailings|promotions'],
    ({ response, compared }) => (compared.unit === null ? did(null, [response], bar(compared)) : null),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      '<response> to|on? any|a|an|one|some|of|our|at_least? campaign|campaigns|mailing|mailings|promotion|email|newsletter',
    ],
    ({ response }) => did(null, [response]),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      '$never|not|no ever? <response> to|on? any|a|an|one|of|our? campaign|campaigns|mailing|mailings|promotion|email|emails',
    ],
    ({ response }) => did(null, [response], none),
    0.2,
  )
}

const noAttribution =
  'I do not tie sales to a campaign: nobody can say which of them it brought. I can tell how many it reached, how many answered, and how many ordered while it ran: “how did Snow Ready 2025 do”.'
