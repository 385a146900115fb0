import { type Kept, keepVerdict as keep } from '../../ask/planners/saved/readings.ts'
import { planOf, stateOf } from '../answers.ts'
import { type Click, tellClicker } from './click.ts'

/**
 * “That’s right” or “That’s wrong”: a confirmed reading answers the same question from then on, a rejected one is kept for
 * managers to look at. A second click of the same kind changes nothing.
 */
export async function keepVerdict(click: Click, verdict: 'right' | 'wrong'): Promise<void> {
  const { bot, row, asker } = click
  const plan = planOf(row)
  if (plan === null || row.question.trim() === '') return
  const { planned } = stateOf(row)
  const said = {
    question: row.question,
    plan,
    planner: planned?.planner ?? 'offline',
    isFollowUp: (planned?.changed ?? null) !== null,
    verdict,
    asker,
  }
  const kept = await keep(bot.shop.db, said, await bot.asking())
  if (kept !== 'known') await tellClicker(click, thanks[verdict][kept])
}

const thanks = {
  right: {
    kept: 'Thank you. The same question is read like this from now on.',
    once: 'Thank you, noted.',
  },
  wrong: {
    kept: 'Thank you, noted for a manager to look at. Asked in other words, it may come out right.',
    once: 'Thank you, noted.',
  },
} as const satisfies Record<'right' | 'wrong', Record<Exclude<Kept, 'known'>, string>>
