import { askerFor } from '../access/identify.ts'
import type { Context } from '../context.ts'
import { changeSettings, type SettingKey, settingHistory, shopSettings } from '../db/settings.ts'
import { UsageError, UserError } from '../errors.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'settings',
  summary: 'Shows or changes what the shop decides',
  usage: ['settings', 'settings set NAME=VALUE…', 'settings history'],
  flags: {},
  examples: ['settings', 'settings set time_zone=America/Chicago currency=USD name="Kettle & Oak Hardware"'],
  run: async (context, args) => {
    const [action = 'show', ...rest] = args.positionals
    switch (action) {
      case 'show':
        return show(context, args)
      case 'set':
        return change(context, args, rest)
      case 'history':
        return history(context, args)
      default:
        throw new UsageError(
          `settings cannot ${action}.`,
          'It knows: settings, settings set NAME=VALUE…, settings history',
        )
    }
  },
}

async function show({ settings }: Context, { json, print }: Args): Promise<void> {
  const rows = entries().map(([key, setting]) => ({
    key,
    value: settings[setting.property],
    default: setting.default,
    meaning: setting.meaning,
  }))
  if (json) return print(JSON.stringify(rows))
  const width = Math.max(...rows.map(({ key }) => key.length))
  const values = Math.max(...rows.map(({ value }) => shown(value).length))
  for (const { key, value, meaning } of rows) print(`${key.padEnd(width)}  ${shown(value).padEnd(values)}  ${meaning}`)
}

async function change(
  { db, settings }: Context,
  { as, json, print }: Args,
  assignments: readonly string[],
): Promise<void> {
  if (assignments.length === 0)
    throw new UsageError('settings set needs NAME=VALUE.', 'Example: settings set currency=EUR')
  const asker = await askerFor(as, { db, settings })
  if (!asker.mayManage)
    throw new UserError(
      'Only managers and administrators may change the settings.',
      'Leave out --as, or ask a manager.',
    )
  const made = await changeSettings(db, Object.fromEntries(assignments.map(assignment)), asker.who)
  if (json) return print(JSON.stringify(made))
  if (made.length === 0) return print('Nothing to change: the shop has these values already.')
  for (const { key, before, after } of made) print(`${key}: ${shown(before)} → ${shown(after)}`)
}

function assignment(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`“${text}” is not NAME=VALUE.`, 'Example: settings set name="Kettle & Oak Hardware"')
  return [text.slice(0, at), text.slice(at + 1)]
}

async function history({ db }: Context, { json, print }: Args): Promise<void> {
  const changes = await settingHistory(db)
  if (json) return print(JSON.stringify(changes))
  if (changes.length === 0) return print('No setting was ever changed.')
  for (const { at, key, before, after, by } of changes) {
    print(`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC  ${key}: ${shown(before)} → ${shown(after)}  (${by})`)
  }
}

function entries(): readonly (readonly [SettingKey, (typeof shopSettings)[SettingKey]])[] {
  return Object.entries(shopSettings) as [SettingKey, (typeof shopSettings)[SettingKey]][]
}

function shown(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  return String(value)
}
