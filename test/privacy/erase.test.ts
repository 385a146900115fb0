import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { importFiles } from '../../src/imports/imports.ts'
import { undoLastImport } from '../../src/imports/undo.ts'
import { forgetLeftovers } from '../../src/privacy/belongings.ts'
import { erase, erasureScope } from '../../src/privacy/erase.ts'
import { exportPerson } from '../../src/privacy/export.ts'
import { readable } from '../../src/privacy/readable.ts'
import { csv, importShop } from '../imports/import-support.ts'
import { associate } from '../support/askers.ts'

const shop = await importShop({ timeZone: 'America/Chicago' })
const { db } = shop.context
afterAll(() => shop[Symbol.asyncDispose]())

/**
 * José asked to be forgotten. Rosa lives with him and shares the telephone, another José Núñez is somebody else, Ben was
 * sent by him, and C0099 turned out to be José too.
 */
const customers = (kit = 'knives') => ({
  'customers.csv': csv(
    'customer_ref,given_name,family_name,email,phone,address1,city,postal_code,birthday,created_at,email_consent,referred_by,tags,attr:interest,Locker',
    `C0042,José,Núñez,jose.nunez@example.com,(312) 555-0142,"4 Elm St, Apt 9",Chicago,60601,1977-04-21,2023-01-02T08:13:39-06:00,yes,,garden club,${kit},Locker 7 of José Núñez`,
    'C0043,Rosa,Núñez,rosa@example.com,312-555-0142,,Chicago,60601,,2023-01-03T08:13:39-06:00,yes,,,,',
    'C0044,José,Nuñez,other.jose@example.com,,,Evanston,60201,,2023-01-04T08:13:39-06:00,no,,,,',
    'C0045,Ben,Ott,ben@example.com,,,Chicago,60601,,2023-02-02T08:13:39-06:00,no,C0042,,,',
    'C0099,J.,Núñez,jn@example.net,,,Chicago,60601,,2023-01-05T08:13:39-06:00,,,,,',
  ),
})
const orders = {
  'orders.csv': csv(
    'order_ref,ordered_at,customer_ref,store,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity,Ship To',
    'O1,2023-05-01T10:00:00-05:00,C0042,Chicago,store,completed,USD,KE-1,2,40.00,8.00,0,José Núñez',
    'O2,2023-05-02T10:00:00-05:00,C0099,Chicago,store,completed,USD,SE-1,3,5.50,0,0,J. Núñez',
    'O3,2023-05-02T10:00:00-05:00,C0043,Chicago,store,completed,USD,KE-1,1,40.00,0,0,gift for JOSE  NUNEZ',
    'O4,2023-05-03T10:00:00-05:00,C0045,Evanston,store,completed,USD,KE-1,1,40.00,0,0,',
  ),
}
const facts = {
  'staff.csv': csv('staff_email,name,slack_user_id,role,store', 'tom@shop.example,Tom Lind,,associate,'),
  'interactions.csv': csv(
    'customer_ref,at,channel,direction,kind,staff_email,summary,order_ref,status,Till',
    'C0042,2023-05-15T09:00:00-05:00,phone,outbound,service_case,tom@shop.example,José called,O1,open,José’s till',
    'C0045,2023-05-16T09:00:00-05:00,phone,outbound,call,tom@shop.example,"Came with his friend Nunez, Jose (312.555.0142)",,,',
  ),
  'notes.csv': csv(
    'customer_ref,at,author_email,body,follow_up_on',
    'C0042,2023-05-16T09:00:00-05:00,tom@shop.example,José wants a teapot,2023-06-01',
    'C0044,2023-05-16T09:00:00-05:00,tom@shop.example,This José Nuñez is a neighbour,',
    'C0045,2023-05-17T09:00:00-05:00,tom@shop.example,"Knows José Núñez, jose.nunez@EXAMPLE.com",',
  ),
  'campaigns.csv': csv('campaign_ref,name,channel,started_on,ended_on', 'CMP-1,Spring,email,2023-03-01,2023-04-01'),
  'campaign_recipients.csv': csv(
    'campaign_ref,customer_ref,sent_at,opened_at,clicked_at,responded_at,holdout',
    'CMP-1,C0042,2023-03-01T17:00:00-06:00,,,,no',
  ),
}

/** None of these may be left anywhere. */
const his = [
  ...['jose.nunez@example.com', 'jn@example.net', 'c0042', 'c0099', '4 elm st', 'garden club', 'knives', 'teapot'],
  ...['555-0142', '555.0142', 'jose nunez', 'nunez, jose', 'j. nunez', 'jose called', 'locker 7'],
]
/** What others have in common with him, or wrote of another of the name, stays. */
const others = new Set([
  ...['customers.display_name:C0044', 'customers.search_name:C0044', 'notes.body:C0044'],
  ...['contact_points.raw:C0043', 'contact_points.normalized:C0043'],
])

const idOf = async (ref: string): Promise<number> => {
  const [row] = await shop.rows<{ id: number }>(`select id from customers where ref = '${ref}'`)
  if (!row) throw new Error(`There is no ${ref}.`)
  return row.id
}

const importAll = async (...files: readonly Readonly<Record<string, string>>[]) =>
  importFiles(shop.context, await shop.write(Object.assign({}, ...files)))

/** Every total a shop looks at: by day, store and product, and altogether. */
const sums = () =>
  shop.rows(`select o.ordered_day, o.store_id, l.product_id, count(distinct o.id) as orders, sum(l.net) as net, sum(l.units) as units
    from orders o join order_lines l on l.order_id = o.id where o.counts
    group by grouping sets ((o.ordered_day), (o.store_id), (l.product_id), ()) order by 1, 2, 3`)

/** Every place in the database where one of the words stands: table.column, and whose row it is. */
async function places(words: readonly string[]): Promise<readonly string[]> {
  const columns = await shop.rows<{ t: string; c: string }>(`
    select c.relname as t, a.attname as c from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)`)
  expect(columns.length).toBeGreaterThan(150)
  const found: string[] = []
  for (const { t, c } of columns) {
    const { rows } = await sql<{ value: string; row: Record<string, unknown> }>`
      select plain_text(${sql.ref(c)}::text) as value, to_jsonb(${sql.table(t)}) as row from ${sql.table(t)}
      where plain_text(${sql.ref(c)}::text) like any (${words.map((word) => `%${word}%`)}::text[])
    `.execute(db)
    for (const { row } of rows) {
      const customer = t === 'customers' ? row.id : row.customer_id
      const [whose] = await shop.rows<{ ref: string }>(`select ref from customers where id = ${Number(customer ?? 0)}`)
      found.push(`${t}.${c}:${whose?.ref ?? '-'}`)
    }
  }
  return [...new Set(found)].sort()
}

/** What colleagues, Slack, digests and questions left of him, in tables that no import writes to. */
async function livedIn(): Promise<void> {
  const [jose, ben, merged] = [await idOf('C0042'), await idOf('C0045'), await idOf('C0099')]
  const statements = `
    update customers set merged_into_id = ${jose} where id = ${merged};
    insert into merge_events (winner_id, loser_id, snapshot, merged_by) values (${jose}, ${merged}, '{"name": "J. Núñez"}', 'tom');
    update customers set nickname = 'Pepe' where id = ${jose};
    update referrals set evidence = 'José Núñez said so' where referrer_id = ${jose};
    insert into conversations (thread, plan, state, last_question) values
      ('t1', '{"kind":"customer","customer":"C0042"}', '{}', 'who is he'), ('t2', null, '{}', 'tell me about Jose Nunez'), ('t3', null, '{}', 'top customers');
    insert into answers (event_id, thread, channel, asked_by, message_ts, question, state) values
      ('e1', 't2', 'C1', 'U1', '1.3', 'tell me about josé núñez', '{}'), ('e2', 't3', 'C1', 'U1', '1.4', 'top customers', '{"nextSteps":[{"label":"about +1 312 555 0142"}]}');
    insert into saved_readings (question, plan, verdict, said_by) values ('what did jose nunez buy', '{}', 'right', 'tom');
    insert into note_drafts (body, written_by) values ('Jose Nunez asked for a teapot', 'U1');
    insert into event_deduplication (event_id, body) values ('ev', '{"text":"/customer José \\u004eúñez"}');
    insert into schedules (owner_user, question, reading, plan, recurrence, next_at, created_at, changed_at)
      values ('U1', 'orders of C0042', 'Orders of José Núñez', '{}', '{}', now(), now(), now());
    insert into segments (name, label, meaning) values ('friends', 'Friends of José Núñez', 'Sent by José  Núñez');
    insert into segment_definitions (segment_id, version, definition, changed_by, reading)
      select id, 1, '{"where":[{"value":"C0042"}]}', 'tom', 'Sent by José Núñez' from segments where name = 'friends';
    insert into segment_memberships (segment_id, customer_id, valid_from) select id, ${jose}, '2024-01-01' from segments where name = 'friends';
    insert into digest_runs (day, recipient, due_at, claimed_until, posted_channel, message_ts) values ('2026-11-16', 'staff:1', now(), now(), 'D1', '1.2');
    insert into digest_items (run_id, day, customer_id, rank, reasons, opening) select id, day, ${jose}, 1, '[{"sentence":"José called"}]', 'Hello José' from digest_runs;
    insert into digest_items (run_id, day, customer_id, rank, reasons) select id, day, ${ben}, 2, '[{"sentence":"Came via José Núñez (C0042)"}]' from digest_runs;
    insert into outcomes (item_id, customer_id, kind, on_day) select id, customer_id, 'reached', day from digest_items;
    insert into audit_log (actor, action, subject, details) values
      ('tom', 'show_contact', 'C0042', '{}'), ('tom', 'merge', 'C0099 into C0042', '{"ref":"C0042"}'), ('tom', 'show_contact', 'C0045', '{}');
    insert into import_issues (batch_id, file, line, severity, reason, value)
      select max(id), 'customers.csv', 2, 'doubtful', 'odd', 'jose.nunez@example.com is odd' from import_batches;
    insert into score_runs (as_of, model, finished_at) values ('2026-11-16', 'test', now());
    insert into customer_scores (run_id, customer_id, chance_active, expected_orders_90d, expected_orders_low, expected_orders_high)
      select id, ${jose}, 0.5, 1, 0, 2 from score_runs;
  `
  for (const statement of statements.split(/;\s*\n/).filter((each) => each.trim() !== '')) await shop.rows(statement)
  await mkdir(join(shop.folder, 'home/refused'), { recursive: true })
  await writeFile(
    join(shop.folder, 'home/refused/customers.refused.csv'),
    'line,column,reason,name\n2,email,odd,"Núñez\n, José",jose.nunez@example.com\n3,email,odd,"Kim ""K"" Lee"\n',
  )
  await refreshSummaries(db)
}

beforeAll(async () => {
  await importAll(customers(), orders, facts)
  await importAll(customers('pans'))
  await livedIn()
})

test('whoever may not manage erases and exports nobody, and a slip of the keyboard erases nobody', async () => {
  const id = await idOf('C0042')
  await expect(erase(id, 'C0042', associate, shop.context)).rejects.toThrow('Only managers')
  await expect(exportPerson(id, associate, shop.context)).rejects.toThrow('Only managers')
  await expect(erase(id, 'C0043', administrator, shop.context)).rejects.toThrow('Type the reference C0042')
  expect(await erasureScope(db, id, administrator)).toMatchObject({ ref: 'C0042', records: 2, orders: 2, notes: 1 })
})

test('the export holds everything of every record of theirs, with sources, and who looked', async () => {
  const held = await exportPerson(await idOf('C0099'), administrator, shop.context)
  const text = readable(held)
  expect(held.customer_ref).toBe('C0042')
  for (const said of [
    ...['José', 'jose.nunez@example.com', 'jn@example.net', '4 Elm St, Apt 9', 'garden club', 'knives', 'pans', 'Pepe'],
    ...['José wants a teapot', 'José called', 'import customers.csv', 'O1', 'O2', 'KE-1', 'Spring', 'Hello José'],
    ...['email · state: yes', 'sent: C0045', 'did: show_contact', 'Friends of José Núñez', 'reached', 'Locker 7'],
  ])
    expect(text).toContain(said)
  expect(text).not.toContain('rosa@example.com')
  expect(text).not.toContain('This José Nuñez is a neighbour')
  expect(text.split('\n').filter((line) => /^[=+@-]/u.test(line))).toEqual([])
  expect(JSON.parse(JSON.stringify(held)).sections.length).toBeGreaterThan(12)
})

test('nothing is left of an erased person in any table, others keep what is theirs, and every sum stays', async () => {
  const before = await sums()
  expect((await places(his)).length).toBeGreaterThan(40)
  const done = await erase(await idOf('C0099'), 'c0042', administrator, shop.context)
  expect(done).toMatchObject({ records: 2, orders: 2, lines: 1 })
  expect(done.messages).toBe(3)
  expect((await places(his)).filter((place) => !others.has(place))).toEqual([])
  expect(await sums()).toEqual(before)
  expect(await shop.rows("select customer_id, raw from orders where ref in ('O1', 'O2')")).toEqual(
    Array(2).fill({ customer_id: null, raw: null }),
  )
  expect(await shop.rows("select raw ->> 'Ship To' as gift from orders where ref = 'O3'")).toEqual([
    { gift: 'gift for (erased)' },
  ])
  const notes = await shop.rows('select c.ref, n.body from notes n join customers c on c.id = n.customer_id order by 1')
  expect(notes).toEqual([
    { ref: 'C0044', body: 'This José Nuñez is a neighbour' },
    { ref: 'C0045', body: 'Knows (erased), (erased)' },
  ])
  expect(await shop.rows('select summary from interactions')).toEqual([
    { summary: 'Came with his friend (erased) ((erased))' },
  ])
  expect(await shop.rows('select thread from conversations')).toEqual([{ thread: 't3' }])
  expect(await readFile(join(shop.folder, 'home/refused/customers.refused.csv'), 'utf8')).toBe(
    'line,column,reason,name\n3,email,odd,"Kim ""K"" Lee"\n',
  )
  expect(
    await shop.rows('select successful_referrals, referral_count from customer_summaries where referral_count > 0'),
  ).toEqual([])
})

test('neither an undo nor another import brings them back, and the household keeps its telephone', async () => {
  await undoLastImport(shop.context)
  const report = await importAll(customers('ropes'), orders, facts)
  expect(report.findings.filter(({ label }) => label === 'asked to be forgotten')).toHaveLength(4)
  const came = await importAll({
    'new-customers.csv': csv(
      'customer_ref,given_name,family_name,email,phone',
      'N1,Pepe,Núñez,Jose.Nunez+x@example.com,',
      'N2,Jo,N,jn@example.net,',
      'N3,Nina,Núñez,,(312) 555-0142',
    ),
  })
  expect(came.findings.map(({ label, count }) => [label, count])).toContainEqual(['asked to be forgotten', 1])
  expect(await shop.rows('select ref from customers where erased_at is null order by ref')).toEqual(
    ['C0043', 'C0044', 'C0045', 'N1', 'N3'].map((ref) => ({ ref })),
  )
  expect(await shop.rows('select c.ref from orders o join customers c on c.id = o.customer_id order by o.ref')).toEqual(
    [{ ref: 'C0043' }, { ref: 'C0045' }],
  )
  const left = ['jose.nunez@example.com', 'jn@example.net', 'c0042', 'c0099', '4 elm st', 'knives', 'ropes', 'j. nunez']
  expect(await places(left)).toEqual([])
})

test('what is odd in their rows of a file is told nowhere', async () => {
  const report = await importAll({
    'odd.csv': csv(
      'customer_ref,given_name,family_name,email',
      'N9,Nina,X,nina@@x',
      'C0042,J,N,jose@@nunez',
      'N8,Y,Z,y@@z',
    ),
  })
  expect(report.findings.map(({ label, count }) => [label, count])).toEqual([
    [expect.any(String), 2],
    ['asked to be forgotten', 1],
  ])
  const doubtful = await readFile(join(shop.folder, 'odd.doubtful.csv'), 'utf8')
  expect(doubtful).toContain('nina@@x')
  expect(doubtful).toContain('y@@z')
  expect(doubtful).not.toContain('nunez')
  expect(await places(['jose@@nunez'])).toEqual([])
})

test('what was written at the very moment goes with the next night', async () => {
  const [{ id } = { id: 0 }] = await shop.rows<{ id: number }>(
    'select min(id) as id from customers where erased_at is not null',
  )
  await shop.rows(
    `insert into notes (customer_id, written_at, written_day, body) values (${id}, now(), '2026-11-16', 'late')`,
  )
  expect(await forgetLeftovers(db)).toBe(1)
  expect(await forgetLeftovers(db)).toBe(0)
})
