import { type Kysely, sql } from 'kysely'
import { type ReadScope, readTransaction } from '../../../db/reading.ts'
import type { Database } from '../../../db/schema.ts'
import type { Person } from './items.ts'
import { distance } from './spelling.ts'

/** Finds customers by the names in a question; the database is asked once or twice, nobody is held in memory. */
export interface PeopleLookup {
  /**
   * For each name (lower case, unaccented, words parted by a space), who is called that or nearly that, among those the
   * asker may see: a name outside is as unknown as one that nobody has.
   */
  find(
    names: readonly string[],
    fuzzy: readonly string[],
    scope: ReadScope,
  ): Promise<ReadonlyMap<string, readonly Person[]>>
}

interface Row {
  readonly ref: string
  readonly name: string
  readonly city: string | null
  readonly search: string
}

/** How long looking names up may take; by their index it is a matter of milliseconds. */
const timeoutMs = 5_000

/** Looks customers up by name, as of today. */
export function peopleLookup(reader: Kysely<Database>, today: () => string): PeopleLookup {
  return {
    async find(names, fuzzy, scope) {
      if (names.length === 0) return new Map()
      if (scope.kind === 'all') return findIn(reader, names, fuzzy, today())
      return readTransaction(reader, { timeoutMs, timeZone: 'UTC', scope }, (trx) => findIn(trx, names, fuzzy, today()))
    },
  }
}

/** Asks for each name once, however often one question is read. */
export function rememberedLookup(lookup: PeopleLookup): PeopleLookup {
  const known = new Map<string, readonly Person[] | null>()
  return {
    async find(names, fuzzy, scope) {
      const loose = new Set(fuzzy)
      const keyOf = (name: string) => (loose.has(name) ? `~${name}` : name)
      const asked = names.filter((name) => !known.has(keyOf(name)))
      const found =
        asked.length > 0
          ? await lookup.find(
              asked,
              asked.filter((name) => loose.has(name)),
              scope,
            )
          : new Map<string, readonly Person[]>()
      for (const name of asked) known.set(keyOf(name), found.get(name) ?? null)
      return new Map(
        names.flatMap((name) => {
          const people = known.get(keyOf(name))
          return people ? [[name, people] as const] : []
        }),
      )
    },
  }
}

async function findIn(
  reader: Kysely<Database>,
  names: readonly string[],
  fuzzy: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, readonly Person[]>> {
  const found = new Map<string, readonly Person[]>()
  const spellings = new Map(names.flatMap((name) => variantsOf(name).map((variant) => [variant, name] as const)))
  const exact = await rowsNamed(reader, [...spellings.keys()], today)
  for (const row of exact) {
    const name = spellings.get(row.search)
    if (name) found.set(name, [...(found.get(name) ?? []), person(row, true)])
  }
  for (const [name, people] of await calledBy(
    reader,
    names.filter((name) => !name.includes(' ') && !mayBeReference(name)),
    today,
  ))
    found.set(name, people)
  for (const row of await rowsReferred(reader, names.filter(mayBeReference), today))
    for (const name of names) if (name.toLowerCase() === row.ref.toLowerCase()) found.set(name, [person(row, true)])
  const missing = fuzzy.filter((name) => !found.has(name))
  if (missing.length > 0)
    for (const [name, people] of await nearlyNamed(reader, missing, today)) found.set(name, people)
  return found
}

const person = (row: Row, exact: boolean): Person => ({ ref: row.ref, name: row.name, city: row.city, exact })

async function rowsNamed(reader: Kysely<Database>, names: readonly string[], today: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select c.ref, c.display_name as name, c.city, c.search_name as search
    from customers c
    where c.search_name = any(${[...names]}::text[]) and c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today}::date)
    order by c.ref
    limit 50`.execute(reader)
  return rows
}

/** A word that may be a customer's reference: C0042, or a bare R10001 of another system. */
export const isReference = (word: string): boolean => /^(?=.*\d)[a-z]{1,6}-?\d{2,}$/i.test(word)

/** The same, with numbers, which are references only where somebody is spoken of. */
const mayBeReference = (word: string): boolean => isReference(word) || /^\d{1,12}$/.test(word)

async function rowsReferred(
  reader: Kysely<Database>,
  names: readonly string[],
  today: string,
): Promise<readonly Row[]> {
  if (names.length === 0) return []
  const spelt = names.flatMap((name) => [name, name.toUpperCase(), name.toLowerCase()])
  const { rows } = await sql<Row>`
    select c.ref, c.display_name as name, c.city, c.search_name as search
    from customers c
    where c.ref = any(${spelt}::text[]) and c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today}::date)
    order by c.ref`.execute(reader)
  return rows
}

/** Customers by one part of their name, where a question gives no more. */
async function calledBy(
  reader: Kysely<Database>,
  names: readonly string[],
  today: string,
): Promise<Map<string, Person[]>> {
  const found = new Map<string, Person[]>()
  for (const name of names.slice(0, 4)) {
    const { rows } = await sql<Row>`
      select c.ref, c.display_name as name, c.city, c.search_name as search
      from customers c
      where (c.search_name like ${`${name} %`} or c.search_name like ${`% ${name}`})
        and c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today}::date)
      order by c.ref
      limit 6`.execute(reader)
    if (rows.length > 0)
      found.set(
        name,
        rows.map((row) => person(row, true)),
      )
  }
  return found
}

async function nearlyNamed(
  reader: Kysely<Database>,
  names: readonly string[],
  today: string,
): Promise<Map<string, Person[]>> {
  const asked = names.flatMap((name) => variantsOf(name).map((variant) => ({ name, variant }))).slice(0, 24)
  const { rows } = await sql<Row & { asked: string }>`
    select n.asked, c.ref, c.display_name as name, c.city, c.search_name as search
    from unnest(${asked.map((each) => each.variant)}::text[]) as n(asked)
    join lateral (
      select c.ref, c.display_name, c.city, c.search_name from customers c
      where c.search_name % n.asked and c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= ${today}::date)
      order by similarity(c.search_name, n.asked) desc, c.ref
      limit 8
    ) c on true`.execute(reader)
  const found = new Map<string, Person[]>()
  for (const { name, variant } of asked) {
    const near = rows.filter((row) => row.asked === variant && isNear(variant, row.search))
    const plain = near.filter((row) => letters(row.search) === letters(variant))
    const people = (plain.length > 0 ? plain : near).map((row) => person(row, plain.length > 0))
    if (people.length > 0)
      found.set(name, [
        ...(found.get(name) ?? []),
        ...people.filter((each) => !found.get(name)?.some((known) => known.ref === each.ref)),
      ])
  }
  return found
}

const letters = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '')

/** One slip in each part of the name; two in a long one. */
function isNear(asked: string, known: string): boolean {
  if (letters(asked) === letters(known)) return true
  const [one, other] = [asked.split(' '), known.replace(/['’.-]/g, '').split(' ')]
  if (one.length !== other.length) return false
  return one.every(
    (part, index) => distance(part, other[index] ?? '', 2) <= (part.length <= 3 ? 0 : part.length <= 7 ? 1 : 2),
  )
}

const nicknames: readonly (readonly string[])[] = [
  'michael mike mick mikey',
  'william bill billy will willie liam',
  'robert bob bobby rob robbie',
  'richard dick rick ricky rich',
  'james jim jimmy jamie',
  'john johnny jack jon',
  'thomas tom tommy',
  'david dave davey',
  'daniel dan danny',
  'joseph joe joey',
  'charles charlie chuck chas',
  'christopher chris topher kit',
  'matthew matt',
  'anthony tony',
  'andrew andy drew',
  'edward ed eddie ted ned',
  'steven steve stephen',
  'kenneth ken kenny',
  'benjamin ben benny',
  'samuel sam sammy',
  'gregory greg',
  'alexander alex sasha xander al',
  'patrick pat paddy',
  'nicholas nick nicky',
  'jonathan jon jonny',
  'timothy tim',
  'jeffrey jeff',
  'gerald gerry jerry',
  'lawrence larry laurence',
  'raymond ray',
  'ronald ron ronnie',
  'donald don donnie',
  'douglas doug',
  'leonard len lenny leo',
  'frederick fred freddie',
  'henry hank harry',
  'francis frank',
  'peter pete',
  'philip phil phillip',
  'vincent vince vinny',
  'walter walt',
  'theodore ted teddy theo',
  'nathaniel nathan nate',
  'zachary zach zack',
  'joshua josh',
  'jacob jake',
  'eugene gene',
  'albert al bert',
  'arthur art',
  'stanley stan',
  'martin marty',
  'gabriel gabe',
  'maximilian max',
  'dominic dom',
  'alfred alf fred',
  'elizabeth liz lizzie beth betty betsy eliza lisa libby',
  'katherine kate katie kathy kat catherine cathy kathryn cat',
  'margaret maggie meg peggy marge',
  'patricia pat patty trish tricia',
  'jennifer jen jenny',
  'jessica jess jessie',
  'susan sue susie suzanne',
  'barbara barb babs',
  'deborah deb debbie debra',
  'rebecca becky becca',
  'victoria vicky tori vic',
  'christina chris tina christine chrissy',
  'kimberly kim',
  'samantha sam sammy',
  'alexandra alex sandra sasha lexi',
  'amanda mandy',
  'abigail abby gail',
  'jacqueline jackie',
  'melissa mel missy',
  'theresa terry tess teresa',
  'pamela pam',
  'cynthia cindy',
  'dorothy dot dottie',
  'judith judy',
  'virginia ginny',
  'gwendolyn gwen',
  'isabella bella izzy isabel',
  'josephine jo josie',
  'madeline maddie',
  'natalie nat',
  'stephanie steph',
  'veronica ronnie vera',
  'angela angie',
  'nancy nan',
  'sarah sara sally',
  'ann anne annie anna',
  'eleanor ellie nora nell',
  'charlotte lottie charlie',
  'olivia liv',
  'penelope penny',
  'gabrielle gabby',
  'valerie val',
  'roberta bobbie',
  'francesca fran frances',
  'florence flo',
  'harriet hattie',
  'caroline carrie carol',
  'lucille lucy',
  'guadalupe lupe',
  'francisco paco pancho',
  'jose pepe',
  'ignacio nacho',
  'magdalena magda',
  'malgorzata gosia',
  'katarzyna kasia',
  'agnieszka aga',
  'aleksandra ola',
].map((line) => line.split(' '))

const byNickname = new Map<string, readonly string[]>()
for (const group of nicknames)
  for (const name of group) byNickname.set(name, [...new Set([...(byNickname.get(name) ?? []), ...group])])

/** The name as written and with the given names it may be short for. */
function variantsOf(name: string): string[] {
  const [given, ...rest] = name.split(' ')
  if (!given || rest.length === 0) return [name]
  return [
    name,
    ...(byNickname.get(given) ?? []).filter((other) => other !== given).map((other) => [other, ...rest].join(' ')),
  ]
}
