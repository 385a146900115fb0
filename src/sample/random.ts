/**
 * The state of one stream of pseudo-random numbers (the generator sfc32).
 *
 * A stream belongs to a seed, an index and a topic, so that what customer 700 bought can be drawn without drawing what
 * the 699 before bought: the sample shop is made customer by customer, in any order, and never held in memory.
 */
export interface Random {
  a: number
  b: number
  c: number
  d: number
}

/** A stream of its own for each seed, index and topic; the same three give the same numbers for ever. */
export function randomStream(seed: number, index: number, topic: number): Random {
  const random = {
    a: scramble(seed ^ 0x9e3779b9),
    b: scramble(index + 0x85ebca6b),
    c: scramble(topic ^ 0xc2b2ae35),
    d: 1,
  }
  for (let round = 0; round < 12; round += 1) uniform(random)
  return random
}

function scramble(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}

/** A number from 0 up to, never reaching, 1. */
export function uniform(random: Random): number {
  const sum = (random.a + random.b + random.d) | 0
  random.d = (random.d + 1) | 0
  random.a = random.b ^ (random.b >>> 9)
  random.b = (random.c + (random.c << 3)) | 0
  random.c = (((random.c << 21) | (random.c >>> 11)) + sum) | 0
  return (sum >>> 0) / 4294967296
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return uniform(random) < probability
}

/** A whole number from 0 up to, never reaching, `limit`. */
export function below(random: Random, limit: number): number {
  return Math.floor(uniform(random) * limit)
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + below(random, high - low + 1)
}

/** One element of a list that has some. */
export function pick<T>(random: Random, list: readonly T[]): T {
  // The index is inside the list by construction, and the lists of the sample are never empty.
  return list[below(random, list.length)] as T
}

/** An index into `weights`, likelier the heavier its weight; weights need not add up to 1. */
export function pickWeighted(random: Random, weights: ArrayLike<number>): number {
  let total = 0
  for (let index = 0; index < weights.length; index += 1) total += weights[index] ?? 0
  let left = uniform(random) * total
  for (let index = 0; index < weights.length; index += 1) {
    left -= weights[index] ?? 0
    if (left < 0) return index
  }
  return weights.length - 1
}

/** A draw from the standard normal distribution. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - uniform(random))) * Math.cos(2 * Math.PI * uniform(random))
}

/** A draw from the exponential distribution with mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - uniform(random))
}

/** A draw from the gamma distribution with the given shape and scale 1 (Marsaglia and Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - uniform(random)) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - uniform(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A draw from the beta distribution. */
export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a)
  return x / (x + gamma(random, b))
}
