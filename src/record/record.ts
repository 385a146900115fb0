import type { Kysely, Transaction } from 'kysely'
import { record } from '../access/audit.ts'
import type { Database } from '../db/schema.ts'
import { refreshSummaries } from '../db/summaries.ts'
import { shareWithImports } from '../identity/merge.ts'
import type { RecordChange } from './change.ts'
import { type Held, hold, refuseStrangers } from './holding.ts'
import { type Idea, type Line, mark, type State, type Writing } from './idea.ts'
import { ideaOf } from './ideas.ts'
import { lastChange } from './log.ts'

/** A change with what its author saw of the record, so that what somebody else changed since is noticed. */
export interface Proposed {
  readonly change: RecordChange
  /** The mark of it, as `preview` and `seenNow` give it; not given where nothing was shown. */
  readonly seen?: string | undefined
}

/** What would be written, and how the record stands that it was compared with. */
export interface Preview {
  readonly customer: Held
  /** Those that change something, each with what was seen of it. */
  readonly proposed: readonly Proposed[]
  readonly lines: readonly Line[]
  /** What is worth knowing before, in sentences without contact details. */
  readonly doubts: readonly string[]
}

export type Recorded =
  | {
      readonly kind: 'saved'
      readonly customer: Held
      /** Our numbers for what was changed, to take back. */
      readonly ids: readonly number[]
      readonly lines: readonly Line[]
    }
  /** It stood so already. */
  | { readonly kind: 'unchanged'; readonly customer: Held }
  /** Somebody changed it since it was shown; nothing was written. */
  | {
      readonly kind: 'meanwhile'
      readonly customer: Held
      readonly who: string | null
      readonly lines: readonly Line[]
    }

/** changes → whether they may be → before and after, in words. Nothing is written. */
export async function preview(
  customerId: number,
  changes: readonly RecordChange[],
  writing: Writing,
  db: Kysely<Database>,
): Promise<Preview> {
  refuseStrangers(writing.by)
  return db.transaction().execute(async (trx) => {
    const customer = await hold(customerId, writing.by, trx)
    const looks = await looksAt(customer.id, changes, writing, trx)
    const open = looks.filter(({ idea, state }) => !idea.isDone(state, writing))
    const doubts = await inTurn(
      open,
      async ({ idea, state }) => (await idea.doubts?.(customer.id, state, writing, trx)) ?? [],
    )
    return {
      customer,
      proposed: open.map(({ change, idea, state }) => ({ change, seen: seenOf(idea, state) })),
      lines: await saidOf(customer.id, open, writing, trx),
      doubts: [...new Set(doubts.flat())],
    }
  })
}

/**
 * changes → rights → compared with what their author saw → written, kept with what was before, counted anew
 *
 * All of them or none. Two people who change the same thing at once: the second is told what the first has made of it. And
 * not while an import runs: it has read the record as it was, and would write over what is said meanwhile.
 */
export async function changeRecord(
  customerId: number,
  proposed: readonly Proposed[],
  writing: Writing,
  db: Kysely<Database>,
): Promise<Recorded> {
  refuseStrangers(writing.by)
  return db.transaction().execute((trx) => changeWithin(customerId, proposed, writing, trx))
}

/** The same inside a transaction that does more. */
export async function changeWithin(
  customerId: number,
  proposed: readonly Proposed[],
  writing: Writing,
  trx: Transaction<Database>,
): Promise<Recorded> {
  await shareWithImports(trx)
  const customer = await hold(customerId, writing.by, trx)
  const meanwhile = await changedMeanwhile(customer, proposed, writing, trx)
  if (meanwhile) return meanwhile
  const ids: number[] = []
  const lines: Line[] = []
  const touched = new Set<number>([customer.id])
  for (const { change } of proposed) {
    const [look] = await looksAt(customer.id, [change], writing, trx)
    if (!look || look.idea.isDone(look.state, writing)) continue
    lines.push(...(await saidOf(customer.id, [look], writing, trx)))
    ids.push(await writeOne(customer, look, writing, trx))
    for (const id of look.idea.touches?.(look.state) ?? []) touched.add(id)
  }
  if (ids.length === 0) return { kind: 'unchanged', customer }
  await refreshSummaries(trx, [...touched])
  return { kind: 'saved', customer, ids, lines }
}

interface Look {
  readonly change: RecordChange
  readonly idea: Idea
  readonly state: State
}

async function looksAt(
  customerId: number,
  changes: readonly RecordChange[],
  writing: Writing,
  trx: Transaction<Database>,
): Promise<readonly Look[]> {
  return inTurn(changes, async (change) => {
    const idea = ideaOf(change, writing.timeZone)
    const state = await idea.state(customerId, trx)
    await idea.check(customerId, state, writing, trx)
    return { change, idea, state }
  })
}

const seenOf = (idea: Idea, state: State): string => mark(idea.seen ? idea.seen(state) : state)

/** The mark of what a change would be compared with, for a form that is opened now. */
export async function seenNow(
  customerId: number,
  change: RecordChange,
  { timeZone }: Pick<Writing, 'timeZone'>,
  db: Kysely<Database>,
): Promise<string> {
  const idea = ideaOf(change, timeZone)
  return seenOf(idea, await idea.state(customerId, db))
}

const saidOf = (customerId: number, looks: readonly Look[], writing: Writing, trx: Transaction<Database>) =>
  inTurn(looks, ({ idea, state }) => idea.say(customerId, state, writing, trx))

/** Asked before anything is checked or written: of a number that is gone, who took it is the better answer. */
async function changedMeanwhile(
  customer: Held,
  proposed: readonly Proposed[],
  writing: Writing,
  trx: Transaction<Database>,
): Promise<Recorded | null> {
  for (const { change, seen } of proposed) {
    if (seen === undefined) continue
    const idea = ideaOf(change, writing.timeZone)
    const state = await idea.state(customer.id, trx)
    if (seen === seenOf(idea, state) || idea.isDone(state, writing)) continue
    const last = await lastChange(customer.id, idea.field, idea.key, trx)
    const line = await idea.say(customer.id, state, writing, trx).catch(() => null)
    return { kind: 'meanwhile', customer, who: last?.who ?? null, lines: line ? [line] : [] }
  }
  return null
}

async function writeOne(
  customer: Held,
  { change, idea, state }: Look,
  writing: Writing,
  trx: Transaction<Database>,
): Promise<number> {
  const isNewWord = (await idea.isNewWord?.(trx)) ?? false
  const { key = idea.key, after } = await idea.write(customer.id, state, writing, trx)
  const { id } = await trx
    .insertInto('customer_changes')
    .values({
      ...{ customer_id: customer.id, field: idea.field, key, is_new_word: isNewWord },
      before: json(state),
      after: json(after === undefined ? await idea.state(customer.id, trx) : after),
      ...{ changed_by: writing.by.who, changed_at: writing.now },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(trx, {
    actor: writing.by.who,
    action: 'change_record',
    subject: `customer ${customer.ref}`,
    details: {
      change: id,
      kind: change.kind,
      ...('channel' in change && { channel: change.channel, state: change.state }),
    },
  })
  return id
}

const json = (state: State): string | null => (state === null ? null : JSON.stringify(state))

/** One after the other: a transaction has one connection. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}
