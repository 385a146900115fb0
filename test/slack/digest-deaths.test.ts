import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import type { Fault, Message } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { counter, dana, hank, openStory, type Story } from './support.ts'

const leaseMs = 1_500

interface Morning extends Omit<Story, 'start'>, AsyncDisposable {
  /** A process that sends the digests. */
  readonly start: () => Promise<ChildProcess>
}

/** Digests are due all day, to Dana, Hank and #counter; Ana and Eli were promised something, Ben is left for the channel. */
async function openMorning(): Promise<Morning> {
  const opened = await openStory({ started: false })
  const { db } = opened.database
  await changeSettings(
    db,
    { digest_time: '00:00', digest_until: '23:59', working_days: '1,2,3,4,5,6,7', time_zone: 'UTC' },
    'test',
  )
  await db.insertInto('digest_recipients').values({ channel: counter, when_empty: 'say', changed_by: 'test' }).execute()
  for (const [ref, staff] of [
    ['A1', 'dana'],
    ['E1', 'hank'],
    ['D1', 'dana'],
  ] as const)
    await sql`
      insert into follow_ups (customer_id, due_on, assigned_to, reason)
      select id, ${today}::date, (select id from staff where email = ${`${staff}@cast.example`}), 'Call about the garden' from customers where ref = ${ref}
    `.execute(db)
  const running: ChildProcess[] = []
  const start = async () => {
    const child = await startProcess(opened)
    running.push(child)
    return child
  }
  const close = async () => {
    for (const child of running) child.kill('SIGKILL')
    await opened[Symbol.asyncDispose]()
  }
  return { ...opened, start, [Symbol.asyncDispose]: close }
}

async function startProcess({ database, workspace }: Story): Promise<ChildProcess> {
  const script = new URL('./digest-process.ts', import.meta.url).pathname
  const { apiUrl, botToken, appToken } = workspace
  const child = spawn(process.execPath, [script, database.url, apiUrl, botToken, appToken, String(leaseMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no output')
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const isDigest = ({ metadata }: Message): boolean =>
  (metadata as { event_type?: string } | undefined)?.event_type === 'regulars_digest'

/** The digests in the workspace, by where they are. */
function posted({ workspace }: Pick<Story, 'workspace'>): readonly string[] {
  const places = [workspace.directChannel(dana), workspace.directChannel(hank), counter]
  return places.flatMap((channel) =>
    workspace
      .messages(channel)
      .filter(isDigest)
      .map(({ metadata }) => `${channel} ${JSON.stringify((metadata as { event_payload?: unknown }).event_payload)}`),
  )
}

/** Every run is over, posted, and there is one message for each and no other. */
async function expectOneEach(opened: Morning): Promise<void> {
  const { db } = opened.database
  const runs = () => db.selectFrom('digest_runs').selectAll().orderBy('id').execute()
  await eventually(async () => {
    const rows = await runs()
    return rows.length >= 3 && rows.every(({ finished_at }) => finished_at !== null)
  })
  // Whatever would come twice has time to.
  await wait(leaseMs + 1_500)
  // A manager's report of a week without digests is none.
  const rows = (await runs()).filter(({ recipient }) => !recipient.startsWith('report:'))
  expect(rows.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'posted'))
  const found = posted(opened)
  expect(found.toSorted()).toEqual(
    rows.map(({ id, posted_channel }) => `${posted_channel} {"digest":"digest-${id}"}`).toSorted(),
  )
  const items = await db.selectFrom('digest_items').select('customer_id').execute()
  expect(items.length).toBeGreaterThanOrEqual(3)
  expect(new Set(items.map(({ customer_id }) => customer_id)).size).toBe(items.length)
}

async function eventually(done: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await wait(100)) if (await done()) return
  throw new Error('it did not come to an end within a minute')
}

test('killed between the claim and the list: started again, each has one digest', {
  timeout: 120_000,
}, async () => {
  await using opened = await openMorning()
  const { db } = opened.database
  // Nobody can read the rules for the moment.
  const lock = await db.startTransaction().execute()
  await sql`lock table treatment_rules in access exclusive mode`.execute(lock)
  const first = await opened.start()
  await eventually(async () => (await db.selectFrom('digest_runs').select('id').execute()).length >= 3)
  await kill(first)
  await lock.rollback().execute()
  expect(await db.selectFrom('digest_items').select('id').execute()).toEqual([])
  await opened.start()
  await expectOneEach(opened)
})

test.each<[string, Fault, number]>([
  ['between the list and the message', { kind: 'hang', forMs: 60_000 }, 0],
  ['after Slack took the message and before it was recorded', { kind: 'hang', forMs: 60_000, done: true }, 1],
])(
  'killed %s: started again, each has one digest, the one that was written down',
  { timeout: 120_000 },
  async (_, fault, there) => {
    await using opened = await openMorning()
    const { workspace, database } = opened
    workspace.inject('chat.postMessage', fault)
    const first = await opened.start()
    await eventually(
      async () =>
        (await database.db.selectFrom('digest_runs').select('id').where('made_at', 'is not', null).execute()).length ===
          1 &&
        (there === 0 || posted(opened).length === there),
    )
    if (there === 0) await wait(300)
    const written = await database.db.selectFrom('digest_items').selectAll().orderBy('id').execute()
    expect(written.length).toBeGreaterThan(0)
    await kill(first)
    expect(posted(opened)).toHaveLength(there)
    await Promise.all([opened.start(), opened.start()])
    await expectOneEach(opened)
    const again = await database.db.selectFrom('digest_items').selectAll().orderBy('id').limit(written.length).execute()
    expect(again).toEqual(written)
  },
)

test('two processes, and a Slack that stumbles: each has one digest', { timeout: 120_000 }, async () => {
  await using opened = await openMorning()
  const { workspace } = opened
  const faults: readonly Fault[] = [
    { kind: 'status', status: 500, done: true },
    { kind: 'rate_limited', retryAfterSeconds: 1 },
    { kind: 'status', status: 500 },
    { kind: 'error', error: 'internal_error' },
  ]
  for (const fault of faults) workspace.inject('chat.postMessage', fault)
  // Nothing is posted again without having looked.
  workspace.inject('conversations.history', { kind: 'error', error: 'internal_error' }, 2)
  await Promise.all([opened.start(), opened.start()])
  await expectOneEach(opened)
})

test('two processes that are killed at random, again and again: each has one digest', {
  timeout: 180_000,
}, async () => {
  await using opened = await openMorning()
  const children = [await opened.start(), await opened.start()]
  let state = 11
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (let round = 0; round < 4; round++) {
    await wait(random() * 500)
    const [one] = children.splice(random() < 0.5 ? 0 : 1, 1)
    if (one) await kill(one)
    await opened.database.db.updateTable('digest_runs').set({ attempts: 1 }).where('finished_at', 'is', null).execute()
    children.push(await opened.start())
  }
  await expectOneEach(opened)
})
