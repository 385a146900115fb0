import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../src/log.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'regulars-log-'))
})
afterAll(() => rm(home, { recursive: true }))

test('an e-mail address is left out wherever it stands, also in what an error says', async () => {
  const log = openLog(home, 'info', () => new Date(0), 'test')
  log.error('could not read ana@mail.example', {
    error: new Error('Key (normalized)=(ana.silva+x@mail.example) exists', { cause: new Error('“ben@mail.example”') }),
    email: 'ana',
    at: ['customers/3', 'node_modules/@slack/bolt/dist/App.js:1'],
  })
  const written = await readFile(join(home, 'regulars.log'), 'utf8')
  expect(written).not.toContain('mail.example')
  expect(written).toContain('Key (normalized)=(…@…) exists')
  expect(written).toContain('node_modules/@slack/bolt/dist/App.js:1')
})
