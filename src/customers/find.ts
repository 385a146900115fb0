import { type Kysely, sql, type Transaction } from 'kysely'
import { type ReadScope, readTransaction } from '../db/reading.ts'
import type { Database, Day } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { normalizeEmail, normalizePhone, searchName } from './normalize.ts'

/** A customer that somebody may mean, with what tells two of one name apart. */
export interface Found {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly city: string | null
  /** Home store. */
  readonly store: string | null
  /** What staff call them, if different. */
  readonly nickname: string | null
  /** YYYY-MM-DD; null for who has not bought yet. */
  readonly lastOrderDay: string | null
  /** What was said fits exactly; otherwise it is only like the name. */
  readonly exact: boolean
  /** What fits; `name` is the whole name or nickname, `parts` the beginnings of some of its words. */
  readonly by: 'number' | 'contact' | 'name' | 'parts' | 'likeness'
  /** Their home store is the colleague's. */
  readonly near: boolean
}

/** Who looks, and where from. */
export interface Finder {
  readonly scope: ReadScope
  /** The colleague's own store: its customers come first. */
  readonly storeId: number | null
  readonly today: Day
  readonly timeZone: string
  /** Of phone numbers without a country code. */
  readonly country: string
}

const most = 10

/**
 * Whom somebody means by a name, a nickname, an e-mail address, a phone number, a reference or an order's number, among
 * those they may see. Forgiving about accents, spelling and the order of a name's words; those that fit exactly hide those
 * that are only alike, and the colleague's own store comes first.
 */
export async function findCustomers(
  reader: Kysely<Database>,
  said: string,
  { scope, storeId, today, timeZone, country }: Finder,
): Promise<readonly Found[]> {
  const text = bare(said)
  if (text === '' || text.length > 200) return []
  // Whoever types an address knows it: finding by it shows no contact details.
  return readTransaction(reader, { timeoutMs: 5_000, timeZone, scope, contacts: true }, async (trx) => {
    for (const { look, by } of looks) {
      const rows = await look(trx, text, { today, country, storeId })
      if (rows.length > 0) return rows.map((row) => ({ ...row, exact: true, by }))
    }
    const alike = await likeName(trx, text, { today, country, storeId })
    return alike.map((row) => ({ ...row, exact: false, by: 'likeness' }))
  })
}

/** “Customer C0042”, “order #1007”, “Mrs. Silva”, “Silva, Ana”: what is said around a name or a number. */
export function bare(said: string): string {
  const plain = said
    .trim()
    .replace(/^(?:(?:customer|client|order|reference|ref|number|mr|mrs|ms|miss|dr)\b\.?|no\.)\s*#?\s*(?=\S)/i, '')
  return plain.includes('@') ? plain : plain.replace(/\s*,\s*/g, ' ').trim()
}

interface Look {
  readonly today: Day
  readonly country: string
  readonly storeId: number | null
}
type Row = Omit<Found, 'exact' | 'by'>
type Trx = Transaction<Database>
/** A query that gives customers' numbers as `id`. */
type Ids = ReturnType<typeof sql>

/**
 * The customers whom `ids` gives, as far as they exist as of today, their own store's first, then the latest buyers. The numbers
 * are found first, through their index: PostgreSQL would otherwise sort a million customers to find ten. For a record that was
 * merged into another the other is given: old references stand on receipts.
 */
async function rows(trx: Trx, ids: Ids, { today, storeId }: Look): Promise<readonly Row[]> {
  const found = await sql<Row>`
    with recursive found as materialized (${ids}),
    standing (id, merged_into_id) as (
      select c.id, c.merged_into_id from found join customers c on c.id = found.id
      union
      select c.id, c.merged_into_id from standing join customers c on c.id = standing.merged_into_id
    )
    select c.id, c.ref, c.display_name as name, c.nickname, c.city, stores.name as store,
      coalesce(c.store_id = ${storeId}, false) as near,
      case when s.last_order_day <= ${today} then s.last_order_day end as "lastOrderDay"
    from standing
    join customers c on c.id = standing.id
    left join stores on stores.id = c.store_id
    left join customer_summaries s on s.customer_id = c.id
    where c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today})
    order by near desc, s.last_order_day desc nulls last, c.ref
    limit ${most}
  `.execute(trx)
  return found.rows
}

/** A customer's reference, or an order's. */
async function byNumber(trx: Trx, text: string, look: Look): Promise<readonly Row[]> {
  if (!/\d/.test(text) || /\s/.test(text)) return []
  const spelt = sql`${[...new Set([text, text.toUpperCase(), text.toLowerCase(), text.replace(/^#/, '')])]}::text[]`
  const own = await rows(trx, sql`select id from customers where ref = any (${spelt})`, look)
  if (own.length > 0) return own
  return rows(
    trx,
    sql`select distinct customer_id as id from orders where ref = any (${spelt}) and ordered_day <= ${look.today}`,
    look,
  )
}

async function byContact(trx: Trx, text: string, look: Look): Promise<readonly Row[]> {
  const email = text.includes('@') ? normalizeEmail(text) : null
  const phone = /^[+()\d\s./-]{7,}$/.test(text) ? normalizePhone(text, look.country) : null
  const [kind, key] = email?.valid ? ['email', email.matchKey] : ['phone', phone?.valid ? phone.matchKey : null]
  if (key === null) return []
  return rows(
    trx,
    sql`select distinct customer_id as id from contact_points where kind = ${kind} and match_key = ${key}`,
    look,
  )
}

/** The whole name in any order of its words, or a nickname with or without the family name: each way by its own index. */
async function byName(trx: Trx, text: string, look: Look): Promise<readonly Row[]> {
  const name = searchName(text)
  const words = name.split(' ')
  const turned = [...words.slice(-1), ...words.slice(0, -1)].join(' ')
  const nicknames = words.map((_, at) => words.slice(0, at + 1).join(' '))
  return rows(
    trx,
    sql`select id from customers where search_name = any (${[name, turned]}::text[])
      union
      select id from customers where nickname is not null and plain_text(nickname) = any (${nicknames}::text[])
      and ${name} in (plain_text(nickname), plain_text(concat_ws(' ', nickname, family_name)))`,
    look,
  )
}

/**
 * Every word is the beginning of one of the name's: “Ana”, “An Silva”, “Ana S”. A letter alone is a whole word: some are called
 * O. One that fits nobody along with the other words is taken for an initial that is not on record.
 */
async function byParts(trx: Trx, text: string, look: Look): Promise<readonly Row[]> {
  const words = searchName(text)
    .split(' ')
    .filter((word) => word !== '')
  const longer = words.filter((word) => word.length >= 2)
  if (longer.length === 0) return withWords(trx, words.map(whole), look)
  const found = await withWords(trx, words.map(beginning), look)
  return found.length > 0 || longer.length === words.length ? found : withWords(trx, longer.map(beginning), look)
}

async function withWords(trx: Trx, conditions: readonly Ids[], look: Look): Promise<readonly Row[]> {
  if (conditions.length === 0) return []
  return rows(trx, sql`select id from customers where ${sql.join(conditions, sql` and `)}`, look)
}

const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&')
const beginning = (word: string): Ids =>
  sql`(search_name like ${`${escaped(word)}%`} or search_name like ${`% ${escaped(word)}%`})`
const whole = (word: string): Ids =>
  sql`(search_name = ${word} or search_name like ${`${escaped(word)} %`} or search_name like ${`% ${escaped(word)}`}
    or search_name like ${`% ${escaped(word)} %`})`

const looks = [
  { look: byNumber, by: 'number' },
  { look: byContact, by: 'contact' },
  { look: byName, by: 'name' },
  { look: byParts, by: 'parts' },
] as const

/** Of 1; “wiliam okafr” and “william okafor” have 0.5 in common. */
const alikeFrom = 0.4

/** Alike as pg_trgm measures it, the likest first. */
async function likeName(trx: Trx, text: string, { today, storeId }: Look): Promise<readonly Row[]> {
  const name = searchName(text)
  if (name.length < 3) return []
  // The index looks only for those that are alike enough, instead of all that are a little alike.
  await sql`select set_config('pg_trgm.similarity_threshold', ${String(alikeFrom)}, true)`.execute(trx)
  const found = await sql<Row>`
    select c.id, c.ref, c.display_name as name, c.nickname, c.city, stores.name as store,
      coalesce(c.store_id = ${storeId}, false) as near,
      case when s.last_order_day <= ${today} then s.last_order_day end as "lastOrderDay"
    from customers c
    left join stores on stores.id = c.store_id
    left join customer_summaries s on s.customer_id = c.id
    where c.search_name % ${name} and similarity(c.search_name, ${name}) >= ${alikeFrom}
    and c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today})
    order by similarity(c.search_name, ${name}) desc, near desc, c.ref
    limit ${most}
  `.execute(trx)
  return found.rows
}

/** The one who fits exactly; of several, and of nobody, the error says who there is. */
export function theOne(said: string, found: readonly Found[]): Found {
  const [only] = found
  if (only?.exact && found.length === 1) return only
  const listed = found.map(({ ref, name, city, store }) => `  ${[ref, name, city ?? store].filter(Boolean).join('  ')}`)
  if (found.some(({ exact }) => exact))
    throw new UserError(
      [`${found.length === 10 ? 'Ten or more' : found.length} customers fit “${said}”:`, ...listed].join('\n'),
      'Give the reference instead of the name.',
    )
  if (found.length > 0)
    throw new UserError(
      [`There is no customer “${said}”. Nearly so called:`, ...listed].join('\n'),
      'Give one of the references.',
    )
  throw new UserError(
    `There is no customer “${said}”.`,
    'Give a whole name, an e-mail address, a phone number, a reference or an order’s number.',
  )
}

/** The store that a colleague works in; null for nobody in particular. */
export async function storeOf(staffId: number | null, db: Kysely<Database>): Promise<number | null> {
  if (staffId === null) return null
  const row = await db.selectFrom('staff').select('store_id').where('id', '=', staffId).executeTakeFirst()
  return row?.store_id ?? null
}
