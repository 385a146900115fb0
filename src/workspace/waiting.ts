import { deferred } from './deferred.ts'
import type { State } from './state.ts'

const USUALLY_MS = 10_000

/** Resolves when `found` gives something, looked at now and after everything that happens. */
export function waitFor<T>(
  state: State,
  what: string,
  found: () => T | undefined | null | false,
  withinMs: number = USUALLY_MS,
): Promise<T> {
  const { promise, resolve, reject } = deferred<T>()
  const look = () => {
    try {
      const value = found()
      if (value) resolve(value)
    } catch (error) {
      reject(error)
    }
  }
  const timer = setTimeout(() => reject(new Error(`Not within ${withinMs} ms: ${what}`)), withinMs)
  state.onlookers.add(look)
  look()
  return promise.finally(() => {
    clearTimeout(timer)
    state.onlookers.delete(look)
  })
}
