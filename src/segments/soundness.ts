import type { Asker } from '../access/asker.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { say } from '../ask/issues.ts'
import type { SavedRow } from '../catalog/saved.ts'
import { listOf } from './definition.ts'
import { fresh } from './known.ts'
import { belongs } from './shown.ts'
import type { Content } from './store.ts'
import { usersOf } from './uses.ts'

/** What would be wrong once it means that: a circle, too deep, or others that need it and could not be used any more. */
export function faultOf(
  { name, label }: { readonly name: string; readonly label: string },
  content: Content,
  rows: readonly SavedRow[],
  asker: Asker,
  context: AskContext,
): string | null {
  const definition =
    content.kind === 'rule'
      ? { kind: 'rule', where: content.where }
      : { kind: 'fixed', count: content.customers.length, on: content.on }
  const before = rows.find((row) => row.name === name)
  const blank = { id: 0, version: 1, savedBy: '', savedOn: context.today, ownerId: null, createdBy: null }
  const candidate: SavedRow = { ...(before ?? blank), name, label, definition, reading: content.reading }
  const all = [...rows.filter((row) => row.name !== name), candidate]
  const then = { ...context, catalog: fresh(context.catalog, all) }
  const now = { ...context, catalog: fresh(context.catalog, rows) }
  const users = usersOf(name, rows).filter((row) => problemOf(row, asker, now) === null)
  const problems = [candidate, ...users].map((row) => problemOf(row, asker, then))
  return problems.find((problem) => problem !== null) ?? null
}

function problemOf({ name }: SavedRow, asker: Asker, context: AskContext): string | null {
  const checked = check(listOf([{ any: [belongs(name)] }]), checkContext(asker, context))
  return checked.ok ? null : [...new Set(checked.issues.map(say))].join(' ')
}
