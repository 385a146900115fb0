import { longest, phrases } from '../phrases.ts'
import type { Word } from '../word.ts'
import { readBases, soFarPeriod } from './base.ts'
import { listsAt } from './lists.ts'
import { rangesAt } from './ranges.ts'
import type { Base, Joined, Source, TimeContext } from './source.ts'

/**
 * The question, ready to be read from any of its words; nothing in it is read twice, and nothing at words that
 * `mayBegin` says no phrase of time begins with.
 */
export function openSource(words: readonly Word[], context: TimeContext, mayBegin: (lower: string) => boolean): Source {
  const begins = (at: number) => mayBegin(words[at]?.lower ?? '')
  const source: Source = {
    ...context,
    words,
    basesAt: remembered((at) => (begins(at) ? readBases(source, at) : [])),
    stretchesAt: remembered((at) => (begins(at) ? readStretches(source, at) : [])),
  }
  return source
}

/** "The year before" looks at the stretches before it: what is still being read is not yet one of them. */
function remembered<Value>(read: (at: number) => readonly Value[]): (at: number) => readonly Value[] {
  const known = new Map<number, readonly Value[]>()
  return (at) => {
    const before = known.get(at)
    if (before !== undefined) return before
    known.set(at, [])
    const found = read(at)
    known.set(at, found)
    return found
  }
}

function readStretches(source: Source, at: number): Joined[] {
  const opening = longest(openings, source.words, at)
  return [
    ...source.basesAt(at).map(alone),
    ...rangesAt(source, at),
    ...listsAt(source, at),
    ...earlierIn(source, at),
    ...(opening === null ? [] : source.stretchesAt(opening.end)),
  ]
}

/** Words for what follows that add nothing to it. */
const openings = phrases<true>([
  ['the months of|the years|years|the quarters|the period|the days|the weeks of|the period of', true],
])

/** A stretch by itself. */
export function alone(base: Base): Joined {
  const { end, period, score, anchored, ahead, parts } = base
  return { end, periods: [period], score, anchored, ahead, parts, ends: null }
}

export const earlierWords = phrases<true>([
  ['so far|so far in|so far during|so far for|so far into|thus far|thus far in|earlier|earlier in|to date in', true],
])

/** "so far this year", "earlier this month", "so far in 2026". */
function earlierIn(source: Source, at: number): Joined[] {
  const start = longest(earlierWords, source.words, at)
  if (start === null) return []
  return source.basesAt(start.end).flatMap((base) => {
    const period = soFarPeriod(source, base.period, 'so far')
    return period === null ? [] : [{ ...alone(base), periods: [period] as const, ahead: null }]
  })
}
