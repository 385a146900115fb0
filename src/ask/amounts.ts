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

/** An estimate as it is meant, with its range: "about 2.7 (1–5)", "about $1,235 ($310–$2,900)". */
export function writeRanged(
  value: number,
  ends: readonly [low: number, high: number],
  currency: string | null,
): string {
  const write = (amount: number) =>
    currency === null ? writeNumber(rounded(amount)) : writeMoney(Math.round(amount), currency, true)
  return `about ${write(value)} (${ends.map(write).join('–')})`
}

/** No finer than an estimate is worth: a decimal below ten. */
const rounded = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
