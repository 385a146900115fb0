import { type Kysely, sql } from 'kysely'
import { administrator } from '../../access/asker.ts'
import { segmentOf } from '../../ask/check-filters.ts'
import type { CheckedSegment } from '../../ask/checked.ts'
import type { Estimates } from '../../ask/estimates.ts'
import type { ShopRules } from '../../ask/rules.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Histories } from '../../catalog/histories.ts'
import type { Segment } from '../../catalog/types.ts'
import type { Database, Day } from '../../db/schema.ts'
import { membershipQuery } from './conditions.ts'
import { meaningHash } from './meaning.ts'

/** What conditions are read with. */
export interface Words {
  readonly catalog: Catalog
  readonly rules: ShopRules
  readonly scores: Estimates | null
  readonly histories: Histories
}

/** A segment whose history is kept. */
export interface Recorded {
  readonly id: number
  readonly name: string
  readonly meaning: string
  /** Whether the facts say who was in it on a day gone by; scores and other histories are known from their day on alone. */
  readonly backwards: boolean
}

/**
 * The segments whose history is kept, by number: those of the catalogue that need no more than their name, and those
 * that colleagues saved by conditions, as long as they can be read.
 */
export async function recordedSegments(trx: Kysely<Database>, words: Words, day: Day): Promise<readonly Recorded[]> {
  const numbers = await builtInNumbers(trx, words.catalog)
  const found = [...words.catalog.segments.values()].flatMap((segment): readonly Recorded[] => {
    const id = segment.saved?.kind === 'rule' ? segment.saved.id : numbers.get(segment.name)
    const checked = id === undefined ? null : segmentOn(segment.name, words, day)
    if (id === undefined || checked === null) return []
    const meaning = meaningHash(checked, words.rules)
    return [{ id, name: segment.name, meaning, backwards: isBackwards(checked, words, day) }]
  })
  return found.sort((one, other) => one.id - other.id)
}

/** The segment as it is understood on a day; null where its conditions no longer fit the catalogue. */
export function segmentOn(name: string, words: Words, day: Day): CheckedSegment | null {
  const checking = { ...words, asker: administrator, today: day, issues: [] }
  const checked = segmentOf({ segment: name, percent: null, category: null }, name, checking)
  return checking.issues.length > 0 ? null : checked
}

const standsAlone = ({ saved, takes }: Segment): boolean => !saved && !takes.includes('category')

function isBackwards(segment: CheckedSegment, words: Words, day: Day): boolean {
  const { sql: text } = membershipQuery([{ id: 0, segment }], day, words)
  return !/\b(customer_scores|segment_memberships)\b/.test(text)
}

/** Regulars' own segments under the numbers of their rows, which are made where they are missing. */
async function builtInNumbers(trx: Kysely<Database>, catalog: Catalog): Promise<ReadonlyMap<string, number>> {
  const rows = [...catalog.segments.values()]
    .filter(standsAlone)
    .map(({ name, label, meaning }) => ({ name, label, meaning }))
  await sql`
    insert into segments (name, label, meaning, kind)
    select given.name, given.label, given.meaning, 'built_in'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(name text, label text, meaning text)
    left join segments held on held.name = given.name and held.kind = 'built_in'
    where held.id is null or (held.label, held.meaning) is distinct from (given.label, given.meaning)
    order by given.name
    on conflict (name) where kind = 'built_in' do update set label = excluded.label, meaning = excluded.meaning
  `.execute(trx)
  const known = await trx
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('kind', '=', 'built_in')
    .where('name', 'in', ['', ...rows.map(({ name }) => name)])
    .orderBy('id')
    .execute()
  return new Map(known.map(({ id, name }) => [name, id]))
}
