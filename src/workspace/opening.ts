import { clock } from '../context.ts'
import { openIds } from './ids.ts'
import { readManifest } from './manifest.ts'
import { SocketMode } from './socket-mode.ts'
import { changed, type State } from './state.ts'
import type { Channel, Person, WorkspaceOptions } from './types.ts'

const ACKNOWLEDGE_WITHIN_MS = 3_000

/** A workspace in which nothing has happened yet. */
export function freshState(options: WorkspaceOptions): State {
  const now = options.now ?? clock
  const manifest = readManifest(options.manifest)
  const acknowledgeWithinMs = options.acknowledgeWithinMs ?? ACKNOWLEDGE_WITHIN_MS
  const app = { id: 'A0WORKSPACE', botId: 'B0WORKSPACE', userId: 'U0WORKSPACE', name: manifest.appName }
  const state: State = {
    manifest,
    team: { id: 'T0WORKSPACE', name: options.teamName, domain: domainOf(options.teamName) },
    app,
    now,
    ids: openIds(now),
    sockets: new SocketMode({ appId: app.id, acknowledgeWithinMs, onChange: () => changed(state) }),
    origin: '',
    messageRate: options.messageRate === true,
    acknowledgeWithinMs,
    people: new Map(options.people.map((person) => [person.id, person])),
    channels: new Map(
      [...options.channels, ...directChannels(options, app.name)].map((channel) => [channel.id, channel]),
    ),
    ...emptyMemory(),
  }
  return state
}

function emptyMemory() {
  return {
    messages: new Map(),
    streams: new Map(),
    homes: new Map(),
    modals: new Map(),
    statuses: new Map(),
    prompts: new Map(),
    threadTitles: new Map(),
    notices: new Map(),
    files: new Map(),
    triggers: new Map(),
    replyAddresses: new Map(),
    calls: [],
    faults: new Map(),
    lastPosts: new Map(),
    lastEvents: [],
    version: 1,
    listeners: new Set<(version: number) => void>(),
    onlookers: new Set<() => void>(),
  }
}

/** Everybody has a direct message with the app. */
function directChannels({ people, channels }: WorkspaceOptions, appName: string): readonly Channel[] {
  const known = (person: Person) =>
    channels.some(({ kind, members }) => kind === 'direct' && members.includes(person.id))
  return people
    .filter((person) => !known(person))
    .map(({ id }) => ({ id: `D${id.slice(1)}`, name: appName, kind: 'direct', members: [id], hasApp: true }))
}

function domainOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'workspace'
  )
}
