import { readFile } from 'node:fs/promises'
import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { type AskContext, ask } from '../ask/ask.ts'
import { type OpenPlanner, openAsking } from '../ask/opening.ts'
import { recording, replaying } from '../ask/planners/model/recording.ts'
import { type ModelServer, openModelServer } from '../ask/planners/model/server.ts'
import { costOf, usesSince } from '../ask/planners/model/uses.ts'
import { openBoth, openModelAlone, openOfflinePlanner } from '../ask/planners/open.ts'
import type { Thread } from '../ask/planners/planner.ts'
import type { Reply } from '../ask/reply.ts'
import { continued, emptyThread } from '../ask/threads.ts'
import type { Context } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import type { Args, Command } from './command.ts'
import { type Judgement, summaryLines, tallies, tallyTable } from './eval/report.ts'
import { type Gold, goldSchema, verdictOn } from './eval/verdicts.ts'

export const command: Command = {
  name: 'eval',
  summary: 'Measures the planners on questions whose right answers are known',
  usage: ['eval --questions FILE'],
  flags: {
    questions: {
      type: 'string',
      value: 'FILE',
      meaning:
        'JSON lines {id, question, expect: rows | abstain | clarify, rows, ordered?, accept?, tags?, group?, thread?}',
    },
    planner: {
      type: 'string',
      value: 'NAME',
      meaning: 'offline (unless told otherwise), model, or both: the model where offline declines',
    },
    show: { type: 'string', value: 'VERDICT', meaning: 'Shows these questions: right, wrong, abstained or all' },
    record: { type: 'string', value: 'FILE', meaning: 'Writes down what the model answers, added to the file' },
    replay: { type: 'string', value: 'FILE', meaning: 'Takes the model’s answers from such a file; nothing is sent' },
  },
  examples: ['eval --questions questions.jsonl', 'eval --questions questions.jsonl --planner both --show wrong'],
  reads: true,
  run: evaluate,
}

async function evaluate(shop: Context, args: Args): Promise<void> {
  const { questions } = args.flags
  if (typeof questions !== 'string')
    throw new UsageError('Which questions? Name a file with --questions.', `Example: ${command.examples[0]}`)
  const gold = await readGold(questions)
  // A measurement is not held to anybody's budget of the day, and waits for nobody who looks at a screen.
  const measured = { ...shop, settings: { ...shop.settings, modelQuestionsPerDay: 1_000_000 } }
  const [context, asker] = await Promise.all([openAsking(measured, plannerFor(shop, args)), askerFor(args.as, shop)])
  const before = await usesSince(shop.db)
  const judged = await judgeAll(gold, asker, context, args)
  const spent = await usesSince(shop.db, before.last)
  const cost = spent.uses === 0 ? null : { ...spent, dollars: costOf(spent, shop.settings) }
  if (args.json) return args.print(JSON.stringify({ kinds: tallies(judged), cost, questions: judged.map(shown) }))
  args.print(
    [...shownLines(judged, args), tallyTable(tallies(judged)), '', ...summaryLines(judged), ...costLines(cost)].join(
      '\n',
    ),
  )
}

function plannerFor(shop: Context, { flags }: Args): OpenPlanner {
  const planner = flags.planner ?? 'offline'
  if (planner === 'offline') return openOfflinePlanner
  if (planner !== 'model' && planner !== 'both')
    throw new UsageError(`There is no planner ${String(planner)}.`, 'Planners: offline, model, both')
  const server = serverFor(shop, flags)
  return planner === 'model' ? openModelAlone(server) : openBoth(server)
}

function serverFor({ openai, settings }: Context, { record, replay }: Args['flags']): ModelServer {
  if (typeof replay === 'string') return replaying(replay)
  const server = openModelServer(openai)
  if (server === null)
    throw new UserError(
      'There is no language model to ask.',
      'Set OPENAI_API_KEY or OPENAI_BASE_URL, or give a recording with --replay.',
    )
  if (settings.model === 'off')
    throw new UserError(
      'The shop forbids asking a language model.',
      'To allow it: npm run -s cli -- settings set model=on',
    )
  return typeof record === 'string' ? recording(server, record) : server
}

async function readGold(file: string): Promise<readonly Gold[]> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) throw new UserError(`The file ${file} cannot be read.`, 'It holds one JSON object a line.')
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    const parsed = goldSchema.safeParse(jsonOf(line))
    if (parsed.success) return [parsed.data]
    throw new UserError(`Line ${at + 1} of ${file} is no question with its answer.`, command.flags.questions?.meaning)
  })
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** One after the other: a thread's questions go on from each other. */
async function judgeAll(
  gold: readonly Gold[],
  asker: Asker,
  context: AskContext,
  { say }: Args,
): Promise<readonly Judgement[]> {
  const threads = new Map<string, Thread>()
  const judged: Judgement[] = []
  for (const one of gold) {
    const thread = (one.thread && threads.get(one.thread)) || emptyThread
    const reply = await ask({ text: one.question, asker, thread }, context)
    if (one.thread) threads.set(one.thread, continued(thread, reply))
    judged.push(judgement(one, reply))
    if (process.stderr.isTTY && judged.length % 20 === 0) say(`${judged.length} of ${gold.length}`)
  }
  return judged
}

function judgement(gold: Gold, reply: Reply): Judgement {
  const isAnswer = reply.kind === 'answer'
  return {
    gold,
    verdict: verdictOn(gold, { kind: reply.kind, rows: isAnswer ? reply.rows : [] }),
    planner: isAnswer ? reply.planner : null,
    said: isAnswer ? reply.reading : reply.kind === 'clarify' ? reply.ask : reply.reason,
    planMs: reply.timings.planMs,
  }
}

const shown = ({ gold, verdict, planner, said, planMs }: Judgement) => ({
  id: gold.id,
  question: gold.question,
  verdict,
  planner,
  said,
  planMs,
})

function shownLines(judged: readonly Judgement[], { flags: { show } }: Args): readonly string[] {
  const wanted = judged.filter(({ verdict }) => show === 'all' || show === verdict)
  const lines = wanted.flatMap(({ gold, verdict, said }) => [
    `${verdict.padEnd(9)} ${gold.id}  ${gold.question}`,
    `          ${said}`,
  ])
  return lines.length > 0 ? [...lines, ''] : []
}

interface Cost {
  readonly uses: number
  readonly calls: number
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly dollars: number | null
}

function costLines(cost: Cost | null): readonly string[] {
  if (cost === null) return []
  const number = (value: number) => value.toLocaleString('en-US')
  const { uses, calls, input, cached, output, dollars } = cost
  const each = dollars === null ? '' : `: $${dollars.toFixed(4)}, $${(dollars / uses).toFixed(5)} a question`
  return [
    `Sent to the model: ${number(uses)} questions in ${number(calls)} requests; ${number(input)} tokens sent (${number(cached)} from its cache), ${number(output)} received${each}`,
  ]
}
