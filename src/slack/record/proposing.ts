import type { Asker } from '../../access/asker.ts'
import type { Post } from '../../present/blocks/blocks.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { confirmPost, type Onlookers, whichPost } from '../../present/blocks/record.ts'
import { changeDraft, type Draft, keepDraft } from '../../record/drafts.ts'
import { type Proposal, propose } from '../../record/proposal.ts'
import type { Bot } from '../bot.ts'
import { findFor } from '../notes/finding.ts'
import { writingBy } from './writing.ts'

interface By {
  readonly asker: Asker
  /** The Slack user; nobody else may confirm it. */
  readonly userId: string
  readonly looking: Onlookers
}

/** said → what it comes to → kept aside → asked back. Nothing is written on a record. */
export async function askBack(bot: Bot, draft: Draft, { asker, userId, looking }: By): Promise<Post> {
  const proposal = await proposed(bot, asker, draft)
  if (proposal.kind === 'unchanged') return noticePost(proposal.sentence)
  return posted(await keepDraft(decided(draft, proposal), userId, bot.shop.db), proposal, looking)
}

/** The same for a draft that is kept already, after a choice or a change by somebody else. */
export async function askAgain(
  bot: Bot,
  id: number,
  draft: Draft,
  { asker, looking }: By,
  news?: string,
): Promise<Post> {
  const proposal = await proposed(bot, asker, draft)
  if (proposal.kind === 'unchanged') return noticePost([news, proposal.sentence].filter(Boolean).join(' '))
  await changeDraft(id, decided(draft, proposal), bot.shop.db)
  return posted(id, proposal, looking, news)
}

async function proposed(bot: Bot, asker: Asker, draft: Draft): Promise<Proposal> {
  return propose(draft, (said) => findFor(bot, asker, said), await writingBy(bot, asker), bot.shop.db)
}

type Open = Exclude<Proposal, { kind: 'unchanged' }>

const decided = (draft: Draft, proposal: Open): Draft =>
  proposal.kind === 'which'
    ? { ...draft, proposed: [] }
    : {
        ...draft,
        chosen: { ...draft.chosen, customer: proposal.preview.customer.id },
        proposed: [...proposal.preview.proposed],
      }

const posted = (id: number, proposal: Open, looking: Onlookers, news?: string): Post =>
  proposal.kind === 'which' ? whichPost(id, proposal, looking) : confirmPost(id, proposal.preview, looking, news)
