import { readFile } from 'node:fs/promises'
import { parseArguments } from './cli/arguments.ts'
import type { Args, BareCommand, Command } from './cli/command.ts'
import { shownFault } from './cli/faults.ts'
import { helpOf, overview } from './cli/help.ts'
import { openFilled } from './cli/sample-first.ts'
import type { SlackDoor } from './cli/slack-checks.ts'
import { type Config, readConfig } from './config.ts'
import { clock, openContext } from './context.ts'
import { UsageError } from './errors.ts'
import { openLog, silentLog } from './log.ts'
import { nearest } from './nearest.ts'

/** The commands in the order `--help` lists them; each is src/cli/NAME.ts, loaded when it is asked for. */
const commandNames = [
  'ask',
  'digest',
  'rules',
  'customer',
  'note',
  'record',
  'score',
  'quality',
  'dedupe',
  'import',
  'erase',
  'export',
  'sample',
  'describe',
  'segments',
  'readings',
  'eval',
  'settings',
  'migrate',
  'doctor',
] as const

const stack = new AsyncDisposableStack()
let closing: Promise<void> | null = null
let config: Config | null = null
/** The shop while it is being opened, so that an interruption in that moment can still close it. */
let opening: Promise<unknown> | null = null
let leaving = false

/** words typed → command → flags → shop → answer */
async function main(typed: readonly string[]): Promise<number> {
  try {
    const [name, ...rest] = typed
    if (name === undefined || name === '--help' || name === 'help') return await help(rest[0])
    const command = await load(name)
    const parsed = parseArguments(command, rest)
    if (parsed.help) return print(helpOf(command))
    config = readConfig()
    await start(command, config, parsed.asOf, { ...parsed.args, print, say })
    return 0
  } catch (error) {
    const log = config ? openLog(config.home, config.logLevel, clock, 'cli') : silentLog
    const shown = shownFault(error, config?.databaseUrl ?? '', log, config ? `${config.home}/regulars.log` : 'no log')
    say(shown.text)
    return shown.exitCode
  } finally {
    await close()
  }
}

async function start(
  command: Command | BareCommand,
  settings: Config,
  asOf: string | undefined,
  args: Args,
): Promise<void> {
  if ('runBare' in command) return command.runBare(settings, args, slack)
  const overrides = asOf ? { asOf } : {}
  const opened = (command.reads ? openFilled(settings, overrides, args) : openContext(settings, overrides)).then(
    (shop) => stack.use(shop),
  )
  opening = opened
  await command.run(await opened, args)
}

async function help(name: string | undefined): Promise<number> {
  if (name !== undefined && !name.startsWith('--')) return print(helpOf(await load(name)))
  const commands = await Promise.all(commandNames.map((one) => load(one).catch(() => null)))
  return print(overview(commands.filter((command) => command !== null)))
}

/** The command of that name. It is looked up in the list, never in the folder, so that no other file can be run. */
async function load(name: string): Promise<Command | BareCommand> {
  const known = commandNames.find((one) => one === name)
  if (!known) throw unknownCommand(name)
  const { command }: { command: Command | BareCommand } = await import(
    new URL(`./cli/${known}.ts`, import.meta.url).href
  )
  return command
}

function unknownCommand(name: string): UsageError {
  const meant = nearest(name, commandNames)
  return new UsageError(
    `There is no command ${name}.${meant ? ` Did you mean ${meant}?` : ''}`,
    `Commands: ${commandNames.join(', ')}. A question needs ask before it: npm run -s ask -- "who are our top customers"`,
  )
}

/** Loaded when it is asked for: no other command waits for Slack's packages. */
const slack: SlackDoor = {
  probe: async (tokens) => (await import('./slack/probe.ts')).probeSlack(tokens),
  neededScopes: async () => {
    const { readManifest } = await import('./workspace/manifest.ts')
    return readManifest(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')).scopes
  },
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`)
  return 0
}

function say(text: string): void {
  if (!leaving) process.stderr.write(`${text}\n`)
}

/** Closes the shop once; who calls a second time waits for the first. */
function close(): Promise<void> {
  closing ??= stack.disposeAsync()
  return closing
}

/** Leaves in order, so that the last process out can stop the database. What was under way is undone. */
async function leave(exitCode: number): Promise<never> {
  leaving = true
  await opening?.catch(() => {})
  await close().catch(() => {})
  process.exit(exitCode)
}

// `… | head` closes our output; that is not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => void leave(error.code === 'EPIPE' ? 0 : 1))
process.once('SIGINT', () => void leave(130))
process.once('SIGTERM', () => void leave(143))

// A command that found faults may have set the code already.
process.exitCode = (await main(process.argv.slice(2))) || (process.exitCode ?? 0)
