import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../src/db/schema.ts'
import { refreshSummaries } from '../../../src/db/summaries.ts'
import type { Shop } from './shop.ts'

/** What the tables need that no question asks about, by table; in the order in which rows may point at each other. */
const tables = {
  stores: {},
  staff: {},
  categories: {},
  products: {},
  customers: { system: 'test', raw: {} },
  contact_points: { source: 'test' },
  consents: { source: 'test' },
  customer_tags: {},
  customer_attributes: { kind: 'preference', source: 'test' },
  referrals: { source: 'test' },
  orders: { system: 'test', currency: 'USD' },
  order_lines: {},
  interactions: {},
  service_cases: {},
  notes: {},
  follow_ups: { created_at: '2020-01-01T00:00:00Z' },
  campaigns: {},
  campaign_recipients: {},
} as const satisfies Partial<Record<keyof Shop, object>>

/** Makes the database hold this shop and nothing else, with everything that is computed from facts up to date. */
export async function fill(db: Kysely<Database>, shop: Shop): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`truncate ${sql.join(Object.keys(tables).map((table) => sql.table(table)))}, customer_summaries, summary_state, segments, score_runs cascade`.execute(
      trx,
    )
    for (const [table, constants] of Object.entries(tables))
      await insertAll(trx, table, constants, shop[table as keyof typeof tables])
    await fillSaved(trx, shop)
    await fillScience(trx, shop)
    await refreshSummaries(trx)
  })
}

/** Lists are kept in the database; rules come with the catalogue. */
async function fillSaved(db: Kysely<Database>, { saved = [] }: Shop): Promise<void> {
  const segments = saved.map(({ id, name, kind }) => ({
    id,
    name,
    label: name,
    meaning: name,
    kind: kind === 'rule' ? 'rule' : 'manual',
  }))
  const members = saved.flatMap((one) =>
    one.kind === 'fixed' ? one.members.map((member) => ({ segment_id: one.id, ...member })) : [],
  )
  await insertAll(db, 'segments', { active: true, created_at: '2020-01-01T00:00:00Z' }, segments)
  await insertAll(
    db,
    'segment_memberships',
    {},
    members.map((member, index) => ({ id: index + 1, ...member })),
  )
}

/** Two scoring runs, and the histories of segments that the catalogue knows. */
async function fillScience(db: Kysely<Database>, { scores, histories, stays, today }: Shop): Promise<void> {
  const runs = [1, 2].map((id) => ({ id, as_of: today }))
  const done = { model: 'test', parameters: {}, diagnostics: {}, started_at: `${today}T00:00:00Z` }
  await insertAll(db, 'score_runs', { ...done, finished_at: `${today}T00:00:00Z`, has_scores: true }, runs)
  await insertAll(db, 'customer_scores', {}, scores)
  const segments = histories.map(({ segment_id, segment }) => ({ id: segment_id, name: segment }))
  const own = { label: 'test', meaning: 'test', kind: 'built_in', active: true, created_at: '2020-01-01T00:00:00Z' }
  await insertAll(db, 'segments', own, segments)
  const known = histories.map(({ segment: _, from_day, ...rest }) => ({ ...rest, from_day, daily_from: from_day }))
  await insertAll(db, 'segment_histories', { step: 'day', meaning: 'test' }, known)
  await insertAll(db, 'segment_memberships', {}, stays)
}

async function insertAll(
  db: Kysely<Database>,
  table: string,
  constants: object,
  rows: readonly object[],
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = sql.join(Object.keys({ ...first, ...constants }).map((column) => sql.ref(column)))
  const json = JSON.stringify(rows.map((row) => ({ ...row, ...constants })))
  await sql`
    insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${json}::jsonb)
  `.execute(db)
}
