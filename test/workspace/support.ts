import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type {
  Act,
  ActResult,
  Channel,
  Message,
  Person,
  Workspace,
  WorkspaceOptions,
} from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'

const zone = { title: '', timeZone: 'America/Los_Angeles' }

/** Dana writes, Noor looks on, Gus is a guest, Lev has left. */
export const people = {
  dana: { id: 'U0DANA', name: 'Dana Reyes', email: 'dana@example.com', slackAdmin: true, ...zone },
  noor: { id: 'U0NOOR', name: 'Noor Haddad', email: 'noor@example.com', ...zone },
  gus: { id: 'U0GUS', name: 'Gus Lind', email: 'gus@example.com', guest: true, ...zone },
  lev: { id: 'U0LEV', name: 'Lev Orlov', email: 'lev@example.com', deactivated: true, ...zone },
} satisfies Record<string, Person>

const members = [people.dana.id, people.noor.id]

export const channels = {
  general: { id: 'C0GENERAL', name: 'general', kind: 'public', members, hasApp: true },
  quiet: { id: 'C0QUIET', name: 'quiet', kind: 'public', members, hasApp: false },
  back: { id: 'C0BACK', name: 'back-office', kind: 'private', members, hasApp: true },
  safe: { id: 'C0SAFE', name: 'safe', kind: 'private', members, hasApp: false },
  suppliers: { id: 'C0SUPPLY', name: 'suppliers', kind: 'public', members, hasApp: true, shared: true },
} satisfies Record<string, Channel>

const SCOPES = [
  ...['app_mentions:read', 'assistant:write', 'channels:history', 'channels:read', 'chat:write', 'commands'],
  ...['files:write', 'groups:history', 'groups:read', 'im:history', 'im:read', 'im:write'],
  ...['reactions:write', 'users:read', 'users:read.email'],
]

const EVENTS = [
  ...['app_home_opened', 'app_mention', 'member_joined_channel'],
  ...['message.channels', 'message.groups', 'message.im'],
]

/** A manifest like ours; a test takes something away from it or adds to it. */
export function manifest(
  change: {
    readonly scopes?: readonly string[]
    readonly events?: readonly string[]
    readonly shouldEscape?: boolean
  } = {},
): string {
  return JSON.stringify({
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
      bot_user: { display_name: 'Regulars' },
      slash_commands: [
        { command: '/ask', description: 'Ask', usage_hint: 'a question', should_escape: change.shouldEscape ?? true },
      ],
      shortcuts: [
        { type: 'message', name: 'Log as note', callback_id: 'log_note', description: 'Log' },
        { type: 'global', name: 'Ask', callback_id: 'ask_anywhere', description: 'Ask' },
      ],
    },
    oauth_config: { scopes: { bot: change.scopes ?? SCOPES } },
    settings: {
      event_subscriptions: { bot_events: change.events ?? EVENTS },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  })
}

export const without = (scope: string): readonly string[] => SCOPES.filter((other) => other !== scope)

export interface Stage extends AsyncDisposable {
  readonly workspace: Workspace
  readonly app: App
  readonly does: (person: Person, act: Act) => Promise<ActResult>
  /** What the app said in a channel, ephemeral ones too. */
  readonly said: (channel?: Channel) => readonly Message[]
}

/** A workspace and a real Bolt app in it, connected by Socket Mode over real sockets. */
export async function stage(
  setUp: (app: App) => void,
  options: Partial<WorkspaceOptions> = {},
  clientPingTimeout = 5_000,
): Promise<Stage> {
  const workspace = await openTestWorkspace(options)
  const app = await connect(workspace, setUp, clientPingTimeout)
  return {
    workspace,
    app,
    does: (person, act) => workspace.act(person.id, act),
    said: (channel = channels.general) =>
      workspace.messages(channel.id).filter(({ user }) => user === workspace.botUserId),
    async [Symbol.asyncDispose]() {
      await app.stop()
      await workspace[Symbol.asyncDispose]()
    },
  }
}

export function openTestWorkspace(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  return openWorkspace({
    manifest: manifest(),
    people: Object.values(people),
    channels: Object.values(channels),
    teamName: 'Heron & Spoke',
    port: 0,
    ...options,
  })
}

/** Connections that are cut on purpose need no words in the terminal. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

/** One more app (or the first) that connects to the workspace. */
export async function connect(
  workspace: Workspace,
  setUp: (app: App) => void,
  clientPingTimeout = 5_000,
): Promise<App> {
  const clientOptions = () => ({
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 50 },
  })
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logger: silent,
    clientPingTimeout,
    installerOptions: { clientOptions: clientOptions() },
  })
  const app = new App({
    token: workspace.botToken,
    receiver,
    logger: silent,
    convoStore: false,
    clientOptions: clientOptions(),
  })
  setUp(app)
  await app.start()
  return app
}

/** A call of the Web API without the client, so that refusals can be looked at. */
export async function call(
  workspace: Workspace,
  method: string,
  body: object = {},
  token: string | null = workspace.botToken,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}

export const plain = (text: string) => ({ type: 'plain_text', text }) as const
