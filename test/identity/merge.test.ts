import { afterAll, beforeEach, expect, test } from 'vitest'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { merge } from '../../src/identity/merge.ts'
import { undoMerge } from '../../src/identity/undo.ts'
import { importFiles } from '../../src/imports/imports.ts'
import { undoLastImport } from '../../src/imports/undo.ts'
import { addNote } from '../../src/notes/notes.ts'
import { csv, dump, importShop } from '../imports/import-support.ts'
import { asker } from '../support/askers.ts'
import { unlike } from '../support/summaries.ts'

const shop = await importShop({ timeZone: 'America/Chicago' })
afterAll(() => shop[Symbol.asyncDispose]())

const { db } = shop.context
const dana = { who: 'dana@shop.example' }

/** Ana Silva stands in it twice (C1, and C4 of a year before); she sent herself, and Ben. Rosa is somebody else. */
const files = {
  'stores.csv': csv('store,city,region,country', 'Chicago,Chicago,IL,US'),
  'staff.csv': csv('staff_email,name,slack_user_id,role,store', 'dana@shop.example,Dana Whit,U1,manager,Chicago'),
  'products.csv': csv(
    'sku,name,category,brand,price,check_in_days,replenish_days,warranty_months',
    'KE-1,Kettle,Kitchen,,40.00,,,',
  ),
  'customers.csv': csv(
    'customer_ref,given_name,family_name,email,phone,address1,city,region,postal_code,country,birthday,language,source,created_at,email_consent,sms_consent,phone_consent,post_consent,owner_email,store,referred_by,tags,attr:household_size,attr:interest',
    'C1,Ana,Silva,ana@example.com,312-555-0101,1 Oak St,Chicago,IL,60601,US,,,walk-in,2023-01-02T08:13:39-06:00,yes,,yes,no,,,,vip;garden club,2,',
    'C2,Ben,Ott,ben@example.com,,,,,,US,,,referral,2023-02-03T10:00:00-06:00,,,,,,,C4,,,',
    'C3,Rosa,Lind,rosa@example.com,,,,,,US,,,,2023-02-04T10:00:00-06:00,yes,,,,,,,,,',
    'C4,Anna,Silva,ANA@example.com,312-555-0177,9 Elm Ave,Evanston,IL,60201,US,1977-04-21,pt,website,2022-03-01T09:00:00-06:00,no,yes,,yes,dana@shop.example,Chicago,C1,garden club;baker,3,baking',
  ),
  'orders.csv': csv(
    'order_ref,ordered_at,customer_ref,store,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity',
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,KE-1,2,40.00,8.00,1',
    'O2,2022-04-01T10:00:00-05:00,C4,Chicago,store,completed,USD,KE-1,1,40.00,0.00,0',
    'O3,2023-06-01T10:00:00-05:00,C2,Chicago,store,completed,USD,KE-1,1,40.00,0.00,0',
  ),
  'interactions.csv': csv(
    'customer_ref,at,channel,direction,kind,staff_email,summary,order_ref,status',
    'C4,2022-05-15T09:00:00-05:00,phone,outbound,call,dana@shop.example,Asked how the kettle works.,O2,',
    'C4,2022-05-16T09:00:00-05:00,store,inbound,service_case,dana@shop.example,Lid does not close,O2,open',
  ),
  'notes.csv': csv(
    'customer_ref,at,author_email,body,follow_up_on',
    'C4,2022-05-16T09:00:00-05:00,dana@shop.example,Wants a teapot,2022-06-01',
  ),
  'campaigns.csv': csv(
    'campaign_ref,name,channel,started_on,ended_on',
    'CMP-1,Spring,email,2023-03-01,2023-04-01',
    'CMP-2,Summer,email,2023-06-01,2023-07-01',
  ),
  'campaign_recipients.csv': csv(
    'campaign_ref,customer_ref,sent_at,opened_at,clicked_at,responded_at,holdout',
    'CMP-1,C1,2023-03-01T17:00:00-06:00,,,,no',
    'CMP-1,C4,2023-03-01T16:00:00-06:00,2023-03-02T01:00:00-06:00,,,no',
    'CMP-2,C4,,,,,yes',
  ),
}

beforeEach(async () => {
  await shop.clear()
  await importFiles(shop.context, await shop.write(files))
})

const idOf = async (ref: string) =>
  (await db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id

/** C1 stays. */
async function mergeAnas(): Promise<number> {
  const done = await merge(db, await idOf('C1'), await idOf('C4'), dana)
  if (done.kind !== 'merged') throw new Error('they were one')
  return done.merge
}

/** All facts, without the record of who did what to them. */
async function facts() {
  const { audit_log, merge_events, merged_arrivals, ...rest } = await dump(shop)
  return rest
}

/** What a table says of the record with that reference. */
const of = <T>(ref: string, what: string, column = 'customer_id') =>
  shop.rows<T>(`select t.* from ${what} as t join customers as c on c.id = t.${column} where c.ref = '${ref}'`)

test('everything known of either record stands under the one that stays, and its sums agree', async () => {
  await mergeAnas()
  expect((await of<{ ref: string }>('C1', 'orders')).map(({ ref }) => ref).sort()).toEqual(['O1', 'O2'])
  for (const table of ['interactions', 'service_cases', 'notes', 'follow_ups'])
    expect(await of('C4', table)).toEqual([])
  expect(await of('C1', 'interactions')).toHaveLength(2)
  expect(await of('C1', 'follow_ups')).toHaveLength(1)
  const [ana] = await shop.rows(
    `select given_name, birth_year, language, city, created_day, owner_id is not null as owned from customers where ref = 'C1'`,
  )
  // Her own values stand, what was blank is filled, and she is known since the earlier of the two days.
  expect(ana).toEqual({
    given_name: 'Ana',
    birth_year: 1977,
    language: 'pt',
    city: 'Chicago',
    created_day: '2022-03-01',
    owned: true,
  })
  expect((await of<{ tag: string }>('C1', 'customer_tags')).map(({ tag }) => tag).sort()).toEqual([
    'baker',
    'garden club',
    'vip',
  ])
  expect(
    (await of<{ key: string; value: string }>('C1', 'current_attributes')).map(({ key, value }) => [key, value]),
  ).toEqual([
    ['household_size', '2'],
    ['interest', 'baking'],
  ])
  expect(
    (await of<{ raw: string; is_primary: boolean }>('C1', 'contact_points'))
      .map(({ raw, is_primary }) => [raw, is_primary])
      .sort(),
  ).toEqual([
    ['1 Oak St', true],
    ['312-555-0101', true],
    ['312-555-0177', false],
    ['9 Elm Ave', false],
    ['ana@example.com', true],
  ])
  // Ben was sent by her; that she sent herself is no referral.
  expect(await of('C1', 'referrals', 'referrer_id')).toHaveLength(2)
  const [summary] = await of<{ order_count: number; referral_count: number; successful_referrals: number }>(
    'C1',
    'customer_summaries',
  )
  expect(summary).toMatchObject({
    order_count: 2,
    referral_count: 1,
    successful_referrals: 1,
    open_cases: 1,
    note_count: 1,
  })
  const campaigns = await of<{ holdout: boolean; sent_at: Date; opened_at: Date }>('C1', 'campaign_recipients')
  expect(
    campaigns.map(({ sent_at, opened_at, holdout }) => [sent_at?.toISOString(), opened_at !== null, holdout]),
  ).toEqual([
    ['2023-03-01T22:00:00.000Z', true, false],
    [undefined, false, true],
  ])
  expect(await unlike(db, 'customer_summaries')).toEqual([])
  expect(await unlike(db, 'customer_category_summaries')).toEqual([])
})

test('of consents a no under either record holds, a yes only for the address that stays first, and each says where it came from', async () => {
  await mergeAnas()
  const now = await of<{ channel: string; state: string }>('C1', 'current_consents')
  // E-mail: yes and no. Phone: her own yes. Post: her own no against a yes. Text: a yes for another number.
  expect(Object.fromEntries(now.map(({ channel, state }) => [channel, state]))).toEqual({
    email: 'no',
    phone: 'yes',
    post: 'no',
  })
  const [row] = await shop.rows(
    `select source, recorded_by from consents where channel = 'email' and source like 'merged%'`,
  )
  expect(row).toEqual({ source: expect.stringMatching(/^merged with C4: import /), recorded_by: 'dana@shop.example' })
})

test('do not contact holds for the one that stays, and a yes holds where the other had no address at all', async () => {
  await db.updateTable('customers').set({ do_not_contact: true }).where('ref', '=', 'C4').execute()
  await db
    .deleteFrom('contact_points')
    .where('customer_id', '=', await idOf('C1'))
    .where('kind', '=', 'phone')
    .execute()
  await mergeAnas()
  expect(await shop.rows(`select do_not_contact from customers where ref = 'C1'`)).toEqual([{ do_not_contact: true }])
  const now = await of<{ channel: string; state: string }>('C1', 'current_consents')
  expect(now).toContainEqual(expect.objectContaining({ channel: 'sms', state: 'yes' }))
})

test('a second import of the same files changes nothing after a merge', async () => {
  await mergeAnas()
  const before = await facts()
  const report = await importFiles(shop.context, await shop.write(files))
  expect(report.entities.map(({ new: made, changed }) => made + changed)).toEqual(report.entities.map(() => 0))
  expect(await facts()).toEqual(before)
})

test('a merge that is taken back leaves everything as it was, and taking it back twice says so', async () => {
  const before = await facts()
  const id = await mergeAnas()
  expect(await facts()).not.toEqual(before)
  expect(await undoMerge(db, id, dana)).toMatchObject({ kind: 'undone', stayed: { ref: 'C1' }, back: { ref: 'C4' } })
  expect(await facts()).toEqual(before)
  expect((await undoMerge(db, id, dana)).kind).toBe('already')
  expect(await facts()).toEqual(before)
  // And the files still find each record.
  const report = await importFiles(shop.context, await shop.write(files))
  expect(report.entities.every(({ new: made, changed }) => made + changed === 0)).toBe(true)
})

test('after more has come in, each goes where it belongs', async () => {
  const id = await mergeAnas()
  const { 'orders.csv': orders, 'interactions.csv': interactions } = files
  await importFiles(
    shop.context,
    await shop.write({
      'orders.csv': `${orders}O4,2023-07-01T10:00:00-05:00,C4,Chicago,store,completed,USD,KE-1,1,40.00,0.00,0\nO5,2023-07-02T10:00:00-05:00,C1,Chicago,store,completed,USD,KE-1,1,40.00,0.00,0\n`,
      'interactions.csv': `${interactions}C4,2023-07-03T09:00:00-05:00,store,inbound,visit,,Looked at pans,,\n`,
    }),
  )
  expect(await of('C1', 'orders')).toHaveLength(4)
  const colleague = await asker(db, 'dana@shop.example')
  await addNote(
    { customerId: await idOf('C1'), body: 'Likes blue' },
    colleague,
    { today: '2023-07-04', now: new Date() },
    db,
  )
  await db.updateTable('customers').set({ language: 'en' }).where('ref', '=', 'C1').execute()
  await db
    .insertInto('consents')
    .values({ customer_id: await idOf('C1'), channel: 'phone', state: 'no', source: 'a call', recorded_by: dana.who })
    .execute()

  await undoMerge(db, id, dana)
  expect((await of<{ ref: string }>('C1', 'orders')).map(({ ref }) => ref).sort()).toEqual(['O1', 'O5'])
  expect((await of<{ ref: string }>('C4', 'orders')).map(({ ref }) => ref).sort()).toEqual(['O2', 'O4'])
  expect(await of('C4', 'interactions')).toHaveLength(3)
  expect((await of<{ body: string }>('C1', 'notes')).map(({ body }) => body)).toEqual(['Likes blue'])
  const rows = await shop.rows(`select ref, language, birth_year from customers where ref in ('C1', 'C4') order by ref`)
  // What somebody changed since stays changed, the rest is as it was.
  expect(rows).toEqual([
    { ref: 'C1', language: 'en', birth_year: null },
    { ref: 'C4', language: 'pt', birth_year: 1977 },
  ])
  // A refusal since the merge is a refusal of both.
  for (const ref of ['C1', 'C4'])
    expect(await of(ref, 'current_consents')).toContainEqual(expect.objectContaining({ channel: 'phone', state: 'no' }))
  expect(await of('C1', 'current_consents')).toContainEqual(expect.objectContaining({ channel: 'email', state: 'yes' }))
  expect(await unlike(db, 'customer_summaries')).toEqual([])
  const again = await importFiles(shop.context, await shop.write(files))
  expect(again.entities.every(({ new: made, changed }) => made + changed === 0)).toBe(true)
})

test('a chain is taken back from its end, and a merged record stands for the one it is part of', async () => {
  const before = await facts()
  const first = await mergeAnas()
  const second = await merge(db, await idOf('C3'), await idOf('C1'), dana)
  if (second.kind !== 'merged') throw new Error('they were one')
  expect(await merge(db, await idOf('C4'), await idOf('C3'), dana)).toMatchObject({
    kind: 'already',
    stays: { ref: 'C3' },
  })
  expect(await of('C3', 'orders')).toHaveLength(2)
  const report = await importFiles(shop.context, await shop.write(files))
  expect(report.entities.every(({ new: made, changed }) => made + changed === 0)).toBe(true)
  await expect(undoMerge(db, first, dana)).rejects.toThrow(`Since then C1 was merged with C3 (merge ${second.merge}).`)
  await undoMerge(db, second.merge, dana)
  await undoMerge(db, first, dana)
  expect(await facts()).toEqual(before)
})

test('of two who merge the same two at once, in either direction, one does it and the other hears of it', async () => {
  const [ana, anna] = [await idOf('C1'), await idOf('C4')]
  const done = await Promise.all([
    merge(db, ana, anna, dana),
    merge(db, anna, ana, { who: 'tom@shop.example' }),
    merge(db, ana, anna, dana),
  ])
  expect(done.map(({ kind }) => kind).sort()).toEqual(['already', 'already', 'merged'])
  expect(await shop.rows('select count(*) as merges from merge_events')).toEqual([{ merges: 1 }])
  const undone = await shop.rows<{ id: number }>('select id from merge_events')
  const back = await Promise.all([1, 2].map(() => undoMerge(db, undone[0]?.id ?? 0, dana)))
  expect(back.map(({ kind }) => kind).sort()).toEqual(['already', 'undone'])
})

test('what was erased is not merged, and a merge with something erased is not taken back', async () => {
  const id = await mergeAnas()
  await db.updateTable('customers').set({ erased_at: new Date() }).where('ref', '=', 'C3').execute()
  await expect(merge(db, await idOf('C1'), await idOf('C3'), dana)).rejects.toThrow('it was erased')
  await db.updateTable('customers').set({ erased_at: new Date() }).where('ref', '=', 'C4').execute()
  await expect(undoMerge(db, id, dana)).rejects.toThrow('has been erased')
  // And nothing of them is kept for it.
  expect(await shop.rows('select snapshot, evidence from merge_events')).toEqual([{ snapshot: {}, evidence: {} }])
})

test('an import is undone only once the merges since are taken back, and then leaves nothing behind', async () => {
  const id = await mergeAnas()
  await expect(undoLastImport(shop.context)).rejects.toThrow(`since then customers were merged (${id})`)
  await undoMerge(db, id, dana)
  await undoLastImport(shop.context)
  expect(await shop.rows('select count(*) as customers from customers')).toEqual([{ customers: 0 }])
})

test('a name that is a statement, a formula or markup passes through both ways', async () => {
  const before = await facts()
  const hostile = `'; drop table customers; -- <!channel> =1+1 \u202e "x" \\`
  await db.updateTable('customers').set({ given_name: hostile, family_name: null }).where('ref', '=', 'C4').execute()
  await db.updateTable('customers').set({ given_name: null, family_name: null }).where('ref', '=', 'C1').execute()
  await refreshSummaries(db)
  const id = await mergeAnas()
  expect(await shop.rows(`select given_name from customers where ref = 'C1'`)).toEqual([{ given_name: hostile }])
  await undoMerge(db, id, dana)
  expect(await shop.rows(`select given_name from customers where ref = 'C1'`)).toEqual([{ given_name: null }])
  expect(Object.keys(await facts())).toEqual(Object.keys(before))
})
