import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { one } from './meanings.ts'

const wrong: Readonly<Record<string, string>> = { email: 'customer.wrong_email', phone: 'customer.wrong_phone' }

/** How good the data about customers is, and whose address or number is of no use. */
export function addDataQuality(grammar: Grammar): void {
  const measure = { kind: 'aggregate', aggregate: 'average', field: 'customer.completeness' } as const
  const what = 'our|the|my|your? customer? data|database|records|profiles'
  grammar.rule(
    'measure',
    [
      'customer? data quality score|rating|level?',
      `quality|completeness of ${what}`,
      'data|profile|record? completeness score?',
    ],
    () => measure,
    -0.4,
  )
  grammar.rule(
    'item',
    [
      `how good|complete|clean|reliable|healthy is|are ${what}`,
      `how is|are ${what} doing`,
      `what is the? quality|state|completeness of ${what}`,
    ],
    () => ({ kind: 'several', items: [{ kind: 'measure', measure }] }),
    -0.6,
  )
  const bad = 'wrong|invalid|bad|incorrect|broken|faulty|unusable|malformed|bouncing|bounced|mistyped'
  grammar.rule(
    'cond',
    [
      `with|have|has|having|got|whose? a|an|the|their? ${bad} <detail> on|in? file|record?`,
      `whose? <detail> is|are|was|were ${bad}`,
      'whose? <detail> bounces|bounce|bounced',
      'whose? <detail> does|do|did not work',
    ],
    ({ detail }) => (wrong[detail] === undefined ? null : one(field(wrong[detail], 'is', [true]))),
    -0.3,
  )
}
