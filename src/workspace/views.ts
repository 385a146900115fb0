import { createHash, randomUUID } from 'node:crypto'
import { viewFaults } from '../present/blocks/validate.ts'
import { named } from './elements.ts'
import { changed, type State, type StoredView } from './state.ts'
import type { AnyBlock, View } from './types.ts'
import { invalidArguments, type Refusal, refuse } from './web-api/answers.ts'
import { decoded } from './web-api/arguments.ts'

/** Modals of one person upon each other. */
const DEEPEST = 3

type Source = Readonly<Record<string, unknown>>

/** A view as the app sent it, checked. */
export interface Draft {
  readonly type: 'modal' | 'home'
  readonly source: Source
  readonly blocks: readonly AnyBlock[]
}

export function draftOf(state: State, value: unknown, type: 'modal' | 'home'): Draft | Refusal {
  const source = decoded(value)
  if (typeof source !== 'object' || source === null) return invalidArguments('missing required field: view')
  const view = source as Source
  if (view.type !== type) return invalidArguments(`must be "${type}" [json-pointer:/view/type]`)
  const { external_id: _, ...checked } = view
  const faults = viewFaults(checked)
  if (faults.length > 0)
    return invalidArguments(...faults.map((fault) => `${fault.message} [json-pointer:/view${fault.pointer}]`))
  return { type, source: view, blocks: named(view.blocks as readonly AnyBlock[], state.ids) }
}

function plainText(value: unknown): string | null {
  const text = (value as { readonly text?: unknown } | null | undefined)?.text
  return typeof text === 'string' ? text : null
}

/** Begins a stack of modals with this one; what was open goes. */
export function openModal(state: State, user: string, draft: Draft): StoredView | Refusal {
  const clash = externalClash(state, draft)
  if (clash) return clash
  const view = stored(state, user, draft, null)
  state.modals.set(user, [view])
  changed(state)
  return view
}

export function pushModal(state: State, user: string, draft: Draft): StoredView | Refusal {
  const stack = modalsOf(state, user)
  if (stack.length >= DEEPEST) return refuse('push_limit_reached')
  const clash = externalClash(state, draft)
  if (clash) return clash
  const view = stored(state, user, draft, stack.at(-1) ?? null)
  state.modals.set(user, [...stack, view])
  changed(state)
  return view
}

/** Puts other content into an open view; its hash changes with it. */
export function updateView(state: State, view: StoredView, draft: Draft): StoredView {
  const next = { ...view, source: draft.source, blocks: draft.blocks, hash: hashOf(), errors: {} }
  return replaceView(state, next)
}

export function replaceView(state: State, view: StoredView): StoredView {
  const replaced = modalsOf(state, view.user).map((other) => (other.id === view.id ? view : other))
  if (view.type === 'home') state.homes.set(view.user, view)
  else state.modals.set(view.user, replaced)
  changed(state)
  return view
}

export function publishHome(state: State, user: string, draft: Draft): StoredView {
  const before = state.homes.get(user)
  if (before) return updateView(state, before, draft)
  const view = stored(state, user, draft, null)
  state.homes.set(user, view)
  changed(state)
  return view
}

/** Takes the topmost modal away, or all of them. */
export function closeModals(state: State, user: string, which: 'top' | 'all'): void {
  const stack = modalsOf(state, user)
  state.modals.set(user, which === 'all' ? [] : stack.slice(0, -1))
  changed(state)
}

export const modalsOf = (state: State, user: string): readonly StoredView[] => state.modals.get(user) ?? []

export function findView(state: State, id: string): StoredView | undefined {
  return allViews(state).find((view) => view.id === id)
}

export function findViewByExternalId(state: State, externalId: string): StoredView | undefined {
  return allViews(state).find(({ source }) => source.external_id === externalId)
}

const allViews = (state: State): readonly StoredView[] => [
  ...[...state.modals.values()].flat(),
  ...state.homes.values(),
]

function externalClash(state: State, { source }: Draft): Refusal | null {
  const id = source.external_id
  return typeof id === 'string' && id !== '' && findViewByExternalId(state, id) ? refuse('duplicate_external_id') : null
}

function stored(state: State, user: string, draft: Draft, below: StoredView | null): StoredView {
  const id = state.ids.next('V')
  return { id, user, ...draft, hash: hashOf(), rootId: below?.rootId ?? id, previousId: below?.id ?? null, errors: {} }
}

const hashOf = (): string => createHash('sha1').update(randomUUID()).digest('hex').slice(0, 16)

/** As the page draws it. */
export function shownView(view: StoredView): View {
  const { source } = view
  return {
    id: view.id,
    type: view.type,
    callbackId: typeof source.callback_id === 'string' ? source.callback_id : '',
    title: plainText(source.title) ?? '',
    submit: plainText(source.submit),
    close: plainText(source.close) ?? 'Cancel',
    blocks: view.blocks,
    privateMetadata: typeof source.private_metadata === 'string' ? source.private_metadata : '',
    hash: view.hash,
    errors: view.errors,
  }
}
