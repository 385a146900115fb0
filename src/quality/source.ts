import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { fields } from '../catalog/fields.ts'
import type { Database, Day } from '../db/schema.ts'
import { summariesHoldOn } from '../db/summaries.ts'
import { type Kind, sets } from './kinds.ts'

/** The customers of a day with their summaries, as `c` and `s`, with the condition under which one exists. */
export interface Source {
  readonly from: RawBuilder<unknown>
  readonly visible: RawBuilder<unknown>
  readonly today: Day
}

/** Summaries as of `today`: the kept ones where no fact is later, else worked out for that day. */
export async function sourceOn(db: Kysely<Database>, today: Day): Promise<Source> {
  const held = await summariesHoldOn(db, today)
  const summaries = held ? sql`customer_summaries` : sql`customer_summaries_at(${today}::date)`
  return {
    from: sql`customers c join ${summaries} s on s.customer_id = c.id`,
    visible: sql`c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today}::date)`,
    today,
  }
}

/** The sets that these kinds look at, joined. */
export function joined(wanted: readonly Kind[], today: Day): RawBuilder<unknown> {
  const names = [...new Set(wanted.flatMap((kind) => kind.sets))]
  return sql.join(
    names.map(
      (name) => sql`left join (${on(sets[name], today)}) as ${sql.ref(name)} on ${sql.ref(name)}.customer_id = c.id`,
    ),
    sql` `,
  )
}

/** Looks at every customer at once: sorts and joins belong in memory, and nobody waits for it as for an answer. */
export function thoroughly<T>(db: Kysely<Database>, work: (trx: Kysely<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`.execute(trx)
    return work(trx)
  })
}

/** SQL with the day in place of `:today`. */
export function on(text: string, today: Day): RawBuilder<unknown> {
  const [first = '', ...rest] = text.split(':today')
  return rest.reduce((built, part) => sql`${built}${today}::date${sql.raw(part)}`, sql`${sql.raw(first)}`)
}

/** Those of the asker's scope. */
export function within({ scope }: Pick<Asker, 'scope'>): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'all':
      return sql`true`
    case 'store':
      return sql`c.store_id = ${scope.id}`
    case 'owner':
      return sql`c.owner_id = ${scope.id}`
    default:
      return scope satisfies never
  }
}

/** The catalogue's own measure of one customer's data, 0–1. */
export function completeness(): { readonly sql: string; readonly meaning: string } {
  const field = fields.find(({ name }) => name === 'customer.completeness')
  if (!field) throw new Error('The catalogue has no field customer.completeness.')
  return field
}
