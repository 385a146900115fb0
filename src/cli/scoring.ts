import { Presets, SingleBar } from 'cli-progress'
import { writeDay } from '../ask/period-text.ts'
import type { Context } from '../context.ts'
import { UserError } from '../errors.ts'
import { scoreAfterChange } from '../scoring/after-change.ts'
import type { ScoreProgress, ScoreReport } from '../scoring/score.ts'
import type { Args } from './command.ts'

/**
 * Scores the shop once its facts have changed, and says so. What was changed stays, whatever becomes of it: then, and in
 * a shop too large for it, the command to run is said.
 */
export async function scoreNow(
  shop: Context,
  { json, print, say }: Pick<Args, 'json' | 'print' | 'say'>,
): Promise<ScoreReport | null> {
  using bar = scoringBar()
  try {
    const report = await scoreAfterChange(shop, { onProgress: bar.update })
    bar[Symbol.dispose]()
    if (report === null) say('To estimate what the customers will do: npm run -s cli -- score')
    else if (!json) print(scoredText(report).join('\n'))
    return report
  } catch (error) {
    bar[Symbol.dispose]()
    shop.log.error('scoring after a change failed', { error })
    const why = error instanceof UserError ? error.message : 'The customers could not be scored.'
    say(`${why} Try again: npm run -s cli -- score`)
    return null
  }
}

/** What came of a scoring, in two lines. */
export function scoredText(report: ScoreReport): readonly string[] {
  const { refused, scored, buyers, histories, asOf, seconds, segments } = report
  const first =
    refused === null
      ? `Scored ${whole(scored)} buyers (${whole(histories)} different histories) as of ${writeDay(asOf)} in ${seconds.toFixed(1)} s.`
      : `Nobody of ${whole(buyers)} buyers is scored as of ${writeDay(asOf)}. ${refused}`
  if (segments === null) return [first]
  const second = `Segments: ${whole(segments.segments)} brought up to date over ${whole(segments.days)} ${segments.days === 1 ? 'day' : 'days'}, ${whole(segments.entered)} entered, ${whole(segments.left)} left.`
  return [first, second]
}

const phases = {
  reading: 'Reading the orders',
  fitting: 'Fitting the models',
  scoring: 'Scoring',
  saving: 'Saving',
  segments: 'Recording the segments',
} as const satisfies Record<ScoreProgress['phase'], string>

export type Bar = Disposable & { readonly update: (progress: ScoreProgress) => void }

/** Appears on a terminal once it has taken a second. */
export function scoringBar(): Bar {
  const bar = new SingleBar(
    { format: '{phase} {bar} {shown}', clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  )
  const began = performance.now()
  let running = false
  return {
    update: ({ phase, done, total }) => {
      if (!process.stderr.isTTY || performance.now() - began < 1000) return
      const shown = {
        phase: phases[phase].padEnd(22),
        shown: total === null ? '' : `${whole(done)} of ${whole(total)}`,
      }
      if (!running) bar.start(1, 0, shown)
      running = true
      bar.setTotal(Math.max(total ?? 1, 1))
      bar.update(total === null ? 0 : Math.min(done, total), shown)
    },
    [Symbol.dispose]: () => {
      if (running) bar.stop()
      running = false
    },
  }
}

const whole = (count: number): string => count.toLocaleString('en-US')
