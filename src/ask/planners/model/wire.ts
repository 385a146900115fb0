import { z } from 'zod'
import type { Catalog } from '../../../catalog/catalog.ts'
import { periodSchema } from '../../period.ts'
import {
  baselineSchema,
  clauseSchema,
  columnSchema,
  dimensionSchema,
  fieldFilterSchema,
  filterSchema,
  limitSchema,
  measureSchema,
  metricFilterSchema,
  movementFilterSchema,
  orderSchema,
  planSchema,
  segmentFilterSchema,
  simpleFilterSchema,
} from '../../plan.ts'
import { replySchema } from './reply.ts'

/** A JSON schema, or a piece of one. */
export type JsonSchema = { readonly [key: string]: unknown }

/** The pieces that get a name of their own, so that each is sent once however often it is used. */
const pieces = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries({
  plan: planSchema,
  clause: clauseSchema,
  filter: filterSchema,
  field_filter: fieldFilterSchema,
  segment_filter: segmentFilterSchema,
  movement_filter: movementFilterSchema,
  simple_filter: simpleFilterSchema,
  metric_filter: metricFilterSchema,
  measure: measureSchema,
  column: columnSchema,
  dimension: dimensionSchema,
  baseline: baselineSchema,
  order: orderSchema,
  limit: limitSchema,
  period: periodSchema,
}))
  pieces.add(schema, { id })

/**
 * The form of the model's answer as servers take it: the plan schema itself, with the catalogue's names as enums, and
 * without what some servers refuse or let pass unread (pattern, format, bounds, defaults, optional properties, `oneOf`).
 * What is left out here is held to by `replySchema` and `check` all the same.
 *
 * The limits that are known of servers: 5,000 properties and 1,000 enum values in all, 10 levels of objects, 15,000
 * characters in an enum of more than 250 values. Each list of names stands in it once, as `$defs`.
 */
export function wireSchema(catalog: Catalog): JsonSchema {
  const raw = z.toJSONSchema(replySchema, { metadata: pieces, reused: 'ref', io: 'input', target: 'draft-2020-12' })
  const { $schema: _, $defs, ...root } = plainer(raw, null) as { $schema?: unknown; $defs?: JsonSchema }
  return { ...root, $defs: { ...$defs, ...nameLists(catalog) } }
}

const nameLists = ({ fields, metrics, segments }: Catalog): JsonSchema => ({
  field_name: { type: 'string', enum: [...fields.keys()] },
  metric_name: { type: 'string', enum: [...metrics.keys()] },
  segment_name: { type: 'string', enum: [...segments.keys()] },
})

const unread = new Set([
  ...['pattern', 'format', 'default', 'minLength', 'maxLength', 'minItems', 'maxItems', 'id'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
])

/** The same schema in the words that every server knows. */
function plainer(schema: unknown, kind: string | null): unknown {
  if (Array.isArray(schema)) return schema.map((each) => plainer(each, kind))
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).filter(([key]) => !unread.has(key))
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key === 'oneOf') return ['anyOf', plainer(value, kind)]
      if (key === 'const') return ['enum', [value]]
      if (key === 'properties') return [key, plainerProperties(value as JsonSchema)]
      // A property that may be left out is one that may be null: strict servers want all of them.
      if (key === 'required') return [key, Object.keys((schema as { properties?: object }).properties ?? {})]
      return [key, plainer(value, kind)]
    }),
  )
}

function plainerProperties(properties: JsonSchema): JsonSchema {
  const kind = (properties.kind as { const?: string } | undefined)?.const ?? null
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const list = listOf(name, kind)
      if (list === null) return [name, plainer(schema, kind)]
      const reference = { $ref: `#/$defs/${list}` }
      return [name, isNullable(schema) ? { anyOf: [reference, { type: 'null' }] } : reference]
    }),
  )
}

/** Which of the catalogue's lists a property takes its name from. */
function listOf(property: string, kind: string | null): string | null {
  if (property === 'field' || property === 'metric' || property === 'segment') return `${property}_name`
  if (property === 'per' && kind === null) return 'field_name'
  return (property === 'from' || property === 'to') && kind === 'movement' ? 'segment_name' : null
}

const isNullable = (schema: unknown): boolean =>
  ((schema as { anyOf?: readonly { type?: string }[] }).anyOf ?? []).some(({ type }) => type === 'null')

/** How large a schema is, by the measures in which servers have limits. */
export interface SchemaSize {
  readonly properties: number
  readonly enumValues: number
  /** Objects within objects in one definition; a `$ref` begins anew, as it must where schemas may refer to themselves. */
  readonly levels: number
  readonly characters: number
}

/** Measures a schema. */
export function sizeOf(schema: unknown): SchemaSize {
  let [properties, enumValues, levels] = [0, 0, 0]
  const walk = (piece: unknown, level: number): void => {
    if (typeof piece !== 'object' || piece === null) return
    for (const [key, value] of Object.entries(piece)) {
      if (key === 'enum') enumValues += (value as readonly unknown[]).length
      else if (key === 'properties') {
        properties += Object.keys(value as object).length
        levels = Math.max(levels, level + 1)
        for (const each of Object.values(value as object)) walk(each, level + 1)
      } else if (key === '$defs') for (const each of Object.values(value as object)) walk(each, 0)
      else walk(value, level)
    }
  }
  walk(schema, 0)
  return { properties, enumValues, levels, characters: JSON.stringify(schema).length }
}
