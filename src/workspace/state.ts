import type { Ids } from './ids.ts'
import type { Manifest } from './manifest.ts'
import type { SocketMode } from './socket-mode.ts'
import type {
  AnyBlock,
  ApiCall,
  Channel,
  Fault,
  Message,
  Notice,
  Person,
  SharedFile,
  StreamTask,
  SuggestedPrompt,
} from './types.ts'

/** Everything the workspace remembers, in memory alone. Maps keep the order in which things came. */
export interface State {
  readonly manifest: Manifest
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly app: { readonly id: string; readonly botId: string; readonly userId: string; readonly name: string }
  readonly now: () => Date
  readonly ids: Ids
  readonly sockets: SocketMode
  /** `http://127.0.0.1:3000`; known once the server listens. */
  origin: string
  readonly messageRate: boolean
  readonly acknowledgeWithinMs: number
  readonly people: Map<string, Person>
  readonly channels: Map<string, Channel>
  /** By channel, oldest first, ephemeral ones among them. */
  readonly messages: Map<string, readonly Message[]>
  /** By channel and ts: streams that were begun, with what they have said so far. */
  readonly streams: Map<string, Stream>
  readonly homes: Map<string, StoredView>
  /** Open modals of each person, the topmost last. */
  readonly modals: Map<string, readonly StoredView[]>
  readonly statuses: Map<string, { readonly channel: string; readonly threadTs: string; readonly text: string }>
  readonly prompts: Map<string, { readonly title: string; readonly prompts: readonly SuggestedPrompt[] }>
  readonly threadTitles: Map<string, string>
  readonly notices: Map<string, readonly Notice[]>
  readonly files: Map<string, StoredFile>
  readonly triggers: Map<string, Trigger>
  readonly replyAddresses: Map<string, ReplyAddress>
  readonly calls: ApiCall[]
  readonly faults: Map<string, readonly Fault[]>
  /** When each channel was last posted to, in milliseconds. */
  readonly lastPosts: Map<string, number>
  /** What a person's last deed made the app hear, for redelivery. */
  lastEvents: readonly EventPayload[]
  version: number
  readonly listeners: Set<(version: number) => void>
  /** Called after changes and after calls alike: `waitFor` looks again. */
  readonly onlookers: Set<() => void>
}

export type EventPayload = Readonly<Record<string, unknown>> & { readonly event_id: string }

export interface Stream {
  readonly text: string
  readonly blocks: readonly AnyBlock[]
  readonly tasks: readonly StreamTask[]
  /** Milliseconds; some minutes later it ends by itself. */
  readonly begunAt: number
  readonly ended: boolean
}

/** A view as the app sent it, and what the workspace adds. */
export interface StoredView {
  readonly id: string
  readonly user: string
  readonly type: 'modal' | 'home'
  readonly source: Readonly<Record<string, unknown>>
  readonly blocks: readonly AnyBlock[]
  readonly hash: string
  readonly rootId: string
  readonly previousId: string | null
  readonly errors: Readonly<Record<string, string>>
}

export interface StoredFile {
  readonly shared: SharedFile
  readonly length: number
  readonly content: Buffer | null
}

export interface Trigger {
  readonly user: string
  /** Milliseconds. */
  readonly expiresAt: number
  readonly used: boolean
}

export interface ReplyAddress {
  readonly channel: string
  readonly user: string
  /** The message that was clicked; null after a command. */
  readonly messageTs: string | null
  readonly usesLeft: number
  /** Milliseconds. */
  readonly expiresAt: number
}

/** What was just done is now to be seen. */
export function changed(state: State): void {
  state.version++
  for (const listener of [...state.listeners]) listener(state.version)
  stirred(state)
}

/** Something happened that the page does not show. */
export function stirred(state: State): void {
  for (const look of [...state.onlookers]) look()
}

const KEPT_NOTICES = 20

/** Tells one person something in Slack's own name. */
export function notify(state: State, user: string, text: string): void {
  const notice = { text, at: state.now().toISOString() }
  state.notices.set(user, [...(state.notices.get(user) ?? []), notice].slice(-KEPT_NOTICES))
  changed(state)
}

export const placeKey = (channel: string, ts: string): string => `${channel}:${ts}`
