import { z } from 'zod'
import { clearAbsence, setAbsence } from '../../access/absences.ts'
import { person } from '../../access/staff.ts'
import { UserError } from '../../errors.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import type { Bot } from '../bot.ts'
import { aside, datePicker, field, form, notice, section, textInput } from '../elements.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { done, faulty, type Outcome, onForm, type Sent } from './sent.ts'
import { absenceDays } from './staff-form.ts'

/** Everybody says when they are away themselves; managers also for others. */
export function registerAbsence(bot: Bot): void {
  onClick(bot, manageActions.enterAbsence, (click) => enter(bot, click))
  onForm(bot, manageForms.absence, 'to', (sent) => entered(bot, sent))
  onClick(bot, manageActions.endAbsence, async ({ asker, value, form, userId, replace }) => {
    const absence = await clearAbsence(Number(value), asker, bot.shop.db)
    if (form) await replace(notice('Not away', `The absence ${absenceDays(absence)} is removed.`))
    await publishHome(bot, userId)
  })
}

/** The value is the colleague's number; on one's own Home tab there is none. */
async function enter(bot: Bot, { asker, value, form: within, open, replace }: Click): Promise<void> {
  const staffId = /^\d+$/.test(value) ? Number(value) : asker.staffId
  if (staffId === null) throw new UserError('You are not on the staff list, so there is nobody to be away.')
  const { name } = await person(staffId, bot.shop.db)
  const { today } = await bot.asking()
  const view = absenceForm(staffId, staffId === asker.staffId ? 'You are' : `${name} is`, today)
  await (within ? replace(view) : open(view))
}

const absenceForm = (staffId: number, who: string, today: string): ModalView =>
  form({
    callbackId: manageForms.absence,
    title: 'Away',
    submit: 'Save',
    memory: { staffId },
    blocks: [
      section(`${who} away from the first of these days to the last, both included.`),
      field('First day away', datePicker('from', today)),
      field('Last day away', datePicker('to', today)),
      field('Why', textInput('reason', '', 200), { optional: true, hint: 'Managers read it.' }),
      aside('Managers see under Staff who is away.'),
    ],
  })

const memorySchema = z.object({ staffId: z.number() })

async function entered(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const { staffId } = memorySchema.parse(memory)
  const [from, to] = [filled.value('from'), filled.value('to')]
  if (to < from) return faulty({ to: 'The last day away is before the first.' })
  if (to < (await bot.asking()).today) return faulty({ to: 'These days are over already.' })
  await setAbsence({ staffId, from, to, reason: filled.value('reason') || null }, asker, bot.shop.db)
  return done
}
