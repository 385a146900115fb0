import type { Erasure, ErasureScope } from '../privacy/erase.ts'

/** What an erasure would do, for whoever decides it. */
export const scopeLines = ({ name, ref, records, orders, notes, interactions }: ErasureScope): readonly string[] => [
  `${name} (${ref})${records > 1 ? `, ${records} records that were merged` : ''}: ${all(notes, interactions)} for good.`,
  `${counted(orders, 'order')} ${orders === 1 ? 'stays' : 'stay'} in every total, without a buyer. No import brings the person back.`,
]

/** What was done; it names nobody. */
export const erasedLines = (done: Erasure): readonly string[] => [
  `Erased: ${counted(done.records, 'record')} and all ${done.removed.toLocaleString('en-US')} entries about them. ${counted(done.orders, 'order')} ${done.orders === 1 ? 'stays' : 'stay'} in every total, without a buyer.`,
  ...(done.blanked > 0 ? [`Their name or number was taken out of ${counted(done.blanked, 'text')} about others.`] : []),
  ...(done.lines > 0
    ? [`${counted(done.lines, 'line')} about them went from the files in which imports list what they refused.`]
    : []),
  ...done.stuck.map((path) => `${path} still names them and could not be written to: delete it.`),
  ...(done.messages > 0
    ? [
        `${counted(done.messages, 'message')} in Slack ${done.messages === 1 ? 'is' : 'are'} taken away or drawn anew by the bot.`,
      ]
    : []),
  ...(done.folders.length > 0
    ? [`Not touched: your own files in ${done.folders.join(', ')}. Imports leave this person out from now on.`]
    : []),
  'Lists and files that were posted in Slack before, and backups, stay until you delete them.',
]

function all(notes: number, interactions: number): string {
  const some = [
    ...(notes > 0 ? [counted(notes, 'note')] : []),
    ...(interactions > 0 ? [counted(interactions, 'contact')] : []),
  ]
  return some.length === 0 ? 'everything about them goes' : `${some.join(', ')} and all else about them go`
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
