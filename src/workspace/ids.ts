import { randomBytes } from 'node:crypto'

/** Makes what Slack would number: message times and identifiers, each once. */
export interface Ids {
  /** A message's `ts`: seconds with six decimals, later than every earlier one. */
  ts(): string
  /** `Ev0K3XQ9…`: never one that an earlier workspace gave, because the app remembers what it has answered. */
  next(prefix: string): string
}

export function openIds(now: () => Date): Ids {
  let lastMicros = 0
  let count = 0
  const run = randomBytes(5).toString('hex').toUpperCase()
  return {
    ts() {
      lastMicros = Math.max(now().getTime() * 1000, lastMicros + 100)
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`
    },
    next: (prefix) => `${prefix}${run}${(++count).toString(36).toUpperCase().padStart(4, '0')}`,
  }
}
