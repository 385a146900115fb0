import type { Plan } from '../../../plan.ts'
import { clause, field } from '../items.ts'
import { saysAgain } from '../traces.ts'
import { asksForChange, changePlan } from './changes.ts'
import { asksForCohorts, cohortsPlan } from './cohorts.ts'
import { cohortPlan, customersOfFactsPlan, customersPlan, isNoteFollowUps } from './customers.ts'
import { Choice, type Draft, Impossible, Misfit, type Piece, replace } from './draft.ts'
import { foresee, rankedByEstimate, ranksByEstimate } from './estimates.ts'
import { isOverTime, measuredPlan } from './measured.ts'
import { asksForSize, movesOverTime, movesPlan, sizePlan } from './movement.ts'
import { boughtProductsPlan, productsPlan } from './products.ts'
import { personPlan } from './profile.ts'
import { rankedByOrderPlan, rankedCustomersPlan, rankedDimensionPlan } from './rankings.ts'
import { caseListPlan, factListPlan, rowsPlan } from './rows.ts'
import { notesPlan, saidNotes } from './said-notes.ts'
import { sharePlan } from './shares.ts'
import { latestOrdersPlan, productAveragePlan, singleOrderPlan } from './singles.ts'
import { subjectOf } from './subjects.ts'

/** The plan that every piece has its place in. */
export function planOf(draft: Draft): Plan {
  const shown = draft.all('shown').flatMap((piece) => draft.use(piece).item.fields as readonly string[])
  const plan = withShown(choosePlan(draft), shown)
  draft.complete((piece) => saysAgain(piece, plan))
  mustAnswer(draft, plan)
  return plan
}

/** The list with more to show of each customer. */
function withShown(plan: Plan, fields: readonly string[]): Plan {
  if (fields.length === 0) return plan
  if (plan.kind !== 'list' || plan.entity !== 'customer') throw new Misfit('details of whom?')
  const named = new Set(plan.columns.flatMap((column) => (column.kind === 'field' ? [column.field] : [])))
  const more = fields.filter((name) => !named.has(name)).map((name) => ({ kind: 'field' as const, field: name }))
  return { ...plan, columns: [...plan.columns, ...more] }
}

/** A question word that the plan does not answer ("when", "how many") means that it was misread. */
function mustAnswer(draft: Draft, plan: Plan): void {
  const about = draft.pieces.some((piece) => piece.item.kind === 'person')
  if (draft.pieces.some((piece) => piece.item.kind === 'back')) throw new Misfit('which ones?')
  if (draft.head('when', 'howoften', 'where') && !about) throw new Misfit('when, or where?')
  if (plan.kind === 'list' && draft.head('count', 'howmuch') && (!about || plan.entity !== 'customer'))
    throw new Misfit('a list or a number?')
  if (draft.pieces.some(({ item }) => item.kind === 'versus' && item.of === 'times') && !comparesTimes(draft, plan))
    throw new Misfit('more than when?')
  const compared =
    plan.kind === 'measure' && (plan.measures.length > 1 || plan.measures.some((measure) => measure.kind === 'change'))
  const changed = plan.kind === 'list' && plan.columns.some((column) => column.kind === 'change')
  if (
    !compared &&
    !changed &&
    draft.pieces.some((piece) => piece.item.kind === 'versus' && !/^(?:and|to)$/i.test(piece.words)) &&
    !draft.has('group')
  )
    throw new Misfit('compared with what?')
}

/** A number in two stretches of time, or the change between them. */
const comparesTimes = (draft: Draft, plan: Plan): boolean =>
  !draft.head('which', 'who') &&
  draft.pieces.some(({ item }) => item.kind === 'time' && ['list', 'comparison'].includes(item.role)) &&
  plan.kind === 'measure' &&
  (plan.measures.some(({ kind }) => kind === 'change') ||
    new Set(plan.measures.map((measure) => JSON.stringify('period' in measure ? measure.period : null))).size > 1)

/** "Chicago against Evanston": two cities, or two stores. */
function chooseSides(draft: Draft): void {
  const [piece] = draft.all('sides')
  if (!piece) return
  const { names, city, store } = piece.item
  const isCity = names.every((name: string) =>
    draft.context.vocabulary.values.some(
      ({ field, value }) => field === 'customer.city' && value.toLowerCase() === name.toLowerCase(),
    ),
  )
  throw new Choice(`${names.join(' and ')}: the cities they live in, or the stores?`, [
    ...(isCity ? [{ label: 'Living there', choose: (pieces: readonly Piece[]) => replace(pieces, piece, city) }] : []),
    { label: 'Sold at these stores', choose: (pieces: readonly Piece[]) => replace(pieces, piece, store) },
  ])
}

function choosePlan(draft: Draft): Plan {
  chooseSides(draft)
  const prices = draft.take('pricelist')
  if (prices)
    return {
      kind: 'list',
      entity: 'product',
      where: [clause(field('product.product', 'is', prices.item.skus))],
      columns: [
        { kind: 'field', field: 'product.name' },
        { kind: 'field', field: 'product.price' },
      ],
      order: [],
      limit: null,
    }
  const single = draft.take('orderref')
  if (single) return singleOrderPlan(draft, single.item.ref)
  const impossible = draft.take('impossible')
  if (impossible) throw new Impossible(impossible.item.reason)
  foresee(draft)
  const definition = draft.take('definition')
  if (definition) return { kind: 'definition', term: definition.item.term }
  if (asksForCohorts(draft)) return cohortsPlan(draft)
  if (asksForSize(draft)) return sizePlan(draft)
  if (movesOverTime(draft)) return movesPlan(draft)
  const firsttime = draft.take('firsttime')
  if (firsttime) return cohortPlan(draft, firsttime)
  if (draft.has('person')) return personPlan(draft)
  if (ranksByEstimate(draft)) return rankedByEstimate(draft)
  const latest = draft.take('lastorders')
  if (latest) return latestOrdersPlan(draft, latest.item.count)
  const averaged = draft.all('measure').find((piece) => /^product\./.test(piece.item.measure.field ?? ''))
  if (averaged && !draft.has('group') && !draft.has('super')) return productAveragePlan(draft, averaged)
  const facts = draft
    .all('subject')
    .some((piece) => ['case', 'note', 'follow_up', 'interaction'].includes(piece.item.entity))
  const people = draft.all('subject').some((piece) => piece.item.entity === 'customer')
  if (
    facts &&
    people &&
    draft.head('which', 'who') &&
    !draft.has('group') &&
    !draft.has('super') &&
    !draft.has('measure')
  )
    return customersOfFactsPlan(draft)
  if (isNoteFollowUps(draft)) return customersOfFactsPlan(draft)
  const notes = saidNotes(draft)
  if (notes) return notesPlan(draft, notes)
  const target =
    draft.take('target') ??
    (draft.pieces.some((piece) => piece.item.kind === 'head' && /names?/.test(piece.words)) &&
    draft.all('cond').length > 0 &&
    draft.all('measure').length > 0
      ? draft.pieces[0]
      : undefined)
  if (target) return customersOfFactsPlan(draft)
  if (
    asksForChange(draft) &&
    (!draft.has('share') || draft.all('time').some((piece) => piece.item.role === 'comparison'))
  )
    return changePlan(draft)
  if (draft.has('share')) return sharePlan(draft)
  const subject = subjectOf(draft)
  const sellers = draft.all('super').find((piece) => piece.item.entity === 'product')
  const within = draft.all('group').find(({ item }) => item.each && item.dimension.kind === 'field')
  if (sellers && within && subject?.entity === 'product' && !draft.head('count', 'who')) {
    draft.use(subject.piece)
    return rankedDimensionPlan(draft, { kind: 'field', field: 'product.product' }, { ...subject, plural: false })
  }
  if (sellers && !subject && !draft.head('count', 'who')) return productsPlan(draft, { plural: sellers.plural })
  if (
    !subject &&
    draft.has('price') &&
    (draft.has('what') || draft.head('what', 'which')) &&
    !draft.has('event') &&
    !draft.has('cond')
  )
    return productsPlan(draft, { plural: true })
  if (
    !subject &&
    draft.has('super') &&
    draft.has('what') &&
    !draft.head('who', 'count', 'howmuch') &&
    !draft.has('event')
  )
    return productsPlan(draft, { plural: draft.all('what').some((piece) => piece.plural) })
  if (
    !subject &&
    (draft.has('group') || draft.has('groups')) &&
    draft.has('cond') &&
    !draft.has('measure') &&
    !draft.has('super') &&
    !draft.has('what') &&
    !draft.has('countnoun') &&
    !draft.head('who', 'howmuch')
  )
    return measuredPlan(draft, { entity: 'customer', plural: true, piece: draft.all('cond')[0] as Piece })
  if (subject?.entity === 'customer' && ranksGroups(draft, subject.piece)) return measuredPlan(draft, subject)
  const ranked = draft.all('super').find((piece) => piece.item.entity)
  if (ranked?.item.entity === 'order' && !draft.head('count', 'howmuch'))
    return draft.head('who') || subject?.entity === 'customer'
      ? rankedByOrderPlan(draft, draft.use(ranked))
      : rowsPlan(draft, { entity: 'order', plural: ranked.plural })
  if (ranked?.item.entity === 'product' && !subject && !draft.head('count', 'who'))
    return productsPlan(draft, { plural: ranked.plural })
  if (
    ranked?.item.entity === 'customer' &&
    ranked.plural &&
    ranked.item.measure?.metric !== 'referrals' &&
    ranked.item.count === null &&
    ranked.item.direction === 'desc' &&
    !subject &&
    !draft.has('time') &&
    !draft.has('group')
  )
    throw new Misfit('the segment, or how many?')
  if (ranked?.item.entity === 'customer' && !subject && !draft.head('count'))
    return rankedCustomersPlan(draft, draft.use(ranked), draft.take('order'), null)
  if (draft.has('countnoun') && draft.has('group') && !draft.has('measure') && !draft.has('super'))
    return measuredPlan(draft, subject)
  const grouped = draft.has('group') || (draft.has('groups') && subject?.entity === 'customer')
  if (subject && grouped && !draft.has('measure') && !draft.has('super') && subject.entity !== 'dimension')
    return measuredPlan(draft, subject)
  if (
    subject &&
    subject.entity !== 'customer' &&
    !draft.head('count') &&
    !(subject.entity === 'order' && draft.has('measure'))
  )
    return factListPlan(draft, subject)
  const cases = draft.all('measure').find((piece) => piece.item.measure.metric === 'cases')
  if (cases && !subject && draft.head('who')) return customersOfFactsPlan(draft)
  if (
    cases &&
    !subject &&
    !draft.has('group') &&
    !draft.has('super') &&
    !draft.head('count', 'howmuch', 'what') &&
    draft.all('measure').length === 1
  )
    return caseListPlan(draft, cases)
  if (draft.head('what') && draft.has('buys')) return boughtProductsPlan(draft)
  if (draft.has('whats')) return measuredPlan(draft, subject)
  if (draft.has('measure') || draft.head('count', 'howmuch')) return measuredPlan(draft, subject)
  if (!subject && !draft.has('event') && isOverTime(draft)) return measuredPlan(draft, subject)
  return customersPlan(draft, subject)
}

/** "Customers by city, top 10": the first ten cities, not the first ten of each. */
const ranksGroups = (draft: Draft, subject: Piece): boolean => {
  const [ranking] = draft.all('super')
  const [group] = draft.all('group')
  return (
    ranking !== undefined &&
    group !== undefined &&
    !group.item.each &&
    ranking.item.measure === null &&
    subject.from < group.from &&
    group.from < ranking.from
  )
}
