/** "$1,830.50": the shop's currency, whole amounts without cents only where `rounded`. */
export function writeMoney(amount: number, currency: string, rounded = false): string {
  const digits = rounded && Number.isInteger(amount) ? 0 : 2
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount)
}

/** "1,234" or "12.3": thousands separated, at most two decimals. */
export function writeNumber(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)
}

/** "12.4 %", of a fraction. */
export function writePercent(fraction: number): string {
  return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(fraction * 100)} %`
}

/** An estimate as it is meant: "about 2.7", "about $1,235". */
export const writeEstimate = (value: number, currency: string | null): string => `about ${roughly(value, currency)}`

/** The same with its range: "about 2.7 (1–5)", "about $1,235 ($310–$2,900)". */
export const writeRanged = (
  value: number,
  ends: readonly [low: number, high: number],
  currency: string | null,
): string => `${writeEstimate(value, currency)} (${ends.map((end) => roughly(end, currency)).join('–')})`

/** No finer than an estimate is worth: a decimal below ten. */
function roughly(value: number, currency: string | null): string {
  if (currency !== null) return writeMoney(Math.round(value), currency, true)
  return writeNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
}
