import { record } from '../../access/audit.ts'
import { planHash } from '../../ask/audit.ts'
import { stateOf } from '../answers.ts'
import { runAgain } from '../question.ts'
import { type Click, tellClicker } from './click.ts'
import { showAlone } from './show-again.ts'

/** “Show to me”: what the channel does not see, to somebody who may see it, and to nobody else. */
export async function showToMe(click: Click): Promise<void> {
  const { bot, row, asker } = click
  if (!asker.maySeeContactDetails)
    return tellClicker(click, 'You may not see contact details here. A manager can show them, or change who may.')
  const state = { ...stateOf(row), company: false, page: 0 }
  const again = await runAgain(row, asker, bot, state)
  if (again === null) return tellClicker(click, 'There is nothing to show any more. Ask again.')
  const { reply } = again
  await record(bot.shop.db, {
    actor: asker.who,
    action: 'show_contact',
    subject: `answer ${row.id}`,
    details: {
      plan: row.plan === null ? null : planHash(row.plan),
      rows: reply.kind === 'answer' ? reply.rows.length : null,
    },
  })
  await showAlone(click, state, again)
}
