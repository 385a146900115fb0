import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Arguments } from './web-api/arguments.ts'

export const MOST_BODY = 4_000_000
export const MOST_UPLOAD = 64_000_000

/** Null when it is longer than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Buffer).length
    if (length > most) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

/** The arguments of a call: a form, or JSON; null for JSON that is none. */
export function argumentsOf(request: IncomingMessage, body: Buffer): Arguments | null {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://workspace').searchParams)
  if (body.length === 0) return query
  const text = body.toString('utf8')
  if (!contentType(request).startsWith('application/json'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(text)) }
  const given = parsedJson(text)
  return given ? { ...query, ...given } : null
}

export function parsedJson(text: string): Arguments | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Arguments) : null
  } catch {
    return null
  }
}

/** An uploaded file: the body itself, or the one part of a form. */
export async function uploadOf(request: IncomingMessage, body: Buffer): Promise<Buffer> {
  if (!contentType(request).startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType(request) },
  }).formData()
  const part = [...form.values()].find((value) => typeof value !== 'string')
  return part && typeof part !== 'string'
    ? Buffer.from(await part.arrayBuffer())
    : Buffer.from(String([...form.values()][0] ?? ''))
}

const contentType = (request: IncomingMessage): string => request.headers['content-type'] ?? ''

export function sendJson(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
