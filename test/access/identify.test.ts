import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inCompany, type RightsSettings } from '../../src/access/asker.ts'
import { askerFor, identify, type SlackProfile } from '../../src/access/identify.ts'
import { colleagueBy } from '../../src/access/staff.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(async () => {
  await empty(shop.db, 'staff', 'stores', 'audit_log')
  await sql`insert into stores (name) values ('Oak Street'), ('River Road')`.execute(shop.db)
  await sql`
    insert into staff (email, name, role, store_id, slack_user_id, active) values
      ('ada@shop.example', 'Ada Admin', 'admin', null, 'U0ADA', true),
      ('dana@shop.example', 'Dana Whitlock', 'manager', 1, 'U0DANA', true),
      ('hank@shop.example', 'Hank Dombrowski', 'associate', 2, 'U0HANK', true),
      ('noor@shop.example', 'Noor Newcomer', 'associate', null, null, true),
      ('olga@shop.example', 'Olga Departed', 'associate', 2, 'U0OLGA', false)
  `.execute(shop.db)
})

const profile = (userId: string, more: Partial<SlackProfile> = {}): SlackProfile => ({
  userId,
  teamId: 'T0SHOP',
  email: null,
  name: 'Somebody',
  timeZone: null,
  deactivated: false,
  bot: false,
  guest: false,
  foreign: false,
  ...more,
})

const identified = (who: SlackProfile, settings: Partial<RightsSettings> = {}) =>
  identify(who, shop.db, { ...defaultSettings, ...settings })

async function refusal(who: SlackProfile, settings: Partial<RightsSettings> = {}): Promise<string> {
  const found = await identified(who, settings)
  if (found.kind !== 'refused') throw new Error(`${found.asker.who} was let in.`)
  return found.sentence
}

async function askerOf(who: SlackProfile, settings: Partial<RightsSettings> = {}) {
  const found = await identified(who, settings)
  if (found.kind !== 'asker') throw new Error(found.sentence)
  return found.asker
}

const slackUserOf = async (email: string) => (await colleagueBy('email', email, shop.db))?.slackUserId

describe('a colleague is known', () => {
  test('by the Slack user they are linked to, whatever their e-mail address says', async () => {
    const { who, name, staffId, role } = await askerOf(profile('U0DANA', { email: 'someone@else.example' }))
    expect({ who, name, staffId, role }).toEqual({
      who: 'dana@shop.example',
      name: 'Dana Whitlock',
      staffId: 2,
      role: 'manager',
    })
  })

  test('by their e-mail address in whatever case, and from then on by their Slack user', async () => {
    expect(await askerOf(profile('U0NOOR', { email: 'Noor@Shop.example' }))).toMatchObject({ who: 'noor@shop.example' })
    expect(await slackUserOf('noor@shop.example')).toBe('U0NOOR')
    expect(await askerOf(profile('U0NOOR', { email: null }))).toMatchObject({ slackUserId: 'U0NOOR' })
    const log = await shop.db.selectFrom('audit_log').selectAll().execute()
    expect(log).toMatchObject([{ action: 'link_slack_user', actor: 'noor@shop.example', subject: 'noor@shop.example' }])
  })

  test('by two first messages at once, too', async () => {
    const who = profile('U0NOOR', { email: 'noor@shop.example' })
    const both = await Promise.all([identified(who), identified(who)])
    expect(both.map(({ kind }) => kind)).toEqual(['asker', 'asker'])
  })

  test('but never taken over: an address that another Slack user is linked to is refused', async () => {
    expect(await refusal(profile('U0EVE', { email: 'dana@shop.example' }))).toBe(
      'dana@shop.example is linked to another Slack user, so I do not know whether it is you. A manager can change the link on the Home tab, under Staff.',
    )
    expect(await slackUserOf('dana@shop.example')).toBe('U0DANA')
  })
})

describe('each of these is refused with its own sentence, although their address is on the staff list', () => {
  test.each<[who: string, more: Partial<SlackProfile>, sentence: string]>([
    ['a guest', { guest: true }, 'I do not answer guests of this workspace.'],
    ['somebody deactivated', { deactivated: true }, 'This Slack account is deactivated'],
    ['an app', { bot: true }, 'I answer people, not apps.'],
    ['somebody of another organisation', { foreign: true }, 'you are of another organisation'],
  ])('%s', async (_, more, sentence) => {
    expect(await refusal(profile('U0NOOR', { email: 'noor@shop.example', ...more }))).toContain(sentence)
    expect(await slackUserOf('noor@shop.example')).toBeNull()
  })

  test('somebody who left, by Slack user or by address', async () => {
    const sentence =
      'Olga Departed is no longer on the staff, so I answer nothing. A manager can take them back, on the Home tab under Staff.'
    expect(await refusal(profile('U0OLGA'))).toBe(sentence)
    expect(await refusal(profile('U0OTHER', { email: 'olga@shop.example' }))).toBe(sentence)
  })
})

describe('a stranger', () => {
  test('is refused, unless the shop decides otherwise', async () => {
    expect(await refusal(profile('U0EVE', { email: 'eve@shop.example' }))).toBe(
      'I answer only the shop’s staff, and I do not find you among them, by your Slack user or your e-mail address. A manager can add you on the Home tab, under Staff.',
    )
  })

  test('is an associate where the shop lets them', async () => {
    const eve = await askerOf(profile('U0EVE', { name: 'Eve' }), { strangers: 'associate' })
    expect(eve).toMatchObject({ who: 'U0EVE', name: 'Eve', role: 'associate', staffId: null, scope: { kind: 'all' } })
    expect([eve.mayManage, eve.maySeeContactDetails, eve.mayExport, eve.maySeeManagerNotes]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test.each([
    'store',
    'owner',
  ] as const)('has no customers of their own where associates see those of their %s alone', async (associateScope) => {
    expect(await refusal(profile('U0EVE'), { strangers: 'associate', associateScope })).toContain(
      'so there are none I may show you',
    )
  })
})

describe('what they may', () => {
  test.each<[user: string, contacts: boolean, exports: boolean, notes: boolean, manage: boolean]>([
    ['U0ADA', true, true, true, true],
    ['U0DANA', true, true, true, true],
    ['U0HANK', false, false, false, false],
  ])('%s', async (user, contacts, exports, notes, manage) => {
    const asker = await askerOf(profile(user))
    expect([asker.maySeeContactDetails, asker.mayExport, asker.maySeeManagerNotes, asker.mayManage]).toEqual([
      contacts,
      exports,
      notes,
      manage,
    ])
  })

  test('an associate sees contact details, and takes files away, where the shop lets everyone', async () => {
    expect(await askerOf(profile('U0HANK'), { contactDetails: 'everyone' })).toMatchObject({
      maySeeContactDetails: true,
      mayExport: false,
    })
    expect(await askerOf(profile('U0HANK'), { exports: 'everyone' })).toMatchObject({
      maySeeContactDetails: false,
      mayExport: true,
    })
  })

  test('in company nobody sees contact details or notes for managers, and everything else stays', async () => {
    const dana = await askerOf(profile('U0DANA'))
    expect(inCompany(dana)).toEqual({
      ...dana,
      maySeeContactDetails: false,
      maySeeManagerNotes: false,
      inCompany: true,
    })
  })
})

describe('whom they see', () => {
  test.each<[scope: RightsSettings['associateScope'], seen: object]>([
    ['all', { kind: 'all' }],
    ['store', { kind: 'store', id: 2 }],
    ['owner', { kind: 'owner', id: 3 }],
  ])('an associate under %s', async (associateScope, scope) => {
    expect(await askerOf(profile('U0HANK'), { associateScope })).toMatchObject({ scope, storeName: 'River Road' })
  })

  test('managers and administrators see everybody, a store’s manager too', async () => {
    for (const user of ['U0ADA', 'U0DANA']) {
      expect((await askerOf(profile(user), { associateScope: 'store' })).scope).toEqual({ kind: 'all' })
    }
  })

  test('an associate without a store is refused where stores count, and never shown everybody', async () => {
    expect(await refusal(profile('U0NOOR', { email: 'noor@shop.example' }), { associateScope: 'store' })).toBe(
      'Here everyone sees the customers of their own store, and no store is set for you. A manager can set it on the Home tab, under Staff.',
    )
  })
})

describe('in the terminal', () => {
  const settings = { ...defaultSettings, associateScope: 'store' as const }

  test('nobody named is the administrator of the machine', async () => {
    expect(await askerFor(undefined, { db: shop.db, settings })).toMatchObject({ who: 'terminal', role: 'admin' })
  })

  test('--as gives exactly the rights that the same person has in Slack', async () => {
    for (const user of ['U0ADA', 'U0DANA', 'U0HANK']) {
      expect(await askerFor(user, { db: shop.db, settings })).toEqual(await askerOf(profile(user), settings))
    }
  })

  test.each([
    ['U0NOBODY', 'There is no colleague with the Slack user U0NOBODY.'],
    ['U0OLGA', 'Olga Departed is no longer on the staff'],
  ])('--as %s is refused with a sentence', async (user, sentence) => {
    await expect(askerFor(user, { db: shop.db, settings })).rejects.toThrow(sentence)
  })
})
