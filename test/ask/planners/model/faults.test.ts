import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answering, type Turn } from '../../../support/model-server.ts'
import {
  cityIs,
  customersWho,
  type ModelShop,
  modelReply,
  type OpenShop,
  openModelShop,
  puzzling,
} from './model-shop.ts'

let shop: ModelShop
beforeAll(async () => {
  shop = await openModelShop()
  await shop.set({ model_seconds: 1, model_questions_per_day: 1000 })
})
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.server.forget())

const good = JSON.stringify(modelReply([customersWho(cityIs('Chicago'))]))
const wrong = JSON.stringify(modelReply([customersWho({ ...cityIs('Chicago'), field: 'customer.town' } as never)]))
const answer = answering(good)
const status = (code: number, message = 'no', headers?: Record<string, string>): Turn => ({
  kind: 'status',
  status: code,
  message,
  ...(headers && { headers }),
})

const ours = 'I do not know'
const unreachable = 'The language model cannot be reached just now.'
const slow = 'The language model did not answer in time.'
const neither = 'The language model could not read it either.'
const setUp = 'The language model is not set up right'

describe('whatever the server does ends in an answer or an honest refusal, in time', () => {
  let open: OpenShop
  beforeAll(async () => {
    open = await shop.open()
    shop.server.does(answer)
    await open.ask(puzzling)
  })
  // One answer between two faults, so that no server is left alone for the faults of an earlier test.
  afterEach(async () => {
    shop.server.does(answer)
    await open.ask(puzzling)
  })

  test.each<[what: string, turns: readonly Turn[], outcome: 'answer' | string, requests: number]>([
    ['an answer', [answer], 'answer', 1],
    [
      'prose and a fence around the JSON',
      [answering(`Sure! {here} it is:\n\`\`\`json\n${good}\n\`\`\`\nEnjoy "it".`)],
      'answer',
      1,
    ],
    ['thoughts before it', [answering(`<think>{"outcome": "plan"} or so</think>${good}`)], 'answer', 1],
    ['the bare plan without its envelope', [answering(customersWho(cityIs('Chicago')))], 'answer', 1],
    ['a tool call nobody asked for', [{ kind: 'tool', text: good }], 'answer', 1],
    ['429 once', [status(429, 'slow down', { 'retry-after-ms': '20' }), answer], 'answer', 2],
    ['429 again and again', [status(429)], unreachable, 2],
    ['429 that asks for an hour', [status(429, 'later', { 'retry-after': '3600' })], unreachable, 1],
    ['500 once', [status(500), answer], 'answer', 2],
    ['500 again and again', [status(500)], unreachable, 2],
    ['a connection that breaks once', [{ kind: 'cut' }, answer], 'answer', 2],
    ['a connection that breaks always', [{ kind: 'cut' }], unreachable, 2],
    ['nothing at all', [{ kind: 'hang' }], slow, 1],
    ['a byte now and then', [{ kind: 'drip' }], slow, 1],
    ['more than can be read', [{ kind: 'flood' }], unreachable, 2],
    ['a stream nobody asked for, cut off', [{ kind: 'stream_cut', text: good.slice(0, 40) }], unreachable, 2],
    ['a page of HTML', [{ kind: 'body', contentType: 'text/html', text: '<h1>Welcome</h1>' }], unreachable, 1],
    ['JSON of another kind', [{ kind: 'body', contentType: 'application/json', text: '{"hello": 1}' }], unreachable, 1],
    [
      'JSON that ends early',
      [{ kind: 'body', contentType: 'application/json', text: '{"choices": [' }],
      unreachable,
      1,
    ],
    ['a refusal', [{ kind: 'refusal', text: 'I cannot help with that.' }], neither, 1],
    ['an answer cut at its limit', [{ kind: 'truncated', text: good.slice(0, 60) }], neither, 1],
    ['a prompt cut off in silence', [answering(good, { prompt_tokens: 3900, completion_tokens: 90 })], setUp, 1],
    ['a redirect elsewhere', [{ kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }], unreachable, 2],
    ['a wrong key', [status(401)], setUp, 1],
    ['a model it does not have', [status(404)], setUp, 1],
    ['no credit left', [status(429, 'insufficient_quota: check your billing')], setUp, 1],
    ['a wrong name, mended', [answering(wrong), answer], 'answer', 2],
    ['prose without JSON, then the form', [answering('I would list them.'), answer], 'answer', 2],
    ['another schema, then the right one', [answering('{"sql": "select * from customers"}'), answer], 'answer', 2],
    ['faults without an end', [answering(wrong)], neither, 2],
    ['prose without an end', [answering('I would list them.')], neither, 2],
    ['a repair that never comes', [answering(wrong), { kind: 'hang' }], slow, 2],
    ['JSON of a thousand levels', [answering(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`)], neither, 2],
    [
      'no json_schema, but tools',
      [status(400, 'response_format is not supported'), { kind: 'tool', text: good }],
      'answer',
      2,
    ],
    ['neither, but JSON', [status(400, 'no such format'), status(400, 'no tools here'), answer], 'answer', 3],
    ['no way at all', [status(400, 'no')], setUp, 3],
    ['another name for the limit', [status(400, 'use max_completion_tokens'), answer], 'answer', 2],
  ])('%s', async (_, turns, outcome, requests) => {
    await shop.database.db.deleteFrom('model_servers').execute()
    shop.server.does(turns)
    const started = performance.now()
    const reply = await open.ask(puzzling)
    const took = performance.now() - started
    const said = reply.kind === 'decline' ? reply.reason : reply.kind
    if (outcome === 'answer') {
      expect(said).toBe('answer')
      expect(reply.kind === 'answer' && [reply.planner, reply.rows.map(([ref]) => ref)]).toEqual([
        'model',
        ['A1', 'D1', 'E1'],
      ])
    } else {
      expect(said).toContain(outcome)
      expect(said).toContain(ours)
    }
    expect(took).toBeLessThan(1900)
    expect(shop.server.received).toHaveLength(requests)
  })
})

describe('what a server taught', () => {
  test('is remembered, also by the next process', async () => {
    await shop.database.db.deleteFrom('model_servers').execute()
    shop.server.does((received) =>
      received.body.response_format?.type === 'json_object' ? answer : status(400, 'only json_object'),
    )
    for (const expected of [3, 1, 1]) {
      shop.server.forget()
      const { ask } = await shop.open()
      expect((await ask(puzzling)).kind).toBe('answer')
      expect(shop.server.received).toHaveLength(expected)
    }
    const [{ body } = { body: undefined }] = shop.server.received
    expect(body?.messages[0]?.content).toContain('"segment_name"')
  })

  test('a schema that it does not hold to stands in the prompt from then on', async () => {
    await shop.database.db.deleteFrom('model_servers').execute()
    shop.server.does((received) =>
      received.body.response_format?.type === 'json_object' ? answer : answering('{"query": "chicago"}'),
    )
    const { ask } = await shop.open()
    expect((await ask(puzzling)).kind).toBe('answer')
    shop.server.forget()
    expect((await ask(puzzling)).kind).toBe('answer')
    expect(shop.server.received).toHaveLength(1)
    await shop.database.db.deleteFrom('model_servers').execute()
  })

  test('a server that is down is left alone after three failures, and nobody waits for it', async () => {
    const { ask } = await shop.open()
    shop.server.does(status(503))
    for (let time = 0; time < 3; time += 1) await ask(puzzling)
    shop.server.forget()
    shop.server.does(answer)
    const reply = await ask(puzzling)
    expect(reply.kind === 'decline' && reply.reason).toContain(unreachable)
    expect(shop.server.received).toHaveLength(0)
  })
})

test('nobody who stopped waiting is waited for', async () => {
  const { ask } = await shop.open()
  shop.server.does(answer)
  await ask(puzzling)
  shop.server.does({ kind: 'hang' })
  const gone = new AbortController()
  setTimeout(() => gone.abort(), 100)
  const started = performance.now()
  const reply = await ask(puzzling, { signal: gone.signal })
  expect(performance.now() - started).toBeLessThan(900)
  expect(reply.kind).toBe('decline')
})

test('the questions of one person and day are counted, and the next one is told so', async () => {
  await shop.set({ model_questions_per_day: 2 })
  await shop.database.db.deleteFrom('model_uses').execute()
  shop.server.does(answer)
  const { ask } = await shop.open()
  await Promise.all([ask(puzzling), ask(puzzling), ask(puzzling)])
  expect(shop.server.received).toHaveLength(2)
  const third = await ask(puzzling)
  expect(third.kind === 'decline' && third.reason).toContain(
    'Your questions for the language model are used up for today.',
  )
  const uses = await shop.database.db.selectFrom('model_uses').selectAll().orderBy('id').execute()
  expect(uses).toHaveLength(2)
  expect(uses[0]).toMatchObject({
    who: 'terminal',
    calls: 1,
    input_tokens: 7000,
    cached_tokens: 6000,
    output_tokens: 150,
    outcome: 'plan',
  })
  await shop.set({ model_questions_per_day: 1000 })
})

test('where the shop forbids it, and where there is neither key nor address, nothing is sent', async () => {
  await shop.set({ model: 'off' })
  const forbidden = await (await shop.open()).ask(puzzling)
  await shop.set({ model: 'on' })
  const without = await (await shop.open({ OPENAI_BASE_URL: '' })).ask(puzzling)
  expect(forbidden).toMatchObject({ kind: 'decline' })
  expect(without.kind === 'decline' && without.reason).toBe(forbidden.kind === 'decline' && forbidden.reason)
  expect(without.kind === 'decline' && without.reason).not.toContain('language model')
  expect(shop.server.received).toHaveLength(0)
})
