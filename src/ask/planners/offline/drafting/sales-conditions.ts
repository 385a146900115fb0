import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import { type Event, field, type What } from '../items.ts'
import type { CampaignMatch } from '../readers.ts'
import { chooseCampaign, chooseProduct } from './ambiguous.ts'
import { placeFilter } from './customer-conditions.ts'
import { type Draft, Misfit } from './draft.ts'
import { inBasket, mergedByField } from './events.ts'
import { factOf } from './facts.ts'
import { useSubjects } from './subjects.ts'

/** The conditions on orders and their lines that the pieces hold. */
export function factFilters(draft: Draft): SimpleFilter[] {
  const filters: SimpleFilter[] = []
  for (const piece of draft.all('what')) {
    draft.use(piece)
    const what: What = piece.item
    if (
      filters.some(
        (filter) =>
          filter.kind === 'field' &&
          filter.field.startsWith('product.') &&
          JSON.stringify([filter]) ===
            JSON.stringify(mergedByField(what.all ? what.all.flatMap((part) => part.any) : what.any)),
      )
    )
      continue
    if (what.ambiguous) chooseProduct(what, piece)
    if (what.all && /\bboth\b|\btogether\b/i.test(piece.words)) {
      filters.push(...what.all.flatMap((part) => mergedByField(part.any).map(inBasket)))
      continue
    }
    if (what.all) {
      const merged = mergedByField(what.all.flatMap((part) => part.any))
      if (merged.length !== 1) throw new Misfit('two kinds of thing')
      filters.push(...merged)
      continue
    }
    const merged = mergedByField(what.any)
    if (merged.length !== 1) throw new Misfit('two kinds of thing')
    filters.push(...merged)
  }
  const byStore = draft.pieces.some(
    (piece) => piece.item.kind === 'group' && piece.item.dimension.field === 'order.store',
  )
  for (const piece of draft.all('fact')) {
    draft.use(piece)
    filters.push(...(piece.item.offline && byStore ? [field('order.store', 'missing', [], true)] : piece.item.where))
  }
  for (const piece of draft.all('storeplace')) {
    draft.use(piece)
    filters.push(field('order.store', 'is', [piece.item.store]))
  }
  for (const piece of draft.all('place')) {
    if (piece.item.city) continue
    draft.use(piece)
    const filter = placeFilter(draft, piece.item, piece, true)
    if (filter.kind === 'field') filters.push(filter)
  }
  return filters
}

/** The conditions on the facts of a metric. */
export function factFiltersFor(draft: Draft, metric: string): SimpleFilter[] {
  const fact = factOf(metric)
  if (fact === 'sales') return factFilters(draft)
  const filters: SimpleFilter[] = []
  for (const piece of draft.all('staff')) {
    draft.use(piece)
    const byFact: Readonly<Record<string, string>> = {
      interaction: 'interaction.staff',
      case: 'case.staff',
      note: 'note.author',
      follow_up: 'follow_up.assignee',
      customer: 'customer.owner',
    }
    filters.push(field(byFact[fact] ?? 'customer.owner', 'is', piece.item.emails))
  }
  for (const piece of draft.all('ifact')) {
    if (fact !== 'interaction') continue
    draft.use(piece)
    filters.push(piece.item.filter)
  }
  for (const piece of [...draft.all('openness'), ...draft.all('casefact')]) {
    if (fact !== 'case') continue
    draft.use(piece)
    filters.push(piece.item.filter)
  }
  if (fact === 'follow_up' && draft.pieces.some((piece) => piece.item.kind === 'subject' && piece.item.overdue)) {
    useSubjects(draft, 'follow_up')
    filters.push(
      field('follow_up.status', 'is', ['open']),
      field('follow_up.due_on', 'less_than', [draft.context.today]),
    )
  }
  if (fact === 'follow_up')
    for (const piece of draft.all('openness')) {
      draft.use(piece)
      filters.push({ ...piece.item.filter, field: 'follow_up.status' })
    }
  for (const piece of draft.all('desk')) {
    if (fact !== 'case') continue
    draft.use(piece)
    filters.push(...piece.item.where)
  }
  for (const piece of draft.all('cond')) {
    if (fact !== 'recipient' || !piece.item.campaign) continue
    draft.use(piece)
    const match: CampaignMatch = piece.item.campaign
    if (match.campaigns.length !== 1) chooseCampaign(match, piece)
    filters.push(
      field(
        'campaign.campaign',
        'is',
        match.campaigns.map((campaign) => campaign.ref),
      ),
    )
  }
  for (const piece of draft.all('campaign')) {
    if (fact !== 'recipient') continue
    draft.use(piece)
    const match: CampaignMatch = piece.item.match
    if (match.campaigns.length !== 1) chooseCampaign(match, piece)
    filters.push(
      field(
        'campaign.campaign',
        'is',
        match.campaigns.map((campaign) => campaign.ref),
      ),
    )
  }
  for (const piece of draft.all('fact')) {
    if (piece.item.where.length > 0) continue
    draft.use(piece)
  }
  return filters
}

/** "How many customers bought there this year": what they bought, and when, is what the number counts. */
export function boughtFacts(draft: Draft): { where: readonly SimpleFilter[]; period: Period | null } | null {
  const events = draft.all('event')
  const [piece] = events
  if (!piece || events.length > 1) return null
  const event: Event = piece.item
  const plain =
    event.bar.op === 'at_least' &&
    event.bar.value === 1 &&
    event.metric === 'orders' &&
    !event.together &&
    !event.during &&
    !event.what?.all &&
    !event.what?.anaphor &&
    !event.what?.ambiguous
  const merged = mergedByField(event.what?.any ?? [])
  if (!plain || merged.length > 1) return null
  draft.use(piece)
  return { where: [...event.where, ...merged], period: event.period }
}
