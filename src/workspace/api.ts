import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { nextFault } from './faults.ts'
import { argumentsOf, MOST_BODY, MOST_UPLOAD, parsedJson, readBody, sendJson, uploadOf } from './requests.ts'
import { answerReply } from './response-urls.ts'
import { type State, stirred } from './state.ts'
import type { Fault } from './types.ts'
import { type Answer, refuse } from './web-api/answers.ts'
import { type Arguments, textOf } from './web-api/arguments.ts'
import { receiveFile } from './web-api/files.ts'
import { call, type Tokens } from './web-api/methods.ts'
import { expireStream } from './web-api/streams.ts'

/** Calls kept for tests to look at. */
const KEPT_CALLS = 5_000

/** Everything under /api/: methods, uploads and `response_url`s. */
export async function handleApi(
  state: State,
  tokens: Tokens,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, , first = '', second = ''] = new URL(request.url ?? '/', 'http://workspace').pathname.split('/')
  const body = await readBody(request, first === 'upload' ? MOST_UPLOAD : MOST_BODY)
  if (!body) return tooLarge(response)
  if (first === 'upload') return upload(state, second, await uploadOf(request, body), response)
  if (first === 'respond') return respond(state, second, body, response)
  await method(state, tokens, first, request, body, response)
}

function tooLarge(response: ServerResponse): void {
  sendJson(response, 413, refuse('request_too_large'), { connection: 'close' })
}

function upload(state: State, id: string, content: Buffer, response: ServerResponse): void {
  const received = receiveFile(state, id, content)
  response.writeHead(received ? 200 : 400, { 'content-type': 'text/plain' })
  response.end(received ? `OK - ${content.length}` : 'not what was announced')
}

async function respond(state: State, token: string, body: Buffer, response: ServerResponse): Promise<void> {
  const args = parsedJson(body.toString('utf8'))
  const run = () =>
    record(state, RESPONSE_URL, args ?? {}, args ? answerReply(state, token, args) : refuse('invalid_payload'))
  const fault = nextFault(state, RESPONSE_URL)
  if (fault) return meet(state, fault, RESPONSE_URL, args ?? {}, run, response)
  const answered = run()
  if (answered.ok) response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
  else sendJson(response, GONE.includes(answered.error) ? 404 : 400, answered)
}

/** What `calls` and `inject` name a post to a `response_url`. */
const RESPONSE_URL = 'response_url'
const GONE: readonly unknown[] = ['expired_url', 'used_url']

async function method(
  state: State,
  tokens: Tokens,
  name: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const args = argumentsOf(request, body)
  const token = tokenOf(request, args ?? {})
  const run = () =>
    record(state, name, args ?? {}, args ? call(state, tokens, name, token, args) : refuse('invalid_json'))
  const fault = nextFault(state, name)
  if (fault) return meet(state, fault, name, args ?? {}, run, response)
  answer(state, run(), response)
}

function answer(state: State, answered: Answer, response: ServerResponse): void {
  const scopes = { 'x-oauth-scopes': state.manifest.scopes.join(',') }
  if (answered.error === 'ratelimited')
    sendJson(response, 429, answered, { ...scopes, 'retry-after': String(answered.retry_after ?? 1) })
  else sendJson(response, 200, answered, scopes)
}

async function meet(
  state: State,
  fault: Fault,
  name: string,
  args: Arguments,
  run: () => Answer,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case 'error':
      if (fault.error === 'message_not_in_streaming_state')
        expireStream(state, textOf(args, 'channel') ?? '', textOf(args, 'ts') ?? '')
      return answer(state, record(state, name, args, refuse(fault.error)), response)
    case 'rate_limited':
      return answer(
        state,
        record(state, name, args, refuse('ratelimited', { retry_after: fault.retryAfterSeconds })),
        response,
      )
    case 'status':
      if (fault.done) run()
      else record(state, name, args, refuse(`status_${fault.status}`))
      return sendJson(response, fault.status, {})
    case 'hang':
      return hang(state, fault, run, response)
    default:
      return fault satisfies never
  }
}

/** Answers late; what was not done before is done then, unless the caller has gone. */
async function hang(
  state: State,
  fault: Extract<Fault, { kind: 'hang' }>,
  run: () => Answer,
  response: ServerResponse,
): Promise<void> {
  const done = fault.done ? run() : null
  await wait(fault.forMs, undefined, { ref: false })
  if (done || !response.destroyed) answer(state, done ?? run(), response)
}

function tokenOf(request: IncomingMessage, args: Arguments): string | null {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? []
  return bearer ?? textOf(args, 'token') ?? null
}

function record(state: State, method: string, args: Arguments, response: Answer): Answer {
  const { token: _, ...body } = args
  state.calls.push({ method, body, response, at: state.now().getTime() })
  state.calls.splice(0, Math.max(0, state.calls.length - KEPT_CALLS))
  stirred(state)
  return response
}
