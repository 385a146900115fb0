import { createInterface } from 'node:readline/promises'
import { askerFor } from '../access/identify.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { type Erasure, type ErasureScope, erase, erasureScope } from '../privacy/erase.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'erase',
  summary: 'Forgets a customer everywhere; orders stay without whose they were',
  usage: ['erase NAME', 'erase REFERENCE', 'erase REFERENCE --yes'],
  flags: { yes: { type: 'boolean', meaning: 'Asks nothing, for scripts; the customer must be named by reference' } },
  examples: ['erase C0042'],
  run: eraseCommand,
}

/** Asks for the reference, which cannot be typed by mistake; what was done is told in numbers alone. */
async function eraseCommand(shop: Context, args: Args): Promise<void> {
  const said = args.positionals.join(' ').trim()
  if (said === '') throw new UsageError('Which customer? erase C0042')
  const asker = await askerFor(args.as, shop)
  const { id } = theOne(said, await findFor(said, asker.scope, shop))
  const scope = await erasureScope(shop.db, id, asker)
  const typed = args.flags.yes === true ? said : await confirmed(scope, args)
  if (typed.toLowerCase() !== scope.ref.toLowerCase())
    throw new UserError(
      'Nothing was erased: the reference typed is not theirs.',
      args.flags.yes === true ? `With --yes name them by reference: erase ${scope.ref} --yes` : undefined,
    )
  const done = await erase(id, typed, asker, shop)
  if (args.json) return args.print(JSON.stringify({ erased: done }))
  args.print(erasedText(done))
}

async function confirmed(scope: ErasureScope, { say }: Args): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UserError('An erasure asks for the customer’s reference to be typed.', 'In a script: --yes')
  say(scopeText(scope))
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`Type ${scope.ref} to erase them for good: `)).trim()
  } finally {
    lines.close()
  }
}

const scopeText = ({ name, ref, records, orders, notes, interactions }: ErasureScope): string =>
  [
    `${name} (${ref})${records > 1 ? `, ${records} records that were merged` : ''}: ${counted(notes, 'note')}, ${counted(interactions, 'contact')} and all else about them go for good.`,
    `${counted(orders, 'order')} stay in every total, without whose they were. No import brings them back.`,
  ].join('\n')

/** What was done, for a person; it names nobody. */
export function erasedText({ records, orders, removed, blanked, lines, folders, stuck }: Erasure): string {
  return [
    `Erased: ${counted(records, 'record')} and ${counted(removed, 'row')} about them. ${counted(orders, 'order')} stay, without whose they were.`,
    ...(blanked > 0 ? [`In ${counted(blanked, 'text')} about others their name or number was taken out.`] : []),
    ...(lines > 0 ? [`${counted(lines, 'line')} of refused rows were taken out of the files that imports wrote.`] : []),
    ...stuck.map((path) => `${path} still names them and could not be written to: delete it.`),
    ...(folders.length > 0
      ? [`Not touched: your own files in ${folders.join(', ')}. Imports leave this person out from now on.`]
      : []),
    'Lists and files already posted in Slack, and backups, stay as they are until you delete them.',
  ].join('\n')
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
