import { sql, type Transaction } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Merged } from './merge.ts'

const kindOf = { email: 'email', sms: 'phone', phone: 'phone', post: 'address' } as const
type Channel = keyof typeof kindOf

interface Said {
  readonly channel: Channel
  readonly state: 'yes' | 'no'
  readonly captured_at: Date | null
  readonly source: string
}

/**
 * Adds to the record that stays what the two together agreed to, and gives the numbers of the rows.
 *
 * A no under either record is a no. A yes that only the record which goes has on record holds where it was given for the
 * address that stays the first one: the same one, or one where the other record had none. A yes for another address says
 * nothing about this one. Each row names where it came from, and is as late as the later of both statements, so that
 * a file which says yes once more does not undo the no.
 */
export async function carryConsents(
  trx: Transaction<Database>,
  stays: Merged,
  goes: Merged,
  who: string,
): Promise<readonly number[]> {
  const [own, other] = [await saidBy(trx, stays.id), await saidBy(trx, goes.id)]
  const ids: number[] = []
  for (const said of other) {
    const before = own.find(({ channel }) => channel === said.channel)
    if (before?.state === said.state || before?.state === 'no') continue
    if (said.state === 'yes' && !(await isForTheFirst(trx, said.channel, stays.id, goes.id))) continue
    const row = await trx
      .insertInto('consents')
      .values({
        customer_id: stays.id,
        channel: said.channel,
        state: said.state,
        captured_at: later(said.captured_at, before?.captured_at ?? null),
        source: `merged with ${goes.ref}: ${said.source}`,
        recorded_by: who,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.push(row.id)
  }
  return ids
}

async function saidBy(trx: Transaction<Database>, customerId: number): Promise<readonly Said[]> {
  const { rows } = await sql<Said>`
    select distinct on (channel) channel, state, captured_at, source from consents
    where customer_id = ${customerId} order by channel, id desc
  `.execute(trx)
  return rows
}

/** Whether what the record that goes is reached by is what the other will be reached by. */
async function isForTheFirst(
  trx: Transaction<Database>,
  channel: Channel,
  stays: number,
  goes: number,
): Promise<boolean> {
  const kind = kindOf[channel]
  const { rows } = await sql<{ holds: boolean }>`
    select coalesce((
      select exists (select from contact_points as o where o.customer_id = ${goes} and o.kind = ${kind} and o.valid
        and (o.match_key = p.match_key or coalesce(o.normalized, o.raw) = coalesce(p.normalized, p.raw)))
      from contact_points as p where p.customer_id = ${stays} and p.kind = ${kind} and p.valid
      order by p.is_primary desc, p.id limit 1
    ), true) as holds
  `.execute(trx)
  return rows[0]?.holds ?? false
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
