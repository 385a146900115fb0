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
