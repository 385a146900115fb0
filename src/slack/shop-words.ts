import { sql } from 'kysely'
import type { AskContext } from '../ask/ask.ts'

/** Words of this shop to make examples with. */
export interface ShopWords {
  /** The city where most customers live; null when none is known. */
  readonly city: string | null
}

const known = new WeakMap<AskContext, Promise<ShopWords>>()

/** Looked up once for each opening of the catalogue. */
export function shopWords(context: AskContext): Promise<ShopWords> {
  const found = known.get(context) ?? find(context)
  known.set(context, found)
  found.catch(() => known.delete(context))
  return found
}

async function find({ db }: AskContext): Promise<ShopWords> {
  const { rows } = await sql<{ city: string }>`
    select city from customers
    where city is not null and merged_into_id is null and erased_at is null
    group by city order by count(*) desc, city limit 1`.execute(db)
  return { city: rows[0]?.city ?? null }
}
