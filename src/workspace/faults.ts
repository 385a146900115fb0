import type { State } from './state.ts'
import type { Fault } from './types.ts'

/** The next calls of a method meet this. */
export function injectFault(state: State, method: string, fault: Fault, times: number): void {
  state.faults.set(method, [...(state.faults.get(method) ?? []), ...Array<Fault>(times).fill(fault)])
}

/** The fault that this call meets, if any; each is met once. */
export function nextFault(state: State, method: string): Fault | null {
  const [fault, ...later] = state.faults.get(method) ?? []
  state.faults.set(method, later)
  return fault ?? null
}
