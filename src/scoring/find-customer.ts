import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { AskContext } from '../ask/ask.ts'
import type { Person } from '../ask/planners/offline/items.ts'
import { peopleLookup } from '../ask/planners/offline/people.ts'
import { readTransaction } from '../db/reading.ts'
import { UserError } from '../errors.ts'

/**
 * The reference of the one customer that somebody means by a reference or a name, among those the asker may see. Of
 * several, and of nobody, the error says who there is.
 */
export async function findCustomer(said: string, asker: Asker, context: AskContext): Promise<string> {
  const { refs, name } = await lookUp(said.trim(), asker, context)
  if (refs.length === 1 && refs[0] !== undefined) return refs[0]
  const people =
    (await peopleLookup(context.reader, () => context.today).find([name], [name], asker.scope)).get(name) ?? []
  const called = people.filter((person) => person.exact)
  const [only] = called
  if (only && called.length === 1) return only.ref
  if (called.length > 1) throw severalCalled(said, called)
  throw nobodyCalled(said, people)
}

/** Who has it for a reference, and how it is spelt as a name. */
async function lookUp(said: string, { scope }: Asker, { reader, rules }: AskContext) {
  return readTransaction(reader, { timeoutMs: 5_000, timeZone: rules.timeZone, scope }, async (trx) => {
    const { rows } = await sql<{ ref: string }>`
      select distinct ref from customers
      where ref in (${said}, upper(${said}), lower(${said})) and merged_into_id is null and erased_at is null
      order by ref
    `.execute(trx)
    const plain = await sql<{ name: string }>`select plain_text(${said}) as name`.execute(trx)
    return { refs: rows.map(({ ref }) => ref), name: plain.rows[0]?.name ?? '' }
  })
}

const listed = (people: readonly Person[]): readonly string[] =>
  people.slice(0, 10).map(({ ref, name, city }) => `  ${ref}  ${name}${city === null ? '' : `, ${city}`}`)

/** The look-up stops at so many. */
const most = 50

function severalCalled(said: string, people: readonly Person[]): UserError {
  const count = people.length === most ? `${most} or more` : people.length
  return new UserError(
    [`${count} customers are called “${said}”:`, ...listed(people)].join('\n'),
    'Give the reference instead of the name.',
  )
}

function nobodyCalled(said: string, nearly: readonly Person[]): UserError {
  const nobody = `There is no customer “${said}”.`
  return nearly.length === 0
    ? new UserError(nobody, 'Give a whole name, or the reference: C0042.')
    : new UserError([`${nobody} Nearly so called:`, ...listed(nearly)].join('\n'), 'Give one of the references.')
}
