/**
 * Leaves a server alone for a while after it failed several times in a row, so that nobody waits for one that is down. After
 * the pause one question tries it again; only when that works do the others.
 */
export interface Breaker {
  /** Whether the server is left alone now. */
  isOpen(): boolean
  worked(): void
  failed(): void
}

const failuresAtMost = 3
const pauseMs = 60_000

/** `now` counts milliseconds, from whenever. */
export function openBreaker(now: () => number): Breaker {
  let [failures, openUntil] = [0, 0]
  return {
    isOpen: () => {
      if (failures < failuresAtMost) return false
      if (now() < openUntil) return true
      openUntil = now() + pauseMs
      return false
    },
    worked: () => {
      failures = 0
    },
    failed: () => {
      failures += 1
      if (failures >= failuresAtMost) openUntil = now() + pauseMs
    },
  }
}
