import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with a request. `answer` is the text that the model writes. */
export type Turn =
  | { readonly kind: 'answer'; readonly text: string; readonly usage?: Usage }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly message?: string
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'hang' }
  /** The model's text as a tool call's arguments. */
  | { readonly kind: 'tool'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  /** Stops for the limit on tokens, in the middle of its JSON. */
  | { readonly kind: 'truncated'; readonly text: string }
  /** A byte now and then, without an end in sight. */
  | { readonly kind: 'drip' }
  /** Closes the connection in the middle of the body. */
  | { readonly kind: 'cut' }
  /** Streams although nobody asked, and stops in the middle. */
  | { readonly kind: 'stream_cut'; readonly text: string }
  | { readonly kind: 'body'; readonly contentType: string; readonly text: string }
  /** More than anybody wants to read. */
  | { readonly kind: 'flood' }
  | { readonly kind: 'redirect'; readonly to: string }

export interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cached?: number
}

/** A request as it came: its body parsed, and every byte that crossed the wire. */
export interface Received {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } }
    readonly tools?: readonly unknown[]
    readonly [key: string]: unknown
  }
  readonly bytes: string
}

export type Behaviour = (received: Received, number: number) => Turn

export interface ModelServer extends AsyncDisposable {
  /** `http://127.0.0.1:…/v1` */
  readonly url: string
  readonly received: readonly Received[]
  /** From now on it does that; a list is gone through once, its last turn stays. */
  does(what: Behaviour | Turn | readonly Turn[]): void
  forget(): void
}

/** A server on this machine that speaks /v1/chat/completions, with whatever fault a test wants. */
export async function openModelServer(
  first: Behaviour | Turn | readonly Turn[] = answering('{}'),
): Promise<ModelServer> {
  let behaviour = behaving(first)
  const received: Received[] = []
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    void take(request).then((one) => {
      received.push(one)
      perform(behaviour(one, received.length - 1), response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    received,
    does: (what) => {
      behaviour = behaving(what)
    },
    forget: () => void received.splice(0),
    [Symbol.asyncDispose]: async () => {
      for (const response of open) response.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export const answering = (text: string | object, usage?: Usage): Turn => ({
  kind: 'answer',
  text: typeof text === 'string' ? text : JSON.stringify(text),
  ...(usage && { usage }),
})

function behaving(what: Behaviour | Turn | readonly Turn[]): Behaviour {
  if (typeof what === 'function') return what
  const turns: readonly Turn[] = Array.isArray(what) ? what : [what as Turn]
  let at = 0
  return () => turns[Math.min(at++, turns.length - 1)] ?? { kind: 'status', status: 500 }
}

async function take(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`)
  const body = text === '' ? {} : (JSON.parse(text) as Received['body'])
  return {
    path: request.url ?? '',
    headers: request.headers,
    body: body as Received['body'],
    bytes: [`${request.method} ${request.url}`, ...headers, '', text].join('\n'),
  }
}

function perform(turn: Turn, response: ServerResponse): unknown {
  switch (turn.kind) {
    case 'answer':
      return json(response, 200, completion({ content: turn.text }, 'stop', turn.usage))
    case 'tool': {
      const call = { id: 'call_1', type: 'function', function: { name: 'reply', arguments: turn.text } }
      return json(response, 200, completion({ content: null, tool_calls: [call] }, 'tool_calls'))
    }
    case 'refusal':
      return json(response, 200, completion({ content: null, refusal: turn.text }, 'stop'))
    case 'truncated':
      return json(response, 200, completion({ content: turn.text }, 'length'))
    case 'status':
      return json(response, turn.status, { error: { message: turn.message ?? 'no', code: null } }, turn.headers)
    case 'body':
      return void response.writeHead(200, { 'content-type': turn.contentType }).end(turn.text)
    case 'redirect':
      return void response.writeHead(302, { location: turn.to }).end()
    case 'hang':
      return
    case 'drip':
      return drip(response)
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
      response.write('{"choices": [')
      return void setTimeout(() => response.destroy(), 20)
    case 'stream_cut':
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: turn.text } }] })}\n\n`)
      return void setTimeout(() => response.destroy(), 20)
    case 'flood':
      return flood(response)
    default:
      return turn satisfies never
  }
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function completion(
  message: object,
  finish: string,
  usage: Usage = { prompt_tokens: 7000, completion_tokens: 150, cached: 6000 },
) {
  const { cached = 0, ...counted } = usage
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'test',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
    usage: { ...counted, prompt_tokens_details: { cached_tokens: cached } },
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const piece = ' '.repeat(64 * 1024)
  const timer = setInterval(() => response.write(piece), 1)
  response.on('close', () => clearInterval(timer))
}
