import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import { type Comparison, compare } from '../../identity/compared.ts'
import { merge } from '../../identity/merge.ts'
import {
  countProposals,
  openProposals,
  type Proposal,
  proposalBy,
  proposalsOf,
  reject,
  staleness,
} from '../../identity/proposals.ts'
import { undoMerge } from '../../identity/undo.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { duplicateActions } from '../../present/blocks/duplicates.ts'
import type { Bot } from '../bot.ts'
import { button, notice, row, section } from '../elements.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { comparisonView } from './comparison.ts'
import { listedPairs, listView } from './list.ts'

/** Managers look through customers who are in twice: compare, merge, keep apart, take back. */
export function registerDuplicates(bot: Bot): void {
  onClick(bot, duplicateActions.list, (click) => managing(click, async () => show(click, await listOf(bot))))
  onClick(bot, duplicateActions.compare, (click) =>
    managing(click, async () =>
      show(click, await comparisonOf(bot, click.asker, await proposalBy(bot.shop.db, Number(click.value)))),
    ),
  )
  onClick(bot, duplicateActions.compareOf, (click) =>
    managing(click, async () => show(click, await comparisonOfCustomer(bot, click))),
  )
  for (const action of [duplicateActions.keepFirst, duplicateActions.keepSecond])
    onClick(bot, action, (click) => managing(click, () => mergeKeeping(bot, click)))
  onClick(bot, duplicateActions.reject, (click) => managing(click, () => keepApart(bot, click, Number(click.value))))
  onClick(bot, duplicateActions.undo, (click) => managing(click, () => takeBack(bot, click)))
}

async function managing({ asker }: Click, work: () => Promise<void>): Promise<void> {
  if (!asker.mayManage) throw new UserError('Only managers and administrators may merge customers.')
  await work()
}

/** In the place of the form that was clicked in, else over what the person sees. */
async function show({ form, open, replace }: Click, view: ModalView): Promise<void> {
  await (form ? replace(view) : open(view))
}

async function listOf({ shop: { db } }: Bot): Promise<ModalView> {
  const [open, count] = [await openProposals(db, listedPairs), await countProposals(db)]
  return listView(await compare(db, open), count)
}

async function likeliestOf({ shop: { db } }: Bot, customer: string): Promise<Proposal | null> {
  const [likeliest] = await proposalsOf(db, Number(customer))
  return likeliest ?? null
}

/** The page may be days old: what is proposed about its customer now, under whatever record stands for them. */
async function comparisonOfCustomer(bot: Bot, { asker, value }: Click): Promise<ModalView> {
  const proposal = await likeliestOf(bot, value)
  return proposal === null
    ? withList('Nothing is proposed about this customer any more: it is decided, or the records have changed.')
    : comparisonOf(bot, asker, proposal)
}

async function comparisonOf(bot: Bot, asker: Asker, proposal: Proposal | null): Promise<ModalView> {
  const comparison = await comparisonBy(bot, proposal)
  if (comparison === null) return withList(staleness(proposal))
  const [open, { country }] = await Promise.all([countProposals(bot.shop.db), bot.settings()])
  return comparisonView(comparison, asker, { more: open - 1, country })
}

/** Both records as they are now; null where nothing is left to decide. */
async function comparisonBy({ shop: { db } }: Bot, proposal: Proposal | null): Promise<Comparison | null> {
  if (proposal?.state !== 'proposed') return null
  const stillOpen = (await proposalsOf(db, proposal.firstId)).some(({ id }) => id === proposal.id)
  const [comparison] = stillOpen ? await compare(db, [proposal]) : []
  return comparison ?? null
}

const withList = (sentence: string): ModalView => ({
  ...notice('Customers in twice'),
  blocks: [section(sentence), row(button(duplicateActions.list, 'The other pairs'))],
})

/** The proposal is read anew: what somebody else decided meanwhile is said, and nothing is changed. */
async function mergeKeeping(bot: Bot, click: Click): Promise<void> {
  const { asker, userId, value } = click
  const [number = '', kept = ''] = value.split(':')
  const proposal = await proposalBy(bot.shop.db, Number(number))
  const comparison = await comparisonBy(bot, proposal)
  if (proposal === null || comparison === null) return show(click, withList(staleness(proposal)))
  const { stays, goes } = comparison
  const [winner, loser] = Number(kept) === goes.id ? [goes, stays] : [stays, goes]
  const done = await merge(bot.shop.db, winner.id, loser.id, asker, proposal)
  await show(
    click,
    done.kind === 'already'
      ? withList(staleness({ ...proposal, state: 'merged' }))
      : mergedView(done, await countProposals(bot.shop.db)),
  )
  await publishHome(bot, userId)
}

type Done = Extract<Awaited<ReturnType<typeof merge>>, { kind: 'merged' }>

const mergedView = ({ merge: id, stays, goes }: Done, left: number): ModalView => ({
  ...notice('Merged'),
  blocks: [
    section(
      `${goes.name} (${goes.ref}) is part of ${stays.name} (${stays.ref}) now, with all orders, notes and the rest.`,
    ),
    row(
      button(duplicateActions.undo, 'Undo', { value: String(id) }),
      ...(left > 0 ? [button(duplicateActions.list, left === 1 ? 'The other pair' : `The other ${left} pairs`)] : []),
    ),
  ],
})

async function keepApart(bot: Bot, click: Click, id: number): Promise<void> {
  const done = await reject(bot.shop.db, id, click.asker)
  await show(
    click,
    withList(done.kind === 'stale' ? done.sentence : 'They stay two customers, and are not proposed again.'),
  )
  await publishHome(bot, click.userId)
}

async function takeBack(bot: Bot, click: Click): Promise<void> {
  const { kind, stayed, back } = await undoMerge(bot.shop.db, Number(click.value), click.asker)
  const both = `${stayed.name} (${stayed.ref}) and ${back.name} (${back.ref})`
  const sentence =
    kind === 'already'
      ? `${both} are two customers already.`
      : `${both} are two customers again, each with what it had. They are not proposed any more.`
  await show(click, withList(sentence))
  await publishHome(bot, click.userId)
}
