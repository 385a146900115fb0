import type { CustomerPage } from '../ask/customer-page.ts'
import type { Consent, Person, Story } from '../ask/customer-story.ts'
import type { Day } from '../ask/days.ts'
import { noneYet } from '../ask/own-gaps.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Answer } from '../ask/reply.ts'
import type { Event } from '../ask/timeline.ts'
import { capital, joined } from '../ask/wording.ts'
import { writePhone } from '../customers/phone-text.ts'
import { withoutContactDetails } from './contact-details.ts'
import { plainLine } from './format.ts'

/** One customer's page in the order it is read: what they are to us, what to say, the figures, and what happened last. */
export interface Sheet {
  /** Whether they asked to be left alone, which comes before all else. */
  readonly doNotContact: boolean
  /** “Loyalty · champions · top customers” */
  readonly standing: string
  /** “Evanston, IL · store Evanston · looked after by Tom Lindqvist · customer since Apr 4, 2023” */
  readonly who: string
  readonly talk: readonly string[]
  readonly lines: readonly (readonly [title: string, text: string])[]
  /** What they spent in each of twelve months; empty where they bought nothing in them. */
  readonly months: readonly { readonly month: Day; readonly spend: number }[]
  readonly events: readonly SheetEvent[]
  /** There is more of the timeline. */
  readonly more: boolean
  /** Our number for the customer, for buttons; null where the page could not be told beside its rows. */
  readonly id: number | null
}

export interface SheetEvent {
  readonly day: string
  readonly what: string
  readonly told: string | null
  readonly by: string | null
  readonly link: string | null
}

type Known = (label: string) => string | null

/** Facts that have their place on the page; whatever else is known is told of the person. */
const placed: ReadonlySet<string> = new Set([
  ...['Name', 'Stage', 'RFM segment', 'Segments', 'City', 'Region', 'Home store', 'Owner’s name', 'Customer since'],
  ...['Spend', 'Orders', 'Average order', 'First order', 'Last order', 'Days since last order', 'Usual gap'],
  ...['Last contacted', 'Open cases', 'Referrals', 'Successful referrals', 'Referrer', 'Sent us', 'Tags', 'Buys most'],
  ...['Chance of being active', 'Expected orders (90 days)', 'Expected value per order', 'Lifetime value (12 months)'],
  ...[
    'E-mail',
    'Phone',
    'Address',
    'Do not contact',
    'E-mail consent',
    'Text consent',
    'Phone consent',
    'Post consent',
  ],
  ...['Consent on record', 'Talk about', 'Ask for'],
  ...['Order', 'Interaction', 'Case', 'Note', 'Digest', 'Campaign', 'Referral'],
])

/** `eventsShown` of the timeline; where others look on, without addresses and numbers that somebody wrote into a note. */
export function sheetOf(
  answer: Pick<Answer, 'rows' | 'page'>,
  { company, eventsShown }: { readonly company: boolean; readonly eventsShown: number },
): Sheet {
  const facts = answer.rows.map((row) => [String(row.at(-2) ?? ''), plainLine(String(row.at(-1) ?? ''))] as const)
  const known: Known = (label) => facts.find(([each]) => each === label)?.[1] ?? null
  const open = company ? withoutContactDetails : (text: string) => text
  const story = answer.page?.story ?? null
  const events = (story?.events ?? []).slice(0, eventsShown)
  const rest = facts
    .filter(([label, value]) => !placed.has(label) && value !== 'not on file')
    .map(([label, value]) => `${label} ${value}`)
  const lines: readonly (readonly [string, string | null])[] = [
    ['Buying', buying(known)],
    ['Rhythm', rhythm(known)],
    ['Outlook', outlook(known)],
    ['Buys most', known('Buys most')],
    ['Reach', reach(known, answer.page ?? null)],
    ...permission(known, story?.consents ?? []),
    ['Sent by', sentBy(known, story?.referrer ?? null)],
    ['Sent us', sentUs(known, story?.sent ?? [])],
    ['Person', rest.join(' · ') || null],
    ['Last note', lastNote(story, events, open)],
    ['Ask for', known('Ask for')?.replaceAll('; ', ', ') ?? null],
  ]
  return {
    doNotContact: known('Do not contact') === 'yes',
    standing: standing(known),
    who: who(known),
    talk: (answer.page?.talk ?? []).map(open),
    lines: lines.flatMap(([title, text]) => (text === null ? [] : [[title, text] as const])),
    months: story?.months ?? [],
    events: events.map((event) => shownEvent(event, open)),
    more: (story?.events.length ?? 0) > eventsShown,
    id: story?.id ?? null,
  }
}

/** Said apart where it is no longer among what happened last. */
function lastNote(story: Story | null, events: readonly Event[], open: (text: string) => string): string | null {
  const note = story?.lastNote ?? null
  if (note === null || events.some(({ kind }) => kind === 'note')) return null
  return `${writeDay(note.day)}: ${open(plainLine(note.body))}${note.by === null ? '' : ` (${note.by})`}`
}

export const shownEvent = ({ day, what, told, by, link }: Event, open: (text: string) => string): SheetEvent => ({
  ...{ day: writeDay(day), what, by, link },
  told: told === null ? null : open(plainLine(told)),
})

/** Being a buyer goes without saying, and how they may be contacted is said in a line of its own. */
const saidElsewhere = /^(?:buyers|repeat customers|one-time buyers|prospects|reachable(?: by [a-z-]+)?)$/

function standing(known: Known): string {
  const segments = (known('Segments') ?? '')
    .split(/, | and /)
    .filter((one) => one !== 'none' && !saidElsewhere.test(one))
  const parts = [known('Stage'), known('RFM segment'), ...segments].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? 'Nothing more is known yet' : parts.join(' · ')
}

function who(known: Known): string {
  const said = (before: string, label: string) => (known(label) === null ? [] : [`${before}${known(label)}`])
  return [
    ...[joined([known('City'), known('Region')].filter((part) => part !== null)).replace(' and ', ', ')].filter(
      Boolean,
    ),
    ...said('store ', 'Home store'),
    ...said('looked after by ', 'Owner’s name'),
    ...said('customer since ', 'Customer since'),
    ...(known('Tags') === null ? [] : [String(known('Tags')).replaceAll('; ', ', ')]),
  ].join(' · ')
}

function buying(known: Known): string | null {
  const orders = Number((known('Orders') ?? '0').replaceAll(',', ''))
  if (orders === 0) return 'no order yet'
  const first = known('First order')
  return `${known('Spend')} in ${known('Orders')} ${orders === 1 ? 'order' : `orders, ${known('Average order')} each`}${first === null || orders === 1 ? '' : `, since ${first}`}`
}

function rhythm(known: Known): string | null {
  const [last, gap] = [known('Last order'), known('Usual gap')]
  const parts = [
    ...(last === null
      ? []
      : [
          `last bought ${last}${known('Days since last order') === null ? '' : `, ${known('Days since last order')} ago`}`,
        ]),
    ...(last === null || gap === null
      ? []
      : [gap.includes(noneYet) ? 'no rhythm of their own yet' : `usually every ${gap}`]),
    ...(known('Last contacted') === null ? [] : [`last contacted ${known('Last contacted')}`]),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}

function outlook(known: Known): string | null {
  const [chance, orders, value] = [
    known('Chance of being active'),
    known('Expected orders (90 days)'),
    known('Lifetime value (12 months)'),
  ]
  const parts = [
    ...(value === null ? [] : [`${value} in the next 12 months`]),
    ...(orders === null ? [] : [`${orders} orders in 90 days`]),
    ...(chance === null ? [] : [`still a customer: ${chance}`]),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Nothing is said of details that are kept back: “not on file” would be wrong. */
function reach(known: Known, page: CustomerPage | null): string | null {
  const said = (name: string, label: string, write = (text: string) => text) => {
    const value = known(label)
    return value === null ? [] : [value === 'not on file' ? `no ${name} on file` : write(value)]
  }
  const dialled = (number: string) => (page === null ? number : writePhone(number, page.country))
  const right = (way: 'email' | 'phone' | 'address', text: string) =>
    page === null || page.story.onFile[way] ? text : `${text}, which was found wrong`
  return (
    [
      ...said('e-mail address', 'E-mail', (email) => right('email', email)),
      ...said('phone number', 'Phone', (number) => right('phone', dialled(number))),
      ...said('address', 'Address', (address) => right('address', address)),
    ].join(' · ') || null
  )
}

const channels: readonly (readonly [label: string, channel: Consent['channel'], name: string])[] = [
  ['E-mail consent', 'email', 'e-mail'],
  ['Text consent', 'sms', 'text'],
  ['Phone consent', 'phone', 'phone'],
  ['Post consent', 'post', 'post'],
]

/** Channel by channel with when and where they said so; what nobody asked is told apart from a no. */
function permission(known: Known, kept: readonly Consent[]): readonly (readonly [string, string | null])[] {
  if (known('Do not contact') === 'yes') return []
  const answers = channels.flatMap(([label, channel, name]) => {
    const value = known(label)
    return value === null ? [] : [{ value, name, on: kept.find((one) => one.channel === channel) }]
  })
  if (answers.length === 0) return []
  const told = (wanted: string) => {
    const among = answers.filter(({ value }) => value === wanted)
    const sources = [...new Set(among.map(({ on }) => (on ? evidence(on) : '')))]
    const named = (source: string) =>
      among.filter(({ on }) => (on ? evidence(on) : '') === source).map(({ name }) => name)
    return sources.map((source) => `${named(source).join(', ')}${source}`)
  }
  const [yes, no] = [told('yes'), told('no')]
  const unasked = answers.filter(({ value }) => value !== 'yes' && value !== 'no').map(({ name }) => name)
  return [
    [
      yes.length > 0 ? 'May contact by' : 'No consent',
      [
        ...(yes.length > 0 ? [yes.join(', ')] : ['to be contacted']),
        ...(no.length > 0 ? [`not by ${no.join(', ')}`] : []),
        ...(unasked.length > 0 ? [`nothing on record for ${joined(unasked)}`] : []),
      ].join(' · '),
    ],
  ]
}

/** “ (Jan 5, 2024, import customers.csv)” */
function evidence({ day, source }: Consent): string {
  const from = plainLine(source).replace(/^import .{28,}$/, 'import')
  return ` (${[...(day === null ? [] : [writeDay(day)]), from].join(', ')})`
}

const sentBy = (known: Known, referrer: Person | null): string | null =>
  referrer === null ? known('Referrer') : `${referrer.name} (${referrer.ref})`

function sentUs(known: Known, sent: readonly (Person & { readonly hasOrdered: boolean })[]): string | null {
  if (sent.length === 0) return null
  const listed = sent
    .slice(0, 5)
    .map(({ name, ref, hasOrdered }) => `${name} (${ref})${hasOrdered ? '' : ', no order yet'}`)
  const total = Number(known('Referrals') ?? sent.length)
  const more = total > listed.length ? [`and ${total - listed.length} more`] : []
  return capital([...listed, ...more].join(' · '))
}
