import { type Asker, administrator } from '../../../../src/access/asker.ts'
import { type AskContext, ask } from '../../../../src/ask/ask.ts'
import { openAsking } from '../../../../src/ask/opening.ts'
import type { Filter, ListPlan } from '../../../../src/ask/plan.ts'
import { openPlanner } from '../../../../src/ask/planners/open.ts'
import type { Thread } from '../../../../src/ask/planners/planner.ts'
import type { Reply } from '../../../../src/ask/reply.ts'
import { emptyThread } from '../../../../src/ask/threads.ts'
import { readConfig } from '../../../../src/config.ts'
import { type Context, openContext } from '../../../../src/context.ts'
import { changeSettings } from '../../../../src/db/settings.ts'
import { type TestDatabase, testDatabase } from '../../../support/database.ts'
import { type ModelServer, openModelServer } from '../../../support/model-server.ts'
import { openCast, today } from '../../cast.ts'

/** The cast's shop with a model whose server does what a test wants. */
export type ModelShop = AsyncDisposable & {
  readonly database: TestDatabase
  readonly server: ModelServer
  /** The shop as it is set up now, with a process's memory of its own; the one opened before is closed. */
  open(env?: Readonly<Record<string, string>>): Promise<OpenShop>
  set(settings: Readonly<Record<string, unknown>>): Promise<void>
}

export interface OpenShop {
  readonly shop: Context
  readonly asking: AskContext
  ask(text: string, more?: { asker?: Asker; thread?: Thread; signal?: AbortSignal }): Promise<Reply>
}

export async function openModelShop(): Promise<ModelShop> {
  const stack = new AsyncDisposableStack()
  const database = stack.use(await testDatabase())
  await openCast(database.db)
  const server = stack.use(await openModelServer())
  let opened: Context | null = null
  const close = async () => opened?.[Symbol.asyncDispose]()
  stack.defer(close)
  return {
    database,
    server,
    async open(env = {}) {
      await close()
      const config = readConfig({ DATABASE_URL: database.url, OPENAI_BASE_URL: server.url, ...env })
      const shop = await openContext(config, { asOf: today })
      opened = shop
      const asking = await openAsking(shop, openPlanner)
      return {
        shop,
        asking,
        ask: (text, { asker = administrator, thread = emptyThread, signal } = {}) =>
          ask({ text, asker, thread, ...(signal && { signal }) }, asking),
      }
    },
    set: async (settings) => void (await changeSettings(database.db, settings, 'test')),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** An answer of the model's, as the prompt asks for it. */
export const modelReply = (plans: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => ({
  outcome: 'plan',
  follows: false,
  plans,
  set_aside: [],
  missing: [],
  ...more,
})

/** Customers who meet the conditions, with their names. */
export const customersWho = (...filters: readonly Filter[]): ListPlan => ({
  kind: 'list',
  entity: 'customer',
  where: filters.map((filter) => ({ any: [filter] })),
  columns: [{ kind: 'field', field: 'customer.name' }],
  order: [],
  limit: null,
})

export const cityIs = (...values: string[]): Filter => ({
  kind: 'field',
  field: 'customer.city',
  op: 'is',
  values,
  period: null,
  not: false,
})

/** Words that the built-in planner declines and that say nothing about anybody. */
export const puzzling = 'kindly conjure the whole gang dwelling round Chicago way'
