import type { Asker } from '../access/asker.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { segmentOf } from '../ask/check-filters.ts'
import { ownOf } from '../ask/field-filters.ts'
import { type Fact, membership, nobodyCalled, readFacts } from '../ask/one-customer.ts'
import { ownGaps } from '../ask/own-gaps.ts'
import type { Cell } from '../ask/reply.ts'
import { evidence } from '../catalog/evidence.ts'
import { moneyBorders, recencyBorders } from '../catalog/rfm.ts'
import { UserError } from '../errors.ts'

/** Everything about one customer that scores rest on, as the catalogue defines it for questions. */
export type CustomerFigures = Readonly<Record<FigureName, Cell>>
export type FigureName = keyof ReturnType<typeof figuresOf>

/** The figures of one customer whom the asker may see, all read at once. */
export async function customerFigures(ref: string, asker: Asker, context: AskContext): Promise<CustomerFigures> {
  const figures = figuresOf(asker, context)
  const { values, refused } = await readFacts(ref, Object.values(figures), asker, context)
  if (values === null) throw new UserError(refused ?? nobodyCalled(ref, asker))
  const named = Object.keys(figures).map((name, at) => [name, values[at] ?? null])
  // The names are those of the figures themselves.
  return Object.fromEntries(named) as CustomerFigures
}

function figuresOf(asker: Asker, context: AskContext) {
  const field = fieldsOf(context)
  const member = membersOf(asker, context)
  return {
    name: field('customer.name'),
    orders: field('customer.order_count'),
    purchaseDays: behind('lapsed', 'Purchase days', context),
    firstOrder: field('customer.first_order_day'),
    lastOrder: field('customer.last_order_day'),
    silence: behind('lapsed', 'Silent for', context),
    spend: field('customer.spend'),
    averageOrder: field('customer.average_order'),
    usualGap: field('customer.usual_gap'),
    gaps: ownGaps[0],
    shortGap: ownGaps[1],
    longGap: ownGaps[2],
    dueAfter: behind('lapsed', 'Due after', context),
    lapsedAfter: behind('lapsed', 'Lapsed after', context),
    top: member('top'),
    due: member('due'),
    lapsed: member('lapsed'),
    place: behind('top', 'Place by spend', context),
    buyers: behind('top', 'Buyers', context),
    topPlaces: behind('top', 'Places that count', context),
    referred: behind('connector', 'Of whom have ordered', context),
    inTouch: behind('stage_consideration', 'In touch in the last 90 days', context),
    recency: behind('champion', 'Recency, 1 to 5', context),
    recency1: border(recencyBorders, 0, 'date'),
    recency2: border(recencyBorders, 1, 'date'),
    recency3: border(recencyBorders, 2, 'date'),
    recency4: border(recencyBorders, 3, 'date'),
    frequency: behind('champion', 'Frequency, 1 to 5', context),
    money: behind('champion', 'Money, 1 to 5', context),
    money1: border(moneyBorders, 0, 'money'),
    money2: border(moneyBorders, 1, 'money'),
    money3: border(moneyBorders, 2, 'money'),
    money4: border(moneyBorders, 3, 'money'),
    together: behind('champion', 'Frequency and money together', context),
    rfm: field('customer.rfm'),
    stage: field('customer.stage'),
    chance: field('customer.chance_active'),
    likelyGone: member('likely_gone'),
    expectedOrders: field('customer.expected_orders'),
    expectedOrdersLow: field('customer.expected_orders_low'),
    expectedOrdersHigh: field('customer.expected_orders_high'),
    valuePerOrder: field('customer.expected_order_value'),
    value: field('customer.lifetime_value'),
    valueLow: field('customer.lifetime_value_low'),
    valueHigh: field('customer.lifetime_value_high'),
  } as const satisfies Record<string, Fact>
}

function fieldsOf({ catalog }: AskContext): (name: string) => Fact {
  return (name) => {
    const field = catalog.fields.get(name)
    if (!field) throw new Error(`The catalogue has no ${name}.`)
    const { label, sql, type, unit } = field
    return { label, sql, type, own: ownOf(field), ...(unit ? { unit } : {}) }
  }
}

/** Evidence behind a segment, by its label. */
function behind(segment: string, label: string, { rules }: AskContext): Fact {
  const fact = evidence[segment]?.find((each) => each.label === label)
  if (!fact) throw new Error(`There is no evidence “${label}” behind ${segment}.`)
  return { ...fact, own: { percent: { value: rules.topPercent, type: 'numeric' } } }
}

function membersOf(asker: Asker, context: AskContext): (name: string) => Fact {
  return (segment) => {
    const checking = { ...checkContext(asker, context), issues: [] }
    const found = segmentOf({ segment, percent: null, category: null }, 'segment', checking)
    if (!found) throw new Error(`The catalogue has no segment ${segment}.`)
    return membership(found)
  }
}

const border = (borders: readonly string[], at: number, type: 'date' | 'money'): Fact => ({
  label: `Up to score ${at + 1}`,
  sql: borders[at] ?? 'null',
  type,
})
