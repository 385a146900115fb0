import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
export type Account = { readonly uid: number; readonly gid: number; readonly through: readonly string[] }

const nobody = 65_534

/**
 * The account to run a program of PostgreSQL as: null for ourselves, otherwise, for root, one without rights. That one
 * must pass every folder above the program and the data; where one is closed, as /root is, `setpriv` lends the single
 * capability to pass.
 */
export function accountFor(data: string, program: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const owner = existsSync(data) ? statSync(data).uid : 0
  const uid = owner === 0 ? nobody : owner
  const reachable = [dirname(data), dirname(program)].every(isOpenToAll)
  return { uid, gid: uid, through: reachable ? [] : throughClosedFolders(uid) }
}

function throughClosedFolders(uid: number): readonly string[] {
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', ...capability, '--']
}

function isOpenToAll(folder: string): boolean {
  const above = dirname(folder)
  return (statSync(folder).mode & 0o001) !== 0 && (above === folder || isOpenToAll(above))
}

export type Start = {
  readonly account: Account | null
  readonly folder: string
  /** An open file for what the program says; without one it is piped. */
  readonly log?: number
  /** Whether it outlives us and the terminal's Ctrl-C. */
  readonly detached: boolean
}

/** Starts a program as that account, with an environment of its own, so that no PG… or LC_… variable reaches it. */
export function startProgram(program: string, args: readonly string[], start: Start): ChildProcess {
  const { account } = start
  const [command = program, ...rest] = [...(account?.through ?? []), program, ...args]
  const output = start.log ?? 'pipe'
  return spawn(command, rest, {
    ...(account && account.through.length === 0 && { uid: account.uid, gid: account.gid }),
    ...(platform() !== 'win32' && {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
    }),
    cwd: start.folder,
    detached: start.detached,
    windowsHide: true,
    stdio: ['ignore', output, output],
  })
}

/** Waits for a program's end and gives what it said; rejects with that when it failed. */
export function endOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    program.stdout?.on('data', (chunk: Buffer) => (said += chunk))
    program.stderr?.on('data', (chunk: Buffer) => (said += chunk))
    program.on('error', reject)
    program.on('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(said.trim() || `ended with code ${code}`)),
    )
  })
}
