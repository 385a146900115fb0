/** Monday to Sunday, as a shop reads them. */
const short = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

const day = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\\.?|[1-7]'
const stretch = new RegExp(`^(${day})\\s*(?:-|–|—|to|through|until)\\s*(${day})$`, 'i')
const one = new RegExp(`^(?:${day})$`, 'i')
const whole: ReadonlyMap<string, readonly number[]> = new Map([
  ['every day', [1, 2, 3, 4, 5, 6, 7]],
  ['daily', [1, 2, 3, 4, 5, 6, 7]],
  ['weekdays', [1, 2, 3, 4, 5]],
  ['weekends', [6, 7]],
  ['the weekend', [6, 7]],
])

/**
 * Days of a week, 1 Monday to 7 Sunday, in their order; null when it is not days of a week.
 *
 *     weekdaysOf('Mon–Fri, Sun') // [1, 2, 3, 4, 5, 7]
 *     weekdaysOf('1,2,3')        // [1, 2, 3]
 */
export function weekdaysOf(text: string): readonly number[] | null {
  const said = text.trim().replace(/\s+/g, ' ').toLowerCase()
  const known = whole.get(said)
  if (known) return known
  const parts = said.split(/\s*(?:,|;|&|\band\b)\s*/).filter((part) => part !== '')
  const days = parts.map(partOf)
  if (parts.length === 0 || days.includes(null)) return null
  return [...new Set(days.flatMap((each) => each ?? []))].toSorted((a, b) => a - b)
}

/** “Sat–Tue” goes over the end of the week. */
function partOf(part: string): readonly number[] | null {
  if (one.test(part)) return [numberOf(part)]
  const [, first, last] = stretch.exec(part) ?? []
  if (first === undefined || last === undefined) return null
  const [from, to] = [numberOf(first), numberOf(last)]
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, at) => ((from - 1 + at) % 7) + 1)
}

const numberOf = (said: string): number =>
  /^\d$/.test(said)
    ? Number(said)
    : short.findIndex((name) => said.slice(0, 3).toLowerCase() === name.toLowerCase()) + 1

/**
 * Three days or more in a row as a stretch.
 *
 *     weekdaysText([1, 2, 3, 4, 5, 7]) // 'Mon–Fri, Sun'
 */
export function weekdaysText(days: readonly number[]): string {
  if (days.length === 7) return 'every day'
  const runs: number[][] = []
  for (const each of days) {
    const run = runs.at(-1)
    if (run?.at(-1) === each - 1) run.push(each)
    else runs.push([each])
  }
  const name = (each: number | undefined): string => short[(each ?? 1) - 1] ?? ''
  return runs.flatMap((run) => (run.length >= 3 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name))).join(', ')
}
