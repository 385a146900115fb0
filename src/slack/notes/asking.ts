import type { About } from '../../notes/about.ts'
import type { Block, Post } from '../../present/blocks/blocks.ts'
import { choicePost, noteActions } from '../../present/blocks/notes.ts'
import { button, context, escaped, passage } from '../../present/blocks/pieces.ts'

/** Whom the note is about: those who may be meant, a new customer, or nobody after all. */
export function askWhom({ who, body, found }: About, draft: number): Post {
  const [first] = found
  const isOne = found.length === 1 && first?.exact === true
  const offered = isOne ? found.map((each) => ({ ...each, exact: false })) : found
  const post = choicePost(who, offered, draft, { mayCreate: true })
  const question = isOne ? `Did you mean ${first.name}?` : null
  return {
    text: question === null ? post.text : escaped(question),
    blocks: post.blocks.flatMap((block, at): readonly Block[] => {
      if (at === 0 && question !== null) return [passage(question)]
      if (block.type === 'context' && body === '')
        return [context(['Choose, and write the note in the form that opens.'])]
      // What would be kept is seen before it is: words of the name may have been taken for it.
      return block.type === 'actions' && body !== ''
        ? [passage(`“${body}”`), withCancel(block, draft)]
        : [withCancel(block, draft)]
    }),
  }
}

const withCancel = (block: Block, draft: number): Block =>
  block.type === 'actions'
    ? { ...block, elements: [...block.elements, button(noteActions.drop, 'Cancel', String(draft))] }
    : block
