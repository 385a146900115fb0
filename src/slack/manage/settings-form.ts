import { type ShopSettings, shopSettings } from '../../db/settings.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { aside, field, form, menu, option, textInput } from '../elements.ts'
import { manageForms } from './names.ts'
import { type SettingGroup, type ShownSetting, shownMeaning, shownValue } from './setting-groups.ts'

/** What the form showed when it was opened, so that a change made meanwhile is noticed. */
export interface SettingsMemory {
  readonly group: string
  readonly shown: Readonly<Record<string, string>>
}

/** The form of one group of settings, each with its meaning and its bounds. */
export function settingsForm(group: SettingGroup, settings: ShopSettings): ModalView {
  const shown = shownNow(group, settings)
  const memory: SettingsMemory = { group: group.key, shown }
  return form({
    callbackId: manageForms.settings,
    title: group.title,
    submit: 'Save',
    memory,
    blocks: [
      ...group.settings.map((setting) => settingField(setting, shown[setting.key] ?? '')),
      aside('What you change holds from the next question on. Every change is kept with your name.'),
    ],
  })
}

/** The group's values as the form holds them, by key. */
export const shownNow = (group: SettingGroup, settings: ShopSettings): Readonly<Record<string, string>> =>
  Object.fromEntries(group.settings.map(({ key }) => [key, String(settings[shopSettings[key].property])]))

function settingField(setting: ShownSetting, value: string) {
  const { meaning, expected, example } = shopSettings[setting.key]
  if (setting.choices) {
    const options = Object.entries(setting.choices).map(([each, says]) => option(says, each))
    return field(setting.label, menu(setting.key, options, value), { hint: `${shownMeaning(meaning)}.` })
  }
  const hint = `${shownMeaning(meaning)}. It is ${expected}, for example ${example}.`
  return field(setting.label, textInput(setting.key, value, 100), { hint })
}

export type SettingsRead =
  | { readonly kind: 'changes'; readonly changes: Readonly<Record<string, string>> }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

/**
 * What a sent form changes: only fields that the person touched, so that nobody puts back what a colleague changed
 * meanwhile. Where both touched the same field it is said instead.
 */
export function readSettingsForm(
  group: SettingGroup,
  given: Readonly<Record<string, string>>,
  memory: SettingsMemory,
  settings: ShopSettings,
): SettingsRead {
  const now = shownNow(group, settings)
  const touched = group.settings.filter(({ key }) => given[key] !== undefined && given[key] !== memory.shown[key])
  const faults = touched.flatMap((setting) => {
    const fault = faultOf(setting, given[setting.key] ?? '', memory.shown[setting.key] ?? '', now[setting.key] ?? '')
    return fault ? [[setting.key, fault] as const] : []
  })
  const changes = Object.fromEntries(touched.map(({ key }) => [key, given[key] ?? '']))
  if (faults.length > 0) return { kind: 'errors', errors: Object.fromEntries(faults) }
  const contradiction = contradictionIn({ ...now, ...changes })
  if (contradiction) return { kind: 'errors', errors: { lapsed_gaps: contradiction } }
  return { kind: 'changes', changes }
}

/** A customer is due before they have lapsed. */
function contradictionIn({ due_gaps, lapsed_gaps }: Readonly<Record<string, string>>): string | null {
  if (due_gaps === undefined || lapsed_gaps === undefined || Number(lapsed_gaps) > Number(due_gaps)) return null
  return `This must be more than the ${due_gaps} after which a customer is due.`
}

function faultOf(setting: ShownSetting, given: string, before: string, now: string): string | null {
  if (now !== before && now !== given)
    return `This was changed to “${shownValue(setting, now)}” meanwhile. Open the form again to change it.`
  const { schema, expected } = shopSettings[setting.key]
  return schema.safeParse(given).success ? null : `This must be ${expected}, not “${given}”.`
}
