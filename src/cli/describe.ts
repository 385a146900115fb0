import { fill } from '../ask/explain.ts'
import { describeCatalog } from '../catalog/describe.ts'
import { loadCatalog } from '../catalog/load.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'describe',
  summary: 'Shows every word that questions may use and what it means',
  usage: ['describe', 'describe WORD'],
  flags: {},
  examples: ['describe', 'describe lapsed'],
  run: async ({ db, settings }, { positionals, json, print }) => {
    const words = describeCatalog(await loadCatalog(db)).map((word) => ({
      ...word,
      meaning: fill(word.meaning, settings),
    }))
    const wanted = positionals.join(' ').toLowerCase()
    const shown = words.filter(
      (word) =>
        wanted === '' || [word.label, word.name, ...word.synonyms].some((one) => one.toLowerCase().includes(wanted)),
    )
    if (json) return print(JSON.stringify(shown))
    if (shown.length === 0) return print(`No word here contains “${wanted}”.`)
    const kinds = [...new Set(shown.map(({ kind }) => kind))]
    print(kinds.map((kind) => [kind, ...shown.filter((word) => word.kind === kind).map(line)].join('\n')).join('\n\n'))
  },
}

function line({
  label,
  meaning,
  synonyms,
}: {
  readonly label: string
  readonly meaning: string
  readonly synonyms: readonly string[]
}): string {
  const also = synonyms.filter((word) => word.toLowerCase() !== label.toLowerCase()).slice(0, 4)
  return `  ${label}: ${meaning}${also.length > 0 ? ` Also: ${also.join(', ')}.` : ''}`
}
