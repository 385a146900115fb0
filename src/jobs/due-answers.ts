import type { Context } from '../context.ts'
import { claimDueRuns, failRun, renewRun, type ScheduleRun, type Stopped } from '../schedules/runs.ts'
import { faultOf } from './faults.ts'

/** What the shell does with scheduled answers. */
export interface ScheduleWork {
  /** Posts it and marks it as posted (`finishRun`), or as at its end (`stopRun`). Whatever it throws counts as a failure. */
  readonly postSchedule: (run: ScheduleRun) => Promise<void>
  /** Tells the owner that nothing more is sent, and why. */
  readonly scheduleStopped?: (stopped: Stopped) => Promise<void>
}

/** Longer than any answer takes; whoever still works on one renews it. */
const leaseMs = 2 * 60_000
const atOnce = 4

/** Sends every scheduled answer that is due and that no other process has claimed. */
export async function sendDueAnswers(shop: Context, work: ScheduleWork): Promise<void> {
  for (;;) {
    const { runs, stopped } = await claimDueRuns(shop.db, shop.now(), leaseMs)
    for (const each of stopped) await tell(each, shop, work)
    if (runs.length === 0) return
    const waiting = [...runs]
    const kept = runs.map((run) => keep(run, shop))
    const hand = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) await send(run, shop, work)
    }
    await Promise.all(Array.from({ length: atOnce }, hand)).finally(() => kept.map(clearInterval))
  }
}

/** Renews the claim for as long as it is worked on. */
function keep(run: ScheduleRun, { db, now, log }: Context): NodeJS.Timeout {
  const renew = () =>
    renewRun(db, run, now(), leaseMs).catch((error: unknown) => log.warn('a claim was not renewed', { error }))
  return setInterval(renew, leaseMs / 3).unref()
}

async function send(run: ScheduleRun, shop: Context, work: ScheduleWork): Promise<void> {
  try {
    await work.postSchedule(run)
  } catch (error) {
    shop.log.error('a scheduled answer failed', { schedule: run.schedule.id, run: run.id, attempt: run.attempt, error })
    const failed = await failRun(shop.db, run, faultOf(error), shop.now())
    if (failed.kind === 'stopped') await tell({ schedule: run.schedule, because: failed.because }, shop, work)
  }
}

async function tell(stopped: Stopped, { log }: Context, { scheduleStopped }: ScheduleWork): Promise<void> {
  log.warn('a schedule was stopped', { schedule: stopped.schedule.id, because: stopped.because })
  try {
    await scheduleStopped?.(stopped)
  } catch (error) {
    log.error('the owner of a stopped schedule was not told', { schedule: stopped.schedule.id, error })
  }
}
