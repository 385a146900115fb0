import type { Asker } from '../access/asker.ts'
import { writeMoney, writeNumber, writePercent } from '../ask/amounts.ts'
import type { AskContext } from '../ask/ask.ts'
import { gapsText } from '../ask/own-gaps.ts'
import { writeDay } from '../ask/period-text.ts'
import { frequencyBorders, rfmNames } from '../catalog/rfm.ts'
import { ordersAheadDays, rangeShare, valueAheadDays } from '../models/scoring/estimate.ts'
import { type Run, readRun } from '../models/scoring/runs.ts'
import { type CustomerFigures, customerFigures } from './customer-figures.ts'
import { type Explanation, type Line, line, type Section } from './explanation.ts'
import { type SeenHistory, seenHistory } from './seen-history.ts'

/** Everything that the scores of one customer rest on. */
export interface CustomerExplanation extends Explanation {
  readonly customer: string
  /** The figures unrounded, by name. */
  readonly figures: CustomerFigures
}

/** figures → rhythm → RFM → stage → segments → estimates, each with what it was held against */
export async function explainCustomer(ref: string, asker: Asker, context: AskContext): Promise<CustomerExplanation> {
  const figures = await customerFigures(ref, asker, context)
  const run = context.scores === null ? null : await readRun(context.db, context.scores.id)
  const seen = run === null ? null : await seenHistory(context.db, ref, run.asOf)
  const told = telling(figures, context)
  return {
    customer: ref,
    figures,
    title: `${figures.name} · ${ref} · as of ${writeDay(context.today)}`,
    sections:
      figures.orders === 0
        ? [stage(told), ...estimates(told, run, seen)]
        : [purchases(told), rfm(told), stage(told), standing(told), ...estimates(told, run, seen)],
  }
}

/** Figures ready to be put into words. */
interface Told {
  readonly figures: CustomerFigures
  readonly context: AskContext
  readonly money: (name: keyof CustomerFigures) => string
  readonly count: (name: keyof CustomerFigures) => string
  readonly day: (name: keyof CustomerFigures) => string
  readonly number: (name: keyof CustomerFigures) => number
}

function telling(figures: CustomerFigures, context: AskContext): Told {
  const number = (name: keyof CustomerFigures) => Number(figures[name])
  return {
    figures,
    context,
    number,
    money: (name) => writeMoney(number(name), context.rules.currency),
    count: (name) => writeNumber(number(name)),
    day: (name) => writeDay(String(figures[name])),
  }
}

function purchases({ figures, context, number, count, money, day }: Told): Section {
  const { rules } = context
  const own = number('purchaseDays') >= 3
  const gaps = number('purchaseDays') - 1
  const spread = own ? gapsText([figures.gaps, figures.shortGap, figures.longGap]) : null
  const lines = [
    line('Orders', count('orders'), `on ${times(number('purchaseDays'), 'day')}`),
    line('First order', day('firstOrder')),
    line('Last order', day('lastOrder')),
    line(
      'Usual gap',
      `${times(round(number('usualGap')), 'day')}${spread === null ? '' : `, ${spread}`}`,
      own
        ? `${times(round(number('usualGap') * gaps), 'day')} from the first to the last, in ${times(gaps, 'gap')}`
        : `taken as ${rules.defaultGapDays} days until there are three purchase days`,
    ),
    line(
      'Silent for',
      times(number('silence'), 'day'),
      `${times(ratio(number('silence'), number('usualGap')), 'usual gap')}`,
    ),
    line('Spend', money('spend'), `${money('averageOrder')} an order`),
  ]
  return { kind: 'lines', title: 'Purchases', lines }
}

function rfm({ figures, count, money, day }: Told): Section {
  const name = String(figures.rfm)
  const cell = rfmNames.find(({ label }) => label === name)
  const between = ([least, most]: readonly [number, number]) => (least === most ? `${least}` : `${least} or ${most}`)
  const because = cell
    ? `Frequency and money together: ${count('together')}, their mean rounded up. ${capital(name)}: recency ${between(cell.recency)}, together ${between(cell.frequencyAndMoney)}.`
    : ''
  return {
    kind: 'table',
    title: `RFM: ${name}`,
    columns: ['', 'score', 'theirs', '1 up to', '2 up to', '3 up to', '4 up to'],
    rows: [
      [
        'Recency',
        count('recency'),
        day('lastOrder'),
        day('recency1'),
        day('recency2'),
        day('recency3'),
        day('recency4'),
      ],
      ['Frequency', count('frequency'), count('orders'), ...frequencyBorders.map(String)],
      ['Money', count('money'), money('spend'), money('money1'), money('money2'), money('money3'), money('money4')],
    ],
    because,
  }
}

function stage(told: Told): Section {
  const { figures, context, number } = told
  const name = String(figures.stage)
  const meaning = context.catalog.segments.get(`stage_${name.toLowerCase()}`)?.meaning ?? ''
  const lines: readonly Line[] =
    number('orders') === 0
      ? [
          line('An order', 'no'),
          line('In touch lately', yes(figures.inTouch), 'inbound, or an answer to a campaign, in 90 days'),
        ]
      : [
          line('Purchase days', String(figures.purchaseDays)),
          line('Lapsed', yes(figures.lapsed)),
          line('Top', yes(figures.top)),
          line('Sent somebody', yes(number('referred') > 0), `${figures.referred} whom they sent have ordered`),
        ]
  return { kind: 'lines', title: `Stage: ${name} (${meaning.replace(/\.$/, '')})`, lines }
}

/** Top, due and lapsed with their thresholds. */
function standing({ figures, context, number, count }: Told): Section {
  const { rules } = context
  const days = (name: 'dueAfter' | 'lapsedAfter') => writeNumber(round(number(name)))
  const lapse = `silent ${times(number('silence'), 'day')}`
  return {
    kind: 'lines',
    title: 'Segments',
    lines: [
      line(
        'Top',
        yes(figures.top),
        `place ${count('place')} of ${count('buyers')} by spend; the first ${rules.topPercent} % are ${count('topPlaces')}`,
      ),
      line(
        'Due',
        yes(figures.due),
        `${lapse}; due after ${days('dueAfter')} (${rules.dueGaps} × the gap) up to ${days('lapsedAfter')}`,
      ),
      line(
        'Lapsed',
        yes(figures.lapsed),
        `${lapse}; lapsed after ${days('lapsedAfter')} (${rules.lapsedGaps} × the gap, at least ${rules.minimumGapDays} days each)`,
      ),
    ],
  }
}

function estimates(told: Told, run: Run | null, seen: SeenHistory | null): readonly Section[] {
  const title = 'Estimates'
  const text = (says: string): readonly Section[] => [{ kind: 'text', title, text: says }]
  if (run === null) return text('Not scored yet: run npm run -s cli -- score.')
  if (run.diagnostics.refused !== undefined) return text(run.diagnostics.refused)
  if (told.figures.chance === null || seen === null || run.parameters === null)
    return text(`Only buyers are estimated: there was no order by ${writeDay(run.asOf)}.`)
  return [
    {
      kind: 'lines',
      title: `${title}: ${run.model}, made on ${writeDay(run.asOf)}`,
      lines: estimated(told, run, seen),
    },
  ]
}

function estimated(told: Told, run: Run, seen: SeenHistory): readonly Line[] {
  const { figures, context, number, money } = told
  const range = `${writeNumber(rangeShare * 10)} in 10 stay between`
  const weeks = (days: number) => writeNumber(Math.round((days / 7) * 10) / 10)
  return [
    line(
      'From',
      `x = ${seen.repeats}, t_x = ${weeks(seen.recencyDays)}, T = ${weeks(seen.ageDays)}`,
      `came back on ${times(seen.repeats, 'day')}, the last ${weeks(seen.recencyDays)} weeks after the first, which was ${weeks(seen.ageDays)} weeks ago`,
    ),
    line(
      'Still active',
      writePercent(number('chance')),
      `likely gone under ${context.rules.likelyGonePercent} %: ${yes(figures.likelyGone)}`,
    ),
    line(
      `Orders in ${ordersAheadDays} days`,
      `${writeNumber(round(number('expectedOrders')))} expected`,
      `${range} ${figures.expectedOrdersLow} and ${figures.expectedOrdersHigh}`,
    ),
    ...(figures.value === null
      ? [line('Value', 'not estimated', run.diagnostics.fit?.valuesFault ?? '')]
      : [
          line('An order brings', money('valuePerOrder'), worth(run, seen, context)),
          line(
            `Value in ${valueAheadDays} days`,
            money('value'),
            `${range} ${money('valueLow')} and ${money('valueHigh')}`,
          ),
        ]),
  ]
}

/** How much the customer's own orders say, and how much everybody's. */
function worth({ parameters }: Run, { repeats, repeatSpend }: SeenHistory, { rules }: AskContext): string {
  const values = parameters?.values
  if (!values) return ''
  const everybody = writeMoney((values.p * values.gamma) / (values.q - 1), rules.currency)
  if (repeats === 0) return `what everybody’s bring, ${everybody}: they have not come back yet`
  const own = (values.p * repeats) / (values.p * repeats + values.q - 1)
  return `their own ${writeMoney(repeatSpend / repeats, rules.currency)} after the first day counts ${writePercent(own)}, everybody’s ${everybody} the rest`
}

const yes = (value: unknown): string => (value === true ? 'yes' : 'no')
const round = (value: number): number => Math.round(value * 10) / 10
const ratio = (one: number, other: number): number => round(other > 0 ? one / other : 0)
const times = (count: number, noun: string): string => `${writeNumber(count)} ${noun}${count === 1 ? '' : 's'}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
