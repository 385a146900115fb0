import { sql } from 'kysely'
import { placeOf } from '../ledger.ts'
import { buyerKey } from './buyers.ts'
import { count, type Loading, run } from './merge.ts'

/**
 * Rows of people who asked to be forgotten are left out. Only keyed hashes of their references and addresses are known
 * (see src/customers/erasures.ts), so the run's own are hashed and compared. An address alone forgets nobody whom the
 * shop knows under a reference of their own: a number passes to others. Whom nobody knows any more, nobody refers to.
 */
export async function forget(tx: Loading['tx']): Promise<void> {
  await run(tx, sql`create temp table forgotten (system text, ref text) on commit drop`)
  await run(
    tx,
    sql`insert into forgotten select k.system, k.ref from known as k join customers as c on c.id = k.id
        where c.erased_at is not null`,
  )
  const erasures = await count(tx, sql`select count(*) from erasures`)
  if (erasures > 0) {
    await run(
      tx,
      sql`with secret as (select value #>> '{}' as key from settings where key = 'erasure_key')
          insert into forgotten
          select s.system, s.ref from customers_last as s, secret
          where exists (select from erasures as e where e.system = s.system
            and e.external_id_hash = encode(sha256(convert_to(secret.key || ':' || s.system || ':' || s.ref,
              'UTF8')), 'hex'))
          or exists (select from jsonb_to_recordset(s.contacts) as c(kind text, match_key text)
            join erasures as e on e.match_hash = encode(sha256(convert_to(secret.key || ':' || c.kind || ':'
              || c.match_key, 'UTF8')), 'hex')
            where c.kind <> 'address' and not exists (select from known as k join customers as own on own.id = k.id
              where k.system = s.system and k.ref = s.ref and own.erased_at is null))`,
    )
  }
  await forgetReferrers(tx, erasures)
  await run(tx, sql`delete from customers_last as s using forgotten as f where f.system = s.system and f.ref = s.ref`)
  await run(tx, sql`delete from known as s using forgotten as f where f.system = s.system and f.ref = s.ref`)
}

/** Who was sent by somebody forgotten came by themselves: their reference is kept nowhere. */
async function forgetReferrers(tx: Loading['tx'], erasures: number): Promise<void> {
  if (erasures === 0) return
  await run(
    tx,
    sql`with secret as (select value #>> '{}' as key from settings where key = 'erasure_key')
        update customers_last as s set referred_by = null from erasures as e, secret
        where s.referred_by is not null and e.system = s.system
          and e.external_id_hash = encode(sha256(convert_to(secret.key || ':' || s.system || ':' || s.referred_by,
            'UTF8')), 'hex')`,
  )
}

/** The staged lines about people who asked to be forgotten, so that nothing is told of what is odd in them. */
export async function forgottenPlaces(tx: Loading['tx']): Promise<ReadonlySet<string>> {
  if ((await count(tx, sql`select count(*) from forgotten`)) === 0) return new Set()
  const named = (table: string) => sql`
    select s.file, s.line from ${sql.table(table)} as s
    join forgotten as f on f.system = s.system and f.ref = s.customer_ref`
  const found = await sql<{ file: number; line: number | string }>`
    select s.file, s.line from in_customers as s join forgotten as f using (system, ref) where not s.named_only
    union ${named('in_interactions')} union ${named('in_notes')} union ${named('in_campaign_recipients')}
    union ${named('in_orders')}
    union select s.file, s.line from in_orders as s
      join buyers as b on b.system = s.system and ${buyerKey('b')} = ${buyerKey('s')}
      join forgotten as f on f.system = b.system and f.ref = b.ref
    where s.customer_ref is null
  `.execute(tx)
  return new Set(found.rows.map(({ file, line }) => placeOf({ file, line: Number(line) })))
}
