import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKysely } from '../src/db/database.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { runningPostmaster } from '../src/db/postmaster.ts'
import type { Database } from '../src/db/schema.ts'
import { type TestDatabase, testDatabase } from './support/database.ts'

let shop: TestDatabase
let home: string
beforeAll(async () => {
  shop = await testDatabase()
  home = mkdtempSync(join(tmpdir(), 'regulars-cli-'))
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs the program as a terminal does. */
function cli(words: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [new URL('../src/cli.ts', import.meta.url).pathname, ...words], {
    env: { PATH: process.env.PATH, DATABASE_URL: shop.url, REGULARS_HOME: home, ...env },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

describe('help', () => {
  test('without a command lists them all', async () => {
    const { code, out } = await cli([])
    expect(code).toBe(0)
    for (const name of ['ask', 'import', 'sample', 'settings', 'migrate', 'doctor'])
      expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  })

  test.each([
    'settings',
    'migrate',
    'doctor',
  ])('of %s shows how to call it, its flags and an example, without a database', async (name) => {
    const { code, out } = await cli([name, '--help'], { DATABASE_URL: 'postgres://localhost:1/none' })
    expect(code).toBe(0)
    expect(out).toContain(`npm run -s cli -- ${name}`)
    expect(out).toMatch(/Flags[\s\S]*--json[\s\S]*Example/)
  })
})

describe('wrong usage ends with 2 and says what is right', () => {
  test.each<[words: string[], said: string]>([
    [['setings'], 'There is no command setings. Did you mean settings?'],
    [['who are our top customers'], 'A question needs ask before it'],
    [['../../etc/passwd'], 'There is no command ../../etc/passwd.'],
    [['settings', '--jsn'], 'settings has no flag --jsn. Did you mean --json?'],
    [['settings', '--as-of'], '--as-of needs a value.'],
    [['settings', '--json=yes'], '--json takes no value.'],
    [['settings', '--as-of', '2026-02-30'], '--as-of must be a day, not “2026-02-30”.'],
    [['settings', 'get'], 'settings cannot get.'],
    [['settings', 'set', 'currency'], '“currency” is not NAME=VALUE.'],
  ])('%j', async (words, said) => {
    const { code, out, err } = await cli(words)
    expect(err).toContain(said)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})

describe('what a person can mend ends with 1 and the mend', () => {
  test.each<[what: string, env: Record<string, string>, said: RegExp]>([
    [
      'a server that is not there',
      { DATABASE_URL: 'postgres://ana:secret@127.0.0.1:1/shop' },
      /No PostgreSQL answers at postgres:\/\/ana:…@127\.0\.0\.1:1\/shop\.\nStart the server/,
    ],
    ['a host that does not exist', { DATABASE_URL: 'postgres://nowhere.invalid/shop' }, /(host of|does not answer)/],
    ['an address that is none', { DATABASE_URL: 'shop.db' }, /DATABASE_URL is not a PostgreSQL address/],
  ])('%s', async (_, env, said) => {
    const { code, err } = await cli(['settings'], env)
    expect(err).toMatch(said)
    expect(err).not.toMatch(/secret|\n +at /)
    expect(code).toBe(1)
  })

  test('a database that does not exist', async () => {
    const url = new URL(shop.url)
    url.pathname = '/no_such_shop'
    const { code, err } = await cli(['settings'], { DATABASE_URL: url.href })
    expect(err).toContain('has no database “no_such_shop”')
    expect(code).toBe(1)
  })

  test('a wrong password', async () => {
    const url = new URL(shop.url)
    if (!url.password) return
    url.password = 'wrong'
    const { code, err } = await cli(['settings'], { DATABASE_URL: url.href })
    expect(err).toContain('refuses the login')
    expect(err).not.toContain('wrong')
    expect(code).toBe(1)
  })
})

test('a fault of ours shows a reference number, and the log has the rest', async () => {
  const broken = await testDatabase()
  await sql`drop table setting_changes`.execute(broken.db)
  const { code, err } = await cli(['settings', 'history'], { DATABASE_URL: broken.url })
  await broken[Symbol.asyncDispose]()
  const reference = /logged as ([0-9A-Z]{4}) in /.exec(err)?.[1]
  expect(code).toBe(1)
  expect(err).not.toMatch(/setting_changes|\n +at /)
  expect(readFileSync(join(home, 'regulars.log'), 'utf8')).toMatch(
    new RegExp(`"reference":"${reference}".*setting_changes`),
  )
})

test('settings are changed and shown, for people and for programs', async () => {
  const changed = await cli(['settings', 'set', 'time_zone=America/Chicago', 'name=Kettle & Oak = Hardware'])
  expect(changed).toEqual({
    code: 0,
    err: '',
    out: 'time_zone: UTC → America/Chicago\nname: The shop → Kettle & Oak = Hardware\n',
  })
  expect((await cli(['settings'])).out).toMatch(/^time_zone +America\/Chicago +Where the shop’s days begin and end$/m)
  const rows: { key: string; value: unknown }[] = JSON.parse((await cli(['settings', '--json'])).out)
  expect(rows.find(({ key }) => key === 'name')?.value).toBe('Kettle & Oak = Hardware')
})

test('migrate on a database that is up to date says so', async () => {
  expect(await cli(['migrate'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^The database is up to date \(\d+ migrations\)\.\n$/),
  })
})

describe('interrupted in the middle of work', () => {
  test('the program ends at once, nothing is half done, and the server is stopped', async () => {
    const own = mkdtempSync(join(tmpdir(), 'regulars-interrupted-'))
    chmodSync(own, 0o755)
    const first = await startEmbedded({ home: own })
    const db = openKysely(first.url, 1)
    const child = spawn(
      process.execPath,
      [new URL('../src/cli.ts', import.meta.url).pathname, 'sample', '--customers', '100000'],
      {
        env: { PATH: process.env.PATH, REGULARS_HOME: own },
      },
    )
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk))
    await until(async () => copying(db))
    child.kill('SIGTERM')
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, said }).toEqual({ code: 143, said: '' })
    expect(await db.selectFrom('customers').select('id').execute()).toEqual([])
    await db.destroy()
    await first[Symbol.asyncDispose]()
    expect(runningPostmaster(join(own, 'postgres'))).toBeNull()
    rmSync(own, { recursive: true, force: true })
  }, 60_000)
})

/** Whether a session is just writing rows. */
async function copying(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`select from pg_stat_activity where query ~* '^copy' and state <> 'idle'`.execute(db)
  return rows.length > 0
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50)
}

describe('doctor', () => {
  test('finds nothing wrong with a good database', async () => {
    const { code, out } = await cli(['doctor'])
    expect(out).not.toContain('✗')
    for (const subject of ['Database', 'Version', 'Extensions', 'Migrations', 'Rights', 'Reading role', 'Settings'])
      expect(out).toContain(`${subject}:`)
    expect(code).toBe(0)
  })

  test('names the fault and the mend when the database cannot be reached, and ends with 1', async () => {
    const { code, out } = await cli(['doctor', '--json'], { DATABASE_URL: 'postgres://127.0.0.1:1/shop' })
    const found: { kind: string; subject: string; mend?: string }[] = JSON.parse(out)
    expect(found.filter(({ kind }) => kind === 'fault')).toMatchObject([
      { subject: 'Database', mend: expect.stringContaining('Start the server') },
    ])
    expect(code).toBe(1)
  })
})
