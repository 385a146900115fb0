import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../access/asker.ts'
import { record } from '../access/audit.ts'
import { writeNumber } from '../ask/amounts.ts'
import { answerPlan } from '../ask/answer-plan.ts'
import { type AskContext, checkContext } from '../ask/ask.ts'
import { check } from '../ask/check.ts'
import { say } from '../ask/issues.ts'
import { allTime } from '../ask/period.ts'
import { clauseSchema, type MeasurePlan, type Plan, type SegmentFilter } from '../ask/plan.ts'
import { joined } from '../ask/wording.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { definitionSchema, readSaved, type SavedRow, withSaved } from '../catalog/saved.ts'
import type { Database } from '../db/schema.ts'
import { listOf, meaningOf, ruleOf } from './definition.ts'
import { meansAlready, phraseOf, readLabel } from './names.ts'
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

/** A saved segment as it is shown. */
export interface Segment {
  readonly id: number
  /** Its name in plans, which stays when it is renamed. */
  readonly name: string
  readonly label: string
  /** `rule`: looked at anew each time; `fixed`: a list that stays as it is. */
  readonly kind: 'rule' | 'fixed'
  /** What it means, in words and without a full stop. */
  readonly reading: string
  readonly version: number
  readonly savedBy: string
  readonly savedOn: string
  /** Whether this asker may rename, replace or delete it. */
  readonly mayChange: boolean
}

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

interface Saving {
  readonly name: string
  readonly plan: Plan
  readonly asker: Asker
}

const refused = (sentence: string): Refused => ({ kind: 'refused', sentence })

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
  const content = await contentOf(plan, asker, context)
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
  const content = await contentOf(plan, asker, context)
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
  const [segments, schedules] = [usersOf(known.name, rows), await schedulesUsing(db, known.name)]
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

/** A segment with how many customers the asker sees in it now; null where it cannot be used, and then why. */
export interface Listed extends Segment {
  readonly customers: number | null
  readonly problem: string | null
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
  const usedBy = [...usersOf(row.name, rows).map(({ label }) => label), ...(await schedulesUsing(db, row.name))]
  return { ...listed, versions: await readVersions(db, row.id), usedBy }
}

/** The labels of all saved segments, for shells that must know whether a word is one. */
export async function segmentLabels(db: Kysely<Database>): Promise<readonly string[]> {
  return (await readSaved(db)).map(({ label }) => label)
}

/** By label, whatever the case and in singular or plural, as questions find it; or by name. */
function find(typed: string, rows: readonly SavedRow[]): SavedRow | undefined {
  const label = readLabel(typed)
  const wanted = (label.kind === 'name' ? label.label : typed.trim()).toLowerCase()
  return (
    rows.find((row) => row.label.toLowerCase() === wanted) ??
    rows.find((row) => phraseOf(row.label) === phraseOf(wanted)) ??
    rows.find((row) => row.name === wanted)
  )
}

/** The catalogue with the saved segments as they are now, and not as they were when it was loaded. */
function fresh(catalog: Catalog, rows: readonly SavedRow[]): Catalog {
  const own = new Map([...catalog.segments].filter(([, { saved }]) => !saved))
  return withSaved({ ...catalog, segments: own }, rows)
}

function freeName(wanted: string, rows: readonly SavedRow[], { segments }: Catalog): string {
  const taken = (name: string) =>
    rows.some((row) => row.name === name) || (segments.has(name) && !segments.get(name)?.saved)
  let name = wanted
  for (let number = 2; taken(name); number++) name = `${wanted}_${number}`
  return name
}

async function contentOf(plan: Plan, asker: Asker, context: AskContext): Promise<Content | Refused> {
  const meaning = await meaningOf(plan, asker, context)
  return meaning.kind === 'fixed' ? { ...meaning, on: context.today } : meaning
}

/** What would be wrong once it means that: a circle, too deep, or others that need it and could not be used any more. */
function faultOf(
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

const belongs = (segment: string): SegmentFilter => ({
  kind: 'segment',
  segment,
  percent: null,
  category: null,
  not: false,
})

async function counted(row: SavedRow, asker: Asker, context: AskContext): Promise<Listed> {
  const segment = shown(row, asker)
  const plan: MeasurePlan = {
    kind: 'measure',
    measures: [{ kind: 'metric', metric: 'customers', where: [], period: null }],
    by: [],
    where: [{ any: [belongs(row.name)] }],
    period: allTime,
    having: [],
    order: [],
    limit: null,
  }
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok) return { ...segment, customers: null, problem: [...new Set(checked.issues.map(say))].join(' ') }
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') return { ...segment, customers: null, problem: found.reason }
  return { ...segment, customers: Number(found.rows[0]?.[0] ?? 0), problem: null }
}

function shown(row: SavedRow, asker: Asker): Segment {
  const { id, name, label, version, reading, savedBy, savedOn } = row
  const definition = definitionSchema.safeParse(row.definition)
  const kind = definition.success ? definition.data.kind : 'rule'
  return { id, name, label, kind, reading: reading ?? '', version, savedBy, savedOn, mayChange: mayChange(row, asker) }
}

/** Its owner may, who may be somebody that is not on the staff; and whoever manages the shop. */
const mayChange = ({ ownerId, createdBy }: SavedRow, { staffId, mayManage, who }: Asker): boolean =>
  mayManage || (ownerId === null ? createdBy === who : ownerId === staffId)

async function saved(id: number, asker: Asker, db: Kysely<Database>, context: AskContext): Promise<SaveResult> {
  const rows = await readSaved(db)
  const row = rows.find((each) => each.id === id)
  if (!row) return refused('The segment was deleted in the same moment.')
  const segment = await counted(row, asker, { ...context, catalog: fresh(context.catalog, rows) })
  return { kind: 'saved', segment: shown(row, asker), sentence: savedSentence(segment) }
}

function savedSentence({ label, kind, reading, customers, version }: Listed): string {
  const now = customers === null ? '' : `${writeNumber(customers)} ${customers === 1 ? 'customer' : 'customers'} now. `
  const again = kind === 'rule' ? 'Who belongs to it is looked at anew with every question.' : ''
  return `“${label}” ${version > 1 ? 'now means' : 'is saved'}: ${reading}. ${now}${again}`.trim()
}

function existing(row: SavedRow, asker: Asker): SaveResult {
  const segment = shown(row, asker)
  const replace = segment.mayChange
    ? 'Replace it, or choose another name.'
    : `${row.savedBy} or a manager may replace it; choose another name.`
  return {
    kind: 'exists',
    segment,
    sentence: `There is a segment called “${row.label}” already: ${segment.reading}. ${replace}`,
  }
}

const notTheirs = ({ label, savedBy }: SavedRow, deed: string): Refused =>
  refused(`“${label}” was saved by ${savedBy}: only ${savedBy} or a manager may ${deed} it.`)

function unknown(typed: string, rows: readonly SavedRow[]): ChangeResult {
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
