import type { Alias, Entity, EntityName, Join } from './types.ts'

const needed = (alias: Alias, from: Alias, table: string, on: string): Join => ({
  alias,
  from,
  table,
  on,
  optional: false,
})
const optional = (alias: Alias, from: Alias, table: string, on: string): Join => ({
  alias,
  from,
  table,
  on,
  optional: true,
})

/**
 * Every join there is. All are many-to-one: following one never makes two rows of one, which is why no sum can be
 * counted twice. Facts of the other direction (a customer's orders) are aggregated on their own first.
 */
export const joins: readonly Join[] = [
  needed('s', 'c', 'customer_summaries', 's.customer_id = c.id'),
  optional('hs', 'c', 'stores', 'hs.id = c.store_id'),
  optional('ow', 'c', 'staff', 'ow.id = c.owner_id'),
  optional('rb', 's', 'customers', 'rb.id = s.referred_by_id'),
  { ...optional('sc', 's', 'customer_scores', 'sc.customer_id = s.customer_id'), and: 'sc.run_id = :score_run' },

  needed('o', 'l', 'orders', 'o.id = l.order_id'),
  needed('p', 'l', 'products', 'p.id = l.product_id'),
  optional('g', 'p', 'categories', 'g.id = p.category_id'),
  optional('c', 'o', 'customers', 'c.id = o.customer_id'),
  optional('os', 'o', 'stores', 'os.id = o.store_id'),

  needed('c', 'i', 'customers', 'c.id = i.customer_id'),
  optional('iw', 'i', 'staff', 'iw.id = i.staff_id'),
  needed('c', 'k', 'customers', 'c.id = k.customer_id'),
  optional('kw', 'k', 'staff', 'kw.id = k.staff_id'),
  needed('c', 'n', 'customers', 'c.id = n.customer_id'),
  optional('nw', 'n', 'staff', 'nw.id = n.author_id'),
  needed('c', 'f', 'customers', 'c.id = f.customer_id'),
  optional('fw', 'f', 'staff', 'fw.id = f.assigned_to'),
  optional('n', 'f', 'notes', 'n.id = f.note_id'),

  needed('m', 'r', 'campaigns', 'm.id = r.campaign_id'),
  needed('c', 'r', 'customers', 'c.id = r.customer_id'),
  needed('c', 'x', 'customers', 'c.id = x.referrer_id'),
  needed('c', 'v', 'customers', 'c.id = v.customer_id'),
  needed('sg', 'v', 'segments', 'sg.id = v.segment_id'),
]

/** The joins that lead from one alias to another, in order; null where there is no way. */
export function pathTo(from: Alias, to: Alias): readonly Join[] | null {
  if (from === to) return []
  for (const join of joins.filter((candidate) => candidate.from === from)) {
    const rest = pathTo(join.alias, to)
    if (rest) return [join, ...rest]
  }
  return null
}

/** The aliases that stand for one of the entity: a store is an order's or a customer's. */
const roles: Partial<Record<EntityName, readonly Alias[]>> = {
  store: ['os', 'hs', 'st'],
  staff: ['iw', 'kw', 'nw', 'fw', 'ow', 'w'],
}

/**
 * The entity's key as rows of `root` hold it, by the shortest way; null where rows of `root` belong to no one of them.
 *
 *     keyFrom('l', customer) // 'o.customer_id'
 *     keyFrom('c', product)  // null
 */
export function keyFrom(root: Alias, entity: Entity): string | null {
  if (entity.alias === root) return entity.key
  const ways = (roles[entity.name] ?? [entity.alias]).map((alias) => pathTo(root, alias)).filter((way) => way !== null)
  const nearest = ways.sort((a, b) => a.length - b.length)[0]
  const last = nearest?.at(-1)
  return last ? foreignKey(last) : null
}

/** The side of a join that the joined-from row holds: `o.customer_id` of `c.id = o.customer_id`. */
export function foreignKey(join: Join): string {
  const sides = join.on.split(' = ')
  return sides.find((side) => side.startsWith(`${join.from}.`)) ?? join.on
}
