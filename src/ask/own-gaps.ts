import { writeNumber } from './amounts.ts'
import type { Fact } from './one-customer.ts'
import type { Row } from './reply.ts'

/** From so many gaps on, the middle half says more than the shortest and the longest. */
const enoughGaps = 4

/** The days between one purchase day and the next, up to today. */
const gaps = `(
  select bought.day - lag(bought.day) over (order by bought.day) as gap
  from (select distinct sale.ordered_day as day from orders sale
    where sale.customer_id = c.id and sale.counts and sale.ordered_day <= :today) as bought
) as own`

const end = (share: number, extreme: 'min' | 'max'): string =>
  `(select case when count(gap) >= ${enoughGaps} then percentile_disc(${share}) within group (order by gap) else ${extreme}(gap) end from ${gaps})`

/** How far a customer's own gaps lie apart, beside their mean: how many there are, and from where to where. */
export const ownGaps: readonly [count: Fact, low: Fact, high: Fact] = [
  { label: 'Gaps', sql: `(select count(gap)::int from ${gaps})`, type: 'number' },
  { label: 'Short gap', sql: end(0.25, 'min'), type: 'number' },
  { label: 'Long gap', sql: end(0.75, 'max'), type: 'number' },
]

/** Behind a gap that is nobody's own. */
export const noneYet = 'taken until there are three purchase days'

/**
 * The gaps themselves beside the usual one, which is their mean: a customer who comes after 5 days or after 60 has no
 * rhythm of 30. The middle half of them, or all where there are few; null where all are alike. Before there are
 * two, the usual gap is the shop's and not their own.
 *
 *     gapsText([28, 27, 46]) // 'half the time 27 to 46'
 *     gapsText([3, 41, 70])  // 'so far 41 to 70'
 */
export function gapsText([count, low, high]: Row): string | null {
  const [number, from, to] = [Number(count ?? 0), Number(low ?? 0), Number(high ?? 0)]
  if (number < 2) return noneYet
  if (from === to) return null
  return `${number >= enoughGaps ? 'half the time' : 'so far'} ${writeNumber(from)} to ${writeNumber(to)}`
}
