import { describe, expect, test } from 'vitest'
import { defaultSettings, shopSettings } from '../../src/db/settings.ts'
import { viewFaults } from '../../src/present/blocks/validate.ts'
import { groupOf, type SettingGroup, settingGroups, shownValue } from '../../src/slack/manage/setting-groups.ts'
import { readSettingsForm, settingsForm, shownNow } from '../../src/slack/manage/settings-form.ts'

const group = (key: string): SettingGroup => {
  const found = groupOf(key)
  if (!found) throw new Error(`no group ${key}`)
  return found
}

/** What comes of the form when these fields were filled in, and the shop holds `now` by the time it is sent. */
function sent(key: string, filled: Record<string, string>, now = defaultSettings) {
  const shown = shownNow(group(key), defaultSettings)
  return readSettingsForm(group(key), { ...shown, ...filled }, { group: key, shown }, now)
}

describe('a form', () => {
  test.each(settingGroups.map(({ key }) => key))('of %s is one that Slack takes', (key) => {
    expect(viewFaults(settingsForm(group(key), defaultSettings))).toEqual([])
  })

  test('says of each setting what it means and what it may be', () => {
    const hint =
      'Top customers are this share of the buyers, by spend, in percent. It is a whole number from 1 to 100, for example 20.'
    expect(JSON.stringify(settingsForm(group('words'), defaultSettings))).toContain(hint)
  })
})

test('calls other settings as the form calls them', () => {
  expect(JSON.stringify(settingsForm(group('words'), defaultSettings))).toContain(
    'more than “Due after so many usual gaps”',
  )
})

test('every setting is in a form', () => {
  const inForms = settingGroups.flatMap(({ settings }) => settings.map(({ key }) => key))
  expect([...inForms].sort()).toEqual(Object.keys(shopSettings).sort())
})

test('every choice in a menu is a value that the setting takes', () => {
  const choices = settingGroups.flatMap(({ settings }) =>
    settings.flatMap(({ key, choices = {} }) => Object.keys(choices).map((value) => ({ key, value }))),
  )
  expect(choices.length).toBeGreaterThan(8)
  expect(choices.filter(({ key, value }) => !shopSettings[key].schema.safeParse(value).success)).toEqual([])
})

test('changes only what was touched', () => {
  expect(sent('shop', { name: 'Heron & Spoke' })).toEqual({ kind: 'changes', changes: { name: 'Heron & Spoke' } })
})

test.each<[what: string, group: string, filled: Record<string, string>, errors: Record<string, string>]>([
  [
    'a value out of bounds',
    'words',
    { top_percent: '120' },
    { top_percent: 'This must be a whole number from 1 to 100, not “120”.' },
  ],
  [
    'a time zone that does not exist',
    'shop',
    { time_zone: 'Chicago' },
    { time_zone: 'This must be the name of a time zone, region/city, not “Chicago”.' },
  ],
  [
    'lapsed before due',
    'words',
    { due_gaps: '3' },
    { lapsed_gaps: 'This must be more than the 3 after which a customer is due.' },
  ],
])('answers %s under its field', (_, key, filled, errors) => {
  expect(sent(key, filled)).toEqual({ kind: 'errors', errors })
})

describe('what a colleague changed meanwhile', () => {
  const renamed = { ...defaultSettings, name: 'Heron & Spoke' }

  test('is not put back by somebody who changes something else', () => {
    expect(sent('shop', { week_start: 'sunday' }, renamed)).toEqual({
      kind: 'changes',
      changes: { week_start: 'sunday' },
    })
  })

  test('is said to somebody who changes the same', () => {
    expect(sent('shop', { name: 'The Heron' }, renamed)).toEqual({
      kind: 'errors',
      errors: { name: 'This was changed to “Heron & Spoke” meanwhile. Open the form again to change it.' },
    })
  })

  test('to the same value is no quarrel', () => {
    expect(sent('shop', { name: 'Heron & Spoke' }, renamed).kind).toBe('changes')
  })
})

test('values are shown as the menus say them', () => {
  const [contacts] = group('rights').settings
  expect(shownValue(contacts ?? null, 'everyone')).toBe('Everyone on the staff')
  expect(shownValue(null, true)).toBe('yes')
})
