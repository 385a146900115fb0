import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../src/cli/ask.ts'
import type { Args } from '../../src/cli/command.ts'
import type { Context } from '../../src/context.ts'
import { readSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import { openCast, today } from '../ask/cast.ts'
import { all, descending, field, list, segment } from '../ask/plan-words.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let shop: TestDatabase
let context: Context
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
  context = {
    db: shop.db,
    reader: shop.reader,
    settings: await readSettings(shop.db),
    today: () => today,
    now: () => new Date(`${today}T12:00:00Z`),
    log: silentLog,
    home: tmpdir(),
    embedded: false,
    migrated: [],
    [Symbol.asyncDispose]: async () => {},
  }
})
afterAll(() => shop[Symbol.asyncDispose]())

interface Called {
  readonly out: readonly string[]
  readonly said: readonly string[]
}

async function call(words: readonly string[], flags: Args['flags'] = {}, more: Partial<Args> = {}): Promise<Called> {
  const out: string[] = []
  const said: string[] = []
  const args: Args = {
    positionals: words,
    flags,
    json: false,
    as: undefined,
    print: (text) => void out.push(text),
    say: (text) => void said.push(text),
    ...more,
  }
  await command.run(context, args)
  return { out, said }
}

const lapsedTop = list({
  where: all(segment('top'), segment('lapsed')),
  columns: [field('customer.spend')],
  order: descending(),
})

test('--json prints what a program needs, under these names and no others', async () => {
  const { out } = await call([], { plan: JSON.stringify(lapsedTop) }, { json: true })
  const answer = JSON.parse(out[0] ?? '')
  expect(Object.keys(answer)).toEqual([
    ...['kind', 'question', 'planner', 'reading', 'notes', 'plan', 'columns', 'rows', 'rowCount', 'truncated', 'sql'],
    ...['parameters', 'timings'],
  ])
  expect(answer).toMatchObject({
    kind: 'answer',
    reading: 'Top customers who have lapsed, by spend',
    columns: [
      { name: 'customer_ref', label: 'Customer', type: 'key' },
      { name: 'name', label: 'Name', type: 'text' },
      { name: 'net_spend', label: 'Spend', type: 'money' },
    ],
    rows: [['A1', 'Ana', 610]],
    rowCount: 1,
    truncated: false,
    plan: lapsedTop,
  })
  expect(answer.timings).toEqual({ planMs: expect.any(Number), queryMs: expect.any(Number) })
})

test('--sql shows the query under the answer', async () => {
  const { out } = await call([], { plan: JSON.stringify(lapsedTop), sql: true })
  expect(out[0]).toContain('\nselect c.ref as customer_ref')
  expect(out[0]).toContain('-- $2 = "2026-11-16"')
})

test('a batch answers line by line, in order, and a line that cannot be answered does not stop it', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'regulars-')), 'questions.jsonl')
  const lines = [
    '{"id": "one", "question": "how many customers do we have", "expect": "rows"}',
    'not json',
    '{"id": 3}',
    '',
    '{"id": "four", "thread": "t", "question": ""}',
  ]
  await writeFile(file, lines.join('\n'))
  const { out, said } = await call([], { batch: file })
  const answers = out.map((line) => JSON.parse(line))
  expect(answers.map(({ id, thread, kind }) => [id, thread, kind])).toEqual([
    ['one', undefined, 'answer'],
    [null, undefined, 'error'],
    [3, undefined, 'error'],
    ['four', 't', 'decline'],
  ])
  expect(answers[0]).toMatchObject({ rows: [[8]] })
  expect(said).toEqual(['2 lines could not be answered; each says why.'])
  expect(await readFile(file, 'utf8')).toBe(lines.join('\n'))
})

test('a conversation in the terminal goes on under its name', async () => {
  await call(['who', 'has', 'lapsed'], { thread: 'mine' })
  const { out } = await call(['how', 'many'], { thread: 'mine' }, { json: true })
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ kind: 'answer', rows: [[2]] })
})

test.each<[title: string, words: string[], flags: Args['flags'], as: string | undefined, message: string]>([
  ['no question', [], {}, undefined, 'There is no question.'],
  ['a plan that is not JSON', [], { plan: '{oops' }, undefined, 'The plan is not JSON.'],
  ['a plan file that is not there', [], { plan: 'nowhere.json' }, undefined, 'There is no file nowhere.json.'],
  [
    'a batch file that is not there',
    [],
    { batch: 'nowhere.jsonl' },
    undefined,
    'The file nowhere.jsonl cannot be read.',
  ],
  ['a colleague we do not know', ['hi'], {}, 'U0NOBODY', 'There is no colleague with the Slack user U0NOBODY.'],
])('%s is said in a sentence', async (_, words, flags, as, message) => {
  await expect(call(words, flags, { as })).rejects.toThrow(message)
})

test('a question with SQL in it is not understood, and nothing happens', async () => {
  const { out } = await call(["customers'; drop table customers; --"], {}, { json: true })
  expect(JSON.parse(out[0] ?? '').kind).not.toBe('error')
  const { out: after } = await call(['how many customers do we have'], {}, { json: true })
  expect(JSON.parse(after[0] ?? '')).toMatchObject({ rows: [[8]] })
})

test('with the rights of a colleague, notes for managers are counted only for managers', async () => {
  const plan = JSON.stringify(list({ entity: 'note' }))
  const { out } = await call([], { plan }, { json: true, as: 'U0DANA' })
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ rowCount: 2 })
})
