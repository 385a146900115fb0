import { UserError } from '../../errors.ts'
import { aboutWhom, theOnly } from '../../notes/about.ts'
import { keepDraft } from '../../notes/drafts.ts'
import { checkedWords } from '../../notes/notes.ts'
import { choicePost, confirmPost } from '../../present/blocks/notes.ts'
import { kindSaid } from '../../wishes/notes.ts'
import type { Wish } from '../../wishes/wish.ts'
import { findFor } from '../notes/finding.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

/** “Note for Ana: asked about locks”: shown before it is kept; nothing is written until somebody says so. */
export async function askToKeep(turn: Turn, { text, noteKind }: Extract<Wish, { kind: 'note' }>): Promise<void> {
  const { bot, asker, user } = turn
  const { who, body, found } = await aboutWhom(text, (said) => findFor(bot, asker, said))
  try {
    const words = checkedWords(body)
    const kind = noteKind ?? kindSaid(words)
    const only = theOnly(found)
    const draft = await keepDraft({ body: words, who, kind, customerId: only?.id ?? null }, user, bot.shop.db)
    await tellPost(
      turn,
      only === null
        ? choicePost(who, found, draft, { mayCreate: true })
        : confirmPost(only, { body: words, kind }, draft),
    )
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await tell(turn, error.message)
  }
}
