import { monthOf } from './calendar.ts'
import type { Habits } from './habits.ts'
import { CATEGORIES, PRODUCTS, type Product, SEASONS } from './products.ts'
import { chance, gamma, pick, pickWeighted, type Random, uniform } from './random.ts'
import type { OrderLine } from './records.ts'
import type { World } from './world.ts'

/** How a visit is spent: `wanted` are things the customer came for. */
export interface Visit {
  readonly day: number
  readonly wanted: readonly Product[]
  readonly habits: Pick<Habits, 'basket' | 'tastes'> & { readonly regularDiscount?: boolean }
}

/** Purchases vary around the usual basket with this shape (the p of Gamma-Gamma). */
const BASKET_SHAPE = 4

/** Once in so many visits somebody buys a bike, a tent or the like. */
const BIG_TICKET = { chance: 0.018, times: 15 }

const MOST_LINES = 6
const SMALLEST_REST = 900

/** What goes over the counter on one visit. */
export function fillBasket(world: World, visit: Visit, random: Random): OrderLine[] {
  const lines = visit.wanted.map((product) => lineOf(world, visit, product, quantityOf(product, random), random))
  let rest = budgetOf(visit, random) - lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0)
  while (lines.length === 0 || (rest > SMALLEST_REST && lines.length < MOST_LINES)) {
    const aim = rest * (0.45 + 0.55 * uniform(random))
    const product = chooseProduct(world, visit, Math.max(aim, SMALLEST_REST), random)
    if (lines.some((line) => line.product === product)) {
      rest *= 0.6
      continue
    }
    const line = lineOf(world, visit, product, quantityOf(product, random), random)
    lines.push(line)
    rest -= line.unitPrice * line.quantity
  }
  return lines
}

function budgetOf(visit: Visit, random: Random): number {
  const usual = (visit.habits.basket * gamma(random, BASKET_SHAPE)) / BASKET_SHAPE
  return chance(random, BIG_TICKET.chance) ? usual * BIG_TICKET.times : usual
}

function lineOf(world: World, visit: Visit, product: Product, quantity: number, random: Random): OrderLine {
  const unitPrice = priceOn(world, product, visit.day)
  const reduced = chance(random, discountChance(world, visit))
  const percent = reduced ? pick(random, [10, 10, 15, 20]) : 0
  const discount = Math.round((unitPrice * quantity * percent) / 100)
  return { product, quantity, unitPrice, discount, refunded: 0 }
}

/** Sales come at the end of November, of February and of August. */
function discountChance(world: World, visit: Visit): number {
  const monthAndDay = world.calendar.texts[visit.day - world.calendar.firstDay]?.slice(5) ?? ''
  if (monthAndDay >= '11-23' && monthAndDay <= '11-30') return 0.5
  if (monthAndDay >= '02-15' && monthAndDay <= '02-28') return 0.35
  if (monthAndDay >= '08-20' && monthAndDay <= '08-31') return 0.3
  return visit.habits.regularDiscount ? 0.35 : 0.05
}

/** Prices rise by three percent each year, and keep ending on whole dollars or the cents they end on today. */
export function priceOn(world: World, product: Product, day: number): number {
  const yearsAgo = Math.floor((world.calendar.today - day) / 365.25)
  if (yearsAgo <= 0) return product.price
  const cents = product.price % 100
  return Math.max(Math.floor((product.price * (1 - 0.03 * yearsAgo)) / 100) * 100 + cents, 399)
}

function quantityOf(product: Product, random: Random): number {
  if (product.category === 'Workshop' || product.price > 6_000) return 1
  let quantity = 1
  const again = product.replenishDays !== null && product.price < 3_000 ? 0.35 : 0.06
  while (quantity < 6 && chance(random, again)) quantity += 1
  return quantity
}

function chooseProduct(world: World, visit: Visit, aim: number, random: Random): Product {
  const step = stepOf(aim)
  const month = monthOf(world.calendar, visit.day)
  const weights = CATEGORIES.map(
    (category, index) =>
      (visit.habits.tastes[index] ?? 0) * (SEASONS[category][month] ?? 0) * (FIT[index]?.[step] ?? 0),
  )
  const shelf = pickWeighted(random, weights)
  const ladder = LADDERS[shelf]
  const product = ladder?.products[pickWeighted(random, ladder.weights[step] ?? [1])]
  if (product === undefined) throw new Error('A shelf of the sample shop is empty.')
  return product
}

/** Amounts in cents are told apart in steps of a factor of 1.5, from nine dollars up. */
const STEPS = 18
const STEP_FACTOR = 1.5

function stepOf(aim: number): number {
  return Math.max(0, Math.min(STEPS - 1, Math.floor(Math.log(aim / SMALLEST_REST) / Math.log(STEP_FACTOR))))
}

interface Ladder {
  readonly products: readonly Product[]
  /** For each step, how likely each product is for somebody who wants to spend about that much. */
  readonly weights: readonly (readonly number[])[]
}

const LADDERS: readonly Ladder[] = CATEGORIES.map((category) => {
  const products = PRODUCTS.filter((product) => product.category === category)
  const weights = Array.from({ length: STEPS }, (_, step) => products.map((product) => attraction(product, step)))
  return { products, weights }
})

/** How well a shelf serves each amount: nobody finds a bike for nine dollars. */
const FIT = LADDERS.map((ladder) => ladder.weights.map((weights) => Math.max(...weights)))

function attraction(product: Product, step: number): number {
  const aim = SMALLEST_REST * STEP_FACTOR ** (step + 0.5)
  const distance = Math.log(product.price / aim)
  const tolerance = distance > 0 ? 0.35 : 0.9
  return product.popularity * Math.exp(-(distance * distance) / (2 * tolerance * tolerance))
}
