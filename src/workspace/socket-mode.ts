import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { deferred } from './deferred.ts'

export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive'

export interface Envelope {
  readonly type: EnvelopeType
  readonly payload: Readonly<Record<string, unknown>>
  readonly acceptsResponse: boolean
  readonly retry?: { readonly attempt: number; readonly reason: string }
}

/** What became of an envelope: `lost` when its connection ended first, `unconnected` when there was none. */
export type Acknowledgement =
  | { readonly kind: 'acknowledged'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly kind: 'timeout' | 'lost' | 'unconnected' }

/** The app's connections. An envelope goes to one of them, in turn. */
export interface SocketMode {
  readonly connections: number
  /** The query of an address that connects once: `apps.connections.open` hands it out. */
  ticket(): string
  send(envelope: Envelope): Promise<Acknowledgement>
  /** Resolves when an app is connected, at once if one is. */
  whenConnected(): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  disconnect(how: 'refresh' | 'cut'): void
  close(): Promise<void>
}

export interface SocketModeOptions {
  readonly appId: string
  readonly acknowledgeWithinMs: number
  readonly onChange: () => void
}

/** Slack allows an app this many connections. */
const MOST_CONNECTIONS = 10
const PING_EVERY_MS = 5_000
const REFRESH_AFTER_WARNING_MS = 1_000
const GOODBYE_MS = 500

type Connection = { readonly socket: WebSocket; readonly waiting: Map<string, (ack: Acknowledgement) => void> }

/** One that is closing takes nothing any more. */
const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN

export function openSocketMode(options: SocketModeOptions): SocketMode {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4_000_000 })
  const tickets = new Set<string>()
  const arrivals = new Set<() => void>()
  const connections: Connection[] = []
  const pings = setInterval(() => {
    for (const { socket } of connections) socket.ping()
  }, PING_EVERY_MS).unref()

  function welcome(socket: WebSocket): void {
    const connection: Connection = { socket, waiting: new Map() }
    connections.push(connection)
    socket.on('message', (data) => acknowledge(connection, String(data)))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => leave(connection))
    socket.send(JSON.stringify(helloFrame(options.appId, connections.length)))
    options.onChange()
    for (const arrive of [...arrivals]) arrive()
  }

  function leave(connection: Connection): void {
    connections.splice(connections.indexOf(connection), 1)
    for (const settle of [...connection.waiting.values()]) settle({ kind: 'lost' })
    options.onChange()
  }

  /** The next connection in turn: it goes to the end of the line. */
  function nextConnection(): Connection | undefined {
    const open = connections.find(isOpen)
    if (open) connections.push(...connections.splice(connections.indexOf(open), 1))
    return open
  }

  return {
    get connections() {
      return connections.filter(isOpen).length
    },
    ticket() {
      const ticket = randomUUID()
      tickets.add(ticket)
      return ticket
    },
    async send(envelope) {
      const connection = nextConnection()
      return connection ? sendOn(connection, envelope, options.acknowledgeWithinMs) : { kind: 'unconnected' }
    },
    whenConnected() {
      if (connections.some(isOpen)) return Promise.resolve()
      const { promise, resolve } = deferred<void>()
      arrivals.add(resolve)
      return promise.finally(() => arrivals.delete(resolve))
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'ws://workspace').searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket) || connections.length >= MOST_CONNECTIONS) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, welcome)
    },
    disconnect(how) {
      for (const { socket } of [...connections]) how === 'cut' ? socket.terminate() : refresh(socket)
    },
    async close() {
      clearInterval(pings)
      await Promise.all(connections.map(({ socket }) => closed(socket)))
      server.close()
    },
  }
}

function sendOn(connection: Connection, envelope: Envelope, withinMs: number): Promise<Acknowledgement> {
  const id = randomUUID()
  const { promise, resolve } = deferred<Acknowledgement>()
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), withinMs).unref()
  connection.waiting.set(id, resolve)
  connection.socket.send(JSON.stringify(frameOf(id, envelope)))
  return promise.finally(() => {
    clearTimeout(timer)
    connection.waiting.delete(id)
  })
}

function frameOf(id: string, { type, payload, acceptsResponse, retry }: Envelope): object {
  const frame = { envelope_id: id, payload, type, accepts_response_payload: acceptsResponse }
  return type === 'events_api'
    ? { ...frame, retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
    : frame
}

function acknowledge({ waiting }: Connection, data: string): void {
  const frame = jsonObject(data)
  const settle = waiting.get(String(frame.envelope_id))
  settle?.({ kind: 'acknowledged', payload: (frame.payload ?? {}) as Readonly<Record<string, unknown>> })
}

function jsonObject(data: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

function helloFrame(appId: string, connections: number): object {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: { host: 'workspace', build_number: 1, approximate_connection_time: 18_060 },
  }
}

/** As Slack renews a connection: a warning first, then the request to come back by another. */
function refresh(socket: WebSocket): void {
  const say = (reason: string) =>
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'workspace' } }))
  say('warning')
  setTimeout(() => {
    if (socket.readyState !== socket.OPEN) return
    say('refresh_requested')
    socket.close(1000)
  }, REFRESH_AFTER_WARNING_MS).unref()
}

/** Says goodbye properly, so that the app does not wait for an answer; not for long. */
function closed(socket: WebSocket): Promise<void> {
  const { promise, resolve } = deferred<void>()
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS).unref()
  socket.once('close', () => {
    clearTimeout(timer)
    resolve()
  })
  socket.close(1001)
  return promise
}
