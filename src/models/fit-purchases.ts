import { type CountedHistory, countedCustomers, historyFault } from './histories.ts'
import { likelihoodOf } from './likelihood.ts'
import { minimize } from './minimize.ts'
import type { PurchaseModel, PurchaseParameters } from './purchases.ts'

export interface PurchaseFit {
  readonly model: PurchaseModel
  readonly parameters: PurchaseParameters
  /** Without the prior's share. */
  readonly logLikelihood: number
  readonly customers: number
  readonly converged: boolean
}

/**
 * A weak belief about the logarithms of r, α, a, b: normal around ln 1, ln 10, ln 1, ln 3 with spread 2.5.
 *
 * Bare maximum likelihood runs off on real shops: where hardly anybody leaves, b grows without end and everybody buys
 * for ever. Where there is enough history the prior moves the estimates by less than one percent.
 */
const prior = { centres: [1, 10, 1, 3].map(Math.log), spread: 2.5 } as const

/** Parameters stay within e⁻¹⁰ … e¹⁰. */
const bound = 10

/** Whether a parameter stands at the end of what is looked at, where it means that there was no end. */
export const atBound = (p: PurchaseParameters): boolean =>
  [p.r, p.alpha, p.a, p.b].some((value) => !(Math.abs(Math.log(value)) < bound - 0.1))

/**
 * The parameters that make these histories likeliest; `withPrior` false only to compare with published estimates.
 *
 * A history that no customer can have is the caller's mistake, and thrown.
 */
export function fitPurchases(
  model: PurchaseModel,
  histories: readonly CountedHistory[],
  { withPrior }: { readonly withPrior: boolean },
): PurchaseFit {
  refuseFaults(histories)
  const likelihood = likelihoodOf(model, histories)
  const badness = (logs: readonly number[]) =>
    logs.some((log) => Math.abs(log) > bound)
      ? Number.POSITIVE_INFINITY
      : (withPrior ? disbelief(logs) : 0) - likelihood(parametersOf(logs))
  const found = minimize(badness, prior.centres)
  const parameters = parametersOf(found.at)
  return {
    model,
    parameters,
    logLikelihood: likelihood(parameters),
    customers: countedCustomers(histories),
    converged: found.converged,
  }
}

function refuseFaults(histories: readonly CountedHistory[]): void {
  for (const history of histories) {
    const fault = historyFault(history)
    if (fault !== null) throw new Error(`a history to fit is none: ${fault} (${JSON.stringify(history)})`)
  }
}

const disbelief = (logs: readonly number[]): number =>
  logs.reduce((sum, log, at) => sum + ((log - (prior.centres[at] ?? 0)) / prior.spread) ** 2 / 2, 0)

function parametersOf(logs: readonly number[]): PurchaseParameters {
  const [r = 1, alpha = 1, a = 1, b = 1] = logs.map(Math.exp)
  return { r, alpha, a, b }
}
