import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { AskContext } from '../ask/ask.ts'
import { peopleLookup } from '../ask/planners/offline/people.ts'
import { readTransaction } from '../db/reading.ts'
import { UserError } from '../errors.ts'

/**
 * The reference of the one customer that somebody means by a reference or a name, among those the asker may see. Of
 * several, and of nobody, the error says who there is.
 */
export async function findCustomer(said: string, asker: Asker, context: AskContext): Promise<string> {
  const { reader, today, rules } = context
  const limits = { timeoutMs: 5_000, timeZone: rules.timeZone, scope: asker.scope }
  const { refs, name } = await readTransaction(reader, limits, async (trx) => {
    const known = await sql<{ ref: string }>`
      select distinct ref from customers
      where lower(ref) = lower(${said.trim()}) and merged_into_id is null and erased_at is null
      order by ref
    `.execute(trx)
    const plain = await sql<{ name: string }>`select plain_text(${said.trim()}) as name`.execute(trx)
    return { refs: known.rows.map(({ ref }) => ref), name: plain.rows[0]?.name ?? '' }
  })
  if (refs.length === 1 && refs[0] !== undefined) return refs[0]
  const people = (await peopleLookup(reader, () => today).find([name], [name], asker.scope)).get(name) ?? []
  const exact = people.filter((person) => person.exact)
  const [only] = exact
  if (only && exact.length === 1) return only.ref
  const listed = (exact.length > 0 ? exact : people)
    .slice(0, 10)
    .map((one) => `  ${one.ref}  ${one.name}${one.city === null ? '' : `, ${one.city}`}`)
  if (exact.length > 1)
    throw new UserError(
      [`${exact.length === 50 ? '50 or more' : exact.length} customers are called “${said}”:`, ...listed].join('\n'),
      'Give the reference instead of the name.',
    )
  if (listed.length > 0)
    throw new UserError(
      [`There is no customer “${said}”. Nearly so called:`, ...listed].join('\n'),
      'Give one of the references.',
    )
  throw new UserError(`There is no customer “${said}”.`, 'Give a whole name, or the reference: C0042.')
}
