import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import { addDays } from '../../src/ask/days.ts'
import { openPools, type Pools } from '../../src/db/database.ts'
import type { Day } from '../../src/db/schema.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import { type Act, act, closeByThemselves } from '../../src/digest/acting.ts'
import { candidates } from '../../src/digest/candidates.ts'
import { openMorning } from '../../src/digest/digest.ts'
import { entryShown } from '../../src/digest/entry.ts'
import { changeFollowUp } from '../../src/digest/follow-ups.ts'
import { readDigest, writeDown } from '../../src/digest/make.ts'
import type { Recipient, Target } from '../../src/digest/recipients.ts'
import type { DigestRun } from '../../src/digest/runs.ts'
import { undo } from '../../src/digest/undo.ts'
import { ensureRules } from '../../src/treatments/rules.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { before, stock, type Town, today, townIn } from '../treatments/support.ts'

let shop: TestDatabase
let other: Pools
let town: Town
let dana: Asker
let hank: Asker
let staff: { readonly dana: number; readonly hank: number }
beforeAll(async () => {
  shop = await testDatabase()
  other = openPools(shop.url)
  await ensureRules(shop.db)
  await stock(shop.db)
  town = townIn(shop.db)
  staff = {
    dana: await town.staff('Dana', { role: 'manager', store: 'Oak Street' }),
    hank: await town.staff('Hank', { store: 'River Road' }),
  }
  dana = await asker(shop.db, 'dana@example.com')
  hank = await asker(shop.db, 'hank@example.com')
})
afterAll(async () => {
  await other[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

const now = new Date('2026-11-16T15:00:00Z')
const acting = { today, now }
const targetOf = (id: number, name: string): Target => ({
  ...{ kind: 'staff', id, email: `${name}@example.com`, name, role: 'manager', slackUserId: `U${name}` },
})

let days = 0

/** A digest of its own for Dana on a day of its own, written down. */
async function digest(recipient: Target = targetOf(staff.dana, 'Dana'), day: Day = today): Promise<DigestRun> {
  const { id } = await shop.db
    .insertInto('digest_runs')
    .values({ day, recipient: `test:${days++}`, due_at: now, claimed_until: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const whole: Recipient = { target: recipient, time: '08:00', weekdays: [1], timeZone: 'UTC', whenEmpty: 'silent' }
  const run: DigestRun = {
    id,
    what: 'digest',
    day,
    recipient: whole,
    dueAt: now,
    claimedUntil: now,
    attempt: 1,
    made: false,
  }
  await writeDown(shop.db, run, await openMorning(await town.context(day)), now)
  await shop.db.updateTable('digest_runs').set({ outcome: 'posted', finished_at: now }).where('id', '=', id).execute()
  return run
}

let numbered = 0

/** Somebody with a promise for today and nothing else, on Dana's list: their entry and their follow-up. */
async function promised(points: readonly ('email' | 'phone')[] = ['phone'], day: Day = today) {
  const name = `Customer ${numbered++}`
  await town.customer(name, { owner: 'Dana', consents: ['phone'], points })
  const followUp = await town.promise(name, day, 'Call about the drill')
  return { ...(await entryOf(name, day)), followUp }
}

/** Their entry on Dana's list. */
async function entryOf(name: string, day: Day = today) {
  const run = await digest(undefined, day)
  const item = (await readDigest(shop.db, run.id))?.items.find((each) => each.name === name)
  if (!item) throw new Error(`${name} is not on the list`)
  return { name, customerId: town.id(name), item: item.id, run: run.id }
}

const followUpOf = (id: number) =>
  shop.db.selectFrom('follow_ups').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const outcomesOf = (item: number) =>
  shop.db.selectFrom('outcomes').selectAll().where('item_id', '=', item).orderBy('id').execute()
const contactsOf = (customer: number) =>
  shop.db.selectFrom('interactions').selectAll().where('customer_id', '=', customer).orderBy('id').execute()
const stateOf = async (item: number) =>
  (await shop.db.selectFrom('digest_items').select('state').where('id', '=', item).executeTakeFirstOrThrow()).state
const isNamed = async (name: string, day: Day): Promise<boolean> =>
  (await candidates(await town.rules(), 1_000, await town.context(day))).some((each) => each.name === name)

describe('what a colleague says', () => {
  test.each<[string, Act, string, string, Day | null, Day | null]>([
    ['reached', { kind: 'reached' }, 'done', 'done', null, null],
    ['left a message', { kind: 'left_message' }, 'done', 'snoozed', before(-2), before(-2)],
    ['no answer', { kind: 'no_answer' }, 'done', 'snoozed', before(-2), before(-2)],
    ['wrong number', { kind: 'wrong_number' }, 'done', 'snoozed', before(-2), before(-1)],
    ['later', { kind: 'snoozed', until: before(-9) }, 'snoozed', 'snoozed', before(-9), before(-9)],
    ['not relevant', { kind: 'not_relevant', why: 'She moved away' }, 'not_relevant', 'cancelled', null, null],
    ['do not contact', { kind: 'do_not_contact' }, 'do_not_contact', 'cancelled', null, null],
  ])('%s: the promise is kept, put off or dropped, and never lost', async (_, what, state, status, until, again) => {
    const { item, run, name, followUp } = await promised()
    expect(await act(item, what, dana, acting, shop.db)).toEqual({ kind: 'done', runId: run })
    expect(await stateOf(item)).toBe(state)
    expect(await followUpOf(followUp)).toMatchObject({ status, snoozed_until: until })
    const days = Array.from({ length: 12 }, (_, at) => addDays(today, at + 1))
    const first = []
    for (const day of days) if (await isNamed(name, day)) first.push(day)
    expect(first[0] ?? null).toBe(again)
  })

  test('is an outcome for each reason, a contact in the timeline that resets the cadence, and in the audit log', async () => {
    const name = 'Ana Silva'
    await town.customer(name, { owner: 'Dana', consents: ['phone'], points: ['phone'], birthday: [11, 18] })
    await town.bought(name, before(40))
    await town.promise(name, today)
    const { item, customerId } = await entryOf(name)
    await act(item, { kind: 'reached' }, dana, acting, shop.db)
    const outcomes = await outcomesOf(item)
    expect(outcomes.map(({ kind, staff_id, on_day }) => [kind, staff_id, on_day])).toEqual(
      outcomes.map(() => ['reached', staff.dana, today]),
    )
    expect(outcomes.length).toBeGreaterThan(1)
    const [contact] = await contactsOf(customerId)
    expect(contact).toMatchObject({
      channel: 'phone',
      kind: 'call',
      direction: 'outbound',
      on_day: today,
      staff_id: staff.dana,
    })
    expect(contact?.summary).toBe('Reached. Promised for today: “Call about the drill”')
    expect(outcomes.every(({ interaction_id }) => interaction_id === contact?.id)).toBe(true)
    const summary = await shop.db
      .selectFrom('customer_summaries')
      .select('last_contacted_day')
      .where('customer_id', '=', customerId)
      .executeTakeFirstOrThrow()
    expect(summary.last_contacted_day).toBe(today)
    const audit = await shop.db
      .selectFrom('audit_log')
      .select(['actor', 'details'])
      .where('subject', '=', `entry ${item}`)
      .execute()
    expect(audit).toEqual([{ actor: 'dana@example.com', details: { kind: 'reached' } }])
  })

  test('of somebody who agreed to no channel was said in the shop', async () => {
    const name = 'Nora Quiet'
    await town.customer(name, { owner: 'Dana', consents: [] })
    await town.promise(name, today)
    const { item, customerId } = await entryOf(name)
    await act(item, { kind: 'reached' }, dana, acting, shop.db)
    expect((await contactsOf(customerId)).map(({ channel, kind }) => [channel, kind])).toEqual([['store', 'visit']])
  })

  test('“later” and “not relevant” are no contact', async () => {
    const one = await promised()
    await act(one.item, { kind: 'snoozed', until: before(-3) }, dana, acting, shop.db)
    const other = await promised()
    await act(other.item, { kind: 'not_relevant', why: 'Moved' }, dana, acting, shop.db)
    expect([...(await contactsOf(one.customerId)), ...(await contactsOf(other.customerId))]).toEqual([])
    expect((await outcomesOf(other.item)).map(({ reason }) => reason)).toEqual(['Moved'])
  })

  test('do not contact holds everywhere', async () => {
    const { item, customerId, name } = await promised()
    await town.promise(name, before(-1), 'Something else')
    await act(item, { kind: 'do_not_contact' }, dana, acting, shop.db)
    const row = await shop.db
      .selectFrom('customers')
      .select('do_not_contact')
      .where('id', '=', customerId)
      .executeTakeFirstOrThrow()
    expect(row.do_not_contact).toBe(true)
    expect(await isNamed(name, before(-1))).toBe(false)
  })
})

describe('a wrong number', () => {
  test('takes the number that is called first out, keeps a second one, and asks for the right one tomorrow', async () => {
    const { item, customerId, name } = await promised()
    await shop.db
      .insertInto('contact_points')
      .values({
        customer_id: customerId,
        kind: 'phone',
        raw: 'second',
        normalized: 'second',
        valid: true,
        is_primary: false,
        source: 'test',
      })
      .execute()
    await act(item, { kind: 'wrong_number' }, dana, acting, shop.db)
    const points = await shop.db
      .selectFrom('contact_points')
      .select(['raw', 'valid'])
      .where('customer_id', '=', customerId)
      .orderBy('id')
      .execute()
    expect(points).toEqual([
      { raw: `phone of ${name}`, valid: false },
      { raw: 'second', valid: true },
    ])
    const task = await shop.db
      .selectFrom('follow_ups')
      .selectAll()
      .where('customer_id', '=', customerId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(task).toMatchObject({
      due_on: before(-1),
      assigned_to: staff.dana,
      reason: 'The phone number on file is wrong: ask for the right one.',
    })
    expect(await isNamed(name, before(-1))).toBe(true)
  })
})

describe('a second click', () => {
  test('changes nothing, and says who was first', async () => {
    const { item, run } = await promised()
    await act(item, { kind: 'reached' }, dana, acting, shop.db)
    expect(await act(item, { kind: 'do_not_contact' }, hank, acting, shop.db)).toEqual({
      ...{ kind: 'already', runId: run, state: 'done', by: 'Dana' },
    })
    expect(await outcomesOf(item)).toHaveLength(1)
  })

  test('at the same moment is heard once', async () => {
    const { item, customerId } = await promised()
    const acted = await Promise.all([
      act(item, { kind: 'reached' }, dana, acting, shop.db),
      act(item, { kind: 'no_answer' }, hank, acting, other.db),
      act(item, { kind: 'wrong_number' }, dana, acting, other.db),
    ])
    expect(acted.map(({ kind }) => kind).toSorted()).toEqual(['already', 'already', 'done'])
    expect(await outcomesOf(item)).toHaveLength(1)
    expect(await contactsOf(customerId)).toHaveLength(1)
  })
})

/** Everything that is kept about a customer. */
async function recordOf(customerId: number) {
  const tables = ['contact_points', 'consents', 'follow_ups', 'interactions', 'outcomes', 'customer_summaries'] as const
  const whole = tables.map((table) =>
    sql`select * from ${sql.table(table)} t where customer_id = ${customerId} order by t::text`.execute(shop.db),
  )
  const own = sql`select do_not_contact from customers where id = ${customerId}`.execute(shop.db)
  const entries = sql`select * from digest_items where customer_id = ${customerId}`.execute(shop.db)
  return (await Promise.all([...whole, own, entries])).map(({ rows }) => rows)
}

test('a promise that was kept by a click is opened again for tomorrow: the contact of today stays', async () => {
  const { item, followUp, name } = await promised()
  await act(item, { kind: 'reached' }, dana, acting, shop.db)
  expect(await changeFollowUp(followUp, { kind: 'reopened' }, dana, acting, shop.db)).toBe(true)
  expect(await followUpOf(followUp)).toMatchObject({ status: 'snoozed', snoozed_until: before(-1) })
  expect([await isNamed(name, today), await isNamed(name, before(-1))]).toEqual([false, true])
})

describe('a slip', () => {
  const later = new Date(now.getTime() + 3_600_000)

  test.each<[string, Act]>([
    ['reached', { kind: 'reached' }],
    ['left a message', { kind: 'left_message' }],
    ['no answer', { kind: 'no_answer' }],
    ['wrong number', { kind: 'wrong_number' }],
    ['later', { kind: 'snoozed', until: before(-9) }],
    ['not relevant', { kind: 'not_relevant', why: 'Moved away' }],
    ['do not contact', { kind: 'do_not_contact' }],
  ])('“%s” is taken back with all that followed from it, and can be said again', async (_, what) => {
    const { item, customerId, run } = await promised()
    const untouched = await recordOf(customerId)
    await act(item, what, dana, acting, shop.db)
    expect(await recordOf(customerId)).not.toEqual(untouched)
    expect(await undo(item, dana, later, shop.db)).toEqual({ kind: 'undone', runId: run })
    expect(await recordOf(customerId)).toEqual(untouched)
    const audit = await shop.db
      .selectFrom('audit_log')
      .selectAll()
      .where('subject', '=', `entry ${item}`)
      .orderBy('id')
      .execute()
    expect(audit.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'digest_outcome dana@example.com',
      'undo_digest_outcome dana@example.com',
    ])
    expect(await undo(item, dana, later, shop.db)).toEqual({ kind: 'open', runId: run })
    expect((await act(item, { kind: 'reached' }, dana, acting, shop.db)).kind).toBe('done')
  })

  test('is taken back by whoever made it or a manager, within a day', async () => {
    const { item, run } = await promised()
    await act(item, { kind: 'reached' }, dana, acting, shop.db)
    expect(await undo(item, hank, later, shop.db)).toEqual({ kind: 'not_theirs', by: 'Dana' })
    expect(await undo(item, dana, new Date(now.getTime() + 86_400_001), shop.db)).toEqual({ kind: 'too_late' })
    expect(await stateOf(item)).toBe('done')
    expect(await undo(item, dana, new Date(now.getTime() + 86_400_000), shop.db)).toMatchObject({ kind: 'undone' })
    await act(item, { kind: 'no_answer' }, hank, acting, shop.db)
    expect(await undo(item, dana, later, shop.db)).toEqual({ kind: 'undone', runId: run })
  })

  test('leaves what somebody changed since, and a ban that was there before', async () => {
    const { item, customerId, followUp } = await promised()
    await shop.db.updateTable('customers').set({ do_not_contact: true }).where('id', '=', customerId).execute()
    await act(item, { kind: 'do_not_contact' }, dana, acting, shop.db)
    await shop.db.updateTable('follow_ups').set({ status: 'done' }).where('id', '=', followUp).execute()
    expect((await undo(item, dana, later, shop.db)).kind).toBe('undone')
    expect((await followUpOf(followUp)).status).toBe('done')
    expect((await recordOf(customerId)).at(-2)).toEqual([{ do_not_contact: true }])
    await act(item, { kind: 'not_relevant', why: 'Moved away' }, dana, acting, shop.db)
  })

  test('of a customer who was merged, erased or belongs to another store changes nothing', async () => {
    const [merged, erased, foreign] = [await promised(), await promised(), await promised()]
    for (const { item } of [merged, erased, foreign]) await act(item, { kind: 'reached' }, hank, acting, shop.db)
    const kept = await town.customer(`Kept ${numbered++}`)
    await shop.db.updateTable('customers').set({ merged_into_id: kept }).where('id', '=', merged.customerId).execute()
    await shop.db.updateTable('customers').set({ erased_at: now }).where('id', '=', erased.customerId).execute()
    const narrow = await asker(shop.db, 'hank@example.com', { associateScope: 'store' })
    expect(await undo(merged.item, dana, later, shop.db)).toEqual({ kind: 'merged' })
    expect(await undo(erased.item, dana, later, shop.db)).toEqual({ kind: 'gone' })
    expect(await undo(foreign.item, narrow, later, shop.db)).toEqual({ kind: 'gone' })
  })

  test('cannot be taken back where the customer ordered by themselves', async () => {
    const { item } = await promised()
    await shop.db.updateTable('digest_items').set({ state: 'ordered', closed_at: now }).where('id', '=', item).execute()
    expect(await undo(item, dana, later, shop.db)).toEqual({ kind: 'by_itself' })
  })
})

describe('a click on an entry', () => {
  test('that is not there, or no number, changes nothing', async () => {
    expect(await act(9_999_999, { kind: 'reached' }, dana, acting, shop.db)).toEqual({ kind: 'gone' })
    expect(await entryShown(shop.db, Number('x'), dana)).toBeNull()
  })

  test('whose customer was erased changes nothing, also while it happens', async () => {
    const { item, customerId } = await promised()
    const erasing = await other.db.startTransaction().execute()
    await erasing.updateTable('customers').set({ erased_at: now }).where('id', '=', customerId).execute()
    const clicked = act(item, { kind: 'reached' }, dana, acting, shop.db)
    await new Promise((resolve) => setTimeout(resolve, 150))
    await erasing.commit().execute()
    expect(await clicked).toEqual({ kind: 'gone' })
    expect(await entryShown(shop.db, item, dana)).toBeNull()
    expect(await contactsOf(customerId)).toEqual([])
  })

  test('whose customer was merged away goes to who they are now, also while it happens', async () => {
    const { item, customerId } = await promised()
    const kept = await town.customer(`Kept ${numbered++}`)
    const last = await town.customer(`Kept ${numbered++}`)
    await shop.db.updateTable('customers').set({ merged_into_id: last }).where('id', '=', kept).execute()
    const merging = await other.db.startTransaction().execute()
    await merging.updateTable('customers').set({ merged_into_id: kept }).where('id', '=', customerId).execute()
    const clicked = act(item, { kind: 'reached' }, dana, acting, shop.db)
    await new Promise((resolve) => setTimeout(resolve, 150))
    await merging.commit().execute()
    expect((await clicked).kind).toBe('done')
    expect(await contactsOf(customerId)).toEqual([])
    expect(await contactsOf(last)).toHaveLength(1)
    expect((await outcomesOf(item)).map(({ customer_id }) => customer_id)).toEqual([last])
  })

  test('of a customer whom they may not see changes nothing', async () => {
    const { item } = await promised()
    const narrow = await asker(shop.db, 'hank@example.com', { associateScope: 'store' })
    expect(await act(item, { kind: 'reached' }, narrow, acting, shop.db)).toEqual({ kind: 'gone' })
    expect(await entryShown(shop.db, item, narrow)).toBeNull()
    expect(await stateOf(item)).toBe('open')
  })
})

describe('entries close by themselves', () => {
  const close = (day: Day = today) => closeByThemselves(shop.db, { today: day, now })

  async function birthday(): Promise<{ readonly name: string; readonly item: number; readonly run: number }> {
    const name = `Customer ${numbered++}`
    await town.customer(name, { owner: 'Dana', birthday: [11, 18] })
    await town.bought(name, before(40))
    return entryOf(name)
  }

  test('when the customer orders, on the day or later, not by an order given back', async () => {
    const [one, two, three] = [await birthday(), await birthday(), await birthday()]
    await town.bought(one.name, today)
    await town.bought(two.name, today, [['ROPE', 10, 1, 1]])
    await town.bought(three.name, before(-2))
    await town.settle()
    expect(await close()).toEqual([one.run])
    expect([await stateOf(one.item), await stateOf(two.item), await stateOf(three.item)]).toEqual([
      'ordered',
      'open',
      'open',
    ])
    expect(await close(before(-2))).toEqual([three.run])
    expect((await outcomesOf(one.item)).every(({ kind, staff_id }) => kind === 'ordered' && staff_id === null)).toBe(
      true,
    )
    expect(await close()).toEqual([])
    const clicked = await act(one.item, { kind: 'reached' }, dana, acting, shop.db)
    expect(clicked).toMatchObject({ kind: 'already', state: 'ordered', by: null })
  })

  test('when the promise is kept or the case settled, not because the customer ordered', async () => {
    const { item, run, name, followUp } = await promised()
    await town.bought(name, today, [['ROPE', 10]])
    await town.settle()
    expect(await close()).toEqual([])
    await shop.db.updateTable('follow_ups').set({ status: 'done', closed_at: now }).where('id', '=', followUp).execute()
    expect(await close()).toEqual([run])
    expect(await stateOf(item)).toBe('solved')

    const other = `Customer ${numbered++}`
    await town.customer(other, { owner: 'Dana' })
    const complaint = await town.case(other, before(3))
    const entry = await entryOf(other)
    expect(await close()).toEqual([])
    await shop.db
      .updateTable('service_cases')
      .set({ status: 'resolved', resolved_at: now })
      .where('id', '=', complaint)
      .execute()
    expect(await close()).toEqual([entry.run])
  })

  test('not while there is another reason', async () => {
    const name = `Customer ${numbered++}`
    await town.customer(name, { owner: 'Dana', birthday: [11, 18] })
    await town.bought(name, before(40))
    const followUp = await town.promise(name, today)
    const { item, run } = await entryOf(name)
    await shop.db.updateTable('follow_ups').set({ status: 'done', closed_at: now }).where('id', '=', followUp).execute()
    expect(await close()).toEqual([])
    expect(await stateOf(item)).toBe('open')
    await town.bought(name, today)
    await town.settle()
    expect(await close()).toEqual([run])
    expect(await stateOf(item)).toBe('ordered')
  })
})

describe('written down', () => {
  test('twice, it stays as it was', async () => {
    const { run, item } = await promised()
    const whole = { ...(await digest()), id: run }
    await shop.db.updateTable('digest_runs').set({ more: 77 }).where('id', '=', run).execute()
    await writeDown(shop.db, whole, await openMorning(await town.context()), now)
    const written = await readDigest(shop.db, run)
    expect(written?.items.map(({ id }) => id)).toContain(item)
    expect(written?.more).toBe(77)
  })

  test('nobody is on two lists of a day: a channel has who is left', async () => {
    const day = before(-60)
    const names = [`Customer ${numbered++}`, `Customer ${numbered++}`]
    for (const name of names) {
      await town.customer(name, { owner: name === names[0] ? 'Dana' : 'Hank' })
      await town.promise(name, day)
    }
    const first = await digest(undefined, day)
    const channel = { kind: 'channel', channel: 'C1', storeId: null, store: null } as const
    const second = await digest(channel, day)
    const listed = async (run: DigestRun) => (await readDigest(shop.db, run.id))?.items.map(({ name }) => name)
    expect(await listed(first)).toContain(names[0])
    expect(await listed(first)).not.toContain(names[1])
    expect(await listed(second)).toEqual([names[1]])
  })

  test('at the same moment for two recipients, nobody is on both', async () => {
    const day = before(-100)
    const name = `Customer ${numbered++}`
    await town.customer(name, { owner: 'Dana' })
    await town.promise(name, day)
    const channel = { kind: 'channel', channel: 'C2', storeId: null, store: null } as const
    const runs = await Promise.all([digest(undefined, day), digest(channel, day)])
    const lists = await Promise.all(runs.map((run) => readDigest(shop.db, run.id)))
    expect(lists.flatMap((list) => list?.items ?? []).filter((item) => item.name === name)).toHaveLength(1)
  })

  test('a rule is counted where it alone decided', async () => {
    const day = before(-200)
    await shop.db.deleteFrom('treatment_eligibilities').execute()
    const settings = { ...defaultSettings, holdoutPercent: 30 }
    for (let at = 0; at < 40; at++) {
      const name = `Eligible ${at}`
      await town.customer(name, { owner: 'Hank', birthday: [6, 5] })
      await town.bought(name, before(40))
      if (at % 2 === 0) await town.promise(name, day)
    }
    const { id } = await shop.db
      .insertInto('digest_runs')
      .values({ day, recipient: 'test:eligible', due_at: now, claimed_until: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    const whole: Recipient = {
      target: targetOf(staff.hank, 'Hank'),
      time: '08:00',
      weekdays: [1],
      timeZone: 'UTC',
      whenEmpty: 'silent',
    }
    const run: DigestRun = {
      id,
      what: 'digest',
      day,
      recipient: whole,
      dueAt: now,
      claimedUntil: now,
      attempt: 1,
      made: false,
    }
    const context = await town.context(day, { ...settings, digestCustomers: 50, topPercent: 1 })
    await writeDown(shop.db, run, await openMorning(context), now)
    const counted = await shop.db
      .selectFrom('treatment_eligibilities as e')
      .innerJoin('customers as c', 'c.id', 'e.customer_id')
      .innerJoin('treatment_rules as r', 'r.id', 'e.rule_id')
      .select(['c.display_name as name', 'r.code', 'e.arm'])
      .execute()
    const named = new Set((await readDigest(shop.db, id))?.items.map((item) => item.name))
    expect(counted.length).toBeGreaterThan(10)
    // Nobody with a promise: they would have been named anyway.
    expect(counted.filter(({ name }) => Number(name.split(' ')[1]) % 2 === 0)).toEqual([])
    for (const { name, arm } of counted) expect(named.has(name), `${name} ${arm}`).toBe(arm === 'contact')
    expect(counted.some(({ arm }) => arm === 'holdout')).toBe(true)
  })
})
