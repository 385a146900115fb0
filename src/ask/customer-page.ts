import type { Asker } from '../access/asker.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { rfmNames } from '../catalog/rfm.ts'
import type { Field } from '../catalog/types.ts'
import { proposalsOf } from '../identity/proposals.ts'
import { writeRanged } from './amounts.ts'
import { type Answered, caveats, type Refused, runContext } from './answer-plan.ts'
import { type AskContext, checkContext } from './ask.ts'
import { type Checking, segmentOf } from './check-filters.ts'
import type { CheckedCustomer, CheckedSegment } from './checked.ts'
import { eventsShown, type Person, readStory, type Story } from './customer-story.ts'
import type { Day } from './days.ts'
import { coverage, estimatedFrom } from './estimates.ts'
import { ownOf } from './field-filters.ts'
import { type Fact, factColumns, membership, nobodyCalled, readFacts, shownFact } from './one-customer.ts'
import { gapsText, ownGaps } from './own-gaps.ts'
import { writeDay } from './period-text.ts'
import type { Note, Row } from './reply.ts'
import { pageNotes, withheldNote } from './rights-notes.ts'
import type { ShopRules } from './rules.ts'
import { talkAbout, worthAsking, writeConsent } from './talk.ts'
import type { Event } from './timeline.ts'
import { capital, joined } from './wording.ts'

/** What the page says of who they are, in this order; contact details only to those who may see them. */
const person: readonly string[] = [
  ...['name', 'email', 'phone', 'address', 'city', 'region', 'store', 'owner_name', 'birthday', 'language', 'source'],
  ...['created_day', 'referrer_name', 'do_not_contact'],
]
const dealings: readonly string[] = [
  ...[
    'spend',
    'order_count',
    'average_order',
    'first_order_day',
    'last_order_day',
    'days_since_last_order',
    'usual_gap',
    'rfm',
    'stage',
  ],
  ...['referral_count', 'successful_referrals', 'last_contacted_day', 'open_cases'],
]
/** What they are expected to do. */
const outlook: readonly string[] = ['chance_active', 'expected_orders', 'expected_order_value', 'lifetime_value']
const consents: readonly string[] = ['email_consent', 'sms_consent', 'phone_consent', 'post_consent']

/** One customer's page: who they are, what they are to us, and what happened last. */
export async function customerPage(
  { customer }: CheckedCustomer,
  asker: Asker,
  context: AskContext,
): Promise<Answered | Refused> {
  const { fields, withheld } = fieldFacts(asker, context)
  const spans = fields.flatMap(({ span }) => span)
  const segments = usableSegments(asker, context)
  const facts = [...fields, ...spans, ...segments.map(membership), number]
  const { values, statement, queryMs, refused } = await readFacts(customer, facts, asker, context)
  if (values === null) return { kind: 'refused', reason: refused ?? nobodyCalled(customer, asker) }
  const known = valuesBy(facts, values)
  const belongs = segments
    .filter((_, at) => values[fields.length + spans.length + at] === true)
    .map(({ segment }) => segment.label)
  const page = await pageOf(Number(values.at(-1)), asker, context)
  const told = fields.flatMap((fact) => toldFact(fact, shownWithSpan(fact, known, context.rules)))
  const lines = [...told, ['Segments', joined(belongs) || 'none'] as const, ...storyLines(page)]
  return {
    kind: 'answered',
    reading: capital(String(values[0] ?? customer)),
    notes: [
      ...withheldNote(withheld, asker),
      ...outlookNotes(context),
      ...pageNotes(asker),
      ...caveats(false, context),
    ],
    columns: factColumns,
    withheld,
    rows: lines.map(([label, value]) => [customer, label, value]),
    truncated: false,
    relaxations: [],
    ...statement,
    queryMs,
    page,
  }
}

/** Our own number for the customer, by which the rest is read. */
const number: Fact = { label: 'Number', sql: 'c.id', type: 'number' }

/** The page names one RFM segment and one stage instead of saying no to all the others. */
const shownAsFields: ReadonlySet<string> = new Set([
  ...rfmNames.map(({ name }) => name),
  ...['prospecting', 'consideration', 'purchase', 'connection', 'loyalty'].map((stage) => `stage_${stage}`),
])

/** Every segment that can be looked up for this asker; a saved one that no longer fits the catalogue cannot. */
function usableSegments(asker: Asker, context: AskContext): readonly CheckedSegment[] {
  const wanted = [...context.catalog.segments.values()].filter(
    ({ name, takes }) => !takes.includes('category') && !shownAsFields.has(name),
  )
  return wanted.flatMap(({ name }) => {
    const checking: Checking = { ...checkContext(asker, context), issues: [] }
    const found = segmentOf({ segment: name, percent: null, category: null }, 'segment', checking)
    return found && checking.issues.length === 0 ? [found] : []
  })
}

/** What the page can say of them to this asker, and the labels of what it keeps back. */
function fieldFacts(
  { maySeeContactDetails }: Asker,
  { catalog, scores }: AskContext,
): { readonly fields: readonly SpannedFact[]; readonly withheld: readonly string[] } {
  const attributes = [...catalog.fields.keys()].filter((name) => name.startsWith('customer.attribute.'))
  const names = [
    ...person.map((name) => `customer.${name}`),
    ...attributes,
    ...[...dealings, ...(scores?.refused === null ? outlook : []), ...consents].map((name) => `customer.${name}`),
  ]
  const known = names.map((name) => catalog.fields.get(name)).filter((field) => field !== undefined)
  const isHidden = ({ contact }: Field): boolean => contact === true && !maySeeContactDetails
  return {
    fields: known.filter((field) => !isHidden(field)).map((field) => spanned(field, catalog)),
    withheld: known.filter(isHidden).map(({ label }) => label),
  }
}

const factOf = (field: Field): Fact => ({
  label: field.label,
  sql: field.sql,
  type: field.type,
  own: ownOf(field),
  ...(field.unit ? { unit: field.unit } : {}),
})

/** A figure with the ends of its range, or the usual gap with what the gaps were. */
interface SpannedFact extends Fact {
  readonly span: readonly Fact[]
}

function spanned(field: Field, { fields }: Catalog): SpannedFact {
  if (field.name === 'customer.usual_gap') return { ...factOf(field), span: ownGaps }
  const names = field.estimate?.range ?? []
  return { ...factOf(field), span: names.flatMap((name) => fields.get(name) ?? []).map(factOf) }
}

type Values = ReadonlyMap<Fact, Row[number]>

const valuesBy = (facts: readonly Fact[], values: Row): Values =>
  new Map(facts.map((fact, at) => [fact, values[at] ?? null]))

/** "about 2.7 (1–5)", "34 days (half the time 25 to 41)" */
function shownWithSpan(fact: SpannedFact, known: Values, rules: ShopRules): string | null {
  const shown = shownFact(known.get(fact) ?? null, fact, rules)
  const ends = fact.span.map((end) => known.get(end) ?? null)
  if (shown === null || ends.length === 0) return shown
  if (fact.span === ownGaps) return withGaps(Number(known.get(fact)), ends, fact, rules)
  const [low = null, high = null] = ends
  if (low === null || high === null) return shown
  return writeRanged(
    Number(known.get(fact)),
    [Number(low), Number(high)],
    fact.type === 'money' ? rules.currency : null,
  )
}

/** Days without tenths: nobody plans by the hour. */
function withGaps(days: number, ends: Row, fact: Fact, rules: ShopRules): string | null {
  const usual = shownFact(Math.round(days), fact, rules)
  const gaps = gapsText(ends)
  return gaps === null ? usual : `${usual} (${gaps})`
}

/** That there are no estimates, and why; else what they rest on. */
function outlookNotes({ scores }: AskContext): readonly Note[] {
  if (scores === null) return []
  const text = scores.refused === null ? `${estimatedFrom(scores)}; ${coverage}.` : `No estimates. ${scores.refused}`
  return [{ kind: 'caveat', text }]
}

/** What is missing is left out, except where somebody should ask for it. */
function toldFact({ label, type }: Fact, value: string | null): readonly (readonly [string, string])[] {
  if (value !== null) return [[label, value]]
  const wanted = label === 'E-mail' || label === 'Phone' || label === 'Birthday' || type === 'boolean'
  return wanted ? [[label, type === 'boolean' ? 'nothing on record' : 'not on file']] : []
}

/** What a page shows beside its facts: what the buttons and the chart need, and what to say first. */
export interface CustomerPage {
  readonly today: Day
  /** The shop's, for which phone numbers are written. */
  readonly country: string
  readonly story: Story
  readonly talk: readonly string[]
  readonly worthAsking: readonly string[]
  /** A record that may be the same person; only for those who may merge the two. */
  readonly mayBe: Person | null
  /** Whether the asker hands over or erases what is held about customers. */
  readonly mayHandOver: boolean
}

async function pageOf(customerId: number, asker: Asker, context: AskContext): Promise<CustomerPage> {
  const { today } = context
  const [story, mayBe] = await Promise.all([
    readStory(customerId, today, runContext(asker, context)),
    asker.mayManage && asker.scope.kind === 'all' ? sameAs(customerId, context) : null,
  ])
  return {
    ...{
      today,
      country: context.rules.country,
      story,
      talk: talkAbout(story, today),
      worthAsking: worthAsking(story),
      mayBe,
    },
    mayHandOver: asker.mayManage,
  }
}

/** The likeliest of the records that wait to be compared with this one. */
async function sameAs(customerId: number, { db }: AskContext): Promise<Person | null> {
  const [likeliest] = await proposalsOf(db, customerId)
  if (!likeliest) return null
  const other = likeliest.firstId === customerId ? likeliest.secondId : likeliest.firstId
  const row = await db
    .selectFrom('customers')
    .select(['ref', 'display_name as name'])
    .where('id', '=', other)
    .executeTakeFirst()
  return row ?? null
}

type Line = readonly [label: string, value: string]

/** The same in lines, under their labels. */
function storyLines({ story, talk, worthAsking: gaps }: CustomerPage): readonly Line[] {
  const { tags, consents: kept, sent, favourites, events } = story
  const listed = (label: string, values: readonly string[]): readonly Line[] =>
    values.length === 0 ? [] : [[label, values.join('; ')]]
  return [
    ...listed('Tags', tags),
    ...kept.map((consent): Line => ['Consent on record', writeConsent(consent)]),
    ...sent.map(
      ({ name, ref, hasOrdered }): Line => ['Sent us', `${name} (${ref})${hasOrdered ? ', has ordered' : ''}`],
    ),
    ...listed(
      'Buys most',
      favourites.map(({ product, times }) => `${product} (${times} times)`),
    ),
    ...talk.map((told): Line => ['Talk about', told]),
    ...listed('Ask for', gaps),
    ...events.slice(0, eventsShown).map((event): Line => [eventLabels[event.kind], writeEvent(event)]),
  ]
}

const eventLabels: Readonly<Record<Event['kind'], string>> = {
  order: 'Order',
  contact: 'Interaction',
  case: 'Case',
  note: 'Note',
  digest: 'Digest',
  campaign: 'Campaign',
  referral: 'Referral',
}

/** “Nov 10, 2026 · Bought · 2 × Bird Seed · $20.00 · Oak Street” */
export const writeEvent = ({ day, what, told, by }: Event): string =>
  [writeDay(day), what, ...(told === null ? [] : [told]), ...(by === null ? [] : [by])].join(' · ')
