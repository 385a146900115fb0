import { filledIn, inputFaults, inputsOf } from './inputs.ts'
import { closingPayload, submissionPayload } from './interactions.ts'
import { sendInteraction } from './interactive.ts'
import { notify, type State, type StoredView } from './state.ts'
import type { ActResult, Person, ViewValues } from './types.ts'
import { closeModals, draftOf, findView, modalsOf, pushModal, replaceView, updateView } from './views.ts'
import { isRefusal } from './web-api/answers.ts'

const TROUBLE = 'We had some trouble connecting. Try again?'

/** Submits a modal: inputs that are missing are refused here, as Slack's own client does; the rest is the app's. */
export async function submit(state: State, person: Person, id: string, values: ViewValues): Promise<ActResult> {
  const view = modalsOf(state, person.id).find((open) => open.id === id)
  if (!view) return { ok: false, error: 'view_not_found' }
  const faults = inputFaults(view.blocks, filledIn(view.blocks, values))
  if (Object.keys(faults).length > 0) return showErrors(state, view, faults)
  const payload = submissionPayload(state, person, view, values)
  const result = await sendInteraction(state, payload, true)
  if (result.kind !== 'acknowledged') return trouble(state, person)
  return respond(state, findView(state, id) ?? view, person, result.payload)
}

/** Errors are the view's own (`View.errors`): the submission was heard. */
function showErrors(state: State, view: StoredView, errors: Readonly<Record<string, string>>): ActResult {
  replaceView(state, { ...view, errors })
  return { ok: true }
}

function trouble(state: State, person: Person): ActResult {
  notify(state, person.id, TROUBLE)
  return { ok: false, error: 'operation_timeout' }
}

type Response = Readonly<Record<string, unknown>>

function respond(state: State, view: StoredView, person: Person, response: Response): ActResult {
  switch (response.response_action) {
    case undefined:
      return closeSubmitted(state, view)
    case 'clear':
      closeModals(state, view.user, 'all')
      return { ok: true }
    case 'errors':
      return withErrors(state, view, person, response.errors)
    case 'update':
    case 'push':
      return withView(state, view, person, response)
    default:
      return trouble(state, person)
  }
}

/** Without an answer the submitted modal closes and the one below shows again. */
function closeSubmitted(state: State, view: StoredView): ActResult {
  if (modalsOf(state, view.user).at(-1)?.id === view.id) closeModals(state, view.user, 'top')
  return { ok: true }
}

function withErrors(state: State, view: StoredView, person: Person, errors: unknown): ActResult {
  const given = Object.entries(typeof errors === 'object' && errors !== null ? errors : {})
  const inputs = new Set(inputsOf(view.blocks).map(({ block_id }) => block_id))
  const wrong = given.length === 0 || given.some(([id, text]) => !inputs.has(id) || typeof text !== 'string')
  return wrong ? trouble(state, person) : showErrors(state, view, Object.fromEntries(given))
}

function withView(state: State, view: StoredView, person: Person, response: Response): ActResult {
  const draft = draftOf(state, response.view, 'modal')
  if (isRefusal(draft)) return trouble(state, person)
  if (response.response_action === 'update') updateView(state, view, draft)
  else if (isRefusal(pushModal(state, person.id, draft))) return trouble(state, person)
  return { ok: true }
}

/** Closes the topmost modal; the app hears of it when the view asks for that. */
export async function close(state: State, person: Person, id: string): Promise<ActResult> {
  const view = modalsOf(state, person.id).at(-1)
  if (view?.id !== id) return { ok: false, error: 'view_not_found' }
  closeModals(state, person.id, view.source.clear_on_close === true ? 'all' : 'top')
  if (view.source.notify_on_close !== true) return { ok: true }
  const payload = closingPayload(state, person, view, false)
  await sendInteraction(state, payload, false)
  return { ok: true }
}
