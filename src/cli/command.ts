import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import type { SlackDoor } from './slack-checks.ts'

/** One option of a command, as `--help` shows it and `parseArgs` reads it. */
export type Flag = {
  readonly type: 'string' | 'boolean'
  /** What stands for the value in `--help`: FILE, NAME. */
  readonly value?: string
  readonly meaning: string
  readonly multiple?: boolean
}

type Described = {
  readonly name: string
  /** What it does, in a few words without a full stop, for the list of commands. */
  readonly summary: string
  /** Ways to call it, without the program's name: `ask QUESTION`. */
  readonly usage: readonly string[]
  readonly flags: Readonly<Record<string, Flag>>
  /** Calls that work as they are. */
  readonly examples: readonly string[]
}

/** A command that works on a shop: its database is opened and brought to the newest form before it runs. */
export type Command = Described & {
  /** Whether an empty database of ours is filled with the sample shop first: for commands that only read. */
  readonly reads?: boolean
  readonly run: (context: Context, args: Args) => Promise<void>
}

/** A command that must work when the shop cannot be opened. */
export type BareCommand = Described & {
  readonly runBare: (config: Config, args: Args, slack: SlackDoor) => Promise<void>
}

export type Args = {
  readonly positionals: readonly string[]
  /** The command's own flags by name, without dashes. */
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly json: boolean
  /** The Slack user whose rights hold; undefined is the administrator of the machine. */
  readonly as: string | undefined
  /** Writes a line, or several, to standard output. */
  readonly print: (text: string) => void
  /** Writes a line for the person at the terminal to standard error, where it does not disturb a pipe. */
  readonly say: (text: string) => void
}

/** Flags that every command has. */
export const commonFlags = {
  'as-of': { type: 'string', value: 'DAY', meaning: 'Pins today, YYYY-MM-DD; later facts are invisible' },
  as: { type: 'string', value: 'USER', meaning: 'Runs with the rights of a Slack user, U…' },
  json: { type: 'boolean', meaning: 'Prints JSON for programs' },
  help: { type: 'boolean', meaning: 'Shows this help' },
} as const satisfies Record<string, Flag>
