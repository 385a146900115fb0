import type { Answer } from '../../ask/reply.ts'
import { capital } from '../../ask/wording.ts'
import { plainLine } from '../format.ts'
import type { Block, RichTextElement, RichTextPart } from './blocks.ts'
import { between, bold, bullets, line, richText, told, words } from './pieces.ts'

interface Fact {
  readonly label: string
  readonly value: string
}

/** What belongs together in a line, with what the line is called. */
const lines: readonly (readonly [title: string, labels: readonly string[]])[] = [
  ['Standing', ['Stage', 'RFM segment']],
  ['Buying', ['Spend', 'Orders', 'Average order', 'Referrals', 'Successful referrals', 'Open cases']],
  ['Timing', ['Last order', 'Days since last order', 'Usual gap', 'First order', 'Last contacted']],
  [
    'Outlook',
    ['Chance of being active', 'Expected orders (90 days)', 'Expected value per order', 'Lifetime value (12 months)'],
  ],
  ['Contact', ['E-mail', 'Phone', 'Address']],
  ['Place', ['City', 'Region', 'Home store', 'Owner’s name']],
]
const consents: Readonly<Record<string, string>> = {
  'E-mail consent': 'e-mail',
  'Text consent': 'text',
  'Phone consent': 'phone',
  'Post consent': 'post',
}
const events = ['Open case', 'Follow-up', 'Order', 'Note', 'Interaction']
const mostEvents = 8
/** Characters for everything that happened. */
const eventRoom = 3000
const mostFacts = 20
const lineRoom = 1200

/**
 * One customer to be taken in at a glance: what they are to us, then the figures, how to reach them, and what happened
 * last. Whatever has no place of its own is told of the person.
 */
export function customerBlocks(answer: Answer): readonly Block[] {
  const facts = factsOf(answer)
  const factCalled = (label: string): string | undefined => facts.find((fact) => fact.label === label)?.value
  const rest = facts.filter(({ label }) => !placed.has(label))
  const groups = [
    ...lines.map(([title, labels]) => ({
      title,
      told: labels.flatMap((label) => facts.filter((fact) => fact.label === label).filter(isTelling)),
    })),
    { title: 'Person', told: rest },
  ]
  return [
    richText(...standing(factCalled), ...groups.flatMap(({ title, told: about }) => lineOf(title, about))),
    ...happenings(facts),
  ]
}

/** "**Timing** Last order Nov 15, 2026 · Usual gap 21 days" */
function lineOf(title: string, facts: readonly Fact[]): readonly RichTextPart[] {
  if (facts.length === 0) return []
  const shown = facts.slice(0, mostFacts).map(said)
  const more = facts.length > mostFacts ? [`and ${facts.length - mostFacts} more`] : []
  const longest = Math.floor(lineRoom / shown.length)
  const text = [...shown.map((fact) => line(fact, longest)), ...more].join(' · ')
  return [told(bold(title), between('  '), words(text))]
}

const placed = new Set([
  ...[...lines.flatMap(([, labels]) => labels), ...events, ...Object.keys(consents)],
  ...['Name', 'Segments', 'Do not contact', 'Customer since'],
])

function factsOf({ rows, columns }: Answer): readonly Fact[] {
  return rows.map((row) => ({ label: shown(row[columns.length - 2]), value: shown(row[columns.length - 1]) }))
}

const shown = (value: unknown): string => plainLine(String(value ?? '')) || '–'

const said = ({ label, value }: Fact): string =>
  label === 'Days since last order' ? `${value} ago` : `${label} ${value}`

/** That somebody has referred nobody and complains of nothing goes without saying. */
const isTelling = ({ label, value }: Fact): boolean =>
  value !== '0' || !(label === 'Referrals' || label === 'Successful referrals' || label === 'Open cases')

function standing(factCalled: (label: string) => string | undefined): readonly RichTextPart[] {
  const since = factCalled('Customer since')
  const segments = withoutReach(factCalled('Segments') ?? '')
  const known = [
    ...(segments === '' || segments === 'none' ? [] : [capital(segments)]),
    ...(since === undefined ? [] : [`Customer since ${since}`]),
  ]
  return [told(words(known.join('. ') || 'Nothing more is known yet', 600)), ...permission(factCalled)]
}

function permission(factCalled: (label: string) => string | undefined): readonly RichTextPart[] {
  const forbidden = factCalled('Do not contact') === 'yes'
  if (forbidden) return [told(bold('Do not contact'), between('  by any channel'))]
  const answers = Object.entries(consents).flatMap(([label, channel]) => {
    const value = factCalled(label)
    return value === undefined ? [] : [{ channel, value }]
  })
  if (answers.length === 0) return []
  const may = answers.filter(({ value }) => value === 'yes').map(({ channel }) => channel)
  const unasked = answers.filter(({ value }) => value !== 'yes' && value !== 'no').map(({ channel }) => channel)
  const parts: RichTextElement[] =
    may.length > 0
      ? [bold('May contact by'), between('  '), words(may.join(', '))]
      : [bold('No consent to be contacted')]
  if (unasked.length > 0) parts.push(between(' · '), words(`nothing on record for ${unasked.join(', ')}`))
  return [told(...parts)]
}

function happenings(facts: readonly Fact[]): readonly Block[] {
  const count = events.reduce(
    (sum, label) => sum + Math.min(facts.filter((fact) => fact.label === label).length, mostEvents),
    0,
  )
  const longest = Math.min(300, Math.floor(eventRoom / Math.max(count, 1)))
  const groups = events.flatMap((label): readonly RichTextPart[] => {
    const found = facts.filter((fact) => fact.label === label)
    if (found.length === 0) return []
    const listed = found.slice(0, mostEvents).map(({ value }) => [words(value, longest)])
    const more = found.length > mostEvents ? [[words(`and ${found.length - mostEvents} more`)]] : []
    return [told(bold(titles[label] ?? label)), bullets([...listed, ...more])]
  })
  return groups.length > 0 ? [richText(...groups)] : []
}

const titles: Readonly<Record<string, string>> = {
  'Open case': 'Open cases',
  'Follow-up': 'To do',
  Order: 'Last orders',
  Note: 'Notes',
  Interaction: 'Last contacts',
}

/** How they may be contacted is said in a line of its own. */
function withoutReach(segments: string): string {
  return segments
    .replace(/(^|, | and )reachable( by (email|e-mail|text|phone|post))?(?=, | and |$)/g, '')
    .replace(/^(, | and )/, '')
}
