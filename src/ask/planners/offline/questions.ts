import type { Catalog } from '../../../catalog/catalog.ts'
import type { Grain } from '../../plan.ts'
import { bar } from './conditions.ts'
import type { Grammar } from './engine.ts'
import { field, type Item, type MeasureWord } from './items.ts'

/** What is asked for: heads, subjects, numbers, rankings, breakdowns, comparisons. */
export function addQuestions(grammar: Grammar, catalog: Catalog): void {
  addHeads(grammar)
  addSubjects(grammar)
  addLightWords(grammar)
  addMeasures(grammar, catalog)
  addRankings(grammar)
  addGroups(grammar, catalog)
  addComparisons(grammar)
  addProfiles(grammar)
  addAsides(grammar)
  addItems(grammar)
}

function addHeads(grammar: Grammar): void {
  const head = (name: Extract<Item, { kind: 'head' }>['head'], patterns: readonly string[], cost = 0) =>
    grammar.rule('head', patterns, () => ({ kind: 'head', head: name }), cost)
  head('count', [
    'how many',
    'number of',
    'count|count_of',
    'how much people|customers',
    'what number of',
    'headcount',
    'total number of',
    'how large|big',
  ])
  head('howmuch', ['how much', 'what amount', 'how well'])
  head('when', ['when', 'what|which day', 'what|which date', 'how recently', 'how long ago'])
  head('howoften', ['how often', 'how frequently', 'how regularly'])
  head('where', ['where'])
  head('who', ['who', 'whose', 'which $people', 'what $people', 'who else', 'whos'])
  head('list', [
    'list',
    'show',
    'show me|us',
    'give me|us',
    'get me',
    'pull up?',
    'find me?',
    'tell me',
    'name',
    'need',
    'display',
    'fetch',
    'look up',
    'print',
    'give',
    'send me',
    'want',
    'looking for',
    'i|we want to win back',
    'want to see',
    'bring up',
    'get',
    'see',
    'identify',
    'report',
    'run',
    'win back',
    'are there',
    'is there',
    'do we have',
    'have we',
    'got',
    'any',
    'hunt down',
    'pick out',
    'list of',
    'the list',
    'call list',
    'remind me',
    'check',
    'export',
    'view',
  ])
  head('which', ['which', 'which of'])
  head('what', ['what', 'how', 'what about', 'what is|are|was|were', 'what did'])
}

function addSubjects(grammar: Grammar): void {
  grammar.rule('entity', '<entityname>', ({ entityname }) => entityname)
  grammar.rule('subject', ['<entity>', 'of|among|from <entity>'], ({ entity }) => ({ kind: 'subject', entity }))
  grammar.rule('subject', ['<entity> $or <entity:other>'.replace('$or', 'or|and')], ({ entity, other }) =>
    entity === other ? { kind: 'subject', entity } : null,
  )
  const dimension = (name: string): Item => ({ kind: 'dimension', dimension: { kind: 'field', field: name } })
  grammar.rule(
    'subject',
    ['everything|anything|things we? sell|carry|stock|offer', 'products|items we sell|carry|stock'],
    () => ({ kind: 'subject', entity: 'product' }),
    -0.5,
  )
  grammar.rule(
    'item',
    [
      'cost|costs|costing|priced|price|selling|sell at|for|is|of|over|under? <compared>',
      'for|at <compared>',
      'with a? price of? <compared>',
      'cheaper than <money>',
    ],
    ({ compared }) => (compared?.unit === 'money' ? { kind: 'price', bar: bar(compared) } : null),
    0.2,
  )
  grammar.rule(
    'item',
    ['priced|price|cost|costs|costing at|is|of? <compared>'],
    ({ compared }) =>
      compared.unit === null || compared.unit === 'money' ? { kind: 'price', bar: bar(compared) } : null,
    0.1,
  )
  grammar.rule('money', '<number>', ({ number }) => (number.kind === 'money' ? number : null))
  grammar.rule('subject', ['weekday|weekdays', 'day|days of week', 'day of the week'], () => dimension('order.weekday'))
  grammar.rule('subject', ['city|cities|town|towns|suburb'], () => dimension('customer.city'))
  grammar.rule('subject', ['brand|brands|manufacturer'], () => dimension('product.brand'))
  grammar.rule('subject', ['source|sources', 'acquisition channel|source'], () => dimension('customer.source'))
  grammar.rule('subject', ['owner|owners', '=book|portfolio', 'account manager|managers'], () =>
    dimension('customer.owner'),
  )
  grammar.rule('subject', ['language|languages'], () => dimension('customer.language'))
  grammar.rule('subject', ['tag|tags'], () => dimension('customer.tag'))
  grammar.rule('subject', ['region|state|states|province'], () => dimension('customer.region'))
  grammar.rule('subject', ['sales? channel|channels'], () => dimension('order.channel'))
  grammar.rule('subject', ['hour|hours of? day?'], () => dimension('order.hour'))
  grammar.rule('subject', ['month|months'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'month' } }))
  grammar.rule('subject', ['week|weeks'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'week' } }))
  grammar.rule('subject', ['quarter|quarters'], () => ({
    kind: 'dimension',
    dimension: { kind: 'time', grain: 'quarter' },
  }))
  grammar.rule('subject', ['year|years'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'year' } }))
  grammar.rule('subject', ['day|days|date'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'day' } }))
}

const averages = 'average avg typical'

/** Ways of saying things that change nothing by themselves. */
function addLightWords(grammar: Grammar): void {
  const light = (patterns: readonly string[], cost = -0.6) =>
    grammar.rule('item', patterns, () => ({ kind: 'word', word: '' }), cost)
  light([
    'how many|much each|apiece',
    'among|amongst|amid',
    'out of|from among',
    'with the number|numbers|count|counts|figures',
    'added|summed|adding|taken up',
    'all of them',
    'in sum',
    'we use|have|carry|keep|know',
    'with? what is? the? matter|problem|issue',
    'what they|it are|is? about',
    'themselves|himself|herself',
    'as a whole',
    'put together',
    'list them',
    'used to be busy|good|active|regular|regulars',
    'just the number|total',
    'just a number',
    'a number is enough',
    'one number',
    'we know of',
    'that exist',
    'we have on file',
    'in our books|system|database|records',
  ])
  light(['came|come|coming in'], 0.2)
  light(
    [
      'net of returns|refunds|discounts',
      'after|net|without|less returns|refunds|discounts and|or refunds|discounts|returns',
      'after returns|refunds|discounts',
      'less returns|refunds',
      'returns|refunds taken off|out',
      'returns|refunds deducted|subtracted|removed',
    ],
    -1,
  )
  light(
    [
      'net',
      'separately',
      'respectively',
      'side by side',
      'in days|dollars',
      'list price',
      'on|in our? books|records|file|system|list',
      'carry|carries',
      'works|work|working at|in|for?',
      'logged',
      'as well',
      'on the? list',
      'so far',
      'with amounts',
      'with us',
    ],
    0.1,
  )
  light(['ones', 'the ones'], 0.15)
  light(['again', 'first of all', 'so far', 'at the moment', 'these days', 'for a|an|the|our? moment'], 0.15)
  grammar.rule('item', ['and how many|much'], () => ({ kind: 'andcount' }), 0)
  grammar.rule('item', ['buy', 'purchase', 'go for', 'like to buy', 'end up buying'], () => ({ kind: 'buys' }), 0.3)
  light(
    [
      'order|reference numbers',
      'full months|weeks only',
      'in total',
      'known customers only',
      'we sold|carry',
      'from us',
      'so far',
      'go|goes|going in',
      'make|made|have to customers',
      'show|with the? product|day and day|product',
      'the owner for each',
      'which|what ones',
    ],
    0.15,
  )
  light(['over the years', 'over time'], -0.6)
  light(['a lot', 'thanks a lot', 'originally', 'explicitly', 'different', 'in total', 'for us'], 0.1)
  light(['did|do we? win|gain|acquire|attract|land|pick up|add?'], 0.1)
  light(['placed|made', 'came through'], 0.25)
  light(['in|of|from their book|portfolio'], -0.3)
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
    'on <weekday>',
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

function addMeasures(grammar: Grammar, catalog: Catalog): void {
  const metric = (name: string): MeasureWord => ({ kind: 'metric', metric: name })
  const weak = (name: string): MeasureWord => ({ kind: 'metric', metric: name, weak: true })
  grammar.rule('measure', '<metricname>', ({ metricname }) => metric(metricname))
  grammar.rule(
    'measure',
    ['net|total|overall|combined <metricname>', 'total|number|amount|sum|volume of <metricname>'],
    ({ metricname }) => metric(metricname),
    0.01,
  )
  grammar.rule('counted', '<metricname>', ({ metricname }) => metric(metricname))
  grammar.rule('countof', '<countname>', ({ countname }) => metric(countname))
  grammar.rule('counted', '<measure>', ({ measure }) => measure, 0.05)
  grammar.rule(
    'measure',
    ['number|count of? <countname>', 'total|overall number|count of <countname>'],
    ({ countname }) => metric(countname),
    0.01,
  )
  // verbs that ask for money
  grammar.rule(
    'measure',
    [
      'sell|sold',
      'take|took|taken|bring|brought|pull|pulled|rake|raked|haul in',
      'take|took|taken',
      'in|for $|dollars|money',
      'do|did in|for $|dollars|money|sales|revenue',
      'turn|turned over',
      'ring|rang|rung up',
      'make|made|take|took money',
      'total amount|figure|sum',
      'in till',
      'business do|done',
    ],
    () => weak('revenue'),
    0.3,
  )
  grammar.rule(
    'measure',
    [
      'made|earned|earn|grossed|generated|brought',
      '=make',
      'selling|sells|sell',
      'everything|all we? sold|sell',
      'taken|earned',
      'brought|brings|bring in',
    ],
    () => weak('revenue'),
    0.3,
  )
  grammar.rule(
    'measure',
    [
      'units|pieces|items|products|things go|goes|are|is in|into|per a|an|each|the? basket|order|ticket|purchase|transaction on? average?',
    ],
    () => metric('units_per_order'),
    -1,
  )
  grammar.rule(
    'measure',
    ['highest|largest|biggest|maximum order value|amount|total'],
    () => metric('largest_order'),
    -0.9,
  )
  grammar.rule(
    'measure',
    [
      'orders|purchases do|does a|an|the? buyer|customer|person have|has|place|make on average',
      'orders per|a buyer|customer on average',
    ],
    () => metric('orders_per_buyer'),
    -0.8,
  )
  grammar.rule(
    'measure',
    [
      'mean|average|typical dollars|amount|spend|value per order|ticket|purchase',
      'typical ticket|order|basket|purchase value|size?',
      'mean ticket|basket',
      'mean order value|size',
    ],
    () => metric('average_order_value'),
    -0.6,
  )
  grammar.rule('measure', ['went|go out the? door', 'out the door'], () => weak('units'), 0.2)
  grammar.rule(
    'measure',
    [
      'ordered|bought something|anything|again? while it|they was|were? running|ran|active|on',
      'ordered|bought during it|that|campaign',
      'order|buy something|anything? while it was? running|ran',
    ],
    () => metric('ordered_during'),
    -0.8,
  )
  grammar.rule(
    'measure',
    ['total|overall|combined <measure>', '<measure> total|overall|combined|altogether', 'grand total of? <measure>?'],
    ({ measure }) => measure ?? metric('revenue'),
    0.02,
  )
  grammar.rule(
    'measure',
    ['spend|spent|spends|spending', 'drop|dropped money?', 'paid|pay', 'worth'],
    () => weak('revenue'),
    0.2,
  )
  grammar.rule(
    'measure',
    ['do|did|doing|done|performed|perform|performing|go|going', 'how are|is|were|was'],
    () => weak('revenue'),
    1,
  )
  grammar.rule(
    'measure',
    [
      'unit|units|piece|pieces|bag|bags|item|items|box|boxes|copies sold|moved|shifted?',
      'moved|move|shifted|shift|went out|over? door|units|counter?',
      'sold|sell units|pieces|by units|pieces',
    ],
    () => metric('units'),
    0.3,
  )
  grammar.rule('measure', ['most|best sold', 'sold most'], () => metric('units'), 3)
  grammar.macro('average', averages)
  const ambiguousSpend: MeasureWord = {
    kind: 'ambiguous',
    ask: 'Average per order, or per customer?',
    options: [
      { label: 'Per order', measure: metric('average_order_value') },
      { label: 'Per customer', measure: metric('revenue_per_buyer') },
    ],
  }
  grammar.rule(
    'measure',
    [
      '$average spend|spending|sales|revenue|amount|spent|purchase_amount|bill',
      'spend|spending|spent on average',
      'what|how|much spend|spent on average',
    ],
    () => ambiguousSpend,
    -0.2,
  )
  grammar.rule(
    'measure',
    [
      '$average all-time|lifetime|total|overall spend|spending|revenue|value per|of a|an|each? customer|buyer|person|shopper|client|head?',
      '$average all time spend|spending|revenue per|of? customer|buyer|person|shopper|client?',
      '$average spend|spending|revenue per|of customer|buyer|person|head|client|shopper , all time|lifetime',
    ],
    () => ({ kind: 'aggregate', aggregate: 'average', field: 'customer.spend', segment: 'buyer' }),
    -1,
  )
  grammar.rule(
    'measure',
    [
      '$average spend|spending|spent|revenue|amount|sales|value per|of|by|for|from|a|each|an customer|buyer|person|shopper|client|head|member',
      '$average customer|buyer|shopper|person|client|member spend|spends|spent|spending|value',
      'customer|buyer|shopper|person|client spend|spends|spent|spending on average',
      'spend|spent|revenue|sales per customer|buyer|person|shopper|client|head',
      'spend|spent per|each|a customer|buyer|person on average',
    ],
    () => metric('revenue_per_buyer'),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      '$average order|basket|ticket|purchase|transaction|sale|receipt|cart|check|visit|checkout value|size|amount|total|spend?',
      '$average value|size|amount|spend|sale|spent|total of|per|in|on|an|a|each? order|basket|ticket|purchase|transaction|receipt|checkout',
      'order|basket|ticket size|value on|in? average?',
      '$average spend|spent|revenue per|an|a|each order|visit|purchase|transaction|ticket',
      'spend|spent|revenue|sales per order|purchase|ticket|transaction|basket',
      'aov',
      'average amount spent per order',
    ],
    () => metric('average_order_value'),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      '$average number|amount|count of? orders|purchases per|by|for? customer|buyer|person|client?',
      '$average orders|purchases per|by? customer|buyer|person|client',
      'orders|purchases per customer|buyer|person|client|head',
      'how many|often orders|times $average customer|buyer order|orders|buy|buys',
      '$average orders|purchases',
    ],
    () => metric('orders_per_buyer'),
    -0.5,
  )
  grammar.rule(
    'measure',
    [
      '$average units|pieces|items|products|things per|in|an|each order|basket|ticket|transaction|purchase|sale',
      'units|pieces|items|products per order|basket|ticket|transaction|purchase',
      '$average number of? units|items|pieces|products per|in|an order|basket|ticket|purchase',
    ],
    () => metric('units_per_order'),
    -0.6,
  )
  // aggregates of fields and of per-customer figures
  for (const [aggregate, words] of [
    ['average', averages],
    ['median', 'median middle'],
    ['highest', 'highest longest maximum max oldest greatest'],
    ['lowest', 'lowest shortest minimum youngest'],
  ] as const) {
    grammar.macro('aggregate', words)
    grammar.rule(
      'measure',
      ['$aggregate <fieldname>', '$aggregate value of <fieldname>'],
      ({ fieldname }) => {
        const known = catalog.fields.get(fieldname)
        if (!known || fieldname === 'customer.spend' || known.many || !['number', 'money'].includes(known.type))
          return null
        return {
          kind: 'aggregate',
          aggregate,
          field: fieldname,
          ...(fieldname.startsWith('customer.') &&
          ['customer.spend', 'customer.order_count', 'customer.usual_gap'].includes(fieldname)
            ? { segment: 'buyer' }
            : {}),
        }
      },
      -0.3,
    )
  }
  grammar.rule(
    'measure',
    [
      'median order|basket|ticket|purchase|transaction|sale value|size|amount|spend|total?',
      'median value|size|amount|spend of|per? order|basket|ticket|purchase|transaction',
    ],
    () => ({ kind: 'aggregate', aggregate: 'median', field: 'order.net' }),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      'median customer|buyer spend|spending|value?',
      'median spend|spending|revenue|spent|amount per|of|by|a? customer|buyer|person|shopper|client?',
      'median all-time|lifetime spend|spending per|of? customer|buyer|person?',
    ],
    () => ({ kind: 'per', aggregate: 'median', per: 'customer', metric: 'revenue' }),
    -0.6,
  )
  grammar.rule(
    'measure',
    [
      'median number|amount|count of? orders|purchases per|of|by? customer|buyer|person?',
      'median orders|purchases per|by customer|buyer',
    ],
    () => ({ kind: 'per', aggregate: 'median', per: 'customer', metric: 'orders' }),
    -0.6,
  )
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
  grammar.rule('outwords', ['most', 'the most', 'outgoing|outbound', 'most outgoing|outbound', 'fewest', 'least'])
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

const rankWords = {
  most: ['most', 'highest', 'biggest', 'largest', 'greatest', 'best', 'top', 'max', 'strongest'],
  least: ['least', 'lowest', 'smallest', 'fewest', 'worst', 'weakest', 'bottom', 'slowest', 'poorest'],
}

function addRankings(grammar: Grammar): void {
  grammar.macro('most', rankWords.most.join(' '))
  grammar.macro('least', rankWords.least.join(' '))
  const ranks = new Map([
    ...rankWords.most.map((word) => [word, 'desc'] as const),
    ...rankWords.least.map((word) => [word, 'asc'] as const),
  ])
  // "At least four" and "at most four" compare; they rank nothing.
  grammar.reader('rankword', (tokens, at) => {
    const direction =
      ranks.get(tokens[at]?.lower ?? '') ?? tokens[at]?.corrections.map((word) => ranks.get(word)).find(Boolean)
    return direction && tokens[at - 1]?.lower !== 'at' ? [{ end: at + 1, value: direction, cost: 0 }] : []
  })
  grammar.rule('howmany', '<number>', ({ number }) =>
    number.kind === 'number' && Number.isInteger(number.value) && number.value >= 1 && number.value < 1000
      ? number.value
      : null,
  )
  const rank = (direction: 'asc' | 'desc', extra: Partial<Extract<Item, { kind: 'super' }>>): Item => ({
    kind: 'super',
    direction,
    count: null,
    percent: null,
    measure: null,
    ...extra,
  })
  // "top 10 customers", "ten best customers", "the biggest spender"
  grammar.rule('super', ['<rankword> <howmany>', '<howmany> <rankword>'], ({ rankword, howmany }) =>
    rank(rankword, { count: howmany }),
  )
  grammar.rule('super', '<rankword>', ({ rankword }) => rank(rankword, {}), 0.05)
  grammar.rule(
    'super',
    ['<number> <rankword>', 'number <howmany>'],
    ({ number, rankword, howmany }) =>
      number?.kind === 'ordinal'
        ? rank(rankword, { count: 1, offset: number.value - 1 })
        : howmany === 1
          ? rank('desc', { count: 1 })
          : null,
    0.1,
  )
  grammar.rule(
    'super',
    ['<rankword> <percentage>'],
    ({ rankword, percentage }) => rank(rankword, { percent: percentage }),
    0.2,
  )
  grammar.rule(
    'super',
    [
      '<rankword> <counted>',
      '<counted> the? <rankword>',
      '<rankword> by|in|on|of|for <counted>',
      '<rankword> amount|number of? <counted>',
    ],
    ({ rankword, counted }) => rank(rankword, { measure: counted }),
  )
  grammar.rule(
    'super',
    ['<rankword> <howmany> by|in <counted>', '<howmany> <rankword> by|in <counted>'],
    ({ rankword, howmany, measure }) => rank(rankword, { measure, count: howmany }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['most often|frequently|popular', 'most popular', 'bought|ordered most', 'most bought|ordered|purchased'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'orders' } }),
    0.3,
  )
  grammar.rule(
    'super',
    [
      'best selling|seller|sellers|selling',
      'top selling|seller|sellers',
      'bestselling|bestseller|bestsellers',
      'hottest',
      'sell|sells|sold|selling best|most|well',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    0.3,
  )
  grammar.rule(
    'super',
    ['worst|slowest|poorest selling|seller|sellers', 'slow|slowest mover|movers|moving|sellers|seller'],
    () => rank('asc', { measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    0.3,
  )
  grammar.rule('super', ['biggest|highest|top|best|largest spender|spenders'], () =>
    rank('desc', { measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
  )
  grammar.rule(
    'super',
    [
      'come|came|comes|sent|brought back the? most',
      'returned|refunded|brought the? back? most',
      'most returned|refunded',
    ],
    () => rank('desc', { measure: { kind: 'metric', metric: 'units_returned' } }),
  )
  grammar.rule(
    'super',
    [
      'made|make|had|logged|placed|took|handled $most <measure>',
      'made|make|had|logged|placed|took|handled most <countof>',
    ],
    ({ measure, countof }) => rank('desc', { measure: measure ?? countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['made|make|had|logged|placed|took|handled $least <measure>', 'made|make|had|logged|handled fewest <countof>'],
    ({ measure, countof }) => rank('asc', { measure: measure ?? countof }),
    -0.3,
  )
  grammar.rule(
    'super',
    ['most|more <countof>', 'highest|largest|biggest|greatest number|count of? <countof>', '<countof> most'],
    ({ countof }) => rank('desc', { measure: countof }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['fewest|least|fewer <countof>', 'lowest|smallest number|count of? <countof>'],
    ({ countof }) => rank('asc', { measure: countof }),
    -0.1,
  )
  grammar.rule(
    'order',
    ['by|in number|count of? <countof>', 'ranked|sorted|ordered? by <countof>'],
    ({ countof }) => ({ kind: 'order', direction: null, measure: countof }),
    0.1,
  )
  grammar.rule(
    'super',
    [
      'sold|moved|shifted|brought|earned|took|made|generated|sell|bring|earn $most in? <measure>',
      '$spent $most money?'.replace('$spent', 'spent|spend|spends'),
    ],
    ({ measure }) => rank('desc', { measure: measure ?? { kind: 'metric', metric: 'revenue' } }),
    -0.35,
  )
  grammar.rule(
    'super',
    [
      'sold|moved|shifted|brought|earned|took|made|generated|sell|bring|earn $least in? <measure>',
      'spent|spend|spends $least money?',
    ],
    ({ measure }) => rank('asc', { measure: measure ?? { kind: 'metric', metric: 'revenue' } }),
    -0.35,
  )
  grammar.rule(
    'super',
    ['<number> biggest|highest|top|best|largest spender|spenders'],
    ({ number }) =>
      number.kind === 'ordinal'
        ? rank('desc', {
            count: 1,
            offset: number.value - 1,
            measure: { kind: 'metric', metric: 'revenue' },
            entity: 'customer',
          })
        : null,
    -0.2,
  )
  grammar.rule(
    'super',
    ['biggest|highest|top|best|largest <howmany> spenders', '<howmany> biggest|highest|top|best|largest spenders'],
    ({ howmany }) =>
      rank('desc', { count: howmany, measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
    -0.2,
  )
  grammar.rule(
    'super',
    ['smallest|lowest|least|worst <howmany>? spender|spenders', '<howmany> smallest|lowest|least|worst spenders'],
    ({ howmany }) =>
      rank('asc', { count: howmany ?? null, measure: { kind: 'metric', metric: 'revenue' }, entity: 'customer' }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['$most <howmany> seller|sellers', '<howmany> $most seller|sellers', '<howmany> best|top selling'],
    ({ howmany }) => rank('desc', { count: howmany, measure: { kind: 'metric', metric: 'units' }, entity: 'product' }),
    -0.1,
  )
  grammar.rule(
    'super',
    ['bought|buys|buy|purchased|ordered most <what>', 'most <what> bought|purchased'],
    ({ what }) => rank('desc', { measure: { kind: 'metric', metric: 'units' }, what }),
    -0.2,
  )
  grammar.rule(
    'super',
    ['bought|have|buy|got most of them|those? bought|buy|have|got?', 'most of them|those|these bought|buy|have|got'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'buyers' } }),
    -0.2,
  )
  grammar.rule(
    'order',
    [
      '$most|$least loss|drop|gain|growth|increase|decrease|fall|spender|spenders|seller|buyers|amount|number|total|change|value first',
    ],
    () => ({ kind: 'order', direction: null, measure: null }),
    -0.2,
  )
  grammar.rule(
    'order',
    ['most|least loyal|valuable|recent|frequent|important|spent|spending|active first'],
    () => ({ kind: 'order', direction: null, measure: null }),
    -0.2,
  )
  grammar.rule(
    'super',
    [
      'written|wrote|answered|closed|resolved|sent most <countof>',
      'written|wrote|answered|closed|resolved|sent most <measure>',
    ],
    ({ countof, measure }) => rank('desc', { measure: countof ?? measure }),
    -0.3,
  )
  grammar.rule('order', ['$most first', '$least first'], () => ({ kind: 'order', direction: null, measure: null }), 0.3)
  grammar.rule(
    'super',
    ['referred|sent|brought|recommended in|us? most customers|people|friends|others|buyers?'],
    () => rank('desc', { measure: { kind: 'metric', metric: 'referrals' }, entity: 'customer' }),
    -0.6,
  )
  grammar.rule('super', ['busiest'], () => rank('desc', { measure: { kind: 'metric', metric: 'orders' } }))
  grammar.rule('super', ['quietest'], () => rank('asc', { measure: { kind: 'metric', metric: 'orders' } }))

  grammar.macro('first', 'first top')
  grammar.rule(
    'order',
    [
      'biggest|highest|largest|most|best|top first',
      'in descending order',
      'descending|desc',
      'high|highest|biggest|best|most|largest to low|lowest|smallest|worst|least',
      'from high|highest|biggest|most to low|lowest|smallest|least',
      'in order',
      'ranked|rank|ordered|sorted|sort them|it|high|highest|biggest|best?',
      'worst first|last',
    ],
    () => ({ kind: 'order', direction: 'desc', measure: null }),
  )
  grammar.rule(
    'order',
    [
      'lowest|smallest|least|fewest|cheapest|worst first',
      'in ascending order',
      'ascending|asc',
      'low|lowest|smallest|least to high|highest|biggest|most',
      'oldest first',
    ],
    () => ({ kind: 'order', direction: 'asc', measure: null }),
    0.1,
  )
  grammar.rule('order', ['newest|latest|most_recent first'], () => ({
    kind: 'order',
    direction: 'desc',
    measure: null,
  }))
  grammar.rule(
    'order',
    [
      'ranked|sorted|ordered|rank|sort|order them|it? by|on <counted>',
      'by|in order of <counted>',
      'by <counted>',
      'based on <counted>',
      'measured|counted in|by <counted>',
      'in terms of <counted>',
      'by what they|he|she have|has? <counted>',
      'in <counted>',
    ],
    ({ counted }) => ({ kind: 'order', direction: null, measure: counted }),
    0.1,
  )
  grammar.rule(
    'limit',
    ['<howmany>', 'just|only <howmany>', '<howmany> of? them'],
    ({ howmany }) => ({ kind: 'super', direction: 'desc', count: howmany, percent: null, measure: null, bare: true }),
    0.6,
  )
}

function addGroups(grammar: Grammar, catalog: Catalog): void {
  const fields: Readonly<Record<string, string>> = {
    'store|stores|shop|location|branch|outlet': 'order.store',
    'channel|channels': 'order.channel',
    'category|department|dept|section|categories|departments': 'product.category',
    'product|item|article|sku': 'product.product',
    'brand|manufacturer': 'product.brand',
    'city|town': 'customer.city',
    source: 'customer.source',
    owner: 'customer.owner',
    language: 'customer.language',
    tag: 'customer.tag',
    'region|state': 'customer.region',
    'campaign|mailing|promotion': 'campaign.campaign',
    weekday: 'order.weekday',
    'customer|client|buyer': 'customer.customer',
    'staff|colleague|employee|associate|salesperson': 'staff',
    'kind|type': 'interaction.kind',
    author: 'note.author',
    hour: 'order.hour',
    direction: 'interaction.direction',
  }
  grammar.rule('dim', ['person|head'], () => ({ kind: 'field', field: 'person' }), -0.1)
  grammar.rule(
    'dim',
    ['person|member on|of|in the? team|staff', 'team|staff member'],
    () => ({ kind: 'field', field: 'staff' }),
    -0.3,
  )
  for (const [words, name] of Object.entries(fields)) grammar.rule('dim', words, () => ({ kind: 'field', field: name }))
  grammar.rule(
    'dim',
    [
      'home store|shop|branch',
      'store they|customer belong|belongs to?',
      "customer|customers 's? home? store",
      'store the|a customer belongs to',
    ],
    () => ({ kind: 'field', field: 'customer.store' }),
    -0.2,
  )
  grammar.rule('dim', ['staff member|members', 'team member|members'], () => ({ kind: 'field', field: 'staff' }))
  grammar.rule('dim', ['day|days of the? week', 'week day'], () => ({ kind: 'field', field: 'order.weekday' }), -0.2)
  grammar.rule('dim', ['hour of the? day', 'time of the? day'], () => ({ kind: 'field', field: 'order.hour' }), -0.2)
  grammar.rule('dim', ['sales channel', 'selling store', 'acquisition source|channel'], () => null)
  grammar.rule(
    'dim',
    ['month of the? year', 'calendar month'],
    () => ({ kind: 'field', field: 'order.month_of_year' }),
    -0.2,
  )
  grammar.rule(
    'dim',
    '<fieldname>',
    ({ fieldname }) =>
      catalog.fields.get(fieldname)?.contact ||
      (!['text', 'key', 'boolean'].includes(catalog.fields.get(fieldname)?.type ?? '') &&
        !fieldname.startsWith('customer.attribute.')) ||
      ['customer.customer', 'customer.birthday', 'order.order'].includes(fieldname) ||
      /name$/.test(fieldname)
        ? null
        : { kind: 'field', field: fieldname },
    0.2,
  )
  for (const grain of ['day', 'week', 'month', 'quarter', 'year'] as readonly Grain[]) {
    grammar.rule('dim', [`${grain}`], () => ({ kind: 'time', grain }))
    grammar.rule(
      'group',
      [
        `${grain} by|on|over|after ${grain}`,
        `by|per|each|every ${grain}`,
        `for each|every ${grain}`,
        `over the? ${grain}s`,
      ],
      () => ({ kind: 'group', dimension: { kind: 'time', grain } }),
      -0.1,
    )
  }
  for (const [word, grain] of [
    ['daily', 'day'],
    ['weekly', 'week'],
    ['monthly', 'month'],
    ['quarterly', 'quarter'],
    ['yearly|annually|annual', 'year'],
  ] as const) {
    grammar.rule('group', word, () => ({ kind: 'group', dimension: { kind: 'time', grain } }), 0.1)
  }
  grammar.rule(
    'group',
    [
      'by|per <dim>',
      'split|broken|break|breakdown|divided|grouped|group|divide down|out|up? it|them? down? by|per|across|over|into <dim>',
      'across|between our|the|all|different? <dim>',
      'spread|distributed|distribute over|across|by|among|on the|our|all? <dim>',
      'according to <dim>',
      'among <dim>',
      'in terms of <dim>',
      'as per <dim>',
    ],
    ({ dim }) => ({ kind: 'group', dimension: dim }),
  )
  grammar.rule(
    'group',
    [
      'for|of|at|in|from each|every|all|each_of of? our|the? <howmany>? <dim>',
      'each|every <dim>',
      'for our|the|all <howmany>? <dim>',
      'of each <dim>',
      'in|at each|every <dim>',
      'per <dim>',
    ],
    ({ dim }) => ({ kind: 'group', dimension: dim, each: true }),
    0.05,
  )
  grammar.rule(
    'group',
    ['<dim> by <dim:same>', '<dim> for <dim:same>'],
    ({ dim, same }) => (JSON.stringify(dim) === JSON.stringify(same) ? { kind: 'group', dimension: dim } : null),
    -0.5,
  )
  grammar.rule(
    'group',
    ['by|per <dim> and|then by|per? <dim:second>'],
    ({ dim, second }) => ({ kind: 'groups', dimensions: [dim, second] }),
    -0.2,
  )
  grammar.rule(
    'group',
    [
      'online|web and|versus|or|against|compared store|stores|in-store|offline|shop',
      'store|stores|in-store|shop|offline and|versus|or|against online|web|internet',
      'in stores? versus|and|or online',
      'in store versus|and|or|against online',
      'online versus|and|or|against in stores?',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'order.channel' } }),
    -0.3,
  )
  grammar.rule(
    'group',
    [
      'referred customers|buyers|people|ones? versus|and|against|compared|or to|with? everybody|everyone|others|other|rest|non-referred|not_referred|unreferred|not|all|those else|customers|referred|ones?',
      'referred versus|and|against the|all|everybody|everyone? rest|others|else|other|everybody|everyone customers?',
      'referred ones and|versus others',
    ],
    () => ({ kind: 'group', dimension: { kind: 'segment', segment: 'referred', percent: null, category: null } }),
    -0.4,
  )
  grammar.rule(
    'group',
    [
      'vips|vip|top|best customers? versus|against|and|compared|or to|with? everybody|everyone|the? rest|others|else|everybody|everyone|other customers?',
      'top customers versus|against|and|compared|or to|with? everyone|everybody|the? rest|others|else|everyone|everybody',
    ],
    () => ({ kind: 'group', dimension: { kind: 'segment', segment: 'top', percent: null, category: null } }),
    -0.4,
  )
  grammar.rule(
    'group',
    [
      'ones|people|those who|that? got|received|were it|sent? it? and|versus|or holdouts|holdout|control',
      'got|sent|received|recipients|ones|people who|that? got|received? it? and|versus|against|compared|or the|to|with? hold-outs|holdouts|hold-out|holdout|control|held group|out|ones|back?',
      'ones|those|people got|received it and|versus|or the? held|kept|hold|holdouts|hold-outs|hold-out out|outs|back?',
      'hold-outs|holdouts|holdout|held|hold outs|out? versus|against|and|or the? recipients|sent|others|rest|treated|ones|those|people it? was|were|who|got? sent|got|received? to|it?',
      'against|versus|compared to|with? the? hold-outs|holdouts|holdout|control|hold outs|group?',
    ],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'recipient.holdout' } }),
    -0.4,
  )
}

function addComparisons(grammar: Grammar): void {
  grammar.rule('share', ['slice|cut|chunk of?'], () => ({ kind: 'share' }), 0.2)
  grammar.rule(
    'share',
    ['$most share|percentage|proportion|part|fraction|percent of?'],
    () => ({ kind: 'share', direction: 'desc' }),
    -0.2,
  )
  grammar.rule(
    'share',
    ['$least share|percentage|proportion|part|fraction|percent of?'],
    () => ({ kind: 'share', direction: 'asc' }),
    -0.2,
  )
  grammar.rule(
    'share',
    [
      'what|which? share|fraction|percentage|percent|proportion|part|portion|% of',
      'how large|big|much|high of? a? share|fraction|part|percentage|portion of?',
      'share|fraction|percentage|percent|proportion|portion of?',
      'how many percent of?',
      'how much of',
      'percent pls|please',
      'percentagewise',
      'what percent',
      'in percent|%',
      'as a? percentage|percent|share',
    ],
    () => ({ kind: 'share' }),
  )
  grammar.rule(
    'growth',
    [
      'growth|grow|grew|grown|growing rate?',
      'percentage|percent? change|changed',
      'how|by|what|much|percentage|percent? up|down or|and? down|up?',
      'up or down',
      'change|changed|increase|increased|decrease|decreased|rise|rose in? percent|percentage?',
      'year over|on year',
      'do|did|compare|perform|performed against',
    ],
    () => ({ kind: 'growth', as: 'growth', direction: null }),
    0.1,
  )
  grammar.rule(
    'growth',
    [
      'gained|grew|grown|increased|rose|improved|climbed|added the? most|biggest|strongest in? dollars|revenue|sales|money?',
      'most gained',
      'biggest|largest gain|gains|increase|growth|rise|jump|winner|winners|gainer|gainers in? revenue|sales|spend|dollars?',
      'grew|gained the? most dollars|money|revenue|sales',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: 'desc' }),
    -0.2,
  )
  grammar.rule(
    'growth',
    [
      'dropped|fell|lost|declined|decreased|shrank|slipped|cut the? most|hardest|worst|back? in? dollars|revenue|sales|money|spend|spending?',
      'biggest|largest|worst drop|drops|decline|fall|loss|decrease|loser|losers in? revenue|sales|spend|spending|dollars?',
      'dropped|fell|lost the? most',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: 'asc' }),
    -0.2,
  )
  grammar.rule(
    'growth',
    [
      'with|and|plus? the? difference',
      'by how much',
      'how much|many more|less|fewer',
      'difference in|between?',
      'the difference',
    ],
    () => ({ kind: 'growth', as: 'difference', direction: null }),
    0.2,
  )
  grammar.rule(
    'versus',
    [
      'versus|against',
      'compare|compared|comparing|comparison',
      'compare|compared with|to',
      'relative|next to',
      'over|than',
      'and',
      'to',
    ],
    () => ({ kind: 'versus' }),
    0.4,
  )
}

function addProfiles(grammar: Grammar): void {
  grammar.rule(
    'ask',
    [
      'since when',
      'how long customer|buying|shopping',
      'start|started buying|shopping|ordering',
      'date of the? first order',
    ],
    () => ({ kind: 'ask', ask: 'first_order' }),
    0.1,
  )
  grammar.rule('item', ['buying|shopping|ordering from|with|at us|here?'], () => ({ kind: 'word', word: '' }), 0.4)
  grammar.rule(
    'ask',
    ['buy|order|shop|come|purchase|bought|ordered for the? first time', 'first time buy|bought|order|here|in|visit'],
    () => ({ kind: 'ask', ask: 'first_order' }),
  )
  grammar.rule(
    'ask',
    [
      'last reach|reached|contact|contacted|call|called|talk|talked|speak|spoke|write|wrote|phoned out? to|with?',
      'reach|contact|call|talk|speak|write|phone out? to|with? last',
      'last outreach|touch|contact',
    ],
    () => ({ kind: 'ask', ask: 'last_contact' }),
    -0.1,
  )
  grammar.rule(
    'ask',
    [
      'which one|order was|is it|that?',
      'which order was|is it|that?',
      'how much was|is? it|that?',
      'what was it worth',
    ],
    () => ({ kind: 'ask', ask: 'which_order' }),
    0.1,
  )
  const asks = (ask: string, patterns: readonly string[], cost = 0) =>
    grammar.rule('ask', patterns, () => ({ kind: 'ask', ask }), cost)
  asks('last_order', [
    'last|latest|most_recent order|purchase',
    'last|most_recently ordered|order|bought|buy|shopped|purchased|shop|by|came|come|visit|in anything|something|from|with|here|us|in|anything|stuff?',
    'order|buy|bought|ordered|shop|purchase|come last|most_recently|in_last',
    'last time ordered|bought|shopped|came|order|purchased|in|here',
    'last seen|in|here',
    'last in',
    'most recent order|purchase',
    'most recently buy|order|bought|ordered|shop|purchase anything|something?',
    'last time they|he|she|in bought|ordered|shopped|was|came? anything|something|in|here?',
    'last buy|order anything|something',
  ])
  asks('first_order', [
    'first|earliest order|purchase',
    'first ordered|order|bought|buy|shopped|purchased|came',
    'become|became a? customer',
    'first time ordered|bought|shopped|came',
  ])
  asks('owner', [
    'look|looks|looking|takes|taking|take after|care',
    'owns|own|owner|manages|handles',
    'owner|account_manager',
    'who is responsible',
    'belong|belongs to',
    'which colleague',
    'in charge of',
    'assigned to',
    'responsible for',
    'account manager',
  ])
  asks('email', ['email|e-mail address?', 'e mail address?'])
  asks('phone', ['phone|telephone|mobile|cell number?', 'number', 'contact number'])
  asks('address', ['address', 'street|postal|mailing|home address', 'live|lives'])
  asks('contact', ['contact details|info|information|data', 'reach', 'get hold of'], 0.1)
  asks('birthday', ['birthday|bday|birthdate', 'date of birth', 'born'])
  asks(
    'usual_gap',
    [
      'usually|typically|normally come|comes|buy|buys|order|orders|shop|shops|visit in|by|here?',
      'come|comes|buy|buys|order|orders|shop|shops in? usually|typically|normally',
      'usual|typical|normal gap|interval|rhythm|cadence',
      'ie|i.e. usual|typical gap in? days?',
      'usual gap in? days?',
      'how many days between orders|purchases|visits',
    ],
    0.05,
  )
  asks('last_contact', [
    'last|latest time|day|contact|contacted|outreach|call|touched|reached|spoke|talked|we one|any|of|with|we|us|by|out|to|from? us|of|we? got|get|been|talked|spoke|called|contacted|reached|were|was|out|in|touch|spoken|called? in|to|with|touch|out? touch|with|to|with? with?',
    'last contacted|contact|touched|called|reached',
    'last in touch|contact',
    'last time one|any|anyone|anybody|somebody|someone|we of|us|from? us|got|contacted|called|spoke|reached|talked? got|contacted|called|spoke|reached|talked|in|out|with|to? in|touch|with|out|to? touch|with|to? with?',
  ])
  asks('store', ['home store|shop', 'store belongs?'])
  asks('city', ['city|town', 'where live|lives|from'])
  asks('source', ['find|found|hear|heard us|about', 'source', 'come|came to us'])
  asks('tags', ['tag|tags|tagged|labels'])
  asks('language', ['language|speak|speaks|languages'])
  asks('items', [
    'what was|were|is in it|that|there',
    'in it|them|that_order',
    'in the|that|his|her|their|last order|basket|ticket',
    'what|which products|items|things? was|were|did in|on it|that',
    'contain|contained',
    'buy|bought|get|got|order|ordered then|that_time|last',
  ])
  asks(
    'bought',
    [
      'what|which did|has|have buy|bought|ordered|purchased|order|get|gotten|purchase',
      'bought|buy|buys|ordered|purchased|purchase|order',
      'what products|items|things? bought|buy|ordered|buys',
      'purchase|order|purchases|orders history',
      'order|orders history',
      'all|list|show? orders|purchases',
    ],
    0.3,
  )
  asks('cases', [
    'case|complaint|ticket|issue|problem open|pending?',
    'open|unresolved|pending case|complaint|ticket|issue|cases|complaints|problem|problems',
    'service case|cases|ticket|issue',
    'cases|complaints|tickets|issues',
    'any|a|an case|cases|complaint|complaints|issues|tickets|problem|problems open|pending?',
    'case|complaint open what|and|which is? it|about',
    'complain|complained about?',
  ])
  asks(
    'about',
    [
      'what is it about',
      'what|about is|are|was it|that|they about',
      'about what',
      'what about is it',
      'and what is it about',
      'what for',
    ],
    0.1,
  )
  asks('notes', [
    'note|notes about|on|for?',
    'note|notes say|says',
    'what do|does we|i? know about',
    'written|noted about',
  ])
  asks('referred', [
    'refer|referred|refers|send|sent|sends|bring|brought|recommend|recommended anyone|anybody|someone|somebody|people|customers|friends|us|our|whom|who|way|in? our|us|way|to? way?',
    'referral|referrals',
  ])
  asks('referrer', ['referred|sent|recommended|introduced|brought', 'sent|referred by'], 0.5)
  asks(
    'page',
    [
      'tell me about',
      'who is',
      'about',
      'know about',
      'profile|page|record|details|info|summary',
      "what 's the story with",
    ],
    0.2,
  )
  asks('consent', ['can|may|allowed <channel>', 'consent|consents', 'reach how'], 0.1)
  asks('follow_ups', ['follow-up|follow-ups|followups|reminders|reminder planned|due|set|open?'])
  asks('segment', ['a|an|one? vip|top|lapsed|due|prospect', 'lapsed|due|vip'], 0.4)
}

function addAsides(grammar: Grammar): void {
  grammar.rule(
    'aside',
    [
      'want|need|like|plan|planning|hoping|trying to|on <doing> <anything>?',
      'so|because|before i|we|it|they|you|winter|christmas|summer <anything>',
      'before the|a|winter|christmas <anything>?',
      'for the|a|an|our|my newsletter|mailing|flyer|event|campaign|party|meeting|board|boss|report|calls|promo|team|raffle',
      'to <doing> <anything>?',
      'we|i should|must|will|could|shall <doing> <anything>?',
      'thinking|thought about|of <doing> <anything>?',
    ],
    () => ({ kind: 'set-aside' }),
    1.2,
  )
  grammar.rule(
    'item',
    [
      'i mean',
      'ie',
      'that is',
      'in other words',
      'meaning',
      'as in',
      'by which i mean',
      'i guess',
      'or so',
      'if any|possible',
      'for me|us',
      'to me',
      'as well',
      'good morning|afternoon',
      'quick question',
      'tell me',
      'do we know',
      'all together|told',
      'at all',
      'in total|all',
      'right now',
      'as of today|now',
      'by the way',
      'overall',
    ],
    () => ({ kind: 'word', word: '' }),
    -1.4,
  )
  grammar.rule(
    'doing',
    'call|email|text|write|invite|contact|thank|send|offer|ring|visit|reach|surprise|warn|remind|plan|prepare|decide|see|know|check|phone|mail|follow|get|win|give|talk|speak',
  )
}

function addItems(grammar: Grammar): void {
  grammar.rule(
    'group',
    ['speak|speaks which|what language'],
    () => ({ kind: 'group', dimension: { kind: 'field', field: 'customer.language' } }),
    -0.2,
  )
  grammar.rule(
    'item',
    [
      'what|how does|do <product> cost|costs',
      'price|cost of <product>',
      'how much is|are|does|do <product> cost?',
      '<product> price',
    ],
    ({ product }) => ({ kind: 'pricelist', skus: product.products.map((each: { sku: string }) => each.sku) }),
    -0.6,
  )
  const first = (grain: Grain) => ({ kind: 'firsttime', grain })
  for (const grain of ['month', 'quarter', 'year', 'week'] as const)
    grammar.rule(
      'item',
      [
        `by|per ${grain} of? their|the? first order|purchase|buy`,
        `by first order|purchase ${grain}`,
        `by the? ${grain} they first bought|ordered|shopped`,
        `by|per cohort`,
      ],
      () => first(grain),
      -0.6,
    )
  grammar.rule(
    'item',
    ['referred|sent by|from one|any|some of? our|the? <topwords>', 'referred|sent by|from our? <segment>'],
    () => ({
      kind: 'impossible',
      reason: 'I can list whom one customer referred, but not by what kind of customer the referrer is.',
    }),
    -3,
  )
  grammar.rule(
    'group',
    ['one line|row per|for each? <dim>', 'a? line|row for|per each? <dim>'],
    ({ dim }) => ({ kind: 'group', dimension: dim }),
    -0.3,
  )
  grammar.rule('item', '<head>', ({ head }) => head)
  grammar.rule('item', '<subject>', ({ subject }) => subject, 0.02)
  grammar.rule('item', '<cond>', ({ cond }) => cond)
  grammar.rule('item', '<event>', ({ event }) => event)
  grammar.rule('item', '<place>', ({ place }) => place, 0.1)
  grammar.rule('item', '<storecustomers>', ({ storecustomers }) => ({ kind: 'homestore', store: storecustomers }), -0.1)
  grammar.rule('item', '<storeplace>', ({ storeplace }) => ({ kind: 'storeplace', store: storeplace.store }))
  grammar.rule('item', ['<what>', 'of|in|from|for|on|with <what>'], ({ what }) => what, 0.15)
  grammar.rule('item', '<whenboth>', ({ whenboth }) => ({
    kind: 'time',
    periods: [whenboth.period],
    ahead: whenboth.ahead,
    role: 'period',
  }))
  grammar.rule('item', '<whenlist>', ({ whenlist }) => ({ kind: 'time', periods: whenlist, role: 'list' }))
  grammar.rule(
    'item',
    '<versuswhen>',
    ({ versuswhen }) => ({ kind: 'time', periods: [], role: 'comparison', ...versuswhen }),
    -0.05,
  )
  grammar.rule(
    'item',
    '<graintime>',
    ({ graintime }) => ({ kind: 'group', dimension: { kind: 'time', grain: graintime } }),
    0.05,
  )
  grammar.rule('item', '<measure>', ({ measure }) => ({ kind: 'measure', measure }))
  grammar.rule('item', '<countname>', ({ countname }) => ({ kind: 'countnoun', metric: countname }), 0.3)
  grammar.rule(
    'item',
    ['names please?', 'about? which|what $people'],
    () => ({ kind: 'target', entity: 'customer' }),
    0.05,
  )
  grammar.rule('item', '<super>', ({ super: ranking }) => ranking)
  grammar.rule('item', '<limit>', ({ limit }) => limit)
  grammar.rule('item', '<order>', ({ order }) => order)
  grammar.rule('item', '<group>', ({ group }) => group)
  grammar.rule('item', '<share>', ({ share }) => share)
  grammar.rule('item', '<growth>', ({ growth }) => growth)
  grammar.rule('item', '<versus>', ({ versus }) => versus)
  grammar.rule('item', '<channelfact>', ({ channelfact }) => channelfact)
  grammar.rule(
    'channelfact',
    [
      'online|web|internet',
      'on|from|via|through the? website|web|internet|webshop|site',
      'online store|shop|channel',
      'web store|shop',
    ],
    () => ({ kind: 'fact', where: [field('order.channel', 'is', ['online'])] }),
  )
  grammar.rule(
    'channelfact',
    [
      'in|at the|our? store|stores|shop|shops',
      'in-store|instore|offline',
      'in person',
      'over the counter',
      'brick and mortar',
    ],
    () => ({ kind: 'fact', where: [field('order.channel', 'is', ['store'])] }),
    0.5,
  )
  grammar.rule(
    'channelfact',
    [
      'all|our stores|shops|channels plus|and|including? web|online|website|site?',
      'all told|together|in|up',
      'stores and site|web|online|website',
      'shop|company wide',
      'in total',
      'overall',
      'net|after of? refunds and|or discounts',
      'after|net refunds|discounts|returns',
      'in|all all',
      'altogether',
      'combined',
      'in the whole? shop|business|company|store',
      'in all stores|shops',
    ],
    () => ({ kind: 'fact', where: [] }),
    0.1,
  )
  grammar.rule('item', '<person>', ({ person }) => person)
  grammar.rule('item', '<ask>', ({ ask }) => ask, 0.1)
  grammar.rule('item', '<column>', ({ column }) => column, 0.2)
  grammar.rule(
    'column',
    [
      'with|and|plus|including|incl|include|show|add|also|their <fieldname>',
      'with|and|plus|their the|their|his|her amount|amounts|total|totals|sum|spend|revenue',
    ],
    ({ fieldname }) => ({ kind: 'column', field: fieldname ?? '' }),
    0.4,
  )
  grammar.rule(
    'item',
    ['<compared>', 'over|under|above|below <compared>'],
    ({ compared }) => ({ kind: 'bar', bar: bar(compared), unit: compared.unit, metric: null }),
    0.5,
  )
  grammar.rule(
    'item',
    ['<compared> <counted>', '<counted> <compared>', '<counted> is|are|of|was|were <compared>'],
    ({ compared, counted }) => ({
      kind: 'bar',
      bar: bar(compared),
      unit: compared.unit,
      metric: counted.kind === 'metric' ? counted.metric : null,
    }),
    0.1,
  )
  grammar.rule('item', '<campaign>', ({ campaign }) => ({ kind: 'campaign', match: campaign }), 0.3)
  grammar.rule('item', '<response>', ({ response }) => ({ kind: 'response', filter: response }), 0.6)
  grammar.rule(
    'item',
    [
      "<stafflist> 's?",
      'by|for|from|of|with <stafflist>',
      'written|made|left|logged|taken|handled by <staff>',
      '<staff> wrote|left|made|logged|took|has|handled',
    ],
    ({ staff, stafflist }) => ({ kind: 'staff', emails: stafflist ?? [staff.email] }),
    0.5,
  )
  grammar.rule('item', '<openness>', ({ openness }) => ({ kind: 'openness', filter: openness }), 0.3)
  grammar.rule('item', '<staffdesk>', ({ staffdesk }) => ({ kind: 'desk', where: staffdesk }), 0.3)
  grammar.rule('item', '<reference>', ({ reference }) => ({ kind: 'ref', ref: reference }))
  grammar.rule(
    'item',
    [
      'i? mean? orders|sales|rung|sold? up? at the? store|shop',
      'the? store not the? city',
      'by order store|shop',
      'at that store|shop',
    ],
    () => ({ kind: 'hint', place: 'store' }),
    0.2,
  )
  grammar.rule('item', ['home store|shop', 'by|as home store|shop'], () => ({ kind: 'hint', place: 'home' }), 0.2)
  grammar.rule(
    'item',
    ['i? mean? where they live', 'the? city not the? store|shop', 'the city', 'i? mean? the? people living there'],
    () => ({ kind: 'hint', place: 'city' }),
    0.2,
  )
  grammar.rule('item', '<aside>', ({ aside }) => aside)
  grammar.rule('item', '<soldevent>', ({ soldevent }) => soldevent)
  grammar.rule('item', '<segmentgroup>', ({ segmentgroup }) => segmentgroup)
  grammar.rule('item', '<back>', ({ back }) => back)
  // products that sold or did not
  grammar.rule(
    'soldevent',
    ['among|of? those|ones? that? sold|sell at all', 'sold|sell at least once', 'that sold|sell anything'],
    () => ({ kind: 'sold', bar: { op: 'at_least', value: 1 }, mods: undefined }),
    -0.8,
  )
  grammar.rule(
    'soldevent',
    ['sold|sell <mods>', 'were|was sold <mods>'],
    ({ mods }) => (mods.period ? { kind: 'sold', bar: { op: 'at_least', value: 1 }, mods } : null),
    0.3,
  )
  grammar.rule(
    'soldevent',
    ['but|and|yet not|never|none|nothing a? single? one? <mods>', 'but|and not once|anymore? <mods>'],
    ({ mods }) => (mods.period ? { kind: 'sold', bar: { op: 'equals', value: 0 }, mods } : null),
    0.1,
  )
  grammar.rule(
    'soldevent',
    [
      'nobody|none|noone has|have? ever? bought|ordered|purchased <mods>?',
      'not|never sold|sell|moved|move at|in|all|once|anything|single? all|copies|unit|units|piece? <mods>?',
      'no|zero|without sales|units|orders|sold <mods>?',
      'nobody|none bought|ordered <mods>?',
      'not|never bought|ordered|purchased by? anyone|anybody? <mods>?',
      'unsold <mods>?',
      'sold nothing <mods>?',
    ],
    ({ mods }) => ({ kind: 'sold', bar: { op: 'equals', value: 0 }, mods }),
  )
  grammar.rule(
    'soldevent',
    [
      'sold|sell|moved|shifted <compared> units|pieces|unit|piece|copies|items|times? <mods>?',
      '<compared> units|pieces sold|moved? <mods>?',
      'with <compared> sales|units|pieces sold? <mods>?',
    ],
    ({ compared, mods }) =>
      compared.unit === null
        ? { kind: 'sold', bar: bar(compared), mods }
        : compared.unit === 'money'
          ? { kind: 'sold', bar: bar(compared), mods, metric: 'revenue' }
          : null,
  )
  grammar.rule(
    'segmentgroup',
    [
      '<segment> versus|against|compared_to the|all? rest|others|everyone|everybody|not <segment:same>?',
      '<segment> and not|non <segment:same>',
    ],
    ({ segment: name }) => ({
      kind: 'group',
      dimension: { kind: 'segment', segment: name, percent: null, category: null },
    }),
  )
  // references to the rows of the answer before
  grammar.rule(
    'back',
    ['take|taking|leave|leaving|kick|throw|filter out', 'take|taking away|off'],
    () => ({ kind: 'back', drop: true }),
    -0.3,
  )
  grammar.rule(
    'back',
    [
      'same|likewise for|in|with?',
      'same thing|question|list|numbers|figures for|in|with?',
      'instead',
      'instead of <counted>',
      'instead of <countof>',
      'now',
      'how about',
      'what about',
      'and what about',
      'but',
    ],
    () => ({ kind: 'back', only: true }),
    0.15,
  )
  grammar.rule(
    'back',
    [
      'those|these|them|they|that',
      'of those|these|them|that',
      'which|who of those|these|them',
      'among|from|out_of those|these|them',
      'the same list|ones|people|customers',
      'those|these people|customers|ones|folks|products|orders|items',
      'that list',
      'all of them',
      'each of them|those',
    ],
    () => ({ kind: 'back' }),
    0.2,
  )
  grammar.rule(
    'back',
    [
      'only|just|keep|narrow|limit|filter|restrict to|down|it|that|them|the|ones? to|down|ones|those? who|in|from|with?',
    ],
    () => ({ kind: 'back', only: true }),
    0.3,
  )
  grammar.rule(
    'back',
    [
      'drop|remove|exclude|without|minus|skip|leave out? anyone|anybody|those|the|people|customers|ones|everyone? who|that|already?',
    ],
    () => ({ kind: 'back', drop: true }),
    0.4,
  )
}
