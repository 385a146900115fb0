import { openCalendar } from './calendar.ts'
import { plannedCampaigns } from './campaigns.ts'
import { CAST } from './cast.ts'
import { memberAt } from './members.ts'
import { plainLetters } from './names.ts'
import { nameOf, PLAIN_ADDRESS_LIMIT } from './people.ts'
import { SHOP } from './shop.ts'
import type { SampleOptions, World } from './world.ts'

export const DEFAULT_CUSTOMERS = 1_200
export const DEFAULT_SEED = 11
export const MAXIMUM_CUSTOMERS = 1_000_000

/** A sample cannot do without its cast, and enough others to make a crowd. */
export const MINIMUM_CUSTOMERS = 50

/** Opens the sample shop: everything its customers share. */
export function openShop(given: Pick<SampleOptions, 'today'> & Partial<SampleOptions>): World {
  const options = { customers: DEFAULT_CUSTOMERS, seed: DEFAULT_SEED, timeZone: SHOP.timeZone, ...given }
  const calendar = openCalendar(options.today, options.timeZone)
  const world = {
    options,
    calendar,
    campaigns: plannedCampaigns(calendar),
    cast: CAST,
    plainAddresses: new Set<number>(),
  }
  return { ...world, plainAddresses: plainAddresses(world) }
}

/** The first of each name, among the customers who may have an address without a number. */
function plainAddresses(world: World): ReadonlySet<number> {
  const taken = new Set(CAST.map(({ person }) => plainLetters(person.given + person.family)))
  const free = new Set<number>()
  for (let index = CAST.length; index < Math.min(world.options.customers, PLAIN_ADDRESS_LIMIT); index += 1) {
    const { given, family } = nameOf(world, memberAt(world, index))
    const letters = plainLetters(given + family)
    if (!taken.has(letters)) free.add(index)
    taken.add(letters)
  }
  return free
}
