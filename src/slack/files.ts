import { type Asker, inCompany } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { AskContext } from '../ask/ask.ts'
import { planHash } from '../ask/audit.ts'
import { exportCustomers } from '../ask/exports.ts'
import type { Answer, AnswerColumn, Row } from '../ask/reply.ts'
import type { ExportChannel } from '../present/blocks/actions.ts'
import { escaped } from '../present/blocks/pieces.ts'
import { answerCsv, csvName } from '../present/csv.ts'
import { type AnswerRow, stateOf } from './answers.ts'
import type { Bot } from './bot.ts'
import type { Place } from './places.ts'
import { runAgain } from './question.ts'
import { uploadFile } from './upload.ts'

export interface Export {
  readonly bot: Bot
  /** The answer that is exported. */
  readonly row: AnswerRow
  readonly user: string
  readonly asker: Asker
  /** Where it was asked for. */
  readonly place: Place
}

interface Table {
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly Row[]
  readonly sentence: string
  /** Not for other people's eyes. */
  readonly personal: boolean
}

/**
 * Uploads the answer as a CSV file: into the thread or, with contact details in it, to the direct message with whoever
 * asks for it. The sentence says what else there is to know; null when the file speaks for itself.
 */
export async function exportRow(wanted: Export, channel: ExportChannel): Promise<string | null> {
  const { bot, row, asker, place, user } = wanted
  if (!asker.mayExport)
    return 'You may not take customers out as a file. A manager can, or can change that in the settings.'
  const again = await runAgain(row, asker, bot, { ...stateOf(row), company: false })
  if (again === null || again.reply.kind !== 'answer') return 'There is nothing to export any more. Ask again.'
  const { reply, context } = again
  const table = channel === 'all' ? await whole(wanted, reply) : await reachable(reply, channel, asker, context)
  if (typeof table === 'string') return table
  if (table.rows.length === 0) return table.sentence
  const aside = place.kind === 'private' || (table.personal && place.kind === 'channel')
  const target = aside ? { channel: await directChannel(bot, user), threadTs: null } : place
  await uploadFile(bot, target, {
    name: csvName(reply.reading, context.today),
    content: answerCsv(table.columns, table.rows),
    text: escaped(table.sentence),
  })
  await record(bot.shop.db, {
    actor: asker.who,
    action: 'export',
    subject: `answer ${row.id}`,
    details: { channel, plan: planHash(reply.plan), rows: table.rows.length },
  })
  return aside ? `I sent you the file in our direct message. ${table.sentence}` : null
}

/** The answer as it stands. What a channel would not show, contact details or notes for managers, makes the file personal. */
async function whole({ bot, row, asker }: Export, answer: Answer): Promise<Table> {
  const seen = await runAgain(row, inCompany(asker), bot, { ...stateOf(row), company: true })
  const { columns, rows, truncated } = answer
  const count = `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}`
  const sentence = truncated ? `The first ${count}; there are more.` : `${count}.`
  return { columns, rows, sentence, personal: seen?.reply.kind !== 'answer' || !saysTheSame(seen.reply, answer) }
}

const saysTheSame = (one: Answer, other: Answer): boolean =>
  JSON.stringify([one.columns, one.rows]) === JSON.stringify([other.columns, other.rows])

async function reachable(
  answer: Answer,
  channel: Exclude<ExportChannel, 'all'>,
  asker: Asker,
  context: AskContext,
): Promise<Table | string> {
  const exported = await exportCustomers(answer, channel, asker, context)
  if (exported.kind === 'refused') return exported.sentence
  const { columns, rows, sentence } = exported
  return { columns, rows, sentence, personal: true }
}

/** The direct message with somebody. */
export async function directChannel({ client }: Bot, user: string): Promise<string> {
  const { channel } = await client.conversations.open({ users: user })
  if (!channel?.id) throw new Error('conversations.open gave no channel')
  return channel.id
}
