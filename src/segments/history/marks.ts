/**
 * The same statement with each figure about everybody worked out once: the spend that the best fifth begins at, the day
 * that a recency score begins at, the number of buyers.
 *
 * Conditions of ranks hold them as subqueries over the summaries under the alias `t`, which speak of no row outside.
 * PostgreSQL works such a subquery out once for each place it is written in, and many segments write the same ones.
 */
export function withMarks(text: string): string {
  const inner = hoisted(text, 'counted', isCount)
  const outer = hoisted(inner.text, 'marked', isMark)
  const definitions = [inner.definition, outer.definition].filter((one) => one !== null)
  if (definitions.length === 0) return text
  const rest = outer.text.startsWith('with\n') ? outer.text.slice('with\n'.length) : null
  const own = `with\n${definitions.join(',\n')}`
  return rest === null ? `${own}\n${outer.text}` : `${own},\n${rest}`
}

interface Hoisted {
  readonly text: string
  readonly definition: string | null
}

function hoisted(text: string, relation: string, wanted: (subquery: string) => boolean): Hoisted {
  const found = [...new Set(subqueries(text).filter(wanted))]
  if (found.length === 0) return { text, definition: null }
  const columns = found.map((subquery, at) => `${subquery} as mark_${at + 1}`)
  let rest = text
  for (const [at, subquery] of found.entries())
    rest = rest.replaceAll(subquery, `(select mark_${at + 1} from ${relation})`)
  return { text: rest, definition: `${relation} as materialized (\nselect\n${columns.join(',\n')}\n)` }
}

/** Every subquery in parentheses; one within another counts too, unless the other is taken. */
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

/** It speaks of the summaries as `t` and of nothing else. */
function isMark(subquery: string): boolean {
  if (!/ from customer_summaries t\b/.test(subquery)) return false
  const aliases = [...subquery.matchAll(/(?<![\w.'])([a-z_]+)\.[a-z_]/g)].map(([, alias]) => alias)
  return (
    aliases.every((alias) => alias === 't') &&
    !subqueries(subquery)
      .slice(1)
      .some((inner) => / t\b/.test(inner) && !isMark(inner))
  )
}
