import type { Asker } from '../access/asker.ts'
import { evidence } from '../catalog/evidence.ts'
import { type Answered, caveats, type Refused, runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import type { CheckedWhy } from './checked.ts'
import { notesOn } from './explain.ts'
import { segmentOwn } from './filters.ts'
import { namesIn } from './names.ts'
import { type Fact, factColumns, membership, readFacts, shownFact } from './one-customer.ts'
import type { PhraseContext } from './phrases.ts'
import { reading } from './reading.ts'
import { capital } from './wording.ts'

/** Why a customer is, or is not, in a segment: the facts that decide it beside what they are held against. */
export async function whyInSegment(plan: CheckedWhy, asker: Asker, context: AskContext): Promise<Answered | Refused> {
  const { segment, customer } = plan
  const { rules, today } = context
  const own = segmentOwn({ percent: rules.topPercent, category: null })
  const facts: readonly Fact[] = [
    { label: 'Name', sql: 'c.display_name', type: 'text' },
    { ...membership(segment, rules), label: capital(segment.label) },
    ...(evidence[segment.name] ?? []).map((each): Fact => ({ ...each, own })),
  ]
  const [{ values, statement, queryMs, refused }, names] = await Promise.all([
    readFacts(customer, facts, asker, context),
    namesIn(plan, runContext(asker, context)),
  ])
  if (values === null) return { kind: 'refused', reason: refused ?? `There is no customer ${customer}.` }
  const phrasing: PhraseContext = { today, rules, names }
  return {
    kind: 'answered',
    reading: reading(plan, phrasing),
    notes: [...notesOn(plan, phrasing), ...caveats(false, context)],
    columns: factColumns,
    rows: facts.map((fact, at) => [customer, fact.label, shownFact(values[at] ?? null, fact, rules)]),
    truncated: false,
    relaxations: [],
    ...statement,
    queryMs,
  }
}
