import type { Asker } from '../access/asker.ts'
import { writeNumber } from '../ask/amounts.ts'
import type { SavedRow } from '../catalog/saved.ts'
import { type Listed, type Segment, seesAll, shown } from './shown.ts'

export type Refused = { readonly kind: 'refused'; readonly sentence: string }
export type SaveResult =
  | { readonly kind: 'saved'; readonly segment: Segment; readonly sentence: string }
  /** There is one called so: it can be replaced by a new version, where the asker may. */
  | { readonly kind: 'exists'; readonly segment: Segment; readonly sentence: string }
  | Refused
export type ChangeResult =
  | { readonly kind: 'done'; readonly segment: Segment; readonly sentence: string }
  | { readonly kind: 'unknown'; readonly sentence: string; readonly known: readonly string[] }
  | Refused

export const refused = (sentence: string): Refused => ({ kind: 'refused', sentence })

/** What was saved, and how many customers that is now. */
export function savedSentence({ label, kind, reading, customers, version }: Listed): string {
  const now = customers === null ? '' : `${writeNumber(customers)} ${customers === 1 ? 'customer' : 'customers'} now. `
  const again = kind === 'rule' ? 'Who belongs to it is looked at anew with every question.' : ''
  return `“${label}” ${version > 1 ? 'now means' : 'is saved'}: ${reading}. ${now}${again}`.trim()
}

/** There is one called so already; who may replace it. */
export function existing(row: SavedRow, asker: Asker): SaveResult {
  const segment = shown(row, asker)
  const replace = segment.mayChange
    ? 'Replace it, or choose another name.'
    : `${row.savedBy === 'terminal' ? 'A manager' : `${row.savedBy} or a manager`} may replace it; choose another name.`
  return {
    kind: 'exists',
    segment,
    sentence: `There is a segment called “${row.label}” already${seesAll(asker) ? `: ${segment.reading}` : ''}. ${replace}`,
  }
}

/** Whose it is, and who else may. */
export function notTheirs({ label, savedBy }: SavedRow, deed: string): Refused {
  if (savedBy === 'terminal') return refused(`“${label}” was saved in the terminal: only a manager may ${deed} it.`)
  return refused(`“${label}” was saved by ${savedBy}: only ${savedBy} or a manager may ${deed} it.`)
}

/** Nothing is called so; what there is. */
export function unknown(typed: string, rows: readonly SavedRow[]): ChangeResult {
  const known = rows.map(({ label }) => label)
  const there =
    known.length === 0
      ? 'No segment is saved yet.'
      : `Saved: ${known
          .slice(0, 10)
          .map((label) => `“${label}”`)
          .join(', ')}${known.length > 10 ? ` and ${known.length - 10} more` : ''}.`
  return {
    kind: 'unknown',
    sentence: `There is no saved segment called “${typed.trim().slice(0, 60)}”. ${there}`,
    known,
  }
}
