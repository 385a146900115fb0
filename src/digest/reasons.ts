import { z } from 'zod'
import { writeMoney, writePercent } from '../ask/amounts.ts'
import { daysBetween } from '../ask/days.ts'
import { writeDay } from '../ask/period-text.ts'
import type { TreatmentRule } from '../treatments/rules.ts'
import { type ReasonClass, reasonClasses, type Wording } from '../treatments/trigger.ts'
import type { Candidate, Channel } from './candidates.ts'
import type { DigestContext } from './context.ts'

/** One reason as it is read. */
export interface Reason {
  readonly rule: string
  readonly class: ReasonClass
  readonly label: string
  readonly occasion: string
  readonly dueOn: string
  readonly sentence: string
  /** Whether this customer is left out for this rule, so that the effect of contacting can be measured. */
  readonly arm: 'contact' | 'holdout'
  /** The facts in it, as an opening line may say them. */
  readonly facts: Readonly<Record<string, string>>
}

/**
 * A customer with every reason to contact them, the most pressing first; always at least one that is no companion. Reasons
 * of the hold-out arm are there only where there is no other: then the customer is counted, and not named.
 */
export interface Entry {
  readonly customerId: number
  readonly ref: string
  readonly name: string
  readonly givenName: string | null
  readonly language: string | null
  readonly recipient: number | null
  readonly storeId: number | null
  readonly channels: readonly Channel[]
  readonly atStake: number
  readonly reasons: readonly [Reason, ...Reason[]]
}

const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** One entry for each customer: their reasons merged, each in a sentence with its evidence. */
export function merged(
  candidates: readonly Candidate[],
  rules: readonly TreatmentRule[],
  context: DigestContext,
): readonly Entry[] {
  const wording = wordingOf(context)
  const byCode = new Map(rules.map((rule) => [rule.code, rule]))
  const byCustomer = new Map<number, Candidate[]>()
  for (const candidate of candidates)
    byCustomer.set(candidate.customerId, [...(byCustomer.get(candidate.customerId) ?? []), candidate])
  return [...byCustomer.values()].flatMap((group): readonly Entry[] => {
    const every = toldOnce(group)
      .flatMap((candidate) => reasonOf(candidate, byCode.get(candidate.rule), wording))
      .toSorted(
        (one, other) => rank(one) - rank(other) || compare(one.dueOn, other.dueOn) || compare(one.rule, other.rule),
      )
    const free = every.filter(({ arm }) => arm === 'contact')
    const reasons = free.some((reason) => reason.class !== 'companion') ? free : every
    const [first, ...rest] = reasons
    const [any] = group
    if (!first || !any || first.class === 'companion') return []
    const { customerId, ref, name, givenName, language, storeId, channels } = any
    const { recipient, atStake } =
      group.find(({ rule, occasion }) => rule === first.rule && occasion === first.occasion) ?? any
    return [
      { customerId, ref, name, givenName, language, recipient, storeId, channels, atStake, reasons: [first, ...rest] },
    ]
  })
}

/** Rules whose sentence tells what the customer spent, the more telling first. */
const tellsSpend = [
  'lapsing_top_customer',
  'new_champion',
  'first_purchase_thanks',
  'connector_nurture',
  'never_contacted_top',
]

/** What they spent is told once; that a top customer was never contacted has nothing more to say then. */
function toldOnce(group: readonly Candidate[]): readonly Candidate[] {
  const free = group.filter(({ arm }) => arm === 'contact')
  const said = free.length > 0 ? free : group
  const told = tellsSpend.find((rule) => said.some((candidate) => candidate.rule === rule))
  return group
    .filter(({ rule, arm }) => rule !== 'never_contacted_top' || rule === told || arm === 'holdout')
    .map((candidate) =>
      candidate.rule === 'connector_nurture' && told !== candidate.rule ? spendUnsaid(candidate) : candidate,
    )
}

const spendUnsaid = (candidate: Candidate): Candidate => ({
  ...candidate,
  facts: { ...factsSchema.parse(candidate.facts), spend: null },
})

export const rank = (reason: Reason): number => reasonClasses.indexOf(reason.class)
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function reasonOf(candidate: Candidate, rule: TreatmentRule | undefined, wording: Wording): readonly Reason[] {
  if (!rule) return []
  const facts = factsSchema.parse(candidate.facts)
  const { trigger, label, code } = rule
  const known = Object.entries(facts).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)] as const]))
  return [
    {
      rule: code,
      class: trigger.class,
      label,
      occasion: candidate.occasion,
      arm: candidate.arm,
      dueOn: candidate.dueOn,
      sentence: trigger.sentence(facts, wording),
      facts: Object.fromEntries(known),
    },
  ]
}

/** What a rule says of somebody, as it is read in a digest. */
export const sentenceOf = ({ trigger }: TreatmentRule, facts: unknown, context: DigestContext): string =>
  trigger.sentence(factsSchema.parse(facts), wordingOf(context))

/** Days without the year where it is this one. */
export function wordingOf({ settings, today }: DigestContext): Wording {
  const thisYear = `, ${today.slice(0, 4)}`
  return {
    money: (amount) => writeMoney(amount, settings.currency),
    percent: (share) => writePercent(Math.round(share * 100) / 100),
    day: (day) => writeDay(day).replace(thisYear, ''),
    daysSince: (day) => daysBetween(day, today),
  }
}
