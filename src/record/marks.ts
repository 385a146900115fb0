import type { Kysely } from 'kysely'
import { normalizeName } from '../customers/normalize.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Of } from './change.ts'
import { type Idea, nothingMore, type Restore } from './idea.ts'

/** They asked never to be contacted, which holds everywhere; only managers take it back. */
export function doNotContactIdea({ on }: Of<'do_not_contact'>): Idea {
  return {
    field: 'do_not_contact',
    key: '',
    state: readBan,
    check: async (_, __, { by }) => {
      if (!on && !by.mayManage)
        throw new UserError(
          'Only managers may lift a do-not-contact.',
          'Ask one of them; they see on the record who set it and when.',
        )
    },
    isDone: (state) => state === on,
    say: async (_, state) => ({
      label: 'Contact',
      before: banText(state === true),
      after: banText(on),
      isContact: false,
    }),
    write: async (customerId, _, __, db) => {
      await keepBan(customerId, on, db)
      return nothingMore
    },
  }
}

const banText = (on: boolean): string => (on ? 'never, by their own wish' : 'by the channels they agreed to')

async function readBan(customerId: number, db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('customers')
    .select('do_not_contact')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return row.do_not_contact
}

async function keepBan(customerId: number, on: boolean, db: Kysely<Database>): Promise<void> {
  await db.updateTable('customers').set({ do_not_contact: on }).where('id', '=', customerId).execute()
}

export const restoreBan: Restore = (customerId, { before }, _, db) => keepBan(customerId, before === true, db)

const longestTag = 60

/** A word put on a customer or taken off, in the spelling that is in use already. */
export function tagIdea({ tag, on }: Of<'tag'>): Idea {
  return {
    field: 'tag',
    key: tag,
    state: (customerId, db) => hasTag(customerId, tag, db),
    check: async () => {
      if (!/[\p{L}\p{N}]/u.test(tag)) throw new UserError('A tag is a word or a few.')
      if (tag.length > longestTag) throw new UserError(`A tag may have ${longestTag} characters.`)
      if (tag.includes(';')) throw new UserError('A tag has no semicolon; add several one by one.')
    },
    isDone: (state) => state === on,
    say: async (_, state) => ({
      label: `Tag “${tag}”`,
      before: state === true ? 'on' : null,
      after: on ? 'put on' : null,
      isContact: false,
    }),
    write: async (customerId, _, __, db) => {
      await keepTag(customerId, tag, on, db)
      return nothingMore
    },
    isNewWord: async (db) => on && !(await isInUse(tag, db)),
  }
}

/** The spelling of the tag that the shop uses: “vip” is the “VIP” there is. */
export async function tagInUse(said: string, db: Kysely<Database>): Promise<string> {
  const tag = normalizeName(said)
  if (await isInUse(tag, db)) return tag
  const found = await db
    .selectFrom('customer_tags')
    .select('tag')
    .where(({ eb, fn }) => eb(fn<string>('lower', ['tag']), '=', tag.toLowerCase()))
    .orderBy('tag')
    .limit(1)
    .executeTakeFirst()
  return found?.tag ?? tag
}

async function isInUse(tag: string, db: Kysely<Database>): Promise<boolean> {
  const row = await db.selectFrom('customer_tags').select('tag').where('tag', '=', tag).limit(1).executeTakeFirst()
  return row !== undefined
}

async function hasTag(customerId: number, tag: string, db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('customer_tags')
    .select('tag')
    .where('customer_id', '=', customerId)
    .where('tag', '=', tag)
    .executeTakeFirst()
  return row !== undefined
}

async function keepTag(customerId: number, tag: string, on: boolean, db: Kysely<Database>): Promise<void> {
  if (on)
    await db
      .insertInto('customer_tags')
      .values({ customer_id: customerId, tag })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  else await db.deleteFrom('customer_tags').where('customer_id', '=', customerId).where('tag', '=', tag).execute()
}

export const restoreTag: Restore = (customerId, { key, before }, _, db) => keepTag(customerId, key, before === true, db)
