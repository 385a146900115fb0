import { writeDay } from '../ask/period-text.ts'
import type { Digest, Suggested } from '../digest/digest.ts'

const ways = {
  phone: 'call',
  sms: 'text',
  email: 'e-mail',
  post: 'letter',
} as const

/** One colleague's list for a terminal. */
export function digestText({ target, day, entries, more, staleSince }: Digest): string {
  const who = target.kind === 'staff' ? target.name : (target.store ?? target.channel)
  const head = `${who} · ${writeDay(day)}`
  const stale =
    staleSince === null ? [] : [`The latest order here is of ${writeDay(staleSince)}: import the newest orders.`]
  const list =
    entries.length === 0 ? ['  Nobody to contact.'] : entries.flatMap((entry, at) => entryLines(entry, at + 1))
  const rest = more > 0 ? [`  ${more} more could be contacted; they come on the next days.`] : []
  return [head, ...stale, ...list, ...rest].join('\n')
}

function entryLines({ name, ref, reasons, channel, opening }: Suggested, place: number): readonly string[] {
  const way = channel === null ? 'agreed to no channel: see to it when they come in' : ways[channel]
  return [
    `  ${place}. ${name} (${ref}) · ${way}`,
    ...reasons.map(({ sentence }) => `     - ${sentence}`),
    ...(opening === null ? [] : [`     “${opening}”`]),
  ]
}
