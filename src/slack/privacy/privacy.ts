import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { escaped } from '../../present/blocks/pieces.ts'
import { ownDataAction } from '../../present/blocks/privacy.ts'
import { csvName } from '../../present/csv.ts'
import { erasedLines } from '../../present/privacy-text.ts'
import { erase, erasureScope, mayErase, notAllowed } from '../../privacy/erase.ts'
import { exportPerson } from '../../privacy/export.ts'
import { readable } from '../../privacy/readable.ts'
import type { Bot } from '../bot.ts'
import { directChannel } from '../files.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { faulty, type Outcome, onForm, type Sent, said } from '../manage/sent.ts'
import { uploadFile } from '../upload.ts'
import { clearMessages } from './clearing.ts'
import { chooseForm, type Deed, eraseForm, exportForm } from './forms.ts'
import { privacyActions, privacyForms } from './names.ts'

/** Managers erase somebody who asks for it, and hand over what is held about somebody. */
export function registerPrivacy(bot: Bot): void {
  onClick(bot, privacyActions.erase, (click) => begun(bot, click, 'erase'))
  onClick(bot, privacyActions.export, (click) => begun(bot, click, 'export'))
  onClick(bot, ownDataAction, (click) => {
    const [deed, id = ''] = click.value.split(':')
    return begun(bot, { ...click, value: id }, deed === 'erase' ? 'erase' : 'export')
  })
  onForm(bot, privacyForms.choose, noteActions.customer, (sent) => chosen(bot, sent))
  onForm(bot, privacyForms.erase, 'typed', (sent) => erased(bot, sent))
  onForm(bot, privacyForms.export, 'none', (sent) => exported(bot, sent))
}

async function begun(bot: Bot, { asker, value, form: within, open, replace }: Click, deed: Deed): Promise<void> {
  if (!mayErase(asker)) throw new UserError(notAllowed)
  const view = /^\d+$/.test(value) ? await formAbout(bot, asker, Number(value), deed) : chooseForm(deed)
  await (within ? replace(view) : open(view))
}

async function formAbout(bot: Bot, asker: Asker, customerId: number, deed: Deed) {
  const scope = await erasureScope(bot.shop.db, customerId, asker)
  return deed === 'erase' ? eraseForm(customerId, scope) : exportForm(customerId, scope)
}

const deedSchema = z.object({ deed: z.enum(['erase', 'export']) })
const whomSchema = z.object({ customerId: z.number().int() })

async function chosen(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const { deed } = deedSchema.parse(memory)
  const customerId = Number(filled.value(noteActions.customer))
  if (!Number.isSafeInteger(customerId) || customerId <= 0)
    return faulty({ [noteActions.customer]: 'Choose a customer.' })
  return { kind: 'form', view: await formAbout(bot, asker, customerId, deed) }
}

async function erased(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const { customerId } = whomSchema.parse(memory)
  const done = await erase(customerId, filled.value('typed'), asker, bot.shop)
  await clearMessages(bot)
  return said('Erased', erasedLines(done).join('\n'))
}

/** To the asker alone, as a page to read and as JSON. */
async function exported(bot: Bot, { asker, userId, memory }: Sent): Promise<Outcome> {
  const { customerId } = whomSchema.parse(memory)
  const held = await exportPerson(customerId, asker, bot.shop)
  const { today } = await bot.asking()
  const to = { channel: await directChannel(bot, userId), threadTs: null }
  const name = csvName(`held about ${held.customer_ref}`, today).replace(/\.csv$/, '')
  const about = escaped(`All that is held about ${held.name} (${held.customer_ref})`)
  await uploadFile(bot, to, { name: `${name}.txt`, content: `${readable(held)}\n`, text: `${about}, to read.` })
  await uploadFile(bot, to, {
    name: `${name}.json`,
    content: JSON.stringify(held, null, 2),
    text: 'The same for programs.',
  })
  return said('Sent', 'The files are in our direct message, under Messages.')
}
