import type { Answer, Cell } from '../../ask/reply.ts'
import { lowered } from '../../ask/wording.ts'
import type { Block } from './blocks.ts'
import { between, bold, bullets, richText, section, told, words } from './pieces.ts'

const mostFacts = 20

/** What a word means: a sentence or two. */
export function definitionBlocks({ columns, rows }: Answer): readonly Block[] {
  return rows.slice(0, mostFacts).map((row) => section(asText(row[columns.length - 1])))
}

/** Whether a customer is in a segment, and the facts that decide it. */
export function whyBlocks({ columns, rows, notes }: Answer): readonly Block[] {
  const facts = rows.map((row) => ({ label: asText(row[columns.length - 2]), value: asText(row[columns.length - 1]) }))
  const [name, membership, ...evidence] = facts
  if (name === undefined || membership === undefined) return []
  const belongs = membership.value === 'yes'
  const verdict = `${name.value} ${belongs ? 'counts' : 'does not count'} as “${lowered(membership.label)}”.`
  const meaning = notes.filter(({ kind }) => kind === 'definition').map(({ text }) => text)
  const lines = evidence.slice(0, mostFacts).map(({ label, value }) => [words(`${label}: ${value}`, 300)])
  return [
    richText(
      told(bold(belongs ? 'Yes.' : 'No.'), between(' '), words(verdict, 500)),
      ...(lines.length > 0 ? [bullets(lines)] : []),
      ...(meaning.length > 0 ? [told(words(meaning.join(' ')))] : []),
    ),
  ]
}

const asText = (value: Cell | undefined): string =>
  value === null || value === undefined ? 'not known' : String(value)
