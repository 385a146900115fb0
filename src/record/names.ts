import { type Kysely, sql } from 'kysely'
import { normalizeName } from '../customers/normalize.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Of } from './change.ts'
import { type Idea, nothingMore, type Restore } from './idea.ts'

const longest = 80

/** A name as one line: null where nothing is left of it. */
export function cleanName(said: string | null): string | null {
  const name = normalizeName(said ?? '')
  if (name.length > longest) throw new UserError(`A name may have ${longest} characters.`)
  return name === '' ? null : name
}

type Names = { readonly given: string | null; readonly family: string | null; readonly shown: string }

/** Given and family name; lists show both from then on. */
export function namesIdea({ given, family }: Of<'names'>): Idea {
  const wanted = { given: cleanName(given), family: cleanName(family) }
  const shown = [wanted.given, wanted.family].filter(Boolean).join(' ')
  return {
    field: 'names',
    key: '',
    state: readNames,
    check: async () => {
      if (!/\p{L}/u.test(shown)) throw new UserError('A customer needs a name.')
    },
    isDone: (state) => {
      const now = state as Names
      return now.given === wanted.given && now.family === wanted.family && now.shown === shown
    },
    say: async (_, state) => ({
      label: 'Name',
      before: (state as Names).shown,
      after: shown,
      isContact: false,
    }),
    write: async (customerId, _, __, db) => {
      await writeNames(customerId, { ...wanted, shown }, db)
      return nothingMore
    },
  }
}

async function readNames(customerId: number, db: Kysely<Database>): Promise<Names> {
  const row = await db
    .selectFrom('customers')
    .select(['given_name as given', 'family_name as family', 'display_name as shown'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return row
}

async function writeNames(customerId: number, { given, family, shown }: Names, db: Kysely<Database>): Promise<void> {
  await db
    .updateTable('customers')
    .set({
      given_name: given,
      family_name: family,
      display_name: shown,
      search_name: sql<string>`plain_text(${shown})`,
    })
    .where('id', '=', customerId)
    .execute()
}

export const restoreNames: Restore = (customerId, { before }, _, db) => writeNames(customerId, before as Names, db)

/** What staff call them; nothing takes it off. */
export function nicknameIdea(change: Of<'nickname'>): Idea {
  const nickname = cleanName(change.nickname)
  return {
    field: 'nickname',
    key: '',
    state: readNickname,
    check: async () => {},
    isDone: (state) => state === nickname,
    say: async (_, state) => ({ label: 'Nickname', before: state as string | null, after: nickname, isContact: false }),
    write: async (customerId, _, __, db) => {
      await writeNickname(customerId, nickname, db)
      return nothingMore
    },
  }
}

async function readNickname(customerId: number, db: Kysely<Database>): Promise<string | null> {
  const row = await db.selectFrom('customers').select('nickname').where('id', '=', customerId).executeTakeFirstOrThrow()
  return row.nickname
}

async function writeNickname(customerId: number, nickname: string | null, db: Kysely<Database>): Promise<void> {
  await db.updateTable('customers').set({ nickname }).where('id', '=', customerId).execute()
}

export const restoreNickname: Restore = (customerId, { before }, _, db) =>
  writeNickname(customerId, before as string | null, db)
