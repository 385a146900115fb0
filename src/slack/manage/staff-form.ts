import type { Absence } from '../../access/absences.ts'
import type { Asker, Role } from '../../access/asker.ts'
import { type Colleague, mayManage } from '../../access/staff.ts'
import { addDays } from '../../ask/days.ts'
import { writeDays } from '../../ask/period-text.ts'
import type { Block, InputBlock, ModalView, Option } from '../../present/blocks/blocks.ts'
import { aside, button, field, form, menu, option, row, section, sure, textInput } from '../elements.ts'
import { manageActions, manageForms } from './names.ts'

export type Store = { readonly id: number; readonly name: string }

/** In the menu of stores, since Slack takes no empty value. */
export const wholeShop = 'none'

const roleNames: Readonly<Record<Role, string>> = {
  associate: 'Associate: asks',
  manager: 'Manager: also sees contact details, changes settings',
  admin: 'Administrator: also decides who manages',
}

/** Who is about to be added, once a Slack user was picked. */
export interface Picked {
  readonly userId: string
  readonly name: string
  readonly email: string
}

/**
 * A form to add a colleague. Picking a Slack user fills in name and e-mail address: their fields get other blocks then,
 * because Slack keeps what a block held before.
 */
export function addColleagueForm(by: Asker, stores: readonly Store[], picked: Picked | null): ModalView {
  const suffix = picked ? `:${picked.userId}` : ''
  const person = field(
    'Who in Slack',
    {
      type: 'users_select',
      action_id: manageActions.pickColleague,
      ...(picked && { initial_user: picked.userId }),
    },
    {
      optional: true,
      hint: 'Fills in the rest. Somebody who is not in Slack yet is found later, by the e-mail address.',
    },
  )
  return form({
    callbackId: manageForms.addColleague,
    title: 'Add a colleague',
    submit: 'Add',
    blocks: [
      { ...person, dispatch_action: true },
      inBlock(field('Name', textInput('name', picked?.name ?? '', 100)), `name${suffix}`),
      inBlock(field('E-mail address', textInput('email', picked?.email ?? '', 200)), `email${suffix}`),
      field('Role', menu('role', roleOptions(by), 'associate')),
      field('Store', menu('store', storeOptions(stores), wholeShop)),
      aside('They can ask me as soon as they are added. Files may name the same colleague by the e-mail address.'),
    ],
  })
}

const inBlock = (block: InputBlock, id: string): InputBlock => ({ ...block, block_id: id })

/** A colleague as a form holds them, so that a change made meanwhile is noticed. */
export interface ColleagueState {
  readonly staffId: number
  readonly role: Role
  readonly store: string
  readonly slackUser: string
}

export const stateOf = ({ id, role, storeId, slackUserId }: Colleague): ColleagueState => ({
  staffId: id,
  role,
  store: storeId === null ? wholeShop : String(storeId),
  slackUser: slackUserId ?? '',
})

/** What the form remembers: as they were, and the Slack user that it could show. */
export interface ColleagueMemory extends ColleagueState {
  readonly shownUser: string
}

/** What the form needs to know beside the colleague. */
export interface EditFacts {
  readonly by: Asker
  readonly stores: readonly Store[]
  readonly away: readonly Absence[]
  /** Their Slack user where this Slack knows it; null where it does not, or where there is none. */
  readonly slackUser: string | null
}

/** Role, store and Slack user of a colleague; their absences; and their leaving. */
export function editColleagueForm(colleague: Colleague, { by, stores, away, slackUser }: EditFacts): ModalView {
  const memory: ColleagueMemory = { ...stateOf(colleague), shownUser: slackUser ?? '' }
  const unknown = colleague.slackUserId !== null && slackUser === null
  return form({
    callbackId: manageForms.editColleague,
    title: 'Edit a colleague',
    submit: 'Save',
    memory,
    blocks: [
      section(`${colleague.name}\n${colleague.email}`),
      field('Role', menu('role', roleOptions(by), memory.role)),
      field('Store', menu('store', storeOptions(stores), memory.store)),
      field(
        'Slack user',
        { type: 'users_select', action_id: 'slack_user', ...(slackUser !== null && { initial_user: slackUser }) },
        {
          optional: true,
          hint: unknown
            ? 'They are linked to a user that this Slack does not know; choose another to link them anew.'
            : 'Left empty, they are found by their e-mail address.',
        },
      ),
      ...awayRows(away),
      row(
        button(manageActions.enterAbsence, 'Away…', { value: String(colleague.id) }),
        colleague.active ? leaveButton(colleague) : returnButton(colleague),
      ),
    ],
  })
}

const awayRows = (away: readonly Absence[]): readonly Block[] =>
  away
    .slice(0, 10)
    .map((absence) =>
      section(
        `Away ${absenceDays(absence)}`,
        button(manageActions.endAbsence, 'Remove', { value: String(absence.id) }),
      ),
    )

/** “Nov 23 – 27, 2026”; absences include their last day. */
export const absenceDays = ({ from, to }: Pick<Absence, 'from' | 'to'>): string =>
  writeDays({ from, to: addDays(to, 1) })

function leaveButton({ id, name }: Colleague) {
  const text = `${name} then gets no more answers. What they wrote and did stays. They can be taken back on.`
  const confirm = sure('No longer on the staff?', text, 'They left')
  return button(manageActions.leaveColleague, 'No longer on the staff', { value: String(id), style: 'danger', confirm })
}

const returnButton = ({ id }: Colleague) =>
  button(manageActions.returnColleague, 'Take back on', { value: String(id), style: 'primary' })

/** The roles that this person may give. */
function roleOptions(by: Asker): readonly Option[] {
  const roles: readonly Role[] = ['associate', 'manager', 'admin']
  return roles.filter((role) => mayManage(by, { role })).map((role) => option(roleNames[role], role))
}

const storeOptions = (stores: readonly Store[]): readonly Option[] => [
  option('The whole shop', wholeShop),
  ...stores.slice(0, 99).map(({ id, name }) => option(name, String(id))),
]
