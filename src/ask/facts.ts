import { sql } from 'kysely'
import type { Catalog } from '../catalog/catalog.ts'
import type { Entity, EntityName } from '../catalog/types.ts'
import type { CheckedClause, CheckedMetric } from './checked.ts'
import { addDays, lastDayOf } from './days.ts'
import { conditionsFor } from './filters.ts'
import { type Bindings, lines, name, type Own, type Sql } from './fragments.ts'
import type { Stretch } from './period.ts'
import type { Grain } from './plan.ts'
import { allOf, inStretch, listing } from './query.ts'
import { openScope, type Scope } from './scope.ts'
import { withinScope } from './within-scope.ts'

/** What facts are grouped by: a piece of catalogue SQL under an output name. */
export interface Key {
  readonly name: string
  readonly sql: string
  readonly own?: Own
  /** A lateral source of the values, where one row has several. */
  readonly spread?: string
  /** Rows without it belong to nobody and are left out. */
  readonly required: boolean
}

/** Rows of one entity that meet all of this. */
export interface FactRows {
  readonly entity: Entity
  /** Which rows count at all, e.g. those of orders that were not cancelled. */
  readonly counted: string | null
  readonly day: string | null
  /** For rows that last from their day on: until when, and the time they are broken down by. */
  readonly lasting: { readonly until: string; readonly over: Grain | null } | null
  readonly where: readonly CheckedClause[]
  readonly period: Stretch | null
  /** What may not be missing although nothing is grouped by it. */
  readonly present: readonly Key[]
}

/** Facts under a name, aggregated at their own grain: one row for each group, so that joining them multiplies nothing. */
export interface Facts {
  readonly name: string
  readonly scope: Scope
  readonly keys: readonly Key[]
  /** The output name of an aggregate over the facts, computed once however often it is asked for. */
  column(hint: string, aggregate: Sql, signature: string): string
  /** The aggregate behind a column, for a query that is these facts and nothing else. */
  expression(column: string): Sql
  /** Says who reads it; a reader of all of it takes null. */
  usedBy(reader: Scope | null): void
  /** Leaves out what its only reader would leave out itself, so that a few customers cost a few look-ups. */
  narrow(reader: Scope, condition: (key: Sql) => Sql): void
  query(): Sql
  body(): { readonly from: Sql; readonly where: readonly Sql[]; readonly keys: readonly Sql[] }
}

/** A statement in the making: the facts that its clauses ask for, each defined once, before what uses it. */
export interface Draft {
  readonly bindings: Bindings
  entity(name: EntityName): Entity
  facts(rows: FactRows, keys: readonly Key[], hint: string): Facts
  /** The same statement, with facts of its own: for conditions inside an aggregate of facts that they may be about. */
  apart(): Draft
  /** Any other relation to be defined ahead of the query. */
  define(hint: string, reads: () => readonly string[], query: () => Sql): string
  /** The relation of that name, defined when it is first asked for. */
  once(hint: string, make: () => Pick<Defined, 'reads' | 'query'>): string
  all(): readonly Facts[]
  /** The facts are the query itself and need no definition. */
  inline(facts: Facts): void
  /** The `with` clause, or nothing. */
  definitions(): Sql
}

export function openDraft(catalog: Catalog, bindings: Bindings): Draft {
  const known = new Map<string, Facts>()
  const defined: Defined[] = []
  const taken = new Set<string>()
  const made = new Map<string, string>()
  const once = (signature: string, hint: string, make: () => Pick<Defined, 'reads' | 'query'>): string => {
    const found = made.get(signature)
    if (found !== undefined) return found
    const { reads, query } = make()
    const relation = draft.define(hint, reads, query)
    made.set(signature, relation)
    return relation
  }
  const facts = (rows: FactRows, keys: readonly Key[], hint: string, signature: string): Facts => {
    const found = known.get(signature) ?? gather(rows, keys, hint, draft, taken)
    if (!known.has(signature))
      defined.push({ name: found.name, reads: () => found.scope.relations(), query: found.query })
    known.set(signature, found)
    return found
  }
  const draft: Draft = {
    bindings,
    entity: (wanted) => entityIn(catalog, wanted),
    facts: (rows, keys, hint) => facts(rows, keys, hint, signatureOf({ rows, keys })),
    apart: () => ({
      ...draft,
      facts: (rows, keys, hint) => facts(rows, keys, hint, signatureOf({ rows, keys, apart: true })),
      once: (hint, make) => once(`${hint} apart`, hint, make),
    }),
    define(hint, reads, query) {
      const free = freeName(hint, taken)
      defined.push({ name: free, reads, query })
      return free
    },
    once: (hint, make) => once(hint, hint, make),
    all: () => [...known.values()],
    inline(facts) {
      const at = defined.findIndex(({ name }) => name === facts.name)
      if (at >= 0) defined.splice(at, 1)
    },
    definitions() {
      if (defined.length === 0) return sql``
      const parts = inOrder(defined).map((one) => sql`${sql.raw(one.name)} as (\n${one.query()}\n)`)
      return sql`with\n${lines(parts, ',\n')}\n`
    },
  }
  return draft
}

interface Defined {
  readonly name: string
  /** The other definitions that its query speaks of. */
  reads(): readonly string[]
  query(): Sql
}

/** Each after those it reads. */
function inOrder(defined: readonly Defined[]): readonly Defined[] {
  const ordered = new Set<Defined>()
  const place = (one: Defined): void => {
    for (const other of defined.filter(({ name }) => one.reads().includes(name))) place(other)
    ordered.add(one)
  }
  for (const one of defined) if (!ordered.has(one)) place(one)
  return [...ordered]
}

function entityIn(catalog: Catalog, wanted: EntityName): Entity {
  const entity = catalog.entities.get(wanted)
  if (!entity) throw new Error(`The catalogue has no entity ${wanted}.`)
  return entity
}

/** The rows that a metric looks at. */
export function rowsOf(metric: Pick<CheckedMetric, 'grain' | 'where' | 'period'>, draft: Draft): FactRows {
  const { grain, where, period } = metric
  return {
    entity: draft.entity(grain.entity),
    counted: grain.where,
    day: grain.day,
    lasting: grain.until === undefined ? null : { until: grain.until, over: null },
    where,
    period: period?.stretch ?? null,
    present: [],
  }
}

function gather(rows: FactRows, keys: readonly Key[], hint: string, draft: Draft, names: Set<string>): Facts {
  const scope = openScope(rows.entity, draft.bindings)
  const keySqls = keys.map((key) => keySql(key, scope))
  const present = keySqls.flatMap((key, at) => (keys[at]?.required ? [sql`${key} is not null`] : []))
  const own = [...present, ...factConditions(rows, scope, draft)]
  const narrowing: Sql[] = []
  const readers = new Set<Scope | null>()
  const where = () => [...visibleRows(rows, scope), ...own, ...narrowing]
  const factsName = freeName(hint, names)
  const columns = new Map<string, { readonly signature: string; readonly aggregate: Sql }>()
  return {
    name: factsName,
    scope,
    keys,
    column(wanted, aggregate, signature) {
      const found = [...columns].find(([, column]) => column.signature === signature)
      const column = found?.[0] ?? freeColumn(wanted, new Set([...columns.keys(), ...keys.map((key) => key.name)]))
      if (!found) columns.set(column, { signature, aggregate })
      return column
    },
    expression: (column) => columns.get(column)?.aggregate ?? sql`null`,
    usedBy: (reader) => void readers.add(reader),
    narrow(reader, condition) {
      const [key] = keySqls
      if (key && readers.size === 1 && readers.has(reader)) narrowing.push(condition(key))
    },
    query() {
      const kept = where()
      const aggregates = [...columns].map(([column, { aggregate }]) => sql`${aggregate} as ${name(column)}`)
      const shown = [...keySqls.map((key, at) => sql`${key} as ${name(keys[at]?.name ?? '')}`), ...aggregates]
      return sql`${listing('select', shown)}\n${scope.from()}\n${allOf('where', kept)}\n${groupBy(keys.length)}`
    },
    body() {
      const kept = where()
      return { from: scope.from(), where: kept, keys: keySqls }
    },
  }
}

function keySql(key: Key, scope: Scope): Sql {
  if (key.spread === undefined) return scope.use(key.sql, key.own)
  const alias = `each_${key.name}`
  scope.spread(alias, scope.use(key.spread, key.own))
  return sql.raw(`${alias}.value`)
}

/** Which rows count, of those visible. */
export function factConditions(rows: FactRows, scope: Scope, draft: Draft): readonly Sql[] {
  return [
    ...rows.present.map((key) => sql`${scope.use(key.sql, key.own)} is not null`),
    ...(rows.counted === null ? [] : [scope.use(rows.counted)]),
    ...daysOf(rows, scope),
    ...conditionsFor(rows.where, scope, draft),
  ]
}

/** In the period; rows that last, at its end, unless each bucket asks for its own end. */
function daysOf({ day, lasting, period }: FactRows, scope: Scope): readonly Sql[] {
  if (day === null) return []
  if (lasting === null) return period ? inStretch(scope.use(day), period) : []
  if (lasting.over !== null) return []
  const last = sql`${lastDayOf(period?.to ?? null, scope.bindings.today)}::date`
  return [
    sql`${scope.use(day)} <= ${last}`,
    sql`(${scope.use(lasting.until)} is null or ${scope.use(lasting.until)} > ${last})`,
  ]
}

/** Asked once everything else is known. */
export function visibleRows(rows: FactRows, scope: Scope): readonly Sql[] {
  return coveredByPeriod(rows, scope.bindings) ? withinScope(scope) : scope.visible()
}

/** A period that ends by today leaves nothing for "not dated later" to say. */
function coveredByPeriod({ entity, day, period }: FactRows, { today }: Bindings): boolean {
  return (
    period !== null &&
    period.to !== null &&
    addDays(period.to, -1) <= today &&
    day !== null &&
    entity.visible === `${day} <= :today`
  )
}

export const groupBy = (count: number): Sql =>
  count === 0 ? sql`` : sql.raw(`group by ${Array.from({ length: count }, (_, at) => at + 1).join(', ')}`)

/** Two uses of the same facts are one definition. Catalogue entries, saved segments too, count by their names. */
export function signatureOf(of: unknown): string {
  return JSON.stringify(of, (key, value) => (key === 'members' ? undefined : isEntry(value) ? value.name : value))
}

function isEntry(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'synonyms' in value && 'name' in value
}

function freeName(hint: string, taken: Set<string>): string {
  const base = hint
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, 48)
  return freeColumn(base, taken)
}

function freeColumn(hint: string, taken: Set<string>): string {
  let free = hint
  for (let number = 2; taken.has(free); number++) free = `${hint}_${number}`
  taken.add(free)
  return free
}
