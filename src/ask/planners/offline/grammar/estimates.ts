import { type Period, rollingPeriod } from '../../../period.ts'
import type { Comparison } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { clause, field, segment } from '../items.ts'
import { bar, cond, one } from './meanings.ts'

/** The numbers that the scoring run estimates for each customer. */
export type Estimate = 'customer.chance_active' | 'customer.expected_orders' | 'customer.lifetime_value'

/** An estimate as it is named; `turned` where the words mean its opposite ("churn risk" is one minus the chance). */
interface Named {
  readonly field: Estimate
  readonly turned?: true
}

/** Chances of being active, expected orders, lifetime value: of one customer, of some, as a condition, as an order. */
export function addEstimates(grammar: Grammar): void {
  addMacros(grammar)
  addNames(grammar)
  addOfPerson(grammar)
  addRanked(grammar)
  addMeasured(grammar)
  addBeside(grammar)
  addBars(grammar)
  addLikelyGone(grammar)
  addLikely(grammar)
  addHorizons(grammar)
  addMeanings(grammar)
}

/** Words that several names are made of. Fillers ("that", "will", "still") may stand between the parts of a pattern. */
function addMacros(grammar: Grammar): void {
  grammar.macro('chance', 'chance chances probability likelihood odds')
  grammar.macro('expected', 'expected predicted estimated projected anticipated')
  grammar.rule('backagain', [
    'come|comes|coming|came back again?',
    'buy|buys|buying|bought|order|orders|ordering|shop|shops|shopping|purchase|come|comes|coming again',
    'return|returns|returning|returned|repurchase',
    'back',
    'another|more order|orders|purchase|purchases|visit',
    'visit again',
  ])
  grammar.rule('alive', ['active|alive|around|staying|stay|stays', 'customer|buying|shopping', 'with us'])
  grammar.rule('lostword', [
    'gone|lost|churned|dead|inactive',
    'left us?',
    'gone for good|ever',
    'never|not <backagain>',
    'not <alive> any_more|anymore',
    'no longer <alive>',
  ])
}

/** "What is lifetime value", and nothing behind it, asks what the word means. */
function addMeanings(grammar: Grammar): void {
  grammar.reader('theend', (tokens, at) =>
    tokens.slice(at).every((token) => token.punctuation) ? [{ end: at, value: true, cost: 0 }] : [],
  )
  grammar.rule(
    'item',
    [
      'what is|are <estimate> <theend>',
      'how is|are|do|does you|we|it? work|get|find|estimate|predict|model? out|at? <estimate> calculated|estimated|predicted|computed|worked? out?',
    ],
    ({ estimate }: { estimate: Named }) => ({ kind: 'definition', term: estimate.field }),
    -2.5,
  )
}

/** How the estimates are called. */
function addNames(grammar: Grammar): void {
  const named = (patterns: readonly string[], meaning: Named, cost = 0) =>
    grammar.rule('estimate', patterns, () => meaning, cost)
  named(
    [
      '$chance <backagain>',
      '$chance <alive>',
      'activity|survival|retention|return $chance',
      'p|p(alive) alive',
      'p ( alive )',
      'alive|active $chance',
    ],
    { field: 'customer.chance_active' },
  )
  named(
    [
      'churn|attrition|defection|lapse|leaving risk|risks|score|$chance',
      'risk|risks|$chance of churn|churning|leaving|attrition|defection',
      'risk|risks of losing them',
      '$chance <lostword>',
    ],
    { field: 'customer.chance_active', turned: true },
  )
  named(
    [
      '$expected|forecast|forecasted|future|likely number|count of orders|purchases|visits|buys',
      '$expected|forecast|forecasted|future orders|purchases',
      'orders|purchases $expected|expect|forecast',
    ],
    { field: 'customer.expected_orders' },
  )
  named(
    [
      'life-time|lifetime|future|$expected|forecast|forecasted value|values|worth',
      'life time|long value|values',
      '$expected|future|forecast|forecasted spend|spending|revenue|sales|money|turnover|income',
      'ltv|clv|cltv',
      'value next|coming 12|twelve months',
      '12|twelve month|months value',
      '12|twelve month|months lifetime value',
    ],
    { field: 'customer.lifetime_value' },
  )
}

/** Of one customer: "what is Ana Silva worth", "how likely is she to come back". */
function addOfPerson(grammar: Grammar): void {
  const of = (patterns: readonly string[], shows: readonly string[], cost = -1.2) =>
    grammar.rule('item', patterns, ({ person }) => ({ ...person, shows }), cost)
  of(
    [
      '$chance <person> <backagain>',
      '$chance <person> <alive>',
      '<person> $chance <backagain>',
      '<person> $chance <alive>',
      'how likely|probable|sure|certain <person> <backagain>',
      'how likely|probable|sure|certain <person> <alive>',
      'is|are <person> likely|expected <backagain>',
      'will|would <person> likely|probably|expected? <backagain>',
      'does|is <person> likely|probably|expected <backagain>',
      'how active is <person>',
      'do|does still have <person> customer|client?',
      'will|would see <person> again',
      'has|have <person> left us?',
      'is|are <person> still active|alive|around|customer|interested',
    ],
    chance,
  )
  grammar.rule(
    'item',
    ['<person> <estimate>', '<estimate> of|for|from|by <person>', '<estimate> has|have|does|is <person>'],
    ({ person, estimate }: { person: object; estimate: Named }) =>
      estimate.turned ? unasked : { ...person, shows: shownOf[estimate.field] },
    -1.2,
  )
  of(
    [
      'how many|often orders|purchases|times do|can|should|will|are|is $expected|expect from|of|by <person>',
      'how many|often orders|purchases|times will|is|would <person> likely|expected? place|make|order|buy|come|have',
      'how often will|is|are <person> likely|expected? buy|order|come|shop|visit',
    ],
    shownOf['customer.expected_orders'],
  )
  of(
    [
      'what|how is|are|would <person> worth',
      'how much is|are <person> worth',
      'how valuable is|are <person>',
      '<person> worth|value',
      'worth|value of <person>',
      'how much will|would|is|are <person> likely|expected? spend|bring',
      'how much|what do|can|should|will|is|are $expected|expect from <person>',
      'how much|what do|can|should $expected|expect <person> spend|buy|bring|pay',
    ],
    shownOf['customer.lifetime_value'],
  )
}

const chance = ['customer.chance_active', 'customer.last_order_day', 'customer.usual_gap'] as const

/** What is shown of one customer: the estimate, and what it stands beside. */
const shownOf: Readonly<Record<Estimate, readonly string[]>> = {
  'customer.chance_active': chance,
  'customer.expected_orders': ['customer.expected_orders', 'customer.chance_active'],
  'customer.lifetime_value': ['customer.spend', 'customer.lifetime_value'],
}

const unasked = {
  kind: 'impossible',
  reason:
    'I know the chance that a customer is still active, and not its opposite. Ask for the “chance of being active”.',
} as const

/** "Top 10 by predicted value", "customers by lifetime value", "who is most likely to buy again". */
function addRanked(grammar: Grammar): void {
  const rank = (named: Named, direction: 'asc' | 'desc', count: number | null = null, many = false) => ({
    kind: 'super',
    direction: named.turned ? (direction === 'desc' ? 'asc' : 'desc') : direction,
    count: count ?? (many ? some : null),
    percent: null,
    measure: { kind: 'aggregate', aggregate: 'highest', field: named.field },
    entity: 'customer',
  })
  grammar.rule(
    'super',
    ['<rankword> <estimate>', 'with|has|have the? <rankword> <estimate>', '<rankword> $people by|in|for|of <estimate>'],
    ({ rankword, estimate }) => rank(estimate, rankword),
    -0.6,
  )
  grammar.rule(
    'super',
    [
      '<rankword> <howmany> $people? by|in|for|of|with the? highest|biggest|best? <estimate>',
      '<howmany> <rankword> $people? by|in|for|of <estimate>',
      '<howmany> $people with|by the? <rankword> <estimate>',
      '<howmany> <rankword> <estimate>',
      '<rankword> <howmany> <estimate>',
    ],
    ({ rankword, howmany, estimate }) => rank(estimate, rankword, howmany),
    -0.8,
  )
  grammar.rule(
    'order',
    [
      'by|on <estimate>',
      'ranked|sorted|ordered|rank|sort|order|arranged them|it|those|these? by|on|in_order_of their|the? <estimate>',
      'in order of their? <estimate>',
      'in terms of <estimate>',
    ],
    ({ estimate }: { estimate: Named }) => ({
      kind: 'order',
      // "Lowest first" may be said elsewhere; the highest churn risk is the lowest chance.
      direction: estimate.turned ? 'asc' : null,
      measure: null,
      field: estimate.field,
    }),
    -0.6,
  )
  const chances: Named = { field: 'customer.chance_active' }
  const orders: Named = { field: 'customer.expected_orders' }
  for (const [direction, words] of [
    ['desc', 'most|likeliest|best'],
    ['asc', 'least'],
  ] as const) {
    grammar.rule(
      'super',
      [
        `${words} likely|probable <backagain>`,
        `${words} likely|probable <alive>`,
        ...(direction === 'desc' ? ['likeliest <backagain>', 'best $chance <backagain>'] : []),
      ],
      () => rank(chances, direction, null, true),
      -1,
    )
    grammar.rule(
      'super',
      [`<howmany> $people? ${words} likely <backagain>`],
      ({ howmany }) => rank(chances, direction, howmany),
      -1.2,
    )
    if (direction === 'desc')
      grammar.rule(
        'super',
        [
          '<howmany> $people? most likely|probably lose|leave|churn',
          '<howmany> $people? most likely|probably <lostword>',
        ],
        ({ howmany }) => rank(chances, 'asc', howmany),
        -1.2,
      )
    grammar.rule(
      'super',
      [
        `${words} likely|expected buy|order|shop|purchase next|soon|anything|something?`,
        `$expected|expect buy|order|shop|purchase|come ${words} often?`,
      ],
      () => rank(orders, direction, null, true),
      -0.7,
    )
  }
  grammar.rule(
    'super',
    [
      'will spend|bring|buy most money?',
      'will worth most',
      'most valuable|worth future|future|next|coming',
      'most worth in? future|next_12_months',
    ],
    () => rank({ field: 'customer.lifetime_value' }, 'desc', null, true),
    -1,
  )
  grammar.rule(
    'super',
    [
      'most likely|probably lose',
      'most likely|probably <lostword>',
      'most likely|probably leave|churn|stop|defect us|buying|coming?',
    ],
    () => rank(chances, 'asc', null, true),
    -1,
  )
}

/** "Who is most likely to buy again" means some, and nobody said how many. */
const some = 10

/** "Expected orders of our champions", "average lifetime value by store". */
function addMeasured(grammar: Grammar): void {
  const of = (aggregate: string) =>
    function measured({ estimate }: { estimate: Named }) {
      return estimate.turned ? null : { kind: 'aggregate', aggregate, field: estimate.field }
    }
  grammar.rule(
    'measure',
    ['<estimate>', 'how much|many|high <estimate>'],
    ({ estimate }: { estimate: Named }) =>
      of(estimate.field === 'customer.chance_active' ? 'average' : 'total')({ estimate }),
    -0.6,
  )
  grammar.rule(
    'measure',
    ['how many orders|purchases $expected|expect from|of|by', 'how many orders|purchases likely from|of|by'],
    () => ({ kind: 'aggregate', aggregate: 'total', field: 'customer.expected_orders' }),
    -1,
  )
  grammar.rule(
    'measure',
    ['how much money|revenue|spend|spending|sales? $expected|expect from|of|by'],
    () => ({ kind: 'aggregate', aggregate: 'total', field: 'customer.lifetime_value' }),
    -0.6,
  )
  grammar.rule(
    'measure',
    ['how many orders|purchases will likely|probably?', 'how many orders|purchases $expected|expect'],
    () => ({ kind: 'aggregate', aggregate: 'total', field: 'customer.expected_orders' }),
    -0.8,
  )
  grammar.rule(
    'measure',
    ['how much money|revenue? will likely|probably?', 'how much money|revenue? $expected|expect'],
    () => ({ kind: 'aggregate', aggregate: 'total', field: 'customer.lifetime_value' }),
    -0.6,
  )
  // Behind a stretch of time that lies ahead; of the past it is what was spent.
  grammar.rule(
    'measure',
    'worth',
    () => ({ kind: 'aggregate', aggregate: 'total', field: 'customer.lifetime_value' }),
    0.5,
  )
  grammar.rule('item', ['place|make|bring in?', 'spend with us?'], () => ({ kind: 'word', word: '' }), 0.35)
  grammar.rule(
    'measure',
    ['total|overall|combined|summed|sum|aggregate|whole <estimate>'],
    ({ estimate }: { estimate: Named }) =>
      estimate.field === 'customer.chance_active' ? null : of('total')({ estimate }),
    -0.9,
  )
  const per = 'per|of_a|of_an|by|for_a|of_each customer|person|buyer|client?'
  for (const [aggregate, words] of [
    ['average', 'average|avg|mean|typical'],
    ['median', 'median'],
    ['highest', 'highest|maximum|max'],
    ['lowest', 'lowest|minimum|min'],
  ] as const)
    grammar.rule(
      'measure',
      [
        aggregate === 'average' || aggregate === 'median'
          ? `${words} customer|client? <estimate>`
          : `${words} <estimate>`,
      ],
      of(aggregate),
      aggregate === 'average' ? -1.3 : -0.3,
    )
  const people = 'of|for|among|across|by customers|customer|buyers|people|clients'
  grammar.rule(
    'measure',
    [`average|avg|mean|typical <estimate> ${per}`, `average|avg|mean|typical <estimate> ${people}`],
    of('average'),
    -2,
  )
  grammar.rule('measure', ['<estimate> per|each customer|person|buyer|client|head'], of('average'), -1.2)
  grammar.rule('item', ['average|avg|mean|typical|total|median <estimate>'], ({ estimate }: { estimate: Named }) =>
    estimate.turned ? unasked : null,
  )
}

/** "How likely are our champions to come back": on average. "Champions with their lifetime value": beside each. */
function addBeside(grammar: Grammar): void {
  const average = { kind: 'aggregate', aggregate: 'average', field: 'customer.chance_active' }
  grammar.rule(
    'item',
    [
      'how likely|probable <state> <backagain>',
      'how likely|probable <state> active|alive|around',
      'average|mean? $chance <state> <backagain>',
      'average|mean? $chance <state> active|alive|around',
      'will|would <state> <backagain>',
    ],
    ({ state }) => ({
      kind: 'several',
      items: [
        { kind: 'measure', measure: average },
        { kind: 'cond', clauses: [clause(segment(state))] },
      ],
    }),
    -1.2,
  )
  grammar.rule(
    'column',
    ['with|and|plus|including|show|add|also their|the? <estimate>'],
    ({ estimate }: { estimate: Named }) => (estimate.turned ? null : { kind: 'column', field: estimate.field }),
    -0.9,
  )
}

/** "A chance of being active under 30 %", "lifetime value over $500". */
function addBars(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'with|have|has|having|whose <estimate> <compared>',
      '<estimate> <compared>',
      'with|have|has <compared> <estimate>',
      '<compared> <estimate>',
    ],
    ({ estimate, compared }: { estimate: Named; compared: Compared }) => barOn(estimate, compared),
    -0.8,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has? <estimate> <number> or|and more|higher|over|above|up',
      'with|have|has? <number> <estimate> or|and more|higher|better|over|above|up',
    ],
    ({ estimate, number }) => barOn(estimate, { op: 'at_least', values: [number.value], unit: unitOf(number.kind) }),
    -1,
  )
  grammar.rule(
    'cond',
    ['is|are? $expected to? order|buy|purchase|shop|come <compared> times?'],
    ({ compared }: { compared: Compared }) =>
      compared.unit === null || /^(?:times?|orders?)$/.test(compared.unit)
        ? barOn({ field: 'customer.expected_orders' }, { ...compared, unit: null })
        : null,
    -1.6,
  )
  grammar.rule(
    'cond',
    ['<compared> likely|probable <backagain>', '<compared> likely|probable active|alive'],
    ({ compared }: { compared: Compared }) => barOn({ field: 'customer.chance_active' }, compared),
    -0.8,
  )
}

interface Compared {
  readonly op: Comparison
  readonly values: readonly number[]
  readonly unit: string | null
}

const unitOf = (kind: string): string | null => (kind === 'money' || kind === 'percent' ? kind : null)

/** The condition; null where the number is of another kind, such as money for a chance. */
function barOn({ field: name, turned }: Named, compared: Compared) {
  const units = {
    'customer.chance_active': 'percent',
    'customer.expected_orders': null,
    'customer.lifetime_value': 'money',
  }
  const unit = units[name]
  if (compared.unit !== unit && compared.unit !== null) return null
  const values =
    name === 'customer.chance_active' && compared.unit === null && compared.values.some((value) => value > 1)
      ? compared.values.map((value) => value / 100)
      : compared.values
  const { op, value, upper } = bar({ op: compared.op, values })
  const bounds = [value, ...(upper === null || upper === undefined ? [] : [upper])]
  if (!turned) return one(field(name, op, bounds))
  return one(field(name, opposite[op], bounds.map((each) => Number((1 - each).toPrecision(12))).reverse()))
}

const opposite: Readonly<Record<Comparison, Comparison>> = {
  equals: 'equals',
  between: 'between',
  more_than: 'less_than',
  at_least: 'at_most',
  less_than: 'more_than',
  at_most: 'at_least',
}

/** "Likely gone", "who are we about to lose". */
function addLikelyGone(grammar: Grammar): void {
  const gone = (patterns: readonly string[], cost: number, note?: string) =>
    grammar.rule('cond', patterns, () => ({ ...one(segment('likely_gone')), ...(note ? { note } : {}) }), cost)
  gone(
    [
      'most? likely|probably|presumably <lostword>',
      'unlikely <backagain>',
      'not likely|expected <backagain>',
      'will|would likely|probably? not|never <backagain>',
      'probably|likely|presumably lost',
      'likely|probable churner|churners|leaver|leavers|defector|defectors|losses',
    ],
    -0.9,
  )
  gone(
    [
      'about|going|likely|close|set|bound|expected lose|losing',
      'in|of? danger of losing|leaving|churning',
      'might|may|could|will|risk|risking soon|probably? lose|losing soon|next?',
      'about|likely|going|bound|will leave|churn|defect us?',
      'about|likely|going stop buying|coming|ordering|shopping',
    ],
    -0.7,
    'Read as likely gone, by the chance of being active.',
  )
  grammar.rule(
    'cond',
    ['at risk of churn|churning|leaving|losing|loss|attrition them|us?', 'at risk of being lost|gone'],
    () => ({ ...one(segment('likely_gone')), either: atRisk }),
    -0.9,
  )
}

const atRisk = {
  ask: 'At risk: likely gone by the chance of being active, or at risk by RFM?',
  options: [
    { label: 'Likely gone', item: one(segment('likely_gone')) },
    { label: 'At risk (RFM)', item: one(segment('at_risk')) },
  ],
}

/** "Likely to come back": estimated, and not likely gone. */
function addLikely(grammar: Grammar): void {
  const here = cond(clause(segment('likely_gone', true)), clause(field('customer.chance_active', 'missing', [], true)))
  grammar.rule(
    'cond',
    [
      'likely|expected <backagain>',
      'will|would probably|likely <backagain>',
      'probably|likely active|alive|around',
      'not likely|probably gone|lost|churned',
    ],
    () => here,
    -0.7,
  )
}

/** How far ahead: "in the next 90 days", "over the coming year". */
function addHorizons(grammar: Grammar): void {
  const ahead = ['<when>', 'over|during|for|within|in|of|through <when>']
  const horizon = (when: Period, rolls: boolean) =>
    liesAhead(when) && (when.kind === 'rolling') === rolls ? { kind: 'horizon', ahead: when } : null
  grammar.rule('item', ahead, ({ when }) => horizon(when, true), -0.4)
  // "The coming year" is twelve months from today rather than the next calendar year.
  grammar.rule('item', ahead, ({ when }) => horizon(when, false), 0.5)
  grammar.rule(
    'item',
    ['in|within|over|for|during <duration>', '<duration> ahead|out', '<duration> from now|today'],
    ({ duration: { unit, count } }) => ({ kind: 'horizon', ahead: rollingPeriod(unit, count, { future: true }) }),
    0.3,
  )
}

const liesAhead = (period: Period): boolean =>
  (period.kind === 'rolling' && period.future) ||
  (period.kind === 'calendar' && period.offset > 0) ||
  (period.kind === 'named' && ['next', 'coming'].includes(period.occurrence))
