import { openFilled } from './cli/sample-first.ts'
import { readConfig } from './config.ts'
import { UserError } from './errors.ts'

/** config → shop → what there is to start */
async function main(): Promise<void> {
  const config = readConfig()
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  const args = { positionals: [], flags: {}, json: false, as: undefined, print: say, say }
  await using context = await openFilled(config, {}, args)
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
