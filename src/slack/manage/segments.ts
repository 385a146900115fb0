import { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { deleteSegment, describeSegment, renameSegment } from '../../segments/segments.ts'
import type { Bot } from '../bot.ts'
import { field, form, section, textInput } from '../elements.ts'
import { askFor } from '../home/ask.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { done, faulty, type Outcome, onForm, type Sent } from './sent.ts'

/** Saved segments are shown, renamed and deleted; whose they are is looked up where it is done. */
export function registerSegments(bot: Bot): void {
  onClick(bot, manageActions.showSegment, (click) => show(bot, click))
  onClick(bot, manageActions.renameSegment, async ({ asker, value, open }) => {
    const segment = await describeSegment(value, asker, bot.shop.db, await bot.asking())
    if (!segment) throw new UserError(gone)
    await open(renameForm(segment.name, segment.label))
  })
  onClick(bot, manageActions.deleteSegment, async ({ asker, value, userId }) => {
    const result = await deleteSegment({ name: value, asker }, bot.shop.db)
    await publishHome(bot, userId)
    if (result.kind !== 'done') throw new UserError(result.sentence)
  })
  onForm(bot, manageForms.renameSegment, 'name', (sent) => renamed(bot, sent))
}

const gone = 'That segment is not there any more.'

async function show(bot: Bot, { asker, value, userId, claim }: Click): Promise<void> {
  const segment = await describeSegment(value, asker, bot.shop.db, await bot.asking())
  if (!segment) throw new UserError(gone)
  if (claim) await askFor(userId, `customers in ${segment.label}`, claim, bot)
}

const renameForm = (name: string, label: string): ModalView =>
  form({
    callbackId: manageForms.renameSegment,
    title: 'Rename segment',
    submit: 'Rename',
    memory: { name, label },
    blocks: [
      section(`“${label}” keeps its meaning and gets another name. Scheduled answers go on using it.`),
      field('New name', textInput('name', label, 60)),
    ],
  })

const renamedMemory = z.object({ name: z.string(), label: z.string() })

async function renamed({ shop: { db }, asking }: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const { name, label } = renamedMemory.parse(memory)
  const context = await asking()
  const now = await describeSegment(name, asker, db, context)
  if (now && now.label !== label) return faulty({ name: `It was renamed to “${now.label}” meanwhile.` })
  const result = await renameSegment({ from: name, to: filled.value('name'), asker }, db, context)
  return result.kind === 'done' ? done : faulty({ name: result.sentence })
}
