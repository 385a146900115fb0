import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { askerFor } from '../access/identify.ts'
import type { Context } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { exportPerson } from '../privacy/export.ts'
import { readable } from '../privacy/readable.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'export',
  summary: 'Hands over all that is held about one customer',
  usage: ['export NAME', 'export REFERENCE --json', 'export REFERENCE --to FILE'],
  flags: { to: { type: 'string', value: 'FILE', meaning: 'Writes it to a file; JSON where its name ends in .json' } },
  examples: ['export C0042', 'export C0042 --to C0042.json'],
  run: exportCommand,
}

/** Everything held, with sources and dates: as text to read, or as JSON. */
async function exportCommand(shop: Context, args: Args): Promise<void> {
  const said = args.positionals.join(' ').trim()
  if (said === '') throw new UsageError('Which customer? export C0042')
  const asker = await askerFor(args.as, shop)
  const { id } = theOne(said, await findFor(said, asker.scope, shop))
  const held = await exportPerson(id, asker, shop)
  const file = typeof args.flags.to === 'string' ? resolve(args.flags.to) : null
  const text = args.json || file?.endsWith('.json') ? JSON.stringify(held, null, 2) : readable(held)
  if (file === null) return args.print(text)
  write(file, `${text}\n`)
  args.say(`All that is held about ${held.name} (${held.customer_ref}) is in ${file}.`)
}

/** For its owner alone; a file that is there already is left as it is. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new UserError(`${file} cannot be written.`, 'Name a file that does not exist, in a folder that does.', {
      cause: error,
    })
  }
}
