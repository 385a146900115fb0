import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKysely } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { runningPostmaster } from '../../src/db/postmaster.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'regulars-embedded-'))
  chmodSync(home, 0o755)
})
afterAll(() => {
  const left = runningPostmaster(data())
  if (left) process.kill(left.pid, 'SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

const data = () => join(home, 'postgres')

async function answer(url: string): Promise<number | undefined> {
  const db = openKysely(url, 1)
  try {
    return (await sql<{ one: number }>`select 1 as one`.execute(db)).rows[0]?.one
  } finally {
    await db.destroy()
  }
}

/** Another process that uses the server, says its address, and leaves when its input is closed. */
async function otherProcess() {
  const child = spawn(process.execPath, [new URL('./embedded-user.ts', import.meta.url).pathname, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim())),
  )
  const leave = () => {
    child.stdin.end()
    return ended
  }
  const kill = () => {
    child.kill('SIGKILL')
    return ended
  }
  return { url, leave, kill }
}

test('several that start at once on an empty folder share one server, and clear away an abandoned draft', async () => {
  mkdirSync(join(home, 'postgres.999999'))
  const others = await Promise.all([otherProcess(), otherProcess(), otherProcess()])
  expect(new Set(others.map(({ url }) => url)).size).toBe(1)
  await Promise.all(others.map(({ leave }) => leave()))
  expect(readdirSync(home).sort()).toEqual(['postgres', 'postgres.log'])
  expect(runningPostmaster(data())).toBeNull()
})

test('the first starts a server and the last stops it', async () => {
  const first = await startEmbedded({ home })
  expect(await answer(first.url)).toBe(1)
  await first[Symbol.asyncDispose]()
  expect(runningPostmaster(data())).toBeNull()
  await using again = await startEmbedded({ home })
  expect(await answer(again.url)).toBe(1)
})

test('another process joins, and the server outlives the one that started it', async () => {
  const first = await startEmbedded({ home })
  const second = await otherProcess()
  expect(second.url).toBe(first.url)
  await first[Symbol.asyncDispose]()
  expect(await answer(second.url)).toBe(1)
  await second.leave()
  expect(runningPostmaster(data())).toBeNull()
})

describe('after kill -9', () => {
  test('of a process, it no longer counts as a user', async () => {
    const killed = await otherProcess()
    await killed.kill()
    const next = await startEmbedded({ home })
    expect(next.url).toBe(killed.url)
    await next[Symbol.asyncDispose]()
    expect(runningPostmaster(data())).toBeNull()
  })

  test('of the server, the next one starts another', async () => {
    const killed = await otherProcess()
    const server = runningPostmaster(data())
    process.kill(server?.pid ?? 0, 'SIGKILL')
    await killed.kill()
    await using next = await startEmbedded({ home })
    expect(await answer(next.url)).toBe(1)
  })

  test('a process number that now belongs to another program does not block the start', async () => {
    await (await startEmbedded({ home }))[Symbol.asyncDispose]()
    writeFileSync(join(data(), 'postmaster.pid'), `${process.pid}\n${data()}\n1\n5999\n\n127.0.0.1\n 0 0\nready   \n`)
    await using next = await startEmbedded({ home })
    expect(await answer(next.url)).toBe(1)
  })
})

test('a data folder that does not start says so, with the log’s last word', async () => {
  await (await startEmbedded({ home }))[Symbol.asyncDispose]()
  writeFileSync(join(data(), 'PG_VERSION'), '12\n')
  await expect(startEmbedded({ home })).rejects.toThrow(
    /cannot be started.*database files are incompatible with server/,
  )
  expect(readFileSync(join(home, 'postgres.log'), 'utf8')).toContain('FATAL')
})
