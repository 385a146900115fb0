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

/** ln of the likelihood of one customer's mean value (note 025). */
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

/** The mean purchase value of all customers (note 025); not finite where q ≤ 1. */
export const populationValue = ({ p, q, gamma }: ValueParameters): number =>
  q > 1 ? (p * gamma) / (q - 1) : Number.POSITIVE_INFINITY

/**
 * The mean value expected of this customer's next purchases (note 025, equation 5): her own mean, drawn towards that of
 * all customers the more the fewer purchases it is of; without a repeat purchase, that of all customers.
 */
export function expectedValue(parameters: ValueParameters, history: ValueHistory | null): number {
  const everybody = populationValue(parameters)
  if (history === null) return everybody
  const { p, q } = parameters
  const own = (p * history.purchases) / (p * history.purchases + q - 1)
  return own * history.meanValue + (1 - own) * everybody
}
