import type { Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database } from '../db/schema.ts'
import { attributeName } from './attributes.ts'
import { type Case, casesOf } from './cases.ts'
import { type Birthday, type ConsentChannel, type ContactKind, consentChannels, type PostalPlace } from './change.ts'
import { type Point, pointsOf } from './contacts.ts'
import { type Held, hold } from './holding.ts'
import type { Writing } from './idea.ts'
import { ideaOf } from './ideas.ts'
import { changesOf, type Kept } from './log.ts'

/** A customer's record as it can be corrected. */
export interface Standing {
  readonly customer: Held
  readonly given: string | null
  readonly family: string | null
  readonly nickname: string | null
  readonly birthday: Birthday | null
  readonly points: Readonly<Record<ContactKind, readonly Point[]>>
  readonly place: PostalPlace
  /** The shop's, for which phone numbers are written. */
  readonly shopCountry: string
  readonly consents: readonly {
    readonly channel: ConsentChannel
    readonly state: 'yes' | 'no' | null
    readonly text: string
  }[]
  readonly doNotContact: boolean
  readonly tags: readonly string[]
  readonly attributes: readonly { readonly key: string; readonly name: string; readonly value: string }[]
  readonly sentBy: { readonly id: number; readonly name: string } | null
  readonly owner: { readonly id: number; readonly name: string } | null
  readonly store: { readonly id: number; readonly name: string } | null
  readonly cases: readonly Case[]
  /** By colleagues, the latest first, those taken back too. */
  readonly changes: readonly Kept[]
}

/** Everything that can be corrected on the record, if the asker may see the customer. */
export async function standingOf(customerId: number, writing: Writing, db: Kysely<Database>): Promise<Standing> {
  const { by, today } = writing
  const customer = await hold(customerId, by, db)
  const { id } = customer
  const [row, tags, attributes, cases, changes] = await Promise.all([
    rowOf(id, db),
    db.selectFrom('customer_tags').select('tag').where('customer_id', '=', id).orderBy('tag').execute(),
    db.selectFrom('current_attributes').select(['key', 'value']).where('customer_id', '=', id).orderBy('key').execute(),
    casesOf(id, today, db),
    changesOf(id, 10, db),
  ])
  const points = {
    email: await pointsOf('email', id, db),
    phone: await pointsOf('phone', id, db),
    address: await pointsOf('address', id, db),
  }
  return {
    customer,
    ...{ given: row.given, family: row.family, nickname: row.nickname, doNotContact: row.banned },
    birthday: row.month === null || row.day === null ? null : { month: row.month, day: row.day, year: row.year },
    points,
    shopCountry: writing.country,
    place: { city: row.city, region: row.region, postalCode: row.postalCode, country: row.country },
    consents: await consentsOf(id, writing, db),
    tags: tags.map(({ tag }) => tag),
    attributes: attributes.map(({ key, value }) => ({ key, name: attributeName(key), value })),
    sentBy: await sentBy(id, by, db),
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.owner ?? '' },
    store: row.storeId === null ? null : { id: row.storeId, name: row.store ?? '' },
    ...{ cases, changes },
  }
}

async function rowOf(id: number, db: Kysely<Database>) {
  return db
    .selectFrom('customers as c')
    .leftJoin('staff', 'staff.id', 'c.owner_id')
    .leftJoin('stores', 'stores.id', 'c.store_id')
    .select(['c.given_name as given', 'c.family_name as family', 'c.nickname', 'c.do_not_contact as banned'])
    .select(['c.birth_month as month', 'c.birth_day as day', 'c.birth_year as year'])
    .select(['c.city', 'c.region', 'c.postal_code as postalCode', 'c.country'])
    .select(['c.owner_id as ownerId', 'staff.name as owner', 'c.store_id as storeId', 'stores.name as store'])
    .where('c.id', '=', id)
    .executeTakeFirstOrThrow()
}

/** As each would read before a change. */
async function consentsOf(id: number, writing: Writing, db: Kysely<Database>): Promise<Standing['consents']> {
  const found: Standing['consents'][number][] = []
  for (const channel of consentChannels) {
    const idea = ideaOf({ kind: 'consent', channel, state: 'no', how: '-', on: writing.today }, writing.timeZone)
    const state = await idea.state(id, db)
    const { before } = await idea.say(id, state, writing, db)
    found.push({
      channel,
      state: (state as { readonly state: 'yes' | 'no' } | null)?.state ?? null,
      text: before ?? '',
    })
  }
  return found
}

async function sentBy(id: number, { scope }: Asker, db: Kysely<Database>): Promise<Standing['sentBy']> {
  const row = await db
    .selectFrom('referrals as r')
    .innerJoin('customers as c', 'c.id', 'r.referrer_id')
    .select(['c.id', 'c.ref', 'c.display_name as name', 'c.store_id', 'c.owner_id'])
    .where('r.referred_id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const isSeen = scope.kind === 'all' || (scope.kind === 'store' ? row.store_id : row.owner_id) === scope.id
  return { id: row.id, name: isSeen ? `${row.name} (${row.ref})` : 'another customer' }
}
