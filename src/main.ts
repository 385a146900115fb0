import { fillIfEmpty } from './cli/sample-first.ts'
import { readConfig } from './config.ts'
import { openContext } from './context.ts'
import { UserError } from './errors.ts'

/** config → shop → what there is to start */
async function main(): Promise<void> {
  const config = readConfig()
  await using context = await openContext(config)
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  await fillIfEmpty(context, { positionals: [], flags: {}, json: false, as: undefined, print: say, say })
  process.stdout.write(
    [
      `${context.settings.name} is ready. Questions are answered in the terminal:`,
      '',
      '  npm run -s ask -- "who are our lapsed top customers"',
      '  npm run -s cli -- --help',
      '',
      'The Slack bot and the workspace in the browser are not part of this version yet.',
      '',
    ].join('\n'),
  )
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${[error.message, error.hint].filter(Boolean).join('\n')}\n`)
  process.exitCode = 1
}
