import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../errors.ts'

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le'

/** What one pass over the bytes of a file tells before any of it is read as rows. */
export interface Survey {
  readonly path: string
  readonly encoding: Encoding
  /** SHA-256 of the unpacked content; two files with the same one have the same rows. */
  readonly hash: string
  /** Whether there is a NUL character anywhere: text in PostgreSQL cannot hold one. */
  readonly holdsNul: boolean
  /** Unpacked size, for the progress bar. */
  readonly bytes: number
}

/**
 * Reads a file once, without keeping it: is it text, in which encoding, and what is its fingerprint.
 *
 * The whole file is looked at, because an export can be UTF-8 for a million lines and then hold one byte that is not;
 * finding that out half-way would leave half the names wrong.
 */
export async function survey(path: string): Promise<Survey> {
  const head = await firstBytes(path)
  refuseOtherKinds(path, head)
  const wide = head[0] === 0xff && head[1] === 0xfe
  const hash = createHash('sha256')
  const text = utf8Check()
  let bytes = 0
  let holdsNul = false
  for await (const chunk of rawBytes(path)) {
    hash.update(chunk)
    holdsNul ||= chunk.includes(0)
    bytes += chunk.length
    text.see(chunk)
  }
  if (bytes === 0)
    throw new UserError(
      `${path} is empty.`,
      'Export it again; a CSV has a line of column names and then one line for each record.',
    )
  const encoding = wide ? 'utf-16le' : text.end() ? 'utf-8' : 'windows-1252'
  return { path, encoding, hash: hash.digest('hex'), holdsNul, bytes }
}

/** The unpacked bytes of a file; `.csv.gz` is unpacked on the way. */
export async function* rawBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  const stream: Readable = (await isGzip(path))
    ? file.on('error', (fault) => stream.destroy(fault)).pipe(createGunzip({ chunkSize: 1 << 18 }))
    : file
  try {
    // A stream without an encoding gives buffers; the types cannot say so.
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk
  } catch (cause) {
    throw unreadable(path, cause)
  } finally {
    file.destroy()
    stream.destroy()
  }
}

/** The content as UTF-8 bytes, whatever the file's encoding, without a byte order mark. */
export async function* utf8Bytes(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    yield* rawBytes(path)
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of rawBytes(path)) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

async function isGzip(path: string): Promise<boolean> {
  const head = await packedHead(path)
  return head[0] === 0x1f && head[1] === 0x8b
}

async function packedHead(path: string): Promise<Buffer> {
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  if (!found.isFile())
    throw new UserError(`${path} is not a file.`, 'Give a CSV file, or a folder that holds CSV files.')
  for await (const chunk of rawBytes(path)) return chunk.subarray(0, 1 << 16)
  return Buffer.alloc(0)
}

function unreadable(path: string, cause: unknown): UserError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOENT') return new UserError(`There is no file ${path}.`, 'Check the name and the folder.', { cause })
  if (code === 'EACCES')
    return new UserError(`${path} may not be read.`, 'Give yourself the right to read it.', { cause })
  if (code.startsWith('Z_') || code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') {
    return new UserError(`${path} is damaged: it cannot be unpacked to its end.`, 'Download or pack it again.', {
      cause,
    })
  }
  return new UserError(`${path} cannot be read (${code || 'unknown reason'}).`, undefined, { cause })
}

/** Files that are often handed over in place of a CSV, known by how they begin. */
function refuseOtherKinds(path: string, head: Buffer): void {
  const kind = otherKind(head)
  if (kind === null) return
  throw new UserError(`${path} is not a CSV file: it is ${kind.what}.`, kind.hint)
}

function otherKind(head: Buffer): { readonly what: string; readonly hint: string } | null {
  const start = head.subarray(0, 512).toString('latin1')
  const text = start.replace(/^ï»¿/u, '').trimStart()
  const saveAs = 'Open it in your spreadsheet and save it as “CSV UTF-8”.'
  if (start.startsWith('PK\u0003\u0004'))
    return { what: 'an Excel workbook or a ZIP archive', hint: `${saveAs} Unpack a ZIP first.` }
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return { what: 'an old Excel workbook', hint: saveAs }
  if (start.startsWith('%PDF')) return { what: 'a PDF', hint: 'Export the data as CSV.' }
  if (start.startsWith('SQLite format 3')) return { what: 'an SQLite database', hint: 'Export its tables as CSV.' }
  if (/^<(?:!doctype|html|\?xml|[a-z]+[\s>])/iu.test(text))
    return {
      what: 'a web page or XML',
      hint: 'Often that is a sign-in page saved by mistake: download the export again.',
    }
  if (/^[[{]\s*["[{\]}]/u.test(text)) return { what: 'JSON', hint: 'Export the data as CSV.' }
  const wide = head[0] === 0xff && head[1] === 0xfe
  return !wide && head.includes(0) ? { what: 'binary data', hint: 'Export the data as CSV.' } : null
}

/** Checks UTF-8 over chunks that may cut a character in two. */
function utf8Check(): { see(chunk: Buffer): void; end(): boolean } {
  let carried = Buffer.alloc(0)
  let good = true
  return {
    see(chunk) {
      if (!good) return
      const whole = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
      const cut = incompleteTail(whole)
      good = isUtf8(whole.subarray(0, whole.length - cut))
      carried = Buffer.from(whole.subarray(whole.length - cut))
    },
    end: () => good && carried.length === 0,
  }
}

/** How many bytes at the end belong to a character that goes on in the next chunk. */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
