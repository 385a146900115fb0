import { sql } from 'kysely'
import { type Asker, administrator } from '../../src/access/asker.ts'
import { type AskContext, ask } from '../../src/ask/ask.ts'
import { openAsking } from '../../src/ask/opening.ts'
import type { Plan } from '../../src/ask/plan.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import type { Answer, Reply } from '../../src/ask/reply.ts'
import { emptyThread } from '../../src/ask/threads.ts'
import { readConfig } from '../../src/config.ts'
import { type Context, openContext } from '../../src/context.ts'
import type { SaveResult } from '../../src/segments/results.ts'
import { saveSegment } from '../../src/segments/segments.ts'
import { openCast, today } from '../ask/cast.ts'
import { testDatabase } from '../support/database.ts'

/** The cast's shop with the planner that comes along, opened anew whenever a segment came or went. */
export type SavedShop = AsyncDisposable & {
  readonly shop: Context
  asking(): Promise<AskContext>
  ask(question: string, asker?: Asker): Promise<Reply>
  /** The answer; anything else fails the test with what was said. */
  answer(question: string, asker?: Asker): Promise<Answer>
  save(name: string, question: string | Plan, asker?: Asker): Promise<SaveResult>
}

export async function openSavedShop(): Promise<SavedShop> {
  const stack = new AsyncDisposableStack()
  const { url, db } = stack.use(await testDatabase())
  await openCast(db)
  const shop = stack.use(await openContext(readConfig({ DATABASE_URL: url }), { asOf: today }))
  let opened: { readonly stamp: string; readonly context: AskContext } | null = null
  const asking = async () => {
    const stamp = await stampOf(shop)
    if (opened?.stamp !== stamp) opened = { stamp, context: await openAsking(shop, openOfflinePlanner) }
    return opened.context
  }
  const replyTo = async (text: string, asker = administrator) =>
    ask({ text, asker, thread: emptyThread }, await asking())
  const answer = async (question: string, asker = administrator) => {
    const reply = await replyTo(question, asker)
    if (reply.kind === 'answer') return reply
    throw new Error(`${question}: ${reply.kind === 'decline' ? reply.reason : reply.ask}`)
  }
  const save = async (name: string, question: string | Plan, asker = administrator) => {
    const plan = typeof question === 'string' ? (await answer(question, asker)).plan : question
    return saveSegment({ name, plan, asker }, shop.db, await asking())
  }
  return { shop, asking, ask: replyTo, answer, save, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

async function stampOf({ db }: Context): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select md5(concat((select jsonb_agg(s order by s.id) from segments s), (select jsonb_agg(d order by d.id) from segment_definitions d))) as stamp
  `.execute(db)
  return rows[0]?.stamp ?? ''
}
