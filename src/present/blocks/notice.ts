import { plainLine } from '../format.ts'
import type { Post } from './blocks.ts'
import { context, cut, escaped, passage } from './pieces.ts'

/** A sentence or a few lines by themselves: a refusal, a greeting, a fault with its reference number in small print. */
export function noticePost(text: string, ...small: readonly string[]): Post {
  return {
    text: escaped(cut(plainLine(text), 1000)) || '–',
    blocks: [passage(text), ...(small.length > 0 ? [context(small)] : [])],
  }
}
