import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Asker, administrator } from '../../../src/access/asker.ts'
import { keepVerdict, listReadings, removeReading, reviewReading } from '../../../src/ask/planners/saved/readings.ts'
import type { Answer, Reply } from '../../../src/ask/reply.ts'
import { replaceSegment, saveSegment } from '../../../src/segments/segments.ts'
import { associate } from '../../support/askers.ts'
import { type ModelShop, type OpenShop, openModelShop } from './model/model-shop.ts'

let shop: ModelShop
let open: OpenShop
beforeAll(async () => {
  shop = await openModelShop()
  open = await shop.open({ OPENAI_BASE_URL: '' })
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => sql`delete from saved_readings`.execute(shop.database.db))

const hank: Asker = { ...associate, who: 'hank@cast.example' }
const answerOf = (reply: Reply): Answer => {
  if (reply.kind !== 'answer') throw new Error(reply.kind === 'decline' ? reply.reason : reply.ask)
  return reply
}

async function say(
  verdict: 'right' | 'wrong',
  question: string,
  plan: Answer['plan'],
  asker = administrator,
  isFollowUp = false,
) {
  return keepVerdict(shop.database.db, { question, plan, planner: 'model', isFollowUp, verdict, asker }, open.asking)
}
const planOf = async (question: string) => answerOf(await open.ask(question)).plan

test('a confirmed reading answers the same question for everybody, without any model', async () => {
  expect(await say('right', 'Whisk up  the Chicago bunch?', await planOf('customers in Chicago'))).toBe('kept')
  const reply = answerOf(await open.ask('whisk up the chicago bunch', { asker: hank }))
  expect([reply.planner, reply.reading]).toEqual(['saved', 'Customers, in Chicago'])
  expect(await say('right', 'whisk up the chicago bunch', reply.plan)).toBe('known')
  const [reading] = await listReadings(administrator, open.asking)
  expect(reading).toMatchObject({
    question: 'whisk up the chicago bunch',
    reading: 'Customers, in Chicago',
    uses: 1,
    state: 'holds',
    forWhom: null,
  })
})

test('in a conversation that has begun the words are read anew', async () => {
  await say('right', 'customers in Evanston', await planOf('customers in Chicago'))
  const plan = await planOf('top customers')
  const reply = answerOf(await open.ask('customers in Evanston', { thread: { plans: [plan], offered: [] } }))
  expect(reply.planner).toBe('offline')
})

test('a reading that names customers is its confirmer’s alone, and so is one about “my” customers', async () => {
  await say('right', 'the lady with the hoses', { kind: 'customer', customer: 'A1' }, hank)
  await say('right', 'whisk up my bunch', await planOf('customers in Chicago'), hank)
  const [own, mine] = await Promise.all(
    ['the lady with the hoses', 'whisk up my bunch'].map((text) => open.ask(text, { asker: hank })),
  )
  expect([own?.kind === 'answer' && own.planner, mine?.kind === 'answer' && mine.planner]).toEqual(['saved', 'saved'])
  for (const text of ['the lady with the hoses', 'whisk up my bunch'])
    expect((await open.ask(text)).kind).toBe('decline')
})

test('each is held to their own rights by a reading of somebody else’s', async () => {
  const plan = {
    ...(await planOf('customers in Chicago')),
    columns: [{ kind: 'field', field: 'customer.email' }],
  } as Answer['plan']
  await say('right', 'whisk up the addresses', plan)
  const manager = answerOf(await open.ask('whisk up the addresses'))
  const theirs = answerOf(await open.ask('whisk up the addresses', { asker: hank }))
  expect([manager.withheld, theirs.withheld]).toEqual([[], ['E-mail']])
  const grouped = {
    ...plan,
    limit: { count: null, percent: 10, offset: 0, per: null },
    order: [{ column: 0, direction: 'asc' }],
  } as Answer['plan']
  await say('right', 'whisk up the first addresses', grouped)
  expect((await open.ask('whisk up the first addresses')).kind).toBe('answer')
  expect((await open.ask('whisk up the first addresses', { asker: hank })).kind).toBe('decline')
})

test('a definition that changes ends it: a number of the shop’s, or a saved segment that it uses', async () => {
  await saveSegment(
    { name: 'Inner circle', plan: await planOf('customers in Chicago'), asker: administrator },
    shop.database.db,
    open.asking,
  )
  open = await shop.open({ OPENAI_BASE_URL: '' })
  await say('right', 'whisk up the finest', await planOf('top customers'))
  await say('right', 'whisk up the circle', await planOf('who is in Inner circle'))
  await say('right', 'whisk up the county', await planOf('customers in Evanston'))
  await shop.set({ top_percent: 30 })
  const elsewhere = { name: 'Inner circle', plan: await planOf('customers in Evanston'), asker: administrator }
  expect((await replaceSegment(elsewhere, shop.database.db, open.asking)).kind).toBe('saved')
  open = await shop.open({ OPENAI_BASE_URL: '' })
  const kinds = await Promise.all(
    ['finest', 'circle', 'county'].map(async (word) => (await open.ask(`whisk up the ${word}`)).kind),
  )
  expect(kinds).toEqual(['decline', 'decline', 'answer'])
  const states = (await listReadings(administrator, open.asking)).map(({ question, state }) => `${question}: ${state}`)
  expect(states.sort()).toEqual([
    'whisk up the circle: stale',
    'whisk up the county: holds',
    'whisk up the finest: stale',
  ])
  await shop.set({ top_percent: 20 })
})

test('follow-ups, and days that the question does not write out, are right once', async () => {
  const plan = await planOf('customers in Chicago')
  expect(await say('right', 'only in Chicago', plan, administrator, true)).toBe('once')
  const since = await planOf('revenue since 2026-01-01')
  expect(await say('right', 'whisk up sales since January 1st', since)).toBe('once')
  expect(await say('right', 'whisk up sales since 2026-01-01', since)).toBe('kept')
  expect(await listReadings(administrator, open.asking)).toHaveLength(1)
})

test('a rejected reading is said to be one until a manager has looked at it; nobody else may', async () => {
  const plan = await planOf('customers in Chicago')
  await say('right', 'customers in Chicago', plan)
  await say('wrong', 'customers in Chicago', plan, hank)
  const disputed = answerOf(await open.ask('customers in Chicago'))
  expect([disputed.planner, disputed.notes.some(({ text }) => text.includes('wrong'))]).toEqual(['offline', true])
  const [reading] = await listReadings(administrator, open.asking)
  expect(reading).toMatchObject({ verdict: 'wrong', saidBy: 'Hank Dombrowski', state: 'asks' })
  await expect(listReadings(hank, open.asking)).rejects.toThrow('Only managers')
  await expect(removeReading(shop.database.db, reading?.id ?? 0, hank)).rejects.toThrow('Only managers')
  expect(await reviewReading(shop.database.db, reading?.id ?? 0, administrator)).toBe(true)
  expect(answerOf(await open.ask('customers in Chicago')).notes.some(({ text }) => text.includes('wrong'))).toBe(false)
  expect(await removeReading(shop.database.db, reading?.id ?? 0, administrator)).toBe(true)
  expect(await removeReading(shop.database.db, reading?.id ?? 0, administrator)).toBe(false)
})

test('what is only tried out is not counted as a use', async () => {
  await say('right', 'whisk up the chicago bunch', await planOf('customers in Chicago'))
  await open.asking.planner.plan('whisk up the chicago bunch', { plans: [], offered: [] }, administrator)
  expect((await listReadings(administrator, open.asking))[0]?.uses).toBe(0)
})
