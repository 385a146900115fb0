import { daysLater } from './calendar.ts'
import { type Random, randomFrom } from './random.ts'
import type { Customer, History, Score, Shop, Stay } from './shop.ts'

type Facts = Pick<Shop, 'scores' | 'histories' | 'stays'>

/**
 * Estimates and histories of segments as facts like any other: what a model or a night's record made of the shop is
 * not worked out again, so they need not agree with the rest of it.
 */
export function withScience(shop: Omit<Shop, keyof Facts>): Shop {
  const random = randomFrom(shop.seed + 900_000)
  const histories = historiesFor(random, shop.today)
  const known = shop.customers.filter(({ created_day }) => created_day === null || created_day <= shop.today)
  return {
    ...shop,
    scores: scoresFor(random, known),
    histories,
    stays: histories
      .flatMap((history) => known.flatMap((one) => staysFor(random, history, one, shop.today)))
      .map((stay, index) => ({ id: 1000 + index, ...stay })),
  }
}

/** The run that questions use is the first; the second is of a day to come. */
function scoresFor(random: Random, customers: readonly Customer[]): readonly Score[] {
  return [1, 2].flatMap((run_id) =>
    customers.filter(() => random.chance(0.7)).map(({ id }) => score(random, run_id, id)),
  )
}

/** Eighths are exact in binary and in decimals. */
const eighths = (random: Random, most: number): number => random.int(0, most) / 8

function score(random: Random, run_id: number, customer_id: number): Score {
  const low = random.int(0, 3)
  const values = random.chance(0.8)
  const value = random.int(0, 40) * 25
  return {
    run_id,
    customer_id,
    chance_active: eighths(random, 8),
    expected_orders_90d: eighths(random, 40),
    expected_orders_low: low,
    expected_orders_high: low + random.int(0, 4),
    expected_value_per_order: values ? `${random.int(1, 90)}.25` : null,
    lifetime_value_12m: values ? `${value}.50` : null,
    lifetime_value_low: values ? `${Math.max(0, value - 100)}.00` : null,
    lifetime_value_high: values ? `${value + 300}.00` : null,
  }
}

/** Of a few segments, each as far back as another; the last days of one are not recorded yet. */
function historiesFor(random: Random, today: string): readonly History[] {
  return ['lapsed', 'champion', 'top', 'stage_loyalty', 'reachable'].map((segment, index) => {
    const from_day = daysLater(today, -random.pick([40, 200, 500]))
    return { segment_id: 11 + index, segment, from_day, until_day: segment === 'top' ? daysLater(today, -2) : today }
  })
}

/** Some stays one after the other; the first may have been under way when the history begins. */
function staysFor(
  random: Random,
  { segment_id, from_day }: History,
  { id }: Customer,
  today: string,
): readonly Omit<Stay, 'id'>[] {
  const stays: Omit<Stay, 'id'>[] = []
  let from = random.chance(0.4) ? '-infinity' : daysLater(from_day, random.int(1, 60))
  for (
    let count = random.weighted([
      [4, 0],
      [3, 1],
      [2, 2],
      [1, 4],
    ]);
    count > 0 && (from === '-infinity' || from <= daysLater(today, 20));
    count--
  ) {
    const start = from === '-infinity' ? from_day : from
    const valid_to = count === 1 && random.chance(0.5) ? null : daysLater(start, random.pick([1, 1, 7, 30, 31, 90]))
    stays.push({ segment_id, customer_id: id, valid_from: from, valid_to })
    if (valid_to === null) break
    from = daysLater(valid_to, random.pick([1, 1, 10, 45]))
  }
  return stays
}
