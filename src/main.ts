import { openFilled } from './cli/sample-first.ts'
import { readConfig } from './config.ts'
import type { Context } from './context.ts'
import { UserError } from './errors.ts'

/** config → shop → what there is to start */
async function main(): Promise<void> {
  const config = readConfig()
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  const args = { positionals: [], flags: {}, json: false, as: undefined, print: say, say }
  await using context = await openFilled(config, {}, args)
  process.stdout.write(`${await welcome(context)}\n`)
}

/** What somebody who has just installed it can do next. */
async function welcome({ db, settings }: Context): Promise<string> {
  const { customers } = await db
    .selectFrom('customer_summaries')
    .select(db.fn.countAll<number>().as('customers'))
    .executeTakeFirstOrThrow()
  return [
    customers === 0 ? nothingYet(settings.name) : toAsk(settings.name, customers),
    '',
    'Your own data:      npm run -s cli -- import FOLDER',
    'What can be asked:  npm run -s cli -- describe',
    'Everything else:    npm run -s cli -- --help',
    '',
    'The Slack bot and the workspace in the browser are not part of this version yet.',
  ].join('\n')
}

function toAsk(name: string, customers: number): string {
  return [
    `${name} is ready, with ${customers.toLocaleString('en-US')} customers. Ask it something:`,
    '',
    '  npm run -s ask -- "who are our lapsed top customers"',
    '  npm run -s ask -- "revenue by month this year"',
    '  npm run -s ask -- "who bought a helmet but never a pump"',
  ].join('\n')
}

const nothingYet = (name: string): string =>
  `${name} holds no customers yet. An invented shop to try things on: npm run -s cli -- sample`

try {
  await main()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${[error.message, error.hint].filter(Boolean).join('\n')}\n`)
  process.exitCode = 1
}
