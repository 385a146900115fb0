import { entities } from './entities.ts'
import { fields } from './fields.ts'
import { joins, pathTo } from './joins.ts'
import { metrics } from './metrics.ts'
import { segments } from './segments.ts'
import { terms } from './terms.ts'
import type { Alias, Entity, EntityName, Field, Metric, Segment, Term } from './types.ts'

/** Everything that may be asked, with the attributes this shop keeps about its customers. */
export interface Catalog {
  readonly entities: ReadonlyMap<EntityName, Entity>
  readonly fields: ReadonlyMap<string, Field>
  readonly metrics: ReadonlyMap<string, Metric>
  readonly segments: ReadonlyMap<string, Segment>
  readonly terms: ReadonlyMap<string, Term>
}

/** A customer attribute as the database holds it: `household_size`, all of whose values are numbers or not. */
export interface Attribute {
  readonly key: string
  readonly numeric: boolean
}

const byName = <T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<T['name'], T> =>
  new Map(list.map((entry) => [entry.name, entry]))

/** The catalogue for a shop. Attributes come from its data, so each shop may have others. */
export function buildCatalog(attributes: readonly Attribute[]): Catalog {
  return {
    entities: byName(entities),
    fields: byName([...fields, ...attributes.map(attributeField)]),
    metrics: byName(metrics),
    segments: byName(segments),
    terms: byName(terms),
  }
}

function attributeField({ key, numeric }: Attribute): Field {
  const words = key.replaceAll('_', ' ').toLowerCase()
  const value = '(select ca.value from current_attributes ca where ca.customer_id = c.id and ca.key = :attribute)'
  return {
    name: `customer.attribute.${key}`,
    entity: 'customer',
    label: words.charAt(0).toUpperCase() + words.slice(1),
    type: numeric ? 'number' : 'text',
    alias: 'c',
    sql: numeric ? `${value}::numeric` : value,
    column: key,
    meaning: 'A customer attribute, with its source and date on the customer’s page.',
    synonyms: [words, `${words} field`],
    parameters: { attribute: key },
    ...(numeric ? {} : { values: 'database' as const }),
  }
}

/** The aliases a piece of catalogue SQL speaks of. Subqueries in it use other, longer aliases of their own. */
export function aliasesIn(sql: string): readonly Alias[] {
  const known = new Set<string>([
    ...joins.flatMap((join) => [join.alias, join.from]),
    ...entities.map((entity) => entity.alias),
  ])
  const found = [...sql.matchAll(/(?<![\w.:'])([a-z]{1,2})\.[a-z_]+/g)].map((match) => match[1] ?? '')
  return [...new Set(found)].filter((alias): alias is Alias => known.has(alias))
}

/** Whether every alias of `sql` can be reached from `root` without multiplying its rows. */
export const inReach = (root: Alias, sql: string): boolean =>
  aliasesIn(sql).every((alias) => pathTo(root, alias) !== null)
