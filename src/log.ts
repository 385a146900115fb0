import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type Log = Readonly<Record<LogLevel, (message: string, details?: Readonly<Record<string, unknown>>) => void>>

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
const personal = new Set([
  'email',
  'phone',
  'address',
  'given_name',
  'family_name',
  'display_name',
  'raw',
  'normalized',
  'password',
])

/**
 * A log of JSON lines in `home`/regulars.log. Fields that hold personal data are left out by name, and e-mail addresses
 * wherever they stand; a log that cannot be written is silent, because it must never be the reason why an answer fails.
 */
export function openLog(home: string, level: LogLevel, now: () => Date, from: string): Log {
  const file = join(home, 'regulars.log')
  const write =
    (at: LogLevel) =>
    (message: string, details: Readonly<Record<string, unknown>> = {}) => {
      if (order.indexOf(at) < order.indexOf(level)) return
      try {
        const line = JSON.stringify({ at: now().toISOString(), level: at, from, message, ...details }, withoutPersonal)
        mkdirSync(home, { recursive: true })
        appendFileSync(file, `${line}\n`, { mode: 0o600 })
      } catch {}
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** An e-mail address, in what PostgreSQL or Slack says of a fault. */
const address = /[^\s"'“”<>()=,;:/]+@[^\s"'“”<>()=,;:/]+\.[a-z]{2,}/gi

function withoutPersonal(key: string, value: unknown): unknown {
  if (personal.has(key)) return '…'
  if (typeof value === 'string') return value.replaceAll(address, '…@…')
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
  return value
}
