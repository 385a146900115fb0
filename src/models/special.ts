/** Lanczos' coefficients for g = 7, n = 9 (Godfrey 2001): about 15 digits for every positive argument. */
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
  1.505_632_735_149_311_6e-7,
] as const

const halfLogTwoPi = 0.918_938_533_204_672_7

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const shifted = x - 1
  const sum = lanczos.reduce(
    (total, coefficient, at) => (at === 0 ? coefficient : total + coefficient / (shifted + at)),
    0,
  )
  const base = shifted + 7.5
  return halfLogTwoPi + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** ln Γ(x + n) − ln Γ(x). */
export const lnRising = (x: number, n: number): number => lnGamma(x + n) - lnGamma(x)

/** ln(eᵃ + eᵇ) without overflow. */
export function lnSum(a: number, b: number): number {
  const larger = Math.max(a, b)
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(Math.min(a, b) - larger))
}

const mostTerms = 100_000

/**
 * Gauss' ₂F₁(a, b; c; z) by its power series, for 0 ≤ z < 1 and c > 0.
 *
 * The series is enough because the models call it in the form in which the power of the number of purchases has been
 * cancelled (Euler's transformation), where a large c makes it converge at once.
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let n = 0; n < mostTerms; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    if (Math.abs(term) <= Math.abs(sum) * 1e-15) return sum
  }
  return sum
}
