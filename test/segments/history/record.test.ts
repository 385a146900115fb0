import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Clause } from '../../../src/ask/plan.ts'
import { changeSettings } from '../../../src/db/settings.ts'
import { empty } from '../../support/empty.ts'
import { customer, order } from '../../support/shop.ts'
import { openRecordedShop, type RecordedShop, saveRule } from './recorded-shop.ts'

let recorded: RecordedShop
beforeAll(async () => {
  recorded = await openRecordedShop()
})
afterAll(() => recorded[Symbol.asyncDispose]())

/** Ana buys every five days, which counts as a gap of fourteen, and stops; Ben bought once; Cleo has not bought yet. */
let [ana, ben] = [0, 0]
const anaBuys = ['2026-09-26', '2026-10-01', '2026-10-06', '2026-10-11']
const today = '2026-11-16'

beforeEach(async () => {
  await empty(recorded.db, 'customers', 'orders', 'segments', 'settings', 'segment_memberships')
  ana = await customer(recorded.db, 'Ana', '2026-06-01')
  ben = await customer(recorded.db, 'Ben', '2026-06-01')
  await customer(recorded.db, 'Cleo', '2026-10-20')
  for (const day of anaBuys) await buys(ana, day)
  await buys(ben, '2026-09-28', 10)
  await recorded.refresh()
})

async function buys(who: number, day: string, price = 100): Promise<void> {
  await order(recorded.db, { ref: `${who} ${day}`, customer: who, at: `${day}T12:00:00Z`, lines: [{ price }] })
}

/** The stays in one segment: `Ana 2026-10-26 – 2026-11-09`. */
async function stays(name: string): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat(c.display_name, ' ', m.valid_from, ' – ', m.valid_to) as line
    from segment_memberships m
    join segments s on s.id = m.segment_id
    join customers c on c.id = m.customer_id
    where s.name = ${name} order by c.id, m.valid_from
  `.execute(recorded.db)
  return rows.map(({ line }) => line)
}

async function known(name: string): Promise<object | undefined> {
  const { rows } = await sql<object>`
    select h.from_day as from, h.daily_from as daily, h.step, h.until_day as until
    from segment_histories h join segments s on s.id = h.segment_id where s.name = ${name}
  `.execute(recorded.db)
  return rows[0]
}

describe('a new shop', () => {
  test('has its past at once, day by day from the first order on', async () => {
    const report = await recorded.record(today)
    expect(await known('lapsed')).toEqual({ from: '2026-09-26', daily: '2026-09-26', step: 'day', until: today })
    expect(report).toMatchObject({ days: 52 })
    expect(report.segments).toBeGreaterThan(25)
  })

  test('shows when somebody entered and when they left', async () => {
    await recorded.record(today)
    expect(await stays('repeat')).toEqual(['Ana 2026-10-01 – '])
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – '])
    expect(await stays('due')).toEqual(['Ana 2026-10-26 – 2026-11-09'])
    expect(await stays('one_time')).toEqual(['Ana -infinity – 2026-10-01', 'Ben 2026-09-28 – '])
  })

  test('knows of a customer from the day they were recorded', async () => {
    await recorded.record(today)
    expect(await stays('prospect')).toEqual(['Ben -infinity – 2026-09-28', 'Cleo 2026-10-20 – '])
  })

  test('without a single order has a history from today on', async () => {
    await sql`truncate orders cascade`.execute(recorded.db)
    await recorded.refresh()
    await recorded.record(today)
    expect(await known('prospect')).toMatchObject({ from: today, until: today })
    expect(await stays('prospect')).toEqual(['Ana -infinity – ', 'Ben -infinity – ', 'Cleo -infinity – '])
  })

  test('without a customer is recorded as well', async () => {
    await sql`truncate customers, orders cascade`.execute(recorded.db)
    await recorded.refresh()
    expect(await recorded.record(today)).toMatchObject({ entered: 0, left: 0 })
    expect(await known('champion')).toMatchObject({ from: today })
  })
})

describe('each night', () => {
  test('looks at the last day again, which was not over, and at the new one', async () => {
    await recorded.record(today)
    await buys(ana, today)
    await recorded.refresh()
    expect(await recorded.record('2026-11-17')).toMatchObject({ days: 2, entered: expect.any(Number) })
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – 2026-11-16'])
  })

  test('reopens the stay of somebody who left on the last day only as it looked in the morning', async () => {
    await recorded.record('2026-11-15')
    await buys(ana, today)
    await recorded.refresh()
    await recorded.record(today)
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – 2026-11-16'])
    await sql`delete from order_lines using orders where orders.id = order_id and ordered_day = ${today}`.execute(
      recorded.db,
    )
    await recorded.refresh()
    await recorded.record('2026-11-17')
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – '])
  })

  test('makes up for the nights that were missed', async () => {
    await recorded.record('2026-10-17')
    expect(await recorded.record(today)).toMatchObject({ days: 31 })
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – '])
  })

  test('leaves alone what is recorded of later days', async () => {
    await recorded.record(today)
    const before = await recorded.written()
    expect(await recorded.record('2026-10-17')).toEqual({ segments: 0, entered: 0, left: 0, days: 0 })
    expect(await recorded.written()).toEqual(before)
  })
})

describe('facts that come late', () => {
  test('are in the history as if they had been there in time', async () => {
    await recorded.record(today)
    await buys(ana, '2026-11-12')
    await recorded.refresh()
    await recorded.record(today)
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-09 – 2026-11-12'])
    const late = await recorded.written()
    await sql`truncate segment_memberships`.execute(recorded.db)
    await recorded.record(today)
    expect(late).toEqual(await recorded.written())
  })

  test('take back what an order said that was cancelled since', async () => {
    await recorded.record(today)
    await sql`update orders set status = 'cancelled' where ordered_day = '2026-10-11'`.execute(recorded.db)
    await recorded.refresh()
    await recorded.record(today)
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-04 – '])
  })

  test('make the history begin earlier where they are older than all before', async () => {
    await recorded.record(today)
    await buys(ben, '2026-09-20')
    await recorded.refresh()
    await recorded.record(today)
    expect(await known('repeat')).toMatchObject({ from: '2026-09-20' })
    expect(await stays('repeat')).toEqual(['Ana 2026-10-01 – ', 'Ben 2026-09-28 – '])
  })
})

describe('another meaning', () => {
  test('of a number makes the history of the segments that speak of it anew, and of no other', async () => {
    await recorded.record(today)
    const before = await recorded.db.selectFrom('segment_memberships').select('id').execute()
    await changeSettings(recorded.db, { lapsed_gaps: 2.5 }, 'test')
    await recorded.record(today)
    expect(await stays('lapsed')).toEqual(['Ana 2026-11-16 – '])
    const kept = await recorded.db
      .selectFrom('segment_memberships')
      .innerJoin('segments', 'segments.id', 'segment_id')
      .select(['segment_memberships.id', 'name'])
      .execute()
    const old = new Set(before.map(({ id }) => id))
    const names = (same: boolean) => new Set(kept.filter(({ id }) => old.has(id) === same).map(({ name }) => name))
    expect(names(true)).toContain('one_time')
    expect(names(false)).toContain('lapsed')
    expect(names(false)).not.toContain('one_time')
  })

  test('of the day itself, by another time zone, makes all of it anew', async () => {
    await order(recorded.db, { ref: 'late', customer: ben, at: '2026-10-20T23:30:00Z', lines: [{ price: 5 }] })
    await recorded.refresh()
    await recorded.record(today)
    expect(await stays('repeat')).toContain('Ben 2026-10-20 – ')
    await changeSettings(recorded.db, { time_zone: 'Europe/Berlin' }, 'test')
    await recorded.record(today)
    expect(await stays('repeat')).toContain('Ben 2026-10-21 – ')
  })
})

describe('a saved segment', () => {
  const spenders = (least: number): Clause[] => [
    {
      any: [{ kind: 'field', field: 'customer.spend', op: 'more_than', values: [least], period: null, not: false }],
    },
  ]

  test('has its past from the night after it was saved', async () => {
    await recorded.record(today)
    await saveRule(recorded.db, 'spenders', spenders(250))
    await recorded.record(today)
    expect(await stays('spenders')).toEqual(['Ana 2026-10-06 – '])
    expect(await known('spenders')).toMatchObject({ from: '2026-09-26', until: today })
  })

  test('is recorded anew when it means something else, and not when it is called something else', async () => {
    await saveRule(recorded.db, 'spenders', spenders(250))
    await recorded.record(today)
    const ids = () => recorded.db.selectFrom('segment_memberships').select('id').orderBy('id').execute()
    const before = await ids()
    await sql`update segments set label = 'Big spenders' where name = 'spenders'`.execute(recorded.db)
    await recorded.record(today)
    expect((await ids()).length).toBe(before.length)
    await saveRule(recorded.db, 'spenders', spenders(150))
    await recorded.record(today)
    expect(await stays('spenders')).toEqual(['Ana 2026-10-01 – '])
  })

  test('keeps the history it has when it is deleted, and gets no more of it', async () => {
    await saveRule(recorded.db, 'spenders', spenders(250))
    await recorded.record(today)
    await sql`update segments set active = false, deleted_at = now() where name = 'spenders'`.execute(recorded.db)
    await recorded.record('2026-11-18')
    expect(await known('spenders')).toMatchObject({ until: today })
    expect(await stays('spenders')).toEqual(['Ana 2026-10-06 – '])
  })

  test('that can no longer be read keeps nobody from being recorded', async () => {
    await saveRule(recorded.db, 'broken', [
      { any: [{ kind: 'segment', segment: 'gone', percent: null, category: null, not: false }] },
    ])
    await recorded.record(today)
    expect(await known('broken')).toBeUndefined()
    expect(await known('lapsed')).toMatchObject({ until: today })
  })

  test('may bear a name that Regulars gave one of its own since', async () => {
    await saveRule(recorded.db, 'lapsed', spenders(250))
    await recorded.record(today)
    const { rows } = await sql<{ kind: string }>`
      select s.kind from segment_histories h join segments s on s.id = h.segment_id where s.name = 'lapsed'
    `.execute(recorded.db)
    expect(rows).toEqual([{ kind: 'built_in' }])
  })
})

describe('a segment that hangs on scores', () => {
  /** A finished scoring in which Ana has this chance of still buying here, and Ben a good one. */
  async function scored(day: string, chance: number): Promise<void> {
    await sql`
      with run as (
        insert into score_runs (as_of, model, finished_at, has_scores) values (${day}, 'test', now(), true) returning id
      )
      insert into customer_scores (run_id, customer_id, chance_active, expected_orders_90d, expected_orders_low, expected_orders_high)
      select run.id, given.customer_id, given.chance, 1, 0, 2
      from run, (values (${ana}::bigint, ${chance}::float8), (${ben}::bigint, 0.9)) as given(customer_id, chance)
    `.execute(recorded.db)
  }

  test('is recorded from the first scoring on: nobody knows what would have been scored before', async () => {
    await recorded.record('2026-11-14')
    expect(await known('likely_gone')).toBeUndefined()
    await scored('2026-11-15', 0.2)
    await recorded.record('2026-11-15')
    await scored(today, 0.8)
    await recorded.record(today)
    expect(await known('likely_gone')).toEqual({ from: '2026-11-15', daily: '2026-11-15', step: 'day', until: today })
    expect(await stays('likely_gone')).toEqual(['Ana -infinity – 2026-11-16'])
  })

  test('stays as it was recorded where facts come late', async () => {
    await scored('2026-11-15', 0.2)
    await recorded.record('2026-11-15')
    await buys(ana, '2026-11-12')
    await recorded.refresh()
    await recorded.record(today)
    expect(await stays('likely_gone')).toEqual(['Ana -infinity – '])
  })

  beforeEach(() => empty(recorded.db, 'score_runs'))
})

describe('customers who are gone', () => {
  test('are gone from the history at once when they are erased', async () => {
    await recorded.record(today)
    await sql`update customers set erased_at = now() where id = ${ana}`.execute(recorded.db)
    expect((await recorded.written()).filter((line) => line.includes(` ${ana} `))).toEqual([])
    await recorded.refresh()
    await recorded.record('2026-11-17')
    expect((await recorded.written()).filter((line) => line.includes(` ${ana} `))).toEqual([])
  })

  test('leave on the day they are merged into another', async () => {
    await recorded.record(today)
    await sql`update customers set merged_into_id = ${ben} where id = ${ana}`.execute(recorded.db)
    await recorded.refresh()
    await recorded.record('2026-11-17')
    expect(await stays('repeat')).toEqual(['Ana 2026-10-01 – 2026-11-16'])
  })
})

test('nothing of the history is left when every stay is emptied, as with the sample shop', async () => {
  await recorded.record(today)
  await sql`truncate segment_memberships`.execute(recorded.db)
  expect(await recorded.written()).toEqual([])
  expect(await recorded.db.selectFrom('segment_days').selectAll().execute()).toEqual([])
})
