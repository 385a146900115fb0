import { setTimeout as wait } from 'node:timers/promises'
import { type EventPayload, type State, stirred } from './state.ts'

/**
 * When a missed event comes again, in shares of the time that an acknowledgement may take: at once, then later. Slack
 * itself waits one minute and five.
 */
const RETRIES_AFTER = [0, 2, 10]

/** Hands an event to the app, and again when it is not acknowledged. Without a connection it waits for one. */
export async function deliver(state: State, payload: EventPayload): Promise<void> {
  let reason = await attempt(state, payload)
  for (const [index, share] of RETRIES_AFTER.entries()) {
    if (reason === null) return
    await wait(share * state.acknowledgeWithinMs, undefined, { ref: false })
    reason = await attempt(state, payload, { attempt: index + 1, reason })
  }
}

/** Sends it once more although it was acknowledged. */
export async function deliverAgain(state: State, payload: EventPayload, nth: number): Promise<void> {
  await attempt(state, payload, { attempt: nth, reason: 'timeout' })
}

type Retry = { readonly attempt: number; readonly reason: string }

async function attempt(state: State, payload: EventPayload, retry?: Retry): Promise<string | null> {
  await state.sockets.whenConnected()
  const envelope = { type: 'events_api', payload, acceptsResponse: false } as const
  const result = await state.sockets.send(retry ? { ...envelope, retry } : envelope)
  stirred(state)
  switch (result.kind) {
    case 'acknowledged':
      return null
    case 'timeout':
      return 'timeout'
    case 'lost':
    case 'unconnected':
      return 'connection_failed'
    default:
      return result satisfies never
  }
}
