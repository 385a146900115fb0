import { firstFit, type RecordReader, saidOf } from './record-reading.ts'
import { personIn } from './record-who.ts'
import type { Wish } from './wish.ts'

const sent = `(?:sent|referred|recommended|introduced|brought(?: in)?)`
const came = [
  new RegExp(
    `^(?<who>.+?) (?:was|were|is|got|has been) ${sent}(?: (?:to us|here|to the (?:shop|store)|in))* by (?<by>.+)$`,
    'iu',
  ),
  /^(?<who>.+?) (?:came|comes|found us|heard of us|heard about us)(?: (?:to us|here))? (?:through|because of|via|thanks to|on (?:the )?recommendation of|from a recommendation of) (?<by>.+)$/iu,
  /^(?<by>.+?) (?:(?:sent|brought|introduced|recommended)(?: us)|referred|recommended)(?: (?:to us|us to|us))? (?<who>.+?)(?: (?:to us|here|in))?$/iu,
]
const notSent = [
  new RegExp(`^(?<who>.+?) (?:was|were) (?:not|never) ${sent}(?: to us)? by (?:anyone|anybody|.+)$`, 'iu'),
  new RegExp(`^(?:nobody|no one) ${sent}(?: us)? (?<who>.+)$`, 'iu'),
]

/** “Ana was sent by Ben Ortiz”, “Ben Ortiz referred Ana”. */
export const readReferralWish: RecordReader = (text) => {
  const none = firstFit(notSent, text)
  if (none) return saidOf(none.who, { kind: 'referral', by: null })
  const groups = firstFit(came, text)
  const by = personIn(groups?.by)
  return groups && by !== null ? saidOf(groups.who, { kind: 'referral', by }) : null
}

const looks = `(?:looks? after|takes? care of|is looking after|will look after|will take care of|takes? over|is taking over|will take over|handles|owns|is responsible for|is (?:now )?the (?:owner|contact|colleague) (?:of|for))`
const lately = `(?: (?:now|from now on|again|instead))*`
const keeps = [
  new RegExp(`^(?<whom>.+?) (?:now |will now )?${looks} (?<who>.+?)${lately}$`, 'iu'),
  new RegExp(
    `^(?<who>.+?) (?:now )?(?:belongs to|is (?:now )?(?:looked after|taken care of|owned|handled) by|goes to)${lately} (?<whom>.+?)${lately}$`,
    'iu',
  ),
  new RegExp(`^(?:assign|hand(?: over)?|give|transfer) (?<who>.+?)(?: over)? to (?<whom>.+?)${lately}$`, 'iu'),
  /^(?:make|set) (?<whom>.+?) (?:as )?the owner (?:of|for) (?<who>.+)$/iu,
  /^(?:set|change) (?<who>.+?)'s? owner to (?<whom>.+)$/iu,
  /^(?<who>.+?)'s? (?:new )?owner is(?: now)? (?<whom>.+)$/iu,
]
const mine = [
  new RegExp(
    `^(?:i|i'll|i will|i'm|i am)(?: now)? (?:look|looking|take|taking|own|handle)(?: after| care of| over)? (?<who>.+?)${lately}$`,
    'iu',
  ),
  new RegExp(`^(?:assign|give) (?<who>.+?) to me${lately}$`, 'iu'),
  /^(?<who>.+?) is (?:now )?mine(?: now)?$/iu,
]
const nobodys = [
  new RegExp(`^(?:nobody|no one) ${looks} (?<who>.+?)(?: any ?more| now)*$`, 'iu'),
  /^(?:unassign|release) (?<who>.+)$/iu,
]

/** “Maya looks after Ana now”, “I look after Ana”, “nobody looks after Ana anymore”. */
export const readOwnerWish: RecordReader = (text) => {
  const none = firstFit(nobodys, text)
  if (none) return saidOf(none.who, { kind: 'owner', whom: null, me: false })
  const own = firstFit(mine, text)
  if (own) return saidOf(own.who, { kind: 'owner', whom: null, me: true })
  const groups = firstFit(keeps, text)
  return groups ? kept(groups) : null
}

function kept({ who, whom }: Readonly<Record<string, string | undefined>>): Wish | null {
  if (/^me$/iu.test(whom ?? '')) return saidOf(who, { kind: 'owner', whom: null, me: true })
  const colleague = personIn(whom)
  return colleague === null ? null : saidOf(who, { kind: 'owner', whom: colleague, me: false })
}

const stores = [
  /^(?<who>.+?)'s? (?:home )?(?:store|shop) is(?: now)? (?:the )?(?<store>.+)$/iu,
  /^(?:set|change) (?<who>.+?)'s? (?:home )?(?:store|shop) to (?:the )?(?<store>.+)$/iu,
  /^(?:move|transfer) (?<who>.+?) to (?:the )?(?:store |shop )?(?<store>.+?) (?:store|shop)$/iu,
]

/** “Ana's home store is River Road”. */
export const readStoreWish: RecordReader = (text) => {
  const groups = firstFit(stores, text)
  const store = personIn(groups?.store)
  return groups && store !== null ? saidOf(groups.who, { kind: 'store', store }) : null
}
