import type { Asker } from '../access/asker.ts'
import type { EntityName } from '../catalog/types.ts'
import { isOfSales } from './anonymous-sales.ts'
import type { CheckedQuery, CheckedWhy } from './checked.ts'
import { partsOf } from './parts.ts'
import type { Note } from './reply.ts'
import { capital, joined, lowered } from './wording.ts'

/** What the asker does not see of the answer, and why: so that nobody takes a part for the whole. */
export function rightsNotes(plan: CheckedQuery, asker: Asker): readonly Note[] {
  return [...withheldNote(plan.kind === 'list' ? plan.withheld : [], asker), ...scopeNotes(plan, asker)]
}

/** Columns left out, by their labels. */
export function withheldNote(labels: readonly string[], { inCompany }: Asker): readonly Note[] {
  if (labels.length === 0) return []
  const named = joined(labels.map(lowered))
  const text = inCompany
    ? `Hidden here; “Show to me” shows ${named} to those who may see ${labels.length === 1 ? 'it' : 'them'}.`
    : `${capital(named)} ${labels.length === 1 ? 'is' : 'are'} for managers.`
  return [{ kind: 'caveat', text }]
}

function scopeNotes(plan: CheckedQuery, asker: Asker): readonly Note[] {
  if (asker.scope.kind === 'all' || !isAboutCustomers(plan)) return []
  const sees = asker.inCompany ? `${asker.name} sees` : 'you see'
  const texts = [
    `${capital(whose(asker))} only: that is what ${sees}.${anonymousSales(plan, asker)}`,
    ...rankedAmongThem(plan),
  ]
  return texts.map((text) => ({ kind: 'caveat', text }))
}

/** For one customer's reasons, a rank is the only thing that depends on the others. */
export function whyNotes({ segment, members }: CheckedWhy, asker: Asker): readonly Note[] {
  const ranked = segment.takes.includes('percent') || members?.kind === 'rule'
  if (asker.scope.kind === 'all' || !ranked) return []
  return [{ kind: 'caveat', text: `Ranks are worked out among ${whose(asker)} only.` }]
}

/** A customer's page names segments that are ranks. */
export function pageNotes(asker: Asker): readonly Note[] {
  if (asker.scope.kind === 'all') return []
  return [{ kind: 'caveat', text: `Segments by rank are worked out among ${whose(asker)}.` }]
}

/** "customers of Lincoln Square" */
function whose({ scope, storeName, inCompany, name }: Asker): string {
  if (scope.kind === 'store') return `customers of ${storeName ?? 'one store'}`
  return inCompany ? `customers of ${name}` : 'your own customers'
}

/** Rows of these are the same for everybody. */
const everybodys: ReadonlySet<string> = new Set<EntityName>(['product', 'category', 'store', 'staff', 'campaign'])

function isAboutCustomers(plan: CheckedQuery): boolean {
  if (plan.kind === 'list') return !everybodys.has(plan.entity.name) || partsOf(plan).metrics.length > 0
  if (plan.kind === 'cohorts') return true
  return plan.measures.some((measure) => {
    const counted = measure.kind === 'aggregate' ? measure.entity.name : measure.grain.entity
    return !everybodys.has(counted) || measure.where.length > 0 || plan.where.length > 0
  })
}

/** Sales without a customer belong to a store and to no colleague. */
function anonymousSales(plan: CheckedQuery, { scope, storeName }: Asker): string {
  const ofSales =
    plan.kind === 'list'
      ? isOfSales(plan.entity.name)
      : plan.kind === 'measure' &&
        plan.measures.some((measure) => measure.kind !== 'aggregate' && isOfSales(measure.grain.entity))
  if (!ofSales) return ''
  return scope.kind === 'store'
    ? ` Sales without a customer are those at ${storeName ?? 'that store'}.`
    : ' Sales without a customer are left out.'
}

function rankedAmongThem(plan: CheckedQuery): readonly string[] {
  const { segments, filters } = partsOf(plan)
  const ranked = [...segments, ...filters.flatMap((filter) => (filter.kind === 'segment' ? [filter] : []))]
    .map(({ segment }) => segment)
    .filter(({ takes }) => takes.includes('percent'))
  const labels = [...new Set(ranked.map(({ label }) => label))]
  const averaged = filters.some((filter) => filter.kind === 'metric' && filter.than.kind === 'average')
  return [
    ...(labels.length === 0 ? [] : [`${capital(joined(labels))} are worked out among them.`]),
    ...(averaged ? ['The average is theirs.'] : []),
  ]
}
