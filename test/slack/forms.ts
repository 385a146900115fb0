import type { AnyBlock, View } from '../../src/workspace/types.ts'
import { type Story, textOf } from './support.ts'

/** Opens the Home tab and gives it once it is drawn. */
export async function openHome({ act, workspace }: Story, user: string): Promise<View> {
  const before = workspace.state(user).home?.hash
  await act(user, { kind: 'open', tab: 'home' })
  return workspace.waitFor('the Home tab', () => changed(workspace.state(user).home, before))
}

const changed = (view: View | null, before: string | undefined): View | null =>
  view !== null && view.hash !== before ? view : null

/** The tab as it is drawn next, after a change. */
export async function homeAfter({ workspace }: Story, user: string, change: () => Promise<unknown>): Promise<View> {
  const before = workspace.state(user).home?.hash
  await change()
  return workspace.waitFor('the Home tab, drawn anew', () => changed(workspace.state(user).home, before))
}

/** Presses what has that action and, where there are several, that value. */
export async function press(story: Story, user: string, view: View, actionId: string, value?: string): Promise<void> {
  const found = view.blocks.flatMap(elementsOf).find(({ element }) => isMeant(element, actionId, value))
  if (!found) throw new Error(`there is no ${actionId} ${value ?? ''} in:\n${textOf(view)}`)
  await story.act(user, { kind: 'click', in: { view: view.id }, blockId: found.blockId, actionId })
}

/** Chooses in a picker of a form. */
export async function choose(story: Story, user: string, view: View, actionId: string, chosen: object): Promise<void> {
  const found = view.blocks.flatMap(elementsOf).find(({ element }) => element.action_id === actionId)
  if (!found) throw new Error(`there is no ${actionId} in the form`)
  const how = { kind: 'click', in: { view: view.id }, blockId: found.blockId, actionId } as const
  await story.act(user, { ...how, chosen: { ...chosen } })
}

/** The form that opens, or takes the place of the one before, when that is pressed. */
export async function formAfter({ workspace }: Story, user: string, change: () => Promise<unknown>): Promise<View> {
  const before = top(workspace.state(user).views)
  await change()
  return workspace.waitFor('a form', () => {
    const now = top(workspace.state(user).views)
    return now && (now.id !== before?.id || now.hash !== before.hash) ? now : null
  })
}

export const top = (views: readonly View[]): View | undefined => views.at(-1)

/** Fills in fields by their names and sends the form; gives what it was refused for, by field. */
export async function send(
  story: Story,
  user: string,
  view: View,
  filled: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const values = Object.fromEntries(
    Object.entries(filled).map(([name, value]) => {
      const found = view.blocks.flatMap(elementsOf).find(({ element }) => element.action_id === name)
      if (!found) throw new Error(`the form has no field ${name}`)
      return [found.blockId, { [name]: held(found.element, value) }]
    }),
  )
  await story.act(user, { kind: 'submit', view: view.id, values })
  const still = story.workspace.state(user).views.find(({ id }) => id === view.id)
  return still?.errors ?? {}
}

type Element = Readonly<Record<string, unknown>>

function elementsOf(block: AnyBlock): readonly { readonly blockId: string; readonly element: Element }[] {
  const inside = [...(Array.isArray(block.elements) ? block.elements : []), block.accessory, block.element]
  return inside.flatMap((element) =>
    typeof element === 'object' && element !== null ? [{ blockId: String(block.block_id), element }] : [],
  )
}

const isMeant = (element: Element, actionId: string, value: string | undefined): boolean =>
  element.action_id === actionId && (value === undefined || element.value === value)

function held(element: Element, value: string): object {
  switch (element.type) {
    case 'static_select':
      return {
        selected_option: (element.options as { value: string }[]).find((option) => option.value === value) ?? null,
      }
    case 'checkboxes':
      return {
        selected_options: (element.options as { value: string }[]).filter((option) =>
          value.split(',').includes(option.value),
        ),
      }
    case 'users_select':
      return { selected_user: value || null }
    case 'datepicker':
      return { selected_date: value }
    case 'timepicker':
      return { selected_time: value }
    default:
      return { value }
  }
}

/** Does it while the colleague has another role. */
export async function inRole<T>(
  { shop: { db } }: Story,
  email: string,
  role: 'associate' | 'manager' | 'admin',
  work: () => Promise<T>,
): Promise<T> {
  const before = await db.selectFrom('staff').select('role').where('email', '=', email).executeTakeFirstOrThrow()
  const set = (now: typeof role) => db.updateTable('staff').set({ role: now }).where('email', '=', email).execute()
  await set(role)
  try {
    return await work()
  } finally {
    await set(before.role)
  }
}
