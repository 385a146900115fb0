import type { Plan } from '../../plan.ts'
import type { Piece } from './drafting/draft.ts'
import { salesMisreadings } from './sales-misreadings.ts'
import type { Token } from './tokens.ts'

/** Whether a plan is not what the words ask for, though every word has its place in it. */
export type Misreading = (pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]) => boolean

const asking = new Set(['count', 'howmuch', 'when', 'howoften', 'where'])

/** "How many orders and how much": two questions are not answered by one number. */
const asksTwice: Misreading = (pieces, plan) =>
  plan.kind === 'measure' &&
  plan.measures.length < 2 &&
  plan.by.length === 0 &&
  new Set(pieces.flatMap(({ item }) => (item.kind === 'head' && asking.has(item.head) ? [item.head] : []))).size > 1

/** "Our best day" is a day, and not one of the best customers'. */
const isBestOfThings: Misreading = (pieces) =>
  pieces.some(({ item, words, to }) => {
    const next = pieces.find(({ from }) => from === to)
    const thing = next?.item.kind === 'dimension' || (next?.item.kind === 'subject' && next.item.entity !== 'customer')
    return item.kind === 'cond' && /\b(?:best|top|biggest|greatest)$/i.test(words) && thing && !next.plural
  })

/** "Of our VIPs, how many percent have an open case" is a share of the VIPs, and not of the cases. */
const isShareOfTheirs: Misreading = (pieces, plan, tokens) => {
  const share = pieces.find(({ item }) => item.kind === 'share')
  const measure = pieces.find(({ item }) => item.kind === 'measure')
  if (!share || !measure || plan.kind !== 'measure') return false
  const counted = plan.measures.some(
    (one) => one.kind === 'share' && ['cases', 'notes', 'interactions'].includes(one.metric),
  )
  const between = tokens.slice(share.to, measure.from).map(({ lower }) => lower)
  return counted && between.some((word) => ['have', 'has', 'had', 'with'].includes(word))
}

const most = /\b(?:most|biggest|largest|greatest|hardest|strongest|worst|top|winner|loser|gainer|difference|how)/i

/** "Customers whose orders dropped" are those with fewer of them, and not everybody by the difference. */
const listsEverybody: Misreading = (pieces, plan) =>
  plan.kind === 'list' &&
  plan.limit === null &&
  plan.columns.some(({ kind }) => kind === 'change') &&
  pieces.some(({ item, words }) => item.kind === 'growth' && item.direction && !most.test(words)) &&
  !pieces.some(({ item }) => ['order', 'bare'].includes(item.kind) || (item.kind === 'super' && item.count !== null))

/** "Clicked the mail and then bought": one after the other, which is more than both. */
const followsOn: Misreading = (pieces, _plan, tokens) =>
  pieces.some(
    ({ item, from }, at) =>
      item.kind === 'event' &&
      ['then', 'afterwards', 'later'].includes(tokens[from - 1]?.lower ?? '') &&
      pieces.slice(0, at).some(({ item: before }) => ['event', 'cond'].includes(before.kind)),
  )

/** "Whose follow-up is due on Friday": the follow-up, and not a customer who was due then. */
const isDueThemselves: Misreading = (pieces) =>
  pieces.some(({ item }) => item.kind === 'member' && item.segment === 'due') &&
  pieces.some(({ item }) => item.kind === 'subject' && item.entity === 'follow_up')

/** "Referrals: how many referred customers": those who came, and not whom they sent in their turn. */
const referAgain: Misreading = (_pieces, plan) =>
  plan.kind === 'measure' &&
  plan.measures.some((one) => one.kind === 'metric' && /referrals$/.test(one.metric)) &&
  plan.where.some(({ any }) => any.some((filter) => filter.kind === 'segment' && filter.segment === 'referred'))

const ofPeople: ReadonlySet<string> = new Set(['customers', 'buyers', 'new_customers'])

/** "Customers with the most customers": each customer is one, so the number tells none from another. */
export const countsItself = (plan: Plan): boolean => {
  const counts = (one: { readonly kind: string; readonly metric?: string }): boolean =>
    one.kind === 'metric' && ofPeople.has(one.metric ?? '')
  switch (plan.kind) {
    case 'list':
      return plan.entity === 'customer' && plan.columns.some(counts)
    case 'measure':
      return (
        plan.measures.some(counts) &&
        plan.by.some((dimension) => dimension.kind === 'field' && dimension.field === 'customer.customer')
      )
    default:
      return false
  }
}

/** "Top referrers" are ranked by whom they sent, and not merely named. */
const isBestReferrers: Misreading = (pieces, plan) =>
  plan.kind === 'list' &&
  plan.order.length === 0 &&
  pieces.some(({ item, words }) => item.kind === 'cond' && /\btop referrers$/i.test(words))

const usWriting = /\b(?:we|i|staff)\b/i

/** "That we emailed": what went out from us is no message of theirs. */
const cameFromUs: Misreading = (pieces, _plan, tokens) =>
  pieces.some(
    ({ item, words, from }) =>
      item.kind === 'cond' &&
      JSON.stringify(item.clauses ?? []).includes('"inbound"') &&
      (usWriting.test(words) || usWriting.test(tokens[from - 1]?.lower ?? '')),
  )

const goingThere: ReadonlySet<string> = new Set(
  'bought buy buys buying ordered order shop shops shopped shopping spend spends spent been go goes went live lives visit visited belong used'.split(
    ' ',
  ),
)

/** "Have never bought there": the place spoken of, which no condition can name; a breakdown by places can. */
const meansPlace: Misreading = (pieces, plan, tokens) =>
  !(plan.kind === 'measure' && plan.by.length > 0) &&
  tokens.some(
    ({ lower }, at) =>
      lower === 'there' &&
      goingThere.has(tokens[at - 1]?.lower ?? '') &&
      !pieces.some(({ item, from, to }) => ['set-aside', 'person'].includes(item.kind) && from <= at && at < to),
  )

/** "Spend the most on average" is no sum. */
const sumsUp: Misreading = (pieces, plan) =>
  (plan.kind === 'list' || plan.kind === 'measure') &&
  pieces.some(({ item, words }) => item.kind === 'word' && /\bon average$/i.test(words)) &&
  !/average|_per_|_rate|usual_gap|"per"/.test(JSON.stringify(plan))

/** "Referred the most buyers": how many of those whom they sent, and not what they bought themselves. */
const ranksByOwn: Misreading = (pieces) =>
  pieces.some(
    ({ item, words }, at) =>
      item.kind === 'super' &&
      /\b(?:referred|refers|sent|sends|brought|brings|recommended)\b.*\b(?:most|fewest|least)$/i.test(words) &&
      ['event', 'member', 'cond'].includes(pieces[at + 1]?.item.kind ?? ''),
  )

/** "The top 20 %": the share of the best is in the plan, or it was lost. */
const losesTop: Misreading = (pieces, plan) =>
  (plan.kind === 'list' || plan.kind === 'measure') &&
  pieces.some(({ item }) => item.kind === 'super' && item.percent) &&
  !plan.limit?.percent &&
  !/"segment":"(?:top|heavy)"/.test(JSON.stringify(plan))

const havingWords: ReadonlySet<string> = new Set('who that have has had with whose having'.split(' '))

/** "Champions who have an open case" are asked for, and not their cases. */
const listsTheirs: Misreading = (pieces, plan, tokens) => {
  const said = pieces.filter(({ item }) => !['head', 'word', 'set-aside'].includes(item.kind))
  const [first, next] = said
  return (
    plan.kind === 'list' &&
    ['case', 'note', 'interaction', 'follow_up'].includes(plan.entity) &&
    first?.item.kind === 'cond' &&
    next?.item.kind === 'measure' &&
    tokens.slice(first.to, next.from).some(({ lower }) => havingWords.has(lower))
  )
}

/** "Customers we have a phone for": they have one, which is more than showing it. */
const isHeldDetail: Misreading = (pieces, _plan, tokens) =>
  pieces.some(
    ({ item, from, to }) =>
      item.kind === 'shown' &&
      tokens
        .slice(Math.max(0, from - 3), to)
        .some(({ lower }, at, all) => having.has(lower) && ['we', 'i'].includes(all[at - 1]?.lower ?? '')),
  )

const having: ReadonlySet<string> = new Set(['have', 'hold', 'know', 'got'])

const misreadings: readonly Misreading[] = [
  isHeldDetail,
  losesTop,
  listsTheirs,
  cameFromUs,
  meansPlace,
  sumsUp,
  ranksByOwn,
  ...salesMisreadings,
  asksTwice,
  isBestOfThings,
  isShareOfTheirs,
  listsEverybody,
  followsOn,
  isDueThemselves,
  referAgain,
  isBestReferrers,
]

/** Whether the plan is one that the words only seem to ask for. */
export const isMisread: Misreading = (pieces, plan, tokens) =>
  misreadings.some((misreading) => misreading(pieces, plan, tokens))
