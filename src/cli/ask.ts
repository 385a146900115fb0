import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { type AskContext, ask } from '../ask/ask.ts'
import { openAsking } from '../ask/opening.ts'
import { openPlanner } from '../ask/planners/open.ts'
import type { Planner, Thread } from '../ask/planners/planner.ts'
import { type Reply, replyJson } from '../ask/reply.ts'
import { continued, emptyThread, keepThread, readThread } from '../ask/threads.ts'
import type { Context } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import { faultWords } from '../present/blocks/quality.ts'
import { replyText } from '../present/text.ts'
import { asksForQuality } from '../quality/asked.ts'
import { quality } from '../quality/report.ts'
import type { Args, Command } from './command.ts'
import { shownFault } from './faults.ts'

export const command: Command = {
  name: 'ask',
  summary: 'Answers a question about customers and sales',
  usage: ['ask "QUESTION"', 'ask --batch FILE'],
  flags: {
    thread: { type: 'string', value: 'NAME', meaning: 'Continues a conversation: “only in Chicago”, “and last year?”' },
    batch: {
      type: 'string',
      value: 'FILE',
      meaning: 'Answers JSON lines {id, question, thread?}, one JSON line each; - is standard input',
    },
    sql: { type: 'boolean', meaning: 'Shows the query and its parameters' },
    plan: {
      type: 'string',
      value: 'JSON',
      meaning: 'Runs a plan, given as JSON or as a file of it, instead of a question',
    },
  },
  examples: [
    'ask "who are our lapsed top customers"',
    'ask "revenue by month this year" --json',
    'ask --batch questions.jsonl > answers.jsonl',
  ],
  reads: true,
  run: askCommand,
}

async function askCommand(shop: Context, args: Args): Promise<void> {
  const { batch, plan, thread } = args.flags
  const asker = await askerFor(args.as, shop)
  const given = typeof plan === 'string' ? await givenPlan(plan) : null
  const context = await openAsking(shop, given ? async () => given : openPlanner)
  if (typeof batch === 'string') return answerBatch(batch, asker, context, { ...args, shop })
  if (args.positionals.length === 0 && !given)
    throw new UsageError('There is no question.', 'Example: npm run -s ask -- "who are our lapsed top customers"')
  const text = given && args.positionals.length === 0 ? '(a plan)' : args.positionals.join(' ')
  const reply = await answerOne(text, typeof thread === 'string' ? thread : null, asker, context)
  args.print(
    args.json
      ? JSON.stringify(replyJson(reply))
      : [
          replyText(reply, { currency: context.rules.currency, showSql: args.flags.sql === true }),
          ...(await faultsBelow(reply, asker, context)),
        ].join('\n'),
  )
}

/** Below the score of the data: what is wrong with it, and the way to put it right. */
async function faultsBelow(reply: Reply, asker: Asker, { db, today }: AskContext): Promise<readonly string[]> {
  if (reply.kind !== 'answer' || !asksForQuality(reply.plan)) return []
  const faults = faultWords(await quality(db, today, asker))
  return faults.length === 0
    ? []
    : [`What is wrong, by the number of customers: ${faults.join(' · ')}.`, 'With whom: npm run -s cli -- quality']
}

async function answerOne(text: string, threadName: string | null, asker: Asker, context: AskContext): Promise<Reply> {
  if (threadName === null) return ask({ text, asker, thread: emptyThread }, context)
  const thread = await readThread(context.db, threadName)
  const reply = await ask({ text, asker, thread }, context)
  await keepThread(context.db, threadName, continued(thread, reply), asker.who)
  return reply
}

/** A planner that always says the same. */
async function givenPlan(source: string): Promise<Planner> {
  const text = source.trimStart().startsWith('{') ? source : await readFile(source, 'utf8').catch(() => null)
  if (text === null)
    throw new UserError(`There is no file ${source}.`, '--plan takes a plan as JSON, or a file that holds one.')
  const plan = parsedJson(text)
  if (plan === undefined)
    throw new UserError('The plan is not JSON.', 'It is one object, as “plan” in the answer to ask --json.')
  // Whatever it is, `check` says what is wrong with it.
  return { plan: async () => ({ kind: 'plan', plan: plan as never, planner: 'saved', notes: [] }) }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const batchLine = z.object({
  id: z.union([z.string(), z.number()]).nullable().default(null),
  question: z.string(),
  thread: z.string().nullish(),
})

/** One answer a line, in order; a line that cannot be answered says so and the rest go on. */
async function answerBatch(
  file: string,
  asker: Asker,
  context: AskContext,
  { print, say, shop }: Args & { readonly shop: Context },
): Promise<void> {
  const threads = new Map<string, Thread>()
  const input = file === '-' ? process.stdin : await openFile(file)
  let faults = 0
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const answer = await answerLine(line, threads, asker, context, shop)
    if (answer.kind === 'error') faults++
    print(JSON.stringify(answer))
  }
  if (faults > 0) say(`${faults} ${faults === 1 ? 'line' : 'lines'} could not be answered; each says why.`)
}

async function openFile(file: string): Promise<NodeJS.ReadableStream> {
  const stream = createReadStream(file, 'utf8')
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', () =>
      reject(
        new UserError(
          `The file ${file} cannot be read.`,
          'It holds one JSON object a line: {"id": "1", "question": "…"}',
        ),
      ),
    )
  })
  return stream
}

async function answerLine(
  line: string,
  threads: Map<string, Thread>,
  asker: Asker,
  context: AskContext,
  shop: Context,
): Promise<Readonly<Record<string, unknown>>> {
  const json = parsedJson(line)
  const parsed = batchLine.safeParse(json)
  if (!parsed.success)
    return { id: idOf(json), kind: 'error', reason: 'The line is not a JSON object with “question” in it.' }
  const { id, question, thread: name } = parsed.data
  const echo = { id, ...(name ? { thread: name } : {}) }
  try {
    const thread = (name && threads.get(name)) || emptyThread
    const reply = await ask({ text: question, asker, thread }, context)
    if (name) threads.set(name, continued(thread, reply))
    return { ...echo, ...replyJson(reply) }
  } catch (error) {
    return { ...echo, kind: 'error', reason: shownFault(error, '', shop.log, `${shop.home}/regulars.log`).text }
  }
}

function idOf(json: unknown): string | number | null {
  const parsed = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(json)
  return parsed.success ? parsed.data.id : null
}
