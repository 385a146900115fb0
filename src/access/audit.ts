import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

/** What somebody did. Never personal data: customers and colleagues by reference, counts and times, no content. */
export interface Deed {
  /** `Asker.who`, or the name of a job. */
  readonly actor: string
  /** What, in a word or two: `ask`, `show_contact`, `export`, `change_role`. */
  readonly action: string
  /** Whom or what it was about, by reference. */
  readonly subject?: string
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes it to the audit log, which is only ever added to. */
export async function record(db: Kysely<Database>, { actor, action, subject, details = {} }: Deed): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({ actor, action, subject: subject ?? null, details: JSON.stringify(details) })
    .execute()
}
