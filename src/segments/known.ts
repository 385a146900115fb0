import type { Catalog } from '../catalog/catalog.ts'
import { type SavedRow, withSaved } from '../catalog/saved.ts'
import { phraseOf, readLabel } from './names.ts'

/** By label, whatever the case and in singular or plural, as questions find it; or by name. */
export function find(typed: string, rows: readonly SavedRow[]): SavedRow | undefined {
  const label = readLabel(typed)
  const wanted = (label.kind === 'name' ? label.label : typed.trim()).toLowerCase()
  return (
    rows.find((row) => row.label.toLowerCase() === wanted) ??
    rows.find((row) => phraseOf(row.label) === phraseOf(wanted)) ??
    rows.find((row) => row.name === wanted)
  )
}

/** The catalogue with the saved segments as they are now, and not as they were when it was loaded. */
export function fresh(catalog: Catalog, rows: readonly SavedRow[]): Catalog {
  const own = new Map([...catalog.segments].filter(([, { saved }]) => !saved))
  return withSaved({ ...catalog, segments: own }, rows)
}

/** The name with a number behind it where another has it already. */
export function freeName(wanted: string, rows: readonly SavedRow[], { segments }: Catalog): string {
  const taken = (name: string) =>
    rows.some((row) => row.name === name) || (segments.has(name) && !segments.get(name)?.saved)
  let name = wanted
  for (let number = 2; taken(name); number++) name = `${wanted}_${number}`
  return name
}
