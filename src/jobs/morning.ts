import { type Context, dayOf } from '../context.ts'
import type { Day } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { closeByThemselves } from '../digest/acting.ts'
import { digestContext } from '../digest/context.ts'
import { type Morning, openMorning } from '../digest/digest.ts'
import { writeDown } from '../digest/make.ts'
import { claimDigests, type DigestRun, failDigest, renewDigest } from '../digest/runs.ts'
import { faultOf } from './faults.ts'

/** What the shell does with digests. */
export interface DigestWork {
  /** Posts a digest whose entries are written down, and marks it as posted (`finishDigest`). Whatever it throws counts as a failure. */
  readonly postDigest: (run: DigestRun) => Promise<void>
  /** Posts the report on the digests of the week before, and marks it as posted. */
  readonly postReport: (run: DigestRun) => Promise<void>
  /** Draws anew the messages of digests whose entries closed by themselves. */
  readonly redrawDigests?: (runIds: readonly number[]) => Promise<void>
}

/** For so long a digest is this process's own, renewed as long as it lives. */
const usualLeaseMs = 2 * 60_000

/** Sends every digest that is due and that no other process has claimed, and closes entries that are settled. */
export async function sendDigests(shop: Context, work: DigestWork, leaseMs = usualLeaseMs): Promise<void> {
  const settings = await readSettings(shop.db)
  const today = shop.today()
  const settled = await closeByThemselves(shop.db, { today, now: shop.now() })
  if (settled.length > 0) await work.redrawDigests?.(settled)
  const isPinned = today !== dayOf(shop.now(), shop.settings.timeZone)
  const runs = await claimDigests(shop.db, settings, shop.now(), leaseMs, isPinned ? today : null)
  if (runs.length === 0) return
  const mornings = new Map<Day, Promise<Morning>>()
  const morningOf = (day: Day): Promise<Morning> => {
    const known = mornings.get(day) ?? digestContext({ ...shop, settings }, day).then(openMorning)
    mornings.set(day, known)
    return known
  }
  const kept = runs.map((run) => keep(run, shop, leaseMs))
  try {
    for (const run of runs) await send(run, () => morningOf(run.day), shop, work, leaseMs)
  } finally {
    for (const each of kept) clearInterval(each)
  }
}

function keep(run: DigestRun, { db, now, log }: Context, leaseMs: number): NodeJS.Timeout {
  const renew = () =>
    renewDigest(db, run, now(), leaseMs).catch((error: unknown) => log.warn('a claim was not renewed', { error }))
  return setInterval(renew, leaseMs / 3).unref()
}

async function send(
  run: DigestRun,
  morning: () => Promise<Morning>,
  shop: Context,
  work: DigestWork,
  leaseMs: number,
): Promise<void> {
  try {
    if (run.what === 'report') return await work.postReport(run)
    if (!run.made) await writeDown(shop.db, run, await morning(), shop.now())
    // Whoever was held up for longer than a lease leaves it to the process that took it over.
    if (!(await renewDigest(shop.db, run, shop.now(), leaseMs))) return
    await work.postDigest(run)
  } catch (error) {
    shop.log.error('a digest failed', { run: run.id, attempt: run.attempt, error })
    await failDigest(shop.db, run, faultOf(error), shop.now())
  }
}
