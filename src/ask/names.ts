import { type Kysely, sql } from 'kysely'
import { readTransaction } from '../db/reading.ts'
import type { Database } from '../db/schema.ts'
import type { CheckedFilter, CheckedPlan } from './checked.ts'
import { partsOf, withMembers } from './parts.ts'
import { type RunContext, readLimits } from './run.ts'

type Named = 'customer' | 'product' | 'staff' | 'campaign'

const namedBy: Readonly<Record<string, Named>> = {
  'customer.customer': 'customer',
  'customer.referred_by': 'customer',
  'product.product': 'product',
  'order.products': 'product',
  'customer.owner': 'staff',
  'interaction.staff': 'staff',
  'case.staff': 'staff',
  'note.author': 'staff',
  'follow_up.assignee': 'staff',
  'staff.staff': 'staff',
  'campaign.campaign': 'campaign',
}

/**
 * The names behind the references in a plan, by field and value, so that a reading says "Drip Coffee Maker" and not
 * "KI-1043". They are read with the asker's rights; what those do not show keeps its reference.
 */
export async function namesIn(plan: CheckedPlan, context: RunContext): Promise<ReadonlyMap<string, string>> {
  const asked = references(plan)
  if (asked.size === 0) return new Map()
  const found = await readTransaction(context.reader, readLimits(context), async (trx) => {
    const names: (readonly (readonly [string, string])[])[] = []
    for (const [named, refs] of asked) names.push(await lookUp(named, [...refs], trx))
    return names
  })
  const names = new Map(found.flat())
  return new Map(
    Object.entries(namedBy).flatMap(([field, named]) =>
      [...(asked.get(named) ?? [])].flatMap((ref) => {
        const name = names.get(`${named} ${ref}`)
        return name === undefined ? [] : [[`${field} ${ref}`, name] as const]
      }),
    ),
  )
}

function references(plan: CheckedPlan): ReadonlyMap<Named, ReadonlySet<string>> {
  const asked = new Map<Named, Set<string>>()
  const note = (named: Named | undefined, value: unknown) => {
    if (named === undefined || typeof value !== 'string') return
    asked.set(named, (asked.get(named) ?? new Set()).add(value))
  }
  if (plan.kind === 'customer' || plan.kind === 'why') note('customer', plan.customer)
  for (const filter of filtersOf(plan)) {
    if (filter.kind === 'field') for (const value of filter.values) note(namedBy[filter.field.name], value)
  }
  return asked
}

function filtersOf(plan: CheckedPlan): readonly CheckedFilter[] {
  if (plan.kind === 'list' || plan.kind === 'measure' || plan.kind === 'cohorts') return partsOf(plan).filters
  if (plan.kind === 'definition') return plan.saved ? withMembers([], [plan.saved]) : []
  return plan.kind === 'why' ? withMembers([], [plan]) : []
}

const sources: Readonly<Record<Named, string>> = {
  customer: 'select ref, display_name as name from customers where ref = any($1) order by ref',
  product: 'select sku as ref, name from products where sku = any($1) order by sku',
  staff: 'select email as ref, name from staff where email = any($1) order by email',
  campaign: 'select ref, name from campaigns where ref = any($1) order by ref',
}

async function lookUp(
  named: Named,
  refs: readonly string[],
  reader: Kysely<Database>,
): Promise<readonly (readonly [string, string])[]> {
  const [before = '', after = ''] = sources[named].split('$1')
  const { rows } = await sql<{ ref: string; name: string }>`${sql.raw(before)}${refs}::text[]${sql.raw(after)}`.execute(
    reader,
  )
  return rows.map(({ ref, name }) => [`${named} ${ref}`, name] as const)
}
