import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { addDays, isDay } from '../../ask/days.ts'
import { UserError } from '../../errors.ts'
import { gone, readNote } from '../../notes/notes.ts'
import { promiseFor } from '../../notes/promise.ts'
import { mostDays, noteActions } from '../../present/blocks/notes.ts'
import type { Bot } from '../bot.ts'
import { datePicker, field, form } from '../elements.ts'
import { showBack } from '../later.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { respondWith } from '../post.ts'
import { backSchema, noteForms } from './form.ts'
import { shownNote } from './showing.ts'

/** A note's follow-up: on a day that it speaks of, or on another. */
export function registerPromises(bot: Bot): void {
  for (let at = 0; at < mostDays; at++) onClick(bot, `${noteActions.followUp}_${at}`, (click) => onDay(bot, click))
  onClick(bot, noteActions.followUpDay, (click) => chooseDay(bot, click))
  onForm(bot, noteForms.followUp, 'on', (sent) => dayChosen(bot, sent))
}

async function onDay(bot: Bot, { asker, value, respond }: Click): Promise<void> {
  const [id = '', on = ''] = value.split(':')
  await respondWith(bot, respond, await promised(bot, asker, Number(id), on), { replace: true })
}

async function chooseDay(bot: Bot, { value, responseUrl, open }: Click): Promise<void> {
  const { today } = await bot.asking()
  const back = responseUrl === null ? null : { url: responseUrl, replace: true }
  await open(
    form({
      callbackId: noteForms.followUp,
      title: 'Follow-up',
      submit: 'Save',
      memory: { note: Number(value), back },
      blocks: [
        field('Remind me on', datePicker('on', addDays(today, 7)), {
          hint: 'It comes in your digest of that morning; /followups lists it until it is done.',
        }),
      ],
    }),
  )
}

const memorySchema = z.object({ note: z.number(), back: backSchema.nullable() })

async function dayChosen(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const on = filled.value('on')
  const { today } = await bot.asking()
  if (!isDay(on) || on < today) return faulty({ on: 'Choose today or a day to come.' })
  const { note, back } = memorySchema.parse(memory)
  await showBack(bot, userId, back?.url ?? null, await promised(bot, asker, note, on), { replace: true })
  return done
}

/** Promises it, and shows the note with the day. */
async function promised(bot: Bot, asker: Asker, id: number, on: string) {
  const note = await readNote(id, asker, bot.shop.db)
  if (!note) throw new UserError(gone)
  if (asker.staffId === null) throw new UserError('Follow-ups are for colleagues on the staff list.')
  await promiseFor(note, on, asker, bot.shop.db)
  return shownNote(bot, asker, id)
}
