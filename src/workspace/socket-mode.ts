import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { deferred } from './deferred.ts'
import { disconnectFrame, type Envelope, envelopeFrame, helloFrame, readAcknowledgement } from './frames.ts'

/** What became of an envelope: `lost` when its connection ended first, `unconnected` when there was none. */
export type Acknowledgement =
  | { readonly kind: 'acknowledged'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly kind: 'timeout' | 'lost' | 'unconnected' }

export interface SocketModeOptions {
  readonly appId: string
  readonly acknowledgeWithinMs: number
  /** A connection came or went. */
  readonly onChange: () => void
}

/** Slack allows an app this many connections. */
const MOST_CONNECTIONS = 10
const PING_EVERY_MS = 5_000
const REFRESH_AFTER_WARNING_MS = 1_000
const GOODBYE_MS = 500
/** Of an acknowledgement, in bytes. */
const LARGEST_FRAME = 4_000_000

interface Connection {
  readonly socket: WebSocket
  /** Envelopes that were not acknowledged yet, by their id. */
  readonly waiting: Map<string, (acknowledgement: Acknowledgement) => void>
}

/** One that is closing takes nothing any more. */
const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN

/** The app's connections. An envelope goes to one of them, in turn. */
export class SocketMode implements AsyncDisposable {
  readonly #options: SocketModeOptions
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME })
  readonly #tickets = new Set<string>()
  readonly #arrivals = new Set<() => void>()
  readonly #connections: Connection[] = []
  readonly #pings: NodeJS.Timeout

  constructor(options: SocketModeOptions) {
    this.#options = options
    this.#pings = setInterval(() => this.#ping(), PING_EVERY_MS).unref()
  }

  get connected(): boolean {
    return this.#connections.some(isOpen)
  }

  /** Admits one connection: `apps.connections.open` hands it out in an address. */
  ticket(): string {
    const ticket = randomUUID()
    this.#tickets.add(ticket)
    return ticket
  }

  /** Takes a connection over from the HTTP server; without a ticket it is refused. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'ws://workspace').searchParams.get('ticket') ?? ''
    if (this.#tickets.delete(ticket) && this.#connections.length < MOST_CONNECTIONS)
      this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened))
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  }

  async send(envelope: Envelope): Promise<Acknowledgement> {
    const connection = this.#next()
    return connection ? sendOn(connection, envelope, this.#options.acknowledgeWithinMs) : { kind: 'unconnected' }
  }

  /** Resolves when an app is connected, at once if one is. */
  async whenConnected(): Promise<void> {
    if (this.connected) return
    const { promise, resolve } = deferred<void>()
    this.#arrivals.add(resolve)
    await promise
    this.#arrivals.delete(resolve)
  }

  disconnect(how: 'refresh' | 'cut'): void {
    for (const { socket } of [...this.#connections]) how === 'cut' ? socket.terminate() : refresh(socket)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pings)
    await Promise.all(this.#connections.map(({ socket }) => closed(socket)))
    this.#server.close()
  }

  #welcome(socket: WebSocket): void {
    const connection: Connection = { socket, waiting: new Map() }
    this.#connections.push(connection)
    socket.on('message', (data) => acknowledge(connection, String(data)))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => this.#leave(connection))
    socket.send(helloFrame(this.#options.appId, this.#connections.length))
    this.#options.onChange()
    for (const arrive of [...this.#arrivals]) arrive()
  }

  #leave(connection: Connection): void {
    this.#connections.splice(this.#connections.indexOf(connection), 1)
    for (const settle of [...connection.waiting.values()]) settle({ kind: 'lost' })
    this.#options.onChange()
  }

  /** The next connection in turn goes to the end of the line. */
  #next(): Connection | undefined {
    const open = this.#connections.find(isOpen)
    if (open) this.#connections.push(...this.#connections.splice(this.#connections.indexOf(open), 1))
    return open
  }

  #ping(): void {
    for (const { socket } of this.#connections) socket.ping()
  }
}

async function sendOn(connection: Connection, envelope: Envelope, withinMs: number): Promise<Acknowledgement> {
  const id = randomUUID()
  const { promise, resolve } = deferred<Acknowledgement>()
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), withinMs).unref()
  connection.waiting.set(id, resolve)
  connection.socket.send(envelopeFrame(id, envelope))
  const acknowledgement = await promise
  clearTimeout(timer)
  connection.waiting.delete(id)
  return acknowledgement
}

function acknowledge({ waiting }: Connection, data: string): void {
  const frame = readAcknowledgement(data)
  if (frame) waiting.get(frame.envelopeId)?.({ kind: 'acknowledged', payload: frame.payload })
}

/** As Slack renews a connection: a warning first, then the request to come back by another. */
function refresh(socket: WebSocket): void {
  socket.send(disconnectFrame('warning'))
  setTimeout(() => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(disconnectFrame('refresh_requested'))
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
