import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claim, claimCode } from '../../src/access/claim.ts'
import type { SlackProfile } from '../../src/access/identify.ts'
import { listStaff } from '../../src/access/staff.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(async () => {
  await empty(shop.db, 'staff', 'audit_log', 'claim_codes')
  await sql`insert into staff (email, name, role) values ('noor@shop.example', 'Noor Newcomer', 'associate')`.execute(
    shop.db,
  )
})

const ines: SlackProfile = {
  userId: 'U0INES',
  teamId: 'T0SHOP',
  email: 'Ines@Shop.example',
  name: 'Ines Installer',
  timeZone: null,
  deactivated: false,
  bot: false,
  guest: false,
  foreign: false,
}

async function freshCode(): Promise<string> {
  const code = await claimCode(shop.db)
  if (code === null) throw new Error('There is no code.')
  return code
}

const wrong = (code: string): string => (code === '000000' ? '111111' : '000000')
const said = async (code: string, who: SlackProfile = ines) => {
  const made = await claim(code, who, shop.db)
  return made.kind === 'refused' ? made.sentence : made.administrator
}
const noCode = 'There is no code that holds now. Start Regulars again: the terminal then shows a new one.'

test('the code has six digits, and only its hash is kept', async () => {
  const code = await freshCode()
  expect(code).toMatch(/^\d{6}$/)
  expect(JSON.stringify(await shop.db.selectFrom('claim_codes').selectAll().execute())).not.toContain(code)
})

describe('whoever knows it becomes the administrator', () => {
  test('as a new colleague, once, and the log says so', async () => {
    const code = await freshCode()
    expect(await said(` ${code} `)).toMatchObject({
      email: 'ines@shop.example',
      name: 'Ines Installer',
      role: 'admin',
      slackUserId: 'U0INES',
    })
    expect(await said(code, { ...ines, userId: 'U0EVE', email: 'eve@shop.example' })).toBe(
      'This shop has an administrator already; they can make you one on the Home tab, under Staff.',
    )
    const log = await shop.db.selectFrom('audit_log').selectAll().orderBy('id').execute()
    expect(log).toMatchObject([
      { actor: 'U0INES', action: 'claim', subject: 'ines@shop.example', details: { added: true, before: null } },
      { actor: 'U0EVE', action: 'claim_refused' },
    ])
    expect(JSON.stringify(log)).not.toContain(code)
  })

  test('as the colleague with their e-mail address', async () => {
    expect(await said(await freshCode(), { ...ines, email: 'noor@shop.example' })).toMatchObject({
      name: 'Noor Newcomer',
      role: 'admin',
      slackUserId: 'U0INES',
    })
    expect(await listStaff(shop.db)).toHaveLength(1)
  })

  test('two at once: one of them', async () => {
    const code = await freshCode()
    const both = await Promise.all([
      claim(code, ines, shop.db),
      claim(code, { ...ines, userId: 'U0EVE', email: 'eve@shop.example' }, shop.db),
    ])
    expect(both.map(({ kind }) => kind).sort()).toEqual(['claimed', 'refused'])
  })
})

describe('there is no code', () => {
  test('while the shop has an administrator in Slack', async () => {
    await claim(await freshCode(), ines, shop.db)
    expect(await claimCode(shop.db)).toBeNull()
  })

  test('but an administrator who left, or whose Slack user nobody knows, is none', async () => {
    await sql`insert into staff (email, name, role, slack_user_id, active) values
      ('olga@shop.example', 'Olga', 'admin', 'U0OLGA', false), ('ada@shop.example', 'Ada', 'admin', null, true)`.execute(
      shop.db,
    )
    expect(await claimCode(shop.db)).not.toBeNull()
  })

  test('before one was made', async () => {
    expect(await said('123456')).toBe(noCode)
  })

  test('after a day', async () => {
    const code = await freshCode()
    await sql`update claim_codes set made_at = now() - interval '24 hours'`.execute(shop.db)
    expect(await said(code)).toBe(noCode)
  })

  test('after five wrong ones, however right the sixth', async () => {
    const code = await freshCode()
    for (const left of ['4 more tries', '3 more tries', '2 more tries', 'One more try']) {
      expect(await said(wrong(code))).toBe(`That is not the code. ${left}.`)
    }
    expect(await said(wrong(code))).toBe(`That is not the code, for the fifth time. ${noCode}`)
    expect(await said(code)).toBe(noCode)
  })

  test('once the next start has made another', async () => {
    const code = await freshCode()
    const next = await freshCode()
    if (code !== next) expect(await said(code)).toContain('That is not the code.')
    expect(await said(next)).toMatchObject({ role: 'admin' })
  })
})

describe('who may not claim is told why, and it costs the code no try', () => {
  test.each<[who: string, more: Partial<SlackProfile>, sentence: string]>([
    ['a guest', { guest: true }, 'I do not answer guests of this workspace.'],
    ['somebody of another organisation', { foreign: true }, 'you are of another organisation'],
    ['an app', { bot: true }, 'I answer people, not apps.'],
    ['somebody whose address Slack keeps back', { email: null }, 'Slack does not tell me your e-mail address'],
  ])('%s', async (_, more, sentence) => {
    const code = await freshCode()
    expect(await said(code, { ...ines, ...more })).toContain(sentence)
    expect(await said(code)).toMatchObject({ role: 'admin' })
  })

  test('an address that another Slack user is linked to is left alone', async () => {
    await sql`update staff set slack_user_id = 'U0NOOR'`.execute(shop.db)
    expect(await said(await freshCode(), { ...ines, email: 'noor@shop.example' })).toBe(
      'noor@shop.example is linked to another Slack user, so it was left alone.',
    )
  })
})
