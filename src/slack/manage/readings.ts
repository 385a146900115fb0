import { writeDay } from '../../ask/period-text.ts'
import { listReadings, removeReading, reviewReading, type ShownReading } from '../../ask/planners/saved/readings.ts'
import { dayOf } from '../../context.ts'
import type { Block, ModalView } from '../../present/blocks/blocks.ts'
import type { Bot } from '../bot.ts'
import { aside, button, notice, row, section } from '../elements.ts'
import { type Click, onClick } from './clicks.ts'
import { manageActions } from './names.ts'

/** Managers see what was confirmed and rejected below answers, and forget what is wrong. */
export function registerReadings(bot: Bot): void {
  onClick(bot, manageActions.listReadings, async ({ asker, open }) => open(await readingsView(bot, asker)))
  onClick(bot, manageActions.removeReading, (click) => changed(bot, click, removeReading))
  onClick(bot, manageActions.reviewReading, (click) => changed(bot, click, reviewReading))
}

async function changed(bot: Bot, { asker, value, replace }: Click, change: typeof removeReading): Promise<void> {
  await change(bot.shop.db, Number(value), asker)
  await replace(await readingsView(bot, asker))
}

/** A form holds a hundred blocks; each reading takes two. */
const shown = 40

async function readingsView(bot: Bot, asker: Click['asker']): Promise<ModalView> {
  const [context, { timeZone }] = await Promise.all([bot.asking(), bot.settings()])
  const readings = await listReadings(asker, context)
  if (readings.length === 0)
    return notice('How questions are read', 'Nobody has said yet that an answer is right or wrong.')
  const more = readings.length - shown
  const rest = more > 0 ? [aside(`And ${more} more: npm run -s cli -- readings lists all of them.`)] : []
  return {
    ...notice('How questions are read'),
    blocks: [...readings.slice(0, shown).flatMap((each) => blocksOf(each, timeZone)), ...rest],
  }
}

function blocksOf(reading: ShownReading, timeZone: string): readonly Block[] {
  const { id, question, reading: says, saidBy, saidAt, forWhom, uses, state, verdict } = reading
  const day = writeDay(dayOf(saidAt, timeZone))
  const whose = forWhom === null ? 'for everybody' : `for ${forWhom} alone`
  const used = verdict === 'right' ? `, used ${uses === 1 ? 'once' : `${uses.toLocaleString('en-US')} times`}` : ''
  const told = `${verdict === 'right' ? 'Confirmed' : 'Rejected'} by ${saidBy} on ${day}, ${whose}${used}. ${states[state]}`
  const review = button(manageActions.reviewReading, 'Looked at', {
    value: String(id),
    says: `Looked at “${question}”`,
  })
  const remove = button(manageActions.removeReading, 'Forget', {
    value: String(id),
    says: `Forget how “${question}” is read`,
  })
  return [section(`“${question}”\n${says}\n${told.trim()}`), row(...(state === 'asks' ? [review] : []), remove)]
}

const states: Readonly<Record<ShownReading['state'], string>> = {
  asks: 'To be looked at.',
  looked_at: '',
  holds: '',
  stale: 'Not used any more: a definition in it has changed since.',
}
