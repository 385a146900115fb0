import { setTimeout as wait } from 'node:timers/promises'
import type { RespondArguments, RespondFn } from '@slack/bolt'
import { z } from 'zod'

/** How long the address may take to answer; Bolt itself would wait for ever. */
const timeoutMs = 10_000

/** Sends to the address that Slack gave with a click or command; thrown where it did not take the message. */
export async function respondTo(respond: RespondFn, message: RespondArguments): Promise<void> {
  const waiting = new AbortController()
  const tooLong = wait(timeoutMs, null, { signal: waiting.signal, ref: false }).catch(() => null)
  const response = await Promise.race([respond(message), tooLong])
  waiting.abort()
  if (response === null) throw new Error('the address of a click or command does not answer')
  const refusal = await refusalIn(response)
  if (refusal !== null) throw new RefusedResponse(refusal)
}

/** Slack’s word for what was wrong, in an answer that is no fault by its status: `invalid_blocks`. */
export class RefusedResponse extends Error {
  readonly code: string

  constructor(code: string) {
    super(`Slack refused a response: ${code}`)
    this.code = code
  }
}

const answerSchema = z.object({ ok: z.literal(false), error: z.string() })

async function refusalIn(response: unknown): Promise<string | null> {
  if (!(response instanceof Response)) return null
  try {
    return answerSchema.parse(await response.json()).error
  } catch {
    // “ok”, or nothing: it was taken.
    return null
  }
}

/** The status with which the address refused; null for any other error. */
export function respondStatus(error: unknown): number | null {
  const parsed = z.object({ code: z.literal('slack_bolt_respond_error'), statusCode: z.number() }).safeParse(error)
  return parsed.success ? parsed.data.statusCode : null
}
