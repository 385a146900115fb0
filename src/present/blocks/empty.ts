import type { Answer } from '../../ask/reply.ts'
import { actionIds, carrying, numbered } from './actions.ts'
import type { Block } from './blocks.ts'
import { choiceBlocks } from './choices.ts'
import { cut, section } from './pieces.ts'

const mostRelaxations = 3

/** Why there is nothing, and what there would be with one condition less or another value. */
export function emptyBlocks(answer: Answer): readonly Block[] {
  return answer.rows.length === 0 || diagnosisOf(answer) !== '' ? [section(cut(nothing(answer), 1500))] : []
}

/** "Nobody fits. No customers at all: city NYC. 214 in “New York”." */
export function nothing(answer: Answer): string {
  const fits =
    answer.rows.length > 0 ? '' : answer.columns[0]?.name === 'customer_ref' ? 'Nobody fits.' : 'Nothing fits.'
  return `${fits} ${diagnosisOf(answer)}`.trim()
}

const diagnosisOf = ({ notes }: Answer): string =>
  notes
    .filter(({ kind }) => kind === 'diagnosis')
    .map(({ text }) => text)
    .join(' ')

export function relaxationBlocks({ relaxations }: Answer, answerId: string): readonly Block[] {
  return choiceBlocks(
    relaxations.slice(0, mostRelaxations).map(({ label }, at) => ({
      label,
      actionId: numbered(actionIds.relax, at),
      value: carrying(answerId),
    })),
  )
}
