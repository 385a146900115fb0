/** Lanczos' coefficients for g = 7, n = 9 (Godfrey 2001): about 15 digits for every positive argument. */
const lanczos = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const

const halfLogTwoPi = 0.918_938_533_204_672_7

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const shifted = x - 1
  let sum = 0.999_999_999_999_809_93
  for (let at = 0; at < lanczos.length; at++) sum += (lanczos[at] ?? 0) / (shifted + at + 1)
  const base = shifted + 7.5
  return halfLogTwoPi + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** ln Γ(x + n) − ln Γ(x). */
export const lnRising = (x: number, n: number): number => lnGamma(x + n) - lnGamma(x)

/** ln B(a, b). */
export const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b)

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

/**
 * The regularised incomplete beta function Iᵤ(a, b) = P(Beta(a, b) ≤ u) divided by its front factor
 * uᵃ(1 − u)ᵇ ÷ B(a, b), by the continued fraction of Abramowitz and Stegun 26.5.8, evaluated after Lentz.
 *
 * It converges within some √max(a, b) steps where u ≤ (a + 1) ÷ (a + b + 2); beyond that take 1 − I₁₋ᵤ(b, a).
 */
export function incompleteBetaFraction(a: number, b: number, u: number): number {
  let denominator = 1 / (1 - ((a + b) * u) / (a + 1))
  let ratio = 1
  let value = denominator
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * u) / ((a + 2 * m - 1) * (a + 2 * m))
    denominator = 1 / away(1 + even * denominator)
    ratio = away(1 + even / ratio)
    value *= denominator * ratio
    const odd = (-(a + m) * (a + b + m) * u) / ((a + 2 * m) * (a + 2 * m + 1))
    denominator = 1 / away(1 + odd * denominator)
    ratio = away(1 + odd / ratio)
    value *= denominator * ratio
    if (Math.abs(denominator * ratio - 1) < 1e-10) break
  }
  return value / a
}

/** Lentz' fraction may not divide by nothing. */
const away = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x)
