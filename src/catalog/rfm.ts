/**
 * Recency, frequency and money of a buyer, each scored 1 to 5, and the name of every combination.
 *
 * A score by rank is 1 + ⌊5 × (rank from the worst − 1) ÷ buyers⌋, ties sharing the lowest rank, so that equal customers
 * are never split by the order of their rows (`ntile` splits them). It is computed without ranking anybody: the rank
 * passes ⌈j × buyers ÷ 5⌉ exactly for those who are better than the buyer at that place from the worst, so four values
 * say everybody's score. They are the same for every row of a statement, which works each out once: `:borders`.
 */

const places = [1, 2, 3, 4] as const
type Place = (typeof places)[number]
type Ranked = 'last_order_day' | 'net_spend'

interface Border {
  readonly column: Ranked
  readonly score: Place
}

const borderName = ({ column, score }: Border): string => `${column}_${score}`

/** The value that a buyer must be above for a score of more than `score`. */
const above = (column: Ranked, score: Place): string => `(select b.${borderName({ column, score })} from :borders b)`

/** The borders by the names of their columns. */
export const borderColumns: ReadonlyMap<string, Border> = new Map(
  (['last_order_day', 'net_spend'] as const).flatMap((column) =>
    places.map((score) => [borderName({ column, score }), { column, score }] as const),
  ),
)

/**
 * SQL for the borders of the maintained summaries in one row: `columns`, and `n.buyers`, how many there are. Counts, so
 * that each place can be looked up along an index.
 */
export function bordersAlongIndex(columns: readonly string[], beside: readonly string[] = [], only?: string): string {
  const found = wantedOf(columns).map((border) => `${alongIndex(border)} as ${borderName(border)}`)
  return `select\n${[...beside, ...found].join(',\n')}\nfrom (select count(*) as buyers from customer_summaries buyer where buyer.order_count > 0) n${only === undefined ? '' : `\nwhere ${only}`}`
}

/** The same of summaries that are worked out, and have no index: every buyer is given a place. */
export function bordersAmong(summaries: string, columns: readonly string[], only?: string): string {
  const wanted = wantedOf(columns)
  const found = wanted.map((border) => `${amongPlaced(border)} as ${borderName(border)}`)
  const placed = [...new Set(wanted.map(({ column }) => column))].map(
    (column) => `t.${column}, row_number() over (order by t.${column}) as ${column}_place`,
  )
  const inner = `select ${[...placed, 'count(*) over () as buyers'].join(', ')}\nfrom ${summaries} t\nwhere t.order_count > 0`
  return `select\n${found.join(',\n')}\nfrom (\n${inner}\n) n${only === undefined ? '' : `\nhaving ${only}`}`
}

const wantedOf = (columns: readonly string[]): readonly Border[] =>
  columns.flatMap((name) => borderColumns.get(name) ?? [])

const fromWorst = (score: Place): string => `greatest(ceil(${score} * n.buyers / 5.0)::int, 1)`

/** A place is counted from the nearer end. */
function alongIndex({ column, score }: Border): string {
  const [direction, offset] =
    score > 2 ? [' desc', `greatest(n.buyers - ${fromWorst(score)}, 0)`] : ['', `${fromWorst(score)} - 1`]
  return `(select t.${column} from customer_summaries t where t.order_count > 0 order by t.${column}${direction} offset ${offset} limit 1)`
}

const amongPlaced = ({ column, score }: Border): string =>
  `max(n.${column}) filter (where n.${column}_place = ${fromWorst(score)})`

const byRank = (column: Ranked): string =>
  `(1 + ${places.map((score) => `(s.${column} > ${above(column, score)})::int`).join(' + ')})`

/** For each score but the best, the best that still has it: the last day of an order, the highest spend. */
export const recencyBorders: readonly string[] = places.map((score) => above('last_order_day', score))
export const moneyBorders: readonly string[] = places.map((score) => above('net_spend', score))

/** A score from `least` to `most`, by no more comparisons than it takes. */
function between(column: Ranked, least: Score, most: Score): string {
  const bars = [
    ...(least > 1 ? [`s.${column} > ${above(column, (least - 1) as Place)}`] : []),
    ...(most < 5 ? [`s.${column} <= ${above(column, most as Place)}`] : []),
  ]
  return bars.length > 0 ? bars.join(' and ') : 'true'
}

export type Score = 1 | 2 | 3 | 4 | 5

/** By the day of the last order, 5 for the latest. */
export const recency = byRank('last_order_day')
/** By all-time spend. */
export const money = byRank('net_spend')
/** For each frequency score but the best, the most orders that still have it; these do not depend on the other buyers. */
export const frequencyBorders = [1, 2, 4, 9] as const
const [, two, four, nine] = frequencyBorders
/** By number of orders, in bands that do not depend on the others: 1, 2, 3–4, 5–9, 10 or more. */
export const frequency = `(case when s.order_count >= ${nine + 1} then 5 when s.order_count >= ${four + 1} then 4 when s.order_count >= ${two + 1} then 3 else s.order_count end)`
/** Frequency and money together, rounded up. */
export const frequencyAndMoney = `((${frequency} + ${money} + 1) / 2)`

export interface RfmName {
  readonly name: string
  readonly label: string
  readonly recency: readonly [least: Score, most: Score]
  readonly frequencyAndMoney: readonly [least: Score, most: Score]
}

/** Every combination of recency and FM has exactly one name. The first column of the grid is recency. */
export const rfmNames: readonly RfmName[] = [
  { name: 'champion', label: 'champions', recency: [5, 5], frequencyAndMoney: [4, 5] },
  { name: 'loyal', label: 'loyal', recency: [3, 4], frequencyAndMoney: [4, 5] },
  { name: 'potential_loyalist', label: 'potential loyalists', recency: [4, 5], frequencyAndMoney: [2, 3] },
  { name: 'new_rfm', label: 'new (RFM)', recency: [5, 5], frequencyAndMoney: [1, 1] },
  { name: 'promising', label: 'promising', recency: [4, 4], frequencyAndMoney: [1, 1] },
  { name: 'need_attention', label: 'need attention', recency: [3, 3], frequencyAndMoney: [3, 3] },
  { name: 'about_to_sleep', label: 'about to sleep', recency: [3, 3], frequencyAndMoney: [1, 2] },
  { name: 'cant_lose', label: 'can’t lose', recency: [1, 2], frequencyAndMoney: [5, 5] },
  { name: 'at_risk', label: 'at risk', recency: [1, 2], frequencyAndMoney: [3, 4] },
  { name: 'hibernating', label: 'hibernating', recency: [1, 2], frequencyAndMoney: [1, 2] },
]

/** Belonging to the combination: a condition over `s`. */
export function rfmCondition({ recency: [least, most], frequencyAndMoney: [from, to] }: RfmName): string {
  const score = from === to ? `${frequencyAndMoney} = ${from}` : `${frequencyAndMoney} between ${from} and ${to}`
  return `s.order_count > 0 and ${between('last_order_day', least, most)} and ${score}`
}

/** The combination's name, null without an order. `offset 0` keeps the scores from being worked out once for each name. */
export const rfmName = `(case when s.order_count > 0 then (select case ${rfmNames
  .map(({ label, recency: [least, most], frequencyAndMoney: [from, to] }) => {
    const recent = `score.recency between ${least} and ${most}`
    return `when ${recent} and score.both between ${from} and ${to} then '${label}'`
  })
  .join(' ')} end from (select ${recency} as recency, ${frequencyAndMoney} as both offset 0) score) end)`
