import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../log.ts'

/**
 * Bolt's log lines in ours. Only warnings and errors, and only their first line: at finer levels the SDK writes whole
 * messages, which hold what people said.
 */
export function boltLogger(log: Log): Logger {
  const line = (parts: readonly unknown[]): string => String(parts[0]).split('\n')[0]?.slice(0, 200) ?? ''
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn('slack', { said: line(parts) }),
    error: (...parts) => log.error('slack', { said: line(parts) }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
