import { keyFrom } from '../catalog/joins.ts'
import type { Alias, Entity, Metric, MetricGrain } from '../catalog/types.ts'
import { type Checking, reaches } from './check-filters.ts'
import type { Clause } from './plan.ts'

/** What a metric is combined with: pieces of SQL to evaluate on its rows, and entities that its rows must belong to. */
export interface Needs {
  readonly fragments: readonly { readonly sql: string; readonly label: string }[]
  readonly keys: readonly Entity[]
}

/** The first grain, coarsest first, from which everything needed is in reach. */
export function grainFor(metric: Metric, needs: Needs, at: string, checking: Checking): MetricGrain | null {
  const grains = metric.at.flatMap((grain) => {
    const root = checking.catalog.entities.get(grain.entity)?.alias
    return root ? [{ grain, missing: missingFrom(root, needs) }] : []
  })
  const fitting = grains.find(({ missing }) => missing.length === 0)
  if (fitting) return fitting.grain
  for (const other of grains.at(-1)?.missing ?? [])
    checking.issues.push({ code: 'out_of_reach', at, name: metric.label, other })
  return null
}

function missingFrom(root: Alias, { fragments, keys }: Needs): readonly string[] {
  return [
    ...fragments.filter(({ sql }) => !reaches(root, sql)).map(({ label }) => label),
    ...keys.filter((entity) => keyFrom(root, entity) === null).map((entity) => entity.label),
  ]
}

/** The SQL that a plan's conditions will need, for choosing a grain; unknown names are reported elsewhere. */
export function fragmentsOf(clauses: readonly Clause[], { catalog }: Checking): Needs['fragments'] {
  return clauses
    .flatMap(({ any }) => any)
    .flatMap((filter) => {
      if (filter.kind === 'metric') return []
      if (filter.kind === 'movement') return [{ sql: 'c.id', label: 'customer' }]
      const entry = filter.kind === 'field' ? catalog.fields.get(filter.field) : catalog.segments.get(filter.segment)
      return entry ? [{ sql: entry.sql, label: entry.label }] : []
    })
}

/** The entities whose metrics a plan's conditions compare. */
export function keysOf(clauses: readonly Clause[], { catalog }: Checking): readonly Entity[] {
  const names = clauses.flatMap(({ any }) => any).flatMap((filter) => (filter.kind === 'metric' ? [filter.of] : []))
  return [...new Set(names)].flatMap((name) => catalog.entities.get(name) ?? [])
}
