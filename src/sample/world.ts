import type { Calendar } from './calendar.ts'
import type { Campaign } from './campaigns.ts'
import type { CastMember } from './cast.ts'
import { type Random, randomStream } from './random.ts'

export interface SampleOptions {
  /** How many customer records, the cast included. */
  readonly customers: number
  readonly seed: number
  /** `YYYY-MM-DD`; nothing but promised follow-ups and the end of a running campaign lies on or after it. */
  readonly today: string
  readonly timeZone: string
}

/** What all customers of one sample shop share; small, however many customers there are. */
export interface World {
  readonly options: SampleOptions
  readonly calendar: Calendar
  readonly campaigns: readonly Campaign[]
  /** They have the first indexes; everybody after them is drawn. */
  readonly cast: readonly CastMember[]
  /** Indexes of those whose address is their name and nothing else; nobody else has the same one. */
  readonly plainAddresses: ReadonlySet<number>
}

/** The topics of which each customer has a stream of random numbers of its own. */
const TOPICS = {
  joining: 1,
  relation: 2,
  home: 3,
  connector: 4,
  referral: 5,
  habits: 6,
  name: 7,
  contact: 8,
  profile: 9,
  consent: 10,
  purchases: 11,
  interactions: 12,
  notes: 13,
  invitations: 14,
  responses: 15,
  walkIns: 16,
} as const

export function stream(world: Pick<World, 'options'>, topic: keyof typeof TOPICS, index: number): Random {
  return randomStream(world.options.seed, index, TOPICS[topic])
}

/** The number customers are known by in every file. */
export function customerRef(index: number): string {
  return `R${10_001 + index}`
}
