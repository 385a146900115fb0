import { createHash } from 'node:crypto'
import type { CheckedSegment } from '../../ask/checked.ts'
import type { ShopRules } from '../../ask/rules.ts'

/**
 * A hash of what a segment means: its conditions, those of the saved segments in it, and the shop's numbers that they
 * speak of. Names and readings are left out: a segment that is renamed means what it meant.
 */
export function meaningHash(segment: CheckedSegment, rules: ShopRules): string {
  const conditions = JSON.stringify([segment.segment.sql, segment.members], meant)
  const calendar = segment.members === null ? [] : [rules.weekStart, rules.fiscalYearStart]
  const meaning = JSON.stringify([conditions, rules.timeZone, numbersIn(conditions, rules), calendar])
  return createHash('sha256').update(meaning).digest('hex').slice(0, 32)
}

/** Days that a period means today are left out, and of the catalogue's entries everything but their SQL. */
function meant(key: string, value: unknown): unknown {
  if (key === 'stretch') return undefined
  if (!isEntry(value)) return value
  const { name, sql, aggregate, where, day } = value
  return { name, sql, aggregate, where, day }
}

type Entry = Readonly<Record<'name' | 'sql' | 'aggregate' | 'where' | 'day', unknown>>

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'synonyms' in value && 'name' in value
}

/** The shop's numbers by the names they have in catalogue SQL: `:lapsed_gaps` is `lapsedGaps`. */
function numbersIn(conditions: string, rules: ShopRules): readonly (readonly [string, unknown])[] {
  const named = new Map<string, unknown>(Object.entries(rules))
  const placeholders = [...conditions.matchAll(/(?<!:):([a-z_]+)/g)].map(([, name = '']) =>
    name === 'percent' ? 'top_percent' : name,
  )
  const used = [...new Set(placeholders)].sort()
  return used.flatMap((name) => {
    const property = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    return named.has(property) ? [[name, named.get(property)] as const] : []
  })
}
