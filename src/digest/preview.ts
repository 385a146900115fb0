import type { TreatmentRule } from '../treatments/rules.ts'
import { candidates } from './candidates.ts'
import type { DigestContext } from './context.ts'
import { sentenceOf } from './reasons.ts'

/** Whom one rule would name today if no other reason counted. */
export interface RulePreview {
  /** In the order of their numbers, each with the reason as it would be read. */
  readonly named: readonly { readonly ref: string; readonly name: string; readonly sentence: string }[]
  /** How many more are left out at random, to measure the effect. */
  readonly heldOut: number
}

/** Also of a rule that is off, or that only says something along with others. */
export async function previewRule(rule: TreatmentRule, context: DigestContext): Promise<RulePreview> {
  const all = await candidates([{ ...rule, active: true }], 100_000, context, { alone: true })
  const byCustomer = new Map(all.map((each) => [each.customerId, each]))
  const found = [...byCustomer.values()]
  return {
    named: found
      .filter(({ arm }) => arm === 'contact')
      .map(({ ref, name, facts }) => ({ ref, name, sentence: sentenceOf(rule, facts, context) })),
    heldOut: found.filter(({ arm }) => arm === 'holdout').length,
  }
}

export const previewCount = ({ named }: RulePreview): string =>
  named.length === 1 ? 'one customer' : `${named.length.toLocaleString('en-US')} customers`

/** A sentence, or nothing. */
export const leftOut = ({ heldOut }: RulePreview): string =>
  heldOut === 0
    ? ''
    : ` ${heldOut === 1 ? 'One more is' : `${heldOut.toLocaleString('en-US')} more are`} left out at random, to measure what contacting brings.`
