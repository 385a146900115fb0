import type { Asker } from '../access/asker.ts'
import { writeNumber } from '../ask/amounts.ts'
import { answerPlan } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import type { CheckedList } from '../ask/checked.ts'
import { say } from '../ask/issues.ts'
import { namesIn } from '../ask/names.ts'
import { partsOf } from '../ask/parts.ts'
import { writeDay } from '../ask/period-text.ts'
import { type PhraseContext, periodName } from '../ask/phrases.ts'
import type { Clause, Filter, ListPlan, MeasurePlan, Plan } from '../ask/plan.ts'
import { reading } from '../ask/reading.ts'
import { capital } from '../ask/wording.ts'

/** What a plan means as a segment: conditions looked at anew each time, or these very customers. */
export type Meaning =
  | { readonly kind: 'rule'; readonly where: readonly Clause[]; readonly reading: string }
  | { readonly kind: 'fixed'; readonly customers: readonly string[]; readonly reading: string }
  | { readonly kind: 'refused'; readonly sentence: string }

const refused = (sentence: string): Meaning => ({ kind: 'refused', sentence })

/**
 * What its owner would expect of an answer saved under a name: a list by conditions is the conditions, a list that was
 * cut ("the top 10") is those on it, and a number is the conditions that its customers meet.
 */
export async function meaningOf(plan: Plan, asker: Asker, context: AskContext): Promise<Meaning> {
  switch (plan.kind) {
    case 'list':
      return listMeaning(plan, asker, context)
    case 'measure':
      return measureMeaning(plan, asker, context)
    case 'cohorts':
      return refused('That answer is about cohorts. A segment is saved from a list of customers.')
    case 'customer':
    case 'why':
      return refused('That answer is about one customer. A segment is saved from a list of customers.')
    case 'definition':
      return refused('That answer says what a word means. A segment is saved from a list of customers.')
    default:
      return plan satisfies never
  }
}

async function listMeaning(plan: ListPlan, asker: Asker, context: AskContext): Promise<Meaning> {
  if (plan.entity !== 'customer') {
    const plural = context.catalog.entities.get(plan.entity)?.plural ?? 'something else'
    return refused(
      `That answer is a list of ${plural}. A segment is made of customers: ask who they are of, and save that.`,
    )
  }
  if (plan.limit !== null) return fixedList({ ...plan, limit: plan.limit }, asker, context)
  if (plan.where.length === 0)
    return refused('That list is all customers, and everybody is no segment: narrow it first.')
  return ruleOf(plan.where, asker, context)
}

async function measureMeaning(plan: MeasurePlan, asker: Asker, context: AskContext): Promise<Meaning> {
  if (plan.limit !== null || plan.having.length > 0)
    return refused(
      'That answer keeps only some of its groups. Ask for the customers themselves, as a list, and save that.',
    )
  const [only] = plan.measures
  const counted = plan.measures.length === 1 && only?.kind === 'metric' && only.metric === 'customers'
  const own = plan.measures.flatMap((measure) => measure.where)
  if (own.length > 0 && !counted)
    return refused('That number has conditions of its own. Ask for the customers themselves, as a list, and save that.')
  const where = [...plan.where, ...own]
  const foreign = where.flatMap(({ any }) => any).find((filter) => !isAboutCustomers(filter))
  if (foreign !== undefined)
    return refused(
      `That number is narrowed by ${labelOf(foreign, context)}, which is no condition on customers. Ask for the customers themselves, as a list, and save that.`,
    )
  if (where.length === 0)
    return refused(
      'That number has no condition on customers that a segment could be made of. Ask for a list of customers, and save that.',
    )
  return ruleOf(where, asker, context)
}

function isAboutCustomers(filter: Filter): boolean {
  if (filter.kind === 'field') return filter.field.startsWith('customer.')
  return filter.kind === 'segment' || filter.kind === 'movement' || filter.of === 'customer'
}

function labelOf(filter: Filter, { catalog }: AskContext): string {
  if (filter.kind === 'segment') return filter.segment
  if (filter.kind === 'movement') return filter.to ?? filter.from ?? 'a movement'
  const label =
    filter.kind === 'field' ? catalog.fields.get(filter.field)?.label : catalog.metrics.get(filter.metric)?.label
  return `“${label ?? 'something else'}”`
}

/** The customers who meet the clauses, as a plan of their own. */
export const listOf = (where: readonly Clause[]): ListPlan => ({
  kind: 'list',
  entity: 'customer',
  where: [...where],
  columns: [],
  order: [],
  limit: null,
})

/** The clauses as a rule with its reading, where they fit the catalogue and the asker's rights. */
export async function ruleOf(where: readonly Clause[], asker: Asker, context: AskContext): Promise<Meaning> {
  const plan = listOf(where)
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok) return refused(checked.issues.map(say).join(' '))
  const list = checked.plan as CheckedList
  const phrasing = await phrasingOf(list, asker, context)
  return { kind: 'rule', where, reading: [reading(list, phrasing), ...moving(list, phrasing)].join('. ') }
}

async function phrasingOf(plan: CheckedList, asker: Asker, context: AskContext): Promise<PhraseContext> {
  const { reader, rules, limits, today } = context
  return { today, rules, names: await namesIn(plan, { reader, rules, limits, asker }) }
}

/** Periods that are not fixed days are another stretch when the day of the question is another. */
function moving(plan: CheckedList, phrasing: PhraseContext): readonly string[] {
  const relative = partsOf(plan).periods.filter(({ period }) => period.kind !== 'all' && period.kind !== 'between')
  const names = [...new Set(relative.map(({ period }) => periodName(period, phrasing)))]
  return names.map((name) => `“${capital(name)}” is counted from the day of each question`)
}

/** A list longer than an answer may be is no list that somebody has looked at. */
async function fixedList(
  plan: ListPlan & { readonly limit: object },
  asker: Asker,
  context: AskContext,
): Promise<Meaning> {
  const checked = check({ ...plan, columns: plan.columns }, checkContext(asker, context))
  if (!checked.ok) return refused(checked.issues.map(say).join(' '))
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') return refused(found.reason)
  if (found.truncated)
    return refused(
      `A list that stays as it is may have ${writeNumber(context.limits.rowCap)} customers; this one has more.`,
    )
  if (found.rows.length === 0) return refused('There is nobody on that list.')
  return {
    kind: 'fixed',
    customers: found.rows.map(([ref]) => String(ref)),
    reading: `${found.reading}, as of ${writeDay(context.today)}; the list stays as it is`,
  }
}
