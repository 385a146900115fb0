import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Entity } from '../catalog/types.ts'
import { nearest } from '../nearest.ts'
import { writeNumber } from './amounts.ts'
import { compileContext, runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedClause, CheckedFieldFilter, CheckedMeasurePlan, CheckedQuery } from './checked.ts'
import { type Draft, openDraft } from './facts.ts'
import { ownOf } from './field-filters.ts'
import { conditionsFor } from './filters.ts'
import { lines, type Sql, statement } from './fragments.ts'
import { describePeriod } from './period-text.ts'
import { type PhraseContext, phraseClauses } from './phrases.ts'
import type { Clause, CohortsPlan, ListPlan, MeasurePlan } from './plan.ts'
import { allOf, inStretch, listing } from './query.ts'
import type { AnswerColumn, Note, Relaxation, Row } from './reply.ts'
import { run } from './run.ts'
import { openScope, type Scope } from './scope.ts'
import { withinScope } from './within-scope.ts'

/** A plan that one query answers, with its conditions. */
type QueryPlan = ListPlan | MeasurePlan | CohortsPlan

export interface Diagnosis {
  readonly notes: readonly Note[]
  readonly relaxations: readonly Relaxation[]
}

/** One condition of an empty answer: in words, as SQL, and the plan without it. */
interface Suspect {
  readonly phrase: string
  readonly condition: Sql
  readonly clause: CheckedClause | null
  readonly without: () => QueryPlan
  readonly at: number | null
}

/**
 * Why there is nothing: how many rows there are without each condition, and with it alone, counted in one statement; and
 * where a value occurs nowhere, the values that do.
 */
export async function diagnose(
  plan: CheckedQuery,
  asker: Asker,
  phrasing: PhraseContext,
  context: AskContext,
): Promise<Diagnosis> {
  const draft = openDraft(context.catalog, { ...compileContext(context), scope: asker.scope })
  const base = baseOf(plan, draft)
  const suspects = suspectsOf(plan, base, draft, phrasing)
  if (suspects.length === 0) return { notes: [], relaxations: [] }
  const counts = await countRows(base, suspects, draft, asker, context)
  if (counts === null) return { notes: [], relaxations: [] }
  const findings = suspects.map((suspect, at) => ({
    suspect,
    without: Number(counts[2 * at] ?? 0),
    alone: Number(counts[2 * at + 1] ?? 0),
  }))
  const absent = await Promise.all(
    findings.filter(({ alone }) => alone === 0).map(({ suspect }) => absentValue(suspect, base, plan, asker, context)),
  )
  return told(
    findings,
    absent.filter((one) => one !== null),
    base.entity,
  )
}

interface Base {
  readonly entity: Entity
  readonly scope: Scope
  readonly always: readonly Sql[]
}

/** The rows that the answer's list, or its first number, looks through. */
function baseOf(plan: CheckedQuery, draft: Draft): Base {
  const first = plan.kind === 'measure' ? plan.measures[0] : undefined
  const entity =
    plan.kind === 'list'
      ? plan.entity
      : first?.kind === 'aggregate'
        ? first.entity
        : draft.entity(first?.grain.entity ?? 'customer')
  const counted = first && first.kind !== 'aggregate' ? first.grain.where : (entity.listed ?? null)
  const scope = openScope(entity, draft.bindings)
  const existing = [entity.visible, counted].filter((part) => part !== null).map((part) => scope.use(part))
  const always = [...existing, ...withinScope(scope)]
  return { entity, scope, always }
}

function suspectsOf(plan: CheckedQuery, { scope }: Base, draft: Draft, phrasing: PhraseContext): readonly Suspect[] {
  const given = plan.plan as QueryPlan
  const clauses = plan.where.map(
    (clause, at): Suspect => ({
      phrase: phraseClauses([clause], phrasing),
      condition: sql`coalesce(${conditionsFor([clause], scope, draft)[0] ?? sql`true`}, false)`,
      clause,
      without: () => ({ ...given, where: given.where.filter((_, other) => other !== at) }),
      at,
    }),
  )
  const narrowing = plan.kind === 'measure' ? periodSuspect(plan, scope, phrasing) : []
  return [...clauses, ...narrowing]
}

function periodSuspect(plan: CheckedMeasurePlan, scope: Scope, { today, rules }: PhraseContext): readonly Suspect[] {
  const [first] = plan.measures
  if (!first || first.period === null) return []
  if (first.kind !== 'aggregate' && first.grain.until !== undefined) return []
  const day = first.kind === 'aggregate' ? first.entity.day : first.grain.day
  const bounds = day === null ? [] : inStretch(scope.use(day), first.period.stretch)
  if (bounds.length === 0 || first.period.period !== plan.period.period) return []
  const given = plan.plan as MeasurePlan
  return [
    {
      phrase: describePeriod(first.period.period, today, rules),
      condition: sql`coalesce(${lines(bounds, ' and ')}, false)`,
      clause: null,
      without: () => ({ ...given, period: { kind: 'all' } }),
      at: null,
    },
  ]
}

/** For each condition two counts: rows that meet all others, rows that meet this one. */
async function countRows(
  { scope, always }: Base,
  suspects: readonly Suspect[],
  draft: Draft,
  asker: Asker,
  context: AskContext,
): Promise<Row | null> {
  const shown = suspects.flatMap((suspect, at) => {
    const others = suspects.filter((other) => other !== suspect).map(({ condition }) => condition)
    const all = others.length === 0 ? sql`count(*)` : sql`count(*) filter (where ${lines(others, ' and ')})`
    return [
      sql`${all} as ${sql.raw(`without_${at}`)}`,
      sql`count(*) filter (where ${suspect.condition}) as ${sql.raw(`alone_${at}`)}`,
    ]
  })
  const columns = suspects
    .flatMap((_, at) => [`without_${at}`, `alone_${at}`])
    .map((name): AnswerColumn => ({ name, label: name, type: 'number' }))
  const query = lines([listing('select', shown), scope.from(), allOf('where', always)], '\n')
  const result = await run(statement(sql`${draft.definitions()}${query}`), columns, runContext(asker, context))
  return result.kind === 'rows' ? (result.rows[0] ?? null) : null
}

interface Absent {
  readonly suspect: Suspect
  readonly note: string
  readonly relaxation: Relaxation | null
}

/** For "city is NYC" where nobody is: the value that was probably meant, or the commonest there are. */
async function absentValue(
  suspect: Suspect,
  base: Base,
  plan: CheckedQuery,
  asker: Asker,
  context: AskContext,
): Promise<Absent | null> {
  const only = suspect.clause?.any.length === 1 ? suspect.clause.any[0] : undefined
  const nobody = `No ${base.entity.plural} at all: ${suspect.phrase}.`
  if (
    only?.kind !== 'field' ||
    only.op !== 'is' ||
    only.not ||
    only.field.many ||
    only.field.contact ||
    only.field.type === 'key'
  ) {
    return { suspect, note: nobody, relaxation: null }
  }
  const present = await valuesOf(only, base.entity, asker, context)
  const wanted = String(only.values[0] ?? '')
  const meant = probable(
    wanted,
    present.map(({ value }) => value),
  )
  const [same] = present
  if (only.field.type === 'boolean') {
    const told = same ? `Of all ${writeNumber(same.count)} the answer is ${same.value === 'true' ? 'yes' : 'no'}.` : ''
    return { suspect, note: [nobody, told].join(' ').trim(), relaxation: null }
  }
  const count = present.find(({ value }) => value === meant)?.count ?? 0
  if (meant === null) {
    const some = present.slice(0, 5).map(({ value, count }) => `${value} (${writeNumber(count)})`)
    return {
      suspect,
      note: some.length === 0 ? nobody : `${nobody} There ${some.length === 1 ? 'is' : 'are'} ${some.join(', ')}.`,
      relaxation: null,
    }
  }
  const label = `${only.field.label} ${meant} instead (${writeNumber(count)})`
  return {
    suspect,
    note: `${nobody} ${writeNumber(count)} in “${meant}”.`,
    relaxation: { label, plan: withValue(plan.plan as QueryPlan, suspect.at ?? 0, meant) },
  }
}

function withValue(plan: QueryPlan, at: number, value: string): QueryPlan {
  const replaced = (clause: Clause): Clause => ({
    any: clause.any.map((filter) => (filter.kind === 'field' ? { ...filter, values: [value] } : filter)),
  })
  return { ...plan, where: plan.where.map((clause, index) => (index === at ? replaced(clause) : clause)) }
}

async function valuesOf(
  { field }: CheckedFieldFilter,
  entity: Entity,
  asker: Asker,
  context: AskContext,
): Promise<readonly { readonly value: string; readonly count: number }[]> {
  const scope = openScope(entity, { ...compileContext(context), scope: asker.scope })
  const value = scope.use(field.sql, ownOf(field))
  const visible = scope.visible()
  const query = sql`select ${value} as value, count(*) as count\n${scope.from()}\n${allOf('where', [...visible, sql`${value} is not null`])}\ngroup by 1\norder by 2 desc, 1\nlimit 500`
  const columns: readonly AnswerColumn[] = [
    { name: 'value', label: 'value', type: 'text' },
    { name: 'count', label: 'count', type: 'number' },
  ]
  const result = await run(statement(query), columns, runContext(asker, context))
  return result.kind === 'rows' ? result.rows.map(([one, count]) => ({ value: String(one), count: Number(count) })) : []
}

/** The same but for case, a near spelling, one that begins with it, or one whose initials it is: NYC is New York. */
export function probable(wanted: string, present: readonly string[]): string | null {
  const plain = wanted.toLowerCase()
  const same = present.find((value) => value.toLowerCase() === plain)
  const initials = present.find((value) => {
    const letters = value
      .split(/[\s-]+/)
      .map((word) => word.charAt(0).toLowerCase())
      .join('')
    return letters.length >= 2 && wanted.length <= 4 && plain.startsWith(letters)
  })
  return (
    same ??
    nearest(wanted, present) ??
    initials ??
    present.find((value) => value.toLowerCase().includes(plain) && plain.length >= 3) ??
    null
  )
}

function told(
  findings: readonly { readonly suspect: Suspect; readonly without: number; readonly alone: number }[],
  absent: readonly Absent[],
  entity: Entity,
): Diagnosis {
  const helpful = findings
    .filter(({ without, suspect }) => without > 0 && !absent.some((one) => one.suspect === suspect))
    .slice(0, 3)
  const noted = [
    ...absent.map(({ note }) => note),
    ...helpful.map(
      ({ suspect, without }) =>
        `Without “${suspect.phrase}” there ${without === 1 ? 'is' : 'are'} ${writeNumber(without)} ${without === 1 ? entity.label : entity.plural}.`,
    ),
  ]
  const together =
    noted.length === 0 && findings.length > 1
      ? ['Each condition is met by some, but no two or more of them leave anything.']
      : []
  return {
    notes: [...noted, ...together].map((text) => ({ kind: 'diagnosis', text })),
    relaxations: [
      ...absent.flatMap(({ relaxation }) => (relaxation ? [relaxation] : [])),
      ...helpful.map(({ suspect, without }) => ({
        label: `Without “${suspect.phrase}” (${writeNumber(without)})`,
        plan: suspect.without(),
      })),
    ],
  }
}
