import type { Clarify } from '../../ask/reply.ts'
import { actionIds, carrying, numbered } from './actions.ts'
import type { Block, Post } from './blocks.ts'
import { choiceBlocks } from './choices.ts'
import { context, section } from './pieces.ts'
import { spokenChoices } from './spoken.ts'

const mostOptions = 10

/** A question back, with a button for each way to read it. */
export function clarifyPost({ ask, options }: Clarify, answerId: string): Post {
  const shown = options.slice(0, mostOptions)
  const more = options.length - shown.length
  const blocks: readonly Block[] = [
    section(ask),
    ...choiceBlocks(
      shown.map(({ label }, at) => ({ label, actionId: numbered(actionIds.clarify, at), value: carrying(answerId) })),
    ),
    ...(more > 0 ? [context([`And ${more} more; say it in other words to get to them.`])] : []),
  ]
  return { text: spokenChoices(ask, shown), blocks }
}
