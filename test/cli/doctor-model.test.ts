import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelFindings } from '../../src/cli/model-check.ts'
import { readConfig } from '../../src/config.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { modelReply } from '../ask/planners/model/model-shop.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { answering, type Behaviour, type ModelServer, openModelServer, type Turn } from '../support/model-server.ts'

let database: TestDatabase
let server: ModelServer
beforeAll(async () => {
  database = await testDatabase()
  server = await openModelServer()
  await changeSettings(database.db, { model_seconds: 1 }, 'test')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function said(env: Readonly<Record<string, string>>): Promise<string> {
  const lines: string[] = []
  const config = readConfig({ OPENAI_BASE_URL: server.url, REGULARS_AS_OF: '2026-11-16', ...env })
  for await (const { kind, subject, says, mend } of modelFindings(config, database.db))
    lines.push(`${kind} ${subject}: ${says}${mend ? ` → ${mend}` : ''}`)
  return lines.join('\n')
}

const has: Behaviour = ({ path }) =>
  path.endsWith('/models')
    ? { kind: 'body', contentType: 'application/json', text: '{"data":[{"id":"gpt-5-mini"},{"id":"llama"}]}' }
    : { kind: 'status', status: 404 }
const well = answering(modelReply([], { outcome: 'unanswerable' }), { prompt_tokens: 14_000, completion_tokens: 20 })

test.each<[what: string, does: Turn | Behaviour, env: Readonly<Record<string, string>>, line: RegExp]>([
  [
    'one that answers',
    well,
    {},
    /^good Model: gpt-5-mini at http.* answers in \d+ ms, told the form by a JSON schema; a question is 14,000 tokens\n/,
  ],
  [
    'a wrong key',
    { kind: 'status', status: 401 },
    { OPENAI_API_KEY: 'sk-x' },
    /^fault Model: http.* refuses the key → Check OPENAI_API_KEY/,
  ],
  [
    'a wrong model',
    has,
    { OPENAI_MODEL: 'gpt-5-mni' },
    /^fault Model: http.* has no model gpt-5-mni\. Did you mean gpt-5-mini\? It has gpt-5-mini, llama\. → Set OPENAI_MODEL/,
  ],
  [
    'a wrong address',
    well,
    { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
    /^fault Model: nothing answers at http:\/\/127\.0\.0\.1:9\/v1 → Is the server running/,
  ],
  ['a slow one', { kind: 'hang' }, {}, /^fault Model: .* did not answer within 1 seconds → .*model_seconds=30/],
  [
    'a context that is too short',
    answering(modelReply([]), { prompt_tokens: 4000, completion_tokens: 9 }),
    {},
    /^fault Model: .* cuts it off → .*OLLAMA_CONTEXT_LENGTH=32768/,
  ],
  [
    'something else at that address',
    { kind: 'body', contentType: 'text/html', text: 'Welcome' },
    {},
    /^fault Model: .* has not the form that it was told/,
  ],
])('doctor explains %s', async (_, does, env, line) => {
  server.does(does)
  expect(await said(env)).toMatch(line)
})

test('and asks nothing where there is none, or the shop forbids it', async () => {
  server.forget()
  expect(await said({ OPENAI_BASE_URL: '' })).toBe('')
  await changeSettings(database.db, { model: 'off' }, 'test')
  expect(await said({})).toBe('note Model: set up, and not asked: the setting model is off')
  expect(server.received).toEqual([])
})
