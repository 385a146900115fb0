import type { Clause, Measure, MeasurePlan, Plan } from '../../../plan.ts'
import type { Changes } from '../compose.ts'
import { factOf } from '../drafting/facts.ts'
import type { Token } from '../tokens.ts'

type Share = Extract<Measure, { kind: 'share' }>

/** The words without marks, in small letters and in one line. */
export const lineOf = (tokens: readonly Token[]): string =>
  tokens
    .filter((token) => !token.punctuation)
    .map((token) => token.lower)
    .join(' ')

/** "How much is that in dollars": the amount behind the number before. */
export const asksAmount = (tokens: readonly Token[]): boolean =>
  /^(?:(?:and|so|but|ok|then) )*(?:how (?:much|many)|what) (?:is|are|was|were) (?:that|it|this|those|these|they)(?: (?:in|per|by|for|of|a|each|as)\b|$)/.test(
    lineOf(tokens),
  )

/** What a follow-up makes of a share; undefined where it is about something else, null where it does not fit. */
export function changedShare(
  plan: MeasurePlan,
  changes: Changes,
  tokens: readonly Token[],
): MeasurePlan | null | undefined {
  const share = shareIn(plan)
  if (!share) return undefined
  if (asksAmount(tokens)) return amount(plan, share, tokens)
  if (/^and of\b/.test(lineOf(tokens)) && changes.measures.length > 0) return ofAll(plan, share, changes)
  const perCustomer = changes.groups.some((group) => group.kind === 'field' && group.field === 'customer.customer')
  return perCustomer && share.of === 'group' ? null : undefined
}

const shareIn = ({ measures: [only, ...others] }: MeasurePlan): Share | null =>
  only?.kind === 'share' && others.length === 0 ? only : null

const absolute =
  /\b(?:that|it|this|those|these|they)(?: in (?:dollars?|money|cash|usd|euros?|eur|pounds?|numbers?|figures|total|absolute (?:numbers|terms|figures)|customers|people|orders))?$/

/** The part itself, as against its share of the whole. */
function amount(plan: MeasurePlan, share: Share, tokens: readonly Token[]): MeasurePlan | null {
  const line = lineOf(tokens)
  const counted = /\bhow many\b|(?:customers|people)$/.test(line)
  const fits = counted ? share.metric === 'customers' : ['revenue', 'customers'].includes(share.metric)
  const money = /\b(?:dollars?|money|cash|usd|euros?|eur|pounds?)$/.test(line)
  if (!absolute.test(line) || !fits || (money && share.metric !== 'revenue') || share.of !== 'group') return null
  if (/orders$/.test(line)) return null
  return { ...plan, measures: [{ kind: 'metric', metric: share.metric, where: share.where, period: share.period }] }
}

/** "And of all revenue": the same part of the whole number, where the share before was of some of it. */
function ofAll(plan: MeasurePlan, share: Share, changes: Changes): MeasurePlan | null {
  const [word, ...others] = changes.measures
  const more = changes.clauses.length + changes.facts.length + changes.groups.length + changes.times.length
  const same = word?.kind === 'metric' && word.metric === share.metric && (word.where ?? []).length === 0
  if (!same || others.length + more > 0 || share.of !== 'group' || plan.where.length === 0) return null
  return { ...plan, where: [] }
}

/** "And their share of revenue", right after what they spent this year, is that of this year. */
export function inSameStretch(plan: Plan, previous: Plan | undefined, namesTime: boolean): Plan {
  if (plan.kind !== 'measure' || previous?.kind !== 'measure' || namesTime) return plan
  const sales = plan.measures.every((measure) => measure.kind === 'share' && factOf(measure.metric) === 'sales')
  const open = plan.period.kind === 'all' && plan.measures.every((one) => !('period' in one) || one.period === null)
  return sales && open && previous.period.kind !== 'all' ? { ...plan, period: previous.period } : plan
}

/**
 * "How many of them moved from loyal", said of champions: out of the one and into the other, and not whoever was out of
 * the one for a while.
 */
export function movedInto(plan: Plan, tokens: readonly Token[]): Plan {
  if ((plan.kind !== 'list' && plan.kind !== 'measure') || !coming.test(lineOf(tokens))) return plan
  const [into, ...others] = plan.where.flatMap(segmentNow)
  if (!into || others.length > 0) return plan
  return { ...plan, where: plan.where.map((each) => completed(each, into)) }
}

const coming =
  /\b(?:moved?|moving|came|come|went|go|gone|rose|climbed|grew|changed?|switched|jumped|progressed|upgraded|downgraded|fell|dropped|slipped|slid|passed|migrated|shifted)(?: (?:up|down|over|here|there))? from\b/

const segmentNow = ({ any: [only, ...others] }: Clause): readonly string[] =>
  only?.kind === 'segment' && others.length === 0 && !only.not && !only.on && only.percent === null && !only.category
    ? [only.segment]
    : []

const completed = ({ any }: Clause, into: string): Clause => ({
  any: any.map((filter) =>
    filter.kind === 'movement' && filter.from !== null && filter.to === null && !filter.not && filter.from !== into
      ? { ...filter, to: into }
      : filter,
  ),
})
