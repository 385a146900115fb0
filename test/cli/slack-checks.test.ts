import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/cli/checks.ts'
import { digestFinding } from '../../src/cli/digest-check.ts'
import {
  type Probed,
  type SlackDoor,
  schedulesFinding,
  slackFindings,
  staffFinding,
} from '../../src/cli/slack-checks.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { UserError } from '../../src/errors.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const working: Probed = {
  identity: { team: 'T0HERON', teamName: 'Heron & Spoke', botUserId: 'U0BOT' },
  scopes: ['chat:write', 'users:read'],
  connection: 'open',
}

/** What doctor says when Slack answers so. */
async function told(probed: Partial<Probed>, tokens = { botToken: 'xoxb-1', appToken: 'xapp-1' }) {
  const door: SlackDoor = {
    probe: async () => ({ ...working, ...probed }),
    neededScopes: async () => ['chat:write', 'users:read'],
  }
  return (await Array.fromAsync(slackFindings(tokens, door))).map(line)
}

const line = ({ kind, subject, says }: Finding): string => `${kind} ${subject}: ${says}`

describe('Slack', () => {
  test('that works is said with its name, way and scopes', async () => {
    expect(await told({})).toEqual([
      'good Slack: bot U0BOT in Heron & Spoke (T0HERON)',
      'good Slack: Socket Mode, and a connection opens',
      'good Scopes: all 2 of manifest.yml',
    ])
  })

  test('by HTTP has no connection to open', async () => {
    expect(await told({ connection: null })).toContain('good Slack: HTTP with a signing secret')
  })

  test('without a token is the local workspace', async () => {
    const door: SlackDoor = { probe: () => Promise.reject(new Error('asked')), neededScopes: async () => [] }
    const found = await Array.fromAsync(slackFindings({}, door))
    expect(found.map(line)).toEqual([
      'note Slack: no token; npm start opens the local workspace in the browser instead',
    ])
  })

  test.each<[fault: string, probed: Partial<Probed>, said: string]>([
    [
      'a token that does not work',
      { identity: new UserError('Slack does not know the bot token in SLACK_BOT_TOKEN.') },
      'fault Slack: Slack does not know the bot token in SLACK_BOT_TOKEN.',
    ],
    [
      'an app token that opens nothing',
      { connection: new UserError('Slack does not accept the app token in SLACK_APP_TOKEN.') },
      'fault Slack: Slack does not accept the app token in SLACK_APP_TOKEN.',
    ],
    ['scopes that are missing', { scopes: ['chat:write'] }, 'fault Scopes: missing: users:read'],
    [
      'scopes that are of no use',
      { scopes: ['chat:write', 'users:read', 'channels:join'] },
      'note Scopes: granted, but of no use: channels:join',
    ],
    ['scopes that Slack does not tell', { scopes: null }, 'note Scopes: Slack does not say which the token has'],
  ])('with %s is told', async (_, probed, said) => {
    expect(await told(probed)).toContain(said)
  })
})

describe('the shop', () => {
  let shop: TestDatabase
  beforeAll(async () => {
    shop = await testDatabase()
    await shop.db
      .insertInto('staff')
      .values([
        { email: 'dana@shop.example', name: 'Dana', role: 'admin' },
        { email: 'hank@shop.example', name: 'Hank', slack_user_id: 'U0HANK' },
        { email: 'gone@shop.example', name: 'Gone', active: false },
      ])
      .execute()
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  test('without an administrator in Slack needs one, where there is a Slack', async () => {
    expect(line(await staffFinding(shop.db, true))).toBe(
      'fault Staff: 1 of 2 are linked to Slack, and no administrator among them',
    )
    expect((await staffFinding(shop.db, false)).kind).toBe('note')
  })

  test('with one is fine', async () => {
    await shop.db.updateTable('staff').set({ slack_user_id: 'U0DANA' }).where('name', '=', 'Dana').execute()
    expect(line(await staffFinding(shop.db, true))).toBe('good Staff: 2 of 2 are linked to Slack')
  })

  test.each<[what: string, next: string | null, because: string | null, said: string]>([
    ['to come', '2999-01-01T00:00:00Z', null, 'good Schedules: 1 active'],
    ['paused', null, null, 'good Schedules: 0 active, 1 paused'],
    ['stopped', null, 'It could not be sent.', 'note Schedules: 0 active, 1 stopped by faults'],
    ['overdue', '2020-01-01T00:00:00Z', null, 'fault Schedules: 1 active, 1 overdue'],
  ])('tells of an answer that is %s', async (_, next, because, said) => {
    await shop.db.deleteFrom('schedules').execute()
    await shop.db
      .insertInto('schedules')
      .values({
        ...{ owner_user: 'U0HANK', question: 'revenue', reading: 'Revenue', plan: '{}', recurrence: '{}' },
        ...{ state: next === null ? 'paused' : 'active', next_at: next, paused_because: because },
        ...{ created_at: '2020-01-01T00:00:00Z', changed_at: '2020-01-01T00:00:00Z' },
      })
      .execute()
    expect(line(await schedulesFinding(shop.db))).toBe(said)
  })
})

describe('the digest', () => {
  let shop: TestDatabase
  const now = new Date('2026-11-16T15:00:00Z')
  const told = async (inSlack = true) => line(await digestFinding(shop.db, inSlack, now))
  beforeAll(async () => {
    shop = await testDatabase()
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  test('for nobody is worth knowing', async () => {
    expect(await told()).toBe('note Digest: nobody is sent one')
  })

  test('for colleagues who are not linked names them, where there is a Slack', async () => {
    await shop.db
      .insertInto('staff')
      .values([
        { email: 'dana@shop.example', name: 'Dana', slack_user_id: 'U0DANA' },
        { email: 'hank@shop.example', name: 'Hank' },
      ])
      .execute()
    expect(await told()).toBe(
      'note Digest: 2 recipients; not linked to Slack or not found there, and so sent none: hank@shop.example',
    )
    expect(await told(false)).toBe('good Digest: 2 recipients')
  })

  test('for somebody whom Slack does not know names them, and is no fault', async () => {
    const { id } = await shop.db.selectFrom('staff').select('id').where('name', '=', 'Dana').executeTakeFirstOrThrow()
    const at = { due_at: '2026-11-13T14:00:00Z', claimed_until: '2026-11-13T14:02:00Z' }
    const how = { outcome: 'failed' as const, fault: 'not in this Slack', finished_at: '2026-11-13T14:01:00Z' }
    const run = { day: '2026-11-13', recipient: `staff:${id}`, staff_id: id, ...at, ...how }
    await shop.db.insertInto('digest_runs').values(run).execute()
    expect(await told()).toContain('sent none: hank@shop.example, dana@shop.example')
    expect(await told(false)).toBe('good Digest: 2 recipients')
    await shop.db.deleteFrom('digest_runs').execute()
  })

  test.each([
    [{ outcome: 'failed' as const, fault: 'shared channel' }, '1 failed (shared channel)'],
    [{ outcome: 'late' as const, fault: null }, '1 not sent before the morning was over'],
  ])('that went wrong in the last week is a fault: %o', async (how, said) => {
    const day = '2026-11-13'
    const at = { due_at: `${day}T14:00:00Z`, claimed_until: `${day}T14:02:00Z`, finished_at: `${day}T18:00:00Z` }
    await shop.db
      .insertInto('digest_runs')
      .values({ day, recipient: 'staff:1', ...at, ...how })
      .execute()
    expect(await told()).toBe(`fault Digest: 2 recipients; in the last week ${said}`)
    await shop.db.deleteFrom('digest_runs').execute()
  })

  test('without a day to come on is a fault', async () => {
    const days = Array.from({ length: 14 }, (_, at) => `2026-11-${16 + at}`).filter((day) => day <= '2026-11-30')
    await changeSettings(shop.db, { holidays: days.join(',') }, 'test')
    expect(await told()).toContain('no working day in the next two weeks for dana@shop.example, hank@shop.example')
  })
})
