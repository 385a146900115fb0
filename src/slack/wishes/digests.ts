import { arrangeChannelDigest, arrangeDigest, readWishes } from '../../digest/arranging.ts'
import { suggestion } from '../../nearest.ts'
import { clockWords } from '../../schedules/recurrence-text.ts'
import type { Wish } from '../../wishes/wish.ts'
import { digestNow } from '../digest/asked-for.ts'
import { sharedSentence } from '../places.ts'
import type { Turn } from '../turn.ts'
import { tell } from './tell.ts'

type Arranging = Extract<Wish, { kind: 'arrange_digest' }>

/** “Send the digest here every morning”, “stop the digest”: in a direct message “here” is one's own. */
export const arrange = (turn: Turn, wish: Arranging): Promise<void> =>
  wish.where === 'me' || turn.place.kind !== 'channel' ? arrangeOwn(turn, wish) : arrangeHere(turn, wish)

/** “My digest”: in the direct message, wherever it was asked for. */
export async function showDigest(turn: Turn): Promise<void> {
  const { sentence } = await digestNow(turn.bot, turn.asker.staffId)
  await tell(turn, turn.place.kind === 'channel' ? sentence.replace('below', 'in our direct message') : sentence)
}

async function arrangeOwn(turn: Turn, { active, store }: Arranging): Promise<void> {
  const { bot, asker } = turn
  if (asker.staffId === null) return tell(turn, 'You are not on the staff list, so there is no digest for you.')
  if (store !== null)
    return tell(turn, 'Your digest names your own customers. A store’s digest goes to a channel: say it there.')
  const { db } = bot.shop
  const [wishes, { digestTime }] = await Promise.all([readWishes(db, asker.staffId), bot.settings()])
  await arrangeDigest(db, asker.staffId, { ...wishes, active }, asker)
  if (!active) return tell(turn, 'You get no digest any more. “Send me the digest every morning” brings it back.')
  const hour = clockWords(wishes.time ?? digestTime)
  await tell(
    turn,
    `Your digest comes to you on working days at ${hour}. Days and hour: Your morning digest, on my Home tab.`,
  )
}

/** Everybody in a channel reads its digest, so a manager decides. */
async function arrangeHere(turn: Turn, { active, store }: Arranging): Promise<void> {
  const { bot, asker, place } = turn
  if (!asker.mayManage) return tell(turn, 'Whether a channel gets a digest is for managers to say.')
  if (active && (await bot.isShared(place.channel))) return tell(turn, sharedSentence)
  const { db } = bot.shop
  const meant = await storeMeant(turn, store)
  if (typeof meant === 'string') return tell(turn, meant)
  const had = await arrangeChannelDigest(db, place.channel, { active, storeId: meant?.id ?? null }, asker)
  if (!active) return tell(turn, had ? 'No digest is posted here any more.' : 'No digest is posted here.')
  const whose = meant === null ? 'all customers' : `the customers of ${meant.name}`
  const { digestTime } = await bot.settings()
  await tell(
    turn,
    `The digest of ${whose} is posted here on working days at ${clockWords(digestTime)}. “Stop the digest here” ends it.`,
    'Whoever is on a colleague’s own list that morning is not named here again.',
  )
}

/** By its name, a word of it, or the city where it is the only one; a sentence when it is none of these. */
async function storeMeant({ bot }: Turn, said: string | null) {
  if (said === null) return null
  const stores = await bot.shop.db.selectFrom('stores').select(['id', 'name', 'city']).orderBy('name').execute()
  const plain = said.toLowerCase()
  const ways = [
    stores.filter(({ name }) => name.toLowerCase() === plain),
    stores.filter(({ name }) => name.toLowerCase().split(/\s+/).includes(plain)),
    stores.filter(({ city }) => city?.toLowerCase() === plain),
  ]
  const found = ways.find((each) => each.length > 0) ?? []
  if (found.length === 1 && found[0]) return found[0]
  if (found.length > 1) return `Which store? ${found.map(({ name }) => name).join(', ')}.`
  const names = stores.map(({ name }) => name)
  return `There is no store called “${said}”. ${suggestion(said, names, 'stores')}`
}
