import type { Context } from '../context.ts'
import type { Args } from './command.ts'

/**
 * Fills a database of ours that holds nothing yet with the sample shop, so that the first question has an answer. A
 * database of the shop's own (DATABASE_URL) is never filled by itself.
 */
export async function fillIfEmpty(context: Context, args: Args): Promise<void> {
  if (!context.embedded || !(await isEmpty(context))) return
  args.say('The database is empty: making a sample shop first. Your own data: npm run -s cli -- import FOLDER')
  const { command } = await import(new URL('./sample.ts', import.meta.url).href)
  await command.run(context, { ...args, positionals: [], flags: {}, json: false, print: args.say })
}

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
