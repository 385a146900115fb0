import { z } from 'zod'
import type { Config } from '../config.ts'
import { type Context, type ContextOverrides, openContext } from '../context.ts'
import type { Args } from './command.ts'

/**
 * The shop that a command works on: as it is, or, where nothing is in our own database yet, filled with the sample.
 * `unscored` leaves its scores to whoever opens it.
 */
export async function openFilled(
  config: Config,
  overrides: ContextOverrides,
  args: Args,
  { unscored = false }: { readonly unscored?: boolean } = {},
): Promise<Context> {
  const context = await openContext(config, overrides)
  if (!context.embedded || !(await isEmpty(context))) return context
  try {
    await fill(context, args)
    // The sample brings its own settings, which are read when a shop is opened.
    const filled = await openContext(config, overrides)
    if (!unscored) await estimate(filled)
    return filled
  } finally {
    await context[Symbol.asyncDispose]()
  }
}

/** A database of the shop's own (DATABASE_URL) is never filled by itself; ours is, so that the first question has an answer. */
async function fill(context: Context, args: Args): Promise<void> {
  args.say('There is no data yet: making a sample shop first. Your own: npm run -s cli -- import FOLDER')
  // Loaded only now: most commands on most days need none of it.
  const { command } = await import('./sample.ts')
  try {
    await command.run(context, {
      ...args,
      positionals: [],
      flags: { unscored: true },
      json: true,
      print: (report) => args.say(made(report)),
    })
  } catch (error) {
    // Another process may have filled it in the same moment.
    if (await isEmpty(context)) throw error
  }
}

/** Scores alone, which takes a second: the past of the segments takes longer than a first question should. */
async function estimate(shop: Context): Promise<void> {
  const { score } = await import('../scoring/score.ts')
  await score(shop, { history: false }).catch((error: unknown) => shop.log.error('first scoring failed', { error }))
}

function made(report: string): string {
  const { name, customers, orders } = sampleReport.parse(JSON.parse(report))
  return `Made ${name}: ${customers.toLocaleString('en-US')} customers and ${orders.toLocaleString('en-US')} orders, all invented.`
}

const sampleReport = z.object({ name: z.string(), customers: z.number(), orders: z.number() })

async function isEmpty({ db }: Context): Promise<boolean> {
  const anyRow = await db
    .selectNoFrom(({ exists, or, selectFrom }) =>
      or([
        exists(selectFrom('customers').select('id')),
        exists(selectFrom('orders').select('id')),
        exists(selectFrom('import_batches').select('id')),
      ]).as('any'),
    )
    .executeTakeFirst()
  return !anyRow?.any
}
