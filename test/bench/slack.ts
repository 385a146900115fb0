import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Message, Person, Workspace } from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { questions } from './questions.ts'

const ways = ['mention', 'follow-up in the thread', 'next step, by its button', 'direct message'] as const
type Way = (typeof ways)[number]

/** From the moment the workspace sent the event to the moment it had the finished message, over real sockets. */
export interface SlackSpeed {
  readonly timings: readonly { readonly way: Way; readonly question: string; readonly ms: number }[]
  /** Of the bot's process when it was ready, and after all questions. */
  readonly megabytes: readonly [ready: number, after: number]
}

/** A shop for a bot to open. */
export interface BotShop {
  readonly databaseUrl: string
  readonly home: string
  /** A manager on its staff. */
  readonly asker: { readonly slackUserId: string; readonly email: string }
}

const counter = 'C0COUNTER'

/** What is said below an answer; each is understood after any list or number. */
const followUps = ['how many', 'only in Tacoma', 'what about last year', 'by store'] as const

/**
 * Asks the bot `times` things, one after the other, a quarter of them each way. The bot is a process of its own on the
 * shop at that address; the workspace and its people are this one.
 */
export async function slackSpeed({ databaseUrl, home, asker }: BotShop, times: number): Promise<SlackSpeed> {
  const { slackUserId: id, email } = asker
  const person: Person = { id, name: 'Mara', email, title: '', timeZone: 'America/Los_Angeles' }
  await using workspace = await openWorkspace({
    manifest: readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
    people: [person],
    channels: [{ id: counter, name: 'counter', kind: 'public', members: [id], hasApp: true }],
    teamName: 'Bench',
    port: 0,
  })
  const bot = await startBot(workspace, { DATABASE_URL: databaseUrl, REGULARS_HOME: home })
  try {
    const ready = await megabytesOf(bot)
    await conversations(workspace, 8)
    const timings = await conversations(workspace, times)
    return { timings, megabytes: [ready, await megabytesOf(bot)] }
  } finally {
    bot.send('stop')
    await once(bot, 'exit')
  }
}

async function startBot({ apiUrl, botToken, appToken }: Workspace, env: Readonly<Record<string, string>>) {
  const script = new URL('./bot.ts', import.meta.url)
  const bot = fork(script, [apiUrl, botToken, appToken], { env: { ...process.env, ...env } })
  await Promise.race([
    once(bot, 'message'),
    once(bot, 'exit').then(() => Promise.reject(new Error('the bot ended before it was ready'))),
  ])
  return bot
}

async function megabytesOf(bot: ChildProcess): Promise<number> {
  bot.send('memory')
  const [bytes] = (await once(bot, 'message')) as [number]
  return bytes / 2 ** 20
}

/** Four things each: a question in the channel, one below it, a button below that, and one in the direct message. */
async function conversations(workspace: Workspace, times: number): Promise<SlackSpeed['timings']> {
  const measured: SlackSpeed['timings'][number][] = []
  const measure = async (way: Way, question: string, answer: () => Promise<Message>): Promise<Message> => {
    const began = performance.now()
    const message = await answer()
    measured.push({ way, question, ms: performance.now() - began })
    return message
  }
  const direct = workspace.directChannel(askerIn(workspace))
  for (let round = 0; measured.length < times; round++) {
    const asked = questions[round % questions.length] ?? ''
    const below = followUps[round % followUps.length] ?? ''
    const mention = (text: string, thread?: string) =>
      say(workspace, counter, `<@${workspace.botUserId}> ${text}`, thread)
    const first = await measure('mention', asked, () => mention(asked))
    await measure('follow-up in the thread', below, () => mention(below, first.threadTs))
    const button = buttonIn(first)
    if (button) await measure('next step, by its button', button.label, () => click(workspace, first, button))
    const other = questions[(round + 17) % questions.length] ?? ''
    await measure('direct message', other, () => say(workspace, direct, other))
  }
  return measured
}

async function say(workspace: Workspace, channel: string, text: string, thread?: string): Promise<Message> {
  const known = thread === undefined ? 0 : repliesIn(workspace, channel, thread).length
  const said = await workspace.act(askerIn(workspace), {
    kind: 'say',
    channel,
    text,
    ...(thread && { threadTs: thread }),
  })
  if (!said.ok || said.ts === undefined) throw new Error(`“${text}” was not said`)
  const { ts } = said
  return workspace.waitFor(`an answer to “${text}”`, () => repliesIn(workspace, channel, thread ?? ts)[known])
}

interface Button {
  readonly blockId: string
  readonly actionId: string
  readonly label: string
}

async function click(workspace: Workspace, { channel, ts, threadTs = ts }: Message, button: Button): Promise<Message> {
  const known = repliesIn(workspace, channel, threadTs).length
  // Its acknowledgement is not waited for: the answer may be there before.
  const { blockId, actionId, label } = button
  const clicked = workspace.act(askerIn(workspace), { kind: 'click', in: { channel, ts }, blockId, actionId })
  const reply = await workspace.waitFor(`an answer to “${label}”`, () => repliesIn(workspace, channel, threadTs)[known])
  await clicked
  return reply
}

/** Nobody else is in it. */
const askerIn = ({ people }: Workspace): string => people[0]?.id ?? ''

/** The finished messages of the bot in a thread. */
const repliesIn = (workspace: Workspace, channel: string, thread: string): readonly Message[] =>
  workspace
    .messages(channel, thread)
    .filter(({ user, streaming, ephemeralTo }) => user === workspace.botUserId && !streaming && !ephemeralTo)

/** The first of the next steps below an answer; none below one that was declined. */
function buttonIn({ blocks }: Message): Button | null {
  for (const { block_id, elements } of blocks) {
    const found = (Array.isArray(elements) ? elements : []).find(({ action_id }) => action_id === 'answer_next_0')
    if (found) return { blockId: String(block_id ?? ''), actionId: 'answer_next_0', label: String(found.text?.text) }
  }
  return null
}
