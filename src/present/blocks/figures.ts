import type { Answer } from '../../ask/reply.ts'
import { formatCell } from '../format.ts'
import type { Block } from './blocks.ts'
import { limits } from './limits.ts'
import { shownColumns } from './pages.ts'
import { header, plain } from './pieces.ts'
import type { Shown } from './shown.ts'

const mostFacts = 30

/** A single row: one number large, several side by side. */
export function figureBlocks(answer: Answer, { rules }: Shown): readonly Block[] {
  const [row = []] = answer.rows
  const facts = shownColumns(answer.columns, mostFacts).flatMap((at) => {
    const column = answer.columns[at]
    const value = row[at] ?? null
    return column ? [`${column.label}: ${value === null ? 'none' : formatCell(value, column, rules.currency)}`] : []
  })
  const [only] = facts
  return facts.length === 1 && only !== undefined ? [header(only)] : fieldBlocks(facts)
}

/** Short facts in two columns, ten to a block; more than fit are counted, and the fewer there are the longer they may be. */
export function fieldBlocks(facts: readonly string[], room = 5000): readonly Block[] {
  const most = mostFacts
  const more = facts.length - most
  const shown = more > 0 ? [...facts.slice(0, most - 1), `and ${(more + 1).toLocaleString('en-US')} more`] : facts
  const longest = Math.min(1000, Math.floor(room / shown.length))
  const blocks: Block[] = []
  for (let from = 0; from < shown.length; from += limits.fields) {
    blocks.push({
      type: 'section',
      fields: shown.slice(from, from + limits.fields).map((fact) => plain(fact, longest)),
    })
  }
  return blocks
}
