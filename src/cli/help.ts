import { type BareCommand, type Command, commonFlags, type Flag } from './command.ts'

const program = 'npm run -s cli --'

/** What `--help` shows without a command: one line for each. */
export function overview(commands: readonly (Command | BareCommand)[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Regulars knows a shop’s regulars.',
    '',
    `  ${program} COMMAND [flags]`,
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `About one of them: ${program} COMMAND --help`,
  ].join('\n')
}

/** What `COMMAND --help` shows. */
export function helpOf(command: Command | BareCommand): string {
  return [
    `${command.summary}.`,
    '',
    ...command.usage.map((way) => `  ${program} ${way}`),
    '',
    'Flags',
    ...flagLines({ ...command.flags, ...commonFlags }),
    '',
    command.examples.length > 1 ? 'Examples' : 'Example',
    ...command.examples.map((example) => `  ${program} ${example}`),
  ].join('\n')
}

function flagLines(flags: Readonly<Record<string, Flag>>): readonly string[] {
  const shown = Object.entries(flags).map(([name, { value, meaning }]) => ({
    left: `--${name}${value ? ` ${value}` : ''}`,
    meaning,
  }))
  const width = Math.max(...shown.map(({ left }) => left.length))
  return shown.map(({ left, meaning }) => `  ${left.padEnd(width)}  ${meaning}`)
}
