import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { type Day, isDay } from '../ask/days.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Context } from '../context.ts'
import { type Found, findCustomers, storeOf, theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { aboutWhom, type Find } from '../notes/about.ts'
import { daysMentioned } from '../notes/days.ts'
import { kindWords, noteKindSchema, noteKinds } from '../notes/kinds.ts'
import { addNote, readNote } from '../notes/notes.ts'
import { promiseFor } from '../notes/promise.ts'
import { plainLine } from '../present/format.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'note',
  summary: 'Keeps a note about a customer',
  usage: ['note "NAME: WORDS"', 'note "NAME: WORDS" --follow-up DAY'],
  flags: {
    kind: { type: 'string', value: 'KIND', meaning: `What it is of: ${noteKinds.join(', ')}` },
    managers: { type: 'boolean', meaning: 'For managers alone' },
    'follow-up': { type: 'string', value: 'DAY', meaning: 'Promises to get back to them on that day, YYYY-MM-DD' },
  },
  examples: [
    'note "Ana Silva: asked about cable locks, call Friday"',
    'note "Ana Silva: left her a message" --kind call --follow-up 2026-11-20',
  ],
  run: noteCommand,
}

/** “Ana Silva: asked about cable locks, call Friday” */
async function noteCommand(shop: Context, args: Args): Promise<void> {
  const text = args.positionals.join(' ').trim()
  if (text === '') throw new UsageError('Whom is it about, and what? note "Ana Silva: asked about cable locks"')
  const kind = kindIn(args)
  const today = shop.today()
  const promised = promisedDay(args, today)
  const asker = await askerFor(args.as, shop)
  const { customer, body } = await about(text, (said) => findFor(said, asker.scope, shop, asker.staffId))
  const visibility = args.flags.managers === true ? ('managers' as const) : ('everyone' as const)
  const id = await addNote(
    { customerId: customer.id, body, kind, visibility },
    asker,
    { today, now: shop.now() },
    shop.db,
  )
  const note = await readNote(id, asker, shop.db)
  if (note && promised !== null) await promiseFor(note, promised, asker, shop.db)
  const mentioned = promised === null ? daysMentioned(body, today) : []
  if (args.json) {
    const days = mentioned.map(({ on }) => on)
    return args.print(JSON.stringify({ note: id, customer_ref: customer.ref, follow_up: promised, mentioned: days }))
  }
  const traits = [
    kind === 'note' ? '' : `, ${kindWords[kind]}`,
    visibility === 'managers' ? ', for managers alone' : '',
  ]
  args.print(`Noted about ${customer.name} (${customer.ref})${traits.join('')}: ${plainLine(body)}`)
  if (promised !== null) args.print(`Follow-up on ${writeDay(promised)}.`)
  const [first] = mentioned
  if (first)
    args.say(
      `It speaks of ${mentioned.map(({ on }) => writeDay(on)).join(' and ')}: --follow-up ${first.on} would promise it.`,
    )
}

function kindIn({ flags: { kind } }: Args) {
  if (kind === undefined) return 'note'
  const known = noteKindSchema.safeParse(kind)
  if (!known.success) throw new UsageError(`There is no kind “${kind}”.`, `Kinds: ${noteKinds.join(', ')}.`)
  return known.data
}

function promisedDay({ flags }: Args, today: Day): Day | null {
  const on = flags['follow-up']
  if (on === undefined) return null
  if (typeof on !== 'string' || !isDay(on)) throw new UsageError('--follow-up needs a day: --follow-up 2026-11-20')
  if (on < today) throw new UserError(`${writeDay(on)} is over.`, 'Choose today or a day to come.')
  return on
}

/** Nobody can be asked back here: where it is not certain, nothing is kept. */
async function about(text: string, find: Find): Promise<{ readonly customer: Found; readonly body: string }> {
  const { who, body, found, sure } = await aboutWhom(text, find)
  if (sure && body !== '') return { customer: theOne(who, found), body }
  throw new UserError(
    body === '' ? 'There is nothing to keep.' : 'I cannot tell whom the note is about.',
    `Put a colon behind the name: note "${found[0]?.name ?? 'Ana Silva'}: asked about locks".`,
  )
}

/** Whom somebody at the terminal means; a colleague's own store's customers come first. */
export async function findFor(
  said: string,
  scope: Asker['scope'],
  { db, reader, settings, today }: Context,
  staffId: number | null = null,
) {
  const { timeZone, country } = settings
  const storeId = await storeOf(staffId, db)
  return findCustomers(reader, said, { scope, storeId, today: today(), timeZone, country })
}
