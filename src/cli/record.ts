import { createInterface } from 'node:readline/promises'
import { askerFor } from '../access/identify.ts'
import { writeDay } from '../ask/period-text.ts'
import { type Context, dayOf } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { lineText } from '../present/blocks/record.ts'
import type { Writing } from '../record/idea.ts'
import { changesOf, type Kept } from '../record/log.ts'
import { addCustomer, lookAlikes, namesIn } from '../record/new-customer.ts'
import { type Proposal, propose } from '../record/proposal.ts'
import { changeRecord, type Preview, type Recorded } from '../record/record.ts'
import { undoChanges } from '../record/undo.ts'
import type { Wish } from '../wishes/wish.ts'
import { readWish } from '../wishes/wishes.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'record',
  summary: 'Corrects a customer’s record, said in a sentence; shows it first',
  usage: ['record "SENTENCE"', 'record --yes "SENTENCE"', 'record --changes NAME', 'record --undo NAME'],
  flags: {
    yes: { type: 'boolean', meaning: 'Saves without asking' },
    changes: { type: 'boolean', meaning: 'Lists what colleagues changed on the record, the latest first' },
    undo: { type: 'boolean', meaning: 'Takes the latest change back' },
  },
  examples: [
    'record "Ana Silva’s birthday is May 5"',
    'record --yes "Ana Silva agreed to text messages at the counter today"',
    'record --yes "new customer: Ana Silva, ana@mail.example, 415 555 0123"',
    'record --undo "Ana Silva"',
  ],
  run: recordCommand,
}

/** sentence → what would be kept → yes → kept */
async function recordCommand(shop: Context, args: Args): Promise<void> {
  const said = args.positionals.join(' ').trim()
  if (said === '') throw new UsageError('What is to be kept? record "Ana Silva’s birthday is May 5"')
  const by = await askerFor(args.as, shop)
  const { timeZone, country } = shop.settings
  const writing: Writing = { by, today: shop.today(), now: shop.now(), timeZone, country }
  if (args.flags.changes) return list(said, writing, shop, args)
  if (args.flags.undo) return undo(said, writing, shop, args)
  const wish = readWish(said, { hasAnswer: false, segments: [], now: shop.now(), timeZone, today: writing.today })
  switch (wish?.kind) {
    case 'record':
      return change(wish, writing, shop, args)
    case 'new_customer':
      return add(wish, writing, shop, args)
    case 'unclear':
      throw new UserError(wish.sentence)
    default:
      throw new UserError(
        `I do not read “${said}” as something to keep on a customer’s record.`,
        'Say it as one sentence about one customer: “Ana Silva was sent by Ben Ortiz”, “tag Ana Silva as garden club”.',
      )
  }
}

async function change(
  { who, spoken }: Extract<Wish, { kind: 'record' }>,
  writing: Writing,
  shop: Context,
  args: Args,
): Promise<void> {
  const find = (name: string) => findFor(name, writing.by.scope, shop)
  const proposal = await propose({ who, spoken, chosen: {} }, find, writing, shop.db)
  if (proposal.kind === 'which') throw several(proposal)
  if (proposal.kind === 'unchanged')
    return args.print(args.json ? JSON.stringify({ kind: 'unchanged' }) : proposal.sentence)
  const { preview } = proposal
  if (!args.flags.yes) await confirm(preview, writing, args)
  const recorded = await changeRecord(preview.customer.id, preview.proposed, writing, shop.db)
  report(recorded, writing, args)
}

/** A script cannot be asked; it says --yes. */
async function confirm({ customer, lines, doubts }: Preview, { by }: Writing, args: Args): Promise<void> {
  const told = lines.map((line) => `  ${textOf(line, by)}`)
  args.say([`On the record of ${customer.name} (${customer.ref}):`, ...told, ...doubts].join('\n'))
  await refuseUnlessYes('Save?')
}

async function refuseUnlessYes(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new UserError('Nothing was changed.', 'Say --yes to save without being asked.')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question(`${question} [y/N] `).finally(() => prompt.close())
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UserError('Nothing was changed.')
}

const textOf = (line: Preview['lines'][number], by: Writing['by']): string =>
  lineText(line, { inCompany: false, maySeeContacts: by.maySeeContactDetails })

function report(recorded: Recorded, { by }: Writing, args: Args): void {
  const { customer } = recorded
  if (recorded.kind === 'meanwhile')
    throw new UserError(
      `${recorded.who ?? 'Somebody'} changed this in the same moment; nothing was saved.`,
      'Say it again.',
    )
  if (args.json) {
    const lines = recorded.kind === 'saved' ? recorded.lines.map((line) => textOf(line, by)) : []
    args.print(JSON.stringify({ kind: recorded.kind, customer_ref: customer.ref, changes: lines }))
  } else if (recorded.kind === 'unchanged') args.print(`That is so already on the record of ${customer.name}.`)
  else {
    const told = recorded.lines.map((line) => `  ${textOf(line, by)}`)
    args.print([`Saved on the record of ${customer.name} (${customer.ref}):`, ...told].join('\n'))
  }
}

function several({ question, options, about }: Extract<Proposal, { kind: 'which' }>): UserError {
  const listed = options.map(({ label }) => `  ${label}`)
  const hint =
    about === 'customer' || about === 'referrer' ? 'Give the reference instead of the name.' : 'Say which, in full.'
  return new UserError(
    [question, ...listed].join('\n'),
    options.length > 0 ? hint : 'Add them: record "new customer: Ana Silva"',
  )
}

async function add(
  { name, email, phone }: Extract<Wish, { kind: 'new_customer' }>,
  writing: Writing,
  shop: Context,
  args: Args,
): Promise<void> {
  const given = { ...namesIn(name), email, phone }
  const alike = await lookAlikes(given, writing, shop.reader)
  const listed = alike.map(
    ({ ref, name: known, city, store }) => `  ${[ref, known, city ?? store].filter(Boolean).join('  ')}`,
  )
  if (alike.length > 0) args.say([`Perhaps ${name} is known already:`, ...listed].join('\n'))
  if (!args.flags.yes) await refuseUnlessYes(`Add ${name}?`)
  const customer = await addCustomer(given, writing, shop.db)
  args.print(args.json ? JSON.stringify({ customer_ref: customer.ref }) : `Added ${customer.name} as ${customer.ref}.`)
}

async function list(said: string, writing: Writing, shop: Context, args: Args): Promise<void> {
  const customer = theOne(said, await findFor(said, writing.by.scope, shop))
  const changes = await changesOf(customer.id, 50, shop.db)
  if (args.json)
    return args.print(
      JSON.stringify(changes.map(({ id, field, key, at, who, undone }) => ({ id, field, key, at, who, undone }))),
    )
  if (changes.length === 0)
    return args.print(`No colleague has changed the record of ${customer.name} (${customer.ref}).`)
  args.print(changes.map((kept) => told(kept, writing)).join('\n'))
}

const told = ({ field, key, at, who, undone }: Kept, { timeZone }: Writing): string =>
  `${writeDay(dayOf(at, timeZone))}: ${field.replaceAll('_', ' ')}${key === '' ? '' : ` ${key}`}, by ${who}${undone ? ' (taken back)' : ''}`

async function undo(said: string, writing: Writing, shop: Context, args: Args): Promise<void> {
  const customer = theOne(said, await findFor(said, writing.by.scope, shop))
  const last = (await changesOf(customer.id, 50, shop.db)).find(({ undone }) => !undone)
  if (!last) throw new UserError(`No colleague has changed the record of ${customer.name} (${customer.ref}).`)
  if (!args.flags.yes) {
    args.say(`The latest change of ${customer.name} (${customer.ref}): ${told(last, writing)}`)
    await refuseUnlessYes('Take it back?')
  }
  await undoChanges([last.id], writing, shop.db)
  args.print(args.json ? JSON.stringify({ undone: last.id }) : `Taken back: ${told(last, writing)}.`)
}
