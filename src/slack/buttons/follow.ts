import type { Plan } from '../../ask/plan.ts'
import { type AnswerRow, stateOf } from '../answers.ts'
import { converse, finished, reply } from '../conversation.ts'
import { answerPlanned } from '../question.ts'
import { type Click, intoMessage, placeOfClick, tellClicker } from './click.ts'

const gone = 'That is no longer offered here. Ask again.'

/** A reading chosen: the question back becomes the answer, whoever of the thread chose. */
export async function takeOption(click: Click, at: number): Promise<void> {
  const { bot, claim, row, user, asker } = click
  const option = stateOf(row).options?.[at]
  const takenUpAgain = claim.attempt > 1
  if (!option || (row.kind !== 'clarify' && !takenUpAgain)) return tellClicker(click, gone)
  const place = placeOfClick(click)
  await bot.inOrder(row.thread, async () => {
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
    await finished(turn, claim, (watched) => answerPlanned(watched, option.plan))
  })
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
