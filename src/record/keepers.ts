import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Of } from './change.ts'
import { type Idea, nothingMore, type Restore } from './idea.ts'

/**
 * Who looks after them. Managers give customers to anybody; an associate takes on whom nobody has, and hands over their
 * own: otherwise one could take another's away, or lose sight of the customer unawares.
 */
export function ownerIdea({ staffId }: Of<'owner'>): Idea {
  return {
    field: 'owner',
    key: '',
    state: (customerId, db) => readColumn(customerId, 'owner_id', db),
    check: async (_, state, { by }, db) => {
      if (staffId !== null && (await staffName(staffId, db)) === null)
        throw new UserError('That colleague is not on the staff list any more.')
      const isOwn = state === null ? staffId === by.staffId : state === by.staffId
      if (by.mayManage || state === staffId || isOwn) return
      const owner = await staffName(state as number | null, db)
      throw new UserError(
        owner === null
          ? 'You may take on a customer whom nobody looks after; managers give them to others.'
          : `${owner} looks after them. Only ${owner} and managers may change that.`,
      )
    },
    isDone: (state) => state === staffId,
    say: async (_, state, __, db) => ({
      label: 'Looked after by',
      before: await staffName(state as number | null, db),
      after: (await staffName(staffId, db)) ?? 'nobody in particular',
      isContact: false,
    }),
    write: async (customerId, _, __, db) => {
      await keepColumn(customerId, 'owner_id', staffId, db)
      return nothingMore
    },
  }
}

/** Their home store. Where everyone sees the customers of one store, managers decide it. */
export function storeIdea({ storeId }: Of<'store'>): Idea {
  return {
    field: 'store',
    key: '',
    state: (customerId, db) => readColumn(customerId, 'store_id', db),
    check: async (_, __, { by }, db) => {
      if (by.scope.kind === 'store' && !by.mayManage)
        throw new UserError(
          'Here everyone sees the customers of one store, so only managers move a customer to another.',
        )
      if (storeId !== null && (await storeName(storeId, db)) === null)
        throw new UserError('There is no such store any more.')
    },
    isDone: (state) => state === storeId,
    say: async (_, state, __, db) => ({
      label: 'Home store',
      before: await storeName(state as number | null, db),
      after: await storeName(storeId, db),
      isContact: false,
    }),
    write: async (customerId, _, __, db) => {
      await keepColumn(customerId, 'store_id', storeId, db)
      return nothingMore
    },
  }
}

async function readColumn(
  customerId: number,
  column: 'owner_id' | 'store_id',
  db: Kysely<Database>,
): Promise<number | null> {
  const row = await db.selectFrom('customers').select(column).where('id', '=', customerId).executeTakeFirstOrThrow()
  return row[column] ?? null
}

async function keepColumn(
  customerId: number,
  column: 'owner_id' | 'store_id',
  id: number | null,
  db: Kysely<Database>,
): Promise<void> {
  await db
    .updateTable('customers')
    .set({ [column]: id })
    .where('id', '=', customerId)
    .execute()
}

async function staffName(id: number | null, db: Kysely<Database>): Promise<string | null> {
  if (id === null) return null
  const row = await db.selectFrom('staff').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? null
}

async function storeName(id: number | null, db: Kysely<Database>): Promise<string | null> {
  if (id === null) return null
  const row = await db.selectFrom('stores').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? null
}

export const restoreOwner: Restore = (customerId, { before }, _, db) =>
  keepColumn(customerId, 'owner_id', before as number | null, db)

export const restoreStore: Restore = (customerId, { before }, _, db) =>
  keepColumn(customerId, 'store_id', before as number | null, db)
