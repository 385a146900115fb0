import type { Dimension, Plan } from '../../plan.ts'
import type { Piece } from './drafting/draft.ts'
import { countsItself, isMisread } from './misreadings.ts'
import type { Token } from './tokens.ts'
import { lostMeasure, lostNoun, lostUnit, lostValue } from './traces.ts'

/**
 * Why a plan cannot be what the sentence says, or null.
 *
 * Every piece was given a place when the plan was put together; this looks at the result from outside, for the two
 * mistakes that mislead most: rows of something else than was asked for, and a stretch of time that got lost.
 */
export function nonsense(pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]): string | null {
  return losses(pieces, plan, tokens) ?? misplaced(pieces, plan, tokens)
}

/** What the sentence says and the plan does not; the same for a question of its own and for a change to an answer. */
export function losses(pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]): string | null {
  if (
    pieces.some(
      ({ item, words }) =>
        item.kind === 'person' && !item.shows && !item.why && /^\w+ (?:like|that|who|is)\b/i.test(words),
    )
  )
    return 'customers like that one'
  if (pieces.some(({ item, words }) => item.kind === 'measure' && /^can$/i.test(words))) return 'a verb, and no can'
  const loose = tokens.find(
    ({ lower }, at) => weighty.has(lower) && isLoose(at, pieces) && (lower !== 'by' || bySomebody(at, pieces)),
  )
  if (loose) return `nothing was made of “${loose.text}”`
  const may = tokens.find(({ lower }, at) => lower === 'may' && isMonth(tokens[at - 1]) && isLoose(at, pieces))
  if (may) return `nothing was made of “${may.text}”`
  if (pieces.some(({ item, words }) => item.kind === 'what' && /\bby (?:product|item|article)s?\b/i.test(words)))
    return 'bikes by product are no bike products'
  if (plan.kind === 'measure' && groupsIn(pieces) > 0 && plan.by.length === 0 && !hasPer(plan))
    return 'a breakdown is lost'
  if (asksWho(pieces) && !answersWho(plan)) return 'the question asks who'
  if (countsItself(plan)) return 'each customer is one customer'
  const asks = pieces.some(({ item }) => item.kind === 'head') || !narrows(pieces, tokens)
  if (asks && plan.kind === 'list' && asksFor(pieces, 'customer') && plan.entity !== 'customer')
    return 'the question asks for customers'
  if (!aboutCustomers(pieces, tokens) && answersOther(tokens, plan)) return 'rows of something else'
  const number = lostNumber(pieces, tokens, plan)
  if (number) return `nothing was made of “${number.text}”`
  const column = pieces.find(
    ({ item }) => item.kind === 'column' && named.test(item.field) && !JSON.stringify(plan).includes(item.field),
  )
  if (column && plan.kind === 'measure') return `nothing was made of “${column.words}”`
  const lost = lostSubject(pieces, plan)
  if (lost) return `nothing was made of “${lost.words}”`
  return namesTime(pieces) && !hasTime(plan) ? 'the time is lost' : null
}

/** Words that were read, and read as something that they cannot be where they stand. */
function misplaced(pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]): string | null {
  if (/^sort(?:ed)?$/.test(tokens[0]?.lower ?? '') && tokens[1]?.lower === 'by') return 'what is to be sorted?'
  if (asksForStock(pieces, plan, tokens)) return 'what is in stock is not known'
  if (ranksByOther(pieces, tokens)) return 'the best by what?'
  if (looksForMost(pieces, plan, tokens)) return 'bought by the place, and not of it'
  if (isUnaskedRevenue(pieces, plan)) return 'nobody asked for revenue'
  if (isBareOnes(pieces)) return 'which ones?'
  if (isMisread(pieces, plan, tokens)) return 'it only seems to be asked'
  if (movesPeople(pieces)) return 'who moved, and not what was sold'
  const noun = lostNoun(pieces, tokens, plan)
  if (noun) return `nothing was made of “${noun.text}”`
  const unit = lostUnit(pieces, plan)
  if (unit) return `nothing was made of “${unit.words}”`
  if (knowsUnknown(plan)) return 'customers on record and none at once'
  const value = lostValue(pieces, plan)
  if (value) return `nothing was made of “${value.words}”`
  const dangling = pieces.find(
    ({ item, words }) => !/_per_/.test(item.measure?.metric ?? '') && /\b(?:by|than|per|without|except)$/i.test(words),
  )
  if (dangling) return `“${dangling.words}” goes on`
  if (isUnordered(pieces, plan)) return 'an order is lost'
  if (isUnmeasured(pieces, plan)) return 'the most of what?'
  if (isTopOfStretch(pieces)) return 'the best of that time, and not of all time'
  if (comparesTimes(pieces) && !hasComparison(plan)) return 'a comparison is lost'
  if (isShareOfOther(tokens, plan)) return 'a share of something else'
  const number = lostMeasure(pieces, plan)
  if (number) return `nothing was made of “${number.words}”`
  if (twoNumbersAsOne(pieces, plan)) return 'two numbers that nothing joins'
  if (
    plan.kind === 'measure' &&
    /^(?:which|what) (?:customer|client|buyer|person)$/i.test(pieces[0]?.words ?? '') &&
    !/customer[.]customer/.test(JSON.stringify(plan.by))
  )
    return 'the question asks which customer'
  if (asksWhat(pieces, tokens, plan)) return 'the question asks for things'
  if (possesses(pieces, tokens)) return 'whose?'
  if (splitsThing(pieces, tokens)) return 'two things that nothing joins'
  if (soldAndReturned(pieces, plan)) return 'sold, or returned?'
  if (countsNext(pieces, plan)) return 'the most of what comes next'
  if (isColleaguesWork(pieces, plan)) return 'whose work is it?'
  if (isAgeRead(pieces, plan)) return 'an age, or a number of rows?'
  if (splitsEvent(pieces)) return 'one thing was read as two'
  if (isNamedColleague(pieces, plan)) return 'what did the colleague do?'
  if (countsPeople(pieces)) return 'a number of customers is no number of orders'
  if (isBestOfFew(pieces)) return 'best at what?'
  if (
    /follow_up/.test(JSON.stringify(plan)) &&
    tokens.some(({ lower }) => lower === 'done') &&
    !/"follow_up.status"/.test(JSON.stringify(plan))
  )
    return 'nothing was made of “done”'
  if (isOneOfMany(pieces, plan)) return 'how many of them?'
  if (shopsThere(pieces, tokens)) return 'shopping there is no home store'
  if (asksWhoContacted(pieces, plan)) return 'who did it?'
  if (isListOfPlace(pieces, tokens, plan)) return 'the place is asked about, not its customers'
  const sorting = pieces.find(({ item }) => item.kind === 'order' && item.field)
  if (sorting && !JSON.stringify(plan).includes(sorting.item.field)) return `nothing was made of “${sorting.words}”`
  if (measuresAge(plan) && tokens.some(({ lower }) => /^(?:days?|weeks?|months?|hours?|cases?)$/.test(lower)))
    return 'an age in days is not that of a person'
  if (pieces.some(({ item, to }) => item.kind === 'time' && campaignNouns.has(tokens[to]?.lower ?? '')))
    return 'a campaign is named by a day'
  if (pieces.some(({ item, to }) => item.kind === 'event' && saysMore(tokens, to)))
    return 'the time says something else'
  if (
    pieces.some(({ item, words }) => item.kind === 'group' && /^(?:each|every) (?:customer|client|buyer)/i.test(words))
  )
    return asksForNumbers(pieces) ? null : 'every customer is a list'
  if (pieces.some(({ item, words }) => item.kind === 'time' && /christmas.*new year.*(?:last|this) year/i.test(words)))
    return 'which of the two years?'
  if (
    pieces.some(({ item }) => item.kind === 'time' && item.role === 'period') &&
    /"case.status","op":"is","values":\["resolved"\]/.test(JSON.stringify(plan)) &&
    !tokens.some(({ lower }) => /^(?:opened|filed|raised|reported)$/.test(lower))
  )
    return 'opened then, or resolved then?'
  return averagesAreOne(pieces, plan) ? 'one average is asked for' : null
}

/** "How many shovels do we have" asks for what is on the shelf, and not for what was sold. */
const asksForStock = (pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]): boolean =>
  plan.kind === 'measure' &&
  plan.measures.some((one) => 'metric' in one && ['units', 'revenue'].includes(one.metric)) &&
  pieces.some(({ item }) => item.kind === 'what') &&
  / how (?:many|much) /.test(` ${tokens.map(({ lower }) => lower).join(' ')}`) &&
  / (?:do|have) (?:we|i|you) (?:still |now |currently )*(?:have|got|left)(?: left| now| today| here)?$/.test(
    ` ${tokens
      .filter(({ punctuation }) => !punctuation)
      .map(({ lower }) => lower)
      .join(' ')}`,
  )

/** "Best customers by visits": ranked by that, and not those of them who did it. */
const ranksByOther = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.some(
    ({ item, from }, at) =>
      item.kind === 'cond' &&
      tokens[from - 1]?.lower === 'by' &&
      pieces
        .slice(0, at)
        .some((before) => before.item.kind === 'super' || /"segment":"top"/.test(JSON.stringify(before.item))) &&
      /"metric":/.test(JSON.stringify(item)),
  )

/** "Which country buys the most paper": a field after "which" is asked for, and no product that is called so. */
const looksForMost = (pieces: readonly Piece[], plan: Plan, tokens: readonly Token[]): boolean =>
  plan.kind === 'list' &&
  plan.entity === 'product' &&
  pieces[0]?.item.kind === 'head' &&
  pieces[1]?.item.kind === 'what' &&
  /^(?:country|countries|city|cities|region|store|shop|town|state|brand|category|channel|customer|month|day|year)$/.test(
    tokens[pieces[1].from]?.lower ?? '',
  )

/** A sum of money has to be asked for: by a word for money, a ranking, a share or a comparison. */
function isUnaskedRevenue(pieces: readonly Piece[], plan: Plan): boolean {
  if (pieces.some(({ item }) => item.kind === 'several')) return false
  if (plan.kind !== 'measure' || !plan.measures.every((one) => one.kind === 'metric' && one.metric === 'revenue'))
    return false
  return !asksForNumbers(pieces)
}

/** What customers are or did: nobody need mean their money. */
const speaksOfPeople = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item }) => ['cond', 'countnoun'].includes(item.kind) || (item.kind === 'subject' && item.entity === 'customer'),
  )

const asksForNumbers = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item }) =>
      (['versus', 'growth'].includes(item.kind) && !speaksOfPeople(pieces)) ||
      ['measure', 'super', 'share', 'order', 'sold', 'bare', 'comes', 'buys'].includes(item.kind) ||
      (item.kind === 'head' && ['howmuch', 'count'].includes(item.head)) ||
      (item.kind === 'ask' && item.ask === 'bought'),
  )

/** "Categories sorted by number of buyers": rows in that order. */
const isUnordered = (pieces: readonly Piece[], plan: Plan): boolean =>
  (plan.kind === 'list' ||
    (plan.kind === 'measure' && plan.by.length > 0 && !plan.by.some(({ kind }) => kind === 'time'))) &&
  plan.order.length === 0 &&
  pieces.some(({ item, words }) => item.kind === 'order' && item.measure && /\b(?:by|most|least)\b/i.test(words))

/** "Who called us the most", "most loyal": a ranking by what was said just before or behind, not by spend. */
const isUnmeasured = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'list' &&
  pieces.some(({ item, words }, at) => {
    if (item.kind === 'cond' && /%|percent/i.test(words) && /"segment":"top"/.test(JSON.stringify(item)))
      return pieces
        .slice(at + 1, at + 3)
        .some(
          ({ item: { kind, measure } }) =>
            ['order', 'measure'].includes(kind) && measure && measure.metric !== 'revenue',
        )
    if (
      item.kind !== 'super' ||
      item.measure ||
      item.count ||
      !/^(?:the )?(?:[\w-]+ )?(?:most|least|fewest)$/i.test(words)
    )
      return false
    const [before, behind] = [pieces[at - 1]?.item, pieces[at + 1]?.item]
    const counted = /"metric":"(?:interactions|contacts|cases|notes|recipients|follow_ups)"/
    return (
      (before?.kind === 'cond' && counted.test(JSON.stringify(before))) ||
      (behind?.kind === 'cond' && JSON.stringify(behind.clauses).includes('"segment"'))
    )
  })

/** "The top 5 % of buyers this year" are the first of those buyers. */
const isTopOfStretch = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item, words, to }, at) => {
    const next = pieces[at + 1]
    return (
      item.kind === 'cond' &&
      /(?:%|percent|per cent)$/i.test(words) &&
      JSON.stringify(item).includes('"segment":"top"') &&
      next?.item.kind === 'event' &&
      next.from - to <= 1 &&
      /^(?:buyers|shoppers)\b/i.test(next.words) &&
      next.item.period
    )
  })

const comparesTimes = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item }) => item.kind === 'time' && item.role === 'comparison')

const hasComparison = (plan: Plan): boolean =>
  /"baseline"|"kind":"change"/.test(JSON.stringify(plan)) ||
  (plan.kind === 'measure' && plan.measures.length > 1) ||
  /"than":\{"kind":"metric"/.test(JSON.stringify(plan))

/** "The share of cases resolved" is of cases. */
const isShareOfOther = (tokens: readonly Token[], plan: Plan): boolean =>
  plan.kind === 'measure' &&
  plan.measures.some((one) => one.kind === 'share' && one.metric === 'customers') &&
  tokens.some(
    ({ lower }, at) =>
      /^(?:share|percentage|percent|proportion|part|fraction|many|%)$/.test(lower) &&
      tokens
        .slice(at + 1, at + 5)
        .filter((next) => !next.filler && !describing.has(next.lower) && next.lower !== 'open')
        .slice(0, 1)
        .some((next) =>
          /^(?:cases|complaints|notes|calls|visits|interactions|follow-?ups|campaigns|orders)$/.test(next.lower),
        ),
  )

/** "Average age of open cases": two numbers side by side are asked for with an "and", or are one that was misread. */
const twoNumbersAsOne = (pieces: readonly Piece[], plan: Plan): boolean => {
  if (plan.kind !== 'measure' || plan.measures.length < 2) return false
  const [one, other] = pieces.filter(({ item }) => item.kind === 'measure')
  if (!one || !other || one.item.measure.kind !== 'aggregate') return false
  return one.to === other.from || other.from - one.to > 2
}

/** "Customers under 40 per city": the number stands with the customers, not with how many there are. */
const isAgeRead = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'measure' &&
  plan.having.length > 0 &&
  pieces.some(
    ({ item, from }) =>
      item.kind === 'bar' &&
      item.unit === null &&
      !item.metric &&
      pieces.some(
        (before) => before.to === from && (before.item.entity === 'customer' || before.item.metric === 'customers'),
      ),
  )

/** "With three brands bought this year": the stretch belongs to the counting. */
const splitsEvent = (pieces: readonly Piece[]): boolean =>
  pieces.some(({ item, from }, at) => {
    const before = pieces[at - 1]
    const plain =
      item.kind === 'event' && !item.what && item.period && item.metric === 'orders' && item.where.length === 0
    if (plain && before?.to === from && ['order', 'super', 'measure'].includes(before.item.kind) && before.item.measure)
      return /^(?:bought|ordered|purchased)\b/i.test(pieces[at]?.words ?? '')
    return (
      plain &&
      before?.item.kind === 'event' &&
      before.to === from &&
      !before.item.period &&
      before.item.bar.op !== 'equals' &&
      before.item.metric !== 'orders'
    )
  })

/** "Who has Tom not contacted": a colleague who did something, and not the owner of those it was done to. */
const isNamedColleague = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'list' &&
  plan.entity === 'customer' &&
  pieces.some(({ item, words }, at) => {
    const next = pieces[at + 1]?.item
    return (
      item.kind === 'staff' &&
      !/^(?:by|for|of|from|with|assigned)\b/i.test(words) &&
      next?.kind === 'cond' &&
      /"metric":"(?:contacts|interactions|notes|cases)"/.test(JSON.stringify(next))
    )
  })

/** "Bought by more than 50 customers". */
const countsPeople = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item, words }, at) =>
      item.kind === 'event' &&
      /\d$/.test(words) &&
      pieces[at + 1]?.item.kind === 'subject' &&
      pieces[at + 1]?.item.entity === 'customer',
  )

/** "How many bikes did we repair": no product is both. */
const splitsThing = (pieces: readonly Piece[], tokens: readonly Token[]): boolean => {
  const things = pieces.filter(({ item }) => item.kind === 'what')
  return things.some(
    ({ to }, at) =>
      things[at + 1] && tokens.slice(to, things[at + 1]?.from).some(({ lower }) => ['we', 'they'].includes(lower)),
  )
}

/** "What did people complain about" asks for no people. */
const asksWhat = (pieces: readonly Piece[], tokens: readonly Token[], plan: Plan): boolean =>
  plan.kind === 'list' &&
  plan.entity === 'customer' &&
  tokens[0]?.lower === 'what' &&
  ['did', 'do', 'does', 'have', 'has'].includes(tokens[1]?.lower ?? '') &&
  !pieces.some(({ item }) => item.kind === 'person')

/** "Prospects' referrers": who referred them, and not prospects who refer. */
const possesses = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.some(({ item, to }) => {
    const mark = tokens[to]?.lower ?? ''
    return (
      item.kind === 'cond' &&
      ["'s", "'"].includes(mark) &&
      pieces.some((next) => next.from === to + 1 && next.item.kind === 'cond')
    )
  })

/** "Returned items by category" are not what those who returned something bought. */
const soldAndReturned = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'measure' &&
  pieces.some(({ item }) => item.kind === 'event' && item.metric === 'units_returned') &&
  !plan.measures.some((one) => /returned|customers|buyers|return_rate/.test(JSON.stringify(one))) &&
  !pieces.some(({ item }) => item.kind === 'subject' && item.entity === 'customer') &&
  !asksWho(pieces)

/** Orders without a customer have none that came from anywhere. */
const knowsUnknown = (plan: Plan): boolean => {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return false
  const alone = plan.where.flatMap(({ any }) => (any.length === 1 ? any : []))
  return (
    alone.some(
      (each) => each.kind === 'field' && each.field === 'customer.customer' && each.op === 'missing' && !each.not,
    ) &&
    alone.some(
      (each) => each.kind === 'segment' || (each.kind === 'field' && /^customer[.](?!customer$)/.test(each.field)),
    )
  )
}

/** "Brought the most new customers": the next word is what is counted. */
const countsNext = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'measure' &&
  !plan.measures.some((one) => /customers|buyers/.test(JSON.stringify(one))) &&
  pieces.some(({ item, words, to }) => {
    const next = pieces.find(({ from }) => from === to)
    return (
      item.kind === 'super' &&
      /\b(?:most|fewest|least)$/i.test(words) &&
      next?.item.kind === 'cond' &&
      /\b(?:customers|buyers|people|clients|shoppers|prospects)\b/i.test(next.words)
    )
  })

/** "Our best referrers" are those who referred most, and not top customers who referred. */
const isBestOfFew = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ words }, at) =>
      /\b(?:best|top|biggest|most)$/i.test(words) &&
      /"segment":"(?:referr|connector)/.test(JSON.stringify(pieces[at + 1]?.item ?? {})),
  )

/** "Miguel's top customers by spend": several, and not the first alone. */
const isOneOfMany = (pieces: readonly Piece[], plan: Plan): boolean =>
  (plan.kind === 'list' || plan.kind === 'measure') &&
  plan.limit?.count === 1 &&
  pieces.some(
    ({ item }, at) =>
      item.kind === 'super' &&
      item.count === null &&
      item.percent === null &&
      !item.measure &&
      pieces[at + 1]?.item.kind === 'subject' &&
      pieces[at + 1]?.item.entity === 'customer' &&
      pieces[at + 1]?.plural === true,
  )

/** "Live in Skokie but shop in Evanston": a verb, and not the shop in Evanston. */
const shopsThere = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.some(
    ({ item, words, from }) =>
      ['storeplace', 'homestore'].includes(item.kind) &&
      /^shops? in\b/i.test(words) &&
      ['but', 'who', 'that', 'and', 'they', 'also', 'only', 'people', 'customers'].includes(
        tokens[from - 1]?.lower ?? '',
      ),
  )

/** "Who last talked to Ana" asks for a colleague. */
const asksWhoContacted = (pieces: readonly Piece[], plan: Plan): boolean =>
  asksWho(pieces) &&
  plan.kind === 'list' &&
  plan.entity === 'customer' &&
  pieces.some(({ item }) => item.kind === 'person') &&
  pieces.some(({ item }) => item.kind === 'ask' && item.ask === 'last_contact') &&
  !/owner|staff/.test(JSON.stringify(plan.columns))

/** "Follow-ups assigned to Hank" are his, not those about his customers. */
const isColleaguesWork = (pieces: readonly Piece[], plan: Plan): boolean =>
  pieces.some(
    ({ item }) => item.kind === 'subject' && ['follow_up', 'case', 'note', 'interaction'].includes(item.entity),
  ) &&
  pieces.some(
    ({ item, words }) =>
      item.kind === 'cond' &&
      JSON.stringify(item.clauses).includes('customer.owner') &&
      /^(?:assigned|given|handled|belong|belongs|belonging|managed)\b/i.test(words),
  ) &&
  JSON.stringify(plan).includes('customer.owner')

/** "The address of the Milwaukee store": nobody spoke of customers. */
const isListOfPlace = (pieces: readonly Piece[], tokens: readonly Token[], plan: Plan): boolean =>
  plan.kind === 'list' &&
  plan.entity === 'customer' &&
  pieces.every(({ item }) =>
    ['head', 'shown', 'column', 'ask', 'storeplace', 'homestore', 'place', 'word'].includes(item.kind),
  ) &&
  !tokens.some(({ lower }) =>
    /^(?:who|whose|customers?|clients?|people|folks?|shoppers?|buyers?|everyone|everybody|anyone|those|regulars|members)$/.test(
      lower,
    ),
  )

/** "How many champions moved": a customer who moves is no piece that was sold. */
const movesPeople = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item, words }) =>
      item.kind === 'measure' && item.measure.metric === 'units' && /^(?:moved?|shift(?:ed)?)$/i.test(words),
  ) &&
  pieces.some(
    ({ item }) =>
      (item.kind === 'subject' && item.entity === 'customer') ||
      (item.kind === 'countnoun' && item.metric === 'customers') ||
      (item.kind === 'cond' && JSON.stringify(item.clauses ?? []).includes('"segment":')) ||
      (item.kind === 'group' && /^customer[.](?:rfm|stage)$/.test(item.dimension.field ?? '')),
  )

/** "Best ones": of what? */
const isBareOnes = (pieces: readonly Piece[]): boolean => {
  const said = pieces.filter(({ item }) => item.kind !== 'head' && item.kind !== 'word')
  const ones = /\bones$/i.test(pieces.at(-1)?.words ?? '')
  return said.length === 1 && ones
}

const measuresAge = (plan: Plan): boolean => JSON.stringify(plan).includes('"customer.age"')

const campaignNouns: ReadonlySet<string> = new Set(
  'campaign campaigns mailer mailing mailings email emails sms text texts newsletter blast promo promotion flyer postcard'.split(
    ' ',
  ),
)

/** "Bought once and that was last year": the stretch is not that of the counting. */
const saysMore = (tokens: readonly Token[], at: number): boolean =>
  ['and', ','].includes(tokens[at]?.lower ?? '') &&
  ['that', 'it'].includes(tokens[at + 1]?.lower ?? '') &&
  ['was', 'is'].includes(tokens[at + 2]?.lower ?? '')

/** "The average price of our paint" is one number, not one for each product. */
const averagesAreOne = (pieces: readonly Piece[], plan: Plan): boolean =>
  plan.kind === 'list' &&
  plan.order.length > 0 &&
  pieces[0]?.item.kind === 'measure' &&
  pieces[0].item.measure.kind === 'aggregate' &&
  !pieces.some(({ item }) => ['group', 'super', 'order'].includes(item.kind))

/** "From top customers", after a list of products: these are not asked for. */
const narrows = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.length === 1 && tokens.some(({ lower }, at) => ['from', 'of', 'by', 'among'].includes(lower) && at < 2)

/** "Average revenue per day" divides by days, which no plan can say; it is neither a revenue nor an average by day. */
export const averagesTime = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item, words }, at) =>
      item.kind === 'measure' &&
      !(
        (item.measure.kind === 'aggregate' && !/\borders\b/i.test(words)) ||
        /average|_per_/.test(item.measure.metric ?? '')
      ) &&
      /^(?:average|mean|typical)\b/i.test(words) &&
      (/^(?:per|a|each|every) (?:day|week|month|quarter|year)\b/i.test(pieces[at + 1]?.words ?? '') ||
        /^(?:daily|weekly|monthly|quarterly|yearly|annual)$/i.test(pieces[at - 1]?.words ?? '')),
  )

/** Little words that are never only between others. */
const weighty: ReadonlySet<string> = new Set([
  'by',
  'than',
  'per',
  'without',
  'not',
  'never',
  'no',
  'except',
  'only',
  'every',
])

const isLoose = (at: number, pieces: readonly Piece[]): boolean => !pieces.some(({ from, to }) => from <= at && at < to)

/** "May" behind such a word is the month, and not the verb. */
const isMonth = (before: Token | undefined): boolean =>
  /^(?:in|since|until|till|of|by|before|after|during|last|this|from|early|late|mid)$/.test(before?.lower ?? '')

/** "referred by top customers": who did it. */
const bySomebody = (at: number, pieces: readonly Piece[]): boolean => {
  const next = pieces.find(({ from }) => from > at)
  // "The top 20 % by number of orders": what it is ranked by.
  if (next && next.from === at + 1 && ['measure', 'countnoun', 'dimension', 'head'].includes(next.item.kind))
    return true
  return (
    next !== undefined &&
    ['cond', 'super', 'subject'].includes(next.item.kind) &&
    /customer|buyer|people|client|shopper|vip/i.test(next.words + wordsAfter(next, pieces))
  )
}

const wordsAfter = (piece: Piece, pieces: readonly Piece[]): string => pieces[pieces.indexOf(piece) + 1]?.words ?? ''

/** How many different breakdowns are asked for; "for each store … by home store" is one. */
const groupsIn = (pieces: readonly Piece[]): number =>
  new Set(
    pieces.flatMap(({ item }) =>
      item.kind === 'group' || item.kind === 'dimension'
        ? [nameOf(item.dimension)]
        : item.kind === 'groups'
          ? item.dimensions.map(nameOf)
          : [],
    ),
  ).size

const nameOf = (dimension: Dimension): string =>
  dimension.kind === 'field' ? dimension.field.replace(/^.*\./, '') : dimension.kind

const openings = new Set([
  'were',
  'was',
  'is',
  'did',
  'please',
  'can',
  'you',
  'i',
  'get',
  'see',
  'tell',
  'need',
  'want',
  'find',
  'do',
  'we',
  'have',
  'there',
  'are',
  'list',
  'show',
  'me',
  'which',
  'what',
  'the',
  'our',
  'all',
  'any',
  'how',
  'many',
  'give',
  'us',
  'open',
])

/** Words that say which visits, cases or orders are meant, before the noun. */
const describing = new Set(
  'biggest largest highest smallest top latest newest store shop phone service inbound outbound incoming outgoing unresolved resolved online cancelled refunded recent walk-in walkin'.split(
    ' ',
  ),
)

/** Nouns that a sentence can begin with to say what it wants to see, and what lists them. */
const rowsOf: Readonly<Record<string, string>> = {
  orders: 'order',
  notes: 'note',
  cases: 'case',
  complaints: 'case',
  visits: 'interaction',
  calls: 'interaction',
  interactions: 'interaction',
  products: 'product',
  items: 'product',
  stores: 'store',
  campaigns: 'campaign',
  categories: 'category',
}

/** "Cases opened last month: whose?" */
const aboutCustomers = (pieces: readonly Piece[], tokens: readonly Token[]): boolean =>
  pieces.some(({ item }) => item.kind === 'target' || item.shows) ||
  tokens.some(({ lower }) => ['whose', 'who', 'customers'].includes(lower))

/** "Notes that mention a gift" are notes, not the customers they are about. */
function answersOther(tokens: readonly Token[], plan: Plan): boolean {
  const at = tokens.findIndex(({ lower }) => !openings.has(lower) && !describing.has(lower) && !/^\d+$/.test(lower))
  const noun = tokens[at]?.lower ?? ''
  if (rowsOf[noun] === undefined || /^(?:customers|people|who)$/.test(tokens[at + 1]?.lower ?? '')) return false
  if (plan.kind === 'list') return plan.entity === 'customer'
  if (
    ['case', 'note', 'interaction', 'campaign'].includes(rowsOf[noun] ?? '') &&
    plan.kind === 'measure' &&
    plan.measures.every((one) => 'metric' in one && ['revenue', 'orders', 'units'].includes(one.metric))
  )
    return true
  const many = tokens[at - 1]?.lower === 'many'
  return (
    many &&
    plan.kind === 'measure' &&
    plan.measures.every((one) => 'metric' in one && ['customers', 'buyers'].includes(one.metric))
  )
}

const holds = (json: string, number: number): boolean =>
  new RegExp(`[^0-9.]${String(number).replace('.', '\\.')}[^0-9.]`).test(json)

const counting = new Set(['bar', 'event', 'super', 'limit'])

/** A number in figures that the plan does not hold. */
function lostNumber(pieces: readonly Piece[], tokens: readonly Token[], plan: Plan): Token | undefined {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return undefined
  const said = JSON.stringify(plan)
  return tokens.find(({ lower }, at) => {
    if (!/^\d{1,9}$/.test(lower)) return false
    const piece = pieces.find(({ from, to }) => from <= at && at < to)
    const number = Number(lower)
    // A number that its own words turned into something else, such as a name or a day, is not missed.
    if (piece && !(counting.has(piece.item.kind) && holds(withoutWords(piece.item), number))) return false
    return ![number, number / 100, number - 1, number + 1].some((value) => holds(said, value))
  })
}

/** What a piece means, without the words it was said in: "10-visit pass" is no ten of anything. */
const withoutWords = (item: Piece['item']): string =>
  JSON.stringify(item, (key, value) => (key === 'words' ? undefined : value))

const hasPer = (plan: Plan): boolean => JSON.stringify(plan).includes('"kind":"per"')

const asksWho = (pieces: readonly Piece[]): boolean =>
  pieces[0]?.item.kind === 'head' && pieces[0].item.head === 'who' && /^who\b/i.test(pieces[0].words)

/** Rows of people, or numbers of each. */
function answersWho(plan: Plan): boolean {
  switch (plan.kind) {
    case 'list':
      return ['customer', 'staff'].includes(plan.entity)
    case 'measure':
      return plan.by.some(
        (dimension) =>
          dimension.kind === 'field' &&
          /^staff$|[.](?:staff|owner|author|assignee|customer|referred_by)$/.test(dimension.field),
      )
    default:
      return true
  }
}

/** Fields that a column was asked for by name. */
const named = /^(?:customer|order|product)\.(?!order_count|order$|net$|name$|spend$)/

/** What must be found in a plan whose sentence speaks of such rows. */
const traces: Readonly<Record<string, RegExp>> = {
  product: /product|unit|categor|brand|price|item/,
  category: /categor/,
  store: /store/,
  campaign: /campaign|recipient|respon/,
}

/** "The most different products": a noun that the plan says nothing of. */
function lostSubject(pieces: readonly Piece[], plan: Plan): Piece | undefined {
  const said = JSON.stringify(plan)
  return pieces.find(({ item }) => {
    const trace = item.kind === 'subject' ? traces[item.entity as string] : undefined
    return trace !== undefined && !trace.test(said)
  })
}

const heads = ['which', 'what', 'list', 'who']

/** Whether the first rows spoken of, many of them, are of this entity: "the five customers with the most orders". */
function asksFor(pieces: readonly Piece[], entity: string): boolean {
  const asked = Math.max(
    0,
    pieces.findLastIndex(({ item }) => item.kind === 'head' && heads.includes(item.head)),
  )
  if (
    entity === 'customer' &&
    /\b(?:customers|people|buyers|shoppers|clients|regulars)$/i.test(pieces[asked]?.words ?? '')
  )
    return true
  const first = pieces.slice(asked).find(({ item }) => item.kind === 'subject' || item.kind === 'countnoun')
  return first?.plural === true && (first.item.entity ?? entityOf[first.item.metric]) === entity
}

const entityOf: Readonly<Record<string, string>> = { customers: 'customer', orders: 'order' }

const namesTime = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    ({ item }) =>
      item.kind === 'time' &&
      item.role === 'period' &&
      (item.periods as readonly { kind: string }[]).some(({ kind }) => kind !== 'all'),
  )

function hasTime(plan: Plan): boolean {
  return /"(?:period|stretch)":\{"kind":"(?!all)|"kind":"time"|"baseline"|"op":"in"|customer\.birthday|"months?"|"on":"/.test(
    JSON.stringify(plan),
  )
}
