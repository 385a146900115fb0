import { randomInt } from 'node:crypto'
import { WebAPIPlatformError } from '@slack/web-api'
import { UserError } from '../errors.ts'
import type { Log } from '../log.ts'
import { RefusedResponse } from './respond.ts'

/** Letters and digits that cannot be taken for one another when read aloud. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** What a person reads of a fault: what they can mend, or a reference number under which the log has the rest. */
export function faultSentence(error: unknown, log: Log): string {
  if (error instanceof UserError) return [error.message, error.hint].filter(Boolean).join(' ')
  const reference = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
  log.error('fault', { reference, error })
  return `Something went wrong on our side. Reference ${reference}.`
}

/** What Slack refused a call for: `invalid_blocks`, `not_in_channel`; null for any other error. */
export function slackError(error: unknown): string | null {
  if (error instanceof RefusedResponse) return error.code
  return error instanceof WebAPIPlatformError ? error.data.error : null
}
