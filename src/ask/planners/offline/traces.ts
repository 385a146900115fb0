import type { Period } from '../../period.ts'
import type { Dimension, Plan } from '../../plan.ts'
import { fold } from '../../words/word.ts'
import type { Piece } from './drafting/draft.ts'
import { askColumns } from './followups/columns.ts'
import type { Token } from './tokens.ts'

/** Nouns, and what must be found in a plan whose question holds them. */
const traces: readonly (readonly [word: RegExp, trace: RegExp])[] = [
  [/^(?:cases?|complaints?)$/, /case/],
  [/^notes?$/, /note/],
  [/^calls$/, /interaction|contact|phone/],
  [/^(?:campaigns?|mailers?|mailings?)$/, /campaign|recipient|respon|sent|opened|click|source|post/],
  [/^(?:referrals?|referrers?|referred|connectors?)$/, /refer|connector/],
  [/^(?:birthdays?|bdays?)$/, /birthday/],
  [/^consents?$/, /consent|reachable/],
  [/^address(?:es)?$/, /address|email/],
  [/^(?:discounts?|discounted)$/, /discount/],
  [/^(?:prices?|priced)$/, /price|average_order|units|revenue/],
  [/^(?:age|aged|ages)$/, /age/],
  [/^languages?$/, /language/],
  [/^(?:tags|tagged)$/, /tag/],
  [/^brands?$/, /brand|first_order/],
  [/^(?:categor(?:y|ies)|departments?)$/, /categor/],
  [/^(?:city|cities|towns?)$/, /city|"customer\.region"/],
  [/^(?:online|website)$/, /online|source|website|channel|order[.]store/i],
  [/^cancel(?:l?ed)?$/, /cancel/],
  [/^lapsed$/, /lapsed|last_order|silen|days_since/],
  [/^(?:average|mean)$/, /average|_per_|_rate|usual_gap|"per"/],
  [/^median$/, /median/],
  [/^(?:share|percent|percentage|proportion)$/, /share|rate|percent|growth|ordered_during|chance_active/],
  [/^(?:weekdays?|weekends?)$/, /weekday/],
  [/^prospects?$/, /prospect|orders|order_count/],
  [/^households?$/, /household|customer/],
  [/^(?:unresolved|unsolved|pending)$/, /open|status|due/],
  [/^sources?$/, /source/],
  [/^(?:done|completed|snoozed)$/, /status|revenue|orders|units|change/],
]

const silent = new Set(['time', 'set-aside', 'word', 'person', 'impossible', 'definition', 'hint'])

/** A noun of the shop's that a piece took and the plan says nothing of. */
export function lostNoun(pieces: readonly Piece[], tokens: readonly Token[], plan: Plan): Token | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  const said = JSON.stringify(plan)
  return tokens.find(({ lower }, at) => {
    const found = traces.find(([word]) => word.test(lower))
    if (!found || found[1].test(said)) return false
    const piece = pieces.find(({ from, to }) => from <= at && at < to)
    return piece !== undefined && !silent.has(piece.item.kind) && !holdsText(piece) && !isNamedBy(piece, lower)
  })
}

/** Words that are looked for in notes are no nouns of the question. */
const holdsText = ({ item }: Piece): boolean => JSON.stringify(item).includes('"op":"contains"')

/** "The Price of Everything", a "birthday club": a word of a longer name is no noun of the question either. */
const isNamedBy = ({ item }: Piece, word: string): boolean =>
  namesHeld(item).some((name) => {
    const words: readonly string[] = fold(name).match(/[\p{L}\p{N}']+/gu) ?? []
    return words.length > 1 && words.includes(word)
  })

/** The names of products as they were said, and the values of the shop's. */
function namesHeld(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(namesHeld)
  if (typeof part !== 'object' || part === null) return []
  const { kind, any, words } = part as { readonly kind?: unknown; readonly any?: unknown; readonly words?: unknown }
  const said = kind === 'what' && JSON.stringify(any).includes('"product.product"') ? [String(words)] : []
  return [
    ...said,
    ...Object.entries(part).flatMap(([key, value]) =>
      key === 'values' && Array.isArray(value) ? value.map(String) : namesHeld(value),
    ),
  ]
}

/** A number that was asked for by its name and that the plan does not hold. */
export function lostMeasure(pieces: readonly Piece[], plan: Plan): Piece | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  const said = JSON.stringify(plan)
  return pieces.find(({ item }) => {
    const measure = item.kind === 'measure' || item.kind === 'super' ? item.measure : null
    if (!measure || measure.weak) return false
    if (measure.kind === 'aggregate') return !said.includes(`"${measure.field}"`)
    if (measure.kind !== 'metric') return false
    return !namesOf(measure.metric as string).some((name) => said.includes(name))
  })
}

/** Other names under which a plan holds the same number. */
const namesOf = (metric: string): readonly string[] => [
  `"${metric}"`,
  ...(others[metric] ?? []),
  ...(metric.endsWith('_cases') ? ['"cases"', '"case"', 'case.'] : []),
]

const others: Readonly<Record<string, readonly string[]>> = {
  revenue: ['"customer.spend"', '"order.net"', '"units"', '"segment":"top"', '"heavy"'],
  orders: ['"customer.order_count"', '"order"'],
  units: ['"customer.units"', '"buyers"', '"orders"', '"revenue"'],
  customers: ['"customer"', '"buyers"', '"new_customers"', '"customers_added"'],
  referrals: ['"customer.referral_count"', 'referr'],
  successful_referrals: ['referr'],
  average_order_value: ['"customer.average_order"', '"order.net"'],
  largest_order: ['"order.net"'],
  cases: ['"case"', 'case.'],
  interactions: ['"interaction"', '"contacts"'],
  contacts: ['"interaction"', '"interactions"'],
  notes: ['"note"'],
  follow_ups: ['"follow_up"'],
}

/** "More than 200 units" is compared with units, and with nothing else. */
export function lostUnit(pieces: readonly Piece[], plan: Plan): Piece | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  const said = JSON.stringify(plan)
  return pieces.find(
    ({ item }) =>
      item.kind === 'bar' &&
      item.metric &&
      !(strictly[item.metric as string] ?? namesOf(item.metric as string)).some((name) => said.includes(name)),
  )
}

const strictly: Readonly<Record<string, readonly string[]>> = {
  units: ['"units"', '"customer.units"'],
  revenue: ['"revenue"', '"customer.spend"', '"order.net"'],
}

/** A value of the shop's (a store, a colleague, a segment, a state) that a piece names and the plan does not hold. */
export function lostValue(pieces: readonly Piece[], plan: Plan): Piece | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  const said = JSON.stringify(plan)
  return pieces.find(({ item }) => {
    if (!telling.has(item.kind)) return false
    const values = valuesIn(item)
    // "One-time buyers who came back": with one order before.
    if (values[0] === 'one_time' && pieces.some((other) => other.item.again)) return false
    // "Leave out online" keeps the orders that have a store.
    if (item.kind === 'fact' && said.includes('"order.store"')) return false
    return values.length > 0 && !values.some((value) => said.includes(JSON.stringify(value)) || isConsent(value, said))
  })
}

/** Who allows calls and has no number is held by what they said alone. */
const isConsent = (value: string, said: string): boolean =>
  value.startsWith('reachable_by_') && said.includes(`"customer.${value.replace('reachable_by_', '')}_consent"`)

const telling = new Set([
  'cond',
  'event',
  'openness',
  'casefact',
  'staff',
  'fact',
  'storeplace',
  'homestore',
  'ifact',
  'desk',
])

/** The texts that conditions compare with, and the segments they name. */
function valuesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(valuesIn)
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]): readonly string[] => {
    if (key === 'either' || key === 'campaign') return []
    if (key === 'values' || key === 'emails')
      return (value as readonly unknown[]).filter((each) => typeof each === 'string')
    if ((key === 'segment' || key === 'store') && typeof value === 'string') return [value]
    return valuesIn(value)
  })
}

/** Entities, and what a plan about them holds. */
const rowsOf: Readonly<Record<string, RegExp>> = {
  product: /product|unit|categor|brand|price|item/,
  category: /categor/,
  store: /store/,
  campaign: /campaign|recipient|respon|sent|opened|click/,
  customer:
    /customer|buyer|"segment"|prospect|"per"|case|interaction|note|follow_up|"entity":"order"|"movement"|"stay[.]segment"/,
  order: /order|average/,
  case: /case/,
  note: /note/,
  follow_up: /follow_up/,
  interaction: /interaction|contact/,
  staff: /staff|owner|author|assignee|team/,
}

/** Whether the plan shows what the piece says, whichever piece it was that put it there. */
export function isRestated({ item }: Piece, plan: Plan): boolean {
  const said = JSON.stringify(plan)
  switch (item.kind) {
    case 'subject':
      return rowsOf[item.entity as string]?.test(said) ?? said.includes(`"${item.entity}"`)
    case 'countnoun':
    case 'measure':
      // "How much will they spend" is their value, whatever the verb; new customers are what cohorts are of.
      if (plan.kind === 'cohorts' || (item.measure?.weak && said.includes('"customer.lifetime_value"'))) return true
      return measureNames(item).some((name) => said.includes(name))
    case 'order':
      return (
        (plan.kind === 'list' || plan.kind === 'measure') &&
        (item.measure ? measureNames(item).some((name) => said.includes(name)) : plan.order.length > 0)
      )
    case 'super':
      return (
        (plan.kind === 'list' || plan.kind === 'measure') &&
        plan.order.length > 0 &&
        (item.count === null || plan.limit?.count === item.count)
      )
    case 'share':
      return /share|_rate|ordered_during|"change"/.test(said)
    case 'growth':
      return said.includes('"change"')
    case 'time':
      return item.role === 'comparison'
        ? said.includes('"baseline"')
        : item.periods.every((period: Period) => period.kind === 'all' || said.includes(JSON.stringify(period)))
    case 'group':
      return said.includes(`.${nameOf(item.dimension)}"`) || said.includes(`"${nameOf(item.dimension)}"`)
    case 'fact':
      return item.offline ? said.includes('"order.store"') : namesIn(item).every((name) => said.includes(name))
    case 'ask': {
      const fields = plainAsks.has(item.ask) ? (askColumns[item.ask as string] ?? []) : []
      return fields.length === 0 || fields.some((field) => said.includes(`"${field}"`))
    }
    case 'shown':
      return plan.kind === 'list' && item.fields.every((field: string) => said.includes(`"${field}"`))
    case 'column':
      return shownAnyway.test(item.field) || said.includes(`"${item.field}"`)
    default:
      return namesIn(item).every((name) => said.includes(name))
  }
}

/**
 * Whether a piece that has no place of its own repeats what the plan holds: "last order date" of a day that is shown,
 * "in percent" of a share, "known customers" of those that are.
 */
export function saysAgain(piece: Piece, plan: Plan): boolean {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return false
  const { item } = piece
  const said = JSON.stringify(plan)
  switch (item.kind) {
    case 'dimension':
      return item.dimension.kind === 'time' && item.dimension.grain === 'day'
        ? /_day"|due_on"|"customer.birthday"/.test(said)
        : plan.kind === 'measure' && plan.by.some((by) => nameOf(by) === nameOf(item.dimension))
    case 'group':
      return plan.kind === 'measure' && plan.by.some((by) => nameOf(by) === nameOf(item.dimension))
    case 'share':
      return /"kind":"share"|_rate"|"growth"/.test(said)
    case 'time':
      return item.role === 'period' && isRestated(piece, plan)
    case 'ask':
      return item.ask === 'owner' && plan.kind === 'measure' && plan.by.some((by) => nameOf(by) === 'owner')
    case 'measure':
    case 'countnoun':
      return (
        plan.kind === 'measure' &&
        isHeld(item, plan) &&
        plan.measures.some((one) =>
          measureNames(item).some((name) => name !== '' && JSON.stringify(one).includes(name)),
        )
      )
    default:
      return false
  }
}

/** A store is a store, whether that of the order or that of the customer. */
const nameOf = (dimension: Dimension): string =>
  dimension.kind === 'field'
    ? dimension.field.replace(/^.*[.]/, '')
    : dimension.kind === 'time'
      ? dimension.grain
      : dimension.kind

/** What can be asked about a customer in no other way than by a figure of theirs. */
const plainAsks: ReadonlySet<string> = new Set(['first_order', 'usual_gap', 'birthday', 'language', 'source', 'city'])

/** What a list of customers or orders shows unasked. */
const shownAnyway = /^$|[.](?:name|customer|net|spend)$/

/** The values, segments, fields and numbers that a condition names; those of everybody who ever bought are named by any number. */
function namesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(namesIn)
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]): readonly string[] => {
    if (key === 'either' || key === 'campaign' || value === 'buyer') return []
    if (key === 'values' || key === 'emails') return (value as readonly unknown[]).map((each) => JSON.stringify(each))
    if (typeof value === 'string')
      return ['segment', 'store', 'field', 'metric', 'grain'].includes(key) && !/^(?:orders|units|revenue)$/.test(value)
        ? [JSON.stringify(value)]
        : []
    return namesIn(value)
  })
}

/** Whether the plan names what the piece of meaning names. */
export const isHeld = (item: unknown, plan: Plan): boolean => {
  const said = JSON.stringify(plan)
  return namesIn(item).every((name) => said.includes(name) || said.includes(name.replace(/"$/, '_by_')))
}

/** Whether the piece names something, and the plan all of it. */
export function isNamed(item: unknown, plan: Plan): boolean {
  const { kind, city, store } = item as Piece['item']
  if (kind === 'place') return JSON.stringify(plan).includes(JSON.stringify(city ?? store))
  return namesIn(item).length > 0 && isHeld(item, plan)
}

/** The names by which a plan may hold the number. */
function measureNames(item: Piece['item']): readonly string[] {
  const measure = item.measure ?? item
  if (measure.kind === 'aggregate') return [`"${measure.field}"`]
  return typeof measure.metric === 'string' ? namesOf(measure.metric) : ['']
}
