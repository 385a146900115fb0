import type { Decline } from '../../ask/reply.ts'
import { actionIds, carrying, numbered } from './actions.ts'
import type { Block, Post } from './blocks.ts'
import { choiceBlocks } from './choices.ts'
import { context, line, section } from './pieces.ts'
import { spokenChoices } from './spoken.ts'

const mostSuggestions = 5

/** Why there is no answer, the word nobody knows, and the nearest questions that have one. */
export function declinePost({ reason, unknown, suggestions }: Decline, answerId: string): Post {
  const unsaid = unknown.filter((word) => !reason.includes(word)).slice(0, 5)
  const offered = choiceBlocks(
    suggestions
      .slice(0, mostSuggestions)
      .map((label, at) => ({ label, actionId: numbered(actionIds.suggest, at), value: carrying(answerId) })),
  )
  const blocks: readonly Block[] = [
    section(reason),
    ...(unsaid.length > 0 ? [context([`Not known: ${unsaid.map((word) => `“${line(word, 60)}”`).join(', ')}.`])] : []),
    ...(offered.length > 0 ? [context(['You could ask:'])] : []),
    ...offered,
  ]
  return { text: spokenChoices(reason, []), blocks }
}
