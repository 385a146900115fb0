import { schedule } from 'node-cron'
import type { Context } from '../context.ts'
import { type ScheduleWork, sendDueAnswers } from './due-answers.ts'
import { type DigestWork, sendDigests } from './morning.ts'
import { scoreForTheFirstTime, workAtNight } from './night.ts'
import { ticking } from './ticking.ts'

/** What the shell does when its time has come. */
export interface JobWork extends ScheduleWork, DigestWork {
  /** Takes up what a crash left unfinished. */
  readonly sweep: () => Promise<void>
}

const sweepEveryMs = 5_000

/**
 * Starts what is done without being asked: scheduled answers and digests every minute, the sweep every few seconds, the night's
 * work once a day. Several processes may run it on one database. Disposing waits for what is under way.
 */
export function startJobs(shop: Context, work: JobWork): AsyncDisposable {
  const answers = ticking('scheduled answers', () => sendDueAnswers(shop, work), shop.log)
  const digests = ticking('digests', () => sendDigests(shop, work), shop.log)
  const night = ticking('night', () => workAtNight(shop), shop.log)
  let stopping = false
  const scoring = () =>
    scoreForTheFirstTime(shop).catch((error: unknown) => (stopping ? undefined : Promise.reject(error)))
  const firstScores = ticking('first scores', scoring, shop.log)
  const sweep = ticking('sweep', () => work.sweep(), shop.log)
  const everyMinute = schedule(
    '* * * * *',
    () => {
      void answers.tick()
      void digests.tick()
      void night.tick()
    },
    { name: 'every minute', suppressMissedWarning: true },
  )
  const sweeping = setInterval(() => void sweep.tick(), sweepEveryMs)
  // What was due while nothing was running is not left until the next full minute.
  void answers.tick()
  void digests.tick()
  void firstScores.tick()
  return {
    async [Symbol.asyncDispose]() {
      // The first scores are not waited for: the database is closed under them, and they are made the next time.
      stopping = true
      clearInterval(sweeping)
      await everyMinute.destroy()
      await Promise.all([answers.stop(), digests.stop(), night.stop(), sweep.stop()])
    },
  }
}
