import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { command as askCommand } from '../../src/cli/ask.ts'
import { findings } from '../../src/cli/checks.ts'
import type { Args, Command } from '../../src/cli/command.ts'
import { command as settingsCommand } from '../../src/cli/settings.ts'
import type { SlackDoor } from '../../src/cli/slack-checks.ts'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import { changeSettings, settingHistory } from '../../src/db/settings.ts'
import { openCast, today } from '../ask/cast.ts'
import { all, field, is, list } from '../ask/plan-words.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())
afterEach(() => changeSettings(shop.db, { associate_scope: 'all' }, 'test'))

const opened = (): Promise<Context> => openContext(readConfig({ DATABASE_URL: shop.url }), { asOf: today })

async function printed(command: Command, positionals: readonly string[], more: Partial<Args>): Promise<string> {
  await using context = await opened()
  const out: string[] = []
  const print = (text: string) => void out.push(text)
  await command.run(context, { positionals, flags: {}, json: true, as: undefined, print, say: () => {}, ...more })
  return out.join('\n')
}

const refsSeenBy = async (as: string | undefined) => {
  const plan = JSON.stringify(list({ columns: [field('customer.email')] }))
  const { rows, columns, notes } = JSON.parse(await printed(askCommand, [], { as, flags: { plan } }))
  return { refs: rows.map((row: readonly string[]) => row[0]), columns: columns.length, notes }
}

describe('ask --as', () => {
  test('holds to the store of the colleague and keeps contact details from them', async () => {
    await changeSettings(shop.db, { associate_scope: 'store' }, 'test')
    const { refs, columns, notes } = await refsSeenBy('U0HANK')
    expect(refs).toEqual(['B1', 'F1', 'G1', 'J1'])
    expect(columns).toBe(2)
    expect(notes).toContain('E-mail is for managers.')
    expect(notes).toContain('Customers of River Road only: that is what you see.')
  })

  test('shows a manager, and the machine’s administrator, everything', async () => {
    await changeSettings(shop.db, { associate_scope: 'store' }, 'test')
    for (const as of ['U0DANA', undefined]) {
      const { refs, columns } = await refsSeenBy(as)
      expect(refs).toHaveLength(8)
      expect(columns).toBe(3)
    }
  })

  test('declines what lies outside', async () => {
    await changeSettings(shop.db, { associate_scope: 'store' }, 'test')
    const plan = JSON.stringify(list({ where: all(is('customer.store', 'Oak Street')) }))
    expect(JSON.parse(await printed(askCommand, [], { as: 'U0HANK', flags: { plan } }))).toMatchObject({
      kind: 'decline',
      reason: 'You see only the customers of River Road. For “Oak Street” ask a manager.',
    })
  })
})

describe('settings --as', () => {
  test('an associate changes nothing', async () => {
    await expect(printed(settingsCommand, ['set', 'exports=everyone'], { as: 'U0HANK' })).rejects.toThrow(
      'Only managers and administrators may change the settings.',
    )
  })

  test('a manager does, by name', async () => {
    await printed(settingsCommand, ['set', 'exports=everyone'], { as: 'U0DANA' })
    expect((await settingHistory(shop.db))[0]).toMatchObject({ key: 'exports', by: 'dana@cast.example' })
  })
})

describe('doctor says who sees whom', () => {
  const finding = async () => {
    const noSlack: SlackDoor = { probe: () => Promise.reject(new Error('no token')), neededScopes: async () => [] }
    const found = await Array.fromAsync(findings(readConfig({ DATABASE_URL: shop.url }), noSlack))
    return found.find(({ subject }) => subject === 'Who sees whom')
  }

  test('when nothing is limited', async () => {
    expect(await finding()).toMatchObject({ kind: 'good', says: 'associates see every customer' })
  })

  test('when stores are, and names whom that leaves out', async () => {
    await changeSettings(shop.db, { associate_scope: 'store' }, 'test')
    expect(await finding()).toMatchObject({ kind: 'good', says: 'associates see the customers of their store' })
    await sql`update staff set store_id = null where email = 'hank@cast.example'`.execute(shop.db)
    expect(await finding()).toMatchObject({
      kind: 'note',
      says: 'associates see the customers of their store; without a store, and so refused: hank@cast.example',
    })
  })

  test('and when PostgreSQL does not hold to it, with the mend', async () => {
    await changeSettings(shop.db, { associate_scope: 'owner' }, 'test')
    await sql`alter table orders disable row level security`.execute(shop.db)
    expect(await finding()).toMatchObject({
      kind: 'fault',
      says: 'PostgreSQL hides nothing of orders',
      mend: 'npm run -s cli -- settings set associate_scope=all, and then associate_scope=owner',
    })
  })
})
