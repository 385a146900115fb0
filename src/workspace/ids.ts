/** Makes what Slack would number: message times and identifiers, each once. */
export interface Ids {
  /** A message's `ts`: seconds with six decimals, later than every earlier one. */
  ts(): string
  /** `Ev00000001`, `V00000002` … */
  next(prefix: string): string
}

export function openIds(now: () => Date): Ids {
  let lastMicros = 0
  let count = 0
  return {
    ts() {
      lastMicros = Math.max(now().getTime() * 1000, lastMicros + 100)
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`
    },
    next: (prefix) => `${prefix}${(++count).toString(36).toUpperCase().padStart(8, '0')}`,
  }
}
