import { addDays } from '../../ask/days.ts'
import type { Day } from '../../db/schema.ts'
import { digestReport, namedAnybody, type RuleReport } from '../../digest/report.ts'
import { type DigestRun, finishDigest, giveUpDigest } from '../../digest/runs.ts'
import type { DataTableBlock, Post } from '../../present/blocks/blocks.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { header, plain } from '../../present/blocks/pieces.ts'
import { boughtShare, reportSentences, ruleColumns, rulesShown } from '../../present/digest-report.ts'
import type { Bot } from '../bot.ts'
import { always, findPosted, postMessage } from '../post.ts'
import { channelOf, stamped } from './post.ts'

/** What the digests of the seven days before brought, to one manager, never twice. Without a digest there is nothing to tell. */
export async function postReport(run: DigestRun, bot: Bot): Promise<void> {
  const { db, now } = bot.shop
  const week = weekBefore(run.day)
  if (!(await namedAnybody(db, week))) return finishDigest(db, run, null, now())
  const channel = await channelOf(run.recipient.target, bot)
  if (channel === null) return giveUpDigest(db, run, 'not in this Slack', now())
  const to = { channel, threadTs: null }
  const before = run.attempt > 1 ? await findPosted(bot, to, stamped(run), run.dueAt) : null
  const post = () => reportPost(week, bot)
  const posted = before ?? (await postMessage(bot, to, always(await post()), stamped(run)))
  await finishDigest(db, run, posted, now())
}

/** The seven days before, both ends included. */
export const weekBefore = (day: Day) => ({ from: addDays(day, -7), to: addDays(day, -1) })

/** Both days included. */
export async function reportPost(
  { from, to }: { readonly from: Day; readonly to: Day },
  bot: Bot,
  about: 'all' | 'rules' = 'all',
): Promise<Post> {
  const [{ today }, { currency }] = await Promise.all([bot.asking(), bot.settings()])
  const report = await digestReport(bot.shop.db, { from, to, today })
  const told = noticePost(reportSentences(report, currency, about).join('\n'))
  return {
    text: told.text,
    blocks: [
      header('What the digests brought'),
      ...told.blocks,
      ...(rulesShown(report).length > 0 ? [table(rulesShown(report))] : []),
    ],
  }
}

const table = (rules: readonly RuleReport[]): DataTableBlock => ({
  type: 'data_table',
  caption: 'By rule; bought: of those whom the rule alone named in the last year',
  page_size: 20,
  rows: [
    ruleColumns.map((text) => ({ type: 'raw_text' as const, text })),
    ...rules.map((rule) => [
      { type: 'raw_text' as const, text: plain(rule.label, 200).text },
      ...[rule.named, rule.actedOn, rule.reached].map((value) => ({
        type: 'raw_number' as const,
        value,
        text: value.toLocaleString('en-US'),
      })),
      { type: 'raw_text' as const, text: boughtShare(rule) || '–' },
    ]),
  ],
})
