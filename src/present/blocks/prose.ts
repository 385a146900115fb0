import type { Answer, Cell } from '../../ask/reply.ts'
import { lowered } from '../../ask/wording.ts'
import type { Block } from './blocks.ts'
import { between, bold, bullets, cut, richText, section, told, words } from './pieces.ts'

const mostFacts = 20
const mostWords = 5

/** What a word means: a sentence or two. */
export function definitionBlocks({ columns, rows }: Answer): readonly Block[] {
  return rows.slice(0, mostWords).map((row) => section(cut(asText(row[columns.length - 1]), 1000)))
}

/** Whether a customer is in a segment, and the facts that decide it. */
export function whyBlocks(answer: Answer): readonly Block[] {
  const [, , ...evidence] = factsOf(answer)
  const meaning = answer.notes.filter(({ kind }) => kind === 'definition').map(({ text }) => text)
  const lines = evidence.slice(0, mostFacts).map(({ label, value }) => [words(`${label}: ${value}`, 150)])
  return [
    richText(
      told(bold(isMember(answer) ? 'Yes.' : 'No.'), between(' '), words(verdictOf(answer), 500)),
      ...(lines.length > 0 ? [bullets(lines)] : []),
      ...(meaning.length > 0 ? [told(words(meaning.join(' '), 1000))] : []),
    ),
  ]
}

/** "Ana counts as “lapsed”." */
export function verdictOf(answer: Answer): string {
  const [name, membership] = factsOf(answer)
  const counts = isMember(answer) ? 'counts' : 'does not count'
  return `${name?.value ?? 'The customer'} ${counts} as “${lowered(membership?.label ?? '')}”.`
}

const isMember = (answer: Answer): boolean => factsOf(answer)[1]?.value === 'yes'

const factsOf = ({ columns, rows }: Answer) =>
  rows.map((row) => ({ label: asText(row[columns.length - 2]), value: asText(row[columns.length - 1]) }))

const asText = (value: Cell | undefined): string =>
  value === null || value === undefined ? 'not known' : String(value)
