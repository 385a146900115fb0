import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../db/schema.ts'
import type { LimitName, ModelServer, Way } from './server.ts'

/** How a server wants to be asked. */
export interface Manners {
  readonly way: Way
  readonly limitName: LimitName
}

const nameOf = ({ address, model }: ModelServer): string => `${address} ${model}`

/** What was found out about the server, or what to begin with: OpenAI's own name for the limit, elsewhere the older one. */
export async function knownManners(db: Kysely<Database>, server: ModelServer): Promise<Manners> {
  const row = await db
    .selectFrom('model_servers')
    .select(['way', 'limit_name'])
    .where('server', '=', nameOf(server))
    .executeTakeFirst()
  if (row) return { way: row.way, limitName: row.limit_name }
  const isOpenai = new URL(server.address).hostname.endsWith('.openai.com')
  return { way: 'schema', limitName: isOpenai ? 'max_completion_tokens' : 'max_tokens' }
}

/** Keeps what worked, so that no question has to find it out again. */
export async function keepManners(
  db: Kysely<Database>,
  server: ModelServer,
  { way, limitName }: Manners,
): Promise<void> {
  const values = { way, limit_name: limitName }
  await db
    .insertInto('model_servers')
    .values({ server: nameOf(server), ...values })
    .onConflict((conflict) => conflict.column('server').doUpdateSet({ ...values, learned_at: sql`now()` }))
    .execute()
}

const ladder: readonly Way[] = ['schema', 'tool', 'object']

/** The next way to try; null after the last. */
export const nextWay = (way: Way): Way | null => ladder[ladder.indexOf(way) + 1] ?? null
