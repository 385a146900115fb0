import type { Comparison } from '../../identity/compared.ts'
import { reasonsOf, shownChance } from '../../identity/evidence.ts'
import type { Block, ModalView } from '../../present/blocks/blocks.ts'
import { duplicateActions } from '../../present/blocks/duplicates.ts'
import { header } from '../../present/blocks/pieces.ts'
import { aside, button, notice, section } from '../elements.ts'

/** How many pairs a form lists. */
export const listedPairs = 25

/** The pairs that wait for a decision, the likeliest first. */
export function listView(comparisons: readonly Comparison[], open: number): ModalView {
  const more = open - comparisons.length
  return {
    ...notice('Customers in twice'),
    blocks:
      comparisons.length === 0
        ? [section('No two customers look like one person. They are looked for every night.')]
        : [
            ...comparisons.map(pairRow),
            ...(more > 0 ? [aside(`And ${more} more, which come up once these are decided.`)] : []),
          ],
  }
}

function pairRow({ proposal, stays, goes }: Comparison): Block {
  const reasons = reasonsOf(proposal.evidence, stays, goes).filter(({ speaks }) => speaks === 'for')
  return section(
    `${stays.name} (${stays.ref}) and ${goes.name} (${goes.ref}): ${shownChance(proposal.probability)}\n${reasons.map(({ text }) => text).join(', ')}`,
    button(duplicateActions.compare, 'Compare…', {
      value: String(proposal.id),
      says: `Compare ${stays.ref} and ${goes.ref}`,
    }),
  )
}

/** “20 pairs of customers are”, to go on with “likely one person”. */
export const pairs = (open: number): string =>
  open === 1 ? 'One pair of customers is' : `${open.toLocaleString('en-US')} pairs of customers are`

/** For the Home tab of those who may decide; nothing where nobody is in twice. */
export function duplicateBlocks(open: number): readonly Block[] {
  if (open === 0) return []
  return [
    header('Customers who are in twice'),
    section(
      `${pairs(open)} likely one person. Nothing is merged until somebody says so.`,
      button(duplicateActions.list, 'Look through…', { says: 'Look through customers who are in twice' }),
    ),
  ]
}
