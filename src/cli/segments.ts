import { askerFor } from '../access/identify.ts'
import type { AskContext } from '../ask/ask.ts'
import { openAsking } from '../ask/opening.ts'
import { writeDay } from '../ask/period-text.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import type { AnswerColumn } from '../ask/reply.ts'
import { readThread } from '../ask/threads.ts'
import type { Context } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import { tableText } from '../present/text.ts'
import type { ChangeResult, SaveResult } from '../segments/results.ts'
import {
  type Described,
  deleteSegment,
  describeSegment,
  listSegments,
  renameSegment,
  replaceSegment,
  saveSegment,
  segmentLabels,
} from '../segments/segments.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'segments',
  summary: 'Lists saved segments, and saves the answer of a conversation as one',
  usage: [
    'segments',
    'segments describe NAME',
    'segments save NAME --thread THREAD',
    'segments rename NAME --to NAME',
    'segments delete NAME',
  ],
  flags: {
    thread: { type: 'string', value: 'NAME', meaning: 'The conversation whose last answer is saved; see ask --thread' },
    replace: { type: 'boolean', meaning: 'Gives a segment of that name a new meaning' },
    to: { type: 'string', value: 'NAME', meaning: 'The new name' },
  },
  examples: ['segments', 'segments save "Chicago VIPs" --thread vips', 'segments describe "Chicago VIPs"'],
  reads: true,
  run: segmentsCommand,
}

async function segmentsCommand(shop: Context, args: Args): Promise<void> {
  const [action = 'list', ...words] = args.positionals
  const asker = await askerFor(args.as, shop)
  const context = await openAsking(shop, openOfflinePlanner)
  const call: Call = { ...args, name: words.join(' '), asker, context }
  switch (action) {
    case 'list':
      return list(call)
    case 'describe':
      return describe(call)
    case 'save':
      return save(call)
    case 'rename':
      return told(await renameSegment({ from: named(call), to: renamed(call), asker }, shop.db, context), call)
    case 'delete':
      return told(await deleteSegment({ name: named(call), asker }, shop.db), call)
    default:
      throw new UsageError(`segments cannot ${action}.`, `It knows: ${command.usage.join(', ')}`)
  }
}

interface Call extends Args {
  readonly name: string
  readonly asker: Awaited<ReturnType<typeof askerFor>>
  readonly context: AskContext
}

const columns: readonly AnswerColumn[] = [
  { name: 'segment', label: 'Segment', type: 'text' },
  { name: 'customers', label: 'Customers', type: 'number' },
  { name: 'saved_by', label: 'Saved by', type: 'text' },
  { name: 'meaning', label: 'Meaning', type: 'text' },
]

async function list({ asker, context, json, print }: Call): Promise<void> {
  const segments = await listSegments(asker, context.db, context)
  if (json) return print(JSON.stringify(segments))
  if (segments.length === 0)
    return print(
      'No segment is saved yet. Ask with --thread NAME for a list of customers, then: segments save "Chicago VIPs" --thread NAME',
    )
  const rows = segments.map(({ label, customers, savedBy, reading, problem }) => [
    label,
    customers,
    savedBy,
    problem ?? reading,
  ])
  print(tableText(columns, rows, context.rules.currency))
}

async function describe(call: Call): Promise<void> {
  const { asker, context, json, print } = call
  const found = await describeSegment(named(call), asker, context.db, context)
  if (!found) throw await unknown(call)
  if (json) return print(JSON.stringify(found))
  print(describedLines(found).join('\n'))
}

function describedLines({ label, reading, savedBy, savedOn, customers, problem, usedBy, versions }: Described) {
  const count = problem ?? `${customers?.toLocaleString('en-US')} ${customers === 1 ? 'customer' : 'customers'} now.`
  const earlier = versions.slice(1).map((each) => `  Version ${each.version}, by ${each.changedBy}: ${each.reading}`)
  return [
    `${label}: ${reading}`,
    `${count} Saved by ${savedBy} on ${writeDay(savedOn)}.`,
    ...(usedBy.length > 0 ? [`Used by: ${usedBy.join(', ')}`] : []),
    ...(earlier.length > 0 ? ['Earlier:', ...earlier] : []),
  ]
}

async function unknown({ name, context }: Call): Promise<UserError> {
  const labels = await segmentLabels(context.db)
  return new UserError(
    `There is no saved segment called “${name}”.`,
    labels.length > 0 ? `Saved: ${labels.join(', ')}.` : 'No segment is saved yet.',
  )
}

/** The last answer of a conversation, under a name. */
async function save(call: Call): Promise<void> {
  const { asker, context, flags } = call
  if (typeof flags.thread !== 'string')
    throw new UsageError('Which answer? Name its conversation with --thread.', `Example: ${command.examples[1]}`)
  const plan = (await readThread(context.db, flags.thread)).plans.at(-1)
  if (!plan)
    throw new UserError(
      `Nothing has been answered in the conversation ${flags.thread}.`,
      `Ask first: npm run -s ask -- --thread ${flags.thread} "who are our lapsed top customers"`,
    )
  const saving = { name: named(call), plan, asker }
  const result = await (flags.replace === true ? replaceSegment : saveSegment)(saving, context.db, context)
  return told(result, call)
}

function told(result: SaveResult | ChangeResult, { json, print }: Call): void {
  if (result.kind === 'exists') throw new UserError(result.sentence, 'Or replace it: --replace')
  if (result.kind === 'refused' || result.kind === 'unknown') throw new UserError(result.sentence)
  print(json ? JSON.stringify(result.segment) : result.sentence)
}

function named({ name }: Call): string {
  if (name === '') throw new UsageError('Which segment? Give its name.', `It knows: ${command.usage.join(', ')}`)
  return name
}

function renamed({ flags }: Call): string {
  if (typeof flags.to === 'string') return flags.to
  throw new UsageError('What is it to be called? Give the new name with --to.')
}
