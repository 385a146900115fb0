import type { Acknowledgement } from './socket-mode.ts'
import type { State } from './state.ts'

/** Sends what a person did with a block, a view or a shortcut; only where the manifest turns interactivity on. */
export async function sendInteraction(
  state: State,
  payload: Readonly<Record<string, unknown>>,
  acceptsResponse: boolean,
): Promise<Acknowledgement> {
  if (!state.manifest.interactivity) return { kind: 'unconnected' }
  return state.sockets.send({ type: 'interactive', payload, acceptsResponse })
}
