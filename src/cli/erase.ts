import { createInterface } from 'node:readline/promises'
import { askerFor } from '../access/identify.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { erasedLines, scopeLines } from '../present/privacy-text.ts'
import { type ErasureScope, erase, erasureScope } from '../privacy/erase.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'erase',
  summary: 'Forgets a customer everywhere; their orders stay in every total, without a buyer',
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
  args.print(erasedLines(done).join('\n'))
}

async function confirmed(scope: ErasureScope, { say }: Args): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UserError('An erasure asks for the customer’s reference to be typed.', 'In a script: --yes')
  say(scopeLines(scope).join('\n'))
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`Type ${scope.ref} to erase them for good: `)).trim()
  } finally {
    lines.close()
  }
}
