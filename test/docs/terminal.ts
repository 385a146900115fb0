import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArguments } from '../../src/cli/arguments.ts'
import type { BareCommand, Command } from '../../src/cli/command.ts'
import type { Context } from '../../src/context.ts'
import { readSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import type { TestDatabase } from '../support/database.ts'
import { cliFiles } from './readme.ts'

/** The day on which the README's outputs were printed. */
export const printedOn = '2026-11-21'

export const commands: readonly (Command | BareCommand)[] = (
  await Promise.all(
    cliFiles().map(async (name) => (await import(`../../src/cli/${name}.ts`)) as { command?: Command | BareCommand }),
  )
).flatMap(({ command }) => (command ? [command] : []))

/** A terminal in a folder of its own, at a shop whose today is the README's. */
export interface Terminal extends Disposable {
  /** What a line typed there prints. */
  readonly type: (line: string) => Promise<string>
  /** Puts a file into its folder. */
  readonly put: (name: string, text: string) => void
}

export function openTerminal(shop: TestDatabase): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-docs-'))
  return {
    put: (name, text) => writeFileSync(join(folder, name), text),
    type: (line) => type(line, shop, folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function type(line: string, shop: TestDatabase, folder: string): Promise<string> {
  const [name = '', ...words] = wordsOf(line)
  const command = commands.find((one) => one.name === name)
  if (!command || !('run' in command)) throw new Error(`README.md types “${line}”, which is no command on a shop`)
  const inFolder = words.map((word) => (/\.(csv|json)$/.test(word) ? join(folder, word) : word))
  const printed: string[] = []
  const print = (text: string) => void printed.push(text)
  const { args } = parseArguments(command, inFolder)
  await command.run(await contextOf(shop, folder), { ...args, print, say: print })
  return printed.join('\n').replaceAll(`${folder}/`, '').trimEnd()
}

/** The words after the program's name, quotes taken off as a shell does. */
function wordsOf(line: string): readonly string[] {
  const typed = /^npm run -s (?:cli -- )?(.*)$/.exec(line)?.[1] ?? ''
  const words = [...typed.matchAll(/"([^"]*)"|([^\s"]+="[^"]*")|(\S+)/g)].map(
    ([, quoted, assigned, plain]) => quoted ?? assigned?.replaceAll('"', '') ?? plain ?? '',
  )
  return words.filter((word, at) => !(at === 1 && word === '--'))
}

async function contextOf({ db, reader }: TestDatabase, home: string): Promise<Context> {
  return {
    ...{ db, reader, home, log: silentLog, embedded: false, migrated: [] },
    settings: await readSettings(db),
    today: () => printedOn,
    // Evening in Europe and midday in America: the same day in both.
    now: () => new Date(`${printedOn}T20:00:00Z`),
    [Symbol.asyncDispose]: async () => {},
  }
}
