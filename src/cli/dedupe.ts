import type { Asker } from '../access/asker.ts'
import { askerFor } from '../access/identify.ts'
import { writeDay } from '../ask/period-text.ts'
import { type Context, dayOf } from '../context.ts'
import { theOne } from '../customers/find.ts'
import { UsageError, UserError } from '../errors.ts'
import { mergeAlone } from '../identity/automatic.ts'
import { type Comparison, compare } from '../identity/compared.ts'
import { dedupe } from '../identity/dedupe.ts'
import { reasonsOf } from '../identity/evidence.ts'
import { recentMerges } from '../identity/history.ts'
import { type Because, merge } from '../identity/merge.ts'
import { openProposals, proposalBy, reject, staleness } from '../identity/proposals.ts'
import { undoMerge } from '../identity/undo.ts'
import { proposalsText, searchText } from '../present/duplicates-text.ts'
import { plainLine } from '../present/format.ts'
import type { Args, Command } from './command.ts'
import { findFor } from './note.ts'

export const command: Command = {
  name: 'dedupe',
  summary: 'Finds customers who are in twice, and merges them or takes a merge back',
  usage: [
    'dedupe',
    'dedupe --merge PROPOSAL',
    'dedupe --merge REFERENCE,REFERENCE',
    'dedupe --reject PROPOSAL',
    'dedupe --undo MERGE',
    'dedupe --merges',
    'dedupe --auto',
  ],
  flags: {
    merge: { type: 'string', value: 'NUMBER', meaning: 'Merges the pair of a proposal, or of two references' },
    stays: {
      type: 'string',
      value: 'REFERENCE',
      meaning: 'With --merge: the record that stays, if not the livelier one',
    },
    reject: { type: 'string', value: 'NUMBER', meaning: 'Says that the two of a proposal are two persons' },
    undo: { type: 'string', value: 'NUMBER', meaning: 'Takes a merge back' },
    merges: { type: 'boolean', meaning: 'Lists the latest merges' },
    auto: { type: 'boolean', meaning: 'Merges what is beyond doubt' },
    changed: { type: 'boolean', meaning: 'Looks only at customers whose record has changed, as every night' },
    first: { type: 'string', value: 'N', meaning: 'How many proposals to list, 20 unless told otherwise' },
  },
  examples: ['dedupe', 'dedupe --merge 12', 'dedupe --merge C0255,C0320 --stays C0255', 'dedupe --undo 3'],
  reads: true,
  run: dedupeCommand,
}

async function dedupeCommand(shop: Context, args: Args): Promise<void> {
  if (args.positionals.length > 0)
    throw new UsageError(`dedupe takes no “${args.positionals[0]}”.`, 'To merge a proposal: dedupe --merge 12')
  const asker = await askerFor(args.as, shop)
  if (!asker.mayManage)
    throw new UserError('Only managers and administrators may merge customers.', 'Leave out --as, or ask a manager.')
  const { merge: merged, reject: rejected, undo, merges, auto } = args.flags
  if ([merged, rejected, undo, merges, auto].filter((flag) => flag !== undefined).length > 1)
    throw new UsageError('One of --merge, --reject, --undo, --merges and --auto at a time.')
  if (typeof merged === 'string') return mergeThese(merged, asker, shop, args)
  if (typeof rejected === 'string') return rejectThis(numberOf(rejected, '--reject'), asker, shop, args)
  if (typeof undo === 'string') return undoThis(numberOf(undo, '--undo'), asker, shop, args)
  if (merges === true) return listMerges(shop, args)
  return search(asker, shop, args)
}

function numberOf(text: string, flag: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError(
    `${flag} takes a number, not “${text}”.`,
    'dedupe lists the proposals, dedupe --merges the merges.',
  )
}

/** Looks for duplicates and lists what waits for a decision; without --auto nobody is merged. */
async function search(asker: Asker, shop: Context, args: Args): Promise<void> {
  const said = args.flags.first ?? '20'
  const first = numberOf(String(said), '--first')
  const report = await dedupe(shop, { kind: args.flags.changed === true ? 'changed' : 'whole' })
  const merged = args.flags.auto === true ? await mergeAlone(shop.db, asker.who) : []
  const open = await openProposals(shop.db, 100_000)
  const listed = await compare(shop.db, args.json ? open : open.slice(0, first))
  if (args.json) return args.print(JSON.stringify({ ...report, merged, proposals: listed.map((each) => asJson(each)) }))
  args.print([...searchText(report), ...mergedLines(merged), '', ...headline(open.length, listed.length)].join('\n'))
  if (listed.length === 0) return
  args.print(
    `\n${proposalsText(listed, { contactDetails: asker.maySeeContactDetails, country: shop.settings.country })}`,
  )
  args.say('\nTo merge one: dedupe --merge NUMBER. To say that they are two persons: dedupe --reject NUMBER.')
}

function mergedLines(merged: Awaited<ReturnType<typeof mergeAlone>>): readonly string[] {
  return merged.map(({ merge, stays, goes }) => `Merged ${goes} into ${stays} (merge ${merge}).`)
}

function headline(open: number, listed: number): readonly string[] {
  if (open === 0) return ['No two customers look like one person.']
  const count = open === 1 ? 'One pair of customers is' : `${open.toLocaleString('en-US')} pairs of customers are`
  return [
    `${count} likely one person. The first one named stays; nothing is merged until you say so.`,
    ...(listed < open ? [`The likeliest ${listed}:`] : []),
  ]
}

const asJson = ({ proposal, stays, goes }: Comparison) => ({
  ...{ proposal: proposal.id, probability: proposal.probability, stays: stays.ref, goes: goes.ref },
  same_system: proposal.sameSystem,
  evidence: reasonsOf(proposal.evidence, stays, goes),
})

interface Pair {
  readonly stays: number
  readonly goes: number
  readonly because?: Because
}

async function mergeThese(said: string, asker: Asker, shop: Context, args: Args): Promise<void> {
  const pair = said.includes(',')
    ? await namedPair(said, asker, shop)
    : await proposedPair(numberOf(said, '--merge'), shop)
  const { stays, goes, because } = await turned(pair, args.flags.stays, shop)
  const done = await merge(shop.db, stays, goes, asker, because)
  if (args.json) return args.print(JSON.stringify(done))
  const name = (one: { name: string; ref: string }) => plainLine(`${one.name} (${one.ref})`)
  if (done.kind === 'already') return args.print(`The two are one already: ${name(done.stays)}.`)
  args.print(`${name(done.goes)} is part of ${name(done.stays)} now. This is merge ${done.merge}.`)
  args.say(`To take it back: dedupe --undo ${done.merge}`)
}

async function proposedPair(id: number, { db }: Context): Promise<Pair> {
  const proposal = await proposalBy(db, id)
  if (proposal?.state !== 'proposed' && proposal?.state !== 'merged')
    throw new UserError(staleness(proposal), 'dedupe lists the proposals.')
  const [found] = await compare(db, [proposal])
  if (!found) throw new UserError(staleness(proposal))
  return { stays: found.stays.id, goes: found.goes.id, because: proposal }
}

async function namedPair(said: string, asker: Asker, shop: Context): Promise<Pair> {
  const refs = said.split(',').map((ref) => ref.trim())
  if (refs.length !== 2) throw new UsageError('Two references at a time: dedupe --merge C0255,C0320')
  const [one, other] = await Promise.all(refs.map(async (ref) => theOne(ref, await findFor(ref, asker.scope, shop))))
  if (!one || !other || one.id === other.id) throw new UserError('These are one record already.')
  const unproposed = { id: 0, probability: 0, evidence: {}, sameSystem: false, state: 'proposed' } as const
  const [found] = await compare(shop.db, [{ ...unproposed, firstId: one.id, secondId: other.id }])
  return { stays: found?.stays.id ?? one.id, goes: found?.goes.id ?? other.id }
}

/** The record that is to stay, where it was named. */
async function turned(pair: Pair, stays: unknown, { db }: Context): Promise<Pair> {
  if (typeof stays !== 'string') return pair
  const rows = await db
    .selectFrom('customers')
    .select(['id', 'ref'])
    .where('id', 'in', [pair.stays, pair.goes])
    .execute()
  const wanted = rows.find(({ ref }) => ref.toLowerCase() === stays.toLowerCase())
  if (!wanted)
    throw new UserError(
      `${stays} is neither of the two: ${rows
        .map(({ ref }) => ref)
        .sort()
        .join(' and ')}.`,
      'Nothing was merged.',
    )
  return wanted.id === pair.stays ? pair : { ...pair, stays: pair.goes, goes: pair.stays }
}

async function rejectThis(id: number, asker: Asker, { db }: Context, { json, print }: Args): Promise<void> {
  const done = await reject(db, id, asker)
  if (done.kind === 'stale') throw new UserError(done.sentence, 'dedupe lists the proposals.')
  print(json ? JSON.stringify({ rejected: id }) : 'They stay two persons, and are not proposed again.')
}

async function undoThis(id: number, asker: Asker, { db }: Context, { json, print }: Args): Promise<void> {
  const done = await undoMerge(db, id, asker)
  if (json) return print(JSON.stringify(done))
  const { stayed, back } = done
  if (done.kind === 'already') return print(`Merge ${id} was taken back before: ${stayed.ref} and ${back.ref} are two.`)
  print(
    `${plainLine(`${stayed.name} (${stayed.ref}) and ${back.name} (${back.ref})`)} are two customers again, and are not proposed any more.`,
  )
}

async function listMerges({ db, settings }: Context, { json, print }: Args): Promise<void> {
  const merges = await recentMerges(db)
  if (json) return print(JSON.stringify(merges))
  if (merges.length === 0) return print('Nobody was ever merged.')
  for (const { id, stays, goes, at, by, undoneAt } of merges) {
    const day = (moment: Date) => writeDay(dayOf(moment, settings.timeZone))
    const undone = undoneAt === null ? '' : `, taken back on ${day(undoneAt)}`
    print(`${String(id).padStart(5)}  ${day(at)}  ${goes} into ${stays}, by ${by}${undone}`)
  }
}
