import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { UserError } from '../errors.ts'
import { deferred } from './deferred.ts'

export interface ServerHandlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface LocalServer extends AsyncDisposable {
  readonly port: number
}

const FIRST_PORT = 3_000
const LAST_PORT = 3_020
/** Nobody but this machine reaches it. */
const HOST = '127.0.0.1'

/** Listens on this machine alone: on `port`, on any free one for 0, on 3000 or the next free one when none is given. */
export async function openServer(port: number | undefined, handlers: ServerHandlers): Promise<LocalServer> {
  const server = createServer((request, response) => void answerSafely(request, response, handlers))
  server.on('upgrade', (request, socket, head) => {
    if (isFromHere(request)) handlers.upgrade(request, socket, head)
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => closeServer(server),
  }
}

async function answerSafely(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: ServerHandlers,
): Promise<void> {
  if (!isFromHere(request)) return void response.writeHead(403).end('This workspace answers its own page alone.')
  try {
    await handlers.request(request, response)
  } catch (error) {
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ok: false, error: 'fatal_error', message: String(error) }))
  }
}

/**
 * Another site's page may make a browser on this machine call us, under our own address or under a name of its own that
 * leads here; its Origin or its Host tells.
 */
function isFromHere(request: IncomingMessage): boolean {
  const port = request.socket.localPort
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin } = request.headers
  const own = origin === undefined || origin === `http://${host}`
  return hosts.includes(host) && own && !isEmbedded(request.headers)
}

/** Another site's page takes something from here without saying who it is; following a link is fine. */
function isEmbedded(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  return (site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate'
}

async function listen(server: Server, port: number | undefined): Promise<void> {
  if (port !== undefined) return listenOn(server, port)
  for (let next = FIRST_PORT; next <= LAST_PORT; next++) {
    try {
      return await listenOn(server, next)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  throw new UserError(`The ports ${FIRST_PORT} to ${LAST_PORT} are all taken.`, 'Set PORT to one that is free.')
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

function listenOn(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = deferred<void>()
  server.once('error', reject)
  server.listen(port, HOST, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}

function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = deferred<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  return promise
}
