import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { columnsOf } from './answer.ts'
import { compileContext, runContext } from './answer-plan.ts'
import { type AskContext, checkContext } from './ask.ts'
import { check } from './check.ts'
import { compile } from './compile.ts'
import { statement } from './fragments.ts'
import { say } from './issues.ts'
import type { ListPlan } from './plan.ts'
import type { Answer, AnswerColumn, Row } from './reply.ts'
import { run } from './run.ts'

/** A way to reach a customer that they said yes or no to. */
export type ContactChannel = 'email' | 'sms' | 'phone' | 'post'

/** Customers with how to reach them, those left out counted in `sentence`: “31 of 37 can be reached by e-mail.” */
export type Exported =
  | {
      readonly kind: 'exported'
      readonly columns: readonly AnswerColumn[]
      readonly rows: readonly Row[]
      /** How many the answer lists. */
      readonly listed: number
      readonly sentence: string
    }
  | { readonly kind: 'refused'; readonly sentence: string }

/** A condition of a plan takes this many values at most. */
const atOnce = 1000

const contacts: Readonly<Record<ContactChannel, { readonly point: string; readonly called: string }>> = {
  email: { point: 'email', called: 'e-mail' },
  sms: { point: 'phone', called: 'text' },
  phone: { point: 'phone', called: 'phone' },
  post: { point: 'address', called: 'post' },
}

/**
 * Those customers of a list who may be reached by the channel, with the contact point to use, in the list's order.
 *
 * Held to the rights of whoever exports now, not of whoever asked. The caller keeps the audit.
 */
export async function exportCustomers(
  answer: Answer,
  channel: ContactChannel,
  asker: Asker,
  context: AskContext,
): Promise<Exported> {
  const refusal = refusedTo(asker, answer)
  if (refusal !== null) return { kind: 'refused', sentence: refusal }
  const refs = [...new Set(answer.rows.map(([ref]) => String(ref)))]
  const rows: Row[] = []
  let columns: readonly AnswerColumn[] = []
  for (const plan of exportPlans(refs, channel)) {
    const part = await reached(plan, channel, asker, context)
    if (part.kind === 'refused') return part
    columns = part.columns
    rows.push(...part.rows)
  }
  return {
    kind: 'exported',
    columns,
    rows,
    listed: refs.length,
    sentence: counted(rows.length, refs.length, channel, answer),
  }
}

function refusedTo(asker: Asker, { plan, columns, rows }: Answer): string | null {
  if (!asker.mayExport)
    return 'You may not take customers out as a file. A manager can, or can change that in the settings.'
  if (asker.inCompany) return 'Contact details are not handed out where others look on. Ask me in a direct message.'
  if (!asker.maySeeContactDetails)
    return 'You may not see contact details, so there is no file for you to contact people with.'
  const lists = plan.kind === 'list' && plan.entity === 'customer' && columns[0]?.name === 'customer_ref'
  if (!lists) return 'That answer does not list customers.'
  return rows.length === 0 ? 'That answer lists nobody.' : null
}

/** One plan for each thousand customers: those reachable by the channel, with their name and contact point. */
export function exportPlans(refs: readonly string[], channel: ContactChannel): readonly ListPlan[] {
  const { point } = contacts[channel]
  const beside = channel === 'post' ? ['city', 'region', 'postal_code', 'country'] : []
  const plans: ListPlan[] = []
  for (let from = 0; from < refs.length; from += atOnce) {
    const values = refs.slice(from, from + atOnce)
    plans.push({
      kind: 'list',
      entity: 'customer',
      where: [
        { any: [{ kind: 'field', field: 'customer.customer', op: 'is', values, period: null, not: false }] },
        { any: [{ kind: 'segment', segment: `reachable_by_${channel}`, percent: null, category: null, not: false }] },
      ],
      columns: ['name', point, ...beside].map((name) => ({ kind: 'field', field: `customer.${name}` })),
      order: [],
      limit: null,
    })
  }
  return plans
}

type Part =
  | { readonly kind: 'part'; readonly columns: readonly AnswerColumn[]; readonly rows: readonly Row[] }
  | { readonly kind: 'refused'; readonly sentence: string }

async function reached(plan: ListPlan, channel: ContactChannel, asker: Asker, context: AskContext): Promise<Part> {
  const checked = check(plan, checkContext(asker, context))
  if (!checked.ok) return { kind: 'refused', sentence: checked.issues.map(say).join(' ') }
  if (checked.plan.kind !== 'list' || checked.plan.withheld.length > 0)
    return { kind: 'refused', sentence: 'You may not see these contact details.' }
  const columns = columnsOf(checked.plan)
  const refs = refsIn(plan)
  const [found, points] = await Promise.all([
    run(compile(checked.plan, compileContext(context)), columns, runContext(asker, context)),
    validPoints(refs, channel, asker, context),
  ])
  if (found.kind === 'refused') return { kind: 'refused', sentence: found.reason }
  if (points.kind === 'refused') return { kind: 'refused', sentence: points.reason }
  const point = new Map(points.rows.map(([ref, value]) => [ref, value ?? null]))
  const at = columns.findIndex(({ name }) => name === contacts[channel].point)
  const byRef = new Map(found.rows.map((row) => [row[0], row.with(at, point.get(row[0] ?? null) ?? null)]))
  const inOrder = refs.flatMap((ref) => {
    const row = byRef.get(ref)
    return row === undefined ? [] : [row]
  })
  return { kind: 'part', columns, rows: inOrder }
}

function refsIn({ where }: ListPlan): readonly string[] {
  const [only] = where[0]?.any ?? []
  return only?.kind === 'field' ? only.values.map(String) : []
}

/** The first address may be one that bounces: reachable means by one that is valid, and that one goes into the file. */
function validPoints(refs: readonly string[], channel: ContactChannel, asker: Asker, context: AskContext) {
  const value = channel === 'post' ? sql`cp.raw` : sql`coalesce(cp.normalized, cp.raw)`
  const query = sql`select distinct on (c.ref) c.ref as customer_ref, ${value} as point
from customers c
join contact_points cp on cp.customer_id = c.id
where c.merged_into_id is null and c.erased_at is null
  and c.ref = any(${refs}::text[])
  and cp.kind = ${contacts[channel].point} and cp.valid
order by c.ref, cp.is_primary desc, cp.id`
  const columns: readonly AnswerColumn[] = [
    { name: 'customer_ref', label: 'Customer', type: 'key' },
    { name: 'point', label: 'Contact point', type: 'text' },
  ]
  return run(statement(query), columns, runContext(asker, context))
}

function counted(reachable: number, listed: number, channel: ContactChannel, { truncated }: Answer): string {
  const how = `can be reached by ${contacts[channel].called}`
  const all = `${truncated ? 'the first ' : ''}${listed.toLocaleString('en-US')}`
  if (listed === 1 && !truncated)
    return `The one customer listed ${reachable === 1 ? how : how.replace('can', 'cannot')}.`
  if (reachable === 0) return `None of ${truncated ? '' : 'the '}${all} ${how}.`
  if (reachable === listed) return truncated ? `All of ${all} ${how}; there are more.` : `All ${all} ${how}.`
  return `${reachable.toLocaleString('en-US')} of ${all} ${how}${truncated ? '; there are more' : ''}.`
}
