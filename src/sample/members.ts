import { type Calendar, dayOfTrade, type Moment, openDay, tradeTotal } from './calendar.ts'
import { below, chance, pickWeighted, type Random, uniform } from './random.ts'
import { STORES, type Store } from './shop.ts'
import { customerRef, stream, type World } from './world.ts'

/** How a record stands to an earlier one. */
export type Relation =
  | { readonly kind: 'own' }
  /** Lives with the other: same family name and address. */
  | { readonly kind: 'household'; readonly of: number }
  /** The same person once more, as a second till typed it. */
  | { readonly kind: 'duplicate'; readonly of: number }
  /** Another person of the same name. */
  | { readonly kind: 'namesake'; readonly of: number }

/** When and where a customer record came to be. */
export interface Member {
  readonly index: number
  readonly ref: string
  readonly relation: Relation
  readonly joined: Moment
  /** Null for those who only know the online shop. */
  readonly home: Store | null
  readonly prospect: boolean
  /** The index of the customer who sent this one. */
  readonly referrer: number | null
}

const SHARES = { household: 0.05, duplicate: 0.015, namesake: 0.006, referred: 0.12, connector: 0.015, farAway: 0.08 }

/** The customer with an index outside the cast; records are numbered in the order in which they joined. */
export function memberAt(world: World, index: number): Member {
  const random = stream(world, 'joining', index)
  const joined = joiningMoment(world, index, random)
  const relation = relationOf(world, index)
  return {
    index,
    ref: customerRef(index),
    relation,
    joined,
    home: homeOf(world, relation.kind === 'household' || relation.kind === 'duplicate' ? relation.of : index),
    prospect: chance(random, joined.day > world.calendar.today - 75 ? 0.3 : 0.09),
    referrer: relation.kind === 'own' ? referrerOf(world, index) : null,
  }
}

function joiningMoment(world: World, index: number, random: Random): Moment {
  const { cast, options, calendar } = world
  const rank = (index - cast.length + uniform(random)) / (options.customers - cast.length)
  return { day: joiningDay(calendar, rank), second: 9.25 * 3600 + below(random, 8.5 * 3600) }
}

/** Three in ten are taken over from the old card index in the first months; after that more join each year. */
function joiningDay(calendar: Calendar, rank: number): number {
  const share = rank < 0.3 ? rank / 3 : 0.1 + 0.9 * ((rank - 0.3) / 0.7) ** 0.75
  return openDay(calendar, Math.min(dayOfTrade(calendar, share * tradeTotal(calendar)), calendar.lastDay))
}

function relationOf(world: World, index: number): Relation {
  const relation = drawnRelation(world, index)
  if (relation.kind === 'own' || drawnRelation(world, relation.of).kind === 'own') return relation
  return { kind: 'own' }
}

function drawnRelation(world: World, index: number): Relation {
  const random = stream(world, 'relation', index)
  const draw = uniform(random)
  const of = earlier(world, index, random)
  if (of === null) return { kind: 'own' }
  if (draw < SHARES.household) return { kind: 'household', of }
  if (draw < SHARES.household + SHARES.duplicate) return { kind: 'duplicate', of }
  if (draw < SHARES.household + SHARES.duplicate + SHARES.namesake) return { kind: 'namesake', of }
  return { kind: 'own' }
}

/** Any customer outside the cast who joined before; null for the very first. */
function earlier(world: World, index: number, random: Random): number | null {
  const before = index - world.cast.length
  return before < 10 ? null : world.cast.length + below(random, before)
}

/** Half of the people who were sent were sent by one of the few connectors. */
function referrerOf(world: World, index: number): number | null {
  const random = stream(world, 'referral', index)
  if (!chance(random, SHARES.referred)) return null
  const start = earlier(world, index, random)
  if (start === null || chance(random, 0.45)) return start
  for (let other = start; other >= world.cast.length && other > start - 400; other -= 1) {
    if (isConnector(world, other)) return other
  }
  return start
}

function isConnector(world: World, index: number): boolean {
  return chance(stream(world, 'connector', index), SHARES.connector)
}

const STORE_SHARES = STORES.map((store) => store.share)

function homeOf(world: World, index: number): Store | null {
  const random = stream(world, 'home', index)
  if (chance(random, SHARES.farAway)) return null
  return STORES[pickWeighted(random, STORE_SHARES)] ?? null
}
