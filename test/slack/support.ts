import { readFileSync } from 'node:fs'
import type { Kysely } from 'kysely'
import type { OpenPlanner } from '../../src/ask/opening.ts'
import { type Context, dayOf } from '../../src/context.ts'
import type { Database } from '../../src/db/schema.ts'
import { readSettings } from '../../src/db/settings.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import type { Log } from '../../src/log.ts'
import { type SlackApp, startSlack } from '../../src/slack/app.ts'
import type { Act, AnyBlock, Channel, Message, Person, Workspace } from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { openCast, today } from '../ask/cast.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { customer } from '../support/shop.ts'

/** Dana manages, Hank is an associate, Gil is nobody to the shop, and Tess is a guest of the workspace. */
export const people = [
  person('U0DANA', 'Dana Whitlock', 'dana@cast.example'),
  person('U0HANK', 'Hank Dombrowski', 'hank@cast.example'),
  person('U0GIL', 'Gil Stranger', 'gil@elsewhere.example'),
  { ...person('U0TESS', 'Tess Guest', 'tess@guest.example'), guest: true },
] as const satisfies readonly Person[]
export const [dana, hank, gil, tess] = ['U0DANA', 'U0HANK', 'U0GIL', 'U0TESS'] as const

const everybody = people.map(({ id }) => id)
/** #counter is open to all and has the app; #shared is read by another organisation. */
export const counter = 'C0COUNTER'
export const shared = 'C0SHARED'
const channels: readonly Channel[] = [
  { id: counter, name: 'counter', kind: 'public', members: everybody, hasApp: true },
  { id: shared, name: 'suppliers', kind: 'public', members: everybody, hasApp: true, shared: true },
  { id: 'C0BACK', name: 'backroom', kind: 'public', members: everybody, hasApp: false },
]

function person(id: string, name: string, email: string): Person {
  return { id, name, email, title: '', timeZone: 'America/Chicago' }
}

/** A line of the log: what went wrong without anybody being told. */
export interface LogLine {
  readonly level: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** A shop, a workspace, and the app between them. */
export interface Story extends AsyncDisposable {
  readonly shop: Context
  readonly database: TestDatabase
  readonly workspace: Workspace
  readonly app: SlackApp
  readonly log: readonly LogLine[]
  /** Says it in #counter unless told otherwise, and gives the message's time stamp. */
  say(user: string, text: string, where?: { readonly channel?: string; readonly thread?: string }): Promise<string>
  /** The same with a mention in front, and gives the reply. */
  ask(user: string, text: string, thread?: string): Promise<Message>
  /** Says it in the direct message, and gives the reply. */
  tell(user: string, text: string, thread?: string): Promise<Message>
  /** The next finished message of the app in the thread. */
  reply(channel: string, thread: string): Promise<Message>
  /** What only that person sees, the latest last. */
  whispers(user: string, channel?: string): readonly Message[]
  /** The next thing that only that person sees. */
  whisper(user: string, channel?: string): Promise<Message>
  /** Clicks the element of that action in the message. */
  click(user: string, message: Message, actionId: string, chosen?: string): Promise<void>
  act(user: string, act: Act): Promise<void>
  /** The message as it is now. */
  now(message: Message): Message | undefined
  /** Another process of the app, beside or after the first. */
  start(): Promise<SlackApp>
}

let numbered = 0

/** Lena of Oak Street and Marco of River Road: “Ricci” is either. */
export async function twoOfOneName(db: Kysely<Database>): Promise<void> {
  const stores = await db.selectFrom('stores').select('id').orderBy('name').execute()
  for (const [at, name] of ['Lena Ricci', 'Marco Ricci'].entries())
    await customer(db, name, '2024-01-01', { store: stores[at]?.id ?? 0 })
  await refreshSummaries(db)
}

interface StoryOptions {
  /** Whether the app runs from the beginning. */
  readonly started?: boolean
  readonly openPlanner?: OpenPlanner
  /** Half a minute unless given: a busy machine must not change what a test sees. */
  readonly streamAfterMs?: number
}

export async function openStory(options: StoryOptions = {}): Promise<Story> {
  const stack = new AsyncDisposableStack()
  const database = stack.use(await testDatabase())
  await openCast(database.db)
  const log: LogLine[] = []
  const shop = await contextOf(database, log)
  const workspace = stack.use(
    await openWorkspace({
      manifest: readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
      people,
      channels,
      teamName: 'Cast & Co',
      port: 0,
    }),
  )
  const start = async () =>
    stack.use(
      await startSlack(shop, {
        botToken: workspace.botToken,
        appToken: workspace.appToken,
        apiUrl: workspace.apiUrl,
        streamAfterMs: options.streamAfterMs ?? 30_000,
        ...(options.openPlanner && { openPlanner: options.openPlanner }),
      }),
    )
  const app = options.started === false ? undefined : await start()
  return storyOf(workspace, { shop, database, log, start, app: app as SlackApp, stack })
}

async function contextOf(database: TestDatabase, lines: LogLine[]): Promise<Context> {
  const settings = await readSettings(database.db)
  const write =
    (level: string) =>
    (message: string, details: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, message, details })
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  const now = () => new Date()
  return {
    db: database.db,
    reader: database.reader,
    settings,
    today: () => (dayOf(now(), settings.timeZone) === today ? today : today),
    now,
    log,
    home: `/nonexistent/${numbered++}`,
    embedded: false,
    migrated: [],
    [Symbol.asyncDispose]: async () => {},
  }
}

interface Parts extends Pick<Story, 'shop' | 'database' | 'log' | 'start' | 'app'> {
  readonly stack: AsyncDisposableStack
}

function storyOf(workspace: Workspace, { stack, ...parts }: Parts): Story {
  const bot = workspace.botUserId
  const act = async (user: string, what: Act) => {
    const result = await workspace.act(user, what)
    if (!result.ok) throw new Error(`${what.kind}: ${result.error}`)
    return result
  }
  const say: Story['say'] = async (user, text, { channel = counter, thread } = {}) => {
    const result = await act(user, { kind: 'say', channel, text, ...(thread && { threadTs: thread }) })
    if (result.ts === undefined) throw new Error('nothing was said')
    return result.ts
  }
  const finished = (channel: string, thread: string) =>
    workspace
      .messages(channel, thread)
      .filter(({ user, streaming, ephemeralTo, ts }) => user === bot && !streaming && !ephemeralTo && ts !== thread)
  const replyAfter = (channel: string, thread: string, known: number) =>
    workspace.waitFor('a reply in the thread', () => finished(channel, thread)[known])
  const sayAndWait = async (user: string, text: string, channel: string, thread?: string) => {
    const known = thread === undefined ? 0 : finished(channel, thread).length
    const ts = await say(user, text, { channel, ...(thread && { thread }) })
    return replyAfter(channel, thread ?? ts, known)
  }
  const whispers: Story['whispers'] = (user, channel = counter) =>
    workspace.messages(channel).filter(({ ephemeralTo }) => ephemeralTo === user)
  return {
    ...parts,
    workspace,
    say,
    ask: (user, text, thread) => sayAndWait(user, `<@${bot}> ${text}`, counter, thread),
    tell: (user, text, thread) => sayAndWait(user, text, workspace.directChannel(user), thread),
    reply: (channel, thread) => replyAfter(channel, thread, 0),
    whispers,
    whisper: (user, channel = counter) => {
      const known = whispers(user, channel).length
      return workspace.waitFor('a whisper', () => whispers(user, channel)[known])
    },
    click: async (user, { channel, ts, blocks }, actionId, chosen) => {
      const found = elementsOf(blocks).find(({ element }) => element.action_id === actionId)
      if (!found) throw new Error(`there is no ${actionId} in the message; there are ${actionsOf(blocks).join(', ')}`)
      const extra = chosen === undefined ? {} : { chosen: choice(found.element, chosen) }
      await act(user, { kind: 'click', in: { channel, ts }, blockId: found.blockId, actionId, ...extra })
    },
    act: async (user, what) => void (await act(user, what)),
    now: ({ channel, ts }) =>
      workspace.messages(channel).find((one) => one.ts === ts) ?? threadMessage(workspace, channel, ts),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

const threadMessage = (workspace: Workspace, channel: string, ts: string): Message | undefined =>
  workspace
    .messages(channel)
    .flatMap((root) => workspace.messages(channel, root.ts))
    .find((one) => one.ts === ts)

interface Placed {
  readonly blockId: string
  readonly element: Readonly<Record<string, unknown>>
}

/** Everything in the blocks that can be clicked. */
function elementsOf(blocks: readonly AnyBlock[]): readonly Placed[] {
  return blocks.flatMap((block) => {
    const inside = [...list(block.elements), ...(block.accessory ? [block.accessory] : [])]
    return inside.map((element) => ({ blockId: String(block.block_id ?? ''), element: element as Placed['element'] }))
  })
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The actions that a message offers. */
export const actionsOf = (blocks: readonly AnyBlock[]): readonly string[] =>
  elementsOf(blocks).flatMap(({ element }) => (typeof element.action_id === 'string' ? [element.action_id] : []))

/** The option of a menu, or the side of a verdict, by its value. */
function choice(element: Readonly<Record<string, unknown>>, value: string): Readonly<Record<string, unknown>> {
  if (element.type === 'feedback_buttons') return { value }
  const option = list(element.options).find((one) => (one as { value?: string }).value?.endsWith(value))
  if (!option) throw new Error(`there is no option ${value}`)
  return { selected_option: option }
}

/** Every text in the blocks, table cells included, one a line. */
export function textOf({ blocks }: Pick<Message, 'blocks'>): string {
  const texts: string[] = []
  const walk = (value: unknown, key = ''): void => {
    if (typeof value === 'string' && key === 'text') texts.push(value)
    if (typeof value === 'number' && key === 'value') texts.push(String(value))
    if (Array.isArray(value)) for (const one of value) walk(one, key)
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) walk(one, name)
  }
  walk(blocks)
  return texts.join('\n')
}
