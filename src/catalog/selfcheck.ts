import { aliasesIn, type Catalog, inReach } from './catalog.ts'
import type { Entity, EntityName, Field, Metric } from './types.ts'

/** The placeholders that the compiler binds; any other must be among a field's own parameters. */
const placeholders = new Set([
  ...['today', 'zone', 'top_percent', 'percent', 'category', 'due_gaps', 'lapsed_gaps'],
  ...[
    'minimum_gap_days',
    'default_gap_days',
    'likely_gone_percent',
    'week_shift',
    'value',
    'summaries',
    'category_summaries',
    'borders',
  ],
  ...['score_run', 'recorded'],
])

/**
 * What is wrong with the catalogue in itself, in sentences: SQL that speaks of a table out of reach, a reference to an
 * entry that does not exist, one word for two entries. Looked through at every start; it takes a few milliseconds.
 */
export function selfCheck(catalog: Catalog): readonly string[] {
  return [
    ...[...catalog.entities.values()].flatMap((entity) => entityFaults(entity, catalog)),
    ...[...catalog.fields.values()].flatMap((field) => fieldFaults(field, catalog)),
    ...[...catalog.metrics.values()].flatMap((metric) => metricFaults(metric, catalog)),
    ...[...catalog.segments.values()].flatMap((segment) => [
      ...outOfReach(`Segment ${segment.name}`, 'customer', segment.sql, catalog),
      ...unbound(`Segment ${segment.name}`, segment.sql, {}),
    ]),
    ...sharedWords('metric', catalog.metrics.values()),
    ...sharedWords('segment', catalog.segments.values()),
    ...sharedWords('entity', catalog.entities.values()),
  ]
}

function entityFaults(entity: Entity, catalog: Catalog): readonly string[] {
  const label = `Entity ${entity.name}`
  const fragments = [entity.visible, entity.listed ?? null, entity.day, entity.order].filter((part) => part !== null)
  return [
    ...fragments.flatMap((part) => [...outOfReach(label, entity.name, part, catalog), ...unbound(label, part, {})]),
    ...[entity.reference, ...entity.columns].flatMap((name) => missingField(label, name, catalog)),
  ]
}

function fieldFaults(field: Field, catalog: Catalog): readonly string[] {
  const label = `Field ${field.name}`
  const fragments = [field.sql, field.sort, field.spread, field.present].filter((part) => part !== undefined)
  const home = field.sql.includes('.') && !aliasesIn(field.sql).includes(field.alias)
  return [
    ...fragments.flatMap((part) => [
      ...outOfReach(label, field.entity, part, catalog),
      ...unbound(label, part, field.parameters ?? {}),
    ]),
    ...(field.companion ? missingField(label, field.companion, catalog) : []),
    ...(home ? [`${label} is said to be of ${field.alias}, and its SQL speaks of others.`] : []),
  ]
}

function metricFaults(metric: Metric, catalog: Catalog): readonly string[] {
  const label = `Metric ${metric.name}`
  const grains = metric.at.flatMap((grain) =>
    [grain.aggregate, grain.where, grain.day]
      .filter((part) => part !== null)
      .flatMap((part) => [...outOfReach(label, grain.entity, part, catalog), ...unbound(label, part, {})]),
  )
  const summary = metric.summary ? [metric.summary.sql, metric.summary.any] : []
  return [...grains, ...summary.flatMap((part) => outOfReach(label, 'customer', part, catalog))]
}

function outOfReach(label: string, from: EntityName, sql: string, catalog: Catalog): readonly string[] {
  const root = catalog.entities.get(from)?.alias
  if (root === undefined) return [`${label} is of ${from}, which is no entity.`]
  return inReach(root, sql) ? [] : [`${label} speaks of a table that ${from} does not lead to: ${sql}`]
}

function unbound(label: string, sql: string, own: Readonly<Record<string, string>>): readonly string[] {
  const names = [...sql.matchAll(/(?<!:):([a-z_]+)/g)].map((match) => match[1] ?? '')
  return names
    .filter((name) => !placeholders.has(name) && !(name in own))
    .map((name) => `${label} speaks of :${name}, which nothing binds.`)
}

function missingField(label: string, name: string, catalog: Catalog): readonly string[] {
  return catalog.fields.has(name) ? [] : [`${label} names the field ${name}, which does not exist.`]
}

/** Within a kind, a word means one thing. (Fields of different entities may share one; the sentence decides.) */
function sharedWords(
  kind: string,
  entries: Iterable<{ readonly name: string; readonly synonyms: readonly string[] }>,
): readonly string[] {
  const owners = new Map<string, string>()
  return [...entries].flatMap(({ name, synonyms }) =>
    synonyms.flatMap((word) => {
      const owner = owners.get(word) ?? name
      owners.set(word, owner)
      return owner === name ? [] : [`“${word}” means the ${kind}s ${owner} and ${name}.`]
    }),
  )
}
