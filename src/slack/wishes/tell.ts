import type { Post } from '../../present/blocks/blocks.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { always } from '../post.ts'
import { react, type Turn } from '../turn.ts'

/** Answers with a sentence. */
export const tell = (turn: Turn, sentence: string, ...small: readonly string[]): Promise<void> =>
  tellPost(turn, noticePost(sentence, ...small))

/** Answers with a message that is no answer to a question: nothing follows up on it. */
export async function tellPost(turn: Turn, post: Post): Promise<void> {
  await react(turn, { kind: 'decline', rendering: always(post) })
}
