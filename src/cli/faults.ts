import { randomInt } from 'node:crypto'
import { serverFault } from '../db/faults.ts'
import { UsageError, UserError } from '../errors.ts'
import type { Log } from '../log.ts'

/** Letters and digits that cannot be taken for one another when read aloud. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** What the terminal shows of a fault, and the exit code: 1 for what the person can mend and for our bugs, 2 for wrong usage. */
export function shownFault(
  thrown: unknown,
  databaseUrl: string,
  log: Log,
  logFile: string,
): { text: string; exitCode: 1 | 2 } {
  const error = thrown instanceof UserError ? thrown : serverFault(thrown, databaseUrl)
  if (error instanceof UserError) {
    return {
      text: [error.message, error.hint].filter(Boolean).join('\n'),
      exitCode: error instanceof UsageError ? 2 : 1,
    }
  }
  const reference = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  log.error('fault', { reference, error })
  return { text: `Something broke on our side, and it has been logged as ${reference} in ${logFile}.`, exitCode: 1 }
}
