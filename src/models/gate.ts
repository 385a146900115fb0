/** What decides whether a shop's customers can be estimated at all. */
export interface HistoryFacts {
  /** Customers with an order. */
  readonly buyers: number
  /** From the first order to the last. */
  readonly daysOfHistory: number
  /** Null without orders. */
  readonly daysSinceLastOrder: number | null
  /** Customers who bought on three days or more. */
  readonly withThreePurchaseDays: number
}

/** As Klaviyo asks before it predicts (help.klaviyo.com, 17797937793179); fewer and the figures would be made up. */
const needed = { buyers: 500, daysOfHistory: 180, daysSinceLastOrder: 30 } as const

/**
 * Why the shop has too little history for estimates, in a sentence that says everything it lacks, or null.
 *
 *     tooLittleHistory({ buyers: 212, daysOfHistory: 400, daysSinceLastOrder: 3, withThreePurchaseDays: 20 })
 *     // 'There is too little history to estimate from: 212 customers have bought so far, and it takes 500.'
 */
export function tooLittleHistory(facts: HistoryFacts): string | null {
  const lacks = facts.buyers === 0 ? ['nobody has bought yet'] : lacking(facts)
  return lacks.length === 0 ? null : `There is too little history to estimate from: ${lacks.join('; ')}.`
}

function lacking({ buyers, daysOfHistory, daysSinceLastOrder, withThreePurchaseDays }: HistoryFacts): string[] {
  const lacks: string[] = []
  if (buyers < needed.buyers)
    lacks.push(`${counted(buyers, 'customer has', 'customers have')} bought so far, and it takes ${needed.buyers}`)
  if (daysOfHistory < needed.daysOfHistory)
    lacks.push(
      `the orders cover ${counted(daysOfHistory, 'day', 'days')}, and it takes ${needed.daysOfHistory} from the first to the last`,
    )
  if (daysSinceLastOrder !== null && daysSinceLastOrder > needed.daysSinceLastOrder)
    lacks.push(
      `the last order is ${counted(daysSinceLastOrder, 'day', 'days')} old, and it takes one from the last ${needed.daysSinceLastOrder}`,
    )
  if (withThreePurchaseDays === 0) lacks.push('nobody has bought on three days yet')
  return lacks
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
