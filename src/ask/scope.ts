import { sql } from 'kysely'
import { aliasesIn } from '../catalog/catalog.ts'
import { foreignKey, pathTo } from '../catalog/joins.ts'
import type { Alias, Entity, Join } from '../catalog/types.ts'
import { type Bindings, fragment, lines, type Own, type Sql, summaries } from './fragments.ts'
import { withinScope } from './within-scope.ts'

/**
 * A query in the making over the rows of one entity. Catalogue SQL is taken in with `use`, which notes the tables it
 * speaks of; `from` then joins those and no others, each many-to-one, so that rows are never multiplied.
 */
export interface Scope {
  readonly entity: Entity
  readonly bindings: Bindings
  use(text: string, own?: Own): Sql
  /** Joins a relation that has one row at most for each `key`. */
  attach(relation: string, condition: Sql): void
  /** Notes that the query reads a relation defined elsewhere. */
  mention(relation: string): void
  relations(): readonly string[]
  /** Makes a row for each of the values that a row has, or one with none: only to group by those values. */
  spread(alias: string, source: Sql): void
  /** Which rows exist as of today and are the asker's to see; asked last, because a customer's summary says it too where that is read anyway. */
  visible(): readonly Sql[]
  from(): Sql
  /** The tables' aliases so far, those on the way included. */
  aliases(): ReadonlySet<Alias>
}

/** `figures` is the relation of the customers' summaries, where that is not everybody's as of today. */
export function openScope(entity: Entity, bindings: Bindings, figures: Sql = summaries(bindings)): Scope {
  const needed = new Set<Alias>()
  const mentioned = new Set<string>()
  const attached = new Map<string, Sql>()
  return {
    entity,
    bindings,
    use(text, own) {
      for (const alias of aliasesIn(text)) needed.add(alias)
      for (const each of Object.values(own ?? {})) if ('relation' in each) mentioned.add(each.relation)
      return fragment(text, bindings, own)
    },
    mention(relation) {
      mentioned.add(relation)
    },
    relations: () => [...mentioned],
    attach(relation, condition) {
      mentioned.add(relation)
      attached.set(relation, sql`left join ${sql.raw(relation)} on ${condition}`)
    },
    spread(alias, source) {
      attached.set(alias, sql`left join lateral (${source}) ${sql.raw(alias)} on true`)
    },
    visible() {
      const known = entity.alias === 'c' && joinsOf('c', needed).some((join) => join.alias === 's')
      const existing = entity.visible === null || known ? [] : [this.use(entity.visible)]
      return [...existing, ...withinScope(this)]
    },
    from() {
      const joins = joinsOf(entity.alias, needed)
      if (
        entity.alias === 'c' &&
        needed.size > 0 &&
        !needed.has('c') &&
        joins.every((join) => join.from !== 'c' || join.alias === 's')
      ) {
        const beyond = joins.filter((join) => join.alias !== 's')
        return lines([sql`from ${figures} s`, ...joinSqls('s', beyond, figures, bindings), ...attached.values()], '\n')
      }
      const root = sql`from ${sql.raw(`${entity.table} ${entity.alias}`)}`
      return lines([root, ...joinSqls(entity.alias, joins, figures, bindings), ...attached.values()], '\n')
    },
    aliases() {
      return new Set([
        entity.alias,
        ...pathsFor(entity.alias, needed)
          .flat()
          .map((join) => join.alias),
      ])
    },
  }
}

function joinsOf(root: Alias, needed: ReadonlySet<Alias>): readonly Join[] {
  return [
    ...new Map(
      pathsFor(root, needed)
        .flat()
        .map((join) => [join.alias, join]),
    ).values(),
  ]
}

function joinSqls(root: Alias, joins: readonly Join[], figures: Sql, bindings: Bindings): readonly Sql[] {
  const always = new Set<Alias>([root])
  return joins.map((join) => {
    const inner = !join.optional && always.has(join.from)
    if (inner) always.add(join.alias)
    const table = join.alias === 's' ? figures : sql.raw(join.table)
    const beside = join.and === undefined ? sql`` : sql` and ${fragment(join.and, bindings)}`
    return sql`${sql.raw(inner ? 'join' : 'left join')} ${table} ${sql.raw(`${join.alias} on ${join.on}`)}${beside}`
  })
}

/** A customer's figures are found by the order's own customer_id; the customer in between is joined only where needed. */
function pathsFor(root: Alias, needed: ReadonlySet<Alias>): readonly (readonly Join[])[] {
  const paths = [...needed].map((alias) => pathTo(root, alias) ?? [])
  const customerNeeded = paths.some((path) =>
    path.some((join, at) => join.alias === 'c' && path[at + 1]?.alias !== 's'),
  )
  return customerNeeded ? paths : paths.map(withoutCustomer)
}

function withoutCustomer(path: readonly Join[]): readonly Join[] {
  const at = path.findIndex((join) => join.alias === 's')
  const [customer, summary] = [path[at - 1], path[at]]
  if (!customer || !summary) return path
  const direct: Join = {
    ...summary,
    from: customer.from,
    on: `s.customer_id = ${foreignKey(customer)}`,
    optional: customer.optional,
  }
  return [...path.slice(0, at - 1), direct, ...path.slice(at + 1)]
}
