import { askerFor } from '../access/identify.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Context } from '../context.ts'
import { type Found, findCustomers, theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { dayMentioned, namesIn, typed } from '../notes/note.ts'
import { addNote } from '../notes/notes.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'note',
  summary: 'Keeps a note about a customer',
  usage: ['note "NAME: WORDS"'],
  flags: {},
  examples: ['note "Ana Silva: asked about cable locks, call Friday"'],
  run: noteCommand,
}

/** “Ana Silva: asked about cable locks, call Friday” */
async function noteCommand(shop: Context, args: Args): Promise<void> {
  const text = args.positionals.join(' ').trim()
  if (text === '') throw new UsageError('Whom is it about, and what? note "Ana Silva: asked about cable locks"')
  const asker = await askerFor(args.as, shop)
  const find = (said: string) => findFor(said, asker.scope, shop)
  const { customer, body } = await about(text, find)
  const today = shop.today()
  const id = await addNote({ customerId: customer.id, body }, asker, { today, now: shop.now() }, shop.db)
  const mentioned = dayMentioned(body, today)
  if (args.json)
    return args.print(JSON.stringify({ note: id, customer_ref: customer.ref, mentioned: mentioned?.on ?? null }))
  args.print(`Noted about ${customer.name} (${customer.ref}): ${body}`)
  if (mentioned) args.say(`It speaks of ${writeDay(mentioned.on)}. In Slack it can be made a follow-up with a click.`)
}

type Find = (said: string) => Promise<readonly Found[]>

async function about(text: string, find: Find): Promise<{ readonly customer: Found; readonly body: string }> {
  const said = typed(text)
  if (said.who !== null) return { customer: theOne(said.who, await find(said.who)), body: said.body }
  for (const { who, body } of namesIn(text)) {
    const found = (await find(who)).filter(({ exact }) => exact)
    if (found.length > 0) return { customer: theOne(who, found), body }
  }
  throw new UserError(
    'I cannot tell whom the note is about.',
    'Put a colon behind the name: note "Ana Silva: asked about locks".',
  )
}

/** Whom somebody at the terminal means; no store is their own. */
export function findFor(
  said: string,
  scope: Parameters<typeof findCustomers>[2]['scope'],
  { reader, settings, today }: Context,
) {
  const { timeZone, country } = settings
  return findCustomers(reader, said, { scope, storeId: null, today: today(), timeZone, country })
}
