import { addDays } from '../../../days.ts'
import { type Period, resolve } from '../../../period.ts'
import type { Clause, Filter, Grain } from '../../../plan.ts'
import { clause, type Event, field, fieldIn, metricFilter, none, type Place, type What } from '../items.ts'
import type { CampaignMatch } from '../readers.ts'
import { chooseCampaign } from './ambiguous.ts'
import { Choice, type Draft, Misfit, misfit, type Piece, replace } from './draft.ts'
import { eventClauses } from './events.ts'
import { bucketCount, bucketsOf, innermost, takePeriod, takeTimes } from './stretches.ts'

/**
 * The conditions on customers that the pieces hold; with `sales`, places are left to the conditions on orders where
 * they fit those.
 */
export function customerClauses(draft: Draft, sales: boolean): Clause[] {
  const clauses: Clause[] = []
  let spoken: What | null = null
  const pieces = draft.pieces.filter((piece) => !draft.isUsed(piece))
  for (const [index, piece] of pieces.entries()) {
    const { item } = piece
    switch (item.kind) {
      case 'cond': {
        if (item.soft) draft.penalty += 0.5
        if (item.note) draft.notes.push(item.note)
        if (item.either) chooseEither(item.either, piece)
        draft.use(piece)
        mustHaveCampaign(item.campaign, piece)
        chooseStretch(piece, pieces[index + 1], draft)
        mustDiffer(item.clauses ?? [], draft)
        clauses.push(...(item.consentOfLast ? [consentOfLast(clauses)] : item.clauses))
        break
      }
      case 'event': {
        draft.use(piece)
        const event: Event = item
        if (
          event.elliptical &&
          !pieces.slice(0, index).some((before) => ['event', 'cond', 'what'].includes(before.item.kind))
        )
          throw new Misfit('nothing to go without')
        const what: What | null = event.what?.anaphor
          ? (spoken ?? (event.elliptical ? null : misfit('what is “it”?')))
          : event.what
        if (what) spoken = what
        clauses.push(
          ...eventClauses(
            draft,
            event.during ? { ...event, what, period: campaignDays(draft, pieces) } : { ...event, what },
            piece,
          ),
        )
        break
      }
      case 'every':
        draft.use(piece)
        clauses.push(
          ...(item.bar
            ? bucketsOf(item.period, item.grain, draft.context).map((period) =>
                clause(metricFilter(item.metric, [], period, item.bar)),
              )
            : [everyBucket(draft, item.grain, spanOf(draft, item.period))]),
        )
        break
      case 'newcomers': {
        draft.use(piece)
        const times = draft.pieces.filter(({ item: { kind, role } }) => kind === 'time' && role === 'period')
        const [when] = times.flatMap((time) => time.item.periods as readonly Period[])
        if (!when || times.length > 1 || times[0]?.item.periods.length > 1) throw new Misfit('new when?')
        clauses.push(clause(fieldIn('customer.first_order_day', when)))
        break
      }
      case 'homestore':
        draft.use(piece)
        clauses.push(clause(field('customer.store', 'is', [item.store])))
        break
      case 'storeplace':
        if (sales) break
        draft.use(piece)
        clauses.push(clause(field('customer.store', 'is', [item.store])))
        break
      case 'place':
        if (sales && !item.city) break
        draft.use(piece)
        clauses.push(clause(placeFilter(draft, item, piece, sales)))
        break
      case 'overdue':
        draft.use(piece)
        clauses.push(
          clause(
            metricFilter('follow_ups', [field('follow_up.status', 'is', ['open'])], {
              kind: 'between',
              from: null,
              to: draft.context.today,
            }),
          ),
        )
        break
      default:
    }
  }
  return withoutRepeats(permitted(clauses), draft.context.topPercent)
}

const contactOf: Readonly<Record<string, readonly [contact: string, consent: string]>> = {
  reachable_by_email: ['customer.has_email', 'customer.email_consent'],
  reachable_by_sms: ['customer.has_phone', 'customer.sms_consent'],
  reachable_by_phone: ['customer.has_phone', 'customer.phone_consent'],
  reachable_by_post: ['customer.has_address', 'customer.post_consent'],
}

/** "Allow calls but have no number": nobody without one is reachable, so it is what they said that is meant. */
function permitted(clauses: readonly Clause[]): readonly Clause[] {
  const lacking = new Set(
    clauses.flatMap(({ any: [only, ...others] }) =>
      only?.kind === 'field' && others.length === 0 && only.op === 'is' && only.values[0] === only.not
        ? [only.field]
        : [],
    ),
  )
  const said = (filter: Filter): Filter => {
    const [contact, consent] = (filter.kind === 'segment' && !filter.not && contactOf[filter.segment]) || []
    return contact && consent && lacking.has(contact) ? field(consent, 'is', [true]) : filter
  }
  return lacking.size > 0 ? clauses.map(({ any }) => ({ any: any.map(said) })) : clauses
}

/** "Both this October and last October": two different ones. */
function mustDiffer(clauses: readonly Clause[], { context: { today, calendar } }: Draft): void {
  const filters = clauses.flatMap(({ any }) => any).flatMap((filter) => (filter.kind === 'metric' ? [filter] : []))
  const said = filters.map(({ period, ...filter }) =>
    JSON.stringify([filter, period && resolve(period, today, calendar)]),
  )
  if (new Set(said).size < said.length) throw new Misfit('the same stretch twice')
}

const didThings: ReadonlySet<string> = new Set(['interactions', 'cases', 'notes', 'contacts'])

/** "Visited but did not buy this month": the visit was this month too, or at any time. */
function chooseStretch(piece: Piece, next: Piece | undefined, draft: Draft): void {
  const [only, ...others] = (piece.item.clauses ?? []) as readonly Clause[]
  const [filter, ...more] = only?.any ?? []
  const period: Period | null = next?.item.kind === 'event' && next.item.bar === none ? next.item.period : null
  if (piece.item.sure || others.length > 0 || more.length > 0 || filter?.kind !== 'metric' || !period) return
  if (!didThings.has(filter.metric) || filter.period?.kind !== 'all' || filter.op !== 'at_least') return
  if (!('edge' in period) || period.edge !== 'within' || draft.pieces.some(({ item }) => item.kind === 'time')) return
  const within = { ...piece.item, sure: true, clauses: [clause({ ...filter, period })] }
  throw new Choice(`“${piece.words}”: in that time too, or at any time?`, [
    { label: 'In that time too', choose: (all) => replace(all, piece, within) },
    { label: 'At any time', choose: (all) => replace(all, piece, { ...piece.item, sure: true }) },
  ])
}

/** "Joined in March": which of two things that a shopkeeper would care about. */
function chooseEither(
  either: { readonly ask: string; readonly options: readonly { readonly label: string; readonly item: unknown }[] },
  piece: Piece,
): never {
  throw new Choice(
    either.ask,
    either.options.map(({ label, item }) => ({ label, choose: (pieces) => replace(pieces, piece, item) })),
  )
}

/** The days of the one campaign that the sentence speaks of. */
function campaignDays(draft: Draft, pieces: readonly Piece[]): Period {
  const matches: CampaignMatch[] = pieces.flatMap((piece) =>
    piece.item.kind === 'cond' && piece.item.campaign
      ? [piece.item.campaign]
      : piece.item.kind === 'campaign'
        ? [piece.item.match]
        : [],
  )
  const [campaign, ...others] = matches.flatMap((match) => match.campaigns)
  if (!campaign || others.length > 0) throw new Misfit('while what ran?')
  const times = takeTimes(draft)
  if (times.length > 1) throw new Misfit('several stretches of time')
  return { kind: 'between', from: campaign.startedOn, to: addDays(campaign.endedOn, 1) }
}

function mustHaveCampaign(match: CampaignMatch | undefined, piece: Piece): void {
  if (!match || match.campaigns.length === 1) return
  chooseCampaign(match, piece)
}

function consentOfLast(clauses: readonly Clause[]): Clause {
  const last = clauses.at(-1)?.any[0]
  const consents: Readonly<Record<string, string>> = {
    'customer.has_email': 'customer.email_consent',
    'customer.has_phone': 'customer.phone_consent',
    'customer.has_address': 'customer.post_consent',
  }
  const consent = last?.kind === 'field' ? consents[last.field] : undefined
  if (!consent) throw new Misfit('whose consent?')
  return clause(field(consent, 'is', [true], true))
}

/** Where they live, or the store; asked back where a name is both. */
export function placeFilter(draft: Draft, place: Place, piece: Piece, sales: boolean): Filter {
  const store = field(sales ? 'order.store' : 'customer.store', 'is', [place.store ?? place.words])
  const city = field('customer.city', 'is', [place.city ?? place.words])
  const isStore = draft.context.vocabulary.values.some(
    (known) =>
      known.field === 'order.store' && known.value.toLowerCase() === (place.city ?? place.store ?? '').toLowerCase(),
  )
  const isCity = draft.context.vocabulary.values.some(
    (known) =>
      known.field === 'customer.city' && known.value.toLowerCase() === (place.city ?? place.store ?? '').toLowerCase(),
  )
  if (isStore && isCity && !(place as { sure?: boolean }).sure) {
    const name = place.city ?? place.store ?? place.words
    throw new Choice(`${name}: the city they live in, or the store?`, [
      {
        label: `Living in ${name}`,
        choose: (pieces) => replace(pieces, piece, { kind: 'place', city: name, store: null, words: name, sure: true }),
      },
      {
        label: sales ? `Sold at the ${name} store` : `Home store ${name}`,
        choose: (pieces) =>
          replace(pieces, piece, sales ? { kind: 'storeplace', store: name } : { kind: 'homestore', store: name }),
      },
    ])
  }
  return place.city && isCity ? city : store
}

/** "In every month of 2026, January to October": the narrower of the two. */
function spanOf(draft: Draft, period: Period): Period {
  const [time, ...others] = draft.all('time')
  if (!time || others.length > 0 || time.item.role !== 'period') return period
  const within = innermost([period, ...time.item.periods], draft.context)
  if (within) draft.use(time)
  return within ?? period
}

function everyBucket(draft: Draft, grain: Grain, period: Period): Clause {
  const metrics: Readonly<Record<Grain, string>> = {
    day: 'order_days',
    week: 'order_weeks',
    month: 'order_months',
    quarter: 'order_quarters',
    year: 'order_years',
  }
  return clause({
    ...metricFilter(metrics[grain], [], period),
    op: 'at_least',
    than: { kind: 'value', value: bucketCount(period, grain, draft.context), upper: null },
  })
}

/** "Paint customers", "customers of the grill": bought it. */
export function whatsAsEvents(draft: Draft): Clause[] {
  return draft.all('what').flatMap((piece) => {
    draft.use(piece)
    draft.penalty += 0.6
    return eventClauses(
      draft,
      {
        kind: 'event',
        what: piece.item,
        where: [],
        period: takePeriod(draft),
        bar: { op: 'at_least', value: 1 },
        metric: 'orders',
      },
      piece,
    )
  })
}

/** The conditions on customers that these pieces alone hold. */
export function clausesOf(draft: Draft, pieces: readonly Piece[]): Clause[] {
  const others = draft.pieces.filter((piece) => !draft.isUsed(piece) && !pieces.includes(piece))
  for (const piece of others) draft.use(piece)
  const clauses = customerClauses(draft, false)
  for (const piece of others) draft.release(piece)
  return clauses
}

/** The same condition said twice is one; "the top 20 %" is what "top" means where the shop says 20. */
function withoutRepeats(clauses: readonly Clause[], topPercent: number): Clause[] {
  const plain = clauses.map((each) => ({
    any: each.any.map(
      (filter): Filter =>
        filter.kind === 'segment' && filter.percent === topPercent ? { ...filter, percent: null } : filter,
    ),
  }))
  const seen = new Set<string>()
  return plain.filter((each) => {
    const key = JSON.stringify(each)
    return seen.has(key) ? false : seen.add(key)
  })
}
