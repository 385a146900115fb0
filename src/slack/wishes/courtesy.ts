import { actionIds, carrying, numbered } from '../../present/blocks/actions.ts'
import type { Post } from '../../present/blocks/blocks.ts'
import { choiceBlocks } from '../../present/blocks/choices.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { context } from '../../present/blocks/pieces.ts'
import { always } from '../post.ts'
import { promptsFor } from '../prompts.ts'
import { type ShopWords, shopWords } from '../shop-words.ts'
import { react, type Turn } from '../turn.ts'
import { tell } from './tell.ts'

/** “help”: what can be asked, with questions that this shop has rows for, to click or to copy. */
export const explain = (turn: Turn): Promise<void> =>
  withExamples(turn, (shop, { city }) => [
    `Ask about ${shop}’s customers and sales in plain words, and go on in the thread: ${city === null ? '' : `“only in ${city}”, `}“how many”, “as a chart”.`,
    'Below an answer: “save this as …”, “send me this every Monday at 9”, “export for email”. Also “my segments” and “my schedules”. “My digest” says whom to contact today.',
    'Tell me what you learn of a customer: “Ana Silva’s birthday is May 5”, “tag Ana Silva as garden club”, “Ana Silva does not want e-mails anymore”. Nothing is kept before you press Save.',
    'Every answer says how it was read. In channels, contact details stay hidden; “Show to me” shows them to those who may see them.',
  ])

export const greet = (turn: Turn): Promise<void> =>
  withExamples(turn, (shop) => [`Hello! Ask me about ${shop}’s customers and sales, for example:`])

export const welcome = (turn: Turn): Promise<void> => tell(turn, 'You are welcome.')

/** Sentences, and questions to click below them. */
async function withExamples(
  turn: Turn,
  say: (shop: string, words: ShopWords) => readonly [string, ...string[]],
): Promise<void> {
  const [asking, settings] = await Promise.all([turn.bot.asking(), turn.bot.settings()])
  const examples = (await promptsFor(asking)).map(({ message }) => message)
  const [first, ...small] = say(settings.name, await shopWords(asking))
  const post: Post = noticePost(first)
  const buttons = choiceBlocks(
    examples.map((label, at) => ({
      label,
      actionId: numbered(actionIds.suggest, at),
      value: carrying(String(turn.row.id)),
    })),
  )
  const blocks = [...post.blocks, ...buttons, ...(small.length > 0 ? [context(small)] : [])]
  await react(turn, { kind: 'decline', state: { suggestions: examples }, rendering: always({ ...post, blocks }) })
}
