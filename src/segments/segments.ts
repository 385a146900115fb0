import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import type { AskContext } from '../ask/ask.ts'
import { clauseSchema, type Plan } from '../ask/plan.ts'
import { joined } from '../ask/wording.ts'
import { readSaved } from '../catalog/saved.ts'
import type { Database } from '../db/schema.ts'
import { meaningOf, ruleOf } from './definition.ts'
import { find, freeName, fresh } from './known.ts'
import { meansAlready, readLabel } from './names.ts'
import {
  type ChangeResult,
  existing,
  notTheirs,
  type Refused,
  refused,
  type SaveResult,
  savedSentence,
  unknown,
} from './results.ts'
import { counted, type Listed, mayChange, shown } from './shown.ts'
import { faultOf } from './soundness.ts'
import {
  type Content,
  insertSegment,
  insertVersion,
  markDeleted,
  readVersions,
  updateLabel,
  updateReading,
  type Version,
} from './store.ts'
import { names, schedulesUsing, usersOf } from './uses.ts'

interface Saving {
  readonly name: string
  readonly plan: Plan
  readonly asker: Asker
}

/** Saves what an answer's plan means under a name; everybody may. */
export async function saveSegment(
  { name: typed, plan, asker }: Saving,
  db: Kysely<Database>,
  context: AskContext,
): Promise<SaveResult> {
  const label = readLabel(typed)
  if (label.kind === 'refused') return label
  const rows = await readSaved(db)
  const known = find(label.label, rows)
  if (known) return existing(known, asker)
  const meant = await meansAlready(label.label, asker, context)
  if (meant !== null) return refused(meant)
  const content = await contentOf(plan, asker, { ...context, catalog: fresh(context.catalog, rows) })
  if (content.kind === 'refused') return content
  const name = freeName(label.name, rows, context.catalog)
  const fault = faultOf({ name, label: label.label }, content, rows, asker, context)
  if (fault !== null) return refused(fault)
  const id = await insertSegment(db, { name, label: label.label }, content, asker)
  if (id === null) return takenMeanwhile(label.label, asker, db)
  await record(db, {
    actor: asker.who,
    action: 'save_segment',
    subject: `segment ${id}`,
    details: { kind: content.kind },
  })
  return saved(id, asker, db, context)
}

async function takenMeanwhile(label: string, asker: Asker, db: Kysely<Database>): Promise<SaveResult> {
  const other = find(label, await readSaved(db))
  return other ? existing(other, asker) : refused(`The name “${label}” was taken in the same moment. Try it again.`)
}

/** Gives a saved segment a new meaning; the old one stays in its history. */
export async function replaceSegment(
  { name: typed, plan, asker }: Saving,
  db: Kysely<Database>,
  context: AskContext,
): Promise<SaveResult | ChangeResult> {
  const rows = await readSaved(db)
  const known = find(typed, rows)
  if (!known) return unknown(typed, rows)
  if (!mayChange(known, asker)) return notTheirs(known, 'replace')
  const content = await contentOf(plan, asker, { ...context, catalog: fresh(context.catalog, rows) })
  if (content.kind === 'refused') return content
  const fault = faultOf(known, content, rows, asker, context)
  if (fault !== null) return refused(fault)
  await insertVersion(db, known.id, content, asker)
  await record(db, {
    actor: asker.who,
    action: 'replace_segment',
    subject: `segment ${known.id}`,
    details: { kind: content.kind },
  })
  return saved(known.id, asker, db, context)
}

/** Another label; plans and scheduled answers that use it go on doing so. */
export async function renameSegment(
  { from, to, asker }: { readonly from: string; readonly to: string; readonly asker: Asker },
  db: Kysely<Database>,
  context: AskContext,
): Promise<ChangeResult> {
  const label = readLabel(to)
  if (label.kind === 'refused') return label
  const rows = await readSaved(db)
  const known = find(from, rows)
  if (!known) return unknown(from, rows)
  if (!mayChange(known, asker)) return notTheirs(known, 'rename')
  const taken = find(label.label, rows)
  const clash = refused(`There is a segment called “${taken?.label ?? label.label}” already.`)
  if (taken && taken.id !== known.id) return clash
  const meant = await meansAlready(label.label, asker, context)
  if (meant !== null) return refused(meant)
  if (!(await updateLabel(db, known.id, label.label))) return clash
  await record(db, { actor: asker.who, action: 'rename_segment', subject: `segment ${known.id}` })
  await readAgain(known.name, asker, db, context)
  const segment = shown({ ...known, label: label.label }, asker)
  return { kind: 'done', segment, sentence: `“${known.label}” is now called “${label.label}”.` }
}

/** What is made of a renamed segment says so by its new label. */
async function readAgain(name: string, asker: Asker, db: Kysely<Database>, context: AskContext): Promise<void> {
  const rows = await readSaved(db)
  const now = { ...context, catalog: fresh(context.catalog, rows) }
  for (const { id, definition } of rows.filter((row) => names(row.definition, name))) {
    const parsed = ruleSchema.safeParse(definition)
    const meaning = parsed.success ? await ruleOf(parsed.data.where, asker, now) : null
    if (meaning?.kind === 'rule') await updateReading(db, id, meaning.reading)
  }
}

const ruleSchema = z.object({ where: z.array(clauseSchema) })

/** Deletes it for questions; its history stays. Refused while another segment or a scheduled answer needs it. */
export async function deleteSegment(
  { name, asker }: { readonly name: string; readonly asker: Asker },
  db: Kysely<Database>,
): Promise<ChangeResult> {
  const rows = await readSaved(db)
  const known = find(name, rows)
  if (!known) return unknown(name, rows)
  if (!mayChange(known, asker)) return notTheirs(known, 'delete')
  const [segments, schedules] = [usersOf(known.name, rows), await schedulesUsing(db, known.name, asker)]
  const users = [
    ...segments.map(({ label }) => `the segment “${label}”`),
    ...schedules.map((title) => `the scheduled answer “${title}”`),
  ]
  if (users.length > 0) {
    const [it, them] = users.length === 1 ? ['uses', 'that'] : ['use', 'those']
    return refused(`“${known.label}” cannot be deleted: ${joined(users)} ${it} it. Delete or change ${them} first.`)
  }
  await markDeleted(db, known.id, asker)
  await record(db, { actor: asker.who, action: 'delete_segment', subject: `segment ${known.id}` })
  return { kind: 'done', segment: shown(known, asker), sentence: `“${known.label}” is deleted.` }
}

/** Every saved segment by label. */
export async function listSegments(
  asker: Asker,
  db: Kysely<Database>,
  context: AskContext,
): Promise<readonly Listed[]> {
  const rows = await readSaved(db)
  const catalog = fresh(context.catalog, rows)
  const listed: Listed[] = []
  for (const row of rows) listed.push(await counted(row, asker, { ...context, catalog }))
  return listed
}

/** All there is to say about one. */
export interface Described extends Listed {
  readonly versions: readonly Version[]
  /** Other saved segments and scheduled answers that need it. */
  readonly usedBy: readonly string[]
}

/** One saved segment by its label; null when there is none. */
export async function describeSegment(
  name: string,
  asker: Asker,
  db: Kysely<Database>,
  context: AskContext,
): Promise<Described | null> {
  const rows = await readSaved(db)
  const row = find(name, rows)
  if (!row) return null
  const listed = await counted(row, asker, { ...context, catalog: fresh(context.catalog, rows) })
  const usedBy = [...usersOf(row.name, rows).map(({ label }) => label), ...(await schedulesUsing(db, row.name, asker))]
  return { ...listed, versions: await readVersions(db, row.id), usedBy }
}

/** The labels of all saved segments, for shells that must know whether a word is one. */
export async function segmentLabels(db: Kysely<Database>): Promise<readonly string[]> {
  return (await readSaved(db)).map(({ label }) => label)
}

async function contentOf(plan: Plan, asker: Asker, context: AskContext): Promise<Content | Refused> {
  const meaning = await meaningOf(plan, asker, context)
  return meaning.kind === 'fixed' ? { ...meaning, on: context.today } : meaning
}

async function saved(id: number, asker: Asker, db: Kysely<Database>, context: AskContext): Promise<SaveResult> {
  const rows = await readSaved(db)
  const row = rows.find((each) => each.id === id)
  if (!row) return refused('The segment was deleted in the same moment.')
  const segment = await counted(row, asker, { ...context, catalog: fresh(context.catalog, rows) })
  return { kind: 'saved', segment: shown(row, asker), sentence: savedSentence(segment) }
}
