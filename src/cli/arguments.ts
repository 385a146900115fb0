import { parseArgs } from 'node:util'
import { isDay } from '../config.ts'
import { UsageError } from '../errors.ts'
import { suggestion } from '../nearest.ts'
import { type Args, type BareCommand, type Command, commonFlags, type Flag } from './command.ts'

export type Parsed = {
  readonly help: boolean
  readonly asOf: string | undefined
  readonly args: Omit<Args, 'print' | 'say'>
}

/** Reads what was typed after the command's name; whatever is wrong with it is a `UsageError` that says what is known. */
export function parseArguments(command: Command | BareCommand, typed: readonly string[]): Parsed {
  const known: Readonly<Record<string, Flag>> = { ...command.flags, ...commonFlags }
  const { values, positionals } = parse(command.name, known, typed)
  const { help, json, as, 'as-of': asOf, ...flags } = values
  if (asOf !== undefined && !isDay(String(asOf))) {
    throw new UsageError(`--as-of must be a day, not “${asOf}”.`, 'Example: --as-of 2026-11-16')
  }
  return {
    help: help === true,
    asOf: text(asOf),
    args: { positionals, flags, json: json === true, as: text(as) },
  }
}

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

function parse(name: string, known: Readonly<Record<string, Flag>>, typed: readonly string[]) {
  const entries = Object.entries(known).map(
    ([flag, { type, multiple }]) => [flag, { type, multiple: multiple ?? false }] as const,
  )
  try {
    const parsed = parseArgs({
      args: [...typed],
      options: Object.fromEntries(entries),
      allowPositionals: true,
      strict: true,
    })
    return { values: parsed.values as Values, positionals: parsed.positionals }
  } catch (error) {
    throw usageFault(name, known, error)
  }
}

function usageFault(name: string, known: Readonly<Record<string, Flag>>, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const flag = /'-{0,2}([^'\s,]+)/.exec(error.message)?.[1] ?? ''
  const help = `All of them: npm run -s cli -- ${name} --help`
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const dashed = suggestion(flag, Object.keys(known), 'flags').replaceAll(/(mean |flags: |, )([a-z])/g, '$1--$2')
      return new UsageError(`${name} has no flag --${flag}. ${dashed}`, help)
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return new UsageError(`--${flag} ${known[flag]?.type === 'string' ? 'needs a value' : 'takes no value'}.`, help)
    default:
      return error
  }
}

function text(value: string | boolean | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
