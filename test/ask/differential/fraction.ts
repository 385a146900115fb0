/** An exact rational number: the interpreter's only kind of number, so that no sum or quotient is ever rounded. */
export interface Fraction {
  readonly top: bigint
  /** Positive; the fraction is in lowest terms. */
  readonly bottom: bigint
}

export const zero: Fraction = { top: 0n, bottom: 1n }
export const one: Fraction = { top: 1n, bottom: 1n }

export function fraction(top: bigint | number, bottom: bigint | number = 1n): Fraction {
  const [numerator, denominator] = [BigInt(top), BigInt(bottom)]
  const sign = denominator < 0n ? -1n : 1n
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator * sign)
  return { top: (numerator * sign) / divisor, bottom: (denominator * sign) / divisor }
}

/** The number as it is written: '12.50' or 12.5 is 25/2. */
export function written(text: string | number): Fraction {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(text))
  if (!parts) throw new Error(`Not a number: ${text}`)
  const [, sign, whole = '', decimals = '', exponent = '0'] = parts
  const power = Number(exponent) - decimals.length
  const digits = BigInt(`${sign}${whole}${decimals}`)
  return power < 0 ? fraction(digits, 10n ** BigInt(-power)) : fraction(digits * 10n ** BigInt(power))
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
export const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.top * b.top, a.bottom * b.bottom)

/** Null where the divisor is 0. */
export const over = (a: Fraction, b: Fraction): Fraction | null =>
  b.top === 0n ? null : fraction(a.top * b.bottom, a.bottom * b.top)

export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const [left, right] = [a.top * b.bottom, b.top * a.bottom]
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Whether the number can be written with finitely many decimals, as PostgreSQL keeps it. */
export function isDecimal({ bottom }: Fraction): boolean {
  let rest = bottom
  for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime
  return rest === 1n
}

let doubts = 0
/** How many comparisons so far hang on digits that PostgreSQL's quotients do not have: a third of three against one. */
export const doubtsSoFar = (): number => doubts

/** `compare` where something depends on it: which rows are kept, who is among the first. */
export function weigh(a: Fraction, b: Fraction): -1 | 0 | 1 {
  if (isInDoubt(a, b)) doubts++
  return compare(a, b)
}

export function isInDoubt(a: Fraction, b: Fraction): boolean {
  if (isDecimal(a) && isDecimal(b)) return false
  const [left, right] = [approximately(a), approximately(b)]
  return Math.abs(left - right) <= 1e-12 * Math.max(1e-6, Math.abs(left), Math.abs(right))
}

export function doubt(): void {
  doubts++
}

export const total = (list: readonly Fraction[]): Fraction => list.reduce(plus, zero)

/** The least whole number that is not smaller. */
export function ceiling({ top, bottom }: Fraction): number {
  const whole = top / bottom
  return Number(top > whole * bottom ? whole + 1n : whole)
}

export function approximately({ top, bottom }: Fraction): number {
  const [whole, rest] = [top / bottom, top % bottom]
  return Number(whole) + Number((rest * 10n ** 24n) / bottom) / 1e24
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}
