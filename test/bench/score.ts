import type { Context } from '../../src/context.ts'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { type ScoreProgress, score } from '../../src/scoring/score.ts'
import { timed } from './measure.ts'

/** How long the night's figures take, part by part, in seconds. */
export interface ScoreSpeed {
  readonly buyers: number
  readonly histories: number
  readonly summaries: number
  readonly phases: readonly (readonly [phase: ScoreProgress['phase'], seconds: number])[]
}

/** Every summary anew, then every score, without the segments' history. */
export async function scoreSpeed(shop: Context): Promise<ScoreSpeed> {
  const { ms } = await timed(() => shop.db.transaction().execute((trx) => refreshSummaries(trx)))
  const phases = new Map<ScoreProgress['phase'], number>()
  let [phase, began]: [ScoreProgress['phase'], number] = ['reading', performance.now()]
  const lap = (next: ScoreProgress['phase']) => {
    phases.set(phase, (phases.get(phase) ?? 0) + (performance.now() - began) / 1000)
    ;[phase, began] = [next, performance.now()]
  }
  const { buyers, histories } = await score(shop, { history: false, onProgress: (at) => lap(at.phase) })
  lap(phase)
  return { buyers, histories, summaries: ms / 1000, phases: [...phases] }
}
