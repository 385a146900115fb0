/**
 * The known name nearest to what was typed, or null when none is near enough to be meant.
 *
 * Distance is Damerau's (a swapped pair counts once), at most a third of the word, so that `setings` finds `settings`
 * and `weather` finds nothing.
 *
 *     nearest('timezone', ['time_zone', 'currency']) // 'time_zone'
 */
export function nearest(typed: string, known: readonly string[]): string | null {
  const wanted = typed.toLowerCase()
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  const ranked = known
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter((one) => one.distance <= limit || (wanted.length >= 3 && one.name.toLowerCase().startsWith(wanted)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return ranked[0]?.name ?? null
}

/** “Did you mean `x`?”, or the list of what is known when nothing is near. */
export function suggestion(typed: string, known: readonly string[], what: string): string {
  const name = nearest(typed, known)
  return name ? `Did you mean ${name}?` : `Known ${what}: ${known.join(', ')}.`
}

function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
