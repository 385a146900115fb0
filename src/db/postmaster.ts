import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'

/** What PostgreSQL itself writes about a running server into `postmaster.pid`. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean }

/**
 * The server that runs on this data folder, or null. A file left by one that was killed counts for nothing, also when
 * its process number now belongs to another program, as happens in containers; PostgreSQL itself would refuse to start
 * then, so such a file is removed.
 */
export function runningPostmaster(data: string): Postmaster | null {
  const written = readPidFile(data)
  if (!written) return null
  if (!isAlive(written.pid)) return null
  if (isPostgres(written.pid)) return written
  if (readPidFile(data)?.pid === written.pid) rmSync(pidFile(data), { force: true })
  return null
}

/** Asks a server to stop at once, open sessions included; it writes what it has to and ends by itself. */
export function stopPostmaster(data: string, server: Postmaster): void {
  if (readPidFile(data)?.pid !== server.pid) return
  try {
    process.kill(server.pid, 'SIGINT')
  } catch {}
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid')
}

function readPidFile(data: string): Postmaster | null {
  if (!existsSync(pidFile(data))) return null
  const lines = contentOf(pidFile(data)).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : null
}

/** Empty for a file that is gone or not ours to read. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Whether a process has that number, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether that process is a PostgreSQL; when it cannot be told, it is taken for one, which is the safe mistake. */
function isPostgres(pid: number): boolean {
  if (platform() === 'win32') return true
  const command = contentOf(`/proc/${pid}/cmdline`) || commandByPs(pid)
  return command === '' || command.includes('postgres')
}

function commandByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
