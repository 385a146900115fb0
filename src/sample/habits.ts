import type { Member } from './members.ts'
import { CATEGORIES } from './products.ts'
import { below, beta, chance, gamma, type Random } from './random.ts'
import { stream, type World } from './world.ts'

/**
 * What decides how a customer buys, and what no shop ever sees.
 *
 * The rate of visits is gamma distributed over customers and the chance to stay away for good after a visit is beta
 * distributed (MBG/NBD); the usual basket is inverse-gamma distributed (Gamma-Gamma). The three are independent.
 */
export interface Habits {
  /** Visits per ordinary day of trade. */
  readonly rate: number
  readonly dropout: number
  /** Cents spent on a usual visit. */
  readonly basket: number
  /** How much the customer cares for each shelf, in the order of CATEGORIES. */
  readonly tastes: readonly number[]
  readonly onlineShare: number
  readonly regularDiscount: boolean
}

const VISITS = { shape: 1.3, perYear: 3.9 }
const DROPOUT = { a: 0.07, b: 0.9 }
const BASKET = { shape: 6, scale: 34_000 }
const BASE_TASTES = [2.2, 1.5, 1.1, 1.1, 0.8, 1.1, 1.2, 0.7, 0.9, 1.1]

export function habitsOf(world: World, member: Member): Habits {
  const random = stream(world, 'habits', member.index)
  const rate = (gamma(random, VISITS.shape) / VISITS.shape) * (VISITS.perYear / 365)
  return {
    rate: member.relation.kind === 'duplicate' ? rate * 0.4 : rate,
    dropout: beta(random, DROPOUT.a, DROPOUT.b),
    basket: BASKET.scale / gamma(random, BASKET.shape),
    tastes: drawTastes(random),
    onlineShare: member.home === null ? 1 : beta(random, 0.5, 1.6),
    regularDiscount: chance(random, 0.05),
  }
}

/** Everybody has two or three shelves that they come for. */
function drawTastes(random: Random): readonly number[] {
  const tastes = BASE_TASTES.slice()
  const favourites = 2 + below(random, 2)
  for (let count = 0; count < favourites; count += 1) {
    const index = below(random, CATEGORIES.length)
    tastes[index] = (tastes[index] ?? 0) * 5
  }
  return tastes
}

/** What an unknown walk-in wants. */
export function walkInHabits(random: Random): Pick<Habits, 'basket' | 'tastes'> {
  return { basket: 9_000 / gamma(random, BASKET.shape), tastes: drawTastes(random) }
}
