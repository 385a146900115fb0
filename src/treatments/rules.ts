import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { stageNames } from '../catalog/segments.ts'
import type { Database } from '../db/schema.ts'
import type { Trigger } from './trigger.ts'
import { triggers } from './triggers.ts'

/** A treatment rule as the shop has it: its trigger with the dials it turned, whom it may name, how often at most. */
export interface TreatmentRule {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly trigger: Trigger
  /** Every dial of the trigger with its value. */
  readonly dials: Readonly<Record<string, number>>
  /** Stages it is limited to; null for all. */
  readonly stages: readonly string[] | null
  /** Days between contacts, where the rule has its own. */
  readonly contactGapDays: number | null
  readonly words: { readonly spoken?: string | undefined; readonly written?: string | undefined }
  readonly active: boolean
  readonly version: number
}

const audience = z.object({ stages: z.array(z.string()).optional() })
const cap = z.object({ contact_gap_days: z.number().int().optional() })
const words = z.object({ spoken: z.string().optional(), written: z.string().optional() })
const timing = z.record(z.string(), z.number())

/** Makes a rule for each trigger that has none yet, switched on, as a shop begins with. */
export async function ensureRules(db: Kysely<Database>): Promise<void> {
  await db
    .insertInto('treatment_rules')
    .values(triggers.map(({ code, label }) => ({ code, label, trigger: code, changed_by: 'regulars' })))
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute()
}

/** Every rule whose trigger this version knows, the most pressing first. */
export async function readRules(db: Kysely<Database>): Promise<readonly TreatmentRule[]> {
  const rows = await db.selectFrom('treatment_rules').selectAll().orderBy('id').execute()
  const rules = rows.flatMap((row): readonly TreatmentRule[] => {
    const trigger = triggers.find(({ code }) => code === row.trigger)
    if (!trigger) return []
    return [
      {
        id: row.id,
        code: row.code,
        label: row.label,
        trigger,
        dials: dialsOf(trigger, timing.safeParse(row.timing).data ?? {}),
        stages: audience.safeParse(row.audience).data?.stages ?? null,
        contactGapDays: cap.safeParse(row.cap).data?.contact_gap_days ?? null,
        words: words.safeParse(row.words).data ?? {},
        active: row.active,
        version: row.version,
      },
    ]
  })
  return rules.toSorted(
    (one, other) => triggers.indexOf(one.trigger) - triggers.indexOf(other.trigger) || one.id - other.id,
  )
}

/** Whatever a row holds, within the dial's bounds: a digest must not fail because of a number. */
function dialsOf({ dials }: Trigger, turned: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(dials).map(([name, dial]) => {
      const value = Math.round(turned[name] ?? dial.default)
      return [name, Math.min(Math.max(value, dial.least), dial.most)]
    }),
  )
}

/** A change of a rule: what is not given stays. A dial of null goes back to its default. */
export interface RuleChange {
  readonly active?: boolean
  readonly dials?: Readonly<Record<string, number | null>>
  readonly stages?: readonly string[] | null
  readonly contactGapDays?: number | null
  /** The shop's own opening lines; null goes back to ours. */
  readonly words?: { readonly spoken?: string | null; readonly written?: string | null }
}

export type RuleChanged =
  | { readonly kind: 'changed'; readonly rule: TreatmentRule }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Changes a rule and writes down who did; the history keeps both versions. */
export async function changeRule(
  db: Kysely<Database>,
  code: string,
  change: RuleChange,
  by: string,
): Promise<RuleChanged> {
  const fault = faultOf(code, change)
  if (fault !== null) return { kind: 'refused', sentence: fault }
  return db.transaction().execute(async (trx): Promise<RuleChanged> => {
    const row = await trx
      .selectFrom('treatment_rules')
      .selectAll()
      .where('code', '=', code)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return { kind: 'refused', sentence: noRule(code) }
    const after = changed(row, change)
    const never = neverNames(code, after)
    if (never !== null) return { kind: 'refused', sentence: never }
    await trx
      .updateTable('treatment_rules')
      .set({
        active: after.active,
        timing: JSON.stringify(after.timing),
        audience: JSON.stringify(after.audience),
        cap: JSON.stringify(after.cap),
        words: JSON.stringify(after.words),
        version: row.version + 1,
        changed_at: sql`now()`,
        changed_by: by,
      })
      .where('id', '=', row.id)
      .execute()
    const before = { active: row.active, timing: row.timing, audience: row.audience, cap: row.cap, words: row.words }
    await trx
      .insertInto('treatment_rule_changes')
      .values({
        rule_id: row.id,
        version: row.version + 1,
        before: JSON.stringify(before),
        after: JSON.stringify(after),
        changed_by: by,
      })
      .execute()
    const rule = (await readRules(trx)).find((each) => each.code === code)
    return rule ? { kind: 'changed', rule } : { kind: 'refused', sentence: noRule(code) }
  })
}

const noRule = (code: string): string =>
  `There is no rule called ${code}. They are: ${triggers.map((each) => each.code).join(', ')}.`

function faultOf(code: string, { dials = {}, contactGapDays, stages, words: said = {} }: RuleChange): string | null {
  const trigger = triggers.find((each) => each.code === code)
  if (!trigger) return noRule(code)
  if (contactGapDays !== undefined && contactGapDays !== null && !isWhole(contactGapDays, 0, 365))
    return 'Days between contacts are a whole number from 0 to 365.'
  const long = Object.values(said).some((line) => line !== null && (line.length > 500 || line.trim() === ''))
  if (long) return 'An opening line has 1 to 500 letters.'
  if (stages?.length === 0) return 'A rule needs at least one stage.'
  const strange = stages?.find((stage) => !stageNames.includes(stage))
  if (strange !== undefined) return `There is no stage called ${strange}. They are: ${stageNames.join(', ')}.`
  for (const [name, value] of Object.entries(dials)) {
    const dial = trigger.dials[name]
    if (!dial) {
      const names = Object.keys(trigger.dials)
      return `${code} has no dial called ${name}. ${names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.'}`
    }
    if (value !== null && !isWhole(value, dial.least, dial.most))
      return `${name} of ${code} must be a whole number from ${dial.least} to ${dial.most}, not ${value}.`
  }
  return null
}

/** A stretch that ends before it begins. */
function neverNames(code: string, { timing: turned }: Stored): string | null {
  const trigger = triggers.find((each) => each.code === code)
  if (!trigger) return null
  const { from_days: from, until_days: until } = dialsOf(trigger, timing.safeParse(turned).data ?? {})
  if (from === undefined || until === undefined || from <= until) return null
  return `from_days (${from}) of ${code} must not be more than until_days (${until}): it would never name anybody.`
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

interface Stored {
  readonly active: boolean
  readonly timing: unknown
  readonly audience: unknown
  readonly cap: unknown
  readonly words: unknown
}

function changed(row: Stored, change: RuleChange): Stored {
  const turned = { ...timing.safeParse(row.timing).data, ...change.dials }
  const stages =
    change.stages === undefined ? audience.safeParse(row.audience).data?.stages : (change.stages ?? undefined)
  const gap =
    change.contactGapDays === undefined
      ? cap.safeParse(row.cap).data?.contact_gap_days
      : (change.contactGapDays ?? undefined)
  const said = { ...words.safeParse(row.words).data, ...change.words }
  return {
    words: Object.fromEntries(Object.entries(said).filter(([, line]) => line !== null)),
    active: change.active ?? row.active,
    timing: Object.fromEntries(Object.entries(turned).filter(([, value]) => value !== null)),
    audience: stages === undefined ? {} : { stages },
    cap: gap === undefined ? {} : { contact_gap_days: gap },
  }
}

/** Every change of a rule, the latest first. */
export async function ruleHistory(db: Kysely<Database>, code: string) {
  return db
    .selectFrom('treatment_rule_changes')
    .innerJoin('treatment_rules', 'treatment_rules.id', 'treatment_rule_changes.rule_id')
    .select([
      'treatment_rule_changes.version',
      'before',
      'after',
      'treatment_rule_changes.changed_at',
      'treatment_rule_changes.changed_by',
    ])
    .where('treatment_rules.code', '=', code)
    .orderBy('treatment_rule_changes.version', 'desc')
    .execute()
}
