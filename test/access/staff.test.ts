import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { absences, awayOn, clearAbsence, setAbsence } from '../../src/access/absences.ts'
import { type Asker, administrator } from '../../src/access/asker.ts'
import {
  addStaff,
  changeRole,
  deactivate,
  linkSlackUser,
  listStaff,
  mayManage,
  reactivate,
  setStore,
  storeNamed,
} from '../../src/access/staff.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { empty } from '../support/empty.ts'

const [oak, river] = [1, 2]
const [ada, dana, hank, noor] = [1, 2, 3, 4]

let shop: TestDatabase
let admin: Asker
let manager: Asker
let associate: Asker
beforeAll(async () => {
  shop = await testDatabase()
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(async () => {
  await empty(shop.db, 'staff', 'stores', 'audit_log', 'absences')
  await sql`insert into stores (name) values ('Oak Street'), ('River Road')`.execute(shop.db)
  await sql`
    insert into staff (email, name, role, store_id, slack_user_id) values
      ('ada@shop.example', 'Ada Admin', 'admin', null, 'U0ADA'),
      ('dana@shop.example', 'Dana Whitlock', 'manager', 1, 'U0DANA'),
      ('hank@shop.example', 'Hank Dombrowski', 'associate', 2, 'U0HANK'),
      ('noor@shop.example', 'Noor Newcomer', 'associate', null, null)
  `.execute(shop.db)
  admin = await asker(shop.db, 'ada@shop.example')
  manager = await asker(shop.db, 'dana@shop.example')
  associate = await asker(shop.db, 'hank@shop.example')
})

const audited = () =>
  shop.db.selectFrom('audit_log').select(['actor', 'action', 'subject', 'details']).orderBy('id').execute()

const pia = { email: 'Pia@Shop.example ', name: ' Pia Perez ', role: 'associate' as const }

test('the list names everybody, those who left last', async () => {
  await deactivate(dana, admin, shop.db)
  const staff = await listStaff(shop.db)
  expect(staff.map(({ name, store, active }) => [name, store, active])).toEqual([
    ['Ada Admin', null, true],
    ['Hank Dombrowski', 'River Road', true],
    ['Noor Newcomer', null, true],
    ['Dana Whitlock', 'Oak Street', false],
  ])
})

describe('a manager manages associates', () => {
  test('takes one on, with a store and a Slack user, and the log says so', async () => {
    expect(await addStaff({ ...pia, storeId: oak, slackUserId: 'U0PIA' }, manager, shop.db)).toMatchObject({
      email: 'pia@shop.example',
      name: 'Pia Perez',
      role: 'associate',
      store: 'Oak Street',
      slackUserId: 'U0PIA',
      active: true,
    })
    expect(await audited()).toEqual([
      {
        actor: 'dana@shop.example',
        action: 'add_staff',
        subject: 'pia@shop.example',
        details: { role: 'associate', store: oak },
      },
    ])
  })

  test('sets a store, links a Slack user, lets one go and takes them back, each with its line in the log', async () => {
    expect((await setStore(noor, river, manager, shop.db)).store).toBe('River Road')
    expect((await linkSlackUser(noor, 'U0NOOR', manager, shop.db)).slackUserId).toBe('U0NOOR')
    expect((await deactivate(noor, manager, shop.db)).active).toBe(false)
    expect((await reactivate(noor, manager, shop.db)).active).toBe(true)
    expect((await linkSlackUser(noor, null, manager, shop.db)).slackUserId).toBeNull()
    expect((await audited()).map(({ action, subject, details }) => [action, subject, details])).toEqual([
      ['set_store', 'noor@shop.example', { before: null, after: river }],
      ['link_slack_user', 'noor@shop.example', { user: 'U0NOOR' }],
      ['deactivate_staff', 'noor@shop.example', {}],
      ['reactivate_staff', 'noor@shop.example', {}],
      ['link_slack_user', 'noor@shop.example', { user: null }],
    ])
  })

  test('what is so already is no change', async () => {
    await setStore(hank, river, manager, shop.db)
    await reactivate(hank, manager, shop.db)
    await changeRole(hank, 'associate', manager, shop.db)
    expect(await audited()).toEqual([])
  })
})

describe('but what managers may not is refused, and nothing is changed', () => {
  test.each<[what: string, attempt: (by: Asker) => Promise<unknown>, sentence: string]>([
    [
      'making a manager',
      (by) => changeRole(hank, 'manager', by, shop.db),
      'Only an administrator may make somebody a manager.',
    ],
    [
      'making an administrator',
      (by) => changeRole(hank, 'admin', by, shop.db),
      'Only an administrator may make somebody an administrator.',
    ],
    [
      'taking on a manager',
      (by) => addStaff({ ...pia, role: 'manager' }, by, shop.db),
      'Only an administrator may make somebody a manager.',
    ],
    [
      'unmaking an administrator',
      (by) => changeRole(ada, 'associate', by, shop.db),
      'Only an administrator may change Ada Admin, who is an administrator.',
    ],
    [
      'letting an administrator go',
      (by) => deactivate(ada, by, shop.db),
      'Only an administrator may change Ada Admin, who is an administrator.',
    ],
    [
      'unlinking an administrator',
      (by) => linkSlackUser(ada, null, by, shop.db),
      'Only an administrator may change Ada Admin, who is an administrator.',
    ],
    [
      'moving a manager, even oneself',
      (by) => setStore(dana, river, by, shop.db),
      'Only an administrator may change Dana Whitlock, who is a manager.',
    ],
  ])('%s', async (_, attempt, sentence) => {
    const before = await listStaff(shop.db)
    await expect(attempt(manager)).rejects.toThrow(sentence)
    expect(await listStaff(shop.db)).toEqual(before)
    expect(await audited()).toEqual([])
  })
})

test.each<[what: string, attempt: (by: Asker) => Promise<unknown>]>([
  ['a role', (by) => changeRole(noor, 'associate', by, shop.db)],
  ['a role of one’s own', (by) => changeRole(hank, 'admin', by, shop.db)],
  ['a store of one’s own', (by) => setStore(hank, oak, by, shop.db)],
  ['a new colleague', (by) => addStaff(pia, by, shop.db)],
])('an associate changes nothing on the staff list: %s', async (_, attempt) => {
  await expect(attempt(associate)).rejects.toThrow('Only managers and administrators may change the staff list.')
  expect(await audited()).toEqual([])
})

describe('there is always an administrator', () => {
  const sentence = 'Ada Admin is the only administrator, and there must be one.'

  test('the last one cannot be demoted or let go, not even in the terminal', async () => {
    await expect(changeRole(ada, 'manager', admin, shop.db)).rejects.toThrow(sentence)
    await expect(deactivate(ada, administrator, shop.db)).rejects.toThrow(sentence)
  })

  test('one who left does not count', async () => {
    await changeRole(dana, 'admin', admin, shop.db)
    await deactivate(dana, admin, shop.db)
    await expect(changeRole(ada, 'manager', admin, shop.db)).rejects.toThrow(sentence)
  })

  test('the last but one can, and two do not unmake each other at once', async () => {
    await changeRole(dana, 'admin', admin, shop.db)
    const second = await asker(shop.db, 'dana@shop.example')
    const both = await Promise.allSettled([
      changeRole(dana, 'manager', admin, shop.db),
      changeRole(ada, 'manager', second, shop.db),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await listStaff(shop.db)).filter(({ role }) => role === 'admin')).toHaveLength(1)
  })
})

describe('what cannot be is said in a sentence', () => {
  test.each<[what: string, attempt: () => Promise<unknown>, sentence: string]>([
    [
      'an address that is taken',
      () => addStaff({ ...pia, email: 'HANK@shop.example' }, admin, shop.db),
      'Hank Dombrowski is on the staff list with hank@shop.example already.',
    ],
    ['no address', () => addStaff({ ...pia, email: 'pia' }, admin, shop.db), '“pia” is not an e-mail address.'],
    ['no name', () => addStaff({ ...pia, name: ' ' }, admin, shop.db), 'A colleague needs a name.'],
    [
      'a Slack user that is taken',
      () => linkSlackUser(noor, 'U0HANK', admin, shop.db),
      'That Slack user is linked to Hank Dombrowski already.',
    ],
    [
      'a Slack user that is taken, for somebody new',
      () => addStaff({ ...pia, slackUserId: 'U0HANK' }, admin, shop.db),
      'That Slack user is linked to Hank Dombrowski already.',
    ],
    ['a store that is gone', () => setStore(noor, 99, admin, shop.db), 'There is no such store any more.'],
    [
      'a colleague who is gone',
      () => setStore(99, oak, admin, shop.db),
      'That colleague is not on the staff list any more.',
    ],
    ['a store that is misspelt', () => storeNamed('Oak Steet', shop.db), 'There is no store called Oak Steet.'],
  ])('%s', async (_, attempt, sentence) => {
    await expect(attempt()).rejects.toThrow(sentence)
    expect(await audited()).toEqual([])
  })
})

test('who may manage whom', () => {
  expect(mayManage(manager, { role: 'associate' })).toBe(true)
  expect(mayManage(manager, { role: 'manager' })).toBe(false)
  expect(mayManage(admin, { role: 'admin' })).toBe(true)
  expect(mayManage(associate, { role: 'associate' })).toBe(false)
})

describe('absences', () => {
  const christmas = { from: '2026-12-24', to: '2026-12-28' }

  test('everybody says when they are away themselves', async () => {
    await setAbsence({ staffId: hank, ...christmas, reason: 'on holiday' }, associate, shop.db)
    expect(await absences(shop.db, { staffId: hank, since: '2026-11-16' })).toEqual([
      { id: expect.any(Number), staffId: hank, ...christmas, reason: 'on holiday' },
    ])
    expect(await audited()).toMatchObject([
      { actor: 'hank@shop.example', action: 'set_absence', subject: 'hank@shop.example', details: christmas },
    ])
  })

  test('both ends are days away', async () => {
    await setAbsence({ staffId: hank, ...christmas }, associate, shop.db)
    const away = async (day: string) => [...(await awayOn(day, shop.db))]
    expect(await away('2026-12-23')).toEqual([])
    expect(await away('2026-12-24')).toEqual([hank])
    expect(await away('2026-12-28')).toEqual([hank])
    expect(await away('2026-12-29')).toEqual([])
  })

  test('for others it takes the right to manage them', async () => {
    await setAbsence({ staffId: hank, ...christmas }, manager, shop.db)
    await expect(setAbsence({ staffId: noor, ...christmas }, associate, shop.db)).rejects.toThrow(
      'You can say when you are away yourself; for somebody else it takes a manager.',
    )
    await expect(setAbsence({ staffId: ada, ...christmas }, manager, shop.db)).rejects.toThrow(
      'Only Ada Admin or an administrator may say when Ada Admin is away.',
    )
  })

  test('overlapping stretches become one, with the reason given first unless there is a new one', async () => {
    await setAbsence({ staffId: hank, ...christmas, reason: 'on holiday' }, associate, shop.db)
    const longer = await setAbsence({ staffId: hank, from: '2026-12-28', to: '2027-01-02' }, associate, shop.db)
    expect(longer).toMatchObject({ from: '2026-12-24', to: '2027-01-02', reason: 'on holiday' })
    expect(await absences(shop.db, { since: '2026-11-16' })).toHaveLength(1)
  })

  test('those of others stay apart, and those that are over are not listed', async () => {
    await setAbsence({ staffId: hank, from: '2026-11-01', to: '2026-11-15' }, admin, shop.db)
    await setAbsence({ staffId: noor, from: '2026-11-01', to: '2026-11-16' }, admin, shop.db)
    expect(await absences(shop.db, { since: '2026-11-16' })).toMatchObject([{ staffId: noor }])
  })

  test('one is taken back by whoever may set it', async () => {
    const { id } = await setAbsence({ staffId: dana, ...christmas }, manager, shop.db)
    await expect(clearAbsence(id, associate, shop.db)).rejects.toThrow('for somebody else it takes a manager')
    expect(await clearAbsence(id, manager, shop.db)).toMatchObject(christmas)
    await expect(clearAbsence(id, manager, shop.db)).rejects.toThrow('That absence is not there any more.')
    expect((await audited()).map(({ action }) => action)).toEqual(['set_absence', 'clear_absence'])
  })

  test('the last day is not before the first', async () => {
    await expect(
      setAbsence({ staffId: hank, from: '2026-12-28', to: '2026-12-24' }, associate, shop.db),
    ).rejects.toThrow('The last day away (2026-12-24) is before the first (2026-12-28).')
  })
})
