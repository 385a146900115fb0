import type { Grammar } from '../engine.ts'
import { field, type MeasureWord } from '../items.ts'

/** A number by its name in the catalogue. */
export const metric = (name: string): MeasureWord => ({ kind: 'metric', metric: name })

const weak = (name: string): MeasureWord => ({ kind: 'metric', metric: name, weak: true })

/** Numbers that are asked for, by their names and by verbs. */
export function addMeasures(grammar: Grammar): void {
  grammar.rule(
    'measure',
    [
      'lifetime|all_time|life_time|total|overall spend|spending|revenue|purchases',
      'money|amount|dollars spent|spend|paid',
      'sum spent|paid',
    ],
    () => metric('revenue'),
    -0.2,
  )
  grammar.rule('measure', ['his|her|their total|sum'], () => weak('revenue'), 0.2)
  grammar.rule(
    'measure',
    ['messages did|have|do we|the_team send|sent|write|written out?', 'messages sent|that_went out?'],
    () => ({
      kind: 'metric',
      metric: 'interactions',
      where: [field('interaction.kind', 'is', ['message']), field('interaction.direction', 'is', ['outbound'])],
    }),
    -0.2,
  )
  grammar.rule(
    'measure',
    [
      'net? revenue|sales|turnover|money|dollars divided by|per|over|through the|our? number|count of? orders|purchases|transactions',
      'net? revenue|sales|turnover divided by orders|purchases|transactions',
      'mean|average|avg|typical dollars|money|net|revenue|spend per order|purchase|ticket|transaction|sale',
      'dollars|money per order|purchase|ticket|transaction on_average?',
      'spend|spent|spending per order|purchase|visit|ticket on average',
      'average|mean|typical ticket|basket|receipt|check size|value?',
    ],
    () => metric('average_order_value'),
    -0.8,
  )
  grammar.rule(
    'measure',
    [
      'responses|replies|answers divided by|per|over|out_of the? number? of? sent|recipients|mails|emails|texts|letters out?',
      'responses|replies per recipient|send',
    ],
    () => metric('response_rate'),
    -0.8,
  )
  grammar.rule(
    'measure',
    ['opens|opened divided by|per|over|out_of the? number? of? sent|recipients|mails|emails|texts|letters out?'],
    () => metric('open_rate'),
    -0.8,
  )
  grammar.rule('measure', '<metricname>', ({ metricname }) => metric(metricname))
  grammar.rule(
    'measure',
    ['net|total|overall|combined <metricname>', 'total|number|amount|sum|volume of <metricname>'],
    ({ metricname }) => metric(metricname),
    0.01,
  )
  grammar.rule('counted', '<metricname>', ({ metricname }) => metric(metricname))
  grammar.rule('countof', ['<countname>', 'different|distinct|unique <countname>'], ({ countname }) =>
    metric(countname),
  )
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
      'moved|move|shifted|shift out|over? door|units|counter?',
      'went out|over|across door|units|counter?',
      'sold|sell units|pieces|by units|pieces',
    ],
    () => metric('units'),
    0.3,
  )
  grammar.rule(
    'measure',
    ['and|plus how many|much <counted>', 'and|plus how many <countof>', 'and|plus the? number of <countof>'],
    ({ counted, countof }) => counted ?? countof,
    -0.5,
  )
  grammar.rule(
    'item',
    ['sales? numbers|figures|performance|results'],
    () => ({
      kind: 'several',
      items: ['revenue', 'orders', 'average_order_value'].map((name) => ({ kind: 'measure', measure: metric(name) })),
      of: 'trade',
    }),
    0.6,
  )
  grammar.rule('measure', ['look|looked|looks|looking like'], () => weak('revenue'), 0.6)
  grammar.rule('measure', ['most|best sold', 'sold most'], () => metric('units'), 3)
}
