import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { changeSettings, readSettings } from '../../db/settings.ts'
import { UserError } from '../../errors.ts'
import type { Bot } from '../bot.ts'
import { onClick } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { done, faulty, type Outcome, onForm, type Sent } from './sent.ts'
import { groupOf, type SettingGroup } from './setting-groups.ts'
import { readSettingsForm, settingsForm } from './settings-form.ts'

/** Managers change what the shop decides. */
export function registerSettings(bot: Bot): void {
  onClick(bot, manageActions.changeSettings, async ({ asker, value, open }) => {
    refuseUnlessManages(asker)
    const group = groupOf(value)
    if (group) await open(settingsForm(group, await readSettings(bot.shop.db)))
  })
  onForm(bot, manageForms.settings, 'name', (sent) => saved(bot, sent))
}

const memorySchema = z.object({ group: z.string(), shown: z.record(z.string(), z.string()) })

async function saved(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  refuseUnlessManages(asker)
  const remembered = memorySchema.parse(memory)
  const group = groupOf(remembered.group)
  if (!group) throw new UserError('These settings are not there any more.', 'Open the Home tab again.')
  const read = readSettingsForm(group, filled.all(), remembered, await readSettings(bot.shop.db))
  if (read.kind === 'errors') return faulty(read.errors)
  return changed(bot, group, read.changes, asker)
}

/** What only the whole shows, such as a currency that orders hold already, stands under the field it is about. */
async function changed(
  { shop }: Bot,
  group: SettingGroup,
  changes: Readonly<Record<string, string>>,
  asker: Asker,
): Promise<Outcome> {
  try {
    await changeSettings(shop.db, changes, asker.who)
    return done
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const about = Object.keys(changes).find((key) => error.message.includes(key)) ?? Object.keys(changes)[0]
    return faulty({ [about ?? group.settings[0]?.key ?? '']: [error.message, error.hint].filter(Boolean).join(' ') })
  }
}

function refuseUnlessManages(asker: Asker): void {
  if (!asker.mayManage) throw new UserError('Only managers and administrators may change the settings.')
}
