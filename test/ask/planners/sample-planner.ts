import { administrator } from '../../../src/access/asker.ts'
import { type AskContext, checkContext } from '../../../src/ask/ask.ts'
import { check } from '../../../src/ask/check.ts'
import { say } from '../../../src/ask/issues.ts'
import { openAsking } from '../../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../../src/ask/planners/open.ts'
import type { Planned, Thread } from '../../../src/ask/planners/planner.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { readConfig } from '../../../src/config.ts'
import { type Context, openContext } from '../../../src/context.ts'
import { fillSample } from '../../../src/sample/sample.ts'
import { testDatabase } from '../../support/database.ts'
import { type LineContext, plannedLine } from './plan-line.ts'

/** A Monday; the sample shop ends the evening before. */
export const today = '2026-11-16'

/** The sample shop of that day with its planner, and short ways to ask it. */
export type SamplePlanner = AsyncDisposable & {
  readonly shop: Context
  readonly asking: AskContext
  plan(question: string, thread?: Thread): Promise<Planned>
  /** What was planned in one short line. */
  line(planned: Planned): string
  /** The sentences that check has to say about what was planned; none when all of it can be run. */
  issues(planned: Planned): readonly string[]
}

export async function openSamplePlanner(): Promise<SamplePlanner> {
  const stack = new AsyncDisposableStack()
  const { url } = stack.use(await testDatabase())
  const empty = stack.use(await openContext(readConfig({ DATABASE_URL: url }), { asOf: today }))
  await fillSample(empty)
  const shop = stack.use(await openContext(readConfig({ DATABASE_URL: url }), { asOf: today }))
  const asking = await openAsking(shop, openOfflinePlanner)
  const context: LineContext = { today, calendar: shop.settings }
  const plan = (question: string, thread = emptyThread) => asking.planner.plan(question, thread, administrator)
  return {
    shop,
    asking,
    plan,
    line: (planned) => plannedLine(planned, context),
    issues: (planned) => plansOf(planned).flatMap((each) => issuesOf(each, asking)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** What stands behind an answer or a question back; nothing behind a refusal. */
export function plansOf(planned: Planned) {
  if (planned.kind === 'plan') return [planned.plan]
  return planned.kind === 'clarify' ? planned.options.map(({ plan }) => plan) : []
}

/** The same for two questions exactly when they are planned alike; notes aside. */
export const meaningOf = (planned: Planned): string =>
  planned.kind === 'decline' ? 'decline' : `${planned.kind} ${JSON.stringify(plansOf(planned))}`

function issuesOf(plan: unknown, asking: AskContext): readonly string[] {
  const checked = check(plan, checkContext(administrator, asking))
  return checked.ok ? [] : checked.issues.map(say)
}
