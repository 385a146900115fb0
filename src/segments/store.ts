import { type Kysely, sql, type Transaction } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Day } from '../ask/days.ts'
import type { Clause } from '../ask/plan.ts'
import type { Database } from '../db/schema.ts'

/** What is written down of a segment: conditions, or the references of the customers on a list from `on` on. */
export type Content = { readonly reading: string } & (
  | { readonly kind: 'rule'; readonly where: readonly Clause[] }
  | { readonly kind: 'fixed'; readonly customers: readonly string[]; readonly on: Day }
)

/** A new segment; null where its name or label has been taken since it was looked for. */
export async function insertSegment(
  db: Kysely<Database>,
  { name, label }: { readonly name: string; readonly label: string },
  content: Content,
  asker: Asker,
): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('segments')
      .values({
        name,
        label,
        meaning: content.reading,
        kind: kindOf(content),
        owner_id: asker.staffId,
        created_by: asker.who,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!row) return null
    await writeVersion(trx, row.id, content, asker)
    return row.id
  })
}

/** A new version of what the segment means. */
export async function insertVersion(db: Kysely<Database>, id: number, content: Content, asker: Asker): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('segments')
      .set({ meaning: content.reading, kind: kindOf(content) })
      .where('id', '=', id)
      .execute()
    await writeVersion(trx, id, content, asker)
  })
}

const kindOf = (content: Content): 'rule' | 'manual' => (content.kind === 'rule' ? 'rule' : 'manual')

async function writeVersion(trx: Transaction<Database>, id: number, content: Content, asker: Asker): Promise<void> {
  // Two who replace it at once take turns.
  await sql`select id from segments where id = ${id} for update`.execute(trx)
  const definition =
    content.kind === 'rule'
      ? { kind: 'rule', where: content.where }
      : { kind: 'fixed', count: content.customers.length, on: content.on }
  await sql`
    insert into segment_definitions (segment_id, version, definition, changed_by, reading)
    select ${id}, coalesce(max(version), 0) + 1, ${JSON.stringify(definition)}::jsonb, ${asker.who}, ${content.reading}
    from segment_definitions
    where segment_id = ${id}
  `.execute(trx)
  await keepMembers(trx, id, content)
}

/**
 * Who is no longer on the list left it on the day it changed; what was written and changed on one day never held. The stays
 * of conditions are recorded at night.
 */
async function keepMembers(trx: Transaction<Database>, id: number, content: Content): Promise<void> {
  if (content.kind === 'rule' && !(await wasList(trx, id))) return
  const refs = content.kind === 'fixed' ? content.customers : []
  const members = sql`select id from customers where ref = any(${[...refs]}::text[])`
  const day = content.kind === 'fixed' ? sql`${content.on}::date` : sql`current_date`
  const left = sql`segment_id = ${id} and valid_to is null and customer_id not in (${members})`
  await sql`delete from segment_memberships where ${left} and valid_from >= ${day}`.execute(trx)
  await sql`update segment_memberships set valid_to = ${day} where ${left}`.execute(trx)
  if (content.kind === 'rule') return
  await sql`
    insert into segment_memberships (segment_id, customer_id, valid_from)
    select ${id}, id, ${day} from (${members} order by id) listed
    on conflict (segment_id, customer_id) where valid_to is null do nothing
  `.execute(trx)
}

/** Whether the version before the latest was a list. */
async function wasList(trx: Transaction<Database>, id: number): Promise<boolean> {
  const { rows } = await sql<{ kind: string }>`
    select definition ->> 'kind' as kind from segment_definitions where segment_id = ${id} order by version desc offset 1 limit 1
  `.execute(trx)
  return rows[0]?.kind === 'fixed'
}

/** A version of a segment's definition, as its history shows it. */
export interface Version {
  readonly version: number
  readonly reading: string
  readonly changedBy: string
  readonly changedAt: Date
}

/** Every version, the latest first. */
export async function readVersions(db: Kysely<Database>, id: number): Promise<readonly Version[]> {
  const rows = await db
    .selectFrom('segment_definitions')
    .leftJoin('staff', 'staff.email', 'segment_definitions.changed_by')
    .select(['version', 'reading', 'changed_by', 'changed_at', 'staff.name as colleague'])
    .where('segment_id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    reading: row.reading ?? '',
    changedBy: row.colleague ?? row.changed_by,
    changedAt: row.changed_at,
  }))
}

/** False where another segment is called so. */
export async function updateLabel(db: Kysely<Database>, id: number, label: string): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update segments set label = ${label}
    where id = ${id} and deleted_at is null
      and not exists (
        select from segments other
        where other.id <> ${id} and lower(other.label) = lower(${label}) and other.deleted_at is null
      )
    returning id
  `.execute(db)
  return rows.length > 0
}

/** The latest version in other words, which mean the same. */
export async function updateReading(db: Kysely<Database>, id: number, reading: string): Promise<void> {
  await db.updateTable('segments').set({ meaning: reading }).where('id', '=', id).execute()
  await sql`
    update segment_definitions set reading = ${reading}
    where segment_id = ${id} and version = (select max(version) from segment_definitions where segment_id = ${id})
  `.execute(db)
}

/** The row and its history stay; its name is free again. */
export async function markDeleted(db: Kysely<Database>, id: number, asker: Asker): Promise<void> {
  await db
    .updateTable('segments')
    .set({ active: false, deleted_at: sql<Date>`now()`, deleted_by: asker.who })
    .where('id', '=', id)
    .execute()
}
