import type { Clause, Dimension, Plan } from '../../../plan.ts'
import type { Piece } from '../drafting/draft.ts'
import { askColumns } from './columns.ts'

/**
 * The first piece of a change that the changed plan shows nothing of.
 *
 * A piece may have been given a place while the plan was put together, and still have got lost; this looks at the plans
 * before and after from outside.
 */
export const untraced = (pieces: readonly Piece[], before: Plan, after: Plan): Piece | undefined =>
  pieces.find((piece) => !leavesTrace(piece, before, after)) ??
  (after.kind === 'measure' ? pieces.find((piece) => asksForRows(piece, pieces)) : undefined)

/** "Which of them", "who of those": rows, and no number. */
const asksForRows = ({ item, words }: Piece, pieces: readonly Piece[]): boolean =>
  item.kind === 'back' &&
  (/^(?:which|who)\b/i.test(words) ||
    pieces.some((other) => other.item.kind === 'head' && ['which', 'who'].includes(other.item.head)))

function leavesTrace({ item, words }: Piece, before: Plan, after: Plan): boolean {
  const said = JSON.stringify(after)
  if (after.kind === 'cohorts' && item.kind !== 'time') return true
  if (item.kind === 'time' && said.includes('"on":') && !said.includes('"kind":"time"'))
    return said !== JSON.stringify(before)
  switch (item.kind) {
    case 'time':
      return item.role === 'comparison' ? said !== JSON.stringify(before) : hasPeriods(item.periods, said)
    case 'group':
      return isBrokenDown(item.dimension, after)
    case 'groups':
      return item.dimensions.every((dimension: Dimension) => isBrokenDown(dimension, after))
    case 'measure':
      return item.measure.kind === 'ambiguous' || said.includes(item.measure.metric ?? item.measure.field)
    case 'countnoun':
      return said.includes(item.metric)
    case 'cond':
      return (item.clauses ?? []).every((each: Clause) => each.any.some((filter) => said.includes(nameIn(filter))))
    case 'event':
    case 'place':
    case 'what':
    case 'storeplace':
    case 'homestore':
    case 'bar':
    case 'every':
    case 'overdue':
    case 'staff':
      return conditionsIn(after) !== conditionsIn(before)
    case 'fact':
      return item.where.length === 0 || conditionsIn(after) !== conditionsIn(before)
    case 'column':
      return item.field === '' || said.includes(`"${item.field}"`) || /spend|revenue/.test(said)
    case 'shown':
      return item.fields.every((name: string) => said.includes(`"${name}"`))
    case 'ask':
      return (askColumns[item.ask] ?? []).every((name) => said.includes(`"${name}"`))
    case 'super':
      return item.count === null || said.includes(`"count":${item.count}`)
    case 'order':
      return 'order' in after
    case 'share':
      return said.includes('"kind":"share"')
    case 'growth':
      return said.includes('"kind":"change"')
    case 'person':
      return item.people.some(({ ref }: { ref: string }) => said.includes(JSON.stringify(ref)))
    case 'head':
      return item.head === 'count' ? after.kind === 'measure' : (told[item.head as string]?.test(said) ?? true)
    case 'versus':
      return !/compar|versus|\bvs\b|against/i.test(words) || compares(after)
    default:
      return true
  }
}

/** What answers "when", "where" and "how often". */
const told: Readonly<Record<string, RegExp>> = {
  when: /_day"|"time"|birthday|\.day"/,
  where: /city|store|region|source/,
  howoften: /usual_gap|orders|order_count/,
}

const hasPeriods = (periods: readonly { readonly kind: string }[], said: string): boolean =>
  said.includes('campaign') || periods.every((period) => period.kind === 'all' || said.includes(JSON.stringify(period)))

function isBrokenDown(dimension: Dimension, plan: Plan): boolean {
  if (plan.kind !== 'measure') return false
  return plan.by.some((each) =>
    each.kind === 'field' && dimension.kind === 'field'
      ? last(each.field) === last(dimension.field) || people.has(last(dimension.field))
      : each.kind === 'time' && dimension.kind === 'time'
        ? each.grain === dimension.grain
        : each.kind === 'segment' && dimension.kind === 'segment' && each.segment === dimension.segment,
  )
}

const last = (field: string): string => field.replace(/^.*\./, '')
/** "Per person" is by whoever did it. */
const people: ReadonlySet<string> = new Set(['staff', 'person', 'owner'])

function nameIn(filter: Clause['any'][number]): string {
  switch (filter.kind) {
    case 'segment':
      return filter.segment
    case 'field':
      return filter.field
    case 'movement':
      return filter.to ?? filter.from ?? ''
    case 'metric':
      return filter.metric
    default:
      return filter satisfies never
  }
}

function conditionsIn(plan: Plan): string {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return ''
  const numbers = plan.kind === 'list' ? plan.columns : plan.measures
  return JSON.stringify([plan.where, numbers.map((number) => ('where' in number ? number.where : []))])
}

const compares = (plan: Plan): boolean =>
  plan.kind === 'measure' && (plan.measures.length > 1 || plan.measures.some(({ kind }) => kind === 'change'))
