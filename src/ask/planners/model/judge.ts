import type { Asker } from '../../../access/asker.ts'
import { answerPlan } from '../../answer-plan.ts'
import { type AskContext, checkContext } from '../../ask.ts'
import { check } from '../../check.ts'
import { type Issue, say } from '../../issues.ts'
import type { Plan } from '../../plan.ts'
import { readingOf } from '../../reading-of.ts'
import { normalPlan } from './reply.ts'
import { type Grounding, grounded, stepOne } from './values.ts'

/** What a plan of the model's comes to before the check. */
export type Judged =
  | { readonly kind: 'sound'; readonly plan: Plan; readonly notes: readonly string[] }
  /** The model may mend it: sentences without anything that is not in its question or the catalogue. */
  | { readonly kind: 'faulty'; readonly issues: readonly string[] }
  /** It means that, and it cannot be answered, or not to this person. */
  | { readonly kind: 'decline'; readonly reason: string; readonly unknown: readonly string[] }

export interface Judging {
  readonly grounding: Grounding
  readonly asker: Asker
  readonly context: AskContext
}

/** What no other plan for the same question could mend. */
const final: ReadonlySet<Issue['code']> = new Set([
  'contact_hidden',
  'out_of_scope',
  'not_scored',
  'not_estimated',
  'forecast',
  'no_history',
  'outside_history',
  'not_past',
  'saved_segment',
  'saved_circle',
  'saved_too_deep',
])

/** words → the shop's values → check; only what the check accepts is sound */
export function judged(plan: Plan, { grounding, asker, context }: Judging): Judged {
  const found = grounded(plan, grounding)
  if (found.kind === 'unknown') return { kind: 'faulty', issues: [found.mend] }
  const checked = check(found.plan, checkContext(asker, context))
  // The check parsed it: it is a plan.
  if (checked.ok) return { kind: 'sound', plan: normalPlan(found.plan as Plan), notes: found.notes }
  const ends = checked.issues.filter(({ code }) => final.has(code))
  if (ends.length > 0) return { kind: 'decline', reason: [...new Set(ends.map(say))].join(' '), unknown: [] }
  return { kind: 'faulty', issues: checked.issues.slice(0, 8).map((issue) => sendable(issue, grounding)) }
}

/** The sentence of an issue as it may be sent. */
function sendable(issue: Issue, { placeholders, catalog }: Grounding): string {
  const sentence = `${issue.at}: ${placeholders.hidden(say(issue))}`
  const own = [
    ...[...catalog.segments.values()].filter(({ saved }) => saved !== undefined),
    ...[...catalog.fields.values()].filter(({ name }) => name.startsWith('customer.attribute.')),
  ].flatMap(({ name, label }) => [name, label])
  const tells = own.some((each) => sentence.toLowerCase().includes(each.toLowerCase()))
  return tells ? `${issue.at}: That name cannot be used there.` : sentence
}

/** What is wrong for people where the model could not mend it. */
export function toldUnknown(plan: Plan, grounding: Grounding): Extract<Judged, { kind: 'decline' }> | null {
  const found = grounded(plan, grounding)
  return found.kind === 'unknown' ? { kind: 'decline', reason: found.tell, unknown: found.unknown } : null
}

const mostInStep = 1000

/**
 * Two plans as one: the first is run with the asker's rights, and the second speaks of whom it listed. Who that is does not
 * change any more when the answer is shown again.
 */
export async function joined(plans: readonly Plan[], judging: Judging): Promise<Judged> {
  const [first, second] = plans
  if (!first || !second || first.kind !== 'list' || first.entity !== 'customer')
    return { kind: 'faulty', issues: ['The first of two steps is a list of customers.'] }
  if (!JSON.stringify(second).includes(`"${stepOne}"`))
    return {
      kind: 'faulty',
      issues: [`The second step has to speak of ${stepOne}: customer.customer is ["${stepOne}"].`],
    }
  const one = judged(first, judging)
  if (one.kind !== 'sound') return one
  const { asker, context } = judging
  const checked = check(one.plan, checkContext(asker, context))
  if (!checked.ok) return { kind: 'faulty', issues: checked.issues.map(say) }
  const found = await answerPlan(checked.plan, asker, context)
  if (found.kind === 'refused') return { kind: 'decline', reason: found.reason, unknown: [] }
  const reading = await readingOf(checked.plan, asker, context)
  if (found.truncated || found.rows.length > mostInStep) {
    const reason = `Its first step, “${reading}”, is more than ${mostInStep.toLocaleString('en-US')} customers; narrow it down.`
    return { kind: 'decline', reason, unknown: [] }
  }
  if (found.rows.length === 0)
    return { ...one, notes: [...one.notes, 'Nobody fits the first step, so there is no second one.'] }
  const refs = found.rows.map(([ref]) => String(ref))
  const two = judged(second, { ...judging, grounding: { ...judging.grounding, step: refs } })
  if (two.kind !== 'sound') return two
  const count = `${refs.length.toLocaleString('en-US')} ${refs.length === 1 ? 'customer' : 'customers'}`
  return { ...two, notes: [...one.notes, `First step: ${reading}: ${count}. The answer is about these.`, ...two.notes] }
}
