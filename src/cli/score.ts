import { Presets, SingleBar } from 'cli-progress'
import { askerFor } from '../access/identify.ts'
import { openAsking } from '../ask/opening.ts'
import { writeDay } from '../ask/period-text.ts'
import { openOfflinePlanner } from '../ask/planners/open.ts'
import type { Context } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import { explanationText } from '../present/explanation.ts'
import { explainCustomer } from '../scoring/explain-customer.ts'
import { explainModel } from '../scoring/explain-model.ts'
import { findCustomer } from '../scoring/find-customer.ts'
import { type ScoreProgress, type ScoreReport, score } from '../scoring/score.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'score',
  summary: 'Estimates what each customer will do, and says what the scores rest on',
  usage: ['score', 'score --explain', 'score --explain CUSTOMER'],
  flags: {
    explain: {
      type: 'boolean',
      meaning: 'Scores nothing, but shows the model, or everything behind one customer’s scores',
    },
  },
  examples: ['score', 'score --explain', 'score --explain "Ana Silva"', 'score --explain C0042 --json'],
  reads: true,
  run: (shop, args) => (args.flags.explain === true ? explain(shop, args) : scoreAll(shop, args)),
}

async function scoreAll(shop: Context, { positionals, as, json, print }: Args): Promise<void> {
  if (positionals.length > 0)
    throw new UsageError(
      `score takes no “${positionals[0]}”.`,
      `Of one customer: npm run -s cli -- score --explain "${positionals.join(' ')}"`,
    )
  const { mayManage } = await askerFor(as, shop)
  if (!mayManage) throw new UserError('Only a manager may score the customers.', 'Leave out --as, or ask a manager.')
  using bar = progressBar()
  const report = await score(shop, { onProgress: bar.update })
  bar[Symbol.dispose]()
  print(json ? JSON.stringify(report) : scoredText(report))
}

/** What came of it, in two lines. */
export function scoredText({ refused, scored, buyers, histories, asOf, seconds, segments }: ScoreReport): string {
  const first =
    refused === null
      ? `Scored ${whole(scored)} buyers (${whole(histories)} different histories) as of ${writeDay(asOf)} in ${seconds.toFixed(1)} s.`
      : `Nobody of ${whole(buyers)} buyers is scored as of ${writeDay(asOf)}. ${refused}`
  const second = `Segments: ${whole(segments.segments)} brought up to date over ${whole(segments.days)} ${segments.days === 1 ? 'day' : 'days'}, ${whole(segments.entered)} entered, ${whole(segments.left)} left.`
  return [first, second, 'What it rests on: npm run -s cli -- score --explain'].join('\n')
}

async function explain(shop: Context, { positionals, as, json, print }: Args): Promise<void> {
  const said = positionals.join(' ')
  if (said === '') return shownAs(await explainModel(shop), json, print)
  const asker = await askerFor(as, shop)
  const context = await openAsking(shop, openOfflinePlanner)
  return shownAs(await explainCustomer(await findCustomer(said, asker, context), asker, context), json, print)
}

function shownAs(explanation: Parameters<typeof explanationText>[0], json: boolean, print: Args['print']): void {
  print(json ? JSON.stringify(explanation) : explanationText(explanation))
}

const phases = {
  reading: 'Reading the orders',
  fitting: 'Fitting the models',
  scoring: 'Scoring',
  saving: 'Saving',
  segments: 'Recording the segments',
} as const satisfies Record<ScoreProgress['phase'], string>

type Bar = Disposable & { readonly update: (progress: ScoreProgress) => void }

/** Appears on a terminal once it has taken a second. */
function progressBar(): Bar {
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
