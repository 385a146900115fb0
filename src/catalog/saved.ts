import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database, Day } from '../db/schema.ts'
import type { Catalog } from './catalog.ts'
import type { SavedSegment, Segment } from './types.ts'

/** A saved segment's latest version, as the database holds it. */
export interface SavedRow {
  readonly id: number
  readonly name: string
  readonly label: string
  readonly version: number
  readonly definition: unknown
  readonly reading: string | null
  /** Who saved it first: the colleague's name, or `terminal`. */
  readonly savedBy: string
  readonly savedOn: Day
  readonly ownerId: number | null
  /** Whoever saved it, as `Asker.who` says it. */
  readonly createdBy: string | null
}

/** What is kept of a definition; the clauses of a rule are read by whoever checks plans. */
export const definitionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule'), where: z.array(z.unknown()) }),
  z.object({ kind: z.literal('fixed'), count: z.number(), on: z.string() }),
])
export type Definition = z.infer<typeof definitionSchema>

/** The segments that colleagues saved and may use, each with its latest version. */
export async function readSaved(db: Kysely<Database>): Promise<readonly SavedRow[]> {
  const { rows } = await sql<SavedRow>`
    select
      s.id, s.name, s.label, d.version, d.definition, d.reading,
      coalesce(w.name, s.created_by, 'Regulars') as "savedBy",
      s.created_at::date as "savedOn",
      s.owner_id as "ownerId",
      s.created_by as "createdBy"
    from segments s
    join lateral (
      select version, definition, reading
      from segment_definitions
      where segment_id = s.id
      order by version desc
      limit 1
    ) d on true
    left join staff w on w.id = s.owner_id
    where s.deleted_at is null and s.active and s.kind in ('rule', 'manual')
    order by lower(s.label), s.id
    limit 2000
  `.execute(db)
  return rows
}

/**
 * The catalogue with the saved segments beside those that Regulars knows. A name that has become a word of Regulars
 * since it was saved means that word, and what cannot be read is left out: neither may keep the shop from its answers.
 */
export function withSaved(catalog: Catalog, rows: readonly SavedRow[]): Catalog {
  const taken = new Set([...catalog.segments.values()].flatMap(({ label, synonyms }) => [label, ...synonyms]))
  const saved = rows.flatMap((row) => {
    const segment = catalog.segments.has(row.name) ? null : savedSegment(row, taken)
    for (const word of segment?.synonyms ?? []) taken.add(word)
    return segment ? [[row.name, segment] as const] : []
  })
  return saved.length === 0 ? catalog : { ...catalog, segments: new Map([...catalog.segments, ...saved]) }
}

function savedSegment(row: SavedRow, taken: ReadonlySet<string>): Segment | null {
  const definition = definitionSchema.safeParse(row.definition)
  if (!definition.success) return null
  const { id, version, name, label } = row
  const saved: SavedSegment =
    definition.data.kind === 'rule'
      ? { id, version, kind: 'rule', where: definition.data.where }
      : { id, version, kind: 'fixed' }
  return {
    name,
    label,
    meaning: meaningOf(row),
    synonyms: variantsOf(label).filter((word) => !taken.has(word)),
    sql: 'c.id in (select member.customer_id from :members member)',
    takes: [],
    saved,
  }
}

/** Colons of a person's own words are none of the catalogue's placeholders. */
const meaningOf = ({ reading, savedBy }: SavedRow): string =>
  `${(reading ?? 'A saved segment').replace(/:(?=[a-z_])/g, ': ')}. Saved ${savedBy === 'terminal' ? 'in the terminal' : `by ${savedBy}`}.`

/** The label in lower case, and with its last word turned to one or many: “Chicago VIPs” is also “chicago vip”. */
export function variantsOf(label: string): readonly string[] {
  const plain = label.toLowerCase()
  const other = /[^s]s$/.test(plain)
    ? plain.slice(0, -1)
    : /[\p{L}]$/u.test(plain) && !plain.endsWith('s')
      ? `${plain}s`
      : null
  return other === null ? [plain] : [plain, other]
}
