import { UserError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { attributeKey, ENTITIES, type Entity, FIELDS, isField, missingFields } from './fields.ts'
import { FORMATS, type Format, mappedFormat } from './formats.ts'

/** A format laid over one file's header: which field each column fills, and what is left over. */
export interface Layout {
  readonly format: Format
  readonly header: readonly string[]
  /** Column positions by field, in the order in which they are tried. */
  readonly positions: ReadonlyMap<string, readonly number[]>
  /** Columns that become customer attributes. */
  readonly attributes: readonly { readonly key: string; readonly position: number }[]
  /** Whether a cell can hold a NUL character; false spares looking for one in every cell. */
  readonly holdsNul: boolean
  /** Columns nobody knows; they are kept as they are. */
  readonly unknown: readonly { readonly name: string; readonly position: number }[]
}

/**
 * Recognises a file by its header. The format that knows the most of its columns wins; a column it cannot do without
 * and does not find is said by name, with the nearest one that is there.
 */
export function detect(path: string, header: readonly string[]): Layout {
  const names = header.map((name) => name.toLowerCase())
  const candidates = FORMATS.map((format) => ({
    format,
    known: names.filter(
      (name) => format.columns.has(name) || (format.entity === 'customers' && attributeKey(name) !== null),
    ).length,
    missing: format.required.filter((choices) => !choices.some((name) => names.includes(name))),
  })).sort(
    (a, b) => b.known - a.known || a.missing.length - b.missing.length || a.format.columns.size - b.format.columns.size,
  )
  const best = candidates[0]
  if (best === undefined || best.known === 0 || best.known * 3 < best.format.required.length)
    throw unrecognised(path, header)
  if (best.missing.length > 0) throw missingColumn(path, header, best.format, best.missing)
  if (best.format.refusal !== undefined)
    throw new UserError(`${path}: ${best.format.refusal.message}`, best.format.refusal.hint)
  return layOut(path, best.format, header)
}

/** Places a format's columns in a header. Columns are found by name, never by position. */
export function layOut(path: string, format: Format, header: readonly string[]): Layout {
  const positions = new Map<string, number[]>()
  const attributes: { key: string; position: number }[] = []
  const unknown: { name: string; position: number }[] = []
  const seen = new Set<string>()
  for (const [position, name] of header.entries()) {
    const field = format.columns.get(name.toLowerCase())
    const attribute = field === undefined ? attributeOf(format, name) : attributeKey(field)
    if ((field ?? attribute) && seen.has(name.toLowerCase())) throw twice(path, name)
    seen.add(name.toLowerCase())
    if (attribute) attributes.push({ key: attribute, position })
    else if (field !== undefined) positions.set(field, [...(positions.get(field) ?? []), position])
    else unknown.push({ name: uniqueName(name, position, unknown), position })
  }
  return { format, header, positions: inFormatOrder(format, positions, header), attributes, holdsNul: true, unknown }
}

function attributeOf(format: Format, name: string): string | null {
  if (format.entity !== 'customers') return null
  return attributeKey(name) ?? format.attribute(name)
}

/** Of two columns for one field, the one that the format names first is tried first. */
function inFormatOrder(
  format: Format,
  positions: ReadonlyMap<string, number[]>,
  header: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const order = [...format.columns.keys()]
  const rank = (position: number): number => order.indexOf(header[position]?.toLowerCase() ?? '')
  return new Map([...positions].map(([field, places]) => [field, places.toSorted((a, b) => rank(a) - rank(b))]))
}

function uniqueName(name: string, position: number, taken: readonly { readonly name: string }[]): string {
  const base = name === '' ? `column ${position + 1}` : name.slice(0, 200)
  return taken.some((other) => other.name === base) ? `${base} (${position + 1})` : base
}

function twice(path: string, name: string): UserError {
  return new UserError(
    `${path} has two columns called “${name}”.`,
    'Rename or remove one: it is not certain which of them counts.',
  )
}

function unrecognised(path: string, header: readonly string[]): UserError {
  return new UserError(
    `${path} is none of the files that are known by their header. It has: ${listed(header)}.`,
    'Say what its columns are, as in --map "Invoice=order_ref,Date=ordered_at,Price=unit_price,Buyer=customer_ref".',
  )
}

function missingColumn(
  path: string,
  header: readonly string[],
  format: Format,
  missing: readonly (readonly string[])[],
): UserError {
  const wanted = missing.map((choices) => choices.map((name) => `“${name}”`).join(' or ')).join(', ')
  const near = nearest(missing[0]?.[0] ?? '', header)
  const columns = missing.length === 1 ? 'the column' : 'the columns'
  return new UserError(
    `${path} looks like ${format.name} but lacks ${columns} ${wanted}. It has: ${listed(header)}.`,
    near === null
      ? 'Add it, or say what the columns are with --map.'
      : `Is “${near}” the one? Then rename it, or say so with --map.`,
  )
}

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 30).map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name))
  return shown.join(', ') + (names.length > 30 ? ` and ${names.length - 30} more` : '')
}

/**
 * Reads `--map Invoice=order_ref,…`. Fields are called as the columns of our own files; which kind of record it is
 * follows from them, or is said as in `orders.order_ref`.
 */
export function readMap(text: string, system: string): Format {
  const pairs = text.split(/,(?=[^,]*=)/u).map((pair) => onePair(pair))
  const fields = pairs.map((pair) => pair.field)
  const entity = entityOf(pairs.map((pair) => pair.entity).find((named) => named !== null) ?? null, fields)
  const stray = pairs.find((pair) => pair.entity !== null && pair.entity !== entity)
  if (stray !== undefined)
    throw new UserError(`One file is one kind of record: --map names both ${entity} and ${stray.entity}.`)
  const missing = missingFields(entity, new Set(fields))
  if (missing.length > 0) {
    const wanted = missing.map((choices) => choices.join(' or ')).join(', ')
    throw new UserError(
      `--map for ${entity} lacks ${wanted}.`,
      `Fields of ${entity}: ${[...FIELDS[entity].own, ...FIELDS[entity].further].join(', ')}.`,
    )
  }
  return mappedFormat(entity, new Map(pairs.map((pair) => [pair.column.toLowerCase(), pair.field])), system)
}

interface Pair {
  readonly column: string
  readonly entity: Entity | null
  readonly field: string
}

function onePair(pair: string): Pair {
  const cut = pair.lastIndexOf('=')
  const column = pair.slice(0, Math.max(cut, 0)).trim()
  const target = pair.slice(cut + 1).trim()
  if (cut < 1 || column === '' || target === '')
    throw new UserError(
      `--map does not understand “${pair.trim()}”.`,
      'Write column=field, separated by commas, as in --map "Invoice=order_ref,Date=ordered_at".',
    )
  const dot = target.indexOf('.')
  const entity = ENTITIES.find((name) => name === target.slice(0, Math.max(dot, 0)))
  return { column, entity: entity ?? null, field: entity === undefined ? target : target.slice(dot + 1) }
}

function entityOf(named: Entity | null, fields: readonly string[]): Entity {
  const entities = named === null ? ENTITIES : [named]
  const every = [...new Set(entities.flatMap((entity) => [...FIELDS[entity].own, ...FIELDS[entity].further]))]
  for (const field of fields) {
    if (entities.some((entity) => isField(entity, field))) continue
    const near = nearest(field, every)
    throw new UserError(
      `There is no field called “${field}”.${near === null ? '' : ` Did you mean “${near}”?`}`,
      `Fields: ${every.join(', ')}, and attr:NAME for a customer's attributes.`,
    )
  }
  const fitting = entities.filter((entity) => fields.every((field) => isField(entity, field)))
  const complete = fitting.find((entity) => missingFields(entity, new Set(fields)).length === 0)
  const entity = complete ?? fitting[0] ?? bestFit(entities, fields)
  const stray = fields.find((field) => !isField(entity, field))
  if (stray === undefined) return entity
  throw new UserError(
    `--map names fields of different records: “${stray}” is not a field of ${entity}.`,
    `Fields of ${entity}: ${[...FIELDS[entity].own, ...FIELDS[entity].further].join(', ')}.`,
  )
}

function bestFit(entities: readonly Entity[], fields: readonly string[]): Entity {
  const count = (entity: Entity): number => fields.filter((field) => isField(entity, field)).length
  return entities.reduce((best, next) => (count(next) > count(best) ? next : best))
}

/** Lays a `--map` over a header, and says which of its columns is not there. */
export function layOutMap(path: string, format: Format, header: readonly string[]): Layout {
  const names = header.map((name) => name.toLowerCase())
  for (const column of format.columns.keys()) {
    if (names.includes(column)) continue
    const near = nearest(column, header)
    throw new UserError(
      `${path} has no column “${column}”. It has: ${listed(header)}.`,
      near === null ? 'Correct --map.' : `Did you mean “${near}”?`,
    )
  }
  return layOut(path, format, header)
}
