import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { claim, claimCode } from '../../src/access/claim.ts'
import { changeRole, colleagueBy, linkSlackUser, listStaff, setStore } from '../../src/access/staff.ts'
import { importFiles } from '../../src/imports/imports.ts'
import { csv, type ImportShop, importShop } from './import-support.ts'

let shop: ImportShop
beforeAll(async () => {
  shop = await importShop()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.clear())

const header = 'staff_email,name,slack_user_id,role,store'
const hank = 'hank@shop.example,Hank Dombrowski,U0HANK,associate,River Road'

async function importStaff(...rows: readonly string[]) {
  const files = await shop.write({ 'staff.csv': csv(header, ...rows) })
  return importFiles(shop.context, files, { by: 'test' })
}

async function staffed() {
  const found = await colleagueBy('email', 'hank@shop.example', shop.context.db)
  if (!found) throw new Error('Hank is gone.')
  return found
}

test('what the file says holds until somebody says otherwise', async () => {
  await importStaff(hank)
  await importStaff('hank@shop.example,Hank Dombrowski,U0OTHER,manager,Oak Street')
  expect(await staffed()).toMatchObject({ role: 'manager', store: 'Oak Street', slackUserId: 'U0OTHER' })
})

test('a role, a store and a Slack user set here outlast the file, and the rest still comes from it', async () => {
  await importStaff(hank, 'dana@shop.example,Dana Whitlock,U0DANA,admin,Oak Street')
  const { id } = await staffed()
  const { db } = shop.context
  const oak = await db.selectFrom('stores').select('id').where('name', '=', 'Oak Street').executeTakeFirstOrThrow()
  await changeRole(id, 'admin', administrator, db)
  await setStore(id, oak.id, administrator, db)
  await linkSlackUser(id, null, administrator, db)
  await importStaff('hank@shop.example,Hank D. Dombrowski,U0HANK,associate,River Road')
  expect(await staffed()).toMatchObject({
    name: 'Hank D. Dombrowski',
    role: 'admin',
    store: 'Oak Street',
    slackUserId: null,
  })
})

test('only what was set: a store from the file still comes to somebody whose role was set here', async () => {
  await importStaff(hank)
  await changeRole((await staffed()).id, 'manager', administrator, shop.context.db)
  await importStaff('hank@shop.example,Hank Dombrowski,U0HANK,associate,Oak Street')
  expect(await staffed()).toMatchObject({ role: 'manager', store: 'Oak Street' })
})

test('the first import takes the sample’s staff out and leaves the administrator who installed it', async () => {
  const { db } = shop.context
  await sql`insert into stores (name) values ('Sample Street')`.execute(db)
  await sql`
    insert into staff (email, name, slack_user_id, role, store_id)
    select 'sam@example.com', 'Sam Sample', 'U0SAM', 'associate', id from stores
  `.execute(db)
  await sql`insert into import_batches (system, status, started_by) values ('sample', 'done', 'test')`.execute(db)
  const code = await claimCode(db)
  await claim(
    code ?? '',
    {
      ...{ userId: 'U0INES', teamId: 'T0SHOP', email: 'ines@shop.example', name: 'Ines Installer', timeZone: null },
      ...{ deactivated: false, bot: false, guest: false, foreign: false },
    },
    db,
  )
  await importStaff(hank, 'ines@shop.example,Ines Installer,,associate,Oak Street')
  const staff = await listStaff(db)
  expect(staff.map(({ email, role, store }) => [email, role, store])).toEqual([
    ['hank@shop.example', 'associate', 'River Road'],
    ['ines@shop.example', 'admin', 'Oak Street'],
  ])
})
