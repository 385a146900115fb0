import type { Entry } from './reasons.ts'
import { rank } from './reasons.ts'

/** The day's list of one colleague, and who is left over. */
export interface Ranked {
  readonly named: readonly Entry[]
  /** Who would be on it and is left out at random. */
  readonly heldOut: readonly Entry[]
  /** How many more there would be today. */
  readonly more: number
}

/** By class, then the value at stake, then the longest waiting; the customer's number decides what is left. */
export function byImportance(one: Entry, other: Entry): number {
  const [a] = one.reasons
  const [b] = other.reasons
  return (
    rank(a) - rank(b) ||
    other.atStake - one.atStake ||
    (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) ||
    one.customerId - other.customerId
  )
}

/**
 * The first `most`, no more than half of them for one rule. Promises and service cases are not limited: there may be more
 * of them than `most`, and they are all named.
 *
 * Customers of the hold-out who would have been named are counted on the way, so that the two arms differ by chance alone.
 */
export function ranked(entries: readonly Entry[], most: number): Ranked {
  const named: Entry[] = []
  const heldOut: Entry[] = []
  const perRule = new Map<string, number>()
  for (const entry of entries.toSorted(byImportance)) {
    const [{ class: kind, rule, arm }] = entry.reasons
    const pressing = kind === 'promise' || kind === 'service'
    const sameRule = perRule.get(rule) ?? 0
    if (!pressing && (named.length >= most || sameRule >= Math.ceil(most / 2))) continue
    if (arm === 'holdout') heldOut.push(entry)
    else {
      perRule.set(rule, sameRule + 1)
      named.push(entry)
    }
  }
  const free = entries.filter(({ reasons: [first] }) => first.arm === 'contact')
  return { named, heldOut, more: free.length - named.length }
}
