import type { Bot } from './bot.ts'
import { findMessage, type Target, threaded, untilDone } from './post.ts'

export interface Upload {
  readonly name: string
  readonly content: string
  /** What is said with it, escaped. */
  readonly text: string
}

/** How long the content may take to be sent. */
const timeoutMs = 30_000

/** Posts a file with a sentence, once however often Slack stumbles: before it is tried again the file is looked for. */
export async function uploadFile(bot: Bot, to: Target, { name, content, text }: Upload): Promise<void> {
  const bytes = Buffer.from(content)
  const address = await bot.client.files.getUploadURLExternal({ filename: name, length: bytes.length })
  const { upload_url: url, file_id: id } = address
  if (!url || !id) throw new Error('files.getUploadURLExternal gave no address')
  const sent = await fetch(url, { method: 'POST', body: bytes, signal: AbortSignal.timeout(timeoutMs) })
  if (!sent.ok) throw new Error(`Slack took no file: status ${sent.status}`)
  const begun = bot.shop.now()
  await untilDone(
    async () => {
      const files: [{ id: string; title: string }] = [{ id, title: name }]
      const where = { channel_id: to.channel, ...threaded(to.threadTs) }
      await bot.poster.files.completeUploadExternal({ files, initial_comment: text, ...where })
      return true
    },
    async () => {
      const found = await findMessage(bot, to, ({ files = [] }) => files.some((file) => file.id === id), begun)
      return found === null ? null : true
    },
  )
}
