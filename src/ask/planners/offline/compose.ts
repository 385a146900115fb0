import type { Catalog } from '../../../catalog/catalog.ts'
import type { ShopCalendar } from '../../days.ts'
import { allTime, type Period, previous, rollingPeriod, type Stretch, yearBefore } from '../../period.ts'
import type {
  Baseline,
  Clause,
  Column,
  Dimension,
  FieldFilter,
  Filter,
  Grain,
  Limit,
  ListPlan,
  Measure,
  MeasurePlan,
  Plan,
  SimpleFilter,
} from '../../plan.ts'
import type { Against } from '../../words/time.ts'
import { dueIn } from './grammar/meanings.ts'
import {
  clause,
  type Event,
  field,
  fieldIn,
  type MeasureWord,
  metricFilter,
  negatedClauses,
  none,
  type Person,
  type Place,
  segment,
  type What,
} from './items.ts'
import type { CampaignMatch } from './readers.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The pieces of a question put together to a plan, or to what has to be asked first. */
export type Outcome =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly notes: readonly string[]; readonly penalty: number }
  | {
      readonly kind: 'clarify'
      readonly ask: string
      readonly options: readonly { readonly label: string; readonly plan: Plan }[]
      readonly penalty: number
    }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }

export interface Piece {
  // biome-ignore lint/suspicious/noExplicitAny: pieces come from the grammar's rules; `kind` says which
  readonly item: any
  readonly plural: boolean
  readonly from: number
  readonly to: number
  readonly words: string
}

export interface ComposeContext {
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly today: string
  readonly calendar: ShopCalendar
  readonly topPercent: number
}

/** Raised inside when the sentence needs an answer first; caught by `compose`. */
class Choice {
  readonly ask: string
  readonly options: readonly {
    readonly label: string
    readonly choose: (pieces: readonly Piece[]) => readonly Piece[]
  }[]
  constructor(ask: string, options: Choice['options']) {
    this.ask = ask
    this.options = options
  }
}

/** Raised inside when the question is understood and cannot be answered. */
class Impossible {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Raised inside when the pieces make no sense together. */
class Misfit {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

export function compose(pieces: readonly Piece[], context: ComposeContext): Outcome {
  try {
    const draft = new Draft(pieces, context)
    const plan = draft.plan()
    return { kind: 'plan', plan, notes: draft.notes, penalty: draft.penalty }
  } catch (thrown) {
    if (thrown instanceof Misfit) return { kind: 'fail', reason: thrown.reason }
    if (thrown instanceof Impossible) return { kind: 'impossible', reason: thrown.reason }
    if (thrown instanceof Choice) return chosen(thrown, pieces, context)
    throw thrown
  }
}

function chosen(choice: Choice, pieces: readonly Piece[], context: ComposeContext): Outcome {
  const options = choice.options.flatMap(({ label, choose }) => {
    const outcome = compose(choose(pieces), context)
    return outcome.kind === 'plan' ? [{ label, plan: outcome.plan }] : []
  })
  if (options.length === 0) return { kind: 'fail', reason: 'no reading' }
  if (options.length === 1 && options[0]) return { kind: 'plan', plan: options[0].plan, notes: [], penalty: 0.5 }
  return { kind: 'clarify', ask: choice.ask, options, penalty: 0 }
}

const replace = (pieces: readonly Piece[], piece: Piece, item: unknown): readonly Piece[] =>
  pieces.map((each) => (each === piece ? { ...each, item } : each))

const salesMetrics = new Set([
  'revenue',
  'orders',
  'buyers',
  'units',
  'average_order_value',
  'revenue_per_buyer',
  'orders_per_buyer',
  'units_per_order',
  'largest_order',
  'discount',
  'units_returned',
  'refunds',
  'return_rate',
  'cancelled_orders',
  'refunded_orders',
  'first_order',
  'last_order',
  'categories_bought',
  'products_bought',
  'brands_bought',
  'order_days',
])
const noPeriod = new Set([
  'customers',
  'repeat_rate',
  'products',
  'categories',
  'stores',
  'staff',
  'holdouts',
  'ordered_during',
])
const plainList = ['order', 'interaction', 'case', 'note', 'follow_up', 'campaign'] as const
const dayFields: Readonly<Record<string, string>> = {
  order: 'order.day',
  interaction: 'interaction.day',
  case: 'case.opened_day',
  note: 'note.day',
  follow_up: 'follow_up.due_on',
  campaign: 'campaign.started_on',
}

/** The pieces of a follow-up, each for what it changes. */
export interface Changes {
  readonly clauses: readonly Clause[]
  readonly facts: readonly SimpleFilter[]
  readonly times: readonly Period[]
  readonly against: Against | null
  readonly groups: readonly Dimension[]
  readonly measures: readonly MeasureWord[]
  readonly counts: boolean
  readonly ranking: {
    readonly direction: 'asc' | 'desc'
    readonly count: number | null
    readonly measure: MeasureWord | null
  } | null
  readonly ordering: { readonly direction: 'asc' | 'desc' | null; readonly measure: MeasureWord | null } | null
  readonly columns: readonly string[]
  readonly responses: readonly SimpleFilter[]
  readonly share: boolean
  readonly entities: readonly string[]
  readonly asks: readonly string[]
  /** "versus", "compared with" was said. */
  readonly compares: boolean
  /** A column was asked to be shown ("with their phone"), not to be had ("which have a phone"). */
  readonly showing: boolean
}

/** Reads the pieces as changes to an earlier plan instead of as a question of their own. */
export function withChanges(
  pieces: readonly Piece[],
  context: ComposeContext,
  sales: boolean,
  make: (changes: Changes) => Plan | null,
): Outcome {
  try {
    const draft = new Draft(pieces, context)
    const plan = make(draft.changes(sales))
    if (!plan) return { kind: 'fail', reason: 'a change that does not fit' }
    draft.complete()
    return { kind: 'plan', plan, notes: draft.notes, penalty: draft.penalty }
  } catch (thrown) {
    if (thrown instanceof Misfit) return { kind: 'fail', reason: thrown.reason }
    if (thrown instanceof Choice) {
      const options = thrown.options.flatMap(({ label, choose }) => {
        const outcome = withChanges(choose(pieces), context, sales, make)
        return outcome.kind === 'plan' ? [{ label, plan: outcome.plan }] : []
      })
      return options.length > 1
        ? { kind: 'clarify', ask: thrown.ask, options, penalty: 0 }
        : { kind: 'fail', reason: 'no reading' }
    }
    throw thrown
  }
}

class Draft {
  readonly notes: string[] = []
  penalty = 0
  readonly #pieces: readonly Piece[]
  readonly #context: ComposeContext
  readonly #used = new Set<Piece>()
  /** "The biggest share" ranks the groups. */
  #shareDirection: 'asc' | 'desc' | null = null

  constructor(pieces: readonly Piece[], context: ComposeContext) {
    this.#pieces = settled(pieces).filter((piece) => !['set-aside', 'word'].includes(piece.item.kind))
    this.#context = context
  }

  #all(kind: string): Piece[] {
    return this.#pieces.filter((piece) => piece.item.kind === kind && !this.#used.has(piece))
  }

  #take(kind: string): Piece | undefined {
    const [piece] = this.#all(kind)
    if (piece) this.#used.add(piece)
    return piece
  }

  #has(kind: string): boolean {
    return this.#all(kind).length > 0
  }

  #head(...heads: string[]): boolean {
    return this.#pieces.some((piece) => piece.item.kind === 'head' && heads.includes(piece.item.head))
  }

  changes(sales: boolean): Changes {
    const used = <Kind extends string>(kind: Kind) =>
      this.#all(kind).map((piece) => (this.#used.add(piece), piece.item))
    const against = this.#all('time').find((piece) => piece.item.role === 'comparison')
    if (against) this.#used.add(against)
    const facts = sales ? this.#factFilters() : []
    const clauses = [...this.#customerClauses(sales), ...(sales ? [] : this.#whatsAsEvents())]
    const ranking = used('super')[0]
    const ordering = used('order')[0]
    const measures = used('measure').map((item) => item.measure as MeasureWord)
    return {
      facts,
      clauses,
      times: this.#times(),
      against: against?.item.against ?? null,
      groups: [
        ...used('group').map((item) => item.dimension as Dimension),
        ...used('groups').flatMap((item) => item.dimensions as Dimension[]),
      ],
      measures,
      counts: this.#head('count'),
      ranking: ranking ?? null,
      ordering: ordering ?? null,
      columns: used('column').map((item) => item.field as string),
      responses: used('response').map((item) => item.filter as SimpleFilter),
      share: used('share').length > 0,
      entities: used('subject').map((item) => item.entity as string),
      asks: used('ask').map((item) => item.ask as string),
      showing: this.#pieces.every(
        (piece) =>
          piece.item.kind !== 'column' || /^(?:with|and|plus|show|add|include|including|also)\b/i.test(piece.words),
      ),
      compares: this.#pieces.some((piece) => /compar|versus|\bvs\b|against/i.test(piece.words)),
    }
  }

  plan(): Plan {
    const plan = this.#choose()
    this.complete()
    this.#answersWhatWasAsked(plan)
    return plan
  }

  /** A question word that the plan does not answer ("when", "how many") means that it was misread. */
  #answersWhatWasAsked(plan: Plan): void {
    const about = this.#pieces.some((piece) => piece.item.kind === 'person')
    if (this.#pieces.some((piece) => piece.item.kind === 'back')) throw new Misfit('which ones?')
    if (this.#head('when', 'howoften', 'where') && !about) throw new Misfit('when, or where?')
    if (plan.kind === 'list' && this.#head('count', 'howmuch') && !about) throw new Misfit('a list or a number?')
    const compared =
      plan.kind === 'measure' &&
      (plan.measures.length > 1 || plan.measures.some((measure) => measure.kind === 'change'))
    const changed = plan.kind === 'list' && plan.columns.some((column) => column.kind === 'change')
    if (
      !compared &&
      !changed &&
      this.#pieces.some((piece) => piece.item.kind === 'versus' && !/^(?:and|to)$/i.test(piece.words)) &&
      !this.#has('group')
    )
      throw new Misfit('compared with what?')
  }

  /** Every piece has its place in the plan, or there is none. */
  complete(): void {
    const left = this.#pieces.filter(
      (piece) => !this.#used.has(piece) && !['head', 'versus', 'back'].includes(piece.item.kind),
    )
    if (left.length > 0)
      throw new Misfit(`left over: ${left.map((piece) => `${piece.item.kind} “${piece.words}”`).join(', ')}`)
  }

  #choose(): Plan {
    const prices = this.#take('pricelist')
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
    const impossible = this.#take('impossible')
    if (impossible) throw new Impossible(impossible.item.reason)
    const definition = this.#take('definition')
    if (definition) return { kind: 'definition', term: definition.item.term }
    const firsttime = this.#take('firsttime')
    if (firsttime) return this.#cohorts(firsttime)
    if (this.#has('person')) return this.#aboutPerson()
    const facts = this.#all('subject').some((piece) =>
      ['case', 'note', 'follow_up', 'interaction'].includes(piece.item.entity),
    )
    const people = this.#all('subject').some((piece) => piece.item.entity === 'customer')
    if (
      facts &&
      people &&
      this.#head('which', 'who') &&
      !this.#has('group') &&
      !this.#has('super') &&
      !this.#has('measure')
    )
      return this.#customersOfFacts()
    if (this.#isNoteFollowUps()) return this.#customersOfFacts()
    const target =
      this.#take('target') ??
      (this.#pieces.some((piece) => piece.item.kind === 'head' && /names?/.test(piece.words)) &&
      this.#all('cond').length > 0 &&
      this.#all('measure').length > 0
        ? this.#pieces[0]
        : undefined)
    if (target) return this.#customersOfFacts()
    if (
      this.#isChange() &&
      (!this.#has('share') || this.#all('time').some((piece) => piece.item.role === 'comparison'))
    )
      return this.#change()
    if (this.#has('share')) return this.#share()
    const subject = this.#subject()
    const sellers = this.#all('super').find((piece) => piece.item.entity === 'product')
    if (sellers && !subject && !this.#head('count', 'who')) return this.#products({ plural: sellers.plural })
    if (
      !subject &&
      this.#has('price') &&
      (this.#has('what') || this.#head('what', 'which')) &&
      !this.#has('event') &&
      !this.#has('cond')
    )
      return this.#products({ plural: true })
    if (
      !subject &&
      this.#has('super') &&
      this.#has('what') &&
      !this.#head('who', 'count', 'howmuch') &&
      !this.#has('event')
    )
      return this.#products({ plural: this.#all('what').some((piece) => piece.plural) })
    if (
      !subject &&
      this.#has('group') &&
      this.#has('cond') &&
      !this.#has('measure') &&
      !this.#has('super') &&
      !this.#has('what') &&
      !this.#has('countnoun') &&
      !this.#head('who', 'howmuch')
    )
      return this.#measured({ entity: 'customer', plural: true, piece: this.#all('cond')[0] as Piece })
    const ranked = this.#all('super').find((piece) => piece.item.entity)
    if (ranked?.item.entity === 'product' && !subject && !this.#head('count', 'who'))
      return this.#products({ plural: ranked.plural })
    if (
      ranked?.item.entity === 'customer' &&
      ranked.plural &&
      ranked.item.count === null &&
      ranked.item.direction === 'desc' &&
      !subject &&
      !this.#has('time') &&
      !this.#has('group')
    )
      throw new Misfit('the segment, or how many?')
    if (ranked?.item.entity === 'customer' && !subject && !this.#head('count'))
      return this.#rankedCustomers((this.#used.add(ranked), ranked), this.#take('order'), null)
    if (this.#has('countnoun') && this.#has('group') && !this.#has('measure') && !this.#has('super'))
      return this.#measured(subject)
    if (subject && this.#has('group') && !this.#has('measure') && !this.#has('super') && subject.entity !== 'dimension')
      return this.#measured(subject)
    if (
      subject &&
      subject.entity !== 'customer' &&
      !this.#head('count') &&
      !(subject.entity === 'order' && this.#has('measure'))
    )
      return this.#listOther(subject)
    const cases = this.#all('measure').find((piece) => piece.item.measure.metric === 'cases')
    if (cases && !subject && this.#head('who')) return this.#customersOfFacts()
    if (
      cases &&
      !subject &&
      !this.#has('group') &&
      !this.#has('super') &&
      !this.#head('count', 'howmuch', 'what') &&
      this.#all('measure').length === 1
    )
      return this.#caseList(cases)
    if (this.#head('what') && this.#has('buys')) return this.#whatTheyBuy()
    if (this.#has('measure') || this.#head('count', 'howmuch')) return this.#measured(subject)
    return this.#customers(subject)
  }

  /** Customers by when they first ordered. */
  #cohorts(piece: Piece): Plan {
    const period = this.#period()
    const clauses = this.#customerClauses(false)
    this.#useSubjects('customer')
    for (const noun of this.#all('countnoun'))
      if (['customers', 'new_customers', 'buyers'].includes(noun.item.metric)) this.#used.add(noun)
    return measurePlan(
      [{ kind: 'metric', metric: 'new_customers', where: [], period: null }],
      [{ kind: 'time', grain: piece.item.grain }],
      clauses,
      period ?? allTime,
    )
  }

  // ---- subjects -------------------------------------------------------------------------------------------------

  #subject(): { entity: string; plural: boolean; piece: Piece; dimension: Dimension | null } | null {
    const piece =
      this.#all('subject').find((each) => each.item.entity !== 'customer') ??
      this.#all('subject')[0] ??
      this.#all('dimension')[0]
    if (!piece) return null
    if (piece.item.kind === 'dimension')
      return { entity: 'dimension', plural: piece.plural, piece, dimension: piece.item.dimension }
    return { entity: piece.item.entity, plural: piece.plural, piece, dimension: null }
  }

  /** Every word for the entity has been read ("customers", "people", "anyone"). */
  #useSubjects(entity: string): void {
    for (const piece of this.#all('subject')) if (piece.item.entity === entity) this.#used.add(piece)
  }

  // ---- conditions on customers ----------------------------------------------------------------------------------

  #customerClauses(sales: boolean): Clause[] {
    const clauses: Clause[] = []
    let spoken: What | null = null
    const pieces = this.#pieces.filter((piece) => !this.#used.has(piece))
    for (const [index, piece] of pieces.entries()) {
      const { item } = piece
      switch (item.kind) {
        case 'cond': {
          if (item.soft) this.penalty += 0.5
          this.#used.add(piece)
          this.#mustHaveCampaign(item.campaign, piece)
          clauses.push(...(item.consentOfLast ? [this.#consentOfLast(clauses)] : item.clauses))
          break
        }
        case 'event': {
          this.#used.add(piece)
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
            ...this.#eventClauses(
              event.during ? { ...event, what, period: this.#campaignDays(pieces) } : { ...event, what },
              piece,
            ),
          )
          break
        }
        case 'every':
          this.#used.add(piece)
          clauses.push(this.#every(item.grain, item.period))
          break
        case 'homestore':
          this.#used.add(piece)
          clauses.push(clause(field('customer.store', 'is', [item.store])))
          break
        case 'storeplace':
          if (sales) break
          this.#used.add(piece)
          clauses.push(clause(field('customer.store', 'is', [item.store])))
          break
        case 'place':
          if (sales && !item.city) break
          this.#used.add(piece)
          clauses.push(clause(this.#place(item, piece, sales)))
          break
        case 'overdue':
          this.#used.add(piece)
          clauses.push(
            clause(
              metricFilter('follow_ups', [field('follow_up.status', 'is', ['open'])], {
                kind: 'between',
                from: null,
                to: this.#context.today,
              }),
            ),
          )
          break
        default:
      }
    }
    return withoutRepeats(clauses, this.#context.topPercent)
  }

  /** The days of the one campaign that the sentence speaks of. */
  #campaignDays(pieces: readonly Piece[]): Period {
    const matches: CampaignMatch[] = pieces.flatMap((piece) =>
      piece.item.kind === 'cond' && piece.item.campaign
        ? [piece.item.campaign]
        : piece.item.kind === 'campaign'
          ? [piece.item.match]
          : [],
    )
    const [campaign, ...others] = matches.flatMap((match) => match.campaigns)
    if (!campaign || others.length > 0) throw new Misfit('while what ran?')
    const times = this.#times()
    if (times.length > 1) throw new Misfit('several stretches of time')
    return { kind: 'between', from: campaign.startedOn, to: next(campaign.endedOn) }
  }

  #mustHaveCampaign(match: CampaignMatch | undefined, piece: Piece): void {
    if (!match || match.campaigns.length === 1) return
    this.#chooseCampaign(match, piece)
  }

  #chooseCampaign(match: CampaignMatch, piece: Piece): never {
    throw new Choice(
      `Which campaign: ${match.words}?`,
      match.campaigns.map((campaign) => ({
        label: campaign.name,
        choose: (pieces) => replace(pieces, piece, narrowed(piece.item, match, campaign)),
      })),
    )
  }

  #consentOfLast(clauses: readonly Clause[]): Clause {
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

  #place(place: Place, piece: Piece, sales: boolean): Filter {
    const store = field(sales ? 'order.store' : 'customer.store', 'is', [place.store ?? place.words])
    const city = field('customer.city', 'is', [place.city ?? place.words])
    const isStore = this.#context.vocabulary.values.some(
      (known) =>
        known.field === 'order.store' && known.value.toLowerCase() === (place.city ?? place.store ?? '').toLowerCase(),
    )
    const isCity = this.#context.vocabulary.values.some(
      (known) =>
        known.field === 'customer.city' &&
        known.value.toLowerCase() === (place.city ?? place.store ?? '').toLowerCase(),
    )
    if (isStore && isCity && !(place as { sure?: boolean }).sure) {
      const name = place.city ?? place.store ?? place.words
      throw new Choice(`${name}: the city they live in, or the store?`, [
        {
          label: `Living in ${name}`,
          choose: (pieces) =>
            replace(pieces, piece, { kind: 'place', city: name, store: null, words: name, sure: true }),
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

  #eventClauses(event: Event, piece: Piece): Clause[] {
    if (event.what?.ambiguous) this.#chooseProduct(event.what, piece)
    const { what, period } = event
    const where = [...event.where]
    const bar = event.bar.value === -1 ? { ...event.bar, value: this.#countOf(event.metric) } : event.bar
    const metric = what && event.metric === 'orders' ? 'orders' : event.metric
    if (!what) {
      const filter = metricFilter(metric, where, period, bar)
      const silence = bar.op === 'equals' && bar.value === 0 && period !== null && period.kind !== 'all'
      return silence ? [clause(segment('buyer')), clause(filter)] : [clause(filter)]
    }
    if (what.all) {
      if (event.together)
        return [
          clause(
            metricFilter('orders', [...where, ...what.all.flatMap((part) => part.any.map(inBasket))], period, bar),
          ),
        ]
      return what.all.flatMap((part) => this.#eventClauses({ ...event, what: part }, piece))
    }
    const merged = mergedByField(what.any)
    if (merged.length === 1) return [clause(metricFilter(metric, [...where, ...merged], period, bar))]
    const filters = merged.map((each) => metricFilter(metric, [...where, each], period, bar))
    return bar.op === 'equals' && bar.value === 0
      ? filters.map((filter) => clause(filter))
      : bar.value === 1
        ? [clause(...filters)]
        : misfit('two kinds of product with a count')
  }

  #chooseProduct(what: What, piece: Piece): never {
    throw new Choice(
      `Which one is meant by “${what.words}”?`,
      (what.ambiguous ?? []).slice(0, 5).map((product) => ({
        label: product.name,
        choose: (pieces) =>
          replace(
            pieces,
            piece,
            piece.item.kind === 'what'
              ? sure(piece.item, product.sku)
              : { ...piece.item, what: sure(what, product.sku) },
          ),
      })),
    )
  }

  #countOf(metric: string): number {
    const fields: Readonly<Record<string, string>> = {
      categories_bought: 'product.category',
      brands_bought: 'product.brand',
      stores_used: 'order.store',
    }
    const name = fields[metric]
    if (!name) throw new Misfit('all of what?')
    return this.#context.vocabulary.values.filter((known) => known.field === name).length
  }

  #every(grain: Grain, period: Period): Clause {
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
      than: { kind: 'value', value: this.bucketsOf(period, grain), upper: null },
    })
  }

  bucketsOf(period: Period, grain: Grain): number {
    return bucketCount(period, grain, this.#context)
  }

  // ---- conditions on sales --------------------------------------------------------------------------------------

  #factFilters(): SimpleFilter[] {
    const filters: SimpleFilter[] = []
    for (const piece of this.#all('what')) {
      this.#used.add(piece)
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
      if (what.ambiguous) this.#chooseProduct(what, piece)
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
    const byStore = this.#pieces.some(
      (piece) => piece.item.kind === 'group' && piece.item.dimension.field === 'order.store',
    )
    for (const piece of this.#all('fact')) {
      this.#used.add(piece)
      filters.push(...(piece.item.offline && byStore ? [field('order.store', 'missing', [], true)] : piece.item.where))
    }
    for (const piece of this.#all('storeplace')) {
      this.#used.add(piece)
      filters.push(field('order.store', 'is', [piece.item.store]))
    }
    for (const piece of this.#all('place')) {
      if (piece.item.city) continue
      this.#used.add(piece)
      const filter = this.#place(piece.item, piece, true)
      if (filter.kind === 'field') filters.push(filter)
    }
    return filters
  }

  // ---- time -----------------------------------------------------------------------------------------------------

  #times(): Period[] {
    return this.#all('time').flatMap((piece) => {
      this.#used.add(piece)
      return [...piece.item.periods]
    })
  }

  /** What has not begun cannot be measured. */
  #begun(period: Period): Period {
    const { from } = resolve(period, this.#context.today, this.#context.calendar)
    if (from !== null && from > this.#context.today) throw new Misfit('a stretch of time that lies ahead')
    return period
  }

  /** The one stretch the sentence speaks of; null when it names none. */
  #period(): Period | null {
    const times = this.#times()
    const real = times.filter((period) => period.kind !== 'all')
    if (real.length > 1) {
      const [one, other] = real
      if (real.length === 2 && one && other && JSON.stringify(one) === JSON.stringify(other)) return one
      throw new Misfit('several stretches of time')
    }
    return real[0] ?? times[0] ?? null
  }

  // ---- measures -------------------------------------------------------------------------------------------------

  #measure(word: MeasureWord, where: readonly Clause[], piece: Piece | null): Measure {
    switch (word.kind) {
      case 'metric':
        return {
          kind: 'metric',
          metric: word.metric,
          where: [...(word.where ?? []).map((filter) => clause(filter)), ...where],
          period: null,
        }
      case 'aggregate':
        return {
          kind: 'aggregate',
          aggregate: word.aggregate,
          field: word.field,
          where: [...(word.segment ? [clause(segment(word.segment))] : []), ...where],
        }
      case 'per':
        return {
          kind: 'per',
          aggregate: word.aggregate,
          per: word.per,
          metric: word.metric,
          where: [...where],
          period: null,
        }
      case 'ambiguous':
        if (!piece) throw new Misfit('ambiguous number')
        throw new Choice(
          word.ask,
          word.options.map(({ label, measure }) => ({
            label,
            choose: (pieces) => replace(pieces, piece, { ...piece.item, measure }),
          })),
        )
      default:
        return word satisfies never
    }
  }

  #dimension(dimension: Dimension, metric: string): Dimension {
    if (dimension.kind !== 'field') return dimension
    const fact = factOf(metric)
    if (dimension.field === 'person')
      return this.#dimension(
        {
          kind: 'field',
          field: ['interaction', 'case', 'note', 'follow_up'].includes(fact) ? 'staff' : 'customer.customer',
        },
        metric,
      )
    if (
      dimension.field === 'staff' ||
      ['interaction.staff', 'case.staff', 'note.author', 'follow_up.assignee', 'customer.owner'].includes(
        dimension.field,
      )
    ) {
      const byFact: Readonly<Record<string, string>> = {
        interaction: 'interaction.staff',
        case: 'case.staff',
        note: 'note.author',
        follow_up: 'follow_up.assignee',
      }
      return {
        kind: 'field',
        field: dimension.field === 'customer.owner' ? 'customer.owner' : (byFact[fact] ?? 'customer.owner'),
      }
    }
    if (dimension.field === 'order.store' && fact !== 'sales') return { kind: 'field', field: 'customer.store' }
    if (dimension.field === 'interaction.kind' && fact !== 'interaction') throw new Misfit('kind of what?')
    if (dimension.field === 'order.channel' && fact === 'interaction')
      return { kind: 'field', field: 'interaction.channel' }
    return dimension
  }

  #groups(metric: string): { dimension: Dimension; each: boolean; where: readonly SimpleFilter[] }[] {
    return [...this.#all('group'), ...this.#all('groups')]
      .flatMap((piece) => {
        this.#used.add(piece)
        const { item } = piece
        const list: Dimension[] = item.kind === 'groups' ? item.dimensions : [item.dimension]
        return list.map((dimension) => ({
          dimension: this.#dimension(dimension, metric),
          each: item.each === true,
          where: (item.where ?? []) as SimpleFilter[],
        }))
      })
      .filter(
        (group, index, all) =>
          all.findIndex((other) => JSON.stringify(other.dimension) === JSON.stringify(group.dimension)) === index,
      )
  }

  /** A measured answer: one number, several, or a breakdown. */
  #measured(subject: { entity: string; plural: boolean; piece: Piece } | null): Plan {
    const [first, ...others] = this.#all('measure')
    const count = this.#head('count')
    let word: MeasureWord | null = first?.item.measure ?? null
    if (first) this.#used.add(first)
    const noun = this.#all('countnoun')[0]
    const more: MeasureWord[] = []
    if (noun && !word && (count || this.#has('group'))) {
      const responses = ['sent', 'opened', 'clicked', 'responded']
      if (responses.includes(noun.item.metric) && !this.#has('campaign') && !this.#has('group'))
        throw new Misfit('of which campaign?')
      if (['first_order', 'last_order', 'last_interaction'].includes(noun.item.metric))
        throw new Misfit('a day is no count')
      this.#used.add(noun)
      word = { kind: 'metric', metric: noun.item.metric, ...(noun.item.where ? { where: noun.item.where } : {}) }
      for (const piece of this.#all('countnoun')) {
        if (factOf(piece.item.metric) !== factOf(noun.item.metric)) throw new Misfit('two kinds of thing counted')
        this.#used.add(piece)
        more.push({ kind: 'metric', metric: piece.item.metric })
      }
    } else if (
      count &&
      (subject?.entity === 'customer' || (!subject && this.#all('cond').length > 0)) &&
      first &&
      word?.kind === 'metric' &&
      word.metric === 'revenue'
    ) {
      more.push({ kind: 'metric', metric: 'revenue' })
      word = { kind: 'metric', metric: 'customers' }
      for (const piece of this.#all('back')) this.#used.add(piece)
    } else if (count || (!word && subject)) word = this.#counted(subject, word, first)
    if (
      word?.kind === 'metric' &&
      word.weak &&
      word.metric === 'revenue' &&
      !this.#head('howmuch') &&
      first &&
      /\b(?:sold|selling|sell)\b/i.test(first.words) &&
      this.#all('what').some((piece) =>
        (piece.item as What).any.some((filter) => filter.kind === 'field' && filter.field === 'product.product'),
      )
    )
      word = { kind: 'metric', metric: 'units' }
    if (!word && !this.#head('howmuch')) throw new Misfit('a number of what?')
    if (!word) word = { kind: 'metric', metric: 'revenue' }
    const ordering = this.#take('order')
    const highest = this.#take('super')
    const asSegment =
      highest &&
      subject?.entity === 'customer' &&
      subject.plural &&
      highest.item.count === null &&
      highest.item.percent === null &&
      highest.item.measure === null &&
      highest.item.direction === 'desc' &&
      !this.#head('who', 'which')
    const ranking = asSegment ? undefined : highest
    if (
      !count &&
      !this.#has('group') &&
      subject?.entity === 'customer' &&
      word.kind === 'metric' &&
      ['case', 'note', 'interaction', 'follow_up'].includes(factOf(word.metric))
    )
      throw new Misfit('a list or a number?')
    if (!count && !ranking && word.kind === 'metric' && this.#head('who')) throw new Misfit('who, or how much?')
    if (
      !count &&
      !ranking &&
      first &&
      subject?.entity === 'customer' &&
      subject.piece.from < first.from &&
      !this.#has('group') &&
      !this.#head('howmuch', 'what')
    )
      throw new Misfit('a list or a number?')

    if (ranking && subject?.entity === 'customer' && !count) return this.#rankedCustomers(ranking, ordering, word)
    const metric =
      word.kind === 'metric'
        ? word.metric
        : word.kind === 'per'
          ? word.metric
          : word.kind === 'ambiguous'
            ? 'revenue'
            : word.field.startsWith('order.')
              ? 'revenue'
              : 'customers'
    const sales = factOf(metric) === 'sales'
    const bought = metric === 'buyers' ? this.#boughtFacts() : null
    const period = bought?.period ?? this.#periodFor(metric)
    const whereFacts = sales || word.kind === 'metric' ? this.#factFiltersFor(metric) : []
    const clauses = [...(asSegment ? [clause(segment('top'))] : []), ...this.#customerClauses(sales)]
    this.#useSubjects('customer')
    for (const piece of this.#all('subject'))
      if (sales && ['order', 'product'].includes(piece.item.entity)) this.#used.add(piece)
    if (subject) this.#used.add(subject.piece)
    for (const piece of this.#all('share'))
      if (word.kind === 'metric' && this.#context.catalog.metrics.get(word.metric)?.type === 'percent')
        this.#used.add(piece)
    const groups = this.#groups(metric)
    if (ranking && groups.length === 0) throw new Misfit('the most of what?')
    if (
      ranking &&
      !sales &&
      /\b(?:worst|best|weakest|strongest|poorest|top)\b/i.test(ranking.words) &&
      !ranking.item.measure
    )
      throw new Misfit('best or worst at what?')
    if (groups.length === 0 && this.#has('bar')) throw new Misfit('a bar without groups')
    const late =
      first &&
      !count &&
      !ranking &&
      groups.length === 0 &&
      !sales &&
      this.#pieces.some((piece) => ['cond', 'event'].includes(piece.item.kind) && piece.from < first.from)
    const told =
      first &&
      sales &&
      !count &&
      !ranking &&
      groups.length === 0 &&
      !this.#head('what', 'howmuch') &&
      (this.#head('list') || this.#pieces.some((piece) => piece.item.kind === 'event' && piece.from < first.from))
    if (late || told) throw new Misfit('a list or a number?')
    if (ordering?.item.measure) throw new Misfit('ordered by what?')
    const named = [first, ...others].filter((piece) => piece !== undefined)
    if (named.some((piece, index) => index > 0 && piece.from - (named[index - 1]?.to ?? 0) > 1))
      throw new Misfit('two numbers apart')
    for (const piece of others) this.#used.add(piece)
    const words = distinct([word, ...more, ...others.map((piece) => piece.item.measure as MeasureWord)])
    const measures = words.map((each, index) => this.#measure(each, [], index === 0 ? (first ?? null) : null))
    const where = [
      ...clauses,
      ...[...(bought?.where ?? []), ...whereFacts, ...groups.flatMap((group) => group.where)].map((filter) =>
        clause(filter),
      ),
    ]
    if (Array.isArray(period)) {
      if (groups.length > 0) throw new Misfit('a breakdown of several stretches')
      return measurePlan(
        period.flatMap((each) => measures.map((measure) => withPeriod(measure, each))),
        [],
        where,
        allTime,
      )
    }
    if (word.kind === 'aggregate' && period) {
      if (!word.field.startsWith('order.')) throw new Misfit('a figure that has no period')
      where.push(clause(fieldIn('order.day', period)))
    }
    const each = groups.find((group) => group.each && group.dimension.kind === 'field')
    const missing =
      each && each.dimension.kind === 'field' ? [clause(field(each.dimension.field, 'missing', [], true))] : []
    const bars = this.#all('bar').map((piece) => (this.#used.add(piece), piece.item))
    const plan = measurePlan(
      measures,
      groups.map((group) => group.dimension),
      [...where, ...missing],
      word.kind === 'aggregate' ? allTime : (period ?? allTime),
    )
    const direction = ranking?.item.direction ?? ordering?.item.direction ?? 'desc'
    const timed = groups.some((group) => group.dimension.kind === 'time')
    return {
      ...plan,
      having: bars.map(({ bar }) => ({ measure: 0, op: bar.op, value: bar.value, upper: bar.upper ?? null })),
      order: groups.length > 0 && (!timed || ranking) && !naturallyOrdered(groups) ? [{ column: 0, direction }] : [],
      limit:
        ranking && groups.length > 0
          ? {
              count: ranking.item.count ?? 1,
              percent: ranking.item.percent ?? null,
              offset: ranking.item.offset ?? 0,
              per: null,
            }
          : null,
    }
  }

  #factFiltersFor(metric: string): SimpleFilter[] {
    const fact = factOf(metric)
    if (fact === 'sales') return this.#factFilters()
    const filters: SimpleFilter[] = []
    for (const piece of this.#all('staff')) {
      this.#used.add(piece)
      const byFact: Readonly<Record<string, string>> = {
        interaction: 'interaction.staff',
        case: 'case.staff',
        note: 'note.author',
        follow_up: 'follow_up.assignee',
        customer: 'customer.owner',
      }
      filters.push(field(byFact[fact] ?? 'customer.owner', 'is', piece.item.emails))
    }
    for (const piece of this.#all('ifact')) {
      if (fact !== 'interaction') continue
      this.#used.add(piece)
      filters.push(piece.item.filter)
    }
    for (const piece of this.#all('openness')) {
      if (fact !== 'case') continue
      this.#used.add(piece)
      filters.push(piece.item.filter)
    }
    if (fact === 'follow_up' && this.#pieces.some((piece) => piece.item.kind === 'subject' && piece.item.overdue)) {
      this.#useSubjects('follow_up')
      filters.push(
        field('follow_up.status', 'is', ['open']),
        field('follow_up.due_on', 'less_than', [this.#context.today]),
      )
    }
    if (fact === 'follow_up')
      for (const piece of this.#all('openness')) {
        this.#used.add(piece)
        filters.push({ ...piece.item.filter, field: 'follow_up.status' })
      }
    for (const piece of this.#all('desk')) {
      if (fact !== 'case') continue
      this.#used.add(piece)
      filters.push(...piece.item.where)
    }
    for (const piece of this.#all('cond')) {
      if (fact !== 'recipient' || !piece.item.campaign) continue
      this.#used.add(piece)
      const match: CampaignMatch = piece.item.campaign
      if (match.campaigns.length !== 1) this.#chooseCampaign(match, piece)
      filters.push(
        field(
          'campaign.campaign',
          'is',
          match.campaigns.map((campaign) => campaign.ref),
        ),
      )
    }
    for (const piece of this.#all('campaign')) {
      if (fact !== 'recipient') continue
      this.#used.add(piece)
      const match: CampaignMatch = piece.item.match
      if (match.campaigns.length !== 1) this.#chooseCampaign(match, piece)
      filters.push(
        field(
          'campaign.campaign',
          'is',
          match.campaigns.map((campaign) => campaign.ref),
        ),
      )
    }
    for (const piece of this.#all('fact')) {
      if (piece.item.where.length > 0) continue
      this.#used.add(piece)
    }
    return filters
  }

  /** "How many customers bought there this year": what they bought, and when, is what the number counts. */
  #boughtFacts(): { where: readonly SimpleFilter[]; period: Period | null } | null {
    const events = this.#all('event')
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
    this.#used.add(piece)
    return { where: [...event.where, ...merged], period: event.period }
  }

  /** "Open service cases" asks for the cases themselves. */
  #caseList(piece: Piece): Plan {
    this.#used.add(piece)
    const own: Clause[] = (piece.item.measure.where ?? []).map((filter: SimpleFilter) => clause(filter))
    const list = this.#rows({ entity: 'case', plural: true })
    return list.kind === 'list' ? { ...list, where: [...own, ...list.where] } : list
  }

  /** "What do our top customers buy?": products by how many of them bought each. */
  #whatTheyBuy(): Plan {
    this.#take('buys')
    const ranking = this.#take('super')
    const period = this.#period()
    const facts = this.#factFilters()
    const clauses = this.#customerClauses(true)
    this.#useSubjects('customer')
    if (clauses.length === 0 && !(ranking && this.#isTop(ranking, { plural: true }))) throw new Misfit('what who buys?')
    const top = ranking && clauses.length === 0 ? [clause(segment('top'))] : []
    return this.#rankProducts(
      ranking?.item.measure ?? { kind: 'metric', metric: 'buyers' },
      'desc',
      ranking?.item.count ?? null,
      [],
      facts,
      [...top, ...clauses],
      period,
      [],
      false,
    )
  }

  /** "Who made the most calls?" is asked about colleagues. */
  #rankedStaff(ranking: Piece, word: Extract<MeasureWord, { kind: 'metric' }>): Plan {
    const period = this.#period()
    const facts = this.#factFiltersFor(word.metric)
    return {
      ...measurePlan(
        [this.#measure(word, [], null)],
        [this.#dimension({ kind: 'field', field: 'staff' }, word.metric)],
        facts.map((filter) => clause(filter)),
        period ?? allTime,
      ),
      order: [{ column: 0, direction: ranking.item.direction }],
      limit: this.#limit(ranking),
    }
  }

  /** What "how many" counts. */
  #counted(
    subject: { entity: string; piece: Piece } | null,
    word: MeasureWord | null,
    first: Piece | undefined,
  ): MeasureWord {
    if (word && word.kind === 'metric' && word.metric !== 'revenue') return word
    if (word?.kind === 'metric' && word.metric === 'revenue' && subject?.entity !== 'customer' && this.#has('what'))
      return { kind: 'metric', metric: 'units' }
    if (word && first && subject?.entity === 'product') return { kind: 'metric', metric: 'units' }
    const byEntity: Readonly<Record<string, string>> = {
      customer: 'customers',
      order: 'orders',
      product: 'products',
      category: 'categories',
      store: 'stores',
      staff: 'staff',
      interaction: 'interactions',
      case: 'cases',
      note: 'notes',
      follow_up: 'follow_ups',
      campaign: 'campaigns',
      recipient: 'sent',
      referral: 'referrals',
    }
    if (!subject) {
      if (this.#has('response') || this.#all('cond').length > 0 || this.#has('event'))
        return { kind: 'metric', metric: 'customers' }
      throw new Misfit('how many of what?')
    }
    const metric = byEntity[subject.entity]
    if (!metric) throw new Misfit('how many of what?')
    return { kind: 'metric', metric }
  }

  /** The period of the number; several for a list of stretches. */
  #periodFor(metric: string): Period | Period[] | null {
    const pieces = this.#all('time')
    const listed = pieces.find((piece) => piece.item.role === 'list')
    if (listed && pieces.length === 1) {
      this.#used.add(listed)
      const periods: Period[] = listed.item.periods.map((period: Period) => this.#begun(period))
      if (
        periods.length > 2 &&
        !this.#pieces.some((piece) => piece.item.kind === 'growth' || piece.item.kind === 'versus')
      )
        throw new Misfit('each of them, or together?')
      return periods
    }
    const period = this.#period()
    if (period && period.kind !== 'all' && noPeriod.has(metric)) {
      if (metric !== 'customers') throw new Misfit('a figure that has no period')
      throw new Misfit('customers in a stretch of time')
    }
    if (period && !['follow_ups'].includes(metric)) this.#begun(period)
    return period?.kind === 'all' ? null : period
  }

  // ---- rankings of customers ------------------------------------------------------------------------------------

  #rankedCustomers(ranking: Piece, ordering: Piece | undefined, named: MeasureWord | null): Plan {
    const word: MeasureWord = ranking.item.measure ??
      ordering?.item.measure ??
      named ?? { kind: 'metric', metric: 'revenue' }
    if (
      ranking.item.percent !== null &&
      ranking.item.direction === 'desc' &&
      !this.#has('time') &&
      !this.#has('group') &&
      word.kind === 'metric' &&
      word.metric === 'revenue' &&
      !this.#has('what')
    ) {
      const clauses = [
        clause(segment('top', false, { percent: ranking.item.percent })),
        ...this.#customerClauses(false),
      ]
      this.#useSubjects('customer')
      return {
        kind: 'list',
        entity: 'customer',
        where: clauses,
        columns: [
          { kind: 'field', field: 'customer.name' },
          { kind: 'field', field: 'customer.spend' },
        ],
        order: [{ column: 1, direction: 'desc' }],
        limit: null,
      }
    }
    const group = this.#all('group').find((piece) => piece.item.dimension.kind === 'field')
    const metric = word.kind === 'metric' ? word.metric : 'revenue'
    for (const piece of this.#all('subject'))
      if (piece.item.entity === 'store' && /\b(?:web|site|online|website)\b/i.test(piece.words)) this.#used.add(piece)
    for (const piece of this.#all('column'))
      if (['', 'order.net', 'customer.name'].includes(piece.item.field)) this.#used.add(piece)
    const outbound =
      word.kind === 'metric' &&
      !(word.where ?? []).some((filter) => filter.kind === 'field' && filter.values.includes('inbound'))
    if (
      word.kind === 'metric' &&
      ['interaction', 'case', 'note', 'follow_up'].includes(factOf(word.metric)) &&
      outbound &&
      !this.#has('subject')
    )
      return this.#rankedStaff(ranking, word)
    if (word.kind === 'aggregate') return this.#rankedByField(ranking, word)
    const period = this.#period()
    const facts = factOf(metric) === 'sales' ? this.#factFilters() : []
    this.#useSubjects('customer')
    if (group) {
      this.#used.add(group)
      const dimension = this.#dimension(group.item.dimension, 'customers')
      if (dimension.kind !== 'field') throw new Misfit('ranked within what?')
      const where = [
        ...this.#customerClauses(false),
        ...facts.map((filter) => clause(filter)),
        clause(field('customer.customer', 'missing', [], true)),
        clause(field(dimension.field, 'missing', [], true)),
      ]
      return {
        ...measurePlan(
          [this.#measure(word, [], null)],
          [{ kind: 'field', field: 'customer.customer' }, dimension],
          where,
          period ?? allTime,
        ),
        order: [{ column: 0, direction: ranking.item.direction }],
        limit: { count: ranking.item.count ?? 1, percent: null, offset: 0, per: dimension.field },
      }
    }
    const owners = this.#all('staff').map(
      (piece) => (this.#used.add(piece), clause(field('customer.owner', 'is', piece.item.emails))),
    )
    const clauses = [...owners, ...this.#customerClauses(false)]
    const measure = withPeriod(
      this.#measure(
        word,
        facts.map((filter) => clause(filter)),
        null,
      ),
      period ?? allTime,
    )
    const facted =
      ranking.item.direction === 'asc' && factOf(metric) === 'sales'
        ? [clause(metricFilter('orders', facts, period))]
        : []
    return {
      kind: 'list',
      entity: 'customer',
      where: [...clauses, ...facted],
      columns: [{ kind: 'field', field: 'customer.name' }, measure],
      order: [{ column: 1, direction: ranking.item.direction }],
      limit: this.#limit(ranking),
    }
  }

  #limit(ranking: Piece): Limit {
    const { count, percent, offset } = ranking.item
    return { count: count ?? (percent ? null : 1), percent: percent ?? null, offset: offset ?? 0, per: null }
  }

  #rankedByField(ranking: Piece, word: Extract<MeasureWord, { kind: 'aggregate' }>): Plan {
    const clauses = this.#customerClauses(false)
    return {
      kind: 'list',
      entity: 'customer',
      where: [...clauses, clause(field(word.field, 'missing', [], true))],
      columns: [
        { kind: 'field', field: 'customer.name' },
        { kind: 'field', field: word.field },
      ],
      order: [{ column: 1, direction: ranking.item.direction }],
      limit: this.#limit(ranking),
    }
  }

  // ---- lists of customers ---------------------------------------------------------------------------------------

  #customers(subject: { entity: string; plural: boolean; piece: Piece } | null): Plan {
    if (subject && subject.entity !== 'customer') throw new Misfit('not customers')
    const ranking = this.#take('super')
    const ordering = this.#take('order')
    if (
      ranking &&
      ranking.item.percent !== null &&
      ranking.item.direction === 'desc' &&
      !this.#has('time') &&
      !this.#has('group') &&
      (ranking.item.measure === null || ranking.item.measure.metric === 'revenue')
    ) {
      const ordered = ordering?.item.measure
      if (ordered && ordered.metric !== 'revenue') throw new Misfit('the first few by what?')
      const clauses = [
        clause(segment('top', false, { percent: ranking.item.percent })),
        ...this.#customerClauses(false),
      ]
      this.#useSubjects('customer')
      return {
        kind: 'list',
        entity: 'customer',
        where: clauses,
        columns: [
          { kind: 'field', field: 'customer.name' },
          { kind: 'field', field: 'customer.spend' },
        ],
        order: [{ column: 1, direction: 'desc' }],
        limit: null,
      }
    }
    if (ranking && !this.#isTop(ranking, subject)) return this.#rankedCustomers(ranking, ordering, null)
    const top = ranking ? [clause(segment('top'))] : []
    const owners = this.#all('staff').map(
      (piece) => (this.#used.add(piece), clause(field('customer.owner', 'is', piece.item.emails))),
    )
    const clauses = [...top, ...owners, ...this.#customerClauses(false)]
    this.#useSubjects('customer')
    const period = this.#period()
    if (period && period.kind !== 'all') throw new Misfit('a stretch of time that belongs to nothing')
    if (clauses.length === 0 && !(this.#head('list') && subject)) throw new Misfit('no condition')
    const columns: Column[] = [{ kind: 'field', field: 'customer.name' }]
    for (const piece of this.#all('column')) {
      this.#used.add(piece)
      const named = ['', 'order.net'].includes(piece.item.field) ? 'customer.spend' : piece.item.field
      if (!named.startsWith('customer.')) throw new Misfit('a column of something else')
      columns.push({ kind: 'field', field: named })
    }
    const spentFilter = clauses
      .flatMap((each) => each.any)
      .find((filter) => filter.kind === 'metric' && filter.metric === 'revenue')
    if (spentFilter?.kind === 'metric')
      columns.push({
        kind: 'metric',
        metric: 'revenue',
        where: spentFilter.where.map((filter) => clause(filter)),
        period: spentFilter.period,
      })
    else if (
      clauses.some((each) =>
        each.any.some((filter) => filter.kind === 'segment' && ['top', 'heavy'].includes(filter.segment)),
      )
    )
      columns.push({ kind: 'field', field: 'customer.spend' })
    if (
      clauses.some((each) =>
        each.any.some((filter) => filter.kind === 'segment' && ['lapsed', 'due'].includes(filter.segment)),
      )
    )
      columns.push(
        { kind: 'field', field: 'customer.last_order_day' },
        { kind: 'field', field: 'customer.days_since_last_order' },
      )
    const spendAt = columns.findIndex(
      (column) =>
        (column.kind === 'field' && column.field === 'customer.spend') ||
        (column.kind === 'metric' && column.metric === 'revenue'),
    )
    const measure = ordering?.item.measure
    const sorted: Readonly<Record<string, string>> = {
      revenue: 'customer.spend',
      orders: 'customer.order_count',
      units: 'customer.units',
      referrals: 'customer.referral_count',
      successful_referrals: 'customer.successful_referrals',
      average_order_value: 'customer.average_order',
    }
    const sorting = measure?.kind === 'metric' ? sorted[measure.metric] : 'customer.spend'
    if (!sorting) throw new Misfit('ordered by what?')
    const foreign = sorting !== 'customer.spend'
    if (ordering && (spendAt < 0 || foreign)) columns.push({ kind: 'field', field: sorting })
    const column = ordering && (spendAt < 0 || foreign) ? columns.length - 1 : spendAt
    return {
      kind: 'list',
      entity: 'customer',
      where: clauses,
      columns: distinct(columns),
      order: column >= 0 ? [{ column, direction: ordering?.item.direction ?? 'desc' }] : [],
      limit: null,
    }
  }

  /** "In the notes Priya wrote, whose follow-up is due …": follow-ups by the author of their note. */
  #isNoteFollowUps(): boolean {
    const about = this.#all('cond').find((piece) =>
      (piece.item.clauses as Clause[]).some((each) =>
        each.any.some((filter) => filter.kind === 'metric' && filter.metric === 'follow_ups'),
      ),
    )
    const staff = this.#all('staff')[0]
    const subject = this.#all('subject').find((piece) => piece.item.entity === 'note')
    if (!about || !staff || !subject) return false
    this.#used.add(staff)
    this.#used.add(subject)
    const author = field('note.author', 'is', staff.item.emails)
    about.item.clauses = (about.item.clauses as Clause[]).map((each) => ({
      any: each.any.map(
        (filter): Filter =>
          filter.kind === 'metric' && filter.metric === 'follow_ups'
            ? { ...filter, where: [...filter.where, author] }
            : filter,
      ),
    }))
    return true
  }

  /** "Cases still open at Hank's desk, which customers": the customers of those facts. */
  #customersOfFacts(): Plan {
    const metrics: Readonly<Record<string, string>> = {
      case: 'cases',
      note: 'notes',
      follow_up: 'follow_ups',
      interaction: 'interactions',
    }
    const pieces = [
      ...this.#all('subject').filter((piece) => metrics[piece.item.entity]),
      ...this.#all('measure').filter((piece) =>
        ['case', 'note', 'interaction', 'follow_up'].includes(factOf(piece.item.measure.metric ?? '')),
      ),
    ]
    const [first] = pieces
    if (!first) return this.#customers(null)
    for (const piece of pieces) this.#used.add(piece)
    const metric = first.item.kind === 'subject' ? (metrics[first.item.entity] ?? '') : first.item.measure.metric
    const own: readonly SimpleFilter[] = first.item.kind === 'measure' ? (first.item.measure.where ?? []) : []
    const filters = [...own, ...this.#factFiltersFor(metric)]
    const period = this.#period()
    const clauses = this.#customerClauses(false)
    this.#useSubjects('customer')
    return {
      kind: 'list',
      entity: 'customer',
      where: [...clauses, clause(metricFilter(metric, filters, period))],
      columns: [{ kind: 'field', field: 'customer.name' }],
      order: [],
      limit: null,
    }
  }

  /** "top customers" is the segment; "the top 10", "the biggest spender", "the top customer" are rankings. */
  #isTop(ranking: Piece, subject: { plural: boolean } | null): boolean {
    const { count, percent, measure, direction, offset } = ranking.item
    if (count !== null || measure || offset !== undefined || direction !== 'desc') return false
    if (percent !== null) return false
    if (this.#has('time') || this.#has('group')) return false
    return subject?.plural ?? true
  }

  /** "Paint customers", "customers of the grill": bought it. */
  #whatsAsEvents(): Clause[] {
    return this.#all('what').flatMap((piece) => {
      this.#used.add(piece)
      this.penalty += 0.6
      return this.#eventClauses(
        {
          kind: 'event',
          what: piece.item,
          where: [],
          period: this.#period(),
          bar: { op: 'at_least', value: 1 },
          metric: 'orders',
        },
        piece,
      )
    })
  }

  // ---- other lists ----------------------------------------------------------------------------------------------

  #listOther(subject: { entity: string; plural: boolean; piece: Piece; dimension: Dimension | null }): Plan {
    this.#used.add(subject.piece)
    if (subject.entity === 'product') return this.#products(subject)
    if (subject.entity === 'customer') return this.#customers(subject)
    const asDimension: Readonly<Record<string, Dimension>> = {
      category: { kind: 'field', field: 'product.category' },
      store: { kind: 'field', field: 'order.store' },
      staff: { kind: 'field', field: 'staff' },
      campaign: { kind: 'field', field: 'campaign.campaign' },
    }
    const dimension = subject.dimension ?? asDimension[subject.entity]
    if (subject.entity === 'store' && !subject.plural && !this.#head('which') && !this.#has('super'))
      throw new Misfit('which store?')
    if (dimension && (this.#has('super') || this.#has('measure') || this.#has('bar')))
      return this.#rankedDimension(dimension, subject)
    if (subject.entity === 'dimension') throw new Misfit('a dimension without a number')
    return this.#rows(subject)
  }

  #rankedDimension(dimension: Dimension, subject: { entity: string; plural: boolean }): Plan {
    const ranking = this.#take('super')
    const named = this.#take('measure')
    const ordering = this.#take('order')
    const customers =
      this.#all('subject').some((piece) => piece.item.entity === 'customer') ||
      (ranking !== undefined && !ranking.item.measure && this.#all('cond').length > 0)
    const fallback: MeasureWord = customers
      ? { kind: 'metric', metric: 'customers' }
      : { kind: 'metric', metric: 'revenue' }
    const word: MeasureWord = ranking?.item.measure ?? named?.item.measure ?? ordering?.item.measure ?? fallback
    const metric = word.kind === 'metric' ? word.metric : 'revenue'
    this.#useSubjects('customer')
    const by = this.#dimension(dimension, metric)
    const sales = factOf(metric) === 'sales'
    const period = this.#periodFor(metric)
    if (Array.isArray(period)) throw new Misfit('several stretches')
    const facts = this.#factFiltersFor(metric)
    const groups = this.#groups(metric)
    const where = [...this.#customerClauses(sales), ...facts.map((filter) => clause(filter))]
    const per = groups[0]
    const perField = per?.dimension.kind === 'field' ? per.dimension.field : null
    if (perField) where.push(clause(field(perField, 'missing', [], true)))
    const bars = this.#all('bar').map((piece) => (this.#used.add(piece), piece.item))
    for (const piece of this.#all('share'))
      if (this.#context.catalog.metrics.get(metric)?.type === 'percent') this.#used.add(piece)
    const plan = measurePlan(
      [this.#measure(word, [], ranking ?? named ?? null)],
      [by, ...groups.map((group) => group.dimension)],
      where,
      period ?? allTime,
    )
    const count = ranking ? (ranking.item.count ?? (subject.plural ? null : 1)) : null
    return {
      ...plan,
      having: bars.map(({ bar }) => ({ measure: 0, op: bar.op, value: bar.value, upper: bar.upper ?? null })),
      order: [{ column: 0, direction: ranking?.item.direction ?? ordering?.item.direction ?? 'desc' }],
      limit: count === null ? null : { count, percent: null, offset: ranking?.item.offset ?? 0, per: perField },
    }
  }

  #products(subject: { plural: boolean }): Plan {
    const ranking = this.#take('super')
    const named = this.#take('measure')
    const ordering = this.#take('order')
    const sold = this.#take('sold')
    for (const piece of this.#all('subject')) if (piece.item.entity === 'product') this.#used.add(piece)
    const customers = this.#all('subject').some((piece) => piece.item.entity === 'customer')
    this.#useSubjects('customer')
    const facts = this.#all('what').map((piece) => (this.#used.add(piece), piece.item as What))
    const productClauses: Clause[] = []
    for (const what of facts) {
      if (what.ambiguous) throw new Misfit('which product?')
      const merged = mergedByField(what.any)
      if (merged.length !== 1 || !merged[0]) throw new Misfit('two kinds of product')
      productClauses.push(clause(merged[0]))
    }
    for (const piece of this.#all('price')) {
      this.#used.add(piece)
      productClauses.push(
        clause(
          field('product.price', piece.item.bar.op, [
            piece.item.bar.value,
            ...(piece.item.bar.upper === null ? [] : [piece.item.bar.upper]),
          ]),
        ),
      )
    }
    const salesFacts = this.#factFilters()
    const clauses = this.#customerClauses(true)
    const bought = clauses
      .flatMap((each) => each.any)
      .flatMap((filter) => (filter.kind === 'metric' ? filter.where : []))
      .filter((filter) => filter.kind === 'field' && filter.field === 'product.product')
    const others = this.#take('others') !== undefined
    const period = sold?.item.mods?.period ?? this.#period()
    const word: MeasureWord | null = ordering?.item.measure ?? named?.item.measure ?? ranking?.item.measure ?? null
    if (!ranking && !sold && !word) {
      if (clauses.length > 0 && this.#head('what', 'which', 'list'))
        return this.#rankProducts(
          { kind: 'metric', metric: 'buyers' },
          'desc',
          null,
          productClauses,
          salesFacts,
          clauses,
          period,
          bought,
          others,
        )
      if (productClauses.length > 0 && !period && clauses.length === 0)
        return {
          kind: 'list',
          entity: 'product',
          where: productClauses,
          columns: [
            { kind: 'field', field: 'product.name' },
            { kind: 'field', field: 'product.price' },
          ],
          order: [],
          limit: null,
        }
      throw new Misfit('which products?')
    }
    const alsoSold = this.#take('sold')
    const asFilter = sold && (ranking || word)
    if (asFilter)
      productClauses.push(
        clause(
          metricFilter(
            sold.item.metric ?? 'units',
            [...salesFacts, ...(sold.item.mods?.where ?? [])],
            sold.item.mods?.period ?? period,
            sold.item.bar,
            'product',
          ),
        ),
      )
    if (asFilter && ranking && ranking.item.count === null)
      return this.#rankProducts(
        word ?? { kind: 'metric', metric: 'units' },
        ranking.item.direction,
        null,
        productClauses,
        salesFacts,
        clauses,
        sold.item.mods?.period ?? period,
        [],
        false,
      )
    if (asFilter && alsoSold) throw new Misfit('sold and not sold')
    if (sold && !asFilter) {
      const filter = metricFilter(
        sold.item.metric ?? 'units',
        [...salesFacts, ...(sold.item.mods?.where ?? [])],
        period,
        sold.item.bar,
        'product',
      )
      if (clauses.length > 0) throw new Misfit('products not sold to some')
      return {
        kind: 'list',
        entity: 'product',
        where: [
          ...productClauses,
          clause(filter),
          ...(alsoSold
            ? [
                clause(
                  metricFilter(
                    alsoSold.item.metric ?? 'units',
                    salesFacts,
                    alsoSold.item.mods?.period ?? null,
                    alsoSold.item.bar,
                    'product',
                  ),
                ),
              ]
            : []),
        ],
        columns: [
          { kind: 'field', field: 'product.name' },
          { kind: 'metric', metric: 'units', where: salesFacts.map((each) => clause(each)), period: period ?? allTime },
        ],
        order: [{ column: 1, direction: 'asc' }],
        limit: null,
      }
    }
    if (!word && !customers && clauses.length === 0) {
      if (ranking) {
        const choose = (metric: string) => (pieces: readonly Piece[]) =>
          replace(pieces, ranking, { ...ranking.item, measure: { kind: 'metric', metric } })
        throw new Choice('By revenue, or by units sold?', [
          { label: 'By revenue', choose: choose('revenue') },
          { label: 'By units', choose: choose('units') },
        ])
      }
    }
    const count = ranking ? (ranking.item.count ?? (subject.plural ? null : 1)) : null
    const bars = this.#all('bar').map((piece) => (this.#used.add(piece), piece.item))
    const measured = word ?? { kind: 'metric' as const, metric: 'buyers' }
    for (const { bar } of bars)
      productClauses.push(
        clause(
          metricFilter(measured.kind === 'metric' ? measured.metric : 'units', salesFacts, period, bar, 'product'),
        ),
      )
    return this.#rankProducts(
      measured,
      ranking?.item.direction ?? 'desc',
      count,
      productClauses,
      salesFacts,
      clauses,
      period,
      bought,
      others,
    )
  }

  #rankProducts(
    word: MeasureWord,
    direction: 'asc' | 'desc',
    count: number | null,
    products: readonly Clause[],
    facts: readonly SimpleFilter[],
    customers: readonly Clause[],
    period: Period | null,
    bought: readonly SimpleFilter[],
    others: boolean,
  ): Plan {
    const measure = withPeriod(
      this.#measure(word, [...facts.map((filter) => clause(filter)), ...customers], null),
      period ?? allTime,
    )
    const without = others ? bought.map((filter) => clause({ ...filter, not: true })) : []
    return {
      kind: 'list',
      entity: 'product',
      where: [
        ...products,
        ...without,
        ...(direction === 'desc' && measure.kind === 'metric'
          ? [clause(metricFilter(measure.metric, facts, period, { op: 'more_than', value: 0 }, 'product'))]
          : []),
      ],
      columns: [{ kind: 'field', field: 'product.name' }, measure],
      order: [{ column: 1, direction }],
      limit: count === null ? null : { count, percent: null, offset: 0, per: null },
    }
  }

  /** Orders, cases, notes, follow-ups, interactions, campaigns, staff as they are. */
  #rows(subject: { entity: string; plural: boolean }): Plan {
    const { entity } = subject
    const ranking = this.#take('super')
    const role: string | undefined = this.#pieces.find((piece) => piece.item.kind === 'subject' && piece.item.role)
      ?.item.role
    const ordering = this.#take('order')
    const where: Clause[] = []
    const fieldsByEntity: Readonly<Record<string, string>> = {
      case: 'case.staff',
      note: 'note.author',
      follow_up: 'follow_up.assignee',
      interaction: 'interaction.staff',
    }
    for (const piece of [...this.#all('staff'), ...this.#all('desk'), ...this.#all('openness')]) {
      const { item } = piece
      if (item.kind === 'staff' && fieldsByEntity[entity])
        where.push(clause(field(fieldsByEntity[entity] ?? '', 'is', item.emails)))
      else if (entity === 'case' && item.kind === 'desk')
        where.push(...item.where.map((filter: SimpleFilter) => clause(filter)))
      else if (entity === 'case' && item.kind === 'openness') where.push(clause(item.filter))
      else if (entity === 'follow_up' && item.kind === 'openness')
        where.push(clause({ ...item.filter, field: 'follow_up.status' }))
      else continue
      this.#used.add(piece)
    }
    if (entity === 'order') {
      where.push(...this.#factFilters().map((filter) => clause(filter.kind === 'field' ? inBasket(filter) : filter)))
      for (const piece of this.#all('bar')) {
        this.#used.add(piece)
        const { bar, unit, metric } = piece.item
        if (unit !== null && unit !== 'money') throw new Misfit('an order of how much?')
        if (metric && ['products_bought', 'categories_bought', 'units', 'brands_bought'].includes(metric))
          where.push(clause(metricFilter(metric, [], null, bar, 'order')))
        else if (metric === null && unit === 'money')
          where.push(clause(field('order.net', bar.op, [bar.value, ...(bar.upper === null ? [] : [bar.upper])])))
        else throw new Misfit('an order of how much?')
      }
    }
    if (this.#pieces.some((piece) => piece.item.kind === 'subject' && piece.item.overdue))
      where.push(
        clause(field('follow_up.status', 'is', ['open'])),
        clause(field('follow_up.due_on', 'less_than', [this.#context.today])),
      )
    if (entity === 'staff')
      for (const piece of [...this.#all('storeplace'), ...this.#all('homestore')]) {
        this.#used.add(piece)
        where.push(clause(field('staff.store', 'is', [piece.item.store])))
      }
    if (role) where.push(clause(field('staff.role', 'is', [role])))
    const dayField = dayFields[entity]
    const ahead = entity === 'follow_up' ? this.#all('time').find((piece) => piece.item.ahead)?.item.ahead : undefined
    const said = this.#period()
    const period: Period | null = said && ahead ? dueIn(ahead) : said
    if (period && period.kind !== 'all') {
      if (!dayField) throw new Misfit('a list that has no day')
      where.push(clause(fieldIn(dayField, period)))
    }
    if (entity !== 'order' && this.#all('event').some((piece) => piece.item.elliptical))
      throw new Misfit('what did not happen?')
    const clauses = this.#customerClauses(false)
    this.#useSubjects('customer')
    where.push(...clauses)
    if (!(plainList as readonly string[]).includes(entity) && !['store', 'staff', 'category'].includes(entity))
      throw new Misfit('a list of what?')
    if (ranking && entity !== 'order') throw new Misfit('ranked by what?')
    const name = entity as ListPlan['entity']
    const columns: Column[] =
      entity === 'order' && ranking
        ? [
            { kind: 'field', field: 'order.day' },
            { kind: 'field', field: 'order.net' },
          ]
        : []
    return {
      kind: 'list',
      entity: name,
      where,
      columns,
      order: ranking ? [{ column: 1, direction: ranking.item.direction }] : [],
      limit: ranking
        ? { count: ranking.item.count ?? (subject.plural ? 10 : 1), percent: null, offset: 0, per: null }
        : ordering
          ? null
          : null,
    }
  }

  // ---- shares ---------------------------------------------------------------------------------------------------

  #share(): Plan {
    const shares = this.#all('share')
    const at = shares[0]?.from ?? 0
    for (const piece of shares) this.#used.add(piece)
    this.#shareDirection = shares.map((piece) => piece.item.direction).find(Boolean) ?? null
    const subject = this.#subject()
    const measure = this.#take('measure')
    const word: MeasureWord | null = measure?.item.measure ?? null
    if (word?.kind === 'metric' && this.#context.catalog.metrics.get(word.metric)?.type === 'percent') {
      if (measure) this.#used.delete(measure)
      return this.#measured(subject)
    }
    const money = word?.kind === 'metric' ? word.metric : null
    if (money && money !== 'customers' && money !== 'buyers') return this.#shareOf(money)
    return this.#shareOfCustomers(at, subject)
  }

  #shareOf(metric: string): Plan {
    const ranking = this.#take('super')
    if (ranking && (ranking.item.count !== null || ranking.item.percent !== null))
      throw new Misfit('a share of the first few')
    const period = this.#periodFor(metric)
    const bought = metric === 'orders' ? this.#boughtFacts() : null
    const facts = [...this.#factFiltersFor(metric), ...(bought?.where ?? [])]
    const before = this.#customerClauses(factOf(metric) === 'sales')
    this.#useSubjects('customer')
    for (const piece of this.#all('subject'))
      if (['order', 'product'].includes(piece.item.entity)) this.#used.add(piece)
    const groups = this.#groups(metric)
    const known = before.filter(isKnownCustomer)
    const parts = [
      ...before.filter((each) => !isKnownCustomer(each)),
      ...(ranking ? [clause(segment('top'))] : []),
      ...facts.map((filter) => clause(filter)),
    ]
    const told = period ?? bought?.period ?? null
    const periods = Array.isArray(told) ? told : [told]
    if (parts.length === 0) {
      if (groups.length === 0) throw new Misfit('a share of what?')
      return {
        ...measurePlan(
          [{ kind: 'share', metric, where: [], of: 'total', period: null }],
          groups.map((group) => group.dimension),
          known,
          periods[0] ?? allTime,
        ),
        order: [{ column: 0, direction: 'desc' }],
      }
    }
    const measures: Measure[] = periods.map((each) => ({
      kind: 'share',
      metric,
      where: parts,
      of: 'group',
      period: Array.isArray(period) ? each : null,
    }))
    return measurePlan(
      measures,
      groups.map((group) => group.dimension),
      known,
      Array.isArray(told) ? allTime : (told ?? allTime),
    )
  }

  #shareOfCustomers(at: number, subject: { entity: string; piece: Piece } | null): Plan {
    const groups = this.#groups('customers')
    const ranking = this.#take('super')
    if (subject?.entity === 'store' && groups.length > 0) this.#used.add(subject.piece)
    else if (subject && subject.entity !== 'customer') {
      return this.#shareOfRows(subject)
    }
    const pieces = this.#pieces.filter(
      (piece) =>
        !this.#used.has(piece) &&
        ['cond', 'event', 'every', 'homestore', 'storeplace', 'place'].includes(piece.item.kind),
    )
    const before = pieces.filter((piece) => piece.from < at)
    const last = pieces.at(-1)
    if (!last) throw new Misfit('a share of what?')
    const partPieces =
      before.length > 0 && before.length < pieces.length ? pieces.filter((piece) => !before.includes(piece)) : [last]
    const basePieces = pieces.filter((piece) => !partPieces.includes(piece))
    const period = this.#period()
    if (period && period.kind !== 'all') throw new Misfit('a stretch of time that belongs to nothing')
    const base = this.#only(basePieces)
    const part = this.#only(partPieces)
    this.#useSubjects('customer')
    const whole = [...base, ...(ranking ? [clause(segment('top'))] : [])]
    const everyone =
      (whole.length > 0 && !whole.every(isPlace)) || !part.some(isAboutBuying)
        ? whole
        : [...whole, clause(segment('buyer'))]
    const missing = groups.flatMap((group) =>
      group.dimension.kind === 'field' && group.dimension.field === 'customer.store' && group.each
        ? [clause(field('customer.store', 'missing', [], true))]
        : [],
    )
    const plan = measurePlan(
      [{ kind: 'share', metric: 'customers', where: part, of: 'group', period: null }],
      groups.map((group) => group.dimension),
      [...everyone, ...missing],
      allTime,
    )
    return { ...plan, order: groups.length > 0 ? [{ column: 0, direction: 'desc' }] : [] }
  }

  #shareOfRows(subject: { entity: string; piece: Piece }): Plan {
    if (subject.piece.item.kind === 'dimension' || ['staff', 'store'].includes(subject.entity)) {
      const ranking = this.#pieces.find((piece) => piece.item.kind === 'super')
      const dimension: Dimension = subject.piece.item.dimension ?? {
        kind: 'field',
        field: subject.entity === 'staff' ? 'staff' : 'order.store',
      }
      this.#used.add(subject.piece)
      const by = this.#dimension(dimension, 'customers')
      const pieces = this.#pieces.filter(
        (piece) => !this.#used.has(piece) && ['cond', 'event'].includes(piece.item.kind),
      )
      const part = pieces.filter((piece) => !isBuyer(piece))
      const clauses = this.#only(part)
      const base = this.#only(pieces.filter((piece) => isBuyer(piece)))
      this.#useSubjects('customer')
      if (clauses.length === 0) throw new Misfit('a share of what?')
      return {
        ...measurePlan(
          [{ kind: 'share', metric: 'customers', where: clauses, of: 'group', period: null }],
          [by],
          base.length > 0 ? base : [clause(segment('buyer'))],
          allTime,
        ),
        order: [{ column: 0, direction: ranking?.item.direction ?? this.#shareDirection ?? 'desc' }],
        limit:
          ranking || this.#shareDirection
            ? { count: ranking?.item.count ?? 1, percent: null, offset: 0, per: null }
            : null,
      }
    }
    if (subject.entity === 'order') {
      this.#used.add(subject.piece)
      return this.#shareOf('orders')
    }
    throw new Misfit('a share of what?')
  }

  #only(pieces: readonly Piece[]): Clause[] {
    const others = this.#pieces.filter((piece) => !this.#used.has(piece) && !pieces.includes(piece))
    for (const piece of others) this.#used.add(piece)
    const clauses = this.#customerClauses(false)
    for (const piece of others) this.#used.delete(piece)
    return clauses
  }

  // ---- changes --------------------------------------------------------------------------------------------------

  #isChange(): boolean {
    if (this.#has('growth')) return true
    if (this.#all('time').some((piece) => piece.item.role === 'comparison')) return true
    return (
      this.#all('time').length >= 2 &&
      this.#has('versus') &&
      (this.#has('measure') ||
        this.#pieces.some((piece) => piece.item.kind === 'versus' && /compar|versus|vs/i.test(piece.words)))
    )
  }

  #change(): Plan {
    const growths = this.#all('growth').map((piece) => (this.#used.add(piece), piece.item))
    if (this.#all('share').length > 0) growths.push({ kind: 'growth', as: 'growth', direction: null })
    for (const piece of this.#all('share')) this.#used.add(piece)
    const growth = growths.find((item) => item.direction !== null) ?? growths[0] ?? null
    const ranking = this.#take('super')
    const measure = this.#take('measure')
    const counted =
      !measure && this.#subject()?.entity === 'order'
        ? 'orders'
        : !measure && this.#has('countnoun')
          ? (this.#take('countnoun')?.item.metric as string)
          : 'revenue'
    const word: MeasureWord = measure?.item.measure ?? { kind: 'metric', metric: counted }
    if (word.kind !== 'metric') throw new Misfit('a change of what?')
    const { metric } = word
    if (
      !measure &&
      !growth &&
      !this.#pieces.some((piece) => piece.item.kind === 'versus' && /compar|versus|vs/i.test(piece.words))
    )
      throw new Misfit('compared by what?')
    const { main, baseline, base } = this.#stretches()
    this.#take('share')
    this.#take('order')
    const subject = this.#subject()
    const facts = this.#factFiltersFor(metric)
    const groups = this.#groups(metric)
    const direction: 'asc' | 'desc' | null = growth?.direction ?? ranking?.item.direction ?? null
    const as = growth?.as ?? 'difference'
    const change: Measure = { kind: 'change', metric, where: [], period: main, baseline, as }
    if (subject && (direction || ranking)) {
      this.#used.add(subject.piece)
      const count = ranking?.item.count ?? this.#countPiece() ?? (subject.plural ? null : 1)
      if (subject.entity === 'customer') {
        this.#useSubjects('customer')
        const clauses = this.#customerClauses(false)
        return {
          kind: 'list',
          entity: 'customer',
          where: clauses,
          columns: [
            { kind: 'field', field: 'customer.name' },
            { ...change, where: facts.map((filter) => clause(filter)) },
          ],
          order: [{ column: 1, direction: direction ?? 'desc' }],
          limit: count === null ? null : { count, percent: null, offset: 0, per: null },
        }
      }
      const named: Readonly<Record<string, Dimension>> = {
        product: { kind: 'field', field: 'product.product' },
        category: { kind: 'field', field: 'product.category' },
        store: { kind: 'field', field: 'order.store' },
        staff: { kind: 'field', field: 'staff' },
      }
      const dimension = subject.dimension ?? named[subject.entity]
      if (!dimension) throw new Misfit('a change of what?')
      const clauses = this.#customerClauses(true)
      return {
        ...measurePlan(
          [change],
          [this.#dimension(dimension, metric)],
          [...clauses, ...facts.map((filter) => clause(filter))],
          allTime,
        ),
        order: [{ column: 0, direction: direction ?? 'desc' }],
        limit: count === null ? null : { count, percent: null, offset: 0, per: null },
      }
    }
    const clauses = this.#customerClauses(factOf(metric) === 'sales')
    this.#useSubjects('customer')
    if (subject && ['order', 'customer'].includes(subject.entity)) this.#used.add(subject.piece)
    const where = [...clauses, ...facts.map((filter) => clause(filter))]
    const dimensions = groups.map((group) => group.dimension)
    if (dimensions.some((dimension) => dimension.kind === 'time')) {
      if (!growth) throw new Misfit('a comparison over time')
      return measurePlan([change], dimensions, where, main)
    }
    if (growth && as === 'growth') return measurePlan([change], dimensions, where, allTime)
    if (!base) throw new Misfit('compared with what?')
    const plain = (period: Period): Measure => ({
      kind: 'metric',
      metric,
      where: (word.where ?? []).map((filter) => clause(filter)),
      period,
    })
    return measurePlan([plain(main), plain(base), change, { ...change, as: 'growth' }], dimensions, where, allTime)
  }

  #countPiece(): number | null {
    const piece = this.#take('super')
    return piece?.item.count ?? null
  }

  #stretches(): { main: Period; baseline: Baseline; base: Period | null } {
    const pieces = this.#all('time')
    for (const piece of pieces) this.#used.add(piece)
    const compared = pieces.find((piece) => piece.item.role === 'comparison')
    const plain = pieces
      .filter((piece) => piece !== compared)
      .flatMap((piece) => [...piece.item.periods])
      .filter((period) => period.kind !== 'all')
    if (compared) {
      const against: Against = compared.item.against
      const main: Period | undefined = compared.item.main ?? plain[0]
      if (!main) throw new Misfit('compared with what?')
      const based = withBaseline(main, against)
      const said = [main, ...(based.base ? [based.base] : [])].map((period) =>
        JSON.stringify(resolve(period, this.#context.today, this.#context.calendar)),
      )
      const other = plain.filter(
        (period) =>
          period !== main &&
          !said.includes(JSON.stringify(resolve(period, this.#context.today, this.#context.calendar))),
      )
      if (other.length > 0) throw new Misfit('compared with what?')
      return based
    }
    const [one, other] = plain
    if (
      plain.length !== 2 ||
      !one ||
      !other ||
      overlap(
        resolve(one, this.#context.today, this.#context.calendar),
        resolve(other, this.#context.today, this.#context.calendar),
      )
    )
      throw new Misfit('compared with what?')
    // "from Q3 last year to Q3 this year": the later one is measured from the earlier one, whatever their order
    const swapped =
      startOf(one, this.#context) < startOf(other, this.#context) &&
      this.#pieces.some((piece) => piece.item.kind === 'growth')
    const [main, base] = swapped ? [other, one] : [one, other]
    return { main, base, baseline: { kind: 'period', period: base } }
  }

  // ---- one customer ---------------------------------------------------------------------------------------------

  #aboutPerson(): Plan {
    const persons = this.#all('person')
    const person = persons[0]
    if (!person || persons.length > 1) throw new Misfit('several people')
    const people: readonly Person[] = person.item.people
    if (people.length > 1) {
      throw new Choice(
        `Which ${person.words}?`,
        people.slice(0, 5).map((each) => ({
          label: `${each.name}${each.city ? `, ${each.city}` : ''} (${each.ref})`,
          choose: (pieces) => replace(pieces, person, { ...person.item, people: [each] }),
        })),
      )
    }
    this.#used.add(person)
    const [who] = people
    if (!who) throw new Misfit('nobody of that name')
    if (person.item.note) this.notes.push(person.item.note)
    return this.#profile(who)
  }

  #profile(who: Person): Plan {
    const is = clause(field('customer.customer', 'is', [who.ref]))
    const asks = this.#all('ask')
    const names = new Set(asks.map((piece) => piece.item.ask as string))
    const columns = (...names_: string[]): Plan => ({
      kind: 'list',
      entity: 'customer',
      where: [is],
      columns: names_.map((name) => ({ kind: 'field', field: name })),
      order: [],
      limit: null,
    })
    const useAsks = (): void => {
      for (const piece of asks) this.#used.add(piece)
    }
    const caseMeasure = this.#all('measure').find((piece) =>
      ['cases', 'open_cases'].includes(piece.item.measure.metric),
    )
    if (caseMeasure && !this.#head('count')) {
      this.#used.add(caseMeasure)
      useAsks()
      return {
        kind: 'list',
        entity: 'case',
        where: [
          is,
          ...(caseMeasure.item.measure.metric === 'open_cases'
            ? [field('case.status', 'is', ['open'])]
            : (caseMeasure.item.measure.where ?? [])
          ).map((filter: SimpleFilter) => clause(filter)),
        ],
        columns: [],
        order: [],
        limit: null,
      }
    }
    const dimension =
      this.#all('subject').find((piece) => ['category', 'store'].includes(piece.item.entity)) ??
      this.#all('dimension')[0]
    const most = this.#all('super')[0]
    if (dimension && most) {
      this.#used.add(dimension)
      this.#used.add(most)
      const named = this.#take('measure')
      const word: MeasureWord = most.item.measure ?? named?.item.measure ?? { kind: 'metric', metric: 'revenue' }
      const by: Dimension = dimension.item.dimension ?? {
        kind: 'field',
        field: dimension.item.entity === 'category' ? 'product.category' : 'order.store',
      }
      const stretch = this.#period()
      useAsks()
      return {
        ...measurePlan([this.#measure(word, [], null)], [by], [is], stretch ?? allTime),
        order: [{ column: 0, direction: most.item.direction }],
        limit: { count: most.item.count ?? 1, percent: null, offset: 0, per: null },
      }
    }
    if (most && this.#subject()?.entity === 'product') {
      for (const piece of this.#all('subject')) this.#used.add(piece)
      this.#used.add(most)
      useAsks()
      const word: MeasureWord = most.item.measure ??
        this.#take('measure')?.item.measure ?? { kind: 'metric', metric: 'units' }
      return this.#rankProducts(
        word,
        most.item.direction,
        most.item.count ?? 1,
        [],
        [],
        [is],
        this.#period(),
        [],
        false,
      )
    }
    const measure = this.#take('measure')
    const period = this.#periodFor('revenue')
    if (Array.isArray(period)) throw new Misfit('several stretches')
    if (measure) {
      useAsks()
      this.#useSubjects('customer')
      this.#useSubjects('order')
      const facts = this.#factFilters()
      const built = this.#measure(measure.item.measure, [], measure)
      return measurePlan([built], [], [is, ...facts.map((filter) => clause(filter))], period ?? allTime)
    }
    if (this.#head('count') && this.#subject()?.entity === 'order') {
      this.#useSubjects('order')
      const facts = this.#factFilters()
      return measurePlan(
        [{ kind: 'metric', metric: 'orders', where: [], period: null }],
        [],
        [is, ...facts.map((filter) => clause(filter))],
        period ?? allTime,
      )
    }
    if (names.has('which_order') && names.has('last_order')) {
      useAsks()
      this.#useSubjects('order')
      return {
        kind: 'list',
        entity: 'order',
        where: [is, clause(field('order.from_last', 'equals', [1]))],
        columns: [],
        order: [],
        limit: null,
      }
    }
    const whats = this.#all('what')
    const events = this.#all('event')
    if (
      names.has('items') ||
      (names.has('last_order') &&
        (names.has('bought') ||
          (this.#head('what') && asks.some((piece) => /\b(?:buy|bought|get|order|purchase)\b/i.test(piece.words)))))
    ) {
      useAsks()
      this.#useSubjects('product')
      this.#useSubjects('order')
      return {
        kind: 'list',
        entity: 'product',
        where: [
          clause(
            metricFilter(
              'units',
              [field('customer.customer', 'is', [who.ref]), field('order.from_last', 'equals', [1])],
              null,
              { op: 'at_least', value: 1 },
              'product',
            ),
          ),
        ],
        columns: [{ kind: 'field', field: 'product.name' }],
        order: [],
        limit: null,
      }
    }
    const simple: Readonly<Record<string, readonly string[]>> = {
      consent: ['customer.email_consent', 'customer.sms_consent', 'customer.phone_consent', 'customer.post_consent'],
      last_order: ['customer.last_order_day'],
      first_order: ['customer.first_order_day'],
      owner: ['customer.owner'],
      email: ['customer.email'],
      phone: ['customer.phone'],
      address: ['customer.address', 'customer.city', 'customer.region', 'customer.postal_code'],
      contact: ['customer.email', 'customer.phone', 'customer.address'],
      birthday: ['customer.birthday'],
      usual_gap: ['customer.usual_gap'],
      last_contact: ['customer.last_contacted_day'],
      store: ['customer.store'],
      city: ['customer.city'],
      source: ['customer.source'],
      language: ['customer.language'],
      referrer: ['customer.referred_by'],
    }
    const lists: Readonly<Record<string, ListPlan['entity']>> = {
      cases: 'case',
      notes: 'note',
      follow_ups: 'follow_up',
    }
    const subject = this.#subject()
    for (const [ask, entity] of Object.entries(lists)) {
      if (!names.has(ask) && subject?.entity !== entity) continue
      useAsks()
      this.#useSubjects(entity)
      const open = this.#all('openness').map(
        (piece) => (this.#used.add(piece), clause(piece.item.filter as FieldFilter)),
      )
      const opened =
        entity === 'case' && (open.length > 0 || asks.some((piece) => /open|unresolved|pending/.test(piece.words)))
          ? [clause(field('case.status', 'is', ['open']))]
          : []
      const conds = this.#all('cond')
        .flatMap((piece) => (this.#used.add(piece), piece.item.clauses as Clause[]))
        .flatMap((each) => each.any)
      const fromConds = conds.flatMap((filter) =>
        filter.kind === 'metric' && filter.metric === 'cases' ? filter.where.map((inner) => clause(inner)) : [],
      )
      return {
        kind: 'list',
        entity,
        where: [
          is,
          ...(opened.length > 0 ? opened : fromConds),
          ...(period && dayFields[entity] ? [clause(fieldIn(dayFields[entity] ?? '', period))] : []),
        ],
        columns: [],
        order: [],
        limit: null,
      }
    }
    const caseCond = this.#all('cond').find((piece) =>
      (piece.item.clauses as Clause[]).some((each) =>
        each.any.some((filter) => filter.kind === 'metric' && filter.metric === 'cases'),
      ),
    )
    if (caseCond) {
      this.#used.add(caseCond)
      useAsks()
      const filters = (caseCond.item.clauses as Clause[])
        .flatMap((each) => each.any)
        .flatMap((filter) => (filter.kind === 'metric' ? filter.where.map((inner) => clause(inner)) : []))
      return { kind: 'list', entity: 'case', where: [is, ...filters], columns: [], order: [], limit: null }
    }
    const referring = asks.find((piece) => piece.item.ask === 'referred')
    const asked = this.#pieces.find((piece) => piece.item.kind === 'person')
    if (
      referring &&
      asked &&
      referring.from < asked.from &&
      this.#head('who') &&
      !this.#pieces.some((piece) => /\b(?:did|has|have)\b/i.test(piece.words))
    ) {
      useAsks()
      this.#useSubjects('customer')
      return columns('customer.referred_by')
    }
    if (names.has('referred')) {
      useAsks()
      this.#useSubjects('customer')
      const further = this.#customerClauses(false)
      return {
        kind: 'list',
        entity: 'customer',
        where: [clause(field('customer.referred_by', 'is', [who.ref])), ...further],
        columns: [{ kind: 'field', field: 'customer.name' }],
        order: [],
        limit: null,
      }
    }
    if (names.has('bought') || subject?.entity === 'product' || events.length > 0 || subject?.entity === 'order') {
      useAsks()
      return this.#boughtBy(who, subject, period)
    }
    if (this.#head('howoften') && !period && whats.length === 0 && !names.has('usual_gap')) {
      useAsks()
      for (const piece of events) this.#used.add(piece)
      return columns('customer.usual_gap')
    }
    for (const [ask, fields] of Object.entries(simple)) {
      if (!names.has(ask)) continue
      useAsks()
      this.#useSubjects('customer')
      if (whats.length > 0 || events.length > 0) throw new Misfit('too much at once')
      return columns(...fields)
    }
    if (
      names.has('page') ||
      (asks.length === 0 && this.#pieces.every((piece) => this.#used.has(piece) || piece.item.kind === 'head'))
    ) {
      useAsks()
      return { kind: 'customer', customer: who.ref }
    }
    throw new Misfit('what about that customer?')
  }

  #boughtBy(who: Person, subject: { entity: string; piece: Piece } | null, period: Period | null): Plan {
    for (const piece of this.#all('subject')) this.#used.add(piece)
    const facts = this.#factFilters()
    const customer = field('customer.customer', 'is', [who.ref])
    if (subject?.entity === 'order')
      return {
        kind: 'list',
        entity: 'order',
        where: [
          clause(customer),
          ...facts.map((filter) => clause(filter.kind === 'field' ? inBasket(filter) : filter)),
          ...(period && period.kind !== 'all' ? [clause(fieldIn('order.day', period))] : []),
        ],
        columns: [],
        order: [],
        limit: null,
      }
    return {
      kind: 'list',
      entity: 'product',
      where: [
        clause(
          metricFilter(
            'units',
            [customer, ...facts.filter((filter) => filter.kind !== 'field' || !filter.field.startsWith('product.'))],
            period,
            { op: 'at_least', value: 1 },
            'product',
          ),
        ),
        ...facts
          .filter((filter) => filter.kind === 'field' && filter.field.startsWith('product.'))
          .map((filter) => clause(filter)),
      ],
      columns: [
        { kind: 'field', field: 'product.name' },
        { kind: 'metric', metric: 'units', where: [clause(customer)], period: period ?? allTime },
      ],
      order: [{ column: 1, direction: 'desc' }],
      limit: null,
    }
  }
}

// ---- what the sentence settles about itself -----------------------------------------------------------------------

/** "Milwaukee, I mean orders at the Milwaukee store": a place said twice is settled by the plainer one. */
function settled(pieces: readonly Piece[]): readonly Piece[] {
  const hint = pieces.find((piece) => piece.item.kind === 'hint')
  const stores = pieces
    .filter((piece) => ['storeplace', 'homestore'].includes(piece.item.kind))
    .map((piece) => String(piece.item.store).toLowerCase())
  const measures = pieces.filter((piece) => piece.item.kind === 'measure')
  const strong = measures.some((piece) => !piece.item.measure.weak)
  const groups = pieces
    .filter((piece) => piece.item.kind === 'group' && piece.item.dimension.kind === 'field')
    .map((piece) => piece.item.dimension.field)
  const segmentsAsked = pieces
    .filter((piece) => piece.item.kind === 'group' && piece.item.dimension.kind === 'segment')
    .map((piece) => JSON.stringify([clause(segment(piece.item.dimension.segment))]))
  const fulls = pieces.filter((piece) => piece.item.kind === 'super' && !piece.item.bare)
  const counting = fulls.find(
    (piece) =>
      piece.item.count !== null &&
      !piece.item.measure &&
      !piece.item.what &&
      fulls.length === 2 &&
      fulls.every((other) => other.item.direction === piece.item.direction),
  )
  const bare = pieces.find((piece) => piece.item.kind === 'super' && piece.item.bare) ?? counting
  const full = fulls.find((piece) => piece !== counting)
  const orders = pieces.filter((piece) => piece.item.kind === 'order')
  const named = orders.find((piece) => piece.item.measure) ?? orders[0]
  const directed = orders.find((piece) => piece.item.direction)
  const growing = pieces.some((piece) => piece.item.kind === 'growth' && piece.item.direction)
  const sharing = pieces.some((piece) => piece.item.kind === 'share')
  const fallingDue = pieces.some(
    (piece) => piece.item.kind === 'subject' && ['follow_up', 'case'].includes(piece.item.entity),
  )
  return pieces.flatMap((piece): readonly Piece[] => {
    const { item } = piece
    if (item.kind === 'hint') return []
    if (item.kind === 'measure' && /^by\b/i.test(piece.words) && !pieces.some((other) => other.item.kind === 'versus'))
      return [{ ...piece, item: { kind: 'order', direction: null, measure: item.measure } }]
    if (item.kind === 'order' && orders.length > 1)
      return piece === named
        ? [{ ...piece, item: { ...item, direction: item.direction ?? directed?.item.direction ?? null } }]
        : []
    if (item.kind === 'comes' && sharing) return []
    if (item.kind === 'andcount' && (full || pieces.some((other) => other.item.kind === 'growth'))) return []
    if (item.kind === 'due' && fallingDue) return []
    if (fallingDue && item.kind === 'cond' && JSON.stringify(item.clauses) === JSON.stringify([clause(segment('due'))]))
      return /overdue|late/i.test(piece.words)
        ? [{ ...piece, item: { kind: 'subject', entity: 'follow_up', overdue: true } }]
        : []
    if (piece === bare && full && full.item.count === null) return []
    if (piece === full && bare && full.item.count === null)
      return expandRanking({ ...piece, item: { ...item, count: bare.item.count } })
    if (piece === bare && !full && !growing) return [{ ...piece, item: { kind: 'bare', count: item.count } }]
    if (item.kind === 'super') return expandRanking(piece)
    if (item.kind === 'pair') return item.events.map((each: Event) => ({ ...piece, item: each }))
    if (item.kind === 'productset')
      return [
        { ...piece, item: { kind: 'subject', entity: 'product' } },
        { ...piece, item: item.what },
      ]
    if (item.kind === 'overduelist')
      return [{ ...piece, item: { kind: 'subject', entity: 'follow_up', overdue: true } }]
    if (item.kind === 'eachtime')
      return [
        { ...piece, item: { kind: 'time', periods: item.periods, role: item.periods.length > 1 ? 'list' : 'period' } },
        ...(item.grain && item.periods.length === 1
          ? [{ ...piece, item: { kind: 'group', dimension: { kind: 'time', grain: item.grain } } }]
          : []),
      ]
    if (item.kind === 'sourced')
      return [
        { ...piece, item: { kind: 'group', dimension: { kind: 'field', field: 'customer.source' } } },
        { ...piece, item: { kind: 'subject', entity: 'customer' } },
      ]
    if (item.kind === 'cond' && segmentsAsked.includes(JSON.stringify(item.clauses))) return []
    if (item.kind === 'measure' && item.measure.weak && strong) return []
    if (item.kind === 'group' && item.dimension.field === 'order.store' && groups.includes('customer.store'))
      return [{ ...piece, item: { ...item, dimension: { kind: 'field', field: 'customer.store' }, each: true } }]
    if (item.kind === 'group' && item.dimension.field === 'customer.store' && groups.includes('order.store')) return []
    if (item.kind !== 'place') return [piece]
    const name = String(item.city ?? item.store ?? item.words)
    if (stores.includes(name.toLowerCase())) return []
    if (!hint) return [piece]
    if (hint.item.place === 'city') return [{ ...piece, item: { ...item, city: name, sure: true } }]
    return [{ ...piece, item: { kind: hint.item.place === 'home' ? 'homestore' : 'storeplace', store: name } }]
  })
}

const overlap = (one: Stretch, other: Stretch): boolean =>
  (one.from ?? '') < (other.to ?? '9999') && (other.from ?? '') < (one.to ?? '9999')

/** "Bought the most bird seed" ranks by units of bird seed. */
function expandRanking(piece: Piece): readonly Piece[] {
  const { what, ...item } = piece.item
  return what
    ? [
        { ...piece, item },
        { ...piece, item: what },
      ]
    : [piece]
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

// ---- small pieces -------------------------------------------------------------------------------------------------

function misfit(reason: string): never {
  throw new Misfit(reason)
}

const sure = (what: What, sku: string): What => ({
  kind: 'what',
  any: [field('product.product', 'is', [sku])],
  words: what.words,
})

export const inBasket = (filter: SimpleFilter): SimpleFilter => {
  const fields: Readonly<Record<string, string>> = {
    'product.product': 'order.products',
    'product.category': 'order.categories',
    'product.brand': 'order.brands',
  }
  return filter.kind === 'field' && fields[filter.field]
    ? { ...filter, field: fields[filter.field] ?? filter.field }
    : filter
}

function mergedByField(filters: readonly SimpleFilter[]): SimpleFilter[] {
  const merged: SimpleFilter[] = []
  for (const filter of filters) {
    const other = merged.findIndex(
      (each) =>
        each.kind === 'field' &&
        filter.kind === 'field' &&
        each.field === filter.field &&
        each.op === 'is' &&
        filter.op === 'is' &&
        each.not === filter.not,
    )
    const known = merged[other]
    if (known?.kind === 'field' && filter.kind === 'field')
      merged[other] = { ...known, values: [...new Set([...known.values, ...filter.values])] }
    else merged.push(filter)
  }
  return merged
}

function narrowed(
  item: Piece['item'],
  match: CampaignMatch,
  campaign: CampaignMatch['campaigns'][number],
): Piece['item'] {
  const only: CampaignMatch = { ...match, campaigns: [campaign] }
  if (item.kind === 'campaign') return { ...item, match: only }
  const clauses = (item.clauses as Clause[]).map((each) => ({
    any: each.any.map((filter) =>
      filter.kind === 'metric'
        ? {
            ...filter,
            where: filter.where.map((inner) =>
              inner.kind === 'field' && inner.field === 'campaign.campaign'
                ? { ...inner, values: [campaign.ref] }
                : inner,
            ),
          }
        : filter,
    ),
  }))
  return { ...item, clauses, campaign: only }
}

export const measurePlan = (
  measures: readonly Measure[],
  by: readonly Dimension[],
  where: readonly Clause[],
  period: Period,
): MeasurePlan => ({
  kind: 'measure',
  measures: [...measures],
  by: [...by],
  where: [...where],
  period,
  having: [],
  order: [],
  limit: null,
})

export const withPeriod = (measure: Measure, period: Period): Measure =>
  'period' in measure ? { ...measure, period } : measure

export function factOf(
  metric: string,
): 'sales' | 'customer' | 'interaction' | 'case' | 'note' | 'follow_up' | 'recipient' | 'referral' | 'other' {
  if (salesMetrics.has(metric)) return 'sales'
  if (['customers', 'new_customers', 'customers_added', 'repeat_rate'].includes(metric)) return 'customer'
  if (['interactions', 'contacts', 'customers_contacted', 'last_interaction'].includes(metric)) return 'interaction'
  if (['cases', 'open_cases'].includes(metric)) return 'case'
  if (metric === 'notes') return 'note'
  if (metric === 'follow_ups') return 'follow_up'
  if (['referrals', 'successful_referrals'].includes(metric)) return 'referral'
  if (
    [
      'sent',
      'opened',
      'clicked',
      'responded',
      'open_rate',
      'click_rate',
      'response_rate',
      'holdouts',
      'ordered_during',
      'recipients',
    ].includes(metric)
  )
    return 'recipient'
  return 'other'
}

const naturallyOrdered = (groups: readonly { dimension: Dimension }[]): boolean =>
  groups.some(
    ({ dimension }) =>
      dimension.kind === 'field' && ['order.weekday', 'order.hour', 'order.month_of_year'].includes(dimension.field),
  )

function distinct<Thing>(columns: readonly Thing[]): Thing[] {
  const seen = new Set<string>()
  return columns.filter((column) => {
    const key = JSON.stringify(column)
    return seen.has(key) ? false : seen.add(key)
  })
}

const isKnownCustomer = (each: Clause): boolean =>
  each.any.length === 1 && each.any[0]?.kind === 'field' && each.any[0].field === 'customer.customer'
const isPlace = (each: Clause): boolean =>
  each.any.every(
    (filter) =>
      filter.kind === 'field' &&
      ['customer.city', 'customer.store', 'customer.region', 'customer.owner'].includes(filter.field),
  )
/** Shares of customers who lapsed, came back, spent … are of buyers; shares with an e-mail address are of everybody. */
const isAboutBuying = (each: Clause): boolean =>
  each.any.some((filter) =>
    filter.kind === 'segment'
      ? ['one_time', 'repeat', 'due', 'lapsed', 'top', 'heavy'].includes(filter.segment)
      : filter.kind === 'metric' && factOf(filter.metric) === 'sales',
  )
const isBuyer = (piece: Piece): boolean =>
  piece.item.kind === 'cond' &&
  (piece.item.clauses as Clause[]).every((each) =>
    each.any.every((filter) => filter.kind === 'segment' && filter.segment === 'buyer'),
  )

export { negatedClauses, none, rollingPeriod }

import { buckets, resolve } from '../../period.ts'

function startOf(period: Period, context: ComposeContext): string {
  return resolve(period, context.today, context.calendar).from ?? ''
}

export function bucketCount(period: Period, grain: Grain, context: { today: string; calendar: ShopCalendar }): number {
  const { from, to } = resolve(period, context.today, context.calendar)
  if (!from) throw new Misfit('every bucket of all time')
  return buckets({ from, to: to ?? next(context.today) }, grain, context.calendar).length
}

const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

function withBaseline(main: Period, against: Against): { main: Period; baseline: Baseline; base: Period | null } {
  switch (against.kind) {
    case 'period':
      return { main, base: against.period, baseline: { kind: 'period', period: against.period } }
    case 'back':
      return {
        main,
        base: against.unit === 'year' && against.count === 1 ? yearBefore(main) : null,
        baseline: { kind: 'back', unit: against.unit, count: against.count },
      }
    case 'previous': {
      const base = previous(main)
      if (!base) throw new Misfit('nothing before that')
      return { main, base, baseline: { kind: 'period', period: base } }
    }
    default:
      return against satisfies never
  }
}
