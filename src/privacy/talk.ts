import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/schema.ts'
import { type Mentions, withoutIn } from './mentions.ts'
import { matching } from './words.ts'

/** What people asked and were told: where it names the person the whole of it goes, not only the name. */
const talk = [
  { table: 'conversations', columns: ['thread', 'plan', 'state', 'last_question'] },
  { table: 'answers', columns: ['question', 'plan', 'state'] },
  { table: 'saved_readings', columns: ['question', 'plan'] },
  { table: 'note_drafts', columns: ['body'] },
  { table: 'schedules', columns: ['question', 'reading', 'plan'] },
] as const

/**
 * Removes questions, conversations, readings, drafts and scheduled answers that name the person, and has the messages of
 * such answers taken away. Returns how many there were.
 */
export async function forgetTalk(trx: Kysely<Database>, { patterns, without }: Mentions): Promise<number> {
  let removed = 0
  for (const { table, columns } of talk) {
    const key = table === 'conversations' ? 'thread' : 'id'
    const { rows } = await sql<Readonly<Record<string, unknown>>>`
      select ${sql.ref(key)}, ${sql.join(columns.map((column) => sql.ref(column)))}
      from ${sql.table(table)} where ${matching(columns, patterns)}
    `.execute(trx)
    const naming = rows.filter((row) => columns.some((column) => withoutIn(row[column], without) !== null))
    if (naming.length === 0) continue
    const keys = naming.map((row) => String(row[key]))
    if (table === 'answers') await clearLater(trx, keys)
    const gone = await sql`delete from ${sql.table(table)} where ${sql.ref(key)}::text = any (${keys}::text[])`.execute(
      trx,
    )
    removed += Number(gone.numAffectedRows ?? 0)
  }
  return removed
}

/** The bot takes them away, as soon as it runs. */
async function clearLater(trx: Kysely<Database>, answers: readonly string[]): Promise<void> {
  await sql`
    insert into messages_to_clear (channel, message_ts)
    select channel, message_ts from answers
    where id::text = any (${[...answers]}::text[]) and message_ts is not null and deleted_at is null
      and not coalesce((state ->> 'ephemeral')::boolean, false)
    order by id
  `.execute(trx)
}
