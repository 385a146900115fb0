import { createHash } from 'node:crypto'
import type { Catalog } from '../../../catalog/catalog.ts'
import { fill } from '../../explain.ts'
import type { Plan } from '../../plan.ts'
import type { ShopRules } from '../../rules.ts'

/**
 * A hash of every definition that a plan uses, as it is now: the SQL and the meaning of its fields, metrics and segments, the
 * shop's numbers in them, and what saved segments are made of, to the last. The same plan has another one as soon as one of
 * them changes.
 */
export function definitionsOf(plan: Plan, catalog: Catalog, rules: ShopRules): string {
  const known = new Map<string, unknown>()
  const look = (piece: unknown): void => {
    if (typeof piece === 'string') take(piece)
    else if (typeof piece === 'object' && piece !== null) for (const value of Object.values(piece)) look(value)
  }
  const take = (name: string): void => {
    for (const entry of [
      catalog.fields.get(name),
      catalog.metrics.get(name),
      catalog.segments.get(name),
      catalog.terms.get(name),
    ]) {
      if (!entry || known.has(name)) continue
      const { synonyms: _, meaning, ...rest } = entry
      known.set(name, { ...rest, meaning: fill(meaning, rules), numbers: numbersIn(JSON.stringify(rest), rules) })
      const saved = catalog.segments.get(name)?.saved
      if (saved?.kind === 'rule') look(saved.where)
    }
  }
  look(plan)
  const all = [...known].sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32)
}

/** The shop's numbers that a piece of SQL is filled with: `:top_percent` and the like. */
function numbersIn(sql: string, rules: ShopRules): readonly string[] {
  return [...new Set(sql.match(/:[a-z_]+/g) ?? [])].sort().map((name) => fill(name, rules))
}
