import { type Kysely, sql } from 'kysely'
import { normalizeName } from '../customers/normalize.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { attributeKinds, Of } from './change.ts'
import { type Idea, nothingMore, type Restore } from './idea.ts'

const longest = 200

/** What holds of a key, by the row that says so. */
type Held = { readonly id: number; readonly value: string } | null

/**
 * The key as questions know it: snake_case.
 *
 *     attributeKey('Household size') // 'household_size'
 */
export const attributeKey = (said: string): string =>
  normalizeName(said)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')

/** How a key reads: “household size”. */
export const attributeName = (key: string): string => key.replaceAll('_', ' ')

/** Something known about somebody, with who said it and when. The latest holds; what was known before stays. */
export function attributeIdea(change: Of<'attribute'>): Idea {
  const key = attributeKey(change.key)
  const value = normalizeName(change.value)
  return {
    field: 'attribute',
    key,
    state: (customerId, db) => readAttribute(customerId, key, db),
    seen: (state) => (state as Held)?.value ?? null,
    check: async () => {
      if (!/^\p{L}/u.test(key) || key.length > 60)
        throw new UserError('Say what it is in a word or two that begin with a letter: “household size”, “interest”.')
      if (value === '') throw new UserError('Say what is known: “4”, “gardening”.')
      if (value.length > longest) throw new UserError(`It may have ${longest} characters; a note may have more.`)
    },
    isDone: (state) => (state as Held)?.value === value,
    say: async (_, state) => ({
      label: sentenceCase(attributeName(key)),
      before: (state as Held)?.value ?? null,
      after: value,
      isContact: false,
    }),
    write: async (customerId, _, { by, now }, db) => {
      await db
        .insertInto('customer_attributes')
        .values({
          ...{ customer_id: customerId, key, value, kind: change.of, source: by.who },
          // What was said last holds, even where a file was dated ahead of the clock.
          observed_at: sql<Date>`greatest(${now}::timestamptz, (select max(observed_at) from customer_attributes
            where customer_id = ${customerId} and key = ${key}))`,
        })
        .execute()
      return nothingMore
    },
    isNewWord: (db) => isNew(key, value, db),
  }
}

const sentenceCase = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** The key and, where the value only differs in its capital letters, the spelling that is in use. */
export async function attributeInUse(
  said: { readonly key: string; readonly value: string },
  db: Kysely<Database>,
): Promise<{ readonly key: string; readonly value: string; readonly of: (typeof attributeKinds)[number] }> {
  const key = attributeKey(said.key)
  const value = normalizeName(said.value)
  const known = db.selectFrom('customer_attributes').select(['value', 'kind']).where('key', '=', key).limit(1)
  const spelt =
    (await known.where('value', '=', value).executeTakeFirst()) ??
    (await known
      .where(({ eb, fn }) => eb(fn<string>('lower', ['value']), '=', value.toLowerCase()))
      .orderBy('value')
      .executeTakeFirst())
  const { kind } = spelt ?? (await known.orderBy('id').executeTakeFirst()) ?? { kind: kindOf(key) }
  return { key, value: spelt?.value ?? value, of: kind }
}

/** How keys begin that say who somebody is, and not what they like. */
const demographic = /^(?:age|gender|sex|household|children|kids|income|occupation|profession|job|marital|education)/
const psychographic = /^(?:interest|hobb|value|style|taste|attitude|belief)/

const kindOf = (key: string): (typeof attributeKinds)[number] =>
  demographic.test(key) ? 'demographic' : psychographic.test(key) ? 'psychographic' : 'preference'

async function readAttribute(customerId: number, key: string, db: Kysely<Database>): Promise<Held> {
  const row = await db
    .selectFrom('customer_attributes')
    .select(['id', 'value'])
    .where('customer_id', '=', customerId)
    .where('key', '=', key)
    .orderBy('observed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function isNew(key: string, value: string, db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('customer_attributes')
    .select('id')
    .where('key', '=', key)
    .where('value', '=', value)
    .limit(1)
    .executeTakeFirst()
  return row === undefined
}

/** A slip is no observation: its row goes, and what was known before holds again with its own source and day. */
export const restoreAttribute: Restore = async (_, { after }, __, db) => {
  const mistaken = after as Held
  if (mistaken) await db.deleteFrom('customer_attributes').where('id', '=', mistaken.id).execute()
}
