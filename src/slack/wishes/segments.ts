import type { App, BlockAction } from '@slack/bolt'
import { noticePost } from '../../present/blocks/notice.ts'
import {
  deleteSegment,
  describeSegment,
  listSegments,
  renameSegment,
  replaceSegment,
  saveSegment,
} from '../../segments/segments.ts'
import { answerById, latestAnswer, planOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import { isShownThere } from '../buttons/click.ts'
import { aside, button, row, section } from '../elements.ts'
import { faultSentence } from '../faults.ts'
import { sharedSentence } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { askerIn } from '../question.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

const actions = {
  remove: 'saved_segment_delete',
  replace: 'saved_segment_replace',
  keep: 'saved_segment_keep',
} as const

/** “save this as Chicago VIPs” */
export async function saveLast(turn: Turn, name: string | null): Promise<void> {
  const { bot, asker, thread, place } = turn
  const latest = await latestAnswer(bot.shop.db, thread, 'answer')
  const plan = latest && planOf(latest)
  if (!latest || !plan) return tell(turn, 'There is no answer here to save yet. Ask for a list of customers first.')
  if (name === null) return tell(turn, 'What should it be called? Say for example “save this as Chicago VIPs”.')
  const result = await saveSegment({ name, plan, asker: askerIn(asker, place) }, bot.shop.db, await bot.asking())
  if (result.kind !== 'exists' || !result.segment.mayChange) return tell(turn, result.sentence)
  await tellPost(turn, {
    ...noticePost(result.sentence),
    blocks: [
      section(result.sentence),
      row(
        button(actions.replace, 'Replace it', { style: 'danger', value: `${latest.id}:${result.segment.name}` }),
        button(actions.keep, 'Keep it'),
      ),
    ],
  })
}

/** “my segments” */
export async function listSaved(turn: Turn): Promise<void> {
  const { bot, asker, place } = turn
  const segments = await listSegments(askerIn(asker, place), bot.shop.db, await bot.asking())
  if (segments.length === 0)
    return tell(turn, 'No segment is saved yet. Ask for a list of customers, then say “save this as …”.')
  const lines = segments.slice(0, 40).map(({ label, reading, customers, problem }) => {
    const count =
      customers === null ? (problem ?? 'it cannot be used now') : `${customers.toLocaleString('en-US')} customers`
    return section(`${[label, reading].filter(Boolean).join(': ')} (${count})`)
  })
  const more = segments.length > 40 ? [aside(`and ${segments.length - 40} more, on my Home tab`)] : []
  const heading = segments.length === 1 ? 'One saved segment' : `${segments.length} saved segments`
  await tellPost(turn, {
    ...noticePost(heading),
    blocks: [
      section(heading),
      ...lines,
      ...more,
      aside('Use them by name: “how many in …”. “rename … to …”, “delete the segment …”.'),
    ],
  })
}

/** “rename Chicago VIPs to Loop VIPs” */
export async function renameSaved(turn: Turn, from: string, to: string): Promise<void> {
  const { bot, asker } = turn
  const { sentence } = await renameSegment({ from, to, asker }, bot.shop.db, await bot.asking())
  await tell(turn, sentence)
}

/** “delete the segment Chicago VIPs”: asked back before it is done. */
export async function askToDelete(turn: Turn, name: string): Promise<void> {
  const { bot, asker, place } = turn
  const found = await describeSegment(name, askerIn(asker, place), bot.shop.db, await bot.asking())
  // Deleting what is not there, or is not theirs, only says so.
  if (found === null || !found.mayChange || found.usedBy.length > 0) {
    const { sentence } = await deleteSegment({ name, asker }, bot.shop.db)
    return tell(turn, sentence)
  }
  const question = `Delete the segment “${found.label}”?${found.reading === '' ? '' : ` It means: ${found.reading}.`}`
  await tellPost(turn, {
    ...noticePost(question),
    blocks: [
      section(question),
      row(button(actions.remove, 'Delete it', { style: 'danger', value: found.name }), button(actions.keep, 'Keep it')),
    ],
  })
}

/** What is clicked below these questions. Whoever clicks does it, with their own rights. */
export function registerSavedSegments(app: App, bot: Bot): void {
  const pattern = new RegExp(`^(${Object.values(actions).join('|')})$`)
  app.action<BlockAction>(pattern, async ({ ack, body, action, respond }) => {
    await ack()
    const value = ('value' in action && action.value) || ''
    const decided = await decide(bot, body, action.action_id, value).catch((error: unknown) => ({
      done: false,
      sentence: faultSentence(error, bot.log),
    }))
    // Who may not do it is told so alone: the question stays for those who may.
    const how = decided.done ? { replace: true, inChannel: true } : {}
    await respondWith(bot, respond, always(noticePost(decided.sentence)), how)
  })
}

interface Decided {
  readonly done: boolean
  readonly sentence: string
}

async function decide(bot: Bot, body: BlockAction, action: string, value: string): Promise<Decided> {
  const { db } = bot.shop
  const identified = await bot.identifyUser(body.user.id)
  if (identified.kind === 'refused') return { done: false, sentence: identified.sentence }
  if (await bot.isShared(body.channel?.id ?? '')) return { done: false, sentence: sharedSentence }
  const { asker } = identified
  if (action === actions.keep) return { done: true, sentence: 'Kept as it was.' }
  if (action === actions.remove) return decided(await deleteSegment({ name: value, asker }, db))
  const [, id = '', name = ''] = /^(\d+):(.*)$/s.exec(value) ?? []
  const answer = await answerById(db, id)
  const plan = answer && isShownThere(answer, body) ? planOf(answer) : null
  if (!plan) return { done: true, sentence: 'The answer was deleted meanwhile, so nothing was replaced.' }
  return decided(await replaceSegment({ name, plan, asker }, db, await bot.asking()))
}

const decided = ({ kind, sentence }: { readonly kind: string; readonly sentence: string }): Decided => ({
  done: kind !== 'refused',
  sentence,
})
