import { writeDay } from '../ask/period-text.ts'
import type { Digest, Suggested } from '../digest/digest.ts'
import type { Reach } from '../digest/reach.ts'

const ways = {
  phone: 'call',
  sms: 'text',
  email: 'e-mail',
  post: 'letter',
} as const

/** One colleague's list for a terminal; `reach` has the numbers and addresses that its reader may see. */
export function digestText({ target, day, entries, more, staleSince }: Digest, reach: Reach): string {
  const who = target.kind === 'staff' ? target.name : (target.store ?? target.channel)
  const head = `${who} · ${writeDay(day)}`
  const stale =
    staleSince === null ? [] : [`The latest order here is of ${writeDay(staleSince)}: import the newest orders.`]
  const list =
    entries.length === 0 ? ['  Nobody to contact.'] : entries.flatMap((entry, at) => entryLines(entry, at + 1, reach))
  const rest = more > 0 ? [`  ${more} more can wait for the next days.`] : []
  return [head, ...stale, ...list, ...rest].join('\n')
}

function entryLines(entry: Suggested, place: number, reach: Reach): readonly string[] {
  const { name, ref, reasons, channel, opening, customerId } = entry
  const at = channel === null ? undefined : reach.get(customerId)?.[channel]
  const way =
    channel === null
      ? 'agreed to no channel: see to it when they come in'
      : `${ways[channel]}${at === undefined ? '' : ` ${at}`}`
  return [
    `  ${place}. ${name} (${ref}) · ${way}`,
    ...reasons.map(({ sentence }) => `     - ${sentence}`),
    ...(opening === null ? [] : [`     “${opening}”`]),
  ]
}
