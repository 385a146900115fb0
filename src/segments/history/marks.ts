import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Statement } from '../../ask/fragments.ts'
import type { Database } from '../../db/schema.ts'

/**
 * The same statement with the figures about everybody filled in: the spend that the best fifth begins at, the day that a
 * recency score begins at, the number of buyers.
 *
 * Conditions of ranks hold them as subqueries over the summaries under the alias `t`, which speak of no row outside.
 * PostgreSQL works such a subquery out for each place it is written in, and many segments write the same ones; here
 * each is worked out once.
 */
export async function withMarks(trx: Kysely<Database>, given: Statement): Promise<Statement> {
  const counted = await filledIn(trx, given, isCount)
  return filledIn(trx, counted, isMark)
}

async function filledIn(
  trx: Kysely<Database>,
  given: Statement,
  wanted: (subquery: string) => boolean,
): Promise<Statement> {
  const marks = outermost([...new Set(subqueries(given.sql).filter(wanted))])
  if (marks.length === 0) return given
  const shown = marks.map((_, at) => `mark_${at}::text, pg_typeof(mark_${at})::text as type_${at}`)
  const worked = marks.map((mark, at) => `${mark} as mark_${at}`)
  const { sql, parameters } = renumbered({
    sql: `select\n${shown.join(',\n')}\nfrom (select\n${worked.join(',\n')}\noffset 0) marks`,
    parameters: given.parameters,
  })
  const { rows } = await trx.executeQuery(CompiledQuery.raw(sql, [...parameters]))
  const figures = z.record(z.string(), z.string().nullable()).parse(rows[0])
  const values = marks.map((_, at) => figures[`mark_${at}`] ?? null)
  const text = marks.reduce(
    (rest, mark, at) => rest.replaceAll(mark, `$${given.parameters.length + at + 1}::${figures[`type_${at}`]}`),
    given.sql,
  )
  return renumbered({ sql: text, parameters: [...given.parameters, ...values] })
}

/** A subquery within another one that is taken is taken with it. */
function outermost(subqueries: readonly string[]): readonly string[] {
  return subqueries.filter((one) => !subqueries.some((other) => other !== one && other.includes(one)))
}

/** Without the parameters that the text no longer speaks of: PostgreSQL could not tell their types. */
function renumbered({ sql, parameters }: Statement): Statement {
  const used = [...new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))]
  return {
    sql: sql.replace(/\$(\d+)/g, (_, number: string) => `$${used.indexOf(Number(number)) + 1}`),
    parameters: used.map((number) => parameters[number - 1]),
  }
}

/** Every subquery in parentheses, also those within another. */
function subqueries(text: string): readonly string[] {
  return [...text.matchAll(/\(select\b/g)].map(({ index }) => closed(text, index))
}

function closed(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

const isCount = (subquery: string): boolean =>
  /^\(select count\(\*\) from customer_summaries t\b[^()]*\)$/.test(subquery)

/** It reads the summaries as `t`, and no row of any other table. */
function isMark(subquery: string): boolean {
  const relations = [...subquery.matchAll(/\b(?:from|join)\s+(\w+)(?:\s+(\w+))?/g)]
  const aliases = [...subquery.matchAll(/(?<![\w.'])([a-z_]\w*)\.[a-z_]/g)]
  return (
    relations.length > 0 &&
    relations.every(([, table, alias]) => table === 'customer_summaries' && alias === 't') &&
    aliases.every(([, alias]) => alias === 't')
  )
}
