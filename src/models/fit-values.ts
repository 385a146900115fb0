import type { ValueHistory, ValueParameters } from './gamma-gamma.ts'
import { minimize } from './minimize.ts'
import { lnGamma } from './special.ts'

export interface ValueFit {
  readonly parameters: ValueParameters
  /** Without the prior's share. */
  readonly logLikelihood: number
  readonly customers: number
  readonly converged: boolean
  /** Whether a parameter stands at the end of what is looked at, where it means that there was no end. */
  readonly atBound: boolean
}

/** A weak belief as with the purchases: normal around ln 6, ln 4 and the logarithm of the shop's own mean value. */
const spread = 2.5

/** p and q stay within e⁻¹⁰ … e¹⁰, γ within as much around the mean value; and q above 1, without which no mean exists. */
const bound = 10

/** The parameters that make these values likeliest. `withPrior` false only to compare with published estimates. */
export function fitValues(
  histories: readonly ValueHistory[],
  { withPrior }: { readonly withPrior: boolean },
): ValueFit {
  const centres = [6, 4, typicalValue(histories)].map(Math.log)
  const total = valueLikelihoodOf(histories)
  const isBeyond = (logs: readonly number[], end: number) =>
    logs.some((log, at) => Math.abs(log - (at === 2 ? (centres[2] ?? 0) : 0)) > end)
  const badness = (logs: readonly number[]) => {
    const parameters = parametersOf(logs)
    if (isBeyond(logs, bound) || parameters.q <= 1) return Number.POSITIVE_INFINITY
    const disbelief = logs.reduce((sum, log, at) => sum + ((log - (centres[at] ?? 0)) / spread) ** 2 / 2, 0)
    return (withPrior ? disbelief : 0) - total(parameters)
  }
  const found = minimize(badness, centres)
  const parameters = parametersOf(found.at)
  return {
    parameters,
    logLikelihood: total(parameters),
    customers: histories.length,
    converged: found.converged,
    atBound: isBeyond(found.at, bound - 0.1) || parameters.q < 1.001,
  }
}

/** The mean of the customers' means; 1 where there is nobody. */
const typicalValue = (histories: readonly ValueHistory[]): number =>
  histories.reduce((sum, { meanValue }) => sum + meanValue, 0) / histories.length || 1

function parametersOf(logs: readonly number[]): ValueParameters {
  const [p = 1, q = 1, gamma = 1] = logs.map(Math.exp)
  return { p, q, gamma }
}

/**
 * ln of the likelihood of all these customers, as a function of the parameters: the sum of `lnValueLikelihood`.
 *
 * What depends on the number of purchases alone is taken once for each number, what is linear in a parameter is summed
 * beforehand, and a customer is left with one logarithm.
 */
function valueLikelihoodOf(histories: readonly ValueHistory[]): (parameters: ValueParameters) => number {
  const purchases = Float64Array.from(histories, (history) => history.purchases)
  const totals = Float64Array.from(histories, (history) => history.purchases * history.meanValue)
  const customersBy = countedBy(purchases)
  const lnValues = histories.reduce((sum, { meanValue }) => sum + Math.log(meanValue), 0)
  const weightedLnValues = histories.reduce((sum, history) => sum + history.purchases * Math.log(history.meanValue), 0)
  return ({ p, q, gamma }) => {
    let sum = p * weightedLnValues - lnValues + purchases.length * (q * Math.log(gamma) - lnGamma(q))
    for (const [x, customers] of customersBy)
      sum += customers * (lnGamma(p * x + q) - lnGamma(p * x) + p * x * Math.log(x))
    for (let at = 0; at < purchases.length; at++)
      sum -= (p * (purchases[at] as number) + q) * Math.log(gamma + (totals[at] as number))
    return sum
  }
}

function countedBy(purchases: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const x of purchases) counts.set(x, (counts.get(x) ?? 0) + 1)
  return counts
}
