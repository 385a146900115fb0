import { commonFlags } from '../../src/cli/command.ts'
import { environmentSettings } from '../../src/config.ts'
import { shopSettings } from '../../src/db/settings.ts'
import { FIELDS } from '../../src/imports/fields.ts'
import { FORMATS } from '../../src/imports/formats.ts'
import { triggers } from '../../src/treatments/triggers.ts'
import { commands } from './terminal.ts'

/** A word as `describe --json` prints it. */
export interface Word {
  readonly kind: string
  readonly name: string
  readonly label: string
  readonly meaning: string
  readonly synonyms: readonly string[]
}

/** The README's generated parts, by the name in their `<!-- name -->`. */
export function generatedParts(words: readonly Word[]): Readonly<Record<string, string>> {
  return {
    definitions: definitions(words),
    vocabulary: vocabulary(words),
    commands: commandTable(),
    files: fileTable(),
    environment: environmentTable(),
    settings: settingsTable(),
    rules: ruleTable(),
  }
}

const scored = ({ meaning }: Word): boolean => meaning.endsWith('Not scored yet.')

/** The words that a shop argues about: for customers, without those that come with scoring. */
function definitions(words: readonly Word[]): string {
  const shown = words.filter((word) => word.kind === 'Words for customers' && !scored(word))
  return table(
    ['word', 'meaning'],
    shown.map(({ label, meaning }) => [label, meaning]),
  )
}

/** Every word, folded by kind. */
function vocabulary(words: readonly Word[]): string {
  const kinds = [...new Set(words.map(({ kind }) => kind))]
  return kinds
    .map((kind) => {
      const shown = words.filter((word) => word.kind === kind)
      return `<details><summary>${kind} (${shown.length})</summary>\n\n${shown.map(item).join('\n')}\n\n</details>\n`
    })
    .join('\n')
}

/** As `describe` prints it: four of its other names, for the taste. */
function item({ label, meaning, synonyms }: Word): string {
  const also = synonyms.filter((word) => word.toLowerCase() !== label.toLowerCase()).slice(0, 4)
  return `- **${label}**: ${meaning}${also.length > 0 ? ` Also: ${also.join(', ')}.` : ''}`
}

function commandTable(): string {
  const own = commands.flatMap(({ name, summary, usage, flags }) => [
    [`**${name}**`, `${summary}. ${usage.map((way) => `\`${way}\``).join(' · ')}`],
    ...flagRows(flags),
  ])
  return table(['command', 'does'], [...own, ['**every command**', ''], ...flagRows(commonFlags)])
}

function flagRows(flags: Readonly<Record<string, { readonly value?: string; readonly meaning: string }>>) {
  return Object.entries(flags).map(([flag, { value, meaning }]) => [
    `\`--${flag}${value ? ` ${value}` : ''}\``,
    meaning,
  ])
}

/** The digest's rules, the most pressing first. */
const ruleTable = (): string =>
  table(
    ['rule', 'names'],
    triggers.map(({ label, meaning }) => [label, meaning]),
  )

function fileTable(): string {
  return table(
    ['file', 'columns'],
    FORMATS.map((format) => [format.name, columnsOf(format)]),
  )
}

/** Ours by name; the others are read as they are exported. */
function columnsOf({ name, entity, refusal }: (typeof FORMATS)[number]): string {
  if (refusal) return `${refusal.message} ${refusal.hint}`
  if (!name.startsWith('our own')) return 'as exported, known by its header'
  const { own, further } = FIELDS[entity]
  const quoted = (fields: readonly string[]) => fields.map((field) => `\`${field}\``).join(' ')
  return further.length > 0 ? `${quoted(own)}; with \`--map\` also ${quoted(further)}` : quoted(own)
}

function environmentTable(): string {
  return table(
    ['variable', 'meaning', 'example'],
    Object.entries(environmentSettings).map(([name, { meaning, example }]) => [
      `\`${name}\``,
      meaning,
      `\`${example}\``,
    ]),
  )
}

function settingsTable(): string {
  return table(
    ['setting', 'meaning', 'at first'],
    Object.entries(shopSettings).map(([name, { meaning, default: first }]) => [
      `\`${name}\``,
      meaning,
      first === false ? 'no' : String(first),
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}
