import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { perform } from './acts.ts'
import { handleApi } from './api.ts'
import { deliverAgain } from './deliveries.ts'
import { injectFault } from './faults.ts'
import { messagesOf, threadOf } from './messages.ts'
import { freshState } from './opening.ts'
import { pageState } from './page-state.ts'
import { openServer } from './server.ts'
import type { State } from './state.ts'
import type { Workspace, WorkspaceOptions } from './types.ts'
import { waitFor } from './waiting.ts'
import { directOf } from './web-api/answers.ts'
import type { Tokens } from './web-api/methods.ts'

/** Answers what is neither the Web API nor a socket: the page. False when it does not know the path. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse, workspace: Workspace) => Promise<boolean>

/**
 * Opens a workspace on this machine alone. The app is given `apiUrl` and the two tokens, and finds a Slack.
 *
 *     await using workspace = await openWorkspace({ manifest, people, channels, teamName: 'Heron & Spoke', port: 0 })
 */
export async function openWorkspace(options: WorkspaceOptions, page: PageHandler = noPage): Promise<Workspace> {
  const state = freshState(options)
  const tokens = { bot: `xoxb-${secret()}`, app: `xapp-1-${secret()}` }
  const server = await openServer(options.port, {
    request: async (request, response) => {
      if (request.url?.startsWith('/api/')) return handleApi(state, tokens, request, response)
      if (!(await page(request, response, workspace))) response.writeHead(404).end('Not found')
    },
    upgrade: (request, socket, head) => state.sockets.upgrade(request, socket, head),
  })
  state.origin = `http://127.0.0.1:${server.port}`
  const workspace = faceOf(state, tokens, async () => {
    await state.sockets[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })
  return workspace
}

const secret = (): string => randomBytes(16).toString('hex')

const noPage: PageHandler = async () => false

function faceOf(state: State, tokens: Tokens, close: () => Promise<void>): Workspace {
  return {
    url: `${state.origin}/`,
    apiUrl: `${state.origin}/api/`,
    botToken: tokens.bot,
    appToken: tokens.app,
    teamId: state.team.id,
    botUserId: state.app.userId,
    people: [...state.people.values()],
    act: (user, act) => perform(state, user, act),
    state: (user) => pageState(state, user),
    onChange(listener) {
      state.listeners.add(listener)
      return () => void state.listeners.delete(listener)
    },
    directChannel: (user) => directOf(state, user)?.id ?? '',
    messages: (channel, threadTs) => (threadTs ? threadOf(state, channel, threadTs) : messagesOf(state, channel)),
    calls: (method) => state.calls.filter((call) => method === undefined || call.method === method),
    fileContent: (id) => state.files.get(id)?.content ?? null,
    inject: (method, fault, times = 1) => injectFault(state, method, fault, times),
    redeliver: (times = 1) => redeliver(state, times),
    disconnect: (how) => state.sockets.disconnect(how),
    waitFor: (what, found, withinMs) => waitFor(state, what, found, withinMs),
    get connected() {
      return state.sockets.connected
    },
    [Symbol.asyncDispose]: close,
  }
}

async function redeliver(state: State, times: number): Promise<void> {
  for (let nth = 1; nth <= times; nth++)
    await Promise.all(state.lastEvents.map((payload) => deliverAgain(state, payload, nth)))
}
