import { plainLine } from '../format.ts'
import type { Post } from './blocks.ts'
import { context, cut, escaped, section } from './pieces.ts'

/** A sentence by itself: a refusal, a greeting, a fault with its reference number in small print. */
export function noticePost(text: string, ...small: readonly string[]): Post {
  return {
    text: escaped(cut(plainLine(text), 1000)) || '–',
    blocks: [section(text), ...(small.length > 0 ? [context(small)] : [])],
  }
}
