/**
 * What the purchase models look at of one customer. A purchase is a day with at least one order; weeks are the unit, as
 * in the literature, and may be fractions.
 */
export interface PurchaseHistory {
  /** x: purchase days after the first. */
  readonly repeats: number
  /** t_x: weeks from the first purchase to the last; 0 without repeats. */
  readonly recencyWeeks: number
  /** T: weeks from the first purchase to the day looked from. */
  readonly ageWeeks: number
}

/** So many customers with the same history; the likelihood is computed once for all of them. */
export interface CountedHistory extends PurchaseHistory {
  readonly customers: number
}

/** What is wrong with a history, or null: the models are undefined for it. */
export function historyFault({ repeats, recencyWeeks, ageWeeks }: PurchaseHistory): string | null {
  if (!Number.isInteger(repeats) || repeats < 0) return 'the number of repeat purchases is not a whole number from 0 on'
  if (!(recencyWeeks >= 0) || !(ageWeeks >= 0)) return 'a time is negative'
  if (recencyWeeks > ageWeeks) return 'the last purchase is later than the day looked from'
  if (repeats === 0 && recencyWeeks !== 0) return 'without repeat purchases the last one is the first'
  return null
}

/** Customers with identical histories counted together, in a fixed order. */
export function grouped(histories: Iterable<PurchaseHistory>): readonly CountedHistory[] {
  const groups = new Map<string, { history: PurchaseHistory; customers: number }>()
  for (const history of histories) {
    const key = `${history.repeats} ${history.recencyWeeks} ${history.ageWeeks}`
    const group = groups.get(key)
    if (group) group.customers++
    else groups.set(key, { history, customers: 1 })
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { history, customers }]) => ({ ...history, customers }))
}

export const countedCustomers = (histories: readonly CountedHistory[]): number =>
  histories.reduce((sum, { customers }) => sum + customers, 0)
