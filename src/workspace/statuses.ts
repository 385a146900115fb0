import { placeKey, type State } from './state.ts'

/** A status goes when the app answers in its thread. */
export function clearStatus(state: State, channel: string, threadTs: string | undefined): void {
  if (threadTs) state.statuses.delete(placeKey(channel, threadTs))
}
