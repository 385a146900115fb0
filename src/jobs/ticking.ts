import type { Log } from '../log.ts'

/** A job that is done again and again, never twice at once. */
export interface Ticking {
  /** Does it, unless it is being done; never rejects, because a fault must not end the process. */
  tick(): Promise<void>
  /** When what is under way is over; nothing is begun any more. */
  stop(): Promise<void>
}

export function ticking(name: string, work: () => Promise<void>, log: Log): Ticking {
  let underWay: Promise<void> | null = null
  let stopped = false
  return {
    async tick() {
      if (stopped || underWay !== null) return
      underWay = work()
        .catch((error: unknown) => log.error('a job failed', { job: name, error }))
        .finally(() => {
          underWay = null
        })
      await underWay
    },
    async stop() {
      stopped = true
      await underWay
    },
  }
}
