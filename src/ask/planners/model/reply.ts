import { z } from 'zod'
import { type Plan, planSchema } from '../../plan.ts'

const words = z.array(z.string().max(200)).max(20)

/**
 * What the model answers.
 *
 * - `plan`: `plans` holds the one plan that the question means
 * - `two_steps`: the second plan speaks of the customers that the first one lists, as `customer.customer is STEP_1`
 * - `choose`: it means one of these, and the sentence does not say which
 * - `unanswerable`: nothing in the catalogue answers it; `missing` are the words of the question that are not there
 *
 * `set_aside` are words of the question that its plan does without. `follows` says that the question changes the plan
 * before it. No text of the model's own is in it: every word that people read of it stands in their question.
 */
export const replySchema = z.strictObject({
  outcome: z.enum(['plan', 'two_steps', 'choose', 'unanswerable']),
  follows: z.boolean(),
  plans: z.array(planSchema).max(4),
  set_aside: words,
  missing: words,
})
export type ModelReply = z.infer<typeof replySchema>

export type Read =
  | { readonly kind: 'reply'; readonly reply: ModelReply }
  /** JSON was found, and it is not of the form; each problem with its place. */
  | { readonly kind: 'malformed'; readonly problems: readonly string[] }
  | { readonly kind: 'no_json' }

/**
 * The model's answer in what a server sent, whatever stands round it: a code fence, sentences before and behind, a
 * model's thoughts. Never trusts that a server held to the schema it was given.
 */
export function readReply(content: string): Read {
  const found = jsonIn(content)
  if (found === undefined) return { kind: 'no_json' }
  const parsed = replySchema.safeParse(completed(found))
  if (parsed.success) return { kind: 'reply', reply: parsed.data }
  return { kind: 'malformed', problems: problemsOf(parsed.error) }
}

/** What every server should send and small models forget: empty lists, and a plan without its envelope. */
function completed(found: unknown): unknown {
  if (!isObject(found)) return found
  const envelope = 'outcome' in found ? found : 'kind' in found ? { outcome: 'plan', plans: [found] } : found
  return { follows: false, plans: [], set_aside: [], missing: [], ...envelope }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mostProblems = 8

function problemsOf(error: z.ZodError): readonly string[] {
  const all = error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`)
  return [...new Set(all)].slice(0, mostProblems)
}

/** The last whole JSON object in a text that is the answer; thoughts and examples stand before it. */
function jsonIn(content: string): unknown {
  const text = content.replace(/<think>[\s\S]*?(<\/think>|$)/gi, '').trim()
  const whole = parsed(text)
  if (isObject(whole)) return whole
  const objects = objectsIn(text).flatMap((piece) => {
    const value = parsed(piece)
    return isObject(value) ? [value] : []
  })
  return objects.findLast((each) => 'outcome' in each) ?? objects.at(-1)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Stretches from an opening brace to the one that closes it, strings respected; one pass, whatever the text. */
function objectsIn(text: string): readonly string[] {
  const found: string[] = []
  let [depth, from, inString] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = depth > 0
    else if (char === '{') {
      if (depth === 0) from = at
      depth += 1
    } else if (char === '}' && depth > 0) {
      depth -= 1
      if (depth === 0) found.push(text.slice(from, at + 1))
    }
  }
  return found
}

/** A plan as planners without a schema of their own make it: what is not given and what is null are the same. */
export function normalPlan(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan, (key, value) => (key === 'on' && value === null ? undefined : value))) as Plan
}
