import { writeDay } from '../../ask/period-text.ts'
import { type ShopSettings, shopSettings } from '../../db/settings.ts'
import type { Block } from '../../present/blocks/blocks.ts'
import { header } from '../../present/blocks/pieces.ts'
import { aside, button, menu, option, row, section } from '../elements.ts'
import { manageActions } from '../manage/names.ts'
import { settingGroups, shownValue } from '../manage/setting-groups.ts'
import { privacyBlocks } from '../privacy/forms.ts'
import type { HomeChange, HomeColleague, Management } from './facts.ts'

/** What managers see below: the staff, the settings, customers' own data, and who changed what last. */
export function managementBlocks({ staff, changes }: Management, settings: ShopSettings): readonly Block[] {
  return [
    ...staffBlocks(staff),
    ...settingBlocks(settings),
    ...ruleBlocks,
    ...privacyBlocks,
    ...readingBlocks,
    ...changeBlocks(changes),
  ]
}

const shown = 20

function staffBlocks(staff: readonly HomeColleague[]): readonly Block[] {
  const rest = staff.slice(shown)
  return [
    header('Staff'),
    ...staff.slice(0, shown).map(colleagueRow),
    ...(rest.length > 0 ? [othersMenu(rest)] : []),
    row(button(manageActions.addColleague, 'Add a colleague…')),
  ]
}

function colleagueRow(colleague: HomeColleague): Block {
  const { id, name, editable } = colleague
  const edit = button(manageActions.editColleague, 'Edit…', { value: String(id), says: `Edit ${name}` })
  return section(`${name}\n${stateOf(colleague)}`, editable ? edit : undefined)
}

const roleNames = { associate: 'associate', manager: 'manager', admin: 'administrator' } as const

function stateOf({ role, store, active, linked, awayUntil }: HomeColleague): string {
  const parts = [
    roleNames[role],
    ...(store === null ? [] : [store]),
    ...(active ? [] : ['no longer on the staff']),
    ...(active && !linked ? ['not yet met in Slack'] : []),
    ...(awayUntil === null ? [] : [`away until ${writeDay(awayUntil)}`]),
  ]
  return parts.join(' · ')
}

/** The others as a menu: a Home tab cannot hold a line for each. */
function othersMenu(rest: readonly HomeColleague[]): Block {
  const editable = rest.filter((colleague) => colleague.editable)
  const cut = editable.length > 100 ? ', the first 100 of them here' : ''
  const options = editable.map(({ id, name }) => option(name, String(id)))
  if (options.length === 0) return aside(`And ${rest.length} more.`)
  return section(`And ${rest.length} more${cut}:`, menu(manageActions.editColleague, options))
}

function settingBlocks(settings: ShopSettings): readonly Block[] {
  return [
    header('Settings'),
    ...settingGroups.map((group) => {
      const values = group.settings.map((setting) => {
        const value = settings[shopSettings[setting.key].property]
        return `${setting.label}: ${shownValue(setting, value)}`
      })
      const change = button(manageActions.changeSettings, 'Change…', {
        value: group.key,
        says: `Change ${group.title}`,
      })
      return section([group.title, ...values].join('\n'), change)
    }),
  ]
}

const ruleBlocks: readonly Block[] = [
  section(
    'Rules of the digest\nWhom to contact when, and about what.',
    button(manageActions.listRules, 'Change…', { says: 'Change the rules of the digest' }),
  ),
]

const readingBlocks: readonly Block[] = [
  section(
    'How questions are read\nWhat colleagues confirmed or rejected below answers.',
    button(manageActions.listReadings, 'Look…', { says: 'Look at confirmed and rejected readings' }),
  ),
]

const changeBlocks = (changes: readonly HomeChange[]): readonly Block[] =>
  changes.length === 0 ? [] : [header('Recent changes'), aside(...changes.map(({ text }) => text))]
