import { type RawBuilder, sql } from 'kysely'
import { type Loading, makeTable, run } from './merge.ts'

/**
 * What colleagues corrected on the records that the run touches, laid out for the loads. A correction outlasts every file
 * until it is taken back: the file is the older knowledge, and nobody types the same thing in twice.
 *
 * - `corrected`: the customers and the fields of theirs that no file changes
 * - `removed_contacts`: addresses and numbers that somebody took off
 * - `decided_tags`: tags that somebody put on or took off
 */
export async function layOutCorrections({ tx }: Loading): Promise<void> {
  await makeTable(
    tx,
    'corrections',
    sql`select k.*, coalesce(c.merged_into_id, c.id) as target_id
        from customer_changes as k join customers as c on c.id = k.customer_id
        where k.undone_at is null
        and coalesce(c.merged_into_id, c.id) in (select id from customers_in where not is_new)`,
  )
  await makeTable(
    tx,
    'corrected',
    sql`select customer_id, array_agg(distinct ${correctedField}) as fields from corrections group by customer_id`,
  )
  await makeTable(tx, 'removed_contacts', removedContacts)
  await makeTable(
    tx,
    'decided_tags',
    sql`select distinct on (target_id, key) target_id as customer_id, key as tag, after = 'true'::jsonb as is_on
        from corrections where field = 'tag' order by target_id, key, id desc`,
  )
  await run(tx, sql`create index on corrected (customer_id)`)
}

/** A further address leaves the city as the file has it. */
const correctedField = sql`case when field = 'address' and before -> 'place' is distinct from after -> 'place'
  then 'place' else field end`

/** Of a record that was merged away too: its own file leads to the one that stayed. */
const removedContacts = sql`
  select distinct k.target_id as customer_id, k.field as kind, coalesce(was ->> 'normalized', was ->> 'raw') as value
  from corrections as k cross join lateral jsonb_array_elements(k.before -> 'points') as was
  where k.field in ('email', 'phone', 'address')
  and not exists (select from jsonb_array_elements(k.after -> 'points') as now
    where coalesce(now ->> 'normalized', now ->> 'raw') = coalesce(was ->> 'normalized', was ->> 'raw'))`

/** The columns of `customers` that each field stands for. */
export const correctedColumns: Readonly<Record<string, string>> = {
  given_name: 'names',
  family_name: 'names',
  display_name: 'names',
  search_name: 'names',
  nickname: 'nickname',
  birth_month: 'birthday',
  birth_day: 'birthday',
  birth_year: 'birthday',
  city: 'place',
  region: 'place',
  postal_code: 'place',
  country: 'place',
  owner_id: 'owner',
  store_id: 'store',
}

/** A column's value from the file; null, which changes nothing, where a colleague corrected it. `k` is `corrected`. */
export function unlessCorrected(column: string, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const field = correctedColumns[column]
  return field === undefined ? value : sql`case when ${field}::text = any (k.fields) then null else ${value} end`
}

/** Whether somebody here has chosen which contact point of the kind comes first. */
export const choseFirst = (
  customer: RawBuilder<unknown>,
  kind: RawBuilder<unknown>,
): RawBuilder<boolean> => sql`exists (
  select from corrections as chose where chose.customer_id = ${customer} and chose.field = ${kind}
  and jsonb_path_query_first(chose.before, '$.points[*] ? (@.first == true).id')
    is distinct from jsonb_path_query_first(chose.after, '$.points[*] ? (@.first == true).id'))`

/**
 * Whether the file only repeats its no: it said so before a colleague recorded the yes, and dates it no later. A no that is
 * news, or that has a later date, always counts.
 */
export const repeatedNo = sql<boolean>`(i.state = 'no' and n.state = 'yes' and n.recorded_by is not null
  and i.captured_at is null and coalesce((
    select said.state from consents as said where said.customer_id = n.customer_id and said.channel = n.channel
    and said.recorded_by is null and said.id < n.id order by said.id desc limit 1) = 'no', false))`

/** Whether a colleague has corrected what the file says of this attribute, and the file has nothing new to say. */
export const correctedAttribute = sql<boolean>`exists (
  select from corrections as k join customer_attributes as mine on mine.id = (k.after ->> 'id')::bigint
  where k.customer_id = g.customer_id and k.field = 'attribute' and k.key = g.key and mine.value = a.value
  and exists (select from customer_attributes as said where said.customer_id = g.customer_id and said.key = g.key
    and said.value = g.value and said.id < mine.id))`

/** Whether a colleague dealt with the case here; `reopened` where it is open again because of them. */
export const dealtWith = sql<boolean>`exists (select from corrections as k where k.customer_id = i.customer_id
  and k.field = 'case' and k.key = t.id::text)`
export const reopened = sql<boolean>`exists (select from corrections as k where k.customer_id = i.customer_id
  and k.field = 'case' and k.key = t.id::text
  and k.before ->> 'status' = 'resolved' and k.after ->> 'status' = 'open')`
