import type { State } from './state.ts'

const LIVES_MS = 3_000
const KEPT = 1_000

/** A `trigger_id`: lets the app open one modal for this person within three seconds. */
export function issueTrigger(state: State, user: string): string {
  const id = `${state.ids.next('')}.${state.team.id.slice(1)}.trigger`
  state.triggers.set(id, { user, expiresAt: state.now().getTime() + LIVES_MS, used: false })
  for (const old of [...state.triggers.keys()].slice(0, -KEPT)) state.triggers.delete(old)
  return id
}

export type Redeemed = { readonly ok: true; readonly user: string } | { readonly ok: false; readonly error: string }

/** Uses a trigger up and says whose it was. */
export function redeemTrigger(state: State, id: string): Redeemed {
  const trigger = state.triggers.get(id)
  if (!trigger) return { ok: false, error: 'invalid_trigger_id' }
  if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' }
  if (state.now().getTime() > trigger.expiresAt) return { ok: false, error: 'expired_trigger_id' }
  state.triggers.set(id, { ...trigger, used: true })
  return { ok: true, user: trigger.user }
}
