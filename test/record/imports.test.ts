import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { merge } from '../../src/identity/merge.ts'
import { importFiles } from '../../src/imports/imports.ts'
import { lockImports } from '../../src/imports/lock.ts'
import { undoLastImport } from '../../src/imports/undo.ts'
import type { RecordChange } from '../../src/record/change.ts'
import type { Writing } from '../../src/record/idea.ts'
import { changeRecord } from '../../src/record/record.ts'
import { undoChanges } from '../../src/record/undo.ts'
import { csv, type ImportShop, importShop } from '../imports/import-support.ts'

let shop: ImportShop
beforeAll(async () => {
  shop = await importShop({ timeZone: 'America/Chicago' })
})
afterAll(() => shop[Symbol.asyncDispose]())

const header =
  'customer_ref,given_name,family_name,email,phone,address1,city,region,postal_code,country,birthday,email_consent,sms_consent,owner_email,store,referred_by,tags,attr:household_size,attr:interest'
const ana =
  'C1,Anna,Silva,anna@old.example,(312) 555-0101,1 Oak St,Chicago,IL,60601,US,1977-04-21,no,yes,dana@shop.example,Chicago,C2,vip;garden club,2,gardening'
const ben = 'C2,Ben,Ortiz,ben@mail.example,,,Chicago,IL,60601,US,,,,,Chicago,,,,'
const others = {
  'stores.csv': csv('store,city', 'Chicago,Chicago', 'Evanston,Evanston'),
  'staff.csv': csv(
    'staff_email,name,role,store',
    'dana@shop.example,Dana,manager,Chicago',
    'tom@shop.example,Tom,associate,Chicago',
  ),
  'interactions.csv': csv(
    'customer_ref,at,channel,direction,kind,staff_email,summary,status',
    'C1,2026-10-01T09:00:00-05:00,store,inbound,service_case,tom@shop.example,Kettle leaks,resolved',
  ),
}
const importing = async (...rows: readonly string[]) =>
  importFiles(shop.context, await shop.write({ ...others, 'customers.csv': csv(header, ...rows) }), { by: 'test' })

const writing: Writing = {
  by: { ...administrator, who: 'dana@shop.example', name: 'Dana' },
  today: '2026-11-16',
  now: new Date('2026-11-16T11:00:00Z'),
  timeZone: 'America/Chicago',
  country: 'US',
}

const one = async <T>(statement: string) => (await shop.rows<T>(statement))[0]
const idOf = async (table: string, where: string) =>
  Number((await one<{ id: number }>(`select id from ${table} where ${where}`))?.id)

async function correct(...changes: readonly RecordChange[]): Promise<readonly number[]> {
  const saved = await changeRecord(
    await idOf('customers', "ref = 'C1'"),
    changes.map((change) => ({ change })),
    writing,
    shop.context.db,
  )
  if (saved.kind !== 'saved') throw new Error(saved.kind)
  return saved.ids
}

/** Everything that a file says of Ana, as it stands. */
const standing = () =>
  one(`select c.display_name, c.birth_month || '-' || c.birth_day as birthday, c.city,
    (select name from staff where id = c.owner_id) as owner, (select name from stores where id = c.store_id) as store,
    (select string_agg(coalesce(normalized, raw) || case when is_primary then '*' else '' end, ' ' order by is_primary desc, id)
      from contact_points where customer_id = c.id and kind = 'email') as emails,
    (select string_agg(tag, ', ' order by tag) from customer_tags where customer_id = c.id) as tags,
    (select string_agg(key || '=' || value, ', ' order by key) from current_attributes where customer_id = c.id) as known,
    (select string_agg(channel || '=' || state, ', ' order by channel) from current_consents where customer_id = c.id) as consents,
    (select r.ref from referrals join customers r on r.id = referrer_id where referred_id = c.id) as sent_by,
    (select status || ': ' || summary from service_cases where customer_id = c.id) as service
    from customers c where c.ref = 'C1'`)

const corrected = {
  display_name: 'Ana Silva',
  birthday: '5-5',
  city: 'Chicago',
  owner: 'Tom',
  store: 'Evanston',
  emails: 'ana@new.example*',
  tags: 'bakers, vip',
  known: 'household_size=4, interest=gardening',
  consents: 'email=yes, sms=no',
  sent_by: null,
  service: 'open: Kettle leaks',
}

test('what colleagues corrected outlasts the old file, and what they did not touch still comes from it', async () => {
  await importing(ana, ben)
  const [email, tom, evanston, kettle] = await Promise.all([
    idOf('contact_points', "normalized = 'anna@old.example'"),
    idOf('staff', "name = 'Tom'"),
    idOf('stores', "name = 'Evanston'"),
    idOf('service_cases', 'true'),
  ])
  await correct(
    { kind: 'names', given: 'Ana', family: 'Silva' },
    { kind: 'birthday', birthday: { month: 5, day: 5, year: null } },
    { kind: 'owner', staffId: tom },
    { kind: 'store', storeId: evanston },
    { kind: 'correct_contact', of: 'email', id: email, written: 'ana@new.example', place: null },
    { kind: 'tag', tag: 'garden club', on: false },
    { kind: 'tag', tag: 'bakers', on: true },
    { kind: 'attribute', key: 'household size', value: '4', of: 'demographic' },
    { kind: 'consent', channel: 'email', state: 'yes', how: 'at the counter', on: '2026-11-16' },
    { kind: 'consent', channel: 'sms', state: 'no', how: 'by phone', on: '2026-11-16' },
    { kind: 'referral', referrerId: null, evidence: null },
    { kind: 'reopen_case', id: kettle },
  )
  expect(await standing()).toEqual(corrected)

  const again = await importing(ana, ben)
  expect(await standing()).toEqual(corrected)
  expect(JSON.stringify(again)).toContain('still says no for email')
  expect(again.entities.find(({ entity }) => entity === 'customers')).toMatchObject({ changed: 0 })
})

test('a file with news is taken where nobody corrected anything, and of attributes and consent where it says something new', async () => {
  const moved = ana
    .replace('Chicago,IL,60601', 'Aurora,IL,60505')
    .replace('no,yes,dana', 'no,no,dana')
    .replace(',2,gardening', ',5,cooking')
    .replace('Anna,Silva', 'Annabel,Silva')
  await importing(moved, ben)
  expect(await standing()).toEqual({ ...corrected, city: 'Aurora', known: 'household_size=5, interest=cooking' })
})

test('undoing an import puts back what the file changed and leaves what colleagues corrected, also since', async () => {
  const [tag] = await correct({ kind: 'tag', tag: 'choir', on: true }, { kind: 'nickname', nickname: 'Annie' })
  await undoLastImport(shop.context)
  expect(await standing()).toEqual({ ...corrected, tags: 'bakers, choir, vip' })
  expect(await one("select nickname, city from customers where ref = 'C1'")).toEqual({
    nickname: 'Annie',
    city: 'Chicago',
  })
  expect(tag).toBeGreaterThan(0)
})

test('a correction that is taken back leaves the field to the files again', async () => {
  const { db } = shop.context
  const names = await idOf('customer_changes', "field = 'names'")
  await undoChanges([names], writing, db)
  expect(await standing()).toMatchObject({ display_name: 'Anna Silva' })
  await importing(ana.replace('Anna,Silva', 'Annabel,Silva'), ben)
  expect(await standing()).toMatchObject({ display_name: 'Annabel Silva', birthday: '5-5' })
})

test('what was taken off a record that was merged away does not come back with its own file', async () => {
  const rower = ben.replace('Chicago,,,,', 'Chicago,,rowers,,')
  await importing(ana, rower)
  const { db } = shop.context
  const [anaId, benId] = [await idOf('customers', "ref = 'C1'"), await idOf('customers', "ref = 'C2'")]
  const point = await idOf('contact_points', "normalized = 'ben@mail.example'")
  const off: RecordChange = { kind: 'retire_contact', of: 'email', id: point }
  await changeRecord(benId, [{ change: off }, { change: { kind: 'tag', tag: 'rowers', on: false } }], writing, db)
  await merge(db, anaId, benId, writing.by)
  await importing(ana, rower.replace(',ben@mail.example,', ',ben@mail.example,312 555 0177'))
  const theirs = await shop.rows<{ value: string }>(
    `select normalized as value from contact_points where customer_id = ${anaId} and kind in ('email', 'phone')
     union all select tag from customer_tags where customer_id = ${anaId} order by 1`,
  )
  const values = theirs.map(({ value }) => value)
  expect(values).toContain('+13125550177')
  expect(values).not.toContain('ben@mail.example')
  expect(values).not.toContain('rowers')
})

test('nothing is changed while an import runs, and the sentence says so', async () => {
  const { db } = shop.context
  const customer = await idOf('customers', "ref = 'C1'")
  const change: RecordChange = { kind: 'nickname', nickname: 'Nan' }
  await db.transaction().execute(async (running) => {
    await lockImports(running)
    await expect(changeRecord(customer, [{ change }], writing, db)).rejects.toThrow('An import is running')
  })
  expect(await changeRecord(customer, [{ change }], writing, db)).toMatchObject({ kind: 'saved' })
})
