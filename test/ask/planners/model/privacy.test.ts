import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asker, administrator } from '../../../../src/access/asker.ts'
import type { Filter } from '../../../../src/ask/plan.ts'
import { emptyThread } from '../../../../src/ask/threads.ts'
import { refreshSummaries } from '../../../../src/db/summaries.ts'
import { saveSegment } from '../../../../src/segments/segments.ts'
import { answering } from '../../../support/model-server.ts'
import { cityIs, customersWho, type ModelShop, modelReply, type OpenShop, openModelShop } from './model-shop.ts'

let shop: ModelShop
let open: OpenShop

/** People with names as people have them, in a shop that calls a segment after one of them. */
const people = [
  { ref: 'C0042', given: 'Verónica', family: 'Ortiz', city: 'Chicago' },
  { ref: 'C0043', given: 'Mike', family: "O'Brien", city: 'Evanston' },
  { ref: 'C0044', given: 'Mary-Kate', family: 'van der Berg', city: null },
  { ref: 'C0045', given: 'Hannah', family: 'Foster-Baker', city: 'Chicago' },
  { ref: 'C0046', given: 'Rose', family: 'Marsh', city: 'Chicago' },
]

beforeAll(async () => {
  shop = await openModelShop()
  const { db } = shop.database
  for (const { ref, given, family, city } of people)
    await sql`insert into customers (ref, system, given_name, family_name, display_name, search_name, city, created_at, created_day)
      values (${ref}, 'test', ${given}, ${family}, ${`${given} ${family}`}, plain_text(${`${given} ${family}`}), ${city}, '2023-01-10T12:00:00Z', '2023-01-10')`.execute(
      db,
    )
  await sql`insert into contact_points (customer_id, kind, raw, normalized, match_key, valid, is_primary, source)
    select id, 'email', 'vero@ortiz.example', 'vero@ortiz.example', 'vero@ortiz.example', true, true, 'test' from customers where ref = 'C0042'`.execute(
    db,
  )
  await sql`insert into customer_attributes (customer_id, key, value, source) select id, 'secret_diet', 'kosher', 'test' from customers where ref = 'C0042'`.execute(
    db,
  )
  await refreshSummaries(db)
  await shop.set({ associate_scope: 'store' })
  open = await shop.open()
  await saveSegment(
    { name: 'Friends of Ortiz', plan: customersWho(cityIs('Chicago')), asker: administrator },
    db,
    open.asking,
  )
  open = await shop.open()
})
afterAll(() => shop[Symbol.asyncDispose]())

/** Everything of the shop's data that must not be seen outside, in lower case. */
async function secrets(): Promise<readonly string[]> {
  const { rows } = await sql<{ secret: string }>`
    select lower(w) as secret from (
      select regexp_split_to_table(display_name, '[\\s]+') as w from customers
      union select plain_text(display_name) from customers
      union select ref from customers
      union select coalesce(normalized, raw) from contact_points
      union select name from staff union select email from staff union select regexp_split_to_table(name, '\\s+') from staff
      union select body from notes union select summary from interactions union select summary from service_cases
      union select label from segments union select name from segments
      union select key from customer_attributes union select replace(key, '_', ' ') from customer_attributes
      union select value from customer_attributes where length(value) > 3
      union select ref from orders union select name from campaigns union select sku from products
      union select name from stores
    ) s where length(w) >= 3`.execute(shop.database.db)
  return rows.map(({ secret }) => secret)
}

const questions = [
  'kindly conjure whatever Verónica Ortiz purchased hitherto',
  'kindly conjure whatever veronica ortis purchased hitherto',
  "kindly conjure whatever Mike O'Brien's pals purchased hitherto, and mary-kate van der berg too",
  'kindly conjure whatever ORTIZ VERONICA purchased hitherto',
  'hannah foster baker: kindly conjure purchases hitherto',
  'kindly conjure chums of Rose hitherto, and of Marsh',
  'kindly conjure vero@ortiz.example hitherto, or +1 312 555 0100 or (312) 555-0100 or 3125550100',
  'kindly conjure order O-01 and customer C0042 and c0043 hitherto, and GA-1',
  'kindly conjure whoever dana or Hank Dombrowski or hanks pals look after hitherto',
  'kindly conjure the friends of ortiz hitherto by secret diet, and household size',
  'kindly conjure the Zebulon Quuxley dossier from 12 Elm Street hitherto, card 4111111111111111',
]

test('no name, address, number or note of anybody crosses the wire, in question, thread and repair', async () => {
  const faulty = modelReply([customersWho({ ...cityIs('Nowhere'), field: 'customer.town' } as never)])
  const before = customersWho(
    { kind: 'field', field: 'customer.customer', op: 'is', values: ['C0042', 'C0043'], period: null, not: false },
    { kind: 'segment', segment: 'friends_of_ortiz', percent: null, category: null, not: false },
    {
      kind: 'field',
      field: 'note.text',
      op: 'contains',
      values: ['Allergic to CEDAR'],
      period: null,
      not: false,
    } as never,
    { kind: 'field', field: 'customer.attribute.secret_diet', op: 'is', values: ['kosher'], period: null, not: false },
  )
  for (const text of questions)
    for (const thread of [emptyThread, { plans: [before], offered: [] }]) {
      shop.server.does([
        answering(faulty),
        answering(modelReply([customersWho({ ...cityIs('PERSON_1'), field: 'customer.customer' } as Filter)])),
      ])
      await open.ask(text, { thread })
    }
  const { received } = shop.server
  expect(received.length).toBeGreaterThanOrEqual(questions.length * 3)
  // What we wrote ourselves is the same for every shop; what is looked through is the rest.
  const constant = received[0]?.body.messages[0]?.content ?? ''
  const sent = received.map(({ bytes, body }) => {
    const own = body.messages[0]?.content ?? ''
    expect(own.slice(0, 2000)).toBe(constant.slice(0, 2000))
    return bytes.replace(JSON.stringify(own).slice(1, -1), '').toLowerCase()
  })
  const found = await secrets()
  expect(found.length).toBeGreaterThan(60)
  // A model's own answer goes back to it, with the word it chose itself.
  const leaked = found.flatMap((secret) =>
    sent.flatMap((bytes, at) =>
      whole(secret).test(bytes) ? [`${secret}: ${received[at]?.body.messages[1]?.content.split('\n').at(-1)}`] : [],
    ),
  )
  expect(leaked).toEqual([])
})

const whole = (secret: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u')

test('the instructions are the same for every question, and no data of the shop is in them', async () => {
  shop.server.forget()
  shop.server.does(answering(modelReply([customersWho(cityIs('Chicago'))])))
  await open.ask('kindly conjure the Chicago gang hitherto')
  await open.ask('kindly conjure the Evanston gang, with veronica ortiz')
  const [one, other] = shop.server.received.map(({ body }) => body.messages[0]?.content)
  expect(one).toBe(other)
  expect(one).not.toMatch(/Ortiz|Chicago VIP|secret|household|Oak Street|River Road|Dana|Hank|2026-11-16/i)
  expect(one?.length).toBeGreaterThan(20_000)
})

test('placeholders come back as the people they stand for, with their own rights', async () => {
  shop.server.does(answering(modelReply([{ kind: 'customer', customer: 'PERSON_1' }])))
  const page = await open.ask('kindly conjure whatever of veronica ortis hitherto')
  expect(page.kind === 'decline' ? page.reason : page.kind).toBe('answer')
  expect(page.kind === 'answer' && [page.planner, page.plan]).toEqual([
    'model',
    { kind: 'customer', customer: 'C0042' },
  ])
  expect(page.kind === 'answer' && page.notes.map(({ text }) => text)).toContain(
    'Read “veronica ortis” as Verónica Ortiz, Chicago.',
  )
  const elsewhere: Asker = { ...administrator, who: 'hank@cast.example', scope: { kind: 'store', id: 2 } }
  const outside = await open.ask('kindly conjure whatever of veronica ortis hitherto', { asker: elsewhere })
  expect(outside).toMatchObject({ kind: 'decline' })
  expect(outside.kind === 'decline' && outside.reason).toContain('I know no customer “veronica ortis”.')
  shop.server.does(answering(modelReply([{ kind: 'customer', customer: 'C0042' }])))
  const guessed = await open.ask('kindly conjure whatever of that lady hitherto')
  expect(guessed).toMatchObject({ kind: 'decline' })
})

test('names that several customers have are asked about, with each as a button', async () => {
  await sql`insert into customers (ref, system, given_name, family_name, display_name, search_name, city, created_at, created_day)
    values ('C0051', 'test', 'Veronica', 'Ortiz', 'Veronica Ortiz', 'veronica ortiz', 'Evanston', '2023-01-10T12:00:00Z', '2023-01-10')`.execute(
    shop.database.db,
  )
  shop.server.does(answering(modelReply([{ kind: 'customer', customer: 'PERSON_1' }])))
  const reply = await open.ask('kindly conjure whatever of Veronica Ortiz hitherto')
  expect(
    reply.kind === 'clarify' && reply.options.map(({ plan }) => plan.kind === 'customer' && plan.customer),
  ).toEqual(['C0042', 'C0051'])
})
