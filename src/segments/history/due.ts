import { type Kysely, sql } from 'kysely'
import { addDays } from '../../ask/days.ts'
import type { Database, Day } from '../../db/schema.ts'
import { type LateFacts, lateFacts } from './late.ts'
import { type Recorded, recordedSegments, type Words } from './recorded.ts'
import { daysBack, daysFrom, mostAgain, type Step, stepsFor } from './steps.ts'

/** Segments whose history is brought up to date together, over the same days. */
export interface Part {
  readonly segments: readonly Recorded[]
  /** Ascending, the last one the day recorded up to. */
  readonly days: readonly Day[]
  /** From when on and how closely it is known, where it is made anew; null where earlier days stand. */
  readonly anew: { readonly from: Day; readonly dailyFrom: Day; readonly step: Step } | null
}

export interface Due {
  readonly parts: readonly Part[]
  /** From this day on late facts are noticed one day from another. */
  readonly from: Day
}

/** What is to be recorded up to `day`; nothing where a later day is recorded already. */
export async function whatIsDue(trx: Kysely<Database>, words: Words, day: Day): Promise<Due> {
  const rows = await trx.selectFrom('segment_histories').selectAll().orderBy('segment_id').execute()
  const held = new Map(rows.map((row) => [row.segment_id, row]))
  const segments = await recordedSegments(trx, words, day)
  const [shop, earliest] = [await sizeOf(trx, day), least(rows.map((row) => row.from_day)) ?? day]
  const from = least([earliest, shop.firstDay]) ?? day
  const valid = segments.filter(({ id, meaning }) => held.get(id)?.meaning === meaning)
  const until = least(valid.filter(isBackwards).map(({ id }) => held.get(id)?.until_day ?? day)) ?? day
  if (rows.some((row) => row.until_day > day)) return { parts: [], from }
  const late = valid.length > 0 ? await lateFacts(trx, from, until) : noneLate
  const again = firstAgain(late, until, day, shop.customers)
  const { days, ...known } = stepsFor(from, day, shop.customers, words.rules)
  const since = daysFrom(again, day)
  const reachesBack = from < earliest || isRewritten(late) || since.length > days.length
  const stands = ({ backwards, id, meaning }: Recorded) =>
    held.get(id)?.meaning === meaning && !(backwards && reachesBack)
  const [current, anew] = [segments.filter(stands), segments.filter((one) => !stands(one))]
  const today = { from: day, dailyFrom: day, step: 'day' } as const
  const parts: readonly Part[] = [
    { segments: current.filter(isBackwards), days: since, anew: null },
    { segments: anew.filter(isBackwards), days, anew: { from, ...known } },
    { segments: current.filter((one) => !one.backwards), days: [day], anew: null },
    { segments: anew.filter((one) => !one.backwards), days: [day], anew: today },
  ]
  return { parts: parts.filter((part) => part.segments.length > 0), from }
}

const noneLate: LateFacts = { changed: [], recorded: 0 }
const isBackwards = ({ backwards }: Recorded): boolean => backwards

function least(days: readonly Day[]): Day | null {
  return [...days].sort()[0] ?? null
}

/** So much of the past is another one, as after an import of old orders, that all of it is made anew. */
const isRewritten = ({ changed, recorded }: LateFacts): boolean => changed.length * 4 > recorded

/** The last day recorded, or the first that facts came late for, as far as a night reaches back. */
function firstAgain({ changed }: LateFacts, until: Day, day: Day, customers: number): Day {
  const reach = addDays(day, -Math.floor(mostAgain / Math.max(customers, 1)))
  return least([until, ...changed.filter((one) => one >= reach)]) ?? until
}

interface Size {
  readonly customers: number
  /** The day of the first order, at most so far back as a past is rebuilt. */
  readonly firstDay: Day
}

async function sizeOf(trx: Kysely<Database>, day: Day): Promise<Size> {
  const { rows } = await sql<{ customers: number; first: Day | null }>`
    select
      (select count(*)::int from customer_summaries) as customers,
      (select min(ordered_day) from orders where counts) as first
  `.execute(trx)
  const { customers = 0, first = null } = rows[0] ?? {}
  const furthest = addDays(day, -daysBack)
  const begins = first !== null && first < day ? first : day
  return { customers, firstDay: begins < furthest ? furthest : begins }
}
