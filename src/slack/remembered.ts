/** Asks at most once in `forMs` for each key; what failed is asked again. */
export function remembered<T>(
  forMs: number,
  now: () => Date,
  find: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>()
  return (key) => {
    const moment = now().getTime()
    const entry = known.get(key)
    if (entry && entry.until > moment) return entry.value
    const value = find(key)
    known.delete(key)
    known.set(key, { until: moment + forMs, value })
    value.catch(() => known.delete(key))
    const oldest = known.size > 5_000 ? known.keys().next().value : undefined
    if (oldest !== undefined) known.delete(oldest)
    return value
  }
}
