/** Days and hours in a time zone, by the platform's own time zone data. */

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(zone: string, at: string | number): Readonly<Record<string, string>> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
  formats.set(zone, format)
  return Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
}

export function dayIn(zone: string, at: string): string {
  const { year, month, day } = partsIn(zone, at)
  return `${year}-${month}-${day}`
}

export const hourIn = (zone: string, at: string): number => Number(partsIn(zone, at).hour)

/** A moment whose clock in the zone shows that time; where the clock skips it, an hour off. */
export function momentAt(zone: string, day: string, hour: number, minute: number, second: number): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000
  const offsetAt = (at: number): number => {
    const { year, month, day: date, hour: hours, minute: minutes, second: seconds } = partsIn(zone, at)
    return Date.parse(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}Z`) - at
  }
  const guess = asUtc - offsetAt(asUtc)
  return new Date(asUtc - offsetAt(guess))
}

/** Days on which the clocks change, of recent years. */
export const clockChanges: Readonly<Record<string, readonly string[]>> = {
  'America/Chicago': ['2024-03-10', '2024-11-03', '2025-03-09', '2025-11-02', '2026-03-08', '2026-11-01'],
  'Europe/London': ['2024-03-31', '2024-10-27', '2025-03-30', '2025-10-26', '2026-03-29', '2026-10-25'],
  'Pacific/Auckland': ['2024-04-07', '2024-09-29', '2025-04-06', '2025-09-28', '2026-04-05', '2026-09-27'],
  UTC: ['2024-02-29', '2024-12-31'],
}
