/** Random choices that a seed repeats: the same seed makes the same shops and the same plans on every machine. */
export interface Random {
  /** A fraction from 0 up to but not including 1. */
  next(): number
  /** A whole number from the first to the last, both included. */
  int(first: number, last: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Up to `count` different ones, in random order. */
  some<T>(list: readonly T[], count: number): T[]
  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  /** Mulberry32. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return choicesFrom(next)
}

function choicesFrom(next: () => number): Random {
  const int = (first: number, last: number): number => first + Math.floor(next() * (last - first + 1))
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[int(0, list.length - 1)]
    if (picked === undefined) throw new Error('There is nothing to pick from')
    return picked
  }
  const some = <T>(list: readonly T[], count: number): T[] => {
    const left = [...list]
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(int(0, left.length - 1), 1)).flat()
  }
  const weighted = <T>(choices: readonly (readonly [number, T])[]): T => {
    let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, choice] of choices) {
      left -= weight
      if (left < 0) return choice
    }
    throw new Error('There is nothing to choose from')
  }
  return { next, int, pick, some, weighted, chance: (probability) => next() < probability }
}
