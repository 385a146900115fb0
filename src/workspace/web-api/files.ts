import { tellMessage } from '../events.ts'
import { addMessage } from '../messages.ts'
import { filePayload } from '../payloads.ts'
import type { State, StoredFile } from '../state.ts'
import { clearStatus } from '../statuses.ts'
import type { Channel, SharedFile } from '../types.ts'
import { type Answer, blocksFrom, invalidArguments, isRefusal, joinedChannel, type Refusal, refuse } from './answers.ts'
import { type Arguments, jsonOf, textOf } from './arguments.ts'
import { ownMessage } from './chat.ts'
import type { Methods } from './method.ts'

const scopes = ['files:write']

/** Older files are forgotten, beyond this many and beyond this many bytes. */
const KEPT_FILES = 200
const KEPT_BYTES = 256_000_000

export const files: Methods = {
  'files.getUploadURLExternal': { scopes, required: ['filename', 'length'], run: uploadUrl },
  'files.completeUploadExternal': { scopes, required: ['files'], run: complete },
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  png: 'image/png',
  pdf: 'application/pdf',
}

/** First step: where the content is to be sent. */
function uploadUrl(state: State, args: Arguments): Answer {
  const length = Number(textOf(args, 'length'))
  if (!Number.isInteger(length) || length <= 0)
    return invalidArguments('must be a positive number [json-pointer:/length]')
  const id = state.ids.next('F')
  const name = textOf(args, 'filename') ?? id
  const mimeType = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
  const shared = { id, name, title: name, size: length, mimeType, path: `/page/files/${id}` }
  state.files.set(id, { shared, length, content: null })
  forgetOld(state)
  return { ok: true, upload_url: `${state.origin}/api/upload/${id}`, file_id: id }
}

function forgetOld(state: State): void {
  let bytes = 0
  for (const [index, [id, file]] of [...state.files].toReversed().entries()) {
    bytes += file.length
    if (index >= KEPT_FILES || (index > 0 && bytes > KEPT_BYTES)) state.files.delete(id)
  }
}

/** Second step: the content came. */
export function receiveFile(state: State, id: string, content: Buffer): boolean {
  const file = state.files.get(id)
  if (!file || file.content || content.length !== file.length) return false
  state.files.set(id, { ...file, content })
  return true
}

/** Third step: the files are shared in a channel. */
function complete(state: State, args: Arguments): Answer {
  const uploaded = uploadedFiles(state, args)
  if (isRefusal(uploaded)) return uploaded
  const channelId = textOf(args, 'channel_id') ?? textOf(args, 'channels')
  if (channelId) {
    const channel = joinedChannel(state, channelId)
    const fault = isRefusal(channel) ? channel : share(state, channel, uploaded, args)
    if (fault) return fault
  }
  return { ok: true, files: uploaded.map(filePayload) }
}

function uploadedFiles(state: State, args: Arguments): readonly SharedFile[] | Refusal {
  const listed = jsonOf(args, 'files')
  if (!Array.isArray(listed) || listed.length === 0) return invalidArguments('missing required field: files')
  const found: SharedFile[] = []
  for (const entry of listed as readonly ({ readonly id?: string; readonly title?: string } | null)[]) {
    const file = state.files.get(entry?.id ?? '')
    if (!file?.content) return refuse('file_not_found')
    found.push(titled(state, file, entry?.title))
  }
  return found
}

function titled(state: State, file: StoredFile, title: string | undefined): SharedFile {
  const shared = { ...file.shared, title: title ?? file.shared.title }
  state.files.set(shared.id, { ...file, shared })
  return shared
}

function share(state: State, channel: Channel, shared: readonly SharedFile[], args: Arguments): Refusal | null {
  const blocks = blocksFrom(state, 'message', args.blocks)
  if (isRefusal(blocks)) return blocks
  const { files: _, channel_id: __, initial_comment: comment, ...rest } = args
  const content = { text: typeof comment === 'string' ? comment : '', blocks }
  const message = addMessage(state, { ...ownMessage(state, channel, content, rest), files: shared })
  clearStatus(state, channel.id, message.threadTs)
  tellMessage(state, channel, message)
  return null
}
