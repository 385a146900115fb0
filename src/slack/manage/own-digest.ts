import { weekdaysOf, weekdaysText } from '../../db/weekdays.ts'
import { arrangeDigest, readWishes } from '../../digest/arranging.ts'
import { UserError } from '../../errors.ts'
import type { Checkboxes } from '../../present/blocks/blocks.ts'
import type { Bot } from '../bot.ts'
import { digestNow } from '../digest/asked-for.ts'
import { field, form, menu, option, textInput } from '../elements.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick, tell } from './clicks.ts'
import { manageActions, manageForms } from './names.ts'
import { done, faulty, type Outcome, onForm, type Sent } from './sent.ts'

/** Everybody says themselves whether, when and on which days they get their digest. */
export function registerOwnDigest(bot: Bot): void {
  onClick(bot, manageActions.ownDigest, (click) => opened(bot, click))
  onClick(bot, manageActions.digestNow, (click) => asked(bot, click))
  onForm(bot, manageForms.ownDigest, 'time', (sent) => saved(bot, sent))
}

/** It comes under Messages; the tab then says how many of it are open. */
async function asked(bot: Bot, { asker, userId }: Click): Promise<void> {
  const { posted, sentence } = await digestNow(bot, asker.staffId)
  if (!posted) await tell(bot, userId, sentence)
  await publishHome(bot, userId)
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const days = dayNames.map((name, at) => option(name, String(at + 1)))

function checkboxes(chosen: readonly number[]): Checkboxes {
  const initial = days.filter(({ value }) => chosen.includes(Number(value)))
  return {
    type: 'checkboxes',
    action_id: 'weekdays',
    options: days,
    ...(initial.length > 0 && { initial_options: initial }),
  }
}

async function opened(bot: Bot, { asker, open }: Click): Promise<void> {
  if (asker.staffId === null) throw new UserError('You are not on the staff list, so there is no digest for you.')
  const [wishes, settings] = await Promise.all([readWishes(bot.shop.db, asker.staffId), bot.settings()])
  const working = weekdaysOf(settings.workingDays) ?? []
  await open(
    form({
      callbackId: manageForms.ownDigest,
      title: 'Your morning digest',
      submit: 'Save',
      blocks: [
        field(
          'A digest in the morning',
          menu('active', [option('yes', 'yes'), option('no', 'no')], wishes.active ? 'yes' : 'no'),
        ),
        field('At', textInput('time', wishes.time ?? settings.digestTime, 20), {
          hint: `For example 08:30, by the clocks of ${wishes.timeZone ?? settings.timeZone}.`,
        }),
        field('On these days', checkboxes(wishes.weekdays ?? working), { optional: true }),
        field(
          'On a morning without anybody to contact',
          menu('when_empty', [option('send nothing', 'silent'), option('say so', 'say')], wishes.whenEmpty),
        ),
      ],
    }),
  )
}

async function saved(bot: Bot, { asker, filled }: Sent): Promise<Outcome> {
  if (asker.staffId === null) throw new UserError('You are not on the staff list, so there is no digest for you.')
  const time = filled.value('time').padStart(5, '0')
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return faulty({ time: 'Write it as HH:MM, for example 08:30.' })
  const chosen = filled
    .value('weekdays')
    .split(',')
    .filter((each) => each !== '')
    .map(Number)
    .toSorted((a, b) => a - b)
  if (chosen.length === 0 && filled.value('active') === 'yes') return faulty({ weekdays: 'Choose at least one day.' })
  const [before, settings] = await Promise.all([readWishes(bot.shop.db, asker.staffId), bot.settings()])
  // What is the shop's own way stays so when the shop changes it.
  const isUsual = {
    time: before.time === null && time === settings.digestTime,
    days: before.weekdays === null && weekdaysText(chosen) === settings.workingDays,
  }
  await arrangeDigest(
    bot.shop.db,
    asker.staffId,
    {
      active: filled.value('active') === 'yes',
      time: isUsual.time ? null : time,
      weekdays: isUsual.days || chosen.length === 0 ? null : chosen,
      timeZone: before.timeZone,
      whenEmpty: filled.value('when_empty') === 'say' ? 'say' : 'silent',
    },
    asker,
  )
  return done
}
