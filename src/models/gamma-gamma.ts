import { minimize } from './minimize.ts'
import { lnGamma } from './special.ts'

/** A customer's purchases and their mean value; for the fit, of the repeat purchases alone. */
export interface ValueHistory {
  /** x: how many purchases the mean is of, from 1 on. */
  readonly purchases: number
  /** m: their mean, in the shop's currency, above 0. */
  readonly meanValue: number
}

/** Purchase values are Gamma(p, ν), ν spread over customers as Gamma(q, γ) (Fader, Hardie 2013, note 025). */
export interface ValueParameters {
  readonly p: number
  readonly q: number
  /** In the shop's currency. */
  readonly gamma: number
}

export interface ValueFit {
  readonly parameters: ValueParameters
  readonly logLikelihood: number
  readonly customers: number
  readonly converged: boolean
}

export function lnValueLikelihood(
  { p, q, gamma }: ValueParameters,
  { purchases: x, meanValue: m }: ValueHistory,
): number {
  return (
    lnGamma(p * x + q) -
    lnGamma(p * x) -
    lnGamma(q) +
    q * Math.log(gamma) +
    (p * x - 1) * Math.log(m) +
    p * x * Math.log(x) -
    (p * x + q) * Math.log(gamma + x * m)
  )
}

/** The mean purchase value of all customers; not finite where q ≤ 1. */
export const populationValue = ({ p, q, gamma }: ValueParameters): number =>
  q > 1 ? (p * gamma) / (q - 1) : Number.POSITIVE_INFINITY

/** The mean value expected of this customer's next purchases; without a repeat purchase, that of all customers. */
export function expectedValue(parameters: ValueParameters, history: ValueHistory | null): number {
  const everybody = populationValue(parameters)
  if (history === null) return everybody
  const { p, q } = parameters
  const own = (p * history.purchases) / (p * history.purchases + q - 1)
  return own * history.meanValue + (1 - own) * everybody
}

const bound = 10
/** Around ln 6, ln 4 and the logarithm of the shop's own mean value. */
const spread = 2.5

/** The parameters that make these values likeliest. `withPrior` false only to compare with published estimates. */
export function fitValues(
  histories: readonly ValueHistory[],
  { withPrior }: { readonly withPrior: boolean },
): ValueFit {
  const typical = histories.reduce((sum, { meanValue }) => sum + meanValue, 0) / Math.max(histories.length, 1) || 1
  const centres = [Math.log(6), Math.log(4), Math.log(typical)] as const
  const total = (parameters: ValueParameters) =>
    histories.reduce((sum, history) => sum + lnValueLikelihood(parameters, history), 0)
  const badness = (logs: readonly number[]) => {
    const parameters = parametersOf(logs)
    const outside = logs.some((log, at) => Math.abs(log - (at === 2 ? centres[2] : 0)) > bound)
    // Without q > 1 no mean exists.
    if (outside || parameters.q <= 1) return Number.POSITIVE_INFINITY
    const disbelief = logs.reduce((sum, log, at) => sum + ((log - (centres[at] ?? 0)) / spread) ** 2 / 2, 0)
    return (withPrior ? disbelief : 0) - total(parameters)
  }
  const found = minimize(badness, centres)
  const parameters = parametersOf(found.at)
  return { parameters, logLikelihood: total(parameters), customers: histories.length, converged: found.converged }
}

function parametersOf(logs: readonly number[]): ValueParameters {
  const [p = 1, q = 1, gamma = 1] = logs.map(Math.exp)
  return { p, q, gamma }
}
