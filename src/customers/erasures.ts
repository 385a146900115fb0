import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'

/**
 * The secret of this shop's erasures, made the first time it is asked for.
 *
 * Somebody who asked to be forgotten is remembered by hashes alone, so that an import can leave them out. Without a
 * secret, a list of guessed e-mail addresses would tell who they are.
 */
export async function erasureKey(db: Kysely<Database>): Promise<string> {
  await sql`
    insert into settings (key, value, changed_by) values ('erasure_key',
      ${JSON.stringify(randomBytes(32).toString('hex'))}::jsonb, 'erasure')
    on conflict (key) do nothing
  `.execute(db)
  const found = await sql<{
    key: string
  }>`select value #>> '{}' as key from settings where key = 'erasure_key'`.execute(db)
  return found.rows[0]?.key ?? ''
}

/** The hash of a customer's reference in one system: erasures.external_id_hash. */
export function referenceHash(key: string, system: string, externalId: string): string {
  return sha256(`${key}:${system}:${externalId}`)
}

/** The hash of a contact point's match key: erasures.match_hash. */
export function contactHash(key: string, kind: 'email' | 'phone', matchKey: string): string {
  return sha256(`${key}:${kind}:${matchKey}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
