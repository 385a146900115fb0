import type { Catalog } from '../../../src/catalog/catalog.ts'
import { daysLater } from './calendar.ts'
import { randomShop } from './database.ts'
import type { Project } from './harness.ts'
import { planMaker } from './plans.ts'
import { type Random, randomFrom } from './random.ts'
import type { Saved, Shop } from './shop.ts'
import { worldOf } from './world.ts'

/** The shop with segments of its own: two rules, one made of another segment, and a list with who came and left. */
export function withSavedSegments(shop: Shop, project: Project): Shop {
  const random = randomFrom(shop.seed + 70_000)
  const list = savedList(shop, random)
  const first = savedRule(1, 'saved_rule', shop, project.catalog, random)
  const other = savedRule(2, 'saved_other', shop, project.catalog, random)
  const before = { ...shop, saved: [first, list] }
  const deep = savedRule(3, 'saved_deep', before, project.catalogOf(before), random)
  const inner = { kind: 'segment', percent: null, category: null } as const
  const within = { ...inner, segment: random.pick(['saved_rule', 'saved_list']), not: random.chance(0.4) }
  const beside = { ...inner, segment: 'saved_other', not: random.chance(0.4) }
  const where = deep.kind === 'rule' ? deep.where : []
  const nested = random.chance(0.5) ? [...where, { any: [within] }] : [{ any: [within, beside] }, ...where.slice(1)]
  return { ...shop, saved: [first, other, list, { id: 3, name: 'saved_deep', kind: 'rule', where: nested }] }
}

/** The same of a random shop. */
export const savingShop = (project: Project) => (seed: number) => withSavedSegments(randomShop(seed), project)

function savedRule(id: number, name: string, shop: Shop, catalog: Catalog, random: Random): Saved {
  return { id, name, kind: 'rule', where: planMaker(random, worldOf(shop), catalog).conditions() }
}

function savedList({ customers, today }: Shop, random: Random): Saved {
  const members = random.some(customers, Math.ceil(customers.length / 2)).map(({ id }) => {
    const from = daysLater(today, random.pick([-400, -30, -1, 0, 1, 20]))
    return {
      customer_id: id,
      valid_from: from,
      valid_to: random.chance(0.4) ? daysLater(from, random.pick([1, 2, 30, 400])) : null,
    }
  })
  return { id: 4, name: 'saved_list', kind: 'fixed', members }
}
