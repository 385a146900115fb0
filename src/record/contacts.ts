import { type Kysely, sql } from 'kysely'
import { type ContactValue, normalizeAddress, normalizeEmail, normalizePhone } from '../customers/normalize.ts'
import { writePhone } from '../customers/phone-text.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { ContactKind, Of, PostalPlace } from './change.ts'
import { type Idea, type Line, nothingMore, type Restore, type State, type Writing } from './idea.ts'

/** A contact point as it is kept beside a change, with all that putting it back needs. */
export type Point = {
  readonly id: number
  readonly raw: string
  readonly normalized: string | null
  readonly matchKey: string | null
  readonly valid: boolean
  readonly first: boolean
  /** A moment, as ISO text. */
  readonly verified: string | null
  readonly source: string
}

/** All of one kind; with a postal address goes the place that questions know. */
type Points = { readonly points: readonly Point[]; readonly place: PostalPlace | null }

const nouns = { email: 'e-mail address', phone: 'phone number', address: 'address' } as const
const labels = { email: 'E-mail', phone: 'Phone', address: 'Address' } as const

/** “e-mail address”, “phone number”, “address”. */
export const contactNoun = (of: ContactKind): string => nouns[of]

/** As it is used, or as it was written where it cannot be. */
export const shownPoint = ({ raw, normalized }: Pick<Point, 'raw' | 'normalized'>): string => normalized ?? raw

/** As people read it: a number as it is dialled in the shop's `country`, an address or e-mail as it is used. */
export const readable = (of: ContactKind, point: Pick<Point, 'raw' | 'normalized'>, country: string): string =>
  of === 'phone' ? writePhone(point.raw, country) : shownPoint(point)

/**
 * Reads what somebody typed. What cannot be used is refused here: whoever types it can look again, unlike a file, whose
 * invalid values are kept so that “wrong” and “missing” stay apart.
 */
export function readContact(
  of: ContactKind,
  written: string,
  place: PostalPlace | null,
  country: string,
): ContactValue {
  const value = normalized(of, written, place, country)
  if (value === null) throw new UserError(`There is no ${nouns[of]} in it.`)
  if (value.valid && (of !== 'address' || value.normalized.length >= 4)) return value
  const hint = of === 'phone' ? 'Write it whole, as it is dialled: 415 555 0123, or +44 20 7946 0123.' : undefined
  throw new UserError(`${value.doubt ?? `“${value.raw}” is not an address`}.`, hint)
}

function normalized(of: ContactKind, written: string, place: PostalPlace | null, country: string) {
  switch (of) {
    case 'email':
      return normalizeEmail(written)
    case 'phone':
      return normalizePhone(written, country)
    case 'address':
      return normalizeAddress(written, place?.postalCode ?? null)
    default:
      return of satisfies never
  }
}

/** Everything but what is done to the points is the same for all five changes. */
function pointsIdea(
  of: ContactKind,
  rest: Pick<Idea, 'seen' | 'check' | 'isDone' | 'write' | 'doubts'> & {
    readonly says: (state: Points, writing: Writing) => Omit<Line, 'isContact'>
  },
): Idea {
  const { says, ...given } = rest
  return {
    field: of,
    key: '',
    state: (customerId, db) => readPoints(of, customerId, db),
    say: async (_, state, writing) => ({ ...says(state as Points, writing), isContact: true }),
    ...given,
  }
}

/** A further one; two people who add two different ones are never in each other's way. */
export function addContactIdea(change: Of<'add_contact'>): Idea {
  const { of, written, first, place } = change
  const value = ({ country }: Writing) => readContact(of, written, place, country)
  const held = (state: State, writing: Writing) => among(state, value(writing))
  return pointsIdea(of, {
    seen: () => null,
    check: async (_, __, writing) => void value(writing),
    doubts: async (customerId, state, writing, db) => [
      ...(replaces(state as Points, value(writing), first)
        ? [`The ${nouns[of]} before stays on record, as a second one.`]
        : []),
      ...(await doubtsOf(of, value(writing), customerId, writing, db)),
    ],
    isDone: (state, writing) => {
      const known = held(state, writing)
      return known?.valid === true && (known.first || !first) && !movesPlace(state, place)
    },
    says: (state, writing) => {
      const now = primaryOf(state)
      const becomes = first || now === null
      return {
        label: becomes ? labels[of] : `Another ${nouns[of]}`,
        before:
          becomes && now && shownPoint(now) !== value(writing).normalized ? readable(of, now, writing.country) : null,
        after: withPlace(readable(of, value(writing), writing.country), place),
      }
    },
    write: async (customerId, state, writing, db) => {
      const known = held(state, writing)
      const isFirst = first || primaryOf(state as Points) === null
      if (isFirst) await demote(of, customerId, db)
      if (known) await touchUp(known.id, value(writing), isFirst || known.first, db)
      else await insertPoint(of, customerId, value(writing), isFirst, writing, db)
      if (place) await keepPlace(customerId, place, db)
      return nothingMore
    },
  })
}

const replaces = (state: Points, { normalized: used }: ContactValue, first: boolean): boolean => {
  const now = primaryOf(state)
  return first && now?.valid === true && shownPoint(now) !== used
}

/** Another spelling in the place of the old one. One that is there already takes over. */
export function correctContactIdea({ of, id, written, place }: Of<'correct_contact'>): Idea {
  const value = ({ country }: Writing) => readContact(of, written, place, country)
  return pointsIdea(of, {
    seen: (state) => pointIn(state, id),
    check: async (_, state, writing) => {
      value(writing)
      held(state, id, of)
    },
    doubts: (customerId, _, writing, db) => doubtsOf(of, value(writing), customerId, writing, db),
    isDone: (state, writing) => {
      const point = pointIn(state, id)
      return point?.valid === true && shownPoint(point) === value(writing).normalized && !movesPlace(state, place)
    },
    says: (state, writing) => ({
      label: labels[of],
      before: readable(of, held(state, id, of), writing.country),
      after: withPlace(readable(of, value(writing), writing.country), place),
    }),
    write: async (customerId, state, writing, db) => {
      const old = held(state, id, of)
      const other = among(state, value(writing))
      if (other && other.id !== id) {
        await removePoint(id, db)
        await touchUp(other.id, value(writing), old.first || other.first, db)
      } else {
        const { raw, normalized: now, matchKey } = value(writing)
        const set = {
          raw,
          normalized: now,
          match_key: matchKey,
          valid: true,
          source: writing.by.who,
          verified_at: null,
        }
        await db.updateTable('contact_points').set(set).where('id', '=', id).execute()
      }
      if (place) await keepPlace(customerId, place, db)
      return nothingMore
    },
  })
}

/** It is no longer theirs. The next one of its kind becomes the first. */
export function retireContactIdea({ of, id }: Of<'retire_contact'>): Idea {
  return pointsIdea(of, {
    seen: (state) => pointIn(state, id),
    check: async () => {},
    isDone: (state) => pointIn(state, id) === null,
    says: (state, writing) => ({
      label: labels[of],
      before: readable(of, held(state, id, of), writing.country),
      after: null,
    }),
    write: async (_, state, __, db) => {
      const { first } = held(state, id, of)
      await removePoint(id, db)
      const [next] = (state as Points).points.filter((point) => point.id !== id && point.valid)
      if (first && next) await prefer(next.id, db)
      return nothingMore
    },
  })
}

/** The one to use before the others of its kind. */
export function preferContactIdea({ of, id }: Of<'prefer_contact'>): Idea {
  return pointsIdea(of, {
    seen: (state) => [pointIn(state, id), primaryOf(state as Points)?.id ?? null],
    check: async (_, state) => void held(state, id, of),
    isDone: (state) => pointIn(state, id)?.first === true,
    says: (state, writing) => {
      const now = primaryOf(state)
      return {
        label: `First ${nouns[of]}`,
        before: now && readable(of, now, writing.country),
        after: readable(of, held(state, id, of), writing.country),
      }
    },
    write: async (customerId, _, __, db) => {
      await demote(of, customerId, db)
      await prefer(id, db)
      return nothingMore
    },
  })
}

/** Found right today. A number that was marked wrong by a call counts again. */
export function verifyContactIdea({ of, id }: Of<'verify_contact'>): Idea {
  return pointsIdea(of, {
    seen: (state) => pointIn(state, id),
    check: async (_, state) => {
      const point = held(state, id, of)
      if (point.matchKey === null && point.normalized === null)
        throw new UserError(`This ${nouns[of]} cannot be right as it is written.`, 'Correct it instead.')
    },
    isDone: () => false,
    says: (state, writing) => ({
      label: `Checked ${nouns[of]}`,
      before: null,
      after: readable(of, held(state, id, of), writing.country),
    }),
    write: async (_, __, { now }, db) => {
      const set = { verified_at: now, valid: true }
      await db.updateTable('contact_points').set(set).where('id', '=', id).execute()
      return nothingMore
    },
  })
}

/** What the change did to the points is turned round; one that a file brought since stays. */
export const restorePoints =
  (of: ContactKind): Restore =>
  async (customerId, { before, after }, _, db) => {
    const { points, place } = before as Points
    const kept = points.map(({ id }) => id)
    const made = (after as Points).points.flatMap(({ id }) => (kept.includes(id) ? [] : [id]))
    for (const id of made) await removePoint(id, db)
    // First nobody is first: there is one at most at any moment.
    await demote(of, customerId, db)
    for (const point of points) await putBack(of, customerId, point, db)
    if (place) await keepPlace(customerId, place, db)
  }

async function putBack(of: ContactKind, customerId: number, point: Point, db: Kysely<Database>): Promise<void> {
  const { id, raw, normalized: used, matchKey, valid, first, verified, source } = point
  await sql`
    insert into contact_points (id, customer_id, kind, raw, normalized, match_key, valid, is_primary, verified_at, source)
    overriding system value
    values (${id}, ${customerId}, ${of}, ${raw}, ${used}, ${matchKey}, ${valid}, ${first}, ${verified}::timestamptz, ${source})
    on conflict (id) do update set raw = excluded.raw, normalized = excluded.normalized, match_key = excluded.match_key,
      valid = excluded.valid, is_primary = excluded.is_primary, verified_at = excluded.verified_at, source = excluded.source
  `.execute(db)
}

/** What is on record of a kind: the first one first, then those that can be used. */
export const pointsOf = async (of: ContactKind, customerId: number, db: Kysely<Database>): Promise<readonly Point[]> =>
  (await readPoints(of, customerId, db)).points

async function readPoints(of: ContactKind, customerId: number, db: Kysely<Database>): Promise<Points> {
  const rows = await db
    .selectFrom('contact_points')
    .select(['id', 'raw', 'normalized', 'match_key', 'valid', 'is_primary', 'verified_at', 'source'])
    .where('customer_id', '=', customerId)
    .where('kind', '=', of)
    .orderBy('is_primary', 'desc')
    .orderBy('valid', 'desc')
    .orderBy('id')
    .execute()
  const points = rows.map((row) => ({
    ...{ id: row.id, raw: row.raw, normalized: row.normalized, matchKey: row.match_key, valid: row.valid },
    ...{ first: row.is_primary, verified: row.verified_at?.toISOString() ?? null, source: row.source },
  }))
  return { points, place: of === 'address' ? await readPlace(customerId, db) : null }
}

async function readPlace(customerId: number, db: Kysely<Database>): Promise<PostalPlace> {
  return db
    .selectFrom('customers')
    .select(['city', 'region', 'postal_code as postalCode', 'country'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
}

async function keepPlace(customerId: number, place: PostalPlace, db: Kysely<Database>): Promise<void> {
  const { city, region, postalCode, country } = place
  const columns = { city, region, postal_code: postalCode, country }
  await db.updateTable('customers').set(columns).where('id', '=', customerId).execute()
}

const pointIn = (state: State, id: number): Point | null =>
  (state as Points).points.find((point) => point.id === id) ?? null

const among = (state: State, value: ContactValue): Point | null =>
  (state as Points).points.find((point) => shownPoint(point) === value.normalized) ?? null

const primaryOf = ({ points }: Points): Point | null => points.find(({ first }) => first) ?? null

function held(state: State, id: number, of: ContactKind): Point {
  const point = pointIn(state, id)
  if (point) return point
  throw new UserError(`This ${nouns[of]} is no longer on the record.`, 'Open the record again.')
}

const movesPlace = (state: State, place: PostalPlace | null): boolean =>
  place !== null && JSON.stringify((state as Points).place) !== JSON.stringify(place)

const withPlace = (street: string, place: PostalPlace | null): string =>
  [street, place?.city, [place?.region, place?.postalCode].filter(Boolean).join(' '), place?.country]
    .filter(Boolean)
    .join(', ')

async function demote(of: ContactKind, customerId: number, db: Kysely<Database>): Promise<void> {
  await db
    .updateTable('contact_points')
    .set({ is_primary: false })
    .where('customer_id', '=', customerId)
    .where('kind', '=', of)
    .where('is_primary', '=', true)
    .execute()
}

async function prefer(id: number, db: Kysely<Database>): Promise<void> {
  await db.updateTable('contact_points').set({ is_primary: true }).where('id', '=', id).execute()
}

async function removePoint(id: number, db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('contact_points').where('id', '=', id).execute()
}

/** One that was on record as wrong, or in another spelling. */
async function touchUp(id: number, value: ContactValue, first: boolean, db: Kysely<Database>): Promise<void> {
  const set = {
    raw: value.raw,
    normalized: value.normalized,
    match_key: value.matchKey,
    valid: true,
    is_primary: first,
  }
  await db.updateTable('contact_points').set(set).where('id', '=', id).execute()
}

async function insertPoint(
  of: ContactKind,
  customerId: number,
  { raw, normalized: used, matchKey, valid }: ContactValue,
  first: boolean,
  { by }: Writing,
  db: Kysely<Database>,
): Promise<void> {
  await db
    .insertInto('contact_points')
    .values({
      ...{ customer_id: customerId, kind: of, raw, normalized: used, match_key: matchKey, valid },
      ...{ is_primary: first, source: by.who },
    })
    .execute()
}

/** Of a number that no operator has given out, and of one that somebody else has. */
async function doubtsOf(
  of: ContactKind,
  { doubt, matchKey }: ContactValue,
  customerId: number,
  { by }: Writing,
  db: Kysely<Database>,
): Promise<readonly string[]> {
  const unlikely =
    doubt === null ? [] : [`This ${nouns[of]} is not one in use as far as is known; look at it once more.`]
  if (of === 'address' || matchKey === null) return unlikely
  let query = db
    .selectFrom('contact_points as p')
    .innerJoin('customers as c', 'c.id', 'p.customer_id')
    .select(['c.ref', 'c.display_name as name'])
    .where('p.kind', '=', of)
    .where('p.match_key', '=', matchKey)
    .where('p.customer_id', '<>', customerId)
    .where('c.merged_into_id', 'is', null)
    .where('c.erased_at', 'is', null)
    .orderBy('c.ref')
    .limit(3)
  if (by.scope.kind === 'store') query = query.where('c.store_id', '=', by.scope.id)
  if (by.scope.kind === 'owner') query = query.where('c.owner_id', '=', by.scope.id)
  const others = await query.execute()
  if (others.length === 0) return unlikely
  const names = others.map(({ name, ref }) => `${name} (${ref})`).join(', ')
  return [...unlikely, `${names} ${others.length === 1 ? 'has' : 'have'} the same ${nouns[of]}. Is it one person?`]
}
