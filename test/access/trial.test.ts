import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { claimCode, hasAdministrator } from '../../src/access/claim.ts'
import { identify } from '../../src/access/identify.ts'
import { listStaff } from '../../src/access/staff.ts'
import { leaveTrial } from '../../src/access/trial.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(async () => {
  await empty(shop.db, 'staff', 'audit_log', 'import_batches')
  await sql`
    insert into staff (email, name, role, slack_user_id, set_here) values
      ('ada@shop.example', 'Ada Admin', 'admin', 'U0TRIAL01', '{slack_user_id}'),
      ('hank@shop.example', 'Hank Dombrowski', 'associate', 'U0HANK', '{}'),
      ('ines@shop.example', 'Ines Installer', 'manager', 'U0INES', '{role,slack_user_id}')
  `.execute(shop.db)
})

const linked = async () =>
  (await listStaff(shop.db)).flatMap(({ name, slackUserId }) => (slackUserId === null ? [] : [name]))

test('Slack users of the workspace are nobody in a real Slack, and those of the staff file stay', async () => {
  expect(await leaveTrial(shop.db, 'U0TRIAL')).toBe(1)
  expect(await linked()).toEqual(['Hank Dombrowski', 'Ines Installer'])
  expect(await leaveTrial(shop.db, 'U0TRIAL')).toBe(0)
})

test('those of the sample shop are nobody either, except whom somebody linked', async () => {
  await sql`insert into import_batches (system, status, started_by) values ('sample', 'done', 'test')`.execute(shop.db)
  await leaveTrial(shop.db, 'U0TRIAL')
  expect(await linked()).toEqual(['Ines Installer'])
})

test('an administrator who was only tried out is none, and is found by their e-mail address', async () => {
  expect(await hasAdministrator(shop.db)).toBe(true)
  await leaveTrial(shop.db, 'U0TRIAL')
  expect(await claimCode(shop.db)).not.toBeNull()
  const ada = { userId: 'U0REALADA', teamId: 'T0SHOP', email: 'ada@shop.example', name: 'Ada', timeZone: null }
  const nothing = { deactivated: false, bot: false, guest: false, foreign: false }
  expect(await identify({ ...ada, ...nothing }, shop.db, defaultSettings)).toMatchObject({
    kind: 'asker',
    asker: { role: 'admin', slackUserId: 'U0REALADA' },
  })
  expect(await claimCode(shop.db)).toBeNull()
})
