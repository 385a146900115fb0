import type { Period } from '../../../period.ts'
import type { Grammar } from '../engine.ts'
import { clause, field, fieldIn, metricFilter, segment } from '../items.ts'
import { bar, cond, one } from './meanings.ts'

/** Usual gaps, silences, and other figures of a customer. */
export function addRhythms(grammar: Grammar): void {
  grammar.rule(
    'ask',
    [
      "average|usual|typical|mean time|gap|interval|days between|of his|her|their? <someone>? 's? orders|purchases|visits",
      'how many days between his|her|their? orders|purchases|visits on_average?',
    ],
    ({ someone }) => (someone ? null : { kind: 'ask', ask: 'usual_gap' }),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'did|have|has we? lose|lost',
      'we lost|lose|losing',
      'lost customers|clients|buyers|shoppers|people',
      'gone|drifted away|missing',
    ],
    () => one(segment('lapsed')),
    0.2,
  )
  grammar.macro('silentword', 'silent quiet away gone absent out missing')
  grammar.rule(
    'cond',
    [
      'been? $silentword for? longer|more than their|the|is? own? usual|normal|typical rhythm|gap|interval|cadence|pattern but|though|yet|although? not yet? twice|double as|that|the? long|much|gap?',
      'past|over|beyond their|the own? usual|normal|typical rhythm|gap|interval but|though|yet? not yet? twice|double as|that|the? long|gap?',
      'late by their|the own? usual|normal rhythm|gap|standards but|though? not yet? lapsed',
    ],
    () => one(segment('due')),
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      '<compared> purchase|purchases|shopping|buying|order days',
      'with|have|has|had <compared> purchase|shopping|buying days',
    ],
    ({ compared }) =>
      compared.unit === null ? one(field('customer.purchase_days', compared.op, compared.values)) : null,
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      'average|avg|typical order|basket|ticket value|size|amount? is|of|at? <compared>',
      'spend|spends <compared> per order|visit|purchase on? average?',
    ],
    ({ compared }) =>
      compared.unit === 'money' || compared.unit === null
        ? one(field('customer.average_order', compared.op, compared.values))
        : null,
    -0.6,
  )
  grammar.rule(
    'cond',
    [
      'came|come|found|arrived us? through|via|by a? referral',
      'referred by someone|somebody|anyone',
      'who was referred',
    ],
    () => one(segment('referred')),
    -0.6,
  )
  grammar.rule('cond', ['overdue|due for a|an? visit|order|purchase'], () => one(segment('due')), -0.3)
  const anyOf = (name: string, periods: readonly Period[]) =>
    cond(clause(...periods.map((period) => fieldIn(name, period))))
  grammar.rule(
    'cond',
    ['whose|with? last|latest order|purchase was|is? in? <whenlist>', 'last $ordered in? <whenlist>'],
    ({ whenlist }) => anyOf('customer.last_order_day', whenlist),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'silent|quiet|away|gone for? more|over|longer|than? than? twice|double their|the? usual|normal|own? gap|rhythm|interval',
    ],
    () => one(segment('lapsed')),
    -0.4,
  )
  grammar.rule(
    'cond',
    ['last|latest order|purchase was|is|lies? <compared> days? ago|back'],
    ({ compared }) => one(field('customer.days_since_last_order', compared.op, compared.values)),
    -0.5,
  )
  grammar.rule(
    'cond',
    [
      'last|latest order|purchase was|is|lies? more|over|longer than? <duration> ago|back',
      'not $ordered anything? more|over|longer for|in? than? <duration>',
    ],
    ({ duration }) => one(field('customer.days_since_last_order', 'more_than', [duration.days])),
    -0.5,
  )
  grammar.rule(
    'cond',
    ['<number> notes|note or more', 'with? <compared> notes|note'],
    ({ number, compared }) =>
      one(metricFilter('notes', [], null, compared ? bar(compared) : { op: 'at_least', value: number.value })),
    -0.2,
  )
  grammar.rule(
    'cond',
    ['interest|hobby =|is|:|of <attribute>'],
    ({ attribute }) => one(field(attribute.field, 'is', [attribute.value])),
    -0.3,
  )
  const gapOf = (comparison: 'at_most' | 'at_least' | 'less_than' | 'more_than', days: number) =>
    one(field('customer.usual_gap', comparison, [days]))
  grammar.rule(
    'cond',
    [
      'usual|typical gap|interval|rhythm of|is? <duration> or less|fewer|shorter|under',
      'usual|typical gap|interval of|is? at most|up_to <duration>',
      'buy|buys|come|comes|order|orders at least every <duration>',
    ],
    ({ duration }) => gapOf('at_most', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'usual|typical gap|interval|rhythm of|is? <duration> or more|longer|over',
      'usual|typical gap|interval of|is? at least <duration>',
    ],
    ({ duration }) => gapOf('at_least', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['usual|typical gap|interval|rhythm of|is? under|below|shorter|less than? <duration>'],
    ({ duration }) => gapOf('less_than', duration.days),
    -0.3,
  )
  grammar.rule(
    'cond',
    ['usual|typical gap|interval|rhythm of|is? over|above|longer|more than? <duration>'],
    ({ duration }) => gapOf('more_than', duration.days),
    -0.3,
  )
}
