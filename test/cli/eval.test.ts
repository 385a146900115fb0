import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goldSchema, verdictOn } from '../../src/cli/eval/verdicts.ts'
import { command } from '../../src/cli/eval.ts'
import { readConfig } from '../../src/config.ts'
import { openContext } from '../../src/context.ts'
import {
  cityIs,
  customersWho,
  type ModelShop,
  modelReply,
  openModelShop,
  puzzling,
} from '../ask/planners/model/model-shop.ts'
import { answering } from '../support/model-server.ts'

let shop: ModelShop
const folder = mkdtempSync(join(tmpdir(), 'regulars-eval-'))
const file = (name: string) => join(folder, name)
beforeAll(async () => {
  shop = await openModelShop()
  writeFileSync(file('questions.jsonl'), questions.map((each) => JSON.stringify(each)).join('\n'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await shop[Symbol.asyncDispose]()
})

const chicago = [['A1'], ['D1'], ['E1']]
const questions = [
  { id: '1', question: 'customers in Chicago', expect: 'rows', rows: chicago, tags: ['list'] },
  { id: '2', question: puzzling, expect: 'rows', rows: chicago, tags: ['list', 'odd'], group: 'g' },
  { id: '3', question: 'kindly conjure the stock hitherto', expect: 'abstain', tags: ['odd'] },
  { id: '4', question: 'top customers in Evanston', expect: 'rows', rows: chicago, tags: ['list'] },
]

async function evaluated(
  flags: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const config = readConfig({ DATABASE_URL: shop.database.url, ...env })
  await using context = await openContext(config, { asOf: '2026-11-16' })
  const printed: string[] = []
  const args = { positionals: [], flags: { questions: file('questions.jsonl'), ...flags }, json: false, as: undefined }
  if (!('run' in command)) throw new Error('eval works on a shop')
  await command.run(context, { ...args, print: (text) => void printed.push(text), say: () => {} })
  return printed.join('\n')
}

test('offline, the table shows each kind, and nothing is sent', async () => {
  const table = await evaluated({})
  expect(table).toMatch(/list +1 +1 +1 +3/)
  expect(table).toMatch(/all +2 +1 +1 +4/)
  expect(table).toContain('Unanswerable questions answered: 0 of 1')
  expect(shop.server.received).toEqual([])
})

test('what a model answers is recorded, costs included, and gives the same table replayed without any server', async () => {
  await shop.set({ model_input_price: 0.25, model_cached_price: 0.025, model_output_price: 2 })
  shop.server.does(({ body }) =>
    answering(
      body.messages.at(-1)?.content.includes('stock')
        ? modelReply([], { outcome: 'unanswerable', missing: ['stock'] })
        : modelReply([customersWho(cityIs('Chicago'))]),
    ),
  )
  const recordedTable = await evaluated(
    { planner: 'both', record: file('recorded.jsonl') },
    { OPENAI_BASE_URL: shop.server.url },
  )
  expect(recordedTable).toMatch(/all +3 +1 +0 +4/)
  expect(recordedTable).toContain(
    'Sent to the model: 2 questions in 2 requests; 14,000 tokens sent (12,000 from its cache), 300 received: $0.0014',
  )
  expect(readFileSync(file('recorded.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2)
  shop.server.forget()
  const replayed = await evaluated({ planner: 'both', replay: file('recorded.jsonl') })
  expect(replayed.split('\n').slice(0, 5)).toEqual(recordedTable.split('\n').slice(0, 5))
  expect(await evaluated({ planner: 'model', replay: file('recorded.jsonl') })).toMatch(/odd +2 +0 +0 +2/)
  expect(shop.server.received).toEqual([])
})

test('what is missing is said', async () => {
  await expect(evaluated({ planner: 'both' })).rejects.toThrow('There is no language model to ask.')
  await expect(evaluated({ planner: 'best' })).rejects.toThrow('There is no planner best.')
  await expect(evaluated({ planner: 'model', replay: file('none.jsonl') })).rejects.toThrow('cannot be read')
  writeFileSync(file('broken.jsonl'), '{"id": 1}')
  await expect(evaluated({ questions: file('broken.jsonl') })).rejects.toThrow('Line 1 of')
})

describe('an answer is right', () => {
  const verdict = (gold: object, rows: readonly (readonly unknown[])[] | 'clarify' | 'decline') =>
    verdictOn(
      goldSchema.parse({ id: '1', question: 'q', expect: 'rows', ...gold }),
      typeof rows === 'string' ? { kind: rows, rows: [] } : { kind: 'answer', rows },
    )

  test.each<
    [what: string, gold: object, rows: readonly (readonly unknown[])[] | 'clarify' | 'decline', verdict: string]
  >([
    ['with further columns, in another order of columns', { rows: [['C1', 5]] }, [[5, 'Ana', 'C1']], 'right'],
    ['in any order of rows', { rows: [['a'], ['b']] }, [['b'], ['a']], 'right'],
    ['not so where the order matters', { rows: [['a'], ['b']], ordered: true }, [['b'], ['a']], 'wrong'],
    ['with each row as often as it is wanted', { rows: [['a'], ['b']] }, [['a'], ['a']], 'wrong'],
    [
      'not when values belong to other rows',
      {
        rows: [
          ['a', 1],
          ['b', 2],
        ],
      },
      [
        ['a', 2],
        ['b', 1],
      ],
      'wrong',
    ],
    ['within a thousandth', { rows: [[1000]] }, [[1000.9]], 'right'],
    ['not beyond it', { rows: [[1000]] }, [[1001.1]], 'wrong'],
    ['within 0.0005 of a fraction', { rows: [[0.5]] }, [[0.5006]], 'wrong'],
    ['without accents and case', { rows: [['José']] }, [['jose ']], 'right'],
    ['by days without their time', { rows: [['2026-11-16']] }, [['2026-11-16T00:00:00Z']], 'right'],
    [
      'when it is another accepted one',
      { rows: [['a']], accept: [{ ordered: false, rows: [['b']] }] },
      [['b']],
      'right',
    ],
    ['never where none is due', { expect: 'abstain' }, [['a']], 'wrong'],
    ['when it declines there', { expect: 'abstain' }, 'decline', 'right'],
    ['when it asks back where that is due', { expect: 'clarify', accept: [{ rows: [['a']] }] }, 'clarify', 'right'],
    ['not when it asks back elsewhere', { rows: [['a']] }, 'clarify', 'abstained'],
    ['with nothing where nothing is wanted', { rows: [] }, [], 'right'],
  ])('%s', (_, gold, rows, expected) => {
    expect(verdict(gold, rows)).toBe(expected)
  })
})
