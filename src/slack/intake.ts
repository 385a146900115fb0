import type { App, ReceiverEvent } from '@slack/bolt'
import type { Log } from '../log.ts'
import type { Claim, Claims } from './claims.ts'
import { incoming } from './incoming.ts'
import { soundBody } from './sound.ts'

/** Takes in what Slack sends. */
export interface Intake {
  /** Takes over what a crash left undone; returns how many things that were. */
  sweep(): Promise<number>
  /** Resolves when nothing is under way any more, at the latest after `withinMs`. */
  quiet(withinMs: number): Promise<void>
  /** From now on nothing new is taken; Slack delivers it again, to another bot or after the restart. */
  close(): void
}

export interface IntakeParts {
  readonly claims: Claims
  readonly botUserId: string
  /** Whether we answered in that thread before; what is said in others is none of our business. */
  readonly isOurs: (channel: string, threadTs: string) => Promise<boolean>
  readonly log: Log
}

/** Given up with a reference number when it was taken up so often. */
export const attemptsAtMost = 3

/**
 * Puts the claim before Bolt, which acknowledges an event before its listeners run: were the claim made in a listener, a
 * crash between the two would lose the question.
 */
export function openIntake(app: App, { claims, botUserId, isOurs, log }: IntakeParts): Intake {
  const dispatch = app.processEvent.bind(app)
  const underWay = new Set<Promise<void>>()
  let closed = false

  async function work(event: ReceiverEvent, claim: Claim): Promise<void> {
    let released = false
    const ack: ReceiverEvent['ack'] = async (response) => {
      released = isRefusal(response)
      if (released) await claims.release(claim)
      await event.ack(response)
    }
    try {
      await dispatch({ ...event, ack, customProperties: { ...event.customProperties, claim } })
      if (!released) await claims.done(claim)
    } catch (error) {
      log.error('something that Slack sent could not be dealt with', { attempt: claim.attempt, error })
      await (claim.attempt < attemptsAtMost ? claims.giveBack(claim) : claims.done(claim))
    }
  }

  async function take(event: ReceiverEvent): Promise<void> {
    const { keys, again, overheard } = incoming(event.body, botUserId)
    if (keys === null) return dispatch(event)
    if (overheard && !(await isOurs(overheard.channel, overheard.threadTs))) return event.ack()
    const claim = await claims.take(keys, again ? event.body : null)
    return claim ? work(event, claim) : event.ack()
  }

  function tracked(doing: Promise<void>): Promise<void> {
    underWay.add(doing)
    const forget = () => void underWay.delete(doing)
    doing.then(forget, forget)
    return doing
  }

  app.processEvent = async (event) => {
    if (!closed) await tracked(take({ ...event, body: soundBody(event.body) }))
  }

  async function sweep(): Promise<number> {
    let count = 0
    for (let next = await claims.takeOver(); next && !closed; next = await claims.takeOver()) {
      log.info('took over what a crash left', { attempt: next.claim.attempt })
      const body = next.body as ReceiverEvent['body']
      await tracked(work({ body, ack: async () => {} }, next.claim))
      count++
    }
    return count
  }

  return {
    sweep,
    quiet: async (withinMs) => {
      const timeout = new Promise<void>((resolve) => void setTimeout(resolve, withinMs).unref())
      await Promise.race([Promise.allSettled([...underWay]).then(() => {}), timeout])
    },
    close: () => {
      closed = true
    },
  }
}

/** A form that was answered with what is wrong in it comes again, under the same key. */
const isRefusal = (response: unknown): boolean =>
  typeof response === 'object' &&
  response !== null &&
  'response_action' in response &&
  response.response_action === 'errors'

/** The claim that the intake made for what a listener is given. */
export function claimOf(context: Readonly<Record<string, unknown>>): Claim | null {
  return (context.claim as Claim | undefined) ?? null
}
