import { countProposals } from '../../identity/proposals.ts'
import { duplicateActions } from '../../present/blocks/duplicates.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { button } from '../../present/blocks/pieces.ts'
import { countTwice } from '../../quality/twice.ts'
import { pairs } from '../identity/list.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

const lookedFor = 'They are looked for every night; nothing is merged until somebody says so.'

/** How many pairs wait for a decision, and for those who decide, the way to them; to others how many of their customers. */
export async function tellDuplicates(turn: Turn): Promise<void> {
  const { bot, asker } = turn
  const { db } = bot.shop
  if (!asker.mayManage) {
    const customers = await countTwice(db, (await bot.asking()).today, asker)
    return tell(turn, `${inTwice(customers)} Managers decide about them.`, lookedFor)
  }
  const open = await countProposals(db)
  if (open === 0) return tell(turn, 'No two customers look like one person.', lookedFor)
  const post = noticePost(`${pairs(open)} likely one person.`, lookedFor)
  const look = { type: 'actions' as const, elements: [button(duplicateActions.list, 'Look through…', 'all')] }
  await tellPost(turn, { ...post, blocks: [...post.blocks, look] })
}

const inTwice = (customers: number): string =>
  customers === 0
    ? 'None of the customers you see is perhaps there twice.'
    : customers === 1
      ? 'One of the customers you see is perhaps there twice.'
      : `${customers.toLocaleString('en-US')} of the customers you see are perhaps there twice.`
