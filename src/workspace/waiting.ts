import { deferred } from './deferred.ts'
import type { State } from './state.ts'

const USUALLY_MS = 10_000
/** What a test waits for may also be the app's own doing, of which the workspace hears nothing. */
const LOOK_EVERY_MS = 20

/** Resolves when `found` gives something: looked at now, after everything that happens here, and now and then. */
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
  const end = setTimeout(() => reject(new Error(`Not within ${withinMs} ms: ${what}`)), withinMs)
  const again = setInterval(look, LOOK_EVERY_MS)
  state.onlookers.add(look)
  look()
  return promise.finally(() => {
    clearTimeout(end)
    clearInterval(again)
    state.onlookers.delete(look)
  })
}
