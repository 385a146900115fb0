import { inCompany } from '../../access/asker.ts'
import type { Answer } from '../../ask/reply.ts'
import { chartable } from '../../present/blocks/chart.ts'
import { howPost } from '../../present/blocks/reply.ts'
import type { ExportChannel } from '../../wishes/wish.ts'
import { type AnswerRow, latestAnswer, stateOf } from '../answers.ts'
import { exportRow } from '../files.ts'
import { always } from '../post.ts'
import { renderingOf, runAgain } from '../question.ts'
import { react, type Turn } from '../turn.ts'
import { tell } from './tell.ts'

const nothingYet = 'There is no answer here yet. Ask a question first.'

const last = ({ bot, thread }: Turn): Promise<AnswerRow | null> => latestAnswer(bot.shop.db, thread, 'answer')

/** A list or a single number cannot be drawn; what can be is a number by something. */
const noChart = ({ plan }: Answer): string =>
  plan.kind === 'list'
    ? 'A list cannot be drawn. A number by something can: ask “how many per store”, then “as a chart”.'
    : 'There is nothing to draw in that. A number by something can be drawn: add “by store” or “by month”.'

/** “as a chart”: the last answer again, drawn or set otherwise. */
export async function viewLast(turn: Turn, view: 'chart' | 'table'): Promise<void> {
  const { bot, asker, place, row } = turn
  const latest = await last(turn)
  if (!latest) return tell(turn, nothingYet)
  const state = {
    ...stateOf(latest),
    view,
    page: 0,
    company: place.kind === 'channel',
    ephemeral: place.kind === 'private',
  }
  const again = await runAgain(latest, asker, bot, state)
  if (again === null || again.reply.kind !== 'answer') return tell(turn, nothingYet)
  const { reply, context } = again
  if (view === 'chart' && chartable(reply) === null) return tell(turn, noChart(reply))
  await react(turn, {
    kind: 'answer',
    plan: reply.plan,
    state,
    rendering: renderingOf(reply, row.id, state, asker, context),
  })
}

/** “show me the query” */
export async function showQuery(turn: Turn): Promise<void> {
  const latest = await last(turn)
  const again =
    latest && (await runAgain(latest, turn.place.kind === 'channel' ? inCompany(turn.asker) : turn.asker, turn.bot))
  if (again?.reply.kind !== 'answer') return tell(turn, nothingYet)
  await react(turn, { kind: 'decline', rendering: always(howPost(again.reply)) })
}

/** “export for email” */
export async function exportLast(turn: Turn, channel: ExportChannel): Promise<void> {
  const { bot, user, asker, place } = turn
  const row = await last(turn)
  if (!row) return tell(turn, nothingYet)
  const sentence = await exportRow({ bot, row, user, asker, place }, channel)
  await tell(turn, sentence ?? 'Here is the file.')
}
