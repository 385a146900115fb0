import type { IncomingMessage, ServerResponse } from 'node:http'
import { UserError } from '../../errors.ts'
import type { PageState, SharedFile, Workspace } from '../types.ts'
import { readAct } from './acts.ts'
import { assets } from './assets.ts'

/** A browser's connection is told that it still stands; proxies and browsers give up silent ones. */
const heartbeatMs = 15_000
/** Larger bodies are not read to their end. */
const maxBodyBytes = 256 * 1024

/**
 * Answers the page's requests: the page itself, what a person sees, changes as they happen, what a person does, files.
 *
 * False for any other path. The server that calls this has looked at Host and Origin.
 */
export async function handlePage(
  request: IncomingMessage,
  response: ServerResponse,
  workspace: Workspace,
): Promise<boolean> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const user = searchParams.get('user') || workspace.people[0]?.id || ''
  protect(response)
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return sendAsset(response, 'page.html')
    case 'GET /page/state':
      return sendState(response, workspace, user)
    case 'GET /page/events':
      return sendEvents(request, response, workspace)
    case 'POST /page/act':
      return perform(request, response, workspace)
    default:
      return request.method === 'GET' && sendNamed(response, pathname, workspace, user)
  }
}

/** Nothing but our own files runs or is shown, and no other page may show ours. */
function protect(response: ServerResponse): void {
  const own = "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
  const policy = `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  response.setHeader('content-security-policy', policy)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('cache-control', 'no-store')
}

function sendNamed(response: ServerResponse, pathname: string, workspace: Workspace, user: string): boolean {
  const file = /^\/page\/files\/([\w-]+)$/.exec(pathname)?.[1]
  if (file !== undefined) return sendFile(response, workspace, user, file)
  return pathname.startsWith('/page/') && sendAsset(response, pathname.slice('/page/'.length))
}

function sendAsset(response: ServerResponse, name: string): boolean {
  const asset = assets.get(name)
  if (asset === undefined) return false
  response.writeHead(200, { 'content-type': asset.type }).end(asset.content())
  return true
}

function sendState(response: ServerResponse, workspace: Workspace, user: string): boolean {
  const state = stateOf(workspace, user)
  if (state === null) return refuse(response, 404, 'There is nobody with this id in the workspace.')
  return sendJson(response, 200, state)
}

/** What a person sees; null for somebody who is not there. */
function stateOf(workspace: Workspace, user: string): PageState | null {
  try {
    return workspace.state(user)
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}

/** One line for each change, for as long as the browser listens. */
function sendEvents(request: IncomingMessage, response: ServerResponse, workspace: Workspace): boolean {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' })
  response.write('retry: 1000\n\n')
  const stop = workspace.onChange((version) => response.write(`data: ${JSON.stringify({ version })}\n\n`))
  const heart = setInterval(() => response.write(': still here\n\n'), heartbeatMs)
  heart.unref()
  request.on('close', () => {
    stop()
    clearInterval(heart)
  })
  return true
}

async function perform(request: IncomingMessage, response: ServerResponse, workspace: Workspace): Promise<boolean> {
  // A form of another site cannot send this type without asking first.
  if (request.headers['content-type'] !== 'application/json')
    return refuse(response, 415, 'What the page does is sent as JSON.')
  const body = await bodyOf(request)
  if (body === null) return refuse(response, 413, 'That is too long to send at once.')
  const asked = readAct(body)
  if (asked === null) return refuse(response, 400, 'The workspace does not know what to do with this.')
  return sendJson(response, 200, await workspace.act(asked.user, asked.act))
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > maxBodyBytes) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A file is a download to those who see the message it hangs on, and never opened in the page. */
function sendFile(response: ServerResponse, workspace: Workspace, user: string, id: string): boolean {
  const file = fileFor(workspace, user, id)
  const content = workspace.fileContent(id)
  if (file === null || content === null) return refuse(response, 404, 'This file is not there for you.')
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${plainName(file.name)}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'content-length': content.length,
  })
  response.end(content)
  return true
}

function fileFor(workspace: Workspace, user: string, id: string): SharedFile | null {
  const messages = stateOf(workspace, user)?.messages ?? []
  return messages.flatMap(({ files }) => files).find((file) => file.id === id) ?? null
}

/** For browsers that do not read the other form of the name. */
function plainName(name: string): string {
  return name.replace(/[^\w.() -]/g, '_')
}

function refuse(response: ServerResponse, status: number, error: string): boolean {
  return sendJson(response, status, { ok: false, error })
}

function sendJson(response: ServerResponse, status: number, value: unknown): boolean {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
  return true
}
