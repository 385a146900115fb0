import { sql } from 'kysely'
import { dealtWith, reopened } from './corrections.ts'
import { count, type Loading, makeTable, merge, nextId, run, type Tally } from './merge.ts'
import { combineMerged } from './merged.ts'
import { repeats, withDuplicates } from './shop.ts'

/**
 * Interactions have no reference of their own: the same customer, time, channel, kind and words are the same
 * interaction. One of kind service_case is a service case as well; a file can resolve a case but never reopens one, and
 * leaves what a colleague wrote on it.
 */
export async function loadInteractions(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'interactions_last',
    sql`select distinct on (k.id, s.at, s.channel, s.direction, s.kind, s.summary)
          s.*, k.id as customer_id, k.own_id, staff.id as staff_id, o.id as order_id
        from in_interactions as s
        join known as k on k.system = s.system and k.ref = s.customer_ref
        left join staff on staff.email = s.staff_email
        left join orders as o on o.system = s.system and o.ref = s.order_ref
        order by k.id, s.at, s.channel, s.direction, s.kind, s.summary, s.file desc, s.line desc`,
  )
  await makeTable(
    tx,
    'interactions_in',
    sql`select coalesce(t.id, ${nextId('interactions')}) as id, t.id is null as is_new, s.customer_id, s.own_id, s.at,
        s.at::date as on_day, s.channel, s.direction,
          s.kind, s.staff_id, s.summary, s.order_id, s.order_ref, s.status, s.raw
        from (select * from interactions_last order by file, line) as s
        left join lateral (
          select i.id from interactions as i
          where i.customer_id = s.customer_id and i.on_day = s.at::date and i.at = s.at and i.channel = s.channel
            and i.direction = s.direction
          and i.kind = s.kind and i.summary is not distinct from s.summary
          order by i.id limit 1
        ) as t on true`,
  )
  const columns = [
    'customer_id',
    'at',
    'on_day',
    'channel',
    'direction',
    'kind',
    'staff_id',
    'summary',
    'order_id',
    'order_ref',
  ]
  const tally = await merge(loading, 'interactions', 'interactions_in', columns)
  const cases = await loadCases(loading)
  const duplicates = await repeats(loading, 'in_interactions', 'interactions_in')
  return {
    new: tally.new,
    changed: tally.changed + cases,
    unchanged: tally.unchanged - cases,
    duplicates: duplicates - (await strangers(loading, 'in_interactions')),
  }
}

async function loadCases(loading: Loading): Promise<number> {
  const { tx } = loading
  await makeTable(
    tx,
    'cases_in',
    sql`select coalesce(t.id, ${nextId('service_cases')}) as id, t.id is null as is_new, i.customer_id, i.own_id,
        i.id as interaction_id, i.at as opened_at, i.on_day as opened_day,
          case when t.id is null then coalesce(i.status, 'open') when i.status = 'resolved' and not ${reopened}
            then 'resolved' end as status,
          case when not ${dealtWith} then i.staff_id end as staff_id,
          case when not ${dealtWith} then i.summary end as summary, i.order_id
        from (select * from interactions_in where kind = 'service_case' order by id) as i
        left join service_cases as t on t.interaction_id = i.id`,
  )
  const columns = [
    'customer_id',
    'interaction_id',
    'opened_at',
    'opened_day',
    'status',
    'staff_id',
    'summary',
    'order_id',
  ]
  const tally = await merge(loading, 'service_cases', 'cases_in', columns)
  const { batch } = loading
  return tally.changed === 0
    ? 0
    : count(
        tx,
        sql`select count(*) from cases_in as c
            where exists (select from import_changes as k where k.batch_id = ${batch}
              and k.table_name = 'service_cases' and k.row_key = jsonb_build_object('id', c.id)
              and k.before is not null)
            and not exists (select from import_changes as k where k.batch_id = ${batch}
              and k.table_name = 'interactions' and k.row_key = jsonb_build_object('id', c.interaction_id)
              and k.before is not null)`,
      )
}

/**
 * Notes are known by customer, author and time. One that is there already is left as it is, because a colleague may have
 * edited it since; `follow_up_on` makes a follow-up for its author.
 */
export async function loadNotes(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'notes_in',
    sql`select coalesce(t.id, ${nextId('notes')}) as id, t.id is null as is_new, s.customer_id, s.own_id, s.at as written_at,
        s.at::date as written_day, s.author_id, s.body, s.follow_up_on, s.raw
        from (
          select s.*, row_number() over (partition by s.customer_id, s.at, s.author_id
            order by s.file, s.line) as place from (
            select distinct on (k.id, s.at, staff.id, s.body) s.*, k.id as customer_id, k.own_id, staff.id as author_id
            from in_notes as s
            join known as k on k.system = s.system and k.ref = s.customer_ref
            left join staff on staff.email = s.author_email
            order by k.id, s.at, staff.id, s.body, s.file desc, s.line desc
          ) as s
          order by s.file, s.line
        ) as s
        left join (
          select id, customer_id, written_at, author_id, row_number() over (partition by customer_id, written_at,
            author_id order by id) as place
          from notes where customer_id in (select id from known)
        ) as t on t.customer_id = s.customer_id and t.written_at = s.at and t.author_id is not distinct
          from s.author_id and t.place = s.place`,
  )
  await makeTable(tx, 'notes_new', sql`select * from notes_in where is_new order by id`)
  const tally = await merge(loading, 'notes', 'notes_new', [
    'customer_id',
    'written_at',
    'written_day',
    'author_id',
    'body',
  ])
  await makeTable(
    tx,
    'follow_ups_in',
    sql`select ${nextId('follow_ups')} as id, true as is_new, customer_id, own_id, id as note_id, follow_up_on as due_on,
        author_id as assigned_to, body as reason, written_at as created_at, author_id as created_by
        from notes_new where follow_up_on is not null order by id`,
  )
  await merge(loading, 'follow_ups', 'follow_ups_in', [
    'customer_id',
    'note_id',
    'due_on',
    'assigned_to',
    'reason',
    'created_at',
    'created_by',
  ])
  const duplicates = (await repeats(loading, 'in_notes', 'notes_in')) - (await strangers(loading, 'in_notes'))
  const known = await count(tx, sql`select count(*) from notes_in where not is_new`)
  return { new: tally.new, changed: 0, unchanged: known, duplicates }
}

export async function loadCampaigns(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'campaigns_in',
    sql`select coalesce(t.id, ${nextId('campaigns')}) as id, t.id is null as is_new, s.ref, s.name, s.channel,
        s.started_on, s.ended_on
        from (select distinct on (ref) * from in_campaigns order by ref, file desc, line desc) as s
        left join campaigns as t on t.ref = s.ref
        order by s.file, s.line`,
  )
  const tally = await merge(loading, 'campaigns', 'campaigns_in', ['ref', 'name', 'channel', 'started_on', 'ended_on'])
  return withDuplicates(tally, await repeats(loading, 'in_campaigns', 'campaigns_in'))
}

/** A campaign that only its recipients name is made with its reference alone, as an e-mail campaign. */
export async function loadNamedCampaigns(loading: Loading): Promise<Tally> {
  const { tx } = loading
  await makeTable(
    tx,
    'named_campaigns',
    sql`select ${nextId('campaigns')} as id, true as is_new, ref, ref as name, 'email' as channel
        from (select distinct campaign_ref as ref from in_campaign_recipients order by ref) as s
        where not exists (select from campaigns where campaigns.ref = s.ref)`,
  )
  return merge(loading, 'campaigns', 'named_campaigns', ['ref', 'name', 'channel'])
}

const MOMENTS = [
  'sent_at',
  'opened_at',
  'clicked_at',
  'responded_at',
  'sent_day',
  'opened_day',
  'clicked_day',
  'responded_day',
  'holdout',
] as const

/** Recipients are known by campaign and customer; what happened since is filled in. */
export async function loadRecipients(loading: Loading): Promise<Tally> {
  const { tx, batch } = loading
  await makeTable(
    tx,
    'recipients_in',
    sql`select distinct on (c.id, k.id) c.id as campaign_id, k.id as customer_id, s.sent_at, s.opened_at,
        s.clicked_at, s.responded_at,
          s.sent_at::date as sent_day, s.opened_at::date as opened_day, s.clicked_at::date as clicked_day,
            s.responded_at::date as responded_day, s.holdout, s.raw
        from in_campaign_recipients as s
        join known as k on k.system = s.system and k.ref = s.customer_ref
        join campaigns as c on c.ref = s.campaign_ref
        order by c.id, k.id, s.file desc, s.line desc`,
  )
  await combineMerged(tx)
  const differs = sql.join(
    MOMENTS.map(
      (name) => sql`(i.${sql.ref(name)} is not null and t.${sql.ref(name)} is distinct from i.${sql.ref(name)})`,
    ),
    sql` or `,
  )
  await run(
    tx,
    sql`insert into import_changes (batch_id, table_name, row_key, before)
        select ${batch}::bigint, 'campaign_recipients', jsonb_build_object('campaign_id', t.campaign_id,
          'customer_id', t.customer_id), to_jsonb(t)
        from campaign_recipients as t join recipients_in as i using (campaign_id, customer_id)
          where ${differs} order by 3`,
  )
  const assignments = sql.join(
    MOMENTS.map((name) => sql`${sql.ref(name)} = coalesce(i.${sql.ref(name)}, t.${sql.ref(name)})`),
  )
  const changed = await run(
    tx,
    sql`update campaign_recipients as t set ${assignments} from recipients_in as i
        where i.campaign_id = t.campaign_id and i.customer_id = t.customer_id and (${differs})`,
  )
  const made = await run(
    tx,
    sql`with made as (
          insert into campaign_recipients (campaign_id, customer_id,
            ${sql.join(MOMENTS.map((name) => sql.ref(name)))})
          select campaign_id, customer_id,
            ${sql.join(MOMENTS.map((name) => (name === 'holdout' ? sql`coalesce(holdout, false)` : sql.ref(name))))}
          from recipients_in order by campaign_id, customer_id
          on conflict do nothing returning campaign_id, customer_id
        )
        insert into import_changes (batch_id, table_name, row_key)
        select ${batch}::bigint, 'campaign_recipients', jsonb_build_object('campaign_id', campaign_id, 'customer_id',
          customer_id) from made order by campaign_id, customer_id`,
  )
  const total = await count(tx, sql`select count(*) from recipients_in`)
  const duplicates =
    (await repeats(loading, 'in_campaign_recipients', 'recipients_in')) -
    (await strangers(loading, 'in_campaign_recipients'))
  return { new: made, changed, unchanged: total - made - changed, duplicates }
}

/** Rows about people who are not known because they asked to be forgotten. */
async function strangers({ tx }: Loading, staged: string): Promise<number> {
  return count(
    tx,
    sql`select count(*) from ${sql.table(staged)} as s where not exists (select from known as k
        where k.system = s.system and k.ref = s.customer_ref)`,
  )
}
