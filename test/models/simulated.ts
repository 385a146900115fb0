import type { ValueHistory, ValueParameters } from '../../src/models/gamma-gamma.ts'
import type { WatchedHistory } from '../../src/models/hold-out.ts'
import type { PurchaseModel, PurchaseParameters } from '../../src/models/purchases.ts'

/** Chance that is the same each time: mulberry32. */
export function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Customers who buy and leave just as the model has it, watched for `weeks` and then for `later` more. */
export function simulatedCustomers(
  model: PurchaseModel,
  parameters: PurchaseParameters,
  { customers, weeks, later, seed }: { customers: number; weeks: number; later: number; seed: number },
): readonly WatchedHistory[] {
  const chance = chanceFrom(seed)
  return Array.from({ length: customers }, () => {
    const ageWeeks = weeks * (0.5 + chance() / 2)
    const purchases = simulatedPurchases(model, parameters, ageWeeks + later, chance)
    const known = purchases.filter((at) => at <= ageWeeks)
    return {
      repeats: known.length,
      recencyWeeks: known.at(-1) ?? 0,
      ageWeeks,
      customers: 1,
      later: purchases.length - known.length,
    }
  })
}

/** When somebody buys again, in weeks since the first purchase. */
function simulatedPurchases(
  model: PurchaseModel,
  { r, alpha, a, b }: PurchaseParameters,
  weeks: number,
  chance: () => number,
): readonly number[] {
  const rate = gamma(r, chance) / alpha
  const leaves = beta(a, b, chance)
  const purchases: number[] = []
  let at = 0
  if (model === 'mbg' && chance() < leaves) return purchases
  for (;;) {
    at += -Math.log(1 - chance()) / rate
    if (at > weeks) return purchases
    purchases.push(at)
    if (chance() < leaves) return purchases
  }
}

/** Mean values of customers with one to eight purchases. */
export function simulatedValues(
  { p, q, gamma: scale }: ValueParameters,
  { customers, seed }: { customers: number; seed: number },
): readonly ValueHistory[] {
  const chance = chanceFrom(seed)
  return Array.from({ length: customers }, () => {
    const purchases = 1 + Math.floor(chance() * 8)
    const nu = gamma(q, chance) / scale
    return { purchases, meanValue: gamma(p * purchases, chance) / nu / purchases }
  })
}

/** Gamma(shape, 1) after Marsaglia and Tsang (2000). */
export function gamma(shape: number, chance: () => number): number {
  if (shape < 1) return gamma(shape + 1, chance) * (1 - chance()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(chance)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - chance()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

export function beta(a: number, b: number, chance: () => number): number {
  const one = gamma(a, chance)
  return one / (one + gamma(b, chance))
}

const normal = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
