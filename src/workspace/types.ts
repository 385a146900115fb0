/**
 * The local workspace as its two faces see it: the tests that drive it and the page in the browser.
 *
 * A workspace plays Slack's part. What people do in it (`say`, `click` …) becomes events that the app receives over
 * Socket Mode; what the app calls over the Web API becomes what people see (`PageState`).
 */

/** A block as the app sent it; it was validated when it came in. */
export type AnyBlock = Readonly<Record<string, unknown>> & { readonly type: string }

export interface Person {
  /** `U…` */
  readonly id: string
  readonly name: string
  readonly email: string
  /** What they are shown as beside their name: “Manager · Lincoln Square”. */
  readonly title: string
  /** IANA name: `America/Chicago`. */
  readonly timeZone: string
  readonly guest?: boolean
  readonly deactivated?: boolean
  /** Owner or administrator of the workspace, in Slack's sense. */
  readonly slackAdmin?: boolean
  /** Of another organisation, here through a shared channel. */
  readonly foreign?: boolean
}

export interface Channel {
  /** `C…` of a channel, `D…` of a direct message with the app. */
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'direct'
  readonly members: readonly string[]
  /** Shared with another organisation by Slack Connect. */
  readonly shared?: boolean
  /** Whether the app has been added; it always is to a direct message. */
  readonly hasApp: boolean
}

export interface SharedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly size: number
  readonly mimeType: string
  /** Where the page downloads it, a path on the workspace's own server. */
  readonly path: string
}

export interface Message {
  readonly ts: string
  readonly channel: string
  /** The message that began the thread; equal to `ts` of the first one, absent outside a thread. */
  readonly threadTs?: string
  /** A person, or the app's bot user. */
  readonly user: string
  readonly text: string
  readonly blocks: readonly AnyBlock[]
  readonly files: readonly SharedFile[]
  readonly edited: boolean
  /** Only this person sees it. */
  readonly ephemeralTo?: string
  readonly metadata?: unknown
  /** A stream that has begun and not yet stopped: the tasks it reports. */
  readonly streaming?: readonly StreamTask[]
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[]
  /** What `unfurl_links: false`, `link_names: false` and the like were given as; strict tests look at them. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface StreamTask {
  readonly id: string
  readonly title: string
  readonly status: 'pending' | 'in_progress' | 'complete' | 'error'
  readonly details?: string
}

/** A modal or a Home tab. */
export interface View {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly callbackId: string
  readonly title: string
  readonly submit: string | null
  readonly close: string
  readonly blocks: readonly AnyBlock[]
  readonly privateMetadata: string
  readonly hash: string
  /** What the last submission was refused for, by block_id. */
  readonly errors: Readonly<Record<string, string>>
}

/** What an element of a view holds, as Slack's `view.state.values[block_id][action_id]`. */
export type ViewValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Command {
  readonly command: string
  readonly description: string
  readonly usageHint: string
}

export interface Shortcut {
  readonly callbackId: string
  readonly name: string
  readonly type: 'message' | 'global'
}

export interface SuggestedPrompt {
  readonly title: string
  readonly message: string
}

export interface Notice {
  /** “/ask did not answer within 3 seconds”: what Slack itself would tell the person. */
  readonly text: string
  readonly at: string
}

/** Everything one person sees, whole: the page draws it anew at each change. */
export interface PageState {
  /** Counts up with every change. */
  readonly version: number
  readonly team: { readonly id: string; readonly name: string }
  readonly me: Person
  readonly people: readonly Person[]
  readonly bot: { readonly id: string; readonly name: string; readonly connected: boolean }
  readonly channels: readonly Channel[]
  /** Of the channels that the person is in, oldest first; ephemeral ones of this person alone. */
  readonly messages: readonly Message[]
  /** Open modals, the topmost last. */
  readonly views: readonly View[]
  readonly home: View | null
  /** “is looking …” by channel and thread. */
  readonly statuses: readonly { readonly channel: string; readonly threadTs: string; readonly text: string }[]
  /** Of the direct message with the app. */
  readonly prompts: { readonly title: string; readonly prompts: readonly SuggestedPrompt[] } | null
  readonly commands: readonly Command[]
  readonly shortcuts: readonly Shortcut[]
  readonly notices: readonly Notice[]
}

/** What a person can do, from the page or from a test; each is done as `user`. */
export type Act =
  | { readonly kind: 'say'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string; readonly text: string }
  | { readonly kind: 'remove'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'slash'; readonly channel: string; readonly command: string; readonly text: string }
  | {
      readonly kind: 'click'
      /** Where the element is: in a message or in a view. */
      readonly in: { readonly channel: string; readonly ts: string } | { readonly view: string }
      readonly blockId: string
      readonly actionId: string
      /** For menus and pickers, what was chosen: `{selected_option}`, `{selected_date}` …, as Slack's action has it. */
      readonly chosen?: Readonly<Record<string, unknown>>
      /** For a view, what its inputs hold at that moment. */
      readonly values?: ViewValues
    }
  | { readonly kind: 'shortcut'; readonly callbackId: string; readonly channel?: string; readonly ts?: string }
  | { readonly kind: 'submit'; readonly view: string; readonly values: ViewValues }
  | { readonly kind: 'close'; readonly view: string }
  | { readonly kind: 'open'; readonly tab: 'home' | 'messages' }
  /** What is typed into an external select; the answer's options come back in `ActResult`. */
  | {
      readonly kind: 'suggest'
      readonly in: { readonly channel: string; readonly ts: string } | { readonly view: string }
      readonly blockId: string
      readonly actionId: string
      readonly value: string
    }

export type ActOf<K extends Act['kind']> = Extract<Act, { readonly kind: K }>

export type ActResult =
  | { readonly ok: true; readonly ts?: string; readonly options?: readonly AnyBlockOption[] }
  | { readonly ok: false; readonly error: string }

export interface AnyBlockOption {
  readonly text: { readonly type: string; readonly text: string }
  readonly value: string
}

/**
 * A fault that the next calls of a Web API method meet.
 *
 * `done` carries the call out all the same, so that only its answer is lost. An injected error
 * `message_not_in_streaming_state` also ends the stream.
 */
export type Fault =
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'status'; readonly status: number; readonly done?: boolean }
  | { readonly kind: 'hang'; readonly forMs: number; readonly done?: boolean }

/** One call of the app, for tests to look at. */
export interface ApiCall {
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>>
  readonly at: number
}

export interface WorkspaceOptions {
  /** The app's manifest: scopes, commands, shortcuts and events come from it alone. */
  readonly manifest: string
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly teamName: string
  /** 0 takes any free port; undefined takes 3000 or the next free one. */
  readonly port?: number
  /** One message a second in a channel, as Slack has it; off unless a test asks. */
  readonly messageRate?: boolean
  /** How long an acknowledgement may take, 3,000 ms as in Slack unless a test shortens it. */
  readonly acknowledgeWithinMs?: number
  readonly now?: () => Date
}

export interface Workspace extends AsyncDisposable {
  /** The page: `http://127.0.0.1:3000/`. */
  readonly url: string
  /** For `clientOptions.slackApiUrl`: `http://127.0.0.1:3000/api/`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly teamId: string
  readonly botUserId: string
  /** Everybody in it, in the order they were given; the page begins as the first. */
  readonly people: readonly Person[]
  /**
   * What a message says is on its way when this resolves; commands, clicks and forms have been acknowledged, or were
   * not in time (`operation_timeout`). A form that the app refuses was heard: its errors are in the view.
   */
  act(user: string, act: Act): Promise<ActResult>
  state(user: string): PageState
  /** Called after every change with the new version; returns how to stop. */
  onChange(listener: (version: number) => void): () => void
  /** The direct message between a person and the app. */
  directChannel(user: string): string
  messages(channel: string, threadTs?: string): readonly Message[]
  calls(method?: string): readonly ApiCall[]
  fileContent(id: string): Buffer | null
  /** The next `times` calls (1 unless given) of the method meet the fault; `response_url` is one as well. */
  inject(method: string, fault: Fault, times?: number): void
  /** Sends the last event (or the one of that message) again, as Slack does when it missed an acknowledgement. */
  redeliver(times?: number): Promise<void>
  /** Ends the app's connections, with the frame that Slack sends before it refreshes them, or without. */
  disconnect(how: 'refresh' | 'cut'): void
  /** Resolves when `found` gives something, looked at after every change; rejects with `what` after `withinMs` (10,000). */
  waitFor<T>(what: string, found: () => T | undefined | null | false, withinMs?: number): Promise<T>
  /** Whether an app is connected. */
  readonly connected: boolean
}
