import type { Misreading } from './misreadings.ts'

const ofTrade = new Set([
  'head',
  'time',
  'group',
  'fact',
  'storeplace',
  'place',
  'what',
  'several',
  'word',
  'set-aside',
])

/** "The August numbers" of the shop, and of nobody in particular. */
const isOfOtherNumbers: Misreading = (pieces) =>
  pieces.some(({ item }) => item.of === 'trade') &&
  (!pieces.every(({ item }) => ofTrade.has(item.kind)) || !pieces.some(({ item }) => item.kind === 'time'))

/** "… and how many pieces" asks for a number beside another. */
const asksBeside: Misreading = (pieces, plan) =>
  plan.kind === 'measure' &&
  plan.measures.length < 2 &&
  pieces.some(({ item, words }) => item.kind === 'measure' && /^(?:and|plus) (?:how|the number)\b/i.test(words)) &&
  pieces[0]?.item.kind !== 'measure'

/** "The top 10 % of products" are products, and not what top customers bought. */
const isPartOfThings: Misreading = (pieces) =>
  pieces.some(({ item, words, to }) => {
    const next = pieces.find(({ from }) => from === to || from === to + 1)
    return (
      item.kind === 'cond' &&
      /(?:%|percent|per cent)(?: of)?$/i.test(words) &&
      JSON.stringify(item).includes('"segment":"top"') &&
      ((next?.item.kind === 'subject' && next.item.entity !== 'customer') || next?.item.kind === 'dimension')
    )
  })

/** "The most returned product" is a product, and nobody who returned things. */
const ranksOthers: Misreading = (pieces, plan) =>
  plan.kind === 'list' &&
  plan.entity === 'customer' &&
  !pieces.some(({ item }) => (item.kind === 'subject' && item.entity === 'customer') || item.kind === 'person') &&
  pieces.some(({ item, to }) => {
    const next = pieces.find(({ from }) => from === to)?.item
    return item.kind === 'super' && next?.kind === 'subject' && ['product', 'category', 'store'].includes(next.entity)
  })

/** "The second best" skips the best. */
const losesPlace: Misreading = (pieces, plan) =>
  (plan.kind === 'list' || plan.kind === 'measure') &&
  pieces.some(({ item }) => item.kind === 'super' && item.offset > 0 && plan.limit?.offset !== item.offset)

/** "Money that came from champions": they spent it, and stopped being nothing. */
const comesFrom: Misreading = (pieces) =>
  pieces.some(
    ({ item, words }) => item.kind === 'moved' && /^(?:came|come|comes|coming|went) (?:from|out)\b/i.test(words),
  ) && pieces.some(({ item }) => item.kind === 'measure')

/** "The best selling item of every category" is an item. */
const losesThing: Misreading = (pieces, plan) =>
  plan.kind === 'measure' &&
  pieces.some(({ item }) => item.kind === 'super' && item.entity === 'product') &&
  pieces.some(({ item }) => item.kind === 'subject' && item.entity === 'product') &&
  !plan.by.some((dimension) => dimension.kind === 'field' && dimension.field === 'product.product')

/** "How much of our business is repeat business" is a part of it. */
const isPartOfSales: Misreading = (_pieces, plan, tokens) =>
  plan.kind === 'measure' &&
  !JSON.stringify(plan.measures).includes('"share"') &&
  tokens.some(
    ({ lower }, at) =>
      lower === 'much' &&
      tokens[at + 1]?.lower === 'of' &&
      tokens.slice(at + 2, at + 7).some((next) => whole.has(next.lower)),
  )

const whole: ReadonlySet<string> = new Set(['business', 'revenue', 'sales', 'turnover', 'takings', 'income'])

/** "Are sales up this year?" asks how they changed. */
const asksWhetherUp: Misreading = (pieces, plan, tokens) =>
  plan.kind === 'measure' &&
  ['is', 'are', 'was', 'were'].includes(tokens[0]?.lower ?? '') &&
  !plan.measures.some(({ kind }) => kind === 'change') &&
  tokens.some(
    ({ lower }, at) => ['up', 'down'].includes(lower) && !pieces.some(({ from, to }) => from <= at && at < to),
  )

/** What sentences about sales only seem to ask for. */
export const salesMisreadings: readonly Misreading[] = [
  losesPlace,
  ranksOthers,
  isPartOfThings,
  asksBeside,
  isOfOtherNumbers,
  comesFrom,
  losesThing,
  isPartOfSales,
  asksWhetherUp,
]
