import type { Plan } from '../../ask/plan.ts'
import { type AnswerRow, answerById, planOf, stateOf } from '../answers.ts'
import { converse, finished, reply } from '../conversation.ts'
import { answerPlanned } from '../question.ts'
import { type Click, intoMessage, placeOfClick, tellClicker } from './click.ts'

const gone = 'That is no longer offered here. Ask again.'

/** A reading chosen: the question back becomes the answer, whoever of the thread chose. */
export async function takeOption(click: Click, at: number): Promise<void> {
  const { bot, claim, user, asker } = click
  const place = placeOfClick(click)
  await bot.inOrder(click.row.thread, async () => {
    // As it is when its turn comes: somebody else may have chosen meanwhile.
    const row = await answerById(bot.shop.db, String(click.row.id))
    const plan = row && planChosen(row, at, claim.attempt > 1)
    if (!plan) return tellClicker(click, gone)
    const turn = {
      bot,
      stillOurs: () => bot.claims.stillOurs(claim),
      row,
      asker,
      user,
      place,
      thread: row.thread,
      text: row.question,
      out: intoMessage(click),
    }
    await finished(turn, claim, (watched) => answerPlanned(watched, plan))
  })
}

/** Of the reading chosen. After a crash between writing down the answer and showing it, it is the answer's own. */
function planChosen(row: AnswerRow, at: number, takenUpAgain: boolean): Plan | null {
  if (row.kind === 'clarify') return stateOf(row).options?.[at]?.plan ?? null
  return takenUpAgain ? planOf(row) : null
}

/** A next step, a looser condition or another question: answered in the thread, as if the clicker had asked. */
export async function followUp(click: Click, kind: 'next' | 'relax' | 'suggest', at: number): Promise<void> {
  const chosen = offered(click.row, kind, at)
  if (chosen === null) return tellClicker(click, gone)
  const { bot, claim, row, user } = click
  const place = placeOfClick(click)
  const said = { claim, user, text: chosen.text, place, thread: row.thread, askedTs: null }
  const { plan } = chosen
  await converse(said, bot, plan === null ? reply : (turn) => answerPlanned(turn, plan))
}

function offered(
  row: AnswerRow,
  kind: 'next' | 'relax' | 'suggest',
  at: number,
): { readonly text: string; readonly plan: Plan | null } | null {
  const state = stateOf(row)
  switch (kind) {
    case 'next': {
      const step = state.nextSteps?.[at]
      return step ? { text: step.question, plan: null } : null
    }
    case 'relax': {
      const relaxation = state.relaxations?.[at]
      return relaxation ? { text: relaxation.label, plan: relaxation.plan } : null
    }
    case 'suggest': {
      const text = state.suggestions?.[at]
      return text === undefined ? null : { text, plan: null }
    }
    default:
      return kind satisfies never
  }
}
