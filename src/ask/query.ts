import { sql } from 'kysely'
import type { CheckedLimit } from './checked.ts'
import { lines, name, type Sql } from './fragments.ts'
import type { Stretch } from './period.ts'

/** `where a`, then each further condition on a line of its own. */
export function allOf(keyword: 'where' | 'having', conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql`${sql.raw(keyword)} ${lines(conditions, '\nand ')}`
}

/** `select a, b` on one line where it is short, as the reader of an answer sees it. */
export function listing(keyword: string, parts: readonly Sql[]): Sql {
  return sql`${sql.raw(keyword)} ${lines(parts, ', ')}`
}

/** Half-open days: no condition for an end that is open. */
export function inStretch(day: Sql, { from, to }: Stretch): readonly Sql[] {
  return [...(from === null ? [] : [sql`${day} >= ${from}`]), ...(to === null ? [] : [sql`${day} < ${to}`])]
}

/** A select in the making, before it is ordered and cut. */
export interface Selection {
  readonly columns: readonly { readonly name: string; readonly sql: Sql }[]
  readonly from: Sql
  readonly where: readonly Sql[]
  /** How many of the first columns, and what beside them, the rows are grouped by; null for rows as they are. */
  readonly groups: { readonly columns: number; readonly beside: readonly Sql[] } | null
  readonly having: readonly Sql[]
}

export interface OrderTerm {
  readonly sql: Sql
  readonly direction: 'asc' | 'desc'
}

/** How many rows: at most `cap` and one more, which says that there are more. */
export interface Cut {
  readonly limit: CheckedLimit | null
  /** What a limit counts anew within. */
  readonly per: Sql | null
  readonly cap: number
}

export function select({ columns, from, where, groups, having }: Selection, extra: readonly Sql[] = []): Sql {
  const shown = [...columns.map((column) => sql`${column.sql} as ${name(column.name)}`), ...extra]
  const ordinals = Array.from({ length: groups?.columns ?? 0 }, (_, at) => sql.raw(String(at + 1)))
  const grouped = groups ? [...ordinals, ...groups.beside] : []
  const parts = [
    listing('select', shown),
    from,
    allOf('where', where),
    grouped.length > 0 ? listing('group by', grouped) : sql``,
    allOf('having', having),
  ]
  return lines(parts, '\n')
}

/** Ordered to the end by `order`, whose terms are valid inside the selection, and cut. */
export function finish(selection: Selection, order: readonly OrderTerm[], cut: Cut): Sql {
  const { limit, per, cap } = cut
  if (limit === null || (limit.percent === null && per === null)) {
    const rows = Math.min(limit?.count ?? cap + 1, cap + 1)
    const offset = limit && limit.offset > 0 ? sql` offset ${limit.offset}` : sql``
    return sql`${select(selection)}\n${orderBy(order)}\nlimit ${rows}${offset}`
  }
  const names = selection.columns.map((column) => name(column.name))
  const inner = select(selection, places(order, limit, per))
  const last = per ? sql`part, position` : sql`position`
  return sql`${listing('select', names)}\nfrom (\n${inner}\n) placed\n${allOf('where', kept(limit, per))}\norder by ${last}\nlimit ${cap + 1}`
}

/** Each row's place in the whole order, and in what the limit counts. */
function places(order: readonly OrderTerm[], limit: CheckedLimit, per: Sql | null): readonly Sql[] {
  const within = per ? sql`partition by ${per} ` : sql``
  const first = order[0]
  const position = sql`row_number() over (${orderBy(order)}) as position`
  const part = per ? [sql`${per} as part`] : []
  if (limit.percent === null || !first)
    return [position, ...part, sql`row_number() over (${within}${orderBy(order)}) as place`]
  return [
    position,
    ...part,
    sql`rank() over (${within}${orderBy([first])}) as place`,
    sql`count(${first.sql}) over (${per ? sql`partition by ${per}` : sql``}) as valued`,
  ]
}

function kept(limit: CheckedLimit, per: Sql | null): readonly Sql[] {
  const present = per ? [sql`part is not null`] : []
  if (limit.percent === null)
    return [...present, sql`place > ${limit.offset}`, sql`place <= ${limit.offset + (limit.count ?? 0)}`]
  const after = limit.offset > 0 ? [sql`place > ${limit.offset}`] : []
  return [...present, ...after, sql`place <= least(ceil(${limit.percent}::numeric * valued / 100), valued)`]
}

/** Missing values come last, whichever way. */
export function orderBy(order: readonly OrderTerm[]): Sql {
  return sql`order by ${lines(
    order.map((term) => sql`${term.sql}${sql.raw(term.direction === 'desc' ? ' desc nulls last' : '')}`),
    ', ',
  )}`
}
