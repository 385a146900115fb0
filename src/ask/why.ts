import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { evidence } from '../catalog/evidence.ts'
import { type Answered, caveats, type Refused, runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedClause, CheckedFilter, CheckedSegment, CheckedWhy } from './checked.ts'
import { estimatedFrom } from './estimates.ts'
import { notesOn } from './explain.ts'
import type { Draft } from './facts.ts'
import { ownOf } from './field-filters.ts'
import { conditionsFor } from './filters.ts'
import { factValue } from './metric-filters.ts'
import { namesIn } from './names.ts'
import { type Fact, factColumns, membership, nobodyCalled, readFacts, shownFact } from './one-customer.ts'
import { type PhraseContext, phraseClauses, phraseFacts } from './phrases.ts'
import { reading } from './reading.ts'
import type { Note } from './reply.ts'
import { whyNotes } from './rights-notes.ts'
import type { Scope } from './scope.ts'
import { capital } from './wording.ts'

/** Why a customer is, or is not, in a segment: the facts that decide it beside what they are held against. */
export async function whyInSegment(plan: CheckedWhy, asker: Asker, context: AskContext): Promise<Answered | Refused> {
  const { segment, customer } = plan
  const { rules, today } = context
  const names = await namesIn(plan, runContext(asker, context))
  const phrasing: PhraseContext = { today, rules, names }
  const facts: readonly Fact[] = [
    { label: 'Name', sql: 'c.display_name', type: 'text' },
    { ...membership(plan), label: capital(segment.label) },
    ...reasons(plan, phrasing),
  ]
  const { values, statement, queryMs, refused } = await readFacts(customer, facts, asker, context)
  if (values === null) return { kind: 'refused', reason: refused ?? nobodyCalled(customer, asker) }
  return {
    kind: 'answered',
    reading: reading(plan, phrasing),
    notes: [
      ...notesOn(plan, asker.scope, phrasing),
      ...estimated(plan, context),
      ...whyNotes(plan, asker),
      ...caveats(false, context),
    ],
    columns: factColumns,
    withheld: [],
    rows: facts.map((fact, at) => [customer, fact.label, shownFact(values[at] ?? null, fact, rules)]),
    truncated: false,
    relaxations: [],
    ...statement,
    queryMs,
  }
}

const estimated = ({ segment }: CheckedWhy, { scores }: AskContext): readonly Note[] =>
  segment.estimated && scores ? [{ kind: 'caveat', text: `${estimatedFrom(scores)}.` }] : []

/** What decides: of the catalogue's own segments the figures behind them, of saved ones each condition. */
function reasons({ segment, members, percent, category }: CheckedSegment, phrasing: PhraseContext): readonly Fact[] {
  const own = { percent: { value: percent, type: 'numeric' }, category: { value: category, type: 'text' } }
  if (members === null) return (evidence[segment.name] ?? []).map((each): Fact => ({ ...each, own }))
  if (members.kind === 'rule') return members.where.flatMap((clause) => conditionFacts(clause, phrasing))
  const since =
    '(select max(member.valid_from) from segment_memberships member where member.segment_id = :segment_id and member.customer_id = c.id and member.valid_from <= :today)'
  const listed = { segment_id: { value: members.segmentId, type: 'bigint' } }
  return [{ label: 'Put on the list', sql: since, type: 'date', own: listed }]
}

/** Whether a condition is met, and behind it what the customer's own figures are. */
function conditionFacts(clause: CheckedClause, phrasing: PhraseContext): readonly Fact[] {
  const met: Fact = {
    label: capital(phraseClauses([clause], phrasing)),
    sql: (scope, draft) => sql`coalesce(${conditionsFor([clause], scope, draft)[0] ?? sql`true`}, false)`,
    type: 'boolean',
  }
  return [met, ...clause.any.flatMap((filter) => behind(filter, phrasing))]
}

function behind(filter: CheckedFilter, phrasing: PhraseContext): readonly Fact[] {
  switch (filter.kind) {
    case 'segment':
      return filter.on ? [] : reasons(filter, phrasing)
    case 'movement':
      return []
    case 'field': {
      const { field } = filter
      if (field.many || field.contact || field.type === 'boolean') return []
      const unit = field.unit ? { unit: field.unit } : {}
      return [{ label: field.label, sql: field.sql, type: field.type, own: ownOf(field), ...unit }]
    }
    case 'metric': {
      const { metric, of } = filter
      if (of.name !== 'customer') return []
      const { type, unit, empty } = metric.metric
      const value = (scope: Scope, draft: Draft) =>
        sql`coalesce(${factValue(metric, of, of.key, scope, draft)}, ${sql.raw(String(empty))})`
      return [{ label: capital(phraseFacts(metric, phrasing)), sql: value, type, ...(unit ? { unit } : {}) }]
    }
    default:
      return filter satisfies never
  }
}
