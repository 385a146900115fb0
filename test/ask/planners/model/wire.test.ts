import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../../../src/access/asker.ts'
import { checkContext } from '../../../../src/ask/ask.ts'
import { check } from '../../../../src/ask/check.ts'
import { say } from '../../../../src/ask/issues.ts'
import type { Plan } from '../../../../src/ask/plan.ts'
import { normalPlan, readReply, replySchema } from '../../../../src/ask/planners/model/reply.ts'
import { type JsonSchema, sizeOf, wireSchema } from '../../../../src/ask/planners/model/wire.ts'
import { buildCatalog } from '../../../../src/catalog/catalog.ts'
import { questions } from '../questions.ts'
import { openSamplePlanner, plansOf, type SamplePlanner } from '../sample-planner.ts'

let sample: SamplePlanner
beforeAll(async () => {
  sample = await openSamplePlanner()
})
afterAll(() => sample[Symbol.asyncDispose]())

const envelope = (plan: unknown) => ({ outcome: 'plan', follows: false, plans: [plan], set_aside: [], missing: [] })

describe('the schema that is sent', () => {
  const schema = wireSchema(buildCatalog([]))

  test('stays within what servers take: 5,000 properties, 1,000 enum values, 10 levels, 15,000 characters in a long enum', () => {
    const { properties, enumValues, levels } = sizeOf(schema)
    expect([properties < 1000, enumValues < 700, levels < 6]).toEqual([true, true, true])
    const lists = [...JSON.stringify(schema).matchAll(/"enum":(\[[^\]]*\])/g)].map(([, list]) => list ?? '')
    expect(Math.max(...lists.map((list) => list.length))).toBeLessThan(15_000)
  })

  test('uses no word that a server may refuse or let pass unread, and wants every property', () => {
    const words = new Set<string>()
    const loose: unknown[] = []
    const walk = (piece: unknown): void => {
      if (typeof piece !== 'object' || piece === null) return
      const object = piece as JsonSchema
      if ('properties' in object) {
        const names = Object.keys(object.properties as object)
        if (object.additionalProperties !== false || JSON.stringify(object.required) !== JSON.stringify(names))
          loose.push(piece)
        for (const each of Object.values(object.properties as object)) walk(each)
      }
      for (const [key, value] of Object.entries(object))
        if (key === '$defs') for (const each of Object.values(value as object)) walk(each)
        else if (key !== 'properties') {
          if (!Array.isArray(piece)) words.add(key)
          walk(value)
        }
    }
    walk(schema)
    expect([...words].sort()).toEqual(['$ref', 'additionalProperties', 'anyOf', 'enum', 'items', 'required', 'type'])
    expect(loose).toEqual([])
    expect(schema.anyOf).toBeUndefined()
  })
})

test('every plan that the built-in planner makes can be said in it, and comes back as it was', async () => {
  const valid = new Ajv2020({ strict: false, allErrors: false }).compile(wireSchema(sample.asking.catalog))
  const plans: Plan[] = []
  // Every fourth is of every kind, and takes a quarter of the time.
  const some = Object.values(questions).flatMap((rows) => rows.filter((_, at) => at % 4 === 0))
  for (const [question] of some) plans.push(...plansOf(await sample.plan(question)))
  expect(plans.length).toBeGreaterThan(100)
  const refused = plans.filter((plan) => !valid(envelope(onWire(plan))))
  expect(refused.map((plan) => JSON.stringify(plan))).toEqual([])
  const changed = plans.filter((plan) => {
    const read = readReply(JSON.stringify(envelope(onWire(plan))))
    return (
      read.kind !== 'reply' ||
      JSON.stringify(normalPlan(read.reply.plans[0] as Plan)) !== JSON.stringify(normalPlan(plan))
    )
  })
  expect(changed.map((plan) => JSON.stringify(plan))).toEqual([])
})

/** A strict server wants what may be left out as null. */
const onWire = (plan: Plan): unknown =>
  JSON.parse(JSON.stringify(plan), (_, value) =>
    value?.kind === 'segment' && 'not' in value && !('on' in value)
      ? {
          kind: 'segment',
          segment: value.segment,
          percent: value.percent,
          category: value.category,
          on: null,
          not: value.not,
        }
      : value,
  )

test('every example of the prompt is an answer of that form, and its plans pass the check', () => {
  const text = readFileSync(new URL('../../../../prompts/plan-examples.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/^Question: (.+)\n(?:Before: (.+)\n)?Answer: (.+)$/gm)]
  expect(examples.length).toBeGreaterThan(14)
  const faults = examples.flatMap(([, question, before, answer]) => {
    const parsed = replySchema.safeParse(JSON.parse(answer ?? ''))
    if (!parsed.success) return [`${question}: ${parsed.error.message}`]
    const plans = [...parsed.data.plans, ...(before ? [JSON.parse(before)] : [])]
    return plans.flatMap((plan) => {
      const result = check(plan, checkContext(administrator, sample.asking))
      // Nobody scored the sample; who moved between segments is known from scoring on.
      const issues = result.ok ? [] : result.issues.filter(({ code }) => code !== 'no_history')
      return issues.length === 0 ? [] : [`${question}: ${issues.map(say).join(' ')}`]
    })
  })
  expect(faults).toEqual([])
})
