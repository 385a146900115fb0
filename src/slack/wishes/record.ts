import { UserError } from '../../errors.ts'
import type { Wish } from '../../wishes/wish.ts'
import { offerNew } from '../record/adding.ts'
import { askBack } from '../record/proposing.ts'
import { onlookers } from '../record/writing.ts'
import type { Turn } from '../turn.ts'
import { tell, tellPost } from './tell.ts'

/** “Ana Silva's birthday is May 5”: what would be kept, with Save, Change and Cancel below it. */
export async function recordSaid(turn: Turn, { who, spoken }: Extract<Wish, { kind: 'record' }>): Promise<void> {
  const { bot, asker, user } = turn
  await telling(turn, async () => {
    const draft = { who, spoken, chosen: {}, proposed: [] }
    const looking = onlookers(asker, turn.place.kind === 'channel' ? turn.place.channel : null)
    await tellPost(turn, await askBack(bot, draft, { asker, userId: user, looking }))
  })
}

/** “New customer: Ana Silva, ana@mail.example”: those who may be the same person first. */
export async function customerSaid(turn: Turn, wish: Extract<Wish, { kind: 'new_customer' }>): Promise<void> {
  await telling(turn, async () => tellPost(turn, await offerNew(turn.bot, turn.asker, wish)))
}

/** What a person can mend is said as the answer. */
async function telling(turn: Turn, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await tell(turn, [error.message, error.hint].filter(Boolean).join(' '))
  }
}
