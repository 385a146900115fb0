import type { Block } from '../present/blocks/blocks.ts'
import { button, row } from './elements.ts'
import type { Rendering } from './post.ts'

export const postHere = 'ask_post_here'

/** An answer to `/ask`, with the button that shows it to the others; under the rules of a channel then. */
export const withPostHere =
  (rendering: Rendering, answerId: number): Rendering =>
  (plain) => {
    const post = rendering(plain)
    const offer: Block = row(
      button(postHere, 'Post here', { value: String(answerId), says: 'Post this answer for everyone here' }),
    )
    return { ...post, blocks: [...post.blocks.slice(0, 49), offer] }
  }
